"""Rows of a rate's list that no table has and no line says whole: the rates and shares by which the document's total is proved; and
the base of a rate whose line tells the tax alone, where the page prints it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from extractor.document import Candidate
from extractor.find.places import Place, same_row
from extractor.find.proofs import is_share, shown
from extractor.find.sheet import Sheet
from extractor.find.sums import Sums, pointed
from extractor.quick import changed
from extractor.schemas.record import FieldSpec, Kind, Product, Rule

SCORE = 0.9
REACH_UP = 2.5  # line heights over a share in which its rate is looked for


def share_rows(sums: Sums, columns: Sequence[FieldSpec]) -> tuple[Candidate, ...]:
    """Candidates `tax_breakdown.0.rate`, `.tax` and, where it is printed apart, `.base`, for each rate of the proof, or, where nothing
    proves the total, of those named beside their taxes; empty for lists that no percentage tells."""
    group, rule = _rate_rule(columns, sums.rules)
    if rule is None:
        return ()
    sheet, places, proof = sums.sheet, sums.places, sums.of_largest
    parts = proof.parts if proof is not None else tuple(_named_parts(sums))
    if any(share not in places for _, share, _ in parts):
        return ()
    base_name = next(name for name in rule.factors if name not in rule.percents)
    known = {spec.name for spec in columns}
    found: list[Candidate] = []
    for number, (base, share, rate) in enumerate(sorted(parts, key=lambda part: places[part[1]][-1].order)):
        bases = places.get(base, ()) if base is not None else ()
        level = [(one, other) for one in places[share] for other in bases if same_row(one.segment, other.segment)]
        place, of = level[-1] if level else (places[share][-1], bases[-1] if bases else None)
        told = [(rule.result, place)] if of is None else [(rule.result, place), (base_name, of)]
        told += [(rule.percents[0], spot) for spot in _rate_of(sheet, place, rate, alone=len(parts) == 1)]
        said = proof.said if proof is not None else f"{rate:f} % of {shown(base or 0)}"
        found += [_candidate(sheet, f"{group}.{number}.{name}", spot, said) for name, spot in told if name in known]
    return tuple(found)


def _named_parts(sums: Sums) -> Iterator[tuple[int, int, Decimal]]:
    """Base, share and rate of taxes that are named with their rate, where it is of the amount that is named as the whole without tax, and
    something else keeps the two from making the total (disbursements, tax withheld)."""
    sheet = sums.sheet
    for trio in sums.trios:
        bases = sums.pointed(trio.base)
        told = {hit.segment.index: hit.segment for hit in sums.hits if any(named.path == trio.share for named in hit.names)}
        for segment in told.values():
            amounts = [place for cell in (segment, *sheet.right_of(segment)[:1]) for place in sheet.places_in(Kind.MONEY, cell)]
            beside = {place.token for place in amounts if not _is_aside(place)}
            shares = [cents for cents, where in sums.places.items() if any(place.token in beside for place in where)]
            rates = [place.match.value for place in sheet.places_in(Kind.PERCENT, segment)]
            yield from ((base, share, rate) for rate in rates for share in shares for base in bases if is_share(base, share, rate))


def _is_aside(place: Place) -> bool:
    """Whether an amount stands in parentheses: it is told of another figure, as a tax that the buyer owes."""
    before = place.segment.text[: place.match.start]
    return before.count("(") > before.count(")")


def fuller_rows(
    rows: tuple[Candidate, ...], shares: tuple[Candidate, ...], columns: Sequence[FieldSpec], rules: Sequence[Rule]
) -> tuple[Candidate, ...]:
    """The rows of lines and tables, or those of the proof, where there are no others or these have the same shares and less beside."""
    _, rule = _rate_rule(columns, rules)
    if rule is None or not rows:
        return rows or shares
    told, proved = (sorted(row.value for row in some if row.path.endswith(f".{rule.result}")) for some in (rows, shares))
    return shares if told == proved and len(shares) > len(rows) else rows


def without_other_taxes(sums: Sums, rows: tuple[Candidate, ...], columns: Sequence[FieldSpec]) -> tuple[Candidate, ...]:
    """The rows without those whose tax has no part in the document's total: what its largest amount is proved by is the tax of some rows,
    and the others' is a tax in the price (on electricity, on spirits), of which it is a share as of all goods."""
    group, rule = _rate_rule(columns, sums.rules)
    taxes = {row.path.split(".")[1]: row.value for row in rows if rule is not None and row.path.endswith(f".{rule.result}")}
    if rule is None or sum(map(bool, taxes.values())) < 2 or (proof := sums.of_largest) is None or not proof.share:
        return rows
    others = {number: int(abs(tax) * 100) for number, tax in taxes.items() if tax}
    for _, share, _ in proof.parts:
        number = next((number for number, cents in others.items() if cents == share), None)
        if share and number is None:
            return rows
        others.pop(number or "", None)
    numbers = [number for number in dict.fromkeys(row.path.split(".")[1] for row in rows) if number not in others]
    renamed = {number: f"{group}.{place}." for place, number in enumerate(sorted(numbers, key=int))}
    return tuple(
        changed(row, path=renamed[number] + row.path.split(".", 2)[2]) for row in rows if (number := row.path.split(".")[1]) in renamed
    )


def base_cells(sums: Sums, rows: Sequence[Candidate], columns: Sequence[FieldSpec]) -> tuple[Candidate, ...]:
    """The base of a list's only row, where its line tells a rate and the tax alone: the one printed amount that the rate makes the tax
    of, and that makes another printed amount with it or is named as the whole without tax."""
    group, rule = _rate_rule(columns, sums.rules)
    if rule is None or len({row.path.rpartition(".")[0] for row in rows}) != 1:
        return ()
    base_name = next(name for name in rule.factors if name not in rule.percents)
    told = {row.path.rpartition(".")[2]: row for row in sorted(rows, key=lambda row: row.score)}
    rate, tax = told.get(rule.percents[0]), told.get(rule.result)
    if base_name in told or rate is None or tax is None or not rate.value or not tax.value:
        return ()
    printed = {cents: [p for p in where if p.match.value * tax.value > 0] for cents, where in sums.places.items()}
    share = int(abs(tax.value) * 100)
    bases = [base for base, where in printed.items() if where and base > share and abs(base * rate.value / 100 - share) < 1]
    paths = {f"{group}[].{base_name}", *(trio.base for trio in sums.trios)}
    named = set().union(*(pointed(sums.hits, printed, path) for path in paths))
    bases = [base for base in bases if base in named] or [base for base in bases if base + share in printed]
    if len(bases) != 1:
        return ()
    path = f"{rows[0].path.rpartition('.')[0]}.{base_name}"
    return (sums.sheet.candidate(path, printed[bases[0]][-1], "pattern", f"the tax is {rate.value:f} % of it", score=SCORE),)


def _rate_rule(columns: Sequence[FieldSpec], rules: Sequence[Rule]) -> tuple[str | None, Product | None]:
    """The list, and its rule that a rate of a base is the tax."""
    group = columns[0].rows if columns else None
    return group, next((r for r in rules if isinstance(r, Product) and r.rows == group and r.percents and len(r.factors) == 2), None)


def _rate_of(sheet: Sheet, share: Place, rate: Decimal, *, alone: bool) -> Iterator[Place]:
    """Where the rate stands: in the share's row, as a bare figure too, or just over it; of the only rate (`alone`) anywhere over it, as in
    the rows of goods. Nowhere where it is another row's."""
    reach = REACH_UP * sheet.line_height
    signed, bare = ([p for p in sheet.places(kind) if p.match.value == rate] for kind in (Kind.PERCENT, Kind.MONEY))
    near = [p for p in signed if p.segment.page == share.segment.page and 0 <= share.segment.top - p.segment.top <= reach]
    level = [p for p in signed if same_row(p.segment, share.segment) and p.segment.page == share.segment.page]
    before = [p for p in bare if p.right < share.left and same_row(p.segment, share.segment) and p.segment.page == share.segment.page]
    above = [p for p in (*signed, *bare) if alone and p.segment.page == share.segment.page and p.segment.top < share.segment.top]
    yield from islice((*sorted((*near, *level), key=lambda p: p.order), *before, *above[-1:]), 1)


def _candidate(sheet: Sheet, path: str, place: Place, said: str) -> Candidate:
    return sheet.candidate(path, place, "pattern", said, score=SCORE)
