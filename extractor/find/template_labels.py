"""The names that a template gives to fields and columns, among all others that the schema knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from extractor.find.label_hits import LabelIndex
from extractor.find.sheet import compact
from extractor.schemas.label_book import Label, LabelBook
from extractor.schemas.template import ByLabel, Template


def _own_labels(template: Template, *, columns: bool) -> Mapping[str, tuple[Label, ...]]:
    named = {field.path: field.how.labels for field in template.fields if isinstance(field.how, ByLabel)}
    if columns:
        named |= {column.path: column.labels for column in template.columns}
    return {path: tuple(Label(text, "", rank) for rank, text in enumerate(texts)) for path, texts in named.items()}


def without(taken: Mapping[str, tuple[Label, ...]], others: Mapping[str, tuple[Label, ...]]) -> dict[str, tuple[Label, ...]]:
    """The template's names, and of all other names those that differ from them."""
    keys = {compact(label.text) for labels in taken.values() for label in labels}
    others = {path: labels for path, labels in others.items() if path not in taken}
    return {**{path: tuple(label for label in labels if compact(label.text) not in keys) for path, labels in others.items()}, **taken}


@lru_cache(maxsize=64)
def index_of(template: Template, book: LabelBook | None) -> LabelIndex:
    """The template's names among those of a book; alone where there is none, with those of columns."""
    if book is None:
        return LabelIndex(LabelBook(_own_labels(template, columns=True)))
    named = _own_labels(template, columns=False)
    not_labels = without(named, {"": book.not_labels})[""]
    return LabelIndex(LabelBook(without(named, book.fields), without(named, book.groups), not_labels=not_labels))
