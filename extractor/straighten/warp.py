"""From planned moves to one new picture and the exact way back."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Transform

Plane = NDArray[np.float64]  # 3 x 3, from the new picture's pixels to the given one's (edges at whole numbers)


def identity() -> Plane:
    return np.eye(3)


def shift(left: float, top: float) -> Plane:
    """The plane of a picture cut out of the given one, with its top left corner there."""
    return np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])


def rotation(width: float, height: float, degrees: float) -> tuple[Plane, float, float]:
    """The plane and the size of a picture turned clockwise by `degrees` about its middle, large enough to lose nothing."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    wide, high = width * abs(c) + height * abs(s), width * abs(s) + height * abs(c)
    to_middle = np.array([[1, 0, -wide / 2], [0, 1, -high / 2], [0, 0, 1.0]])
    back = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1.0]])
    from_middle = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]])
    return from_middle @ back @ to_middle, wide, high


def quarter(width: float, height: float, turns: int) -> tuple[Plane, float, float]:
    """The plane and size of a picture turned clockwise by quarters."""
    turns %= 4
    if turns == 1:
        return np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1.0]]), height, width
    if turns == 2:
        return np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]), width, height
    if turns == 3:
        return np.array([[0, -1, width], [1, 0, 0], [0, 0, 1.0]]), height, width
    return identity(), width, height


def apply(
    image: NDArray[np.uint8], plane: Plane, width: int, height: int, border: int = cv2.BORDER_REPLICATE, *, colour: bool = True
) -> NDArray[np.uint8]:
    """The new picture, width x height; where it looks past the edge of the given one, it sees the edge again (no false contour).

    A picture without `colour` is moved in one channel, at half the cost."""
    if image.ndim == 3 and not colour:
        moved = apply(np.asarray(cv2.extractChannel(image, 0), dtype=np.uint8), plane, width, height, border)
        return np.asarray(cv2.cvtColor(moved, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    if image.ndim == 3:  # by a fourth channel the same takes two thirds of the time
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2RGBA), dtype=np.uint8)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    indices = np.linalg.inv(half) @ plane @ half  # the library counts from the middles of pixels
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    if np.allclose(indices[2], (0, 0, 1), atol=1e-12):
        found: Any = cv2.warpAffine(image, indices[:2], (width, height), flags=flags, borderMode=border)
    else:
        found = cv2.warpPerspective(image, indices, (width, height), flags=flags, borderMode=border)
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_RGBA2RGB) if image.ndim == 3 else found, dtype=np.uint8)


def turned(image: NDArray[np.uint8], quarters: int) -> NDArray[np.uint8]:
    """The picture turned counterclockwise by quarters, 0 to 3."""
    ways = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}
    return np.asarray(cv2.rotate(image, ways[quarters]), dtype=np.uint8) if quarters else image


def in_fractions(plane: Plane, given: tuple[int, int], new: tuple[int, int]) -> Transform:
    """The plane between two pictures' pixels (sizes as height, width) as a Transform between their page fractions."""
    to_pixels = np.diag([float(new[1]), float(new[0]), 1.0])
    to_fractions = np.diag([1.0 / given[1], 1.0 / given[0], 1.0])
    m = to_fractions @ plane @ to_pixels
    m = m / m[2, 2]
    a, b, c = ((float(row[0]), float(row[1]), float(row[2])) for row in m)
    return Transform((a, b, c))
