"""Who, when and how much where a page leads astray: lines of functions, labels whose number was cut, days and sentences over two lines,
numbers of the other party, figures with four decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.find.typed_invoice import values

HEAD = "Abc Trading Ltd\n1 High Street\nBristol BS1 6DZ\n\nInvoice No. 4711\nInvoice date: 2026-02-04\n\n"
TOTAL = "\nTotal                                             120.00\n"


def test_a_word_beside_a_label_is_no_number_where_one_with_figures_stands_under_it() -> None:
    page = (
        "TAX INVOICE                     Invoice Date        Trevelyan Heating Ltd\n"
        "                                11 Mar 2026         Feeder Road\n"
        "Larkfield Practice              Invoice Number      BRISTOL\n"
        "14 Larkfield Road               INV-2207            BS2 0UN\n"
        "BRISTOL BS6 7TY\n"
    )
    assert values(page + TOTAL)["invoice_number"] == "INV-2207"


def test_a_line_of_pairs_under_a_heading_is_not_the_party() -> None:
    page = (
        "Tössnet Informatik AG\nIndustriestrasse 15\n8404 Winterthur\n"
        "                                      Gemeindeverwaltung Ebnat\n"
        "                                      Dorfplatz 3\n"
        "                                      9643 Ebnat\n\n"
        "Rechnung R-2026-00391\n\n"
        "Kunde                  K10442             Zahlbar bis     30. März 2026\n"
        "Ihre Referenz R. Looser                   Konditionen     30 Tage netto\n"
    )
    assert values(page)["buyer.name"] == "Gemeindeverwaltung Ebnat"


def test_a_function_over_a_firm_is_not_whom_the_bill_is_for() -> None:
    page = "The Accounts Manager\nPemberton Bakeries Ltd\nUnit 7 Millrace Park\nHALIFAX\nHX1 5QP\n\n"
    assert values("Northfell Energy Ltd\n\n" + page + "Bill number 114 503 982\n" + TOTAL)["buyer.name"] == "Pemberton Bakeries Ltd"


def test_what_a_long_number_is_called_is_nobodys_name() -> None:
    numbers = "Codice cliente 10044178\nCodice fornitura 2200718834\n\n\n"
    page = "Acque del Garda S.p.A.\nVia Mantova 60, 25124 Brescia\n\nBolletta n. 481775 del 10/02/2026\n"
    assert values(numbers + page)["seller.name"] == "Acque del Garda S.p.A."


def test_headings_of_the_portuguese_tax_office_tell_who_is_who() -> None:
    page = (
        "Fatura-Recibo nº FR ATSIRE01FR/37\n\n"
        "Dados do Transmitente de Bens ou Prestador do Serviço\n"
        "NIF: 218441703     Nome: Matilde Quaresma Seabra\n\n"
        "Dados do Adquirente de Bens ou Serviços\n"
        "NIF: 509114776     Nome: Atlantico Edições, Lda\n"
    )
    found = values(page + "\nTotal do documento        1.783,50 €\n")
    assert (found["seller.name"], found["buyer.name"]) == ("Matilde Quaresma Seabra", "Atlantico Edições, Lda")
    assert found["seller.vat_id"] != found["buyer.vat_id"]


def test_a_number_said_to_be_the_buyers_is_not_the_sellers_where_it_is_said_again() -> None:
    page = (
        "Hofstra Staalbouw B.V.\nHavenweg 21\n8501 XD Joure\n\nBouwbedrijf Terpstra B.V.\nPostbus 118\n8600 AC Sneek\n\n"
        "Factuurnummer: 26700918\nUw btw-nummer: NL821772041B02\n\n"
        "Btw verlegd naar NL821772041B02. Loonkostenbestanddeel 40%.\n\n\n\n\nKvK 01088213 Btw NL809334252B01\n"
    )
    found = values(page)
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("NL809334252B01", "NL821772041B02")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We will collect this by Direct Debit on or after 18 February", "2026"),
        ("Your account will be debited by direct debit on 18th February", "2026 or shortly after."),
    ],
)
def test_a_day_whose_year_stands_in_the_next_line_is_told(first: str, second: str) -> None:
    assert values(f"{HEAD}{first}\n{second}\n{TOTAL}")["due_date"] == date(2026, 2, 18)


@pytest.mark.parametrize("said", ["S (scissione dei\npagamenti)", "S (scissione dei pagamenti)"])
def test_a_tax_that_the_buyer_keeps_back_is_told_by_words_over_two_lines(said: str) -> None:
    sums = (
        "Totale imponibile   Totale imposta     Totale documento\n         1.312,50           288,75             1.601,25\n\n"
        "Modalità            Scadenza            Importo\nMP05 Bonifico       28-03-2026         1.312,50\n"
    )
    assert values(f"{HEAD}{said}\n\n{sums}")["amount_due"] == Decimal("1312.50")


def test_a_word_for_tax_that_a_number_follows_names_no_amount_under_it() -> None:
    page = (
        "Relaynote Software, Inc.\n2261 Harrison Street\nSan Francisco, CA 94110\n"
        "EU OSS VAT EU372022452\n$320.50 USD due January 31, 2026\n\nInvoice number 7C41E0B2-0019\n\n"
        "Subtotal                                  $320.50\nTotal                                     $320.50\n"
    )
    found = values(page)
    assert (found.get("tax_total"), found["gross_total"], found["seller.vat_id"]) == (None, Decimal("320.50"), "EU372022452")


def test_lines_priced_to_hundredths_of_cents_are_the_rows_of_their_rounded_sum() -> None:
    lines = [
        ("Business Connect M", "34,9496"),
        ("Mobile Flex L", "25,1681"),
        ("Mietpreis Router", "5,0336"),
        ("Gutschrift Störung", "-3,2500"),
    ]
    rows = "".join(f"{text:<40}{amount:>14}\n" for text, amount in lines)
    sums = "".join(
        f"{text:<40}{amount:>14}\n"
        for text, amount in (("Summe der Beträge", "61,90"), ("Umsatzsteuer 19 %", "11,76"), ("Rechnungsbetrag", "73,66"))
    )
    found = values(
        "Abc GmbH\nHauptstr. 1\n80331 München\n\nRechnungsnummer 4711\n\nBeträge in EUR                               Netto\n" + rows + sums
    )
    told = [value for path, value in found.items() if path.startswith("line_items.") and path.endswith(".amount")]
    assert told == [Decimal(amount.replace(",", ".")) for _, amount in lines]


APART = (
    "SANITHERM MODELE\nS.A.S. au capital de 180 000 €\n14 rue Turgot\n87280 LIMOGES                       ETS MAZALEY ET FILS\n"
    "Tél : 05 55 50 21 40                PLOMBERIE CHAUFFAGE\n                                    ROUTE DE GUERET\n{gap}"
    "                                    23400 BOURGANEUF\n\n"
    "FACTURE N°     DATE           CLIENT         V/ REF.        ECHEANCE\n"
    "FA0092714      27/02/26       C01188       CH. LAVAVEIX     31/03/26\n"
)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_town_under_an_empty_line_is_of_the_address_and_a_heading_of_its_own_column(gap: str) -> None:
    found = values(APART.format(gap=gap) + TOTAL)
    assert found["buyer.name"] == "ETS MAZALEY ET FILS"
    assert [found[f"buyer.address.{part}"] for part in ("street", "postal_code", "city")] == ["ROUTE DE GUERET", "23400", "BOURGANEUF"]
