"""Tables and lists of names on forms, through the public door: pages drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import Options, extract
from extractor.results import Status
from tests.find.conftest import HEIGHT, MakePage, pairs, record, write


def grid(canvas: Canvas, table: Sequence[Sequence[str]], top: float = 100) -> None:
    """Cells of 120 by 20 points with their rulings; the first row is bold."""
    for row, cells in enumerate(table):
        for column, text in enumerate(cells):
            write(canvas, 54 + 120 * column, top + 14 + 20 * row, text, bold=row == 0)
    right, bottom = 50 + 120 * len(table[0]), top + 20 * len(table)
    for row in range(len(table) + 1):
        canvas.line(50, HEIGHT - top - 20 * row, right, HEIGHT - top - 20 * row)
    for column in range(len(table[0]) + 1):
        canvas.line(50 + 120 * column, HEIGHT - top, 50 + 120 * column, HEIGHT - bottom)


STOCK = (("Item", "Quantity", "Amount"), ("Paper", "3", "12.50"), ("Ink", "1", "48.00"), ("Pens", "20", "15.80"))


def cells(dumped: Mapping[str, Any]) -> dict[tuple[int, int], str]:
    return {(cell["row"], cell["column"]): cell["text"] for cell in dumped["tables"]}


def test_heads_of_a_short_table_name_the_cells_under_them(drawn: MakePage) -> None:
    pdf = drawn(lambda canvas: grid(canvas, STOCK[:3]))
    assert {("Amount", "48.00"), ("Quantity", "1"), ("Item", "Paper")} <= pairs(pdf)


def test_rows_of_a_short_table_are_told_as_a_table_too(drawn: MakePage) -> None:
    dumped = record(drawn(lambda canvas: grid(canvas, STOCK)))
    assert cells(dumped) == {(r, c): text for r, row in enumerate(STOCK) for c, text in enumerate(row)}
    assert {(STOCK[0][c], text) for row in STOCK[1:] for c, text in enumerate(row)} == {(p["label"], p["value"]) for p in dumped["pairs"]}


def test_a_long_list_is_a_table_alone(drawn: MakePage) -> None:
    rows = (STOCK[0], *STOCK[1:] * 6)
    dumped = record(drawn(lambda canvas: grid(canvas, rows)))
    assert cells(dumped) == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}
    assert dumped["pairs"] == []


def test_lines_to_write_on_part_no_columns_of_the_table_between_them(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (50, 72, 220, 242):
            write(canvas, 50, y, "Name")
            write(canvas, 135, y, "Ada Lovelace")
            canvas.line(132, HEIGHT - y - 3, 410, HEIGHT - y - 3)
        grid(canvas, (STOCK[0], ("Paper, white, 500 sheets", "3", "12.50"), *STOCK[2:]))

    assert set(cells(record(drawn(draw)))) == {(row, column) for row in range(4) for column in range(3)}


def test_a_drawn_grid_is_a_table_though_its_rows_are_names_and_values(drawn: MakePage) -> None:
    rows = (
        ("Measure", "Result"),
        ("Length of the shaft", "4 m"),
        ("Kind of oil", "mineral"),
        ("Colour", "dark green"),
        ("Keeper", "Ada Hart"),
    )
    dumped = record(drawn(lambda canvas: grid(canvas, rows)))
    assert {cell["text"] for cell in dumped["tables"]} == {text for row in rows for text in row}


def test_a_form_whose_pairs_are_in_doubt_goes_to_review(drawn: MakePage) -> None:
    sure = extract(drawn(lambda canvas: write(canvas, 50, 100, "Name: Ada Lovelace")), Options(schema="form"))
    doubt = extract(drawn(lambda canvas: grid(canvas, STOCK[:3])), Options(schema="form", accept_above=0.99))
    assert "low_confidence" not in {issue.code for issue in sure.issues}
    issue = next(issue for issue in doubt.issues if issue.message == "pairs: 6 of 6 are less than 99% sure")
    assert (doubt.status, issue.code) == (Status.REVIEW, "low_confidence")
    assert set(issue.fields) == {path for path in doubt.fields if path.startswith("pairs.")}


def test_each_name_listed_under_a_label_is_an_answer(drawn: MakePage) -> None:
    first, second = ("A. H. Brook", "Ms. R. Okafor", "J.-P. Villeneuve"), ("T. L. Sanders (York)", "Dr. Amelia Stone")

    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Subject: Minutes")
        write(canvas, 50, 130, "cc:")
        for x, names in ((90, first), (250, second)):
            for row, name in enumerate(names):
                write(canvas, x, 130 + 15 * row, name)

    assert pairs(drawn(draw)) == {("Subject", "Minutes"), *(("cc", name) for name in (*first, *second))}


def test_a_name_with_its_address_is_one_answer_and_the_next_label_has_its_own(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, line in ((100, "R. T. Quill"), (113, "Tidewater Works"), (126, "17 Chapel Row, Whitby")):
            write(canvas, 100, y, line)
        write(canvas, 50, 100, "To:")
        for y, label, name in ((170, "From:", "D. W. Hart"), (185, "Copy:", "P. Q. Lund")):
            write(canvas, 50, y, label)
            write(canvas, 100, y, name)

    expected = {("To", "R. T. Quill Tidewater Works 17 Chapel Row, Whitby"), ("From", "D. W. Hart"), ("Copy", "P. Q. Lund")}
    assert pairs(drawn(draw)) == expected


def test_captions_as_large_as_what_is_written_on_their_lines(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "PARKING AGREEMENT", bold=True)
        for x, caption, value in ((50, "Place and date", "York, 12 May 2025"), (300, "Signature", "A. Hart")):
            canvas.line(x, HEIGHT - 203, x + 200, HEIGHT - 203)
            write(canvas, x + 5, 200, value)
            write(canvas, x, 215, caption)

    assert pairs(drawn(draw)) == {("Place and date", "York, 12 May 2025"), ("Signature", "A. Hart")}
