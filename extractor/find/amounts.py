"""How the amounts of a document relate to each other: which are sums, differences and near copies of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.find.places import Place
from extractor.schemas.verdicts import CENT
from extractor.values.money import LEAST_COIN, MOST_ROUNDED

MOST = 60  # distinct amounts that are compared; a longer document is looked at by its largest


class Amounts:
    """Relations among all amounts with cents, in whole cents. Built once for a document."""

    def __init__(self, places: Sequence[Place]) -> None:
        cents = [_cents(place) for place in places]
        self.counts = Counter(value for value in cents if value is not None and value > 0)
        known = sorted(self.counts, reverse=True)[:MOST]
        present = set(known)
        self.sums: Counter[int] = Counter()  # v = a + b
        self.parts: Counter[int] = Counter()  # a + v = b: v is what remains of a larger amount
        for i, total in enumerate(known):
            for part in known[i + 1 :]:
                if (rest := total - part) in present:
                    self.parts[part] += 1
                    if part > rest or (part == rest and self.counts[part] > 1):
                        self.sums[total] += 1
        self.near = {amount for pair in pairwise(known) if pair[0] - pair[1] <= MOST_ROUNDED for amount in pair}
        # Of two totals a few cents apart the one in whole coins is what was paid, the other what it was rounded from.
        coins = {a for a in self.near if a % LEAST_COIN == 0}
        roundings = [(a, b) for a in coins for b in self.near - coins if abs(a - b) <= MOST_ROUNDED]
        self.rounded, self.unrounded = {a for a, _ in roundings}, {b for _, b in roundings}
        self.rank = {value: i for i, value in enumerate(known)}
        self.column = _running_sum(cents)
        self.column_totals = _column_totals(places, cents)

    def features(self, place: Place) -> dict[str, float]:
        """What the amount's relations say of it, 0..1 each."""
        value = _cents(place)
        if value is None or value <= 0:
            return {}
        return {
            "is_sum": min(self.sums[value], 3) / 3,
            "is_part": min(self.parts[value], 3) / 3,
            "near": float(value in self.near),
            "rounded": float(value in self.rounded),
            "unrounded": float(value in self.unrounded),
            "value_rank": min(self.rank.get(value, 12), 12) / 12,
            "count": min(self.counts[value], 4) / 4,
            "adds_up": float(value in self.column),
            "column_total": float(place.token in self.column_totals),
            "round": float(value % 100 == 0),
        }


def _cents(place: Place) -> int | None:
    value = place.match.value
    if not isinstance(value, Decimal):
        return None
    if not value.same_quantum(CENT) and (not isinstance(exponent := value.as_tuple().exponent, int) or exponent > -2):
        return None
    return int(abs(value) * 100)


def _running_sum(cents: Sequence[int | None]) -> set[int]:
    """Amounts that are the sum of a run of amounts printed before them: totals of a column."""
    found: set[int] = set()
    figures = [value for value in cents if value]
    for end in range(2, min(len(figures), MOST)):
        total = 0
        for start in range(end - 1, max(end - 30, -1), -1):
            total += figures[start]
            if end - start >= 2 and total == figures[end]:
                found.add(total)
            if total > figures[end]:
                break
    return found


ALIGNED = 3.0  # points that the right edges of one column's figures may differ by
_CURRENCY = re.compile(r"\s*(?:[^\w\s]|[A-Z]{3})\s*")


def _column_totals(places: Sequence[Place], cents: Sequence[int | None]) -> frozenset[tuple[int, int, int]]:
    """Tokens of amounts that are the sum of two or more amounts directly above them in their column."""
    whole: dict[tuple[int, int], tuple[Place, int | None]] = {}
    for place, value in zip(places, cents, strict=True):  # of "4 876,40" the end is no amount of its own
        at = place.segment.index, place.match.end
        if at not in whole or place.match.start <= whole[at][0].match.start:
            whole[at] = place, value
    columns: dict[int, list[tuple[float, float, int, Place]]] = {}
    for place, value in whole.values():
        if value is not None:
            columns.setdefault(place.segment.page, []).append((place.bottom, place.right, int(place.match.value * 100), place))
    found = set()
    for members in columns.values():
        members.sort(key=lambda member: (member[3].top, member[3].left))
        for i, (_, right, sought, place) in enumerate(members):
            total, terms, lowest, end = 0, 0, place.top + 1, _end_with_currency(place)
            first, last, first_with, last_with = right - ALIGNED, right + ALIGNED, end - ALIGNED, end + ALIGNED
            for bottom, edge, amount, _ in reversed(members[:i]):
                if not (first <= edge <= last or first_with <= edge <= last_with) or bottom > lowest:
                    continue
                total += amount
                terms += 1
                if terms >= 2 and total == sought:
                    found.add(place.token)
                    break
                if terms == 40:
                    break
    return frozenset(found)


def _end_with_currency(place: Place) -> float:
    """Where an amount ends with the currency behind it, which a total may have and the figures above it not."""
    segment = place.segment
    if place.match.end == len(segment.text):
        return place.right
    return segment.right if _CURRENCY.fullmatch(segment.text, place.match.end) else place.right
