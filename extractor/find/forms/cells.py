"""Every cell of every table of the layout."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Reading
from extractor.schemas.record import FieldSpec

RULED, UNRULED = 0.95, 0.8  # how sure a cell is of its place


def cell_candidates(readings: Sequence[Reading], columns: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates `tables.0.table`, `.row`, `.column`, `.text` for each cell that holds text, tables in reading order.

    Tables, rows and columns count from 0, over all pages. Leaves of other names stay empty.
    """
    names = {spec.name: spec for spec in columns}
    found: list[Candidate] = []
    table_number = item = 0
    for reading in readings:
        for region in reading.regions:
            table = region.table
            if table is None:
                continue
            score = RULED if table.ruled else UNRULED
            for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
                if not cell.lines:
                    continue
                box = reading.to_page(cell.box).clipped()
                evidence = f"table {table_number + 1}, row {cell.row + 1}, column {cell.column + 1}"
                values = {"table": table_number, "row": cell.row, "column": cell.column, "text": cell.text}
                for name, value in values.items():
                    if name in names:
                        path = names[name].path.replace("[]", f".{item}", 1)
                        found.append(Candidate(path, value, cell.text, "layout", evidence, reading.page, box, score=score))
                item += 1
            table_number += 1
    return found
