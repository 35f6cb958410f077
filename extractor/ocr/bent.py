"""Lines on bent paper: a curl or a fold bows a line, and no rectangle fits it.

The detector sees such a line whole, but its least rectangle is half empty and half of other lines: it would be thrown away as
too faint, or cut out with its neighbours. Its middle is followed instead, station by station, and the line is cut out along it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG = 4.0  # thicknesses of a line that may be seen to bend
STATION = 1.5  # thicknesses from one place where the middle is taken to the next
STEEP = 1.0  # rise by run, from which a line runs upwards
SAG = 0.3  # thicknesses that a bent line's middle is off the straight line between its ends at least
ARC = 0.06  # of its length that it is off at the most: paper does not bend more, the letters of a round seal do
EVEN = 0.16  # deviation of the thickness, by its median, of what is one line and not several


def strip_of(blob: NDArray[np.bool_], angle: float, unclip: float) -> NDArray[np.float32] | None:
    """A line's edges from left to right, n x (above, below) x (x, y), in pixels of the mask of its shrunken middle, grown back by area
    x `unclip` / perimeter; None where the blob is no single line, or a straight one. `angle`: degrees clockwise of its direction."""
    ys, xs = np.nonzero(blob)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    c, s = (c, s) if c >= 0 else (-c, -s)
    if abs(s) > STEEP * abs(c):
        return None
    along, across = xs * c + ys * s, ys * c - xs * s
    start, end = float(along.min()) - 0.5, float(along.max()) + 0.5
    thickness = len(xs) / (end - start)
    if end - start < LONG * thickness:
        return None
    edges = np.linspace(start, end, max(round((end - start) / (STATION * thickness)), 2) + 1)
    bins = np.clip(np.searchsorted(edges, along, side="right") - 1, 0, len(edges) - 2)
    count = np.bincount(bins, minlength=len(edges) - 1)
    thick = count / np.diff(edges)
    usual = float(np.median(thick))
    if count.min() == 0 or float(np.std(thick)) > EVEN * usual:
        return None
    middles = np.bincount(bins, weights=across) / count
    joints = np.array([middles[0], *(sum(pair) / 2 for pair in pairwise(middles)), middles[-1]])
    sag = float(np.abs(joints - np.linspace(joints[0], joints[-1], len(joints))).max())
    if not SAG * usual < sag < ARC * (end - start):
        return None
    joints[0], joints[-1] = 2 * middles[0] - joints[1], 2 * middles[-1] - joints[-2]
    grow = usual * (end - start) * unclip / (usual + end - start) / 2
    edges[0], edges[-1] = start - grow, end + grow
    above, below = joints - usual / 2 - grow, joints + usual / 2 + grow
    return np.stack([np.stack([edges * c - side * s, edges * s + side * c], axis=1) for side in (above, below)], axis=1).astype(np.float32)


def along(strip: NDArray[np.float32], part: NDArray[np.floating]) -> NDArray[np.float32]:
    """The points above and below, k x 2 x 2, at the k parts (0..1) of the way along a strip."""
    at = stations(strip)
    flat = strip.reshape(len(strip), 4)
    return np.stack([np.interp(part, at, flat[:, i]) for i in range(4)], axis=1).reshape(-1, 2, 2).astype(np.float32)


def stations(strip: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far along the strip (0..1) each of its points lies."""
    middle = strip.mean(axis=1)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    return np.asarray(way / way[-1], np.float64)


def cut_along(image: NDArray[np.uint8], strip: NDArray[np.float32], width: int, height: int) -> NDArray[np.uint8]:
    """What lies in the strip, made straight: height x width x 3."""
    import cv2

    ends = along(strip, (np.arange(width) + 0.5) / width)
    down = ((np.arange(height) + 0.5) / height)[:, None, None]
    points = (ends[None, :, 0] * (1 - down) + ends[None, :, 1] * down - 0.5).astype(np.float32)
    cut = cv2.remap(image, points[..., 0], points[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)
