"""Regions drawn on a page's picture with layoutparser's tools, for people: what was found, in which order."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import layoutparser as lp
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.document import Region, RegionKind
from extractor.layout.blocks import regions_to_layout

# Chosen to stay apart for the colour-blind (after Okabe and Ito).
COLOURS: dict[RegionKind, str] = {
    RegionKind.TEXT: "#0072b2",
    RegionKind.TITLE: "#d55e00",
    RegionKind.KEY_VALUE: "#009e73",
    RegionKind.TABLE: "#e69f00",
    RegionKind.FIGURE: "#cc79a7",
    RegionKind.SEPARATOR: "#787878",
    RegionKind.STAMP: "#56b4e9",
}


def draw_regions(image: NDArray[np.uint8], regions: Sequence[Region]) -> NDArray[np.uint8]:
    """A copy of the picture (H x W x 3, RGB, 8 bit) with each region's box, kind and place in the reading order, and its
    lines and table's cells thinly."""
    height, width = image.shape[:2]
    thick = max(1, round(max(height, width) / 700))
    boxes = regions_to_layout(regions, width, height)
    inside = [(region.kind, line.box) for region in regions for line in region.lines]
    inside += [(region.kind, cell.box) for region in regions if region.table is not None for cell in region.table.cells]
    thin = regions_to_layout([Region(kind, box.clipped()) for kind, box in inside], width, height)
    canvas = Image.fromarray(np.ascontiguousarray(image.copy()))
    for layout, kinds, line in ((thin, [kind for kind, _ in inside], 1), (boxes, [region.kind for region in regions], thick)):
        if len(layout):
            canvas = lp.draw_box(canvas, layout, box_width=line, box_color=[COLOURS[kind] for kind in kinds])
    drawn = np.array(canvas, dtype=np.uint8)
    for number, region in enumerate(regions, start=1):  # layoutparser's own writing of names fails under today's Pillow
        colour = tuple(int(COLOURS[region.kind][at : at + 2], 16) for at in (1, 3, 5))
        left, top, _, _ = region.box.to_pixels(width, height)
        place, size = (left, max(top - 2 * thick, 10)), 0.2 * thick + 0.1
        cv2.putText(drawn, f"{number} {region.kind.value}", place, cv2.FONT_HERSHEY_SIMPLEX, size, colour, thick)
    return drawn
