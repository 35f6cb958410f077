"""Answers to a validated record: what is refused, what is said, what is accepted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from extractor.check import Checked, check
from extractor.document import FieldValue, Severity, value_to_json
from extractor.geometry import Box
from extractor.results import Status
from extractor.schemas.record import Money, Part, Percent, Product, Quantity, Record, Rule, Sum, field_specs, filled_leaves
from extractor.schemas.ticket import Ticket


class Row(Part):
    name: str | None = None
    quantity: Quantity | None = None
    price: Money | None = None
    off: Money | None = None
    rebate: Percent | None = None
    amount: Money | None = None


class Shop(Part):
    name: str | None = None


class Bill(Record):
    number: str | None = Field(None, max_length=8)
    day: date | None = None
    shop: Shop = Shop()
    net: Money | None = None
    tax: Money | None = None
    gross: Money | None = None
    paid: bool | None = None
    rows: list[Row] = []

    required: ClassVar[tuple[str, ...]] = ("number", "gross")
    rules: ClassVar[tuple[Rule, ...]] = (
        Sum("total", "gross", ("net", "tax")),
        Product("row_disagrees", "rows", "amount", ("quantity", "price"), minus="off", rebate="rebate"),
    )


SPECS = field_specs(Bill)
BOX = Box(0.1, 0.1, 0.2, 0.12)


def answer(path: str, value: Any, confidence: float = 0.95, **more: Any) -> FieldValue:
    return FieldValue(path, value, str(value), confidence, "label", "right of 'X'", 1, BOX, **more)


def checked(*answers: FieldValue, broken: tuple[Rule, ...] = ()) -> Checked:
    return check(Bill, SPECS, {one.path: one for one in answers}, broken, 0.8)


def codes(result: Checked) -> list[str]:
    return [issue.code for issue in result.issues]


def record(result: Checked) -> Any:
    return result.record


GOOD = (answer("number", "A-1"), answer("gross", Decimal("5.00")))


def test_sure_answers_are_accepted_as_the_users_own_class() -> None:
    result = checked(*GOOD, answer("shop.name", "Corner Shop"))
    assert result.status is Status.ACCEPTED
    assert isinstance(result.record, Bill)
    assert (result.record.number, result.record.shop.name, result.record.net) == ("A-1", "Corner Shop", None)
    assert result.issues == ()


def test_a_required_field_that_was_not_found_holds_the_record_back() -> None:
    result = checked(answer("gross", Decimal("5.00")))
    assert [(issue.code, issue.fields) for issue in result.issues] == [("missing_required", ("number",))]
    assert result.status is Status.REVIEW


def test_a_value_that_the_model_refuses_is_left_out_and_named() -> None:
    result = checked(answer("number", "far too long a number"), answer("gross", Decimal("5.00")))
    assert record(result).number is None
    assert "number" not in result.fields
    assert "invalid_value" in codes(result)
    assert record(result).gross == Decimal("5.00")


def test_broken_sums_come_with_their_code_and_their_figures() -> None:
    answers = (*GOOD, answer("net", Decimal("4.00")), answer("tax", Decimal("2.00")))
    result = checked(*answers, broken=(Bill.rules[0],))
    (said,) = [issue for issue in result.issues if issue.code == "total"]
    assert said.fields == ("gross", "net", "tax")
    assert "4.00" in said.message
    assert result.status is Status.REVIEW


def test_a_row_that_does_not_multiply_is_said() -> None:
    row = (answer("rows.0.quantity", Decimal(3)), answer("rows.0.price", Decimal("2.00")), answer("rows.0.amount", Decimal("7.00")))
    assert "row_disagrees" in codes(checked(*GOOD, *row))
    fine = (*row[:2], answer("rows.0.amount", Decimal("6.00")))
    assert "row_disagrees" not in codes(checked(*GOOD, *fine))


def test_what_a_row_takes_off_its_product_is_taken_off() -> None:
    row = (answer("rows.0.quantity", Decimal(3)), answer("rows.0.price", Decimal("20.00")), answer("rows.0.amount", Decimal("54.00")))
    for off in (answer("rows.0.off", Decimal("-6.00")), answer("rows.0.rebate", Decimal(10))):
        assert "row_disagrees" not in codes(checked(*GOOD, *row, off))
    assert "row_disagrees" in codes(checked(*GOOD, *row, answer("rows.0.rebate", Decimal(20))))


@pytest.mark.parametrize(("path", "value", "sure"), [("gross", Decimal("5.00"), 0.7), ("net", Decimal("4.00"), 0.4)])
def test_a_doubtful_required_field_or_amount_is_a_warning(path: str, value: Any, sure: float) -> None:
    result = checked(*(one for one in GOOD if one.path != path), answer(path, value, sure))
    assert ("low_confidence", Severity.WARNING) in [(issue.code, issue.severity) for issue in result.issues]
    assert result.status is Status.REVIEW


def test_a_repair_is_told_and_holds_nothing_back() -> None:
    result = checked(GOOD[0], answer("gross", Decimal("5.00"), repaired=True))
    assert codes(result) == ["repaired"]
    assert result.status is Status.ACCEPTED


def test_nothing_found_is_said() -> None:
    result = checked()
    assert "nothing_found" in codes(result)
    assert result.fields == {}


def test_errors_come_before_warnings() -> None:
    result = checked(answer("gross", Decimal("5.00"), 0.3))
    assert [issue.severity for issue in result.issues] == sorted((i.severity for i in result.issues), key=list(Severity).index)


def test_rows_without_anything_close_up() -> None:
    result = checked(*GOOD, answer("rows.0.name", "a"), answer("rows.4.name", "b"))
    assert [row.name for row in record(result).rows] == ["a", "b"]
    assert {"rows.0.name", "rows.1.name"} <= set(result.fields)


money = st.decimals("-99999", "99999", places=2)
words = st.text(min_size=0, max_size=12)
random_answers = st.fixed_dictionaries(
    {},
    optional={
        "number": words,
        "day": st.dates(),
        "shop.name": words,
        "net": money,
        "tax": money,
        "gross": money,
        "paid": st.booleans(),
        "rows.0.name": words,
        "rows.0.amount": money,
        "rows.2.quantity": money,
        "rows.2.price": money,
        "rows.2.amount": money,
    },
)


@given(random_answers, st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_every_filled_leaf_of_the_record_has_its_entry(values: dict[str, Any], sure: float) -> None:
    result = checked(*(answer(path, value, sure) for path, value in values.items()))
    dumped = dict(filled_leaves(result.record.model_dump(mode="json")))
    assert set(result.fields) == set(dumped)
    assert {path: value_to_json(one.value) for path, one in result.fields.items()} == dumped
    assert (result.status is Status.ACCEPTED) == all(issue.severity is Severity.INFO for issue in result.issues)


@pytest.mark.parametrize(("sure", "status"), [((0.97, 0.91), Status.ACCEPTED), ((0.99, 0.88), Status.REVIEW)])
def test_a_block_of_fields_is_as_sure_as_its_least_sure_field(sure: tuple[float, float], status: Status) -> None:
    leaves = {"reservations.0.passenger": "Ada Byron", "reservations.0.operator": "Northern Line"}
    values = {
        path: FieldValue(path, value, value, confidence, "label", "", 1, BOX)
        for (path, value), confidence in zip(leaves.items(), sure, strict=True)
    }
    checked = check(Ticket, field_specs(Ticket), values, (), 0.9)
    assert checked.status is status
    assert ("low_confidence" in [issue.code for issue in checked.issues]) is (status is Status.REVIEW)


def test_a_sum_of_rows_that_fails_says_what_the_rows_make() -> None:
    rows = (answer("rows.0.amount", Decimal("3.00")), answer("rows.0.price", Decimal("9.00")), answer("rows.1.amount", Decimal("1.50")))
    (issue,) = checked(*GOOD, *rows, broken=(Sum("rows_disagree", "gross", ("rows[].amount",)),)).issues
    assert "(gross 5.00, rows[].amount 4.50 in 2 rows)" in issue.message
