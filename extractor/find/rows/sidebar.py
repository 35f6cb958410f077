"""A column of text set beside the page's matter down the whole page: its lines are none of the rows that they stand level with."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.find.rows.strips import PageStrips, Strip, strip_of

LEAST_LINES = 6  # on either side
GUTTER = 1.0  # heights of white between the two
LEAST_TALL = 0.25  # of the page's text: how far down a column goes
ALONE = 0.5  # share of the lines of either side that stand level with none of the other


def without_sidebar(page: PageStrips) -> PageStrips:
    """The page with one of two such columns after the other, the strips that go over the white between them cut there; as it is where
    there are no two."""
    strips = page.strips
    starts = Counter([round(run[0].left) for strip in strips for run in strip.runs])
    lefts = sorted([strip.left for strip in strips])
    for edge in sorted(x for x, count in starts.items() if count >= LEAST_LINES):
        cut = edge - GUTTER * page.line_height
        if bisect_left(lefts, cut) < LEAST_LINES:
            continue
        left = [strip for strip in strips if strip.left < cut]
        if _are_columns([strip for strip in strips if left[0].top <= strip.top <= left[-1].top], cut, strips):
            sides = [part for strip in strips for part in _halves(strip, cut)]
            first, last = left[0].top, left[-1].top
            column = [part for part in sides if part.left < cut and first <= part.top <= last]
            others = [part for part in sides if part not in column]
            above = sum(part.top < first for part in others)
            return replace(page, strips=(*others[:above], *column, *others[above:]))
    return page


def _are_columns(beside: Sequence[Strip], cut: float, strips: Sequence[Strip]) -> bool:
    """Whether nothing goes over the cut and most lines of either side stand alone."""
    if beside[-1].bottom - beside[0].top < LEAST_TALL * (strips[-1].bottom - strips[0].top):
        return False
    if any(token.left < cut < token.right for strip in beside for token in strip.tokens):
        return False
    left, right = [strip.left < cut for strip in beside], [strip.right > cut for strip in beside]
    both = sum(one and other for one, other in zip(left, right, strict=True))
    return min(sum(left), sum(right)) >= LEAST_LINES and both <= (1 - ALONE) * min(sum(left), sum(right))


def _halves(strip: Strip, cut: float) -> list[Strip]:
    if any(token.left < cut < token.right for token in strip.tokens):
        return [strip]
    sides = [[token for token in strip.tokens if (token.left < cut) == first] for first in (True, False)]
    return [strip_of(strip.page, side) for side in sides if side] if all(sides) else [strip]
