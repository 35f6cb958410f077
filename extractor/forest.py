"""Gradient-boosted trees as plain numbers: read once, evaluated without any learning library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Forest:
    """`trees` are rows (feature, threshold, left, right); a leaf has feature -1 and its value for a threshold."""

    features: tuple[str, ...]
    trees: tuple[tuple[tuple[int, float, int, int], ...], ...]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The sum of the leaves that the features lead to; a feature that is not given counts as 0."""
        values = [features.get(name, 0.0) for name in self.features]
        total = 0.0
        for tree in self.trees:
            row = tree[0]
            while row[0] >= 0:
                row = tree[row[2] if values[row[0]] <= row[1] else row[3]]
            total += row[1]
        return total

    def probability(self, features: Mapping[str, float]) -> float:
        return 1 / (1 + math.exp(-self.log_odds(features)))


def forest_of(model: Mapping[str, Sequence[object]]) -> Forest:
    """A Forest from the JSON that tools/train/scorer.py writes."""
    trees = tuple(tuple((int(f), float(t), int(a), int(b)) for f, t, a, b in tree) for tree in model["trees"])  # type: ignore[attr-defined]
    return Forest(tuple(str(name) for name in model["features"]), trees)


@cache
def shipped() -> Mapping[str, Forest]:
    """The models that ship, by family of candidates."""
    text = files("extractor.models").joinpath("scorer.json").read_text(encoding="utf-8")
    return {family: forest_of(model) for family, model in json.loads(text).items()}
