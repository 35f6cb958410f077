"""A header's cells as the rows under it bear them out."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.find.rows.bands import OVERFLOW_GAP, Band, BandCell, bands, cells
from extractor.find.rows.figures import figure
from extractor.find.rows.header import HeaderCell, cell_of
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.tokens import Token

CLOSE_NAMES = 0.9  # of the line height: names nearer to one another may be one name
MOST_ROWS, FEW_ROWS = 0.6, 0.2  # share of a column's rows with two figures from which its name is of two columns
MANY_NAMES = 4  # of columns: what stands between fewer may be another table's
LONGEST_UNIT = 6  # characters
SURE = 0.8  # weight of a name that is its column's beyond doubt


class Under:
    """The strips under a header, from its `top` on, by the bands that some columns' names make. What was asked last is remembered."""

    def __init__(self, page: PageStrips, near: Sequence[Strip], top: float) -> None:
        self.page, self.near, self._top = page, near, top
        self._last: tuple[list[tuple[float, float]], tuple[Band, ...], list[Mapping[int, BandCell]]] | None = None

    def columns(self, head: Sequence[HeaderCell]) -> tuple[tuple[Band, ...], list[Mapping[int, BandCell]]]:
        """The bands, and each strip's cells in them."""
        spans = [(cell.left, cell.right) for cell in head]
        if self._last is None or self._last[0] != spans:
            table = bands(self.page, spans, self.near, self._top)
            self._last = spans, table, [cells(strip, table) for strip in self.near]
        return self._last[1:]


def fitted(under: Under, head: Sequence[HeaderCell], labels: RowLabels) -> tuple[HeaderCell, ...]:
    """The header's cells as the body bears them out: two names close together over one column are one, and a name over
    two columns of figures is two."""
    page, near = under.page, under.near
    cells_of = list(head)
    every = under.columns(cells_of)[1]
    held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
    position = 0
    while position + 1 < len(cells_of) and held:
        one, other = cells_of[position], cells_of[position + 1]
        if other.left - one.right >= CLOSE_NAMES * page.line_height:
            position += 1
            continue
        both = sum(1 for row in held if position in row and position + 1 in row)
        figures = all(
            sum(1 for row in held if n in row and row[n].figures) >= 0.9 * sum(1 for row in held if n in row)
            for n in (position, position + 1)
        )
        filled = min(sum(1 for row in every if position in row), sum(1 for row in every if position + 1 in row))
        if filled <= 0.1 * len(held) or (figures and not both) or _runs_through(held, position):
            cells_of[position : position + 2] = [cell_of((*one.tokens, *other.tokens), labels)]
            every = under.columns(cells_of)[1]
            held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
            continue
        position += 1
    for position in range(len(cells_of) - 1, -1, -1):
        cells_of = _parted_by_names(under, cells_of, position, labels)
    every = under.columns(cells_of)[1]
    held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
    for position in range(len(cells_of) - 1, -1, -1):
        cell = cells_of[position]
        if len(cell.tokens) < 2:
            continue
        of_band = [row[position] for row in held if position in row and row[position].figures]
        several = [cell.figures for cell in of_band if len(cell.figures) > 1 and _apart(cell, page.line_height)]
        count = max(map(len, several), default=0)
        alike = [figures for figures in several if len(figures) == count]
        if not alike:
            continue
        cuts = [(max(row[n].right for row in alike) + min(row[n + 1].left for row in alike)) / 2 for n in range(count - 1)]
        parts = [tuple(t for t in cell.tokens if bisect(cuts, t.center) == n) for n in range(count)]
        names = [cell_of(part, labels) for part in parts if part]
        # Of two columns one may be filled in few rows (discounts): then the names must be theirs.
        least = FEW_ROWS if _are_named(names) and not labels.named("".join(token.key for token in cell.tokens)) else MOST_ROWS
        if len(names) == count and len(alike) >= max(1, least * len(of_band)):
            cells_of[position : position + 1] = names
    return tuple(cells_of)


def _parted_by_names(under: Under, head: list[HeaderCell], position: int, labels: RowLabels) -> list[HeaderCell]:
    """The header's cells with one that is two columns' names a word's space apart as two, where most rows have something under
    each and a gap between: "Unit Description" over "pcs   Screws"."""
    tokens = head[position].tokens
    if "".join(token.key for token in tokens) in labels.names:
        return head
    for cut in range(1, len(tokens)):
        names = [cell_of(tokens[:cut], labels), cell_of(tokens[cut:], labels)]
        if names[0].right > names[1].left or not _are_named_apart(names, labels):
            continue
        tried = [*head[:position], *names, *head[position + 1 :]]
        rows = [row for row, strip in zip(under.columns(tried)[1], under.near, strict=True) if len(row) > 2 and strip.figures]
        filled = [(row.get(position), row.get(position + 1)) for row in rows if position in row or position + 1 in row]
        both = [(one, other) for one, other in filled if one is not None and other is not None and _gap(one, other)]
        if filled and len(both) >= MOST_ROWS * len(filled):
            return tried
    return head


def _are_named_apart(cells: Sequence[HeaderCell], labels: RowLabels) -> bool:
    """Whether two cells are wholly names, of different columns."""
    whole = all(labels.named("".join(token.key for token in cell.tokens)) for cell in cells)
    return whole and cells[0].names[0].path != cells[1].names[0].path


def _gap(one: BandCell, other: BandCell) -> bool:
    """Whether two cells hold a figure each, or more than a word's space is between them."""
    last = one.tokens[-1]
    return bool(one.figures and other.figures) or other.tokens[0].left - last.right > OVERFLOW_GAP * max(last.bottom - last.top, 1.0)


def _are_named(cells: Sequence[HeaderCell]) -> bool:
    """Whether each of some cells is surely named, none as another one is."""
    sure = {cell.names[0].path for cell in cells if cell.names and cell.names[0].weight >= SURE}
    return len(sure) == len(cells)


def _with_texts_between(rows: Sequence[Strip], head: Sequence[HeaderCell]) -> tuple[HeaderCell, ...]:
    """The header's cells with one for the texts between two names that no name stands over: "Qty  Price              VAT  Amount"."""
    ordered = sorted(head, key=lambda cell: cell.left) if len(head) >= MANY_NAMES and all(cell.names for cell in head) else []
    starts = {id(next((t for t in strip.tokens if _letters(t) > 1), None)) for strip in rows}  # the rows' first words
    best: list[tuple[Token, ...]] = []
    for left, right in pairwise(ordered):
        inside = [tuple(token for token in strip.tokens if left.right < token.left and token.right < right.left) for strip in rows]
        texts = [tokens for tokens in inside if sum(map(_letters, tokens)) >= 3 and id(tokens[0]) in starts]
        best = max(best, texts, key=len)
    if 2 * len(best) <= len(rows):
        return tuple(head)
    nameless = HeaderCell((), min(tokens[0].left for tokens in best), max(tokens[-1].right for tokens in best), ())
    return tuple(sorted((*head, nameless), key=lambda cell: cell.left))


def with_nameless(under: Under, head: Sequence[HeaderCell], main: str | None) -> tuple[HeaderCell, ...]:
    """The header's cells with one for what stands left of them all under no name: the texts, where no name is
    theirs, or the rows' numbers, or their counts ("2 x")."""
    edge = min(cell.left for cell in head)
    rows = [strip for strip in under.near if strip.figures]
    openings = [opening for strip in rows if (opening := strip.runs[0])[-1].right < edge]
    outer = [tuple(token for token in strip.tokens if token.right < edge) for strip in rows]
    numbers = [tokens for tokens in outer if len(tokens) == 1 and _is_count(tokens[0])]
    counts = [tokens for tokens in outer if len(tokens) == 2 and figure(tokens[0].text) is not None and len(tokens[1].text) <= LONGEST_UNIT]
    texts = [opening for opening in openings if sum(map(_letters, opening)) >= 3]
    named = any(name.path == main for cell in head for name in cell.names)
    found = (*numbers, *counts) if named else texts
    if main is None or not rows:
        return tuple(head)
    if 2 * len(found) < len(rows):
        return tuple(head) if named else _with_texts_between(rows, head)
    return (HeaderCell((), min(some[0].left for some in found), max(some[-1].right for some in found), ()), *head)


def _is_count(token: Token) -> bool:
    return token.text.rstrip(".)").isdecimal()


def _letters(token: Token) -> int:
    return sum(map(str.isalpha, token.text))


def _runs_through(rows: Sequence[Mapping[int, BandCell]], position: int) -> bool:
    """Whether a text goes on from a band into the next one without a gap in most rows that fill both: one column, cut in two."""
    both = [(row[position], row[position + 1]) for row in rows if position in row and position + 1 in row]
    texts = [(one, other) for one, other in both if not one.figures and sum(c.isalpha() for c in one.text) >= 3 and other.words]
    on = [
        other.tokens[0].left - one.tokens[-1].right <= OVERFLOW_GAP * max(one.tokens[-1].bottom - one.tokens[-1].top, 1.0)
        for one, other in texts
    ]
    return len(on) > 0.5 * len(rows) and sum(on) > 0.8 * len(on)


def _apart(cell: BandCell, height: float) -> bool:
    """Whether the figures of a cell are of columns of their own: far from one another, or one a percentage and one not."""
    pairs = pairwise(cell.figures)
    return sum(len(t.text) for t in cell.words) <= 8 and all(
        b.left - a.right > height or a.figure.percent != b.figure.percent for a, b in pairs
    )
