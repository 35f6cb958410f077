"""What sums say of an answer: which totals a column makes, what follows from the others, and how sure an answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

import pytest

from extractor.choose import Choice, choose
from extractor.document import Candidate
from extractor.geometry import Box
from extractor.schemas.record import Money, Part, Product, Quantity, Record, Rule, Sum, field_specs


class Row(Part):
    count: Quantity | None = None
    price: Money | None = None
    amount: Money | None = None


class Bill(Record):
    number: str | None = None
    net: Money | None = None
    tax: Money | None = None
    gross: Money | None = None
    fee: Money | None = None
    paid: Money | None = None
    due: Money | None = None
    rows: list[Row] = []

    required: ClassVar[tuple[str, ...]] = ("number",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Sum("total", "gross", ("net", "tax")),
        Sum("lines", "net", ("rows[].amount", "fee"), optional=("fee",), or_total="gross"),
        Sum("rest", "due", ("gross",), ("paid",), optional=("paid",), reckoned=("due",)),
        Product("row", "rows", "amount", ("count", "price")),
    )


SPECS = field_specs(Bill)


def at(path: str, value: str, score: float, place: int, **features: float) -> Candidate:
    box = Box(0.1, place / 100, 0.2, place / 100 + 0.01)
    return Candidate(path, value if path == "number" else Decimal(value), value, "label", "", 1, box, features, score=score)


def rows(*amounts: str) -> list[Candidate]:
    return [at(f"rows.{i}.amount", amount, 0.9, 50 + i) for i, amount in enumerate(amounts)]


def totals(net: str, tax: str, gross: str) -> list[Candidate]:
    return [at("net", net, 0.9, 1), at("tax", tax, 0.9, 2), at("gross", gross, 0.9, 3)]


def chose(*found: Candidate | Sequence[Candidate]) -> Choice:
    flat = [c for item in found for c in ([item] if isinstance(item, Candidate) else item)]
    return choose(flat, SPECS, Bill.rules)


@pytest.mark.parametrize("amounts", [("60.00", "40.00"), ("71.40", "47.60")])
def test_lines_may_be_priced_without_tax_or_with_it(amounts: tuple[str, str]) -> None:
    result = chose(rows(*amounts), totals("100.00", "19.00", "119.00"))
    assert {rule.code for rule in result.holds} == {"total", "lines"}
    assert result.fails == ()


def test_lines_that_make_neither_total_are_told() -> None:
    result = chose(rows("60.00", "30.00"), totals("100.00", "19.00", "119.00"))
    assert [rule.code for rule in result.fails] == ["lines"]
    assert result.values["gross"].confidence > result.values["net"].confidence  # only what the lines should make is in doubt


def test_a_row_that_nothing_proves_may_stand_beside_the_sum() -> None:
    proved = [at("rows.0.count", "2", 0.9, 70), at("rows.0.price", "30.00", 0.9, 71)]
    assert chose(rows("60.00", "4.24", "40.00"), totals("100.00", "19.00", "119.00")).fails == ()
    assert chose(rows("60.00", "4.24", "40.00"), proved, totals("44.24", "19.00", "63.24")).fails != ()


def test_a_sum_of_many_rows_outweighs_a_fee_that_breaks_it() -> None:
    result = chose(rows("60.00", "40.00"), totals("100.00", "19.00", "119.00"), at("fee", "60.00", 0.6, 9))
    assert "fee" not in result.values


def test_a_nothing_is_surer_with_the_sum_that_it_completes() -> None:
    nothing = at("tax", "0.00", 0.4, 2)
    alone = chose(nothing, at("gross", "100.00", 0.9, 3)).values["tax"].confidence
    together = chose(nothing, at("gross", "100.00", 0.9, 3), at("net", "100.00", 0.9, 1)).values["tax"].confidence
    assert alone < 0.5 < 0.8 < together


def test_what_is_not_on_the_page_follows_from_the_rest() -> None:
    result = chose(totals("100.00", "19.00", "119.00")).values["due"]
    assert (result.value, result.source) == (Decimal("119.00"), "computed")


@pytest.mark.parametrize(
    "named",
    [
        at("due", "79.00", 0.05, 6, strength=0.6, rival=0.0),  # a label says another amount
        at("paid", "40.00", 0.05, 6, strength=0.6, rival=0.0),  # a label says a deduction
    ],
)
def test_nothing_is_reckoned_where_the_page_may_say_it_otherwise(named: Candidate) -> None:
    assert "due" not in chose(totals("100.00", "19.00", "119.00"), named).values
    claimed = replace(named, features={"strength": 0.6, "rival": 0.9})  # by another field's label
    assert "due" in chose(totals("100.00", "19.00", "119.00"), claimed).values
    unlikely = replace(named, features={**named.features, "likelihood": 0.2})  # "within 30 days"
    assert "due" in chose(totals("100.00", "19.00", "119.00"), unlikely).values
    bare = replace(named, features={})  # an equation's own, without signs
    assert "due" in chose(totals("100.00", "19.00", "119.00"), bare).values


@pytest.mark.parametrize("paid", ["40.00", "-40.00"])
def test_a_deduction_lessens_a_credit_too(paid: str) -> None:
    result = chose(totals("-100.00", "-19.00", "-119.00"), at("paid", paid, 0.8, 5), at("due", "-79.00", 0.8, 6))
    assert {rule.code for rule in result.holds} == {"total", "rest"}


def test_a_required_answer_without_rivals_is_sure() -> None:
    alone = chose(at("number", "A-17", 0.6, 1)).values["number"].confidence
    beside = chose(at("number", "A-17", 0.6, 1), at("number", "4711", 0.5, 2)).values["number"].confidence
    a_part = chose(at("number", "A-17", 0.6, 1), at("number", "17", 0.5, 2)).values["number"].confidence
    assert beside < 0.6 < 0.8 < alone == a_part


@pytest.mark.parametrize(("own", "asked"), [(0.0, True), (0.6, False)])
def test_a_label_that_names_another_figure_is_a_question(own: float, asked: bool) -> None:
    """The part of the goods with tax is proved, and what the total's own label names lost its decimal mark."""

    class Till(Record):
        total: Money
        subtotal: Money | None = None

    proved = at("total", "32.05", 0.92, 1, strength=own, rival=0.0)
    misread = at("total", "-5188", 0.04, 2, strength=0.74, rival=0.01)
    result = choose([proved, misread], field_specs(Till), ())
    assert result.values["total"].value == Decimal("32.05")
    assert [issue.code for issue in result.issues] == (["ambiguous_amount"] if asked else [])


def test_two_sure_answers_leave_a_required_field_in_doubt() -> None:
    sure = chose(at("number", "A-17", 0.99, 1), at("number", "4711", 0.5, 2)).values["number"]
    torn = chose(at("number", "A-17", 0.99, 1), at("number", "4711", 0.92, 2)).values["number"]
    assert torn.value == sure.value == "A-17"
    assert torn.confidence <= 0.8 < sure.confidence


def test_what_follows_must_agree_with_the_rest() -> None:
    """Gross and tax say a net total that the lines contradict: one of the figures is misread."""

    class Strict(Bill):
        rules: ClassVar[tuple[Rule, ...]] = (
            Sum("total", "gross", ("net", "tax"), reckoned=("net",)),
            Sum("lines", "net", ("rows[].amount",), or_total="gross"),
        )

    found = [at("gross", "119.00", 0.9, 1), at("tax", "19.00", 0.9, 2), *rows("60.00", "40.00")]
    assert choose(found, field_specs(Strict), Strict.rules).fails == ()
    misread = [at("gross", "179.00", 0.9, 1), at("tax", "19.00", 0.9, 2), *rows("60.00", "40.00")]
    assert [rule.code for rule in choose(misread, field_specs(Strict), Strict.rules).fails] == ["lines"]
    alone = [at("gross", "179.00", 0.9, 1), *rows("60.00", "40.00")]
    assert [rule.code for rule in choose(alone, field_specs(Strict), Strict.rules).fails] == ["lines"]


def test_amounts_of_a_column_over_their_sum_are_no_totals() -> None:
    """A row of each rate of tax, and one of all rates, under "Total"."""

    def under(value: str, place: int, score: float, path: str = "gross") -> Candidate:
        box = Box(0.8, 0.5 + 0.02 * place, 0.9, 0.51 + 0.02 * place)
        return Candidate(path, Decimal(value), value, "label", "below 'Total'", 1, box, features={"strength": 0.5}, score=score)

    column = [under("382.47", 0, 0.9), under("136.52", 1, 0.7), under("518.99", 2, 0.6)]
    chosen = choose(column, field_specs(Bill), Bill.rules)
    assert chosen.values["gross"].value == Decimal("518.99")
    assert choose(column[:2], field_specs(Bill), Bill.rules).values["gross"].value == Decimal("382.47")


def test_what_is_wholly_paid_is_not_due_though_the_total_is_called_payable() -> None:
    payable, nothing = at("due", "120.00", 0.995, 5), at("due", "0.00", 0.85, 20)
    made = chose(totals("100.00", "20.00", "120.00"), payable, at("paid", "120.00", 0.97, 19), nothing)
    assert made.values["due"].value == 0
    assert chose(totals("100.00", "20.00", "120.00"), payable, nothing).values["due"].value == 120
