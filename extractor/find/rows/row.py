"""What a row's strip, with the text around it, holds in each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.find.rows.bands import BandCell
from extractor.find.rows.equations import holds_scaled, told_in
from extractor.find.rows.figures import Figure, figure
from extractor.find.rows.fits import NUMBERS, figure_of
from extractor.find.rows.ledger_cells import factors_of, unit_behind
from extractor.find.rows.parts import Parts, ordered
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, Layout, TableRow, value_of
from extractor.find.rows.tokens import Token, letters_of, text_of
from extractor.find.rows.wrap import is_code
from extractor.schemas.record import Kind

MOST_PERCENT = 100
_SIGNS = frozenset(("x", "×", "@"))
_CODE = re.compile(r"\d{5,14}")
_ARTICLE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Z0-9./-]{3,}")  # alone on the first line of several


def rows_at(
    page: PageStrips,
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    texts: Mapping[int, Sequence[tuple[Token, ...]]],
    positions: Sequence[int],
    layout: Layout,
    parts: Parts,
) -> list[TableRow]:
    """The rows of some strips of a body; `held`: their cells, `texts`: the lines of their texts."""
    source = {
        path: f"column {layout.names[band]!r}" if band in layout.names and path in layout.roles.named else "column told by its content"
        for path, band in layout.roles.bands.items()
    }
    return [_row(page, body[position], held[position], texts[position], layout, parts, source) for position in positions]


def _row(
    page: PageStrips,
    strip: Strip,
    row: Mapping[int, BandCell],
    lines: Sequence[tuple[Token, ...]],
    layout: Layout,
    parts: Parts,
    source: Mapping[str, str],
) -> TableRow:
    found: dict[str, Cell] = {}
    unread: dict[str, tuple[Token, ...]] = {}
    for path, band in layout.roles.bands.items():
        cell = row.get(band)
        kind = parts.kinds[path]
        if path == parts.main:
            text_lines = [tokens for n, line in enumerate(lines) if (tokens := _without_signs(line, lines[n + 1 :], opens=n == 0))]
            stack = layout.stacks.get(band, ())
            other = next((each for each in stack if each in parts.kinds and each != path and each not in layout.roles.bands), None)
            if other is not None and len(text_lines) > 1:
                at = -1 if stack[0] == path else 0  # the number under the text, or the text under it
                if at == 0 or is_code(text_lines[at]):
                    first = text_lines.pop(at)
                    found[other] = Cell(first, text_of(first))
            text_lines = _without_code(text_lines, found, row, layout, parts)
            if len(text_lines) == 1:
                found[path] = Cell(text_lines[0], text_of(text_lines[0]))
            elif text_lines:
                found[path] = Cell(tuple([token for tokens in text_lines for token in tokens]), "\n".join(map(text_of, text_lines)))
            continue
        if cell is None:
            continue
        if kind in NUMBERS:
            value = figure_of(cell, kind)
            if value is None or (kind is Kind.PERCENT and abs(value.value(layout.roles.mark) or Decimal(0)) > MOST_PERCENT):
                unread[path] = cell.tokens
            else:
                placed = next(p for p in cell.figures if p.figure is value) if len(cell.figures) > 1 else cell.figures[0]
                found[path] = Cell(strip.tokens[placed.first : placed.last], value.text, value)
                if path in parts.factors and kind is Kind.NUMBER:
                    _loose_unit(found, cell, value, layout, parts, placed.last, strip)
        elif path == parts.unit and cell.figures and cell.words:
            found[path] = Cell(cell.words, text_of(cell.words))
            count = next((p for p in sorted(parts.factors) if parts.kinds[p] is Kind.NUMBER), None)
            if count is not None and layout.roles.bands.get(count) not in row:  # "3 pcs" in the column of units
                placed = cell.figures[0]
                found[count] = Cell(strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
        else:
            found[path] = Cell(cell.tokens, cell.text)
    if not found.keys() & parts.factors:
        found |= _factors_in_a_cell(strip, row, found, layout, parts)
    if parts.unit is not None and parts.unit not in found and layout.measure and found.keys() & parts.factors:
        found[parts.unit] = Cell(layout.measure, layout.measure[0].text.strip("()[]"))
    used = layout.roles.bands.values()
    extra = tuple([placed.figure for band, cell in row.items() if cell.figures and band not in used for placed in cell.figures])
    return TableRow(page.page, strip, found, agrees(row, layout, parts), extra, layout.roles.mark, source=source, unread=unread)


def _without_signs(line: tuple[Token, ...], below: Sequence[tuple[Token, ...]], *, opens: bool) -> tuple[Token, ...]:
    """A line of a text without the signs between it and a count or a price: "3 x Tea @ 2.00"; no count stands before a line
    that does not open the text, and a measure may go on below ("1000 x", "2000 mm")."""
    if line[0].text.casefold() not in _SIGNS and line[-1].text.casefold() not in _SIGNS:
        return line
    first = next((n for n, token in enumerate(line) if token.text.casefold() not in _SIGNS), len(line))
    first = first if opens or first == len(line) else 0
    last = next((n for n in range(len(line), first, -1) if line[n - 1].text.casefold() not in _SIGNS), first)
    if below and below[0][0].text[:1].isdigit():
        last = len(line)
    return line[first:last]


def _without_code(
    lines: list[tuple[Token, ...]], found: dict[str, Cell], row: Mapping[int, BandCell], layout: Layout, parts: Parts
) -> list[tuple[Token, ...]]:
    """The lines of a description without the article's number that opens one of them, where no column is of numbers; a count
    alone behind it, under a header set too narrow, is the row's."""
    path = parts.code
    if path is None or path in layout.roles.bands or sum(map(letters_of, lines)) < 2:
        return lines
    for number, line in enumerate(lines):
        if _CODE.fullmatch(line[0].text) or (number == 0 and len(line) == 1 < len(lines) and _ARTICLE.fullmatch(line[0].text)):
            found[path] = Cell(line[:1], line[0].text)
            rest = line[1:]
            count = next((p for p in sorted(parts.factors) if parts.kinds[p] is Kind.NUMBER and layout.roles.bands.get(p) not in row), None)
            if len(rest) == 1 and count is not None and (value := figure(rest[0].text)) is not None and not value.is_code:
                found[count] = Cell(rest, rest[0].text, value)
                rest = ()
            return [*lines[:number], *([rest] if rest else []), *lines[number + 1 :]]
    return lines


def _loose_unit(found: dict[str, Cell], cell: BandCell, value: Figure, layout: Layout, parts: Parts, after: int, strip: Strip) -> None:
    """The unit that stands in the quantity's own cell: "3 Stk", "12kg"."""
    if parts.unit is None or parts.unit in layout.roles.bands:
        return
    if value.unit and value.unit.casefold() not in ("x", "×"):
        found[parts.unit] = Cell(cell.tokens[:1], value.unit)
        return
    if not cell.words:
        return
    behind = {id(token) for token in strip.tokens[after:]}
    rest = [token for token in cell.words if id(token) in behind and any(map(str.isalpha, token.text))]
    text = text_of(rest)
    if rest and len(text) <= 12 and text.casefold() not in ("x", "×"):
        found[parts.unit] = Cell(tuple(rest), text)


def _factors_in_a_cell(
    strip: Strip, row: Mapping[int, BandCell], found: Mapping[str, Cell], layout: Layout, parts: Parts
) -> dict[str, Cell]:
    """A count, its unit and a price that stand in one cell of a row that has them nowhere else: "744.0 kg @ 31.20"."""
    result = next((path for path in sorted(parts.results) if path in found), None)
    value = value_of(found[result], layout.roles.mark) if result is not None else None
    for cell in (cell for band, cell in row.items() if band != layout.roles.bands.get(parts.main or "") and value):
        if (factors := factors_of(strip, cell.figures, value or Decimal(0), parts, result or "", layout.roles.mark)) is not None:
            told = {path: Cell(strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure) for path, placed in factors}
            unit = unit_behind(strip, factors[0][1])
            return {**told, parts.unit: Cell((unit,), unit.text)} if unit is not None and parts.unit is not None else told
    return {}


def agrees(row: Mapping[int, BandCell], layout: Layout, parts: Parts) -> bool | None:
    bands_of = layout.roles.bands
    for rule in parts.products:
        places = [(bands_of[path], parts.kinds[path]) for path in (rule.result, *ordered(rule)) if path in bands_of]
        told = told_in(row, places, layout.roles.mark) if len(places) > len(rule.factors) else None
        if told is not None:
            return holds_scaled(told[0], told[1:], len(rule.percents))
    return None
