"""What is found on a till's receipt: how it was paid, totals that prove one another, the order of its dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.pipeline import Options, extract
from extractor.results import Extraction
from tests.find.conftest import HEAD, MEAL, MakePage, value, write


@pytest.mark.parametrize(
    ("line", "means"),
    [
        (("CASH", "20.00"), "CASH"),
        (("Espèces", "20.00"), "Espèces"),
        (("Visa", "12.96"), "Visa"),
        (("Payment: Mastercard", ""), "Mastercard"),
    ],
)
def test_how_it_was_paid(receipt, line: tuple[str, str], means: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, *MEAL, ("Tax", "0.96"), ("Total", "12.96"), line])
    assert value(found, "payment_method") == means


@pytest.mark.parametrize("line", ["No cash refunds", "CASH BILL", "Cashier: Ann"])
def test_words_about_cash_say_nothing_of_the_payment(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, (line, ""), *MEAL, ("Tax", "0.96"), ("Total", "12.96")])
    assert value(found, "payment_method") is None


def test_a_total_without_a_name_is_proved_by_subtotal_and_tax(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("03/25/2019", ""), *MEAL, ("Tax", "0.96"), ("", ""), ("", "12.96")])
    assert value(found, "total") == Decimal("12.96")
    assert "total = subtotal + tax_total" in found.fields["total"].evidence


def test_a_tax_is_never_the_whole(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, *MEAL, ("Tax", "0.00"), ("Total", "12.00"), ("VISA", "12.00")])
    assert value(found, "tax_total") == Decimal("0.00")


def test_a_sum_of_the_goods_of_one_rate_is_not_the_total(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [("Bread", "39.40"), ("Cake", "12.96"), ("Total 6% (excl. GST)", "12.96"), ("GST 6%", "0.78"), ("Total 6% (incl. GST)", "13.74")]
    found = receipt([*HEAD, *rows, ("Total Payable", "53.14"), ("Cash", "60.00"), ("Change", "6.86")])
    assert value(found, "total") == Decimal("53.14")


def test_goods_of_one_rate_and_goods_of_none_make_the_whole(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [("Total 0% supplies:", "35.14"), ("Total 6% supplies (excl. GST):", "3.60"), ("GST:", "0.22")]
    found = receipt([*HEAD, *rows, ("Total 6% supplies (Inc. GST):", "3.82"), ("Total 0% supplies:", "35.14"), ("Total Payable:", "38.96")])
    assert value(found, "total") == Decimal("38.96")


def test_a_stroke_before_a_proved_total_is_no_minus(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [("Total 6% (excl. GST):", "30.24"), ("GST:", "1.81"), ("Total 6% (Inc. GST):", "32.05"), ("Total 0%:", "19.83")]
    found = receipt([*HEAD, *rows, ("Total Payable:", "-51.88")])
    assert value(found, "total") == Decimal("51.88")
    assert found.fields["total"].repaired


def test_a_refund_is_negative_throughout(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = [("Soup", "-8.00"), ("Bread", "-4.00"), ("Subtotal", "-12.00"), ("Tax 8%", "-0.96")]
    assert value(receipt([*HEAD, *rows, ("Total", "-12.96")]), "total") == Decimal("-12.96")


@pytest.mark.parametrize(
    ("sign", "day"),
    [
        ("Boston, MA 02114", date(2019, 4, 7)),
        ("(212) 555-0147", date(2019, 4, 7)),
        ("VAT 123456", date(2019, 7, 4)),
        ("Tel: +44 20 7946 0000", date(2019, 7, 4)),
    ],
)
def test_where_a_shop_stands_tells_the_order_of_its_dates(receipt, sign: str, day: date) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, (sign, ""), ("Date: 04/07/2019", ""), *MEAL, ("Total", "12.00")])
    assert value(found, "date") == day


@pytest.mark.parametrize("number", ["PT 517 651 530", "37 924 132 610", "DE 173.720.808", "123456789"])
def test_a_tax_number_in_groups_is_whole(receipt, number: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, (f"Tax ID: {number}", ""), *MEAL, ("Total", "12.00")])
    assert value(found, "merchant.tax_id") == number


def test_a_company_form_is_no_currency(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([("CORNER CAFE SDN BHD", ""), *MEAL, ("TOTAL RM", "12.00")])
    assert value(found, "currency") == "MYR"


def test_a_tax_class_behind_an_amount_is_no_amount(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("2 x 4.50", ""), ("Soup of the day", "9.00  1"), ("Cover", "1.50  1"), ("TOTAL", "10.50")])
    assert [item.amount for item in found.record.line_items] == [Decimal("9.00"), Decimal("1.50")]
    assert found.record.line_items[0].quantity == 2


def test_an_article_number_under_its_text_is_none_of_it(drawn: MakePage, tmp_path: Path) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        columns = (50, 150, 200, 260)
        rows = [
            ("Description", "Qty", "Price", "Total"),
            ("Baguette",),
            ("4261060992605", "2", "1.50", "3.00"),
            ("Butter",),
            ("446095", "1", "2.40", "2.40"),
        ]
        for number, row in enumerate([*rows, ("TOTAL", "", "", "5.40")]):
            for x, text in zip(columns, row, strict=False):
                write(canvas, x, 60 + 16 * number, text)

    path = tmp_path / "receipt.pdf"
    path.write_bytes(drawn(draw))
    items = extract(path, Options(schema="receipt")).record.line_items
    assert [(item.item_code, item.description, item.amount) for item in items] == [
        ("4261060992605", "Baguette", Decimal("3.00")),
        ("446095", "Butter", Decimal("2.40")),
    ]


def test_amounts_may_come_first_though_they_do_not_add_up_to_the_cent(receipt) -> None:  # type: ignore[no-untyped-def]
    rows = ["1.90 T 1 ORANGE JUICE 1L", "2.00 T 2 SKIMMED MILK", "3.99 T 1 GROUND COFFEE", "0.95 T 1 WHOLEMEAL BREAD"]
    found = receipt([*HEAD, *((row, "") for row in rows), ("Rounding", "0.01"), ("Total", "8.85")])
    assert [item.amount for item in found.record.line_items] == [Decimal(amount) for amount in ("1.90", "2.00", "3.99", "0.95")]


@pytest.mark.parametrize(
    ("rows", "category"),
    [
        ([("Table 4", ""), ("Guests: 2", "")], "meal"),
        ([("Zapfsäule 3", ""), ("Super E10  42,10 Liter", "")], "fuel"),
        ([("Parkhaus am Markt", "")], "parking"),
        ([("Librería Central", "")], "supplies"),
        ([("Chambre 12", ""), ("3 nuits", "")], "hotel"),
        ([("Item", "")], None),
    ],
)
def test_words_tell_what_was_bought(receipt, rows: list[tuple[str, str]], category: str | None) -> None:  # type: ignore[no-untyped-def]
    found = receipt([("NORDEN", ""), *rows, ("One", "8.00"), ("Two", "4.00"), ("Total", "12.00")])
    assert value(found, "category") == category
    assert category is None or "the page says" in found.fields["category"].evidence


def rows(result: Extraction) -> list[tuple[object, object, object]]:
    """Each row's text, count and amount."""
    numbers = sorted({path.split(".")[1] for path in result.fields if path.startswith("line_items.")}, key=int)
    return [tuple(value(result, f"line_items.{n}.{leaf}") for leaf in ("description", "quantity", "amount")) for n in numbers]  # type: ignore[misc]


def test_amounts_may_have_no_cents(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt(
        [*HEAD, ("1 Fruit salad", "23,967"), ("1 Fried rice", "43,801"), ("SubTotal", "67,768"), ("Tax", "6,777"), ("Total", "74,545")]
    )
    assert [amount for _, _, amount in rows(found)] == [Decimal(23967), Decimal(43801)]
    assert value(found, "total") == Decimal(74545)


def test_how_a_total_was_paid_is_no_row(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Dress", "33.99"), ("Coat", "68.00"), ("Subtotal", "101.99"), ("Total", "101.99"), ("CORP PLAN", "101.99")])
    assert [text for text, _, _ in rows(found)] == ["Dress", "Coat"]


def test_a_row_that_is_the_sum_of_those_above_it_is_no_total_where_a_named_one_counts_it(receipt) -> None:  # type: ignore[no-untyped-def]
    items = [("Bread", "2.00"), ("Oysters", "16.00"), ("Mussels", "18.00"), ("Wine", "70.00")]
    found = receipt([*HEAD, *items, ("Total", "106.00")])
    assert [text for text, _, _ in rows(found)] == [text for text, _ in items]


def test_counts_may_stand_before_the_amounts(receipt) -> None:  # type: ignore[no-untyped-def]
    items = [("Diet Coke", "1    2.30"), ("Chicken chop", "2    17.60"), ("Fried rice", "1    5.90")]
    found = receipt([*HEAD, *items, ("Total", "25.80")])
    assert [(text, count) for text, count, _ in rows(found)] == [("Diet Coke", 1), ("Chicken chop", 2), ("Fried rice", 1)]


def test_a_line_of_savings_above_the_list_is_none_of_it(receipt) -> None:  # type: ignore[no-untyped-def]
    items = [("Candles", "3.99"), ("Roses", "19.99"), ("Wine", "11.98"), ("Fruit bowl", "2.83")]
    found = receipt([*HEAD, ("TOTAL COUPON SAVED", "3.00"), ("SAVINGS TOTAL", "3.00"), *items, ("Total", "41.72"), ("Cash", "50.00")])
    assert [text for text, _, _ in rows(found)] == [text for text, _ in items]


@pytest.mark.parametrize("line", ["Member 10%", "Half price", "Two for 5.00"])
def test_a_line_that_takes_off_is_the_discount_and_no_article(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Soup", "8.00"), (line, "-1.50"), ("Bread", "4.00"), ("Total", "10.50")])
    assert [row[-1] for row in rows(found)] == [Decimal("8.00"), Decimal("4.00")]
    assert value(found, "discount_total") == Decimal("1.50")
    assert value(found, "total") == Decimal("10.50")
    assert found.fields["total"].proved


@pytest.mark.parametrize("line", ["Deposit return", "Leergut", "Soup"])
def test_what_is_given_back_is_no_discount(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Soup", "8.00"), (line, "-8.00"), ("Bread", "14.00"), ("Total", "14.00")])
    assert [row[-1] for row in rows(found)] == [Decimal("8.00"), Decimal("-8.00"), Decimal("14.00")]
    assert value(found, "discount_total") is None


def test_rows_prove_a_total_that_has_no_subtotal(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Soup", "8.10"), ("Bread", "4.25"), ("Cake", "3.30"), ("Total", "15.65")])
    assert found.fields["total"].proved
    assert value(found, "service_charge") is None


def test_a_dot_before_amounts_is_no_minus_sign_where_their_sum_says_so(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Soup", "-8.10"), ("Bread", "4.25"), ("Cake", "3.30"), ("Total", "15.65")])
    assert [row[-1] for row in rows(found)] == [Decimal("8.10"), Decimal("4.25"), Decimal("3.30")]


def test_sections_of_one_line_are_told_by_their_totals_name(receipt) -> None:  # type: ignore[no-untyped-def]
    shelves = [("Milk", "1.89"), ("Cheese", "0.99"), ("Dept of food", "2.88"), ("Bag", "0.10"), ("Dept of food", "0.10")]
    assert [row[-1] for row in rows(receipt([*HEAD, *shelves]))] == [Decimal("1.89"), Decimal("0.99"), Decimal("0.10")]


def test_amounts_without_a_space_between_them(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("2 x Menu", "100.00200.00"), ("1 x Cake", "4.00 4.00"), ("Total", "204.00")])
    assert rows(found)[0] == ("Menu", Decimal(2), Decimal("200.00"))


@pytest.mark.parametrize("line", ["St Peters Punch", "A la minute"])
def test_a_texts_first_word_may_look_like_a_unit(receipt, line: str) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, (line, "8.10"), ("Bread", "4.25"), ("Total", "12.35")])
    assert rows(found)[0][0] == line


@pytest.mark.parametrize(
    ("line", "number"), [("11.04.2024 17:20 Kasse 2 Bon 339018", "339018"), ("9 Dec 2023 11:36 Sale Q-20418 Till 1", "Q-20418")]
)
def test_a_number_in_a_tills_line_of_pairs(receipt, line: str, number: str) -> None:  # type: ignore[no-untyped-def]
    assert value(receipt([*HEAD, *MEAL, ("Total", "12.00"), (line, "")]), "receipt_number") == number


def test_what_a_card_paid_is_no_place_of_the_total(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, *MEAL, ("Total", "12.00"), ("VISA xxxx3360", "12.00")])
    assert value(found, "paid_amount") == Decimal("12.00")
    assert value(found, "card_digits") == "3360"


def test_a_price_may_stand_under_its_count(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("1 Bread 500", "3.25"), ("2 Soup 40", "9.80"), ("   each 4.90", ""), ("Total", "13.05")])
    assert rows(found) == [("Bread 500", Decimal(1), Decimal("3.25")), ("Soup 40", Decimal(2), Decimal("9.80"))]
    assert value(found, "line_items.1.unit_price") == Decimal("4.90")


def test_a_count_a_price_and_an_amount_may_stand_on_three_lines(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Super E10", ""), ("   42.18 Liter x 1.719 EUR/L", ""), ("", "72.51 A"), ("Cake", "2.10"), ("Total", "74.61")])
    assert rows(found)[0] == ("Super E10", Decimal("42.18"), Decimal("72.51"))


def test_a_text_behind_a_column_of_counts_may_begin_with_a_figure(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("1 Bread", "3.25"), ("2 2% Milk", "9.80"), ("1 #4 Combo", "5.00"), ("Total", "18.05")])
    assert [row[:2] for row in rows(found)] == [("Bread", 1), ("2% Milk", 2), ("#4 Combo", 1)]


def test_codes_and_counts_behind_the_text(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("Phone cable 068113113894", "9.88"), ("Poster \u00d7 2", "9.00"), ("Total", "18.88")])
    assert rows(found) == [("Phone cable", None, Decimal("9.88")), ("Poster", Decimal(2), Decimal("9.00"))]
    assert value(found, "line_items.0.item_code") == "068113113894"


def test_a_phone_between_a_day_and_a_time(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([("POST OFFICE", ""), ("12 Main Street", ""), ("08/21/2008 (800)275-8777 10:07:29 AM", ""), *MEAL, ("Total", "12.00")])
    assert value(found, "merchant.phone") == "(800)275-8777"


def test_cash_that_was_paid_out_is_no_row_and_no_part_of_the_total(receipt) -> None:  # type: ignore[no-untyped-def]
    items = [("Bread", "4.50"), ("Milk", "3.10"), ("Cake", "6.00"), ("TOTAL", "13.60")]
    found = receipt([*HEAD, *items, ("EFTPOS PURCHASE", "13.60"), ("CASH OUT", "40.00"), ("EFTPOS TOTAL", "53.60")])
    assert [text for text, _, _ in rows(found)] == ["Bread", "Milk", "Cake"]
    assert value(found, "total") == Decimal("13.60")


def test_a_tip_below_a_total_that_the_rows_make_is_told(receipt) -> None:  # type: ignore[no-untyped-def]
    found = receipt([*HEAD, ("2 R\u00f6sti", "36.00"), ("1 Fondue", "31.50"), ("Total CHF", "67.50"), ("Trinkgeld", "4.10")])
    assert value(found, "tip") == Decimal("4.10")
    assert value(found, "total") == Decimal("67.50")


def test_the_gross_of_one_rate_is_not_the_total(receipt) -> None:  # type: ignore[no-untyped-def]
    items = [("Farine", "1.95"), ("Levure", "1.78"), ("Savon", "6.40"), ("Remise", "-0.64"), ("TOTAL A PAYER EUR", "9.49")]
    table = [("TAUX", "HT     TVA     TTC"), ("A 5,50", "3.54     0.19     3.73"), ("B 20,00", "4.80     0.96     5.76")]
    assert value(receipt([*HEAD, *items, *table]), "total") == Decimal("9.49")


def test_a_price_is_printed_only_where_there_are_several(drawn: MakePage, tmp_path: Path) -> None:
    rows = [
        ("", "Descripción", "P.Unit", "Importe"),
        ("1", "ACEITE OLIVA", "", "8,95"),
        ("6", "LECHE ENTERA", "0,96", "5,76"),
        ("1", "GEL DUCHA", "", "2,10"),
        ("", "DTO. ACEITE 10%", "", "-0,90"),
        ("", "TOTAL (€)", "", "15,91"),
    ]

    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        for number, row in enumerate([*((left, "", "", "") for left, _ in HEAD), *rows]):
            for x, text in zip((50, 80, 200, 260), row, strict=True):
                write(canvas, x, 60 + 16 * number, text)

    path = tmp_path / "receipt.pdf"
    path.write_bytes(drawn(draw))
    items = extract(path, Options(schema="receipt")).record.line_items
    assert [(item.description, item.quantity, item.amount) for item in items] == [
        ("ACEITE OLIVA", Decimal(1), Decimal("8.95")),
        ("LECHE ENTERA", Decimal(6), Decimal("5.76")),
        ("GEL DUCHA", Decimal(1), Decimal("2.10")),
    ]
