"""Which way the lines of a scanned form part labels from values: captions under lines to write on, or labels over boxes.

A picture does not tell small print from what was typed, nor always the short walls of boxes. What stands on the lines of a page, and
what right under them, tells together: where nearly all of the one look like labels and the other do not, they all are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.forms.pair_boxes import Rule
from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece
from extractor.quick import dataclass

VOTES, AGREE = 3, 0.75  # so many lines at least, and so much of them, have to agree
CLEAR = 0.5  # log odds by which one looks more like a label than the other
NEAR_START, NEAR_UNDER = 2.0, 0.6  # line heights: from a line's start, and under it


@dataclass(frozen=True, slots=True)
class Parted:
    """A label and what a line parts from it: None where nothing was filled in; `caption`: the label stands under the line."""

    value: Piece | None
    caption: bool


def parted_by_lines(page: PageOfPieces, pieces: Sequence[Piece], odds: Mapping[int, float]) -> dict[int, Parted]:
    """By the label's id, what the line beside it parts from it; empty where a page's lines are of no one style."""
    unit = page.line_height
    found: list[tuple[Piece | None, Piece | None]] = []
    in_boxes: set[int] = set()  # what stands under a line as a value: the next line is the lower edge of its box
    for rule in sorted(page.blanks, key=lambda rule: rule.at):
        beside = [piece for piece in pieces if not piece.blank_after and not piece.colon]  # others have their values right of them
        at_start = [piece for piece in beside if abs(piece.left - rule.start) <= NEAR_START * unit]
        on = min((piece for piece in at_start if page.is_written_on(piece, rule)), key=lambda piece: piece.left, default=None)
        under = min(
            (piece for piece in at_start if -0.3 * unit <= piece.top - rule.at <= NEAR_UNDER * unit and piece.left < rule.end),
            key=lambda piece: piece.top,
            default=None,
        )
        if on is under or id(on) in in_boxes:
            continue
        is_caption = under is not None and (on is None or odds[id(under)] > odds[id(on)])
        if is_caption and under is not None and _has_beside(under, rule, pieces):
            continue
        found.append((on, under))
        if on is not None and under is not None and odds[id(on)] - odds[id(under)] > CLEAR:
            in_boxes.add(id(under))
    both = [odds[id(under)] - odds[id(on)] for on, under in found if on is not None and under is not None]
    captions, heads = sum(more > CLEAR for more in both), sum(more < -CLEAR for more in both)
    if captions >= VOTES and captions >= AGREE * len(both):
        return {id(under): Parted(on, True) for on, under in found if under is not None}
    if heads >= VOTES and heads >= AGREE * len(both):
        return {id(on): Parted(under, False) for on, under in found if on is not None and under is not None}
    return {}


def _has_beside(under: Piece, rule: Rule, pieces: Sequence[Piece]) -> bool:
    """Whether more stands in the row under a line: the line parts sections, or rows of a table."""
    return any(under.right < other.left < rule.end and abs(other.middle - under.middle) < 0.5 * under.height for other in pieces)
