"""What pages print, line by line from edge to edge: every figure with all that it may mean, every day, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.document import Reading, Word
from extractor.geometry import Box
from extractor.values import UNKNOWN
from extractor.values import date as dates

SAME_LINE = 0.5  # share of the lower word's height that two words of one line have in common
MOST_GROUPS = 4  # words of one figure: 1 234 567,00
DAY_FIGURES = 5  # of a line that may have a day in it
_FIGURE = re.compile(r"\D{0,3}?(\d[\d.,']*)\D{0,4}")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure or a day as a page prints it: what it may mean, its text (a figure's without signs), its box on the page as given, and
    all of its word in small letters (of "KR3M" where the figure is 3)."""

    page: int
    values: frozenset[Decimal] | frozenset[date]
    text: str
    box: Box
    word: str = ""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """The figures and the days of a line, left to right, its words in small letters, and its box on the page as given."""

    figures: tuple[Token, ...]
    days: tuple[Token, ...]
    words: frozenset[str]
    page: int
    box: Box


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
            made.append(Token(reading.page, frozenset(_meanings(text)), text, _box(numbers[start:end], reading), whole.casefold()))
        start = end
    text = " ".join(word.text for word in ordered)
    return PrintedLine(tuple(made), tuple(_days(ordered, text, reading)), words_of(text), reading.page, _box(ordered, reading))


def _days(words: Sequence[Word], text: str, reading: Reading) -> Iterator[Token]:
    if sum(map(str.isdigit, text)) < DAY_FIGURES:
        return
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word.text) + 1)
    for match in dates.find(text, UNKNOWN):
        inside = [word for word, start in zip(words, starts, strict=False) if start < match.end and start + len(word.text) > match.start]
        values = frozenset(one.value for one in match.interpretations)
        yield Token(reading.page, values, match.text, _box(inside or words, reading))


def _box(words: Sequence[Word], reading: Reading) -> Box:
    return reading.to_page(Box.around(word.box for word in words)).clipped()


def _goes_on(word: Word, after: Word) -> bool:
    """Whether two words are groups of one figure: 1 234,50."""
    near = after.box.left - word.box.right < 0.6 * word.box.height
    return near and re.fullmatch(r"[-€$£(]*\d{1,3}", word.text) is not None and re.match(r"\d{3}(?:\D|$)", after.text) is not None


def _meanings(text: str) -> Iterator[Decimal]:
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
