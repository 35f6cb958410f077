"""Sections of a table told again by their sums, as at the end of a builder's bill: "Title 01 4,257.70, Title 02 16,692.61"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.find.rows.parts import Parts
from extractor.find.rows.table import TableRow, value_of

LEAST = 2  # sections


def without_recap(rows: Sequence[TableRow], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """The rows without those behind the last count or price that say the sums of all rows before them, one section after another, and
    without what stands under these."""
    counted = [number for number, row in enumerate(rows) if row.cells.keys() & parts.factors]
    last = counted[-1] + 1 if counted else 0
    amounts = [value_of(row.cells.get(parts.result or ""), row.mark or mark) or Decimal(0) for row in rows]
    place = sections = 0
    for told in amounts[last:]:
        if place == last:
            break
        end = next((end for end in range(place + 1, last + 1) if told and sum(amounts[place:end], Decimal(0)) == told), None)
        if end is None:
            return tuple(rows)
        place, sections = end, sections + 1
    return tuple(rows[:last]) if place == last and LEAST <= sections < last else tuple(rows)
