"""Lines to rows: what stands on one height, and which rows are one record of a table (a cell wrapped over lines)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from extractor.layout.figures import is_figure
from extractor.layout.pieces import Edge, Piece, Scale

# Lines whose middles differ by less than this share of the lower one's height stand in one row.
SAME_ROW = 0.5
# A text shares more than this part of the narrower one's width with the column that it stands in.
TOUCHING = 0.2
# A row that fills at least this share of the columns that most rows fill begins a record.
ANCHOR = 0.5
KEY_COLUMN = 0.6
# A line that wraps stands nearer to its record than records stand to each other, by this factor ...
NEARER = 0.8
# ... and never further (from middle to middle) than so many letter heights.
WRAP_REACH = 2.0


@dataclass(slots=True)
class Row:
    """Lines on one height, left to right; edges in points."""

    y0: float
    y1: float
    lines: list[Piece]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


_DOWN, _ACROSS = attrgetter("middle", "x0", "order"), attrgetter("x0", "order")


def lines_to_rows(lines: Sequence[Piece]) -> list[Row]:
    """Every line in one row, rows from top to bottom."""
    rows: list[list[Piece]] = []
    for line in sorted(lines, key=_DOWN):
        if rows and _in_row(line, rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        Row(min([p.y0 for p in row]), max([p.y1 for p in row]), sorted(row, key=_ACROSS))
        if len(row) > 1
        else Row(row[0].y0, row[0].y1, row)
        for row in rows
    ]


def _in_row(line: Piece, row: Sequence[Piece]) -> bool:
    """Whether a line stands in a row of lines none of which stands lower."""
    if line.middle - row[-1].middle > SAME_ROW * line.height:
        return False
    half = len(row) // 2  # of lines from the top down: the middle one, or the two
    with_line = row[half].middle if len(row) % 2 else (row[half - 1].middle + row[half].middle) / 2
    if line.middle - with_line > SAME_ROW * line.height:
        return False
    height = median([other.height for other in row]) if len(row) > 1 else row[0].height
    return line.middle - with_line <= SAME_ROW * height and not _stacked(line, row)


def _stacked(line: Piece, row: Sequence[Piece]) -> bool:
    """Whether the line stands under one of the row's: small print of two lines beside one large line."""
    return any(
        min(line.x1, other.x1) - max(line.x0, other.x0) > 0.3 * min(line.x1 - line.x0, other.x1 - other.x0)
        for other in row
        if line.y0 > other.middle
    )


Span = tuple[float, float]


def columns_met(line: Piece, columns: Sequence[Span]) -> list[int]:
    """The columns, from left to right, with which the line shares so much that it is no mere touching."""
    x0, x1 = line.x0, line.x1
    met = []
    for i, (left, right) in enumerate(columns):
        if left >= x1:
            break
        if right > x0:
            shared = (x1 if x1 < right else right) - (x0 if x0 > left else left)
            narrow, wide = x1 - x0, right - left
            if shared > TOUCHING * (narrow if narrow < wide else wide):
                met.append(i)
    return met


def column_of(line: Piece, columns: Sequence[Span]) -> tuple[int, int]:
    """The first and the last column (ends inclusive) that the line stands in; the nearest one where it stands in none."""
    met = columns_met(line, columns)
    if met:
        return met[0], met[-1]
    middle = (line.x0 + line.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: max(columns[i][0] - middle, middle - columns[i][1], 0.0))
    return nearest, nearest


def rows_to_records(rows: Sequence[Row], columns: Sequence[Span], across: Sequence[Edge], scale: Scale) -> list[list[Row]]:
    """The rows grouped into records, top to bottom: a row that only continues a wrapped cell joins the record it is
    nearest to. A ruling across always parts records; two rows that both fill the usual columns are always two."""
    if len(rows) < 2:
        return [list(rows)] if rows else []
    spans = [[column_of(line, columns) for line in row.lines] for row in rows]
    filled = [{c for first, last in row for c in range(first, last + 1)} for row in spans]
    key = _key_columns(rows, spans, filled, columns)
    anchors = [len(f & key) >= ANCHOR * len(key) for f in filled]
    ruled = _ruled_between(rows, across)
    steps = [lower.middle - upper.middle for upper, lower in pairwise(rows)]
    usual = [step for i, step in enumerate(steps) if anchors[i] and anchors[i + 1] and not ruled[i]]
    near = min(WRAP_REACH * scale.text, NEARER * median(usual)) if usual else WRAP_REACH * scale.text
    records, has_anchor = [[rows[0]]], anchors[0]
    for i in range(len(steps)):
        row, anchor = rows[i + 1], anchors[i + 1]
        if ruled[i] or (has_anchor and anchor):
            joins = False
        elif anchor:  # lines over the figures: only if they stand clearly nearer to these than to what is above
            joins = steps[i] <= near and (i == 0 or ruled[i - 1] or steps[i] < NEARER * steps[i - 1])
        else:
            last = i + 1 == len(steps) or ruled[i + 1]
            joins = (steps[i] <= near and (last or steps[i] * NEARER <= steps[i + 1])) or _continues(row, filled[i + 1], steps[i], scale)
        if joins:
            records[-1].append(row)
            has_anchor = has_anchor or anchor
        else:
            records.append([row])
            has_anchor = anchor
    return records


def _key_columns(
    rows: Sequence[Row], spans: Sequence[Sequence[tuple[int, int]]], filled: Sequence[set[int]], columns: Sequence[Span]
) -> set[int]:
    """The columns that most full rows fill; not the one whose words are most, since that is the one that wraps. `spans`: the columns of
    each row's lines."""
    most = max(len(f) for f in filled)
    full = [f for f in filled if len(f) >= max(KEY_COLUMN * most, 2)]
    if not full:
        return set(range(len(columns)))
    key = {c for c in range(len(columns)) if sum([c in f for f in full]) >= KEY_COLUMN * len(full)}
    letters = dict.fromkeys(range(len(columns)), 0)
    for row, of_row in zip(rows, spans, strict=True):
        for line, (first, _) in zip(row.lines, of_row, strict=True):
            if not is_figure(line.text):
                letters[first] += len(line.text)
    wordy = max(letters, key=lambda c: (letters[c], -c))
    return key - {wordy} if len(key) > 1 else key


def _continues(row: Row, filled: set[int], step: float, scale: Scale) -> bool:
    """Whether evenly spaced rows say themselves that they go on: one text that starts with a small letter."""
    text = row.lines[0].text
    return len(row.lines) == 1 and len(filled) == 1 and step <= WRAP_REACH * scale.text and text[:1].islower()


def _ruled_between(rows: Sequence[Row], across: Sequence[Edge]) -> list[bool]:
    """For each row but the last: whether a ruling under most of the rows' width stands between it and the next."""
    left = min(line.x0 for row in rows for line in row.lines)
    right = max(line.x1 for row in rows for line in row.lines)
    places = [edge.at for edge in sorted(across, key=lambda e: e.at) if min(edge.end, right) - max(edge.start, left) > 0.6 * (right - left)]
    return [bisect_right(places, lower.middle) > bisect_right(places, upper.middle) for upper, lower in pairwise(rows)]
