"""The products of rows: whether one holds, and how many do with some bands as the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod

from extractor.find.rows.bands import BandCell
from extractor.find.rows.fits import figure_of
from extractor.find.rows.parts import Parts, ordered
from extractor.schemas.record import Kind

Cells = Mapping[int, BandCell]

CENT_OR_SO = Decimal("0.011")
SCALES = (100, 1000)
DECIMALS_OF_AMOUNTS = 3  # no amount has more
MOST_DISCOUNT = 0.5  # what is left of a product at least where its row has a discount


def holds(result: Decimal, factors: Sequence[Decimal], percents: int, slack: Decimal = Decimal("0.011")) -> bool:
    """Whether result = product of factors (the last `percents` of them in hundredths), to a cent and to the last
    printed digit of the factors."""
    value = Decimal(1)
    for factor in factors:
        value *= factor
    if percents:
        value /= Decimal(100) ** percents
    off = abs(value - result)
    if off <= slack or off > max(slack, abs(result) / 100):
        return off <= slack
    tolerance = slack
    for position, factor in enumerate(factors):
        if position >= len(factors) - percents:
            continue
        exponent = factor.as_tuple().exponent
        if not isinstance(exponent, int) or exponent > -2 or not factor:
            continue
        # A price rounded to its last digit may be off by half of it, but the product never by more than 1 %.
        tolerance = max(tolerance, min(Decimal(1).scaleb(exponent) / 2 * abs(value / factor), abs(result) / 100))
    return off <= tolerance


def holds_scaled(result: Decimal, factors: Sequence[Decimal], percents: int) -> bool:
    """The same, or, without a percentage, for a price in hundredths, or of a hundred or a thousand."""
    if holds(result, factors, percents):
        return True
    if percents or not result or result != round(result, DECIMALS_OF_AMOUNTS):
        return False
    return any(holds(result * scale, factors, 0, CENT_OR_SO * scale / 2) for scale in SCALES)


def triples_of(count: int, rows: Sequence[Cells], parts: Parts, mark: str | None) -> dict[tuple[str, int], float]:
    """For each column of a product and each band: the share of rows whose equation would hold with that band as that
    column and the best bands as the others. It lets a band without a name take part."""
    found: dict[tuple[str, int], float] = {}
    held = [[row.get(band) for row in rows] for band in range(count)]
    for rule in parts.products:
        if len(rule.factors) != 2 or len(rows) == 0:
            continue
        paths = (rule.factors[0], rule.factors[1], rule.result)
        scale = 100.0 if rule.percents else 1.0
        for tried in (mark,) if mark else (",", "."):
            of_kind = {
                kind: [[_number(cell, kind, tried) for cell in column] for column in held] for kind in {parts.kinds[p] for p in paths}
            }
            columns = [of_kind[parts.kinds[path]] for path in paths]
            usable = [[band for band, column in enumerate(some) if column.count(None) < len(column)] for some in columns]
            slack = {c: [-1.0 if z is None else 0.011 + 0.002 * abs(z) for z in columns[2][c]] for c in usable[2]}
            for a in usable[0]:
                for b in usable[1]:
                    if a == b:
                        continue
                    pairs = enumerate(zip(columns[0][a], columns[1][b], strict=True))
                    products = [(row, x * y / scale) for row, (x, y) in pairs if x is not None and y is not None]
                    for c in usable[2] if products else ():
                        if c in (a, b):
                            continue
                        results, most = columns[2][c], slack[c]
                        good = len([row for row, x in products if abs(x - (results[row] or 0.0)) <= most[row]])
                        if not good:
                            continue
                        known = [(x, z, most[row]) for row, x in products if (z := results[row]) is not None]
                        wrong = [(x, z) for x, z, off in known if abs(x - z) > off]
                        bad = sum([1 for x, z in wrong if rule.percents or not _discounted(x, z)])  # a discounted row proves nothing
                        share = (good - bad) / (good + bad) * (1.0 if good > 1 else 0.5)
                        for path, band in zip(paths, (a, b, c), strict=True):
                            found[path, band] = max(found.get((path, band), 0.0), share)
    return found


def _number(cell: BandCell | None, kind: Kind, mark: str | None) -> float | None:
    figure = figure_of(cell, kind) if cell is not None and cell.figures else None
    value = figure.value(mark) if figure is not None else None
    return None if value is None else float(value)


def smaller_first(taken: Mapping[str, int], rows: Sequence[Cells], parts: Parts, mark: str | None) -> int:
    """1 where the counts of a product are smaller than its prices, as they mostly are: it parts factors that nothing names."""
    counts = [path for path in parts.factors if path in taken and parts.kinds[path] is Kind.NUMBER]
    prices = [path for path in parts.factors if path in taken and parts.kinds[path] is Kind.MONEY]
    if not counts or not prices:
        return 0
    sums = [sum(abs(_number(row.get(taken[path]), parts.kinds[path], mark) or 0.0) for row in rows) for path in (counts[0], prices[0])]
    return int(sums[0] < sums[1])


def equations(taken: Mapping[str, int], rows: Sequence[Cells], parts: Parts, mark: str | None) -> tuple[int, int]:
    """In how many rows a product agrees with its result, and in how many not; a row that may be discounted tells neither."""
    agree = disagree = 0
    for rule in parts.products:
        if rule.result not in taken or any(factor not in taken for factor in rule.factors):
            continue
        places = [(taken[path], parts.kinds[path]) for path in (rule.result, *ordered(rule))]
        for row in rows:
            told = told_in(row, places, mark)
            if told is None:
                continue
            value, *known = told
            if holds_scaled(value, known, len(rule.percents)) or (not rule.percents and _is_told(row, known, value, mark)):
                agree += 1
            elif rule.percents or not _discounted(float(prod(known)), float(value)):
                disagree += 1
    return agree, disagree


def told_in(row: Cells, places: Sequence[tuple[int, Kind]], mark: str | None) -> list[Decimal] | None:
    """The numbers of a row in some bands, each of a kind; None where one is missing."""
    found: list[Decimal] = []
    for band, kind in places:
        figure = figure_of(row.get(band), kind)
        value = figure.value(mark) if figure is not None else None
        if value is None:
            return None
        found.append(value)
    return found


def _discounted(full: float, result: float) -> bool:
    """Whether a row's result may be its product less a discount; on a credit note both are negative."""
    return full * result > 0 and MOST_DISCOUNT * abs(full) <= abs(result) < abs(full)


def _is_told(row: Cells, factors: Sequence[Decimal], result: Decimal, mark: str | None) -> bool:
    """Whether another figure of the row is the discount, or its rate, that leads from the product to the result."""
    full = Decimal(prod(factors))
    if not _discounted(float(full), float(result)):
        return False
    for cell in row.values():
        for placed in cell.figures:
            value = placed.figure.value(mark)
            off = abs(value) if value is not None else Decimal(0)
            if off and (abs(abs(full) - off - abs(result)) < CENT_OR_SO or abs(abs(full) * (100 - off) / 100 - abs(result)) < CENT_OR_SO):
                return True
    return False
