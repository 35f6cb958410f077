"""Strips: all words of a page that stand on one text row, left to right, with the figures among them.

A Line ends at a column gap; a strip goes across the page. Places are in points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Any

from extractor.document import Reading, Word
from extractor.find.rows.drawn import DrawnRow, Ruled, drawn_rows
from extractor.find.rows.figures import CREDIT, CURRENCY_SIGNS, MINUS, Figure, figure, is_currency
from extractor.find.rows.stuck import unstuck
from extractor.find.sheet import compact
from extractor.geometry import Box
from extractor.quick import changed, quick

SAME_BASELINE = 0.42  # of the lower height: how far apart the middles of two lines on one row may lie
GROUP_GAP = 0.62  # of the height: a narrower gap inside "1 234,56" groups thousands, a wider one parts two columns
CURRENCY_GAP = 2.6  # of the height: how far a currency sign may stand from its figure
UPRIGHT = 1.4  # of the usual height: what is set up the margin is at least so high
NAMING_SIGNS = frozenset("#%" + CURRENCY_SIGNS)  # they name a column alone
BEHIND_GAP = 1.0  # the same where it stands behind: further off it is of a column of currencies
CHUNK_GAP = 0.85  # of the height: a wider gap between words parts two cells


key_of = compact  # of a word


@quick
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


@quick
@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the tokens first..last (half open) of the strip that it stands on."""

    figure: Figure
    first: int
    last: int
    left: float
    right: float


@quick
@dataclass(frozen=True, slots=True)
class Strip:
    page: int
    tokens: tuple[Token, ...]
    top: float
    bottom: float
    figures: tuple[Placed, ...] = field(default=())
    words_apart: tuple[Token, ...] = ()  # the tokens that are no part of a figure
    worded: bool = False  # made of letters, without an amount: it may name columns

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
    across: tuple[tuple[float, float, float], ...]  # horizontal rulings: y, left, right
    down: tuple[tuple[float, float, float], ...]  # vertical rulings: x, top, bottom
    drawn: tuple[DrawnRow, ...] = ()  # rows of a drawn grid
    remembered: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # what is made of it once for all lists

    @property
    def page(self) -> int:
        return self.reading.page

    def box_of(self, tokens: Sequence[Token]) -> Box:
        """The box of some tokens on the page as given."""
        return self.reading.to_page(Box.around(token.word.box for token in tokens)).clipped()


def text_of(tokens: Sequence[Token]) -> str:
    """The words of some tokens, a space between them."""
    return " ".join([token.text for token in tokens])


def part_of(token: Token, text: str, left: float, right: float) -> Token:
    """Some of a token's letters as one of their own."""
    return changed(token, word=changed(token.word, text=text), text=text, key=key_of(text), left=left, right=right)


def joined(start: Token, end: Token) -> Token:
    """Two words that are one."""
    box = Box.around((start.word.box, end.word.box))
    word = changed(start.word, text=start.text + end.text, box=box, confidence=min(start.word.confidence, end.word.confidence))
    left, right = min(start.left, end.left), max(start.right, end.right)
    return Token(word, word.text, key_of(word.text), left, start.top, right, start.bottom)


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
    across = tuple((r.box.center[1] * height, r.box.left * width, r.box.right * width) for r in reading.rulings if r.horizontal)
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


def _rows(runs: list[list[Token]]) -> list[list[Token]]:
    placed = sorted(
        [(min([t.top for t in run]), max([t.bottom for t in run]), run) for run in runs],
        key=lambda item: (item[0] + item[1], item[2][0].left),
    )
    open_rows: list[tuple[float, float, float, list[list[Token]]]] = []  # middle, height, count, runs
    done: list[list[Token]] = []
    for top, bottom, run in placed:
        middle, height = (top + bottom) / 2, max(bottom - top, 1.0)
        best: int | None = None
        for position in range(len(open_rows) - 1, max(len(open_rows) - 8, -1), -1):
            other_middle, other_height, _, members = open_rows[position]
            near = abs(middle - other_middle) <= SAME_BASELINE * min(height, other_height)
            closer = best is None or abs(middle - other_middle) < abs(middle - open_rows[best][0])
            if near and closer and not _collides(run, members):
                best = position
        if best is None:
            open_rows.append((middle, height, 1, [run]))
            continue
        other_middle, other_height, count, members = open_rows[best]
        members.append(run)
        blend = (other_middle * count + middle) / (count + 1)
        open_rows[best] = (blend, (other_height * count + height) / (count + 1), count + 1, members)
    for _, _, _, members in open_rows:
        done.append(sorted([token for run in members for token in run], key=_ACROSS))
    return done


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
    tops = sorted(token.top for token in ordered)
    bottoms = sorted(token.bottom for token in ordered)
    middle = (tops[len(tops) // 2] + bottoms[len(bottoms) // 2]) / 2
    drawn = sorted([x for x, top, bottom in down if top <= middle <= bottom])
    figures = tuple(_parted(ordered, _figures(ordered, drawn)))
    taken = {position for placed in figures for position in range(placed.first, placed.last)}
    apart = tuple(token for position, token in enumerate(ordered) if position not in taken)
    return Strip(page, ordered, tops[len(tops) // 2], bottoms[len(bottoms) // 2], figures, apart, _is_worded(ordered, figures))


def _is_worded(tokens: Sequence[Token], figures: Sequence[Placed]) -> bool:
    if any(not placed.figure.percent for placed in figures if placed.figure.is_amount or placed.figure.decimals):
        return False
    text = "".join(token.text for token in tokens)
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text)) + text.count("#") + text.count("%")
    return letters > 3 * digits and letters > 0


def _figures(tokens: tuple[Token, ...], drawn: Sequence[float]) -> list[Placed]:
    """Figures with their loose parts: "€ 399,00", "12,00 EUR", "19 %", "- 5,00", "1 234,56", whose groups no drawn line (their x) parts."""
    found: list[Placed] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if not any(map(str.isdigit, token.text)):
            position += 1
            continue
        first, last, text = position, position + 1, token.text
        height = max(token.bottom - token.top, 1.0)
        while last < len(tokens) and _groups(text, tokens[last].text) and tokens[last].left - tokens[last - 1].right <= GROUP_GAP * height:
            if len(cut_at(tokens[last - 1 : last + 1], drawn)) > 1:
                break
            text += tokens[last].text
            last += 1
        if figure(text) is None:
            if last > first + 1:
                text, last = token.text, first + 1
            if figure(text) is None:
                position += 1
                continue
        behind = tokens[last].left - tokens[last - 1].right if last < len(tokens) else float("inf")
        if behind <= CURRENCY_GAP * height:
            tail = tokens[last].text
            if tail.strip(":;,.)") == "%":
                tail = "%"
            is_money = is_currency(tail) and behind <= BEHIND_GAP * height and not _opens_figure(tokens, last, height)
            if tail == "%" or is_money or tail in MINUS or tail.upper() == CREDIT:
                joined = figure(text + tail)
                if joined is not None:
                    text, last = text + tail, last + 1
        while first > 0 and tokens[first].left - tokens[first - 1].right <= CURRENCY_GAP * height:
            head = tokens[first - 1].text
            taken = found and found[-1].last > first - 1
            if taken or not (is_currency(head) or head in MINUS) or figure(head.strip("():") + text) is None:
                break
            if head in MINUS and (tokens[first].left - tokens[first - 1].right > height or _ends_text(tokens, first - 1)):
                break
            text, first = head.strip("():") + text, first - 1
        parsed = figure(text)
        if parsed is not None:
            found.append(Placed(parsed, first, last, tokens[first].left, tokens[last - 1].right))
        position = last
    return found


def _ends_text(tokens: tuple[Token, ...], dash: int) -> bool:
    """Whether a dash is of the text before it, which goes on in the next line: it stands at that one, and far from the figure behind."""
    if not dash or not any(map(str.isalpha, tokens[dash - 1].text)):
        return False
    before, behind = tokens[dash].left - tokens[dash - 1].right, tokens[dash + 1].left - tokens[dash].right
    return behind > max(2 * before, (tokens[dash].bottom - tokens[dash].top) / 2)


def _parted(tokens: tuple[Token, ...], figures: Sequence[Placed]) -> Iterator[Placed]:
    """A count and a price that stand as near to each other as groups of thousands ("1 200.00") where their product stands in the row."""
    for placed in figures:
        words = tokens[placed.first : placed.last]
        one, other = (figure(words[0].text), figure(words[1].text)) if len(words) == 2 and words[0].text.isdigit() else (None, None)
        count, price = one.value(None) if one else None, other.value(None) if other and other.decimals == 2 else None
        if one is None or other is None or count is None or price is None or placed.figure.value(None) == count * price:
            yield placed
        elif any(each is not placed and each.figure.value(None) == count * price for each in figures):
            yield Placed(one, placed.first, placed.first + 1, words[0].left, words[0].right)
            yield Placed(other, placed.last - 1, placed.last, words[1].left, words[1].right)
        else:
            yield placed


def _groups(text: str, more: str) -> bool:
    head = text.lstrip("".join(MINUS) + "€$£")
    return head.isdigit() and len(head) <= 3 and len(more) >= 3 and more[:3].isdigit() and (len(more) == 3 or not more[3].isdigit())


def _opens_figure(tokens: tuple[Token, ...], position: int, height: float) -> bool:
    """Whether a currency sign belongs to the figure after it: it stands nearer to that one."""
    if position + 1 >= len(tokens) or figure(tokens[position + 1].text) is None:
        return False
    return tokens[position + 1].left - tokens[position].right < tokens[position].left - tokens[position - 1].right


def chunks(tokens: Sequence[Token], gap: float = CHUNK_GAP) -> list[tuple[Token, ...]]:
    """Runs of tokens without a gap wider than `gap` heights."""
    if not tokens:
        return []
    parts: list[list[Token]] = [[tokens[0]]]
    for before, token in pairwise(tokens):
        if token.left - before.right > gap * max(token.bottom - token.top, before.bottom - before.top):
            parts.append([])
        parts[-1].append(token)
    return [tuple(part) for part in parts]


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
