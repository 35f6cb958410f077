"""Labels in a column, each with its value beside it, or in a row, each over its value: what one leaves open, the others tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.find.forms.pair_pieces import Piece

ALIGNED = 0.6  # line heights: how exactly labels, and values, start (or values end) under one another
ROW_GAP = 3.0  # line heights from one row of a column to the next, at most
ROWS = 3  # from so many rows it is a column
HEADS, IN_ROW = 3, 0.4  # from so many labels side by side they are a row, their middles so near in line heights
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
    labels = abs(upper.label.left - lower.label.left) <= near
    values = abs(upper.value.left - lower.value.left) <= near or abs(upper.value.right - lower.value.right) <= near
    return labels and values and -0.5 * unit <= gap <= ROW_GAP * unit


def row_bonus(links: Sequence[Beside], pieces: Sequence[Piece], odds: Mapping[int, float], unit: float) -> dict[int, float]:
    """The same for labels in one row over values in one row, by the label's id; `value` is what stands under the label.

    Where more of the `pieces` follow under two of the values, they are the heads and the first row of a table, and no labels.
    """
    rows: list[list[Beside]] = []
    for link in sorted(links, key=lambda link: (link.label.middle, link.label.left)):
        clear = odds[id(link.label)] - odds[id(link.value)] >= MORE_LIKE_LABELS and not link.value.colon and not link.label.after_colon
        if not clear or abs(link.label.left - link.value.left) > ALIGNED * unit:
            continue
        home = next((row for row in rows if _in_row(row[0], link, unit)), None)
        if home is None:
            rows.append([link])
        else:
            home.append(link)
    found: dict[int, float] = {}
    for row in rows:
        if len(row) >= HEADS and _labels_first(row, odds) and sum(_is_followed(link.value, pieces, unit) for link in row) < 2:
            found |= {id(link.label): min(BONUS * len(row), MOST) for link in row}
    return found


def _is_followed(value: Piece, pieces: Sequence[Piece], unit: float) -> bool:
    return any(abs(other.left - value.left) <= ALIGNED * unit and 0 < other.top - value.middle <= ROW_GAP * unit for other in pieces)


def _in_row(one: Beside, other: Beside, unit: float) -> bool:
    near = IN_ROW * unit
    return abs(one.label.middle - other.label.middle) <= near and abs(one.value.middle - other.value.middle) <= near


def _labels_first(column: Sequence[Beside], odds: Mapping[int, float]) -> bool:
    if any(row.label.colon or row.label.blank_after for row in column):
        return True
    left = sum(odds[id(row.label)] for row in column) / len(column)
    right = sum(odds[id(row.value)] for row in column) / len(column)
    return left >= MORE_LIKE_LABELS and left - right >= MORE_LIKE_LABELS
