"""Heads of columns with the cells that they name; and which tables are lists, and name no single value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.document import Table
from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece
from extractor.find.forms.pair_signs import DATE

HEAD = "in the column"
# A grid without rules is a table, and no form set in columns, when so much of it are figures; one with rules, so much.
FIGURES, FIGURES_RULED = 0.4, 0.18

SURE = 2.5  # log odds of a cell under the head of its column
LONG = 15  # rows under the heads from which a table is a list of records: they are told as a table alone

Linked = tuple[tuple[Piece, ...], tuple[Piece, ...], str, float]
_Cells = dict[tuple[int, int], list[Piece]]


def table_links(page: PageOfPieces, odds: Mapping[int, float]) -> tuple[list[Linked], set[int]]:
    """Links from heads to cells of short tables, and the ids of all pieces that stand in a table with heads."""
    cells: dict[int, _Cells] = defaultdict(lambda: defaultdict(list))
    for piece in page.pieces:
        if piece.table is not None:
            number, row, column = piece.table
            cells[number][row, column].append(piece)
    tables = [region.table for region in page.reading.regions if region.table is not None]
    found: list[Linked] = []
    inside: set[int] = set()
    for number, table in enumerate(tables):
        links = _links(table, cells[number], odds)
        if links:
            found += [] if _is_long(links, cells[number]) else links
            inside |= {id(piece) for pieces in cells[number].values() for piece in pieces}
    return found, inside


def _links(table: Table, cells: _Cells, odds: Mapping[int, float]) -> list[Linked]:
    rows = sorted({row for row, _ in cells})
    pieces = [piece for found in cells.values() for piece in found]
    if table.columns < 3 or len(rows) < 3 or not table.header_rows or sum(piece.colon for piece in pieces) > 1:
        return []
    if sum(_is_figure(piece) for piece in pieces) < (FIGURES_RULED if table.ruled else FIGURES) * len(pieces):
        return []
    heads = _heads(table, cells, rows, odds)
    if heads is None:
        return []
    first_body, names = heads
    return [
        (tuple(names[column]), tuple(pieces), HEAD, SURE)
        for (row, column), pieces in sorted(cells.items())
        if row >= first_body and column in names and not any(piece.colon for piece in pieces)
    ]


def _is_long(links: Sequence[Linked], cells: _Cells) -> bool:
    heads = {id(head[0]) for head, *_ in links}
    under = {row for row, _ in cells} - {row for (row, _), pieces in cells.items() if any(id(piece) in heads for piece in pieces)}
    return len(under) >= LONG


def _heads(table: Table, cells: _Cells, rows: Sequence[int], odds: Mapping[int, float]) -> tuple[int, dict[int, list[Piece]]] | None:
    """The first row of the body, and the heads by column; None where the table has none."""
    count = max(table.header_rows, 1)
    head_rows = rows[:count]
    names: dict[int, list[Piece]] = defaultdict(list)
    for row in head_rows:
        for column in range(table.columns):
            names[column] += cells.get((row, column), [])
    names = {column: pieces for column, pieces in names.items() if pieces}
    if len(names) < 2:
        return None
    pieces = [piece for found in names.values() for piece in found]
    if any(piece.colon for piece in pieces) or any(_is_figure(piece) or _is_date(piece) for piece in pieces):
        return None
    if sum(odds[id(piece)] for piece in pieces) / len(pieces) < -0.3 and not table.header_rows:
        return None
    return rows[count - 1] + 1, dict(names)


def _is_figure(piece: Piece) -> bool:
    return sum(c.isdigit() for c in piece.text) > sum(c.isalpha() for c in piece.text)


def _is_date(piece: Piece) -> bool:
    return bool(DATE.search(piece.text))
