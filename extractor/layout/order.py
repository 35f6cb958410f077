"""Blocks of a page to reading order, by cutting the page recursively along the white gaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Anything with edges in points."""

    x0: float
    y0: float
    x1: float
    y1: float


P = TypeVar("P", bound=Placed)

# Blocks may overlap by this share of a letter's height and still be cut apart: loose boxes, a little skew.
OVERLAP = 0.4
# A recursion this deep is a heap of blocks without structure.
DEPTH = 40


def reading_order(blocks: Sequence[P], text: float) -> list[P]:
    """The blocks in the order a person reads them; `text` is the height of the page's letters in points.

    Bands that span the page come one after another, columns inside a band from left to right. Where no straight cut
    is possible, blocks come by their tops.
    """
    return _ordered(sorted(blocks, key=_by_top), text * OVERLAP, 0)


def _by_top(block: Placed) -> tuple[float, float, float, float]:
    return block.y0, block.x0, block.y1, block.x1


def _ordered(blocks: list[P], slack: float, depth: int) -> list[P]:
    if len(blocks) < 2 or depth > DEPTH:
        return blocks
    bands, band_gap = _cut([(b.y0, b.y1, b) for b in blocks], slack)
    columns, column_gap = _cut([(b.x0, b.x1, b) for b in blocks], slack)
    if len(bands) == 1 and len(columns) == 1:
        return blocks
    # Where both cuts are possible the wider gap wins: a column's paragraphs stand closer than its neighbour column.
    if len(columns) > 1 and (len(bands) == 1 or column_gap >= band_gap):
        parts = columns
    elif len(columns) > 1:
        parts, _ = _cut([(b.y0, b.y1, b) for b in blocks], slack, column_gap)
    else:
        parts = bands
    return [block for part in parts for block in _ordered(sorted(part, key=_by_top), slack, depth + 1)]


def _cut(spans: list[tuple[float, float, P]], slack: float, at_least: float | None = None) -> tuple[list[list[P]], float]:
    """The blocks parted at the gaps of their spans, and the widest gap; only at gaps over `at_least` where it is given."""
    spans.sort(key=lambda span: span[:2])
    parts: list[list[P]] = []
    end = widest = float("-inf")
    for start, stop, block in spans:
        # A span thinner than the slack must still have an inside.
        grip = min(slack, (stop - start) / 4)
        gap = start + grip - end
        if not parts or (gap >= 0 if at_least is None else gap > at_least):
            if parts:
                widest = max(widest, gap)
            parts.append([block])
        else:
            parts[-1].append(block)
        end = max(end, stop - grip)
    return parts, widest
