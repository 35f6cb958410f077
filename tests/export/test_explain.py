"""The drawings and the list of candidates."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image

from extractor.document import Candidate, Document, Reading
from extractor.export.explain import AMBER, HEAD, LONG_SIDE, MARGIN, explain_document
from extractor.geometry import Box
from extractor.results import Extraction

Make = Callable[..., Extraction]
MakePage = Callable[..., tuple[Document, tuple[Reading, ...]]]


def explained(make_bill: Make, read_page: MakePage, folder: Path, **values: object) -> tuple[Extraction, tuple[Path, ...]]:
    document, readings = read_page()
    extraction = make_bill(total=Decimal("9.00"), **values)
    chosen = Candidate("total", Decimal("9.00"), "9,00", "label", "right of 'X'", 1, extraction.fields["total"].box, score=0.9)
    rival = dataclasses.replace(chosen, value=Decimal("1.00"), text="1,00", score=0.2, features={"likeness": 0.5})
    extraction = dataclasses.replace(extraction, readings=readings, candidates=(rival, chosen))
    return extraction, explain_document(document, extraction, folder, "a.pdf")


def test_every_page_is_drawn_and_the_candidates_are_listed(make_bill: Make, read_page: MakePage, tmp_path: Path) -> None:
    _, files = explained(make_bill, read_page, tmp_path)
    assert [file.name for file in files] == ["a.pdf.page-1.png", "a.pdf.candidates.txt"]
    lines = files[1].read_text(encoding="utf-8").splitlines()
    at = lines.index("total")
    assert lines[at + 1].startswith("* 0.900  9.00")
    assert lines[at + 2].startswith("  0.200  1.00")
    assert "likeness=0.5" in lines[at + 3]
    assert "warning: low_confidence: the total is not sure (total)" in lines


def test_an_answer_is_framed_by_its_certainty_and_stays_readable(make_bill: Make, read_page: MakePage, tmp_path: Path) -> None:
    extraction, files = explained(make_bill, read_page, tmp_path)
    with Image.open(files[0]) as drawn:
        pixels = np.asarray(drawn.convert("RGB")).astype(int)
    scale = LONG_SIDE / 600
    box = extraction.fields["total"].box or Box(0, 0, 0, 0)
    left, top = MARGIN + round(box.left * 400 * scale), HEAD + round(box.top * 600 * scale)
    right = MARGIN + round(box.right * 400 * scale)
    frame = pixels[top - 3, left + 20 : right - 20]
    assert abs(frame - np.array(AMBER)).max() < 30  # its issue is a warning
    inside = pixels[top + 12, (left + right) // 2]
    assert inside.min() > 180  # a veil, not a cover


def test_cards_stand_beside_the_page_not_on_it(make_bill: Make, read_page: MakePage, tmp_path: Path) -> None:
    _, files = explained(make_bill, read_page, tmp_path, line_items=[{"amount": n} for n in range(1, 60)])
    with Image.open(files[0]) as drawn:
        pixels = np.asarray(drawn.convert("RGB")).astype(int)
    margin = pixels[HEAD:-60, 20 : MARGIN - 30]
    assert (margin.max(axis=2) < 120).any()  # something is written there
    middle = pixels[HEAD + 900 : HEAD + 1600, MARGIN + 400 : MARGIN + 1100]
    assert (middle.min(axis=2) > 250).all()  # the empty part of the page is as empty as it was


def test_a_document_that_failed_is_explained_by_its_error(make_failed: Make, read_page: MakePage, tmp_path: Path) -> None:
    document, _ = read_page()
    files = explain_document(document, make_failed(), tmp_path, "b.pdf")
    assert "damaged_input: b.pdf is cut short" in files[-1].read_text(encoding="utf-8")
