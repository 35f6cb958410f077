"""Two readings of one page joined: each word once, and where they differ the one that was read with more confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.document import Word

# Words are looked for among their neighbours: in bands of this share of the page's height.
BAND = 1 / 64


def joined(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The words of `first` in their order, then those of `second` that stand where `first` has none.

    Words of both that lie on one another are one place (a word read as two, or two as one, included); the reading with more
    confidence by letters stands there, the first where they are equal. A word read in two ways keeps the other as an alternative.
    """
    words = [*first, *second]
    place = list(range(len(words)))

    def root(number: int) -> int:
        while place[number] != number:
            place[number] = place[place[number]]
            number = place[number]
        return number

    bands: dict[int, list[int]] = defaultdict(list)
    for number, word in enumerate(first):
        for band in _bands(word):
            bands[band].append(number)
    for number, word in enumerate(second, len(first)):
        for other in {near for band in _bands(word) for near in bands[band]}:
            if _same_place(first[other], word):
                place[max(root(number), root(other))] = min(root(number), root(other))
    places: dict[int, tuple[list[Word], list[Word]]] = {}
    for number, word in enumerate(words):
        places.setdefault(root(number), ([], []))[number >= len(first)].append(word)
    return tuple(word for read in places.values() for word in _surer(*read))


def _bands(word: Word) -> Iterable[int]:
    return range(int(word.box.top / BAND), int(word.box.bottom / BAND) + 1)


def _same_place(one: Word, other: Word) -> bool:
    return one.box.contains_point(*other.box.center) or other.box.contains_point(*one.box.center)


def _surer(first: list[Word], second: list[Word]) -> list[Word]:
    better, worse = (second, first) if _confidence(second) > _confidence(first) else (first, second)
    if len(better) == len(worse) == 1 and better[0].text != worse[0].text:
        word = better[0]
        return [replace(word, alternatives=tuple(dict.fromkeys((*word.alternatives, worse[0].text))))]
    return better


def _confidence(words: list[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else -1.0
