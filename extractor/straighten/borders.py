"""Dark edges of a scan: the lid's shadow and the glass beyond the sheet, trimmed where nothing is written on them."""

from __future__ import annotations

import numpy as np

from extractor.straighten.ink import Ink

DARK = 70  # grey level (of 255) of an edge
SHARE = 0.6  # of a row or column that is dark
WIDEST = 0.12  # of the picture, on each side
LEAST = 0.004


def find_borders(ink: Ink) -> tuple[float, float, float, float] | None:
    """What to leave: left, top, right, bottom as shares of the picture; None where nothing is to be trimmed."""
    dark = ink.grey < DARK
    down, across = dark.mean(axis=1), dark.mean(axis=0)
    # A page that is dark itself has no edges.
    if float(dark.mean()) > 0.5:
        return None
    height, width = ink.grey.shape
    cut = [_run(across), _run(down), _run(across[::-1]), _run(down[::-1])]
    if max(cut) == 0:
        return None
    box = (cut[0] / width, cut[1] / height, 1 - cut[2] / width, 1 - cut[3] / height)
    x, y = (ink.boxes[:, 0] + ink.boxes[:, 2] / 2) / width, (ink.boxes[:, 1] + ink.boxes[:, 3] / 2) / height
    if not ((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])).all():
        return None
    return box


def _run(shares: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """How many rows or columns at the beginning are dark, to the last one within reach; 0 for none, or for more than an edge."""
    most = int(WIDEST * len(shares))
    bright = np.flatnonzero(shares < SHARE)
    count = int(bright[0]) if len(bright) else len(shares)
    return 0 if count > most or count < LEAST * len(shares) else count + 1
