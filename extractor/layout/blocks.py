"""Regions as layoutparser's `Layout` of `TextBlock`s, and back: the currency in which other tools take and give regions.

Coordinates of a `Layout` are pixels of a picture of the given width and height. Importing this file costs 0.7 CPU
seconds (layoutparser, pandas), so nothing else imports it at its top.
"""

from __future__ import annotations

from collections.abc import Sequence

import layoutparser as lp
import numpy as np

from extractor.document import Line, Region, RegionKind, Word
from extractor.errors import ProcessingError
from extractor.geometry import Box

# Block types of a layout beside the kinds of region; a line's or word's `parent` is its region's or line's id.
LINE, WORD = "line", "word"

# What detectors trained on the usual collections call the kinds.
KIND_OF = {
    "text": RegionKind.TEXT,
    "textregion": RegionKind.TEXT,
    "paragraph": RegionKind.TEXT,
    "list": RegionKind.TEXT,
    "caption": RegionKind.TEXT,
    "title": RegionKind.TITLE,
    "headline": RegionKind.TITLE,
    "key_value": RegionKind.KEY_VALUE,
    "table": RegionKind.TABLE,
    "tableregion": RegionKind.TABLE,
    "figure": RegionKind.FIGURE,
    "imageregion": RegionKind.FIGURE,
    "photograph": RegionKind.FIGURE,
    "illustration": RegionKind.FIGURE,
    "separator": RegionKind.SEPARATOR,
    "separatorregion": RegionKind.SEPARATOR,
    "stamp": RegionKind.STAMP,
}


def kind_of(name: object) -> RegionKind:
    """The kind of region that a block type stands for; TEXT for a name that is not known (its words still count)."""
    return KIND_OF.get(str(name or "").strip().lower().replace(" ", ""), RegionKind.TEXT)


def regions_to_layout(regions: Sequence[Region], width: float, height: float, *, words: bool = False) -> lp.Layout:
    """One block a region, in reading order, with its text; with `words` also its lines' and words' blocks after it.

    Tables' cells are not part of a `Layout`; the way back has regions, lines and words, not cells.
    """
    blocks: list[lp.TextBlock] = []
    for region in regions:
        at = len(blocks)
        text = "\n".join(line.text for line in region.lines)
        blocks.append(_block(region.box, width, height, at, region.kind.value, text, None, None))
        for line in region.lines if words else ():
            line_at = len(blocks)
            blocks.append(_block(line.box, width, height, line_at, LINE, line.text, at, line.confidence))
            for word in line.words:
                blocks.append(_block(word.box, width, height, len(blocks), WORD, word.text, line_at, word.confidence))
    return lp.Layout(blocks)


def _block(
    box: Box, width: float, height: float, number: int, kind: str, text: str, parent: int | None, score: float | None
) -> lp.TextBlock:
    rectangle = lp.Rectangle(box.left * width, box.top * height, box.right * width, box.bottom * height)
    return lp.TextBlock(rectangle, text=text or None, id=number, type=kind, parent=parent, score=score)


def layout_to_regions(layout: lp.Layout, width: float, height: float) -> tuple[Region, ...]:
    """The regions of a layout in its order. Lines and words, where it holds them, become the regions' lines; other
    blocks become regions without lines. Raises ProcessingError for a block that is no rectangle, interval or polygon."""
    words: dict[object, list[Word]] = {}
    lines: dict[object, list[Line]] = {}
    blocks = [block if isinstance(block, lp.TextBlock) else lp.TextBlock(block) for block in layout]
    for block in blocks:
        if block.type == WORD:
            score = 1.0 if _missing(block.score) else float(block.score)
            words.setdefault(block.parent, []).append(Word(_text(block), _box(block, width, height), score))
    for block in blocks:
        if block.type == LINE and words.get(block.id):
            lines.setdefault(block.parent, []).append(Line(tuple(words[block.id])))
    return tuple(
        Region(kind_of(block.type), _box(block, width, height), tuple(lines.get(block.id, ()) if not _missing(block.id) else ()))
        for block in blocks
        if block.type not in (LINE, WORD)
    )


def _text(block: lp.TextBlock) -> str:
    return "" if _missing(block.text) else str(block.text)


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _box(block: lp.TextBlock, width: float, height: float) -> Box:
    try:
        left, top, right, bottom = (float(number) for number in block.coordinates[:4])
        if len(block.coordinates) > 4:  # a quadrilateral: the box around it
            points = np.asarray(block.points, dtype=float)
            (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    except (TypeError, ValueError, AttributeError) as error:
        raise ProcessingError(f"a layout's block has no usable coordinates: {block!r}") from error
    x0, x1 = sorted((left / width, right / width))
    y0, y1 = sorted((top / height, bottom / height))
    return Box(x0, y0, x1, y1)
