"""Page picture to page picture: level and upright, with the exact way back. Pure functions over arrays.

Each step is taken only where the picture asks for it, and `steps` says which were.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Transform
from extractor.straighten import warp
from extractor.straighten.ink import Ink, find_ink
from extractor.straighten.skew import find_skew
from extractor.straighten.turn import find_turn

__all__ = ["Straightened", "straighten"]

# Less than this moves no letter by half a pixel on a line; moving every pixel would blur for nothing.
LEAST_SKEW = 0.1
# How much sharper than usual the best angle's profile must be before it is believed.
CLEAR_SKEW = 1.35
# Deviations by which the best quarter turn must lead before the page is turned.
CLEAR_TURN = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """The new picture, the transform from its page fractions to the given picture's, and what was done, in order."""

    image: NDArray[np.uint8]
    transform: Transform
    steps: tuple[str, ...] = ()


def straighten(image: NDArray[np.uint8]) -> Straightened:
    """H x W x 3, RGB, 8 bit, in and out; where nothing is to be done the very same array comes back."""
    ink = find_ink(image)
    angle, clear = find_skew(ink)
    if abs(angle) < LEAST_SKEW or clear < CLEAR_SKEW:
        angle = 0.0
    turned, lead = find_turn(*_level(ink, angle), ink.letter)
    if lead < CLEAR_TURN:
        turned = 0
    steps = tuple([f"skew {angle:.2f}"] * (angle != 0) + [f"turn {(4 - turned) % 4 * 90}"] * (turned != 0))
    height, width = image.shape[:2]
    if not angle:
        plane, wide, high = warp.quarter(width, height, -turned)
        new = np.ascontiguousarray(np.rot90(image, turned)) if turned else image
        return Straightened(new, warp.in_fractions(plane, (height, width), new.shape[:2]) if turned else Transform.identity(), steps)
    plane, wide, high = warp.rotation(width, height, angle - 90 * turned)
    size = round(high), round(wide)
    moved = warp.apply(image, plane, size[1], size[0])
    return Straightened(moved, warp.in_fractions(plane, (height, width), size), steps)


def _level(ink: Ink, angle: float) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The reduced page and its letters' boxes, level."""
    if not angle:
        return ink.grey, ink.boxes
    height, width = ink.grey.shape
    plane, wide, high = warp.rotation(width, height, angle)
    grey = warp.apply(ink.grey, plane, round(wide), round(high), cv2.BORDER_REPLICATE)
    back = np.linalg.inv(plane)
    centre = ink.boxes[:, :2] + ink.boxes[:, 2:] / 2.0
    moved = centre @ back[:2, :2].T + back[:2, 2]
    return grey, np.concatenate((np.round(moved - ink.boxes[:, 2:] / 2.0), ink.boxes[:, 2:]), axis=1).astype(np.int32)
