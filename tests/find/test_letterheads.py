"""The head of a till's receipt: its name among slogans, greetings and numbers; its phone among other figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.pipeline import Options, extract
from extractor.results import Extraction
from tests.find.conftest import MakePage, write

BODY = ["", "03/04/2019 12:44", "Soup     8.00", "Bread     4.00", "Total     12.00", "CASH     12.00"]
STREET = ["771 Harbour Road", "Springfield, IL 62701"]


@pytest.fixture
def receipt(drawn: MakePage, tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(rows: Sequence[str]) -> Extraction:
        """Rows under one another; "|" parts pieces that stand so far apart that they are lines of their own, "*" opens a row in large
        letters."""

        def draw(canvas) -> None:  # type: ignore[no-untyped-def]
            for number, row in enumerate(rows):
                left = 60.0
                for piece in row.lstrip("*").split("|"):
                    write(canvas, left, 60 + 16 * number, piece, 26 if row.startswith("*") else 10)
                    left += 5.6 * len(piece) + 9

        path = tmp_path / "receipt.pdf"
        path.write_bytes(drawn(draw))
        return extract(path, Options(schema="receipt"))

    return make


def value(result: Extraction, path: str) -> object:
    found = result.fields.get(path)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (["NORTHGATE MARKET"], "NORTHGATE MARKET"),
        (["CUSTOMER COPY", "NORTHGATE MARKET"], "NORTHGATE MARKET"),
        (["POSTED", "NORTHGATE MARKET"], "NORTHGATE MARKET"),
        (["We want your feedback!", "Tell us about your visit", "NORTHGATE MARKET"], "NORTHGATE MARKET"),
        (["Welcome to Northgate Market"], "Northgate Market"),
        (["NORTHGATE #4144", "Save money. Eat better."], "NORTHGATE #4144"),
        (["NORTHGATE TRADING SDN BHD (123456-X)"], "NORTHGATE TRADING SDN BHD"),
        (["The Northgate", "Restaurant"], "The Northgate Restaurant"),
        (["NORTHGATE HARDWARE", "ENTERPRISE (SOUTH", "BAY) SDN BHD"], "NORTHGATE HARDWARE ENTERPRISE (SOUTH BAY) SDN BHD"),
        (["THE COPPER KETTLE", "Owned by Bramley Taverns Ltd"], "THE COPPER KETTLE"),
        (["Since 1928", "NORTHGATE MARKET"], "NORTHGATE MARKET"),
        (["NORTHGATE (2012) RICE PTE LTD"], "NORTHGATE (2012) RICE PTE LTD"),
        (["Northgate's Harbour", "Lounge 3"], "Northgate's Harbour"),
        (["WELCOME TO", "OUR STORE", "NORTHGATE GASOLINE"], "NORTHGATE GASOLINE"),
        (["*NORTHGATE SERVICE MARKET", "T/A Hilltop Motors Ltd"], "NORTHGATE SERVICE MARKET"),
        (["*Wahrung Northgate", "Hilltop Selera Sdn Bhd (1187340-W)"], "Wahrung Northgate"),
        (["*NORTHGATE", "Northgate Markets Hilltop Ltd"], "NORTHGATE"),
        (["*Northgate & Lantern", "Independent Booksellers", "Hilltop Books LLP"], "Northgate & Lantern"),
    ],
)
def test_the_name_among_what_tills_print_about_it(receipt, head: list[str], name: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*head, *STREET, *BODY]), "merchant.name") == name


def test_a_customer_below_is_not_the_issuer(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt(
        ["NORTHGATE BAKERIES LTD", *STREET, "Tel: 217-698-6438", "", "HILLTOP MARKET LTD", "4 Mill Lane", "Peoria, IL 61601", *BODY]
    )
    assert value(found, "merchant.name") == "NORTHGATE BAKERIES LTD"


def test_a_sign_that_is_no_text_is_named_by_the_web_address(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt(["(217) 698-6438", "Server: Ann", *BODY, "Order at www.northgate.com"])
    assert value(found, "merchant.name") == "northgate"


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        (["Thank you for shopping at", "Hilltop & Sons"], "Hilltop & Sons"),
        (["Vielen Dank für Ihren Besuch bei Hilltop & Sons"], "Hilltop & Sons"),
        (["Thank you for shopping at Hilltop & Sons #11"], "Hilltop & Sons"),
        (["This is the place: Hill & Top", "www.hill-top.com"], "Hill & Top"),
    ],
)
def test_a_sign_that_is_no_text_is_named_at_the_foot(receipt, foot: list[str], name: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt(["(217) 698-6438", "Server: Ann", *BODY, *foot]), "merchant.name") == name


@pytest.mark.parametrize("greeting", ["Welcome to our store", "Thank you for visiting us", "Willkommen bei uns"])
def test_who_greets_is_no_name_where_nobody_is_named(receipt, greeting: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([greeting, "NORTHGATE", *STREET, *BODY, greeting, "Please come again"])
    assert value(found, "merchant.name") == "NORTHGATE"


def test_the_name_that_is_thanked_for_leads_one_that_stands_over_it(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = ["DINING I", "Hilltop Thai Dining", *STREET, *BODY, "Thank you for dining at Hilltop Thai"]
    assert value(receipt([*rows, "Dining. Please come again"]), "merchant.name") == "Hilltop Thai Dining"


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("(619) 440-7941", "(619) 440-7941"),
        ("217-698-6438", "217-698-6438"),
        ("TLF.: 91 616 12 82", "91 616 12 82"),
        ("Te1:04-3399789", "04-3399789"),  # as readers see "Tel"
        ("Store 6796 (951) 734-8451", "(951) 734-8451"),
    ],
)
def test_a_phone_with_and_without_a_label(receipt, line: str, phone: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt(["NORTHGATE MARKET", *STREET, line, *BODY]), "merchant.phone") == phone


@pytest.mark.parametrize("line", ["Order 10234567", "Fax: 217-698-6438", "Auth 92.59.192.52", "NIF: PT 554899957"])
def test_figures_of_other_things_are_no_phone(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt(["NORTHGATE MARKET", *STREET, *BODY, line]), "merchant.phone") is None


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["Branch 12, 5 Mill Lane", "Springfield, IL 62701"], "5 Mill Lane, Springfield, IL 62701"),
        (["Address: 5 Mill Lane", "Springfield, IL 62701"], "5 Mill Lane, Springfield, IL 62701"),
        (["Zeedijk 3", "4301 JG Zierikzee"], "Zeedijk 3, 4301 JG Zierikzee"),
        (["Unit 4, 5 Mill Lane", "Springfield", "IL 62701,"], "Unit 4, 5 Mill Lane Springfield IL 62701"),
        (["Sheep Street", "Ashbourne Magna", "DE6 9QT"], "Sheep Street, Ashbourne Magna, DE6 9QT"),
        (["STORE 00583", "5 Mill Lane", "Springfield, IL 62701"], "5 Mill Lane, Springfield, IL 62701"),
        (["56370 SARZANE", "1550882", "30004"], "56370 SARZANE"),
        (["5 Mill Lane", "Springfield, IL 62701", "217-698-6438"], "5 Mill Lane, Springfield, IL 62701"),
    ],
)
def test_an_address_is_all_of_its_lines_and_no_other(receipt, lines: list[str], address: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt(["NORTHGATE MARKET", *lines, *BODY]), "merchant.address") == address


@pytest.mark.parametrize(
    ("line", "number"), [("Chk 60377", "60377"), ("Rcpt#:77TP-0398821 Cnt:02", "77TP-0398821"), ("TC# 7744 0912 3308", "7744 0912 3308")]
)
def test_the_receipts_number_behind_a_short_label(receipt, line: str, number: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt(["NORTHGATE MARKET", *STREET, line, *BODY]), "receipt_number") == number
