"""Parties as the pages of common software show them: slips that come back with the payment, lists of labels, pairs of label and value."""

from __future__ import annotations

import pytest

from tests.find.typed_invoice import values

COAST = """\
TAX INVOICE                       Invoice Date       Wattle Creek Roofing Pty Ltd
                                  15 Jun 2026        8 Quandong Rd
    Owners of Plan 51733                             BYRON BAY NSW 2481
    C/- Headland Strata Pty Ltd   Invoice Number     AUSTRALIA
    PO Box 904                    WC-2207
    COFFS HARBOUR NSW 2450
    ABN: 51 824 753 556           ABN
                                  53 004 085 616

Description                              Quantity   Unit Price   Amount AUD
Ridge capping                                1.00     1,000.00     1,000.00
                                                     Subtotal      1,000.00
                                                     TOTAL AUD     1,000.00


PAYMENT ADVICE                    Customer           Owners of Plan 51733
                                  Invoice Number     WC-2207
To: Wattle Creek Roofing Pty Ltd  Amount Due         1,000.00
8 Quandong Rd                     Amount Enclosed
BYRON BAY NSW 2481"""


def test_a_slip_goes_to_the_one_who_is_paid() -> None:
    found = values(COAST)
    assert (found["seller.name"], found["buyer.name"]) == ("Wattle Creek Roofing Pty Ltd", "Owners of Plan 51733")
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("53004085616", "51824753556")
    assert (found["buyer.address.street"], found["buyer.address.postal_code"]) == ("PO Box 904", "2450")


def test_the_slip_of_a_firm_without_a_letterhead_in_the_head_tells_it() -> None:
    page = "Heath & Dale LLP\n4 Mill Lane\nYork YO1 7HU\n\nBridge Cafe\n9 High Street\nYork YO2 4XD\n\nInvoice No. 4711" + "\n" * 12
    assert values(f"{page}PAYMENT ADVICE\nTo: Bridge Cafe\n9 High Street\nYork YO2 4XD")["seller.name"] == "Bridge Cafe"


def test_an_id_under_its_word_alone_needs_no_proof() -> None:
    found = values("Wattle Creek Roofing Pty Ltd\n8 Quandong Rd\nBYRON BAY NSW 2481\n\nInvoice No. 4711\n\nABN\n40 614 882 307")
    assert found["seller.vat_id"] == "40614882307"


@pytest.mark.parametrize(("printed", "number"), [("GST Reg No. 201504418K", "201504418K"), ("GST No: 49-091-850", "49091850")])
def test_a_number_of_goods_and_services_tax_is_told_by_its_form(printed: str, number: str) -> None:
    assert values(f"Straits Paper Pte. Ltd.\n21 Fuller Crescent, Singapore 628559 {printed}\n\nInvoice No. 4711")["seller.vat_id"] == number


def test_the_label_below_a_label_with_its_number_names_nobody() -> None:
    page = """\
Almkost Vertrieb GmbH, Illerweg 7, 87435 Kempten       Rechnung Nr.     RE-250318
Gasthof Zum Bären                                      Rechnungsdatum   07.02.2025
Inh. Vinzenz Obermoser                                 Kunde            D20417
Dorfplatz 1                                            Packzettel       LS-250402
87509 Immenstadt"""
    assert values("Almkost" + "\n" * 8 + page)["buyer.name"] == "Gasthof Zum Bären"


def test_a_visualised_invoice_names_its_parties_in_lists() -> None:
    page = """\
Informationen zum Käufer                     Informationen zum Verkäufer

Leitweg-ID:           05315-40012-77         Firmenname:           Hebewerk Dienste GmbH
Name:                 Stadt Erlenfurt - Der  Straße / Hausnummer:  Industrieweg 31a
                      Bürgermeister          PLZ:                  50829
Straße / Hausnummer:  Rathausplatz 2         Ort:                  Köln
PLZ:                  50127                  Name:                 Abrechnung Dienste
Ort:                  Erlenfurt              Telefon:              +49 221 5550 310

Rechnungsnummer:      SR25-00619
Rechnungsdatum:       31.03.2025"""
    found = values(page)
    assert (found["seller.name"], found["buyer.name"]) == ("Hebewerk Dienste GmbH", "Stadt Erlenfurt - Der Bürgermeister")
