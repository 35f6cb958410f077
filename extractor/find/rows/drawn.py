"""Rows of a grid that is drawn on the page. Places are in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

Ruled = tuple[float, float, float]  # a drawn line: y, left, right where it is level; x, top, bottom where it is upright
DrawnRow = tuple[float, float, tuple[float, ...]]  # top, bottom, and the x of the lines between and beside its cells
SAME_LEVEL, SAME_PLACE = 2.5, 3.0  # lines nearer to one another are one
REACH = 2.0  # beyond an end of an upright line, to the middle of a row that it parts
HIGHEST, LOWEST = 16.0, 0.6  # heights of the text
LEAST_LINES = 4


def uprights_at(down: Sequence[Ruled], y: float) -> list[float]:
    """The x of the upright lines that stand at a height, from left to right."""
    return sorted([x for x, top, bottom in down if top <= y <= bottom])


def uprights_at_each(down: Sequence[Ruled], ys: Iterable[float], reach: float = 0.0) -> dict[float, list[float]]:
    """The same at several heights; `reach`: how far above or below a line a height may be."""
    ordered = sorted(set(ys))
    found: list[list[float]] = [[] for _ in ordered]
    for x, top, bottom in sorted(down):
        for xs in found[bisect_left(ordered, top - reach) : bisect_right(ordered, bottom + reach)]:
            xs.append(x)
    return dict(zip(ordered, found, strict=True))


def drawn_rows(across: Sequence[Ruled], down: Sequence[Ruled], line_height: float) -> tuple[DrawnRow, ...]:
    """The bands between neighbouring level lines that upright lines part into cells, from top to bottom."""
    if len(down) < 3 or not across:
        return ()
    ys: list[float] = []
    for y, _, _ in sorted(across):
        if not ys or y - ys[-1] > SAME_LEVEL:
            ys.append(y)
    rows = [(top, bottom) for top, bottom in pairwise(ys) if LOWEST * line_height < bottom - top < HIGHEST * line_height]
    uprights = uprights_at_each(down, [(top + bottom) / 2 for top, bottom in rows], REACH)
    found: list[DrawnRow] = []
    for top, bottom in rows:
        xs: list[float] = []
        for x in uprights[(top + bottom) / 2]:
            if not xs or x - xs[-1] > SAME_PLACE:
                xs.append(x)
        if len(xs) >= LEAST_LINES:
            found.append((top, bottom, tuple(xs)))
    return tuple(found)
