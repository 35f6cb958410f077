"""Tables without a header, or with one in a language that is not known: columns by where figures stand, named by what
they hold and by the arithmetic of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.find.rows.bands import Band, BandCell, bands, cells, cells_whole
from extractor.find.rows.body import numeric_bands, rows_of
from extractor.find.rows.details import lines_of
from extractor.find.rows.drawn import uprights_at
from extractor.find.rows.fits import figure_of
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger_cells import LONGEST_SIGN
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts
from extractor.find.rows.roles import are_ordinals, assign
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, Found, Layout, TableRow, is_summary
from extractor.find.rows.tokens import Token, chunks, cut_at, text_of
from extractor.schemas.record import Kind

ALONE_GAP = 0.6  # of the height: white on both sides of a figure that is a cell of its own
SUPPORT = 0.5  # share of the rows that a column has a figure in
MOST_ROWS = 60
LEAST_ROWS, LEAST_TEXTS = 3, 2  # rows, and columns of texts, that tell by where they stand


def free_table(page: PageStrips, labels: RowLabels, parts: Parts, mark: str | None) -> Found | None:
    """The table whose columns the rows' equation names, or None where no equation holds in most of its rows."""
    if not parts.products:
        return None
    rows = [strip for strip in page.strips if len(strip.figures) > 1 and strip.amounts and not is_summary(strip, labels)]
    rows = _of_one_make(rows)[:MOST_ROWS]
    if not rows:
        return None
    columns = _figure_columns(rows)
    if len(columns) < 2:
        return None
    spans = _with_text(page, rows, columns)
    table = bands(page, spans, rows, rows[0].top)
    held = [cells(strip, table) for strip in rows]
    numeric = numeric_bands(held, len(table))
    held = [cells_whole(strip, table, numeric, row) for strip, row in zip(rows, held, strict=True)]
    roles = assign([()] * len(table), held, parts, mark, free=True)
    result = roles.bands.get(parts.result or "")
    paid = sum(any(placed.figure.is_amount for placed in row[result].figures) for row in held if result in row) if result is not None else 0
    if not roles.agree or roles.agree < roles.disagree or 2 * paid < len(held):
        return None  # sizes and counts in small numbers are products of one another by chance
    layout = Layout(table, roles, numeric, {}, {})
    first = page.strips.index(rows[0])
    main = roles.bands.get(parts.main or "")
    texted = main is not None and main in held[0] and any(c.isalpha() for token in held[0][main].words for c in token.text)
    start = _start_of_rows(page, first, table, numeric) if texted else max(first - 3, 0)  # over a row's own text are the columns' names
    found, closed = rows_of(page, page.strips[start:], layout, labels, parts, page.strips[start].top - 1)
    found = _counted_by_unit(found, parts)
    texts = [row.cells[parts.main].text for row in found if parts.main in row.cells] if parts.main is not None else []
    if not found or (texts and all(len(text) <= LONGEST_SIGN for text in texts)):
        return None  # units alone name nothing: what they are of stands above them
    return Found(found, layout, closed, roles.score, None)


def _counted_by_unit(rows: Sequence[TableRow], parts: Parts) -> tuple[TableRow, ...]:
    """The rows with count and price exchanged, where the units of all stand right behind what was taken for the price: of two factors
    without a name either may be the count, and "186.00 m² 8.90" tells."""
    rule = next((rule for rule in parts.products if len(rule.factors) == 2 and not rule.percents), None)
    count = next((path for path in rule.factors if parts.kinds[path] is Kind.NUMBER), None) if rule is not None else None
    unit = parts.unit
    if rule is None or count is None or unit is None:
        return tuple(rows)
    price = next(path for path in rule.factors if path != count)
    with_units = [row for row in rows if {unit, count, price} <= row.cells.keys()]
    alike = all(_decimals(row.cells[count]) == _decimals(row.cells[price]) for row in with_units)  # else these have told
    if len(with_units) < LEAST_ROWS or not alike or not all(_stands_behind(row, price, unit) for row in with_units):
        return tuple(rows)
    return tuple(
        replace(row, cells={**row.cells, count: row.cells[price], price: row.cells[count]}) if {count, price} <= row.cells.keys() else row
        for row in rows
    )


def _decimals(cell: Cell) -> int | None:
    return cell.figure.decimals if cell.figure is not None else None


def _stands_behind(row: TableRow, path: str, other: str) -> bool:
    """Whether a cell's first word is the one right behind another's last, which has no sign of a currency."""
    first, last, tokens = row.cells[other].tokens[0], row.cells[path], row.strip.tokens
    if "/" in first.text or last.figure is None or last.figure.currency or last.tokens[-1] not in tokens:
        return False
    return first in tokens[(at := tokens.index(last.tokens[-1]) + 1) : at + 1]


def columned(page: PageStrips, rows: Sequence[TableRow], parts: Parts, mark: str | None) -> list[TableRow]:
    """Rows that were told by their amounts alone, where their lines hold more than one column of texts (a day, a text, a class): of the
    text what stands in its own column, with the numbers and percentages that stand in theirs."""
    strips = [row.strip for row in rows]
    columns = _figure_columns(strips, whole=True)
    spans = _with_text(page, strips, columns, whole=True)
    main = parts.main
    if len(strips) < LEAST_ROWS or len(spans) - len(columns) < LEAST_TEXTS or main is None:
        return list(rows)
    table = bands(page, spans, strips, strips[0].top)
    held = [cells(strip, table) for strip in strips]
    numeric = numeric_bands(held, len(table))
    held = [cells_whole(strip, table, numeric, row) for strip, row in zip(strips, held, strict=True)]
    roles = assign([()] * len(table), held, parts, mark, free=True, barred=numeric - _told(held, numeric))
    if any(main not in roles.bands or roles.bands[main] not in cells_of for cells_of in held):
        return list(rows)
    found = []
    for row, cells_of in zip(rows, held, strict=True):
        own = {id(token) for token in cells_of[roles.bands[main]].tokens}
        elsewhere = {id(token) for token in row.strip.tokens} - own
        lines = [tuple(token for token in line if id(token) not in elsewhere) for line, _ in lines_of(row.cells[main])]
        kept = [line for line in lines if line]
        more = {
            path: Cell(cell.tokens, cell.text, figure_of(cell, parts.kinds[path]))
            for path, band in roles.bands.items()
            if (path == parts.ordinal or parts.kinds[path] is Kind.PERCENT) and path not in row.cells and (cell := cells_of.get(band))
        }
        text = {main: Cell(tuple(token for line in kept for token in line), "\n".join(map(text_of, kept)))} if kept else {}
        found.append(replace(row, cells={**row.cells, **text, **more}))
    return found


def _told(rows: Sequence[Mapping[int, BandCell]], numeric: frozenset[int]) -> set[int]:
    """The bands of figures that are told by what they hold: the last one, percentages, the rows' numbers."""
    found = {max(numeric, default=0)}
    found |= {band for band in numeric if all(placed.figure.percent for row in rows if band in row for placed in row[band].figures)}
    numbers = [row[0].text for row in rows if 0 in row]
    return found | ({0} if len(numbers) == len(rows) and are_ordinals(numbers) else set())


def _start_of_rows(page: PageStrips, first: int, table: Sequence[Band], numeric: frozenset[int]) -> int:
    """The first of the strips right above the first row that fill the same columns of figures: rows in whole numbers."""
    while first and numeric <= {band for band, cell in cells(page.strips[first - 1], table, numeric).items() if cell.figures}:
        first -= 1
    return first


def _of_one_make(rows: Sequence[Strip]) -> list[Strip]:
    """The rows whose last amount ends where most of them have it."""
    ends = [strip.amounts[-1].right for strip in rows]
    best: list[Strip] = []
    for end in ends:
        like = [strip for strip, other in zip(rows, ends, strict=True) if abs(other - end) <= strip.height]
        if len(like) > len(best):
            best = like
    return best


def _figure_columns(rows: Sequence[Strip], *, whole: bool = False) -> list[tuple[float, float]]:
    """Where the figures of at least half of the rows stand; `whole`: amounts and percentages alone."""
    spans: list[list[float]] = []  # left, right, rows
    for strip in rows:
        for placed in strip.figures:
            if not _stands_alone(strip, placed) or (whole and not (placed.figure.is_amount or placed.figure.percent)):
                continue
            for span in spans:
                if min(span[1], placed.right) - max(span[0], placed.left) > 0.3 * min(span[1] - span[0], placed.right - placed.left):
                    span[0], span[1], span[2] = min(span[0], placed.left), max(span[1], placed.right), span[2] + 1
                    break
            else:
                spans.append([placed.left, placed.right, 1.0])
    return sorted((left, right) for left, right, count in spans if count >= SUPPORT * len(rows))


def _stands_alone(strip: Strip, placed: Placed) -> bool:
    gap = ALONE_GAP * max(strip.height, 1.0)
    before = strip.tokens[placed.first - 1].right if placed.first else float("-inf")
    after = strip.tokens[placed.last].left if placed.last < len(strip.tokens) else float("inf")
    return not placed.figure.is_code and (placed.left - before > gap) and (after - placed.right > gap or bool(placed.figure.decimals))


def _with_text(
    page: PageStrips, rows: Sequence[Strip], columns: Sequence[tuple[float, float]], *, whole: bool = False
) -> list[tuple[float, float]]:
    """The columns of figures with those of text between and beside them. `whole`: a figure within a text is of the text."""
    spans: list[list[float]] = []
    for strip in rows:
        drawn = uprights_at(page.down, strip.middle)
        for chunk in (part for run in chunks(strip.tokens if whole else _words_and_codes(strip), 1.5) for part in cut_at(run, drawn)):
            left, right = chunk[0].left, chunk[-1].right
            if any(min(right, b) - max(left, a) > 0.5 * (right - left) for a, b in columns):
                continue
            for span in spans:
                crosses = any(min(span[1], right) < a and b < max(span[0], left) for a, b in columns)
                if not crosses and min(span[1], right) - max(span[0], left) > 0:
                    span[0], span[1], span[2] = min(span[0], left), max(span[1], right), span[2] + 1
                    break
            else:
                spans.append([left, right, 1.0])
    text = [(left, right) for left, right, count in spans if count >= 0.3 * len(rows)]
    return sorted([*columns, *text], key=lambda span: span[0] + span[1])


def _words_and_codes(strip: Strip) -> list[Token]:
    """A strip's tokens that are of no figure that counts anything."""
    counting = {n for placed in strip.figures if not placed.figure.is_code for n in range(placed.first, placed.last)}
    return [token for n, token in enumerate(strip.tokens) if n not in counting]
