"""What the writing stands on: a picture made small, without its letters, and whether that runs out of the picture.

A sheet of which all edges are seen, alone or beside others, ends inside the picture. Most scans show none: their paper is one even area
from the lines to the frame, and nobody need look for sheets on them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import areas as connected
from extractor.pixels import shrunk
from extractor.quick import dataclass
from extractor.straighten.ink import Ink

SMALL_SIDE = 640  # pixels of the small copy
JUMP = 2.0  # levels from pixel to pixel that part two areas
# An area on which so much of the writing stands, and of which so much of the picture's frame is, is a page that runs out of it.
MOST, FRAME = 0.5, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """`small` is H x W x 3, RGB, 8 bit, or H x W where it has no colour; `plain` the same without letters, H x W x 3; `jumps` how many
    levels its lightness changes from pixel to pixel, in the channel that changes most; `letters` the middles of its letters, n x 2."""

    small: NDArray[np.uint8]
    plain: NDArray[np.uint8]
    jumps: NDArray[np.float32]
    letters: NDArray[np.float64]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.plain.shape[1], self.plain.shape[0]


def find_ground(image: NDArray[np.uint8], ink: Ink, shape: tuple[int, ...]) -> Ground:
    """Of a picture of that shape with its ink, which is given itself (H x W x 3, RGB, 8 bit) or reduced and in grey (H x W)."""
    height, width = shape[:2]
    scale = min(1.0, SMALL_SIDE / max(height, width))
    small = shrunk(image, max(round(width * scale), 1), max(round(height * scale), 1))
    plain = without_letters(small, ink)
    jumps = np.zeros(plain.shape[:2], np.float32)
    for channel in cv2.split(plain):
        across, down = (cv2.Sobel(channel, cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))  # it counts eightfold
        jumps = np.maximum(jumps, cv2.magnitude(across, down))
    letters = (ink.boxes[:, :2] + ink.boxes[:, 2:] / 2) * (max(small.shape[:2]) / max(height, width) / ink.scale)
    return Ground(small, in_three(plain), jumps, letters)


def without_letters(small: NDArray[np.uint8], ink: Ink) -> NDArray[np.uint8]:
    """A small copy without letters."""
    letter = ink.letter * small.shape[0] / ink.grey.shape[0]
    side = min(max(round(letter * 1.2), 3), 9) | 1
    return np.asarray(cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), 5), dtype=np.uint8)


def in_three(plain: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """H x W x 3 of a picture that may be H x W."""
    return np.asarray(plain if plain.ndim == 3 else cv2.merge([plain] * 3), dtype=np.uint8)


def even_areas(jumps: NDArray[np.float32], least: float) -> NDArray[np.integer]:
    """The number of the area without a jump that each pixel lies in; 0 where it jumps by so much at least."""
    level = (jumps < least).astype(np.uint8)
    return connected(np.asarray(cv2.erode(level, np.ones((3, 3), np.uint8)), dtype=np.uint8))  # no leak through a gap of one pixel


def held_and_seen(areas: NDArray[np.integer], letters: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """How many letters (their middles) and how many pixels of the frame lie in the area of each number, and how many pixels the frame has;
    what lies in no area is not counted."""
    height, width = areas.shape
    at = np.clip(np.round(letters).astype(np.int64), 0, (width - 1, height - 1))
    frame = np.concatenate((areas[0], areas[-1], areas[:, 0], areas[:, -1]))
    held, seen = (np.bincount(numbers, minlength=int(areas.max()) + 1) for numbers in (areas[at[:, 1], at[:, 0]], frame))
    held[0] = seen[0] = 0
    return held, seen, len(frame)


def runs_out(ground: Ground) -> bool:
    """Whether the paper that most of the writing stands on runs out of the picture."""
    held, seen, frame = held_and_seen(even_areas(ground.jumps, JUMP), ground.letters)
    written = int(np.argmax(held))
    return bool(held[written] > MOST * len(ground.letters) and seen[written] > FRAME * frame)
