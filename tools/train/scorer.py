"""Fits the scorer's models from documents with truth and writes them as plain numbers.

    python -m tools.train.scorer OUT.json ROWS.jsonl...      rows as `python -m tools.train.rows` writes them

One small gradient-boosted model a family of candidates (LightGBM, needed here alone). What ships is its trees as arrays.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 10,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.6,
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
LEAST_RIGHT = 20  # right answers of a family that are worth a model


def fit(rows: Sequence[Mapping[str, Any]], rounds: int = ROUNDS) -> dict[str, Any]:
    """One family's model from rows {"features": {name: number}, "right": bool, "weight": number}."""
    import lightgbm

    names = sorted({name for row in rows for name in row["features"]})
    table = np.array([[row["features"].get(name, 0.0) for name in names] for row in rows], dtype=np.float64)
    target = np.array([row["right"] for row in rows], dtype=np.float64)
    weight = np.array([row.get("weight", 1.0) for row in rows])
    booster = lightgbm.train(
        SETTINGS, lightgbm.Dataset(table, target, weight=weight, feature_name=[f"f{i}" for i in range(len(names))]), rounds
    )
    trees = [_flat(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return {"features": names, "trees": trees}


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


def fit_all(rows: Iterable[Mapping[str, Any]], rounds: int = ROUNDS) -> dict[str, Any]:
    """All families' models."""
    families: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        families[row["family"]].append(row)
    fitted = {family: fit(found, rounds) for family, found in sorted(families.items()) if sum(row["right"] for row in found) >= LEAST_RIGHT}
    return {family: model for family, model in fitted.items() if len(model["trees"]) > 1}  # one tree: too few rows to tell anything


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("rows", type=Path, nargs="+")
    options = parser.parse_args()
    rows = (json.loads(line) for path in options.rows for line in path.open(encoding="utf-8"))
    models = fit_all(rows)
    options.out.write_text(json.dumps(models, separators=(",", ":")) + "\n", encoding="utf-8")
    for family, model in models.items():
        print(f"{family}: {len(model['features'])} features, {len(model['trees'])} trees")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
