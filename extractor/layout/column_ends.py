"""Where a table among rows begins and ends: from its header to the last row that has a figure where its figures stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.column_fit import Run, figure_columns, figures_in, fitted, in_one_column
from extractor.layout.pieces import Edge, Scale
from extractor.layout.rows import Row, Span, column_of

# A single text this close under a row (white space) goes on with one of its cells.
HANGING = 0.45
# A header's lines stand this close over one another (white space, in letter heights).
HEADER_GAP = 0.7
# ... and so many rows of less may lie between a full row of it and the next.
HEADER_ROWS = 5


def trimmed(run: Run, rows: Sequence[Row], used: Sequence[bool], across: Sequence[Edge], scale: Scale) -> Run:
    """The run without what only happens to stand in its columns: letters and addresses above its header, sums and
    footers under it. A table reaches from its header to the last row that has a figure where its figures stand."""
    if len(run.columns) < 3:
        return run
    of_figures = figure_columns(_full(rows[run.first : run.last + 1], run.columns), run.columns)
    if not of_figures:
        return run
    figures = {i: held for i in range(run.first, run.last + 1) if (held := figures_in(rows[i], run.columns) & of_figures)}
    if not figures:
        return run
    core = list(figures)
    # With figures in half of the columns of figures at least.
    dense = [i for i, held in figures.items() if 2 * len(held) >= len(of_figures)]
    # Sums stand in the last column, a footer's numbers anywhere.
    last_full = max([i for i in dense if max(of_figures) in figures[i]], default=core[-1])
    gaps = [lower.y0 - upper.y1 for upper, lower in pairwise(rows[core[0] : core[-1] + 1])]
    usual = max(median(gaps), 0.0) if gaps else 0.5 * scale.text
    last = _tail(run, rows, core, last_full, usual, across, scale)
    close = max(HANGING * scale.text, 1.15 * usual)
    while last + 1 < len(rows) and not used[last + 1] and _goes_on(rows[last], rows[last + 1], run.columns, close, across):
        last += 1
    return Run(_head(run, rows, min(dense, default=core[0]), across, scale), last, run.columns, False)


def _goes_on(upper: Row, lower: Row, columns: Sequence[Span], close: float, across: Sequence[Edge]) -> bool:
    """Whether a row wraps the last record (a text in one column), or is one more (of words alone): close, not ruled off."""
    if lower.y0 - upper.y1 > close or _parted(upper, lower, across):
        return False
    if len(lower.lines) == 1:
        return in_one_column(lower, columns)
    return 2 * len(lower.lines) > len(columns) and fitted(lower.lines, columns) is not None


def _parted(upper: Row, lower: Row, across: Sequence[Edge]) -> bool:
    """Whether a ruling runs between two rows, under half of the lower one at least."""
    left, right = lower.lines[0].x0, lower.lines[-1].x1
    between = [min(e.end, right) - max(e.start, left) for e in across if upper.middle < e.at < lower.middle]
    return sum(length for length in between if length > 0) >= 0.5 * (right - left) > 0


def _head(run: Run, rows: Sequence[Row], body: int, across: Sequence[Edge], scale: Scale) -> int:
    """The first row of the header over the first row with figures: full rows near it, and what stands close over them. No text across
    columns lies between: what stands over one is a letter's head."""
    first = body
    for i in range(body - 1, run.first - 1, -1):
        if first - i > HEADER_ROWS or (len(rows[i].lines) == 1 and len(set(column_of(rows[i].lines[0], run.columns))) > 1):
            break
        if 2 * len(rows[i].lines) >= len(run.columns) and len(rows[i].lines) >= min(3, len(run.columns)):
            first = i
    while first > run.first and len(rows[first - 1].lines) >= 2 and rows[first].y0 - rows[first - 1].y1 <= HEADER_GAP * scale.text:
        if _parted(rows[first - 1], rows[first], across):
            break
        first -= 1
    return first


def _tail(run: Run, rows: Sequence[Row], core: Sequence[int], last_full: int, usual: float, across: Sequence[Edge], scale: Scale) -> int:
    """The last row of the table itself. Not its are sums set apart under many columns (a label, a figure), nor what
    stands under a ruling and has hardly a figure where the table has its own (a footer)."""
    if len(run.columns) < 4:
        return core[-1]
    width = run.columns[-1][1] - run.columns[0][0]
    last_wide = max([i for i in core if len(rows[i].lines) > 2], default=core[-1])
    for before, i in pairwise(core):
        upper, lower = rows[before], rows[i]
        between = [e.end - e.start for e in across if upper.middle < e.at < lower.middle]
        ruled = max(between, default=0.0)
        if ruled > 0.6 * width and i > last_full:
            return before
        apart = ruled > 4 * scale.text or lower.y0 - upper.y1 > 1.3 * usual + 0.2 * scale.text
        indented = column_of(lower.lines[0], run.columns)[0] > 0 or (ruled > 0.6 * width and len(lower.lines) == 2)
        if i > last_wide and apart and indented:
            return before
    return core[-1]


def _full(rows: Sequence[Row], columns: Sequence[Span]) -> list[Row]:
    """The rows that fill at least half of the columns; all rows of several texts where there are none."""
    multi = [row for row in rows if len(row.lines) >= 2]
    return [row for row in multi if 2 * len(row.lines) >= len(columns)] or multi
