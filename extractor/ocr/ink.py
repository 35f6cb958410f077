"""Where the ink of a line is: edges of words, finer than the recogniser's steps of eight pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.recogniser import ReadWord

if TYPE_CHECKING:
    from cv2.typing import MatLike
    from numpy.typing import NDArray

# A column counts as ink when this part of its pixels is (a dot of dust is not, an i is).
LEAST_INK = 0.06

# Levels (of 255) by which the ground of a line differs along it where a shadow lies over a part.
SHADOW = 30.0
LEAST_HEIGHT = 8  # pixels of a line with edges of its own

# A column that is ink from top to bottom belongs to a ruling, not to a letter.
RULING = 0.95


def ink_columns(crop: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """For each column of a line's crop (h x w x 3) whether there is ink: pixels of the rarer of two shades (Otsu's threshold)."""
    import cv2

    gray = _evenly_lit(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY))
    _, mask = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if mask.mean() > 0.5:  # light letters on a dark ground
        mask = 1 - mask
    share = mask.mean(axis=0)
    found: NDArray[np.bool_] = (share > LEAST_INK) & (share < RULING)
    return found


def _evenly_lit(gray: MatLike) -> MatLike:
    """A line without the shadow that lies over a part of it: by the ground that its upper and lower edges show."""
    import cv2

    height = gray.shape[0]
    if height < LEAST_HEIGHT:
        return gray
    ground = cv2.blur(gray[[0, 1, -2, -1]].mean(axis=0).astype(np.float32)[None], (2 * height + 1, 1))
    if np.ptp(ground) <= SHADOW:
        return gray
    return np.asarray(np.clip(gray * (float(ground.mean()) / np.maximum(ground, 1.0)), 0, 255), np.uint8)


def fit_words(words: Sequence[ReadWord], ink: NDArray[np.bool_]) -> tuple[ReadWord, ...]:
    """Words whose edges are moved to the edges of the ink: between two words to the widest gap between their nearest letters."""
    width = len(ink)
    if not words or width < 2:
        return tuple(words)
    starts, ends = [word.start * width for word in words], [word.end * width for word in words]
    for number in range(len(words) - 1):
        ends[number], starts[number + 1] = _gap(ink, ends[number], starts[number + 1])
    inked = np.flatnonzero(ink)
    if len(inked):
        # The outer edges: where the ink begins and ends, as far as the outer letters do not say otherwise.
        starts[0] = min(float(inked[0]), starts[0])
        ends[-1] = max(float(inked[-1] + 1), ends[-1])
    return tuple(
        ReadWord(word.text, start / width, max(end, start + 1) / width, word.confidence, word.alternatives)
        for word, start, end in zip(words, starts, ends, strict=True)
    )


def _gap(ink: NDArray[np.bool_], end: float, start: float) -> tuple[float, float]:
    """The edges (pixels) of the widest gap without ink from the last letter of one word to the first of the next."""
    # The recogniser's span of a letter may be shifted by a step either way: half a letter is looked at besides.
    reach = max(start - end, 2.0) * 0.5
    low, high = max(int(end - reach), 0), min(int(np.ceil(start + reach)), len(ink))
    best, run = (0, 0), 0
    for column in range(low, high):
        run = 0 if ink[column] else run + 1
        if run > best[0]:
            best = (run, column + 1)
    if not best[0]:
        middle = (end + start) / 2
        return middle, middle
    return float(best[1] - best[0]), float(best[1])
