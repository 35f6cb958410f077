"""Several days to pay, each with its part of one amount: the first of them is the one that must not be missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.document import Candidate
from extractor.find.places import Place, Segment
from extractor.find.sheet import AMOUNT_FROM, Sheet
from extractor.geometry import Box
from extractor.schemas.label_book import Label
from extractor.schemas.record import Kind

POINTED = 0.1  # strength from which a label points at a day
MOST = 12  # instalments
_Spot = tuple[int | None, Box | None]  # page and box


def first_of_instalments(sheet: Sheet, candidates: Sequence[Candidate], sentences: Mapping[str, Sequence[Label]]) -> list[Candidate]:
    """The candidates without the later ones of several days, where each has an amount beside it and all of them make another printed
    amount: "1st instalment 60.00 due 15 April" over "2nd instalment 60.00 due 15 May" of 120.00."""
    pointed: dict[str, set[_Spot]] = {}
    for c in candidates:
        if c.path in sentences and isinstance(c.value, date) and (c.score > 0 or c.features.get("strength", 0.0) >= POINTED):
            pointed.setdefault(c.path, set()).add((c.page, c.box))
    later: set[tuple[str, _Spot]] = set()
    for path, spots in pointed.items():
        if not 1 < len(spots) <= MOST:
            continue
        places = [(spot, place) for place in sheet.places(Kind.DATE) if (spot := (place.segment.page, sheet.box_of_place(place))) in spots]
        if len(places) > 1 and _make_a_whole(sheet, [place for _, place in places]):
            first = min((place for _, place in places), key=lambda place: place.match.value)
            later |= {(path, spot) for spot, place in places if place is not first}
    return [c for c in candidates if (c.path, (c.page, c.box)) not in later] if later else list(candidates)


def _make_a_whole(sheet: Sheet, days: Sequence[Place]) -> bool:
    """Whether each day has an amount of its own, and the amounts come to one that is printed elsewhere."""
    parts = [next(_amounts_beside(sheet, day), None) for day in days]
    told = {part.token: part.match.value for part in parts if part is not None}
    if len(told) < len(days):
        return False
    whole = sum(map(abs, told.values()), Decimal(0))
    return any(place.match.value == whole and place.token not in told for place in sheet.places(Kind.MONEY))


def _amounts_beside(sheet: Sheet, day: Place) -> Iterator[Place]:
    """Amounts in a day's line, the nearest first, then those right and left of it."""
    start, end = day.match.start, day.match.end
    inside = [p for p in _amounts_of(sheet, day.segment) if p.match.end <= start or p.match.start >= end]
    yield from sorted(inside, key=lambda p: abs(p.match.start - start))
    for beside in (*sheet.right_of(day.segment)[:1], *sheet.left_of(day.segment)[:2]):
        yield from _amounts_of(sheet, beside)


def _amounts_of(sheet: Sheet, segment: Segment) -> list[Place]:
    places = sheet.places_in(Kind.MONEY, segment)
    return [place for place in places if place.match.likelihood >= AMOUNT_FROM and isinstance(place.match.value, Decimal)]
