"""What pages print, line by line from edge to edge: every figure with all that it may mean, every day, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from extractor.document import Reading, Word
from extractor.geometry import Box
from extractor.late import late
from extractor.quick import dataclass
from extractor.values import UNKNOWN
from extractor.values import date as dates

SAME_LINE = 0.5  # share of the lower word's height that two words of one line have in common
GROUPS_APART = 0.9  # of a line's height, between the groups of a figure: the spaces of a typewriter are so wide
MOST_GROUPS = 4  # words of one figure: 1 234 567,00
DAY_FIGURES = 5  # of a line that may have a day in it
_IN_WORDS = r"\d{1,5}\W{0,3}(?:[^\W\d_]{1,3}\W)?[^\W\d_]{3,12}\W{1,3}(?:[^\W\d_]{1,3}\W)?\d{2,5}|[^\W\d_]{3,12}\W{1,3}\d{1,3}\W{1,4}\d{3,5}"
_SHAPE = late(rf"(?<![\w.,/-])(?:\d{{1,5}}([./-])\d{{1,3}}\1\d{{1,5}}|\d{{8}}|{_IN_WORDS})(?!\w|[./-]\d)")
_MINUS = "-−–—"
_FIGURE = late(r"\D{0,3}?(\d[\d.,']*)\D{0,4}")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure or a day as a page prints it: what it may mean, its text (a figure's without signs), its box on the page as given, and
    all of its word in small letters (of "KR3M" where the figure is 3), and a figure's sign, 1 or -1; 0 where it may have either."""

    page: int
    values: frozenset[Decimal] | frozenset[date]
    text: str
    box: Box
    word: str = ""
    sign: int = 0

    @property
    def is_padded(self) -> bool:
        """Whether it has decimals and a nought too many before them, "004,90", as no figure is meant to be written."""
        return self.text[:1] == "0" and self.text[1:2].isdigit() and any(mark in self.text for mark in ".,")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """The figures and the days of a line, left to right, its words in small letters, its box on the page as given, and what is written as
    a day and is none: 36/03/2020 (tokens that mean nothing)."""

    figures: tuple[Token, ...]
    days: tuple[Token, ...]
    words: frozenset[str]
    page: int
    box: Box
    undated: tuple[Token, ...] = ()


def printed_lines(readings: Sequence[Reading]) -> list[PrintedLine]:
    """The lines of the pages, from the top of the first to the foot of the last."""
    return [_line(words, reading) for reading in readings for words in _in_lines(reading)]


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _in_lines(reading: Reading) -> Iterator[list[Word]]:
    line: list[Word] = []
    for word in sorted(reading.words, key=lambda word: word.box.center[1]):
        if line and word.box.overlap_y(line[0].box) <= SAME_LINE:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _line(words: Sequence[Word], reading: Reading) -> PrintedLine:
    ordered = sorted(words, key=lambda word: word.box.left)
    numbers = [word for word in ordered if any(map(str.isdigit, word.text))]
    made: list[Token] = []
    start = 0
    while start < len(numbers):
        end = start + 1
        while end < len(numbers) and end - start < MOST_GROUPS and _goes_on(numbers[end - 1], numbers[end]):
            end += 1
        whole = "".join(word.text for word in numbers[start:end])
        found = _FIGURE.fullmatch(whole)
        if found is not None:
            text = found[1].rstrip(".,'")
            sign = _sign(whole, ordered[: ordered.index(numbers[start])], ordered[ordered.index(numbers[end - 1]) + 1 :])
            box = _box(numbers[start:end], reading)
            made.append(Token(reading.page, frozenset(meanings(text)), text, box, whole.casefold(), sign))
        start = end
    text = " ".join(word.text for word in ordered)
    days = list(_days(ordered, text, reading))
    dated, undated = tuple(day for day in days if day.values), tuple(day for day in days if not day.values)
    return PrintedLine(tuple(made), dated, words_of(text), reading.page, _box(ordered, reading), undated)


def _days(words: Sequence[Word], text: str, reading: Reading) -> Iterator[Token]:
    """The days of a line, and what is written as one."""
    if sum(map(str.isdigit, text)) < DAY_FIGURES:
        return
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word.text) + 1)

    def token(start: int, end: int, values: frozenset[date]) -> Token:
        inside = [word for word, at in zip(words, starts, strict=False) if at < end and at + len(word.text) > start]
        return Token(reading.page, values, text[start:end], _box(inside or words, reading))

    matches = dates.find(text, UNKNOWN)
    yield from (token(match.start, match.end, frozenset(one.value for one in match.interpretations)) for match in matches)
    for shape in _SHAPE.finditer(text):
        if not any(match.start < shape.end() and shape.start() < match.end for match in matches):
            yield token(shape.start(), shape.end(), frozenset())


def _sign(figure: str, before: Sequence[Word], behind: Sequence[Word]) -> int:
    """The sign that a figure is printed with: -1 with a minus at one of its ends; 0 with a bracket or a stroke beside it."""
    if figure[0] in _MINUS or figure[-1] in _MINUS:
        return -1
    beside = [before[-1].text[-1]] if before else []
    beside += [behind[0].text[0]] if behind else []
    return 0 if {figure[0], figure[-1], *beside} & {*_MINUS, *"()"} else 1


def _box(words: Sequence[Word], reading: Reading) -> Box:
    return reading.to_page(Box.around(word.box for word in words)).clipped()


def _goes_on(word: Word, after: Word) -> bool:
    """Whether two words are groups of one figure: 1 234,50."""
    near = after.box.left - word.box.right < GROUPS_APART * word.box.height
    return near and re.fullmatch(r"[-€$£(]*\d{1,3}", word.text) is not None and re.match(r"\d{3}(?:\D|$)", after.text) is not None


def meanings(text: str) -> Iterator[Decimal]:
    """What figures may mean, without their sign: the last mark may be that of the decimals, or of thousands."""
    plain = re.sub(r"[.,']", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        yield Decimal(plain)
        return
    decimals = len(text) - 1 - last
    if text.count(text[last]) == 1:
        yield Decimal(int(plain)).scaleb(-decimals)
    if decimals == 3:
        yield Decimal(plain)
