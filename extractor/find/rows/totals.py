"""The names of totals: what the words beside a figure say that it is the sum of, the same for all lists of a schema."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from extractor.find.alike import Alike
from extractor.find.rows.figures import figure, is_currency
from extractor.find.rows.names import MOST_REMEMBERED, SHORTEST_FUZZY, SIDE_WORDS
from extractor.find.rows.tokens import Token, key_of
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook

ALIKE_TOTAL = 0.87  # normalised Indel similarity of names of totals
LONGEST = 7  # words in a label
_STUCK = re.compile(r"^[\d%]*%(?=\w)|(?<=\w)[\d]*%$|(?<=[^\W\d])\d+$")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary row's text names, and how much of the text does (0..1, of its letters)."""

    path: str
    cover: float


class TotalNames:
    """Labels of single amounts (`paths`) by compact form. Built once for a book."""

    def __init__(self, book: LabelBook, paths: Set[str]) -> None:
        self._paths: dict[str, str] = {}
        for path, labels in book.fields.items():
            for label in labels if path in paths else ():
                if key := key_of(label.text):
                    self._paths.setdefault(key, path)
        self.side = SIDE_WORDS | {key_of(word) for words in book.function_words.values() for word in words}
        self._fuzzy = Alike([key for key in self._paths if len(key) >= SHORTEST_FUZZY])
        self._summed: dict[tuple[str, ...], Summary | None] = {}

    def summary(self, tokens: Sequence[Token]) -> Summary | None:
        """The total that a row's words name, if any. Figures among the words count for nothing."""
        words = tuple([key for token in tokens if (key := _word_key(token.text))])
        if not words:
            return None
        if words not in self._summed:
            if len(self._summed) > MOST_REMEMBERED:
                self._summed.clear()
            self._summed[words] = self._summarise(words)
        return self._summed[words]

    def _summarise(self, words: tuple[str, ...]) -> Summary | None:
        letters = sum(len(word) for word in words if word not in self.side) or sum(len(word) for word in words)
        best: tuple[int, str, int] | None = None
        covered: set[int] = set()
        for first in range(len(words)):
            text = ""
            for last in range(first, min(first + LONGEST, len(words))):
                text += words[last]
                path = self._paths.get(text)
                if path is None and last - first < 4 and first <= 1:
                    path = self._near_summary(text)
                if path is not None:
                    covered.update(range(first, last + 1))
                    size = sum(len(word) for word in words[first : last + 1] if word not in self.side) or len(text)
                    if best is None or size > best[0] or (size == best[0] and first == best[2]):  # side words may tell more
                        best = size, path, first
        if best is None:
            return None
        share = sum(len(words[n]) for n in covered if words[n] not in self.side) or best[0]
        return Summary(best[1], min(share / letters, 1.0))

    def _near_summary(self, key: str) -> str | None:
        if len(key) > 30:
            return None
        if (meant := self._fuzzy.misread(key)) is not None:
            return self._paths[meant]
        if len(key) <= SHORTEST_FUZZY:
            return None
        found = self._fuzzy.best(key, ALIKE_TOTAL)
        # Of a short name one sign may be misread, but a letter more makes another word: "Summer" is no sum.
        return self._paths[found[0]] if found is not None and found[0][0] == key[0] and len(found[0]) > SHORTEST_FUZZY else None


@lru_cache(maxsize=8192)
def _word_key(text: str) -> str:
    if figure(text.strip("()@")) is not None or is_currency(text):
        return ""
    key = key_of(text)
    if "%" in key or key[-1:].isdigit():
        key = _STUCK.sub("", key)  # "GST6%" and "10%Service" name what they name without the rate
    return "" if key.isdigit() or key == "%" else key
