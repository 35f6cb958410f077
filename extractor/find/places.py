"""Where things stand on a page: `Segment`, a line with its place, and `Place`, a value in a line. In points of the straightened page."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from extractor.document import Line
from extractor.quick import dataclass
from extractor.schemas.record import Kind
from extractor.values import Match

# A word, with its colon; of two that a stroke joins ("Date/Number"), each is one.
_TOKEN = re.compile(r"(?:[^\s:：/]+|/(?![^\W\d_]{3})|(?<![^\W\d_]{3})/)+(?:/(?=[^\W\d_]{3}))?[:：]?|/|[:：]")
_PLAIN_TOKEN = re.compile(r"\S+")  # the same where none of these signs is
SAME_ROW = 0.5  # share of the lower line's height that two lines on one row have in common


@dataclass(frozen=True, slots=True)
class Segment:
    """A line with its place: `left` .. `height` in points on the straightened page. `ends`: where each of its words ends in `text`."""

    index: int
    page: int  # from 1
    line: Line
    text: str
    ends: tuple[int, ...]
    left: float
    top: float
    right: float
    bottom: float
    height: float
    bold: bool
    region: int

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def x_at(self, position: int) -> float:
        """Where a character of `text` begins, in points; inside a word by its share of the word's width."""
        if position <= 0:
            return self.left
        ends, words = self.ends, self.line.words
        at = bisect_left(ends, position)
        if at == len(words):
            return self.right
        first, box = words[0].box.left, words[at].box
        start, across = ends[at - 1] + 1 if at else 0, words[-1].box.right - first
        share = (position - start) / (ends[at] - start) if position > start else 0.0
        scale = (self.right - self.left) / (across if across > 1e-9 else 1e-9)
        return self.left + (box.left + share * (box.right - box.left) - first) * scale

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of words that the characters start..end touch (at least one word)."""
        ends = self.ends
        last = len(ends) - 1
        if not last:
            return 0, 1
        first = bisect_right(ends, start, 0, last)
        return first, bisect_left(ends, end - 1, first, last) + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A value found in a segment; the box is of the straightened page, in points."""

    segment: Segment
    match: Match
    kind: Kind
    left: float
    right: float
    order: int  # among all of its kind in the document, in reading order
    beyond: tuple[Segment, ...] = ()  # further segments that a text goes on in

    @property
    def top(self) -> float:
        return self.segment.top

    @property
    def bottom(self) -> float:
        return self.segment.bottom

    @property
    def token(self) -> tuple[int, int, int]:
        """What one token is: two candidates with overlapping tokens cannot both be right of different things."""
        return self.segment.index, self.match.start, self.match.end


def tokens_of(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans of the pieces of a line that labels are made of: words, cut after a colon ("Date:25/12" is two)."""
    pattern = _TOKEN if ":" in text or "/" in text or "：" in text else _PLAIN_TOKEN
    return tuple([piece.span() for piece in pattern.finditer(text)])


def same_row(one: Segment, other: Segment) -> bool:
    top, bottom, other_top, other_bottom = one.top, one.bottom, other.top, other.bottom
    height, other_height = bottom - top, other_bottom - other_top
    shared = (bottom if bottom < other_bottom else other_bottom) - (top if top > other_top else other_top)
    return shared >= SAME_ROW * (height if height < other_height else other_height)


class Lines:
    """Texts of lines, to be looked through all at once: by their numbers, from 0."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.whole = texts, "\n".join(texts)
        self._starts = list(accumulate([len(text) + 1 for text in texts], initial=0))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.whole.split())

    def matching(self, pattern: re.Pattern[str]) -> Iterable[int]:
        """Those in which an expression finds something, in order."""
        return dict.fromkeys([bisect_right(self._starts, found.start()) - 1 for found in pattern.finditer(self.whole)])

    def saying(self, sought: Iterable[str]) -> list[int]:
        """Those that hold one of some texts, in order."""
        numbers = set()
        for text in sought:
            at = self.whole.find(text)
            while at >= 0:
                number = bisect_right(self._starts, at)
                numbers.add(number - 1)
                at = self.whole.find(text, self._starts[number])
        return sorted(numbers)
