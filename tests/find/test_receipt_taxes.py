"""Taxes, tips and amounts as tills of several countries print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.find.conftest import HEAD, value

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


@pytest.mark.parametrize(
    ("line", "quantity", "price"),
    [
        (("Super E10   41,27 L   1,779 EUR/L", "73,42"), "41.27", "1.779"),
        (("Tea   x2", "3,60"), "2", None),
        (("Rolls   6 x0,80", "4,80"), "6", "0.80"),
        (("2x 175ml Rioja", "11,00"), "2", None),
        (("Super 35,41 1   1,739 EUR/1", "61,58"), "35.41", "1.739"),  # litres read as ones
        (("Cappuccino   n.2 x 1,60", "3,20"), "2", "1.60"),
    ],
)
def test_counts_and_prices_of_a_line(receipt, line: tuple[str, str], quantity: str, price: str | None) -> None:  # type: ignore[no-untyped-def]
    row = receipt([*HEAD, line, ("Bread", "4,00"), ("Total EUR", f"{Decimal(line[1].replace(',', '.')) + 4}".replace(".", ","))]).record
    assert row.line_items[0].quantity == Decimal(quantity)
    assert row.line_items[0].unit_price == (None if price is None else Decimal(price))


def test_a_weighed_thing_is_named_on_the_line_above(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = receipt(
        [*HEAD, ("Salt", "1,00"), ("Mountain cheese", ""), ("0,312 kg x 17,90 EUR/kg", "5,58"), ("Total", "6,58")]
    ).record.line_items
    assert [(row.description, row.amount) for row in rows] == [("Salt", Decimal("1.00")), ("Mountain cheese", Decimal("5.58"))]


def test_the_net_weight_of_a_thing_is_no_net_total(receipt) -> None:  # type: ignore[no-untyped-def]
    sale = [("Salt", "1.00"), ("Truss Tomato", ""), ("1.235kg NET @ $7.90/kg", "$9.76"), ("SUBTOTAL", "$10.76"), ("TOTAL", "$10.76")]
    rows = receipt([*HEAD, *sale]).record.line_items
    assert [(row.description, row.quantity, row.amount) for row in rows][1] == ("Truss Tomato", Decimal("1.235"), Decimal("9.76"))


def test_what_offers_take_off_under_the_subtotal_is_no_row(receipt) -> None:  # type: ignore[no-untyped-def]
    sale = [("BEANS", "3.00"), ("BEANS", "3.00"), ("PIZZA", "2.75"), ("SUB-TOTAL", "8.75")]
    off = [("2 FOR 5.00 BEANS", "-1.00"), ("PIZZA OFFER", "-0.50"), ("TOTAL SAVINGS", "-1.50"), ("TO PAY", "7.25")]
    found = receipt([*HEAD, *sale, *off])
    assert [row.description for row in found.record.line_items] == ["BEANS", "BEANS", "PIZZA"]
    assert (value(found, "discount_total"), value(found, "total")) == (Decimal("1.50"), Decimal("7.25"))


def test_nothings_under_the_total_are_no_rows(receipt) -> None:  # type: ignore[no-untyped-def]
    sale = [
        ("Pane", "1,90"),
        ("Prosciutto", "6,84"),
        ("TOTALE COMPLESSIVO", "8,74"),
        ("Pagamento contante", "8,74"),
        ("Non riscosso", "0,00"),
    ]
    assert [row.description for row in receipt([*HEAD, *sale]).record.line_items] == ["Pane", "Prosciutto"]


@pytest.mark.parametrize("card", ["Visa x8890", "Amex ...8890", "Card****8890"])
def test_the_end_of_a_card_number(receipt, card: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*HEAD, ("Soup", "8.00"), ("Total", "8.00"), (card, "8.00")]), "card_digits") == "8890"


def test_a_service_charge_of_some_percent_is_no_tax(receipt) -> None:  # type: ignore[no-untyped-def]
    bill = [("Food", "62.00"), ("Drinks", "31.40"), ("Subtotal", "93.40"), ("12.5% service", "11.68"), ("Total", "105.08")]
    found = receipt([*HEAD, *bill, ("VAT content", "15.57")])
    assert value(found, "tax_total") in (None, Decimal("15.57"))
    assert value(found, "total") == Decimal("105.08")
    assert not found.record.tax_breakdown


def test_what_one_of_two_rates_is_of_is_no_subtotal(receipt) -> None:  # type: ignore[no-untyped-def]
    sale = [("Pain", "5,50"), ("Vin", "8,50"), ("TOTAL EUR", "14,00")]
    found = receipt([*HEAD, *sale, ("TVA 5,5%  HT 5,21  TVA 0,29", ""), ("TVA 20%  HT 7,08  TVA 1,42", "")])
    assert (value(found, "subtotal"), value(found, "tax_total")) == (None, Decimal("1.71"))


def test_classes_of_tax_stand_before_their_rates(receipt) -> None:  # type: ignore[no-untyped-def]
    table = [("1=19,0%   10,45   8,78   1,67", ""), ("2= 7,0%   1,15   1,07   0,08", "")]
    found = receipt([*HEAD, ("Milch", "1,15"), ("Seife", "10,45"), ("SUMME EUR", "11,60"), ("MwSt-Satz Brutto Netto MwSt", ""), *table])
    assert [(row.rate, row.tax) for row in found.record.tax_breakdown] == [
        (Decimal("19.0"), Decimal("1.67")),
        (Decimal("7.0"), Decimal("0.08")),
    ]
    assert value(found, "tax_total") == Decimal("1.75")


def test_a_tip_under_the_amount_due_is_of_the_total_that_the_two_make(receipt) -> None:  # type: ignore[no-untyped-def]
    meal = [("Lobster Roll", "83.65"), ("Subtotal", "83.65"), ("Meals Tax 8%", "6.69"), ("Amount Due", "90.34")]
    found = receipt([*HEAD, *meal, ("Tip", "16.70"), ("Total Paid", "107.04")])
    assert (value(found, "total"), value(found, "tip")) == (Decimal("107.04"), Decimal("16.70"))


def test_a_small_rounding_under_a_total_makes_no_other_one(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Tea", "8.00"), ("Bun", "4.02"), ("Total", "12.02"), ("Rounding", "-0.02"), ("CASH", "12.00")])
    assert value(found, "total") in (Decimal("12.02"), Decimal("12.00"))


def test_two_taxes_of_one_rate_are_the_tax_together(receipt) -> None:  # type: ignore[no-untyped-def]
    sale = [
        ("Kaju Katli", "490.00"),
        ("Bhujia", "610.00"),
        ("Sub Total", "1100.00"),
        ("Discount 5%", "55.00"),
        ("Taxable Value", "1045.00"),
    ]
    taxes = [("CGST 2.5%", "26.13"), ("SGST 2.5%", "26.13"), ("Round off", "-0.26"), ("Grand Total", "1097.00")]
    found = receipt([*HEAD, *sale, *taxes])
    assert (value(found, "total"), value(found, "tax_total")) == (Decimal("1097.00"), Decimal("52.26"))


def test_a_total_that_names_a_rate_behind_it_is_the_tax(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt(
        [*HEAD, ("Kaya Puff", "6.40"), ("Slice", "18.75"), ("Due", "25.15"), ("Pay", "25.15"), ("(Total Included GST @ 6% : 1.42)", "")]
    )
    assert value(found, "total") == Decimal("25.15")
