"""Pairs of labels and values as the rows of a list, with the filled fields and ticked boxes of a form in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.document import Candidate, Reading
from extractor.find.forms.acroform import Filled, in_fields
from extractor.find.forms.checkboxes import Ticked
from extractor.find.forms.pair_pieces import Piece
from extractor.find.forms.pairs import Pair
from extractor.geometry import Box
from extractor.learned import probability
from extractor.schemas.record import FieldSpec

FIELD_SCORE = 0.95  # a filled field of an interactive form: its value is certain, its label was looked for
BESIDE_FIELDS = 3.0  # log odds: on a page that is filled in by fields, what is printed beside them is rarely an answer
TOLD, SEEN = 1.0, 0.5  # log odds more, and the share of them that is left: measured on drawn and on scanned forms


def pair_candidates(
    readings: Sequence[Reading],
    pairs: Sequence[Sequence[Pair]],
    columns: Sequence[FieldSpec],
    fields: Sequence[Filled] = (),
    boxes: Sequence[Ticked] = (),
) -> list[Candidate]:
    """Candidates `pairs.0.label`, `pairs.0.value` ... for a list laid out as pairs; `columns` are its leaves, `pairs` those of
    each reading.

    The leaf named "label" (else the first) takes the label, the one named "value" (else the last) the value. The filled
    `fields` of an interactive form come with what names them, in place of what the page shows there. What names one of the
    check `boxes` names nothing else.
    """
    label_spec = next((spec for spec in columns if spec.name == "label"), columns[0])
    value_spec = next((spec for spec in columns if spec.name == "value"), columns[-1])
    found: list[Candidate] = []
    given = [entry.field for entry in fields]
    row = 0

    def add(texts: tuple[str, str], source: str, reasons: tuple[str, str], page: int, boxes: tuple[Box, Box], score: float) -> None:
        nonlocal row
        for spec, text, why, box in zip((label_spec, value_spec), texts, reasons, boxes, strict=True):
            found.append(Candidate(spec.path.replace("[]", f".{row}", 1), text, text, source, why, page, box, score=score))
        row += 1

    for entry in fields:
        texts, reason = (entry.label, entry.field.value), f"form field '{entry.field.name}'"
        add(texts, "acroform", (reason, reason), entry.field.page, (entry.box, entry.box), FIELD_SCORE)
    for box in _answers(boxes):
        why = "question of check boxes", f"ticked right of '{box.question}'"
        add((box.question, box.label), "layout", why, box.page, (box.asked or box.box, box.box), max(box.mark.sureness, 0.5))
    for reading, known in zip(readings, pairs, strict=True):
        for pair in known:
            label, value = (box_of_pieces(pieces, reading) for pieces in (pair.label, pair.value))
            if in_fields(reading.page, value, given) or in_fields(reading.page, label, given):
                continue
            if any(box.page == reading.page and (box.box.contains_point(*label.center) or _asks(box, label)) for box in boxes):
                continue
            if pair.odds < BESIDE_FIELDS and any(field.page == reading.page for field in given):
                continue
            answers = [(pair.value_text, pair.how, value)] if pair.is_answered else []
            if options := _options(boxes, reading, pair, label):
                answers = [(box.label, f"ticked {pair.how}", box.box) for box in options if box.mark.checked]
            for text, how, place in answers:
                why = "label of a filled field", f"{how} '{pair.label_text}'"
                add((pair.label_text, text), "layout", why, reading.page, (label, place), max(sureness(pair), 0.5))
    return found


def _asks(box: Ticked, label: Box) -> bool:
    """Whether a label is the question that a check box answers."""
    return box.asked is not None and box.asked.contains_point(*label.center)


def _answers(boxes: Sequence[Ticked]) -> list[Ticked]:
    """The ticked boxes that answer a question, each an answer of its own; one box alone is no choice, and perhaps a letter."""
    asked = Counter((box.page, box.asked) for box in boxes)
    return [box for box in boxes if box.asked is not None and box.mark.checked and asked[box.page, box.asked] > 1]


def _options(boxes: Sequence[Ticked], reading: Reading, pair: Pair, label: Box) -> list[Ticked]:
    """The check boxes that were taken for a value, with those beside them in its rows; none where it is anything else."""
    on_page = [box for box in boxes if box.page == reading.page]
    centres = [box_of_pieces((piece,), reading).center for piece in pair.value]
    taken = [[box for box in on_page if box.box.contains_point(*centre)] for centre in centres]
    if not all(taken):
        return []
    rows = [box for found in taken for box in found]
    options = [box for box in on_page if box.box.left >= label.left and any(box.box.overlap_y(other.box) > 0.5 for other in rows)]
    return options if len(options) > 1 else []  # one alone is no choice, and perhaps a letter


def sureness(pair: Pair) -> float:
    """What the odds of a link are worth: more where letters, blanks and rules are told by the file, less where they were seen."""
    if pair.label[0].words[0].font_size is not None:
        return probability(pair.odds + TOLD)
    words = [word for piece in (*pair.label, *pair.value) for word in piece.words]
    return probability(SEEN * pair.odds) * sum(word.confidence for word in words) / len(words)


def box_of_pieces(pieces: Sequence[Piece], reading: Reading) -> Box:
    """What the pieces take up of the page as it was given."""
    return reading.to_page(Box.around(word.box for piece in pieces for word in piece.words)).clipped()
