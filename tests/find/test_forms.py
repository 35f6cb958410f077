"""Forms through the public door: pairs, cells and titles of pages drawn here."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.schemas.record import Labels, Name, Record
from tests.find.conftest import HEIGHT, MakePage, pairs, record, write


def test_labels_with_colons_in_one_line_and_beside(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Name: Ada Lovelace")
        write(canvas, 50, 130, "Date of birth:")
        write(canvas, 180, 130, "10 December 1975")
        write(canvas, 330, 130, "Phone: 555-0123")

    assert pairs(drawn(draw)) == {("Name", "Ada Lovelace"), ("Date of birth", "10 December 1975"), ("Phone", "555-0123")}


def test_a_line_to_write_on_parts_label_and_value_without_a_colon(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, label, value in ((100, "Project Leader", "Mann"), (130, "Work Requested by", "Marketing")):
            write(canvas, 50, y, label)
            write(canvas, 150, y, value)
            canvas.line(148, HEIGHT - y - 2, 400, HEIGHT - y - 2)

    assert pairs(drawn(draw)) == {("Project Leader", "Mann"), ("Work Requested by", "Marketing")}


def test_small_print_in_the_corner_of_a_box_names_what_stands_under_it(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for x, label, value in ((50, "Vorname", "Holger"), (250, "Wohnort", "Bremen")):
            canvas.rect(x, HEIGHT - 130, 190, 30)
            write(canvas, x + 3, 108, label, size=6)
            write(canvas, x + 5, 123, value, size=11)

    assert pairs(drawn(draw)) == {("Vorname", "Holger"), ("Wohnort", "Bremen")}


def test_a_frame_without_its_outer_walls_holds_boxes(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 130, 160):
            canvas.line(50, HEIGHT - y, 450, HEIGHT - y)
        canvas.line(250, HEIGHT - 100, 250, HEIGHT - 160)
        for x, y, label, value in (
            (50, 100, "Surname", "Margaret Doyle"),
            (250, 100, "Born", "3 Feb 1961"),
            (50, 130, "Street", "17 Chapel Row"),
            (250, 130, "Postcode", "EW4 8TP"),
        ):
            write(canvas, x + 3, y + 8, label, size=6)
            write(canvas, x + 8, y + 24, value, size=11)

    expected = {("Surname", "Margaret Doyle"), ("Born", "3 Feb 1961"), ("Street", "17 Chapel Row"), ("Postcode", "EW4 8TP")}
    assert pairs(drawn(draw)) == expected


def test_dashes_end_a_label_and_fine_print_is_none(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Closures--- Standard Blue")
        write(canvas, 50, 130, "Account - 4711-B")
        write(canvas, 50, 160, "Ordered:8.3.1995")
        fine = "Note: this form is kept for ten years and then destroyed as the law of the land demands of us"
        write(canvas, 50, 300, fine, size=6)

    assert pairs(drawn(draw)) == {("Closures", "Standard Blue"), ("Account -", "4711-B"), ("Ordered", "8.3.1995")}


def test_an_empty_field_has_no_value(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Approved by:")
        write(canvas, 50, 130, "Submitted by:")
        write(canvas, 150, 130, "R. Hume")

    assert pairs(drawn(draw)) == {("Submitted by", "R. Hume")}


def test_leaders_and_a_lone_sign_of_a_currency_are_no_values(drawn: MakePage) -> None:
    class Claim(Record):
        notes: Annotated[str | None, Labels("Notes")] = None

    def draw(canvas: Canvas) -> None:
        for x, y, label, value in (
            (50, 100, "Instead, use Form:", ". ."),
            (250, 100, "Rents:", "$"),
            (400, 100, "Agreed:", "[*]"),
            (50, 200, "Notes:", "- - -"),
            (250, 200, "Part 2:", "7"),
        ):
            write(canvas, x, y, label)
            write(canvas, x, y + 12, value)

    page = drawn(draw)
    assert pairs(page) == {("Agreed", "[*]"), ("Part 2", "7")}
    assert record(page, Claim)["notes"] is None


def test_small_print_under_a_line_names_what_is_written_on_it(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, label, value in ((100, "Surname", "Rookwood"), (134, "Town", ""), (168, "Employer", "Silver Birch Ltd")):
            canvas.line(50, HEIGHT - y - 4, 300, HEIGHT - y - 4)
            write(canvas, 50, y + 13, label, size=6)
            write(canvas, 54, y, value, size=9.5)

    assert pairs(drawn(draw)) == {("Surname", "Rookwood"), ("Employer", "Silver Birch Ltd")}


def test_characters_in_cells_of_their_own_are_one_value(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Street", size=8)
        for number, character in enumerate("Mill Lane 4".ljust(14)):
            canvas.rect(50 + 12 * number, HEIGHT - 120, 12, 16)
            if character != " ":
                write(canvas, 53 + 12 * number, 116, character)

    dumped = record(drawn(draw))
    assert [(pair["label"], pair["value"]) for pair in dumped["pairs"]] == [("Street", "Mill Lane 4")]
    assert (dumped["tables"], dumped["checkboxes"]) == ([], [])


def test_a_form_set_in_columns_is_no_table(drawn: MakePage) -> None:
    labels = ("Street address", "Telephone", "Start date", "Employer", "Account", "Amount claimed")
    values = ("4 Station Road", "01904 422181", "18.06.75", "Silver Birch Ltd", "A-861-861", "3,324.92")

    def draw(canvas: Canvas) -> None:
        for number, (label, value) in enumerate(zip(labels, values, strict=True)):
            x, y = 50 + 260 * (number % 2), 100 + 22 * (number // 2)
            write(canvas, x, y, label)
            write(canvas, x + 90, y, value)
            canvas.line(x + 88, HEIGHT - y - 3, x + 240, HEIGHT - y - 3)

    dumped = record(drawn(draw))
    assert {(pair["label"], pair["value"]) for pair in dumped["pairs"]} == set(zip(labels, values, strict=True))
    assert dumped["tables"] == []


def test_the_title_is_the_largest_line_at_the_top(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 220, 60, "Application for leave", size=16, bold=True)
        write(canvas, 50, 100, "Name: Ada Lovelace")
        write(canvas, 50, 130, "Department: Engines")

    assert record(drawn(draw))["title"] == "Application for leave"


def test_what_is_stamped_across_other_lines_is_no_title(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 220, 60, "Application for leave", size=13, bold=True)
        write(canvas, 50, 100, "Name: Ada Lovelace")
        write(canvas, 50, 120, "Department: Engines")
        write(canvas, 90, 118, "RECEIVED", size=30, bold=True)

    assert record(drawn(draw))["title"] == "Application for leave"


def test_an_empty_line_to_write_on_has_no_value(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, label, value in ((100, "Prepared by", "Ada Lovelace"), (130, "Approved by", "")):
            write(canvas, 50, y, label)
            canvas.line(120, HEIGHT - y - 2, 280, HEIGHT - y - 2)
            write(canvas, 124, y, value)
            write(canvas, 300, y, "Date")
            canvas.line(330, HEIGHT - y - 2, 420, HEIGHT - y - 2)
        write(canvas, 334, 100, "9 May 2024")

    assert pairs(drawn(draw)) == {("Prepared by", "Ada Lovelace"), ("Date", "9 May 2024")}


def test_small_print_in_the_corner_of_a_box_names_all_its_lines(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for x, label, lines in (
            (50, "c Employer's name, address, and ZIP code", ("Harlow Mills", "12 Water Street", "Salem")),
            (300, "1 Wages", ("900",)),
        ):
            canvas.rect(x, HEIGHT - 180, 250, 80)
            write(canvas, x + 3, 108, label, size=6)
            for row, line in enumerate(lines):
                write(canvas, x + 10, 124 + 14 * row, line)

    assert pairs(drawn(draw)) == {("c Employer's name, address, and ZIP code", "Harlow Mills 12 Water Street Salem"), ("1 Wages", "900")}


def test_what_was_written_across_the_cells_of_single_characters_is_one_value(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, label, value in ((100, "Account", "4858 8813 8869"), (150, "Town", "New Harbour")):
            write(canvas, 50, y, label, size=7)
            for cell in range(18):
                canvas.rect(50 + 12 * cell, HEIGHT - y - 20, 12, 16)
            write(canvas, 54, y + 15, value, size=8)

    assert pairs(drawn(draw)) == {("Account", "4858 8813 8869"), ("Town", "New Harbour")}


def test_a_list_of_labels_is_no_label_of_several_lines(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for row, (label, value) in enumerate(
            (("Alaska", ""), ("Arizona", "12"), ("Arkansas", ""), ("California", "40"), ("Colorado", "7"))
        ):
            write(canvas, 50, 100 + 13 * row, label)
            write(canvas, 160, 100 + 13 * row, value)

    assert pairs(drawn(draw)) == {("Arizona", "12"), ("California", "40"), ("Colorado", "7")}


class Claim(Record):
    """A user's own model of plain text fields."""

    policy: Annotated[str | None, Labels("Policy no.")] = None
    time_of_loss: str | None = None
    account: Annotated[str | None, Labels("Account")] = None
    place: Annotated[str | None, Labels("Place of accident")] = None
    what_happened: Annotated[str | None, Labels("Describe what happened")] = None


class Order(Record):
    """A user's own model with names and a label that pages shorten."""

    advertiser: Annotated[Name | None, Labels("Advertiser")] = None
    signed_by: Annotated[Name | None, Labels("Signed by")] = None
    flight_from: Annotated[date | None, Labels("Flight Dates")] = None


def test_names_of_own_models_over_captions_and_over_two_lines(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Advertiser:")
        write(canvas, 120, 60, "Committee for a Better")
        write(canvas, 120, 72, "Harbour 2026")
        write(canvas, 50, 100, "Flight: 3/9/26 - 3/22/26")
        write(canvas, 60, 150, "Ada Byron")
        canvas.line(50, HEIGHT - 152, 250, HEIGHT - 152)
        write(canvas, 50, 162, "Signed by", size=7)
        write(canvas, 60, 190, "Riverside")
        canvas.line(50, HEIGHT - 192, 250, HEIGHT - 192)
        write(canvas, 50, 202, "Place", size=7)

    found = record(drawn(draw), Order)
    assert (found["advertiser"], found["signed_by"], found["flight_from"]) == (
        "Committee for a Better Harbour 2026",
        "Ada Byron",
        "2026-03-09",
    )


def test_boxes_named_in_their_corners_bear_one_another_out(drawn: MakePage) -> None:
    boxes = (
        ("3. Make", "FORD"),
        ("4. Model", "PICKUP"),
        ("5. Colour", "GREY"),
        ("6. Fuel", "GAS"),
        ("7. City", "ELK POINT"),
        ("8. State", "SD"),
    )

    def draw(canvas: Canvas) -> None:
        for number, (label, value) in enumerate(boxes):
            x, y = 50 + 160 * (number % 3), 100 + 34 * (number // 3)
            canvas.rect(x, HEIGHT - y - 34, 160, 34)
            write(canvas, x + 4, y + 10, label, size=10)
            write(canvas, x + 6, y + 26, value, size=10)

    assert pairs(drawn(draw)) == set(boxes)


@pytest.mark.parametrize(
    ("text", "label", "value"), [("Telephone # 6926", "Telephone #", "6926"), ("Date 30 April 1985", "Date", "30 April 1985")]
)
def test_values_close_behind_their_labels(drawn: MakePage, text: str, label: str, value: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Material: glass fibre")
        write(canvas, 50, 90, text)

    assert (label, value) in pairs(drawn(draw))


def test_text_fields_of_a_users_model_are_what_the_form_holds_there(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y, label, value in ((100, "Policy no.", "77-10021-B"), (125, "Time of loss", "07:45"), (150, "Place of accident", "")):
            write(canvas, 50, y, label)
            canvas.rect(200, HEIGHT - y - 4, 250, 16)
            write(canvas, 204, y, value)
        write(canvas, 50, 190, "Account", size=7)
        for cell, character in enumerate("DE8937"):
            canvas.rect(50 + 12 * cell, HEIGHT - 210, 12, 16)
            write(canvas, 53 + 12 * cell, 206, character)
        write(canvas, 50, 240, "Describe what happened", size=8)
        canvas.rect(50, HEIGHT - 300, 450, 56)
        write(canvas, 55, 258, "Another car changed lanes and touched")
        write(canvas, 55, 272, "the left front wing.")

    found = record(drawn(draw), Claim)
    assert found == {
        "policy": "77-10021-B",
        "time_of_loss": "07:45",
        "account": "DE8937",
        "place": None,
        "what_happened": "Another car changed lanes and touched the left front wing.",
    }
