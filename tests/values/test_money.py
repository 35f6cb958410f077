"""Amounts, numbers and percents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import Habits, money, number, percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56 EUR", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56 €", "1234.56"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("1'234.56", "1234.56"),
        ("CHF 1’234.56", "1234.56"),
        ("1,23,456.00", "123456.00"),
        ("₹ 1,23,456", "123456"),
        ("12,50", "12.50"),
        ("27,80", "27.80"),
        ("1.234.567", "1234567"),
        ("0,500", "0.500"),
        ("5,-", "5"),
        ("CHF 5.--", "5"),
        (".50", "0.50"),
        ("$.50", "0.50"),
        ("RM9.00", "9.00"),
        ("RM 9.00", "9.00"),
        ("AU$77.43", "77.43"),
        ("R$ 1.234,56", "1234.56"),
        ("12,50 zł", "12.50"),
        ("$5,000", "5000"),
        ("5EUR", "5"),
        ("-5,00", "-5.00"),
        ("5,00-", "-5.00"),
        ("5,00- €", "-5.00"),
        ("(5.00)", "-5.00"),
        ("$(5.00)", "-5.00"),
        ("-€5.00", "-5.00"),
        ("€-5.00", "-5.00"),
        ("12.50CR", "-12.50"),
        ("12.50 CR", "-12.50"),
        ("10.90SR", "10.90"),
        ("1500", "1500"),
        ("Total: €9.00".removeprefix("Total: "), "9.00"),
    ],
)
def test_one_amount(text: str, value: str) -> None:
    best = money.parse(text)[0]
    assert str(best.value) == value
    assert best.repaired is False


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12. 50", "12.50"),
        ("12 ,50", "12.50"),
        ("l2.50", "12.50"),
        ("1O.00", "10.00"),
        ("S.00", "5.00"),
        ("1,234,56", "1234.56"),
        ("12..50", "12.50"),
    ],
)
def test_misread_amounts_are_repaired_and_say_so(text: str, value: str) -> None:
    readings = [one for match in money.find(text) for one in match.interpretations if str(one.value) == value]
    assert readings[0].repaired


def test_ambiguous_thousands() -> None:
    readings = {one.convention: str(one.value) for one in money.parse("1.234")}
    assert readings == {"decimal_comma": "1234", "decimal_point": "1.234"}
    assert str(money.parse("1.234", Habits(decimal_mark="."))[0].value) == "1.234"
    assert str(money.parse("1,234", Habits(decimal_mark="."))[0].value) == "1234"
    assert str(money.parse("1,234", Habits(decimal_mark=","))[0].value) == "1.234"


def test_two_decimals_are_no_thousands() -> None:
    assert [str(one.value) for one in money.parse("27,80")] == ["27.80"]
    assert str(money.parse("27,80", Habits(decimal_mark="."))[0].value) == "27.80"


@pytest.mark.parametrize(
    "text",
    [
        "25.12.2018",
        "31 12 2025",
        "19,00 %",
        "8:13",
        "14.30 Uhr",
        "DE89 3704 0044 0532 0130 00",
        "+49 30 123456",
        "INV-123.00",
        "A4",
        "192.168.10.12",
        "12345678901234",
        "0815",
        "a1b2c3",
        "",
    ],
)
def test_no_amount(text: str) -> None:
    assert money.find(text) == ()


def test_likelihood_grows_with_the_signs_of_money() -> None:
    def likelihood(text: str) -> float:
        return sum(one.likelihood for one in money.find(text)[0].interpretations)

    assert likelihood("1500") < 0.2 < likelihood("$1500")
    assert likelihood("1500") < likelihood("1,500") < likelihood("1,500.00") < likelihood("$1,500.00")
    assert likelihood("500 g") < likelihood("500")


def test_a_space_may_part_two_values_or_group_one() -> None:
    assert {str(match.value) for match in money.find("2 500.00")} >= {"2500.00", "500.00"}
    (whole, *_) = money.find("RM 1 234,50")
    assert str(whole.value) == "1234.50"


@pytest.mark.parametrize("text", ["28 677.84", "R 28 677.84", "28 677.84 CHF"])
def test_figures_parted_by_a_space_are_one_where_nothing_else_stands(text: str) -> None:
    found = {str(match.value): match.likelihood for match in money.find(text)}
    assert found["28677.84"] > 0.5 > found["677.84"]
    counted = {str(match.value): match.likelihood for match in money.find(f"Pipes {text}")}
    assert counted["28677.84"] < counted["677.84"]


def test_spaced_dash_is_a_doubtful_sign() -> None:
    (match,) = money.find("Rabatt - 5,00")
    assert {str(one.value) for one in match.interpretations} == {"5.00", "-5.00"}


def test_dash_after_an_amount_is_a_minus_or_a_flourish() -> None:
    assert [str(one.value) for one in money.parse("108.85-")] == ["-108.85", "108.85"]


def test_class_of_tax_after_an_amount() -> None:
    assert str(money.find("8.59-A")[0].value) == "8.59"
    assert money.find("8.59-ABC") == ()


def test_several_amounts_of_a_line_in_order() -> None:
    assert [str(match.value) for match in money.find("3 x 2.50 = RM7.50 0.45")][-3:] == ["2.50", "7.50", "0.45"]


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from([("{:,.2f}", "."), ("{:.2f}", ".")]),
    st.booleans(),
)
def test_what_is_written_is_read(amount: Decimal, form: tuple[str, str], comma: bool) -> None:
    text = form[0].format(amount)
    if comma:
        text = text.translate(str.maketrans(".,", ",."))
    readings = money.parse(f"{text} EUR")
    assert readings[0].value == amount
    assert "E" not in str(readings[0].value)
    assert readings[0].value.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("2.50", "2.50"),
        ("3 x", "3"),
        ("3x", "3"),
        ("2 Stk.", "2"),
        ("5kg", "5"),
        ("-2", "-2"),
        ("1 Stück", "1"),
        ("2,00 h", "2.00"),
        ("Qty: 4".removeprefix("Qty"), "4"),
    ],
)
def test_quantities(text: str, value: str) -> None:
    assert str(number.parse(text)[0].value) == value


def test_quantity_with_three_decimals_is_ambiguous() -> None:
    assert {str(one.value) for one in number.parse("1,000")} == {"1000", "1.000"}
    assert str(number.parse("1,000", Habits(decimal_mark=","))[0].value) == "1.000"


@pytest.mark.parametrize("text", ["12.12.2020", "19%", "abc", "x", "A1B"])
def test_no_quantity(text: str) -> None:
    assert number.parse(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19%", "19"),
        ("19,00 %", "19.00"),
        ("7,000 %", "7.000"),
        ("% 19", "19"),
        ("-3%", "-3"),
        ("20", "20"),
        ("5.5 Prozent", "5.5"),
        ("GST @ 6%", "6"),
    ],
)
def test_percents(text: str, value: str) -> None:
    assert str(percent.parse(text)[0].value) == value


def test_two_percents_are_found_and_not_parsed() -> None:
    assert [str(match.value) for match in percent.find("0% 5%")] == ["0", "5"]
    assert percent.parse("0% 5%") == ()
    assert percent.find("19.00") == ()
