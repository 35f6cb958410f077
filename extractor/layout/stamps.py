"""Stamps: coloured marks that are round or turned, sparse, and larger than letters; text may lie under them."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document import Region, RegionKind
from extractor.geometry import Box
from extractor.pixels import components, is_grey, shrunk

LONG_SIDE = 700  # pixels of the picture that is looked at
COLOURED = 60  # of 255: the distance of the channels from which ink is coloured, beyond the paper's own
# Ink this far apart (share of the long side) is one mark.
JOIN = 0.012
# A mark's longer side, as shares of the page's long side.
SMALLEST, LARGEST = 0.05, 0.35
# So much of the area within its outline is ink: less is a pen's stroke, more a logo or a bar.
SPARSEST, DENSEST = 0.06, 0.55
# The outline fills an ellipse, or a turned rectangle, to this share.
ROUND, RECTANGULAR = 0.9, 0.8
# Degrees from which a rectangle counts as turned; a round mark is no more oblong than this.
TURNED, OBLONG = 5.0, 1.8


def stamps_in_picture(image: NDArray[np.uint8]) -> tuple[Region, ...]:
    """STAMP regions of a page's picture (H x W x 3, RGB, 8 bit), top to bottom."""
    if image.ndim != 3 or min(image.shape[:2]) < 40 or is_grey(image):
        return ()
    height, width = image.shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = shrunk(image, *size)
    red, green, blue = cv2.split(small)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    # A tinted sheet is coloured all over: what counts is the colour beyond its own.
    counts = cv2.calcHist([spread], [0], None, [256], [0, 256]).ravel()
    usual = int(np.searchsorted(np.cumsum(counts), spread.size / 2))  # the median
    mask = cv2.threshold(spread, COLOURED + usual, 255, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(mask) < 40:
        return ()
    reach = max(round(JOIN * LONG_SIDE), 3) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    labels, stats = components(np.asarray(joined, dtype=np.uint8))
    found = []
    for number, (left, top, wide, high, _) in enumerate(stats.tolist()):
        if number == 0 or not SMALLEST * LONG_SIDE <= max(wide, high) <= LARGEST * LONG_SIDE or min(wide, high) < 12:
            continue
        here = (labels[top : top + high, left : left + wide] == number) & (mask[top : top + high, left : left + wide] > 0)
        if _is_stamp(here):
            found.append(Region(RegionKind.STAMP, Box.from_pixels(left, top, left + wide, top + high, *size).clipped()))
    return tuple(found)


def _is_stamp(ink: NDArray[np.bool_]) -> bool:
    points = np.column_stack(np.nonzero(ink))[:, ::-1].astype(np.int32)
    if len(points) < 20:
        return False
    hull = cv2.convexHull(points)
    area = float(cv2.contourArea(hull))
    if area <= 0 or not SPARSEST <= len(points) / area <= DENSEST:
        return False
    (_, _), (a, b), angle = cv2.minAreaRect(hull)
    if min(a, b) < 8:
        return False
    filled = area / (a * b)
    oblong = max(a, b) / min(a, b)
    # A rectangle's hull fills its box; an ellipse's fills pi / 4 of it.
    if filled >= RECTANGULAR + 0.05:
        slant = abs((angle + 45) % 90 - 45)
        return slant >= TURNED
    return oblong <= OBLONG and abs(filled / (math.pi / 4) - 1) <= 1 - ROUND
