"""The rows of a table that goes on on a page without a header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractor.find.rows.bands import Band, cells
from extractor.find.rows.body import rows_of
from extractor.find.rows.broken import mended_breaks
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, Layout, TableRow

MOST_SCALED = 1.3  # how much larger one page of a document may lie on its picture than another, and how much smaller


def rows_going_on(
    page: PageStrips, last: int, layout: Layout, above: Sequence[TableRow], labels: RowLabels, parts: Parts, *, open_end: bool
) -> tuple[tuple[TableRow, ...], bool, Layout]:
    """The rows among the strips up to `last` (exclusive), whether a total ends them, and the columns' places: those of the page before
    with its rows `above`, or, where more products hold so, those moved as the rows are (a page lies otherwise on the scanner).
    `open_end`: no total has ended the table."""
    rows, closed = _rows_in(page, last, layout, above, labels, parts, open_end=open_end)
    moved = _moved(page, page.strips[:last], layout, above)
    if moved is not None:
        others, ended = _rows_in(page, last, moved, above, labels, parts, open_end=open_end)
        if sum(row.holds is True for row in others) > sum(row.holds is True for row in rows):
            rows, closed, layout = others, ended, moved
    return (rows if _like(rows, layout) else ()), closed, layout


def _rows_in(
    page: PageStrips, last: int, layout: Layout, above: Sequence[TableRow], labels: RowLabels, parts: Parts, *, open_end: bool
) -> tuple[tuple[TableRow, ...], bool]:
    top = page.strips[0].top if page.strips else 0.0
    strips = page.strips[:last]
    body = mended_breaks(page, strips, [cells(strip, layout.bands) for strip in strips])
    rows, closed = rows_of(page, body, layout, labels, parts, top, running=True)
    if not open_end:  # what looked like the total may have been that of a section or a page: proved rows go on
        rows = tuple(row for row in rows if row.holds)
    return _written_as(rows, above, parts), closed


def _moved(page: PageStrips, body: Sequence[Strip], layout: Layout, above: Sequence[TableRow]) -> Layout | None:
    """The layout with its columns where the outer edges of this page's rows say; None where these lie as those above."""
    one = [row.strip for row in above if row.strip.figures]
    other = [strip for strip in body if len(strip.figures) > 1 and strip.amounts]
    if not one or not other:
        return None
    (left, right), (new_left, new_right) = _edges(one), _edges(other)
    if max(abs(new_left - left), abs(new_right - right)) < page.line_height / 2:
        return None
    scale = (new_right - new_left) / max(right - left, 1.0)
    if not 1 / MOST_SCALED < scale < MOST_SCALED:
        return None
    places = [(new_left + (band.left - left) * scale, new_left + (band.right - left) * scale) for band in layout.bands]
    return replace(layout, bands=tuple(Band(*place) for place in places))


def _edges(strips: Sequence[Strip]) -> tuple[float, float]:
    """Where rows usually begin, and their last figures end."""
    return median(strip.left for strip in strips), median(strip.figures[-1].right for strip in strips)


def _like(rows: Sequence[TableRow], layout: Layout) -> bool:
    """Whether rows of a page without a header are of the running table: most fill the columns that its rows fill."""
    wanted = max(2, len(layout.roles.bands) // 2)
    return sum(1 for row in rows if len(row.cells) >= wanted) * 2 >= len(rows)


def _written_as(rows: Sequence[TableRow], above: Sequence[TableRow], parts: Parts) -> tuple[TableRow, ...]:
    """The rows without those whose amount has no cents among rows with cents: the number of a page in its running head."""
    figures = [cell.figure for row in above for cell in _amounts_of(row, parts)]
    cents = 2 * sum(figure is not None and figure.is_amount for figure in figures) > len(figures)
    odd = [row for row in rows if not row.holds and any(c.figure is not None and not c.figure.is_amount for c in _amounts_of(row, parts))]
    return tuple(row for row in rows if not cents or all(row is not other for other in odd))


def _amounts_of(row: TableRow, parts: Parts) -> list[Cell]:
    return [row.cells[path] for path in sorted(parts.results) if path in row.cells]
