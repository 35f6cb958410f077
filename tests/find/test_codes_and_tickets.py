"""Codes and tickets through the public door: payment codes on invoices, journeys of one and of several legs."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.find.code_candidates import payment_of
from extractor.find.codes import codes_of, may_hold_code
from extractor.find.forms.blocks_codes import legs_of
from extractor.load import load
from extractor.pipeline import Options, extract, read, understand
from extractor.schemas.record import Record
from tests.find.conftest import MakePage, code, write

EPC = "BCD\n002\n1\nSCT\nCOBADEFFXXX\nMuster GmbH\nDE89370400440532013000\nEUR119.00\n\n\nRE-2024-17\n"
SWISS = "\n".join(
    [
        *("SPC", "0200", "1", "CH4431999123000889012", "S", "Muster AG", "Gasse", "1", "3000", "Bern", "CH"),
        *([""] * 7),
        *("199.95", "CHF"),
        *([""] * 7),
        *("QRR", "210000000003139471430009017", "", "EPD"),
    ]
)


def test_a_payment_code_on_an_invoice_gives_account_amount_and_reference(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Rechnung 17")
        code(canvas, EPC, "QRCode", 400, 600, 100)

    extraction = extract(drawn(draw), Options(schema="invoice"))
    invoice = extraction.record.model_dump(mode="json")
    assert invoice["payment"]["iban"] == "DE89370400440532013000"
    assert invoice["amount_due"] == "119.00"
    assert invoice["currency"] == "EUR"
    field = extraction.fields["payment.iban"]
    assert (field.source, field.page) == ("barcode", 1)
    assert field.box is not None
    assert field.box.contains_point(450 / 600, 650 / 800)


@pytest.mark.parametrize(("engine", "total"), [("rapidocr", "119.00"), ("text_layer", "149.00")])
def test_a_code_tells_a_total_that_an_engine_misread_in_one_figure(drawn: MakePage, engine: str, total: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Rechnung 17")
        write(canvas, 50, 300, "Gesamtbetrag")
        write(canvas, 300, 300, "149,00 EUR")
        code(canvas, EPC, "QRCode", 400, 600, 100)

    document, readings = read(drawn(draw), Options(schema="invoice"))
    extraction = understand(document, tuple(replace(reading, engine=engine) for reading in readings), Options(schema="invoice"))
    assert str(extraction.fields["gross_total"].value) == total
    assert extraction.fields["gross_total"].repaired is (engine == "rapidocr")


def test_a_page_without_a_square_picture_is_not_drawn_for_codes(drawn: MakePage) -> None:
    plain = load(drawn(lambda canvas: write(canvas, 50, 60, "Rechnung 17"))).pages[0]
    with_code = load(drawn(lambda canvas: code(canvas, EPC, "QRCode", 400, 600, 100))).pages[0]
    assert not may_hold_code(plain, True)
    assert may_hold_code(with_code, True)


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_a_payment_code_is_read_on_scans(drawn: MakePage, dpi: int) -> None:
    page = load(drawn(lambda canvas: code(canvas, EPC, "QRCode", 400, 600, 100))).pages[0]
    scan = io.BytesIO()
    Image.fromarray(page.picture.pixels(dpi)).save(scan, "PNG", dpi=(dpi, dpi))
    (found,) = codes_of(load(scan.getvalue()), payment_only=True)
    assert (found.text, found.kind) == (EPC, "QRCode")
    assert found.box.contains_point(450 / 600, 650 / 800)


def test_a_code_drawn_as_squares_is_seen(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(200):
            canvas.rect(100 + 3 * (number % 20), 100 + 3 * (number // 20), 2, 2, stroke=0, fill=1)

    assert may_hold_code(load(drawn(draw)).pages[0], True)


def test_the_smallest_code_drawn_row_by_row_is_read(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        for row, modules in enumerate(segno.make("118830", micro=False).matrix):
            for dark, run in groupby(range(len(modules)), key=modules.__getitem__):
                places = list(run)
                if dark:
                    canvas.rect(400 + 3 * places[0], 600 - 3 * row, 3 * len(places), 3, stroke=0, fill=1)

    class Stub(Record):
        ticket_token: str | None = None

    assert extract(drawn(draw), Options(schema=Stub)).record.ticket_token == "118830"


def test_swiss_codes() -> None:
    payment = payment_of(SWISS)
    assert payment is not None
    assert (payment.iban, payment.name, str(payment.amount), payment.currency) == ("CH4431999123000889012", "Muster AG", "199.95", "CHF")
    assert payment.reference == "210000000003139471430009017"


SAID = {
    "an EPC account": (EPC, "payment.iban", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0730 00"),
    "an EPC amount": (EPC, "amount_due", "119,00", "149,00"),
    "an EPC reference": (EPC, "payment.reference", "RE-2024-17", "RE-2024-19"),
    "an EPC bank": (EPC.replace("COBADEFFXXX", "COBADE37"), "payment.bic", "COBADE37", "COBADE97"),
    "another account": (EPC, "payment.iban", "DE89 3704 0044 0532 0130 00", "GB33 BUKB 2020 1555 5555 55"),
    "a Swiss account": (SWISS, "payment.iban", "CH44 3199 9123 0008 8901 2", "CH44 3199 9123 0008 8907 2"),
    "a Swiss amount": (SWISS, "amount_due", "199.95", "190.95"),
    "a Swiss reference": (SWISS, "payment.reference", "21 00000 00003 13947 14300 09017", "21 00000 00003 13947 14300 09317"),
}


@pytest.mark.parametrize("what", SAID)
def test_a_payment_code_is_compared_with_its_page(drawn: MakePage, what: str) -> None:
    payload, field, printed, altered = SAID[what]

    def told(text: str, engine: str) -> bool:
        def draw(canvas: Canvas) -> None:
            write(canvas, 50, 60, "Rechnung 17")
            write(canvas, 50, 300, text)
            code(canvas, payload, "QRCode", 400, 600, 100)

        document, readings = read(drawn(draw), Options(schema="invoice"))
        extraction = understand(document, tuple(replace(reading, engine=engine) for reading in readings), Options(schema="invoice"))
        return (field,) in {issue.fields for issue in extraction.issues if issue.code == "code_disagrees"}

    assert told(altered, "text_layer")
    assert not told(printed, "text_layer")
    assert not told(altered, "rapidocr"), "an engine may have misread the page"


@given(st.text(max_size=300))
def test_any_text_is_a_payment_or_none(text: str) -> None:
    assert payment_of(text) is None or text.startswith(("BCD", "SPC")) or text[:1].isspace()


PASS = f"M2{'DESMARAIS/LUC':<20}E"
LEG = "ABC123 {}{}AC 0834 326J001A0025 100"


@given(st.text(max_size=80), st.integers(0, 97))
def test_a_pass_that_is_cut_or_spoilt_raises_nothing(text: str, cut: int) -> None:
    assert isinstance(list(legs_of(text)), list)
    assert len(list(legs_of((PASS + LEG.format("YUL", "FRA") + LEG.format("FRA", "GVA"))[:cut] + text))) <= 2


def test_a_boarding_pass_of_two_legs() -> None:
    legs = list(legs_of(PASS + LEG.format("YUL", "FRA") + LEG.format("FRA", "GVA")))
    assert [(p.origin, p.destination, p.number, p.seat, p.reservation_number) for p in legs] == [
        ("YUL", "FRA", "AC834", "1A", "ABC123"),
        ("FRA", "GVA", "AC834", "1A", "ABC123"),
    ]


def test_a_boarding_pass_proves_what_is_printed_and_says_what_is_not(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Boarding pass", size=16)
        printed = (("Passenger", "Luc Desmarais"), ("From", "Montreal (YUL)"), ("To", "Frankfurt"), ("Flight", "AC 834"), ("Seat", "14B"))
        for number, (label, value) in enumerate(printed):
            write(canvas, 50, 110 + 20 * number, f"{label}: {value}")
        code(canvas, "M1" + PASS[2:] + LEG.format("YUL", "FRA"), "Aztec", 400, 100, 90)

    (row,) = reservations(drawn(draw))
    assert (row["passenger"], row["origin"], row["destination"]) == ("Luc Desmarais", "Montreal (YUL)", "Frankfurt")
    assert (row["number"], row["seat"], row["reservation_number"]) == ("AC 834", "1A", "ABC123")


def reservations(pdf: bytes) -> list[dict[str, Any]]:
    extraction = extract(pdf, Options(schema="ticket"))
    assert extraction.error is None, extraction.error
    rows = extraction.record.model_dump(mode="json", exclude_none=True)["reservations"]
    assert all(f"reservations.{n}.{name}" in extraction.fields for n, row in enumerate(rows) for name in row)
    return list(rows)


def _leg(canvas: Canvas, y: float, origin: str, destination: str, leaves: str, comes: str, train: str) -> None:
    for x, label, place, moment in ((50, "From", origin, leaves), (300, "To", destination, comes)):
        write(canvas, x, y, label, size=8)
        write(canvas, x, y + 16, place, size=14, bold=True)
        write(canvas, x, y + 30, moment)
    for x, label, value in ((50, "Train", train), (180, "Seat", "42"), (300, "Coach", "7")):
        write(canvas, x, y + 48, label, size=8)
        write(canvas, x, y + 60, value, bold=True)


def test_each_leg_of_a_journey_is_a_row_and_shares_what_stands_over_them(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 40, "Northern Lines", size=16, bold=True)
        write(canvas, 50, 70, "Passenger: Ada Lovelace")
        write(canvas, 50, 86, "Booking reference: QX7T2K")
        _leg(canvas, 120, "Leeds", "York", "2024-03-05 10:15", "2024-03-05 10:40", "IC 118")
        _leg(canvas, 240, "York", "Durham", "2024-03-05 11:05", "2024-03-05 12:00", "IC 903")

    rows = reservations(drawn(draw))
    assert [(row["origin"], row["destination"], row["departure"], row["arrival"], row["number"]) for row in rows] == [
        ("Leeds", "York", "2024-03-05T10:15:00", "2024-03-05T10:40:00", "IC 118"),
        ("York", "Durham", "2024-03-05T11:05:00", "2024-03-05T12:00:00", "IC 903"),
    ]
    assert {(row["type"], row["passenger"], row["reservation_number"]) for row in rows} == {("train", "Ada Lovelace", "QX7T2K")}


def test_a_night_in_a_hotel_has_no_departure(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Hotel Seaview", size=16, bold=True)
        write(canvas, 50, 78, "12 Shore Road, Brighton")
        stay = ((120, "Guest", "Ada Lovelace"), (140, "Check-in", "5 March 2024 15:00"), (160, "Check-out", "7 March 2024 11:00"))
        for y, label, value in stay:
            write(canvas, 50, y, f"{label}:")
            write(canvas, 180, y, value)

    (row,) = reservations(drawn(draw))
    assert row["type"] == "hotel"
    assert (row["checkin"], row["checkout"]) == ("2024-03-05T15:00:00", "2024-03-07T11:00:00")
    assert (row["name"], row["address"]) == ("Hotel Seaview", "12 Shore Road, Brighton")
    assert "departure" not in row
    assert "arrival" not in row


@pytest.mark.parametrize("kind", ["Aztec", "QRCode", "DataMatrix"])
def test_a_ticket_keeps_what_its_code_holds(drawn: MakePage, kind: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Train ticket", size=16)
        write(canvas, 50, 120, "Passenger: Ada Lovelace")
        code(canvas, "QX7T2K-00042", kind, 400, 100, 90)

    (row,) = reservations(drawn(draw))
    assert row["ticket_token"] == "QX7T2K-00042"


def test_a_time_alone_takes_the_date_of_its_block(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "Train ticket", size=16)
        for y, text in ((110, "Date of travel: 5 March 2024"), (130, "Departs: 10:15"), (150, "Arrives: 10:40"), (170, "Train: IC 118")):
            write(canvas, 50, y, text)

    (row,) = reservations(drawn(draw))
    assert (row["departure"], row["arrival"]) == ("2024-03-05T10:15:00", "2024-03-05T10:40:00")


def test_rows_of_a_table_whose_heads_are_labels_are_legs(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "E-TICKET ITINERARY", size=14)
        write(canvas, 50, 85, "Passenger: Ada Lovelace")
        rows = (
            ("Flight", "From", "To", "Departs", "Arrives", "Seat"),
            ("NV 201", "Oslo", "Rome", "02 May 2024 08:10", "02 May 2024 11:25", "9F"),
            ("NV 204", "Rome", "Oslo", "09 May 2024 12:30", "09 May 2024 15:50", "10A"),
        )
        for number, row in enumerate(rows):
            for x, cell in zip((50, 110, 180, 250, 370, 490), row, strict=True):
                canvas.rect(x, 800 - 126 - 18 * number, {50: 60, 110: 70, 180: 70, 490: 60}.get(x, 120), 18)
                write(canvas, x + 4, 120 + 18 * number, cell, bold=not number)

    legs = extract(drawn(draw), Options(schema="ticket")).record.model_dump(mode="json")["reservations"]
    assert [(leg["number"], leg["origin"], leg["destination"], leg["departure"], leg["seat"], leg["passenger"]) for leg in legs] == [
        ("NV 201", "Oslo", "Rome", "2024-05-02T08:10:00", "9F", "Ada Lovelace"),
        ("NV 204", "Rome", "Oslo", "2024-05-09T12:30:00", "10A", "Ada Lovelace"),
    ]


def test_the_largest_line_of_a_poster_is_the_events_name_and_no_date_is(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 60, "The Hollow Pines", size=22)
        for x, label, value in ((50, "VENUE", "Corn Exchange, Cambridge"), (280, "DATE", "Friday 7 June 2024"), (430, "START", "7:30 PM")):
            write(canvas, x, 110, label, size=7)
            write(canvas, x, 124, value, size=11, bold=True)
        write(canvas, 50, 160, "Live in concert")

    (event,) = extract(drawn(draw), Options(schema="ticket")).record.model_dump(mode="json")["reservations"]
    assert (event["name"], event["start"]) == ("The Hollow Pines", "2024-06-07T19:30:00")


def test_what_no_label_names_on_a_cheap_ticket(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 50, "Ostholm Bus", size=16, bold=True)
        for y, text in ((90, "Rathaus → Strandbad"), (110, "Frau Ada Byron"), (150, "EUR 3,60"), (170, "Gekauft 18.08.24 09:11")):
            write(canvas, 50, y, text)
        write(canvas, 50, 130, "19.08.24")
        write(canvas, 140, 130, "13:06")

    (row,) = reservations(drawn(draw))
    assert (row["origin"], row["destination"], row["passenger"]) == ("Rathaus", "Strandbad", "Frau Ada Byron")
    assert (row["departure"], row["price"], row["currency"]) == ("2024-08-19T13:06:00", "3.60", "EUR")


def test_hours_with_places_beside_them_are_stops(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 50, "Billet de train", size=16, bold=True)
        for y, hour, place in ((90, "07h58", "NANTES"), (114, "12h16", "BORDEAUX ST-JEAN")):
            write(canvas, 50, y, hour)
            write(canvas, 140, y, place, bold=True)
        write(canvas, 50, 150, "Départ le mardi 5 mars 2024")
        write(canvas, 50, 170, "Référence dossier : SQRTWX")

    (row,) = reservations(drawn(draw))
    assert (row["origin"], row["destination"], row["reservation_number"]) == ("NANTES", "BORDEAUX ST-JEAN", "SQRTWX")
    assert (row["departure"], row["arrival"]) == ("2024-03-05T07:58:00", "2024-03-05T12:16:00")


def test_two_labels_in_one_share_a_value_and_heads_are_no_values(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 50, "Train ticket", size=16, bold=True)
        for x, label, value in ((50, "From", "Leeds"), (180, "Platform", "4"), (300, "Coach / Seat", "C / 42A")):
            write(canvas, x, 90, label, size=7)
            write(canvas, x, 102, value, bold=True)
        write(canvas, 50, 140, "Fare: £20.00")
        write(canvas, 50, 156, "Total: £31.70")

    (row,) = reservations(drawn(draw))
    assert (row["origin"], row["coach"], row["seat"], row["price"]) == ("Leeds", "C", "42A", "31.70")


def test_places_under_days_and_hours_and_no_departure_at_boarding(drawn: MakePage) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 50, 40, "Skymere Airways", size=18, bold=True)
        for x, label, value in ((50, "Passenger", "Ingrid Halverson"), (220, "Booking reference", "X4PLQ9"), (380, "Flight", "SY 418")):
            write(canvas, x, 80, label, size=7)
            write(canvas, x, 92, value, bold=True)
        for x, label, moment, place in (
            (50, "Depart", "Fri 09 Feb 2024 07:25", "Minneapolis"),
            (220, "Arrive", "Fri 09 Feb 2024 10:58", "Boston"),
        ):
            write(canvas, x, 120, label, size=7)
            write(canvas, x, 132, moment, bold=True)
            write(canvas, x, 144, place, bold=True)
        write(canvas, 380, 120, "Boarding time", size=7)
        write(canvas, 380, 132, "06:45", bold=True)
        write(canvas, 50, 200, "Base fare USD 168.37")
        write(canvas, 50, 216, "Total USD 199.20", bold=True)

    extraction = extract(drawn(draw), Options(schema="ticket"))
    (flight,) = extraction.record.model_dump(mode="json")["reservations"]
    assert (flight["origin"], flight["destination"]) == ("Minneapolis", "Boston")
    assert (flight["departure"], flight["arrival"]) == ("2024-02-09T07:25:00", "2024-02-09T10:58:00")
    assert min(extraction.fields[f"reservations.0.{name}"].confidence for name in ("price", "operator")) > 0.9
