"""A few lines of writing cut out of a level page, for a reader to say whether they stand on their feet."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import boxes_of_parts

MOST_LINES = 4
_LONGEST = 7.0  # heights of a line that are cut out: enough to tell, and each costs a reader's time
_SHORTEST = 2.5


def line_crops(grey: NDArray[np.uint8], boxes: NDArray[np.int32], letter: float, turned: int) -> list[NDArray[np.uint8]]:
    """Up to MOST_LINES crops (H x W x 3), the longest lines first, as they stand if the page was turned clockwise by `turned` quarters."""
    upright = np.rot90(grey, turned)
    mask = np.zeros(upright.shape, np.uint8)
    as_given = np.rot90(mask, -turned)
    for left, top, width, height in boxes.tolist():
        as_given[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)] = 255
    reach = max(round(letter * 1.2), 3)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    found = [
        (width, left, top, height)
        for left, top, width, height in boxes_of_parts(np.asarray(joined, dtype=np.uint8)).tolist()
        if 0.6 * letter <= height <= 2.6 * letter and width >= _SHORTEST * height
    ]
    crops = []
    for width, left, top, height in sorted(found, reverse=True)[:MOST_LINES]:
        margin = max(round(0.25 * height), 2)
        right = left + min(width, round(_LONGEST * height))
        part = upright[max(top - margin, 0) : top + height + margin, max(left - margin, 0) : right + margin]
        crops.append(np.repeat(part[:, :, None], 3, axis=2))
    return crops
