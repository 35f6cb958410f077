"""What the words of a header or of a summary row name: the labels of one list's columns, of the other lists' and of the totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from extractor.find.alike import SHORTEST_MISREAD, Alike
from extractor.find.parties.line_words import whole_words
from extractor.find.rows.figures import HUNDREDTHS, figure, is_currency
from extractor.find.rows.strips import Token, key_of
from extractor.quick import quick
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Product, Rule, Sum

ALIKE = 0.84  # normalised Indel similarity: one slip in six letters
ALIKE_TOTAL = 0.87  # the same for names of totals
SHORTEST_FUZZY = 5
LONGEST = 7  # words in a label
MOST_REMEMBERED = 20_000  # texts whose names are kept in one process
RANK_COST = 0.02  # each step down a field's list of names makes it that much less likely
LEAST_RANKED = 0.5
WHOLE = 0.95  # share of a header's text, from which nothing of it is left out
CURRENCY_ALONE, CURRENCY_PER = 0.6, 0.9  # how surely a currency in a header stands for the amount, and "€/h" for the price
COUNTED, LONGEST_UNIT = 0.6, 3  # how surely "Net kg" names a count, and the letters of its unit
COMPOUND = 0.72  # what the last part of a compound word says of the whole
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
# Words that go with a column's or a total's name and change nothing of what it names.
SIDE_WORDS = frozenset(
    "in zzgl abzgl abzuglich zuzuglich inkl incl inc excl exkl ex plus less add of the von der die das de du des la le les el of op te "
    "van di del della do da em en sur on auf per pro par por za od do w z ohne mit including excluding inclusive exclusive and und et y e "
    "i hors eur usd gbp chf rm pln zl euro net netto ht ttc hors taxes".split()
)


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
        self.counts = frozenset(spec.path for spec in columns if spec.kind is Kind.NUMBER)
        own = {spec.path for spec in columns}
        self.by_key: dict[str, dict[str, float]] = {}
        self.foreign: dict[str, dict[str, float]] = {}
        self.summaries: dict[str, str] = {}
        amounts = _summary_paths(book, rules, others)
        for path, labels in book.fields.items():
            table = self.by_key if path in own else self.foreign if "[]" in path else None
            if table is None and path not in amounts:
                continue
            for label in labels:
                key = key_of(label.text)
                if not key:
                    continue
                if table is not None:
                    weight = max(LEAST_RANKED, 1 - RANK_COST * label.rank)
                    slot = table.setdefault(key, {})
                    slot[path] = max(slot.get(path, 0.0), weight)
                else:
                    self.summaries.setdefault(key, path)
        # What a sum over these rows adds up to: "VAT 19 %" beside a figure is a row of the list that sums to the VAT.
        self.totals = frozenset(r.total for r in rules if isinstance(r, Sum) and self._sums(r))
        # Discounts, charges and what is paid: amounts that a sum may do without.
        self.adjustments = frozenset(path for r in rules if isinstance(r, Sum) for path in (*r.minus, *r.optional))
        self.side = SIDE_WORDS | {key_of(word) for words in book.function_words.values() for word in words}
        self.fuzzy = _alike(tuple(sorted(key for key in {**self.by_key, **self.foreign} if len(key) >= SHORTEST_MISREAD)))
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
        self.words = frozenset(
            key
            for path, texts in book.fields.items()
            if "[]" in path
            for label in texts
            for word in label.text.split()
            if (key := key_of(word))
        )
        self._columns: dict[str, tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]] = {}
        self._weights: dict[str, float] = {}
        self._heads: dict[str, str | None] = {}
        self._summed: dict[tuple[str, ...], Summary | None] = {}

    def _sums(self, rule: Sum) -> bool:
        return any(term.startswith(f"{self.group}[].") for term in rule.plus)

    def may_name(self, tokens: Sequence[Token]) -> bool:
        """Whether some word of a row is a word of a label, or ends as one does. (Misread words need not be.)"""
        return any(token.key in self.words or self._head(token.key) is not None for token in tokens)

    def named(self, key: str) -> Mapping[str, float]:
        return self.by_key.get(key, {})

    def names(self, key: str) -> bool:
        """Whether a text is wholly a column's name, of whichever list."""
        return key in self.by_key or key in self.foreign

    def near(self, key: str) -> str | None:
        """The label that a misread key is one of, or None."""
        if len(key) > 40:
            return None
        if (meant := self.fuzzy.misread(key)) is not None:
            return meant
        if len(key) < SHORTEST_FUZZY or any(map(str.isdigit, key)):
            return None
        found = self.fuzzy.best(key, ALIKE)
        return found[0] if found is not None and (found[0][0] == key[0] or found[1] > 0.9) else None

    def columns_of(self, text: str, fuzzy: bool = True) -> tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]:
        """The columns that a header cell names, likeliest first: of this list, and of the schema's other lists."""
        key = text if fuzzy else "\x00" + text
        if key not in self._columns:
            if len(self._columns) > MOST_REMEMBERED:
                self._columns.clear()
            self._columns[key] = self._columns_of(text, fuzzy)
        return self._columns[key]

    def weight(self, text: str) -> float:
        """How likely it is (0..1) that a header cell names a column, of whichever list."""
        known = self._weights.get(text)
        if known is None:
            if len(self._weights) > MOST_REMEMBERED:
                self._weights.clear()
            known = self._weights[text] = max((names[0].weight for names in self.columns_of(text) if names), default=0.0)
        return known

    def _columns_of(self, text: str, fuzzy: bool) -> tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]:
        if (money := self._of_currency(text)) is not None:
            return (money,), ()
        found: dict[str, float] = {}
        other: dict[str, float] = {}
        single = len(text.split()) == 1 and "/" not in text
        named = False  # by all of its words: currencies, brackets and what follows them aside
        for key, share in header_keys(text):
            if named and share <= WHOLE:
                break
            name: str | None = key
            quality = share
            if not self.names(key):
                name, quality = (self.near(key) if fuzzy else None), share * 0.93
                if name is None and single:
                    name, quality = self._head(key), share * COMPOUND
            if name is not None:
                for path, weight in self.by_key.get(name, {}).items():
                    found[path] = max(found.get(path, 0.0), weight * quality)
                for path, weight in self.foreign.get(name, {}).items():
                    other[path] = max(other.get(path, 0.0), weight * quality)
            named = share > WHOLE and max(found.values(), default=0.0) >= COMPOUND  # a rare name may be a usual one with a word before it
        for path in () if single or "/" in text else self._counted_in(text):
            found[path] = max(found.get(path, 0.0), COUNTED)
        return ranked(found), ranked(other)

    def _counted_in(self, text: str) -> list[str]:
        """The columns of counts that a unit of measure behind other words may name: "Net kg"."""
        unit = key_of(text.split()[-1])
        return [path for path in self.by_key.get(unit, {}) if path in self.counts] if len(unit) <= LONGEST_UNIT else []

    def _of_currency(self, text: str) -> ColumnName | None:
        """The column that a currency names alone: over amounts "CHF", over prices of one "€/h"."""
        money, _, one = _QUALIFIER.sub("", _BRACKETS.sub(" ", text)).partition("/")
        hundredths = money.strip().upper() in HUNDREDTHS and bool(one.strip())
        if not money.strip() or not (hundredths or all(map(is_currency, money.split()))):  # in brackets it goes with the name above
            return None
        if one.strip():
            return ColumnName(self.price, CURRENCY_PER) if self.price is not None and key_of(one).isalpha() else None
        return ColumnName(self.result, CURRENCY_ALONE) if self.result is not None and "/" not in text else None

    def _head(self, key: str) -> str | None:
        """The label that a compound ends with: "Zeilenbetrag" is a "Betrag"."""
        if key not in self._heads:
            if len(self._heads) > MOST_REMEMBERED:
                self._heads.clear()
            ends = (key[start:] for start in range(3, len(key) - 3))
            self._heads[key] = next(filter(self.names, ends), None)
        return self._heads[key]

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
        return any(path in self.by_key.get(word, {}) for word in wanted)


@lru_cache(maxsize=16)
def _alike(keys: tuple[str, ...]) -> Alike:
    """One for all lists of a schema: what one's labels are, the others' are as foreign ones."""
    return Alike(keys)


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


_SPLIT = re.compile(r"[\s/|-]+")
_STUCK = re.compile(r"^[\d%]*%(?=\w)|(?<=\w)[\d]*%$|(?<=[^\W\d])\d+$")
_QUALIFIER = re.compile(
    r"(?<=\S)\s+(?:ohne|o\.|exkl|excl|exc|ex|inkl|incl|inc|hors|zonder|sin|senza|sem|bez|without|with|mit|avec|con|including|excluding"
    r"|before|net of)\b.*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")


@lru_cache(maxsize=8192)
def header_keys(text: str) -> tuple[tuple[str, float], ...]:
    """The forms under which a header's text may be a label, with how much of it each keeps: "TOTAL HT (EUR)" is
    "totalhteur", "totalht", "total"."""
    found: dict[str, float] = {}
    full = key_of(text.replace("- ", ""))
    if not full:
        return ()
    found[full] = 1.0
    found.setdefault(key_of(text), 1.0)
    bare = _BRACKETS.sub(" ", text)
    key = key_of(bare)
    if key:
        found.setdefault(key, 0.98)
    short = _QUALIFIER.sub("", bare).strip()
    if short and short != bare.strip() and (key := key_of(short)):
        found.setdefault(key, 0.96)
        bare = short
    name, _, more = bare.partition("/")
    if len(before := key_of(name)) > 1 and " " not in more.strip():  # "P.U. / 100", "Description / colour"; not "Price/unit VAT"
        found.setdefault(before, 0.93)
    words = [word for part in _SPLIT.split(bare) if (word := key_of(part))]
    plain = [word for word in words if not is_currency(word.upper())]
    if plain:
        found.setdefault("".join(plain), 0.97)
    if 1 < len(plain) <= 8:
        total = sum(len(word) for word in plain)
        for first, last in product(range(len(plain)), range(len(plain), 0, -1)):
            if last <= first or (first, last) == (0, len(plain)):
                continue
            part = "".join(plain[first:last])
            side = sum(len(w) for w in (*plain[:first], *plain[last:]) if w in SIDE_WORDS)
            share = (len(part) + 0.8 * side) / total
            if share >= 0.35:
                found.setdefault(part, 0.4 + 0.55 * share - (0.04 if first else 0.0))
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


@lru_cache(maxsize=8192)
def _word_key(text: str) -> str:
    if figure(text.strip("()@")) is not None or is_currency(text):
        return ""
    key = _STUCK.sub("", key_of(text))  # "GST6%" and "10%Service" name what they name without the rate
    return "" if key.isdigit() or key == "%" else key
