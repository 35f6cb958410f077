"""Rows told by an equation alone, wherever they stand: "VAT 19 % on 100.00: 19.00", "S 20,00% 11,00 2,20"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.rows_body import TableRow
from extractor.find.rows_labels import RowLabels
from extractor.find.rows_roles import Parts
from extractor.find.rows_strips import PageStrips


def inline_rows(pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    return ()
