"""The layout's working form of words and lines: plain numbers in points, so that width and height compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from extractor.document import Line, Ruling, Word
from extractor.geometry import Box
from extractor.quick import dataclass


@dataclass(slots=True, eq=False)
class Piece:
    """A word, or several on one baseline: edges in points from the page's top left corner.

    `height` is the height of its letters (for several words the height that most have), `middle` half way down, `cell` the ruled
    cell that it stands in (-1: none), `order` its place in the input, `parts` the words' own pieces where there are several.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    middle: float
    words: tuple[Word, ...]
    text: str
    cell: int = -1
    order: int = 0
    parts: tuple[Piece, ...] = ()

    def line(self) -> Line:
        return Line(self.words)


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling in points. A horizontal one runs at `at` = y from `start` to `end` = x; a vertical one the other way."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The page's size in points and the height of its letters, by which all distances on it are judged."""

    width: float
    height: float
    text: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        return Box(x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height)


def words_to_pieces(words: Sequence[Word], width: float, height: float) -> list[Piece]:
    """One piece a word, in the words' order."""
    pieces = []
    for order, word in enumerate(words):
        box = word.box
        x0, x1, y0, y1 = box.left * width, box.right * width, box.top * height, box.bottom * height
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        pieces.append(Piece(x0, y0, x1, y1, y1 - y0, (y0 + y1) / 2, (word,), word.text, -1, order))
    return pieces


def page_scale(pieces: Iterable[Piece], width: float, height: float) -> Scale:
    """The letters' height is the median word's; words of no height (broken boxes) do not count."""
    heights = [piece.height for piece in pieces if piece.height > 0]
    return Scale(width, height, median(heights) if heights else height / 80)


def rulings_to_edges(rulings: Iterable[Ruling], width: float, height: float) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical edges in points, each at the middle of its ruling."""
    across, down = [], []
    for ruling in rulings:
        box = ruling.box
        x0, x1, y0, y1 = box.left * width, box.right * width, box.top * height, box.bottom * height
        if ruling.horizontal:
            across.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        else:
            down.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down


def join(pieces: Sequence[Piece], height: float | None = None) -> Piece:
    """The pieces, left to right, as one; `height` is that of their letters where it is known."""
    if len(pieces) == 1:
        return pieces[0]
    first = pieces[0]
    x0, y0, x1, y1, order = first.x0, first.y0, first.x1, first.y1, first.order
    for piece in pieces:
        if piece.x0 < x0:
            x0 = piece.x0
        if piece.y0 < y0:
            y0 = piece.y0
        if piece.x1 > x1:
            x1 = piece.x1
        if piece.y1 > y1:
            y1 = piece.y1
        if piece.order < order:
            order = piece.order
    words, text = tuple([word for piece in pieces for word in piece.words]), " ".join([piece.text for piece in pieces])
    height = letters_height(pieces) if height is None else height
    return Piece(x0, y0, x1, y1, height, (y0 + y1) / 2, words, text, first.cell, order, tuple(pieces))


def letters_height(pieces: Sequence[Piece]) -> float:
    """The height that most of the pieces' letters have."""
    heights = sorted([piece.height for piece in pieces])
    return heights[(len(heights) * 7) // 10]
