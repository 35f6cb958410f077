"""Lines printed so close that the detector sees them as one block: a till's column of prices, a tight address.

A box that is taller than the page's lines and in which next to nothing can be read is looked at again, some times larger than before:
between larger letters the detector sees the gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.detector import DetectorSettings, TextBox, detector_side, map_to_boxes, text_map

if TYPE_CHECKING:
    from numpy.typing import NDArray

TALL = 1.6  # of the page's usual line: what may hold two lines
UNSURE = 0.75  # a recogniser's mean below which a tall box may be several lines
LEAST_SURE = 0.6  # a line found in a block that is read with less certainty is none
CLEAR = 0.95  # lines as sure as this need not be looked at larger still
ZOOMS = 2, 3, 4
LARGEST = 960  # pixels: the long side of what is looked at again at the most
THRESHOLD = 0.6  # of a pixel of the detector's map, in place of its usual one: stricter, so that lines come apart
MARGIN = 3  # pixels around a box


def usual_height(boxes: Sequence[TextBox]) -> float:
    """How tall the lines of a page are (pixels): the median of its boxes' lesser sides, 0 where there are none."""
    return float(np.median([min(box.width, box.height) for box in boxes])) if boxes else 0.0


def may_be_block(box: TextBox, usual: float, sureness: float) -> bool:
    """Whether a box may hold several lines: too tall for one, and not read with any certainty."""
    return sureness < UNSURE and min(box.width, box.height) > TALL * usual


def boxes_within(
    image: NDArray[np.uint8], block: TextBox, others: Sequence[TextBox], settings: DetectorSettings
) -> Iterator[list[TextBox]]:
    """The lines that the detector sees in a block of a picture (H x W x 3, RGB, 8 bit) and in no other box of it, at each
    magnification."""
    import cv2

    height, width = image.shape[:2]
    left, top = np.maximum(np.floor(block.corners.min(axis=0)).astype(int) - MARGIN, 0)
    right, bottom = np.minimum(np.ceil(block.corners.max(axis=0)).astype(int) + MARGIN, [width, height])
    cut = image[top:bottom, left:right]
    scale = min(detector_side(image, settings) / max(height, width), 1.0)
    for zoom in ZOOMS:
        side = round(max(cut.shape[:2]) * scale * zoom)
        if side > LARGEST:
            return
        enlarged = (
            cut if side <= max(cut.shape[:2]) else cv2.resize(cut, None, fx=scale * zoom, fy=scale * zoom, interpolation=cv2.INTER_CUBIC)
        )
        found = map_to_boxes(
            text_map(np.asarray(enlarged, np.uint8), side), cut.shape[1], cut.shape[0], replace(settings, threshold=THRESHOLD)
        )
        placed = [box.moved((left, top)) for box in found]
        yield [box for box in placed if _holds_middle(block, box) and not any(_holds_middle(other, box) for other in others)]


def _holds_middle(block: TextBox, box: TextBox) -> bool:
    """Whether the middle of a box lies in the block."""
    import cv2

    x, y = box.corners.mean(axis=0)
    return bool(cv2.pointPolygonTest(block.corners.reshape(-1, 1, 2), (float(x), float(y)), False) >= 0)
