"""Several sheets on one picture: receipts laid side by side on a scanner's glass or on a desk.

The picture without its letters falls into areas between which its lightness jumps. Areas that hold writing are sheets where each is a
quadrilateral with one and the same bed seen around it, where nothing is written on that bed, and where they lie as a hand lays them: what
lines up to the pixel was drawn (a form's white boxes on grey). One document is never to be taken apart, so every doubt says one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pixels import areas as connected
from extractor.straighten.ground import FRAME, Ground, even_areas, held_and_seen
from extractor.straighten.ink import Ink
from extractor.straighten.sheet import Corners, Sheet, fits_sheet, outside, quadrilateral, with_bands

if TYPE_CHECKING:
    from cv2.typing import MatLike

JUMP, FAINT_JUMP = 3.0, 1.5  # levels from pixel to pixel: an edge, and one between a sheet and a bed as light
SMALLEST = 0.02  # of the picture
LETTERS = 30  # on each sheet
# Of the letters on paper so many lie on the sheets, or so near to them (pixels) that they may be pieces of their edges.
WRITTEN, BESIDE = 0.97, 6.0
# What stands out from its surroundings by less than this part of what letters usually do is no letter.
FAINT = 0.4
# A side shows where it jumps by so many levels, all the same way, on so much of its length. Others lie at the picture's edge.
STEP, SHARE, AT_EDGE = 8.0, 0.75, 0.02
# The bed is of one colour: its levels beside the sides are so near to one another.
BED = 45.0
BED_SHARE = 0.12  # ... or, as shares of the paper's levels, so near
# Sides of two sheets that lie within this part of the picture of one line go on as one another.
IN_LINE = 0.005

Bed = tuple[float, float]  # its level, and that as a share of the level of the sheet beside it


def find_sheets(shape: tuple[int, ...], ink: Ink, ground: Ground) -> tuple[Sheet, ...]:
    """The sheets on a picture of that shape with its ink and its ground, in reading order; () where there are not several."""
    size, plain = ground.size, ground.plain
    scale = max(size) / max(shape[:2])
    if min(size) < 100 or len(ink.boxes) < 2 * LETTERS:
        return ()
    middles = ground.letters[_printed(ink)]
    most = 0
    for areas in _areas(ground, middles):
        found: list[Corners] = []
        beds: list[Bed] = []
        for area in areas:
            corners = quadrilateral(area)
            if corners is None or not fits_sheet(corners, size, SMALLEST):
                continue
            bed = _bed(plain, corners)
            if bed is not None:
                whole = with_bands(plain, corners)
                found.append(corners if whole is None else whole)
                beds.append(bed)
        # What sees fewer sheets than was seen before has run two into one.
        most = max(most, len(found))
        if not 2 <= len(found) == most or not _alike(beds) or _lined_up(found, size):
            continue
        held = [_held(corners, middles, 0.0) for corners in found]
        about = sum(_held(corners, middles, BESIDE) for corners in found)
        if min(held) >= LETTERS and about >= WRITTEN * len(middles):
            return tuple(Sheet.of(found[number] / scale) for number in _reading_order(found))
    return ()


def _printed(ink: Ink) -> NDArray[np.bool_]:
    """Which of the letters stand out as print does. A light bed is darker than the sheet beside it, and the grain of a desk than
    the light on it: that too is taken for ink, but has no strokes."""
    if not len(ink.boxes):
        return np.zeros(0, bool)
    height, width = ink.grey.shape
    left, top, wide, high = ink.boxes.T
    inner = _Boxes(left, top, left + wide, top + high)
    outer = _Boxes(
        np.maximum(left - 2, 0), np.maximum(top - 2, 0), np.minimum(inner.right + 2, width), np.minimum(inner.bottom + 2, height)
    )
    levels, written, spots = (cv2.integral(each, sdepth=cv2.CV_32S) for each in (ink.grey, ink.grey & ink.writing, ink.writing & 1))
    area = (outer.right - outer.left) * (outer.bottom - outer.top)
    paper = (outer.total(levels) - outer.total(written)) / np.maximum(area - outer.total(spots), 1)
    depths = paper - inner.total(written) / np.maximum(inner.total(spots), 1)
    return np.asarray(depths >= FAINT * np.median(depths), dtype=np.bool_)


class _Boxes(NamedTuple):
    """Pixels' boxes, each side an array of n; right and bottom are not of them."""

    left: NDArray[np.int32]
    top: NDArray[np.int32]
    right: NDArray[np.int32]
    bottom: NDArray[np.int32]

    def total(self, sums: MatLike) -> NDArray[np.int32]:
        """The sum in each box, of a picture of which the sums from the top left corner are given."""
        found = sums[self.bottom, self.right] - sums[self.top, self.right] - sums[self.bottom, self.left] + sums[self.top, self.left]
        return np.asarray(found, dtype=np.int32)


def _areas(ground: Ground, middles: NDArray[np.float64]) -> Iterator[list[NDArray[np.uint8]]]:
    """What may be the sheets (each 255 inside, its holes filled): all that is not bed; and, where the bed is no even ground,
    the even areas that hold letters."""
    yield from _between(even_areas(ground.jumps, JUMP), middles)
    yield from islice(_between(even_areas(ground.jumps, FAINT_JUMP), middles), 1)


def _between(areas: NDArray[np.integer], middles: NDArray[np.float64]) -> Iterator[list[NDArray[np.uint8]]]:
    """The same, by the areas where the lightness is level."""
    held, seen, frame = held_and_seen(areas, middles)
    bed = int(np.argmax(seen))
    if seen[bed] > FRAME * frame and held[bed] < (1 - WRITTEN) * len(middles):
        # An edge is as wide as it is blurred; half of it is the bed's.
        rest = cv2.dilate((areas == bed).astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
        rest = cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        parts = connected(np.asarray(rest, dtype=np.uint8))
        sizes = np.bincount(parts.ravel())
        yield _areas_of(parts, np.flatnonzero(sizes[1:] > SMALLEST * parts.size) + 1)
    large = [
        number for number in np.flatnonzero(held >= LETTERS / 2).tolist() if np.count_nonzero(areas == number) > 0.3 * SMALLEST * areas.size
    ]
    yield [np.asarray(cv2.dilate(area, np.ones((5, 5), np.uint8)), dtype=np.uint8) for area in _areas_of(areas, large)]


def _areas_of(labels: NDArray[np.integer], numbers: Sequence[int] | NDArray[np.intp]) -> list[NDArray[np.uint8]]:
    """Those of the areas, filled; none where they are not several."""
    return [_filled(labels == number) for number in numbers] if len(numbers) > 1 else []


def _filled(area: NDArray[np.bool_]) -> NDArray[np.uint8]:
    contours, _ = cv2.findContours(area.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(area.shape, np.uint8)
    cv2.drawContours(filled, contours, -1, 255, cv2.FILLED)
    return filled


def _bed(plain: NDArray[np.uint8], corners: Corners) -> Bed | None:
    """What a sheet lies on; None where its sides do not show: two at least, the others at the picture's edge.

    One side may be a coloured band, darker than a bed that the rest of the sheet is lighter than.
    """
    height, width = plain.shape[:2]
    beds: list[Bed] = []
    ways = []
    for k in range(4):
        start, end = corners[k], corners[(k + 1) % 4]
        inside, outside = _beside(plain, start, end, -3.5), _beside(plain, start, end, 3.5)
        seen = ~np.isnan(outside[:, 0])
        if seen.mean() < 1 - SHARE or _at_edge(start, end, width, height):
            continue
        change = inside[seen] - outside[seen]
        if float((np.abs(change).max(axis=1) > STEP).mean()) < SHARE:
            return None
        beyond, within = outside[seen].mean(axis=1), inside[seen].mean(axis=1)
        beds.append((float(np.median(beyond)), float(np.median(beyond / np.maximum(within, 1)))))
        ways.append(float(np.median(change.mean(axis=1))) > 0)
    if len(beds) < 2 or 1 < sum(ways) < len(ways) - 1 or (len(ways) == 2 and len(set(ways)) > 1) or not _alike(beds):
        return None
    return float(np.median([level for level, _ in beds])), float(np.median([share for _, share in beds]))


def _alike(beds: list[Bed]) -> bool:
    """Whether it is one bed: as light everywhere or, where a shadow falls on it, as light beside the paper that lies in it too."""
    levels, shares = zip(*beds, strict=True)
    return bool(max(levels) - min(levels) <= BED or max(shares) - min(shares) <= BED_SHARE)


def _at_edge(start: Corners, end: Corners, width: int, height: int) -> bool:
    reach = AT_EDGE * max(width, height)
    return bool(
        max(start[0], end[0]) < reach
        or min(start[0], end[0]) > width - reach
        or max(start[1], end[1]) < reach
        or min(start[1], end[1]) > height - reach
    )


def _beside(plain: NDArray[np.uint8], start: Corners, end: Corners, reach: float) -> NDArray[np.float64]:
    """Levels (40 x 3) at points beside a side walked clockwise, outwards by `reach`; nan past the picture."""
    height, width = plain.shape[:2]
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    at = start + np.linspace(0.05, 0.95, 40)[:, None] * (end - start) + reach * np.array([along[1], -along[0]])
    spots = np.floor(at).astype(np.int64)
    within = ((spots >= 0) & (spots < (width, height))).all(axis=1)
    spots = np.clip(spots, 0, (width - 1, height - 1))
    levels: NDArray[np.float64] = plain[spots[:, 1], spots[:, 0]].astype(np.float64)
    levels[~within] = np.nan
    return levels


def _lined_up(found: list[Corners], size: tuple[int, int]) -> bool:
    """Whether two opposite sides of a sheet go on as those of another, as only the parts of what was drawn or printed do."""
    reach = IN_LINE * max(size)
    return any(
        max(_off(one, k, other), _off(one, k + 2, other)) <= reach for one in found for other in found if other is not one for k in (0, 1)
    )


def _off(one: Corners, k: int, other: Corners) -> float:
    """How far (pixels) the same side of another sheet lies off the line through side k of one."""
    start, end = one[k], one[(k + 1) % 4]
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    return float(np.abs((other[[k, (k + 1) % 4]] - start) @ np.array([-along[1], along[0]])).max())


def _held(corners: Corners, middles: NDArray[np.float64], beside: float) -> int:
    """How many of the middles lie on a sheet, or no further beside it."""
    return int((outside(corners, middles) <= beside).sum())


def _reading_order(found: list[Corners]) -> list[int]:
    """Row by row from the top, each from left to right: a sheet begins a new row where its middle is below all of the row."""
    waiting = sorted(range(len(found)), key=lambda number: float(found[number][:, 1].min()))
    rows: list[list[int]] = []
    for number in waiting:
        if rows and float(found[number][:, 1].mean()) < max(float(found[other][:, 1].max()) for other in rows[-1]):
            rows[-1].append(number)
        else:
            rows.append([number])
    return [number for row in rows for number in sorted(row, key=lambda number: float(found[number][:, 0].mean()))]
