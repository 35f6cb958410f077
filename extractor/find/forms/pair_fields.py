"""The box that a label names: the one under it, or the one in whose upper left corner it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.forms.pair_boxes import Cell
from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece
from extractor.quick import dataclass

IN_CORNER = 1.0  # line heights: so near the upper left corner of a box stands what names it
MOST_BOX, MOST_IN_BOX = 14.0, 14  # line heights, and pieces: larger boxes are parts of the page
SMALL_PRINT, SMALL_PRINT_SEEN = 1.12, 1.25  # what is filled in is so much taller than its small print: by its font, by its ink
# So many boxes, and so much of them, tell that what stands in a corner names its box: by so many log odds it looks more like a label.
BOXES, HEADED, CLEARER = 4, 0.75, 0.3
TITLE = 1.15  # how much larger than what stands in a box a title over it is
BOX_LINE = 2.6  # line heights: a box for one line is no higher
SURE_LABEL = 1.0  # log odds from which a label needs no other sign


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box that a label names, and what was filled in there, in reading order.

    `sure`: the label is small print in the box's corner, which leaves no doubt of what it is.
    """

    inside: tuple[Piece, ...]
    sure: bool = False

    @property
    def first(self) -> Piece | None:
        return self.inside[0] if self.inside else None


def boxes_are_headed(page: PageOfPieces, pieces: Sequence[Piece], odds: Mapping[int, float]) -> bool:
    """Whether the boxes of a page are named by what stands in their upper left corners: nearly all that hold two rows look so."""
    votes: list[bool] = []
    for label in pieces:
        own = page.box_around(label)
        if own is None or not _in_corner(page, label, own):
            continue
        inside = _inside(own, label, pieces)
        if inside and inside[0].middle > label.bottom and all(other.top > label.middle for other in inside):
            is_numbered = label.numbered and not inside[0].numbered
            votes.append(is_numbered or odds[id(label)] - odds[id(inside[0])] > CLEARER)
    return len(votes) >= BOXES and sum(votes) >= HEADED * len(votes)


def _in_corner(page: PageOfPieces, label: Piece, box: Cell) -> bool:
    return label.top - box.top <= IN_CORNER * page.line_height and label.left - box.left <= IN_CORNER * page.line_height


def box_of(
    page: PageOfPieces, label: Piece, right: Piece | None, pieces: Sequence[Piece], odds: Mapping[int, float], headed: bool
) -> NamedBox | None:
    """The box under a label, or the one whose upper left corner it stands in; None where it names none, or one of several fields.
    `headed`: the boxes of the page are named so."""
    unit = page.line_height
    own, under = page.box_around(label), page.box_under(label)
    if under is not None and (own is None or own.holds((under.left + under.right) / 2, (under.top + under.bottom) / 2)):
        if right is not None and right.left < under.right and odds[id(right)] < 0:
            return None  # it has its value beside it
        box = _filled(under, label, pieces, unit)
        return None if box is not None and box.first is not None and label.size > TITLE * box.first.size else box
    if own is None or own.bottom - label.bottom < label.height:
        return None
    if not _in_corner(page, label, own):
        return None
    box = _filled(own, label, pieces, unit)
    if box is None or box.first is None:
        return box
    first = box.first
    if first.middle <= label.bottom:
        return None
    if headed or is_small_print(label, first):
        return NamedBox(box.inside, True)
    return box if label.colon or (label.bold and not first.bold) or odds[id(label)] >= SURE_LABEL else None


def _filled(cell: Cell, label: Piece, pieces: Sequence[Piece], unit: float) -> NamedBox | None:
    inside = _inside(cell, label, pieces)
    if cell.bottom - cell.top > MOST_BOX * unit or len(inside) > MOST_IN_BOX:
        return None
    if inside and (inside[0].colon or sum(piece.colon for piece in inside) > 1):
        return None
    return NamedBox(tuple(inside))


def _inside(cell: Cell, label: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    held = [other for other in pieces if other is not label and cell.holds((other.left + other.right) / 2, other.middle)]
    return [piece for row in _rows(held) for piece in row]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle < 0.5 * max(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def stands_in_box(page: PageOfPieces, label: Piece, value: Piece) -> bool:
    """Whether a value stands alone in a box of one line, and the label beside it in none."""
    box, own = page.box_around(value), page.box_around(label)
    if box is None or box.bottom - box.top > BOX_LINE * max(value.height, page.line_height) or label.right > box.left + label.height:
        return False
    return own is None or own.bottom - own.top > MOST_BOX * page.line_height


def is_small_print(label: Piece, value: Piece) -> bool:
    """Whether a label is set smaller than what it names."""
    measured = label.words[0].font_size is not None
    return value.size > (SMALL_PRINT if measured else SMALL_PRINT_SEEN) * label.size
