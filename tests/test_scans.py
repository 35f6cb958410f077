"""The tool that makes scans of PDFs: no text layer, a skew that is taken out again, the truth beside them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from extractor.document import TextLayer
from extractor.load import load
from tools.scans import scans_of

SAMPLE = Path(__file__).parents[1] / "sample_docs" / "invoice_fr.pdf"


def test_a_set_becomes_scans_with_the_same_truth(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    shutil.copy(SAMPLE, tmp_path / "set" / "a.pdf")
    (tmp_path / "set" / "b.txt").write_text("no PDF", encoding="utf-8")
    rows = [{"file": name, "fields": {"invoice_number": "4711"}} for name in ("a.pdf", "b.txt")]
    (tmp_path / "set" / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    assert scans_of(tmp_path / "set", tmp_path / "scans", dpi=60) == 1
    (row,) = [json.loads(line) for line in (tmp_path / "scans" / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert row == {"file": "docs/a.pdf", "fields": {"invoice_number": "4711"}}
    page = load(tmp_path / "scans" / "docs" / "a.pdf").pages[0]
    assert page.text_layer is TextLayer.ABSENT
    assert page.picture.pixels(60).std() > 10  # there is print on it

    again = scans_of(tmp_path / "set", tmp_path / "again", dpi=60)
    assert again == 1
    assert (tmp_path / "again" / "docs" / "a.pdf").stat().st_size == (tmp_path / "scans" / "docs" / "a.pdf").stat().st_size
