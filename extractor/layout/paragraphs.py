"""Lines to blocks: lines that stand close under one another in one column, in letters of one size."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.document import RegionKind
from extractor.layout.pieces import Edge, Piece, Scale

# Lines of one block stand at most this far apart (white space, in letter heights), and not deeper into each other.
LINE_GAP = 0.95
LINE_OVERLAP = 0.6
# Letters of one block differ in height by at most this factor (tight boxes of words without ascenders differ by 1.4).
SIZE_RATIO = 1.7
# Lines of one block share this much of the narrower one's width.
SHARED_WIDTH = 0.3


@dataclass(slots=True)
class Block:
    """Lines that belong together, top to bottom, and the box around them in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[Piece]
    kind: RegionKind | None = None


def block_of(lines: Sequence[Piece], kind: RegionKind | None = None) -> Block:
    return Block(
        min([line.x0 for line in lines]),
        min([line.y0 for line in lines]),
        max([line.x1 for line in lines]),
        max([line.y1 for line in lines]),
        list(lines),
        kind,
    )


def lines_to_blocks(lines: Sequence[Piece], across: Sequence[Edge], scale: Scale) -> list[Block]:
    """Every line in one block. A horizontal ruling parts blocks, and so does a step from one line to two side by side."""
    order = sorted(range(len(lines)), key=lambda i: (lines[i].middle, lines[i].x0, lines[i].order))
    below: dict[int, list[int]] = {i: [] for i in order}
    above: dict[int, list[int]] = {i: [] for i in order}
    middles = [lines[i].middle for i in order]
    for at, i in enumerate(order):
        line = lines[i]
        reach = (LINE_GAP + 2.5) * max(line.height, scale.text)
        for j in order[at + 1 : bisect_right(middles, line.middle + reach)]:
            if lines[j].x0 < line.x1 and lines[j].x1 > line.x0 and _next(line, lines[j]):
                below[i].append(j)
                above[j].append(i)
    edges = sorted(across, key=lambda edge: edge.at)
    places = [edge.at for edge in edges]
    parent = {i: i for i in order}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in order:
        near = _nearest(below[i], below)
        for j in near:
            alone = len(near) == 1 and len(_nearest(above[j], above)) == 1
            if alone and _alike(lines[i], lines[j]) and not _ruled_apart(lines[i], lines[j], edges, places):
                parent[root(j)] = root(i)
    groups: dict[int, list[Piece]] = {}
    for i in order:
        groups.setdefault(root(i), []).append(lines[i])
    return [block_of(group) for group in groups.values()]


def _nearest(met: Sequence[int], beyond: Mapping[int, Sequence[int]]) -> Sequence[int]:
    """The lines met that are not met beyond another of them."""
    return met if len(met) < 2 else [j for j in met if not any(j in beyond[k] for k in met if k != j)]


def _next(upper: Piece, lower: Piece) -> bool:
    """Whether `lower` stands close under `upper`."""
    size = max(upper.height, lower.height)
    gap = lower.y0 - upper.y1
    return -LINE_OVERLAP * min(upper.height, lower.height) <= gap <= LINE_GAP * size and min(upper.x1, lower.x1) > max(upper.x0, lower.x0)


def _alike(upper: Piece, lower: Piece) -> bool:
    small, large = sorted((upper.height, lower.height))
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    narrow = min(upper.x1 - upper.x0, lower.x1 - lower.x0)
    return upper.cell == lower.cell and large <= SIZE_RATIO * small and shared >= SHARED_WIDTH * narrow


def _ruled_apart(upper: Piece, lower: Piece, edges: Sequence[Edge], places: Sequence[float]) -> bool:
    """Whether a ruling runs between the two, under most of what they share."""
    left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    low, high = sorted((upper.middle, lower.middle))
    for edge in edges[bisect_left(places, low) : bisect_right(places, high)]:
        between = edge.at >= upper.y1 - 0.25 * upper.height and edge.at <= lower.y0 + 0.25 * lower.height
        shared = min(edge.end, right) - max(edge.start, left) >= 0.5 * (right - left)
        underline = edge.end - edge.start <= 1.15 * (upper.x1 - upper.x0)
        if between and shared and not underline:
            return True
    return False
