"""Regions drawn on a page's picture, for people: what was found, in which order."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document import Region, RegionKind
from extractor.geometry import Box

# RGB; chosen to stay apart for the colour-blind (after Okabe and Ito).
COLOURS: dict[RegionKind, tuple[int, int, int]] = {
    RegionKind.TEXT: (0, 114, 178),
    RegionKind.TITLE: (213, 94, 0),
    RegionKind.KEY_VALUE: (0, 158, 115),
    RegionKind.TABLE: (230, 159, 0),
    RegionKind.FIGURE: (204, 121, 167),
    RegionKind.SEPARATOR: (120, 120, 120),
    RegionKind.STAMP: (86, 180, 233),
}


def draw_regions(image: NDArray[np.uint8], regions: Sequence[Region]) -> NDArray[np.uint8]:
    """A copy of the picture (H x W x 3, RGB, 8 bit) with each region's box, kind and place in the reading order, its
    lines thinly, and its table's cells."""
    canvas = np.ascontiguousarray(image.copy())
    thick = max(1, round(max(canvas.shape[:2]) / 700))
    for number, region in enumerate(regions, start=1):
        colour = COLOURS[region.kind]
        for line in region.lines:
            _frame(canvas, line.box, colour, 1)
        for cell in region.table.cells if region.table is not None else ():
            _frame(canvas, cell.box, colour, 1)
        _frame(canvas, region.box, colour, thick)
        left, top, _, _ = region.box.to_pixels(canvas.shape[1], canvas.shape[0])
        name, place, size = f"{number} {region.kind.value}", (left, max(top - 2 * thick, 10)), 0.35 * thick + 0.1
        cv2.putText(canvas, name, place, cv2.FONT_HERSHEY_SIMPLEX, size, colour, thick)
    return canvas


def _frame(canvas: NDArray[np.uint8], box: Box, colour: tuple[int, int, int], thick: int) -> None:
    left, top, right, bottom = box.clipped().to_pixels(canvas.shape[1], canvas.shape[0])
    cv2.rectangle(canvas, (left, top), (max(right - 1, left), max(bottom - 1, top)), colour, thick)
