"""Blocks of fields set as the rows of a table: the legs of an itinerary under heads that are the fields' labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.document import Cell, Reading, Table
from extractor.find.forms.block_answer import Answer
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind
from extractor.values.registry import BY_NAME

COLUMNS = 3  # so many heads have to name fields, and so many cells of a row to fill them
SURE = 0.9
_AS_IT_STANDS = frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.IDENTIFIER})


def rows_in_tables(sheet: Sheet, hits: Sequence[LabelHit], wanted: Sequence[FieldSpec]) -> list[dict[str, Answer]]:
    """One row, by the leaves' paths, for each row of the first table whose heads name enough of the `wanted` leaves."""
    named = {id(hit.segment.line): hit for hit in hits if hit.whole}
    for reading in sheet.readings:
        for region in reading.regions:
            if region.table is not None:
                rows = _rows(sheet, reading, region.table, named, wanted)
                if rows:
                    return rows
    return []


def _rows(
    sheet: Sheet, reading: Reading, table: Table, named: Mapping[int, LabelHit], wanted: Sequence[FieldSpec]
) -> list[dict[str, Answer]]:
    cells = {(cell.row, cell.column): cell for cell in table.cells if cell.lines}
    first = max(table.header_rows, 1)
    if sum(id(cell.lines[0]) in named for (row, _), cell in cells.items() if row >= first) > 1:
        return []  # labels over their values in every other row
    heads = {column: cells[first - 1, column] for column in range(table.columns) if (first - 1, column) in cells}
    columns: dict[int, FieldSpec] = {}
    for column, head in heads.items():
        hit = named.get(id(head.lines[0]))
        body = [cell for (row, place), cell in cells.items() if place == column and row >= first]
        spec = _spec(sheet, hit, [spec for spec in wanted if spec not in columns.values()], body) if hit is not None else None
        if spec is not None:
            columns[column] = spec
    found = []
    for number in range(first, table.rows):
        row = {}
        for column, spec in columns.items():
            cell = cells.get((number, column))
            answer = _answer(sheet, reading, cell, spec, heads[column].text) if cell is not None else None
            if answer is not None:
                row[spec.path] = answer
        if row:
            found.append(row)
    return found if len(columns) >= COLUMNS and all(len(row) >= COLUMNS for row in found) else []


def _spec(sheet: Sheet, hit: LabelHit, free: Sequence[FieldSpec], body: Sequence[Cell]) -> FieldSpec | None:
    """The likeliest leaf of a head of which all cells under it can be a value."""
    by_path = {spec.path: spec for spec in free}
    for name in sorted(hit.names, key=lambda name: name.rank):
        spec = by_path.get(name.path)
        if spec is not None and body and all(_parsed(sheet, cell, spec) is not None for cell in body):
            return spec
    return None


def _parsed(sheet: Sheet, cell: Cell, spec: FieldSpec) -> tuple[object, float, str | None] | None:
    text = " ".join(cell.text.split())
    if spec.kind in _AS_IT_STANDS:
        of_time = any(BY_NAME[kind.value].parse(text, sheet.habits) for kind in (Kind.DATETIME, Kind.DATE, Kind.TIME))
        return None if of_time and not any(c.isalpha() for c in text) else (text, 1.0, None)
    if spec.kind.value not in BY_NAME:
        return None
    readings = BY_NAME[spec.kind.value].parse(text, sheet.habits)
    return (readings[0].value, readings[0].likelihood, readings[0].convention) if readings else None


def _answer(sheet: Sheet, reading: Reading, cell: Cell, spec: FieldSpec, head: str) -> Answer | None:
    parsed = _parsed(sheet, cell, spec)
    if parsed is None:
        return None
    value, likelihood, convention = parsed
    box = reading.to_page(cell.box).clipped()
    evidence = f"in the column '{' '.join(head.split())}'"
    return Answer(value, " ".join(cell.text.split()), SURE * likelihood, "label", evidence, reading.page, box, convention)
