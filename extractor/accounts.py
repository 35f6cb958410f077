"""Whose account a number is, where a sentence tells: "will be debited from your account" speaks of the reader's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Candidate, Reading
from extractor.find.parties.line_words import whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind

OF_THE_READER = 0.3  # what is left of the probability of an account that is the reader's own


def others_accounts(
    candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading], book: LabelBook
) -> tuple[Candidate, ...]:
    """The candidates, those for accounts lessened that stand in a line behind words for the reader's account."""
    paths = {spec.path for spec in specs if spec.kind in (Kind.IBAN, Kind.BIC)}
    accounts = {candidate.text for candidate in candidates if candidate.path in paths}
    if not accounts:
        return tuple(candidates)
    said = whole_words(book.line_words.get("your_account", ()))
    lines = [(reading, line, line.text) for reading in readings for line in reading.lines]
    held = [one for one in lines if any(account in one[2] for account in accounts)]
    found = [(reading, line, text, match) for reading, line, text in held if (match := said.search(text)) is not None]
    marked = [(reading.page, reading.to_page(line.box), text, match.end()) for reading, line, text, match in found]
    if not marked:
        return tuple(candidates)

    def is_the_readers(candidate: Candidate) -> bool:
        return candidate.box is not None and any(
            candidate.page == page and box.contains(candidate.box, 0.005) and text.find(candidate.text) >= end
            for page, box, text, end in marked
        )

    return tuple(
        replace(c, score=c.score * OF_THE_READER, evidence=f"{c.evidence}; the reader's own account")
        if c.path in paths and is_the_readers(c)
        else c
        for c in candidates
    )
