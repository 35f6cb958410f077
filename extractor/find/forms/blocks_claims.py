"""What the labels of a block of fields point at, with what tickets write in ways of their own: "Coach / Seat" over "C / 42A", hours of four
figures, references of letters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time

from extractor.find.evidence import BELOW, OPENS, RIGHT, SAME, Evidence
from extractor.find.fields import pointed_at
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place, Segment, same_row
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import Interpretation, Match
from extractor.values.registry import BY_NAME

HEAD_GAP = 1.8  # line heights from a head to what it names under it
SAME_SIZE = 0.12  # difference of two heights of letters of one size
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_LETTERS = re.compile(r"[A-Z]{5,8}")

_ORDINAL = re.compile(r"(?<![\d.,:])(\d)(?:\.|[a-zèª°º]{1,4})\s$")
STRONG = 0.9  # how strongly a label claims the ordinal before it
_BEFORE_HOUR = re.compile(r"(?:(?<=\s)[a-zà-ÿ]{1,4}\s*)?$")  # "Milano ore 08:12": what says that an hour follows

Claim = tuple[str, float, Evidence]


def claims_of(sheet: Sheet, hits: Sequence[LabelHit], wanted: Sequence[FieldSpec]) -> list[Claim]:
    """What labels point at; for a moment also a lone date or a lone time, to be joined later."""
    plain = {spec.path: spec for spec in wanted if spec.kind not in (Kind.CHOICE, Kind.CHECKBOX)}
    moments = {path: spec for path, spec in plain.items() if spec.kind is Kind.DATETIME}
    numbers = {path: spec for path, spec in plain.items() if spec.kind is Kind.IDENTIFIER}
    heads = [hit.segment for hit in hits if hit.whole]
    found: list[Claim] = []
    for path, strength, evidence in pointed_at(sheet, hits, plain):
        if evidence.hit.within or _is_other_head(sheet, evidence) or _has_its_own_head(sheet, evidence, heads):
            continue
        if plain[path].kind is Kind.NAME and evidence.relation == SAME and not (evidence.hit.leads or evidence.hit.colon):
            continue  # "plus special guests The Larks"
        if plain[path].kind is Kind.IDENTIFIER:
            found += _number(sheet, path, strength, evidence)
            continue
        place = _words_alone(sheet, evidence.place) or _under_moment(sheet, evidence)
        if place is not None and _is_label(evidence) and not _is_said_by(hits, place):
            found.append((path, strength, replace(evidence, place=place)))
    found += _ordinals(hits, plain)
    for kind in (Kind.TIME, Kind.DATE):
        found += pointed_at(sheet, hits, {path: replace(spec, kind=kind) for path, spec in moments.items()})
    for path, strength, evidence in pointed_at(
        sheet, hits, {path: replace(spec, kind=Kind.TEXT) for path, spec in {**moments, **numbers}.items()}
    ):
        text = evidence.place.match.text
        hour = _FOUR.fullmatch(text) if path in moments else None
        if hour is not None:
            found.append((path, strength, replace(evidence, place=_as_time(evidence.place, time(int(hour[1]), int(hour[2]))))))
        elif path in numbers and _LETTERS.fullmatch(text) and evidence.hit.colon | evidence.hit.whole:
            found.append((path, strength, evidence))
    return found


def _ordinals(hits: Sequence[LabelHit], plain: Mapping[str, FieldSpec]) -> Iterator[Claim]:
    """The figures of ordinal numbers right before labels of free words: "2. Klasse", "1st class"."""
    for hit in hits:
        before = _ORDINAL.search(hit.segment.text[: hit.start])
        place = rest_of(hit.segment, *before.span(1)) if before is not None else None
        if place is not None and not hit.colon:
            evidence = Evidence(place, hit, SAME, 0.0, 0, 0, 0)
            yield from ((name.path, STRONG, evidence) for name in hit.names if name.path in plain and plain[name.path].kind is Kind.TEXT)


def _as_time(place: Place, value: time) -> Place:
    match = Match(place.match.start, place.match.end, place.match.text, (Interpretation(value),))
    return replace(place, kind=Kind.TIME, match=match)


def _number(sheet: Sheet, path: str, strength: float, evidence: Evidence) -> Iterator[Claim]:
    """A number; the part of it that its label's part names; nothing where it is a piece of a moment, or a word stands between."""
    place, hit = evidence.place, evidence.hit
    if evidence.relation == SAME and not hit.leads and not hit.colon and evidence.skipped:
        return
    for kind in (Kind.DATETIME, Kind.DATE):
        for other in sheet.places_in(kind, place.segment):
            if other.match.start <= place.match.start < other.match.end and other.match.likelihood >= 0.5:
                return
    names, parts = hit.segment.text.split("/"), place.segment.text.split("/")
    if evidence.relation != SAME and len(names) == len(parts) > 1:
        turn = hit.segment.text.count("/", 0, hit.start)
        start = sum(len(part) + 1 for part in parts[:turn])
        part = rest_of(place.segment, start, start + len(parts[turn]))
        if part is not None:
            yield path, strength, replace(evidence, place=replace(part, kind=Kind.IDENTIFIER))
        return
    yield path, strength, evidence


def _is_label(evidence: Evidence) -> bool:
    """Whether a label that points at words outside its own line fills that line: "Hotel Seaview" has its value with it."""
    return evidence.relation in (SAME, OPENS) or evidence.place.kind is not Kind.TEXT or evidence.hit.whole or evidence.hit.colon


def _has_its_own_head(sheet: Sheet, evidence: Evidence, heads: Sequence[Segment]) -> bool:
    """Whether another label stands right over what stands right of a label, and something under the label itself."""
    if evidence.relation != RIGHT or evidence.hit.colon:
        return False
    place, unit = evidence.place, sheet.line_height
    if _under(sheet, evidence.hit.segment, evidence.hit.left) is None:
        return False
    return any(
        head is not evidence.hit.segment
        and head.page == place.segment.page
        and abs(head.left - place.left) <= unit
        and 0 <= place.top - head.bottom + 0.5 * unit <= HEAD_GAP * unit
        for head in heads
    )


def _is_other_head(sheet: Sheet, evidence: Evidence) -> bool:
    """Whether what stands right of a label is the next head in a row of them: set alike, and under both, in one row and set otherwise,
    stands what they name."""
    if evidence.relation != RIGHT or evidence.hit.colon:
        return False
    one, other = evidence.hit.segment, evidence.place.segment
    first, second = _under(sheet, one, evidence.hit.left), _under(sheet, other, evidence.place.left)
    if first is None or second is None or first is second or not same_row(first, second):
        return False
    return _set_alike(one, other) and not _set_alike(one, first) and not _set_alike(other, second)


def _set_alike(one: Segment, other: Segment) -> bool:
    return one.bold == other.bold and abs(one.height - other.height) < SAME_SIZE * one.height


def _under(sheet: Sheet, segment: Segment, left: float) -> Segment | None:
    """What begins right under a place of a segment."""
    unit = sheet.line_height
    below = sheet.below(segment.page, left - unit, left + unit, segment.bottom, HEAD_GAP * unit)
    return next((other for other in below if abs(other.left - left) <= unit), None)


def _is_said_by(hits: Sequence[LabelHit], place: Place) -> bool:
    """Whether words are other labels, and nothing else: "departs 13:15, arrives 15:50", "Class   Ticket type"."""
    if place.kind is not Kind.TEXT:
        return False
    start, end = place.match.start, place.match.end
    for hit in sorted((hit for hit in hits if hit.segment is place.segment), key=lambda hit: hit.start):
        if hit.start <= start and not place.segment.text[start : hit.start].strip():
            start = max(start, hit.end)
    return not place.segment.text[start:end].strip()


def _under_moment(sheet: Sheet, evidence: Evidence) -> Place | None:
    """The words under the day and hour that stand under a head: where a journey begins, under when it does."""
    under = _under(sheet, evidence.place.segment, evidence.place.left) if evidence.relation == BELOW else None
    place = rest_of(under, 0, len(under.text)) if under is not None else None
    return _words_alone(sheet, place) if place is not None else None


def _words_alone(sheet: Sheet, place: Place) -> Place | None:
    """Free words without the date, time or amount at their head or end, which other leaves ask for; None where nothing is left."""
    if place.kind is not Kind.TEXT:
        return place
    if BY_NAME[Kind.DATE.value].parse(place.segment.text, sheet.habits):
        return None  # with the day of the week, and the hour
    start, end = place.match.start, place.match.end
    for kind in (Kind.DATETIME, Kind.DATE, Kind.TIME, Kind.MONEY):
        for other in sheet.places_in(kind, place.segment):
            if other.match.likelihood < 0.5:
                continue
            if other.match.start <= start < other.match.end:
                start = min(other.match.end, end)
            elif other.match.start < end <= other.match.end:
                end = max(len(_BEFORE_HOUR.sub("", place.segment.text[: other.match.start])), start)
    if (start, end) == (place.match.start, place.match.end):
        return place
    return rest_of(place.segment, start, end) if sum(c.isalpha() for c in place.segment.text[start:end]) > 1 else None
