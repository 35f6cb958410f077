"""The joint choice: the likeliest answers that agree with one another, and what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.choose import Choice, choose
from extractor.document import Candidate
from extractor.geometry import Box
from extractor.schemas.record import Money, NotAfter, Part, Product, Record, Rule, Sum, field_specs
from extractor.schemas.verdicts import judge


class Row(Part):
    amount: Money | None = None


class Bill(Record):
    number: str | None = None
    day: date | None = None
    due: date | None = None
    net: Money | None = None
    tax: Money | None = None
    gross: Money | None = None
    rows: list[Row] = []

    rules: ClassVar[tuple[Rule, ...]] = (
        Sum("total", "gross", ("net", "tax")),
        Sum("lines", "net", ("rows[].amount",)),
        NotAfter("late", "day", "due"),
        Product("row", "rows", "amount", ("amount",)),
    )


SPECS = field_specs(Bill)


def at(path: str, value: Any, score: float, place: int = 0, **more: Any) -> Candidate:
    """A candidate of the first page; those of one `place` are one run of words."""
    box = Box(0.1, place / 100, 0.2, place / 100 + 0.01)
    shown = Decimal(value) if isinstance(value, str) and path in {"net", "tax", "gross"} else value
    return replace(Candidate(path, shown, str(value), "label", "right of 'X'", 1, box, score=score), **more)


def chosen(candidates: Sequence[Candidate]) -> dict[str, Any]:
    return {path: value.value for path, value in choose(candidates, SPECS, Bill.rules).values.items()}


def test_figures_that_add_up_beat_a_likelier_one_that_does_not() -> None:
    found = [at("net", "100.00", 0.8, 1), at("tax", "19.00", 0.8, 2), at("gross", "190.00", 0.7, 3), at("gross", "119.00", 0.6, 4)]
    result = choose(found, SPECS, Bill.rules)
    assert result.values["gross"].value == Decimal("119.00")
    assert [rule.code for rule in result.holds] == ["total"]
    assert result.fails == ()
    assert "gross = net + tax holds" in result.values["gross"].evidence


def test_a_sum_that_cannot_hold_is_said_and_lowers_the_confidence() -> None:
    right = choose([at("net", "100.00", 0.9, 1), at("tax", "19.00", 0.9, 2), at("gross", "119.00", 0.9, 3)], SPECS, Bill.rules)
    wrong = choose([at("net", "100.00", 0.9, 1), at("tax", "19.00", 0.9, 2), at("gross", "190.00", 0.9, 3)], SPECS, Bill.rules)
    assert [rule.code for rule in wrong.fails] == ["total"]
    assert wrong.values["gross"].confidence < 0.9 < right.values["gross"].confidence


def test_an_amount_that_stands_alone_is_no_surer_than_its_reading() -> None:
    def said(*candidates: Candidate) -> float:
        return choose(candidates, SPECS, Bill.rules).values["gross"].confidence

    clear, worn = (at("gross", "119.00", 0.95, features={"confidence": read}) for read in (1.0, 0.8))
    assert abs(said(worn) - 0.8 * said(clear)) < 1e-9
    again = at("gross", "119.00", 0.95, 5, features={"confidence": 0.8})
    assert said(worn, again) > said(clear)


def test_the_runner_up_is_kept() -> None:
    (other,) = choose([at("number", "A-1", 0.9, 1), at("number", "B-2", 0.4, 2)], SPECS, ()).values["number"].alternatives
    assert (other.value, other.score) == ("B-2", 0.4)


def test_the_same_value_twice_is_likelier_than_once() -> None:
    once = choose([at("number", "A-1", 0.6, 1)], SPECS, ()).values["number"].confidence
    twice = choose([at("number", "A-1", 0.6, 1), at("number", "A-1", 0.6, 2)], SPECS, ()).values["number"].confidence
    assert twice > once


def test_an_unlikely_candidate_is_no_answer() -> None:
    assert chosen([at("number", "A-1", 0.05, 1)]) == {}


def test_one_date_is_not_two_things() -> None:
    day = date(2025, 3, 1)
    assert chosen([at("day", day, 0.9, 1), at("due", day, 0.5, 1)]) == {"day": day}


def test_dates_come_in_their_order() -> None:
    found = [at("day", date(2025, 3, 5), 0.8, 1), at("due", date(2025, 2, 1), 0.6, 2), at("due", date(2025, 4, 1), 0.5, 3)]
    assert chosen(found)["due"] == date(2025, 4, 1)


def test_rows_take_part_in_the_sums() -> None:
    rows = [at("rows.0.amount", Decimal("60.00"), 0.9, 10), at("rows.1.amount", Decimal("40.00"), 0.9, 11)]
    assert chosen([*rows, at("net", "160.00", 0.5, 1), at("net", "100.00", 0.5, 2)])["net"] == Decimal("100.00")


def both(path: str, first: Any, second: Any, conventions: tuple[str, str], likely: tuple[float, float], place: int) -> list[Candidate]:
    """Two readings of the same words."""
    return [
        at(path, value, 0.9 * share, place, text="words", convention=convention, features={"likelihood": share})
        for value, convention, share in zip((first, second), conventions, likely, strict=True)
    ]


ORDERS, MARKS = ("day_first", "month_first"), ("decimal_comma", "decimal_point")


def opens(result: Choice) -> dict[str, tuple[str, ...]]:
    return {issue.code: issue.fields for issue in result.issues}


def test_a_date_with_two_likely_readings_is_an_open_question() -> None:
    found = both("day", date(2025, 4, 3), date(2025, 3, 4), ORDERS, (0.6, 0.4), 1)
    result = choose(found, SPECS, Bill.rules)
    assert opens(result) == {"ambiguous_date": ("day",)}
    assert "2025-04-03 or 2025-03-04" in result.issues[0].message


def test_a_date_whose_other_reading_is_unlikely_is_none() -> None:
    assert opens(choose(both("day", date(2025, 4, 3), date(2025, 3, 4), ORDERS, (0.97, 0.03), 1), SPECS, Bill.rules)) == {}


def test_the_order_of_two_dates_answers_it_for_both() -> None:
    found = both("day", date(2025, 4, 3), date(2025, 3, 4), ORDERS, (0.6, 0.4), 1)
    found += both("due", date(2025, 5, 2), date(2025, 2, 5), ORDERS, (0.6, 0.4), 2)
    assert opens(choose(found, SPECS, Bill.rules)) == {}


def test_an_amount_of_two_likely_readings_is_an_open_question_until_a_sum_answers_it() -> None:
    gross = both("gross", "1234", "1.234", MARKS, (0.6, 0.3), 1)
    assert opens(choose(gross, SPECS, Bill.rules)) == {"ambiguous_amount": ("gross",)}
    parts = [at("net", "1000.00", 0.9, 2), at("tax", "234.00", 0.9, 3)]
    result = choose([*gross, *parts], SPECS, Bill.rules)
    assert result.values["gross"].value == Decimal("1234")
    assert opens(result) == {}


def test_a_sum_makes_an_amount_the_less_likely_reading() -> None:
    gross = both("gross", "1234", "1.234", MARKS, (0.6, 0.4), 1)
    parts = [at("net", "1.000", 0.9, 2), at("tax", "0.234", 0.9, 3)]
    assert chosen([*gross, *parts])["gross"] == Decimal("1.234")


amounts = st.decimals("0.01", "999.99", places=2).map(str)
scores = st.floats(0.03, 0.97).map(lambda score: round(score, 2))
anything = st.lists(
    st.one_of(
        st.builds(at, st.sampled_from(["net", "tax", "gross"]), amounts, scores, st.integers(0, 20)),
        st.builds(at, st.sampled_from(["day", "due"]), st.dates(date(2020, 1, 1), date(2030, 1, 1)), scores, st.integers(0, 20)),
        st.builds(
            at, st.sampled_from(["rows.0.amount", "rows.1.amount"]), st.decimals("0.01", "99", places=2), scores, st.integers(20, 40)
        ),
        st.builds(at, st.just("number"), st.sampled_from(["A", "B", ""]), scores, st.integers(0, 20)),
    ),
    max_size=25,
)


@given(anything)
@settings(max_examples=80, deadline=None)
def test_any_candidates_give_a_sound_choice(found: list[Candidate]) -> None:
    result = choose(found, SPECS, Bill.rules)
    offered = {(candidate.path, str(candidate.value)) for candidate in found}
    for path, answer in result.values.items():
        assert (path, str(answer.value)) in offered
        assert 0 <= answer.confidence < 1
        assert len(answer.alternatives) <= 3
        assert all(str(other.value) != str(answer.value) for other in answer.alternatives)
    assert not set(result.holds) & set(result.fails)
    assert choose(found, SPECS, Bill.rules) == result


@given(anything)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_the_choice_is_never_worse_by_two_equations_than_the_best_of_each_field(found: list[Candidate]) -> None:
    best: dict[str, Candidate] = {}
    for candidate in found:
        if "." not in candidate.path and candidate.score >= 0.2 and candidate.score > best.get(candidate.path, candidate).score - 1e-9:
            best.setdefault(candidate.path, candidate)
    alone = judge(Bill.rules, {path: candidate.value for path, candidate in best.items()})
    assert len(choose(found, SPECS, Bill.rules).fails) <= len(alone[1]) + 1


def test_no_candidates_no_answers() -> None:
    assert choose([], SPECS, Bill.rules) == Choice({}, (), ())
