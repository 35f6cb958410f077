"""Lone signs that the detector misses: a "1" in a column of quantities is too little ink for a network that looks for lines.

A short run of dark blobs that no box covers, as tall as the letters of a line beside it, with white about it, is cut out and read as
a line of its own; it is kept only where the recogniser is sure of it. On a page without such ink this costs some 20 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.detector import TextBox
from extractor.pixels import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A run's height by that of a line's box beside it (boxes are wider than the ink by a margin), and its width by its own height.
LOW, HIGH, WIDE = 0.3, 0.9, 2.0
NEAR = 0.6  # heights between two blobs of one run at the most
MARGIN = 0.3  # heights of white that the recogniser is given about a run
NARROWEST = 0.75  # widths by heights of a crop: a narrower one might be taken for a line that runs upwards
MOST = 60  # runs of a page; where there are more, the page is dust, a pattern or handwriting
SURE = 0.95  # the recogniser's mean over the run


def lone_boxes(image: NDArray[np.uint8], boxes: Sequence[TextBox]) -> list[TextBox]:
    """Boxes of lone runs of ink in a picture (H x W x 3, RGB, 8 bit), beside the lines' boxes but in none of them."""
    if not boxes:
        return []
    blobs = _blobs(image, boxes)
    runs = [run for run in _runs(blobs) if run[2] - run[0] <= WIDE * (run[3] - run[1])]
    spans = [(float(box.corners[:, 1].min()), float(box.corners[:, 1].max())) for box in boxes]
    lone = [run for run in runs if _in_a_row(run, spans)]
    height, width = image.shape[:2]
    return [_box(run, width, height) for run in lone] if len(lone) <= MOST else []


def is_sure(text: str, sureness: float) -> bool:
    """Whether what was read of a lone run is to be believed: figures or capitals alone. Small letters are what dust is taken for."""
    return sureness >= SURE and text.isalnum() and text == text.upper()


_Span = tuple[int, int, int, int]


def _blobs(image: NDArray[np.uint8], boxes: Sequence[TextBox]) -> list[_Span]:
    """Dark blobs (left, top, right, bottom) whose middle no box covers, of a letter's proportions."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    covered = np.zeros(gray.shape, np.uint8)
    for box in boxes:  # one by one: where polygons filled together overlap they leave a hole
        cv2.fillPoly(covered, [box.outline.astype(np.int32)], 255)
    usual = float(np.median([min(box.height, box.width) for box in boxes]))
    mask = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 2 * int(usual / 2) + 11, 15)
    left, top, wide, tall, area = parts(np.asarray(mask, dtype=np.uint8)).T
    middle = covered[np.minimum(top + tall // 2, gray.shape[0] - 1), np.minimum(left + wide // 2, gray.shape[1] - 1)]
    letter = (tall >= LOW * usual) & (tall <= 1.5 * HIGH * usual) & (wide <= 1.5 * tall) & (area >= 0.2 * wide * tall) & (tall >= 8)
    kept = np.flatnonzero(letter & (middle == 0))
    return [(int(left[k]), int(top[k]), int(left[k] + wide[k]), int(top[k] + tall[k])) for k in kept]


def _runs(blobs: Sequence[_Span]) -> list[_Span]:
    """Blobs side by side joined, from the left."""
    runs: list[_Span] = []
    for left, top, right, bottom in sorted(blobs):
        for number in range(len(runs) - 1, -1, -1):
            a, b, c, d = runs[number]
            shared = min(bottom, d) - max(top, b)
            if left - c <= NEAR * max(bottom - top, d - b) and shared >= 0.5 * min(bottom - top, d - b):
                runs[number] = (a, min(top, b), max(right, c), max(bottom, d))
                break
        else:
            runs.append((left, top, right, bottom))
    return runs


def _in_a_row(run: _Span, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a line of text stands in the run's row whose letters are as tall."""
    _, top, _, bottom = run
    tall, middle = bottom - top, (top + bottom) / 2
    return any(
        abs(middle - (upper + lower) / 2) <= 0.25 * (lower - upper) and LOW <= tall / max(lower - upper, 1.0) <= HIGH
        for upper, lower in spans
    )


def _box(run: _Span, width: int, height: int) -> TextBox:
    """The box of a run with its margin, inside a picture of width x height pixels."""
    left, top, right, bottom = run
    margin = MARGIN * (bottom - top)
    tall = bottom - top + 2 * margin
    half = max(right - left + 2 * margin, NARROWEST * tall) / 2
    middle = (left + right) / 2
    a, b, c, d = max(middle - half, 0.0), max(top - margin, 0.0), min(middle + half, width), min(bottom + margin, height)
    return TextBox(np.array([[a, b], [c, b], [c, d], [a, d]], np.float32), 0.0)
