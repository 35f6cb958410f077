"""`LabelBook`: how pages name the fields of one schema, in every language there is a file for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from extractor.quick import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A text that names a field. `language` is ISO 639-1, or "" for the schema's own labels and names;
    `rank` counts from 0, the likeliest name of the field first."""

    text: str
    language: str
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class LabelBook:
    """Labels by field path (`due_date`, `seller.vat_id`, `line_items[].amount`) and by group (`seller`, `line_items`).
    Books are made once a schema and too large to compare: each is equal to itself alone, and a key for what is made of it.

    `document_words`: by schema name (and by choice of a document type, as `invoice.credit_note`), the words that
    tell what a page is. `sentences`: by field path, words that tell what a whole sentence says ("payable within").
    `not_labels`: texts that look like labels of a field and are none ("Total pages"). `line_words`: by what they tell of a line
    ("greeting", "street"), the words of all languages. `choice_words`: by field path and value of a choice, words that speak for it.
    """

    fields: Mapping[str, tuple[Label, ...]]
    groups: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    document_words: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    not_labels: tuple[Label, ...] = ()
    function_words: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by language, for telling it
    sentences: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    line_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choice_words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    number_words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by language, what the words of a number count
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by language, words of sentences about payment
