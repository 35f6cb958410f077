"""What the words of a header or of a summary row name for one list: its columns, the other lists' and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from extractor.find.parties.line_words import whole_words
from extractor.find.rows.names import (
    COMPOUND,
    COUNTED,
    CURRENCY_PER,
    MOST_REMEMBERED,
    ColumnNames,
    currency_weight,
)
from extractor.find.rows.tokens import Token, key_of
from extractor.find.rows.totals import Summary, TotalNames
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Product, Rule, Sum

WHOLE = 0.95  # share of a header's text, from which nothing of it is left out


@dataclass(frozen=True, slots=True)
class ColumnName:
    """One column of one list that a label may name, with how likely that is (0..1) before the column's content is seen."""

    path: str
    weight: float


class RowLabels:
    """Labels by compact form. Built once for a list of columns and a book."""

    def __init__(self, book: LabelBook, columns: Sequence[FieldSpec], rules: Sequence[Rule], others: Sequence[FieldSpec]) -> None:
        self.columns = tuple(columns)
        self.group = columns[0].rows or ""
        self.numbers = frozenset(spec.path for spec in columns if spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.PERCENT))
        self.names = _column_names(book, frozenset(spec.path for spec in others or columns if spec.kind is Kind.NUMBER))
        own = {spec.path for spec in columns}
        self._own = {key: {p: w for p, w in paths.items() if p in own} for key, paths in self.names.by_key.items()}
        self.total_names = _total_names(book, _summary_paths(book, rules, others))
        # What a sum over these rows adds up to: "VAT 19 %" beside a figure is a row of the list that sums to the VAT.
        self.totals = frozenset(r.total for r in rules if isinstance(r, Sum) and self._sums(r))
        # Discounts, charges and what is paid: amounts that a sum may do without.
        self.adjustments = frozenset(path for r in rules if isinstance(r, Sum) for path in (*r.minus, *r.optional))
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
        self.carried_openings = frozenset(words[:end] for words in self.carried for end in range(1, len(words) + 1))
        self.multipliers = frozenset(key_of(words) for words in book.line_words.get("multiplier", ()))
        self.notes = frozenset(key_of(words) for words in book.line_words.get("delivery_note", ()))
        self.note_openings = frozenset(words[:end] for words in self.notes for end in range(len(words) + 1))
        # What texts, units and numbers of rows are called.
        self.texts, self.units, self.ordinals = (book.line_words.get(name, ()) for name in ("item_text", "item_unit", "item_number"))
        self.not_labels = frozenset(key_of(label.text) for label in book.not_labels)
        self._columns: dict[str, tuple[tuple[ColumnName, ...], tuple[ColumnName, ...]]] = {}

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
        """The total that a row's words name, if any."""
        return self.total_names.summary(tokens)

    def is_meaning(self, path: str, words: Iterable[str]) -> bool:
        """Whether one of a column's own labels is one of these words."""
        wanted = set(words)
        return any(path in self.named(word) for word in wanted)


@lru_cache(maxsize=16)
def _column_names(book: LabelBook, counts: frozenset[str]) -> ColumnNames:
    """One for all lists of a schema: what one's labels are, the others' are as foreign ones."""
    return ColumnNames(book, counts)


@lru_cache(maxsize=16)
def _total_names(book: LabelBook, paths: frozenset[str]) -> TotalNames:
    """The same of the totals."""
    return TotalNames(book, paths)


def ranked(weights: Mapping[str, float]) -> tuple[ColumnName, ...]:
    """Column names by weight, the likeliest first."""
    if len(weights) < 2:
        return tuple([ColumnName(path, weight) for path, weight in weights.items()])
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
