"""Choices (enumerations): which of the allowed values the page names, by its label or by the words of a title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from extractor.document import Candidate
from extractor.find.free_text import A_SPACE
from extractor.find.label_hits import LabelHit
from extractor.find.places import Lines, Segment
from extractor.find.sheet import Sheet, fold
from extractor.learned import probability
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind, once
from extractor.schemas.record import FieldSpec, Kind

NUMBERED = 1.2  # log odds more for a title with its number behind it: "Invoice No. 14"
TITLE_WORDS = 4
_PARTS = re.compile(r"\s[-–—·•|/]\s")  # what stands behind is no part of a title: "Invoice 14 — of 3 May — customer 88"
_NUMBER = re.compile(r"[\s.:]*(?:[A-Z]{1,3}\s)?\S*\d\S*")  # "17", "FT A/2291"
HINT = 1.3  # log odds less for a word that is only usual on such a document
OF_ANOTHER = 2.0  # log odds less for the label of another paper's number in a line no larger than the others: "Order 4711"
TITLE_HEIGHT = 1.15  # line heights from which a line is larger


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of each choice that are no hints, all words by the first of them (each with its number and its choice), those that are
    hints only, and those that any text has."""

    own: Mapping[str, tuple[str, ...]]
    by_first: Mapping[str, tuple[tuple[int, str, str], ...]]
    hints: Set[str]
    function_words: Set[str]


def choice_candidates(sheet: Sheet, hits: Sequence[LabelHit], schema: str, specs: Sequence[FieldSpec], book: LabelBook) -> list[Candidate]:
    """For each choice field, the places that say one of its values: the value's own words, or the document words that the
    label files give for `schema.value`. A title is large, short and high on the first page."""
    wanted = [spec for spec in of_kind(specs, Kind.CHOICE) if spec.rows is None and not spec.says]
    if not wanted:
        return []
    found: list[Candidate] = []
    titles, folded = _parted_titles(sheet), sheet.folded
    if titles:
        lines = [titles.get(number, segment.text) for number, segment in enumerate(sheet.segments)]
        folded = Lines([f" {fold(line)} " for line in lines])
    for spec in wanted:
        vocabulary = _vocabulary(schema, tuple(spec.choices), book)
        told = sorted([entry for first in folded.words & vocabulary.by_first.keys() for entry in vocabulary.by_first[first]])
        words: dict[str, list[str]] = {}
        for _, choice, word in told:
            if f" {word} " in folded.whole:
                words.setdefault(choice, []).append(word)
        saying = folded.saying([f" {word} " for variants in words.values() for word in variants])
        numbered = _numbered(sheet, hits, specs, titles) if saying else {}
        for number in saying:
            segment = sheet.segments[number]
            other = _other_paper(hits, segment, specs)
            written = numbered.get(number) or titles.get(number, segment.text)
            text, hints, functions = folded.texts[number], vocabulary.hints, vocabulary.function_words
            found.append(_in_segment(sheet, spec, words, hints, segment, written, text, other, functions))
    return found


def _parted_titles(sheet: Sheet) -> dict[int, str]:
    """By segment, titles that were parted, since their letters stand further apart than a column's edge, as one line; further parts of such
    a title are empty."""
    joined: dict[int, str] = {}
    tall = TITLE_HEIGHT * sheet.line_height
    for segment in [segment for segment in sheet.segments if segment.height >= tall]:
        if segment.index in joined:
            continue
        text, last = segment.text, segment
        for beside in sheet.right_of(segment)[:TITLE_WORDS]:
            if beside.left - last.right > A_SPACE * last.height or abs(beside.height - last.height) > 0.1 * last.height:
                break
            text, last = f"{text} {beside.text}", beside
            if beside.index > segment.index:
                joined[beside.index] = ""
        if last is not segment:
            joined[segment.index] = text
    return joined


def _other_paper(hits: Sequence[LabelHit], segment: Segment, specs: Sequence[FieldSpec]) -> str:
    """The label of another paper's number that a line opens with, in folded form; empty where none does."""
    numbers = _numbers(specs)[1]
    labels = [hit for hit in hits if hit.segment is segment and hit.leads and hit.names]
    return next((fold(hit.text) for hit in reversed(labels) if all(named.path in numbers for named in hit.names)), "")


@once
def _numbers(specs: Sequence[FieldSpec]) -> tuple[frozenset[str], frozenset[str]]:
    """The document's own numbers, and those of other papers."""
    alone = [spec for spec in of_kind(specs, Kind.IDENTIFIER) if spec.rows is None]
    return frozenset(spec.path for spec in alone if spec.required), frozenset(spec.path for spec in alone if not spec.required)


def choices_said(text: str, schema: str, specs: Sequence[FieldSpec], book: LabelBook) -> Set[str]:
    """The values of the document's choices that words in a folded text between spaces say, and no hints."""
    vocabularies = [
        _vocabulary(schema, tuple(spec.choices), book) for spec in of_kind(specs, Kind.CHOICE) if spec.rows is None and not spec.says
    ]
    return {
        choice
        for vocabulary in vocabularies
        for first in text.split()
        for _, choice, word in vocabulary.by_first.get(first, ())
        if word not in vocabulary.hints and f" {word} " in text
    }


def words_of_choices(schema: str, specs: Sequence[FieldSpec], book: LabelBook) -> Mapping[str, tuple[str, ...]]:
    """By value of the document's choices, the words in folded form that say it and are no hints."""
    found: dict[str, tuple[str, ...]] = {}
    for spec in of_kind(specs, Kind.CHOICE):
        if spec.rows is None and not spec.says:
            found |= _vocabulary(schema, tuple(spec.choices), book).own
    return found


@lru_cache(maxsize=32)
def _vocabulary(schema: str, choices: tuple[str, ...], book: LabelBook) -> _Vocabulary:
    words = {choice: _folded(choice, schema, book) for choice in choices}
    by_first: dict[str, tuple[tuple[int, str, str], ...]] = {}
    for number, (choice, word) in enumerate((choice, word) for choice, variants in words.items() for word in variants):
        first = word.partition(" ")[0]
        by_first[first] = (*by_first.get(first, ()), (number, choice, word))
    hints = _hints(schema, book)
    own = {choice: tuple(word for word in variants if word not in hints) for choice, variants in words.items()}
    return _Vocabulary(own, by_first, hints, {fold(word) for found in book.function_words.values() for word in found})


def _hints(schema: str, book: LabelBook) -> Set[str]:
    """Words that documents of the schema's kind have and that name none of its choices: an invoice and a reminder both say "amount due"."""
    named = {fold(label.text) for key, labels in book.document_words.items() if key.startswith(f"{schema}.") for label in labels}
    return {fold(label.text) for label in book.document_words.get(schema, ())} - named


def _folded(choice: str, schema: str, book: LabelBook) -> tuple[str, ...]:
    labels = [*book.document_words.get(f"{schema}.{choice}", ()), *(book.document_words.get(schema, ()) if choice == schema else ())]
    return tuple(dict.fromkeys([fold(choice.replace("_", " ")), *(fold(label.text) for label in labels)]))


def _in_segment(
    sheet: Sheet,
    spec: FieldSpec,
    words: Mapping[str, Sequence[str]],
    hints: Set[str],
    segment: Segment,
    written: str,
    text: str,
    other: str,
    function_words: Set[str],
) -> Candidate:
    best: dict[str, str] = {}
    for choice, variants in words.items():
        for word in variants:
            if f" {word} " in text and len(word) > len(best.get(choice, "")):
                best[choice] = word
    choice = max(best, key=lambda c: (len(best[c]), c))  # "credit note" over "invoice" in "credit note for invoice 12"
    height = sheet.page_size(segment.page)[1]
    own = best[choice] not in hints or any(word in best[choice] for word in words[choice] if word not in hints)  # "Invoice no. 14"
    leads = own and text.startswith(f" {best[choice]} ")
    of_another = best[choice] in other and segment.height < TITLE_HEIGHT * sheet.line_height
    is_large = segment.bold or segment.height >= TITLE_HEIGHT * sheet.line_height
    title = written if of_another else _title(written, len(best[choice].split()), function_words if is_large else frozenset())
    numbered = leads and _ends_in_number(title)
    title = f" {fold(title.rsplit(maxsplit=1)[0] if numbered else title if leads else written)} "
    share = _covered(title, words[choice]) / max(len(title) - 2, 1)
    odds = -3.0 + 3.5 * share + 0.8 * min(segment.height / sheet.line_height - 1, 2.0) + 0.5 * segment.bold - 2.0 * segment.top / height
    odds -= 2.0 * (segment.page != sheet.segments[0].page)
    odds -= HINT * (best[choice] in hints)
    odds += NUMBERED * numbered
    odds -= OF_ANOTHER * of_another
    score = min(probability(odds), 0.97)
    evidence = f"the page says '{best[choice]}'"
    return Candidate(spec.path, choice, segment.text, "pattern", evidence, segment.page, sheet.box_of(segment), score=score)


def _numbered(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], titles: Mapping[int, str]) -> dict[int, str]:
    """By segment, a line up to the document's own number, where that stands right behind its label: "Invoice no. 17" of "Invoice no. 17
    of 3 July". Lines of several numbers are a list of papers, and the title of none."""
    own = _numbers(specs)[0]
    starts = {hit.segment.index: hit.end for hit in hits if hit.leads and not own.isdisjoint([named.path for named in hit.names])}
    texts = [(number, titles.get(number, sheet.segments[number].text)) for number in starts]
    found = [(number, text, behind) for number, text in texts if (behind := _NUMBER.match(text, starts[number]))]
    several = len({behind[0] for _, _, behind in found}) > 1
    return {} if several else {number: text[: behind.end()] for number, text, behind in found}


def _title(text: str, named: int, function_words: Set[str]) -> str:
    """The head of a line: up to a sign that parts it, and behind its first words (`named`) to one of `function_words` from which on it
    tells in words what the paper is for: "Invoice for your insurance", not "Ordered on 3.5."."""
    words = _PARTS.split(text, maxsplit=1)[0].split()
    ends = (number for number, word in enumerate(words) if number >= named and fold(word) in function_words)
    end = next(ends, len(words))
    told = any(word.isalpha() and fold(word) not in function_words for word in words[end:])
    return " ".join(words[:end] if told else words)


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
