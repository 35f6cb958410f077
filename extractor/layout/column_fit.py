"""Rows against columns: whether a row fits into them, where its lines are cut, and which of them hold figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.layout.figures import is_figure, may_be_one
from extractor.layout.pieces import Piece, Scale, join
from extractor.layout.rows import Row, Span, column_of, columns_met

# A row fits when this share of its texts stands in exactly one column, alone.
FITS = 0.6
# How exactly a text starts where its column starts, in letter heights.
EDGE = 0.5
# Groups of one figure stand this close, in letter heights: where a column happens to begin between two, that is no gap between columns.
A_SPACE = 0.6
# Words without a figure this close are of one text.
WORDS_SPACE = 0.3
# A column of figures has this share of them, and is filled in this share of the rows.
FIGURES, FILLED = 0.6, 0.5


@dataclass(slots=True)
class Run:
    """Consecutive rows (by index, ends inclusive) that stand in the same columns."""

    first: int
    last: int
    columns: list[Span]
    labels: bool  # words with a figure beside each (totals): labels with values rather than a table


def line_to_columns(line: Piece, columns: Sequence[Span]) -> list[Piece]:
    """The line cut where a gap between its words falls between two columns, if every part then starts or ends, or
    stands centred, as its column does."""
    if len(line.parts) < 2:
        return [line]
    first, last = column_of(line, columns)
    if first == last:
        return [line]
    bounds = [(k, (columns[k][1] + columns[k + 1][0]) / 2) for k in range(first, last)]
    parts: list[list[Piece]] = [[line.parts[0]]]
    for left, right in pairwise(line.parts):
        of_words = right.x0 - left.x1 <= WORDS_SPACE * line.height and not any(map(str.isdigit, left.words[-1].text + right.words[0].text))
        one_figure = right.x0 - left.x1 <= A_SPACE * line.height and may_be_one(left.words[-1].text, right.words[0].text)
        parted = (left.x0 < bound < right.x1 and left.x1 <= columns[k + 1][0] and right.x0 >= columns[k][1] for k, bound in bounds)
        if not (one_figure or of_words) and any(parted):
            parts.append([right])
        else:
            parts[-1].append(right)
    pieces = [join(part) for part in parts]
    near = EDGE * line.height
    for piece in pieces:
        k, end = column_of(piece, columns)
        x0, x1 = columns[k]
        aligned = min(abs(piece.x0 - x0), abs(piece.x1 - x1), abs(piece.x0 + piece.x1 - x0 - x1) / 2) <= near
        if k != end or not aligned:
            return [line]
    return pieces


def fitted(lines: Sequence[Piece], columns: Sequence[Span]) -> list[Span] | None:
    """The columns with one row's texts in them; None where the row does not fit."""
    places = [columns_met(line, columns) for line in lines]
    guests = [0] * len(columns)
    for met in places:
        for k in met:
            guests[k] += 1
    alone = [i for i, met in enumerate(places) if len(met) == 1 and guests[met[0]] == 1]
    new = [i for i, met in enumerate(places) if not met]
    # A text may run on over empty columns if it starts where a column starts.
    over = [
        i
        for i, met in enumerate(places)
        if len(met) > 1 and all(guests[k] == 1 for k in met) and abs(lines[i].x0 - columns[met[0]][0]) <= EDGE * lines[i].height
    ]
    if len(alone) + len(over) < FITS * len(lines) or not alone:
        return None
    result = list(columns)
    for i in alone:
        k, line = places[i][0], lines[i]
        # A column grows with its texts, but not into its neighbours.
        left = max(line.x0, columns[k - 1][1]) if k > 0 else line.x0
        right = min(line.x1, columns[k + 1][0]) if k + 1 < len(columns) else line.x1
        result[k] = (min(result[k][0], left), max(result[k][1], right))
    result += [(lines[i].x0, lines[i].x1) for i in new]
    return sorted(result)


def in_one_column(row: Row, columns: Sequence[Span]) -> bool:
    """Whether a row's first text stands in one column, or begins hardly left of it."""
    line = row.lines[0]
    first, last = column_of(line, columns)
    return first == last and line.x0 >= columns[first][0] - line.height


def within(row: Row, columns: Sequence[Span], scale: Scale) -> bool:
    """Whether a row reaches no further than the columns."""
    return row.lines[0].x0 >= columns[0][0] - 2 * scale.text and row.lines[-1].x1 <= columns[-1][1] + 2 * scale.text


def figures_in(row: Row, columns: Sequence[Span]) -> set[int]:
    """The columns in which a row of several texts has figures."""
    return {column_of(line, columns)[0] for line in row.lines if is_figure(line.text)} if len(row.lines) > 1 else set()


def figure_columns(multi: Sequence[Row], columns: Sequence[Span]) -> set[int]:
    """The columns most of whose texts are figures and that most rows fill. Rows of words at the top are a header;
    without one, it takes two figures to make a column."""
    texts: dict[int, list[bool]] = {}
    start = 0
    for i, row in enumerate(multi):
        figures = [is_figure(line.text) for line in row.lines]
        if not texts:
            if True not in figures:
                continue
            start = i
        for line, figure in zip(row.lines, figures, strict=True):
            texts.setdefault(column_of(line, columns)[0], []).append(figure and not line.text.startswith(":"))
    need = max(FILLED * (len(multi) - start), 1 if start and len(columns) > 2 else 2)
    return {c for c, marks in texts.items() if sum(marks) >= FIGURES * len(marks) and len(marks) >= need}
