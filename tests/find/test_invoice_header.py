"""The header of an invoice through find, score and choose: totals that prove themselves, sentences, banks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.find.typed_invoice import fields, values


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


@pytest.mark.parametrize(
    ("line", "path", "number"),
    [
        ("Payment Reference: RF18 5390 0754 7034", "payment.reference", "RF18 5390 0754 7034"),
        ("Verwendungszweck: 4321 0848 6032", "payment.reference", "4321 0848 6032"),
        ("Fatura FT A/34393", "invoice_number", "FT A/34393"),
        ("FACTURA DE VENTA FV35645", "invoice_number", "FV35645"),
        ("Contract No.: RV 2280 05", "contract_reference", "RV 2280 05"),
        ("INVOICE\n# 12", "invoice_number", "12"),
    ],
)
def test_a_number_in_groups_is_one_number(line: str, path: str, number: str) -> None:
    assert values(f"Abc GmbH\n\n{line}\n\nThank you.")[path] == number


ROWS = (
    "Description                Qty  Price   Amount\n"
    "Work as per contract, M40    1  60.00    60.00\n"
    "Another day                  1  40.00    40.00\n"
)


def test_a_total_of_priced_rows_without_any_tax_is_net_and_gross() -> None:
    found = fields(f"Invoice No: 4711\nInvoice date: 2024-05-01\n\n{ROWS}\nGrand total  100.00")
    assert (found["net_total"].value, found["net_total"].source) == (Decimal("100.00"), "computed")


def test_of_rows_with_tax_the_net_is_no_discount() -> None:
    sums = "of which VAT 20 %                        16.67\nNet total                                83.33"
    found = values(f"Invoice No: 4711\n\n{ROWS}\nGrand total                             100.00\n{sums}")
    assert found["net_total"] == Decimal("83.33")
    assert "allowance_total" not in found


def test_a_word_in_a_description_is_no_label() -> None:
    assert "contract_reference" not in values(f"Invoice No: 4711\n\n{ROWS}\nGrand total  100.00")


def test_a_deduction_is_given_without_its_sign() -> None:
    text = "Invoice No: 4711\n\nNet total  100.00\nVAT 20 %  20.00\nGrand total  120.00\nDeposit paid  -50.00\nBalance due  70.00"
    assert values(text)["prepaid_amount"] == Decimal("50.00")


def test_words_that_another_field_needs_more_are_left_to_it() -> None:
    found = values("Facture 4711\nDate de livraison  29.08.2023\nNice, le 03.09.2023")
    assert (found["issue_date"], found["delivery_date"]) == (date(2023, 9, 3), date(2023, 8, 29))


def test_a_label_announces_a_line_that_opens_with_another_of_its_field() -> None:
    assert values("Abc LLC\nINVOICE # 10482\n\nTERMS          Net 30\nDATE           09/14/2026")["payment.terms"] == "Net 30"


def test_a_title_of_two_words_for_one_kind_of_document_says_it() -> None:
    table = "Kundennummer   10233\n\nArtikel         Menge   Einzelpreis    Gesamt\n\nToner             -2        74,90      -149,80"
    assert values(f"Abc GmbH\n\nRechnungskorrektur / Gutschrift\n\nzu Rechnung   4711\n{table}")["document_type"] == "credit_note"
