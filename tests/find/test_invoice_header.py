"""The header of an invoice through find, score and choose: totals that prove themselves, sentences, banks, parties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.catalog import label_book
from extractor.choose import choose
from extractor.document import Document, FieldValue, Page, TextLayer
from extractor.find import Task, find
from extractor.schemas.invoice import Invoice
from extractor.scorer import score
from tests.find.typewriter import HEIGHT, WIDTH, page


def fields(text: str) -> dict[str, FieldValue]:
    """The chosen values of a page in a typewriter face."""
    reading = page(text)
    document = Document("a.pdf", "pdf", (Page(1, WIDTH, HEIGHT, TextLayer.USABLE, None),))  # type: ignore[arg-type]  # no picture is looked at
    task = Task.of(Invoice, label_book(Invoice))
    found = find(document, (reading,), task)
    return dict(choose(score(found.candidates, task.specs), task.specs, Invoice.rules).values)


def values(text: str) -> dict[str, Any]:
    return {path: value.value for path, value in fields(text).items()}


def test_a_rate_tells_net_tax_and_gross_whatever_the_labels() -> None:
    found = values("Abc GmbH\n\nA  593.36\nB 21 %  124.61\nC  717.97")
    assert [found[name] for name in ("net_total", "tax_total", "gross_total")] == [Decimal(v) for v in ("593.36", "124.61", "717.97")]


def test_amounts_that_prove_nothing_are_no_totals() -> None:
    assert "tax_total" not in values("Abc GmbH\n\nA  593.36\nB 21 %  124.60\nC  718.90")


def test_the_amount_due_follows_from_the_gross_total_and_has_no_place() -> None:
    found = fields("Invoice No: 4711\nInvoice date: 2024-05-01\n\nNet total  100.00\nVAT 20 %  20.00\nGrand total  120.00")
    assert found["amount_due"].value == Decimal("120.00")
    assert (found["amount_due"].source, found["amount_due"].box) == ("computed", None)


@pytest.mark.parametrize(
    "sentence",
    ["Payable within 30 days without deduction.", "Zahlbar innerhalb von 14 Tagen ohne Abzug.", "Paiement sous 30 jours par virement."],
)
def test_terms_of_payment_are_the_sentence_that_says_them(sentence: str) -> None:
    assert values(f"Abc GmbH\nInvoice 4711\n\n{sentence}")["payment.terms"] == sentence


def test_the_day_of_a_direct_debit_is_when_the_invoice_is_due() -> None:
    text = "Rechnung 4711\nRechnungsdatum: 01.03.2024\n\nDer Betrag wird am 20.03.2024 von Ihrem Konto eingezogen."
    assert values(text)["due_date"] == date(2024, 3, 20)


def test_a_bank_without_a_label_stands_over_its_account() -> None:
    assert values("Rechnung 4711\n\nVolksbank Musterland\nIBAN: DE89 3704 0044 0532 0130 00")["payment.bank_name"] == "Volksbank Musterland"


def test_a_vat_id_labelled_as_the_customers_is_the_buyers() -> None:
    found = values("Abc GmbH\nUSt-IdNr.: DE136695976\n\nIhre USt-IdNr.: ATU13585627\nRechnung Nr.: 4711")
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("DE136695976", "ATU13585627")


def test_an_address_is_of_the_name_it_stands_by() -> None:
    text = "Muster GmbH - Hauptstr. 1 - 80331 München\n\nBill to:\nKunde AG\nErika Mustermann\nNebenweg 2\n10115 Berlin"
    found = values(text)
    assert [found[f"buyer.address.{part}"] for part in ("street", "postal_code", "city")] == ["Nebenweg 2", "10115", "Berlin"]
    assert [found[f"seller.address.{part}"] for part in ("street", "postal_code", "city")] == ["Hauptstr. 1", "80331", "München"]
    assert found["buyer.contact"] == "Erika Mustermann"
