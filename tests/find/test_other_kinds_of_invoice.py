"""Invoices of other countries and trades through find, score and choose: what the payer withholds, balances carried over, signs of
several currencies, labels in two languages, parties that stand apart from their address."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.find.typed_invoice import fields, values

HEAD = "Abc GmbH\n\nInvoice No: 4711\nInvoice date: 2024-05-01\n\n"


def sums(*rows: tuple[str, str]) -> str:
    return HEAD + "\n".join(f"{label:<35}{amount:>15}" for label, amount in rows)


def test_what_the_payer_withholds_leads_from_the_total_to_what_is_due() -> None:
    found = values(
        sums(("Base imponible", "100.00"), ("IVA 21%", "21.00"), ("Retención IRPF 15%", "-15.00"), ("Total a percibir", "106.00"))
    )
    assert [found[name] for name in ("net_total", "tax_total", "withheld_amount", "amount_due")] == [Decimal(v) for v in (100, 21, 15, 106)]


def test_a_total_after_what_is_withheld_is_no_gross_total() -> None:
    found = fields(sums(("Net total", "100.00"), ("VAT 20 %", "20.00"), ("Less withholding tax", "-10.00"), ("Total", "110.00")))
    assert (found["gross_total"].value, found["gross_total"].source, found["gross_total"].box) == (Decimal("120.00"), "computed", None)
    assert found["amount_due"].value == Decimal("110.00")


def test_a_balance_carried_over_is_asked_for_besides() -> None:
    rows = (("Net total", "100.00"), ("VAT 20 %", "20.00"), ("Total", "120.00"), ("Previous balance", "7.50"), ("Amount due", "127.50"))
    found = values(sums(*rows))
    assert (found["gross_total"], found["previous_balance"], found["amount_due"]) == tuple(map(Decimal, ("120.00", "7.50", "127.50")))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ABN 51 824 753 556", "AUD"),
        ("12 Main Street, Toronto, ON M5V 2T6", "CAD"),
        ("GST/HST No. 81234 5678 RT0001", "CAD"),
        ("12 Main Street, Boise, ID 83702", "USD"),
    ],
)
def test_a_dollar_is_that_of_the_country_the_page_speaks_of(said: str, code: str) -> None:
    assert values(f"Abc Services\n{said}\n\nInvoice No: 4711\n\nTotal  $120.00")["currency"] == code


def test_a_sign_of_several_currencies_is_no_other_where_its_code_is_printed() -> None:
    assert values("Abc Services\nSydney NSW 2000\n\nInvoice No: 4711\n\nTotal  USD 120.00")["currency"] == "USD"


def test_a_label_in_two_languages_is_one_label() -> None:
    found = values("Abc Inc.\n\nVendu à / Sold to\nMaple Books Ltd.\n12 Main Street\nToronto, ON M5V 2T6\n\nInvoice 4711")
    assert found["buyer.name"] == "Maple Books Ltd."


def test_the_name_under_a_form_of_address_is_the_recipients() -> None:
    text = "Abc GmbH, Hauptstr. 1, 10115 Berlin\n\nEheleute\nKarin und Bernd Maurer\nAm Hang 3\n82439 Musterdorf\n\nRechnung Nr. 4711"
    assert values(text)["buyer.name"] == "Karin und Bernd Maurer"


def test_the_issuers_address_may_stand_by_its_contacts_alone() -> None:
    body = "\n".join(f"Work {number}" for number in range(12))
    found = values(f"Von: Abc Catering GmbH\n\nRechnung Nr. 4711\n\n{body}\n\nLange Reihe 41\n20099 Hamburg\nhallo@abccatering.example")
    assert (found["seller.address.street"], found["seller.address.city"]) == ("Lange Reihe 41", "Hamburg")


def test_one_date_may_be_two_things_where_two_labels_name_it() -> None:
    found = values("Abc GmbH\n\nRechnung Nr. 4711\n\nRechnungsdatum/Lieferdatum: 12.03.2024")
    assert (found["issue_date"], found["delivery_date"]) == (date(2024, 3, 12), date(2024, 3, 12))


def test_the_only_range_of_days_is_the_period() -> None:
    found = values(f"{HEAD}Your usage in detail (10/07/2024 to 09/09/2024)\n\nTotal  120.00")
    assert (found["period_start"], found["period_end"]) == (date(2024, 7, 10), date(2024, 9, 9))
    assert "period_start" not in values(f"{HEAD}Trip one 10/07/2024 - 11/07/2024\n\nTrip two 10/08/2024 - 11/08/2024\n\nTotal  120.00")


def test_terms_end_where_another_sentence_begins() -> None:
    found = values(f"{HEAD}Payment is due within 28 days. Client account: Barclays, Sort Code 20-48-17")
    assert found["payment.terms"] == "Payment is due within 28 days."


def test_two_taxes_of_one_rate_are_two_rows() -> None:
    found = values(sums(("Taxable amount", "100.00"), ("CGST @ 9%", "9.00"), ("SGST @ 9%", "9.00"), ("Total", "118.00")))
    assert [found[f"tax_breakdown.{row}.tax"] for row in (0, 1)] == [Decimal("9.00"), Decimal("9.00")]


def test_a_word_in_capitals_among_others_is_no_bank() -> None:
    assert "payment.bic" not in values("COASTLINE PLUMBING\n\nInvoice No: 4711")


def test_an_account_number_is_the_customers_where_no_bank_is_near() -> None:
    text = "Abc Services\n\nInvoice No: 4711\nAccount Number: 118273645\n\n\n\n\n\n\n\nTotal  $120.00"
    assert (values(text)["customer_number"], values(text).get("payment.account_number")) == ("118273645", None)
    bank = values("Abc Services\n\nInvoice No: 4711\n\n\n\n\n\n\n\nSort Code: 20-48-17\nAccount Number: 73310056")
    assert (bank["payment.account_number"], bank.get("customer_number")) == ("73310056", None)


def test_parts_of_an_address_may_have_a_label_each() -> None:
    text = "Fornitore\nDenominazione: Officine Riva S.n.c.\nIndirizzo: Via Mazzini 88\nComune: Lecco Provincia: LC\nCap: 23900 Nazione: IT"
    found = values(f"{text}\n\nNumero fattura: 441")
    parts = ("street", "postal_code", "city", "region", "country")
    assert [found[f"seller.address.{part}"] for part in parts] == ["Via Mazzini 88", "23900", "Lecco", "LC", "IT"]


def test_the_place_may_stand_before_the_street() -> None:
    found = values("Sprzedawca:\nAbc Sp. z o.o.\n30-552 Kraków, ul. Wielicka 28/4\n\nFaktura nr 41/09/2026")
    parts = ("street", "postal_code", "city")
    assert [found[f"seller.address.{part}"] for part in parts] == ["ul. Wielicka 28/4", "30-552", "Kraków"]


def test_a_word_that_heads_a_group_may_be_an_answer() -> None:
    assert values("Abc Sp. z o.o.\n\nFaktura nr 41\n\nMetoda płatności: przelew")["payment.method"] == "przelew"


def test_the_sum_of_several_taxes_follows_where_each_is_called_tax() -> None:
    rows = (("Merchandise total", "200.00"), ("State tax 5%", "10.00"), ("County tax 1%", "2.00"), ("Invoice total", "212.00"))
    assert values(sums(*rows))["tax_total"] == Decimal("12.00")


def test_a_rate_in_brackets_is_a_rate() -> None:
    found = values(sums(("Base imponible", "100.00"), ("IVA (21%)", "21.00"), ("Total", "121.00")))
    assert (found["tax_breakdown.0.rate"], found["tax_breakdown.0.tax"]) == (Decimal(21), Decimal("21.00"))


def test_a_hidden_account_is_no_number() -> None:
    assert "payment.account_number" not in values(f"{HEAD}Account: ES12 **** **** **** 8841\n\nBank: Banco Norte\n\nTotal  120.00")


def test_terms_begin_with_the_first_sentence_that_tells_them() -> None:
    terms = "Payment is due by 2.10.2024. Late payments may incur interest."
    assert values(f"{HEAD}Thank you. {terms}")["payment.terms"] == terms


def test_a_count_in_a_sentence_does_not_end_it() -> None:
    assert values(f"{HEAD}Please pay within 14 days by transfer")["payment.terms"].startswith("Please pay within 14 days")


def test_a_county_is_no_company() -> None:
    text = "Bill to:\nEoin Farrelly\n8 Abbey View\nNavan, Co. Meath C15 X2K4\n\nInvoice No: 4711"
    found = values(text)
    assert [found[f"buyer.{part}"] for part in ("name", "address.city", "address.region")] == ["Eoin Farrelly", "Navan", "Co. Meath"]


def test_who_it_is_in_care_of_is_not_the_buyer() -> None:
    text = "Rechnungsadresse:\nEigentümer Seeblick\nc/o Immo Treuhand AG\nBahnhofplatz 4\n6300 Zug\n\nRechnung Nr. 4711"
    assert values(text)["buyer.name"] == "Eigentümer Seeblick"


@pytest.mark.parametrize(
    ("line", "bank"),
    [
        ("Payment: transfer in 60 days to Abc Banca IBAN GB82 WEST 1234 5698 7654 32", "Abc Banca"),
        ("Domiciliación: GB82 WEST 1234 5698 7654 32 CAJA DEL RÍO", "CAJA DEL RÍO"),
        ("Account name: Abc Services Limited Bank: First Bank PLC\nIBAN GB82 WEST 1234 5698 7654 32", "First Bank PLC"),
    ],
)
def test_a_bank_is_named_beside_its_account(line: str, bank: str) -> None:
    assert values(f"{HEAD}Total  120.00\n\n{line}")["payment.bank_name"] == bank


def test_terms_end_where_the_next_label_begins() -> None:
    assert values(f"{HEAD}Terms: 14 days from invoice date  Due: 15/05/2024")["payment.terms"] == "14 days from invoice date"


def test_a_structured_communication_is_the_reference() -> None:
    found = values(f"{HEAD}Mededeling voor de betaling: +++250/0041/88242+++ op deze rekening")
    assert found["payment.reference"] == "+++250/0041/88242+++"


def test_a_number_in_groups_of_figures_is_one() -> None:
    assert values(f"{HEAD}Customer number: 7 044 182")["customer_number"] == "7 044 182"


def test_an_order_number_makes_no_order_of_an_invoice() -> None:
    text = "Abc GmbH\n\nRechnung Nr.  4711\nRechnungsdatum  01.05.2024\nAuftrag  A-55218\n\nGesamtbetrag  120,00"
    assert values(text)["document_type"] == "invoice"


def test_a_tax_in_brackets_stands_before_its_label() -> None:
    assert values(f"{HEAD}Total  110.80 EUR (includes 18.47 VAT)")["tax_total"] == Decimal("18.47")


def test_a_town_has_its_code_in_brackets() -> None:
    found = values("Facturar a:\nBodegas Abc S.L.\nCamí Vell 14\nVilafranca (08720), Barcelona, España\n\nFactura Nº 4711")
    assert [found[f"buyer.address.{part}"] for part in ("city", "postal_code", "region")] == ["Vilafranca", "08720", "Barcelona"]


def test_what_is_due_to_the_supplier_is_told_though_more_words_name_it() -> None:
    found = values(
        sums(
            ("Totale imponibile", "100.00"),
            ("IVA 22% - scissione dei pagamenti", "22.00"),
            ("Totale documento", "122.00"),
            ("IVA a carico dell'Ente ex art. 17-ter", "-22.00"),
            ("Netto a pagare a favore del fornitore", "100.00"),
        )
    )
    assert [found[name] for name in ("net_total", "gross_total", "amount_due")] == [Decimal(v) for v in (100, 122, 100)]


def test_the_sum_without_a_name_that_two_taxes_and_a_rounding_lead_from_is_the_net() -> None:
    goods = "Gloves, box of 50       120 Box      485.00       58200.00\nBed, three parts          4 Nos    18750.00       75000.00\n"
    taxes = sums(("", "133200.00"), ("CGST", "8205.00"), ("SGST", "8205.00"), ("Round Off", "0.24"), ("Total", "149610.24"))
    found = values(taxes.replace(HEAD, HEAD + goods))
    assert [found[name] for name in ("net_total", "gross_total")] == [Decimal("133200.00"), Decimal("149610.24")]
