"""The angle at which writing runs, by the sharpness of projection profiles (Postl 1986; Bloomberg, Kopec and Dasari 1995)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.quick import dataclass
from extractor.straighten.ink import Ink

WIDEST = 15.0  # degrees looked at on either side
_COARSE, _FINE = 0.5, 0.25  # steps in degrees
_NEAR = 4.0  # degrees about the best coarse angle that are looked at finely
# Curled and photographed pages run at several angles at once: the middle of them is wanted, not the sharpest.
_BROAD = 6  # coarse steps on either side that count for an angle, the less the further
_SMOOTHING, _ABOUT = 1.5, 2.0  # degrees: of the curve of which the highest point is taken, and of the middle about it
_ROUNDS = 3
_ASIDE = 0.5  # degrees off the middle of what was looked at: it is looked at anew about what was found
_LEAST_INK = 200  # pixels
# Profiles count in steps of a part of a letter: finer steps count noise, coarser ones blur the lines.
_COARSE_LETTER, _FINE_LETTER = 6.0, 20.0
_COARSE_POINTS, _FINE_POINTS = 6_000, 20_000
# Letters over which the fine profile's change is taken: over single steps it tells of the grid on which small letters were drawn.
_CHANGE = 0.4


@dataclass(frozen=True, slots=True)
class Skew:
    """Degrees by which the page must be turned clockwise to be level (mod 90), how clear that is (1: not at all), and along which
    axis the writing was taken to run: 0 as lines of an upright page do, 1 as those of a page turned by a quarter."""

    angle: float
    clear: float
    axis: int


def find_skew(ink: Ink, axis: int | None = None) -> Skew:
    """Works for pages turned by a quarter as well: the sharper of both axes counts where none is given. Seen from the side, columns run
    at another angle than lines do, and may be sharper. The edges of letters show coarsely where to look, all of their ink finely."""
    if len(ink.boxes) < 4 or cv2.countNonZero(ink.writing) < _LEAST_INK:
        return Skew(0.0, 1.0, axis or 0)
    spots = np.flatnonzero(ink.writing > 0)
    angles = np.arange(-WIDEST, WIDEST + 1e-6, _COARSE)
    axes = (0, 1) if axis is None else (axis,)
    unit = max(round(ink.letter / _COARSE_LETTER), 1)
    height, width = ink.writing.shape
    within = (height - 1, width), (height, width - 1)  # where edges can be
    coarse = [_points(_edge(ink.writing, spots, at), width, within[at], unit, _COARSE_POINTS) for at in axes]
    found = np.stack([points.sharpness(angles, at) for at, points in zip(axes, coarse, strict=True)], axis=1)
    ratio = found / np.maximum(np.median(found, axis=0), 1e-9)
    kernel = _BROAD - np.abs(np.arange(1.0 - _BROAD, _BROAD))
    even = np.stack([_smooth(column, kernel) for column in ratio.T], axis=1)
    row, column = (int(i) for i in np.unravel_index(int(np.argmax(even)), even.shape))
    unit = max(round(ink.letter / _FINE_LETTER), 1)
    fine, over = _points(spots, width, (height, width), unit, _FINE_POINTS), max(round(_CHANGE * ink.letter / unit), 1)
    best, start = float(angles[row]), math.inf
    for _ in range(_ROUNDS):
        if abs(best - start) < _ASIDE:
            break
        start = best
        near = np.arange(start - _NEAR, start + _NEAR + 1e-6, _FINE)
        best = _middle(near, fine.sharpness(near, axes[column], over))
    return Skew(-round(best, 4), float(ratio[max(row + 1 - _BROAD, 0) : row + _BROAD, column].max()), axes[column])


def _smooth(values: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.convolve(values, kernel, "same") / np.convolve(np.ones_like(values), kernel, "same"), dtype=np.float64)


def _middle(angles: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The middle of the curve about its highest point, once smoothed: of a sharp peak the peak, of many beside one another their middle."""
    reach = len(angles) // 2 - 1
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) * _FINE / _SMOOTHING))
    best = float(angles[int(np.argmax(_smooth(values, kernel)))])
    height = values - values.min()
    for _ in range(_ROUNDS):
        weights = height * np.exp(-0.5 * np.square((angles - best) / _ABOUT))
        best = float(weights @ angles / max(float(weights.sum()), 1e-12))
    return best


def _edge(writing: NDArray[np.uint8], spots: NDArray[np.intp], axis: int) -> NDArray[np.intp]:
    """Those of the spots of what is written that have no ink on the pixel below them (axis 0), or on the right of them (1)."""
    height, width = writing.shape
    edge: NDArray[np.intp] = spots[writing.ravel().take(spots + (1 if axis else width), mode="clip") == 0]
    inside: NDArray[np.bool_] = edge % width != width - 1 if axis else edge < (height - 1) * width
    return edge[inside]


def _points(spots: NDArray[np.intp], row: int, shape: tuple[int, ...], unit: int, most: int) -> _Points:
    """Spots, as numbers of pixels in rows of so many, about the middle of a picture of that shape, in units of `unit` pixels; about so
    many at most.

    Each lies somewhere within its pixel: were all in the middle, rows of pixels would look like lines at no angle."""
    height, width = shape
    some = spots[:: max(len(spots) // most, 1)]
    down, across = np.divmod(some, row)
    within = np.random.default_rng(0).random((len(some), 2), np.float32)
    x, y = (((place + within[:, at]) / unit).astype(np.float32) for at, place in enumerate((across, down)))
    return _Points(x - np.float32(width / unit / 2), y - np.float32(height / unit / 2), int(math.hypot(height, width) / unit) + 4)


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Ink as points about the middle of the page, none further from it than half of `reach`."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    reach: int

    def sharpness(self, angles: NDArray[np.float64], axis: int, over: int = 1) -> NDArray[np.float64]:
        """How much the profile across lines at each angle changes over so many steps (axis 0: level lines, 1: upright ones)."""
        found = np.empty(len(angles))
        for number, angle in enumerate(np.radians(angles).tolist()):
            c, s = np.float32(math.cos(angle)), np.float32(math.sin(angle))
            across = c * self.y - s * self.x if axis == 0 else c * self.x + s * self.y
            across += np.float32(self.reach / 2)
            profile = np.bincount(across.astype(np.intp), minlength=self.reach)
            change = profile[over:] - profile[:-over]
            found[number] = change @ change
        return found
