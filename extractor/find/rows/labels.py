"""What the words of a header or of a summary row name for one list: its columns, the other lists' and the totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.find.alike import Alike
from extractor.find.parties.line_words import whole_words
from extractor.find.rows.figures import figure, is_currency
from extractor.find.rows.names import (
    COMPOUND,
    COUNTED,
    CURRENCY_PER,
    MOST_REMEMBERED,
    SHORTEST_FUZZY,
    SIDE_WORDS,
    ColumnNames,
    currency_weight,
)
from extractor.find.rows.strips import Token, key_of
from extractor.quick import quick
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Product, Rule, Sum

ALIKE_TOTAL = 0.87  # normalised Indel similarity of names of totals
LONGEST = 7  # words in a label
WHOLE = 0.95  # share of a header's text, from which nothing of it is left out
MEANS_TEXT = (
    "description",
    "designation",
    "bezeichnung",
    "beschreibung",
    "item",
    "article",
    "artikel",
    "product",
    "name",
    "text",
    "service",
)
MEANS_UNIT = ("unit", "uom", "einheit", "unite", "unidad", "eenheid")
MEANS_ORDINAL = ("pos", "position", "#", "line", "lineno")


@quick
@dataclass(frozen=True, slots=True)
class ColumnName:
    """One column of one list that a label may name, with how likely that is (0..1) before the column's content is seen."""

    path: str
    weight: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary row's text names, and how much of the text does (0..1, of its letters)."""

    path: str
    cover: float
    at_start: bool


class RowLabels:
    """Labels by compact form. Built once for a list of columns and a book."""

    def __init__(self, book: LabelBook, columns: Sequence[FieldSpec], rules: Sequence[Rule], others: Sequence[FieldSpec]) -> None:
        self.columns = tuple(columns)
        self.group = columns[0].rows or ""
        self.numbers = frozenset(spec.path for spec in columns if spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.PERCENT))
        self.names = _column_names(book, frozenset(spec.path for spec in others or columns if spec.kind is Kind.NUMBER))
        own = {spec.path for spec in columns}
        self._own = {key: {p: w for p, w in paths.items() if p in own} for key, paths in self.names.by_key.items()}
        self.summaries: dict[str, str] = {}
        amounts = _summary_paths(book, rules, others)
        for path, labels in book.fields.items():
            for label in labels if path in amounts else ():
                if key := key_of(label.text):
                    self.summaries.setdefault(key, path)
        # What a sum over these rows adds up to: "VAT 19 %" beside a figure is a row of the list that sums to the VAT.
        self.totals = frozenset(r.total for r in rules if isinstance(r, Sum) and self._sums(r))
        # Discounts, charges and what is paid: amounts that a sum may do without.
        self.adjustments = frozenset(path for r in rules if isinstance(r, Sum) for path in (*r.minus, *r.optional))
        self.side = SIDE_WORDS | {key_of(word) for words in book.function_words.values() for word in words}
        self.fuzzy_summaries = Alike([key for key in self.summaries if len(key) >= SHORTEST_FUZZY])
        made = next((r for r in rules if isinstance(r, Product) and r.rows == self.group and not r.percents), None)
        kinds = {spec.path: spec.kind for spec in columns}
        self.result = f"{self.group}[].{made.result}" if made is not None else None
        self.price = next((p for f in made.factors if kinds.get(p := f"{self.group}[].{f}") is Kind.MONEY), None) if made else None
        beside = [spec for spec in columns if spec.kind is Kind.MONEY and spec.path not in (self.result, self.price)]
        # What a sum over these rows takes off, where a row has no column for it.
        self.taken_off = None if beside else next((t for r in rules if isinstance(r, Sum) and self._sums(r) for t in r.minus), None)
        # What it adds to them, where it takes off too: taxes and charges between rows and a total.
        self.added = frozenset(t for r in rules if isinstance(r, Sum) and self._sums(r) and r.usual for t in r.plus if "[]" not in t)
        self.given_back = whole_words(book.line_words.get("given_back", ()))
        self.carried = frozenset(key_of(words) for words in book.line_words.get("carried", ()))
        self.multipliers = frozenset(key_of(words) for words in book.line_words.get("multiplier", ()))
        self.notes = frozenset(key_of(words) for words in book.line_words.get("delivery_note", ()))
        self.not_labels = frozenset(key_of(label.text) for label in book.not_labels)
        self._columns: dict[str, tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]] = {}
        self._summed: dict[tuple[str, ...], Summary | None] = {}

    def _sums(self, rule: Sum) -> bool:
        return any(term.startswith(f"{self.group}[].") for term in rule.plus)

    def named(self, key: str) -> Mapping[str, float]:
        """The list's columns that a text is wholly the name of, each with how likely it is."""
        return self._own.get(key, {})

    def columns_of(self, text: str) -> tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]:
        """The columns that a header cell names, likeliest first: of this list, and of the schema's other lists."""
        known = self._columns.get(text)
        if known is None:
            if len(self._columns) > MOST_REMEMBERED:
                self._columns.clear()
            known = self._columns[text] = self._columns_of(text)
        return known

    def _columns_of(self, text: str) -> tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]:
        money = currency_weight(text)
        path = self.price if money == CURRENCY_PER else self.result
        if money and path is not None:
            return (ColumnName(path, money),), ()
        found: dict[str, float] = {}
        other: dict[str, float] = {}
        named = False  # by all of its words: currencies, brackets and what follows them aside
        for label, quality, share in self.names.readings(text):
            if named and share <= WHOLE:
                break
            own = self._own[label]
            for path, weight in self.names.by_key[label].items():
                table = found if path in own else other
                table[path] = max(table.get(path, 0.0), weight * quality)
            named = share > WHOLE and max(found.values(), default=0.0) >= COMPOUND  # a rare name may be a usual one with a word before it
        for path in self.names.counted_in(text):
            if path.startswith(f"{self.group}[]"):
                found[path] = max(found.get(path, 0.0), COUNTED)
        return ranked(found), ranked(other)

    def summary(self, tokens: Sequence[Token]) -> Summary | None:
        """The total that a row's words name, if any. Figures among the words count for nothing."""
        words = tuple(key for token in tokens if (key := _word_key(token.text)))
        if not words:
            return None
        if words not in self._summed:
            if len(self._summed) > MOST_REMEMBERED:
                self._summed.clear()
            self._summed[words] = self._summarise(words)
        return self._summed[words]

    def _summarise(self, words: tuple[str, ...]) -> Summary | None:
        letters = sum(len(word) for word in words if word not in self.side) or sum(len(word) for word in words)
        best: tuple[int, str, int] | None = None
        covered: set[int] = set()
        for first in range(len(words)):
            text = ""
            for last in range(first, min(first + LONGEST, len(words))):
                text += words[last]
                path = self.summaries.get(text)
                if path is None and last - first < 4 and first <= 1:
                    path = self._near_summary(text)
                if path is not None:
                    covered.update(range(first, last + 1))
                    size = sum(len(word) for word in words[first : last + 1] if word not in self.side) or len(text)
                    if best is None or size > best[0] or (size == best[0] and first == best[2]):  # side words may tell more
                        best = size, path, first
        if best is None:
            return None
        share = sum(len(words[n]) for n in covered if words[n] not in self.side) or best[0]
        return Summary(best[1], min(share / letters, 1.0), all(word in self.side for word in words[: best[2]]))

    def _near_summary(self, key: str) -> str | None:
        if len(key) > 30:
            return None
        if (meant := self.fuzzy_summaries.misread(key)) is not None:
            return self.summaries[meant]
        if len(key) <= SHORTEST_FUZZY:
            return None
        found = self.fuzzy_summaries.best(key, ALIKE_TOTAL)
        # Of a short name one sign may be misread, but a letter more makes another word: "Summer" is no sum.
        return self.summaries[found[0]] if found is not None and found[0][0] == key[0] and len(found[0]) > SHORTEST_FUZZY else None

    def is_meaning(self, path: str, words: Iterable[str]) -> bool:
        """Whether one of a column's own labels is one of these words."""
        wanted = set(words)
        return any(path in self.named(word) for word in wanted)


@lru_cache(maxsize=16)
def _column_names(book: LabelBook, counts: frozenset[str]) -> ColumnNames:
    """One for all lists of a schema: what one's labels are, the others' are as foreign ones."""
    return ColumnNames(book, counts)


def ranked(weights: Mapping[str, float]) -> tuple[ColumnName, ...]:
    """Column names by weight, the likeliest first."""
    return tuple(ColumnName(path, weight) for path, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def _summary_paths(book: LabelBook, rules: Sequence[Rule], others: Sequence[FieldSpec]) -> frozenset[str]:
    """The single amounts of the schema: fields outside lists of kind money, or, where the specs are not given, what the
    sums speak of and any field of the top level."""
    money = {spec.path for spec in others if spec.kind is Kind.MONEY and "[]" not in spec.path}
    for rule in rules:
        if isinstance(rule, Sum):
            money.update(path for path in (rule.total, *rule.plus, *rule.minus) if "[]" not in path)
    if not others:
        money.update(path for path in book.fields if "." not in path and "[]" not in path and path.endswith(("total", "amount")))
    return frozenset(money)


_STUCK = re.compile(r"^[\d%]*%(?=\w)|(?<=\w)[\d]*%$|(?<=[^\W\d])\d+$")


@lru_cache(maxsize=8192)
def _word_key(text: str) -> str:
    if figure(text.strip("()@")) is not None or is_currency(text):
        return ""
    key = _STUCK.sub("", key_of(text))  # "GST6%" and "10%Service" name what they name without the rate
    return "" if key.isdigit() or key == "%" else key
