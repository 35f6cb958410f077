"""Scores and the trees behind them: probabilities, the same for any schema, none invented."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Candidate, FieldValue
from extractor.forest import forest_of
from extractor.learned import Addition, Curve, Learned, shipped
from extractor.schemas.record import FieldSpec, Kind, Rows
from extractor.scorer import score, trusted

STEP = forest_of({"features": ["size", "bold"], "trees": [[[0, 0.5, 1, 2], [-1, -1.0, 0, 0], [-1, 2.0, 0, 0]], [[-1, 0.25, 0, 0]]]})


def test_a_forest_adds_up_the_leaves_that_the_features_lead_to() -> None:
    assert STEP.log_odds({"size": 0.4}) == -0.75
    assert STEP.log_odds({"size": 0.6, "bold": 1.0}) == 2.25


def test_a_feature_that_is_not_given_counts_as_nothing() -> None:
    assert STEP.log_odds({}) == STEP.log_odds({"size": 0.0})


def test_the_models_that_ship_are_whole() -> None:
    models = shipped()
    assert {"date", "money", "identifier"} <= set(models.families)
    for curve in models.confidence.values():
        assert 0 <= curve.of(0.0) <= curve.of(0.5) <= curve.of(1.0) < 1
    for family, forest in models.families.items():
        assert 0 < forest.trust <= 1
        for level in (-1.0, 0.0, 0.5, 50.0):
            assert math.isfinite(forest.log_odds(dict.fromkeys(forest.features, level))), family


def test_the_models_name_no_field() -> None:
    """They speak of likeness to a field's labels, never of its name: a user's own schema is scored alike."""
    names = {"invoice_number", "issue_date", "gross_total", "seller", "total", "merchant"}
    assert not names & {feature for forest in shipped().families.values() for feature in forest.features}


FIELD = FieldSpec("code", Kind.IDENTIFIER)
ONE = Candidate("code", "A-1", "A-1", "label", "right of 'Code'", features={"strength": 0.9})


def test_a_source_that_knows_its_own_probability_is_left_as_it_is() -> None:
    (known,) = score([replace(ONE, score=0.42)], [FIELD])
    assert known.score == 0.42


def test_a_candidate_of_no_field_is_left_alone() -> None:
    (alien,) = score([replace(ONE, path="else")], [FIELD])
    assert alien.score == 0


def test_a_stronger_label_is_likelier() -> None:
    weak, strong = score([replace(ONE, features={"strength": 0.3}), ONE], [FIELD])
    assert weak.score < strong.score


@given(
    st.sampled_from(["", "date", "money", "identifier", "words", "none of ours"]),
    st.dictionaries(st.sampled_from(["strength", "rival", "likelihood", "odds", "larger", "cents", "x", "y"]), st.floats(-50, 50)),
    st.sampled_from(list(Kind)),
    st.booleans(),
)
def test_every_score_is_a_probability(family: str, features: dict[str, float], kind: Kind, required: bool) -> None:
    (one,) = score([replace(ONE, features=features, family=family)], [replace(FIELD, kind=kind, required=required)])
    assert 0 <= one.score <= 1


def test_what_the_first_trees_leave_hopeless_is_given_up() -> None:
    sinking = forest_of({"features": ["size"], "trees": [[[-1, -0.5, 0, 0]]] * 29 + [[[-1, 0.0, 0, 0]]] + [[[-1, 0.1, 0, 0]]] * 20})
    assert sinking.log_odds({}) == pytest.approx(-14.5)
    assert sinking.log_odds({}, before=10.0) == pytest.approx(-12.5)


def test_without_anything_learned_the_weighed_signs_stand_alone() -> None:
    assert score([ONE], [FIELD], Learned())[0].score == pytest.approx(1 / (1 + math.exp(3.2 - 6.4 * 0.9)))


def test_trees_correct_the_weighed_signs_as_far_as_they_are_trusted() -> None:
    known = replace(ONE, family="odd", features={"strength": 0.9, "size": 1.0})
    plain, corrected = (score([known], [FIELD], Learned({"odd": replace(STEP, trust=trust)}))[0].score for trust in (0.0, 0.5))
    assert plain == score([known], [FIELD], Learned())[0].score
    assert math.log(corrected / (1 - corrected)) - math.log(plain / (1 - plain)) == pytest.approx(0.5 * 2.25)


def test_own_documents_add_to_one_field_alone() -> None:
    mine = Learned(own={"code": Addition(1.0, -2.0, {"strength": 1.0})})
    other = replace(ONE, path="else")
    specs = [FIELD, FieldSpec("else", Kind.IDENTIFIER)]
    (code, untouched) = score([ONE, other], specs, mine)
    (before, _) = score([ONE, other], specs, Learned())
    assert untouched.score == before.score
    assert math.log(code.score / (1 - code.score)) == pytest.approx(math.log(before.score / (1 - before.score)) - 2.0 + 0.9)


def test_confidences_are_brought_to_what_they_mean_where_values_were_looked_for() -> None:
    value = FieldValue("code", "A-1", "A-1", 0.6, "label", "right of 'Code'")
    models = Learned(confidence={"identifier": Curve(2.0, 1.0), "any": Curve(1.0, 0.0)})
    changed = trusted({"code": value}, [FIELD], models)["code"].confidence
    assert math.log(changed / (1 - changed)) == pytest.approx(2 * math.log(0.6 / 0.4) + 1)
    for source in ("xml", "template:own", "acroform", "fixed"):
        assert trusted({"code": replace(value, source=source)}, [FIELD], models)["code"].confidence == 0.6
    assert trusted({"code": value}, [replace(FIELD, kind=Kind.DATE)], models)["code"].confidence == pytest.approx(0.6)
    of_family = replace(models, confidence={**models.confidence, "told/identifier": Curve(1.0, 2.0), "words/identifier": Curve(1.0, 3.0)})
    for family, shift in (("", 2.0), ("words", 3.0), ("date", 1.0)):
        changed = trusted({"code": replace(value, family=family, confidence=0.5)}, [FIELD], of_family)["code"].confidence
        assert math.log(changed / (1 - changed)) == pytest.approx(shift)
    row = FieldSpec("lines[].code", Kind.IDENTIFIER)
    assert trusted({"lines.0.code": value}, [row], models)["lines.0.code"].confidence == 0.6


def test_what_stands_in_repeated_blocks_has_curves_of_its_own() -> None:
    value = FieldValue("legs.1.seat", "12A", "12A", 0.6, "label", "below 'Seat'")
    seat = FieldSpec("legs[].seat", Kind.IDENTIFIER, layout=Rows.BLOCKS)
    coach = replace(seat, path="legs[].coach", kind=Kind.TEXT)
    values = {"legs.1.seat": value, "legs.1.coach": replace(value, path="legs.1.coach")}
    surer = Learned(confidence={"blocks/identifier": Curve(2.0), "blocks": Curve(0.0, 1.0), "identifier": Curve(0.0, -1.0)})
    after = trusted(values, [seat, coach], surer)
    assert after["legs.1.seat"].confidence == pytest.approx(1 / (1 + (0.4 / 0.6) ** 2))
    assert after["legs.1.coach"].confidence == pytest.approx(1 / (1 + math.exp(-1)))
    assert trusted(values, [seat, coach], Learned(confidence={"identifier": Curve(0.0, -1.0)})) == values
    told = {"legs.1.seat": replace(value, source="barcode")}
    assert trusted(told, [seat], surer) == told


def test_an_amount_that_stands_alone_is_made_no_surer() -> None:
    amount, models = FieldSpec("total", Kind.MONEY), Learned(confidence={"any": Curve(1.0, 2.0)})
    alone = FieldValue("total", Decimal("194.19"), "194.19", 0.8, "label", "right of 'Total'")

    def said(value: FieldValue) -> float:
        return trusted({"total": value}, [amount], models)["total"].confidence

    assert said(alone) == 0.8
    assert said(replace(alone, times=2)) == said(replace(alone, proved=True)) > 0.9


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 5), st.floats(-5, 5))
def test_a_curve_keeps_the_order(one: float, other: float, slope: float, shift: float) -> None:
    curve = Curve(slope, shift)
    assert 0 <= min(curve.of(one), curve.of(other)) <= max(curve.of(one), curve.of(other)) <= 0.995
    assert (curve.of(one) <= curve.of(other)) or one > other
