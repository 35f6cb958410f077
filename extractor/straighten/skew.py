"""The angle at which writing runs, by the sharpness of projection profiles (Postl 1986; Bloomberg, Kopec and Dasari 1995)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.straighten.ink import Ink

WIDEST = 15.0  # degrees looked at on either side
_COARSE, _FINE = 0.5, 0.15  # steps in degrees
_NEAR = 2.1  # degrees about the best coarse angle that are looked at finely
# Curled and photographed pages run at several angles at once: the middle of them is wanted, not the sharpest.
_BROAD = 6  # coarse steps on either side that count for an angle, the less the further
_SMOOTHING, _ABOUT = 0.7, 1.0  # degrees: of the curve of which the highest point is taken, and of the middle about it
_ROUNDS = 3
_LEAST_INK = 200  # pixels
# Profiles count in steps of a part of a letter: finer steps count noise, coarser ones blur the lines.
_COARSE_LETTER, _FINE_LETTER = 6.0, 20.0
_COARSE_POINTS, _FINE_POINTS = 6_000, 60_000


def find_skew(ink: Ink, widest: float = WIDEST) -> tuple[float, float]:
    """Degrees by which the page must be turned clockwise to be level (mod 90), and how clear that is (1: not at all).

    Works for pages turned by a quarter as well: the sharper of both axes counts. The edges of letters show coarsely where to look,
    all of their ink finely.
    """
    if len(ink.boxes) < 4 or cv2.countNonZero(ink.writing) < _LEAST_INK:
        return 0.0, 1.0
    edges = cv2.subtract(ink.writing[:-1], ink.writing[1:]), cv2.subtract(ink.writing[:, :-1], ink.writing[:, 1:])
    coarse = [_points(np.asarray(edge, dtype=np.uint8), max(round(ink.letter / _COARSE_LETTER), 1), _COARSE_POINTS) for edge in edges]
    angles = np.arange(-widest, widest + 1e-6, _COARSE)
    found = np.array([[points.sharpness(angle, axis) for axis, points in enumerate(coarse)] for angle in angles])
    ratio = found / np.maximum(np.median(found, axis=0), 1e-9)
    kernel = _BROAD - np.abs(np.arange(1.0 - _BROAD, _BROAD))
    even = np.stack([_smooth(ratio[:, axis], kernel) for axis in (0, 1)], axis=1)
    row, axis = (int(i) for i in np.unravel_index(int(np.argmax(even)), even.shape))
    fine = _points(ink.writing, max(round(ink.letter / _FINE_LETTER), 1), _FINE_POINTS)
    near = np.arange(angles[row] - _NEAR, angles[row] + _NEAR + 1e-6, _FINE)
    best = _middle(near, np.array([fine.sharpness(angle, axis) for angle in near]))
    return -round(best, 4), float(ratio[max(row + 1 - _BROAD, 0) : row + _BROAD, axis].max())


def _smooth(values: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.convolve(values, kernel, "same") / np.convolve(np.ones_like(values), kernel, "same"), dtype=np.float64)


def _middle(angles: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The middle of the curve about its highest point, once smoothed: of a sharp peak the peak, of many beside one another their middle."""
    reach = len(angles) // 2 - 1
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) * _FINE / _SMOOTHING))
    best = float(angles[int(np.argmax(_smooth(values, kernel)))])
    height = np.square(values - values.min())
    for _ in range(_ROUNDS):
        weights = height * np.exp(-0.5 * np.square((angles - best) / _ABOUT))
        best = float(weights @ angles / max(float(weights.sum()), 1e-12))
    return best


def _points(mask: NDArray[np.uint8], unit: int, most: int) -> _Points:
    """What is not 0 in a mask, about its middle, in units of `unit` pixels; about so many at most.

    Each lies somewhere within its pixel: were all in the middle, rows of pixels would look like lines at no angle."""
    height, width = mask.shape
    spots = np.asarray(cv2.findNonZero(mask), dtype=np.int32).reshape(-1, 2)
    spots = spots[:: max(len(spots) // most, 1)]
    x, y = ((spots + np.random.default_rng(0).random(spots.shape, np.float32)) / np.float32(unit)).astype(np.float32).T
    return _Points(x - np.float32(width / unit / 2), y - np.float32(height / unit / 2), int(math.hypot(height, width) / unit) + 4)


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Ink as points about the middle of the page, none further from it than half of `reach`."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    reach: int

    def sharpness(self, angle: float, axis: int) -> float:
        """How much the profile across lines at this angle changes from step to step (axis 0: level lines, 1: upright ones)."""
        c, s = np.float32(np.cos(np.radians(angle))), np.float32(np.sin(np.radians(angle)))
        across = self.y * c - self.x * s if axis == 0 else self.x * c + self.y * s
        profile = np.bincount((across + np.float32(self.reach / 2)).astype(np.int32), minlength=self.reach)
        return float(np.square(np.diff(profile)).sum())
