"""Forms through the public door: pairs, check boxes, cells and form fields of pages drawn here."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Status
from extractor.find.forms.acroform import spoken
from extractor.pipeline import Options, extract
from extractor.schemas.record import Labels, Name, Record, filled_leaves
from tests.find.conftest import HEIGHT, Draw, MakePage, write


class Membership(Record):
    """A user's own model, with fields that check boxes and form fields answer."""

    last_name: str | None = None
    born: Annotated[date | None, Labels("Date of birth")] = None
    newsletter: Annotated[bool | None, Labels("Send me the newsletter")] = None
    married: bool | None = None
    student: Annotated[bool | None, Labels("Student")] = None


def record(pdf: bytes, schema: str | type[Record] = "form", **options: Any) -> dict[str, Any]:
    extraction = extract(pdf, Options(schema=schema, **options))
    assert extraction.error is None, extraction.error
    assert set(extraction.fields) >= {path for path, _ in filled_leaves(extraction.record.model_dump())}
    dumped: dict[str, Any] = extraction.record.model_dump(mode="json")
    return dumped


def pairs(pdf: bytes, **options: Any) -> set[tuple[str, str]]:
    return {(pair["label"].rstrip(":"), pair["value"]) for pair in record(pdf, **options)["pairs"]}


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


def test_rows_of_records_are_a_table_alone(drawn: MakePage) -> None:
    dumped = record(drawn(lambda canvas: grid(canvas, STOCK)))
    assert cells(dumped) == {(r, c): text for r, row in enumerate(STOCK) for c, text in enumerate(row)}
    assert dumped["pairs"] == []


def test_lines_to_write_on_part_no_columns_of_the_table_between_them(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (50, 72, 220, 242):
            write(canvas, 50, y, "Name")
            write(canvas, 135, y, "Ada Lovelace")
            canvas.line(132, HEIGHT - y - 3, 410, HEIGHT - y - 3)
        grid(canvas, (STOCK[0], ("Paper, white, 500 sheets", "3", "12.50"), *STOCK[2:]))

    assert set(cells(record(drawn(draw)))) == {(row, column) for row in range(4) for column in range(3)}


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


BOXES = (("Married", True, "cross"), ("Student", False, ""), ("Send me the newsletter", True, "fill"))


def boxes(canvas: Canvas) -> None:
    for number, (label, _, mark) in enumerate(BOXES):
        y = HEIGHT - 120 - 30 * number
        canvas.rect(60, y, 11, 11)
        if mark == "cross":
            canvas.line(61, y + 1, 70, y + 10)
            canvas.line(61, y + 10, 70, y + 1)
        elif mark == "fill":
            canvas.rect(63, y + 3, 5, 5, fill=1)
        write(canvas, 78, HEIGHT - y - 2, label)


def states(dumped: dict[str, Any]) -> dict[str, bool]:
    return {box["label"]: box["checked"] for box in dumped["checkboxes"]}


def test_each_question_of_a_row_is_told_with_the_boxes_that_answer_it(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for x, text, ticked in ((90, "Mr", False), (140, "Ms", True), (300, "Standard", True), (380, "Express", False)):
            canvas.rect(x, HEIGHT - 110, 11, 11)
            if ticked:
                canvas.line(x + 1, HEIGHT - 109, x + 10, HEIGHT - 100)
                canvas.line(x + 1, HEIGHT - 100, x + 10, HEIGHT - 109)
            write(canvas, x + 15, 108, text)
        write(canvas, 50, 108, "Title:")
        write(canvas, 250, 108, "Service:")

    dumped = record(drawn(draw))
    assert states(dumped) == {"Mr": False, "Ms": True, "Standard": True, "Express": False}
    assert {(pair["label"], pair["value"]) for pair in dumped["pairs"]} == {("Title:", "Ms"), ("Service:", "Standard")}


def test_drawn_boxes_are_ticked_by_what_is_in_them(drawn: MakePage) -> None:
    assert states(record(drawn(boxes))) == {label: checked for label, checked, _ in BOXES}


def test_boxes_are_found_in_the_picture_of_a_page_on_its_side(drawn: MakePage) -> None:
    page = pypdfium2.PdfDocument(drawn(_with_text(boxes)))[0]
    picture = Image.fromarray(np.rot90(page.render(scale=200 / 72).to_numpy()[:, :, :3]))
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert states(record(out.getvalue())) == {label: checked for label, checked, _ in BOXES}


def _with_text(draw: Draw) -> Draw:
    """More lines of text, so that a reader knows which way up the page is."""

    def drawing(canvas: Canvas) -> None:
        draw(canvas)
        for row in range(8):
            write(canvas, 60, 260 + 16 * row, "The undersigned declares that all of the above is true and complete.")

    return drawing


@pytest.mark.parametrize(("sign", "ticked"), [("[x]", True), ("[ ]", False), ("[X]", True)])
def test_boxes_made_of_characters(drawn: MakePage, sign: str, ticked: bool) -> None:
    assert states(record(drawn(lambda canvas: write(canvas, 50, 100, f"{sign} Married")))) == {"Married": ticked}


def test_cells_for_single_characters_are_no_check_boxes(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 110, "Postcode")
        for number, figure in enumerate("28195"):
            canvas.rect(120 + 12 * number, HEIGHT - 112, 12, 12)
            write(canvas, 123 + 12 * number, 110, figure)

    assert record(drawn(draw))["checkboxes"] == []


def test_fields_of_a_users_model_take_the_state_of_their_boxes(drawn: MakePage) -> None:
    dumped = record(drawn(boxes), Membership)
    assert (dumped["married"], dumped["student"], dumped["newsletter"]) == (True, False, True)


def test_yes_or_no_in_words_answers_a_field(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Married: no")
        write(canvas, 50, 130, "Student: yes")

    dumped = record(drawn(draw), Membership)
    assert (dumped["married"], dumped["student"]) == (False, True)


def fields(canvas: Canvas) -> None:
    form = canvas.acroForm
    write(canvas, 50, 100, "Last name")
    form.textfield(name="f1_1", x=50, y=HEIGHT - 130, width=200, height=20, value="Lovelace")
    write(canvas, 300, 100, "Date of birth")
    form.textfield(name="f1_2", x=300, y=HEIGHT - 130, width=200, height=20, value="10 December 1975")
    form.checkbox(name="c1", x=50, y=HEIGHT - 170, size=12, checked=True)
    write(canvas, 70, 167, "Married")


def test_form_fields_are_named_by_the_words_over_them(drawn: MakePage) -> None:
    pdf = drawn(fields)
    extraction = extract(pdf, Options(schema="form"))
    assert pairs(pdf) == {("Last name", "Lovelace"), ("Date of birth", "10 December 1975")}
    assert extraction.fields["pairs.0.value"].source == "acroform"
    assert states(record(pdf)) == {"Married": True}


def test_form_fields_fill_a_users_model_and_are_left_aside_on_demand(drawn: MakePage) -> None:
    pdf = drawn(fields)
    filled = extract(pdf, Options(schema=Membership))
    assert filled.record.model_dump(exclude_none=True) == {"last_name": "Lovelace", "born": date(1975, 12, 10), "married": True}
    assert {filled.fields[path].source for path in ("last_name", "born", "married")} == {"acroform"}
    seen = extract(pdf, Options(schema=Membership, page_only=True))
    assert "acroform" not in {value.source for value in seen.fields.values()}


@pytest.mark.parametrize(
    ("name", "words"),
    [("topmostSubform[0].Page1[0].LastName[0]", "Last Name"), ("f1_1[0]", ""), ("given_name", "given name"), ("Text12", "")],
)
def test_a_fields_own_name_in_words(name: str, words: str) -> None:
    assert spoken(name) == words


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


def test_a_choice_is_answered_by_its_ticked_box(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Meals:")
        for x, label in ((120, "None"), (200, "Half board"), (300, "Full board")):
            canvas.rect(x, HEIGHT - 101, 8, 8)
            write(canvas, x + 12, 100, label)
        canvas.line(201, HEIGHT - 100, 207, HEIGHT - 94)
        canvas.line(201, HEIGHT - 94, 207, HEIGHT - 100)

    assert pairs(drawn(draw)) == {("Meals", "Half board")}


class Claim(Record):
    """A user's own model of plain text fields."""

    policy: Annotated[str | None, Labels("Policy no.")] = None
    time_of_loss: str | None = None
    account: Annotated[str | None, Labels("Account")] = None
    place: Annotated[str | None, Labels("Place of accident")] = None
    what_happened: Annotated[str | None, Labels("Describe what happened")] = None


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


@pytest.mark.parametrize("answer", [True, False])
def test_the_ticked_answer_of_a_question_counts_and_not_the_first_word(drawn: MakePage, answer: bool) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Student")
        for x, label, ticked in ((200, "Yes", answer), (260, "No", not answer)):
            canvas.rect(x, HEIGHT - 101, 8, 8)
            write(canvas, x + 12, 100, label)
            if ticked:
                canvas.line(x + 1, HEIGHT - 100, x + 7, HEIGHT - 94)
                canvas.line(x + 1, HEIGHT - 94, x + 7, HEIGHT - 100)

    assert record(drawn(draw), Membership)["student"] is answer


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
