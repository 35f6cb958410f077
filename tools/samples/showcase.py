"""`python -m tools.samples.showcase sample_docs`: the documents that the repository ships, each with its golden record.

A golden is the true record, as the schema's model writes it; beside `invoice_fr.pdf` stands `invoice_fr.golden.json`.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.samples.make import Order, Sample, make

SEED = 2026
Wanted = Callable[[Sample], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of the showcase: the first of the seed's documents of this kind that is as `wanted`."""

    name: str  # with the suffix that the document must have
    kind: str
    condition: str
    language: str
    wanted: Wanted


def _lines(least: int, most: int) -> Wanted:
    return lambda sample: least <= len(sample.row["fields"].get("line_items", [])) <= most and sample.row["pages"] == 1


def _field(name: str, value: object) -> Wanted:
    return lambda sample: sample.row["fields"].get(name) == value


def _both(*wanted: Wanted) -> Wanted:
    return lambda sample: all(want(sample) for want in wanted)


def _fields(*names: str) -> Wanted:
    return lambda sample: all(name in sample.row["fields"] for name in names)


def _several_rates(sample: Sample) -> bool:
    return len(sample.row["fields"].get("tax_breakdown", [])) > 1


def _layout(part: str) -> Wanted:
    return lambda sample: part in str(sample.row["layout"])


_WHOLE = _fields("invoice_number", "issue_date", "seller.name", "buyer.name", "net_total", "tax_total", "gross_total")
_INVOICE = _both(_WHOLE, _field("document_type", "invoice"))
_RECEIPT = _fields("merchant.name", "merchant.address", "date", "total")

PIECES = (
    Piece("invoice_de_two_pages.pdf", "invoice", "clean", "de", _both(_INVOICE, lambda sample: sample.row["pages"] == 2)),
    Piece("invoice_fr.pdf", "invoice", "clean", "fr", _both(_INVOICE, _lines(3, 7), _several_rates)),
    Piece("invoice_en_scan.pdf", "invoice", "scan", "en", _both(_INVOICE, _lines(3, 6))),
    Piece("invoice_es_photo.jpg", "invoice", "photo", "es", _both(_INVOICE, _lines(2, 5))),
    Piece("invoice_pl_scan.jpg", "invoice", "scan", "pl", _both(_INVOICE, _lines(2, 6))),
    Piece("invoice_it.pdf", "invoice", "clean", "it", _both(_INVOICE, _lines(2, 6), _fields("payment.iban", "seller.vat_id"))),
    Piece(
        "credit_note_nl.pdf", "invoice", "clean", "nl", _both(_WHOLE, _field("document_type", "credit_note"), _fields("preceding_invoice"))
    ),
    Piece("receipt_en_photo.jpg", "receipt", "photo", "en", _both(_RECEIPT, _lines(3, 6), _field("currency", "MYR"))),
    Piece("receipt_de_scan.jpg", "receipt", "scan", "de", _both(_RECEIPT, _lines(3, 8))),
    Piece("receipt_fr_restaurant.pdf", "receipt", "clean", "fr", _both(_RECEIPT, _lines(3, 8), _layout("restaurant"))),
    Piece("form_en_scan.pdf", "form", "scan", "en", _fields("pairs", "checkboxes")),
    Piece("form_pt.pdf", "form", "clean", "pt", _fields("pairs", "checkboxes", "tables")),
    Piece("ticket_de_train.pdf", "ticket", "clean", "de", _layout("train")),
    Piece("ticket_en_boarding_pass.jpg", "ticket", "photo", "en", _both(_layout("flight"), _layout("strip"))),
)


def _code_can_be_read(sample: Sample) -> bool:
    """Whether a ticket's code survived its wear: a golden does not ask for what a scanner cannot see."""
    reservations = sample.row["fields"].get("reservations", [])
    if not reservations or "ticket_token" not in reservations[0]:
        return True
    import zxingcpp
    from PIL import Image

    with Image.open(io.BytesIO(sample.data)) as picture:
        return reservations[0]["ticket_token"] in {code.text for code in zxingcpp.read_barcodes(picture)}


def found(piece: Piece) -> tuple[Sample, int]:
    """The document and its number; raises LookupError if none of the first 500 is as wanted."""
    for number in range(500):
        clean = make(Order(SEED, number, piece.kind, "clean", (piece.language,)))
        if piece.condition == "clean":
            if piece.wanted(clean):
                return clean, number
        elif piece.wanted(clean):
            worn = make(Order(SEED, number, piece.kind, piece.condition, (piece.language,), dpi=150))
            gentle = not {"fading", "stains", "two levels"} & set(worn.row["steps"])
            if worn.name.endswith(Path(piece.name).suffix) and gentle and _code_can_be_read(worn):
                return worn, number
    raise LookupError(f"no document for {piece.name}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.samples.showcase", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path, help="folder to write to")
    out: Path = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    for piece in PIECES:
        sample, number = found(piece)
        (out / piece.name).write_bytes(sample.data)
        golden = json.dumps(sample.record(), ensure_ascii=False, indent=1)
        (out / piece.name).with_suffix(".golden.json").write_text(golden + "\n", encoding="utf-8")
        size = len(sample.data) // 1024
        print(f"{piece.name}: {piece.kind} {number} of seed {SEED}, layout {sample.row['layout']}, {size} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
