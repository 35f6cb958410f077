"""The angle at which writing runs, by the sharpness of projection profiles (Postl 1986; Bloomberg, Kopec and Dasari 1995)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.straighten.ink import Ink

WIDEST = 15.0  # degrees looked at on either side
_COARSE, _FINE = 0.5, 0.1  # steps in degrees
_NEAR = 1.2  # degrees about the best coarse angle that are looked at finely
# Curled and photographed pages run at several angles at once: the middle of them is wanted, not the sharpest.
_SMOOTHING = 0.35  # degrees
_LEAST_INK = 200  # pixels
# Profiles count in steps of a part of a letter: finer steps count noise, coarser ones blur the lines.
_COARSE_LETTER, _FINE_LETTER = 10.0, 20.0
_COARSE_POINTS, _FINE_POINTS = 25_000, 60_000


def find_skew(ink: Ink, widest: float = WIDEST) -> tuple[float, float]:
    """Degrees by which the page must be turned clockwise to be level (mod 90), and how clear that is (1: not at all).

    Works for pages turned by a quarter as well: the sharper of both axes counts.
    """
    if len(ink.boxes) < 4 or cv2.countNonZero(ink.writing) < _LEAST_INK:
        return 0.0, 1.0
    coarse = _Points(ink.writing, max(ink.letter / _COARSE_LETTER, 1.0), _COARSE_POINTS)
    angles = np.arange(-widest, widest + 1e-6, _COARSE)
    found = np.array([[coarse.sharpness(angle, axis) for axis in (0, 1)] for angle in angles])
    ratio = found / np.maximum(np.median(found, axis=0), 1e-9)
    even = ratio.copy()
    even[1:-1] = ratio[1:-1] / 2 + (ratio[:-2] + ratio[2:]) / 4
    row, axis = (int(i) for i in np.unravel_index(int(np.argmax(even)), even.shape))
    fine = _Points(ink.writing, max(ink.letter / _FINE_LETTER, 1.0), _FINE_POINTS)
    near = np.arange(angles[row] - _NEAR, angles[row] + _NEAR + 1e-6, _FINE)
    best = _smooth_peak(near, np.array([fine.sharpness(angle, axis) for angle in near]))
    return -round(best, 4), float(ratio[row, axis])


def _smooth_peak(angles: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Where the smoothed curve is highest, between the steps too (by a parabola through the three highest points)."""
    reach = len(angles) // 2 - 1
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) * _FINE / _SMOOTHING))
    smooth = np.convolve(values, kernel, "same") / np.convolve(np.ones_like(values), kernel, "same")
    top = int(np.argmax(smooth))
    best = float(angles[top])
    if 0 < top < len(smooth) - 1:
        bend = smooth[top - 1] - 2 * smooth[top] + smooth[top + 1]
        if bend < 0:
            best += _FINE * 0.5 * float((smooth[top - 1] - smooth[top + 1]) / bend)
    return best


class _Points:
    """Ink as weighted points about the middle of the page, in units of `unit` pixels."""

    def __init__(self, mask: NDArray[np.uint8], unit: float, most: int) -> None:
        size = max(round(mask.shape[1] / unit), 1), max(round(mask.shape[0] / unit), 1)
        small = mask if unit <= 1 else cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
        ys, xs = np.nonzero(small)
        step = max(len(xs) // most, 1)
        ys, xs = ys[::step], xs[::step]
        self.weights = np.asarray(small[ys, xs], dtype=np.float64) / 255
        self.x = xs.astype(np.float32) - small.shape[1] / 2
        self.y = ys.astype(np.float32) - small.shape[0] / 2
        self.reach = int(np.hypot(*small.shape)) + 2

    def sharpness(self, angle: float, axis: int) -> float:
        """How much the profile across lines at this angle changes from step to step (axis 0: level lines, 1: upright ones)."""
        c, s = np.float32(np.cos(np.radians(angle))), np.float32(np.sin(np.radians(angle)))
        across = self.y * c - self.x * s if axis == 0 else self.x * c + self.y * s
        profile = np.bincount((across + self.reach / 2).astype(np.int32), self.weights, self.reach)
        return float(np.square(np.diff(profile)).sum())
