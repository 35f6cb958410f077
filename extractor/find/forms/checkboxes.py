"""Check boxes with their labels, and the state that a yes-or-no field of a schema takes from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Indel

from extractor.document import Candidate, Document, FormValue, Reading, Word
from extractor.find.forms.box_marks import FORM_FIELD, Mark, marks_on_page
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind, once
from extractor.schemas.record import FieldSpec, Kind, Rows
from extractor.values import checkbox

NEAR = 2.6  # a label begins this near its box, in heights of the line
GAP = 1.6  # and goes on over gaps of at most so many
ALIKE = 0.84  # likeness of a label to one of a field's, one slip in six letters


@dataclass(frozen=True, slots=True)
class Ticked:
    """A check box with the words that name it; `question` is what stands before the first of the boxes that answer it."""

    page: int
    label: str
    mark: Mark
    box: Box  # of box and label on the page as given
    question: str = ""
    source: str = "layout"
    asked: Box | None = None  # where the question stands


def ticked_boxes(document: Document, readings: Sequence[Reading], fields: Sequence[FormValue] = ()) -> tuple[Ticked, ...]:
    """Every check box of the document that has a label, in reading order; `fields` are those of an interactive form."""
    pages = {page.number: page for page in document.pages}
    found: list[Ticked] = []
    for reading in readings:
        own = [field for field in fields if field.page == reading.page and field.kind == "checkbox"]
        marks = marks_on_page(pages[reading.page], reading, own)
        beside = [_beside(mark, marks, reading) for mark in marks]
        # A form sets its labels all on one side of their boxes: the side on which they are nearer.
        nearer_left = sum(_gap(mark, left) < 0.6 * _gap(mark, right) for mark, (left, right, _) in zip(marks, beside, strict=True))
        from_left = 2 * nearer_left > len(marks)
        named = [(left or right) if from_left else (right or left) for left, right, _ in beside]
        taken = {id(word) for words in named for word in words}
        found += _questioned(
            [
                ticked
                for mark, words, (_, _, before) in zip(marks, named, beside, strict=True)
                if (ticked := _labelled(mark, words, before, taken, reading)) is not None
            ]
        )
    return tuple(found)


def _questioned(boxes: Sequence[Ticked]) -> list[Ticked]:
    """The question before a box is asked of all boxes that follow in its row, up to the next question."""
    asked = [box for box in boxes if box.question]
    found = []
    for box in boxes:
        before = [one for one in asked if one.box.overlap_y(box.box) > 0.5 and one.box.left <= box.box.left]
        first = max(before, key=lambda one: one.box.left, default=box)
        found.append(replace(box, question=first.question, asked=first.asked))
    return found


_Words = list[Word]


def _beside(mark: Mark, marks: Sequence[Mark], reading: Reading) -> tuple[_Words, _Words, float]:
    """The words next to a box on its left and on its right, and where the box before it in its row ends."""
    row = _row(mark, reading)
    others = sorted((other.box for other in marks if other is not mark and other.box.overlap_y(mark.box) > 0.3), key=lambda box: box.left)
    after = next((box.left for box in others if box.left >= mark.box.right), 1.0)
    before = max((box.right for box in others if box.right <= mark.box.left), default=0.0)
    # Readers take a box into the word beside it: a word is where its middle is.
    right = _run([word for word in row if mark.box.right <= word.box.center[0] < after], mark, reading, False)
    left = _run([word for word in row if before < word.box.center[0] <= mark.box.left], mark, reading, True)
    return left, _without_question(right) if after < 1.0 else right, before


def _without_question(label: _Words) -> _Words:
    """The label of a box without the question that the next box answers: what ends in a colon, behind the widest gap."""
    if len(label) < 2 or not label[-1].text.endswith(":"):
        return label
    gaps = [right.box.left - left.box.right for left, right in pairwise(label)]
    return label[: gaps.index(max(gaps)) + 1]


def _gap(mark: Mark, words: Sequence[Word]) -> float:
    if not words:
        return 1.0
    return max(words[0].box.left - mark.box.right, mark.box.left - words[-1].box.right, 0.0)


def _labelled(mark: Mark, words: _Words, before: float, taken: set[int], reading: Reading) -> Ticked | None:
    source = "acroform" if mark.seen == FORM_FIELD else "layout"
    if not words or not (text := _text(words)):
        return Ticked(reading.page, mark.name, mark, reading.to_page(mark.box).clipped(), "", source) if mark.name else None
    box = reading.to_page(Box.around([mark.box, *(word.box for word in words)])).clipped()
    question = _question(mark, words, before, taken, reading)
    asked = reading.to_page(Box.around(word.box for word in question)).clipped() if question else None
    return Ticked(reading.page, text, mark, box, " ".join(word.text for word in question), source, asked)


def _question(mark: Mark, label: _Words, before: float, taken: set[int], reading: Reading) -> _Words:
    """What stands between a box and the label of the one before it in its row, or at any distance before the first one."""
    edge = min(mark.box.left, label[0].box.left)
    found: _Words = []
    for word in reversed([word for word in _row(mark, reading) if before < word.box.center[0] < edge]):
        if id(word) in taken or (found and (found[0].box.left - word.box.right) * reading.width > GAP * word.box.height * reading.height):
            break
        found.insert(0, word)
    return found


def _row(mark: Mark, reading: Reading) -> list[Word]:
    """The words on the box's row, left to right, without what was read in the box itself."""
    found = []
    middle = (mark.box.top + mark.box.bottom) / 2
    for line in reading.lines:
        for word in line.words:
            if not word.box.top - 0.1 * word.box.height <= middle <= word.box.bottom + 0.1 * word.box.height:
                continue
            if mark.box.grown(0.1 * mark.box.width, 0).contains_point(*word.box.center) and len(word.text) <= 3:
                continue
            if any(c.isalnum() for c in word.text):
                found.append(word)
    return sorted(found, key=lambda word: word.box.left)


def _run(words: Sequence[Word], mark: Mark, reading: Reading, backwards: bool) -> list[Word]:
    """The words next to the box, up to the first wide gap."""
    found: list[Word] = []
    edge = mark.box.left if backwards else mark.box.right
    for word in reversed(words) if backwards else words:
        tall = word.box.height * reading.height
        gap = ((edge - word.box.right) if backwards else (word.box.left - edge)) * reading.width
        if gap > (GAP if found else NEAR) * tall:
            break
        if backwards:
            found.insert(0, word)
            edge = word.box.left
        else:
            found.append(word)
            edge = word.box.right
            if word.text.endswith(":"):
                break
    return found


def _text(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words)
    for match in reversed(checkbox.find(text)):
        text = text[: match.start] + text[match.end :]
    return text.strip(" :_.-|")


def checkbox_candidates(ticked: Sequence[Ticked], columns: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates `checkboxes.0.label`, `checkboxes.0.checked`: the yes-or-no leaf takes the state, the first other one the label."""
    state = next((spec for spec in columns if spec.kind is Kind.CHECKBOX), None)
    label = next((spec for spec in columns if spec.kind is not Kind.CHECKBOX), None)
    found: list[Candidate] = []
    for number, box in enumerate(ticked):
        word = "ticked" if box.mark.checked else "empty"
        if label is not None:
            path = label.path.replace("[]", f".{number}", 1)
            evidence = f"beside a check box ({box.mark.seen})"
            found.append(Candidate(path, box.label, box.label, box.source, evidence, box.page, box.box, score=0.9))
        if state is not None:
            path = state.path.replace("[]", f".{number}", 1)
            evidence = f"{box.mark.seen} beside '{box.label}'"
            sure = max(box.mark.sureness, 0.5)
            found.append(Candidate(path, box.mark.checked, word, box.source, evidence, box.page, box.box, score=sure))
    return found


def state_candidates(
    ticked: Sequence[Ticked], sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], book: LabelBook
) -> list[Candidate]:
    """Candidates for single yes-or-no leaves: the box that the field's label names, the yes of a question, a word after it."""
    found: list[Candidate] = []
    for spec in of_kind(specs, Kind.CHECKBOX):
        if spec.rows is not None:
            continue
        names = [compact(label.text) for label in book.fields.get(spec.path, ())]
        for box in ticked:
            likeness = _likeness(compact(box.label), names)
            if likeness >= ALIKE:
                evidence = f"{box.mark.seen} beside '{box.label}'"
                text = "ticked" if box.mark.checked else "empty"
                sure = likeness * box.mark.sureness
                found.append(Candidate(spec.path, box.mark.checked, text, box.source, evidence, box.page, box.box, score=sure))
                continue
            answer = checkbox.parse(box.label)
            asked = _likeness(compact(box.question), names)
            if answer and box.mark.checked and asked >= ALIKE:
                evidence = f"'{box.label}' is ticked right of '{box.question}'"
                score = asked * box.mark.sureness
                found.append(Candidate(spec.path, answer[0].value, box.label, box.source, evidence, box.page, box.box, score=score))
        found += _worded(spec, sheet, hits, ticked)
    return found


def _likeness(text: str, names: Sequence[str]) -> float:
    return max((Indel.normalized_similarity(text, name) for name in names), default=0.0) if text else 0.0


def _worded(spec: FieldSpec, sheet: Sheet, hits: Sequence[LabelHit], ticked: Sequence[Ticked]) -> list[Candidate]:
    """The label followed by yes or no, in the same line or right of it; the word beside a check box is no answer."""
    found: list[Candidate] = []
    for hit in hits:
        if not any(named.path == spec.path and not named.is_group for named in hit.names):
            continue
        segments = [(hit.segment, hit.end), *((segment, 0) for segment in sheet.right_of(hit.segment)[:1] if hit.whole or hit.colon)]
        for segment, start in segments:
            place = rest_of(segment, start, len(segment.text))
            answers = checkbox.parse(place.match.text) if place is not None else ()
            if place is not None and answers:
                box = sheet.box_of_place(place)
                if any(other.page == segment.page and other.box.intersection(box) is not None for other in ticked):
                    break
                evidence = f"after '{hit.text.strip()}'"
                value, score = answers[0].value, 0.85 * hit.likeness
                found.append(Candidate(spec.path, value, place.match.text, "label", evidence, segment.page, box, score=score))
                break
    return found


@once
def wants_boxes(specs: Sequence[FieldSpec]) -> bool:
    """Whether a schema has anything that a check box could answer."""
    return any(spec.layout is Rows.CHECKBOXES or (spec.kind is Kind.CHECKBOX and spec.rows is None) for spec in specs)
