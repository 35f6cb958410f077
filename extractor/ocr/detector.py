"""Where lines of text stand in a picture: PP-OCR's detector on a small copy, and the boxes made of its map.

The map gives each pixel the probability that it lies in the (shrunken) middle of a line. Boxes come from it as in
"Real-time Scene Text Detection with Differentiable Binarization" (https://arxiv.org/abs/1911.08947): threshold, contours,
least rectangles, then each rectangle is grown back by area x ratio / perimeter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.bent import strip_of
from extractor.ocr.models import detector_session
from extractor.pixels import AREA, HEIGHT, WIDTH, parts, shrunk
from extractor.quick import dataclass

if TYPE_CHECKING:
    from cv2.typing import MatLike
    from numpy.typing import NDArray


# Letters are measured in a copy of this long side (pixels).
MEASURED = 960

# The network's sides are multiples of this.
STRIDE = 32

# A row or column of the copy whose shades differ by no more than this (of 255) is blank, and is left out where it is
# further than the margin (pixels) from any that is not: an empty half of a page is not looked at.
BLANK = 10
MARGIN = 12

# Of the usual line's height, from which a bent box is of several lines; and the threshold by which those come apart.
FUSED = 1.5
APART = 0.6
BLOCK = 1.5  # of the same, that lines in one another are long at least: what is shorter is a sign or a ticked box

_Rectangle = tuple[Sequence[float], Sequence[float], float]  # middle, sides, degrees


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """`letter`: how tall letters should be in the copy that is looked at (pixels), within sides `smallest` and `largest`;
    `threshold`: of a pixel; `box_threshold`: mean of a box's pixels; `bent`: that below which a bend is looked for, and `sure_bent` that
    of a bent line's own pixels; `unclip`: how far a box is grown back."""

    letter: float = 9.0
    smallest: int = 736
    largest: int = 1600
    threshold: float = 0.3
    box_threshold: float = 0.5
    bent: float = 0.62
    sure_bent: float = 0.6
    unclip: float = 1.3
    least_side: float = 3.0


@dataclass(frozen=True, slots=True)
class TextBox:
    """A line's quadrilateral, in pixels of the picture given: 4 x 2, from the top left clockwise; the map's mean inside it. Of a bent
    line the corners are those of its ends, and `strip` is its edges, n x (above, below) x (x, y)."""

    corners: NDArray[np.float32]
    score: float
    strip: NDArray[np.float32] | None = None

    @property
    def width(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def outline(self) -> NDArray[np.float32]:
        """The polygon around the line, n x 2."""
        return self.corners if self.strip is None else np.concatenate([self.strip[:, 0], self.strip[::-1, 1]])

    def moved(self, by: Sequence[float]) -> TextBox:
        offset = np.array(by, np.float32)
        return replace(self, corners=self.corners + offset, strip=None if self.strip is None else self.strip + offset)

    def scaled(self, wide: float, high: float, width: int, height: int) -> TextBox:
        """In pixels of a picture of width x height that is so many times as wide and as high."""

        def placed(points: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.clip(points * np.array([wide, high], np.float32), 0, [width, height]).astype(np.float32)

        return replace(self, corners=placed(self.corners), strip=None if self.strip is None else placed(self.strip))


def detect(image: NDArray[np.uint8], settings: DetectorSettings) -> list[TextBox]:
    """The lines of text of a picture (H x W x 3, RGB, 8 bit), in no order."""
    height, width = image.shape[:2]
    probability = text_map(image, detector_side(image, settings))
    return map_to_boxes(probability, width, height, settings)


def detector_side(image: NDArray[np.uint8], settings: DetectorSettings) -> int:
    """The long side of the copy to look at: small where letters are large. Small letters are what the detector misses first."""
    letter = letter_height(image)
    side = MEASURED * settings.letter / letter if letter else MEASURED
    return round(min(max(side, settings.smallest), settings.largest))


def letter_height(image: NDArray[np.uint8]) -> float:
    """How tall letters are, in pixels of a copy whose long side is 960: the upper quartile of its dark blobs; 0 where there are few."""
    import cv2

    height, width = image.shape[:2]
    scale = min(MEASURED / max(height, width), 1.0)
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    gray = shrunk(np.asarray(gray, dtype=np.uint8), max(round(width * scale), 1), max(round(height * scale), 1))
    mask = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    blobs = parts(np.asarray(mask, dtype=np.uint8))
    wide, tall, area = blobs[:, WIDTH], blobs[:, HEIGHT], blobs[:, AREA]
    # Not dust, not rulings, not pictures.
    letters = tall[(tall >= 3) & (tall <= 60) & (wide <= 8 * tall) & (area >= 6)]
    return float(np.percentile(letters, 75)) if len(letters) >= 10 else 0.0


def text_map(image: NDArray[np.uint8], side: int) -> NDArray[np.float32]:
    """The detector's map, h x w, 0..1, of the picture shrunk to the long side given."""
    import cv2

    height, width = image.shape[:2]
    scale = min(side / max(height, width), 1.0) if side else 1.0
    # The network halves its input five times: sides are multiples of 32.
    h, w = (max(round(length * scale / STRIDE), 1) * STRIDE for length in (height, width))
    small = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    rows = seen(gray.max(axis=1), gray.min(axis=1))
    columns = seen(gray[rows].max(axis=0), gray[rows].min(axis=0))
    small = np.ascontiguousarray(small[rows][:, columns])
    # The model was trained on BGR, and on (x / 255 - 0.5) / 0.5.
    tensor = cv2.dnn.blobFromImage(small, 1 / 127.5, small.shape[1::-1], (127.5, 127.5, 127.5), swapRB=True)
    out = np.zeros((h, w), np.float32)
    out[np.ix_(rows, columns)] = detector_session().run(None, {"x": tensor})[0][0, 0]
    return out


def seen(lightest: NDArray[np.uint8], darkest: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The rows (or columns) of a copy that the detector has to look at, of its lightest and darkest shade in each: all but
    the blank ones that are far from ink. Their number stays a multiple of 32, as the number given is."""
    import cv2

    inked = (lightest - darkest > BLANK).astype(np.uint8)
    near = cv2.dilate(inked.reshape(1, -1), np.ones((1, 2 * MARGIN + 1), np.uint8))[0]
    blank = np.flatnonzero(near == 0)
    left_out = min(len(blank), len(inked) - STRIDE) // STRIDE * STRIDE
    return np.setdiff1d(np.arange(len(inked)), blank[:left_out])


def map_to_boxes(probability: NDArray[np.float32], width: int, height: int, settings: DetectorSettings) -> list[TextBox]:
    """Boxes in a picture of width x height pixels from the map of a small copy of it."""
    rows, columns = probability.shape
    boxes, blocks = _boxes(probability, settings)
    for block in blocks:
        boxes += _boxes(np.where(block, probability, 0).astype(np.float32), replace(settings, threshold=APART))[0]
    whole = [box.scaled(width / columns, height / rows, width, height) for box in boxes]
    return [box for box in whole if box.width > 3 and box.height > 3]


def _boxes(probability: NDArray[np.float32], settings: DetectorSettings) -> tuple[list[TextBox], list[NDArray[np.bool_]]]:
    """The boxes of a map, in its own pixels, and the masks of what is text and no one line: several that bend into one another."""
    import cv2

    # Dilated by 2 x 2 as the model's authors do: it joins lines that are broken by a faint letter.
    mask = cv2.dilate((probability > settings.threshold).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes, ill_fitting = [], []
    for contour in contours:
        rectangle = cv2.minAreaRect(contour)
        if min(rectangle[1]) < settings.least_side:
            continue
        score = _mean_inside(probability, np.asarray(cv2.boxPoints(rectangle), np.float32))
        if score >= settings.box_threshold:
            boxes.append(_straight(rectangle, score, settings))
        if score < settings.bent:
            ill_fitting.append((contour, boxes[-1] if score >= settings.box_threshold else None))
    blocks = []
    usual = float(np.median([min(box.width, box.height) for box in boxes] or [0.0]))
    for contour, box in ill_fitting:
        blob, inside = _filled(probability, contour)
        bent = _bent(blob, contour, inside, settings) if inside >= settings.sure_bent else None
        if bent is not None and (not usual or bent.height < FUSED * usual):
            boxes = [other for other in boxes if other is not box] + [bent]
        elif box is None and inside >= settings.sure_bent and max(cv2.minAreaRect(contour)[1]) > BLOCK * usual:
            blocks.append(blob)
    return boxes, blocks


def _straight(rectangle: _Rectangle, score: float, settings: DetectorSettings) -> TextBox:
    import cv2

    (x, y), (a, b), angle = rectangle
    # An offset of a rectangle by d on every side has a + 2 d and b + 2 d as its sides: no polygon clipper is needed.
    grow = a * b * settings.unclip / (a + b)
    return TextBox(_clockwise(np.asarray(cv2.boxPoints(((x, y), (a + grow, b + grow), angle)), np.float32)), score)


def _bent(blob: NDArray[np.bool_], contour: MatLike, score: float, settings: DetectorSettings) -> TextBox | None:
    """A line that is bent; None of all else."""
    import cv2

    _, (a, b), angle = cv2.minAreaRect(contour)
    strip = strip_of(blob, angle if a >= b else angle + 90, settings.unclip)
    return None if strip is None else TextBox(strip[[0, -1, -1, 0], [0, 0, 1, 1]], score, strip)


def _filled(probability: NDArray[np.float32], contour: MatLike) -> tuple[NDArray[np.bool_], float]:
    """The mask of what a contour holds, and the map's mean in it."""
    import cv2

    blob = np.zeros(probability.shape, np.uint8)
    cv2.drawContours(blob, [contour], -1, 1, -1)
    return blob > 0, float(cv2.mean(probability, blob)[0])


def _mean_inside(probability: NDArray[np.float32], corners: NDArray[np.float32]) -> float:
    import cv2

    rows, columns = probability.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, [columns - 1, rows - 1])
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, [columns - 1, rows - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(probability[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Corners from the top left clockwise: the two leftmost are the left side, whichever way the rectangle was turned."""
    order = corners[np.argsort(corners[:, 0], kind="stable")]
    left = order[:2][np.argsort(order[:2, 1], kind="stable")]
    right = order[2:][np.argsort(order[2:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
