"""Amounts that prove one another: those of which two make a third and stand in the ratio of a printed rate.

"593.36 + 124.61 = 717.97, and 124.61 is 21 % of 593.36" says what the three are, whatever labels stand by them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, permutations

from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.quick import dataclass
from extractor.schemas.record import Kind
from extractor.schemas.verdicts import CENT

MOST_AMOUNTS = 60  # distinct amounts that are compared, the largest
MOST_RATES = 8
MOST_SHARES = 14  # pairs of a base and its rate's share among which several rates are put together
HIGHEST_RATE = 30  # percent; no sales tax is higher
LARGEST = 6  # amounts that are tried as the whole of shares without bases
LEAST_SHARE = 20  # cents of such a share; less is a rounding
LOWEST_BARE = 4  # percent; a lower figure without its sign is no rate
AMOUNT_FROM = 0.5  # likelihood from which a whole number is an amount
SLACK = 3  # cents that a product may be off, for rates reckoned line by line
_WHOLE = Decimal(1)
_UNTAXED = re.compile(r"(?<![\d.,])0(?:[.,]0{1,2})?\s?%")


@dataclass(frozen=True, slots=True)
class Proof:
    """Amounts in cents, all of one sign; `said` for people. `parts`: base (None where it is not printed), share and rate of each
    rate."""

    whole: int
    base: int
    share: int
    said: str
    parts: tuple[tuple[int | None, int, Decimal], ...]


def amounts_by_cents(sheet: Sheet) -> dict[int, list[Place]]:
    """Places of amounts with cents, or of whole ones that are surely amounts, by the amount in cents without its sign; the largest
    first."""
    found: dict[int, list[Place]] = {}
    for place in sheet.places(Kind.MONEY):
        value = place.match.value
        if not isinstance(value, Decimal):
            continue
        if value.same_quantum(CENT) or (value.same_quantum(_WHOLE) and place.match.likelihood >= AMOUNT_FROM):
            found.setdefault(int(abs(value) * 100), []).append(place)
    return {cents: found[cents] for cents in sorted(found, reverse=True)[:MOST_AMOUNTS]}


def rates_of(sheet: Sheet) -> tuple[Decimal, ...]:
    """The rates printed, as percentages or as figures that may be some: a column "VAT %" has "19.00" in it, and the sign over it."""
    has_sign = any("%" in segment.text for segment in sheet.segments)
    bare = Counter(p.match.value for p in sheet.places(Kind.MONEY) if has_sign and isinstance(p.match.value, Decimal))
    likely = {rate for rate, times in bare.items() if times > 1 and LOWEST_BARE <= rate <= HIGHEST_RATE and rate % Decimal("0.1") == 0}
    rates = percents_of(sheet)
    return tuple(sorted({*rates, *(_plain(rate) for rate in sorted(likely)[: MOST_RATES - len(rates)])}))


def percents_of(sheet: Sheet) -> tuple[Decimal, ...]:
    """The rates printed as percentages."""
    percents = {p.match.value for p in sheet.places(Kind.PERCENT) if isinstance(p.match.value, Decimal)}
    return tuple(sorted({_plain(rate) for rate in percents if 0 <= rate <= HIGHEST_RATE})[:MOST_RATES])


def untaxed_of(sheet: Sheet, places: Mapping[int, Sequence[Place]]) -> tuple[int, ...]:
    """The amounts whose line says that they bear no tax: "Total 0 %: 19.83"."""

    saying = {segment.index for segment in sheet.segments if "%" in segment.text and _UNTAXED.search(segment.text)}
    if not saying:
        return ()

    def says(place: Place) -> bool:
        return any(segment.index in saying for segment in (place.segment, *sheet.left_of(place.segment)[:1]))

    return tuple(cents for cents, where in places.items() if cents and any(says(place) for place in where))


def _plain(rate: Decimal) -> Decimal:
    """19.00 as 19, 8.10 as 8.1: for people to read."""
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate.normalize()


def proofs_among(
    places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal], untaxed: Sequence[int], percents: Sequence[Decimal]
) -> Iterator[Proof]:
    positive = [rate for rate in rates if rate > 0]
    shares = _shares_of(places, positive)
    for base, share, rate in shares:
        if base + share in places:
            said = f"{shown(base)} + {rate:f} % of it = {shown(base + share)}"
            yield Proof(base + share, base, share, said, ((None, share, rate),))
    yield from _of_several_rates(places, shares, untaxed)
    yield from _of_gross_parts(places, [rate for rate in percents if rate > 0])
    yield from _of_bare_shares(places, positive)
    if 0 in places and any(rate == 0 for rate in rates) and not shares:
        for whole in [cents for cents, where in places.items() if cents and len(where) > 1][:1]:
            yield Proof(whole, whole, 0, f"{shown(whole)} + 0 % of it", ((None, 0, Decimal(0)),))


def _shares_of(places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> list[tuple[int, int, Decimal]]:
    """Each amount as a base with the others that are a rate's share of it, the largest first."""
    ascending, shares = sorted(places), []
    parts = [(rate, *rate.as_integer_ratio()) for rate in rates]
    for base in filter(None, places):
        found = []
        for order, (rate, over, under) in enumerate(parts):
            exact = base * over // (100 * under)
            first, last = bisect_left(ascending, exact - SLACK), bisect_right(ascending, exact + SLACK + 1)
            if first < last:
                found += [(-share, order, rate) for share in ascending[first:last] if is_share(base, share, rate)]
        shares += [(base, -share, rate) for share, _, rate in sorted(found)]
    return shares


def _of_several_rates(
    places: Mapping[int, Sequence[Place]], shares: Sequence[tuple[int, int, Decimal]], untaxed: Sequence[int]
) -> Iterator[Proof]:
    """Goods of up to three rates, and goods of none, that together make the whole, where the page has their base, their share or what the
    goods of each rate come to with it."""
    for rest in (0, *untaxed):
        for count in (1, 2, 3) if rest else (2, 3):
            for parts in combinations(shares[:MOST_SHARES], count):
                base, share = rest, 0
                for part in parts:
                    base, share = base + part[0], share + part[1]
                if base + share not in places:
                    continue
                if len({rate for _, _, rate in parts}) < count or any(rest in (part[0], part[0] + part[1]) for part in parts):
                    continue
                told = base in places or all(part[0] + part[1] in places for part in parts)
                told = told or (share in places and not rest)  # with goods of no rate nearly any sum can be made
                if told:
                    goods = [f"{rate:f} % of {shown(part)}" for part, _, rate in parts] + [f"0 % of {shown(rest)}"] * bool(rest)
                    said = f"{shown(base)} + {' + '.join(goods)} = {shown(base + share)}"
                    yield Proof(base + share, base, share, said, (*parts, (rest, 0, Decimal(0))) if rest else parts)


def _of_gross_parts(places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[Proof]:
    """Amounts of two or three rates with the tax in them, which together make one: beside each the tax within it."""
    within = []
    parts_of_whole = [(rate, *rate.as_integer_ratio()) for rate in rates]
    for gross in places:
        found = []
        for order, (rate, over, under) in enumerate(parts_of_whole):
            share, more = divmod(gross * over, 100 * under + over)
            found += [(-tax, order, rate) for tax in ((share, share + 1) if more else (share,)) if 0 < tax < gross and tax in places]
        within += [(gross, -tax, rate) for tax, _, rate in sorted(found)]
    for count in (2, 3):
        for parts in combinations(within[:MOST_SHARES], count):
            whole = share = 0
            for part in parts:
                whole, share = whole + part[0], share + part[1]
            if whole in places and len({rate for _, _, rate in parts}) == count:
                said = " + ".join(f"{rate:f} % within {shown(gross)}" for gross, _, rate in parts)
                yield Proof(whole, whole - share, share, f"{said}, of {shown(whole)}", tuple((None, tax, rate) for _, tax, rate in parts))


def _of_bare_shares(places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[Proof]:
    """Two shares of two rates, printed without their bases, that fill the gap between two amounts: the bases that the
    rates imply then make the lesser amount."""
    if len(rates) < 2:
        return
    least, most = float(min(rates)), float(max(rates))
    for whole in list(places)[:LARGEST]:
        # The shares are what lies between, and no rate makes less of the base than the lowest, nor more than the highest.
        from_base, to_base = (100 * (whole - SLACK * most / least)) / (100 + most) - 1, (100 * (whole + SLACK)) / (100 + least) + 1
        for base in (base for base in places if from_base <= base <= to_base):
            for one in places:
                other = whole - base - one
                if not LEAST_SHARE <= other < one or other not in places:
                    continue
                for first, second in permutations(rates, 2):
                    if abs(one * 100 / first + other * 100 / second - base) <= SLACK * 100 / min(first, second):
                        said = f"{shown(one)} ({first:f} %) + {shown(other)} ({second:f} %)"
                        parts = ((None, one, first), (None, other, second))
                        yield Proof(whole, base, one + other, f"{shown(base)} + {said} = {shown(whole)}", parts)


def is_share(base: int, share: int, rate: Decimal) -> bool:
    return share > 0 and abs(base * rate / 100 - share) <= min(SLACK, 1 + share // 100)


def shown(cents: int) -> str:
    """An amount of so many hundredths as a reason tells it."""
    return f"{Decimal(cents) / 100:.2f}"
