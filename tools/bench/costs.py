"""What a start costs, and whether memory grows with the number of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.bench import running
from tools.bench.environments import BENCH
from tools.bench.sets import SETS, home, truth_rows

SET = next(chosen for chosen in SETS if chosen.name == "own_invoices")


def measure() -> dict[str, Any]:
    """CPU seconds of `--help` and of one digital page, start included; peak memory (MB) after few and after all documents."""
    files = [home(Path(), SET) / row["file"] for row in truth_rows(Path(), SET, None)]
    out = BENCH / "out" / "costs.jsonl"
    help_ = [running.run([*running.OURS, "--help"], [], out) for _ in range(5)]
    command = running.ours(SET.schema, SET.options)
    one = [running.run(command, files[:1], out) for _ in range(5)]
    few, every = running.run(command, files[:30], out), running.run(command, files, out)
    return {
        "help": min(ran.cpu for ran in help_),
        "one": min(ran.cpu for ran in one),
        "few": {"documents": 30, "megabytes": round(few.memory)},
        "all": {"documents": len(files), "megabytes": round(every.memory), "cpu": every.cpu / len(files)},
    }


def section(costs: dict[str, Any]) -> str:
    return "\n".join(
        [
            "## What it costs to run",
            "",
            "Best of five for the first two; one process for the others; digital invoices of our generator.",
            "",
            "| what | figure |",
            "| --- | ---: |",
            f"| `extractor --help`, CPU s | {costs['help']:.2f} |",
            f"| one digital invoice, start of the process included, CPU s | {costs['one']:.2f} |",
            f"| each of {costs['all']['documents']} digital invoices in one process, CPU s | {costs['all']['cpu']:.3f} |",
            f"| peak memory after {costs['few']['documents']} documents, MB | {costs['few']['megabytes']} |",
            f"| peak memory after {costs['all']['documents']} documents, MB | {costs['all']['megabytes']} |",
            "",
        ]
    )
