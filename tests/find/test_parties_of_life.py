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


BUYER = "Oliver Grant\n12 Station Road\nYork YO2 4XD"


def seller(head: str = "", foot: str = "") -> object:
    """The seller of an invoice with that head and that foot."""
    return values(f"{head}\n\n\n\nBill to:\n{BUYER}\n\nInvoice No. 4711" + "\n" * 30 + foot).get("seller.name")


def test_a_legal_form_is_no_name() -> None:
    foot = "Hansen & Rietweg Elektrohandel\nGmbH & Co. KG, Gutenbergstr. 14\n73230 Kirchheim unter Teck\nTel. 07021 55501-0"
    assert seller("HANSEN & RIETWEG", foot) == "Hansen & Rietweg Elektrohandel GmbH & Co. KG"


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("Hotel Alpenrose Huber KG · FN 318842m LG Innsbruck · UID ATU57188206", "Hotel Alpenrose Huber KG"),
        (
            "Hotel Alpenrose · Rosengarten Inns Limited · Registered in England 06617720 · 2 Welsh Back, Bristol BS1 4RR",
            "Rosengarten Inns Limited",
        ),
    ],
)
def test_a_foot_says_who_keeps_the_house(foot: str, name: str) -> None:
    assert seller("Hotel Alpenrose", foot) == name


def test_small_print_says_who_sends_the_bill() -> None:
    foot = (
        "A late payment charge of 3% per month applies to balances not received by the required payment date. Aurore Telephone\n"
        "inc., 1000 boul. Pierre-Laporte O., Montréal QC H3A 3K1. For service questions call 611. All amounts are in dollars."
    )
    assert seller("aurore", foot) == "Aurore Telephone inc."


def test_a_name_ends_before_the_label_of_its_number() -> None:
    assert seller("Sunglade Energy Retail Pty Ltd ABN 53 004 085 616\nGPO Box 417, Brisbane QLD 4001") == "Sunglade Energy Retail Pty Ltd"


def test_a_name_in_two_lines_is_told_by_where_it_stands_in_one() -> None:
    head = "VAN RIJNEN & VERMAAT\nBloemenexport B.V. | Legmeerweg 313 | 1431 GB Aalsmeer | KvK 34118820"
    foot = "op rekening NL71 RABO 0314 5882 07 t.n.v. Van Rijnen & Vermaat Bloemenexport B.V."
    assert seller(head, foot) == "VAN RIJNEN & VERMAAT Bloemenexport B.V."


def test_whom_a_letter_speaks_to_does_not_send_it() -> None:
    letter = "\n\n\n\nJonas Dietrich\nRebweg 4\n79249 Merzhausen\n\nRechnung Nr. 12\n\nSehr geehrter Herr Dietrich,\nfür meine Leistungen:"
    head = "Dr. Frieda Amberg\nLektorat und Korrektorat\nKaiserweg 211 · 79098 Freiburg · 0761 5558812"
    assert values(f"{head}{letter}")["seller.name"] == "Dr. Frieda Amberg"


SUPPLIER = "Crumb Bakers' Supplies Ltd\n6 Tannery Yard\nFrome\nBA11 1DU\nTel. 01373 555018\n\n\n"
IN_THE_MIDDLE = """\
                                  CONSTRUCOES ABEL MOTA UNIP. LDA
                                  RUA DA CAPELA 7
DATA 2025-03-31  CLIENTE 211104   CALVAO
                                  3840-061 VAGOS"""
BESIDE = """\
Locatário                  Contrato / Reserva / Matrícula
Nortal Consultores, S.A.   RA 118204 / WEB-77
Rua A 802, 4000-146 Porto"""


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("Spett.le\nRISTORI EMILIANI SNC\nDI GINO BOSSI & C.\nVIA EMILIA 88\n43126 PARMA PR", "RISTORI EMILIANI SNC DI GINO BOSSI & C."),
        ("LE COMPTOIR DU MOULIN\nSAS MIRANDE RESTAURATION\n12 PLACE DE LA HALLE\n31250 REVEL", "SAS MIRANDE RESTAURATION"),
        (
            "Stichting Opvang De Wadvogel\nt.a.v. crediteurenadministratie\nPostbus 44\n9100 AA Dokkum",
            "Stichting Opvang De Wadvogel",
        ),
        (IN_THE_MIDDLE, "CONSTRUCOES ABEL MOTA UNIP. LDA"),
        (BESIDE, "Nortal Consultores, S.A."),
    ],
)
def test_a_buyer_is_the_firm_and_all_of_it(block: str, name: str) -> None:
    assert values(f"{SUPPLIER}{block}\n\nInvoice No. 4711")["buyer.name"] == name


def test_your_number_is_the_buyers() -> None:
    page = """\
Higienis Produtos de Higiene, Lda.
Rua das Oliveiras, 220 - 4470-605 Maia
NIF 513882049

V/ N.º Contrib.: 504118293     Exmo.(s) Sr.(s)
Data: 2025-05-19               Lar de São Roque, IPSS
                               4800-870 Guimarães

Fatura FT 41/25"""
    found = values(page)
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("513882049", "504118293")


def test_the_number_in_the_right_half_of_a_head_is_its_senders() -> None:
    page = """\
HOLZ STADLER GESMBH
SAEGEWERK UND HOLZHANDEL         4600 WELS, TRAUNWEG 55
TEL 07242/55590                  FN 94113K LG WELS UID ATU36044179



FIRMA
ZIMMEREI AIGENER KG              RECHNUNG
GEWERBEPARK 3
4710 GRIESKIRCHEN                NR.       708331
                                 DATUM     12.05.25

UID ATU61209837                  LIEFERUNG 08.05.25"""
    found = values(page)
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("ATU36044179", "ATU61209837")


def test_a_code_stands_alone_under_its_town() -> None:
    found = values(f"{SUPPLIER}Nieuhof Boerdery BK\nPO Box 77\nAberdeen\n6270\n\nInvoice No. 4711")
    assert found["buyer.name"] == "Nieuhof Boerdery BK"
    assert [found[f"buyer.address.{part}"] for part in ("street", "city", "postal_code")] == ["PO Box 77", "Aberdeen", "6270"]


WITHOUT_A_SLIP = """\
TAX INVOICE                       Invoice Date       Tom Berrow Gardening
                                  15 Jun 2026        Unit 4
    Oakfields Lettings Ltd                           Thames Estate
    Attention: Jane Poole         Invoice Number     MARLOW
    77 High Street                INV-2207           SL7 1QQ
    READING                                          GBR
    RG1 4QD                       VAT Number
    GBR                           GB 123 4567 82"""


def test_an_address_that_says_who_opens_the_letter_is_its_readers() -> None:
    found = values(WITHOUT_A_SLIP)
    assert (found["buyer.name"], found["buyer.address.postal_code"]) == ("Oakfields Lettings Ltd", "RG1 4QD")


def test_a_town_over_its_code_is_nobodys_name() -> None:
    assert values(WITHOUT_A_SLIP)["seller.name"] == "Tom Berrow Gardening"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Brightmoor Energy is a trading name of Brightmoor Retail Supply Limited, registered in England",
            "Brightmoor Retail Supply Limited",
        ),
        ("Brightmoor Energy ist eine Marke der Stadtwerke Moorburg GmbH, Sitz der Gesellschaft", "Stadtwerke Moorburg GmbH"),
    ],
)
def test_a_firm_is_known_by_the_brand_that_is_its(said: str, name: str) -> None:
    assert seller("Brightmoor Energy\nPO Box 88, Leeds LS1 4XX", f"{said} and Wales 01234567.") == name


HOTEL = """\
HOTEL ZUR ALTEN POST
Familie Hinterberg · Kirchgasse 1 · 87527 Sonthofen

Firma
Prüftechnik Beispiel AG
Gewerbering 5
71034 Böblingen

Rechnung 61184

Logis Einzelzimmer                         3        95,00       285,00
"""


def test_the_firm_whose_name_begins_like_a_house_is_told_from_its_foot() -> None:
    foot = "\n" * 20 + "Hotel zur Alten Post Hinterberg KG · AG Kempten HRA 1234 · USt-IdNr. DE136695976"
    assert values(HOTEL + foot)["seller.name"] == "Hotel zur Alten Post Hinterberg KG"


@pytest.mark.parametrize("line", ["Absender          Luma Optics Co.", "Exporteur: Luma Optics GmbH", "Absender\nLuma Optics GmbH\n"])
def test_who_sends_the_goods_is_not_the_house_that_bills_their_transport(line: str) -> None:
    house = "Bürobedarf Immenkötter\nHauptstraße 5\n2100 Korneuburg\nTel. 02262 71234\noffice@immenkoetter.example\nUID: ATU53188401\n\n"
    to = "An\nLichtwerk Steiner GmbH\nWelser Straße 77\n4060 Leonding\n\nRechnung Nr. 4711\nDatum: 04.02.2026\n\n"
    foot = "\nBürobedarf Immenkötter, Hauptstraße 5, 2100 Korneuburg, UID: ATU53188401, Inhaber: Karl Immenkötter\n"
    rows = "Transport Luftfracht                             120.00\n"
    found = values(house + to + rows + line + "\n\nSumme                                            120.00\n" + foot)
    assert found["seller.name"] == "Bürobedarf Immenkötter"


def test_the_only_vat_id_is_the_issuers_where_no_heading_tells_two_firms_apart() -> None:
    rows = [
        ("Lichtwerk Steiner GmbH", "Alpentor Logistik GmbH"),
        ("Welser Straße 77", "Hafenweg 3"),
        ("97076 Würzburg", "48155 Münster"),
        ("", "USt-IdNr. DE811907980"),
    ]
    head = "".join(f"{left:<44}{right}\n" for left, right in rows)
    found = values(head + "\n\nRechnung Nr. 4711\nDatum: 04.02.2026\n\nGesamtbetrag                                      120.00\n")
    assert (found["seller.name"], found["buyer.name"]) == ("Alpentor Logistik GmbH", "Lichtwerk Steiner GmbH")
    assert (found["seller.vat_id"], found.get("buyer.vat_id")) == ("DE811907980", None)
