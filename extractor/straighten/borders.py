"""Dark edges of a picture: a scanner's lid, the desk beside a sheet. They are trimmed where nothing is written on them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.straighten.ink import Ink

DARK = 70  # grey level (of 255) of an edge
SHARE = 0.6  # of a row or column that is dark
WIDEST = 0.12  # of the picture, on each side
LEAST = 0.004
# A coloured band of a letterhead is dark too: so many light spots, so high (pixels of the reduced picture), are letters on it.
LIGHT, LETTERS, LETTER = 120, 3, 4


def find_borders(ink: Ink) -> tuple[float, float, float, float] | None:
    """What to leave: left, top, right, bottom as shares of the picture; None where nothing is to be trimmed."""
    height, width = ink.grey.shape
    dark = cv2.threshold(ink.grey, DARK - 1, 1, cv2.THRESH_BINARY_INV)[1]
    rows = cv2.reduce(dark, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() / width
    columns = cv2.reduce(dark, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() / height
    if float(rows.mean()) > 0.5:  # a page that is dark itself has no edges
        return None
    cut = []
    # Top, right, bottom, left: each in its turn at the top.
    for quarter, shares in enumerate((rows, columns[::-1], rows[::-1], columns)):
        run = _run(shares)
        cut.append(0 if run and _is_written(np.ascontiguousarray(np.rot90(ink.grey, quarter)[:run])) else run)
    if max(cut) == 0:
        return None
    box = (cut[3] / width, cut[0] / height, 1 - cut[1] / width, 1 - cut[2] / height)
    x, y = (ink.boxes[:, 0] + ink.boxes[:, 2] / 2) / width, (ink.boxes[:, 1] + ink.boxes[:, 3] / 2) / height
    inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return box if inside.all() else None


def _run(shares: NDArray[np.float64]) -> int:
    """How many rows at the top are dark; 0 for none, or for more than an edge."""
    most = int(WIDEST * len(shares))
    bright = np.flatnonzero(shares < SHARE)
    count = int(bright[0]) if len(bright) else len(shares)
    return 0 if count > most or count < LEAST * len(shares) else count


def _is_written(strip: NDArray[np.uint8]) -> bool:
    """Whether light letters stand in a dark strip: spots that do not run out of it."""
    if strip.shape[0] < LETTER:
        return False
    spots = (strip > LIGHT).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    left, top, wide, high = stats[1:, 0], stats[1:, 1], stats[1:, 2], stats[1:, 3]
    enclosed = (left > 0) & (top > 0) & (left + wide < strip.shape[1]) & (top + high < strip.shape[0])
    return int((enclosed & (np.maximum(high, wide) >= LETTER)).sum()) >= LETTERS
