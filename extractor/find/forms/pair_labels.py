"""The lines that a label takes up, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece

SAME_PITCH = 0.15  # of the distance from one line to the next: how much it may differ in a list


def right_of(label: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The next piece to the right in the same row."""
    best: Piece | None = None
    for other in pieces:
        if other is label or other.left < label.right - 2:
            continue
        shared = min(label.bottom, other.bottom) - max(label.top, other.top)
        if shared < 0.45 * min(label.height, other.height):
            continue
        if best is None or other.left < best.left:
            best = other
    return best


def label_lines(page: PageOfPieces, label: Piece, pieces: Sequence[Piece], taken: set[int], odds: Mapping[int, float]) -> tuple[Piece, ...]:
    """A label with the lines close above it that it ends ("Date / of birth:"); they are added to those `taken`."""
    lines = [label]
    unit = page.line_height
    while len(lines) < 4:
        first = lines[0]
        above = [
            other
            for other in pieces
            if id(other) not in taken
            and not other.colon
            and not other.blank_after
            and odds[id(other)] > -0.5
            and -0.6 * unit < first.top - other.bottom < 0.5 * unit
            and other.middle < first.top
            and (abs(other.left - first.left) < 0.8 * unit or abs(other.left + other.right - first.left - first.right) < 1.2 * unit)
            and abs(other.height - first.height) < 0.4 * first.height
            and not page.parted(other, first)
        ]
        if len(above) != 1 or _is_own_row(page, above[0], first, pieces):
            break
        lines.insert(0, above[0])
        taken.add(id(above[0]))
    return tuple(lines)


def _is_own_row(page: PageOfPieces, above: Piece, label: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line over a label is a label itself: it has a line to write on, or the next label follows at the same distance."""
    if page.blank_of(above, right_of(above, pieces)) is not None:
        return True
    if label.text[:1].islower() or label.text.startswith("("):
        return False
    pitch, near = label.top - above.top, 0.8 * page.line_height
    return any(
        abs(other.left - label.left) < near
        and abs(other.left - above.left) < near
        and abs(other.top - label.top - pitch) < SAME_PITCH * pitch
        and abs(other.height - label.height) < 0.4 * label.height
        for other in pieces
        if other is not label and other is not above
    )
