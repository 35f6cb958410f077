"""Words of a page with their places, in points, and the runs that they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extractor.document import Word
from extractor.find.sheet import compact
from extractor.geometry import Box
from extractor.quick import changed, dataclass

CHUNK_GAP = 0.85  # of the height: a wider gap between words parts two cells

key_of = compact  # of a word


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its text as read and in compact form, and its place."""

    word: Word
    text: str
    key: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2


def text_of(tokens: Sequence[Token]) -> str:
    """The words of some tokens, a space between them."""
    return " ".join([token.text for token in tokens])


def place_of(token: Token, tokens: Sequence[Token]) -> int:
    """Where a token stands among others, of which it is one."""
    return next(place for place, other in enumerate(tokens) if other is token)


def letters_of(tokens: Sequence[Token]) -> int:
    """How many letters some tokens have."""
    return sum([len(text) if (text := token.text).isalpha() else sum(map(str.isalpha, text)) for token in tokens])


def part_of(token: Token, text: str, left: float, right: float) -> Token:
    """Some of a token's letters as one of their own."""
    return changed(token, word=changed(token.word, text=text), text=text, key=key_of(text), left=left, right=right)


def joined(start: Token, end: Token) -> Token:
    """Two words that are one."""
    box = Box.around((start.word.box, end.word.box))
    word = changed(start.word, text=start.text + end.text, box=box, confidence=min(start.word.confidence, end.word.confidence))
    left, right = min(start.left, end.left), max(start.right, end.right)
    return Token(word, word.text, key_of(word.text), left, start.top, right, start.bottom)


def chunks(tokens: Sequence[Token], gap: float = CHUNK_GAP) -> list[tuple[Token, ...]]:
    """Runs of tokens without a gap wider than `gap` heights."""
    parts: list[tuple[Token, ...]] = []
    start = 0
    for number, (before, token) in enumerate(pairwise(tokens), start=1):
        white = token.left - before.right
        if white > 0 and white > gap * (token.bottom - token.top) and white > gap * (before.bottom - before.top):
            parts.append(tuple(tokens[start:number]))
            start = number
    return [*parts, tuple(tokens[start:])] if tokens else parts


def cut_at(run: tuple[Token, ...], drawn: Sequence[float]) -> list[tuple[Token, ...]]:
    """A run of tokens cut where a drawn line (their x, in points, from left to right) goes between two of them."""
    if not drawn:
        return [run]
    parts: list[list[Token]] = [[run[0]]]
    for before, token in pairwise(run):
        next_line = bisect_left(drawn, before.right - 1)
        if next_line < len(drawn) and drawn[next_line] <= token.left + 1:
            parts.append([])
        parts[-1].append(token)
    return [tuple(part) for part in parts]
