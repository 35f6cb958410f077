"""Totals that prove themselves: amounts of which two make a third and stand in the ratio of a printed rate.

"593.36 + 124.61 = 717.97, and 124.61 is 21 % of 593.36" says what the three are, whatever labels stand by them. Which fields
such a proof speaks of is read from the schema's rules: a total that is the sum of two, one of which is also the sum over
rows of a rate times a base.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, permutations

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind, Product, Rule, Sum
from extractor.values.money import LEAST_COIN, MOST_ROUNDED

MOST_AMOUNTS = 60  # distinct amounts that are compared, the largest
MOST_RATES = 8
MOST_SHARES = 14  # pairs of a base and its rate's share among which several rates are put together
HIGHEST_RATE = 30  # percent; no sales tax is higher
LARGEST = 6  # amounts that are tried as the whole of shares without bases
LEAST_SHARE = 20  # cents of such a share; less is a rounding
LOWEST_BARE = 4  # percent; a lower figure without its sign is no rate
AMOUNT_FROM = 0.5  # likelihood from which a whole number is an amount
SLACK = 3  # cents that a product may be off, for rates reckoned line by line
PROVED, LESSER, UNLIKELY = 0.92, 0.25, 0.1  # the largest total of the document; one that another exceeds; no answer at all


_UNTAXED = re.compile(r"(?<![\d.,])0(?:[.,]0{1,2})?\s?%")


@dataclass(frozen=True, slots=True)
class Trio:
    """The fields of one proof: `whole` = `base` + `share`, and the share is a rate of the base. `usual`: a page may also tell
    of a part of its goods so, those of one rate, and their sum is not the page's."""

    whole: str
    base: str
    share: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Amounts in cents, all of one sign; `said` for people. `parts`: base (None where it is not printed), share and rate of each
    rate."""

    whole: int
    base: int
    share: int
    said: str
    parts: tuple[tuple[int | None, int, Decimal], ...]


def sum_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], rules: Sequence[Rule]) -> list[Candidate]:
    """Candidates for the fields of each trio of the rules, with their own probability; a share that is only printed in
    parts, one for each rate, is reckoned and has no place."""
    known = {spec.path for spec in specs}
    trios = [trio for trio in trios_of(rules) if {trio.whole, trio.base, trio.share} <= known]
    if not trios:
        return []
    places = amounts_by_cents(sheet)
    rates = rates_of(sheet)
    proofs = list(_proofs(places, rates, _untaxed(sheet, places), percents_of(sheet)))
    if not places:
        return []
    barred = shares_of_others(hits, places, rules)
    largest = max(places)
    negative = _are_negative(places, proofs)
    found: list[Candidate] = []
    for trio in trios:
        totals = pointed(hits, places, trio.whole)
        ends = {max(totals)} if trio.usual and totals else totals | _leading_on(hits, places, trio.whole, rules)
        named = pointed(hits, places, trio.base) if trio.usual else set(places)  # else it may be a tax table's own base
        best: dict[tuple[str, int], tuple[float, str]] = {}
        for proof in proofs:
            part = trio.usual and _is_part(proof, totals, places)
            score = LESSER if part else PROVED if largest - proof.whole <= MOST_ROUNDED or proof.whole in ends else LESSER
            whole = _rounded(proof.whole, places) if trio.usual else proof.whole
            for path, cents in ((trio.whole, whole), (trio.base, proof.base), (trio.share, proof.share)):
                if path == trio.base and trio.usual and cents not in places:
                    continue  # such a page need not say it
                if path == trio.share and any(share in barred for _, share, _ in proof.parts):
                    continue
                likely = score
                if path == trio.base and (cents not in named or part):
                    likely = UNLIKELY
                elif path == trio.share and part and len({p.share for p in proofs}) == 1:
                    likely = PROVED  # the only tax of the page, though not of all goods
                if likely > best.get((path, cents), (0.0, ""))[0]:
                    best[path, cents] = likely, proof.said
        if not proofs:
            for share in pointed(hits, places, trio.share) & places.keys():
                said = _share_within(largest, share, rates)
                if said:
                    best[trio.share, share] = PROVED, said
        for (path, cents), (score, said) in best.items():
            found.append(_candidate(sheet, places, path, cents, score, said, negative))
    return found


def _leading_on(hits: Sequence[LabelHit], places: Mapping[int, Sequence[Place]], whole: str, rules: Sequence[Rule]) -> set[int]:
    """Amounts that a label names as what the whole comes to with nothing taken off or added: "Amount payable", without deposits."""
    ends = {
        rule.total
        for rule in rules
        if isinstance(rule, Sum) and whole in rule.plus and {*rule.plus, *rule.minus} - {whole} <= {*rule.optional}
    }
    return set().union(*(pointed(hits, places, path) for path in ends)) if ends else set()


def _are_negative(places: Mapping[int, Sequence[Place]], proofs: Sequence[Proof]) -> bool:
    """Whether most of the amounts that prove one another are negative: a credit note's."""
    proved = [cents for proof in proofs for cents in (proof.whole, proof.base, proof.share) if places.get(cents)] or list(places)[:1]
    return 2 * sum(1 for cents in proved if places[cents][-1].match.value < 0) > len(proved)


def _rounded(whole: int, places: Mapping[int, Sequence[Place]]) -> int:
    """What the whole was rounded to, where the page has an amount of whole coins next to it: that is what was paid."""
    near = (cents for cents in places if cents % LEAST_COIN == 0 and 0 < abs(cents - whole) <= MOST_ROUNDED)
    return whole if whole % LEAST_COIN == 0 else next(near, whole)


def _is_part(proof: Proof, totals: set[int], places: Mapping[int, Sequence[Place]]) -> bool:
    """Whether another total stands under the one that is proved: then it may be that of the goods of one rate."""
    bottom = max((place.bottom for place in places.get(proof.whole, ())), default=0.0)
    known = {proof.whole, proof.base, proof.share}
    others = (places[cents][0] for cents in totals - known if abs(cents - proof.whole) > MOST_ROUNDED)
    return any(place.top > bottom for place in others)


def shares_of_others(hits: Sequence[LabelHit], places: Mapping[int, Sequence[Place]], rules: Sequence[Rule]) -> frozenset[int]:
    """Amounts whose line names another term of a sum than its share: "12.5 % service" is no tax, though a rate makes it."""
    barred: set[int] = set()
    for trio in trios_of(rules):
        others = {term for rule in rules if isinstance(rule, Sum) and rule.total == trio.whole for term in (*rule.optional, *rule.minus)}
        named = set().union(*(pointed(hits, places, path) for path in others)) if others else set()
        barred |= named - pointed(hits, places, trio.share)
    return frozenset(barred)


def proof_of(sheet: Sheet, hits: Sequence[LabelHit], rules: Sequence[Rule]) -> tuple[Proof | None, Mapping[int, Sequence[Place]]]:
    """The proof of the document's largest amount, and where its amounts stand, by cents; None where nothing proves it."""
    places = amounts_by_cents(sheet)
    proofs = _proofs(places, rates_of(sheet), _untaxed(sheet, places), percents_of(sheet)) if places else iter(())
    barred = shares_of_others(hits, places, rules)
    proofs = (proof for proof in proofs if not any(share in barred for _, share, _ in proof.parts))
    return next((proof for proof in proofs if max(places) - proof.whole <= MOST_ROUNDED), None), places


def trios_of(rules: Sequence[Rule]) -> tuple[Trio, ...]:
    """Sums of two figures one of which the rules also tell as the sum over rows of a rate times a base."""
    products = {f"{rule.rows}[].{rule.result}" for rule in rules if isinstance(rule, Product) and rule.percents}
    shares = {rule.total for rule in rules if isinstance(rule, Sum) and set(rule.plus) <= products and not rule.minus}
    found = []
    for rule in rules:
        if isinstance(rule, Sum) and len(needed := [term for term in rule.plus if term not in rule.optional]) == 2:
            share = [term for term in needed if term in shares]
            base = [term for term in needed if term not in shares and "[]" not in term]
            if len(share) == 1 and len(base) == 1:
                found.append(Trio(rule.total, base[0], share[0], rule.usual))
    return tuple(found)


def wholes_of(rules: Sequence[Rule]) -> frozenset[str]:
    """The totals that a page may also tell by rate."""
    return frozenset(path for trio in trios_of(rules) for path in (trio.whole, trio.base))


def amounts_by_cents(sheet: Sheet) -> dict[int, list[Place]]:
    """Places of amounts with cents, or of whole ones that are surely amounts, by the amount in cents without its sign; the largest
    first."""
    found: dict[int, list[Place]] = {}
    for place in sheet.places(Kind.MONEY):
        value = place.match.value
        if not isinstance(value, Decimal) or not isinstance(exponent := value.as_tuple().exponent, int):
            continue
        if exponent == -2 or (exponent == 0 and place.match.interpretations[0].likelihood >= AMOUNT_FROM):
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


def _untaxed(sheet: Sheet, places: Mapping[int, Sequence[Place]]) -> tuple[int, ...]:
    """The amounts whose line says that they bear no tax: "Total 0 %: 19.83"."""

    def says(place: Place) -> bool:
        return any(_UNTAXED.search(segment.text) for segment in (place.segment, *sheet.left_of(place.segment)[:1]))

    return tuple(cents for cents, where in places.items() if cents and any(says(place) for place in where))


def _plain(rate: Decimal) -> Decimal:
    """19.00 as 19, 8.10 as 8.1: for people to read."""
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate.normalize()


def _proofs(
    places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal], untaxed: Sequence[int], percents: Sequence[Decimal]
) -> Iterator[Proof]:
    positive = [rate for rate in rates if rate > 0]
    shares = []
    for base in filter(None, places):
        about = [(float(base * rate) / 100, rate) for rate in positive]
        shares += [(base, share, rate) for share in places for near, rate in about if _may_be(near, share) and is_share(base, share, rate)]
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


def _of_several_rates(
    places: Mapping[int, Sequence[Place]], shares: Sequence[tuple[int, int, Decimal]], untaxed: Sequence[int]
) -> Iterator[Proof]:
    """Goods of up to three rates, and goods of none, that together make the whole, where the page has their base, their share or what the
    goods of each rate come to with it."""
    for rest in (0, *untaxed):
        for count in (1, 2, 3) if rest else (2, 3):
            for parts in combinations(shares[:MOST_SHARES], count):
                if len({rate for _, _, rate in parts}) < count or any(rest in (base, base + share) for base, share, _ in parts):
                    continue
                base, share = sum(part[0] for part in parts) + rest, sum(part[1] for part in parts)
                told = all(part[0] + part[1] in places for part in parts) or (
                    count > 1 and (base in places or (share in places and not rest))  # with goods of no rate nearly any sum can be made
                )
                if told and base + share in places:
                    goods = [f"{rate:f} % of {shown(part)}" for part, _, rate in parts] + [f"0 % of {shown(rest)}"] * bool(rest)
                    said = f"{shown(base)} + {' + '.join(goods)} = {shown(base + share)}"
                    yield Proof(base + share, base, share, said, (*parts, (rest, 0, Decimal(0))) if rest else parts)


def _of_gross_parts(places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[Proof]:
    """Amounts of two or three rates with the tax in them, which together make one: beside each the tax within it."""
    within = [
        (gross, share, rate)
        for gross in places
        for share in places
        for rate in rates
        if 0 < share < gross and abs(gross * rate / (100 + rate) - share) < 1
    ]
    for count in (2, 3):
        for parts in combinations(within[:MOST_SHARES], count):
            whole, share = sum(part[0] for part in parts), sum(part[1] for part in parts)
            if whole in places and len({rate for _, _, rate in parts}) == count:
                said = " + ".join(f"{rate:f} % within {shown(gross)}" for gross, _, rate in parts)
                yield Proof(whole, whole - share, share, f"{said}, of {shown(whole)}", tuple((None, tax, rate) for _, tax, rate in parts))


def _of_bare_shares(places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[Proof]:
    """Two shares of two rates, printed without their bases, that fill the gap between two amounts: the bases that the
    rates imply then make the lesser amount."""
    for whole in list(places)[:LARGEST] if len(rates) > 1 else ():
        for base in places:
            for one in places:
                other = whole - base - one
                if not LEAST_SHARE <= other < one or other not in places:
                    continue
                for first, second in permutations(rates, 2):
                    if abs(one * 100 / first + other * 100 / second - base) <= SLACK * 100 / min(first, second):
                        said = f"{shown(one)} ({first:f} %) + {shown(other)} ({second:f} %)"
                        parts = ((None, one, first), (None, other, second))
                        yield Proof(whole, base, one + other, f"{shown(base)} + {said} = {shown(whole)}", parts)


def _share_within(whole: int, share: int, rates: Sequence[Decimal]) -> str:
    """What says that an amount is the share within the largest one, whose base is not printed; empty where nothing does."""
    rate = next((rate for rate in rates if rate > 0 and is_share(whole - share, share, rate)), None)
    return "" if rate is None else f"{rate:f} % within {shown(whole)}"


def _may_be(near: float, share: int) -> bool:
    """Whether a share reckoned in floats is near enough to be tried exactly."""
    return -SLACK - 1 < near - share < SLACK + 1


def is_share(base: int, share: int, rate: Decimal) -> bool:
    return share > 0 and abs(base * rate / 100 - share) <= min(SLACK, 1 + share // 100)


def pointed(hits: Sequence[LabelHit], places: Mapping[int, Sequence[Place]], path: str) -> set[int]:
    """Amounts that stand in a line with a label of the field."""
    rows = [(hit.segment.page, hit.segment.middle) for hit in hits if any(named.path == path for named in hit.names)]
    return {
        cents
        for cents, where in places.items()
        for place in where
        if any(page == place.segment.page and place.top <= middle <= place.bottom for page, middle in rows)
    }


def _candidate(
    sheet: Sheet, places: Mapping[int, Sequence[Place]], path: str, cents: int, score: float, said: str, negative: bool
) -> Candidate:
    """`negative`: the sign of the other amounts that are proved, which a stroke of a pen before this one does not change."""
    value = Decimal(-cents if negative else cents).scaleb(-2)
    if cents not in places:
        return Candidate(path, value, "", "computed", said, score=score * 0.9)
    place = places[cents][-1]
    reading = place.match.interpretations[0]
    if (place.match.value < 0) is not negative and place.match.value:
        reading = replace(reading, value=value, repaired=True)
    return sheet.candidate(path, place, "pattern", said, reading=reading, score=score)


def shown(cents: int) -> str:
    """An amount of so many hundredths as a reason tells it."""
    return f"{Decimal(cents) / 100:.2f}"
