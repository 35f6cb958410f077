"""Rulings to grids of cells, as a chain of pure steps whose results can each be drawn.

    edges -> edges_to_merged -> edges_to_intersections -> intersections_to_cells -> cells_to_grids

A cell is the smallest rectangle with an intersection in each corner; a missing ruling between two makes them one cell
that spans rows or columns. (The idea is that of A. Nurminen's thesis, "Algorithmic extraction of data in tables in PDF
documents", 2013.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter, itemgetter

from extractor.layout.pieces import Edge, Scale
from extractor.quick import dataclass

# In letter heights. Rulings closer than this are one (double lines, both sides of a thin bar).
SNAP = 0.3
# A ruling may be drawn in parts with gaps up to this, and end so far from the one that it meets.
JOIN = 0.5
# A shorter ruling is a dash, a tick or part of a letter.
SHORT = 0.7
# Cells are at least this wide and tall: smaller ones are double borders.
SMALL_CELL = 0.45
# An outer border that was not drawn is supposed where this many rulings end at one place.
OPEN_SIDE = 3
# More edges than this is a drawing, not a table.
MANY = 1500


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell's place in its grid (ends inclusive) and its edges in points."""

    row: int
    column: int
    row_end: int
    column_end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that touch. `xs` and `ys` are the places of its rulings, one more than it has columns and rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def edges_to_merged(edges: Sequence[Edge], scale: Scale) -> list[Edge]:
    """Edges on one line, or nearly, that touch, or nearly, become one; what is left too short is dropped."""
    snap, gap = SNAP * scale.text, JOIN * scale.text
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=attrgetter("at", "start", "end")):
        if groups and edge.at - groups[-1][0].at <= snap:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    merged: list[Edge] = []
    for group in groups:
        if len(group) == 1:
            if group[0].end - group[0].start >= SHORT * scale.text:
                merged.append(group[0])
            continue
        at = group[len(group) // 2].at
        runs: list[list[float]] = []
        for edge in sorted(group, key=attrgetter("start", "end")):
            if runs and edge.start - runs[-1][1] <= gap:
                if edge.end > runs[-1][1]:
                    runs[-1][1] = edge.end
            else:
                runs.append([edge.start, edge.end])
        merged += [Edge(at, start, end) for start, end in runs if end - start >= SHORT * scale.text]
    return merged


def close_open_sides(across: Sequence[Edge], down: Sequence[Edge], scale: Scale) -> list[Edge]:
    """The vertical edges, and the outer ones that many tables leave out: where horizontal rulings begin or end in line
    and a vertical ruling stands between them, but none at their ends. No ruling goes beyond an outer edge."""
    slack = JOIN * scale.text
    result = list(down)
    for side in (0, 1):
        ends = sorted([(e.end if side else e.start, e.at, e) for e in across])
        at = 0
        while at < len(ends):
            last = bisect_right(ends, ends[at][0] + slack, key=itemgetter(0))
            group = ends[at:last]
            at = last
            if len(group) < OPEN_SIDE:
                continue
            place, levels = group[0][0], [g[1] for g in group]
            top, bottom = min(levels), max(levels)
            beside = [d.at for d in down if d.start < bottom - slack and d.end > top + slack]
            if not beside or any(abs(x - place) <= 2 * slack for x in beside):
                continue  # it is drawn
            left, right = min(g[2].start for g in group) + slack, max(g[2].end for g in group) - slack
            crossed = any(left < x < right for x in beside)
            if crossed and not any(e.start < place - slack and e.end > place + slack and top < e.at < bottom for e in across):
                result.append(Edge(place, top, bottom))
    return result


def edges_to_intersections(across: Sequence[Edge], down: Sequence[Edge], scale: Scale) -> set[tuple[int, int]]:
    """The pairs (index of a horizontal edge, index of a vertical edge) that cross or touch."""
    slack = JOIN * scale.text
    order = sorted(range(len(down)), key=lambda i: down[i].at)
    places = [down[i].at for i in order]
    return {
        (h, v)
        for h, edge in enumerate(across)
        for v in order[bisect_left(places, edge.start - slack) : bisect_right(places, edge.end + slack)]
        if down[v].start - slack <= edge.at <= down[v].end + slack
    }


def intersections_to_cells(
    meets: set[tuple[int, int]], across: Sequence[Edge], down: Sequence[Edge], scale: Scale
) -> list[tuple[float, float, float, float]]:
    """The smallest rectangles (x0, y0, x1, y1) whose four corners are intersections joined by edges."""
    least = SMALL_CELL * scale.text
    xs, ys = [edge.at for edge in down], [edge.at for edge in across]
    on_row: dict[int, list[int]] = {}
    on_column: dict[int, list[int]] = {}
    for h, v in meets:
        on_row.setdefault(h, []).append(v)
        on_column.setdefault(v, []).append(h)
    for verticals in on_row.values():
        verticals.sort(key=lambda v: (xs[v], v))
    for horizontals in on_column.values():
        horizontals.sort(key=lambda h: (ys[h], h))
    cells = []
    for h, v in sorted(meets):
        below, beside = on_column[v], on_row[h]
        lower = below[bisect_right(below, ys[h] + least, key=ys.__getitem__) :]
        right = beside[bisect_right(beside, xs[v] + least, key=xs.__getitem__) :]
        for k in lower:
            m = next((m for m in right if (k, m) in meets), None)
            if m is not None:
                cells.append((xs[v], ys[h], xs[m], ys[k]))
                break
    return cells


def cells_to_grids(cells: Sequence[tuple[float, float, float, float]], scale: Scale) -> list[Grid]:
    """Cells that share a corner make one grid; single boxes are grids of one cell. Largest first."""
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    corner_of: dict[tuple[float, float], int] = {}
    for i, (x0, y0, x1, y1) in enumerate(cells):
        own = i
        for corner in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)):
            other = corner_of.setdefault(corner, i)
            if other != i:
                parent[own] = own = root(other)
    groups: dict[int, list[tuple[float, float, float, float]]] = {}
    for i, cell in enumerate(cells):
        groups.setdefault(root(i), []).append(cell)
    grids = [cells_to_grid(group, scale) for group in groups.values()]
    return sorted(grids, key=lambda grid: (-grid.area, grid.ys[0], grid.xs[0]))


def cells_to_grid(cells: Sequence[tuple[float, float, float, float]], scale: Scale) -> Grid:
    """One grid of cells (x0, y0, x1, y1), row by row."""
    xs = _places([x for x0, _, x1, _ in cells for x in (x0, x1)], SNAP * scale.text)
    ys = _places([y for _, y0, _, y1 in cells for y in (y0, y1)], SNAP * scale.text)
    placed = []
    for x0, y0, x1, y1 in sorted(cells, key=itemgetter(1, 0, 3, 2)):
        row, column = bisect_right(ys, y0) - 1, bisect_right(xs, x0) - 1
        row_end, column_end = max(bisect_right(ys, y1) - 2, row), max(bisect_right(xs, x1) - 2, column)
        placed.append(GridCell(row, column, row_end, column_end, x0, y0, x1, y1))
    return Grid(tuple(xs), tuple(ys), tuple(placed))


def _places(values: Sequence[float], snap: float) -> list[float]:
    """The distinct values, those within `snap` of the one before counted once (as the least of them)."""
    places: list[float] = []
    last = float("-inf")
    for value in sorted(values):
        if value - last > snap:
            places.append(value)
        last = value
    return places


def edges_to_grids(across: Sequence[Edge], down: Sequence[Edge], scale: Scale) -> list[Grid]:
    """The whole chain. A page with too many edges to be tables has no grids."""
    horizontal = edges_to_merged(across, scale)
    vertical = edges_to_merged(down, scale)
    if not horizontal or not vertical or len(horizontal) > MANY or len(vertical) > MANY:
        return []
    vertical = edges_to_merged(close_open_sides(horizontal, vertical, scale), scale)
    meets = edges_to_intersections(horizontal, vertical, scale)
    return cells_to_grids(intersections_to_cells(meets, horizontal, vertical, scale), scale)
