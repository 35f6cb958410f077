"""Where a header may be: rows of a page whose words name columns, as cells of one line or of several over one another.

This is the same for all lists of a schema and made once for them; which list's columns the cells are is for `header.py`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.find.rows.drawn import uprights_at_each
from extractor.find.rows.names import ColumnNames
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.tokens import Token, cut_at, key_of, part_of, text_of
from extractor.quick import dataclass

LINES_IN_HEADER = 4
LEAST_HEADER = 1.35  # two good names, or three doubtful ones
MOST_CELLS = 24
LONGEST_NAME = 9  # words of a run that may be names
LONGEST_PIECE = 6  # words of a run that may be one column's name beside others
LINE_GAP = 1.1  # of the line height: rows of one header stand no further apart
SPLIT_COST = 0.12  # of a cut between two names, which have about so many letters:
LETTERS_OF_TWO = 20
BESIDE_DRAWN = 3.0  # points by which a drawn cell may be wider than its words

Words = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The words of one cell, line by line, as texts too, and how far it reaches."""

    lines: tuple[Words, ...]
    texts: tuple[str, ...]
    left: float
    right: float

    @property
    def said(self) -> tuple[str, ...]:
        """The texts by which it may be named: each line, where it is no sentence, and all of them."""
        if len(self.texts) == 1:
            return self.texts if len(self.lines[0]) <= LONGEST_NAME else ()
        lines = [text for line, text in zip(self.lines, self.texts, strict=True) if len(line) <= LONGEST_NAME]
        return *lines, " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class StackedRows:
    """The cells of the strips first..last (inclusive) of a page, from left to right. `drawn`: their borders are."""

    first: int
    last: int
    stacks: tuple[Stack, ...]
    drawn: bool


def stacked_rows(page: PageStrips, names: ColumnNames) -> tuple[StackedRows, ...]:
    """Every run of rows that may be a header, of whichever list, in no order of likelihood; remembered with the page."""
    if names not in page.remembered:
        page.remembered[names] = tuple(_stacked_rows(page, names))
    found: tuple[StackedRows, ...] = page.remembered[names]
    return found


def _stacked_rows(page: PageStrips, names: ColumnNames) -> Iterator[StackedRows]:
    exact = page.reading.is_text_layer
    near: set[int] = set()  # header lines stand next to one another: only those by a line that names something are looked at
    for number, strip in enumerate(page.strips):
        if not exact or names.may_stand_in(strip.tokens):
            near.update(range(number - LINES_IN_HEADER, number + LINES_IN_HEADER + 1))
    worded = {number: strip for number, strip in enumerate(page.strips) if number in near and strip.worded}
    drawn = uprights_at_each(page.down, [strip.middle for strip in worded.values()])
    cells = {number: _cells(strip, drawn[strip.middle], names) for number, strip in worded.items()}
    lines = [cells.get(number) for number in range(len(page.strips))]
    hits = [sum(_weight(cell, names) > 0 for cell in line) if line else 0 for line in lines]
    close = [is_close(page, number) for number in range(len(page.strips) - 1)]
    spans = sorted({span for position in range(len(lines)) if hits[position] for span in _spans_at(close, lines, hits, position)})
    for first, last in spans:
        held = [line or [] for line in lines[first : last + 1]]
        stacks = held[0] if first == last else _stacked(held)
        if _may_name(stacks, names):
            yield StackedRows(first, last, tuple(stacks), drawn=False)
    for first, last, stacks in _drawn(page, hits):
        if _may_name(stacks, names):
            yield StackedRows(first, last, tuple(stacks), drawn=True)


def is_close(page: PageStrips, number: int) -> bool:
    """Whether the strip after one stands no further below it than the rows of one header do."""
    above, below, usual = page.strips[number], page.strips[number + 1], page.line_height
    return below.top - above.bottom <= LINE_GAP * max(min(above.bottom - above.top, below.bottom - below.top), usual)


def _may_name(stacks: Sequence[Stack], names: ColumnNames) -> bool:
    """Whether some cells can name as much as a header does, were each the likeliest column of all lists."""
    return 2 <= len(stacks) <= MOST_CELLS and sum(_weight(stack, names) for stack in stacks) >= LEAST_HEADER


def _weight(stack: Stack, names: ColumnNames) -> float:
    """How likely it is that a cell names a column: all of it, or one of its lines."""
    said = stack.said
    return names.weight(said[0]) if len(said) == 1 else max(map(names.weight, said), default=0.0)


def _cells(strip: Strip, drawn: Sequence[float], names: ColumnNames) -> list[Stack]:
    """The words of a strip, parted at wide gaps and drawn lines, and between two names."""
    cells: list[Stack] = []
    for run in strip.runs:
        for chunk in cut_at(run, drawn):
            parts = [chunk]
            if len(chunk) <= LONGEST_NAME:
                parts = [piece for part in _unglued(chunk, names) for piece in _split(part, names)]
            cells += [Stack((part,), (text_of(part),), min([t.left for t in part]), max([t.right for t in part])) for part in parts]
    return cells


def _unglued(chunk: Words, names: ColumnNames) -> list[Words]:
    """A run of words cut where two columns' names are set so close that they read as one word: "U.M.Quantity"."""
    cuts = [_seam(token, names) for token in chunk]
    if not any(cuts):
        return [chunk]
    parts: list[Words] = [()]
    for token, cut in zip(chunk, cuts, strict=True):
        if not cut:
            parts[-1] += (token,)
            continue
        x = token.left + (token.right - token.left) * cut / len(token.text)
        parts[-1] += (part_of(token, token.text[:cut], token.left, x),)
        parts.append((part_of(token, token.text[cut:], x, token.right),))
    return parts


def _seam(token: Token, names: ColumnNames) -> int:
    """Where the second of two names in one word begins; 0: it is one."""
    text = token.text
    if text[1:].islower() or text.isupper() or text.lower() == text or token.key in names:
        return 0
    seams = (cut for cut in range(2, len(text) - 1) if text[cut].isupper() and not text[cut - 1].isupper())
    return next((cut for cut in seams if key_of(text[:cut]) in names and key_of(text[cut:]) in names), 0)


def _split(chunk: Words, names: ColumnNames) -> list[Words]:
    """Column names that stand a word's space apart: "BTW Prijs incl. BTW" is two."""
    if len(chunk) == 1:
        return [chunk]
    key = "".join([token.key for token in chunk])
    if key in names or key in names.no_columns or not _may_be_several(chunk, names):
        return [chunk]
    weights = _named_pieces(chunk, names)
    if not weights:
        return [chunk]
    letters = [max(len(token.key), 1) for token in chunk]
    total = sum(letters)
    scale = min(1.0, LETTERS_OF_TWO / total)  # of many names each weighs less, and so does each cut
    costs = [scale * _cost_of_cut(before, token) for before, token in pairwise(chunk)]
    best: list[tuple[float, int]] = [(0.0, 0)]  # of the words up to each one: the score, and where the last piece begins
    for last in range(1, len(chunk) + 1):
        most, begin = float("-inf"), 0
        for first in range(max(0, last - LONGEST_PIECE), last):
            weight = weights.get((first, last))
            worth = 0.0 if weight is None else weight * sum(letters[first:last]) / total
            score = best[first][0] + worth - (costs[first - 1] if first else 0.0)
            if score > most:
                most, begin = score, first
        best.append((most, begin))
    if best[-1][0] <= names.weight(text_of(chunk)) + 0.02:
        return [chunk]
    pieces: list[Words] = []
    last = len(chunk)
    while last:
        pieces.insert(0, chunk[best[last][1] : last])
        last = best[last][1]
    return pieces if all(names.weight(text_of(piece)) > 0 for piece in pieces) else [chunk]


def _may_be_several(chunk: Words, names: ColumnNames) -> bool:
    """Whether some words can be parted so that each part names something. Of most the first words name nothing, and no others are asked."""
    texts = [token.text for token in chunk]
    begins = [0]  # of parts before which all names something
    for last in range(1, len(texts) + 1):
        for first in begins:
            if last - first <= LONGEST_PIECE and last - first < len(texts) and names.weight(" ".join(texts[first:last])) > 0:
                begins.append(last)
                break
    return begins[-1] == len(texts)


def _named_pieces(chunk: Words, names: ColumnNames) -> dict[tuple[int, int], float]:
    """The runs of words (first, last: half open) that name a column, with how likely. A name that is only part of the piece is
    worth nothing here: splitting further may name all of it."""
    texts = [token.text for token in chunk]
    found: dict[tuple[int, int], float] = {}
    for first in range(len(texts)):
        for last in range(first + 1, min(first + LONGEST_PIECE, len(texts)) + 1):
            weight = names.weight(" ".join(texts[first:last]))
            if weight > 0.5:
                found[first, last] = weight
    return found


def _cost_of_cut(before: Token, token: Token) -> float:
    if not token.key or not before.key or before.text.endswith(("/", "-")) or token.text.startswith("("):
        return 1.0  # "Description / Price" is one, and what is in brackets goes with what stands before
    gap = token.left - before.right
    height = max(token.bottom - token.top, 1.0)
    return SPLIT_COST * (0.4 if gap > 0.5 * height else 1.0 if gap > 0.2 * height else 1.6)


def _spans_at(close: Sequence[bool], lines: Sequence[list[Stack] | None], hits: Sequence[int], position: int) -> list[tuple[int, int]]:
    """The runs of one to four lines (first, last) that a naming line may be part of."""
    found: list[tuple[int, int]] = []
    for first in range(max(0, position - 2), position + 1):
        # A first line may hold the upper halves of names ("Unsere" over "Art.Nr.") only over a line that names.
        if first != position and not hits[first] and not hits[first + 1]:
            continue
        named = 0
        for last in range(first, min(first + LINES_IN_HEADER, len(lines))):
            if lines[last] is None or (last > first and not close[last - 1]):
                break
            named += hits[last]
            # One text alone under a header that names nothing is the first row's, set above its figures.
            if last >= position and named > 1 and not (last > position and not hits[last] and len(lines[last] or ()) == 1):
                found.append((first, last))
    return found


def _stacked(lines: Sequence[Sequence[Stack]]) -> list[Stack]:
    """Cells of several lines: what stands over one another belongs to one column."""
    columns: list[_Column] = []
    order = [(cell.right - cell.left, number, place) for number, cells in enumerate(lines) for place, cell in enumerate(cells)]
    for _, number, place in sorted(order):
        cell = lines[number][place]
        over = [column for column in columns if column.share(cell) > 0.3]
        if len(over) > 1:
            continue  # a heading over several columns names none of them
        if over and number not in over[0].lines:
            over[0].add(number, cell)
        else:
            columns.append(_Column(cell.left, cell.right, {number: cell}))
    return sorted((column.stack() for column in columns), key=lambda stack: stack.left + stack.right)


@dataclass(slots=True)
class _Column:
    """Cells that stand over one another, by the number of their line, and how far they reach."""

    left: float
    right: float
    lines: dict[int, Stack]

    def share(self, cell: Stack) -> float:
        shared = min(cell.right, self.right) - max(cell.left, self.left)
        return 0.0 if shared <= 0 else shared / max(min(cell.right - cell.left, self.right - self.left), 1.0)

    def add(self, number: int, cell: Stack) -> None:
        self.left, self.right = min(self.left, cell.left), max(self.right, cell.right)
        self.lines[number] = cell

    def stack(self) -> Stack:
        cells = [self.lines[number] for number in sorted(self.lines)]
        return Stack(tuple(cell.lines[0] for cell in cells), tuple(cell.texts[0] for cell in cells), self.left, self.right)


def _drawn(page: PageStrips, hits: Sequence[int]) -> Iterator[tuple[int, int, list[Stack]]]:
    """Drawn rows of cells: any number of lines a cell, set around its middle. First and last strip, and the cells."""
    middles = [strip.middle for strip in page.strips]
    for top, bottom, edges in page.drawn:
        inside = range(bisect_right(middles, top), bisect_left(middles, bottom))
        if not inside or not any(hits[n] for n in inside) or len(inside) > 3 * LINES_IN_HEADER:
            continue
        if any(p.figure.decimals or p.figure.currency for n in inside for p in page.strips[n].figures if edges[0] < p.left < edges[-1]):
            continue
        cells: list[Stack] = []
        lines = [_between(page.strips[n].tokens, edges) for n in inside]
        for number, (left, right) in enumerate(pairwise((float("-inf"), *edges, float("inf")))):  # the outer ones may have no outer line
            held = tuple(tuple(line[number]) for line in lines if number in line)
            if held:
                words_left, words_right = min(t.left for words in held for t in words), max(t.right for words in held for t in words)
                # The drawn cell is the column's width, not the words.
                edge, end = max(left, words_left - BESIDE_DRAWN), min(right, words_right + BESIDE_DRAWN)
                cells.append(Stack(held, tuple(map(text_of, held)), edge, end))
        yield inside[0], inside[-1], cells


def _between(tokens: Sequence[Token], edges: Sequence[float]) -> dict[int, list[Token]]:
    """The words between each two drawn lines (their x, from left to right) and beside the outer ones; what stands on a line is in none."""
    found: dict[int, list[Token]] = {}
    for token in tokens:
        cell = bisect_left(edges, token.center)
        if cell == len(edges) or edges[cell] != token.center:
            found.setdefault(cell, []).append(token)
    return found
