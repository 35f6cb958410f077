"""The phone of a receipt's issuer: the numbers of the first page, also those that stand in pieces on their row.

A till prints its number in the head, under the address, with or without a label; numbers of orders, registers and cards stand lower.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.head import HEAD_LINES, rows_of
from extractor.find.parties.head_looks import Seen
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import Match
from extractor.values import phone as phone_values

GOES_ON = 2.5  # heights between two pieces of one number
LABEL_REACH = 8.0  # heights from a label with its colon to a number
FIRST = 1.65  # times the odds of the first
AMERICAN = re.compile(r"\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}")
_OPEN = re.compile(r"[\d):+-]\s*$")
_FIGURES = re.compile(r"^\s*[(+\d]")
_FAX = re.compile(r"(?<!/)\b(?:tele)?fa(?:x|ks)\b\W*(?:no|nr)?\W*$", re.IGNORECASE)  # "Tel/Fax" is a phone's too


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces of one row that one number may go through; `number` counts rows from the top."""

    segments: tuple[Segment, ...]
    text: str
    number: int

    def box(self, sheet: Sheet, start: int, end: int) -> Box:
        """Of the words that characters start..end touch, on the page as given."""
        boxes, at = [], 0
        for segment in self.segments:
            if at < end and start < at + len(segment.text):
                boxes.append(sheet.box_between(segment, max(start - at, 0), min(end - at, len(segment.text))))
            at += len(segment.text) + 1
        return Box.around(boxes)


def phone_candidates(sheet: Sheet, head: Sequence[Seen], hits: Sequence[LabelHit], spec: FieldSpec, words: LineWords) -> list[Candidate]:
    """Every number of the first page that may be a phone's, with its probability."""
    rows = list(_rows(sheet))
    labels: dict[int, list[LabelHit]] = {}
    for hit in hits:
        labels.setdefault(hit.segment.index, []).append(hit)
    address = [seen.at.bottom for seen in head if seen.looks["postal"] or (seen.looks["street"] and seen.looks["digits"])]
    found = []
    for row in rows:
        for match in phone_values.find(row.text, sheet.habits):
            odds, why = _odds(sheet, row, match, labels, spec, address, words)
            value = match.interpretations[0].value
            box = row.box(sheet, match.start, match.end)
            page = row.segments[0].page
            score = 1 / (1 + math.exp(-odds))
            source, evidence = ("label", why) if why else ("layout", "the form of a phone number")
            found.append(Candidate(spec.path, value, match.text, source, evidence, page, box, score=score))
    return _first_leads(found)


def _rows(sheet: Sheet) -> Iterator[_Row]:
    for number, segments in enumerate(rows_of(sheet)):
        run: list[Segment] = []
        for segment in segments:
            if run and not _joins(run[-1], segment):
                yield _row(run, number)
                run = []
            run.append(segment)
        yield _row(run, number)


def _row(segments: Sequence[Segment], number: int) -> _Row:
    return _Row(tuple(segments), " ".join(segment.text for segment in segments), number)


def _joins(left: Segment, right: Segment) -> bool:
    """Whether a number may go on from one piece to the next, or a label with its colon stand before it."""
    gap = (right.left - left.right) / max(min(left.height, right.height), 1.0)
    if not _OPEN.search(left.text) or not _FIGURES.search(right.text):
        return False
    return gap < (LABEL_REACH if left.text.rstrip().endswith(":") else GOES_ON)


def _odds(
    sheet: Sheet,
    row: _Row,
    match: Match,
    labels: Mapping[int, Sequence[LabelHit]],
    spec: FieldSpec,
    address: Sequence[float],
    words: LineWords,
) -> tuple[float, str]:
    """What speaks for a number, in log odds, and its label where it has one."""
    before = row.text[: match.start]
    said = [hit for segment in row.segments for hit in labels.get(segment.index, ()) if hit.text.strip() in before]
    paths = {named.path for hit in said[-1:] for named in hit.names if not named.is_group}
    likely = match.likelihood
    if spec.path in paths:
        likely = max(likely, 0.95)
    digits = sum(c.isdigit() for c in match.text)
    odds = -1.5 + 4.5 * (likely - 0.4) + (0.4 if 8 <= digits <= 12 else -1.0)
    odds += 1.4 if row.number < HEAD_LINES // 2 else 0.4 if row.number < HEAD_LINES else -0.6
    odds += 1.0 if AMERICAN.fullmatch(match.text.strip()) else 0.0
    top = row.segments[0].top
    if any(-1.5 < (top - bottom) / sheet.line_height < 6 for bottom in address):
        odds += 2.0 if likely >= 0.25 and len(match.text) > 0.8 * len(row.text) else 0.8
    odds -= 4.0 if _FAX.search(before) else 0.0
    odds -= 2.0 if words.phone_of_others.search(before[-24:]) else 0.0
    if likely < 0.2:  # bare figures: of an order, a till, a card
        odds -= 1.5
    if likely < 0.9 and any(sheet.places_in(kind, segment) for segment in row.segments for kind in (Kind.DATE, Kind.MONEY)):
        odds -= 3.0
    if spec.path in paths:
        return odds + 1.5, f"labelled '{said[-1].text.strip()}'"
    return odds - (2.0 if paths and likely < 0.9 else 0.0), ""


def _first_leads(found: Sequence[Candidate]) -> list[Candidate]:
    """A little more for the first of them: tills print their own number over those of others."""
    best = max((candidate.score for candidate in found), default=0.0)
    first = next((i for i, candidate in enumerate(found) if candidate.score > 0.6 * best), -1)
    return [replace(candidate, score=_raised(candidate.score)) if i == first else candidate for i, candidate in enumerate(found)]


def _raised(probability: float) -> float:
    """Half a unit of log odds more."""
    return probability * FIRST / (1 + probability * (FIRST - 1))
