"""What is ticked or filled in, through the public door: check boxes and the fields of interactive forms, on pages drawn here."""

from __future__ import annotations

import io
from datetime import date
from typing import Annotated, Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.find.forms.acroform import spoken
from extractor.pipeline import Options, extract
from extractor.schemas.record import Labels, Record
from tests.find.conftest import HEIGHT, Draw, MakePage, pairs, record, write


class Membership(Record):
    """A user's own model, with fields that check boxes and form fields answer."""

    last_name: str | None = None
    born: Annotated[date | None, Labels("Date of birth")] = None
    newsletter: Annotated[bool | None, Labels("Send me the newsletter")] = None
    married: bool | None = None
    student: Annotated[bool | None, Labels("Student")] = None


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


@pytest.mark.parametrize("size", [(10_000, 2), (2, 10_000)])
def test_a_strip_is_not_blown_up_to_look_for_boxes(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, "PNG")
    seen = extract(out.getvalue(), Options(schema="form"))
    assert seen.error is None
    assert seen.timings["find"] < 4  # seconds; as a picture of a page at its finest it took three times as long, and gigabytes


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


def test_a_choice_is_answered_by_its_ticked_box(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 100, "Meals:")
        for x, label in ((120, "None"), (200, "Half board"), (300, "Full board")):
            canvas.rect(x, HEIGHT - 101, 8, 8)
            write(canvas, x + 12, 100, label)
        canvas.line(201, HEIGHT - 100, 207, HEIGHT - 94)
        canvas.line(201, HEIGHT - 94, 207, HEIGHT - 100)

    assert pairs(drawn(draw)) == {("Meals", "Half board")}


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
