"""Every cell of the tables of the layout; a form that is set in columns, without rulings, is none."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Reading, Table
from extractor.find.forms.pair_tables import HEAD
from extractor.find.forms.pairs import Pair
from extractor.schemas.record import FieldSpec

RULED, UNRULED = 0.95, 0.8  # how sure a cell is of its place

FORM = 0.4  # of a table's cells that hold text: from so many that are labels and their values it is a part of a form


def cell_candidates(readings: Sequence[Reading], pairs: Sequence[Sequence[Pair]], columns: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates `tables.0.table`, `.row`, `.column`, `.text` for each cell that holds text, tables in reading order.

    `pairs` are those of each reading. Tables, rows and columns count from 0, over all pages. Leaves of other names stay empty.
    """
    names = {spec.name: spec for spec in columns}
    found: list[Candidate] = []
    table_number = item = 0
    for reading, known in zip(readings, pairs, strict=True):
        paired = {id(word) for pair in known if pair.how != HEAD for piece in (*pair.label, *pair.value) for word in piece.words}
        for region in reading.regions:
            table = region.table
            if table is None or (not table.ruled and _is_form(table, paired)):  # a grid that is drawn is a table, whatever it holds
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


def _is_form(table: Table, paired: set[int]) -> bool:
    """Whether the cells are labels and their values."""
    filled = [[word for line in cell.lines for word in line.words] for cell in table.cells if cell.lines]
    of_pairs = sum(any(id(word) in paired for word in words) for words in filled)
    return of_pairs >= FORM * len(filled)
