"""Predictions against truth: by the data's own scorer where it is there, by `extractor evaluate`'s otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Score = dict[str, Any]


def score(data: Path, truth: Path, predictions: Path, *, official: bool = False) -> Score:
    """Per field and over all: n, precision, recall, f1; documents wholly right; calibration. Raises CalledProcessError."""
    script = data.parent / "bench" / "score.py"
    if script.is_file():
        out = predictions.with_suffix(".score.json")
        command = [sys.executable, str(script), str(truth), str(predictions), "--json", str(out), *(["--official"] if official else [])]
        subprocess.run(command, check=True, capture_output=True)
        result: Score = json.loads(out.read_text(encoding="utf-8"))
        result.pop("mistakes", None)
        return result
    from tools.bench.own_scoring import score_with_evaluate

    return score_with_evaluate(truth, predictions)


def rows(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file; a last line that was cut short counts as not printed."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def wrong_totals_accepted(truth: Iterable[Mapping[str, Any]], predictions: Path, totals: tuple[str, ...]) -> int:
    """How many accepted records hold a total that the truth contradicts: what must never happen."""
    by_name = {Path(row["source"]).name: row for row in rows(predictions)}
    wrong = 0
    for row in truth:
        prediction = by_name.get(Path(row["file"]).name, {})
        if prediction.get("status") != "accepted":
            continue
        visible = row.get("visible") or {}
        for name in totals:
            expected, found = row["fields"].get(name), lookup(prediction["record"], name)
            if expected and visible.get(name, True) and found is not None and cents(found) != cents(expected):
                wrong += 1
                break
    return wrong


def lookup(record: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def cents(value: Any) -> int:
    return round(float(str(value).replace(",", "")) * 100)


def score_tables(truth: Iterable[Mapping[str, Any]], predictions: Path) -> Score:
    """Cells as bags: for each true table the F1 of the found table most like it; their mean per document, and over documents.

    Tables of a page that the truth does not mark cost nothing, since the truth marks only some.
    """
    found: dict[str, dict[int, Counter[str]]] = {}
    for row in rows(predictions):
        tables: dict[int, Counter[str]] = defaultdict(Counter)
        for cell in (row.get("record") or {}).get("tables") or []:
            tables[cell["table"]][plain(cell["text"])] += 1
        found[Path(row["source"]).name] = tables
    means = []
    for expected in truth:
        tables = found.get(Path(expected["file"]).name, {})
        figures = [
            max((bag_f1(Counter(plain(cell["text"]) for cell in table["cells"]), bag) for bag in tables.values()), default=0.0)
            for table in expected["fields"]["tables"]
        ]
        means.append(sum(figures) / len(figures) if figures else 0.0)
    return {"documents": len(means), "predicted": len(found), "cells_f1": sum(means) / len(means) if means else 0.0}


def plain(text: Any) -> str:
    return "".join(str(text or "").split()).casefold()


def bag_f1(truth: Counter[str], found: Counter[str]) -> float:
    truth, found = Counter(truth), Counter(found)
    del truth[""], found[""]
    shared = (truth & found).total()
    return 2 * shared / (truth.total() + found.total()) if shared else 0.0
