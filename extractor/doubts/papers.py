"""Doubts about the paper itself: is it whole, is it what it is taken for, do its amounts mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extractor.document import Candidate, FieldValue, Issue, Reading
from extractor.doubts.amounts import earlier_balance, scaled, untaxed
from extractor.doubts.other_papers import misread_aslant, no_bill, not_to_be_paid, of_another_kind, says
from extractor.doubts.pages import carried_on, page_follows, pages_missing
from extractor.find.parties.line_words import Sought, whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind, Rule

WORDS = ("page_follows", "no_bill", "void", "not_to_pay", "carried", "thousands", "untaxed", "earlier_balance")


def paper_doubts(
    readings: Sequence[Reading],
    pages: int,
    book: LabelBook,
    specs: Sequence[FieldSpec],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
) -> Iterator[Issue]:
    """Warnings about the paper. `printed`: the candidates that stand on a page."""
    lines = [(reading, line, line.text) for reading in readings for line in reading.lines]
    words = {name: tuple(book.line_words.get(name, ())) for name in WORDS}
    if not any(reading.sheet for reading in readings):
        yield from pages_missing([text for _, _, text in lines], pages)
    asked = [spec.path for spec in of_kind(specs, Kind.MONEY) if spec.required and spec.path in values]
    if asked:
        yield from of_another_kind(specs, book, values, printed)
        yield from misread_aslant(readings, words["void"], words["not_to_pay"], asked)
    # Hardly any line says any of this: all are asked for all of it at once.
    any_word = _any_word(book)
    lines = [one for one in lines if says(any_word, one[2])]
    if not lines:
        return
    texts = [text for _, _, text in lines]
    if not any(reading.sheet for reading in readings):
        yield from page_follows([text for reading, _, text in lines if reading is readings[-1]], words["page_follows"])
    if not asked:
        return
    yield from no_bill(readings[0], [line for reading, line, _ in lines if reading is readings[0]], words["no_bill"], book, asked)
    yield from not_to_be_paid(texts, words["void"], words["not_to_pay"], book, asked)
    yield from carried_on(lines, words["carried"], asked, values)
    yield from scaled(texts, words["thousands"], asked)
    yield from untaxed(texts, words["untaxed"], asked, rules, values)
    earlier = whole_words(words["earlier_balance"])
    marked = [(reading.page, reading.to_page(line.box)) for reading, line, text in lines if earlier.search(text)]
    yield from earlier_balance(marked, asked, values, printed)


@cache
def _any_word(book: LabelBook) -> Sought:
    return whole_words(tuple(word for name in WORDS for word in book.line_words.get(name, ())))
