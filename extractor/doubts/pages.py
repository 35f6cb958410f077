"""Doubts whether all pages are there: more are counted, the last one goes on, a total is carried to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.document import FieldValue, Issue, Line, Reading, Severity
from extractor.doubts.lines import first_saying
from extractor.find.page_counts import page_counts
from extractor.find.parties.line_words import whole_words


def pages_missing(texts: Sequence[str], pages: int) -> Iterator[Issue]:
    """A page that counts more of them than there are: the total may stand on the one that is not here."""
    most, said = max(((last, said) for _, last, said in page_counts(texts)), default=(0, ""))
    if most > pages:
        yield Issue("pages_missing", Severity.WARNING, f"the document says {said!r} and has {pages} page{'s' if pages > 1 else ''}")


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
