"""Headers as invoices have them whose makers know no template: titles that go on, banks in sentences, texts that go on in the next line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.find.typed_invoice import fields, values

HEAD = "Abc Trading Ltd\n1 High Street\nBristol BS1 6DZ\n\nInvoice No. 4711\nInvoice date: 2024-05-01\n\n"
IBAN = "IBAN DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    "title", ["Facture 25-F-00619 — du 06/10/25 — Compte 2904", "Beitragsrechnung 2025 – Nr. B25/0417 – Mitglied 1188"]
)
def test_a_title_ends_where_something_parts_its_line(title: str) -> None:
    assert values(f"{title}\n\nAbc GmbH\n\nTotal 10.00")["document_type"] == "invoice"


def test_the_day_of_an_order_is_no_title() -> None:
    assert values("Facture\n\nCommandé le\n06/10/2025\n")["document_type"] == "invoice"


@pytest.mark.parametrize(
    ("line", "bank"),
    [
        (f"Please remit in USD to Banque du Grund S.A., {IBAN}", "Banque du Grund S.A."),
        ("Compte DE89 3704 0044 0532 0130 00 ouvert auprès de la Banque du Littoral", "Banque du Littoral"),
        (f"Bitte überweisen Sie auf mein Konto bei der Muster Volksbank:\n{IBAN}", "Muster Volksbank"),
        ("Payable within 28 days. Client account: Midmarch Bank plc, sort code 40-18-22,\naccount no. 61830427", "Midmarch Bank plc"),
    ],
)
def test_a_sentence_names_the_bank(line: str, bank: str) -> None:
    assert values(f"{HEAD}{line}\n")["payment.bank_name"] == bank


def test_a_transfer_is_no_bank() -> None:
    assert "payment.bank_name" not in values(f"{HEAD}Bank transfer to {IBAN} please, within 14 days\n")


def test_a_reference_goes_on_in_the_next_line() -> None:
    found = values(f"{HEAD}Te betalen op BE39 4420 1381 1719 met mededeling\n+++250/3127/00403+++\n")
    assert found["payment.reference"] == "+++250/3127/00403+++"


def test_a_period_goes_on_in_the_next_line() -> None:
    found = values("Rechnung 4711\nRechnungsdatum: 04.07.2025\n\nBauvorhaben Zuwegung · Ausführung 05.05.2025 –\n27.06.2025\n")
    assert (found["period_start"], found["period_end"]) == (date(2025, 5, 5), date(2025, 6, 27))


def test_the_day_of_the_next_bill_is_not_the_days_of_this_one() -> None:
    found = values("Facture n° F2503\ndu 05/03/2025\n\nProchaine facture le 05/04/2025.\n")
    assert found["issue_date"] == date(2025, 3, 5)


def test_a_misread_word_before_a_colon_is_still_the_labels() -> None:
    text = "Faktura nr 418/10/2025\nData wystawienia: 15.10.2025\n\nData wykonania ushugi: 13.10.2025\n"
    assert fields(text, engine="rapidocr")["delivery_date"].value == date(2025, 10, 13)


def test_an_amount_in_parentheses_is_how_the_one_behind_came_about() -> None:
    rows = [("Rechnungsbetrag brutto", "1.288,82"), ("abzüglich gezahlter Abschläge (12 x 92,00)", "-1.104,00"), ("Nachzahlung", "184,82")]
    found = values("Rechnung 4711\n\n" + "\n".join(f"{label:<60}{amount:>12}" for label, amount in rows))
    assert (found["prepaid_amount"], found["amount_due"]) == (Decimal("1104.00"), Decimal("184.82"))


def test_what_goods_of_each_rate_come_to_proves_the_total() -> None:
    rows = ["20,00 %   57,75   11,55    69,30", "10,00 %  309,64   30,96   340,60", " 0,00 %   10,40    0,00    10,40"]
    found = values("Rechnung 4711\n\nGesamtbetrag inkl. MwSt.            420,30\n\n" + "\n".join(rows))
    assert (found["gross_total"], found["tax_total"]) == (Decimal("420.30"), Decimal("42.51"))
    assert [found[f"tax_breakdown.{n}.tax"] for n in range(3)] == [Decimal("11.55"), Decimal("30.96"), Decimal("0.00")]


def test_no_rate_is_beyond_a_hundred_percent() -> None:
    head = "BASE IMPONIBLE    % I.V.A.    CUOTA I.V.A.    TOTAL FACTURA\n"
    row = "        444,65       21,00           93,38           538,03\n"
    found = values(f"Factura 4711\n\n{head}{row}\nGarantía:  3 meses    2.000 km\n")
    assert found["net_total"] == Decimal("444.65")
    assert "tax_breakdown.1.rate" not in found


def test_a_tax_named_with_its_rate_is_a_row_though_tax_is_withheld() -> None:
    rows = ["Base imponible      1.576,00", "IVA 21%               330,96", "Retención IRPF 15%   -236,40", "Total a pagar       1.670,56"]
    found = values("Factura 4711\n\n" + "\n".join(rows))
    assert [found[f"tax_breakdown.0.{name}"] for name in ("rate", "base", "tax")] == [Decimal(n) for n in ("21", "1576.00", "330.96")]


def test_what_was_paid_with_is_told_between_the_words_and_the_amount() -> None:
    found = values("Rechnung 4711\n\nGesamtbetrag: 420,30 €\n\nBezahlt mit Mastercard ****4417: € 420,30\nOffener Betrag: € 0,00\n")
    assert (found["gross_total"], found["prepaid_amount"]) == (Decimal("420.30"), Decimal("420.30"))


def test_a_day_behind_a_short_word_begins_no_period_that_nothing_ends() -> None:
    assert "period_start" not in values("Facture : 0025118 du 27/03/2025 OR n° 44107\n\nTotal TTC 12,00 €\n")


def test_the_only_rate_of_rows_is_that_of_their_sum() -> None:
    head = "Nazwa usługi             Wartość netto   VAT %   Kwota VAT   Wartość brutto\n"
    rows = "Usługa transportowa           2350,00      23      540,50          2890,50\n" + (
        "Postój ponad cztery godziny    360,00      23       82,80           442,80\n\n"
    )
    total = "RAZEM                         2710,00              623,30          3333,30\n"
    found = values(f"Faktura nr 418/10/2025\n\n{head}{rows}{total}")
    assert [found[f"tax_breakdown.0.{name}"] for name in ("rate", "base", "tax")] == [Decimal(n) for n in ("23", "2710.00", "623.30")]


def test_a_tax_in_parentheses_is_not_the_papers() -> None:
    rows = ["Sub total  6,135.40", "VAT reverse charged (customer owes 1,227.08 @ 20%)  0.00", "Invoice total  6,135.40"]
    assert values("Invoice 4711\n\n" + "\n".join(rows)).get("tax_breakdown.0.tax") != Decimal("1227.08")
