"""Gradient-boosted trees as plain numbers: read once, evaluated for all candidates of a document at once, without any learning library.

No tree is walked through. Every split is asked at once; one that a value lies above shuts all leaves on its other side, and the first
leaf of a tree that is left open is the one that the values lead to (Lucchese and others, QuickScorer, SIGIR 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

FIRST = 30  # trees after which a hopeless candidate is given up: most are, and their cost is that of all the others
HOPELESS = -6.0  # log odds
MOST_LEAVES = 63  # of a tree: one bit each, and one is never shut
_NOTHING = repeat(0.0)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Bits = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Forest:
    """The names of the features, and all trees in flat arrays. Each split: which feature it asks for, and the leaves of its tree (a bit
    each, from left to right) that are shut by values above `threshold`. Each tree: its first split and its first leaf."""

    features: tuple[str, ...]
    feature: Numbers
    threshold: Floats
    shuts: Bits
    splits: Numbers  # the first split of each tree, and the end of the last one
    leaves: Numbers
    value: Floats  # of all leaves
    trust: float = 1.0  # how much of what they say is believed

    def log_odds(self, features: Mapping[str, float], before: float = 0.0) -> float:
        """The sum of the leaves that the features lead to; a feature that is not given counts as 0. `before` are the log odds that they
        are added to: what the first trees leave hopeless the others are not asked about."""
        return self.all_log_odds([features], [before])[0]

    def all_log_odds(self, rows: Sequence[Mapping[str, float]], before: Sequence[float]) -> list[float]:
        """The same for several candidates at once."""
        table = self._table(rows)
        totals = self._sums(table, 0, FIRST, np.zeros(len(rows)))
        asked = np.flatnonzero(np.asarray(before) + totals >= HOPELESS)
        if len(asked) and len(self.leaves) > FIRST:
            totals[asked] = self._sums(table[asked], FIRST, len(self.leaves), totals[asked])
        found: list[float] = totals.tolist()
        return found

    def _table(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """The features that the trees ask for, one row a candidate."""
        size = len(rows), len(self.features)
        try:  # mostly all are given
            taken: Iterable[Iterable[float]] = list(map(_several(self.features), rows))
        except KeyError:
            taken = [map(row.get, self.features, _NOTHING) for row in rows]
        return np.fromiter(chain.from_iterable(taken), np.float64, size[0] * size[1]).reshape(size)

    def _sums(self, table: Floats, first: int, last: int, totals: Floats) -> Floats:
        """`totals` with the leaves of the trees first..last added, one tree after another (row: candidate): a sum of floats depends on
        its order."""
        starts, leaves = self.splits[first : last + 1], self.leaves[first:last]
        own = slice(starts[0], starts[-1])
        above = table.take(self.feature[own], axis=1) > self.threshold[own]
        shut = np.bitwise_or.reduceat(above * self.shuts[own], starts[:-1] - starts[0], axis=1)
        leaf = leaves + np.bitwise_count(shut & ~(shut + np.uint64(1)))  # as many as are shut before the first that is not
        values: Floats = self.value.take(leaf)
        values[:, 0] += totals
        return values.cumsum(axis=1)[:, -1]


def _several(names: tuple[str, ...]) -> Callable[[Mapping[str, float]], tuple[float, ...]]:
    """`itemgetter` for any number of names."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names)


def forest_of(model: Mapping[str, Sequence[object]]) -> Forest:
    """A Forest from the JSON that tools/train/scorer.py writes: rows (feature, threshold, left, right) of each tree, the root first and the
    branch on the left of each node right behind it; a leaf has feature -1 and its value for a threshold. Raises ValueError on others."""
    trees: list[Sequence[Sequence[float]]] = list(model["trees"])  # type: ignore[arg-type]
    # A tree that is a leaf alone gets a split that nothing lies above, so that every tree has one.
    whole = [tree if len(tree) > 1 else [[0, np.inf, 1, 2], *tree, *tree] for tree in trees]
    sizes = np.array([len(tree) for tree in whole])
    nodes = np.fromiter(chain.from_iterable(chain.from_iterable(whole)), np.float64).reshape(-1, 4)
    roots = np.cumsum(sizes) - sizes
    first = np.repeat(roots, sizes)  # the root of each node's tree
    leaf = nodes[:, 0] < 0
    split = np.flatnonzero(~leaf)
    before = np.concatenate(([0], np.cumsum(leaf)))  # leaves of all trees that stand before a node
    left, right = (nodes[split, side].astype(np.int64) + first[split] for side in (2, 3))
    if (left != split + 1).any() or (right <= left).any() or (right >= (first + np.repeat(sizes, sizes))[split]).any():
        raise ValueError("the nodes of a tree do not stand in the order of its branches")
    lowest, highest = before[left] - before[first[split]], before[right] - before[first[split]]
    if len(highest) and highest.max() > MOST_LEAVES:
        raise ValueError(f"a tree has more than {MOST_LEAVES + 1} leaves")
    one = np.uint64(1)
    shuts = (one << highest.astype(np.uint64)) - (one << lowest.astype(np.uint64))
    asked, feature = np.unique(nodes[split, 0].astype(np.int64), return_inverse=True)  # what no tree asks for need not be looked up
    names = [str(name) for name in model["features"]]
    return Forest(
        tuple(names[number] for number in asked.tolist()),
        feature,
        nodes[split, 1],
        shuts,
        np.append(roots - before[roots], len(split)),
        before[roots],
        nodes[leaf, 1],
        float(model.get("trust", 1.0)),  # type: ignore[arg-type]
    )
