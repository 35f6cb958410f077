"""How words begin: by that most lines are told to hold none of many phrases, before any expression is tried on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LETTERS = 4  # by which a word may be one
_OPENING = re.compile(rf"(?<!\w)\w{{1,{LETTERS}}}")


@lru_cache(maxsize=4096)  # heads, feet and names of columns come again in the next document
def openings(text: str) -> frozenset[str]:
    """How the words of a text begin, in small letters without accents; "" in any text."""
    if text.isascii():
        return frozenset(("", *_OPENING.findall(text.lower())))
    apart = (plain(word)[:LETTERS] for word in _OPENING.findall(text))  # where a loose accent parts a word, the rest of it too
    return frozenset(word.replace("ı", "i") for word in ("", *apart, *_OPENING.findall(plain(text))))


def openings_of(phrases: Iterable[str]) -> frozenset[str]:
    """How texts' words begin that hold one of these phrases, written as `line_words` of the label files are."""
    return frozenset(opening for phrase in phrases for opening in _openings_of(phrase))


def _openings_of(phrase: str) -> Iterator[str]:
    begun, small = "", plain(phrase)
    for place, sign in enumerate(small, 1):
        if sign == "*":
            yield ""  # any word may begin so
            return
        if sign in " .-'":  # it may be there or not; where it is the next word tells more
            yield from _openings_of(small[place:]) if begun and any(map(str.isalnum, small[place:])) else [begun] if begun else ()
        elif sign.isalnum():
            begun += sign
        elif begun:
            break
        if len(begun) == LETTERS:
            break
    yield begun


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """In small letters without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
