"""Days up to which a discount is given: they are not the last ones to pay, where the page tells a later one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.document import Candidate
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.schemas.label_book import Label
from extractor.schemas.record import Kind

_CLAUSE = re.compile(r"[,;]\s|(?<=\d{4})\.\s+(?=[^\W\d_a-zà-ÿ])")  # or a sentence, behind a day that ends one


def without_discounted(
    sheet: Sheet, candidates: Sequence[Candidate], sentences: Mapping[str, Sequence[Label]], words: LineWords
) -> list[Candidate]:
    """The candidates without the days up to which a discount is given, where the page also tells a later one: "by 31 May with 2 %
    discount, or by 20 June without"."""
    discounted = {(p.segment.page, sheet.box_of_place(p)): p.match.value for p in sheet.places(Kind.DATE) if _is_discounted(p, words)}
    if not discounted:
        return list(candidates)
    later = {
        path
        for path in {c.path for c in candidates if (c.page, c.box) in discounted} & sentences.keys()
        if any(c.path == path and (c.page, c.box) not in discounted and c.value > max(discounted.values()) for c in candidates)
    }
    return [c for c in candidates if c.path not in later or (c.page, c.box) not in discounted]


def _is_discounted(place: Place, words: LineWords) -> bool:
    """Whether the clause that a day stands in speaks of a discount."""
    return words.discount.search(place.segment.text, *clause_around(place)) is not None


def clause_around(place: Place) -> tuple[int, int]:
    """Where the clause begins and ends that a value stands in."""
    text = place.segment.text
    begins = max((mark.end() for mark in _CLAUSE.finditer(text, 0, place.match.start)), default=0)
    ends = _CLAUSE.search(text, place.match.end)
    return begins, ends.start() if ends is not None else len(text)
