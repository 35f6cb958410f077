"""The angle at which writing and rulings run, by the sharpness of projection profiles (Postl 1986; Bloomberg, Kopec and Dasari 1995)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.straighten.ink import Ink

WIDEST = 15.0  # degrees looked at on either side
_COARSE, _FINE, _FINEST = 0.5, 0.1, 0.02
_COARSE_POINTS, _FINE_POINTS = 8_000, 60_000


def find_skew(ink: Ink, widest: float = WIDEST) -> tuple[float, float]:
    """Degrees by which the page must be turned clockwise to be level (mod 90), and how clear that is (1: not at all).

    Works for pages turned by a quarter as well: the sharper of both axes counts.
    """
    mask = ink.writing
    ys, xs = np.nonzero(mask)
    if len(xs) < 200:
        return 0.0, 1.0
    x = xs.astype(np.float32) - mask.shape[1] / 2
    y = ys.astype(np.float32) - mask.shape[0] / 2
    reach = int(np.hypot(*mask.shape)) + 2

    def sharpness(angles: NDArray[np.float64], points: int, both: bool, axis: int) -> NDArray[np.float64]:
        step = max(len(x) // points, 1)
        px, py = x[::step], y[::step]
        out = np.zeros((len(angles), 2))
        for row, angle in enumerate(angles):
            c, s = np.float32(np.cos(np.radians(angle))), np.float32(np.sin(np.radians(angle)))
            if both or axis == 0:
                out[row, 0] = _sharp(py * c - px * s, reach)
            if both or axis == 1:
                out[row, 1] = _sharp(px * c + py * s, reach)
        return out

    coarse = np.arange(-widest, widest + 1e-6, _COARSE)
    found = sharpness(coarse, _COARSE_POINTS, True, 0)
    typical = np.maximum(np.median(found, axis=0), 1e-9)
    ratio = found / typical
    row, axis = np.unravel_index(int(np.argmax(ratio)), ratio.shape)
    best, clear = float(coarse[row]), float(ratio[row, axis])
    for step, reach_of in ((_FINE, _COARSE), (_FINEST, _FINE)):
        angles = np.arange(best - reach_of, best + reach_of + 1e-6, step)
        best = float(angles[int(np.argmax(sharpness(angles, _FINE_POINTS, False, int(axis))[:, axis]))])
    return -round(best, 4), clear


def _sharp(positions: NDArray[np.float32], reach: int) -> float:
    profile = np.bincount((positions + reach / 2).astype(np.int32), minlength=reach).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())
