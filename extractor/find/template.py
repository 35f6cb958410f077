"""Candidates that a template names: beside its labels, by its regular expressions, in its regions, and its fixed values.

A value that stands where the template says and is of the field's kind has a high probability of its own; the joint choice still
weighs it against all others. What a template promises and the document lacks becomes an issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.document import Candidate, FieldValue, Issue, Line, Reading, Severity, Word
from extractor.find.free_text import rest_of
from extractor.find.habits import habits_of
from extractor.find.label_hits import LabelHit, label_hits
from extractor.find.page_text import search, texts_of
from extractor.find.places import Segment
from extractor.find.sheet import Sheet, fold
from extractor.find.template_columns import nothing
from extractor.find.template_labels import index_of
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, is_of_row
from extractor.schemas.template import ByLabel, ByPattern, ByRegion, Direction, Fixed, Template, TemplateField
from extractor.values import Habits, Interpretation
from extractor.values.registry import BY_NAME

SURE = 0.99  # the template's place holds a value of the kind: its maker has seen where it stands
FIXED = 0.95  # what nothing on the page speaks for
ELSEWHERE = 0.5  # another value beside the same label, or further on in the region
REACH = 4.5  # line heights over or under a label in which its value is looked for
WORDS = frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.CHOICE})  # any words beside the label are the value


@dataclass(frozen=True, slots=True)
class Spot:
    """A text at the place that a template names, with its words."""

    page: int
    text: str
    words: tuple[Word, ...]
    evidence: str
    likeness: float = 1.0  # of the label


@dataclass(frozen=True, slots=True)
class Templated:
    """What a template gives for a document: candidates, and what it promised in vain."""

    candidates: tuple[Candidate, ...]
    notes: tuple[Issue, ...]


def told_habits(
    readings: Sequence[Reading], words: Mapping[str, frozenset[str]], language: str | None, template: Template | None
) -> Habits:
    """How the document writes: what is asked for overrules the template, and the template what the pages tell."""
    if template is None:
        return habits_of(readings, words, language)
    told = template.habits
    found = habits_of(readings, words, language or next(iter(told.languages), None))
    return Habits(
        found.languages if language else told.languages or found.languages,
        told.date_order or found.date_order,
        told.decimal_mark or found.decimal_mark,
    )


def template_candidates(sheet: Sheet, template: Template, specs: Sequence[FieldSpec], book: LabelBook) -> Templated:
    """Candidates of the single fields; the columns of tables come from the rows, under the names that `named_columns` gives them."""
    known = {spec.path: spec for spec in specs}
    labels = _Labels(sheet, template, book)
    candidates: list[Candidate] = []
    notes: list[Issue] = []
    for field in template.fields:
        spec = known[field.path]
        if isinstance(field.how, Fixed):
            said = f"fixed by the template {template.name}"
            candidates.append(Candidate(field.path, field.how.value, field.how.text, "fixed", said, score=FIXED))
            continue
        spots, failure = _spots(sheet, labels, field, spec)
        found = [value for number, spot in enumerate(spots) for value in _candidates(sheet, template, spec, spot, first=number == 0)]
        candidates += found
        if not found and not field.optional:
            read = next((f"{spot.evidence} stands {_short(spot.text)!r}, which is no {spec.kind.value}" for spot in spots), failure)
            notes.append(nothing(template, field.path, read))
    return Templated(tuple(candidates), tuple(notes))


def _spots(sheet: Sheet, labels: _Labels, field: TemplateField, spec: FieldSpec) -> tuple[list[Spot], str]:
    """The places that a field's way leads to, the first one first, and what to say where there is none."""
    how = field.how
    if isinstance(how, ByLabel):
        return labels.spots(field.path, how, spec)
    if isinstance(how, ByPattern):
        return _by_pattern(sheet, how)
    assert isinstance(how, ByRegion)
    return _by_region(sheet, how, spec)


class _Labels:
    """Where the template's labels stand. Other labels of the schema are known too, so that "Total" is not found in "Total net"; where
    that leaves a field without any, its labels are looked for alone."""

    def __init__(self, sheet: Sheet, template: Template, book: LabelBook) -> None:
        self.sheet = sheet
        self.template = template
        self.book = book
        self._hits: dict[bool, tuple[LabelHit, ...]] = {}

    def hits(self, alone: bool) -> tuple[LabelHit, ...]:
        if alone not in self._hits:
            self._hits[alone] = label_hits(self.sheet, index_of(self.template, None if alone else self.book))
        return self._hits[alone]

    def spots(self, path: str, how: ByLabel, spec: FieldSpec) -> tuple[list[Spot], str]:
        wanted = " or ".join(repr(label) for label in how.labels)
        where = f" on page {how.page}" if how.page else ""
        failure = f"its label {wanted} is not{where or ' there'}"
        for alone in (False, True):
            hits = self.hits(alone)
            mine = [hit for hit in hits if any(n.path == path for n in hit.names) and how.page in (None, hit.segment.page)]
            mine.sort(key=lambda hit: (min(n.rank for n in hit.names if n.path == path), not hit.leads, -hit.likeness))
            spots = [spot for hit in mine for spot in self._beside(hit, how.directions, spec, hits)]
            if spots:
                return spots, failure
            if mine:
                failure = f"no {spec.kind.value} stands beside its label {mine[0].text!r}"
        return [], failure

    def _beside(self, hit: LabelHit, directions: Sequence[Direction], spec: FieldSpec, hits: Sequence[LabelHit]) -> list[Spot]:
        """The first value in the first direction that has one."""
        unit = self.sheet.line_height
        column = hit.left - unit, max(hit.right, hit.left + 4 * unit) + unit
        for direction in directions:
            across = column if direction in (Direction.BELOW, Direction.ABOVE) else None
            said = {Direction.RIGHT: "right of", Direction.LEFT: "left of", Direction.BELOW: "below", Direction.ABOVE: "above"}[direction]
            for segment, start, end in self._reach(hit, direction, hits, column):
                span = _value_in(segment, start, end, spec, self.sheet.habits, across, last=direction is Direction.LEFT)
                if span is not None:
                    words = segment.line.words[slice(*segment.words_between(*span))]
                    return [Spot(segment.page, segment.text[slice(*span)], words, f"{said} '{hit.text.strip()}'", hit.likeness)]
        return []

    def _reach(
        self, hit: LabelHit, direction: Direction, hits: Sequence[LabelHit], column: tuple[float, float]
    ) -> Iterator[tuple[Segment, int, int]]:
        """Parts of lines where the value may stand, nearest first: (segment, start, end). Another label ends the search along a row."""
        segment, sheet = hit.segment, self.sheet
        begins = {other.segment.index for other in hits if other.start == 0}
        if direction is Direction.RIGHT:
            ends = [other.start for other in hits if other.segment is segment and other.start >= hit.end]
            yield segment, hit.end, min(ends, default=len(segment.text))
            for neighbour in sheet.right_of(segment) if not ends else ():
                if neighbour.index in begins:
                    return
                yield neighbour, 0, len(neighbour.text)
        elif direction is Direction.LEFT:
            starts = [other.end for other in hits if other.segment is segment and other.end <= hit.start]
            yield segment, max(starts, default=0), hit.start
            for neighbour in sheet.left_of(segment) if not starts else ():
                yield neighbour, 0, len(neighbour.text)
        else:
            reach = REACH * sheet.line_height
            if direction is Direction.BELOW:
                stack = sheet.below(segment.page, *column, segment.bottom, reach)
            else:
                stack = sheet.above(segment.page, *column, segment.top, reach)
            for other in stack:
                if other is not segment and other.index not in begins:
                    yield other, 0, len(other.text)


def _value_in(
    segment: Segment, start: int, end: int, spec: FieldSpec, habits: Habits, across: tuple[float, float] | None, *, last: bool
) -> tuple[int, int] | None:
    """The first (or last) value of the field's kind in a part of a line, as characters; any words where words are sought. `across`: between
    which x, in points, it must be met."""
    rest = rest_of(segment, start, end) if end > start else None
    if rest is None:
        return None
    begin, finish = rest.match.start, rest.match.end
    if spec.kind in WORDS or BY_NAME[spec.kind.value].parse(segment.text[begin:finish], habits):
        return begin, finish
    # Looked for in the whole line, so that what stands before tells where a value begins.
    found = [(match.start, match.end) for match in BY_NAME[spec.kind.value].find(segment.text, habits)]
    found = [span for span in found if begin <= span[0] and span[1] <= finish]
    if across is not None:
        found = [span for span in found if segment.x_at(span[0]) < across[1] and segment.x_at(span[1]) > across[0]]
    return found[-1 if last else 0] if found else None


def _by_pattern(sheet: Sheet, how: ByPattern) -> tuple[list[Spot], str]:
    pages = [reading for reading in sheet.readings if how.page in (None, reading.page)]
    try:
        for reading in pages:
            for text in texts_of(reading):
                span = search(how.pattern, text.text)
                if span is not None:
                    value = " ".join(text.text[slice(*span)].split())
                    return [Spot(text.page, value, text.words_between(*span), f"matches {_short(how.pattern)}")], ""
    except TimeoutError:
        return [], f"its regular expression {_short(how.pattern)} takes too long"
    return [], f"its regular expression {_short(how.pattern)} matches nothing"


def _by_region(sheet: Sheet, how: ByRegion, spec: FieldSpec) -> tuple[list[Spot], str]:
    failure = f"no word stands in its box on page {how.page}"
    reading = next((reading for reading in sheet.readings if reading.page == how.page), None)
    if reading is None:
        return [], f"there is no page {how.page}"
    lines = _lines_in(reading, how.box)
    if not lines:
        return [], failure
    words = tuple(word for line in lines for word in line.words)
    joined = (", " if spec.kind is Kind.ADDRESS else " ").join(line.text for line in lines)
    evidence = f"in the template's box on page {how.page}"
    whole = Spot(how.page, joined, words, evidence)
    if spec.kind in WORDS or BY_NAME[spec.kind.value].parse(joined, sheet.habits):
        return [whole], failure
    spots = []
    for line in lines:
        spans = _spans(line)
        for match in BY_NAME[spec.kind.value].find(line.text, sheet.habits):
            inside = tuple(word for (start, end), word in zip(spans, line.words, strict=True) if start < match.end and end > match.start)
            spots.append(Spot(how.page, match.text, inside, evidence))
    return spots or [whole], failure


def _lines_in(reading: Reading, box: Box) -> list[Line]:
    """The words whose middle lies in a box of the straightened page, line by line from the top."""
    cut = [Line(tuple(word for word in line.words if box.contains_point(*word.box.center))) for line in reading.lines]
    return sorted((line for line in cut if line.words), key=lambda line: (round(line.box.center[1], 2), line.box.left))


def _spans(line: Line) -> list[tuple[int, int]]:
    spans, position = [], 0
    for word in line.words:
        spans.append((position, position + len(word.text)))
        position += len(word.text) + 1
    return spans


def _candidates(sheet: Sheet, template: Template, spec: FieldSpec, spot: Spot, *, first: bool) -> Iterator[Candidate]:
    reading = next(reading for reading in sheet.readings if reading.page == spot.page)
    box = reading.to_page(Box.around(word.box for word in spot.words)).clipped() if spot.words else None
    read = min((word.confidence for word in spot.words), default=1.0)
    sure = (SURE if first else ELSEWHERE) * spot.likeness * (0.6 + 0.4 * read)
    values = parsed(spec, spot.text, sheet.habits)
    whole = sum(value.likelihood for value in values)  # 03/04/2026 may be two days; 118 is a number because the template says so
    for value in values:
        score = sure * value.likelihood / whole * (0.9 if value.repaired else 1.0)
        yield Candidate(
            spec.path, value.value, spot.text, f"template:{template.name}", spot.evidence, spot.page, box,
            convention=value.convention, repaired=value.repaired, score=round(score, 4),
        )  # fmt: skip


def parsed(spec: FieldSpec, text: str, habits: Habits) -> tuple[Interpretation, ...]:
    """All readings of a text at a template's place as a value of the field's kind, likeliest first; none where it is no such value."""
    if not text.strip():
        return ()
    if spec.kind is Kind.CHOICE:
        said = f" {fold(text)} "
        named = [choice for choice in spec.choices if f" {fold(choice.replace('_', ' '))} " in said]
        return tuple(Interpretation(choice) for choice in sorted(named, key=len, reverse=True)[:1])
    if spec.kind in WORDS:
        return (Interpretation(text.strip()),)
    kind = BY_NAME[spec.kind.value]
    readings = kind.parse(text, habits)
    if not readings:
        matches = kind.find(text, habits)
        readings = matches[0].interpretations if matches else ()
    return readings


def overruled(candidates: Sequence[Candidate], values: Mapping[str, FieldValue]) -> tuple[Issue, ...]:
    """An issue for each single field in which the choice went against the template's own value."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        own = candidate.source.startswith("template:") or candidate.source == "fixed"
        if own and not is_of_row(candidate.path) and (candidate.path not in first or candidate.score > first[candidate.path].score):
            first[candidate.path] = candidate
    issues = []
    for path, candidate in first.items():
        value = values.get(path)
        if value is None or value.value != candidate.value:
            taken = "nothing" if value is None else repr(value.text)
            message = f"{path}: the template finds {candidate.text!r} ({candidate.evidence}), but {taken} agrees better with the rest"
            issues.append(Issue("template_overruled", Severity.WARNING, message, (path,)))
    return tuple(issues)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
