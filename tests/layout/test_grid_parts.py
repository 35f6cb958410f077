"""Tables whose rulings meet, through the layout's door."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Ruling, Table, Word
from extractor.geometry import Box
from extractor.layout import arrange

WIDTH, HEIGHT = 600.0, 800.0


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left / WIDTH, top / HEIGHT, right / WIDTH, bottom / HEIGHT)


def ruled(rows: Sequence[float], columns: Sequence[float]) -> list[Ruling]:
    across = [Ruling(box(columns[0], y, columns[-1], y), True) for y in rows]
    return across + [Ruling(box(x, rows[0], x, rows[-1]), False) for x in columns]


def texts(rows: Sequence[float], columns: Sequence[float], name: str) -> list[Word]:
    return [
        Word(f"{name}{row}{column}", box(x + 5, y + 5, x + 40, y + 15), 1.0)
        for row, y in enumerate(rows[:-1])
        for column, x in enumerate(columns[:-1])
    ]


def tables(words: Sequence[Word], rulings: Sequence[Ruling]) -> list[Table]:
    return [region.table for region in arrange(words, rulings, WIDTH, HEIGHT) if region.table is not None]


UPPER, LOWER = (100.0, 120.0, 140.0, 160.0), (170.0, 190.0, 210.0, 230.0)


def test_an_empty_strip_parts_tables_of_other_columns() -> None:
    one, other = (50.0, 200.0, 350.0, 500.0), (50.0, 150.0, 250.0, 380.0, 500.0)
    walls = [Ruling(box(x, UPPER[-1], x, LOWER[0]), False) for x in (50.0, 500.0)]
    found = tables(texts(UPPER, one, "a") + texts(LOWER, other, "b"), ruled(UPPER, one) + ruled(LOWER, other) + walls)
    assert [(table.rows, table.columns) for table in found] == [(3, 3), (3, 4)]


def test_a_double_line_parts_no_table() -> None:
    columns = (50.0, 200.0, 350.0, 500.0)
    rows = (*UPPER, *LOWER)
    words = texts(UPPER, columns, "a") + texts(LOWER, columns, "b")
    assert [table.columns for table in tables(words, ruled(rows, columns))] == [3]


def test_a_line_close_over_a_table_is_no_row_of_it() -> None:
    columns = (50.0, 200.0, 350.0, 500.0)
    rows = ruled((92.0, *UPPER), columns)
    assert [table.rows for table in tables(texts(UPPER, columns, "a"), rows)] == [3]
