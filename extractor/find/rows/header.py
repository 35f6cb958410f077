"""The row, or the two or three rows, of a page that name a table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from extractor.find.rows.labels import ColumnName, RowLabels, ranked
from extractor.find.rows.stacks import LEAST_HEADER, LONGEST_NAME, MOST_CELLS, Stack, is_close, stacked_rows
from extractor.find.rows.strips import PageStrips
from extractor.find.rows.tokens import Token, text_of
from extractor.quick import changed, dataclass

FOREIGN_MARGIN = 1.2  # another list that names a header better by more has it, whatever stands under it
NAMELESS_COST = 0.12
LINE_BONUS = 0.25
DRAWN_BONUS = 1.0  # a drawn row is one header, though its first line alone may name as much


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
    tried = [
        changed(header, drawn=True) if rows.drawn else header
        for rows in stacked_rows(page, labels.names)
        if (header := scored(page, [_named(stack, labels) for stack in rows.stacks], rows.first, rows.last, labels)) is not None
    ]
    found: list[Header] = []
    # A wider header that is nearly as good holds the narrower one and the rest of its names.
    for header in sorted(
        tried, key=lambda h: (-max(h.score, h.foreign) - LINE_BONUS * (h.last - h.first) - DRAWN_BONUS * h.drawn, h.first)
    ):
        if all(header.last < other.first or header.first > other.last for other in found) and not any(
            header.first == other.last + 1 and is_close(page, other.last) for other in found
        ):  # what names columns right under a header is its second line
            found.append(header)
    return tuple(sorted(found, key=lambda header: header.first))


def cell_of(tokens: tuple[Token, ...], labels: RowLabels) -> HeaderCell:
    """The header cell that some words make, with what it names."""
    names, foreign = labels.columns_of(text_of(tokens))
    return HeaderCell(tokens, min([t.left for t in tokens]), max([t.right for t in tokens]), names, foreign)


def scored(page: PageStrips, cells: Sequence[HeaderCell], first: int, last: int, labels: RowLabels) -> Header | None:
    """The header that some cells make, or None where they name too little."""
    if len(cells) < 2 or len(cells) > MOST_CELLS:
        return None
    named = sum([bool(cell.names or cell.foreign) for cell in cells])
    if len(cells) > 3 * max(named, 1) or sum([not cell.names and len(cell.tokens) > 6 for cell in cells]) > 1:
        return None
    score, paths = _distinct([cell.names for cell in cells])
    groups: dict[str, list[list[ColumnName]]] = {}  # of other lists, what each cell names of them
    for position, cell in enumerate(cells):
        for name in cell.foreign:
            group = name.path.split("[]", 1)[0]
            if group not in groups:
                groups[group] = [[] for _ in cells]
            groups[group][position].append(name)
    foreign = max([_distinct(names)[0] for names in groups.values()], default=0.0)
    if max(score, foreign) < LEAST_HEADER:
        return None
    if score >= foreign and labels.numbers.isdisjoint(paths):
        return None
    return Header(page.page, first, last, tuple(cells), score, foreign, tuple(paths))


def _distinct(cells: Sequence[Sequence[ColumnName]]) -> tuple[float, list[str]]:
    """The best total weight with every column named once at most, and the columns."""
    pairs = [(-name.weight, position, name.path) for position, names in enumerate(cells) for name in names]
    pairs.sort()
    used: dict[int, str] = {}
    score = 0.0
    for weight, position, path in pairs:
        if position not in used and path not in used.values():
            used[position] = path
            score -= weight
    return score - NAMELESS_COST * (len(cells) - len(used)), [used[position] for position in sorted(used)]


def _named(stack: Stack, labels: RowLabels) -> HeaderCell:
    """A cell of one or several lines with what it names: all of it together, or each line."""
    if len(stack.lines) == 1:
        line, text = stack.lines[0], stack.texts[0]
        return HeaderCell(line, stack.left, stack.right, *(labels.columns_of(text) if len(line) <= LONGEST_NAME else ((), ())))
    tokens = tuple([token for line in stack.lines for token in line])
    each = zip(stack.lines, stack.texts, strict=True)
    said = [labels.columns_of(text) if len(line) <= LONGEST_NAME else ((), ()) for line, text in each]
    whole, whole_foreign = labels.columns_of(" ".join(stack.texts))
    parts = [names[0] if names else None for names, _ in said]
    lines: tuple[str | None, ...] = ()
    if (not whole or whole[0].weight < 0.9) and all(part is not None and part.weight > 0.75 for part in parts):
        lines = tuple(part.path if part else None for part in parts)
        lines = lines if len(set(lines)) > 1 else ()
    names = {name.path: name.weight for name in whole}
    others = {name.path: name.weight for name in whole_foreign}
    for own, foreign in said:
        for name in own:
            names[name.path] = max(names.get(name.path, 0.0), name.weight * (0.95 if lines else 0.9))
        for name in foreign:
            others[name.path] = max(others.get(name.path, 0.0), name.weight * 0.9)
    return HeaderCell(tokens, stack.left, stack.right, ranked(names), ranked(others), lines)
