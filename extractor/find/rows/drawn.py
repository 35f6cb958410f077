"""Rows of a grid that is drawn on the page. Places are in points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Ruled = tuple[float, float, float]  # a drawn line: y, left, right where it is level; x, top, bottom where it is upright
DrawnRow = tuple[float, float, tuple[float, ...]]  # top, bottom, and the x of the lines between and beside its cells
SAME_LEVEL, SAME_PLACE = 2.5, 3.0  # lines nearer to one another are one
HIGHEST, LOWEST = 16.0, 0.6  # heights of the text
LEAST_LINES = 4


def uprights_at(down: Sequence[Ruled], y: float) -> list[float]:
    """The x of the upright lines that stand at a height, from left to right."""
    return sorted([x for x, top, bottom in down if top <= y <= bottom])


def drawn_rows(across: Sequence[Ruled], down: Sequence[Ruled], line_height: float) -> tuple[DrawnRow, ...]:
    """The bands between neighbouring level lines that upright lines part into cells, from top to bottom."""
    if len(down) < 3 or not across:
        return ()
    ys: list[float] = []
    for y, _, _ in sorted(across):
        if not ys or y - ys[-1] > SAME_LEVEL:
            ys.append(y)
    upright = sorted(down)
    found: list[DrawnRow] = []
    for top, bottom in pairwise(ys):
        if not LOWEST * line_height < bottom - top < HIGHEST * line_height:
            continue
        middle = (top + bottom) / 2
        xs: list[float] = []
        for x, line_top, line_bottom in upright:
            if line_top - 2 <= middle <= line_bottom + 2 and (not xs or x - xs[-1] > SAME_PLACE):
                xs.append(x)
        if len(xs) >= LEAST_LINES:
            found.append((top, bottom, tuple(xs)))
    return tuple(found)
