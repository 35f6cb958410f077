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
    alone = np.diff(starts) == 1  # pieces that are one letter
    longer = np.flatnonzero(~alone)
    if np.diff(longer, prepend=-1, append=len(alone)).max() <= FEWEST:
        return parted
    ends = np.concatenate((np.flatnonzero(line_ends | (gap > COLUMN * size[1:])), [len(codes) - 1]))  # all of them part words
    firsts = np.concatenate(([0], ends[:-1] + 1))
    first_pieces = np.searchsorted(starts, firsts)
    single, pieces = np.add.reduceat(alone, first_pieces, dtype=np.int64), np.diff(first_pieces, append=len(alone))
    found = parted.copy()
    for line in np.flatnonzero((single >= FEWEST) & (single >= MOSTLY * pieces)).tolist():
        first, last = firsts[line], ends[line]
        if _are_letters(codes[first : last + 1]):
            usual = median((gap[first:last] / size[first + 1 : last + 1]).tolist())
            if TRACKED[0] < usual < TRACKED[1]:
                found[first:last] = gap[first:last] > (usual + WORD) * size[first + 1 : last + 1]
    return found


def _are_letters(codes: NDArray[np.uint32]) -> bool:
    return sum(chr(code).isalpha() for code in codes.tolist()) > MOSTLY * len(codes)
