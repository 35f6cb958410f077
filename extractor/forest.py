"""Gradient-boosted trees as plain numbers: read once, evaluated for all candidates of a document at once, without any learning library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

FIRST = 30  # trees after which a hopeless candidate is given up: most are, and their cost is that of all the others
HOPELESS = -6.0  # log odds
_NOTHING = repeat(0.0)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Forest:
    """The names of the features, and all nodes of all trees in flat arrays: which feature a node asks for, and the nodes after it,
    for values up to `threshold` and above it. A leaf leads to itself and has a `value`."""

    features: tuple[str, ...]
    roots: Numbers
    depth: int  # the longest way from a root to a leaf
    feature: Numbers
    threshold: Floats
    after: Numbers  # two a node, one behind the other
    value: Floats
    trust: float = 1.0  # how much of what they say is believed

    def log_odds(self, features: Mapping[str, float], before: float = 0.0) -> float:
        """The sum of the leaves that the features lead to; a feature that is not given counts as 0. `before` are the log odds that they
        are added to: what the first trees leave hopeless the others are not asked about."""
        return self.all_log_odds([features], [before])[0]

    def all_log_odds(self, rows: Sequence[Mapping[str, float]], before: Sequence[float]) -> list[float]:
        """The same for several candidates at once."""
        table = np.array([list(map(row.get, self.features, _NOTHING)) for row in rows]).reshape(len(rows), len(self.features))
        totals = self._sums(table, self.roots[:FIRST], np.zeros(len(rows)))
        rest = self.roots[FIRST:]
        asked = np.flatnonzero(np.asarray(before) + totals >= HOPELESS)
        if len(rest) and len(asked):
            totals[asked] = self._sums(table[asked], rest, totals[asked])
        found: list[float] = totals.tolist()
        return found

    def _sums(self, table: Floats, roots: Numbers, totals: Floats) -> Floats:
        """`totals` with the leaves of some trees added, one tree after another (row: candidate): a sum of floats depends on its order."""
        node = np.tile(roots, (len(table), 1))
        values, row = table.ravel(), np.arange(len(table))[:, None] * table.shape[1]
        for _ in range(self.depth):
            above = values.take(row + self.feature.take(node)) > self.threshold.take(node)
            node = self.after.take(2 * node + above)
        summed: Floats = np.cumsum(np.column_stack((totals, self.value.take(node))), axis=1)[:, -1]
        return summed


def forest_of(model: Mapping[str, Sequence[object]]) -> Forest:
    """A Forest from the JSON that tools/train/scorer.py writes: rows (feature, threshold, left, right) of each tree, the root first; a leaf
    has feature -1 and its value for a threshold."""
    trees: list[Sequence[Sequence[float]]] = list(model["trees"])  # type: ignore[arg-type]
    sizes = [len(tree) for tree in trees]
    roots = np.cumsum([0, *sizes])[:-1]
    nodes = np.array([node for tree in trees for node in tree], dtype=np.float64).reshape(-1, 4)
    own, first = np.arange(len(nodes)), np.repeat(roots, sizes)
    leaf = nodes[:, 0] < 0
    asked = np.unique(nodes[~leaf, 0]).astype(np.int64)  # what no tree asks for need not be looked up
    names = [str(name) for name in model["features"]]
    after = np.where(leaf[:, None], own[:, None], nodes[:, 2:].astype(np.int64) + first[:, None])
    return Forest(
        tuple(names[number] for number in asked.tolist()),
        roots,
        _depth(roots, leaf, after),
        np.where(leaf, 0, np.searchsorted(asked, nodes[:, 0])),
        np.where(leaf, np.inf, nodes[:, 1]),
        after.ravel(),
        np.where(leaf, nodes[:, 1], 0.0),
        float(model.get("trust", 1.0)),  # type: ignore[arg-type]
    )


def _depth(roots: Numbers, leaf: NDArray[np.bool_], after: Numbers) -> int:
    """The longest way from a root to a leaf. Raises ValueError where nodes lead in a circle."""
    level, depth = roots[~leaf[roots]], 0
    while len(level):
        below = after[level].ravel()
        level, depth = below[~leaf[below]], depth + 1
        if depth > len(leaf):
            raise ValueError("the nodes of a tree lead in a circle")
    return depth
