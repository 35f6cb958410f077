"""Scores and the trees behind them: probabilities, the same for any schema, none invented."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Candidate
from extractor.forest import Forest, forest_of, shipped
from extractor.schemas.record import FieldSpec, Kind
from extractor.scorer import score

STEP = forest_of({"features": ["size", "bold"], "trees": [[[0, 0.5, 1, 2], [-1, -1.0, 0, 0], [-1, 2.0, 0, 0]], [[-1, 0.25, 0, 0]]]})


def test_a_forest_adds_up_the_leaves_that_the_features_lead_to() -> None:
    assert STEP.log_odds({"size": 0.4}) == -0.75
    assert STEP.log_odds({"size": 0.6, "bold": 1.0}) == 2.25
    assert STEP.probability({"size": 0.6}) == pytest.approx(1 / (1 + math.exp(-2.25)))


def test_a_feature_that_is_not_given_counts_as_nothing() -> None:
    assert STEP.log_odds({}) == STEP.log_odds({"size": 0.0})


def test_the_models_that_ship_are_whole() -> None:
    models = shipped()
    assert {"date", "money", "identifier"} <= set(models)
    for family, forest in models.items():
        for level in (-1.0, 0.0, 0.5, 50.0):
            assert math.isfinite(forest.log_odds(dict.fromkeys(forest.features, level))), family


def test_the_models_name_no_field() -> None:
    """They speak of likeness to a field's labels, never of its name: a user's own schema is scored alike."""
    names = {"invoice_number", "issue_date", "gross_total", "seller", "total", "merchant"}
    assert not names & {feature for forest in shipped().values() for feature in forest.features}


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


def test_an_empty_forest_is_undecided() -> None:
    assert Forest((), ()).probability({"x": 1.0}) == 0.5
