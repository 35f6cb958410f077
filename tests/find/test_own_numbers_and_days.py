"""The document's own number and day among others of its kind, and references and days in the words of letters and headers."""

from __future__ import annotations

import pytest

from tests.find.typed_invoice import values

FOOT = "\n\nSumme     120,00\n"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Kostenrechnung Nr. 2700418", "2700418"),
        ("Reparaturrechnung R-20418", "R-20418"),
        ("Warengutschrift Nr. 88120", "88120"),
        ("Onderhoudsfactuur 2026-4417", "2026-4417"),
        ("Factura comercial n.º 88/2026", "88/2026"),
    ],
)
def test_a_title_with_its_number_beats_the_senders_file(title: str, number: str) -> None:
    assert values(f"Unser Zeichen: 00977/25 T/bk\n\n{title}\n{FOOT}")["invoice_number"] == number


@pytest.mark.parametrize("line", ["Jahresrechnung 2025", "Teilrechnung 4410 vom 01.02.2026          1.200,00", "Abrechnung 55120"])
def test_a_year_a_row_and_another_word_are_no_title_with_a_number(line: str) -> None:
    assert values(f"{line}\n\nRechnungs-Nr. 77120\n{FOOT}")["invoice_number"] == "77120"


def test_the_senders_file_is_not_the_bills_number() -> None:
    assert values("Our ref: QTB/LM/HAR0077-1\nBill No: 25/00911\n\nTotal     120.00\n")["invoice_number"] == "25/00911"


def test_letters_within_a_number_are_no_month() -> None:
    assert values("Faktura VAT FS 2203/MAG/10/2026\n\nRazem     120,00\n")["invoice_number"] == "FS 2203/MAG/10/2026"
