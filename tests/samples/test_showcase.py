"""The shipped documents: each with its golden record, the golden a valid record, the whole small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.schemas.form import Form
from extractor.schemas.invoice import Invoice
from extractor.schemas.receipt import Receipt
from extractor.schemas.ticket import Ticket
from tools.samples.showcase import PIECES, Piece

SHELF = Path(__file__).parents[2] / "sample_docs"
MODELS: dict[str, type[BaseModel]] = {"form": Form, "invoice": Invoice, "receipt": Receipt, "ticket": Ticket}


def test_documents_and_goldens_are_those_of_the_list() -> None:
    names = {piece.name for piece in PIECES}
    goldens = {Path(name).with_suffix(".golden.json").name for name in names}
    templated = {f"{stem}{end}" for stem in ("cash_voucher_en", "seed_merchant_de") for end in (".pdf", ".golden.json")}
    assert {path.name for path in SHELF.iterdir()} == names | goldens | templated | {"README.md"}


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_a_golden_is_a_whole_record_of_its_model(piece: Piece) -> None:
    golden = json.loads((SHELF / piece.name).with_suffix(".golden.json").read_text(encoding="utf-8"))
    assert MODELS[piece.kind].model_validate(golden).model_dump(mode="json") == golden


def test_the_shelf_is_small_and_varied() -> None:
    assert sum(path.stat().st_size for path in SHELF.iterdir()) < 6_000_000
    assert len({piece.language for piece in PIECES}) >= 5
    assert {piece.condition for piece in PIECES} == {"clean", "scan", "photo"}
    assert {piece.kind for piece in PIECES} == set(MODELS)


def test_the_readme_names_every_document() -> None:
    text = (SHELF / "README.md").read_text(encoding="utf-8")
    assert all(f"`{piece.name}`" in text for piece in PIECES)
