"""Countries: ISO 3166-1 codes and names in eight languages (names after Unicode CLDR). The value is the alpha-2 code."""

from __future__ import annotations

import re
from functools import cache

from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._fold import fold
from extractor.values._territories import ALPHA3, NAMES

_WORDS = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_LONGEST_NAME = 4  # words
_POSTAL = re.compile(r"(?<![\w-])([A-Z]{1,3})[- ](?=\d{4,5}\b)")  # D-80331, CH-8000
_CARS = {
    "D": "DE",
    "A": "AT",
    "F": "FR",
    "I": "IT",
    "B": "BE",
    "E": "ES",
    "L": "LU",
    "P": "PT",
    "S": "SE",
    "N": "NO",
    "FIN": "FI",
    "SK": "SK",
    "CH": "CH",
}


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in NAMES.strip().splitlines():
        code, *names = line.split("|")
        for name in names:
            table.setdefault(name, code)
    return table


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _names())


@cache
def codes() -> frozenset[str]:
    """All alpha-2 codes."""
    return frozenset(line.split("|")[0] for line in NAMES.strip().splitlines())


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A name in any of the languages, an alpha-2 or alpha-3 code."""
    token = text.strip().strip(".:;,()[]").strip()
    if token.upper() in codes() and len(token) == 2:
        return (Interpretation(token.upper(), None, 1.0 if token.isupper() else 0.5),)
    if token.upper() in ALPHA3:
        return (Interpretation(ALPHA3[token.upper()]),)
    code = _names().get(fold(token).replace("-", " "))
    return (Interpretation(code),) if code else ()


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Names as whole words, longest first, and the country letters before a postal code."""
    words = list(_WORDS.finditer(text))
    found: list[Match] = []
    skip = 0
    starts = _first_words()
    for index, word in enumerate(words):
        if index < skip:
            continue
        if fold(word[0]) not in starts:
            continue
        for length in range(min(_LONGEST_NAME, len(words) - index), 0, -1):
            end = words[index + length - 1].end()
            code = _names().get(fold(text[word.start() : end]).replace("-", " "))
            if code:
                found.append(Match(word.start(), end, text[word.start() : end], (Interpretation(code, None, 0.9),)))
                skip = index + length
                break
    for letters in _POSTAL.finditer(text):
        code = _CARS.get(letters[1]) or (letters[1] if letters[1] in codes() else None)
        if code:
            found.append(Match(letters.start(1), letters.end(1), letters[1], (Interpretation(code, None, 0.7),)))
    return tuple(sorted(found, key=lambda match: match.start))
