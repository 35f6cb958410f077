"""Doubts about the factors of a row whose product fails, though all sums may hold: a quantity or a price misread by one sign."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rapidfuzz.distance import Levenshtein

from extractor.document import FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import below, beside
from extractor.schemas.record import Product, Rule, Sum
from extractor.schemas.verdicts import CENT, column_sum, gap_of, reduced, rows_in
from extractor.values import UNKNOWN
from extractor.values.registry import matches

PRICED_PER = (100, 1000)  # pieces, or parts of a currency, that prices are given for
UNDER = 2.5  # heights of a figure under its row, in which a discount may be named
WHOLE = Decimal("0.005")  # share of a product that rounding may move it


def misread_factors(rule: Product, values: Mapping[str, FieldValue], readings: Sequence[Reading]) -> Iterator[Issue]:
    """Rows whose result one factor would make if one sign of it were another, more or less; unless their line says by what they differ."""
    for place, row in rows_in(values, rule.rows):
        cells = [row.get(name) for name in (rule.result, *rule.factors)]
        figures = [cell.value for cell in cells if cell is not None and isinstance(cell.value, Decimal)]
        if rule.percents or len(rule.factors) != 2 or len(figures) != 3 or not all(figures):
            continue
        result, one, other = map(abs, figures)
        plain: dict[str | None, Any] = {name: cell.value for name, cell in row.items()}
        made = (one * other, *reduced(one * other, rule, plain))
        holds = any(abs(each - result) <= max(CENT, each * WHOLE) for each in made)
        if holds or _is_explained((one, other, result), row[rule.result], readings):
            continue
        for name, factor, beside_it in zip(rule.factors, (one, other), (other, one), strict=True):
            meant = _as_exact(result / beside_it, factor)
            if abs(meant * beside_it - result) <= CENT and Levenshtein.distance(f"{factor:f}", f"{meant:f}") == 1:
                said = f"{rule.rows} row {place + 1}: {one:f} x {other:f} is not {result:f}; with {name} {meant:f} it would be"
                yield Issue(rule.code, Severity.WARNING, said, (f"{rule.rows}.{place}.{name}",))
                break


def misread_results(rule: Sum, rules: Sequence[Rule], amounts: Mapping[str, Decimal]) -> Iterator[Issue]:
    """A column that is some cents off its total, by as much as one row's result is off its product: no rounding, but a misread figure."""
    term = next((term for term in rule.plus if "[]" in term), None)
    if term is None:
        return
    if (found := column_sum(amounts, term)) is None:
        return
    sums = {**amounts, term: found}
    gap = gap_of(rule, sums)
    for product in (other for other in rules if isinstance(other, Product) and f"{other.rows}[].{other.result}" == term and gap):
        for place, row in rows_in(amounts, product.rows):
            factors = [row.get(name) for name in product.factors]
            result = row[product.result]
            made = math.prod(factor for factor in factors if factor is not None)
            whole = None not in factors and not {part for part in (product.minus, product.rebate) if part in row}
            if whole and made != result and gap_of(rule, {**sums, term: found + made - result}) == 0:
                said = f"{product.rows} row {place + 1}: {result} is {abs(made - result)} off its product, and the sum of the rows too"
                yield Issue(product.code, Severity.WARNING, said, (f"{product.rows}.{place}.{product.result}",))


def _as_exact(figure: Decimal, like: Decimal) -> Decimal:
    """A figure with as many decimals as another."""
    return figure.quantize(Decimal(1).scaleb(min(int(like.as_tuple().exponent), 0)), ROUND_HALF_UP)


def _is_explained(row: tuple[Decimal, Decimal, Decimal], cell: FieldValue, readings: Sequence[Reading]) -> bool:
    """Whether a row (its factors and its result) is priced for a hundred, or its line names the part or the amount that lies between."""
    product, result = row[0] * row[1], row[2]
    if any(abs(product / per - result) <= max(CENT, result * WHOLE) for per in PRICED_PER):
        return True
    gap, share = abs(product - result), abs(product - result) / product * 100
    own = Counter(row)
    for text in (*beside(cell, readings), *below(cell, readings, UNDER)):
        said = {found.start: abs(found.value) for kind in ("number", "money", "percent") for found in matches(kind, text, UNKNOWN)}
        others = Counter(said.values()) - own
        own -= Counter(said.values())
        if any(abs(figure - gap) <= CENT or abs(figure - share) <= CENT for figure in others):
            return True
    return False
