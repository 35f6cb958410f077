"""Rows without a header, as tills print them: text on the left, an amount on the right, counts and prices beside or
between.

    2 x 3.50   7.00          MILK 1L            1.20 A        1 Edamame        9.00
    COFFEE                   4 @ 0.30                         100234567  PEN
                             ROLLS              1.20 A        2 pcs x 1.00   2.00

    or, the amount first,    2.90 A  1 OAT MILK
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger_blocks import rate_off, texts_over
from extractor.find.rows.ledger_cells import (
    Line,
    count_path,
    factors_of,
    is_unit_of,
    leading_count,
    letters,
    neighbours,
    product_of,
    says_little,
    text_of,
    trailing_count,
    unit_behind,
    without_names,
)
from extractor.find.rows.ledger_texts import CODE, paragraphs, text_above, under_articles
from extractor.find.rows.ledger_window import Window, in_whole_units, window_of
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, TableRow, is_summary
from extractor.find.rows.tokens import Token
from extractor.schemas.record import Kind

SURE_OF_LEDGER = 0.8  # how far rows without a header are trusted before their sum proves them
_ARTICLE = re.compile(r"\d{8}|\d{11,14}")  # as bar codes have them


def ledger_rows(pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """The rows of the page whose amounts add up best, or of the first run of them. Empty for lists without a result column."""
    result = parts.result or next((path for path, kind in parts.kinds.items() if kind is Kind.MONEY), None)
    if result is None or parts.main is None or any(rule.percents for rule in parts.products):
        return ()
    found: list[TableRow] = []
    for page in pages:
        whole = in_whole_units(page)
        own = None if whole else mark  # of whole amounts every mark groups thousands
        window = window_of(page, labels, own, whole=whole)
        if window is None:
            continue
        claimed = {line.position for line in window.lines}
        around = paragraphs(page, window.lines, labels) or under_articles(page, window.lines)
        over = texts_over(page, window.lines, labels, own)
        rows = [
            _row_under(page, line, window, over[line.position], parts, result, own)
            if over
            else _row(page, line, window, labels, parts, result, own, claimed, around)
            for line in window.lines
        ]
        found += _with_their_codes(_numbered([row for row in rows if row is not None], parts), parts)
    if found and not any(path in row.cells for row in found for path in parts.factors):
        return tuple(replace(row, lone=True) for row in found)
    return tuple(found)


def _code_behind(text: Sequence[Token]) -> int | None:
    """Where the number of an article ends a text, but for a tax letter."""
    places = (place for place in (len(text) - 1, len(text) - 2) if place > 0 and all(len(token.text) == 1 for token in text[place + 1 :]))
    return next((place for place in places if _ARTICLE.fullmatch(text[place].text) and letters(text[:place]) >= 2), None)


def _row_under(
    page: PageStrips, line: Line, window: Window, texts: Sequence[tuple[Token, ...]], parts: Parts, result: str, mark: str | None
) -> TableRow:
    """The row of a line of figures under its text: a count, a price, perhaps the percentage taken off, and one of tax."""
    strip = line.strip
    cells = {result: Cell(strip.tokens[line.amount.first : line.amount.last], line.amount.figure.text, line.amount.figure)}
    source = {result: "amount at the end of the line"}
    product = product_of(line, (), parts, result, mark) or _reduced(line, parts, result, mark) or _for_nothing(line, parts, result, mark)
    if product:
        _add_product(product, parts, cells, source)
    rates = [placed for placed in line.others if placed.figure.percent and all(placed is not other for _, _, other in product or ())]
    tax = next((path for path, kind in parts.kinds.items() if kind is Kind.PERCENT and path not in parts.rebates), None)
    if tax is not None and len(rates) == 1:
        cells[tax] = Cell(strip.tokens[rates[0].first : rates[0].last], rates[0].figure.text, rates[0].figure)
        source[tax] = "a percentage beside the amount"
    _set_text(texts, parts, cells, source)
    return TableRow(page.page, strip, cells, True if product else None, (), mark, 1.0 if window.proved else SURE_OF_LEDGER, source)


def _reduced(line: Line, parts: Parts, result: str, mark: str | None) -> list[tuple[str, Strip, Placed]] | None:
    """The count, the price and the percentage off of a line whose product is more than its amount."""
    rule = next((rule for rule in parts.products if rule.result == result and rule.rebate), None)
    for one, other in combinations([placed for placed in line.others if not placed.figure.percent], 2):
        a, b = one.figure.value(mark), other.figure.value(mark)
        off = rate_off(line, a * b, mark) if a and b else None
        if rule is not None and rule.rebate and off is not None and a and b:
            full = factors_of(line.strip, (one, other), a * b, parts, result, mark)
            return [*((path, line.strip, placed) for path, placed in full or ()), (rule.rebate, line.strip, off)]
    return None


def _for_nothing(line: Line, parts: Parts, result: str, mark: str | None) -> list[tuple[str, Strip, Placed]] | None:
    """The count and the price of a line that costs nothing: "1 year at 0.00  0.00"."""
    rule = next((rule for rule in parts.products if rule.result == result and len(rule.factors) == 2), None)
    count = count_path(parts)
    free = next((placed for placed in line.others[1:] if not placed.figure.percent and placed.figure.value(mark) == 0), None)
    if rule is None or count is None or line.value or free is None:
        return None
    return [(count, line.strip, line.others[0]), (next(path for path in rule.factors if path != count), line.strip, free)]


def _numbered(rows: Sequence[TableRow], parts: Parts) -> list[TableRow]:
    """Rows with the number before their texts as their number, where these count from one."""
    main, path = parts.main or "", parts.ordinal
    first = [row.cells[main].tokens[:1] if main in row.cells else () for row in rows]
    if path is None or len(rows) < 2 or [token.text for tokens in first for token in tokens] != [f"{n}." for n in range(1, len(rows) + 1)]:
        return list(rows)
    return [
        replace(row, cells={**row.cells, path: Cell(number, number[0].text), main: _without_first(row.cells[main])})
        for row, number in zip(rows, first, strict=True)
    ]


def _with_their_codes(rows: Sequence[TableRow], parts: Parts) -> list[TableRow]:
    """Rows whose codes count from one ("001", "002") with these as their numbers, and with the code that comes next, if there is one."""
    code, main = parts.code or "", parts.main or ""
    told = [row.cells[code].text if code in row.cells else "" for row in rows]
    if len(rows) < 2 or not all(text.isdigit() and int(text) == n for n, text in enumerate(told, start=1)):
        return list(rows)
    found = []
    for row in rows:
        cells, source = dict(row.cells), dict(row.source)
        number, said = cells.pop(code), source.pop(code, "")
        if parts.ordinal is not None:
            cells[parts.ordinal], source[parts.ordinal] = number, said
        text = cells.get(main)
        if text is not None and len(text.tokens) > 1 and CODE.fullmatch(text.tokens[0].text) and letters(text.tokens[1:]) >= 2:
            cells[code], source[code] = Cell(text.tokens[:1], text.tokens[0].text), said
            cells[main] = _without_first(text)
        found.append(replace(row, cells=cells, source=source))
    return found


def _without_first(cell: Cell) -> Cell:
    return replace(cell, tokens=cell.tokens[1:], text=cell.text.split(maxsplit=1)[1] if len(cell.tokens) > 1 else cell.text)


def _row(
    page: PageStrips,
    line: Line,
    window: Window,
    labels: RowLabels,
    parts: Parts,
    result: str,
    mark: str | None,
    claimed: set[int],
    around: Mapping[int, Sequence[Strip]],
) -> TableRow | None:
    cells: dict[str, Cell] = {}
    strip = line.strip
    source: dict[str, str] = {}
    unsigned = line.value if line.value != line.amount.figure.value(mark) else None
    cells[result] = Cell(strip.tokens[line.amount.first : line.amount.last], line.amount.figure.text, line.amount.figure, unsigned)
    source[result] = "amount at the end of the line"
    repaired = {result: f"read as {line.amount.figure.text}; mended by the sum of the rows"} if unsigned is not None else {}
    nearby = neighbours(page, line, claimed, labels)
    product = product_of(line, nearby, parts, result, mark)
    used = _add_product(product, parts, cells, source) if product else _add_count(page, line, window, parts, mark, cells, source)
    text = without_names(text_of(strip, line, used), labels)
    named = tuple(token for token in text if not is_unit_of(token, strip, cells.get(count_path(parts) or "")))
    lines = [text] if letters(named) >= 2 and not (says_little(text) and is_summary(strip, labels)) else []
    if lines and line.position in around:
        lines = [text if other is strip else other.tokens for other in around[line.position]]
    if not lines:
        above = text_above(page, line, claimed, labels, [host for _, host, _ in product or () if host is not strip])
        lines = [above] if above else ([text] if text else [])
    if not lines:
        return None
    _set_text(lines, parts, cells, source)
    sure = 1.0 if window.proved else SURE_OF_LEDGER
    return TableRow(page.page, strip, cells, True if product else None, (), mark, sure, source, repaired)


def _add_product(product: Sequence[tuple[str, Strip, Placed]], parts: Parts, cells: dict[str, Cell], source: dict[str, str]) -> set[int]:
    """Fills the count and the price whose product is the line's amount, and the unit behind the count; the ids of their figures."""
    for path, host, placed in product:
        cells[path] = Cell(host.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
        source[path] = "its product is the line's amount"
        if path == count_path(parts) and parts.unit is not None and (unit := unit_behind(host, placed)) is not None:
            cells[parts.unit] = Cell((unit,), unit.text)
            source[parts.unit] = "behind the count"
    return {id(placed) for _, _, placed in product}


def _add_count(
    page: PageStrips, line: Line, window: Window, parts: Parts, mark: str | None, cells: dict[str, Cell], source: dict[str, str]
) -> set[int]:
    """Fills a count that no product proves; the id of its figure."""
    count, said = leading_count(line, parts, mark, in_column=window.counts_first(page.line_height)), "count before the text"
    if count is None:
        count, said = trailing_count(line, parts, mark, in_column=window.counts_last(page.line_height)), "count before the amount"
    if count is None:
        return set()
    path, placed = count
    cells[path] = Cell(line.strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
    source[path] = said
    return {id(placed)}


def _set_text(lines: Sequence[tuple[Token, ...]], parts: Parts, cells: dict[str, Cell], source: dict[str, str]) -> None:
    """Fills the text of a row, and the article's number that opens or ends its first line."""
    assert parts.main is not None
    first, rest = lines[0], lines[1:]
    if parts.code is not None and len(first) > 1 and CODE.fullmatch(first[0].text) and letters(first[1:]) >= 2:
        cells[parts.code], source[parts.code] = Cell(first[:1], first[0].text), "code before the text"
        first = first[1:]
    elif parts.code is not None and (behind := _code_behind(first)) is not None:
        cells[parts.code], source[parts.code] = Cell(first[behind : behind + 1], first[behind].text), "code behind the text"
        first = first[:behind]
    lines = (first, *rest)
    cells[parts.main] = Cell(tuple(t for tokens in lines for t in tokens), "\n".join(" ".join(t.text for t in tokens) for tokens in lines))
    source[parts.main] = "text of the line"
