"""General words of addresses that were misread, or printed so: "Basemant", "Idustries Park", "Jalam"; and house numbers: "Mozartweg I0".

In a line of an address, or between two such lines, a word that no list knows and that is one sign off one of these words is that
word: another sign, one lost, or one printed twice. Its end stays, which may be another form of it, and what a page says twice
is a name. Here a word's length may change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from extractor.late import late
from extractor.ocr.letters import letters
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.slips.dates import FIGURE_OF
from extractor.slips.words import known_words
from extractor.values._fold import fold
from extractor.values._months import MONTHS
from extractor.values._slips import look_alike
from extractor.values._territories import REGIONS
from extractor.values.address import likeness
from extractor.values.streets import STREETS, street_score

ADDRESS = 0.4  # how like a line of an address one must be whose words are mended
SHORTEST, LONG = 5, 8  # letters of a word with one sign for another like it; of one with any sign for another, or one lost or doubled
LIKELIER = 2.0  # natural logarithm of how much likelier as a word what is meant must be
PLACE = 0.8  # how like a line of an address one below a street must be
_PART = re.compile(r"[^\W\d_]+")
# House numbers: figures and letters like them alone, one of them a figure ("l65a", "I0"), each side of a range; "1S-17".
_HOUSE = late(r"(?<![^-])(?=[^-]*\d)[\dIlOZi]{2,4}(?=[a-z]?[,.]?$|-\d)|(?<=^\d)S(?=-\d)")
_TO_FIGURES = str.maketrans({**FIGURE_OF, "i": "1"})


@dataclass(frozen=True, slots=True)
class Nouns:
    """The general words of addresses by what is left of them without one of their letters, as (place, rest) and as rest alone, and all
    words that are known, folded."""

    near: Mapping[tuple[int, str], tuple[str, ...]]
    shortened: Mapping[str, tuple[str, ...]]
    nouns: frozenset[str]
    known: frozenset[str]


@cache
def nouns_of(book: LabelBook) -> Nouns:
    """Those of all languages, for an address may be of another country than its document."""
    nouns = frozenset(book.line_words.get("address_noun", ()))
    near: dict[tuple[int, str], list[str]] = {}
    shortened: dict[str, list[str]] = {}
    for noun in sorted(nouns):
        for place in range(len(noun)):
            rest = noun[:place] + noun[place + 1 :]
            near.setdefault((place, rest), []).append(noun)
            if place < len(noun) - 1 and len(noun) >= LONG and noun not in shortened.get(rest, ()):
                shortened.setdefault(rest, []).append(noun)
    said = (word for one in known_words(book) for word in one.words)
    lists = (part[0] for texts in book.line_words.values() for text in texts for part in _PART.finditer(text))
    known = frozenset(map(fold, (*said, *lists, *STREETS, *REGIONS, *MONTHS)))
    return Nouns({key: tuple(found) for key, found in near.items()}, {key: tuple(found) for key, found in shortened.items()}, nouns, known)


def said_twice(texts: Iterable[str]) -> frozenset[str]:
    """The words, in lower case, that the lines say more than once."""
    counts = Counter(part[0].lower() for text in texts for part in _PART.finditer(text))
    return frozenset(word for word, count in counts.items() if count > 1)


def addressed(words: Sequence[str], above: str, below: str, nouns: Nouns, names: Set[str]) -> list[str]:
    """The words of a line with those mended that are general words of addresses. `above`, `below`: the lines about it; `names`: words
    that stay."""
    if likeness(" ".join(words)) < ADDRESS and min(likeness(above), likeness(below)) < ADDRESS:
        return list(words)
    meant = [_PART.sub(lambda part: _meant(part[0], nouns, names) or part[0], word) for word in words]
    if street_score(" ".join(meant)) or likeness(below) >= PLACE:
        meant = [_HOUSE.sub(lambda part: part[0].translate(_TO_FIGURES), word) for word in meant]
    return meant


def _meant(word: str, nouns: Nouns, names: Set[str]) -> str | None:
    small = word.lower()
    if len(small) < SHORTEST or len(small) != len(word) or small in names or fold(small) in nouns.known:
        return None
    if not (word.isupper() or word.islower() or word.istitle()):
        return None
    meant = {noun for noun in _near(small, nouns) if fold(noun) != fold(small)}
    if len(meant) != 1:
        return None
    noun = meant.pop()
    if letters().of_word(noun) - letters().of_word(small) < LIKELIER:
        return None
    return noun.upper() if word.isupper() else noun.capitalize() if word[0].isupper() else noun


def _near(word: str, nouns: Nouns) -> Iterator[str]:
    """The general words that a word is one sign off."""
    last = len(word) - 1
    for place, sign in enumerate(word):
        rest = word[:place] + word[place + 1 :]
        for noun in nouns.near.get((place, rest), ()):
            if look_alike(sign, noun[place]) or (len(word) >= LONG and place < last):
                yield noun
        if len(rest) >= LONG and place and sign == word[place - 1] and rest in nouns.nouns:
            yield rest
    yield from nouns.shortened.get(word, ())
