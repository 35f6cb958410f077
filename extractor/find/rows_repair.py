"""Rows whose equation fails: a discount beside them, another reading of a figure, or the one misread digit that would
make it hold. What the totals of the page prove is taken; what nothing proves is offered as a runner-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.find.rows_figures import Figure
from extractor.find.rows_keep import explained
from extractor.find.rows_roles import Parts, holds
from extractor.find.rows_strips import PageStrips
from extractor.find.rows_table import TableRow, value_of
from extractor.schemas.record import Product

MOST_ROWS_TO_MEND = 0.5  # where more of the rows fail, it is the columns that are wrong, not the digits
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Mend:
    """One change that makes a row's equation hold."""

    path: str
    value: Decimal
    was: str
    reread: bool  # the same characters under the other decimal mark: no digit is changed


def mended(rows: Sequence[TableRow], pages: Sequence[PageStrips], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """The rows with discounts recognised and misread figures mended."""
    rule = next((r for r in parts.products if len(r.factors) == 2), None)
    if rule is None or not rows:
        return tuple(rows)
    rows = [explained(row, parts, row.mark or mark) for row in rows]
    failing = [number for number, row in enumerate(rows) if row.holds is False]
    if not failing or len(failing) > max(1, MOST_ROWS_TO_MEND * len(rows)):
        return tuple(rows)
    totals = _totals(rows, pages, mark)
    printed = [value_of(row.cells.get(rule.result), row.mark or mark) for row in rows]
    whole = None if any(v is None for v in printed) else sum((v for v in printed if v is not None), Decimal(0))
    amounts_proved = whole is not None and whole in totals
    for number in failing:
        row = rows[number]
        own_mark = row.mark or mark
        mends = _mends(row, rule, own_mark)
        if amounts_proved:
            mends = [mend for mend in mends if mend.path != rule.result]
        rereads = [mend for mend in mends if mend.reread]
        if len(rereads) == 1:
            rows[number] = _applied(row, rereads[0], None)
            continue
        current = printed[number]
        summed = [
            mend
            for mend in mends
            if mend.path == rule.result and whole is not None and current is not None and whole - current + mend.value in totals
        ]
        read = next((page.reading.engine != "text_layer" for page in pages if page.page == row.page), False)
        if len(summed) == 1:
            rows[number] = _applied(row, summed[0], f"read as {summed[0].was}; mended by the row's product and the sum of the rows")
        elif len(mends) == 1 and (amounts_proved or read):
            proof = "the row's product and the sum of the rows" if amounts_proved else "the row's product"
            rows[number] = _applied(row, mends[0], f"read as {mends[0].was}; mended by {proof}")
        elif mends:
            rows[number] = replace(row, maybe={mend.path: mend.value for mend in reversed(mends)})
    return tuple(rows)


def _applied(row: TableRow, mend: Mend, note: str | None) -> TableRow:
    cells = {**row.cells, mend.path: replace(row.cells[mend.path], value=mend.value)}
    repaired = {**row.repaired, mend.path: note} if note else row.repaired
    return replace(row, cells=cells, holds=True, repaired=repaired)


def _totals(rows: Sequence[TableRow], pages: Sequence[PageStrips], mark: str | None) -> frozenset[Decimal]:
    """The amounts that stand under or beside the rows: totals among them."""
    own = {id(row.strip) for row in rows}
    last = rows[-1].page
    return frozenset(
        value
        for page in pages
        if page.page >= last
        for strip in page.strips
        if id(strip) not in own
        for placed in strip.figures
        if placed.figure.is_amount and (value := placed.figure.value(mark)) is not None
    )


def _mends(row: TableRow, rule: Product, mark: str | None) -> list[Mend]:
    paths = (rule.result, *rule.factors)
    values = {path: value_of(row.cells.get(path), mark) for path in paths}
    if any(v is None for v in values.values()):
        return []
    known: Mapping[str, Decimal] = {path: v for path, v in values.items() if v is not None}
    found: list[Mend] = []
    for path in paths:
        figure = row.cells[path].figure
        if figure is None:
            continue
        tried: set[Decimal] = set()
        for value, reread in (*((v, True) for v in _readings(figure)), *((v, False) for v in _slips(figure, mark))):
            if value in tried or value == known[path]:
                continue
            tried.add(value)
            changed = {**known, path: value}
            ordered = [changed[f] for f in rule.factors if f not in rule.percents] + [changed[f] for f in rule.percents]
            if value and holds(changed[rule.result], ordered, len(rule.percents)):
                found.append(Mend(path, value, figure.text, reread))
    return found


def _readings(figure: Figure) -> Iterable[Decimal]:
    return (v for v in (figure.point, figure.comma) if v is not None)


def _slips(figure: Figure, mark: str | None) -> Iterable[Decimal]:
    """The values with one digit another, with one more or one less at the front, or with a lost decimal mark."""
    value = figure.value(mark)
    if value is None:
        return
    text = format(abs(value), "f")
    sign = -1 if value < 0 else 1
    for position, character in enumerate(text):
        if character.isdigit():
            for digit in DIGITS:
                if digit != character:
                    yield sign * Decimal(text[:position] + digit + text[position + 1 :])
    if not figure.decimals and len(text) > 2:
        yield value / 100
    digits = text.lstrip("0")
    for digit in DIGITS[1:]:
        yield sign * Decimal(digit + text)
    if len(digits) > 1 and digits[1].isdigit():
        yield sign * Decimal(digits[1:])
