"""Rates of tax that rows say by a code alone, which a table of taxes or a line under the rows explains: "A" beside a row, and
"VAT A 8.1 % on 747.60: 56.02"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.find.rows.equations import CENT_OR_SO
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, TableRow, value_of
from extractor.find.rows.tokens import Token
from extractor.schemas.record import Kind

LONGEST_CODE = 3  # characters
MOST_RATES = 5  # different ones on one invoice
HIGHEST_RATE = Decimal(40)


def with_rates_of_codes(rows: Sequence[TableRow], pages: Sequence[PageStrips], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """Rows with the rates that their codes stand for, where the amounts of a code add up to the base that stands with it; without what is
    no rate: codes in digits beside such ones, and each row's tax."""
    path = next((path for path, kind in parts.kinds.items() if kind is Kind.PERCENT and path not in (*parts.factors, *parts.rebates)), None)
    if path is None or parts.result is None or not rows:
        return tuple(rows)
    figures = [cell.figure for row in rows if (cell := row.cells.get(path)) is not None and cell.figure is not None]
    if any(figure.percent for figure in figures):
        return tuple(rows)
    if len({figure.value(mark) for figure in figures}) > MOST_RATES and all(figure.decimals == 2 for figure in figures):
        return tuple(replace(row, cells={p: cell for p, cell in row.cells.items() if p != path}) for row in rows)
    codes = [_code_of(row, path) for row in rows]
    sums: dict[str, Decimal] = {}
    for row, code in zip(rows, codes, strict=True):
        amount = value_of(row.cells.get(parts.result), row.mark or mark) or Decimal(0)
        if code:
            sums[code[0].text] = sums.get(code[0].text, Decimal(0)) + amount
    own = {id(row.strip) for row in rows}
    strips = [strip for page in pages for strip in page.strips if id(strip) not in own and len(strip.figures) > 1] if sums else []
    rates = {code: rate for code, base in sums.items() if (rate := _rate_of(code, base, strips, mark)) is not None}
    if not rates or any(code.isdigit() and rate.figure.value(mark) == int(code) for code, rate in rates.items()):
        return tuple(rows)  # none is explained, or they are rates
    return tuple(_with_rate(row, path, code, rates) if code else row for row, code in zip(rows, codes, strict=True))


def _code_of(row: TableRow, path: str) -> tuple[Token, ...]:
    """What stands in a row's column of taxes, where it may be a code."""
    cell = row.cells.get(path)
    tokens = cell.tokens if cell is not None else row.unread.get(path, ())
    return tokens if len(tokens) == 1 and len(tokens[0].text) <= LONGEST_CODE and tokens[0].text.isalnum() else ()


def _rate_of(code: str, base: Decimal, strips: Sequence[Strip], mark: str | None) -> Placed | None:
    """The rate that stands in a line with a code, with the base that its rows make, and with the tax of both."""
    for strip in strips:
        if not base or not any(token.text.strip("()=:.") == code for token in strip.tokens):
            continue
        figures = [placed for placed in strip.figures if placed.figure.text != code]
        values = [(placed, value) for placed in figures if (value := placed.figure.value(mark)) is not None]
        if base not in (value for _, value in values):
            continue
        for placed, rate in values:
            taxes = (base * rate / 100, base * rate / (100 + rate)) if 0 <= rate < HIGHEST_RATE else ()
            others = [value for other, value in values if other is not placed]
            if any(abs(tax - value) <= CENT_OR_SO for tax in taxes for value in others):
                return placed
    return None


def _with_rate(row: TableRow, path: str, code: tuple[Token, ...], rates: Mapping[str, Placed]) -> TableRow:
    rate = rates.get(code[0].text)
    cells = {p: cell for p, cell in row.cells.items() if p != path}
    if rate is not None:
        cells[path] = Cell(code, code[0].text, rate.figure)
    return replace(row, cells=cells, source={**row.source, path: f"rate of the code {code[0].text!r} in the table of taxes"})
