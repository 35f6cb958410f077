"""The row, or the two or three rows, of a page that name a table's columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.find.rows.labels import ColumnName, RowLabels, ranked
from extractor.find.rows.strips import PageStrips, Token, key_of, part_of, text_of
from extractor.quick import changed, quick

LINES_IN_HEADER = 4
LONGEST_PIECE = 6  # words of a run that may be one column's name beside others
LINE_GAP = 1.1  # of the line height: rows of one header stand no further apart
LEAST_HEADER = 1.35  # two good names, or three doubtful ones
FOREIGN_MARGIN = 1.2  # another list that names a header better by more has it, whatever stands under it
SPLIT_COST = 0.12  # of a cut between two names, which have about so many letters:
LETTERS_OF_TWO = 20
NAMELESS_COST = 0.12
LINE_BONUS = 0.25
DRAWN_BONUS = 1.0  # a drawn row is one header, though its first line alone may name as much


@quick
@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column's name as printed. `stack`: where the lines of the cell name different columns, each line's."""

    tokens: tuple[Token, ...]
    left: float
    right: float
    names: tuple[ColumnName, ...]
    foreign: tuple[ColumnName, ...] = ()
    stack: tuple[str | None, ...] = ()

    @property
    def text(self) -> str:
        return text_of(self.tokens)

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2


@quick
@dataclass(frozen=True, slots=True)
class Header:
    """Cells from left to right, of the strips first..last (inclusive) of a page."""

    page: int
    first: int
    last: int
    cells: tuple[HeaderCell, ...]
    score: float
    foreign: float
    signature: tuple[str, ...] = field(default=())
    drawn: bool = False


def headers(page: PageStrips, labels: RowLabels) -> tuple[Header, ...]:
    """All headers of the list's tables on a page, from top to bottom. Tables that another list of the schema names
    better are returned too, with `foreign` above `score`."""
    exact = page.reading.engine == "text_layer"
    near: set[int] = set()  # header lines stand next to one another: only those by a line that names something are looked at
    for number, strip in enumerate(page.strips):
        if not exact or labels.may_name(strip.tokens):
            near.update(range(number - LINES_IN_HEADER, number + LINES_IN_HEADER + 1))
    close = [_close(page, number, number + 1) for number in range(len(page.strips) - 1)]  # to the next line
    simple = [_cells(page.runs(number), labels) if number in near and strip.worded else None for number, strip in enumerate(page.strips)]
    hits = [sum(1 for cell in cells if cell.names or cell.foreign) if cells else 0 for cells in simple]
    spans = sorted({span for position in range(len(simple)) if hits[position] for span in _spans_at(close, simple, hits, position)})
    tried = [
        header
        for first, last in spans
        if (header := _header(page, [simple[i] or [] for i in range(first, last + 1)], first, last, labels)) is not None
    ]
    tried += _drawn_headers(page, hits, labels)
    found: list[Header] = []
    # A wider header that is nearly as good holds the narrower one and the rest of its names.
    for header in sorted(
        tried, key=lambda h: (-max(h.score, h.foreign) - LINE_BONUS * (h.last - h.first) - DRAWN_BONUS * h.drawn, h.first)
    ):
        if all(header.last < other.first or header.first > other.last for other in found) and not any(
            header.first == other.last + 1 and _close(page, other.last, header.first) for other in found
        ):  # what names columns right under a header is its second line
            found.append(header)
    return tuple(sorted(found, key=lambda header: header.first))


def _cells(runs: Sequence[tuple[Token, ...]], labels: RowLabels) -> list[HeaderCell]:
    cells: list[HeaderCell] = []
    for chunk in runs:
        if len(chunk) > 9:
            cells.append(HeaderCell(chunk, chunk[0].left, chunk[-1].right, ()))
            continue
        for part in _unglued(chunk, labels):
            cells += _split(part, labels)
    return cells


def _unglued(chunk: tuple[Token, ...], labels: RowLabels) -> list[tuple[Token, ...]]:
    """A run of words cut where two columns' names are set so close that they read as one word: "U.M.Quantity"."""
    parts: list[tuple[Token, ...]] = [()]
    for token in chunk:
        cut = _seam(token, labels)
        if not cut:
            parts[-1] += (token,)
            continue
        x = token.left + (token.right - token.left) * cut / len(token.text)
        parts[-1] += (part_of(token, token.text[:cut], token.left, x),)
        parts.append((part_of(token, token.text[cut:], x, token.right),))
    return parts


def _seam(token: Token, labels: RowLabels) -> int:
    """Where the second of two names in one word begins; 0: it is one."""
    text = token.text
    if text[1:].islower() or text.isupper() or labels.names(token.key):
        return 0
    seams = (cut for cut in range(2, len(text) - 1) if text[cut].isupper() and not text[cut - 1].isupper())
    return next((cut for cut in seams if labels.names(key_of(text[:cut])) and labels.names(key_of(text[cut:]))), 0)


def cell_of(tokens: tuple[Token, ...], labels: RowLabels) -> HeaderCell:
    """The header cell that some words make, with what it names."""
    names, foreign = labels.columns_of(text_of(tokens))
    return HeaderCell(tokens, min([t.left for t in tokens]), max([t.right for t in tokens]), names, foreign)


def _split(chunk: tuple[Token, ...], labels: RowLabels) -> list[HeaderCell]:
    """Column names that stand a word's space apart: "BTW Prijs incl. BTW" is two."""
    whole = cell_of(chunk, labels)
    if len(chunk) == 1 or labels.named("".join(token.key for token in chunk)):
        return [whole]
    weights = _named_pieces(chunk, labels)
    if not weights:
        return [whole]
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
    if best[-1][0] <= labels.weight(whole.text) + 0.02:
        return [whole]
    cells: list[HeaderCell] = []
    last = len(chunk)
    while last:
        cells.insert(0, cell_of(chunk[best[last][1] : last], labels))
        last = best[last][1]
    return cells if all(cell.names or cell.foreign for cell in cells) else [whole]


def _named_pieces(chunk: Sequence[Token], labels: RowLabels) -> dict[tuple[int, int], float]:
    """The runs of words (first, last: half open) that name a column, with how likely. A name that is only part of the piece is
    worth nothing here: splitting further may name all of it."""
    texts = [token.text for token in chunk]
    found: dict[tuple[int, int], float] = {}
    for first in range(len(texts)):
        for last in range(first + 1, min(first + LONGEST_PIECE, len(texts)) + 1):
            weight = labels.weight(" ".join(texts[first:last]))
            if weight > 0.5:
                found[first, last] = weight
    return found


def _cost_of_cut(before: Token, token: Token) -> float:
    if not token.key or not before.key or before.text.endswith(("/", "-")) or token.text.startswith("("):
        return 1.0  # "Description / Price" is one, and what is in brackets goes with what stands before
    gap = token.left - before.right
    height = max(token.bottom - token.top, 1.0)
    return SPLIT_COST * (0.4 if gap > 0.5 * height else 1.0 if gap > 0.2 * height else 1.6)


def _spans_at(
    close: Sequence[bool], simple: Sequence[list[HeaderCell] | None], hits: Sequence[int], position: int
) -> list[tuple[int, int]]:
    """The runs of one to four lines (first, last) that a naming line may be part of."""
    found: list[tuple[int, int]] = []
    for first in range(max(0, position - 2), position + 1):
        # A first line may hold the upper halves of names ("Unsere" over "Art.Nr.") only over a line that names.
        if first != position and not hits[first] and not hits[first + 1]:
            continue
        for last in range(position, min(first + LINES_IN_HEADER, len(simple))):
            if None in simple[first : last + 1] or not all(close[first:last]):
                break
            # One text alone under a header that names nothing is the first row's, set above its figures.
            if sum(hits[first : last + 1]) > 1 and not (last > position and not hits[last] and len(simple[last] or ()) == 1):
                found.append((first, last))
    return found


def _close(page: PageStrips, first: int, last: int) -> bool:
    strips = page.strips[first : last + 1]
    usual = page.line_height
    return all(
        below.top - above.bottom <= LINE_GAP * min(max(above.bottom - above.top, usual), max(below.bottom - below.top, usual))
        for above, below in pairwise(strips)
    )


def _header(page: PageStrips, lines: Sequence[list[HeaderCell]], first: int, last: int, labels: RowLabels) -> Header | None:
    return scored(page, lines[0] if len(lines) == 1 else _stacked(lines, labels), first, last, labels)


def scored(page: PageStrips, cells: Sequence[HeaderCell], first: int, last: int, labels: RowLabels) -> Header | None:
    """The header that some cells make, or None where they name too little."""
    if len(cells) < 2 or len(cells) > 24:
        return None
    score, paths = _distinct([cell.names for cell in cells])
    lists = {name.path.split("[]")[0] for cell in cells for name in cell.foreign}
    foreign = max(
        (_distinct([[n for n in cell.foreign if n.path.startswith(f"{group}[]")] for cell in cells])[0] for group in sorted(lists)),
        default=0.0,
    )
    wordy = sum(1 for cell in cells if len(cell.tokens) > 6 and not cell.names)
    named = sum(1 for cell in cells if cell.names or cell.foreign)
    if max(score, foreign) < LEAST_HEADER or wordy > 1 or len(cells) > 3 * max(named, 1):
        return None
    if score >= foreign and labels.numbers.isdisjoint(paths):
        return None
    return Header(page.page, first, last, tuple(cells), score, foreign, tuple(paths))


def _distinct(cells: Sequence[Sequence[ColumnName]]) -> tuple[float, list[str]]:
    """The best total weight with every column named once at most, and the columns."""
    pairs = sorted(
        ((name.weight, position, name.path) for position, names in enumerate(cells) for name in names),
        key=lambda pair: (-pair[0], pair[1]),
    )
    used: dict[int, str] = {}
    score = 0.0
    for weight, position, path in pairs:
        if position not in used and path not in used.values():
            used[position] = path
            score += weight
    return score - NAMELESS_COST * (len(cells) - len(used)), [used[position] for position in sorted(used)]


def _stacked(lines: Sequence[list[HeaderCell]], labels: RowLabels) -> list[HeaderCell]:
    """Cells of several lines: what stands over one another belongs to one column."""
    columns: list[_Column] = []
    order = sorted(((number, cell) for number, cells in enumerate(lines) for cell in cells), key=lambda item: item[1].right - item[1].left)
    for number, cell in order:
        over = [column for column in columns if column.share(cell) > 0.3]
        if len(over) > 1:
            continue  # a heading over several columns names none of them
        if over and number not in over[0].cells:
            over[0].add(number, cell)
        else:
            columns.append(_Column(cell.left, cell.right, {number: cell}))
    return sorted((_merged([cell for _, cell in sorted(column.cells.items())], labels) for column in columns), key=_center)


@dataclass(slots=True)
class _Column:
    """Cells that stand over one another, by the number of their line, and how far they reach."""

    left: float
    right: float
    cells: dict[int, HeaderCell]

    def share(self, cell: HeaderCell) -> float:
        shared = min(cell.right, self.right) - max(cell.left, self.left)
        return 0.0 if shared <= 0 else shared / max(min(cell.right - cell.left, self.right - self.left), 1.0)

    def add(self, number: int, cell: HeaderCell) -> None:
        self.left, self.right = min(self.left, cell.left), max(self.right, cell.right)
        self.cells[number] = cell


def _center(cell: HeaderCell) -> float:
    return cell.center


def _merged(lines: Sequence[HeaderCell], labels: RowLabels) -> HeaderCell:
    """One cell of the lines that stand over one another in it."""
    if len(lines) == 1:
        return lines[0]
    tokens = tuple(token for cell in lines for token in cell.tokens)
    whole = cell_of(tokens, labels)
    names = {name.path: name.weight for name in whole.names}
    stack: tuple[str | None, ...] = ()
    parts = [cell.names[0] if cell.names else None for cell in lines]
    if (not whole.names or whole.names[0].weight < 0.9) and all(part is not None and part.weight > 0.75 for part in parts):
        stack = tuple(part.path if part else None for part in parts)
        stack = stack if len(set(stack)) > 1 else ()
    others = {name.path: name.weight for name in whole.foreign}
    for cell in lines:
        for name in cell.names:
            names[name.path] = max(names.get(name.path, 0.0), name.weight * (0.95 if stack else 0.9))
        for name in cell.foreign:
            others[name.path] = max(others.get(name.path, 0.0), name.weight * 0.9)
    return HeaderCell(tokens, whole.left, whole.right, ranked(names), ranked(others), stack)


def _drawn_headers(page: PageStrips, hits: Sequence[int], labels: RowLabels) -> list[Header]:
    """Headers whose cells are drawn: any number of lines a cell, set around its middle."""
    found: list[Header] = []
    middles = [strip.middle for strip in page.strips]
    for top, bottom, edges in page.drawn:
        inside = range(bisect_right(middles, top), bisect_left(middles, bottom))
        if not inside or not any(hits[n] for n in inside) or len(inside) > 3 * LINES_IN_HEADER:
            continue
        if any(p.figure.decimals or p.figure.currency for n in inside for p in page.strips[n].figures if edges[0] < p.left < edges[-1]):
            continue
        cells: list[HeaderCell] = []
        lines = [_between(page.strips[n].tokens, edges) for n in inside]
        for number, (left, right) in enumerate(pairwise((float("-inf"), *edges, float("inf")))):  # the outer ones may have no outer line
            held = [cell_of(tuple(line[number]), labels) for line in lines if number in line]
            if held:
                merged = _merged(held, labels)
                # The drawn cell is the column's width, not the words.
                cells.append(changed(merged, left=max(left, merged.left - 3), right=min(right, merged.right + 3)))
        header = scored(page, cells, inside[0], inside[-1], labels)
        if header is not None:
            found.append(changed(header, drawn=True))
    return found


def _between(tokens: Sequence[Token], edges: Sequence[float]) -> dict[int, list[Token]]:
    """The words between each two drawn lines (their x, from left to right) and beside the outer ones; what stands on a line is in none."""
    found: dict[int, list[Token]] = {}
    for token in tokens:
        cell = bisect_left(edges, token.center)
        if cell == len(edges) or edges[cell] != token.center:
            found.setdefault(cell, []).append(token)
    return found
