"""Strips: all words of a page that stand on one text row, left to right, with the figures among them.

A Line ends at a column gap; a strip goes across the page. Places are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import partial
from operator import attrgetter
from statistics import median
from typing import Any

from extractor.document import Line, Reading, Word
from extractor.find.rows.drawn import DrawnRow, Ruled, drawn_rows, uprights_at
from extractor.find.rows.figures import CURRENCY_SIGNS
from extractor.find.rows.line_figures import Placed, figures_of
from extractor.find.rows.stuck import unstuck
from extractor.find.rows.tokens import Token, chunks, key_of, text_of
from extractor.geometry import Box
from extractor.quick import dataclass

SAME_BASELINE = 0.42  # of the lower height: how far apart the middles of two lines on one row may lie
UPRIGHT = 1.4  # of the usual height: what is set up the margin is at least so high
NAMING_SIGNS = frozenset("#%" + CURRENCY_SIGNS)  # they name a column alone


@dataclass(frozen=True, slots=True)
class Strip:
    page: int
    tokens: tuple[Token, ...]
    top: float
    bottom: float
    figures: tuple[Placed, ...] = field(default=())
    words_apart: tuple[Token, ...] = ()  # the tokens that are no part of a figure
    worded: bool = False  # made of letters, without an amount: it may name columns
    runs: tuple[tuple[Token, ...], ...] = ()  # the tokens, parted at gaps that part cells

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def left(self) -> float:
        return self.tokens[0].left

    @property
    def right(self) -> float:
        return self.tokens[-1].right

    @property
    def text(self) -> str:
        return text_of(self.tokens)

    @property
    def amounts(self) -> list[Placed]:
        return [placed for placed in self.figures if placed.figure.is_amount]


@dataclass(frozen=True, slots=True)
class PageStrips:
    """The strips of one page from top to bottom, its drawn lines, and the usual height of its text."""

    reading: Reading
    strips: tuple[Strip, ...]
    line_height: float
    across: tuple[tuple[float, float, float], ...]  # horizontal rulings, from top to bottom: y, left, right
    down: tuple[tuple[float, float, float], ...]  # vertical rulings: x, top, bottom
    drawn: tuple[DrawnRow, ...] = ()  # rows of a drawn grid
    remembered: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # what is made of it once for all lists

    @property
    def page(self) -> int:
        return self.reading.page

    def box_of(self, tokens: Sequence[Token]) -> Box:
        """The box of some tokens on the page as given."""
        return self.reading.to_page(Box.around(token.word.box for token in tokens)).clipped()


def page_strips(reading: Reading) -> PageStrips:
    """Group the words of a page into strips."""
    width, height = reading.width, reading.height
    lines = reading.lines
    runs = [_tokens(line, width, height) for line in lines]
    high = [token for run in runs for token in run if token.bottom - token.top > token.right - token.left]
    if up := {id(token) for token in high if _runs_up(token.word, width, height)}:
        tall = UPRIGHT * median([word.box.bottom - word.box.top for line in lines for word in line.words])
        runs = [[t for t in run if id(t) not in up or t.word.box.bottom - t.word.box.top <= tall] for run in runs]
    runs = [run for run in runs if any(map(_says_something, run))]  # rows of dashes and stars are drawn lines
    heights = sorted([token.bottom - token.top for run in runs for token in run])
    usual = heights[len(heights) // 2] if heights else 10.0
    across = tuple(sorted([(r.box.center[1] * height, r.box.left * width, r.box.right * width) for r in reading.rulings if r.horizontal]))
    down = tuple((r.box.center[0] * width, r.box.top * height, r.box.bottom * height) for r in reading.rulings if not r.horizontal)
    strips = [strip_of(reading.page, members, down) for members in _rows(runs)]
    strips.sort(key=lambda strip: (strip.middle, strip.left))
    return PageStrips(reading, tuple(strips), usual, across, down, drawn_rows(across, down, usual))


def _tokens(line: Line, width: float, height: float) -> list[Token]:
    found: list[Token] = []
    for word in line.words:
        for part in (word,) if word.text.isalpha() else unstuck(word):
            text, box = part.text, part.box
            if text.strip():
                place = box.left * width, box.top * height, box.right * width, box.bottom * height
                found.append(Token(part, text, key_of(text), *place))
    return found


def _says_something(token: Token) -> bool:
    return token.text.isalnum() or any(map(str.isalnum, token.text)) or not NAMING_SIGNS.isdisjoint(token.text)


def _runs_up(word: Word, width: float, height: float) -> bool:
    """Whether a word that is higher than words usually are is set up the margin: higher than wide ("fit" is narrow, and no higher)."""
    return len(word.text) > 2 and word.box.height * height > 1.5 * word.box.width * width


_ACROSS = attrgetter("left", "right")


@dataclass(slots=True)
class _Row:
    """Runs of words that stand level, and the means of their middles and heights."""

    middle: float
    height: float
    runs: list[list[Token]]


def _rows(runs: list[list[Token]]) -> list[list[Token]]:
    placed = []
    for number, run in enumerate(runs):
        top, bottom = run[0].top, run[0].bottom
        for token in run:
            top = token.top if token.top < top else top
            bottom = token.bottom if token.bottom > bottom else bottom
        placed.append((top + bottom, run[0].left, number, max(bottom - top, 1.0), run))
    placed.sort()
    open_rows: list[_Row] = []
    for twice, _, _, height, run in placed:
        middle = twice / 2
        best: _Row | None = None
        nearest = SAME_BASELINE * height
        for row in open_rows[:-8:-1]:
            distance = abs(middle - row.middle)
            if distance > nearest or (best is not None and distance == nearest):
                continue
            if distance <= SAME_BASELINE * row.height and not _collides(run, row.runs):
                best, nearest = row, distance
        if best is None:
            open_rows.append(_Row(middle, height, [run]))
            continue
        count = len(best.runs)
        best.runs.append(run)
        best.middle = (best.middle * count + middle) / (count + 1)
        best.height = (best.height * count + height) / (count + 1)
    return [sorted([token for run in row.runs for token in run], key=_ACROSS) for row in open_rows]


def _collides(run: list[Token], members: list[list[Token]]) -> bool:
    left, right = run[0].left, run[-1].right
    width = max(right - left, 1.0)
    for other in members:
        start, end = other[0].left, other[-1].right
        if start >= right or end <= left:
            continue
        shared = min(right, end) - max(left, start)
        # Overprinted cells share a little; lines over one another share most of their words' width.
        if shared > 0.5 * min(width, max(end - start, 1.0)) and any(
            min(a.right, b.right) - max(a.left, b.left) > 0.3 * min(a.right - a.left, b.right - b.left) for a in run for b in other
        ):
            return True
    return False


def strip_of(page: int, tokens: list[Token], down: Sequence[Ruled] = ()) -> Strip:
    """The strip that some words on one row make, with its figures; none goes over an upright line."""
    ordered = tuple(tokens)
    half = len(ordered) // 2
    top, bottom = sorted([token.top for token in ordered])[half], sorted([token.bottom for token in ordered])[half]
    figures = figures_of(ordered, partial(uprights_at, down, (top + bottom) / 2))
    apart = ordered
    if figures:
        taken = {position for placed in figures for position in range(placed.first, placed.last)}
        apart = tuple([token for position, token in enumerate(ordered) if position not in taken])
    return Strip(page, ordered, top, bottom, figures, apart, _is_worded(ordered, figures), tuple(chunks(ordered)))


def _is_worded(tokens: Sequence[Token], figures: Sequence[Placed]) -> bool:
    for placed in figures:
        if not placed.figure.percent and (placed.figure.decimals or placed.figure.is_amount):
            return False
    letters = digits = 0
    for token in tokens:
        text = token.text
        if text.isalpha():
            letters += len(text)
        elif text.isdigit():
            digits += len(text)
        else:
            digits += sum(map(str.isdigit, text))
            letters += sum(map(str.isalpha, text)) + text.count("#") + text.count("%")
    return letters > 3 * digits and letters > 0
