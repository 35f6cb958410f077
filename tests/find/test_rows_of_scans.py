"""Tables whose pages were scanned: names close together, pages that lie otherwise, days run together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.find.test_rows import rows
from tests.find.typewriter import page

CLOSE_NAMES = """
Rechnung 4711                                       Datum 02.04.2024

Menge  Einh. Text                           Preis       Summe

2      Pack  Kopierpapier A4                 5,90       11,80
3      Set   Schrauben, verzinkt            34,99      104,97
1      Pers. Schulung                      247,95      247,95

                                     Nettobetrag       364,72
"""


def test_names_a_words_space_apart_are_two_over_two_columns() -> None:
    table = rows(CLOSE_NAMES)
    assert [row["unit"] for row in table] == ["Pack", "Set", "Pers."]
    assert [row["description"] for row in table] == ["Kopierpapier A4", "Schrauben, verzinkt", "Schulung"]


def test_a_name_of_two_words_over_one_column_is_one() -> None:
    whole = CLOSE_NAMES.replace("Einh. Text", "Text Ware ").replace("Pack  ", "Pack ").replace("Set   ", "Set ").replace("Pers. ", "")
    assert [row["description"] for row in rows(whole)] == ["Pack Kopierpapier A4", "Set Schrauben, verzinkt", "Schulung"]


FIRST = """
Invoice 4711                                        Date 2024-03-01

#     Description                 Qty   Unit Price      Amount

1.    Widget, blue                  2        10.00       20.00
2.    Gadget                        3         1.50        4.50
"""
SECOND = """
3.    Service hour                1.5        80.00      120.00
4.    Cable                         4         2.00        8.00

                                        Net total       152.50
"""


def test_columns_move_with_a_page_that_lies_otherwise() -> None:
    moved = "\n".join("             " + line for line in SECOND.strip("\n").split("\n"))
    for second in (SECOND, moved):
        table = rows([page(FIRST), page(second, 2)])
        assert [row["quantity"] for row in table] == [Decimal(2), Decimal(3), Decimal("1.5"), Decimal(4)]
        assert [row["unit_price"] for row in table] == [Decimal(10), Decimal("1.5"), Decimal(80), Decimal(2)]


def test_the_dot_behind_a_rows_number_is_no_part_of_it() -> None:
    assert [row["position"] for row in rows([page(FIRST), page(SECOND, 2)])] == ["1", "2", "3", "4"]


def test_numbers_by_tens_need_no_name() -> None:
    text = FIRST.replace("#  ", "   ").replace("1. ", "10 ").replace("2. ", "20 ")
    assert [row["position"] for row in rows(text)] == ["10", "20"]
    assert all("position" not in row for row in rows(text.replace("20  ", "40  ")))


def test_the_days_of_a_period_may_run_together() -> None:
    text = FIRST.replace("\n2. ", "\n      2024-03-01-2024-03-31\n2. ")
    first = rows(text)[0]
    assert (first["period_start"], first["period_end"]) == (date(2024, 3, 1), date(2024, 3, 31))
    assert first["description"] == "Widget, blue"
