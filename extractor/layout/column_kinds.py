"""What rows in columns are: a table, labels with their values, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.column_fit import FIGURES, Run, figure_columns, figures_in
from extractor.layout.figures import ends_as_label, is_figure
from extractor.layout.pieces import Edge, Piece
from extractor.layout.rows import Row, Span, column_of

# Lists of labels and values are no longer than this many rows: longer ones are tables without a header.
LIST_ROWS = 8
# What makes aligned texts a table, beside a column of figures: its rows fill at least this share of its columns, in the median
# (else the columns are of many tables) ...
FILLED_COLUMNS = 0.3
# ... or so many columns and rows of short texts ...
SHORT_COLUMNS, SHORT_ROWS, SHORT_WORDS = 4, 4, 3.0
# ... or a ruling along this share of its width, twice.
RULED_WIDTH = 0.7
# Texts this long (in words, the median) are columns of running text.
RUNNING = 9
# Where this share of the texts before a row's last are labels by their colon, the rows are labels and values.
COLONS = 0.4


def kind_of(run: Run, rows: Sequence[Row], across: Sequence[Edge]) -> str | None:
    """ "table", "labels", or None where the rows only happen to stand side by side."""
    inside = rows[run.first : run.last + 1]
    multi = [row for row in inside if len(row.lines) >= 2]
    if len(run.columns) < 2:
        return None
    lines = [line for row in multi for line in row.lines]
    colons = sum([_is_label(left, right) for row in multi for left, right in pairwise(row.lines)]) / (len(lines) - len(multi))
    length = median([len(line.words) for line in lines])
    if colons >= COLONS and len(run.columns) > 2:
        return None
    if len(multi) < 2 or length > RUNNING or median([len(row.lines) for row in multi]) < FILLED_COLUMNS * len(run.columns):
        return None
    of_figures = figure_columns(multi, run.columns)
    if len(run.columns) == 2:
        return _kind_of_two(multi, 1 in of_figures)
    if _alternates(multi, run.columns, of_figures):
        return "labels"
    if of_figures - {0} or _ruled(run, inside, across):
        return "table"
    short = len(run.columns) >= SHORT_COLUMNS and len(multi) >= SHORT_ROWS and length <= SHORT_WORDS
    return "table" if short and not colons else None


def _is_label(left: Piece, right: Piece) -> bool:
    """`Date: | 1 May` and `Date | : 1 May`."""
    return ends_as_label(left.text) or right.text.startswith(":")


def has_label(row: Row) -> bool:
    """Whether one of a row's texts is a label of the next."""
    return any(map(_is_label, row.lines, row.lines[1:]))


def _alternates(multi: Sequence[Row], columns: Sequence[Span], of_figures: set[int]) -> bool:
    """Words, figures, words, figures, and no header over them: pairs side by side."""
    if len(columns) % 2 or len(multi) > LIST_ROWS or 0 in of_figures or not figures_in(multi[0], columns):
        return False
    marks: dict[int, list[bool]] = {}
    for row in multi:
        for line in row.lines:
            marks.setdefault(column_of(line, columns)[0], []).append(is_figure(line.text))
    return all((sum(m) >= FIGURES * len(m)) if c % 2 else (sum(m) <= (1 - FIGURES) * len(m)) for c, m in marks.items())


def _kind_of_two(multi: Sequence[Row], figures: bool) -> str | None:
    """Two columns: figures beside words are labels and values (a list of sums), figures beside figures a table."""
    if not figures:
        return None
    first = [row.lines[0] for row in multi]
    words = sum(not is_figure(line.text) for line in first) / len(first)
    return "labels" if words >= 0.6 and len(multi) <= LIST_ROWS else "table" if len(multi) >= 3 else None


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
