"""Parties that no heading tells: of two addresses one is the issuer's; names and addresses in one line, in prose, over one another."""

from __future__ import annotations

import pytest

from tests.find.typed_invoice import values

SELLER = "Crumb Bakers' Supplies Ltd\n6 Tannery Yard\nFrome\nBA11 1DU\nTel. 01373 555018"
ADDRESS = ("street", "city", "postal_code")


def address(found: dict[str, object], party: str) -> list[object]:
    return [found.get(f"{party}.address.{part}") for part in ADDRESS]


def test_of_two_addresses_the_other_is_the_buyers() -> None:
    found = values(f"{SELLER}\n\n\nTom Beresford\n2 Mill Cottages\nBruton\nBA10 0EH\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Tom Beresford"
    assert address(found, "buyer") == ["2 Mill Cottages", "Bruton", "BA10 0EH"]


@pytest.mark.parametrize("heading", ["CUSTOMER 00731\n", "Buyer (no. K/4471):\n", "Customer 4471 "])
def test_a_heading_may_have_a_number(heading: str) -> None:
    found = values(f"{SELLER}\n\n{heading}Green Valley Books\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Green Valley Books"


def test_a_buyer_in_one_line_has_a_name_and_an_address() -> None:
    found = values(f"{SELLER}\n\nInvoice No. 41/2025\n\nBuyer: Babuni Bakery, Nawojowska 118, 33-300 Nowy Sacz")
    assert found["buyer.name"] == "Babuni Bakery"
    assert address(found, "buyer") == ["Nawojowska 118", "Nowy Sacz", "33-300"]


def test_two_addresses_over_one_another_are_two() -> None:
    upper = "Northgate Storage Ltd\n44 Mill Lane\nYork YO1 7HU"
    lower = "Oliver Grant\n12 Station Road\nYork YO2 4XD"
    assert values(f"{upper}\n\n{lower}\n\nInvoice No. 4711")["buyer.name"] == "Oliver Grant"


def test_an_address_is_told_behind_its_label_in_the_foot() -> None:
    foot = (
        "Wattwise Energy Limited. Registered in England No. 11408827. Registered office: 5 Temple Quay, Bristol BS1 6DZ. Call 0330 555 0199"
    )
    found = values(f"Electricity bill\n\nBill to:\nThe Copper Beech\n61 High Street\nTotnes TQ9 5PB{chr(10) * 40}{foot}")
    assert address(found, "seller") == ["5 Temple Quay", "Bristol", "BS1 6DZ"]


def test_dashes_part_a_street_its_town_and_the_telephone() -> None:
    found = values("Dierenkliniek De Vecht B.V.\nRijksstraatweg 88 - 3632 AD Loenen - 0294 - 55 50 18\n\nFactuur 4711")
    assert address(found, "seller") == ["Rijksstraatweg 88", "Loenen", "3632 AD"]


def test_a_dash_between_bars_is_of_the_name() -> None:
    foot = "Inn & Garden - Leisure, Lda | NIPC 511770448 | 4 Monte Alto, 7170-011 Redondo | RNET 4471"
    assert values("\n" * 50 + foot)["seller.name"] == "Inn & Garden - Leisure, Lda"


def test_a_telephone_is_not_what_the_state_before_it_names() -> None:
    found = values("DELGADO AUTOMOTIVE INC\n4410 N. Blackstone Ave • Fresno, CA 93726 • (559) 555-0172\n\nInvoice No. 55218")
    assert found["seller.phone"].endswith("5550172") or "555-0172" in found["seller.phone"]


def test_the_invoice_that_a_credit_note_speaks_of_is_not_its_own() -> None:
    found = values(f"{SELLER}\n\nCREDIT NOTE\nNo. NC14/2025\n\nThis credits all of the invoice no. 211/2025 of 3 March 2025")
    assert found["invoice_number"] == "NC14/2025"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nordlicht Spedition GmbH & Co. KG - Am Kai 5 - 20457 Hamburg", "Nordlicht Spedition GmbH & Co. KG"),
        ("Papier & Co Distribution SAS - 118 avenue Foch - 69003 Lyon", "Papier & Co Distribution SAS"),
        ("*** | Gasthof Alpenrose KG | Marktplatz 6 | 5710 Kaprun", "Gasthof Alpenrose KG"),
        ("Alpha Telecom SAS au capital de 12 400 EUR - 44 quai du Port, 44000 Nantes", "Alpha Telecom SAS"),
        ("Service provider: Cumulus Services Unlimited Company, One Harbour Plaza, Dublin, D04 XX96", "Cumulus Services Unlimited Company"),
    ],
)
def test_a_senders_line_opens_with_the_whole_name(line: str, name: str) -> None:
    assert values("Invoice No. 4711\n\nBill to:\nOliver Grant\n12 Station Road\nYork YO2 4XD" + "\n" * 40 + line)["seller.name"] == name


def test_a_trade_under_a_persons_name_is_none() -> None:
    seller, buyer = "Anna Sommer\nFreies Lektorat\nHechtweg 57\n01097 Dresden", "Verlag Tann GbR\nBrunnengasse 4\n99084 Erfurt"
    found = values(f"{seller}\n\n\n{buyer}\n\nRechnung 12")
    assert (found["seller.name"], found["buyer.name"]) == ("Anna Sommer", "Verlag Tann GbR")


def test_what_a_number_is_called_is_no_name() -> None:
    head = "No. client : 7 640 238\n\nM. Paul Tanneur\n18 rue des Lys\n37000 Tours\n\nFacture F2503"
    found = values(head + "\n" * 40 + "Alpha SAS - 4 quai du Port - 44000 Nantes")
    assert found["seller.name"] == "Alpha SAS"


def test_a_name_of_two_lines_over_its_owner() -> None:
    found = values("Malerbetrieb\nSommer\nInh. Anna Sommer\nZiegelweg 3a\n15306 Seelow\n\nRechnung 19")
    assert found["seller.name"] == "Malerbetrieb Sommer"


@pytest.mark.parametrize("heading", ["Invoice & deliver to:", "Bill and ship to", "Consignee"])
def test_whom_goods_and_invoice_go_to_is_the_buyer(heading: str) -> None:
    found = values(f"{SELLER}\n\n{heading}\nGreen Valley Books\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Green Valley Books"


def test_an_address_stands_under_another_mention_of_the_name() -> None:
    head = "Bondi House Pty Ltd\n12 Curl Street\nBondi Beach NSW 2026"
    found = values(f"{head}\n\n\nFrom:\n{SELLER}\n\nInvoice No. 318{chr(10) * 30}Customer: Bondi House Pty Ltd")
    assert address(found, "buyer") == ["12 Curl Street", "Bondi Beach", "2026"]


def test_a_number_stands_under_its_label() -> None:
    found = values("Anna Sommer GmbH\nZiegelweg 3a\n15306 Seelow\n\nSteuernummer\n064/289/03318\n\nRechnung 19")
    assert found["seller.tax_number"] == "064/289/03318"


def test_the_whole_name_is_told_from_the_short_one_in_the_window() -> None:
    foot = "Garten- und Wegebau Sommer GmbH\nHeidkampweg 30\n28844 Weyhe\nTel. 0421 804190\ninfo@sommer-garten.example"
    window = "Sommer GmbH, Heidkampweg 30, 28844 Weyhe\n\nAnna Wessels\nTannenstr. 55\n28844 Weyhe"
    assert values(f"{window}\n\nRechnung 88{chr(10) * 40}{foot}")["seller.name"] == "Garten- und Wegebau Sommer GmbH"


def test_groups_of_a_number_are_no_telephone() -> None:
    found = values(f"{SELLER.rpartition(chr(10))[0]}\n\nInvoice No. F2503 0781 4426")
    assert "seller.phone" not in found


def test_a_form_of_address_over_a_name_heads_no_seller() -> None:
    found = values(
        "Weingut Achleitner\n3610 Spitz, Hauptstraße 71\nTel.: +43 2715 2299\n\nFirma\nVinothek Gruber GmbH\nGasse 19\n1010 Wien"
    )
    assert found["buyer.name"] == "Vinothek Gruber GmbH"
    assert found.get("seller.name") != "Vinothek Gruber GmbH"


def test_numbers_of_a_wrapped_foot_stand_in_the_next_line() -> None:
    foot = "Errors excepted. Thornhill Supplies Ltd, Registered in England\n04418873. VAT registration number\n409 3318 20."
    found = values(f"Thornhill Supplies Ltd\n6 Tannery Yard\nFrome\nBA11 1DU\n\nInvoice No. 20931{chr(10) * 30}{foot}")
    assert found["seller.registration_number"] == "04418873"
    assert found["seller.vat_id"] == "409331820"
