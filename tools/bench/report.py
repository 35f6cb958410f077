"""docs/benchmarks.md from the figures of docs/benchmarks.json, the bad ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tools.bench import costs
from tools.bench.environments import ROOT
from tools.bench.sets import SETS, BenchSet

Results = dict[str, dict[str, Any]]  # set -> {"documents": n, "systems": {name: figures}}; and "costs"
US = "extractor"

HEAD = """# Benchmarks

Written by `make bench`; every figure, good or bad, is from the run named beside it. All systems ran on the same machine, those that
did not change since in an earlier run; CPU seconds are user and system time of the process and all it started, start-up included, per
document. Compare them within a table only; a set of a few documents pays most for the start. Every system keeps its compiled bytecode,
as an installed one does. The documents themselves are not part of the project.

- **F1** is over all fields of all documents, lists of rows apart; a field that the page does not show is not scored. Letters and digits
  count in texts, punctuation does not; dates and amounts must be equal.
- **whole** is the share of documents with every scored field right. **accepted** is the share that the program would pass without a look,
  **wrong total accepted** how many of those hold a wrong total or amount due.
- **ECE** is the expected calibration error (0: of the answers given 0.9, nine in ten are right); **99 %** is the share of answers that can
  go straight through when 99 % of them must be right.
- The scorer learned from the scanned receipts (sroie) and from the filings (adbuy): their figures here are over documents that it knows.
  On vendors that it never saw it gets .92 on the receipts, on filings that it never saw .94 (docs/measurements/scorer.md).
- Peers: *invoice2data* with the templates it brings; *img2table* (tables; line items from the table whose header names them); and
  what a developer writes in an afternoon, about a hundred lines of rules (`tools/bench/peers/naive.py`), over the text layer, over
  Tesseract and over rapidocr with its defaults on one thread.
"""


def write(results: Results, machine: str) -> str:
    parts = [HEAD, f"Machine: {machine}.\n"]
    for chosen in SETS:
        if chosen.name in results:
            parts.append(section(chosen, results[chosen.name]))
    if costs_of := results.get("costs"):
        parts.append(costs.section(costs_of))
    return "\n".join([*parts, measured_apart()])


def measured_apart() -> str:
    """What the pages under docs/measurements say in short: no run of this program gives those figures."""
    _, _, text = (ROOT / "docs" / "measurements" / "README.md").read_text(encoding="utf-8").partition("\n")
    return "## Measured apart\n" + text.replace("](", "](measurements/")


def section(chosen: BenchSet, result: Mapping[str, Any]) -> str:
    systems: Mapping[str, Mapping[str, Any]] = result["systems"]
    lines = [f"## {chosen.title} ({chosen.name}, {result['documents']} documents)", ""]
    if chosen.scoring == "tables":
        lines += table(["", "cells F1", "CPU s"], ([name, figure(s["score"]["cells_f1"]), seconds(s)] for name, s in systems.items()))
    else:
        lines += field_tables(chosen, systems)
    lines += ["", "Commands:", "", "```", *(str(s["command"]) for s in systems.values()), "```", ""]
    for name, system in systems.items():
        if system["status"] not in (0, 1) or system["score"]["answered"] < result["documents"]:
            lines += [f"{name} answered {system['score']['answered']} of {result['documents']} (exit status {system['status']}).", ""]
    return "\n".join(lines)


def field_tables(chosen: BenchSet, systems: Mapping[str, Mapping[str, Any]]) -> list[str]:
    head = ["", "F1", "P", "R"]
    head += [f"{chosen.listed} F1"] if chosen.listed else []
    head += ["official F1"] if chosen.official else []
    head += ["whole", "accepted", "wrong total accepted", "ECE", "99 %", "CPU s"]
    rows = []
    for name, system in systems.items():
        score, micro = system["score"], system["score"]["micro"]
        answers = micro["right"] + micro["wrong"] + micro["spurious"]
        row = [name, *(figure(micro[part]) if answers else "" for part in ("f1", "precision", "recall"))]
        row += [figure(score["lists"].get(chosen.listed, {}).get("f1"))] if chosen.listed else []
        row += [figure(system["official"])] if chosen.official else []
        row += [figure(score["wholly_right"] / max(score["documents"], 1))]
        if name == US:
            row += [
                figure(score["statuses"].get("accepted", {}).get("documents", 0) / max(score["documents"], 1)),
                str(system["wrong_totals"]) if chosen.totals else "",
            ]
        else:
            row += ["", ""]
        row += [figure(score["calibration"].get("expected_error")), figure(score["calibration"].get("straight_through_at_99"))]
        rows.append([*row, seconds(system)])
    lines = table(head, rows)
    fields = sorted({field for system in systems.values() for field in system["score"]["fields"]})
    by_field = []
    for field in fields:
        tallies = [system["score"]["fields"].get(field, {}) for system in systems.values()]
        by_field.append([field, str(tallies[0].get("n", "")), *(figure(tally.get("f1")) for tally in tallies)])
    return [*lines, "", "F1 by field:", "", *table(["field", "n", *systems], by_field)] if by_field else lines


def table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    marks = ["---", *("---:" for _ in head[1:])]
    return ["| " + " | ".join(cells) + " |" for cells in (head, marks, *rows)]


def figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def seconds(system: Mapping[str, Any]) -> str:
    return f"{system['cpu'] / max(system['documents'], 1):.2f}"
