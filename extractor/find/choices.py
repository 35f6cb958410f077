"""Choices (enumerations): which of the allowed values the page names, by its label or by the words of a title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Candidate
from extractor.find.places import Segment
from extractor.find.sheet import Sheet, fold
from extractor.learned import probability
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind

NUMBERED = 1.2  # log odds more for a title with its number behind it: "Invoice No. 14"
TITLE_WORDS = 4
HINT = 1.3  # log odds less for a word that is only usual on such a document


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of each choice, each behind the first of them, and those that are hints only."""

    words: Mapping[str, tuple[tuple[str, str], ...]]
    hints: Set[str]


def choice_candidates(sheet: Sheet, schema: str, specs: Sequence[FieldSpec], book: LabelBook) -> list[Candidate]:
    """For each choice field, the places that say one of its values: the value's own words, or the document words that the
    label files give for `schema.value`. A title is large, short and high on the first page."""
    wanted = [spec for spec in specs if spec.kind is Kind.CHOICE and spec.rows is None and spec.path not in book.choice_words]
    if not wanted:
        return []
    found: list[Candidate] = []
    texts = [f" {fold(segment.text)} " for segment in sheet.segments]
    whole = "\n".join(texts)
    said = frozenset(whole.split())
    for spec in wanted:
        vocabulary = _vocabulary(schema, tuple(spec.choices), book)
        words = {
            choice: [word for first, word in variants if first in said and f" {word} " in whole]
            for choice, variants in vocabulary.words.items()
        }
        for segment, text in zip(sheet.segments, texts, strict=True) if any(words.values()) else ():
            found += _in_segment(sheet, spec, words, vocabulary.hints, segment, text)
    return found


@lru_cache(maxsize=32)
def _vocabulary(schema: str, choices: tuple[str, ...], book: LabelBook) -> _Vocabulary:
    words = {choice: tuple((word.partition(" ")[0], word) for word in _folded(choice, schema, book)) for choice in choices}
    return _Vocabulary(words, _hints(schema, book))


def _hints(schema: str, book: LabelBook) -> Set[str]:
    """Words that documents of the schema's kind have and that name none of its choices: an invoice and a reminder both say "amount due"."""
    named = {fold(label.text) for key, labels in book.document_words.items() if key.startswith(f"{schema}.") for label in labels}
    return {fold(label.text) for label in book.document_words.get(schema, ())} - named


def _folded(choice: str, schema: str, book: LabelBook) -> tuple[str, ...]:
    labels = [*book.document_words.get(f"{schema}.{choice}", ()), *(book.document_words.get(schema, ()) if choice == schema else ())]
    return tuple(dict.fromkeys([fold(choice.replace("_", " ")), *(fold(label.text) for label in labels)]))


def _in_segment(
    sheet: Sheet, spec: FieldSpec, words: Mapping[str, Sequence[str]], hints: Set[str], segment: Segment, text: str
) -> list[Candidate]:
    best: dict[str, str] = {}
    for choice, variants in words.items():
        for word in variants:
            if f" {word} " in text and len(word) > len(best.get(choice, "")):
                best[choice] = word
    if not best:
        return []
    choice = max(best, key=lambda c: (len(best[c]), c))  # "credit note" over "invoice" in "credit note for invoice 12"
    height = sheet.page_size(segment.page)[1]
    share = _covered(text, words[choice]) / max(len(text) - 2, 1)
    odds = -3.0 + 3.5 * share + 0.8 * min(segment.height / sheet.line_height - 1, 2.0) + 0.5 * segment.bold - 2.0 * segment.top / height
    odds -= 2.0 * (segment.page != sheet.segments[0].page)
    odds -= HINT * (best[choice] in hints)
    odds += NUMBERED * (text.startswith(f" {best[choice]} ") and _ends_in_number(segment.text))
    score = min(probability(odds), 0.97)
    evidence = f"the page says '{best[choice]}'"
    return [Candidate(spec.path, choice, segment.text, "pattern", evidence, segment.page, sheet.box_of(segment), score=score)]


def _ends_in_number(text: str) -> bool:
    return any(map(str.isdigit, text.rsplit(maxsplit=1)[-1])) and len(text.split()) <= TITLE_WORDS


def _covered(text: str, words: Sequence[str]) -> int:
    """How many characters of a text are of some of the words: "correction / credit note" is both."""
    taken: set[int] = set()
    for word in words:
        start = text.find(f" {word} ")
        if start >= 0:
            taken.update(range(start + 1, start + 1 + len(word)))
    return len(taken)
