"""Ruled grids to tables and zones: which grid is a table, which a form, and which only frames a part of the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from extractor.layout.grids import Grid
from extractor.layout.pieces import Piece, Scale
from extractor.layout.rows import lines_to_rows

# A frame's cells hold running text or whole blocks: so many lines in the median cell, or in one that holds most words.
FRAME_LINES = 6
FRAME_SHARE = 0.6
# A grid whose cells are mostly merged, in letter heights a box lower than this is shading behind one row.
FORM_SHARE = 0.5
ROW_HIGH = 2.4
# In a stack of boxes with rows of so many texts, the boxes are the rows of a table.
STRIPES = 3


@dataclass(slots=True)
class Zone:
    """A framed part of the page, ordered and parted by itself; the page outside of all frames is one too."""

    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[Piece]
    parent: int = -1
    stack: bool = False  # of low boxes, one text each: its rulings part nothing


def pieces_to_cells(pieces: Sequence[Piece], grids: Sequence[Grid]) -> int:
    """Sets each piece's `cell` to the number of the smallest cell that its middle stands in, counted through all grids; gives how many
    cells there are."""
    if not grids:
        return 0
    cells = 0
    middles = sorted(pieces, key=attrgetter("middle"))
    heights = [piece.middle for piece in middles]
    for grid in grids:  # largest first: a grid inside another's cell comes later and wins
        place = {
            (row, column): cells + k
            for k, cell in enumerate(grid.cells)
            for row in range(cell.row, cell.row_end + 1)
            for column in range(cell.column, cell.column_end + 1)
        }
        left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
        for piece in middles[bisect_left(heights, top) : bisect_right(heights, bottom)]:
            x = (piece.x0 + piece.x1) / 2
            if left <= x <= right:
                found = place.get((bisect_right(grid.ys, piece.middle) - 1, bisect_right(grid.xs, x) - 1))
                if found is not None:
                    piece.cell = found
        cells += len(grid.cells)
    return cells


def grid_kind(grid: Grid, lines_of: Sequence[Sequence[Piece]], beside: bool, scale: Scale) -> str:
    """ "table"; "form" (boxes with their labels); "frame" (each cell a part of the page); "box" (the whole grid is one
    part of the page); "shading" (drawn behind or between rows: no part of its own); "empty".

    `beside` says that lines stand left or right of the grid, at its height; it matters to a grid of one column alone.
    """
    filled = [list(lines) for lines in lines_of if lines]
    if not filled:
        return "empty"
    if grid.columns == 1:
        return _kind_of_stack(grid, lines_of, beside, scale)
    if grid.rows == 1 and all(len(lines) <= 2 for lines in filled):
        return "shading"  # a header's or a total's boxes: their rows go on outside
    crowded = sum(len(line.words) for lines in filled if _striped(lines) for line in lines)
    if 2 * crowded > sum(len(line.words) for lines in filled for line in lines):
        return "shading"  # rulings between rows, and some of those between columns
    full_width = {cell.row for cell in grid.cells if cell.column == 0 and cell.column_end == grid.columns - 1}
    if 2 * len(full_width) > grid.rows:
        return "box"
    words = [sum(len(line.words) for line in lines) for lines in filled]
    if len(filled) == 1 or median(len(lines) for lines in filled) >= FRAME_LINES:
        return "frame"
    largest = max(range(len(filled)), key=lambda i: words[i])
    if words[largest] >= FRAME_SHARE * sum(words) and len(filled[largest]) >= FRAME_LINES + 2 and len(filled) < 6:
        return "frame"
    if len(grid.cells) < FORM_SHARE * grid.rows * grid.columns:
        return "form"
    return "table"


def _kind_of_stack(grid: Grid, lines_of: Sequence[Sequence[Piece]], beside: bool, scale: Scale) -> str:
    if sum([_striped(lines) for lines in lines_of]) > 1:
        return "shading" if beside else "box"
    if all(cell.y1 - cell.y0 < ROW_HIGH * scale.text for cell in grid.cells):  # low boxes
        widest = sorted([len(row.lines) for lines in lines_of for row in lines_to_rows(lines)])
        if len(grid.cells) < 3 or widest[len(widest) // 2] >= STRIPES:
            return "shading"
    if len(grid.cells) > 1 and max(len(lines) for lines in lines_of) > FRAME_LINES:
        return "frame"
    return "box"


def _striped(lines: Sequence[Piece]) -> bool:
    """Whether a cell holds a row of several texts: it is no cell, but part of a table whose columns are not all ruled."""
    return len(lines) >= STRIPES and any(len(row.lines) >= STRIPES for row in lines_to_rows(lines))
