"""Gradient-boosted trees as plain numbers: read once, evaluated for all candidates of a document at once, without any learning library.

No tree is walked through. A value that lies above a split shuts all leaves on the split's other side, and the first leaf of a tree that
is left open is the one that the values lead to (Lucchese and others, QuickScorer, SIGIR 2015). Which leaves of all trees a feature
shuts depends on how many of its thresholds the value lies above: that is reckoned once, and looked up for each candidate.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST = 30  # trees after which a hopeless candidate is given up: the others are not added up for it
HOPELESS = -6.0  # log odds
MOST_LEAVES = 63  # of a tree: one bit each, and one is never shut
FEW_LEAVES = 15  # that half a word has bits enough for

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Bits = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Forest:
    """The names of the features, and all trees in flat arrays."""

    features: tuple[str, ...]
    thresholds: tuple[list[float], ...]  # of each feature, from the lowest
    rows: Numbers  # the first row of each feature in `shuts`
    shuts: Bits  # the leaves of each tree (a bit each, from left to right) that are shut by values above none, one, two... of a feature's
    leaves: Numbers  # the first leaf of each tree
    value: Floats  # of all leaves
    trust: float = 1.0  # how much of what they say is believed

    def log_odds(self, features: Mapping[str, float], before: float = 0.0) -> float:
        """The sum of the leaves that the features lead to; a feature that is not given counts as 0. `before` are the log odds that they
        are added to: what the first trees leave hopeless the others are not asked about."""
        return self.all_log_odds([features], [before])[0]

    def all_log_odds(self, rows: Sequence[Mapping[str, float]], before: Sequence[float]) -> list[float]:
        """The same for several candidates at once."""
        asked = list(zip(self.features, self.thresholds, strict=True))
        above = [bisect_left(thresholds, row.get(name, 0.0)) for row in rows for name, thresholds in asked]
        at = np.fromiter(above, np.int64, len(above)).reshape(len(rows), len(asked)) + self.rows
        shut = np.bitwise_or.reduce(self.shuts.take(at, axis=0), axis=1)
        leaf = self.leaves + np.bitwise_count(shut & ~(shut + shut.dtype.type(1)))  # as many as are shut before the first that is not
        sums = self.value.take(leaf).cumsum(axis=1)  # one tree after another: a sum of floats depends on its order
        totals: Floats = sums[:, -1]
        if len(self.leaves) > FIRST:
            early = sums[:, FIRST - 1]
            totals = np.where(before + early >= HOPELESS, totals, early)
        found: list[float] = totals.tolist()
        return found


def forest_of(model: Mapping[str, Sequence[object]]) -> Forest:
    """A Forest from the JSON that tools/train/scorer.py writes: rows (feature, threshold, left, right) of each tree, the root first and the
    branch on the left of each node right behind it; a leaf has feature -1 and its value for a threshold. Raises ValueError on others."""
    trees: list[Sequence[Sequence[float]]] = list(model["trees"])  # type: ignore[arg-type]
    sizes = np.array([len(tree) for tree in trees])
    nodes = np.fromiter(chain.from_iterable(chain.from_iterable(trees)), np.float64).reshape(-1, 4)
    roots = np.cumsum(sizes) - sizes
    tree = np.repeat(np.arange(len(trees)), sizes)  # of each node
    leaf = nodes[:, 0] < 0
    split = np.flatnonzero(~leaf)
    before = np.concatenate(([0], np.cumsum(leaf)))  # leaves of all trees that stand before a node
    first, end = roots[tree[split]], (roots + sizes)[tree[split]]
    left, right = (nodes[split, side].astype(np.int64) + first for side in (2, 3))
    if (left != split + 1).any() or (right <= left).any() or (right >= end).any():
        raise ValueError("the nodes of a tree do not stand in the order of its branches")
    lowest, highest = before[left] - before[first], before[right] - before[first]
    most = highest.max(initial=0)
    if most > MOST_LEAVES:
        raise ValueError(f"a tree has more than {MOST_LEAVES + 1} leaves")
    order = np.lexsort((nodes[split, 1], nodes[split, 0]))
    feature, threshold = nodes[split[order], 0].astype(np.int64), nodes[split[order], 1]
    other = np.diff(feature, prepend=-1) != 0  # where the splits of another feature begin
    further = other | (np.diff(threshold, prepend=0.0) != 0)  # and where those at a further threshold do
    row = np.cumsum(further) + np.cumsum(other) - 1  # what lies above none of a feature's thresholds has a row, too
    own = (np.uint64(1) << highest.astype(np.uint64)) - (np.uint64(1) << lowest.astype(np.uint64))
    rows, height = row[other] - 1, int(row[-1]) + 1 if len(row) else 0
    shuts = np.zeros((height, len(trees)), np.uint16 if most <= FEW_LEAVES else np.uint64)
    np.bitwise_or.at(shuts, (row, tree[split[order]]), own[order].astype(shuts.dtype))
    for start, stop in pairwise([*rows.tolist(), height]):
        np.bitwise_or.accumulate(shuts[start:stop], axis=0, out=shuts[start:stop])
    levels, starts = threshold[further].tolist(), [*np.flatnonzero(other[further]).tolist(), None]
    names = [str(name) for name in model["features"]]
    return Forest(
        tuple([names[number] for number in feature[other].tolist()]),  # what no tree asks for need not be looked up
        tuple([levels[start:stop] for start, stop in pairwise(starts)]),
        rows,
        shuts,
        before[roots],
        nodes[leaf, 1],
        float(model.get("trust", 1.0)),  # type: ignore[arg-type]
    )
