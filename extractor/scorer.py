"""The probability of a candidate from its features alone, before the joint choice.

Features speak of likeness to the field's labels, of type and of place, never of a field's name, so that a user's own
schema is scored like ours. Sources that know their own probability (a table's rows, XML, a template) bring it along and
are left as they are.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extractor.document import BARCODE, Candidate, FieldValue
from extractor.learned import Learned, probability, shipped
from extractor.quick import changed
from extractor.schemas.leaves import alone, by_path, once
from extractor.schemas.record import FieldSpec, Kind, Rows, spec_path

TOLD = frozenset(("xml", "fixed", "acroform", BARCODE))  # sources of values that were not looked for
SELF_EVIDENT = frozenset({Kind.IBAN, Kind.BIC, Kind.CARD, Kind.VAT_ID, Kind.CURRENCY})  # known by their form, with no label


def score(candidates: Iterable[Candidate], specs: Sequence[FieldSpec], learned: Learned | None = None) -> tuple[Candidate, ...]:
    """The candidates with their probabilities, by the models that ship or by those given; by the weighed signs alone with `Learned()`."""
    models = shipped() if learned is None else learned
    known = by_path(specs)
    found = list(candidates)
    unscored = [number for number, candidate in enumerate(found) if candidate.score <= 0 and candidate.path in known]
    odds = log_odds([found[number] for number in unscored], known, models)
    scores = [candidate.score for candidate in found]
    for number, odd in zip(unscored, odds, strict=True):
        scores[number] = probability(odd)
    return tuple(map(_scored, found, _leaning(found, scores)))


def _scored(candidate: Candidate, score: float) -> Candidate:
    return candidate if candidate.score == score else changed(candidate, score=score)


def log_odds(candidates: Sequence[Candidate], known: Mapping[str, FieldSpec], learned: Learned) -> list[float]:
    """The weighed signs, what the trees correct in them, and what a user's own documents add. `known`: the fields by path."""
    odds = [weighed(candidate, known[candidate.path]) for candidate in candidates]
    members: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        members[candidate.family].append(number)
    for family, numbers in members.items():
        if (forest := learned.families.get(family)) is not None:
            corrections = forest.all_log_odds([candidates[number].features for number in numbers], [odds[number] for number in numbers])
            for number, correction in zip(numbers, corrections, strict=True):
                odds[number] += forest.trust * correction
    for number, candidate in enumerate(candidates):
        if (own := learned.own.get(candidate.path)) is not None:
            odds[number] = own.log_odds(odds[number], own_signs(candidate))
    return odds


def own_signs(candidate: Candidate) -> dict[str, float]:
    """What a user's own documents are learned by: the features, and what points at the candidate ("right of 'order no'")."""
    pointer = re.sub(r"[\W\d_]+", " ", candidate.evidence.casefold()).strip()
    place = candidate.evidence if candidate.family.startswith("letterhead") else pointer
    return {**candidate.features, f"says {place}": 1.0}


def trusted(values: Mapping[str, FieldValue], specs: Sequence[FieldSpec], learned: Learned | None = None) -> dict[str, FieldValue]:
    """The values with confidences that mean what they say: of those so confident, as many are right. Rows of tables, and what was told
    outright (by XML, a template, a form's field), stay as they are."""
    models = shipped() if learned is None else learned
    single, blocks = alone(specs), _of_blocks(specs)
    trusted = dict(values)
    for path, value in values.items():
        spec = single.get(path) or (blocks.get(spec_path(path)) if blocks else None)
        if spec is not None and value.source not in TOLD and not value.source.startswith("template"):
            trusted[path] = changed(value, confidence=_trust(value, spec, models))
    return trusted


@once
def _of_blocks(specs: Sequence[FieldSpec]) -> Mapping[str, FieldSpec]:
    return {spec.path: spec for spec in specs if spec.layout is Rows.BLOCKS}


def _trust(value: FieldValue, spec: FieldSpec, models: Learned) -> float:
    if spec.rows is not None:
        return models.block_curve(spec.kind.value).of(value.confidence)
    after = models.curve(spec.kind.value, value.family).of(value.confidence, value.times, runner_up(value))
    if spec.kind is Kind.MONEY and value.times == 1 and not value.proved:
        return min(value.confidence, after)  # a figure misread where it stands alone looks as good as a right one
    return after


def runner_up(value: FieldValue) -> float:
    """The probability of the likeliest other answer."""
    return max((other.score for other in value.alternatives), default=0.0)


def _leaning(candidates: Sequence[Candidate], scores: Sequence[float]) -> Sequence[float]:
    """What leans on another value is as probable as the two together."""
    needed = {candidate.leans_on for candidate in candidates if candidate.leans_on is not None}
    if not needed:
        return scores
    best: dict[tuple[str, Any], float] = {}
    for candidate, score in zip(candidates, scores, strict=True):
        if candidate.leans_on is None and (key := (candidate.path, candidate.value)) in needed:
            best[key] = max(best.get(key, 0.0), score)
    return [s if c.leans_on is None else s * best.get(c.leans_on, 1.0) for c, s in zip(candidates, scores, strict=True)]


def weighed(candidate: Candidate, spec: FieldSpec) -> float:
    """Log odds by signs weighed by hand: what anybody would say of a document of a kind never seen. The trees start from them."""
    features = candidate.features
    if "odds" in features:
        return features["odds"]
    odds = _labelled(features) if features.get("strength") else _unlabelled(features, spec)
    if spec.kind is Kind.CARD and features.get("likelihood", 0.0) > 0.5:
        odds = max(odds, _unlabelled(features, spec))  # a number that is hidden but for its end is a card's, whatever stands beside it
    if spec.kind is Kind.NAME:
        odds -= 2.0 * features.get("opens", 0.0)  # "Customer code" is another label, and no customer
        odds -= 4.0 * features.get("right", 0.0) * features.get("distance", 0.0)  # far to the right another label may stand
    likelihood = min(max(features.get("likelihood", 1.0), 0.02), 0.98)
    odds += min(math.log(likelihood / (1 - likelihood)), 0.0) * 0.6
    return odds - 0.7 * features.get("repaired", 0.0)


def _labelled(features: Mapping[str, float]) -> float:
    strength, rival = features["strength"], features.get("rival", 0.0)
    odds = -3.2 + 6.4 * strength
    odds -= 3.0 * max(rival - strength, 0.0)
    odds -= 2.5 * features.get("of_rate", 0.0)  # the total of the goods of one rate
    return odds + 0.3 * features.get("cents", 0.0)


def _unlabelled(features: Mapping[str, float], spec: FieldSpec) -> float:
    odds = 1.0 if spec.kind in SELF_EVIDENT else -4.5
    if spec.required:
        if spec.kind is Kind.DATE:
            odds = -0.4 - 1.5 * features.get("turn", 0.0) + 1.0 * features.get("repeats", 0.0) + (1.0 - features.get("y", 0.5)) * 0.5
        elif spec.kind is Kind.MONEY:
            odds = -1.2 - 6.0 * features.get("larger", 0.0) + 0.4 * features.get("bold", 0.0)
    return odds - 3.5 * features.get("rival", 0.0)
