"""img2table: the tables of PDFs, or with `--kind invoice` line items from the table whose header names them. FILE... -> JSON Lines."""

from __future__ import annotations

import argparse
import json
import re
from typing import Any

from img2table.document import PDF

COLUMNS = {
    "description": r"desc|bezeichnung|artikel|d[ée]signation|item|product|libell|omschrijving",
    "quantity": r"qty|quant|menge|anzahl|qt[ée]|aantal",
    "unit_price": r"price|preis|prix|\bp\.?u|rate|prijs|unit",
    "amount": r"amount|total|betrag|montant|gesamt|sum|bedrag",
}


def tables(file: str) -> list[list[list[str]]]:
    """Every table of a file as rows of texts; a cell that spans others is repeated in each of them, as the library does."""
    found = PDF(file).extract_tables(implicit_rows=True, borderless_tables=True)
    grids = []
    for page in sorted(found):
        for table in found[page]:
            grids.append([[cell.value or "" for cell in row] for row in table.content.values()])
    return grids


def line_items(grids: list[list[list[str]]]) -> list[dict[str, str]]:
    for grid in grids:
        for number, row in enumerate(grid):
            columns = {
                name: next((i for i, text in enumerate(row) if re.search(pattern, text, re.IGNORECASE)), None)
                for name, pattern in COLUMNS.items()
            }
            placed = {name: column for name, column in columns.items() if column is not None}
            if "amount" in placed and len(set(placed.values())) >= 3:
                rows = [{name: value(name, items[column]) for name, column in placed.items()} for items in grid[number + 1 :]]
                return [item for item in rows if re.search(r"\d", item["amount"])]
    return []


def value(name: str, text: str) -> str:
    text = " ".join(text.split())
    if name == "description":
        return text
    figures = re.search(r"-?\d[\d .,']*", text)
    if not figures:
        return ""
    digits = figures.group().replace(" ", "").replace("'", "").rstrip(".,")
    whole, mark, cents = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
    return re.sub(r"[.,]", "", whole) + "." + cents if mark else digits


def record(file: str, kind: str) -> dict[str, Any]:
    grids = tables(file)
    if kind == "invoice":
        return {"line_items": line_items(grids)}
    return {
        "tables": [
            {"table": t, "row": r, "column": c, "text": text}
            for t, grid in enumerate(grids)
            for r, row in enumerate(grid)
            for c, text in enumerate(row)
        ]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    for file in options.files:
        try:
            made = record(file, options.kind)
        except Exception:  # whatever it raises, it has no answer for this file
            made = {}
        print(json.dumps({"source": file, "record": made}))


if __name__ == "__main__":
    main()
