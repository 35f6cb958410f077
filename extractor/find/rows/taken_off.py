"""Lines of a list that take an amount off: "Member 10 %  -3.60" is no article, but part of what the whole is lessened by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from extractor.document import Candidate
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips
from extractor.find.rows.table import TableRow, value_of

SURE = 0.93  # a row that takes off what it says, in a list that the page adds up
ALIKE = 85  # of 100: a text that says again what was sold


def without_discounts(
    rows: Sequence[TableRow], labels: RowLabels, parts: Parts, mark: str | None
) -> tuple[tuple[TableRow, ...], tuple[TableRow, ...]]:
    """The rows of articles, and those that take an amount off; all are articles where the list's sum takes off nothing, or where the
    rows have a column for it. What is given back (a deposit, a sale made void) stays among the articles."""
    sold = [row for row in rows if (_amount(row, parts, mark) or 0) > 0]
    if labels.taken_off is None or not sold or sum(_amount(row, parts, mark) or Decimal(0) for row in rows) < 0:
        return tuple(rows), ()
    off = [row for row in rows if (_amount(row, parts, mark) or 0) < 0 and not _is_given_back(row, sold, labels, parts, mark)]
    return tuple(row for row in rows if all(row is not other for other in off)), tuple(off)


def discount_candidates(
    off: Sequence[TableRow], pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None
) -> list[Candidate]:
    """What such rows take off together, with its own probability."""
    if not off or labels.taken_off is None:
        return []
    whole = -sum((_amount(row, parts, mark) or Decimal(0) for row in off), Decimal(0))
    cells = [row.cells[parts.result or ""] for row in off if row.page == off[0].page]
    page = next(page for page in pages if page.page == off[0].page)
    said = " + ".join(cell.text for cell in cells)
    box = page.box_of([token for cell in cells for token in cell.tokens])
    evidence = "rows of the list that take off: " + ", ".join(filter(None, (_text(row, parts) for row in off)))
    return [Candidate(labels.taken_off, whole, said, "table", evidence, page.page, box, score=SURE)]


def _amount(row: TableRow, parts: Parts, mark: str | None) -> Decimal | None:
    return value_of(row.cells.get(parts.result or ""), row.mark or mark)


def _is_given_back(row: TableRow, sold: Sequence[TableRow], labels: RowLabels, parts: Parts, mark: str | None) -> bool:
    text = _text(row, parts).casefold()
    amount = -(_amount(row, parts, mark) or Decimal(0))
    void = any(_amount(other, parts, mark) == amount and fuzz.ratio(text, _text(other, parts).casefold()) >= ALIKE for other in sold)
    return void or labels.given_back.search(text) is not None


def _text(row: TableRow, parts: Parts) -> str:
    cell = row.cells.get(parts.main or "")
    return cell.text if cell is not None else ""
