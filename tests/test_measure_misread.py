"""The tool that misreads documents: what it changes, and that it counts what it is for."""

from __future__ import annotations

import random
from pathlib import Path

from extractor.pipeline import read
from extractor.truth import Truth
from tools.measure_misread import misread, wrong_totals

SAMPLE = Path(__file__).parents[1] / "sample_docs" / "invoice_fr.pdf"


def test_the_share_asked_for_is_misread_and_nothing_moves() -> None:
    (reading, *_) = read(SAMPLE)[1]
    changed = misread(reading, 0.1, random.Random(1))
    assert changed == misread(reading, 0.1, random.Random(1))
    assert [word.box for word in changed.words] == [word.box for word in reading.words]
    pairs = [(a, b) for one, other in zip(reading.words, changed.words, strict=True) for a, b in zip(one.text, other.text, strict=True)]
    assert 0.03 < sum(a != b for a, b in pairs) / len(pairs) < 0.15
    assert misread(reading, 0.0, random.Random(1)).text == reading.text


def test_a_wrong_total_counts_where_it_is_accepted() -> None:
    truth = Truth("a.pdf", Path("a.pdf"), "invoice", {"gross_total": "119.00"}, {}, {})
    fields = {"gross_total": {"evidence": "right of 'Total'"}}
    made = [
        {"status": status, "record": {"gross_total": total}, "fields": fields} for status, total in (("accepted", "179.0"), ("review", "1"))
    ]
    assert wrong_totals([truth, truth], made) == ["a.pdf: gross_total is 119.00, accepted 179.0 (right of 'Total')"]
    assert wrong_totals([truth], [{"status": "accepted", "record": {"gross_total": "119.0"}, "fields": fields}]) == []
