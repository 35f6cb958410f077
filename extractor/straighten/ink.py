"""What is ink on a page picture, at a size fit for measuring: the ground that the other steps stand on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# Enough for letters of a full A4 page to keep their shape (about 110 dots an inch), few enough to be quick.
WORKING_PIXELS = 1_200_000


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A reduced page. `scale` is reduced pixels for one pixel of the picture; `boxes` are components that can be letters."""

    grey: NDArray[np.uint8]  # H x W
    mask: NDArray[np.uint8]  # H x W, 255 where there is ink of any kind but large blobs
    scale: float
    boxes: NDArray[np.int32]  # (n, 4): left, top, width, height in the reduced picture
    letter: float  # the usual height of a letter in reduced pixels, 0 where there is none


def reduced(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """The picture in grey and small, and its scale (at most 1)."""
    height, width = image.shape[:2]
    scale = min(1.0, math.sqrt(WORKING_PIXELS / (height * width)))
    small = image
    if scale < 1.0:
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return (cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) if small.ndim == 3 else small), scale  # type: ignore[return-value]


def find_ink(image: NDArray[np.uint8]) -> Ink:
    """H x W x 3 or H x W, 8 bit."""
    grey, scale = reduced(image)
    mask = ink_mask(grey)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    boxes = stats[1:, :4]
    area = stats[1:, cv2.CC_STAT_AREA]
    wide, high = boxes[:, 2], boxes[:, 3]
    long, short = np.maximum(wide, high), np.minimum(wide, high)
    if count > 1:
        # Pictures, dark borders and blocks of grey are no writing; rulings are kept, they are level too.
        blob = (short > 0.08 * max(grey.shape)) & (area > 0.25 * wide * high)
        if blob.any():
            drop = np.concatenate(([False], blob))
            mask[drop[labels]] = 0
    letters = (long >= 4) & (long <= 60) & (short >= 2) & (area >= 8) & (long <= 12 * short)
    boxes = boxes[letters]
    letter = float(np.median(np.maximum(boxes[:, 2], boxes[:, 3]))) if len(boxes) else 0.0
    return Ink(grey, mask, scale, boxes, letter)


def ink_mask(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where a pixel is clearly darker than the paper around it, whatever the light; inverted blocks show by their edges."""
    side = max(min(grey.shape) // 24, 10) * 2 + 1
    around = cv2.blur(grey, (side, side))
    deviation = float(np.clip(np.std(grey[::4, ::4]), 4, 60))
    return cv2.compare(grey, cv2.subtract(around, 6 + 0.25 * deviation), cv2.CMP_LT)  # type: ignore[return-value]
