"""Page picture to page picture: level and upright, with the exact way back. Pure functions over arrays.

Each step is taken only where the picture asks for it, and `steps` says which were.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Transform
from extractor.straighten import warp
from extractor.straighten.ink import find_ink
from extractor.straighten.skew import find_skew

__all__ = ["Straightened", "straighten"]

# Less than this moves no letter by half a pixel on a line; moving every pixel would blur for nothing.
LEAST_SKEW = 0.1
# How much sharper than usual the best angle's profile must be before it is believed.
CLEAR_SKEW = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """The new picture, the transform from its page fractions to the given picture's, and what was done, in order."""

    image: NDArray[np.uint8]
    transform: Transform
    steps: tuple[str, ...] = ()


def straighten(image: NDArray[np.uint8]) -> Straightened:
    """H x W x 3, RGB, 8 bit, in and out; where nothing is to be done the very same array comes back."""
    ink = find_ink(image)
    angle, clear = find_skew(ink.mask)
    if abs(angle) < LEAST_SKEW or clear < CLEAR_SKEW:
        return Straightened(image, Transform.identity())
    height, width = image.shape[:2]
    plane, wide, high = warp.rotation(width, height, angle)
    size = round(high), round(wide)
    paper = tuple(int(v) for v in np.median(image[:: max(height // 64, 1), :: max(width // 64, 1)].reshape(-1, image.shape[2]), axis=0))
    moved = warp.apply(image, plane, size[1], size[0], paper)
    return Straightened(moved, warp.in_fractions(plane, (height, width), size), (f"skew {angle:.2f}",))
