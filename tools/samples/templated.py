"""`python -m tools.samples.templated sample_docs`: the documents of the templates that ship, each with its golden record.

A vendor whose words are his own, and a form whose boxes bear their names below: what a general search finds only in part.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]

ITEMS = (
    ("Roggen 'Polarstern', gebeizt", "40", "3,25", "130,00"),
    ("Lupine, blau", "12", "8,50", "102,00"),
    ("Fracht bis Hof", "1", "48,00", "48,00"),
)


def vendor() -> bytes:
    """A seed merchant's invoice: its own words for number, date and totals, and three dates in a row without a label."""
    out = io.BytesIO()
    canvas = _canvas(out)
    _text(canvas, 60, 70, "Nordlicht Saatgut eG", size=17, bold=True)
    _text(canvas, 60, 86, "Am Speicher 4 · 24937 Flensburg", size=9)
    for number, line in enumerate(("Hofgemeinschaft Wiesengrund", "Dorfstraße 11", "24989 Dollerup")):
        _text(canvas, 60, 150 + 13 * number, line)
    _text(canvas, 60, 240, "Abrechnung über gelieferte Ware", size=13, bold=True)
    days = "03.04.2026 / 07.04.2026 / 05.05.2026"
    for x, label, value in ((60, "Vorgang", "NL-26/04711"), (190, "Mitglied", "30418"), (320, "Tage", days)):
        _text(canvas, x, 268, label, size=8)
        _text(canvas, x, 281, value)
    for x, label in ((60, "Gut"), (330, "Sack"), (400, "je Sack"), (480, "zusammen")):
        _text(canvas, x, 330, label, bold=True)
    canvas.line(60, HEIGHT - 336, 535, HEIGHT - 336)
    for number, (text, bags, price, amount) in enumerate(ITEMS):
        y = 352 + 16 * number
        _text(canvas, 60, y, text)
        for x, figure in ((352, bags), (432, price), (532, amount)):
            canvas.drawRightString(x, HEIGHT - y, figure)
    for number, (label, amount) in enumerate((("Ware und Fracht", "280,00"), ("darauf 7 v. H.", "19,60"), ("Wir buchen ab", "299,60"))):
        y = 430 + 16 * number
        _text(canvas, 330, y, label, bold=number == 2)
        canvas.drawRightString(532, HEIGHT - y, amount)
    _text(canvas, 60, 780, "Nordlicht Saatgut eG · kontor@nordlicht-saatgut.example", size=8)
    _text(canvas, 60, 792, "USt-IdNr. DE136695976 · DE89 3704 0044 0532 0130 00", size=8)
    canvas.save()
    return out.getvalue()


def voucher() -> bytes:
    """A cash voucher: boxes whose names stand below what is written in them."""
    out = io.BytesIO()
    canvas = _canvas(out)
    _text(canvas, 60, 70, "CASH VOUCHER", size=16, bold=True)
    _text(canvas, 470, 70, "Form CV-7", size=8)
    boxes = (
        (60, 110, 475, "Harbour Street Chandlery", "paid to"),
        (60, 170, 475, "2 Quayside, Millport", "of"),
        (60, 230, 150, "08/09/2026", "on"),
        (220, 230, 150, "118", "slip"),
        (380, 230, 155, "64.20", "the sum of"),
        (60, 290, 475, "Rope, shackles, two tins of varnish", "for"),
    )
    for x, y, width, value, label in boxes:
        canvas.rect(x, HEIGHT - y - 28, width, 28)
        _text(canvas, x + 8, y + 19, value, size=11)
        _text(canvas, x + 2, y + 38, label, size=7)
    _text(canvas, 60, 380, "Amounts in pounds sterling. Keep this voucher for seven years.", size=8)
    canvas.save()
    return out.getvalue()


VENDOR: dict[str, Any] = {
    "document_type": "invoice",
    "invoice_number": "NL-26/04711",
    "issue_date": "2026-04-03",
    "due_date": "2026-05-05",
    "delivery_date": "2026-04-07",
    "customer_number": "30418",
    "seller": {
        "name": "Nordlicht Saatgut eG",
        "address": {"street": "Am Speicher 4", "postal_code": "24937", "city": "Flensburg"},
        "vat_id": "DE136695976",
        "email": "kontor@nordlicht-saatgut.example",
    },
    "buyer": {
        "name": "Hofgemeinschaft Wiesengrund",
        "address": {"street": "Dorfstraße 11", "postal_code": "24989", "city": "Dollerup"},
    },
    "currency": "EUR",
    "net_total": "280.00",
    "tax_total": "19.60",
    "gross_total": "299.60",
    "tax_breakdown": [{"rate": "7", "base": "280.00", "tax": "19.60"}],
    "payment": {"iban": "DE89370400440532013000"},
    "line_items": [
        {"description": text, "quantity": bags, "unit_price": price.replace(",", "."), "amount": amount.replace(",", ".")}
        for text, bags, price, amount in ITEMS
    ],
}
VOUCHER: dict[str, Any] = {
    "merchant": {"name": "Harbour Street Chandlery", "address": "2 Quayside, Millport"},
    "receipt_number": "118",
    "date": "2026-09-08",
    "currency": "GBP",
    "total": "64.20",
}


def _canvas(out: io.BytesIO) -> Canvas:
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    return canvas


def _text(canvas: Canvas, x: float, y: float, text: str, *, size: float = 10, bold: bool = False) -> None:
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    canvas.drawString(x, HEIGHT - y, text)
    canvas.setFont("Helvetica", 10)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.samples.templated", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    out: Path = parser.parse_args(arguments).out
    from extractor import catalog

    for name, schema, content, fields in (
        ("seed_merchant_de", "invoice", vendor(), VENDOR),
        ("cash_voucher_en", "receipt", voucher(), VOUCHER),
    ):
        (out / f"{name}.pdf").write_bytes(content)
        record = catalog.schema(schema).model_validate(fields).model_dump(mode="json")
        (out / f"{name}.golden.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
