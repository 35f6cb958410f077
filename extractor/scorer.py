"""The probability of a candidate from its features alone, before the joint choice.

Features speak of likeness to the field's labels, of type and of place, never of a field's name, so that a user's own
schema is scored like ours. Sources that know their own probability (a table's rows, XML, a template) bring it along and
are left as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Candidate
from extractor.forest import Forest, shipped
from extractor.schemas.record import FieldSpec, Kind

SELF_EVIDENT = frozenset({Kind.IBAN, Kind.BIC, Kind.CARD, Kind.VAT_ID, Kind.CURRENCY})  # known by their form, with no label


def score(
    candidates: Iterable[Candidate], specs: Sequence[FieldSpec], forests: Mapping[str, Forest] | None = None
) -> tuple[Candidate, ...]:
    """The candidates with their probabilities, by the models that ship or by those given; by the weighed signs alone with none ({})."""
    models = shipped() if forests is None else forests
    known = {spec.path: spec for spec in specs}
    return _leaning(
        tuple(
            candidate
            if candidate.score > 0 or candidate.path not in known
            else replace(candidate, score=_probability(candidate, known[candidate.path], models.get(candidate.family)))
            for candidate in candidates
        )
    )


def _leaning(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """What leans on another value is as probable as the two together."""
    needed = {candidate.leans_on for candidate in candidates if candidate.leans_on is not None}
    if not needed:
        return candidates
    best: dict[tuple[str, Any], float] = {}
    for candidate in candidates:
        if candidate.leans_on is None and (key := (candidate.path, candidate.value)) in needed:
            best[key] = max(best.get(key, 0.0), candidate.score)
    return tuple(c if c.leans_on is None else replace(c, score=c.score * best.get(c.leans_on, 1.0)) for c in candidates)


def _probability(candidate: Candidate, spec: FieldSpec, forest: Forest | None) -> float:
    features = candidate.features
    if forest is not None and "odds" in features:
        # Names: the trees know few vendors, the weighed signs know none. On vendors never seen the mean beats either.
        return 1 / (1 + math.exp(-(forest.log_odds(features) + features["odds"]) / 2))
    if forest is not None:
        return forest.probability(features)
    if "odds" in features:
        return 1 / (1 + math.exp(-features["odds"]))
    odds = _labelled(features) if features.get("strength") else _unlabelled(features, spec)
    likelihood = min(max(features.get("likelihood", 1.0), 0.02), 0.98)
    odds += min(math.log(likelihood / (1 - likelihood)), 0.0) * 0.6
    odds -= 0.7 * features.get("repaired", 0.0)
    return 1 / (1 + math.exp(-odds))


def _labelled(features: Mapping[str, float]) -> float:
    strength, rival = features["strength"], features.get("rival", 0.0)
    odds = -3.2 + 6.4 * strength
    odds -= 3.0 * max(rival - strength, 0.0)
    return odds + 0.3 * features.get("cents", 0.0)


def _unlabelled(features: Mapping[str, float], spec: FieldSpec) -> float:
    odds = 1.0 if spec.kind in SELF_EVIDENT else -4.5
    if spec.required:
        if spec.kind is Kind.DATE:
            odds = -0.4 - 1.5 * features.get("turn", 0.0) + 1.0 * features.get("repeats", 0.0) + (1.0 - features.get("y", 0.5)) * 0.5
        elif spec.kind is Kind.MONEY:
            odds = -1.2 - 6.0 * features.get("larger", 0.0) + 0.4 * features.get("bold", 0.0)
    return odds - 3.5 * features.get("rival", 0.0)
