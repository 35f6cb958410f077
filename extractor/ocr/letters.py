"""How likely a letter is after others: a small table that lets doubtful letters be read in their context.

The table holds character n-grams with Witten-Bell smoothing (https://doi.org/10.1109/18.87000) in back-off form, folded so that
it has no opinion where a document's meaning hangs on it: every digit is one sign, comma and full stop are one sign, and
case is ignored. It can tell `lnvoice` from `Invoice` and `RMO.50` from `RM0.50`, never 5 from 6 nor 1,000 from 1.000.
What it was made from is said in letters.md; `tools/train/letters.py` makes it again.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORDER = 5  # letters of an n-gram: a letter is judged by the four before it
STEP = 0.07  # of the logarithms, which are held in a byte
SIGNS = 150  # an unknown sign's chance is 1 in so many

_FOLDED = {",": ".", ";": ":", "`": "'", "’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "×": "x"}
_FOLD = str.maketrans({**_FOLDED, **{str(digit): "0" for digit in range(10)}})
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text as the table sees it: lower case, digits one sign, comma and full stop one sign, single spaces."""
    return _SPACES.sub(" ", text.lower().translate(_FOLD))


def key(gram: str) -> int:
    """An n-gram's key: 32 bits; of 200,000 n-grams about five share theirs with another."""
    return zlib.crc32(gram.encode("utf-8", errors="replace"))


class Letters:
    """The table: sorted keys of n-grams with their log-probabilities, and of contexts with their back-off weights."""

    def __init__(
        self, grams: NDArray[np.uint32], chances: NDArray[np.uint8], contexts: NDArray[np.uint32], weights: NDArray[np.uint8]
    ) -> None:
        self._grams, self._chances = grams.tolist(), chances.tobytes()
        self._contexts, self._weights = contexts.tolist(), weights.tobytes()
        self._known: dict[str, float] = {}

    def chance(self, before: str, sign: str) -> float:
        """The natural logarithm of the probability of one folded sign after others (folded; the last four count)."""
        gram = before[1 - ORDER :] + sign
        found = self._known.get(gram)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[gram] = self._chance(gram)
        return found

    def of_word(self, word: str) -> float:
        """How likely letters are as a word of the languages known: a natural logarithm."""
        text = f" {fold(word)} "
        return sum(self.chance(text[:place], text[place]) for place in range(1, len(text)))

    def _chance(self, gram: str) -> float:
        total = 0.0
        while gram:
            if (here := _find(self._grams, key(gram))) >= 0:
                return total - STEP * self._chances[here]
            if len(gram) > 1 and (here := _find(self._contexts, key(gram[:-1]))) >= 0:
                total -= STEP * self._weights[here]
            gram = gram[1:]
        return total - float(np.log(SIGNS))


@lru_cache(maxsize=1)
def letters() -> Letters:
    """The table that ships with this package."""
    with np.load(BytesIO(files("extractor.ocr").joinpath("letters.npz").read_bytes()), allow_pickle=False) as table:
        return Letters(table["grams"], table["chances"], table["contexts"], table["weights"])


def _find(keys: list[int], wanted: int) -> int:
    at = bisect_left(keys, wanted)
    return at if at < len(keys) and keys[at] == wanted else -1
