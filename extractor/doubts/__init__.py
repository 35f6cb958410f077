"""What a document says of itself that speaks against taking its record as it is, however sure each value is.

papers    of the paper: pages that are missing, another kind of paper, amounts in thousands or without tax
figures   of the values: differences that nothing explains, shares that are not their rate's, accounts, days, numbers

All are warnings: the record keeps what is printed, and a person looks at it. An e-invoice is judged by `compare` instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.document import Candidate, FieldValue, Issue, Reading
from extractor.doubts.figures import figure_doubts
from extractor.doubts.papers import paper_doubts
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Rule

__all__ = ["doubts"]


def doubts(
    readings: Sequence[Reading],
    pages: int,
    book: LabelBook,
    specs: Sequence[FieldSpec],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    candidates: Sequence[Candidate],
) -> tuple[Issue, ...]:
    """Warnings, those of the paper first. `pages`: how many the document has; `candidates`: all that were found on them."""
    if any(value.source == "xml" for value in values.values()):
        return ()
    printed = [candidate for candidate in candidates if candidate.page is not None and candidate.box is not None]
    return (
        *paper_doubts(readings, pages, book, specs, rules, values, printed),
        *figure_doubts(specs, rules, values, printed, readings, book),
    )
