"""Rows whose texts stand in columns: unruled tables, and labels with their values beside them.

A table grows up and down from its fullest row, as long as rows fit into the columns that it has so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.layout.figures import ends_as_label, is_figure
from extractor.layout.pieces import Edge, Piece, Scale
from extractor.layout.rows import Row, Span, column_of

# Rows of one table stand at most this far apart, in letter heights, or this many times its usual gap.
ROW_GAP = 2.6
USUAL_GAPS = 1.8
# A row fits when this share of its texts stands in exactly one column, alone.
FITS = 0.6
# So many rows of a single text (wrapped cells, headings) may lie between two rows that fit.
PENDING = 6
# What makes aligned texts a table: this share of figures outside of the first column ...
FIGURES = 0.35
# ... or so many columns and rows of short texts ...
SHORT_COLUMNS, SHORT_ROWS, SHORT_WORDS = 4, 4, 3.0
# ... or a ruling along this share of its width, twice.
RULED_WIDTH = 0.7
# Texts this long (in words, the median) are columns of running text.
RUNNING = 9
# This share of the texts before a row's last end in a colon in a block of labels and values.
COLONS = 0.4


@dataclass(slots=True)
class Run:
    """Consecutive rows (by index, ends inclusive) that stand in the same columns."""

    first: int
    last: int
    columns: list[Span]
    labels: bool  # labels with values rather than a table


def rows_to_runs(rows: Sequence[Row], across: Sequence[Edge], scale: Scale) -> list[Run]:
    """The tables and label blocks among the rows, from top to bottom; no row is in two of them."""
    used = [False] * len(rows)
    runs = []
    for seed in sorted(range(len(rows)), key=lambda i: (-len(rows[i].lines), i)):
        if len(rows[seed].lines) < 2:
            break
        if used[seed]:
            continue
        run = _grown(seed, rows, used, scale)
        run = _without_tail(run, rows, across, scale)
        kind = _kind(run, rows, across)
        if kind is None:
            continue
        run.labels = kind == "labels"
        used[run.first : run.last + 1] = [True] * (run.last + 1 - run.first)
        runs.append(run)
    return sorted(runs, key=lambda run: run.first)


def _grown(seed: int, rows: Sequence[Row], used: Sequence[bool], scale: Scale) -> Run:
    columns = [(line.x0, line.x1) for line in rows[seed].lines]
    ends = [seed, seed]
    gaps: list[float] = []
    for side, step in ((1, 1), (0, -1)):
        last, at = seed, seed + step
        while 0 <= at < len(rows) and not used[at] and abs(at - last) <= PENDING + 1:
            upper, lower = (rows[at - step], rows[at]) if step > 0 else (rows[at], rows[at - step])
            gap = lower.y0 - upper.y1
            limit = max(ROW_GAP * scale.text, USUAL_GAPS * median(gaps)) if gaps else ROW_GAP * scale.text
            if gap > limit:
                break
            if len(rows[at].lines) >= 2:
                wider = _fitted(rows[at], columns)
                if wider is None:
                    break
                columns = wider
                gaps.append(max(gap, 0.0))
                last = at
            elif _one_column(rows[at], columns) and abs(at - last) == 1 and step > 0 and _hangs(rows[at], gap, scale):
                last = at
            elif not _inside(rows[at], columns, scale):
                break
            at += step
        ends[side] = last
    return Run(ends[0], ends[1], columns, False)


def _fitted(row: Row, columns: Sequence[Span]) -> list[Span] | None:
    """The columns with the row's texts in them; None where the row does not fit."""
    places: dict[int, list[int]] = {}
    for i, line in enumerate(row.lines):
        places[i] = [k for k, (left, right) in enumerate(columns) if min(line.x1, right) - max(line.x0, left) > 0]
    guests: dict[int, int] = {}
    for met in places.values():
        for k in met:
            guests[k] = guests.get(k, 0) + 1
    alone = [i for i, met in places.items() if len(met) == 1 and guests[met[0]] == 1]
    new = [i for i, met in places.items() if not met]
    if len(alone) < FITS * len(row.lines) or not alone:
        return None
    result = list(columns)
    for i in alone:
        k, line = places[i][0], row.lines[i]
        result[k] = (min(result[k][0], line.x0), max(result[k][1], line.x1))
    result += [(row.lines[i].x0, row.lines[i].x1) for i in new]
    return sorted(result)


def _one_column(row: Row, columns: Sequence[Span]) -> bool:
    line = row.lines[0]
    first, last = column_of(line, columns)
    return first == last and line.x0 >= columns[first][0] - line.height and line.x1 <= columns[first][1] + line.height


def _hangs(row: Row, gap: float, scale: Scale) -> bool:
    """Whether a single text stands so close under a row that it goes on with one of its cells."""
    return gap <= 0.45 * scale.text


def _inside(row: Row, columns: Sequence[Span], scale: Scale) -> bool:
    return row.lines[0].x0 >= columns[0][0] - 2 * scale.text and row.lines[-1].x1 <= columns[-1][1] + 2 * scale.text


def _without_tail(run: Run, rows: Sequence[Row], across: Sequence[Edge], scale: Scale) -> Run:
    """The run without its last rows that have only a label and a sum under a table of many columns, where a ruling or
    a wider gap sets them apart: they are a block of labels and values."""
    if len(run.columns) < 4:
        return run
    full = [i for i in range(run.first, run.last + 1) if len(rows[i].lines) > 2]
    if not full or full[-1] == run.last:
        return run
    gaps = [rows[i + 1].y0 - rows[i].y1 for i in range(run.first, full[-1])]
    usual = median(gaps) if gaps else scale.text
    for i in range(full[-1], run.last):
        upper, lower = rows[i], rows[i + 1]
        if len(lower.lines) != 2 or column_of(lower.lines[0], run.columns)[0] == 0:
            continue
        ruled = any(upper.middle < e.at < lower.middle and e.end - e.start > 4 * scale.text for e in across)
        if ruled or lower.y0 - upper.y1 > 1.3 * usual + 0.2 * scale.text:
            return Run(run.first, i, run.columns, False)
    return run


def _kind(run: Run, rows: Sequence[Row], across: Sequence[Edge]) -> str | None:
    """"table", "labels", or None where the rows only happen to stand side by side."""
    inside = rows[run.first : run.last + 1]
    multi = [row for row in inside if len(row.lines) >= 2]
    if len(run.columns) < 2:
        return None
    lines = [line for row in multi for line in row.lines]
    before = [line for row in multi for line in row.lines[:-1]]
    colons = sum(ends_as_label(line.text) for line in before) / len(before)
    length = median(len(line.words) for line in lines)
    if colons >= COLONS:
        return "labels"
    if len(multi) < 2 or length > RUNNING:
        return None
    later = [line for line in lines if column_of(line, run.columns)[0] > 0]
    figures = sum(is_figure(line.text) for line in later) / len(later) if later else 0.0
    if len(run.columns) == 2:
        return _kind_of_two(multi, figures)
    if figures >= FIGURES or _ruled(run, inside, across):
        return "table"
    short = len(run.columns) >= SHORT_COLUMNS and len(multi) >= SHORT_ROWS and length <= SHORT_WORDS
    return "table" if short else None


def _kind_of_two(multi: Sequence[Row], figures: float) -> str | None:
    """Two columns: figures beside words are labels and values (a list of sums), figures beside figures a table."""
    first = [row.lines[0] for row in multi]
    words = sum(not is_figure(line.text) for line in first) / len(first)
    if figures < 0.6:
        return None
    return "labels" if words >= 0.6 and len(multi) <= 8 else "table" if len(multi) >= 3 else None


def _ruled(run: Run, inside: Sequence[Row], across: Sequence[Edge]) -> bool:
    left, right = run.columns[0][0], run.columns[-1][1]
    top, bottom = inside[0].y0, inside[-1].y1
    margin = inside[0].y1 - inside[0].y0
    along = [
        e
        for e in across
        if top - margin <= e.at <= bottom + margin and min(e.end, right) - max(e.start, left) >= RULED_WIDTH * (right - left)
    ]
    return len(along) >= 2


def run_to_pairs(run: Run, rows: Sequence[Row]) -> list[list[Piece]]:
    """A label block's columns of labels, each with the values beside it, row by row. What belongs to no label (an
    address that happens to stand beside) is left out."""
    of_column: dict[int, list[Piece]] = {}
    for row in rows[run.first : run.last + 1]:
        for line in row.lines:
            of_column.setdefault(column_of(line, run.columns)[0], []).append(line)
    labels = {c for c, lines in of_column.items() if 2 * sum(ends_as_label(line.text) for line in lines) >= len(lines)}
    if not labels and len(run.columns) == 2:
        labels = {0}
    pairs = []
    for c in sorted(labels):
        if c + 1 in of_column and c + 1 not in labels:
            group = {id(line) for line in [*of_column[c], *of_column[c + 1]]}
            pairs.append([line for row in rows[run.first : run.last + 1] for line in row.lines if id(line) in group])
    return pairs
