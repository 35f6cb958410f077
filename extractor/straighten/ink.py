"""What is ink on a page picture, at a size fit for measuring: the ground that the other steps stand on."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import AREA, HEIGHT, LEFT, TOP, WIDTH, is_grey, parts_kept, shrunk
from extractor.quick import dataclass

# Enough for letters of a full A4 page to keep their shape (about 110 dots an inch), few enough to be quick.
WORKING_PIXELS = 1_200_000


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A reduced page. `boxes` are components that can be letters: left, top, width, height in reduced pixels, (n, 4)."""

    grey: NDArray[np.uint8]  # H x W
    writing: NDArray[np.uint8]  # H x W, 255 on components that can be letters
    scale: float  # reduced pixels for one pixel of the picture
    boxes: NDArray[np.int32]
    colour: bool = True  # whether the picture has any

    @property
    def letter(self) -> float:
        """The usual height of a letter in reduced pixels, 0 where there is none."""
        return float(np.median(self.boxes[:, 2:].max(axis=1))) if len(self.boxes) else 0.0


def reduced(image: NDArray[np.uint8], pixels: int = WORKING_PIXELS) -> tuple[NDArray[np.uint8], float]:
    """The picture in grey and small, and its scale (at most 1)."""
    height, width = image.shape[:2]
    scale = min(1.0, math.sqrt(pixels / (height * width)))
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8) if image.ndim == 3 else image
    return shrunk(grey, max(round(width * scale), 1), max(round(height * scale), 1)), scale


def find_ink(image: NDArray[np.uint8]) -> Ink:
    """H x W x 3 or H x W, 8 bit."""
    grey, scale = reduced(image)

    def are_letters(found: NDArray[np.int32]) -> NDArray[np.bool_]:
        wide, high, area = found[:, WIDTH], found[:, HEIGHT], found[:, AREA]
        long, short = np.maximum(wide, high), np.minimum(wide, high)
        letters = (long >= 4) & (long <= 60) & (short >= 2) & (area >= 8) & (long <= 12 * short)
        return letters & _on_paper(grey, found, letters)

    writing, letters = parts_kept(ink_mask(grey), are_letters)
    return Ink(grey, writing, scale, letters[:, :4], not is_grey(image))


# What is written stands on the light sheet, not on the table under it: paper is at least so bright beside the brightest.
PAPER = 0.55


def _on_paper(grey: NDArray[np.uint8], found: NDArray[np.int32], letters: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which components have paper around them (all of them where none is a letter)."""
    if not letters.any():
        return np.ones(len(found), bool)
    eighth = max(grey.shape[1] // 8, 1), max(grey.shape[0] // 8, 1)
    light = cv2.dilate(shrunk(grey, *eighth), np.ones((3, 3), np.uint8))
    x = np.clip((found[:, LEFT] + found[:, WIDTH] // 2) // 8, 0, light.shape[1] - 1)
    y = np.clip((found[:, TOP] + found[:, HEIGHT] // 2) // 8, 0, light.shape[0] - 1)
    around = np.asarray(light)[y, x].astype(np.float64)
    bright: NDArray[np.bool_] = around >= PAPER * np.percentile(around[letters], 90)
    return bright


def ink_mask(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where a pixel is clearly darker than the paper around it, whatever the light; inverted blocks show by their edges."""
    side = max(min(grey.shape) // 24, 10) * 2 + 1
    deviation = float(np.clip(np.std(grey[::4, ::4]), 4, 60))
    darker = cv2.subtract(cv2.blur(grey, (side, side)), grey)
    return np.asarray(cv2.threshold(darker, int(6 + 0.25 * deviation), 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)
