"""What a receipt says besides the sale: cards that pay nothing, hours of something else, letters that are currencies, signs over doors."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.pipeline import Options, extract
from tests.find.conftest import HEAD, MEAL, MakePage, value

SALE = [*HEAD, *MEAL, ("Tax", "0.96"), ("Total", "12.96")]


@pytest.mark.parametrize("card", ["Rewards card ****8841", "Club member **** 8841", "Gift card ****8841"])
def test_a_card_that_pays_nothing_is_not_the_card(receipt, card: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*SALE, (card, ""), ("Approved", ""), ("XXXXXXXXXXXX0326", "")])
    assert value(found, "card_digits") == "0326"


@pytest.mark.parametrize("line", ["Visa ending 6650", "Mastercard 6650 (Tap)", "Visa ****6650"])
def test_the_end_of_a_number_behind_the_cards_name(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*SALE, (line, "12.96")]), "card_digits") == "6650"


def test_a_count_of_cash_is_no_cards_end(receipt) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*SALE, ("Cash 6650", "12.96")]), "card_digits") is None


@pytest.mark.parametrize("before", ["Opened 12/07/2025 13:06", "Entry 12/07/2025 13:06"])
def test_when_a_table_was_opened_or_a_car_came_in_is_not_when_it_was_paid(receipt, before: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, (before, ""), ("Printed 12/07/2025 14:52", ""), *MEAL, ("Tax", "0.96"), ("Total", "12.96")])
    assert value(found, "time") == time(14, 52)


@pytest.mark.parametrize(("total", "code"), [("R12.96", "ZAR"), ("R -12.96", "ZAR"), ("12,96 kr", "SEK"), ("Fr. 12.96", "CHF")])
def test_letters_are_currencies_beside_an_amount(receipt, total: str, code: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*HEAD, ("Soup", "8.00"), ("Total", total)]), "currency") == code


@pytest.mark.parametrize("line", ["BREAD R 12.96", "Fr 12.05 18:30"])
def test_a_class_or_a_weekday_is_no_currency(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*HEAD, (line, ""), ("Total", "12.96")]), "currency") is None


def test_a_sign_of_two_lines_over_its_firm_is_one_name(drawn: MakePage, tmp_path: Path) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("Helvetica", 24)
        canvas.drawCentredString(200, 740, "PARKGARAGE")
        canvas.drawCentredString(200, 712, "RIVERSIDE")
        canvas.setFont("Helvetica", 10)
        lines = "Hollister Parking Ltd|12 Mill Road|Ashby LE65 1AA|Tel 01530 555 018||12/07/2025 14:52|Ticket 4.20|Total 4.20"
        for number, line in enumerate(lines.split("|")):
            canvas.drawCentredString(200, 688 - 14 * number, line)

    path = tmp_path / "receipt.pdf"
    path.write_bytes(drawn(draw))
    assert extract(path, Options(schema="receipt")).fields["merchant.name"].value == "PARKGARAGE RIVERSIDE"


def test_a_unit_that_nobody_lists_is_no_article(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [("BARB WIRE", ""), ("  2 RL @ 129.00", "258.00"), ("PELLETS", ""), ("  3 BG @ 27.50", "82.50")]
    found = receipt([*HEAD, *rows, ("Total", "340.50")])
    assert [found.fields[f"line_items.{n}.description"].value for n in (0, 1)] == ["BARB WIRE", "PELLETS"]
    assert value(found, "line_items.0.quantity") == Decimal(2)


def test_taxed_amounts_of_the_same_sum_are_no_articles(receipt) -> None:  # type: ignore[no-untyped-def]
    goods = [("Stew", "60.00"), ("Fries", "24.00"), ("Water", "26.00"), ("Total", "110.00"), ("Debit card", "110.00")]
    taxes = [("VAT A 21 %  21.49  4.51", "26.00"), ("VAT B 12 %  75.00  9.00", "84.00"), ("Total  96.49  13.51", "110.00")]
    found = receipt([*HEAD, *goods, *taxes])
    assert len({path.split(".")[1] for path in found.fields if path.startswith("line_items.")}) == 3


def test_a_size_under_an_article_goes_on_with_its_name(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [
        ("601882733 MENS CHINO", ""),
        ("  NAVY / 34   1 x 349.99", "349.99"),
        ("601990127 KIDS FLEECE", ""),
        ("  RED / 7-8   2 x 179.99", "359.98"),
    ]
    found = receipt([*HEAD, *rows, ("Total", "709.97")])
    assert [found.fields[f"line_items.{n}.description"].value for n in (0, 1)] == ["MENS CHINO\nNAVY / 34", "KIDS FLEECE\nRED / 7-8"]
    assert value(found, "line_items.1.item_code") == "601990127"


def test_a_count_and_a_price_may_stand_over_the_row_of_a_table_without_columns_for_them(drawn: MakePage, tmp_path: Path) -> None:
    rows = "DESCRIZIONE|IVA%|Prezzo~  2 x 2,50~COPERTO|10%|5,00~TAGLIATELLE|10%|12,00~LAMBRUSCO|10%|8,00~  2 x 1,50~CAFFE|10%|3,00"
    totals = ["SUBTOTALE||28,00", "SCONTO A VALORE||-2,50", "TOTALE COMPLESSIVO||25,50"]

    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        for number, row in enumerate(["TRATTORIA DA NELLO", "Via Roma 9", "", *rows.split("~"), *totals]):
            for x, text in zip((50, 200, 280), row.split("|"), strict=False):
                canvas.drawString(x, 740 - 14 * number, text)

    path = tmp_path / "receipt.pdf"
    path.write_bytes(drawn(draw))
    found = extract(path, Options(schema="receipt"))
    told = [(row.description, row.quantity, row.unit_price) for row in found.record.line_items]
    assert told == [
        ("COPERTO", Decimal(2), Decimal("2.50")),
        ("TAGLIATELLE", None, None),
        ("LAMBRUSCO", None, None),
        ("CAFFE", Decimal(2), Decimal("1.50")),
    ]


def test_a_count_a_price_and_a_tax_in_brackets_stand_under_a_numbered_article(receipt) -> None:  # type: ignore[no-untyped-def]
    lines = [("001 7891001 FARINHA 1KG", "8,00"), ("2 UN X 4,00 (1,10)", ""), ("002 7891002 QUEIJO", "12,50"), ("1 UN X 12,50 (3,20)", "")]
    totals = [("Qtde. total de itens", "2"), ("Valor total R$", "20,50"), ("Desconto R$", "0,50"), ("Valor a Pagar R$", "20,00")]
    found = receipt([("MERCADO DA SERRA LTDA", ""), *lines, *totals, ("Tributos Totais Incidentes: R$ 4,30", "")])
    texts = [value(found, f"line_items.{n}.description") for n in (0, 1, 2)]
    assert texts == ["FARINHA 1KG", "QUEIJO", None]
    assert [value(found, f"line_items.{n}.item_code") for n in (0, 1)] == ["7891001", "7891002"]
    assert [value(found, f"line_items.{n}.unit_price") for n in (0, 1)] == [Decimal(4), Decimal("12.5")]
