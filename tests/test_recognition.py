"""Which kind of document the words and the shape of a page speak for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.document import Line, Reading, Region, RegionKind, Word
from extractor.geometry import Box
from extractor.recognition import schema_of

SHEET, ROLL = (595.0, 842.0), (227.0, 700.0)

INVOICE = ("Invoice", "Invoice number: 2026-117", "Net amount 100.00", "VAT 19 % 19.00", "Total amount 119.00", "Payment within 14 days")
RECEIPT = ("CORNER CAFE", "2 COFFEE 5.00", "CAKE 3.20", "TOTAL 8.20", "CASH 10.00", "CHANGE 1.80", "Thank you")
TICKET = ("Boarding pass", "Passenger: Ada Byron", "Departure 10:15", "Gate B12", "Seat 14C")
APPLICATION = ("Application for membership", "Name: Ada Byron", "Date of birth: 10/12/1985", "E-mail: ada@example.org", "Signature")


def page(lines: Sequence[str], size: tuple[float, float] = SHEET, engine: str = "text_layer", title: float = 1.0) -> Reading:
    """A page with these lines, one under the other, the first `title` times as tall."""
    width, height = size
    step = 0.9 / len(lines)
    set_lines = []
    for number, text in enumerate(lines):
        tall = 0.02 * (title if number == 0 else 1.0)
        words = text.split()
        boxes = [
            Box(0.05 + 0.9 * n / len(words), 0.05 + step * number, 0.04 + 0.9 * (n + 1) / len(words), 0.05 + step * number + tall)
            for n in range(len(words))
        ]
        set_lines.append(Line(tuple(Word(word, box) for word, box in zip(words, boxes, strict=True))))
    return Reading(1, width, height, engine, (Region(RegionKind.TEXT, Box(0, 0, 1, 1), tuple(set_lines)),))


@pytest.mark.parametrize(
    ("lines", "size", "kind"),
    [(INVOICE, SHEET, "invoice"), (RECEIPT, ROLL, "receipt"), (TICKET, SHEET, "ticket"), (APPLICATION, SHEET, "form")],
)
def test_each_kind_is_told_by_its_words(lines: Sequence[str], size: tuple[float, float], kind: str) -> None:
    assert schema_of([page(lines, size)]).schema_name() == kind


@pytest.mark.parametrize("engine", ["text_layer", "rapidocr"])
def test_a_sheet_without_amounts_is_no_bill(engine: str) -> None:
    asked = ("Meter reading", "Customer number: 4711", "Note", "Cash payers: sign here", "Reading on 31 March: 18 204", "IBAN", "Signature")
    assert schema_of([page(asked, engine=engine)]).schema_name() == "form"


PAPERS = [
    ("Delivery note", "Ship to", "Order No. 4711", "Unit price 12.50", "Account number 55"),
    ("STRAIGHT BILL OF LADING - SHORT FORM", "Ship from", "Ship to", "Purchase order 8812", "Value 1,200.00", "Weight 310.50"),
    ("Entgeltabrechnung März", "Steuernummer 12/345", "Umsatzsteuer", "Bankverbindung", "Gesamtbetrag 2.812,40", "Auszahlung 1.903,11"),
    ("Kostenstaat mei", "Omschrijving", "Bankrekening", "Reiskosten 42,78", "Verblijf 38,50"),
]


@pytest.mark.parametrize("lines", PAPERS)
def test_a_paper_that_no_schema_is_for_is_read_as_a_form(lines: Sequence[str]) -> None:
    assert schema_of([page(lines, title=1.6)]).schema_name() == "form"


def test_a_page_with_the_words_of_bills_that_never_calls_itself_one_is_a_form() -> None:
    lines = ("Spring at the harbour", "Ship to", "Payment terms", "Unit price 12.00", "Due date", "Balance due 40.00")
    assert schema_of([page(lines)]).schema_name() == "form"
    assert schema_of([page((*lines, "Invoice No. 17"))]).schema_name() == "invoice"


def test_an_invoice_with_a_column_for_delivery_notes_stays_one() -> None:
    lines = ("Invoice", "Delivery note", "Invoice number: 2026-117", "Net amount 100.00", "Total amount 119.00", "Payment within 14 days")
    assert schema_of([page(lines, title=1.6)]).schema_name() == "invoice"


def test_a_payment_receipt_of_a_hotel_is_a_receipt() -> None:
    lines = (
        "PAYMENT RECEIPT",
        "Guest name: Ada Byron",
        "Check in 31/12/2025",
        "Check out 01/01/2026",
        "Room charges Rs 1939",
        "Total Rs 1939",
    )
    assert schema_of([page(lines)]).schema_name() == "receipt"


def test_what_any_form_asks_makes_no_invoice() -> None:
    asked = (
        "Enrolment",
        "Street address: 4 Mill Lane",
        "E-mail: ada@example.org",
        "IBAN: GB82 WEST 1234 5698 7654 32",
        "Fee 20.00",
        "Caution 5.00",
    )
    assert schema_of([page(asked)]).schema_name() == "form"


def test_a_card_slip_has_one_amount() -> None:
    slip = ("CORNER CAFE", "MERCHANT COPY", "CARD **** 2004", "AUTH CODE 576111", "TOTAL 14.00", "Thank you")
    assert schema_of([page(slip, engine="rapidocr")]).schema_name() == "receipt"


def test_a_roll_that_names_nothing_is_a_receipt_where_it_has_amounts() -> None:
    assert schema_of([page(("BLUE DOOR", "BREAD 2.10", "MILK 1.20"), ROLL)]).schema_name() == "receipt"
    assert schema_of([page(("BLUE DOOR", "BREAD", "MILK"), SHEET)]).schema_name() == "form"
