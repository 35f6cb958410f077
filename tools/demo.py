"""`make demo`: every sample document to a record; a table on the screen, files in demo_out/."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from extractor import batch, export, inputs
from extractor.results import Extraction, Status

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path("sample_docs")
OUT = Path("demo_out")
FILES = ("records.json", "records.csv", "records.xlsx", "records.db")


def main() -> int:
    os.chdir(ROOT)  # so that documents are called by their short names
    OUT.mkdir(exist_ok=True)
    found = inputs.gather([str(SAMPLES)])
    if not found.inputs:
        print(f"no documents in {SAMPLES}", file=sys.stderr)
        return 1
    print(f"Reading {len(found.inputs)} documents of {SAMPLES}/ ...", file=sys.stderr)
    results: list[Extraction] = list(batch.extract_all(found.inputs, explain=OUT / "explained"))
    export.write(results, "-", format="table")
    for name in FILES:
        export.write(results, str(OUT / name))
    counts = Counter(result.status for result in results)
    print(", ".join(f"{counts[status]} {status.value}" for status in Status))
    print("\nWritten:")
    for path in sorted(path for path in OUT.iterdir() if path.is_file()):
        print(f"  {path.resolve()}")
    print(f"  {(OUT / 'explained').resolve()}/  (each page with its values drawn on it)")
    return 1 if counts[Status.FAILED] else 0


if __name__ == "__main__":
    sys.exit(main())
