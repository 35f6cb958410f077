"""python -m tools.bench DATA [--sets a,b] [--systems a,b] [--limit N]

Runs this program and its peers over the sets of DATA. Without --limit the figures replace those of the same sets and systems in
docs/benchmarks.md; with it they are printed only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.bench import costs, environments, report, running, scoring
from tools.bench.sets import SETS, BenchSet, home, truth_rows

FIGURES = environments.ROOT / "docs" / "benchmarks.json"
PAGE = environments.ROOT / "docs" / "benchmarks.md"


def main() -> int:
    options = arguments()
    kept: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() and options.limit is None else {}
    for chosen in SETS:
        if options.sets and chosen.name not in options.sets:
            continue
        if not chosen.made and not (options.data / (chosen.scanned or chosen.folder) / "truth.jsonl").is_file():
            print(f"{chosen.name}: not in {options.data}, left out", file=sys.stderr)
            continue
        truth = truth_rows(options.data, chosen, options.limit)
        systems = [name for name in (report.US, *chosen.peers) if not options.systems or name in options.systems]
        before = kept.get(chosen.name, {}).get("systems", {})
        fresh = {name: measure(options.data, chosen, name, truth) for name in systems}
        ordered = {name: {**before, **fresh}[name] for name in (report.US, *chosen.peers) if name in {**before, **fresh}}
        kept[chosen.name] = {"documents": len(truth), "systems": ordered}
        print(report.section(chosen, kept[chosen.name]))
        if options.limit is None:
            save(kept)
    if (not options.sets or "costs" in options.sets) and (not options.systems or report.US in options.systems):
        kept["costs"] = costs.measure()
        print(costs.section(kept["costs"]))
    if options.limit is None:
        save(kept)
    return 0


def save(kept: dict[str, Any]) -> None:
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(report.write(kept, machine()), encoding="utf-8")


def measure(data: Path, chosen: BenchSet, name: str, truth: list[dict[str, Any]]) -> dict[str, Any]:
    """One system over one set: its figures, its command and its cost."""
    folder = environments.BENCH / "out" / chosen.name
    folder.mkdir(parents=True, exist_ok=True)
    truth_file = folder / "truth.jsonl"
    truth_file.write_text("".join(json.dumps(row) + "\n" for row in truth), encoding="utf-8")
    command = running.ours(chosen.schema, chosen.options) if name == report.US else environments.command(name, chosen.kind)
    files = [home(data, chosen) / row["file"] for row in truth]
    output = folder / f"{name.replace(' + ', '-').lower()}.jsonl"
    print(f"{chosen.name}: {name} over {len(files)} documents", file=sys.stderr, flush=True)
    ran = running.run(command, files, output)
    if ran.status not in (0, 1) or (name != report.US and ran.status):
        print(f"{chosen.name}: {name} ended with status {ran.status}\n{ran.complaint}", file=sys.stderr)
    figures: dict[str, Any] = {
        "command": f"{running.shown(command)} {chosen.folder}/docs/...",
        "documents": len(files),
        "status": ran.status,
        "cpu": round(ran.cpu, 2),
        "wall": round(ran.wall, 2),
    }
    if chosen.scoring == "tables":
        figures["score"] = scoring.score_tables(truth, output)
        return figures
    figures["score"] = scoring.score(truth_file, output)
    figures["wrong_totals"] = scoring.wrong_totals_accepted(truth, output, chosen.totals)
    figures["official"] = round(scoring.official_f1(truth, output), 4) if chosen.official else None
    return figures


def machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("rapidocr", "onnxruntime", "pytesseract", "opencv-python", "pypdfium2"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {libraries}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("data", type=lambda given: Path(given).resolve(), help="folder of sets, each with truth.jsonl and docs/")
    parser.add_argument("--sets", type=lambda text: text.split(","), help=f"of {', '.join(chosen.name for chosen in SETS)}, costs")
    parser.add_argument("--systems", type=lambda text: text.split(","), help=f"of {', '.join((report.US, *environments.PEER))}")
    parser.add_argument("--limit", type=int, help="so many documents of each set, for a quick look")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
