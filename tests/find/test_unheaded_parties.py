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
