"""Rows whose texts stand in columns: unruled tables, and lists of sums.

A table grows up and down from its fullest row, as long as rows fit into the columns that it has so far (column_fit); then what
only happens to stand in its columns is taken off (column_ends), and it is told what it is (column_kinds).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractor.layout.column_ends import HANGING, trimmed
from extractor.layout.column_fit import Run, fitted, in_one_column, line_to_columns, within
from extractor.layout.column_kinds import has_label, kind_of
from extractor.layout.pieces import Edge, Piece, Scale, join
from extractor.layout.rows import Row, column_of

# Rows of one table stand at most this far apart, in letter heights, or this many times its usual gap.
ROW_GAP = 2.6
USUAL_GAPS = 1.8
# How exactly lines start under a word, in letter heights, to part a column there.
SAME_START = 0.15
# So many rows of a single text (wrapped cells, headings) may lie between two rows that fit.
PENDING = 6


def rows_to_runs(rows: Sequence[Row], across: Sequence[Edge], scale: Scale) -> list[Run]:
    """The tables and label blocks among the rows, from top to bottom; no row is in two of them.

    Lines of the rows found that ran over from one column into the next (a single space wide) are cut there.
    """
    used = [False] * len(rows)
    tried: set[int] = set()  # rows of two texts in a run that was none: they would grow to the same
    runs = []
    for seed in sorted(range(len(rows)), key=lambda i: (-len(rows[i].lines), i)):
        if len(rows[seed].lines) < 2:
            break
        if used[seed] or seed in tried:
            continue
        run, parted = _grown(seed, rows, used, scale)
        candidates = list(rows)
        for i, lines in parted.items():
            candidates[i] = Row(rows[i].y0, rows[i].y1, lines)
        run = trimmed(run, candidates, used, across, scale)
        kind = kind_of(run, candidates, across)
        if kind is None:
            tried.update(i for i in range(run.first, run.last + 1) if len(rows[i].lines) == 2)
            continue
        run.labels = kind == "labels"
        for i in range(run.first, run.last + 1):
            used[i] = True
            rows[i].lines = candidates[i].lines
        if not run.labels:
            _part_columns(run, rows)
        runs.append(run)
    return sorted(runs, key=lambda run: run.first)


def _part_columns(run: Run, rows: Sequence[Row]) -> None:
    """Parts a column in two where lines start inside it and the lines over them have a word start just there: columns
    a single space apart, as typewriters and receipts set them. Running text is never asked: this is inside a table."""
    by_column: dict[tuple[int, int], list[tuple[Row, Piece]]] = {}
    for row in rows[run.first : run.last + 1]:
        for line in row.lines:
            by_column.setdefault(column_of(line, run.columns), []).append((row, line))
    for k in range(len(run.columns) - 1, -1, -1):  # from the right: a parted column moves none that is still to come
        inside = by_column.get((k, k), [])
        left = run.columns[k][0]
        for place in sorted({line.x0 for _, line in inside if line.x0 > left + line.height}):
            near = SAME_START * inside[0][1].height
            if sum([abs(line.x0 - place) <= near for _, line in inside]) < 2:
                continue
            over = [(row, line) for row, line in inside if line.x0 < place - near and line.x1 > place + near]
            if len(over) < 2:
                continue
            cuts = [next((n for n, part in enumerate(line.parts) if n and abs(part.x0 - place) <= near), 0) for _, line in over]
            if not all(cuts):
                continue
            for (row, line), n in zip(over, cuts, strict=True):
                at = next(i for i, other in enumerate(row.lines) if other is line)
                row.lines = [*row.lines[:at], join(line.parts[:n]), join(line.parts[n:]), *row.lines[at + 1 :]]
            before = [line.parts[n - 1].x1 for (_, line), n in zip(over, cuts, strict=True)]
            ends = max([*before, *(line.x1 for _, line in inside if line.x1 <= place)])
            run.columns[k : k + 1] = [(left, ends), (place, run.columns[k][1])]
            break


def _grown(seed: int, rows: Sequence[Row], used: Sequence[bool], scale: Scale) -> tuple[Run, dict[int, list[Piece]]]:
    """The run around the fullest row, and the lines of its rows that had to be cut at columns."""
    columns = [(line.x0, line.x1) for line in rows[seed].lines]
    ends = [seed, seed]
    gaps: list[float] = []
    parted: dict[int, list[Piece]] = {}
    labels = has_label(rows[seed])
    for side, step in ((1, 1), (0, -1)):
        last, at = seed, seed + step
        while 0 <= at < len(rows) and not used[at] and abs(at - last) <= PENDING + 1:
            upper, lower = (rows[at - step], rows[at]) if step > 0 else (rows[at], rows[at - step])
            gap = lower.y0 - upper.y1
            if gap > ROW_GAP * scale.text and (not gaps or gap > USUAL_GAPS * median(gaps)):
                break
            lines = rows[at].lines
            if not labels and has_label(rows[at]):
                break  # labels with values are no rows of a table
            if len(lines) > 1:
                lines = [part for line in lines for part in line_to_columns(line, columns)]
            if len(lines) >= 2:
                wider = fitted(lines, columns)
                if wider is None:
                    if 2 * len(lines) < len(columns) and within(rows[at], columns, scale):
                        at += step  # further texts of a record, set freely
                        continue
                    break
                columns = wider
                gaps.append(max(gap, 0.0))
                last = at
                if len(lines) > len(rows[at].lines):
                    parted[at] = lines
            elif step > 0 and at - last == 1 and gap <= HANGING * scale.text and in_one_column(rows[at], columns):
                last = at
            elif not within(rows[at], columns, scale):
                break
            at += step
        ends[side] = last
    return Run(ends[0], ends[1], columns, False), parted
