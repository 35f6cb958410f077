"""Fields that a page tells in a sentence: "Payable within 30 days without deduction", "will be debited on 5 March".

The label files name, for such fields, words that tell what a whole sentence says (`sentences`). A field of text is given
the sentence; a field with a date the date in it. Where a label of the field stands before the sentence, it is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, fold
from extractor.geometry import Box
from extractor.schemas.label_book import Label
from extractor.schemas.record import FieldSpec, Kind

MOST_LINES = 3  # that a sentence runs over
NEXT_LINE = 0.8  # line heights between two lines of one sentence at the most
LED, TOLD_TWICE, TOLD = 0.9, 0.85, 0.7  # probabilities: behind the field's own label, by two of the words, by one
DATED = 0.75
_CLAUSE = re.compile(r"[,;]\s")
_END = re.compile(r"[.!?;]\s*$")
_STOP = re.compile(r"(?<=[^\W\d_]{3})[.!?]\s+(?=[^\W\d_a-zà-ÿ])|(?<=\d{4})\.\s+(?=[^\W\d_a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A line, with the lines that it goes on in."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def sentence_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], sentences: Mapping[str, Sequence[Label]]
) -> list[Candidate]:
    """Candidates, with their own probability, for the fields that `sentences` has words for."""
    wanted = [spec for spec in specs if spec.path in sentences and spec.rows is None and spec.kind in (Kind.TEXT, Kind.DATE)]
    if not wanted:
        return []
    hits_in: dict[int, list[LabelHit]] = {}
    for hit in hits:
        hits_in.setdefault(hit.segment.index, []).append(hit)
    found: list[Candidate] = []
    phrases = {spec.path: tuple(label.text for label in sentences[spec.path]) for spec in wanted}
    patterns = {path: (_pattern(said), _first_words(said)) for path, said in phrases.items()}
    for segment in sheet.segments:
        folded = f" {fold(segment.text)} "
        if folded.count(" ") < 3:
            continue
        going_on: _Sentence | None = None
        words = folded.split()
        for spec in wanted:
            pattern, begins = patterns[spec.path]
            if begins.isdisjoint(words):
                continue
            said = pattern.search(folded) is not None
            if said and spec.kind is Kind.DATE and sheet.places_in(Kind.DATE, segment):
                sentence = _Sentence((segment,))
            else:
                sentence = going_on = going_on or _going_on(sheet, segment)
            if not said and (len(sentence.segments) == 1 or not _reaches_over(pattern, sentence)):
                continue
            if spec.kind is Kind.DATE:
                found += _dates(sheet, spec, sentence)
            else:
                found += _texts(sheet, spec, sentence, pattern, hits_in.get(segment.index, ()))
    return found


def without_fragments(candidates: Sequence[Candidate], sentences: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that are a piece of a sentence found for the same field ("30" of "30 days net")."""
    whole: dict[tuple[str, int | None], list[str]] = {}
    for sentence in sentences:
        if isinstance(sentence.value, str):
            whole.setdefault((sentence.path, sentence.page), []).append(sentence.text)
    return [
        candidate
        for candidate in candidates
        if not any(candidate.text in text and candidate.text != text for text in whole.get((candidate.path, candidate.page), ()))
    ]


def without_discounted(
    sheet: Sheet, candidates: Sequence[Candidate], sentences: Mapping[str, Sequence[Label]], words: LineWords
) -> list[Candidate]:
    """The candidates without the days up to which a discount is given, where the page also tells a later one: "by 31 May with 2 %
    discount, or by 20 June without"."""
    discounted = {(p.segment.page, sheet.box_of_place(p)): p.match.value for p in sheet.places(Kind.DATE) if _is_discounted(p, words)}
    if not discounted:
        return list(candidates)
    later = {
        path
        for path in {c.path for c in candidates if (c.page, c.box) in discounted} & sentences.keys()
        if any(c.path == path and (c.page, c.box) not in discounted and c.value > max(discounted.values()) for c in candidates)
    }
    return [c for c in candidates if c.path not in later or (c.page, c.box) not in discounted]


def _is_discounted(place: Place, words: LineWords) -> bool:
    """Whether the clause that a day stands in speaks of a discount."""
    text, start = place.segment.text, place.match.start
    begins = max((mark.end() for mark in _CLAUSE.finditer(text, 0, start)), default=0)
    ends = _CLAUSE.search(text, place.match.end)
    return words.discount.search(text, begins, ends.start() if ends is not None else len(text)) is not None


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases in a folded text between spaces; "..." in a phrase stands for up to sixty characters."""
    written = (r" (?:.{0,60} )?".join(re.escape(fold(piece)) for piece in phrase.split("...")) for phrase in phrases)
    return re.compile(rf" (?:{'|'.join(sorted(set(written), key=lambda text: (-len(text), text)))}) ")


@cache
def _first_words(phrases: tuple[str, ...]) -> frozenset[str]:
    """The words that one of some phrases begins with, in folded form: a line without them says none, and begins none."""
    return frozenset(fold(phrase.split("...")[0]).split(" ")[0] for phrase in phrases)


def _going_on(sheet: Sheet, segment: Segment) -> _Sentence:
    """The line and those under it, up to one that ends a sentence or another that begins."""
    segments = [segment]
    width = sheet.page_size(segment.page)[0]
    while len(segments) < MOST_LINES and not _END.search(segments[-1].text):
        last = segments[-1]
        under = sheet.below(last.page, last.left, last.left + 2 * last.height, last.bottom, NEXT_LINE * last.height)
        if not under or abs(under[0].left - last.left) > last.height:
            break
        text = under[0].text
        if not (text[0].islower() or (last.right - last.left > 0.5 * width and not text.rstrip().endswith(":"))):
            break
        segments.append(under[0])
    return _Sentence(tuple(segments))


def _reaches_over(pattern: re.Pattern[str], sentence: _Sentence) -> bool:
    """Whether the words begin in the first line and end in a later one."""
    match = pattern.search(f" {fold(sentence.text)} ")
    return match is not None and match.start() < len(fold(sentence.segments[0].text))


def _dates(sheet: Sheet, spec: FieldSpec, sentence: _Sentence) -> Iterator[Candidate]:
    places = [place for segment in sentence.segments for place in sheet.places_in(Kind.DATE, segment)]
    if not places or len({(place.segment.index, place.match.start) for place in places}) != 1:
        return
    place = places[0]
    for interpretation in place.match.interpretations:
        yield Candidate(
            spec.path,
            interpretation.value,
            place.match.text,
            "pattern",
            f"in the sentence '{sentence.text[:60]}'",
            place.segment.page,
            sheet.box_of_place(place),
            {"likelihood": interpretation.likelihood},
            interpretation.convention,
            interpretation.repaired,
            DATED * interpretation.likelihood,
        )


def _texts(sheet: Sheet, spec: FieldSpec, sentence: _Sentence, pattern: re.Pattern[str], hits: Sequence[LabelHit]) -> Iterator[Candidate]:
    first = sentence.segments[0]
    if len(sentence.segments) == 1 and any(hit.whole and any(n.path != spec.path for n in hit.names) for hit in hits):
        return  # the label of another field
    start = max((hit.end for hit in hits if hit.leads and hit.colon and any(n.path == spec.path for n in hit.names)), default=0)
    start += len(first.text[start:]) - len(first.text[start:].lstrip(" :"))
    led = start > 0 and _says_something(first.text[start:])
    if not led:
        start = 0
        for stop in _STOP.finditer(first.text):  # sentences before the first that is told
            if pattern.search(f" {fold(first.text[start : stop.start()])} ") or not pattern.search(f" {fold(first.text[stop.end() :])} "):
                break
            start = stop.end()
    text = _told(" ".join([first.text[start:], *(segment.text for segment in sentence.segments[1:])]).strip(), pattern)
    if len(text.split()) < 2 or sum(c.isalpha() for c in text) < 6 or len(text) > 300:
        return
    if not led and (text.endswith(":") or (len(text.split()) < 3 and not any(map(str.isdigit, text)))):
        return  # a label, or the head of a column: "Discount %"
    told = len(pattern.findall(f" {fold(text)} ".replace(" ", "  ")))
    score = LED if led else TOLD_TWICE if told > 1 or sheet.places_in(Kind.DATE, first) else TOLD
    begins, _ = first.words_between(start, len(first.text))
    box = Box.around([sheet.box_of(first, begins), *(sheet.box_of(segment) for segment in sentence.segments[1:])])
    yield Candidate(spec.path, text, text, "pattern", "the sentence says so", first.page, box, score=score)


def _told(text: str, pattern: re.Pattern[str]) -> str:
    """The text without the sentences at its end that tell something else: "Payment is due in 28 days. Our account: ..."."""
    stops = [stop.start() + 1 for stop in _STOP.finditer(text)]
    for start in reversed(stops):
        end = len(text)
        if pattern.search(f" {fold(text[start:end])} ") or not pattern.search(f" {fold(text[:start])} "):
            return text
        text = text[:start]
    return text


def _says_something(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= 4
