"""Tables that stand so near one another that their rulings meet: one grid parted at the empty strips between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.grids import Grid, GridCell, cells_to_grid
from extractor.layout.pieces import Piece, Scale

STRIP = 0.7  # of the height of a row: an empty row that is no higher parts tables
SAME = 0.5  # letter heights: how exactly columns of two parts agree

Lines = list[Piece]
Filled = tuple[GridCell, Lines]


def tables_of_grid(grid: Grid, lines_of: Sequence[Lines], scale: Scale) -> list[tuple[Grid, list[Lines]]]:
    """The grid's tables from top to bottom, each with the lines of its cells in their order; mostly the grid itself.

    An empty strip parts two tables where the columns over it are others than under it; at a grid's upper or lower edge it is a
    line that runs close by.
    """
    whole = [(grid, list(lines_of))]
    cells = list(zip(grid.cells, lines_of, strict=True))
    tall = [low - high for high, low in pairwise(grid.ys)]
    full = {row for cell, lines in cells if lines for row in range(cell.row, cell.row_end + 1) if _holds(grid, row, lines)}
    if not full:
        return whole
    strips = [row for row in range(grid.rows) if row not in full and tall[row] < STRIP * median(tall[row] for row in full)]
    runs = _runs(grid.rows, strips)
    if len(runs) == 1 and runs[0] == (0, grid.rows - 1):
        return whole
    parts: list[list[Filled]] = []
    for first, last in runs:
        part = [(cell, lines) for cell, lines in cells if first <= _row_of(grid, cell, lines) <= last and (lines or cell.row_end <= last)]
        if parts and _columns_agree(parts[-1], part, scale):
            return whole
        parts.append(part)
    return [_table(part, grid.ys[first], scale) for part, (first, _) in zip(parts, runs, strict=True) if part]


def _holds(grid: Grid, row: int, lines: Lines) -> bool:
    return any(grid.ys[row] <= line.middle < grid.ys[row + 1] for line in lines)


def _row_of(grid: Grid, cell: GridCell, lines: Lines) -> int:
    """The row that a cell's text stands in, where it spans several; its first row without text."""
    return next((row for row in range(cell.row, cell.row_end + 1) if _holds(grid, row, lines)), cell.row)


def _runs(rows: int, strips: Sequence[int]) -> list[tuple[int, int]]:
    edges = [-1, *strips, rows]
    return [(upper + 1, lower - 1) for upper, lower in pairwise(edges) if upper + 1 <= lower - 1]


def _columns_agree(upper: Sequence[Filled], lower: Sequence[Filled], scale: Scale) -> bool:
    """Whether all columns of one part are columns of the other: heads may span several."""
    fewer, more = sorted(({cell.x0 for cell, _ in part} for part in (upper, lower)), key=len)
    return all(any(abs(x - y) < SAME * scale.text for y in more) for x in fewer)


def _table(part: Sequence[Filled], top: float, scale: Scale) -> tuple[Grid, list[Lines]]:
    lines = {(cell.x0, max(cell.y0, top), cell.x1, cell.y1): content for cell, content in part}
    grid = cells_to_grid(list(lines), scale)
    return grid, [lines[cell.x0, cell.y0, cell.x1, cell.y1] for cell in grid.cells]
