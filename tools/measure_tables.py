"""How well tables are taken apart, on PDF reports whose tables are known cell by cell.

    python tools/measure_tables.py DATA_FOLDER [--errors N]

DATA_FOLDER holds `truth.jsonl` (one document a line: file, fields.tables[{page, cells[{text ...}]}]) and the files.
Per document, the cells of all tables on the pages that have a known one are compared as bags (texts without white space;
empty cells do not count); printed are the means over the documents of precision, recall and F1, and the CPU seconds.
Tables that nobody marked on such a page count against precision: read the recall beside it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.document import Table
from extractor.layout import arrange
from extractor.load import load


@dataclass(frozen=True)
class Score:
    """One document's measure."""

    name: str
    precision: float
    recall: float
    f1: float
    seconds: float
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def bag(texts: Sequence[str]) -> Counter[str]:
    """The texts without white space, each as often as it occurs; empty ones left out."""
    plain = ("".join(text.split()) for text in texts)
    return Counter(text for text in plain if text)


def scored(name: str, true: Counter[str], found: Counter[str], seconds: float) -> Score:
    hits = sum((true & found).values())
    precision = hits / max(sum(found.values()), 1)
    recall = hits / max(sum(true.values()), 1)
    f1 = 2 * hits / max(sum(true.values()) + sum(found.values()), 1)
    return Score(name, precision, recall, f1, seconds, tuple((true - found).elements()), tuple((found - true).elements()))


def tables_of(path: Path, pages: set[int]) -> list[Table]:
    document = load(path)
    regions = [r for page in document.pages if page.number in pages for r in arrange(page.words, page.rulings, page.width, page.height)]
    return [region.table for region in regions if region.table is not None]


def measure(folder: Path) -> list[Score]:
    scores = []
    for row in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth: dict[str, Any] = json.loads(row)
        tables = truth["fields"]["tables"]
        start = time.process_time()
        found = tables_of(folder / truth["file"], {table["page"] for table in tables})
        seconds = time.process_time() - start
        true = bag([cell["text"] for table in tables for cell in table["cells"]])
        scores.append(scored(truth["file"], true, bag([cell.text for table in found for cell in table.cells]), seconds))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show so many missing and extra cells of each document")
    options = parser.parse_args()
    scores = measure(options.folder)
    for s in sorted(scores, key=lambda s: s.f1):
        print(f"{s.f1:.3f}  p {s.precision:.3f}  r {s.recall:.3f}  {s.seconds:.2f} s  {s.name}")
        for text in s.missing[: options.errors]:
            print(f"         missing {text!r}")
        for text in s.extra[: options.errors]:
            print(f"         extra   {text!r}")
    n = len(scores)
    print(
        f"{sum(s.f1 for s in scores) / n:.3f}  p {sum(s.precision for s in scores) / n:.3f}  "
        f"r {sum(s.recall for s in scores) / n:.3f}  {sum(s.seconds for s in scores):.2f} CPU s  mean of {n} documents"
    )


if __name__ == "__main__":
    main()
