"""invoice2data with the templates it brings, no other: FILE... -> JSON Lines on standard output."""

from __future__ import annotations

import argparse
import json
import logging
from typing import Any

from invoice2data import extract_data
from invoice2data.extract.loader import read_templates

NAMES = {
    "invoice_number": "invoice_number",
    "date": "issue_date",
    "date_due": "due_date",
    "amount": "gross_total",
    "amount_untaxed": "net_total",
    "amount_tax": "tax_total",
    "currency": "currency",
}
LINE_NAMES = {"name": "description", "desc": "description", "qty": "quantity", "price": "unit_price", "price_subtotal": "amount"}


def record(answer: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {ours: plain(answer[theirs]) for theirs, ours in NAMES.items() if answer.get(theirs) is not None}
    made["seller"] = {"name": answer.get("issuer"), "vat_id": answer.get("vat")}
    made["payment"] = {"iban": answer.get("iban")}
    made["line_items"] = [
        {ours: plain(line[theirs]) for theirs, ours in LINE_NAMES.items() if line.get(theirs) is not None}
        for line in answer.get("lines") or []
        if isinstance(line, dict)
    ]
    return made


def plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    templates = read_templates()
    for file in options.files:
        try:
            answer = extract_data(file, templates=templates)
        except Exception as error:  # whatever it raises, it has no answer for this file
            answer = {"error": str(error)}
        print(json.dumps({"source": file, "record": record(answer or {})}))


if __name__ == "__main__":
    main()
