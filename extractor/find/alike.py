"""`Alike`: of many labels the one that a text is most like, found without scoring those that cannot be it.

The normalised Indel similarity of two texts is 1 - d / (a + b), where d counts the letters that only one of them has. Letters
that stand in one text and not in the other, or twice in one and at most once in the other, are told from one word of 64 bits
a text, so that a whole list of labels is sifted in a few array operations; what may be like enough is then scored exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from extractor.quick import dataclass
from extractor.values._slips import look_alike

MOST_REMEMBERED = 20_000
SHORTEST_MISREAD, LONGEST_MISREAD = 4, 9  # letters of a text with one sign misread: shorter ones are too like others, longer ones alike
_BITS, _TWICE = 64, 32  # the latter: from the bit of a letter to that of the same letter twice
_OTHERS = 4  # bits that all signs but a to z share
_PLACES = np.array([code - 97 if 97 <= code < 123 else 26 + code % _OTHERS for code in range(128)])
_BIT = [1 << place for place in _PLACES.tolist()]


class Alike:
    """A list of texts to be compared with. Built once for a list; answers are remembered."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        lengths = np.array([len(text) for text in self.texts], dtype=np.int64)
        codes = np.frombuffer("".join(self.texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        letters = _PLACES[np.where(codes < len(_PLACES), codes, codes % _OTHERS)]
        places = np.repeat(np.arange(len(lengths)), lengths) * _BITS + letters
        counts = np.bincount(places, minlength=_BITS * len(lengths)).reshape(-1, _BITS)
        self._lengths = lengths.astype(np.float64)
        signs = (counts >= 1) | np.roll(counts >= 2, _TWICE, axis=1)
        self._signs = np.packbits(signs, axis=1, bitorder="little").view("<u8").ravel()
        self._known: dict[tuple[str, float, int], tuple[str, float] | None] = {}
        self._of_length: dict[tuple[int, float, int], _Sifted] = {}
        self._all = frozenset(self.texts)

    @cached_property
    def _halves(self) -> Mapping[str, Sequence[str]]:
        """By each half of a text that may be misread, the texts that have it."""
        found: dict[str, list[str]] = {}
        for text in self._all:
            for half in _halves_of(text) if SHORTEST_MISREAD <= len(text) <= LONGEST_MISREAD else ():
                found.setdefault(half, []).append(text)
        return found

    def best(self, text: str, cutoff: float, slack: int = 1_000) -> tuple[str, float] | None:
        """The likeliest text and its similarity, where that is `cutoff` or more; of equals the first. `slack`: how many letters
        longer or shorter it may be."""
        key = text, cutoff, slack
        if key in self._known:
            return self._known[key]
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        found = self._known[key] = self._best(text, cutoff, slack)
        return found

    def misread(self, text: str) -> str | None:
        """The one text that a recogniser may have read so, with one sign for another like it; None where there is none, or several."""
        if not SHORTEST_MISREAD <= len(text) <= LONGEST_MISREAD or text in self._all:
            return None
        # One sign leaves one half of a text as it is.
        meant = [other for half in _halves_of(text) for other in self._halves.get(half, ()) if _reads_as(text, other)]
        return meant[0] if len(meant) == 1 else None

    def _best(self, text: str, cutoff: float, slack: int) -> tuple[str, float] | None:
        if not self.texts:
            return None
        length = len(text), cutoff, slack
        if length not in self._of_length:
            self._of_length[length] = self._sifted(*length)
        sifted = self._of_length[length]
        (near,) = (np.bitwise_count(sifted.signs ^ np.uint64(_signs(text))) <= sifted.most).nonzero()
        if not near.size:
            return None
        chosen = [sifted.texts[position] for position in near.tolist()]
        found = process.extractOne(text, chosen, scorer=Indel.normalized_similarity, score_cutoff=cutoff)
        return None if found is None else (found[0], float(found[1]))

    def _sifted(self, length: int, cutoff: float, slack: int) -> _Sifted:
        most = (1 - cutoff) * (self._lengths + length) + 1e-6
        fit = np.flatnonzero(np.abs(self._lengths - length) <= np.minimum(most, slack))
        apart = np.minimum(most[fit], _BITS).astype(np.uint8)
        return _Sifted(tuple(self.texts[position] for position in fit.tolist()), self._signs[fit], apart)


@dataclass(frozen=True, slots=True)
class _Sifted:
    """The texts whose length lets them be like one of a given length, with their signs and how many signs apart they may be."""

    texts: tuple[str, ...]
    signs: NDArray[np.uint64]
    most: NDArray[np.uint8]


def _halves_of(text: str) -> tuple[str, str]:
    """Each half of a text, at its place."""
    middle = len(text) // 2
    return text[:middle].ljust(len(text)), text[middle:].rjust(len(text))


def _reads_as(text: str, other: str) -> bool:
    """Whether two texts of one length differ in one sign, and the two signs look alike."""
    apart = [(one, meant) for one, meant in zip(text, other, strict=True) if one != meant]
    return len(apart) == 1 and look_alike(*apart[0])


def _signs(text: str) -> int:
    """Which letters a text has, and which it has twice or more."""
    once = twice = 0
    for code in text.encode() if text.isascii() else [code if code < len(_BIT) else code % _OTHERS for code in map(ord, text)]:
        bit = _BIT[code]
        if once & bit:
            twice |= bit
        else:
            once |= bit
    return once | twice << _TWICE
