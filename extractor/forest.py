"""Gradient-boosted trees as plain numbers: read once, evaluated without any learning library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST = 30  # trees after which a hopeless candidate is given up: most are, and their cost is that of all the others
HOPELESS = -6.0  # log odds

Node = float | tuple[int, float, "Node", "Node"]  # a leaf's value, or (feature, threshold, node up to it, node above it)


@dataclass(frozen=True, slots=True)
class Forest:
    """The names of the features, and one tree after another as nested nodes."""

    features: tuple[str, ...]
    trees: tuple[Node, ...]
    trust: float = 1.0  # how much of what they say is believed

    def log_odds(self, features: Mapping[str, float], before: float = 0.0) -> float:
        """The sum of the leaves that the features lead to; a feature that is not given counts as 0. `before` are the log odds that they
        are added to: what the first trees leave hopeless the others are not asked about."""
        values = [features.get(name, 0.0) for name in self.features]
        total = 0.0
        for number, node in enumerate(self.trees):
            if number == FIRST and before + total < HOPELESS:
                break
            while node.__class__ is tuple:
                feature, threshold, low, high = node
                node = low if values[feature] <= threshold else high
            total += node  # type: ignore[operator]
        return total


def forest_of(model: Mapping[str, Sequence[object]]) -> Forest:
    """A Forest from the JSON that tools/train/scorer.py writes."""
    names, trees = tuple(str(name) for name in model["features"]), tuple(_node(tree, 0) for tree in model["trees"])  # type: ignore[arg-type]
    return Forest(names, trees, float(model.get("trust", 1.0)))  # type: ignore[arg-type]


def _node(rows: Sequence[Sequence[float]], number: int) -> Node:
    """A tree's node from its rows (feature, threshold, left, right); a leaf has feature -1 and its value for a threshold."""
    feature, threshold, low, high = rows[number]
    return float(threshold) if feature < 0 else (int(feature), float(threshold), _node(rows, int(low)), _node(rows, int(high)))
