"""From chosen rows to candidates: values, boxes, evidence, and how sure each cell is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean
from typing import Any

from extractor.document import Candidate
from extractor.find.rows.figures import mark_of
from extractor.find.rows.fits import NUMBERS, TEXTS
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips
from extractor.find.rows.table import Cell, TableRow
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import Habits
from extractor.values.registry import BY_NAME

PROVED, READ, CONTRADICTED = 0.97, 0.88, 0.6  # a row whose equation holds, cannot be tried, does not hold
_SURE = {True: PROVED, None: READ, False: CONTRADICTED}
UNPROVED = 0.6  # what a mended value that nothing proves is worth beside the one that was read


def candidates_of(
    pages: Sequence[PageStrips], rows: Sequence[TableRow], labels: RowLabels, parts: Parts, mark: str | None, habits: Habits
) -> tuple[Candidate, ...]:
    by_page = {page.page: page for page in pages}
    found: list[Candidate] = []
    for number, row in enumerate(rows):
        for spec in labels.columns:
            cell = row.cells.get(spec.path)
            if cell is None:
                continue
            made = _candidate(by_page[row.page], number, row, spec, cell, parts, row.mark or mark, habits)
            if made is not None:
                found.append(made)
                if spec.path in row.maybe:
                    found.append(
                        replace(
                            made,
                            value=row.maybe[spec.path],
                            evidence=f"{made.evidence}; one digit other than read would make the row's product hold",
                            repaired=True,
                            score=round(made.score * UNPROVED, 4),
                        )
                    )
        if row.lone:
            found += _price_of_one(by_page[row.page], number, row, labels, parts, row.mark or mark, habits)
    return tuple(found)


def _price_of_one(
    page: PageStrips, number: int, row: TableRow, labels: RowLabels, parts: Parts, mark: str | None, habits: Habits
) -> list[Candidate]:
    """In a list of texts and amounts with no counts at all, an amount is also the price of one: offered, not pressed."""
    spec = next((s for s in labels.columns if s.path in parts.factors and s.kind is Kind.MONEY and s.path not in row.cells), None)
    cell = row.cells.get(parts.result or "")
    if spec is None or cell is None:
        return []
    made = _candidate(page, number, row, spec, cell, parts, mark, habits)
    if made is None:
        return []
    return [replace(made, evidence=f"the line's only figure, row {number + 1}", score=round(made.score * UNPROVED, 4))]


def _candidate(
    page: PageStrips, number: int, row: TableRow, spec: FieldSpec, cell: Cell, parts: Parts, mark: str | None, habits: Habits
) -> Candidate | None:
    value: Any
    convention: str | None = None
    repaired = row.repaired.get(spec.path)
    if spec.kind in NUMBERS:
        if cell.figure is None:
            return None
        value = cell.value if cell.value is not None else cell.figure.value(mark)
        if value is None:
            return None
        convention = mark_of(cell.figure, value)
    elif spec.kind in TEXTS:
        value = cell.text if spec.path != parts.ordinal else cell.text.strip("().") or cell.text
    else:
        value, convention = (cell.value, None) if cell.value is not None else _parsed(spec.kind, cell.text, habits)
        if value is None:
            return None
    sure = _SURE[row.holds] if spec.kind in NUMBERS else READ + 0.05
    sure *= row.sure
    # One misread sign makes another number; a text whose one word is doubtful is still that text.
    confidences = [token.word.confidence for token in cell.tokens] or [1.0]
    read = min(confidences)
    if spec.kind not in NUMBERS and max(confidences) > read:
        read = mean(confidences)
    sure *= 0.5 + 0.5 * read
    score = 0.02 if sure < 0.02 else 0.99 if sure > 0.99 else round(sure, 4)
    evidence = f"{row.source.get(spec.path, 'table')}, row {number + 1}"
    if repaired:
        evidence += f"; {repaired}"
    path = spec.path.replace("[]", f".{number}", 1)
    return Candidate(
        path, value, cell.text, "table", evidence, page.page, page.box_of(cell.tokens), {}, convention, repaired is not None, score
    )


def _parsed(kind: Kind, text: str, habits: Habits) -> tuple[Any, str | None]:
    """A single value of any other kind: the whole text, or the first value that stands in it."""
    parser = BY_NAME.get(kind)
    if parser is None:
        return text, None
    readings = parser.parse(text, habits)
    if readings:
        return readings[0].value, readings[0].convention
    if kind is Kind.IDENTIFIER:
        return text, None
    matches = parser.find(text, habits)
    return (matches[0].value, matches[0].interpretations[0].convention) if matches else (None, None)
