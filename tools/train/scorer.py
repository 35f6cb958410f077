"""Fits the scorer's trees to rows of candidates (rows.py), as plain numbers.

One small gradient-boosted model a family of candidates (LightGBM, needed here alone). It starts from the signs weighed by hand, so that
trees say only how far these are to be corrected, and a document unlike all that was learned from is left to them. Documents of each
origin (made invoices, made receipts, each real set) count alike, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tools.train.answers import Prepared

SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 10,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 4.0,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # more do not pay on so few rows, and wait for each other on a busy machine
    "verbosity": -1,
}
ROUNDS = 140
LEAST_RIGHT = 40  # right answers of a family that are worth a model
TRUST = 0.5  # of what trees correct that is believed, where the signs say something: sets and vendors left out fare best so
WHOLLY = frozenset({"money"})  # families whose trees are believed wholly: sums hold on documents of any kind
MOST_UNEVEN = 5.0  # by which the weight of an origin's rows is raised or lowered at the most

Row = Mapping[str, Any]


def fit(rows: Sequence[Row], rounds: int = ROUNDS, trust: float = TRUST) -> dict[str, Any]:
    """One family's trees from rows {"features": {name: number}, "signs": log odds, "right": bool, "weight": number, "origin": name}."""
    import lightgbm

    names = sorted({name for row in rows for name in row["features"]})
    column, table = {name: at for at, name in enumerate(names)}, np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row["features"].items():
            table[at, column[name]] = value
    target = np.array([row["right"] for row in rows], dtype=np.float64)
    signs = np.array([row.get("signs", 0.0) for row in rows], dtype=np.float64)
    data = lightgbm.Dataset(table, target, weight=_weights(rows), init_score=signs, feature_name=[f"f{i}" for i in range(len(names))])
    booster = lightgbm.train(SETTINGS, data, rounds)
    trees = [_flat(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    told = float(np.std(signs)) > 0  # signs that are the same for all say nothing: there the trees alone do
    return {"features": names, "trust": trust if told else 1.0, "trees": trees}


def _weights(rows: Sequence[Row]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The rows' own weights, evened out so that the right answers of every origin weigh alike; 1 in the mean."""
    own = np.array([row.get("weight", 1.0) for row in rows], dtype=np.float64)
    held: dict[str, float] = defaultdict(float)
    for row, weight in zip(rows, own, strict=True):
        held[row.get("origin", "")] += weight * row["right"]
    some = [weight for weight in held.values() if weight]
    even = sum(some) / max(len(some), 1)
    factor = {origin: min(max(even / weight, 1 / MOST_UNEVEN), MOST_UNEVEN) if weight else 1.0 for origin, weight in held.items()}
    weights = own * np.array([factor[row.get("origin", "")] for row in rows])
    return np.asarray(weights / weights.mean())


def _flat(root: Mapping[str, Any]) -> list[list[float]]:
    """A tree as rows [feature, threshold, left, right]; a leaf is [-1, value, 0, 0]. Row 0 is the root; "<= threshold" goes left."""
    flat: list[list[float]] = []

    def add(node: Mapping[str, Any]) -> int:
        at = len(flat)
        flat.append([])
        if "leaf_value" in node:
            flat[at] = [-1, round(float(node["leaf_value"]), 5), 0, 0]
        else:
            left, right = add(node["left_child"]), add(node["right_child"])
            flat[at] = [int(node["split_feature"]), float(f"{node['threshold']:.6g}"), left, right]
        return at

    add(root)
    return flat


def fit_documents(prepared: Iterable[Prepared]) -> dict[str, Any]:
    """The model of all families from documents with their candidates."""
    return fit_all(row for each in prepared for row in each.rows)


def fit_all(rows: Iterable[Row], rounds: int = ROUNDS) -> dict[str, Any]:
    """The model of all families: {"families"}, as `learned.learned_of` reads it."""
    families: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        families[row["family"]].append(row)
    enough = {family: found for family, found in sorted(families.items()) if sum(row["right"] for row in found) >= LEAST_RIGHT}
    fitted = {family: fit(found, rounds, 1.0 if family in WHOLLY else TRUST) for family, found in enough.items()}
    grown = {family: model for family, model in fitted.items() if len(model["trees"]) > 1}  # one tree: too few rows to tell anything
    return {"families": grown}
