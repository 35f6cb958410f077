"""Between the detector and the recogniser: crops of the full-resolution page, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.geometry import Box
from extractor.ocr.detector import TextBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A crop this much taller than wide holds a line that was written upwards.
UPRIGHT = 1.5

# Corners that differ by less than this (pixels) make an upright box: it is cut out without being resampled.
LEVEL = 1.0

# Two lines whose vertical spans share this much of the lower one stand in one row.
SAME_ROW = 0.5


def crop(image: NDArray[np.uint8], box: TextBox) -> NDArray[np.uint8]:
    """The line's part of the picture, upright; a line that runs upwards is turned."""
    import cv2

    corners = box.corners
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    slant = max(abs(corners[0][1] - corners[1][1]), abs(corners[0][0] - corners[3][0]))
    if slant < LEVEL:
        cut = image[int(top) : max(int(np.ceil(bottom)), int(top) + 1), int(left) : max(int(np.ceil(right)), int(left) + 1)]
    else:
        width, height = max(round(box.width), 1), max(round(box.height), 1)
        target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        matrix = cv2.getPerspectiveTransform(corners, target)
        cut = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    if cut.shape[0] > UPRIGHT * cut.shape[1]:
        return np.rot90(cut)
    return cut


def part_of(box: TextBox, start: float, end: float, width: int, height: int) -> Box:
    """The upright box, in fractions of the page, around the part of a line from `start` to `end` (0..1 along it)."""
    tl, tr, br, bl = box.corners
    if box.height > UPRIGHT * box.width:  # read upwards: its beginning is at the bottom
        tl, tr, br, bl = bl, tl, tr, br
    points = np.array([tl + (tr - tl) * start, tl + (tr - tl) * end, bl + (br - bl) * start, bl + (br - bl) * end])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box.from_pixels(float(left), float(top), float(right), float(bottom), width, height).clipped()


def in_rows(boxes: Sequence[TextBox]) -> list[TextBox]:
    """Lines from the top down, those of one row from left to right."""
    waiting = sorted(boxes, key=lambda box: (float(box.corners[:, 1].mean()), float(box.corners[:, 0].min())))
    rows: list[list[TextBox]] = []
    for box in waiting:
        row = next((row for row in reversed(rows[-3:]) if _beside(row[-1], box)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [box for row in rows for box in sorted(row, key=lambda box: float(box.corners[:, 0].min()))]


def _beside(one: TextBox, other: TextBox) -> bool:
    top = max(float(one.corners[:, 1].min()), float(other.corners[:, 1].min()))
    bottom = min(float(one.corners[:, 1].max()), float(other.corners[:, 1].max()))
    return bottom - top > SAME_ROW * min(one.height, other.height)
