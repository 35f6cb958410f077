"""Between the detector and the recogniser: crops of the full-resolution page, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.geometry import Box
from extractor.ocr.bent import along, cut_along, stations
from extractor.ocr.detector import TextBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A box this much taller than wide may hold a line that runs upwards or downwards, or a single letter.
UPRIGHT = 1.5

# Corners that differ by less than this (pixels) make an upright box: it is cut out without being resampled.
LEVEL = 1.0

# Two lines whose vertical spans share this much of the lower one stand in one row.
SAME_ROW = 0.5


def ways(box: TextBox) -> tuple[TextBox, ...]:
    """The ways to read a box: as it stands; where it is tall, also upwards and downwards (the first corner is where reading begins)."""
    if box.height <= UPRIGHT * box.width:
        return (box,)
    return box, TextBox(box.corners[[3, 0, 1, 2]], box.score), TextBox(box.corners[[1, 2, 3, 0]], box.score)


def crop(image: NDArray[np.uint8], box: TextBox) -> NDArray[np.uint8]:
    """The line's part of the picture, turned so that it reads from left to right."""
    import cv2

    corners, width, height = box.corners, max(round(box.width), 1), max(round(box.height), 1)
    if box.strip is not None:
        return cut_along(image, box.strip, width, height)
    right_way, down = corners[1] - corners[0], corners[3] - corners[0]
    if min(abs(right_way)) < LEVEL and min(abs(down)) < LEVEL:
        left, top = np.floor(corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int)
        cut = image[top : max(bottom, top + 1), left : max(right, left + 1)]
        if abs(right_way[1]) > abs(right_way[0]):
            return np.rot90(cut, 1 if right_way[1] > 0 else -1)
        return cut
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    turned = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def part_of(box: TextBox, start: float, end: float, width: int, height: int) -> Box:
    """The upright box, in fractions of the page, around the part of a line from `start` to `end` (0..1 along it)."""
    if box.strip is not None:
        inner = [at for at in stations(box.strip) if start < at < end]
        points = along(box.strip, np.array([start, *inner, end])).reshape(-1, 2)
    else:
        tl, tr, br, bl = box.corners
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
