"""Totals that prove themselves by the amounts around them (`proofs.py`).

Which fields a proof speaks of is read from the schema's rules: a total that is the sum of two, one of which is also the sum over
rows of a rate times a base.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place
from extractor.find.proofs import Proof, amounts_by_cents, is_share, percents_of, proofs_among, rates_of, shown, untaxed_of
from extractor.find.sheet import Sheet
from extractor.quick import dataclass
from extractor.schemas.leaves import by_path, once
from extractor.schemas.record import FieldSpec, Product, Rule, Sum
from extractor.values.money import LEAST_COIN, MOST_ROUNDED

PROVED, LESSER, UNLIKELY = 0.92, 0.25, 0.1  # the largest total of the document; one that another exceeds; no answer at all


@dataclass(frozen=True, slots=True)
class Trio:
    """The fields of one proof: `whole` = `base` + `share`, and the share is a rate of the base. `usual`: a page may also tell
    of a part of its goods so, those of one rate, and their sum is not the page's."""

    whole: str
    base: str
    share: str
    usual: bool = False


class Sums:
    """The amounts of a document and how they prove one another: reckoned once, for single fields and for lists."""

    def __init__(self, sheet: Sheet, hits: Sequence[LabelHit], rules: Sequence[Rule]) -> None:
        self.sheet, self.hits, self.rules = sheet, hits, rules
        self.trios = trios_of(rules)

    @cached_property
    def places(self) -> Mapping[int, Sequence[Place]]:
        """Where each amount stands, by cents, the largest first."""
        return amounts_by_cents(self.sheet)

    @cached_property
    def rates(self) -> tuple[Decimal, ...]:
        return rates_of(self.sheet)

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        return tuple(proofs_among(self.places, self.rates, untaxed_of(self.sheet, self.places), percents_of(self.sheet)))

    @cached_property
    def barred(self) -> frozenset[int]:
        """Amounts whose line names another term of a sum than its share: "12.5 % service" is no tax, though a rate makes it."""
        barred: set[int] = set()
        for trio in self.trios:
            sums = [rule for rule in self.rules if isinstance(rule, Sum) and rule.total == trio.whole]
            others = {term for rule in sums for term in (*rule.optional, *rule.minus)}
            barred |= set().union(*map(self.pointed, others)) - self.pointed(trio.share)
        return frozenset(barred)

    @cached_property
    def of_largest(self) -> Proof | None:
        """The proof of the document's largest amount, or of the largest that a label names as the whole (what a meter counts has
        decimals too); None where nothing proves it."""
        proofs = [proof for proof in self.proofs if not any(share in self.barred for _, share, _ in proof.parts)]
        found = next((proof for proof in proofs if max(self.places) - proof.whole <= MOST_ROUNDED), None)
        named = max((cents for trio in self.trios for cents in self.pointed(trio.whole)), default=0) if proofs and found is None else 0
        return found or next((proof for proof in proofs if proof.whole == named), None)

    def pointed(self, path: str) -> set[int]:
        """Amounts that stand in a line with a label of the field."""
        return pointed(self.hits, self.places, path)


def sum_candidates(sums: Sums, specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates for the fields of each trio of the rules, with their own probability; a share that is only printed in
    parts, one for each rate, is reckoned and has no place."""
    known = by_path(specs)
    trios = [trio for trio in sums.trios if {trio.whole, trio.base, trio.share} <= known.keys()]
    places, proofs = sums.places if trios else {}, sums.proofs if trios else ()
    if not places:
        return []
    largest = max(places)
    negative = _are_negative(places, proofs)
    found: list[Candidate] = []
    for trio in trios:
        totals = sums.pointed(trio.whole)
        ends = {max(totals)} if trio.usual and totals else totals | _leading_on(sums, trio.whole)
        named = sums.pointed(trio.base) if trio.usual else set(places)  # else it may be a tax table's own base
        best: dict[tuple[str, int], tuple[float, str]] = {}
        for proof in proofs:
            part = trio.usual and _is_part(proof, totals, places)
            score = LESSER if part else PROVED if largest - proof.whole <= MOST_ROUNDED or proof.whole in ends else LESSER
            whole = _rounded(proof.whole, places) if trio.usual else proof.whole
            for path, cents in ((trio.whole, whole), (trio.base, proof.base), (trio.share, proof.share)):
                if path == trio.base and trio.usual and cents not in places:
                    continue  # such a page need not say it
                if path == trio.share and any(share in sums.barred for _, share, _ in proof.parts):
                    continue
                likely = score
                if path == trio.base and (cents not in named or part):
                    likely = UNLIKELY
                elif path == trio.share and part and len({p.share for p in proofs}) == 1:
                    likely = PROVED  # the only tax of the page, though not of all goods
                if likely > best.get((path, cents), (0.0, ""))[0]:
                    best[path, cents] = likely, proof.said
        if not proofs:
            for share in sums.pointed(trio.share) & places.keys():
                said = _share_within(largest, share, sums.rates)
                if said:
                    best[trio.share, share] = PROVED, said
        for (path, cents), (score, said) in best.items():
            found.append(_candidate(sums.sheet, places, path, cents, score, said, negative))
    return found


def _leading_on(sums: Sums, whole: str) -> set[int]:
    """Amounts that a label names as what the whole comes to with nothing taken off or added: "Amount payable", without deposits."""
    ends = {
        rule.total
        for rule in sums.rules
        if isinstance(rule, Sum) and whole in rule.plus and {*rule.plus, *rule.minus} - {whole} <= {*rule.optional}
    }
    return set().union(*map(sums.pointed, ends))


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


@once
def trios_of(rules: Sequence[Rule]) -> tuple[Trio, ...]:
    """Sums of two figures one of which the rules also tell as the sum over rows of a rate times a base."""
    products = {f"{rule.rows}[].{rule.result}" for rule in rules if isinstance(rule, Product) and rule.percents}
    shares = {rule.total for rule in rules if isinstance(rule, Sum) and set(rule.plus) <= products and not rule.minus}
    found = []
    for rule in rules:
        if isinstance(rule, Sum) and len(needed := rule.needed) == 2:
            share = [term for term in needed if term in shares]
            base = [term for term in needed if term not in shares and "[]" not in term]
            if len(share) == 1 and len(base) == 1:
                found.append(Trio(rule.total, base[0], share[0], rule.usual))
    return tuple(found)


@once
def wholes_of(rules: Sequence[Rule]) -> frozenset[str]:
    """The totals that a page may also tell by rate."""
    return frozenset(path for trio in trios_of(rules) for path in (trio.whole, trio.base))


def pointed(hits: Sequence[LabelHit], places: Mapping[int, Sequence[Place]], path: str) -> set[int]:
    """Amounts that stand in a line with a label of the field."""
    rows: set[tuple[int, float]] = set()
    for hit in hits:
        for named in hit.names:
            if named.path == path:
                rows.add((hit.segment.page, hit.segment.middle))
    found = set()
    for cents, where in places.items() if rows else ():
        for place in where:
            segment = place.segment
            for page, middle in rows:
                if segment.top <= middle <= segment.bottom and page == segment.page:
                    found.add(cents)
    return found


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


def _share_within(whole: int, share: int, rates: Sequence[Decimal]) -> str:
    """What says that an amount is the share within the largest one, whose base is not printed; empty where nothing does."""
    rate = next((rate for rate in rates if rate > 0 and is_share(whole - share, share, rate)), None)
    return "" if rate is None else f"{rate:f} % within {shown(whole)}"
