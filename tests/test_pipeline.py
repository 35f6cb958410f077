"""From a file to a record, through the public door: pages drawn here, and what must come out of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest

from extractor import Extraction, Labels, Money, Options, Record, Status, extract
from extractor.schemas.record import filled_leaves

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]
Alter = Callable[..., Page]


def issues(result: Extraction) -> dict[str, tuple[str, ...]]:
    """Code -> fields of what a person should look at."""
    return {issue.code: issue.fields for issue in result.issues}


def invoice(content: bytes, **options: Any) -> Extraction:
    result = extract(content, Options(schema="invoice", **options))
    assert result.error is None
    return result


@pytest.fixture(scope="module")
def plain(draw: Draw, invoice_page: Page) -> Extraction:
    return invoice(draw(invoice_page))


def test_an_invoice_is_read_whole_and_accepted(plain: Extraction) -> None:
    record = plain.record
    assert (record.document_type, record.invoice_number, record.currency) == ("invoice", "NT-2291", "GBP")
    assert (record.issue_date, record.due_date) == (date(2025, 3, 14), date(2025, 4, 13))
    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal("100.00"), Decimal("20.00"), Decimal("120.00"))
    assert [(row.description, row.quantity, row.unit_price, row.amount) for row in record.line_items] == [
        ("Bench vice 125 mm", 2, 40, 80),
        ("Socket set", 1, 20, 20),
    ]
    assert plain.status is Status.ACCEPTED


def test_parties_are_told_by_letterhead_and_by_heading(plain: Extraction) -> None:
    seller, buyer = plain.record.seller, plain.record.buyer
    assert (seller.name, seller.address.city, seller.vat_id) == ("Northgate Tools Ltd", "Leeds", "GB434031494")
    assert (buyer.name, buyer.address.street, buyer.address.postal_code) == ("Harbour Bakery Ltd", "3 Quay Street", "BS1 4DJ")
    assert buyer.vat_id is None


def test_what_is_not_on_the_page_is_none(plain: Extraction) -> None:
    for field in ("delivery_date", "order_reference", "prepaid_amount", "allowance_total", "preceding_invoice"):
        assert getattr(plain.record, field) is None, field
    assert plain.record.payment.iban is None
    assert plain.record.ship_to.name is None


def test_every_filled_leaf_has_its_proof_on_the_page(plain: Extraction) -> None:
    answer = plain.to_json()
    assert set(answer["fields"]) == set(dict(filled_leaves(answer["record"])))
    for path, shown in answer["fields"].items():
        assert shown["value"] == dict(filled_leaves(answer["record"]))[path]
        assert shown["evidence"], path
        if shown["source"] == "computed":  # the amount due, where nothing was paid
            continue
        assert shown["page"] == 1
        left, top, right, bottom = shown["box"]
        assert 0 <= left < right <= 1, path
        assert 0 <= top < bottom <= 1, path


def test_a_box_stands_where_the_value_was_drawn(plain: Extraction) -> None:
    box = plain.fields["invoice_number"].box
    assert box is not None
    assert box.left * 595 == pytest.approx(440, abs=2)
    assert box.bottom * 842 == pytest.approx(90, abs=4)


@pytest.mark.parametrize(
    "labelled",
    [
        ((340, 90, "Invoice No:"), (440, 90, "NT-2291")),
        ((340, 90, "Invoice No: NT-2291"),),
        ((340, 90, "Invoice No"), (340, 104, "NT-2291")),
        ((340, 90, "INVOICE NUMBER # NT-2291"),),
    ],
    ids=["right", "same line", "below", "capitals"],
)
def test_a_label_may_stand_left_of_its_value_over_it_or_in_its_line(draw: Draw, invoice_page: Page, labelled: Page) -> None:
    rest = tuple(text for text in invoice_page if not (text[0] >= 340 and 80 < text[1] < 130))
    below = ((340, 140, "Invoice date: 14 March 2025"),)
    assert invoice(draw(rest + labelled + below)).record.invoice_number == "NT-2291"


def test_amounts_with_a_decimal_comma_are_never_a_hundred_times_too_large(draw: Draw) -> None:
    page = (
        (56, 60, "*Schreinerei Lindner GmbH"),
        (56, 76, "Holzweg 4"),
        (56, 90, "80331 München"),
        (56, 150, "*Rechnung"),
        (56, 180, "Rechnungsnummer: 2025-0815"),
        (56, 194, "Rechnungsdatum: 05.03.2025"),
        (56, 300, "Nettobetrag"), (300, 300, "27,80 EUR"),
        (56, 316, "19 % MwSt."), (300, 316, "5,28 EUR"),
        (56, 332, "Gesamtbetrag"), (300, 332, "33,08 EUR"),
    )  # fmt: skip
    record = invoice(draw(page)).record
    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal("27.80"), Decimal("5.28"), Decimal("33.08"))
    assert record.issue_date == date(2025, 3, 5)


# Nothing on it tells the country: no currency, no VAT, no second date.
NEUTRAL: Page = (
    (56, 60, "*Meridian Partners"),
    (340, 60, "*INVOICE"),
    (340, 90, "Invoice No: 5512"),
    (340, 104, "Invoice date: 03/04/2025"),
    (56, 300, "Net amount"), (300, 300, "250.00"),
    (56, 316, "Tax"), (300, 316, "50.00"),
    (56, 332, "Total"), (300, 332, "300.00"),
)  # fmt: skip


def test_an_ambiguous_date_is_decided_by_the_documents_other_dates(draw: Draw) -> None:
    day_first = invoice(draw((*NEUTRAL, (340, 118, "Due date: 25/04/2025"))))
    month_first = invoice(draw((*NEUTRAL, (340, 118, "Due date: 04/25/2025"))))
    assert (day_first.record.issue_date, day_first.record.due_date) == (date(2025, 4, 3), date(2025, 4, 25))
    assert (month_first.record.issue_date, month_first.record.due_date) == (date(2025, 3, 4), date(2025, 4, 25))
    assert "ambiguous_date" not in issues(day_first) | issues(month_first)


@pytest.mark.parametrize(("sign", "day"), [("GBP 300.00", date(2025, 4, 3)), ("USD 300.00", date(2025, 3, 4))])
def test_a_currency_tells_the_order_of_dates(draw: Draw, alter: Alter, sign: str, day: date) -> None:
    result = invoice(draw(alter(NEUTRAL, **{"300_00": sign})))
    assert result.record.issue_date == day
    assert "ambiguous_date" not in issues(result)


def test_dates_that_would_stand_in_the_wrong_order_are_read_the_other_way(draw: Draw) -> None:
    result = invoice(draw((*NEUTRAL, (340, 118, "Due date: 02/05/2025"))))  # by the month: 4 March and 5 February
    assert (result.record.issue_date, result.record.due_date) == (date(2025, 4, 3), date(2025, 5, 2))
    assert "ambiguous_date" not in issues(result)


def test_a_date_that_nothing_decides_goes_to_review_with_both_readings(draw: Draw) -> None:
    result = invoice(draw(NEUTRAL))
    assert result.status is Status.REVIEW
    (said,) = [issue for issue in result.issues if issue.code == "ambiguous_date"]
    assert said.fields == ("issue_date",)
    assert "2025-04-03" in said.message
    assert "2025-03-04" in said.message


class Pledge(Record):
    pledge_number: str | None = None
    pledged_amount: Annotated[Money | None, Labels("Amount pledged")] = None

    required: ClassVar[tuple[str, ...]] = ("pledged_amount",)


def test_an_amount_that_nothing_decides_goes_to_review_with_both_readings(draw: Draw) -> None:
    page = ((56, 60, "*PLEDGE"), (56, 100, "Pledge number: P-81"), (56, 150, "Amount pledged: 1.234 EUR"))
    result = extract(draw(page), Options(schema=Pledge))
    assert issues(result)["ambiguous_amount"] == ("pledged_amount",)
    assert result.status is Status.REVIEW


@pytest.mark.parametrize("wrong", ["121.00", "129.00", "20.00", "12.00"])
def test_a_wrong_gross_total_never_passes_in_silence(draw: Draw, alter: Alter, invoice_page: Page, wrong: str) -> None:
    result = invoice(draw(alter(invoice_page, **{"120_00": wrong})))
    assert result.status is Status.REVIEW
    assert {"totals_disagree", "low_confidence"} & set(issues(result))


def test_the_right_figures_are_those_that_add_up(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    """Two lines speak of a total; only one of them is net and tax together."""
    page = (*alter(invoice_page, Total_GBP="Total"), (380, 400, "Total savings this year"), (480, 400, "512.40"))
    assert invoice(draw(page)).record.gross_total == Decimal("120.00")


def test_a_tax_table_of_two_rates(draw: Draw, invoice_page: Page) -> None:
    page = (
        *(text for text in invoice_page if text[1] < 300),
        (56, 330, "*VAT rate"), (200, 330, "*Net amount"), (330, 330, "*VAT amount"),
        (56, 346, "20%"), (200, 346, "80.00"), (330, 346, "16.00"),
        (56, 362, "5%"), (200, 362, "20.00"), (330, 362, "1.00"),
        (380, 400, "Net total"), (480, 400, "100.00"),
        (380, 416, "Total VAT"), (480, 416, "17.00"),
        (380, 432, "Total GBP"), (480, 432, "117.00"),
    )  # fmt: skip
    record = invoice(draw(page)).record
    assert [(row.rate, row.base, row.tax) for row in record.tax_breakdown] == [(20, 80, 16), (5, 20, 1)]
    assert (record.net_total, record.tax_total, record.gross_total) == (100, 17, 117)


def test_a_credit_note_is_told_and_names_the_invoice_it_mends(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = alter(
        invoice_page,
        INVOICE="*CREDIT NOTE", Invoice_No="Credit note no:", Due_date="Original invoice:", **{"13_April_2025": "NT-2107"},
        Invoice_date="Credit note date:", **{"120_00": "-120.00", "20_00": "-20.00", "100_00": "-100.00"},
    )  # fmt: skip
    record = invoice(draw(page)).record
    assert record.document_type == "credit_note"
    assert record.preceding_invoice == "NT-2107"
    assert (record.net_total, record.gross_total) == (Decimal("-100.00"), Decimal("-120.00"))


def test_a_sender_line_over_the_address_window_is_the_seller(draw: Draw) -> None:
    page = (
        (56, 130, "Tischlerei Brandt GmbH · Hafenstraße 12 · 20457 Hamburg"),
        (56, 150, "Gasthof Adler"),
        (56, 164, "Dorfstraße 3"),
        (56, 178, "24837 Schleswig"),
        (56, 240, "*Rechnung"),
        (56, 270, "Rechnungsnummer: R-77"),
        (56, 284, "Rechnungsdatum: 05.03.2025"),
        (56, 332, "Gesamtbetrag"), (300, 332, "33,08 EUR"),
    )  # fmt: skip
    record = invoice(draw(page)).record
    assert record.seller.name == "Tischlerei Brandt GmbH"
    assert record.buyer.name != record.seller.name


def test_an_empty_page_says_that_nothing_was_found(draw: Draw) -> None:
    result = invoice(draw(((56, 60, "Nothing of note."),)))
    assert result.status is Status.REVIEW
    assert issues(result)["missing_required"] != ()
    assert result.record.gross_total is None


def test_the_same_bytes_come_out_each_time(draw: Draw, invoice_page: Page) -> None:
    def once() -> str:
        return json.dumps(invoice(draw(invoice_page)).to_json() | {"timings": None})

    assert once() == once()


def test_the_type_of_a_document_is_told(draw: Draw, invoice_page: Page) -> None:
    result = extract(draw(invoice_page))
    assert result.schema == "invoice"


def test_a_document_that_cannot_be_read_is_a_result_with_its_reason(tmp_path: Path) -> None:
    result = extract(tmp_path / "nowhere.pdf")
    assert (result.status, result.record) == (Status.FAILED, None)
    assert result.error is not None
    assert result.error.code == "input_not_found"


def test_a_fault_of_ours_fails_one_document_and_names_it(draw: Draw, invoice_page: Page) -> None:
    class Fragile(Record):
        number: str | None = None

        @classmethod
        def schema_name(cls) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):  # the schema is the caller's: its faults are shown at once
        extract(draw(invoice_page), Options(schema=Fragile))
