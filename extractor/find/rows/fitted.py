"""A header's cells as the rows under it bear them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.rows.bands import OVERFLOW_GAP, BandCell, bands, cells
from extractor.find.rows.header import HeaderCell, cell_of
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.strips import PageStrips, Strip

CLOSE_NAMES = 0.9  # of the line height: names nearer to one another may be one name


def fitted(page: PageStrips, head: Sequence[HeaderCell], near: Sequence[Strip], top: float, labels: RowLabels) -> tuple[HeaderCell, ...]:
    """The header's cells as the body bears them out: two names close together over one column are one, and a name over
    two columns of figures is two."""
    cells_of = list(head)
    table = bands(page, [(cell.left, cell.right) for cell in cells_of], near, top)
    every = [cells(strip, table) for strip in near]
    held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
    position = 0
    while position + 1 < len(cells_of) and held:
        one, other = cells_of[position], cells_of[position + 1]
        close = other.left - one.right < CLOSE_NAMES * page.line_height
        both = sum(1 for row in held if position in row and position + 1 in row)
        figures = all(
            sum(1 for row in held if n in row and row[n].figures) >= 0.9 * sum(1 for row in held if n in row)
            for n in (position, position + 1)
        )
        filled = min(sum(1 for row in every if position in row), sum(1 for row in every if position + 1 in row))
        if close and (filled <= 0.1 * len(held) or (figures and not both) or _runs_through(held, position)):
            cells_of[position : position + 2] = [cell_of((*one.tokens, *other.tokens), labels)]
            table = bands(page, [(cell.left, cell.right) for cell in cells_of], near, top)
            every = [cells(strip, table) for strip in near]
            held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
            continue
        position += 1
    for position in range(len(cells_of) - 1, -1, -1):
        cell = cells_of[position]
        pairs = [
            (row[position].figures[0], row[position].figures[-1])
            for row in held
            if position in row and len(row[position].figures) == 2 and _apart(row[position], page.line_height)
        ]
        if len(cell.tokens) < 2 or len(pairs) < max(1, 0.6 * sum(1 for row in held if position in row and row[position].figures)):
            continue
        cut = (max(one.right for one, _ in pairs) + min(other.left for _, other in pairs)) / 2
        left, right = (tuple(t for t in cell.tokens if (t.center < cut) == side) for side in (True, False))
        if left and right:
            cells_of[position : position + 1] = [cell_of(left, labels), cell_of(right, labels)]
    return tuple(cells_of)


def _runs_through(rows: Sequence[Mapping[int, BandCell]], position: int) -> bool:
    """Whether a text goes on from a band into the next one without a gap in most rows that fill both: one column, cut in two."""
    both = [(row[position], row[position + 1]) for row in rows if position in row and position + 1 in row]
    texts = [(one, other) for one, other in both if not one.figures and sum(c.isalpha() for c in one.text) >= 3 and other.words]
    on = [
        other.tokens[0].left - one.tokens[-1].right <= OVERFLOW_GAP * max(one.tokens[-1].bottom - one.tokens[-1].top, 1.0)
        for one, other in texts
    ]
    return len(on) > 0.5 * len(rows) and sum(on) > 0.8 * len(on)


def _apart(cell: BandCell, height: float) -> bool:
    one, other = cell.figures
    return other.left - one.right > height and sum(len(t.text) for t in cell.words) <= 8
