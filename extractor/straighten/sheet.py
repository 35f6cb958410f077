"""The sheet in a photograph: its four corners, where all four of its edges are seen against what it lies on.

The picture without its letters is flooded from the writing and from the frame (watershed, Meyer 1992): the floods meet at the strongest
edge between them, whatever the light. Straight lines are laid through that edge; where it is no clear quadrilateral, there is no sheet.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import shrunk
from extractor.quick import dataclass
from extractor.straighten.ground import Ground, in_three, without_letters
from extractor.straighten.ink import Ink
from extractor.straighten.warp import Plane

LONG_SIDE = 480  # pixels of the picture that is looked at
# Shares of the picture: a sheet is at least so large; one that fills it needs no cutting out.
SMALLEST, LARGEST = 0.15, 0.97
# The flooded area is so much of its quadrilateral, and the other way round.
FILLED = 0.94
# Degrees by which a corner may differ from a right angle: a tilt of 30 degrees seen from near gives about 20.
SLANT = 32.0
# Inside a side the picture is lighter by so many levels (of 255) on so much of its length.
STEP, STEP_SHARE = 10.0, 0.8
# A coloured band of the sheet is at least so high (lengths of the side beside it); it is followed in parts of this length.
BEYOND, PART = 0.04, 0.01
LONGEST_BAND = 0.5
# A band as dark as the ground, with no edge for so many parts, is passed where behind it the sheet's own edge (this share of its step)
# runs on for so many.
UNSEEN, OWN_STEP, RUNS_ON = 15, 0.6, 4
_ABOUT = np.arange(-0.03, 0.0301, 0.005)
# So many of the letters lie inside; what lies beside the sheet is often taken for letters.
LETTERS_INSIDE = 0.8

Corners = NDArray[np.float64]  # 4 x 2: top left, top right, bottom right, bottom left


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Corners in pixels of the given picture, and the size (pixels) that the sheet gets when cut out."""

    corners: Corners
    width: float
    height: float

    @staticmethod
    def of(corners: Corners) -> Sheet:
        top, right, bottom, left = (float(np.linalg.norm(corners[(k + 1) % 4] - corners[k])) for k in range(4))
        return Sheet(corners, max(top, bottom), max(left, right))

    def plane(self) -> Plane:
        """From the cut-out sheet's pixels to the given picture's."""
        flat = np.array([[0, 0], [self.width, 0], [self.width, self.height], [0, self.height]], np.float32)
        return np.asarray(cv2.getPerspectiveTransform(flat, self.corners.astype(np.float32)), dtype=np.float64)


def find_sheet(shape: tuple[int, ...], ink: Ink, ground: Ground) -> Sheet | None:
    """The sheet in a picture of that shape with its ink and its ground, or None."""
    height, width = shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    if min(height, width) * scale < 60 or len(ink.boxes) < 20:
        return None
    size = round(width * scale), round(height * scale)
    letters = ink.boxes.astype(np.float64) * (scale / ink.scale)
    writing = _writing(letters, ink.letter * scale / ink.scale, size)
    if writing is None:
        return None
    plain = in_three(without_letters(shrunk(ground.small, *size), ink))
    area = _flooded(plain, writing)
    corners = quadrilateral(area)
    if corners is None:
        return None
    corners = with_bands(plain, corners)
    if corners is None or not _is_sheet(corners, size, letters):
        return None
    return Sheet.of(corners / scale)


def _writing(letters: NDArray[np.float64], letter: float, size: tuple[int, int]) -> NDArray[np.uint8] | None:
    """The hull of the largest heap of letters: 255 inside."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    middles = np.round(letters[:, :2] + letters[:, 2:] / 2).astype(np.int32)
    inside = (middles[:, 0] < size[0]) & (middles[:, 1] < size[1])
    mask[middles[inside, 1], middles[inside, 0]] = 255
    reach = max(round(letter * 3), 3) | 1
    heaps = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, labels = cv2.connectedComponents(heaps, connectivity=8)
    held = np.bincount(labels[middles[inside, 1], middles[inside, 0]], minlength=2)
    chosen = int(np.argmax(held[1:])) + 1
    points = middles[inside][labels[middles[inside, 1], middles[inside, 0]] == chosen]
    if len(points) < 12:
        return None
    hull = np.zeros_like(mask)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 255)
    return hull


def _flooded(plain: NDArray[np.uint8], writing: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """255 where the flood from the writing ends up."""
    height, width = plain.shape[:2]
    markers = np.zeros((height, width), np.int32)
    markers[writing > 0] = 1
    markers[:2], markers[-2:], markers[:, :2], markers[:, -2:] = 2, 2, 2, 2
    found = cv2.watershed(plain, markers)
    area = (found == 1).astype(np.uint8) * 255
    return np.asarray(cv2.morphologyEx(area, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), dtype=np.uint8)


def quadrilateral(area: NDArray[np.uint8]) -> Corners | None:
    """The corners of an area (255 inside) that is one; None where it is not."""
    corners = _corners(area)
    if corners is None:
        return None
    held = float(cv2.contourArea(corners.astype(np.float32)))
    return corners if abs(cv2.countNonZero(area) - held) <= (1 - FILLED) * held else None


def _corners(area: NDArray[np.uint8]) -> Corners | None:
    """Lines through the four sides of an area, and where they cross."""
    contours, _ = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    hull = np.asarray(cv2.convexHull(contour), dtype=np.int32)
    rough = _four_corners(hull)
    if rough is None or cv2.contourArea(contour) < FILLED * cv2.contourArea(hull):
        return None
    points = contour[:, 0].astype(np.float64)
    lines = []
    for k in range(4):
        start, end = rough[k], rough[(k + 1) % 4]
        along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
        far, off = (points - start) @ along, np.abs((points - start) @ np.array([-along[1], along[0]]))
        length = float(np.linalg.norm(end - start))
        near = points[(far > 0.06 * length) & (far < 0.94 * length) & (off < 0.04 * length + 3)]
        if len(near) < 8:
            return None
        vx, vy, x, y = (float(number) for number in cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
        lines.append((np.array([x, y]), np.array([vx, vy])))
    crossings = [_crossing(lines[k - 1], lines[k]) for k in range(4)]
    if any(crossing is None for crossing in crossings):
        return None
    # Pixels count from their middles here, edges at whole numbers elsewhere.
    return _from_top_left(np.array(crossings, dtype=np.float64) + 0.5)


def _four_corners(hull: NDArray[np.int32]) -> Corners | None:
    length = cv2.arcLength(hull, True)
    for part in np.arange(0.01, 0.12, 0.01):
        found = cv2.approxPolyDP(hull, part * length, True)
        if len(found) == 4:
            return found[:, 0].astype(np.float64)
        if len(found) < 4:
            return None
    return None


def _crossing(one: tuple[Corners, Corners], other: tuple[Corners, Corners]) -> Corners | None:
    (p, u), (q, v) = one, other
    across = float(u[0] * v[1] - u[1] * v[0])
    if abs(across) < 0.2:
        return None
    t = float((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / across
    return np.asarray(p + t * u, dtype=np.float64)


def _from_top_left(corners: Corners) -> Corners:
    """Clockwise as seen, the corner nearest to the picture's top left first."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)


def _is_sheet(corners: Corners, size: tuple[int, int], letters: NDArray[np.float64]) -> bool:
    """Whether the corners can be those of the only sheet in a picture of that size (width, height)."""
    if not fits_sheet(corners, size, SMALLEST):
        return False
    middles = (letters[:, :2] + letters[:, 2:] / 2).astype(np.float32)[:: max(len(letters) // 400, 1)]
    return int((outside(corners, middles) < 2).sum()) >= LETTERS_INSIDE * len(middles)


def outside(corners: Corners, points: NDArray[np.floating]) -> NDArray[np.float64]:
    """How far points (n x 2) lie outside of the side that they are furthest outside of; negative within."""
    along = np.roll(corners, -1, axis=0) - corners
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    outward = np.stack((along[:, 1], -along[:, 0]), axis=1)
    return np.asarray((points @ outward.T - (corners * outward).sum(axis=1)).max(axis=1), dtype=np.float64)


def fits_sheet(corners: Corners, size: tuple[int, int], smallest: float) -> bool:
    """Whether corners are a sheet's by their area (at least that share of the picture), place and angles."""
    held = float(cv2.contourArea(corners.astype(np.float32)))
    if not smallest * size[0] * size[1] <= held <= LARGEST * size[0] * size[1]:
        return False
    if (corners < -2).any() or (corners > np.array(size) + 2).any():
        return False
    for k in range(4):
        before, after = corners[k - 1] - corners[k], corners[(k + 1) % 4] - corners[k]
        cosine = float(before @ after / (np.linalg.norm(before) * np.linalg.norm(after)))
        if abs(math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) - 90) > SLANT:
            return False
    return True


def with_bands(plain: NDArray[np.uint8], corners: Corners) -> Corners | None:
    """The corners moved out over coloured bands that the flood stopped at: there two sides go on beyond their corners.

    None where a side is no edge of a sheet: within it is not lighter than without.
    """
    for k in range(4):
        if float((_steps(plain, corners[k], corners[(k + 1) % 4]) > STEP).mean()) < STEP_SHARE:
            return None
    moved = corners.copy()
    for k in range(4):
        start, end = corners[k], corners[(k + 1) % 4]
        left, right = start - corners[k - 1], end - corners[(k + 2) % 4]
        beyond = _goes_on(plain, start, left, forward=True), _goes_on(plain, end, right, forward=False)
        if min(beyond) >= BEYOND:
            ends = [(start + (beyond[0] + a) * left, end + (beyond[1] + b) * right) for a in _ABOUT for b in _ABOUT]
            steps = [np.abs(_steps(plain, *side)) for side in ends]
            clear = [(float((step > STEP).mean()), float(step.mean())) for step in steps]
            if max(clear)[0] < STEP_SHARE:
                return None
            moved[k], moved[(k + 1) % 4] = ends[clear.index(max(clear))]
    return moved


def _goes_on(plain: NDArray[np.uint8], corner: Corners, along: Corners, *, forward: bool) -> float:
    """How far (in lengths of the side) a side's edge goes on beyond its corner; `forward` where it is walked clockwise."""
    side = (corner - along, corner) if forward else (corner, corner - along)
    own = max(OWN_STEP * float(np.mean(_steps(plain, *side))), 2 * STEP)
    far, good, run = 0.0, 0, 0
    for seen, reach in enumerate(np.arange(PART, LONGEST_BAND, PART), 1):
        near, end = corner + (reach - PART) * along, corner + reach * along
        step = float(np.mean(_steps(plain, near, end) if forward else _steps(plain, end, near)))
        run = run + 1 if step >= own else 0
        if abs(step) >= STEP:
            good += 1
            if good >= STEP_SHARE * seen or run >= RUNS_ON:
                far = float(reach)
        elif seen - good > UNSEEN and good < STEP_SHARE * seen:
            break
    return far


def _steps(plain: NDArray[np.uint8], start: Corners, end: Corners) -> NDArray[np.float64]:
    """Along a side, walked clockwise: by how many levels within is lighter than without, in the channel that differs most."""
    height, width = plain.shape[:2]
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    outward = np.array([along[1], -along[0]])
    at = start + np.linspace(0.03, 0.97, 40)[:, None] * (end - start)
    values = []
    whole = np.ones(len(at), bool)
    for reach in (-3.5, 3.5):
        spots = np.floor(at + reach * outward).astype(np.int64)
        whole &= ((spots >= 0) & (spots < (width, height))).all(axis=1)
        spots = np.clip(spots, 0, (width - 1, height - 1))
        values.append(plain[spots[:, 1], spots[:, 0]].astype(np.float64))
    change = values[0] - values[1]
    most = np.take_along_axis(change, np.argmax(np.abs(change), axis=1)[:, None], axis=1)[:, 0]
    most[~whole] = 0.0  # past the picture's edge nothing is seen
    return np.asarray(most, dtype=np.float64)
