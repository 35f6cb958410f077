"""What of a ticket is not believed, through the public door: pages drawn here."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import Options, extract
from extractor.results import Extraction, Status
from tests.find.conftest import MakePage, write

TRAIN = {"Passenger": "Ada Hart", "Booking reference": "K7QX2M", "Train": "IC 1450", "From": "York", "To": "Leeds", "Date": "12 May 2025"}


def ticket(
    drawn: MakePage, lines: dict[str, str], title: str = "TRAIN TICKET - railway carriage and platform", *, bold: bool = True
) -> Extraction:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, title, bold=bold)
        for row, (label, value) in enumerate(lines.items()):
            write(canvas, 50, 100 + 20 * row, f"{label}: {value}")

    return extract(drawn(draw), Options(schema="ticket"))


@pytest.mark.parametrize("shown", ["2", "Y", "Economy", "Primera"])
def test_a_class_is_a_letter_a_figure_or_a_word_for_one(drawn: MakePage, shown: str) -> None:
    assert ticket(drawn, {**TRAIN, "Class": shown}).fields["reservations.0.travel_class"].value == shown


@pytest.mark.parametrize(("line", "number"), [("1 Erwachsener 2. Klasse", "2"), ("1re classe, non fumeur", "1"), ("2nd class single", "2")])
def test_an_ordinal_stands_before_its_class(drawn: MakePage, line: str, number: str) -> None:
    assert ticket(drawn, {**TRAIN, "Valid": line}).fields["reservations.0.travel_class"].value == number


@pytest.mark.parametrize("shown", ["SEQ", "Taxes and charges"])
def test_what_says_no_class_is_refused_and_the_ticket_goes_to_review(drawn: MakePage, shown: str) -> None:
    found = ticket(drawn, {**TRAIN, "Class": shown})
    assert "reservations.0.travel_class" not in found.fields
    assert "invalid_value" in {issue.code for issue in found.issues}
    assert found.status is Status.REVIEW


def test_two_figures_are_no_booking(drawn: MakePage) -> None:
    found = ticket(drawn, {**TRAIN, "Booking reference": "24"})
    assert "reservations.0.reservation_number" not in found.fields
    assert found.status is Status.REVIEW


def test_a_kind_told_by_one_word_goes_to_review(drawn: MakePage) -> None:
    lines = {"Start": "12.05.2025 09:12", "Amount": "5.20 EUR"}
    found = ticket(drawn, lines, title="Admission of cars to the yard", bold=False)
    assert found.fields["reservations.0.type"].confidence < 0.9
    assert found.status is Status.REVIEW


def test_a_word_behind_a_seat_is_no_part_of_it(drawn: MakePage) -> None:
    assert ticket(drawn, {**TRAIN, "Seat": "14D WINDOW"}).fields["reservations.0.seat"].value == "14D"
