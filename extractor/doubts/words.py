"""Doubts about a total that the page writes out in words, and in words otherwise than in figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cache, lru_cache

from extractor.document import FieldValue, Issue, Reading, Severity
from extractor.find.parties.line_words import whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

LETTERS = 4  # of a word by which it may be one of a number
CLEARLY = 4  # words of a number that are one, whatever stands before them
HUNDRED, THOUSAND = 100, 1000
LONG_WORD, LONGEST_WORD = 12, 60  # letters of a number in one word that may be misread
MOST_WORDS = 17  # of a number behind its first one; each may be taken apart in two ways ("dreizehn"), which doubles the work
OPENING = 3  # letters by which a word may be a number's, misread further on
_WORD = re.compile(r"[^\W\d_]+")


def not_as_in_words(
    specs: Sequence[FieldSpec], values: Mapping[str, FieldValue], amounts: Set[Decimal], readings: Sequence[Reading], book: LabelBook
) -> Iterator[Issue]:
    """A number in words that is the whole part of none of the printed `amounts`."""
    totals = [spec.path for spec in of_kind(specs, Kind.MONEY) if spec.required and spec.path in values]
    told = whole_words(tuple(book.line_words.get("in_words", ())))
    before = ""
    for text in (line.text for reading in readings for line in reading.lines) if totals else ():
        over, before = before, text
        if not _opens_number(text, book):  # as hardly any line has a number's word
            continue
        begun = {word[:LETTERS] for word in _WORD.findall(plain(text))}
        told_by = [words for words in book.number_words.values() if not _openings_of_runs(tuple(words)).isdisjoint(begun)]
        number, count = max((spelled(text, words) for words in told_by), key=lambda found: found[1], default=(None, 0))
        is_told = number is not None and (count >= CLEARLY or told.search(text) or told.search(over))
        if is_told and number not in _whole_parts(amounts, values, totals):
            said = f"{', '.join(totals)}: the page says in words {text!r}, which is {number}"
            yield Issue("ambiguous_amount", Severity.WARNING, said, tuple(totals))
            return
        meant = (
            {found for words in book.number_words.values() for found in misread(text, words)} if count == 0 and told.search(text) else set()
        )
        if meant and meant.isdisjoint(_whole_parts(amounts, values, totals)):
            said = f"{', '.join(totals)}: the page says in words {text!r}, which may be {min(meant)}"
            yield Issue("ambiguous_amount", Severity.WARNING, said, tuple(totals))
            return


def _whole_parts(amounts: Set[Decimal], values: Mapping[str, FieldValue], totals: Sequence[str]) -> set[int]:
    return {int(amount) for amount in amounts} | {int(abs(values[path].value)) for path in totals}


def spelled(text: str, words: Mapping[str, int]) -> tuple[int | None, int]:
    """The longest whole number that is written out in a text, and by how many words; None where what is written is no number.

    `words`: one language's, each with what it counts; "and" and the like count 0."""
    runs = [_one_by_one(run[0], words) for run in _run(tuple(words)).finditer(plain(text))]
    longest: list[int] = max(runs, key=len, default=[])
    return (_number(longest) if longest else None), len(longest)


def misread(text: str, words: Mapping[str, int]) -> set[int]:
    """The numbers that long words of a text are with one letter put in, left out or changed."""
    letters, run = sorted({sign for word in words for sign in plain(word)} - {" "}), _run(tuple(words))
    found: set[int] = set()
    for word in (word for word in _WORD.findall(plain(text)) if LONG_WORD <= len(word) <= LONGEST_WORD):
        for at in range(len(word)):
            for put in ("", *letters, *(letter + word[at] for letter in letters)):
                other = word[:at] + put + word[at + 1 :]
                parts = _one_by_one(other, words) if run.fullmatch(other) else []
                number = _number(parts) if len(parts) >= CLEARLY else None
                if number is not None:
                    found.add(number)
    return found


def _number(parts: Sequence[int]) -> int | None:
    """Two, hundred, forty, five: 245. None where they do not follow so, as figures that are told one by one."""
    total = group = 0
    for part in parts:
        if part >= THOUSAND:
            total, group = total + max(group, 1) * part, 0
        elif part == HUNDRED and 0 < group < HUNDRED:
            group *= HUNDRED
        elif _may_follow(group % HUNDRED, part):
            group += part
        else:
            return None
    return total + group


def _may_follow(before: int, part: int) -> bool:
    """Whether a part may be added to those under a hundred: five to forty, forty to five ("fünfundvierzig"), ten to sixty."""
    if part >= HUNDRED:
        return before == 0
    if before == 0:
        return True
    return (before % 10 == 0 and part < 20) or (before < 10 and part % 10 == 0)


def _one_by_one(run: str, words: Mapping[str, int]) -> list[int]:
    counts = _counts(tuple(words.items()))
    found = (counts[re.sub(r"[\s-]+", " ", match[0])] for match in _word(tuple(words)).finditer(run))
    return [count for count in found if count]


@cache
def _counts(words: tuple[tuple[str, int], ...]) -> Mapping[str, int]:
    return {plain(word): count for word, count in words}


@cache
def _word(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(map(plain, words), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in ordered) or r"(?!)")


@cache
def _run(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words of numbers behind one another, in one or apart, that begin and end as a word."""
    one = _word(words).pattern
    return re.compile(rf"(?<!\w)(?:{one})(?:[\s-]*(?:{one})){{0,{MOST_WORDS}}}(?!\w)")


@lru_cache(maxsize=4096)
def _opens_number(text: str, book: LabelBook) -> bool:
    """Whether a word of a text begins as one of a number does."""
    return not _openings_of_numbers(book).isdisjoint([word[:OPENING] for word in _WORD.findall(plain(text))])


@cache
def _openings_of_numbers(book: LabelBook) -> frozenset[str]:
    """How the words of numbers begin."""
    return frozenset(plain(word)[:OPENING] for words in book.number_words.values() for word in words)


@cache
def _openings_of_runs(words: tuple[str, ...]) -> frozenset[str]:
    """How numbers in one language's words begin; behind a short word another one may follow in one."""
    first = [re.split(r"\W", plain(word))[0] for word in words]
    begun = set(first)
    for _ in range(LETTERS - 1):
        begun |= {f"{short}{word}" for short in begun if len(short) < LETTERS for word in first}
    return frozenset(word[:LETTERS] for word in begun)


def plain(text: str) -> str:
    """In small letters without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
