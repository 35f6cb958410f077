"""Counts and prices on lines of their own beside the rows of a table that names no column of them.

DESCRIZIONE          IVA   Prezzo
  2 x 2,50
COPERTO              10%     5,00
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.find.rows.details import lines_of, text_of_lines
from extractor.find.rows.parts import Parts
from extractor.find.rows.table import Cell, TableRow


def with_products_beside(tabled: Sequence[TableRow], ledger: Sequence[TableRow], parts: Parts) -> tuple[TableRow, ...]:
    """Rows under a header, with the count and the price that a row without one has beside the same amount where their product proves
    it; such a line is no other row's text."""
    proved = {_place(row, parts): row for row in ledger if row.holds}
    found: list[TableRow] = []
    told: set[int] = set()  # words of lines beside rows
    for row in tabled:
        other = proved.get(_place(row, parts))
        factors = {path: other.cells[path] for path in parts.factors if other is not None and path in other.cells}
        if other is None or not factors or any(path in row.cells for path in parts.factors):
            found.append(row)
            continue
        source = {path: other.source.get(path, "") for path in factors}
        found.append(replace(row, cells={**row.cells, **factors}, holds=True, source={**row.source, **source}))
        told |= {id(token.word) for cell in factors.values() for token in cell.tokens}
    return tuple(_without_lines(row, told, parts) for row in found)


def _place(row: TableRow, parts: Parts) -> int | None:
    """Which word the row's amount is."""
    cell = row.cells.get(parts.result or "")
    return id(cell.tokens[-1].word) if cell is not None and cell.tokens else None


def _without_lines(row: TableRow, told: set[int], parts: Parts) -> TableRow:
    lines = lines_of(row.cells.get(parts.main or ""))
    kept = [line for line in lines if not any(id(token.word) in told for token in line[0])]
    if parts.main is None or not kept or len(kept) == len(lines):
        return row
    cell: Cell = text_of_lines(kept)
    return replace(row, cells={**row.cells, parts.main: cell})
