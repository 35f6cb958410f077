"""Figures that a reader took for others: told by the rest of the page, marked, and only where the page was read by an engine."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.document import FieldValue
from tests.find.typed_invoice import fields

TABLE = """
Invoice No: 4711
Invoice date: 2024-05-01

{header}
2    Copper pipe                 31.15      62.30
1    Brass valve                 45.00      45.00
3    Washer                       2.00       6.00

"""
HEADER = "Qty  Description            Unit price     Amount"


def invoice(net: str, tax: str, gross: str, *, table: str = TABLE.format(header=HEADER), engine: str = "rapidocr") -> dict[str, FieldValue]:
    totals = (("Net total", net), ("VAT 20 %", tax), ("Total", gross))
    return fields(table + "\n".join(f"{label:<35}{amount:>14}" for label, amount in totals), engine=engine)


@pytest.mark.parametrize(
    ("printed", "path", "meant"),
    [
        (("113.30", "22.66", "138.96"), "gross_total", "135.96"),
        (("113.30", "22.66", "135.9b"), "gross_total", "135.96"),
        (("118.30", "22.66", "135.96"), "net_total", "113.30"),
        (("113.30", "22.86", "135.96"), "tax_total", "22.66"),
    ],
)
def test_a_total_misread_in_one_figure_is_told_by_the_others(printed: tuple[str, str, str], path: str, meant: str) -> None:
    found = invoice(*printed)[path]
    assert (found.value, found.repaired) == (Decimal(meant), True)
    assert "read as" in found.evidence


def test_what_a_text_layer_says_is_never_mended() -> None:
    found = invoice("113.30", "22.66", "138.96", engine="text_layer")
    assert found["gross_total"].value == Decimal("138.96")
    assert not any(value.repaired for value in found.values())


def test_two_figures_misread_are_not_guessed() -> None:
    found = invoice("113.30", "22.66", "188.96")["gross_total"]
    assert (found.value, found.repaired) == (Decimal("188.96"), False)


def test_rows_tell_a_net_total_where_there_is_no_rate() -> None:
    lines = TABLE.format(header=HEADER) + f"{'Net total':<35}{'118.30':>14}"
    found = fields(lines, engine="rapidocr")["net_total"]
    assert (found.value, found.repaired) == (Decimal("113.30"), True)


@pytest.mark.parametrize(
    "header", ["Qty  Description            Unit pr1ce     Amount", "Qty  Description            Unlt price     Amaunt"]
)
def test_column_names_with_a_sign_misread_name_their_columns(header: str) -> None:
    found = invoice("113.30", "22.66", "135.96", table=TABLE.format(header=header))
    assert [found[f"line_items.{row}.unit_price"].value for row in range(3)] == [Decimal("31.15"), Decimal("45.00"), Decimal("2.00")]


@pytest.mark.parametrize(
    ("row", "path", "meant"),
    [
        ("2    Copper pipe                 31.15      62.80", "amount", "62.30"),  # 31.40 would do as well, but 0 is not like 5
        ("2    Copper pipe                 37.15      62.30", "unit_price", "31.15"),
        ("Z    Copper pipe                 31.15      62.30", "quantity", "2"),
    ],
)
def test_a_row_s_misread_figure_is_the_one_that_looks_like_what_was_read(row: str, path: str, meant: str) -> None:
    table = TABLE.format(header=HEADER).replace("2    Copper pipe                 31.15      62.30", row)
    found = invoice("113.30", "22.66", "135.96", table=table)[f"line_items.0.{path}"]
    assert (found.value, found.repaired) == (Decimal(meant), True)


def test_a_credit_note_s_discounted_rows_prove_their_columns() -> None:
    """The name "N." may be the number of a row or the count of goods; only the products tell, less the discounts that stand beside them."""
    table = """
Nota di accredito 4711
Data: 03.04.2023

N.   Descrizione            Imp. unitario     Sc.      Valore
4    Tubo di rame                  -30.00    -6.00    -114.00
2    Valvola                       -40.00             -80.00
5    Guarnizione                    -2.00    -0.50      -9.50
"""
    found = fields(table)
    assert [found[f"line_items.{row}.quantity"].value for row in range(3)] == [4, 2, 5]
    assert [found[f"line_items.{row}.unit_price"].value for row in range(3)] == [Decimal("-30.00"), Decimal("-40.00"), Decimal("-2.00")]


def test_a_currency_in_brackets_goes_with_the_column_s_name_before_it() -> None:
    table = """
Rechnung 4711
Datum: 03.04.2023

Position                          EP (EUR) Menge     GP (EUR)
Kupferrohr                           30,00     4       120,00
Ventil                               40,00     2        80,00
"""
    found = fields(table)
    assert [found[f"line_items.{row}.quantity"].value for row in range(2)] == [4, 2]
    assert [found[f"line_items.{row}.unit_price"].value for row in range(2)] == [Decimal("30.00"), Decimal("40.00")]


def test_a_whole_rate_that_was_misread_itself_proves_a_total() -> None:
    lines = TABLE.format(header=HEADER) + "\n".join(
        f"{label:<35}{amount:>14}" for label, amount in (("Net total", "113.30"), ("VAT", "22.66"), ("Total", "138.96"))
    )
    found = fields(lines, engine="rapidocr")["gross_total"]
    assert (found.value, found.repaired) == (Decimal("135.96"), True)
    other = fields(lines.replace("22.66", "25.66"), engine="rapidocr")["gross_total"]  # 22.65 %: the tax or the total may be misread
    assert other.value == Decimal("138.96")


def test_three_rates_together_tell_a_total() -> None:
    rates = (("VAT 20 % of 62.30", "12.46"), ("VAT 10 % of 45.00", "4.50"), ("VAT 5 % of 6.00", "0.30"))
    totals = (("Net total", "113.30"), *rates, ("Total", "136.56"))
    found = fields(TABLE.format(header=HEADER) + "\n".join(f"{label:<35}{amount:>14}" for label, amount in totals), engine="rapidocr")
    assert (found["gross_total"].value, found["gross_total"].repaired) == (Decimal("130.56"), True)
