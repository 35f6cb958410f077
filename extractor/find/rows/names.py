"""The names of columns: the labels of all lists of a schema, by their letters, and what the words of a header may be among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import itemgetter

from extractor.find.alike import SHORTEST_MISREAD, Alike
from extractor.find.rows.figures import CURRENCY_CODES, HUNDREDTHS, is_currency
from extractor.find.rows.tokens import Token, key_of
from extractor.schemas.label_book import LabelBook

ALIKE = 0.84  # normalised Indel similarity: one slip in six letters
SHORTEST_FUZZY = 5
MOST_REMEMBERED = 20_000  # texts whose names are kept in one process
SHORTEST_HEAD = 4  # letters of a label that a compound word may end with, behind three of its own at least
RANK_COST = 0.02  # each step down a field's list of names makes it that much less likely
LEAST_RANKED = 0.5
LEAST_PART = 0.35  # of the letters of a text: less of it names nothing
MISREAD = 0.93  # how surely a text that is like a label is it
COMPOUND = 0.72  # what the last part of a compound word says of the whole
CURRENCY_ALONE, CURRENCY_PER = 0.6, 0.9  # how surely a currency in a header stands for the amount, and "€/h" for the price
COUNTED, LONGEST_UNIT = 0.6, 3  # how surely "Net kg" names a count, and the letters of its unit
# Words that go with a column's or a total's name and change nothing of what it names.
SIDE_WORDS = frozenset(
    "in zzgl abzgl abzuglich zuzuglich inkl incl inc excl exkl ex plus less add of the von der die das de du des la le les el of op te "
    "van di del della do da em en sur on auf per pro par por za od do w z ohne mit including excluding inclusive exclusive and und et y e "
    "i hors eur usd gbp chf rm pln zl euro net netto ht ttc hors taxes".split()
)
_SHARE = itemgetter(2)
_MONEY_WORDS = CURRENCY_CODES | HUNDREDTHS
_PARTS = str.maketrans("/|-", "   ")
_QUALIFIER = re.compile(
    r"\s(?<=\S\s)\s*(?:ohne|o\.|exkl|excl|exc|ex|inkl|incl|inc|hors|zonder|sin|senza|sem|bez|without|with|mit|avec|con|including|excluding"
    r"|before|net of)\b.*",
    re.IGNORECASE,
)
_QUALIFYING = frozenset("oh o. ex in ho zo si se be wi mi av co ne".split())  # how each of these words begins
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")


class ColumnNames:
    """Labels of columns by compact form. Built once for a book; `counts`: the paths of the columns that hold counts."""

    def __init__(self, book: LabelBook, counts: frozenset[str] = frozenset()) -> None:
        self._counts = counts
        self.by_key: dict[str, dict[str, float]] = {}  # how likely (0..1) a label names each column before its content is seen
        for path, labels in book.fields.items():
            for label in labels if "[]" in path else ():
                if key := key_of(label.text):
                    slot = self.by_key.setdefault(key, {})
                    slot[path] = max(slot.get(path, 0.0), LEAST_RANKED, 1 - RANK_COST * label.rank)
        self._most = {key: max(paths.values()) for key, paths in self.by_key.items()}
        self._ends = frozenset(key[-SHORTEST_HEAD:] for key in self.by_key)
        texts = [label.text for path, labels in book.fields.items() if "[]" in path for label in labels]
        self.no_columns = frozenset(key_of(label.text) for label in book.not_labels) - self.by_key.keys()
        self.words = frozenset(key for text in texts for word in text.split() if (key := key_of(word)))
        self._fuzzy = Alike(sorted(key for key in self.by_key if len(key) >= SHORTEST_MISREAD))
        self._near: dict[str, str | None] = {}
        self._readings: dict[str, tuple[tuple[str, float, float], ...]] = {}
        self._weights: dict[str, float] = {}

    def __contains__(self, key: str) -> bool:
        """Whether a text is wholly a column's name, of whichever list."""
        return key in self.by_key

    def may_stand_in(self, tokens: Sequence[Token]) -> bool:
        """Whether some word of a row is a word of a label, or ends as one does. (Misread words need not be.)"""
        keys = [token.key for token in tokens]
        return not self.words.isdisjoint(keys) or any(map(self._head, keys))

    def _misread(self, key: str) -> str | None:
        """The label that a misread key is one of, or None."""
        if key not in self._near:
            if len(self._near) > MOST_REMEMBERED:
                self._near.clear()
            self._near[key] = self._nearest(key)
        return self._near[key]

    def _nearest(self, key: str) -> str | None:
        if len(key) > 40:
            return None
        if (meant := self._fuzzy.misread(key)) is not None:
            return meant
        if len(key) < SHORTEST_FUZZY or (not key.isalpha() and any(map(str.isdigit, key))):
            return None
        found = self._fuzzy.best(key, ALIKE)
        return found[0] if found is not None and (found[0][0] == key[0] or found[1] > 0.9) else None

    def readings(self, text: str) -> tuple[tuple[str, float, float], ...]:
        """The labels that a header's text may be: the label, how surely it is it, and how much of the text it is; the most first."""
        known = self._readings.get(text)
        if known is None:
            if len(self._readings) > MOST_REMEMBERED:
                self._readings.clear()
            known = self._readings[text] = tuple(self._read(text))
        return known

    def _read(self, text: str) -> list[tuple[str, float, float]]:
        found: list[tuple[str, float, float]] = []
        for key, share in header_keys(text).items():
            if key in self.by_key:
                found.append((key, share, share))
            elif (meant := self._misread(key)) is not None:
                found.append((meant, share * MISREAD, share))
            elif (head := self._head(key)) is not None and is_single(text):
                found.append((head, share * COMPOUND, share))
        if len(found) > 1:
            found.sort(key=_SHARE, reverse=True)
        return found

    def _head(self, key: str) -> str | None:
        """The label that a compound ends with: "Zeilenbetrag" is a "Betrag"."""
        if key[-SHORTEST_HEAD:] not in self._ends:
            return None
        ends = (key[start:] for start in range(3, len(key) - SHORTEST_HEAD + 1))
        return next((end for end in ends if end in self.by_key), None)

    def weight(self, text: str) -> float:
        """How likely it is (0..1) that a header cell names a column, of whichever list."""
        known = self._weights.get(text)
        if known is None:
            if len(self._weights) > MOST_REMEMBERED:
                self._weights.clear()
            known = self._weights[text] = self._weight(text)
        return known

    def _weight(self, text: str) -> float:
        if (money := currency_weight(text)) > 0:
            return money
        most = COUNTED if self.counted_in(text) else 0.0
        for label, quality, _ in self.readings(text):
            weight = quality * self._most[label]
            if weight > most:
                most = weight
        return most

    def counted_in(self, text: str) -> list[str]:
        """The columns of counts that a unit of measure behind other words may name: "Net kg"."""
        words = text.rsplit(None, 1)
        if len(words) < 2 or "/" in text or len(unit := key_of(words[1])) > LONGEST_UNIT:
            return []
        return [path for path in self.by_key.get(unit, ()) if path in self._counts]


def currency_weight(text: str) -> float:
    """How surely a currency alone names a column: over amounts "CHF", over prices of one "€/h"; 0 where a text is no currency."""
    bare = _BRACKETS.sub(" ", text) if "(" in text or "[" in text else text
    opening = bare.partition("/")[0].split(None, 1)[:1]  # nothing is left out of it
    if not opening or not (opening[0].upper() in _MONEY_WORDS or (not opening[0].isalpha() and is_currency(opening[0]))):
        return 0.0
    money, _, one = _QUALIFIER.sub("", bare).partition("/")
    hundredths = money.strip().upper() in HUNDREDTHS and bool(one.strip())
    if not money.strip() or not (hundredths or all(map(is_currency, money.split()))):  # in brackets it goes with the name above
        return 0.0
    if one.strip():
        return CURRENCY_PER if key_of(one).isalpha() else 0.0
    return 0.0 if "/" in text else CURRENCY_ALONE


def is_single(text: str) -> bool:
    """Whether a header's text is one word."""
    return len(text.split()) == 1 and "/" not in text


def header_keys(text: str) -> Mapping[str, float]:
    """The forms under which a header's text may be a label, with how much of it each keeps: "TOTAL HT (EUR)" is
    "totalhteur", "totalht", "total"."""
    full = key_of(text.replace("- ", ""))
    if not full:
        return {}
    found = {full: 1.0}
    if text.isalnum():
        return found
    found.setdefault(key_of(text), 1.0)
    bare = text
    if "(" in text or "[" in text:
        bare = _BRACKETS.sub(" ", text)
        if key := key_of(bare):
            found.setdefault(key, 0.98)
    if not _QUALIFYING.isdisjoint([part[:2].casefold() for part in bare.split()[1:]]):
        short = _QUALIFIER.sub("", bare).strip()
        if short and short != bare.strip() and (key := key_of(short)):
            found.setdefault(key, 0.96)
            bare = short
    if "/" in bare:
        name, _, more = bare.partition("/")
        if len(before := key_of(name)) > 1 and " " not in more.strip():  # "P.U. / 100", "Description / colour"; not "Price/unit VAT"
            found.setdefault(before, 0.93)
    words = [word for part in bare.translate(_PARTS).split() if (word := key_of(part)) and word.upper() not in CURRENCY_CODES]
    if words:
        found.setdefault("".join(words), 0.97)
    if 1 < len(words) <= 8:
        _add_parts(words, found)
    return found


def _add_parts(words: Sequence[str], found: dict[str, float]) -> None:
    """The runs of some words, but for all of them, that are enough of their letters; words that go with any name count for less."""
    text = "".join(words)
    letters = len(text)
    ends = [0, *accumulate(map(len, words))]
    besides = None if SIDE_WORDS.isdisjoint(words) else [0, *accumulate([len(word) if word in SIDE_WORDS else 0 for word in words])]
    for first in range(len(words)):
        start = ends[first]
        for last in range(len(words), first, -1):
            held: float = ends[last] - start
            if besides is not None:
                held += 0.8 * (besides[-1] - besides[last] + besides[first])
            share = held / letters
            if share < LEAST_PART:
                break  # fewer words are still less
            if first or last < len(words):
                found.setdefault(text[start : ends[last]], 0.4 + 0.55 * share - (0.04 if first else 0.0))
