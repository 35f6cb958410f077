"""Taxes, tips and amounts as tills of several countries print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.find.test_receipts import HEAD, receipt, value

__all__ = ["receipt"]  # the fixture

ROLLS = [("Gipfeli", "7.70"), ("Coffee", "9.00"), ("Total CHF", "16.70")]


def test_taxes_within_amounts_of_two_rates_make_the_tax(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, *ROLLS, ("MWST 2.5%   7.70   0.19", ""), ("MWST 7.7%   9.00   0.64", "")])
    assert value(found, "tax_total") == Decimal("0.83")
    rows = [(row.rate, row.base, row.tax) for row in found.record.tax_breakdown]
    assert rows == [(Decimal("2.5"), None, Decimal("0.19")), (Decimal("7.7"), None, Decimal("0.64"))]


def test_the_tax_of_one_of_two_rates_is_not_the_tax(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Melange", "9.20"), ("Torte", "9.70"), ("Summe", "18.90"), ("20% MwSt: 2.12  10% MwSt: 0.56", "")])
    assert value(found, "tax_total") in (None, Decimal("2.68"))
    assert [row.tax for row in found.record.tax_breakdown] == [Decimal("2.12"), Decimal("0.56")]


@pytest.mark.parametrize("plea", ["Suggested Gratuity:", "Tip Guide:", "Recommended Tip"])
def test_a_tip_that_is_suggested_is_none(receipt, plea: str) -> None:  # type: ignore[no-untyped-def]
    meal = [("Fish", "45.65"), ("Subtotal", "45.65"), ("Total", "45.65")]
    found = receipt([*HEAD, *meal, (plea, ""), ("15% = $6.85", ""), ("18% = $8.22", "")])
    assert value(found, "tip") is None
    assert value(found, "total") == Decimal("45.65")


def test_where_no_amount_has_cents_three_figures_are_thousands(receipt) -> None:  # type: ignore[no-untyped-def]
    meal = [("Nasi Goreng", "50.000"), ("Es Teh", "6.000"), ("Subtotal", "56.000"), ("TOTAL", "56.000")]
    found = receipt([*HEAD, *meal, ("CASH", "60.000"), ("CHANGE", "4.000")])
    assert (value(found, "total"), value(found, "change_amount")) == (Decimal(56000), Decimal(4000))
    assert not [issue for issue in found.issues if issue.code == "ambiguous_amount"]


def test_thousandths_stay_where_the_currency_has_them(receipt) -> None:  # type: ignore[no-untyped-def]
    meal = [("Kabsa", "2.250"), ("Juice", "1.100"), ("Subtotal", "3.350"), ("TOTAL KWD", "3.350")]
    found = receipt([*HEAD, *meal, ("CASH", "5.000"), ("CHANGE", "1.650")])
    assert (value(found, "total"), value(found, "change_amount")) == (Decimal("3.350"), Decimal("1.650"))
