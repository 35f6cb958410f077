"""What lies between two totals of an invoice: discounts, charges, payments and roundings that lead from one to the other."""

from __future__ import annotations

from decimal import Decimal

from tests.find.typed_invoice import fields, values

TABLE = """
Invoice No: 4711
Invoice date: 2024-05-01

Qty  Description            Unit price     Amount
2    Copper pipe                 30.00      60.00
1    Brass valve                 40.00      40.00
"""


def totals(*rows: tuple[str, str]) -> str:
    return TABLE + "\n".join(f"{label:<35}{amount:>15}" for label, amount in rows)


def test_discount_and_freight_lead_from_the_lines_to_the_net_total() -> None:
    found = values(totals(("Discount", "-5.00"), ("Freight", "8.00"), ("Net total", "103.00"), ("VAT 20 %", "20.60"), ("Total", "123.60")))
    assert abs(found["allowance_total"]) == Decimal("5.00")
    assert (found["shipping_total"], found["net_total"]) == (Decimal("8.00"), Decimal("103.00"))


def test_several_discounts_are_one_total_without_a_place() -> None:
    text = totals(("Discount A", "-5.00"), ("Discount B", "-2.50"), ("Net total", "92.50"), ("VAT 20 %", "18.50"), ("Total", "111.00"))
    found = fields(text)["allowance_total"]
    assert (found.value, found.source, found.box) == (Decimal("7.50"), "computed", None)
    assert "100.00 -5.00 -2.50 = 92.50" in found.evidence


def test_a_step_under_an_unknown_name_is_told_by_its_place() -> None:
    found = values(totals(("Whatsoever", "12.50"), ("Net total", "112.50"), ("VAT 20 %", "22.50"), ("Total", "135.00")))
    assert found["charge_total"] == Decimal("12.50")
    assert "charge_total" not in values(
        totals(("Whatsoever", "12.40"), ("Net total", "112.50"), ("VAT 20 %", "22.50"), ("Total", "135.00"))
    )


def test_what_remains_after_a_payment_is_due_whatever_it_is_called() -> None:
    rows = (("Net total", "100.00"), ("VAT 20 %", "20.00"), ("Total to pay", "120.00"), ("Deposit paid", "30.00"), ("Whatsoever", "90.00"))
    found = values(totals(*rows))
    assert (found["gross_total"], found["prepaid_amount"], found["amount_due"]) == (Decimal("120.00"), Decimal("30.00"), Decimal("90.00"))


def test_a_total_rounded_to_coins_is_due_and_not_the_gross_total() -> None:
    rows = (("Net total", "100.00"), ("VAT 8.1 %", "8.10"), ("Total", "108.10"), ("Rounding", "-0.05"), ("To pay", "108.05"))
    found = values(totals(*rows))
    assert (found["gross_total"], found["rounding_amount"], found["amount_due"]) == tuple(map(Decimal, ("108.10", "-0.05", "108.05")))


def test_labels_in_a_row_have_their_figures_at_the_far_side_of_their_cells() -> None:
    strip = (
        "Net total           VAT 20 %            Grand total         Deposit paid        Balance due\n"
        "            100.00               20.00              120.00               30.00               90.00"
    )
    found = values(TABLE + "\n" + strip)
    assert (found["gross_total"], found["prepaid_amount"], found["amount_due"]) == (Decimal("120.00"), Decimal("30.00"), Decimal("90.00"))


def test_the_proof_of_a_total_tells_the_tax_row_that_no_table_has() -> None:
    rows = (("Net total", "100.00"), ("Tax", "20.00"), ("Total", "120.00"))
    found = values(totals(*rows) + "\n\nall at 20 %")
    assert found["tax_breakdown.0.tax"] == Decimal("20.00")
    assert "tax_breakdown.0.rate" not in found  # it stands far from the tax, and may be another's


def test_rates_side_by_side_are_a_row_each() -> None:
    strip = (
        "Net total           VAT 20 %            VAT 10 %            Grand total\n"
        "            100.00               12.00                4.00              116.00"
    )
    found = values(TABLE + "\n" + strip)
    rows = [(found[f"tax_breakdown.{i}.rate"], found[f"tax_breakdown.{i}.tax"]) for i in range(2)]
    assert rows == [(Decimal(20), Decimal("12.00")), (Decimal(10), Decimal("4.00"))]


def test_an_unnamed_rest_keeps_the_total_from_being_due() -> None:
    """Nobody knows what the last two figures are called, but they make the total: it may not be what is due."""
    rows = (("Net total", "100.00"), ("VAT 20 %", "20.00"), ("Total", "120.00"), ("Whatsoever", "30.00"), ("Something", "90.00"))
    assert "amount_due" not in values(totals(*rows))
    assert values(totals(*rows[:3]))["amount_due"] == Decimal("120.00")
