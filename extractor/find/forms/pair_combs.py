"""Rows of cells for one character each: their characters as one piece, and what was written across them heedless of the cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.find.forms.pair_boxes import COMB, COMB_WIDE, CORNER, Cell, Rule, cell_at, crossed, without_combs
from extractor.find.forms.pair_pieces import Piece

COMB_GAP = 3  # so many cells on is still the same entry


def combs_joined(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule], unit: float) -> list[Piece]:
    """Single characters in a row of cells as one piece; an empty cell between them is a space."""
    ends = without_combs(across, down, unit)
    rows: list[list[Piece]] = []
    for piece in sorted((p for p in pieces if len(p.text) == 1), key=lambda p: (p.left, p.top)):
        row = next((row for row in rows if _same_comb(row[-1], piece, down, ends)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    joined: dict[int, Piece | None] = {}
    for row in rows:
        if len(row) >= COMB:
            joined |= {id(piece): None for piece in row}
            joined[id(row[0])] = _joined(row, down)
    return [one for piece in pieces if (one := joined.get(id(piece), piece)) is not None]


def _same_comb(one: Piece, other: Piece, down: Sequence[Rule], ends: Sequence[Rule]) -> bool:
    return 0 < _cells_between(one, other, down) <= COMB_GAP and not crossed(ends, one.right, other.left, (one.middle + other.middle) / 2)


def across_combs(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule], unit: float) -> list[Piece]:
    """Words that are written in a row of cells for one character each, heedless of the cells, as one piece a row."""
    ends = without_combs(across, down, unit)
    if len(ends) == len(down):
        return list(pieces)
    boxes: dict[Cell, list[Piece]] = {}
    for piece in pieces:
        box = cell_at((piece.left + piece.right) / 2, piece.middle, across, ends)
        if box is not None and crossed(down, box.left + CORNER, box.right - CORNER, piece.middle) >= COMB:
            boxes.setdefault(box, []).append(piece)
    joined: dict[int, Piece | None] = {}
    for held in boxes.values():
        row = sorted(held, key=lambda piece: piece.left)
        if len(row) > 1 and all(abs(piece.middle - row[0].middle) < 0.5 * row[0].height for piece in row):
            joined |= {id(piece): None for piece in row}
            joined[id(row[0])] = one_piece(row, " ".join(piece.text for piece in row))
    return [one for piece in pieces if (one := joined.get(id(piece), piece)) is not None]


def _cells_between(one: Piece, other: Piece, down: Sequence[Rule]) -> int:
    """How many cells on a piece stands in the same row; 0 where it does not."""
    middle = (one.middle + other.middle) / 2
    if other.left <= one.left or abs(one.middle - other.middle) > 0.5 * max(one.height, other.height):
        return 0
    cells = crossed(down, one.right - 3, other.left + 3, middle)
    return cells if other.left - one.left <= cells * COMB_WIDE * max(one.height, other.height) else 0


def _joined(row: Sequence[Piece], down: Sequence[Rule]) -> Piece:
    spaces = ["", *(" " if _cells_between(one, other, down) > 1 else "" for one, other in pairwise(row))]
    return one_piece(row, "".join(space + piece.text for space, piece in zip(spaces, row, strict=True)))


def one_piece(row: Sequence[Piece], text: str) -> Piece:
    """The pieces of a row, left to right, as one that is filled in."""
    first, last = row[0], row[-1]
    words = tuple(word for piece in row for word in piece.words)
    top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
    return Piece(words, first.left, top, last.right, bottom, text, on_blank=True, table=first.table)
