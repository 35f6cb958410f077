"""Doubts whether all pages are there: more are counted, the last one goes on, a total is carried to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extractor.document import FieldValue, Issue, Line, Reading, Severity
from extractor.doubts.lines import first_saying
from extractor.find.parties.line_words import any_of, whole_words

MOST_PAGES = 300  # what looks like more is no count of pages
_NEVER = r"(?!)"


def pages_missing(texts: Sequence[str], pages: int, page: Sequence[str], of: Sequence[str]) -> Iterator[Issue]:
    """A page that counts more of them than there are: the total may stand on the one that is not here."""
    counted = _counted(tuple(page), tuple(of))
    counts = [(int(match[1]), int(match[2]), match[0]) for text in texts for match in counted.finditer(text)]
    most = max(((last, said) for number, last, said in counts if number <= last <= MOST_PAGES), default=(0, ""))
    if most[0] > pages:
        yield Issue(
            "pages_missing", Severity.WARNING, f"the document says {most[1].strip()!r} and has {pages} page{'s' if pages > 1 else ''}"
        )


@cache
def _counted(page: tuple[str, ...], of: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(page) or _NEVER})[\s.:]*(\d{{1,3}})\s*(?:/|{any_of(of) or _NEVER})\s*(\d{{1,3}})(?![\d.,/])", re.IGNORECASE
    )


def page_follows(last: Sequence[str], words: Sequence[str]) -> Iterator[Issue]:
    """A last page that says that another follows."""
    said = first_saying(last, whole_words(tuple(words)))
    if said is not None:
        yield Issue("pages_missing", Severity.WARNING, f"the last page says {said!r}")


def carried_on(
    lines: Sequence[tuple[Reading, Line, str]], words: Sequence[str], asked: Sequence[str], values: Mapping[str, FieldValue]
) -> Iterator[Issue]:
    """A total in a line that carries a sum to the next page."""
    carried = whole_words(tuple(words))
    marked = [(reading.page, reading.to_page(line.box)) for reading, line, text in lines if carried.search(text)]
    for value in sorted((values[path] for path in asked), key=lambda value: value.page or 0):
        box = value.box
        if box is not None and any(value.page == page and box.overlap_y(other) > 0.5 for page, other in marked):
            said = f"{value.path}: {value.text!r} is carried to another page"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (value.path,))
