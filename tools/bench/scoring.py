"""Predictions against truth: `extractor.evaluate` for fields and lists, and what the benchmarks ask beyond it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.evaluate import Score as Evaluated
from extractor.evaluate import score as evaluate
from extractor.truth import read_truth

Score = dict[str, Any]


def score(truth: Path, predictions: Path) -> Score:
    """Per field and over all: n, precision, recall, f1; documents wholly right, by status; calibration."""
    result: Evaluated = evaluate(read_truth(truth), [row for row in rows(predictions) if row.get("record")])
    made = result.to_json()
    del made["mistakes"], made["calibration"]["bins"]
    return made


def official_f1(truth: Iterable[Mapping[str, Any]], predictions: Path) -> float:
    """Micro F1 as the ICDAR 2019 receipt competition counts: texts equal character by character, upper case, white space as one space."""
    by_name = {Path(row["source"]).name: row.get("record") or {} for row in rows(predictions)}
    expected = answered = right = 0
    for row in truth:
        for name, value in row["fields"].items():
            found = lookup(by_name.get(Path(row["file"]).name), name)
            expected += 1
            answered += found not in (None, "")
            right += found is not None and strict(found) == strict(value)
    return 2 * right / max(expected + answered, 1)


def strict(value: Any) -> str:
    return " ".join(str(value).split()).upper()


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
    return {"documents": len(means), "answered": len(found), "cells_f1": sum(means) / len(means) if means else 0.0}


def plain(text: Any) -> str:
    return "".join(str(text or "").split()).casefold()


def bag_f1(truth: Counter[str], found: Counter[str]) -> float:
    truth, found = Counter(truth), Counter(found)
    del truth[""], found[""]
    shared = (truth & found).total()
    return 2 * shared / (truth.total() + found.total()) if shared else 0.0
