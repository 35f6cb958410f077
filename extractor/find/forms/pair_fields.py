"""The box that a label names: the one under it, or the one in whose upper left corner it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.find.forms.pair_boxes import Cell
from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece

IN_CORNER = 1.0  # line heights: so near the upper left corner of a box stands what names it
MOST_BOX, MOST_IN_BOX = 14.0, 14  # line heights, and pieces: larger boxes are parts of the page
SMALL_PRINT, SMALL_PRINT_SEEN = 1.12, 1.25  # what is filled in is so much taller than its small print: by its font, by its ink
SURE_LABEL = 1.0  # log odds from which a label needs no other sign


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box that a label names, and what was filled in there first: None where it is empty."""

    first: Piece | None


def box_of(page: PageOfPieces, label: Piece, right: Piece | None, pieces: Sequence[Piece], odds: Mapping[int, float]) -> NamedBox | None:
    """The box under a label, or the one whose upper left corner it stands in; None where it names none, or one of several fields."""
    unit = page.line_height
    own, under = page.box_around(label), page.box_under(label)
    if under is not None and (own is None or own.holds((under.left + under.right) / 2, (under.top + under.bottom) / 2)):
        if right is not None and right.left < under.right and odds[id(right)] < 0:
            return None  # it has its value beside it
        return _filled(under, label, pieces, unit)
    if own is None or own.bottom - label.bottom < label.height:
        return None
    if label.top - own.top > IN_CORNER * unit or label.left - own.left > IN_CORNER * unit:
        return None
    box = _filled(own, label, pieces, unit)
    first = box.first if box is not None else None
    if first is None:
        return box
    stands_out = label.colon or (label.bold and not first.bold) or odds[id(label)] >= SURE_LABEL or is_small_print(label, first)
    return box if stands_out and first.middle > label.bottom else None


def _filled(cell: Cell, label: Piece, pieces: Sequence[Piece], unit: float) -> NamedBox | None:
    inside = _inside(cell, label, pieces)
    if cell.bottom - cell.top > MOST_BOX * unit or len(inside) > MOST_IN_BOX:
        return None
    if inside and (inside[0].colon or sum(piece.colon for piece in inside) > 1):
        return None
    return NamedBox(inside[0] if inside else None)


def _inside(cell: Cell, label: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    held = [other for other in pieces if other is not label and cell.holds((other.left + other.right) / 2, other.middle)]
    return sorted(held, key=lambda other: (round(other.middle / max(other.height, 1.0)), other.left))


def is_small_print(label: Piece, value: Piece) -> bool:
    """Whether a label is set smaller than what it names."""
    measured = label.words[0].font_size is not None
    return value.size > (SMALL_PRINT if measured else SMALL_PRINT_SEEN) * label.size
