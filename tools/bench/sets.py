"""Which documents are run, as what, and which peers can do the same work."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.bench.environments import BENCH, ROOT

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class BenchSet:
    """Documents with truth. `where` keeps truth rows by key; `schema` and `options` are this program's, `peers` run beside it.

    `kind` is what the peers' rule looks for. `totals` are the fields whose wrong value must never be accepted. `official`: also
    compare as the competition of this set does. `listed`: the field that is a list of rows, shown apart. `made`: the documents are not
    in the data but made by tools/samples with these arguments. `scanned`: they are made by tools/scans from this folder of the data.
    """

    name: str
    folder: str
    kind: str
    schema: str
    title: str
    peers: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ("--page-only",)
    totals: tuple[str, ...] = ()
    official: bool = False
    listed: str | None = None
    scoring: str = "fields"
    made: tuple[str, ...] = ()
    scanned: str | None = None


TEXT, TESSERACT, RAPIDOCR = "text + rule", "Tesseract + rule", "rapidocr + rule"
INVOICE2DATA, IMG2TABLE = "invoice2data", "img2table"
ADBUY = f"{HERE / 'adbuy.py'}:Adbuy"
INVOICE_PEERS = (INVOICE2DATA, IMG2TABLE, TEXT)
PICTURE_PEERS = (TESSERACT, RAPIDOCR)
# Layouts, vendors, typefaces and a seed that nothing was tuned on.
HELD_OUT = ("--layouts", "held-out", "--seed", "20261")
INVOICE_TOTALS = ("gross_total", "amount_due")

SETS: tuple[BenchSet, ...] = (
    BenchSet(
        "facturx", "facturx", "invoice", "invoice", "Hybrid e-invoices, their pages alone", INVOICE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items",
    ),
    BenchSet(
        "invoices_real", "invoices_real", "invoice", "invoice", "Real invoices", INVOICE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items",
    ),
    BenchSet(
        "facturx_scans", "facturx_scans", "invoice", "invoice", "Hybrid e-invoices as scans, 1 degree askew at 200 dpi", PICTURE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items", scanned="facturx",
    ),
    BenchSet(
        "invoices_real_scans", "invoices_real_scans", "invoice", "invoice", "Real invoices as such scans", PICTURE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items", scanned="invoices_real",
    ),
    BenchSet("azure_invoices", "azure_forms", "invoice", "invoice", "Two sample invoices", INVOICE_PEERS, where=(("schema", "invoice"),)),
    BenchSet(
        "adbuy_digital", "fcc_adbuy", "adbuy", ADBUY, "Broadcast filings with a text layer, a user's own model", (TEXT,),
        where=(("kind", "digital"),), totals=("gross_amount",),
    ),
    BenchSet(
        "adbuy_scans", "fcc_adbuy", "adbuy", ADBUY, "Scanned broadcast filings, pictures read, the same model", PICTURE_PEERS,
        where=(("kind", "scan"),), options=("--page-only", "--force-ocr"), totals=("gross_amount",),
    ),
    BenchSet("sroie", "sroie", "receipt", "receipt", "Scanned receipts", PICTURE_PEERS, totals=("total",), official=True),
    BenchSet(
        "wildreceipt", "wildreceipt", "receipt", "receipt", "Receipts, photographed and scanned", PICTURE_PEERS,
        totals=("total",), listed="line_items",
    ),
    BenchSet("funsd", "funsd", "form", "form", "Noisy scanned forms, pairs of label and value", PICTURE_PEERS, listed="pairs"),
    BenchSet("tables", "tables_tabula", "table", "form", "Tables in public reports", (IMG2TABLE,), scoring="tables"),
    BenchSet(
        "own_invoices", "own_invoices", "invoice", "invoice", "Invoices of our generator, layouts held out", INVOICE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items", made=(*HELD_OUT, "--kind", "invoice", "--condition", "clean", "--count", "300"),
    ),
    BenchSet(
        "own_scans", "own_scans", "invoice", "invoice", "Scanned invoices of our generator, layouts held out", PICTURE_PEERS,
        totals=INVOICE_TOTALS, listed="line_items", made=(*HELD_OUT, "--kind", "invoice", "--condition", "scan", "--count", "60"),
    ),
    BenchSet(
        "own_receipts", "own_receipts", "receipt", "receipt", "Receipts of our generator, layouts held out", PICTURE_PEERS,
        totals=("total",), listed="line_items", made=(*HELD_OUT, "--kind", "receipt", "--count", "100"),
    ),
)  # fmt: skip


def home(data: Path, chosen: BenchSet) -> Path:
    """The folder that holds a set's truth.jsonl and docs/; a set of our making is made when it is missing or its maker has changed."""
    if chosen.made:
        sources = sorted(path for path in (ROOT / "tools" / "samples").rglob("*") if path.suffix in {".py", ".yaml", ".json", ".txt"})
        return _made(chosen.folder, ["tools.samples", *chosen.made, "--out"], sources)
    if chosen.scanned:
        sources = [ROOT / "tools" / "scans.py", data / chosen.scanned / "truth.jsonl"]
        return _made(chosen.folder, ["tools.scans", str(data / chosen.scanned)], sources)
    return data / chosen.folder


def _made(name: str, maker: list[str], sources: list[Path]) -> Path:
    """The folder that the maker, a module of ours and its arguments, writes to; made anew when one of its sources is another."""
    folder = BENCH / "made" / name
    stamp = folder / "made-with.txt"
    made_with = " ".join([*maker, hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()])
    if not stamp.is_file() or stamp.read_text() != made_with:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", *maker, str(folder)], cwd=ROOT, check=True)
        stamp.write_text(made_with)
    return folder


def truth_rows(data: Path, chosen: BenchSet, limit: int | None) -> list[dict[str, Any]]:
    """The truth of a set's documents, in file order; of `limit` documents spread over the set where one is given."""
    with (home(data, chosen) / "truth.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    rows = [row for row in rows if all(str(row.get(key)) == value for key, value in chosen.where)]
    if limit is not None and limit < len(rows):
        step = len(rows) / limit
        rows = [rows[int(index * step)] for index in range(limit)]
    return rows
