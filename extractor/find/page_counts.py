"""How pages count themselves: "Page 2 of 3", "Seite 2/3"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractor.find.parties.line_words import any_of
from extractor.schemas.label_files import line_words

MOST_PAGES = 300  # what looks like more is no count of pages
_TWO = re.compile(r"\d\s*(?:/|[^\W\d_]\D*)\s*\d")  # numbers, with a stroke or a word between them


def page_counts(texts: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Which page of how many each line says that it stands on, and the words that say so."""
    counted = _counted()
    for match in (match for text in texts if _TWO.search(text) is not None for match in counted.finditer(text)):
        number, last = int(match[1]), int(match[2])
        if number <= last <= MOST_PAGES:
            yield number, last, match[0].strip()


@cache
def _counted() -> re.Pattern[str]:
    page, of = (any_of(line_words()[name]) for name in ("page", "page_of"))
    return re.compile(rf"(?<!\w)(?:{page})[\s.:]*(\d{{1,3}})\s*(?:/|{of})\s*(\d{{1,3}})(?![\d.,/])", re.IGNORECASE)
