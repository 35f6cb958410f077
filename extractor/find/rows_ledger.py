"""Rows without a header, as tills print them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.rows_body import TableRow
from extractor.find.rows_labels import RowLabels
from extractor.find.rows_roles import Parts
from extractor.find.rows_strips import PageStrips


def ledger_rows(pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    return ()
