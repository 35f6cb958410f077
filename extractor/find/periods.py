"""Periods that a page tells by two days alone: "Your usage in detail (10/07/2026 to 09/09/2026)".

For any pair of date leaves that are called the start and the end of one thing. Labels that name them speak for themselves; here are
the days that words of a range part, where all ranges outside the rows of lists are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Candidate
from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.schemas.leaves import paths_alone
from extractor.schemas.record import FieldSpec, Kind
from extractor.values._periods import RANGE

TOLD, NAMED = 0.5, 0.9  # probability of the only range that a document tells, and of one behind the label of a single day
POINTED = 0.3  # strength of a label that points at the days
LIKELY = 0.5  # likelihood from which a date is one
_BETWEEN = re.compile(rf"\.?{RANGE}|\s?-\s?", re.IGNORECASE)


def period_candidates(sheet: Sheet, specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates, with their own probability, for each pair of leaves `..._start` and `..._end`."""
    paths = paths_alone(specs, Kind.DATE)
    pairs = [(path, f"{path[:-6]}_end") for path in sorted(paths) if path.endswith("_start") and f"{path[:-6]}_end" in paths]
    ranges = _ranges(sheet) if pairs else []
    if len({(first.match.value, last.match.value) for first, last in ranges}) != 1:
        return []
    first, last = ranges[0]
    return [_candidate(sheet, path, place) for pair in pairs for path, place in zip(pair, (first, last), strict=True)]


def ranges_for_days(sheet: Sheet, candidates: Sequence[Candidate], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """The candidates with those of the range told for the period where its days, or the first of them alone, stand as a single day's:
    "Delivery date 1 May - 31 May"."""
    found = period_candidates(sheet, specs)
    periods = {candidate.path for candidate in found}
    spots = {(candidate.page, candidate.box) for candidate in found}
    days = paths_alone(specs, Kind.DATE) - periods
    taken = [c for c in candidates if c.path in days and (c.page, c.box) in spots and c.features.get("strength", 0) >= POINTED]
    if not found or all(c.box != found[0].box for c in taken) or len({c.path for c in taken}) != 1:
        return [*candidates, *found]
    gone = {id(candidate) for candidate in taken}
    return [*(c for c in candidates if id(c) not in gone), *(replace(c, score=NAMED, features={}) for c in found)]


def _ranges(sheet: Sheet) -> list[tuple[Place, Place]]:
    """Two days, the earlier first, that only a word of a range parts: in one line, or at the end of one and the beginning of the next."""
    return [
        (first, last)
        for first, last in pairwise(sheet.places(Kind.DATE))
        if min(place.match.likelihood for place in (first, last)) >= LIKELY
        and first.match.value < last.match.value
        and _BETWEEN.fullmatch(_between(sheet, first, last))
    ]


def _between(sheet: Sheet, first: Place, last: Place) -> str:
    """What stands between two days of one line, or of two lines of one text."""
    if first.segment is last.segment:
        return first.segment.text[first.match.end : last.match.start]
    under = sheet.below(first.segment.page, first.segment.left, first.right, first.segment.bottom, sheet.line_height)[:1]
    return f"{first.segment.text[first.match.end :]} " if under == [last.segment] and not last.match.start else "another text"


def _candidate(sheet: Sheet, path: str, place: Place) -> Candidate:
    said = f"the only range of days: '{place.segment.text[:60]}'"
    # As weak as a label's hint, so that a row's own days are taken out again with its other cells.
    return sheet.candidate(path, place, "pattern", said, features={"strength": 0.01}, score=TOLD, family="date")
