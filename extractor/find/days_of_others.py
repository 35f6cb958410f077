"""Days that no label of a field names and that are not the document's own: the page calls them otherwise, or they end a span.

A document's day may stand without a label, so any day may be it. What stands beside a day tells of many that they are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.document import Candidate
from extractor.find.parties.line_words import Sought
from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import required
from extractor.schemas.record import FieldSpec, Kind
from extractor.values._periods import RANGE

NEAR = 40  # characters before a day in which the words stand that it is called by
_ENDS_SPAN = re.compile(rf"\d[.]?(?:\s[^\W\d_]+)?{RANGE}$", re.IGNORECASE)


def days_of_others(sheet: Sheet, specs: Sequence[FieldSpec], book: LabelBook) -> frozenset[tuple[int, int, int]]:
    """The days that a label of no field names, before them or over them ("Order date", "Next test"), and the ends of spans ("from 12
    to 14 May"), where a day is sought that need have no label."""
    if not any(spec.kind is Kind.DATE for spec in required(specs)):
        return frozenset()
    return frozenset(place.token for place in sheet.places(Kind.DATE) if _is_of_another(sheet, place, book))


def without_told_days(candidates: Sequence[Candidate], sentences: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without the unlabelled days that a sentence tells for another field: "net cash by 27 March" is no day of issue."""
    told = {(c.page, c.text): c for c in sentences if c.family == "" and c.source == "pattern" and c.box is not None}
    kept = []
    for candidate in candidates:
        other = told.get((candidate.page, candidate.text)) if candidate.features.get("no_label") else None
        if other is None or other.path == candidate.path or other.box is None or other.box != candidate.box:
            kept.append(candidate)
    return kept


def _is_of_another(sheet: Sheet, place: Place, book: LabelBook) -> bool:
    segment = place.segment
    before = segment.text[max(place.match.start - NEAR, 0) : place.match.start]
    if before.strip():
        return _ENDS_SPAN.search(before) is not None or _called(book).search(before) is not None
    if place.match.end < len(segment.text):
        return False
    over = sheet.above(segment.page, place.left, place.right, segment.top, sheet.line_height)[:1]
    return bool(over) and abs(over[0].left - segment.left) < sheet.line_height and _called(book).fullmatch(over[0].text) is not None


@cache
def _called(book: LabelBook) -> Sought:
    """What no field is called by, at the end of a text."""
    return Sought((label.text for label in book.not_labels), r"(?<!\w)(?:%)\s*[:.]?\s*$")
