"""Labels in a column, each with its value beside it: what one leaves open, the others tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.forms.pair_pieces import Piece
from extractor.quick import dataclass

ALIGNED = 0.6  # line heights: how exactly labels, and values, start (or values end) under one another
ROW_GAP = 3.0  # line heights from one row of a column to the next, at most
ROWS = 3  # from so many rows it is a column
MORE_LIKE_LABELS = 0.2  # log odds by which what stands left must look more like labels than what stands right, on the average
BONUS, MOST = 0.5, 1.5  # log odds for each row that bears a link out


@dataclass(frozen=True, slots=True)
class Beside:
    """A piece and what stands right of it."""

    label: Piece
    value: Piece


def column_bonus(rows: Sequence[Beside], odds: Mapping[int, float], unit: float) -> dict[int, float]:
    """By the label's id, what is added to the log odds of its link to the right: the more rows are set alike, the more.

    `odds` are those of being a label, by the piece's id; `unit` is the height of a line.
    """
    ordered = sorted(rows, key=lambda row: (row.label.top, row.label.left))
    columns: list[list[Beside]] = []
    for row in ordered:
        home = next((column for column in columns if _goes_on(column[-1], row, unit)), None)
        if home is None:
            columns.append([row])
        else:
            home.append(row)
    found: dict[int, float] = {}
    for column in columns:
        if len(column) >= ROWS and _labels_first(column, odds):
            found |= {id(row.label): min(BONUS * (len(column) - 1), MOST) for row in column}
    return found


def _goes_on(upper: Beside, lower: Beside, unit: float) -> bool:
    near = ALIGNED * unit
    gap = lower.label.top - upper.label.bottom
    labels = abs(upper.label.left - lower.label.left) <= near or abs(upper.label.right - lower.label.right) <= near
    values = abs(upper.value.left - lower.value.left) <= near or abs(upper.value.right - lower.value.right) <= near
    return labels and values and -0.5 * unit <= gap <= ROW_GAP * unit


def _labels_first(column: Sequence[Beside], odds: Mapping[int, float]) -> bool:
    if any(row.label.colon or row.label.blank_after for row in column):
        return True
    left = sum(odds[id(row.label)] for row in column) / len(column)
    right = sum(odds[id(row.value)] for row in column) / len(column)
    return left >= MORE_LIKE_LABELS and left - right >= MORE_LIKE_LABELS
