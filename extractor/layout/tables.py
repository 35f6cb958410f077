"""Grids and aligned rows to tables of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.document import Cell, Table
from extractor.layout.figures import is_figure
from extractor.layout.grids import Grid, GridCell
from extractor.layout.pieces import Piece, Scale
from extractor.layout.rows import Row, Span, column_of, lines_to_rows, rows_to_records


@dataclass(slots=True)
class TableBlock:
    """A table and the lines in it (in the order of its cells); the edges of the box around it in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[Piece]
    table: Table
    form: bool = False


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    row_end: int
    column_end: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[Piece]


def in_reading_order(lines: Sequence[Piece]) -> list[Piece]:
    """The lines of one cell: row by row."""
    return list(lines) if len(lines) < 2 else [line for row in lines_to_rows(lines) for line in row.lines]


def grid_to_table(grid: Grid, lines_of: Sequence[Sequence[Piece]], scale: Scale) -> TableBlock:
    """A ruled table; `lines_of` holds the lines of each of the grid's cells, in the order of its cells.

    Where one ruled row holds several rows of figures (only its columns are ruled), it is parted into them.
    """
    cells: list[_Cell] = []
    shift = 0
    for row in range(grid.rows):
        here = [(cell, list(lines)) for cell, lines in zip(grid.cells, lines_of, strict=True) if cell.row == row]
        parts = _ruled_row_to_rows(here, scale) if all(cell.row_end == row for cell, _ in here) else None
        if parts is None:
            for cell, lines in here:
                cells.append(
                    _Cell(cell.row, cell.column, cell.row_end, cell.column_end, cell.x0, cell.y0, cell.x1, cell.y1, in_reading_order(lines))
                )
                cells[-1].row += shift
                cells[-1].row_end += shift
        else:
            cells += [
                _Cell(row + shift + k, c.column, row + shift + k, c.column_end, c.x0, top, c.x1, bottom, lines)
                for k, (top, bottom, contents) in enumerate(parts)
                for c, lines in contents
            ]
            _stretch(cells, row + shift, len(parts) - 1)
            shift += len(parts) - 1
    return _block(cells, grid.rows + shift, grid.columns, True, scale)


def _stretch(cells: Sequence[_Cell], row: int, by: int) -> None:
    """Cells from rows above that span `row` span the rows that it was parted into."""
    for cell in cells:
        if cell.row < row <= cell.row_end:
            cell.row_end += by


_Part = tuple[float, float, list[tuple[GridCell, list[Piece]]]]


def _ruled_row_to_rows(here: Sequence[tuple[GridCell, list[Piece]]], scale: Scale) -> list[_Part] | None:
    """A ruled row's several records, each with its top, bottom and cells' lines; None where it is one record."""
    lines = [line for _, content in here for line in content]
    stacked = [content for _, content in here if len(content) > 1 and sum(is_figure(line.text) for line in content) >= 0.8 * len(content)]
    if len(stacked) < 2:
        return None
    columns: list[Span] = sorted((cell.x0, cell.x1) for cell, _ in here)
    records = rows_to_records(lines_to_rows(lines), columns, (), scale)
    if len(records) < 2:
        return None
    column = {id(line): k for k, (_, content) in enumerate(here) for line in content}
    parts: list[_Part] = []
    top = here[0][0].y0
    for i, record in enumerate(records):
        low = max(row.y1 for row in record)
        bottom = here[0][0].y1 if i + 1 == len(records) else (low + min(row.y0 for row in records[i + 1])) / 2
        contents: list[list[Piece]] = [[] for _ in here]
        for row in record:
            for line in row.lines:
                contents[column[id(line)]].append(line)
        parts.append((top, bottom, [(cell, content) for (cell, _), content in zip(here, contents, strict=True)]))
        top = bottom
    return parts


def records_to_table(records: Sequence[Sequence[Row]], columns: Sequence[Span], scale: Scale) -> TableBlock:
    """An unruled table: one table row a record. A line that stands in several columns spans them; cells without text
    are left out."""
    cells: list[_Cell] = []
    for number, record in enumerate(records):
        top, bottom = min(row.y0 for row in record), max(row.y1 for row in record)
        of_span: dict[tuple[int, int], list[Piece]] = {}
        taken: dict[int, tuple[int, int]] = {}
        spans = [(line, column_of(line, columns)) for row in record for line in row.lines]
        for line, (first, last) in sorted(spans, key=lambda s: (s[1][0] - s[1][1], s[0].middle, s[0].x0)):
            if first == last and first not in taken:
                of_span[first, first], taken[first] = [line], (first, first)
                continue
            # Of cells that would overlap the wider takes the other's lines: no point of a table lies in two cells.
            while True:
                met = {taken[c] for c in range(first, last + 1) if c in taken}
                wider = (min([first, *[m[0] for m in met]]), max([last, *[m[1] for m in met]])) if met else (first, last)
                if wider == (first, last):
                    break
                first, last = wider
            merged = [line]
            for span in sorted(met):
                merged = [*of_span.pop(span), *merged]
            of_span[(first, last)] = merged
            taken.update(dict.fromkeys(range(first, last + 1), (first, last)))
        for (first, last), lines in sorted(of_span.items()):
            left = min([columns[first][0], *[line.x0 for line in lines]])
            right = max([columns[last][1], *[line.x1 for line in lines]])
            cells.append(_Cell(number, first, number, last, left, top, right, bottom, in_reading_order(lines)))
    return _block(cells, len(records), len(columns), False, scale)


def _block(cells: Sequence[_Cell], rows: int, columns: int, ruled: bool, scale: Scale) -> TableBlock:
    ordered = sorted(cells, key=lambda c: (c.row, c.column))
    lines = [line for cell in ordered for line in cell.lines]
    table = Table(
        tuple(
            Cell(c.row, c.column, c.row_end, c.column_end, scale.box(c.x0, c.y0, c.x1, c.y1), tuple(p.line() for p in c.lines))
            for c in ordered
        ),
        rows,
        columns,
        ruled,
        header_rows(ordered, rows, columns),
    )
    return TableBlock(
        min([c.x0 for c in ordered] + [p.x0 for p in lines]),
        min([c.y0 for c in ordered] + [p.y0 for p in lines]),
        max([c.x1 for c in ordered] + [p.x1 for p in lines]),
        max([c.y1 for c in ordered] + [p.y1 for p in lines]),
        lines,
        table,
    )


def header_rows(cells: Sequence[_Cell], rows: int, columns: int) -> int:
    """How many rows at the top name the columns: words over columns of figures, or bold over plain. Never all of them."""
    if rows < 2 or columns < 2:
        return 0
    figures: dict[int, list[bool]] = {}
    by_row: list[list[_Cell]] = [[] for _ in range(rows)]
    for cell in cells:
        by_row[cell.row].append(cell)
        if cell.row >= 1 and cell.lines and cell.column == cell.column_end:
            figures.setdefault(cell.column, []).append(all(is_figure(line.text) for line in cell.lines))
    of_figures = {column for column, marks in figures.items() if sum(marks) >= 0.5 * len(marks)}
    count = 0
    for row in by_row[: min(4, rows - 1)]:
        filled = [cell for cell in row if cell.lines]
        over = [cell for cell in filled if set(range(cell.column, cell.column_end + 1)) & of_figures]
        words = [cell for cell in over if not all(is_figure(line.text) for line in cell.lines)]
        named = len(over) >= max(1, len(of_figures) / 2) and len(words) > len(over) / 2
        if not named and (len(filled) < 2 or _bold(filled) < 0.8 or _bold(cell for below in by_row[1:] for cell in below) >= 0.5):
            break
        count += 1
    return count


def _bold(cells: Iterable[_Cell]) -> float:
    """The share of words that are bold."""
    words = [word for cell in cells for line in cell.lines for word in line.words]
    return sum(word.bold for word in words) / len(words) if words else 0.0
