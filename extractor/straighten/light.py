"""Even light and full contrast: every pixel against the paper around it, where shadow lies on the page or its print is pale."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import shrunk

SMALL = 320  # pixels of the long side on which the paper's lightness is taken
WHITE = 235.0  # what paper becomes
# Light is uneven where a tenth of the paper is darker than the lighter half by this factor.
UNEVEN = 0.72
# Print is pale where it is no darker than this part of the paper around it; it is brought to FULL.
PALE, FULL, MOST_GAIN = 0.3, 0.55, 3.0


def paper(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The lightness of the paper under the print (grey, reduced)."""
    height, width = image.shape[:2]
    scale = min(1.0, SMALL / max(height, width))
    small = shrunk(image, max(round(width * scale), 1), max(round(height * scale), 1))
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    without = cv2.dilate(grey, np.ones((9, 9), np.uint8))
    return np.asarray(cv2.blur(cv2.medianBlur(without, 11), (15, 15)), dtype=np.uint8)


def is_uneven(ground: NDArray[np.uint8]) -> bool:
    low, middle = np.percentile(ground, (10, 60))
    return bool(low < UNEVEN * middle)


def print_depth(grey: NDArray[np.uint8], writing: NDArray[np.uint8]) -> float:
    """How much darker print is than its paper, 0..1: the median over its pixels."""
    around = cv2.dilate(grey, np.ones((15, 15), np.uint8)).astype(np.float32)
    spots = writing > 0
    if int(spots.sum()) < 50:
        return 1.0
    return float(np.median(1 - grey[spots] / np.maximum(around[spots], 1)))


def even(image: NDArray[np.uint8], ground: NDArray[np.uint8], gain: float = 1.0) -> NDArray[np.uint8]:
    """The picture divided by its paper; `gain` deepens what is darker than paper."""
    height, width = image.shape[:2]
    # out = WHITE * (1 - gain * (1 - image / ground)) = image * (WHITE * gain / ground) + WHITE * (1 - gain)
    factor = cv2.resize((WHITE * gain / np.maximum(ground, 1)).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    lifted = cv2.multiply(image, cv2.merge([factor] * 3), dtype=cv2.CV_32F)
    return np.asarray(np.clip(lifted + WHITE * (1 - gain), 0, 255), dtype=np.uint8)
