"""Data frames."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from extractor.export import to_pandas
from extractor.results import Extraction


def test_documents_and_lists_become_frames(full_bill: Extraction, make_failed: Callable[..., Extraction]) -> None:
    frames = to_pandas([full_bill, make_failed()])
    assert set(frames) == {"documents", "line_items"}
    documents, items = frames["documents"], frames["line_items"]
    assert list(documents["source"]) == ["a.pdf", "b.pdf"]
    assert documents["total"][0] == Decimal("-119.00")
    assert documents["day"].dt.year[0] == 2026
    assert sum(items["amount"]) == Decimal("0.50")


def test_a_year_beyond_timestamps_stays_a_date(make_bill: Callable[..., Extraction]) -> None:
    frame = to_pandas([make_bill(day=date(9999, 12, 31))])["documents"]
    assert frame["day"][0].year == 9999
