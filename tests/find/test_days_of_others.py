"""Days that stand without a label: which of them is the document's, and which the page calls otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from tests.find.typed_invoice import values

DAY, DUE = date(2026, 4, 30), date(2026, 5, 30)


def test_a_day_under_words_of_no_field_is_not_the_documents() -> None:
    head = "REGISTRATION      1ST REG           NEXT MOT\nQX19 ABC          28/06/2019        18/07/2027\n\n"
    grid = "JOB CARD          DOCUMENT\nJ-301             INV-1820\n\nDATE IN           DATE OUT / TAX DATE\n08/07/2026        09/07/2026\n"
    assert values(f"{head}{grid}\nINVOICE TOTAL        449.45\n")["issue_date"] == date(2026, 7, 9)


def test_the_end_of_a_span_is_not_the_day_of_issue() -> None:
    text = "U was bij ons van 12 t/m 14 mei 2025 (boeking 4411). Daarvoor sturen wij u op 19 mei 2025 deze nota.\n\nTotaal     950,00\n"
    assert values(text)["issue_date"] == date(2025, 5, 19)


def test_the_day_of_an_order_is_not_the_documents() -> None:
    text = "Auftrag vom 03.11.2025 (A 25-08)\n\nSchlussrechnung\nvom 30. Januar 2026\n\nSumme       120,00\n"
    assert values(text).get("issue_date") != date(2025, 11, 3)


@pytest.mark.parametrize("words", ["sonst netto Kassa bis", "Zahlbar ohne Abzug, spätestens am"])
def test_the_day_that_a_sentence_tells_to_be_due_is_not_that_of_issue(words: str) -> None:
    head = "RECHNUNG          Nr.          vom\n                  26/0048      30.04.2026\n\n"
    found = values(f"{words} 30.05.2026.\n\n{head}\nGesamt       817,51\n")
    assert (found.get("due_date"), found.get("issue_date")) == (DUE, DAY)


def test_a_day_under_what_is_due_is_when_it_is_due() -> None:
    head = "                                    BALANCE DUE\n                                    $2,086.22\n"
    grid = "TERMS       DATE            INVOICE #\nNet 30      04/30/2026      7716\n"
    found = values(f"{head}                                    by 05/30/2026\n\n{grid}\nTotal       $2,086.22\n")
    assert (found["due_date"], found["issue_date"]) == (DUE, DAY)


def test_words_for_the_due_day_and_for_numbers() -> None:
    found = values("Fattura         41/PA\nData            18-12-2025\n\nDa versare al fornitore entro\n17-01-2026\n\nTotale     100,00\n")
    assert found["due_date"] == date(2026, 1, 17)
    assert values("BOLLETTA N.            2026/004188\nData emissione         02/10/2026\n")["invoice_number"] == "2026/004188"
    assert values("Pat.-Nr.        Rechnung        Datum\n10442           10442-26        06.02.2026\n")["customer_number"] == "10442"


def test_a_bill_is_numbered_by_its_own_name_before_the_writers_reference() -> None:
    text = "Our ref: KLM/TB/ABC0417-2        Date and tax point: 19 January 2026        Bill 20963\n\nE-Way Bill No 1614 2207 8853\n"
    assert values(text)["invoice_number"] == "20963"


def test_works_are_delivered_on_the_day_that_ended_them() -> None:
    text = "Facture F2024-112\nDate : 09/12/2024\n\nDevis D2024-087 — travaux terminés le 5 décembre 2024\n\nTotal TTC     120,00\n"
    assert values(text)["delivery_date"] == date(2024, 12, 5)
