"""Tables whose pages were scanned: names close together, pages that lie otherwise, days run together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.document import Ruling
from extractor.geometry import Box
from tests.find.test_rows import rows
from tests.find.typewriter import ADVANCE, WIDTH, page

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


DRAWN = """
Faktura 4711                                      Data 02.04.2024

Opis            Ilość      Cena    Wartość   VAT %  Kwota VAT

Postój              3    120,00     360,00      23      82,80
Transport           1   2350,00    2350,00      23 540,50
"""


def test_a_drawn_line_parts_what_might_be_thousands() -> None:
    plain = page(DRAWN)
    place = (20 + (DRAWN.split("\n")[6].index(" 540,50") + 0.5) * ADVANCE) / WIDTH
    ruled = replace(plain, rulings=(Ruling(Box(place, 0.1, place, 0.3), horizontal=False),))
    assert rows([ruled])[1].get("tax_rate") == Decimal(23)
    assert rows([plain])[1].get("tax_rate") != Decimal(23)


def test_an_amount_and_the_text_behind_it_may_be_read_as_one_word() -> None:
    table = rows("""
Beitragsrechnung 2025                               Datum 20.1.2025

        96,00Mitgliedsbeitrag Erwachsene
        35,00 Spartenbeitrag Tennis
        12,50Umlage Hallensanierung

       143,50 EUR Gesamt
""")
    assert [(row["amount"], row["description"]) for row in table] == [
        (Decimal(96), "Mitgliedsbeitrag Erwachsene"),
        (Decimal(35), "Spartenbeitrag Tennis"),
        (Decimal("12.5"), "Umlage Hallensanierung"),
    ]


def test_a_number_under_the_text_is_the_articles() -> None:
    table = rows(FIRST.replace("\n2. ", "\n      No. W-120\n2. ") + "      No. 7\n")
    assert [row.get("item_code") for row in table] == ["W-120", None]  # 7 may number anything
    assert table[0]["description"] == "Widget, blue"


def test_a_lost_mark_is_mended_where_the_product_proves_it() -> None:
    text = FIRST.replace("20.00", "1,55175").replace("10.00", "206.90").replace("  2      ", "7.5      ")
    assert rows([page(text, engine="rapidocr")])[0]["amount"] == Decimal("1551.75")


def test_a_rate_a_base_and_its_tax_alone_are_no_row() -> None:
    table = rows("""
Facture 4711                                        Date 02.04.2024

Nettoyage des bureaux                               1181,42

                                Base                1181,42
                                TVA                  236,28
                                Total               1417,70

         Tx        Assiette        Mt TVA
         20%        1181,42        236,28
""")
    assert [(row["description"], row["amount"]) for row in table] == [("Nettoyage des bureaux", Decimal("1181.42"))]


LISTED = """
Invoice 4711                                        Date 2024-03-01

1. Bookkeeping, April                     1 x 450.00    450.00
2. Payroll for each person                7 x 45.00     315.00

                                        Subtotal        765.00
Discount for regular customers 5%                       -38.25
                                        Net total       726.75
"""


def test_numbers_that_open_the_texts_are_the_rows() -> None:
    table = rows(LISTED)
    assert [row["position"] for row in table] == ["1", "2"]
    assert [row["description"] for row in table] == ["Bookkeeping, April", "Payroll for each person"]


def test_what_is_taken_off_the_sum_of_the_rows_is_none() -> None:
    assert [row["amount"] for row in rows(LISTED)] == [Decimal(450), Decimal(315)]


def test_a_short_word_with_a_dot_behind_every_count_is_its_unit() -> None:
    text = """
Rechnung 61                                      Datum 02.09.2025

60 Fl. Veltliner Federspiel       0,75 l  à  8,20     492,00
24 Fl. Riesling Smaragd           0,75 l  à 19,50     468,00

                                       Summe          960,00
"""
    assert [(row["quantity"], row["unit"]) for row in rows(text)] == [(Decimal(60), "Fl."), (Decimal(24), "Fl.")]
    assert all("unit" not in row for row in rows(text.replace("24 Fl. Riesling", "24 Rote Riesling")))


def test_groups_of_thousands_are_not_parted_by_a_columns_edge() -> None:
    table = rows("""
Faktura 4711                                 Data 02.04.2024

Nazwa                     Cena Ilość     Razem

Projekt                 945,99 3 dzień 2 837,97
Licencja                261,23 4 sztuk 1 044,92
Toner                   188,50 1 sztuk   188,50
""")
    assert [(row["quantity"], row["amount"]) for row in table] == [
        (Decimal(3), Decimal("2837.97")),
        (Decimal(4), Decimal("1044.92")),
        (Decimal(1), Decimal("188.50")),
    ]


def test_square_metres_may_be_glued_to_their_count() -> None:
    text = FIRST.replace("  2     ", "  2m2   ")
    assert (rows(text)[0]["quantity"], rows(text)[0]["unit"]) == (Decimal(2), "m2")


def test_a_digit_lost_of_a_group_of_thousands_is_told_by_the_product() -> None:
    text = """
Bestandteil                 Menge    Preis netto   Betrag netto

Arbeitspreis bis 2025       1.88 kWh      0,2689         453,90
Arbeitspreis bis 2026      1.724 kWh      0,2541         438,07

                                Summe netto              891,97
"""
    assert [row["quantity"] for row in rows([page(text, engine="any")])] == [Decimal(1688), Decimal(1724)]
