"""Documents with truth to training rows for the scorer: one row a candidate of a labelled field.

    python -m tools.train.rows OUT.jsonl TRUTH.jsonl [--schema NAME] [--engine NAME] [--limit N]

A row is {"family", "features", "right", "document", "vendor", "field"}. Rows of one vendor share its key, so that a split
by vendor is possible.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor import catalog, find, load
from extractor.document import Candidate, Document, Reading, value_to_json
from extractor.pipeline import Options
from extractor.readings import read_pages
from extractor.timing import Stopwatch

CENT = Decimal("0.01")


def rows_of(truth: Mapping[str, Any], candidates: Sequence[Candidate]) -> Iterator[dict[str, Any]]:
    """Rows for the candidates of the fields that the truth names and the page shows."""
    fields, visible = truth["fields"], truth.get("visible") or {}
    vendor = plain(fields.get("merchant.name") or fields.get("seller.name") or truth["file"])
    for candidate in candidates:
        expected = fields.get(candidate.path)
        if not candidate.family or expected in (None, "", []) or not visible.get(candidate.path, True):
            continue
        yield {
            "family": candidate.family,
            "features": {name: round(float(value), 4) for name, value in candidate.features.items() if value},
            "right": same(candidate.value, expected),
            "document": truth["file"],
            "vendor": vendor,
            "field": candidate.path,
        }


def plain(text: object) -> str:
    """Letters and digits alone, case folded."""
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)).casefold() if c.isalnum())


def same(found: Any, expected: Any) -> bool:
    """Equal as amounts, as dates, or as letters and digits."""
    if isinstance(found, Decimal):
        try:
            return bool(found.quantize(CENT) == Decimal(str(expected).replace(",", "")).quantize(CENT))
        except InvalidOperation:
            return False
    if isinstance(found, date):
        return bool(value_to_json(found)[:10] == str(expected)[:10])
    return plain(found) == plain(expected)


def candidates_of(document: Document, readings: Sequence[Reading], schema: str) -> tuple[Candidate, ...]:
    model = catalog.schema(schema)
    return find.find(document, readings, find.Task.of(model, catalog.label_book(model), page_only=True)).candidates


def main() -> int:
    parser = argparse.ArgumentParser(description=re.split(r"\n\n", __doc__ or "")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--schema")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    wishes = Options(engine=options.engine)
    documents = 0
    with options.out.open("w", encoding="utf-8") as out:
        for line in options.truth.read_text(encoding="utf-8").splitlines()[: options.limit]:
            truth = json.loads(line)
            document = load.load(options.truth.parent / truth["file"])
            readings = read_pages(document, wishes, Stopwatch())
            for row in rows_of(truth, candidates_of(document, readings, options.schema or truth["schema"])):
                out.write(json.dumps(row, separators=(",", ":")) + "\n")
            documents += 1
    print(f"{documents} documents -> {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
