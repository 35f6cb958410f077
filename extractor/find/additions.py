"""What is added under a total, and several taxes of one sale: printed figures that make the last total.

    Amount Due   90.34        Taxable Value  1045.00
    Tip          16.70        CGST 2.5%        26.13
    Total Paid  107.04        SGST 2.5%        26.13
                              Round off        -0.26
                              Grand Total    1097.00

Which fields a total is made of is read from the schema's sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractor.document import Candidate
from extractor.find.places import Place
from extractor.find.proofs import amounts_by_cents
from extractor.find.sheet import Sheet
from extractor.find.sums import trios_of
from extractor.geometry import Box
from extractor.quick import changed
from extractor.schemas.record import Kind, Rule, Sum
from extractor.values.money import MOST_ROUNDED

PROVED = 0.95
NAMED_FROM = 0.3  # strength of a label by which a figure is a total, a tax or what is added
MOST_ADDED = 3  # lines beside the taxes that are tried together
MOST_SHARE = 2  # what is added is no more than this part of the first total
FLUSH = 0.03  # of the page's width: how far apart the right edges of one column's figures may be


def addition_candidates(sheet: Sheet, found: Sequence[Candidate], rules: Sequence[Rule]) -> list[Candidate]:
    """Candidates, with their own probability, for a total that an addition under a first one makes, and for a sale's taxes together.
    `found`: all labelled candidates."""
    named = [c for c in found if c.features.get("strength", 0.0) >= NAMED_FROM and isinstance(c.value, Decimal) and c.box is not None]
    usual = [rule for rule in rules if isinstance(rule, Sum) and rule.usual]
    totals = {rule.total: frozenset(rule.optional) & frozenset(rule.plus) for rule in usual if rule.optional}
    made: list[Candidate] = []
    for total, terms in totals.items():
        made += _grown(sheet, [c for c in named if c.path == total], [c for c in named if c.path in terms])
    for trio in trios_of(rules):
        wholes = [c for c in named if c.path == trio.whole]
        if trio.usual:
            shares, added = ([c for c in named if c.path in paths] for paths in ({trio.share}, totals.get(trio.whole, ())))
            made += _taxed(sheet, _lines(shares), wholes, _lines(added))
            continue
        either = {term for rule in rules if isinstance(rule, Sum) and rule.total == trio.whole for term in rule.either}
        shares = [c for c in named if c.path == trio.share and c.features.get("right", 0.0) + c.features.get("same", 0.0)]
        made += _taxed(sheet, _lines(shares), wholes, _lines([c for c in named if c.path in either]), trio.base)
    return made


def without_halves(candidates: Sequence[Candidate], made: Sequence[Candidate], rules: Sequence[Rule]) -> list[Candidate]:
    """The candidates without the rows of a table of taxes of which only the one of two equal taxes was told (that of the state, and not
    that of the union). `made`: what `addition_candidates` gives."""
    halves = {c.value / 2 for trio in trios_of(rules) for c in made if c.path == trio.share}
    groups = [
        rule.plus[0].partition("[].") for rule in rules if isinstance(rule, Sum) and rule.total in {trio.share for trio in trios_of(rules)}
    ]
    for group, _, column in groups:
        cells = [c for c in candidates if c.path.startswith(f"{group}.") and c.path.endswith(f".{column}")]
        if halves and sum((abs(c.value) for c in cells), Decimal(0)) in halves:
            return [c for c in candidates if not c.path.startswith(f"{group}.")]
    return list(candidates)


def _grown(sheet: Sheet, totals: Sequence[Candidate], added: Sequence[Candidate]) -> Iterator[Candidate]:
    for first in totals:
        for more in added:
            if not _is_under(more.box, first) or not MOST_ROUNDED < 100 * more.value <= 100 * first.value / MOST_SHARE:
                continue
            for place in sheet.places(Kind.MONEY):
                at = sheet.box_of_place(place)
                if place.match.value == first.value + more.value and place.segment.page == first.page and _is_under(at, more):
                    said = f"{first.value} and {more.value} under it"
                    grown = sheet.candidate(first.path, place, "pattern", said, score=PROVED)
                    yield changed(grown, features={"strength": first.features["strength"]})


def _is_under(box: Box | None, above: Candidate) -> bool:
    """Whether a figure stands below another one in its column."""
    if box is None or above.box is None:
        return False
    return box.top > above.box.center[1] and abs(box.right - above.box.right) <= FLUSH


def _lines(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The strongest of each printed figure."""
    best = {(c.page, c.box): c for c in sorted(candidates, key=lambda c: c.features["strength"])}
    return list(best.values())


def _taxed(
    sheet: Sheet, shares: Sequence[Candidate], wholes: Sequence[Candidate], added: Sequence[Candidate], base_path: str = ""
) -> Iterator[Candidate]:
    """All taxes together, the total that they make of a printed amount with what else is added, and that amount, as one of `base_path`."""
    if len(shares) < 2 or len(added) > MOST_ADDED or not all(c.features.get("cents") for c in shares):
        return  # the number of a rate's class is no tax
    taxes = sum((abs(c.value) for c in shares), Decimal(0))
    printed = amounts_by_cents(sheet)
    for whole in wholes:
        for count in range(len(added) + 1):
            for some in combinations(added, count):
                base = whole.value - taxes - sum((c.value for c in some), Decimal(0))
                if base > MOST_SHARE * taxes and int(100 * base) in printed:
                    said = f"{base} and {', '.join(str(c.value) for c in (*shares, *some))} make {whole.value}"
                    yield Candidate(shares[0].path, taxes, "", "computed", said, score=PROVED)
                    yield changed(whole, evidence=f"{whole.evidence}; {said}", score=PROVED)
                    if base_path:
                        yield sheet.candidate(base_path, _over(sheet, printed[int(100 * base)], shares[0]), "pattern", said, score=PROVED)
                    return


def _over(sheet: Sheet, places: Sequence[Place], share: Candidate) -> Place:
    """Of the places of one amount that which stands over the first tax, in its column if one does."""
    assert share.box is not None
    edge, top = share.box.right, share.box.top

    def far(place: Place) -> tuple[bool, bool, float]:
        box = sheet.box_of_place(place)
        return (place.segment.page, box.top) > (share.page or 0, top), abs(box.right - edge) > FLUSH, -box.top

    return min(places, key=far)
