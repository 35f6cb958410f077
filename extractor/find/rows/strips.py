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

from extractor.document import Reading, Word
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
    runs: list[list[Token]] = []
    lines = reading.lines
    tall = UPRIGHT * median([word.box.bottom - word.box.top for line in lines for word in line.words] or [0.0])
    for line in lines:
        run = [
            Token(w, w.text, key_of(w.text), w.box.left * width, w.box.top * height, w.box.right * width, w.box.bottom * height)
            for word in line.words
            for w in unstuck(word)
            if w.text.strip() and not (w.box.bottom - w.box.top > tall and _runs_up(w, width, height))
        ]
        if any(map(_says_something, run)):  # rows of dashes and stars are drawn lines
            runs.append(run)
    heights = sorted([token.bottom - token.top for run in runs for token in run])
    usual = heights[len(heights) // 2] if heights else 10.0
    across = tuple(sorted([(r.box.center[1] * height, r.box.left * width, r.box.right * width) for r in reading.rulings if r.horizontal]))
    down = tuple((r.box.center[0] * width, r.box.top * height, r.box.bottom * height) for r in reading.rulings if not r.horizontal)
    strips = [strip_of(reading.page, members, down) for members in _rows(runs)]
    strips.sort(key=lambda strip: (strip.middle, strip.left))
    return PageStrips(reading, tuple(strips), usual, across, down, drawn_rows(across, down, usual))


def _says_something(token: Token) -> bool:
    return any(map(str.isalnum, token.text)) or not NAMING_SIGNS.isdisjoint(token.text)


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
    placed = sorted(
        [(min([t.top for t in run]), max([t.bottom for t in run]), run) for run in runs],
        key=lambda item: (item[0] + item[1], item[2][0].left),
    )
    open_rows: list[_Row] = []
    for top, bottom, run in placed:
        middle, height = (top + bottom) / 2, max(bottom - top, 1.0)
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
        shared = min(right, other[-1].right) - max(left, other[0].left)
        # Overprinted cells share a little; lines over one another share most of their words' width.
        if shared > 0.5 * min(width, max(other[-1].right - other[0].left, 1.0)) and any(
            min(a.right, b.right) - max(a.left, b.left) > 0.3 * min(a.right - a.left, b.right - b.left) for a in run for b in other
        ):
            return True
    return False


def strip_of(page: int, tokens: list[Token], down: Sequence[Ruled] = ()) -> Strip:
    """The strip that some words on one row make, with its figures; none goes over an upright line."""
    ordered = tuple(tokens)
    tops = sorted([token.top for token in ordered])
    bottoms = sorted([token.bottom for token in ordered])
    middle = (tops[len(tops) // 2] + bottoms[len(bottoms) // 2]) / 2
    figures = figures_of(ordered, partial(uprights_at, down, middle))
    apart = ordered
    if figures:
        taken = {position for placed in figures for position in range(placed.first, placed.last)}
        apart = tuple([token for position, token in enumerate(ordered) if position not in taken])
    worded, runs = _is_worded(ordered, figures), tuple(chunks(ordered))
    return Strip(page, ordered, tops[len(tops) // 2], bottoms[len(bottoms) // 2], figures, apart, worded, runs)


def _is_worded(tokens: Sequence[Token], figures: Sequence[Placed]) -> bool:
    if any(not placed.figure.percent for placed in figures if placed.figure.is_amount or placed.figure.decimals):
        return False
    letters = digits = 0
    for text in [token.text for token in tokens]:
        if text.isalpha():
            letters += len(text)
        else:
            digits += sum(map(str.isdigit, text))
            letters += sum(map(str.isalpha, text)) + text.count("#") + text.count("%")
    return letters > 3 * digits and letters > 0
