"""Words set with their letters apart, as letterheads are: "H a r r o w  L L P" is two words."""

from __future__ import annotations

from statistics import median

import numpy as np
from numpy.typing import NDArray

FEWEST = 4  # letters that stand alone one after another
MOSTLY = 0.6  # share of a line's pieces that are letters alone
TRACKED = (0.05, 0.5)  # font sizes between the letters of one word
COLUMN = 1.5  # font sizes between two columns of a line
WORD = 0.15  # font sizes by which the gap between two words is wider than those between letters


def rejoined(
    parted: NDArray[np.bool_], gap: NDArray[np.float64], size: NDArray[np.float64], codes: NDArray[np.uint32], line_ends: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Where words part, with the letters of one word together again; `parted`, `gap` (points) and `line_ends` are between two
    characters, `size` (points) and `codes` (Unicode) are of each."""
    starts = np.concatenate(([0], np.flatnonzero(parted) + 1, [len(codes)]))
    longer = np.flatnonzero(np.diff(starts) > 1)  # pieces that are no letters alone
    if np.diff(longer, prepend=-1, append=len(starts) - 1).max() <= FEWEST:
        return parted
    found = parted.copy()
    ends = np.concatenate((np.flatnonzero(line_ends | (gap > COLUMN * size[1:])), [len(codes) - 1]))
    first = 0
    for last in ends.tolist():
        pieces = np.concatenate(([0], np.flatnonzero(parted[first:last]) + 1, [last + 1 - first]))
        single = int((np.diff(pieces) == 1).sum())
        if single >= FEWEST and single >= MOSTLY * (len(pieces) - 1) and _are_letters(codes[first : last + 1]):
            usual = median((gap[first:last] / size[first + 1 : last + 1]).tolist())
            if TRACKED[0] < usual < TRACKED[1]:
                found[first:last] = gap[first:last] > (usual + WORD) * size[first + 1 : last + 1]
        first = last + 1
    return found


def _are_letters(codes: NDArray[np.uint32]) -> bool:
    return sum(chr(code).isalpha() for code in codes.tolist()) > MOSTLY * len(codes)
