"""The language files: every path exists, every label is a text, none stands twice under one field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.catalog import label_book
from extractor.find.parties.line_words import LineWords
from extractor.schemas.form import Form
from extractor.schemas.invoice import DocumentType, Invoice
from extractor.schemas.label_files import label_files
from extractor.schemas.receipt import Receipt
from extractor.schemas.record import Record, field_specs
from extractor.schemas.ticket import Ticket

FOLDER = Path(__file__).parent.parent / "schemas" / "labels"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
SCHEMAS: dict[str, type[Record]] = {model.schema_name(): model for model in (Invoice, Receipt, Ticket, Form)}
OF_ROWS = {"carried", "delivery_note", "given_back", "multiplier"}
OF_FIELDS = {"base_of", "filler", "joins"}
IN_SOME = {"count_unit", "each_at", "item_number", "item_text", "item_unit"}  # where the other languages have no others
OF_TICKETS = {"bar_code", "issued", "travel_class"}
OF_SLIPS = {"address_noun"}
OF_FORMS = {"field_head"}
OF_DOUBTS = {
    "page",
    "page_of",
    "no_bill",
    "thousands",
    "untaxed",
    "your_account",
    "blocked_account",
    "earlier_balance",
    "void",
    "not_to_pay",
    "page_follows",
} | {"donation", "days", "pays", "month_end", "in_words"}
SECTIONS = set(
    "language fields parts groups document_words not_labels function_words prose sentences line_words choice_words number_words "
    "vendor_columns".split()
)


@cache
def _load(language: str) -> dict[str, Any]:
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    _refuse_double_keys(yaml.compose(text))
    content = yaml.safe_load(text)
    assert isinstance(content, dict)
    return content


def _refuse_double_keys(node: Any) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"twice in one mapping: {[key for key in keys if keys.count(key) > 1]}"
        for _, value in node.value:
            _refuse_double_keys(value)


def _lists(content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for section in ("fields", "parts", "groups", "sentences"):
        for owner, entries in content[section].items():
            yield from ((f"{section}.{owner}.{name}", labels) for name, labels in entries.items())
    yield from ((f"document_words.{name}", labels) for name, labels in content["document_words"].items())
    yield from ((f"line_words.{name}", words) for name, words in content["line_words"].items())
    for schema, paths in content["choice_words"].items():
        for path, values in paths.items():
            yield from ((f"choice_words.{schema}.{path}.{value}", words) for value, words in values.items())
    yield from ((f"vendor_columns.{name}", words) for name, words in content["vendor_columns"].items())
    yield from ((name, content[name]) for name in ("not_labels", "function_words", "prose"))


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_numbers_are_told_once_and_count_something(language: str) -> None:
    counts = _load(language)["number_words"]
    assert {1, 2, 5, 11, 20, 90, 100, 1000} <= set(counts.values())
    assert all(isinstance(word, str) and word == word.lower() and isinstance(count, int) for word, count in counts.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections(language: str) -> None:
    content = _load(language)
    assert set(content) == SECTIONS
    assert content["language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_read_as_yaml_is(language: str) -> None:
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    assert label_files()[language] == yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("wrong", ["- a list", "a: [text", "? a", "a: text of several words", "a"])
def test_a_file_of_another_form_is_refused_with_its_line(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "xx.yaml").write_text(f"language: xx\n\nfields:\n  {wrong}\n")
    monkeypatch.setattr("extractor.schemas.label_files.files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"xx\.yaml:4: "):
        label_files.__wrapped__()


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_pure_words_and_stand_once(language: str) -> None:
    for where, labels in _lists(_load(language)):
        assert isinstance(labels, list), where
        assert labels, where
        for label in labels:
            assert isinstance(label, str), (where, label)
            assert label == label.strip(), (where, label)
            assert label, where
            assert not label.endswith(":"), (where, label)
        folded = [label.casefold() for label in labels]
        assert len(folded) == len(set(folded)), (where, [label for label in folded if folded.count(label) > 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_exists(language: str) -> None:
    content = _load(language)
    leaves: dict[str, set[str]] = {}
    for model in SCHEMAS.values():
        for spec in field_specs(model):
            for part in spec.parents:
                leaves.setdefault(part, set()).add(spec.name)
    for schema, fields in content["fields"].items():
        assert set(fields) <= {spec.path for spec in field_specs(SCHEMAS[schema])}, schema
    for schema, fields in content["sentences"].items():
        assert set(fields) <= {spec.path for spec in field_specs(SCHEMAS[schema])}, schema
    for part, fields in content["parts"].items():
        assert set(fields) <= leaves[part], part
    for schema, groups in content["groups"].items():
        known = {path for spec in field_specs(SCHEMAS[schema]) for path in _groups_of(spec.path)}
        assert set(groups) <= known, schema
    choices = {f"invoice.{kind.value}" for kind in DocumentType}
    assert set(content["document_words"]) == set(SCHEMAS) | choices


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_choice_has_words(language: str) -> None:
    choices: dict[tuple[str, str], set[str]] = {}
    for model in SCHEMAS.values():
        for spec in field_specs(model):
            choices[spec.parents[-1] if spec.parents else model.schema_name(), spec.name] = set(spec.choices)
    for holder, fields in _load(language)["choice_words"].items():
        for name, values in fields.items():
            assert choices[holder, name] in (set(values), set()), (holder, name)


def _groups_of(path: str) -> Iterator[str]:
    pieces = path.replace("[]", "").split(".")
    yield from (".".join(pieces[:length]) for length in range(1, len(pieces)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_required_or_money_field_goes_without_labels(language: str) -> None:
    content = _load(language)
    for schema, fields in content["fields"].items():
        for spec in field_specs(SCHEMAS[schema]):
            if spec.parents and spec.parents[0] in {"Party", "Payment", "Merchant"}:
                continue
            assert spec.path in fields or spec.path == "document_type", (schema, spec.path)


def test_function_words_tell_the_languages_apart() -> None:
    words = {language: set(_load(language)["function_words"]) for language in LANGUAGES}
    for language, own in words.items():
        assert len(own) >= 50
        others = set().union(*(rest for name, rest in words.items() if name != language))
        assert len(own - others) >= 20, language


def test_every_language_tells_the_same_things_of_a_line() -> None:
    told = {name for name in vars(LineWords) if not name.startswith("_")}
    told -= {"words", "of_till", "of_store", "welcome_alone", "honorific_alone", "bank_or_code"}  # made of others
    english = set(_load("en")["line_words"])
    parts = {"till", "not_till", "copy_alone", "stamped", "store", "mailbox", "bank_code"}  # of what is told
    assert english == told | parts | {*OF_ROWS} | OF_FIELDS | IN_SOME | OF_DOUBTS | OF_TICKETS | OF_SLIPS | OF_FORMS
    for language in LANGUAGES:
        assert set(_load(language)["line_words"]) <= english, language
        everywhere = {"till", "copy", "greeting", "welcome", "spoken", "trade", "street", "contact", "honorific"}
        everywhere |= {"mailbox", *OF_ROWS} | OF_FIELDS | OF_DOUBTS | OF_TICKETS | OF_SLIPS | OF_FORMS
        assert everywhere <= set(_load(language)["line_words"]), language


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("greeting", "Thank you, come again"),
        ("greeting", "DZIEKUJEMY"),  # without its accents, as tills print it
        ("greeting", "Obrigada"),
        ("street", "Lindenstrasse 4"),
        ("street", "12, JALAN BUKIT"),
        ("trade", "Steakhouse Nord"),
        ("copy", "** Reprinted **"),
        ("copy", "TAX INVOICE"),
        ("contact", "P.IVA 01234567890"),
        ("welcome", "Willkommen bei Nordlicht"),
        ("phone_of_others", "Customer care 0800 1234"),
    ],
)
def test_words_of_lines(told: str, line: str) -> None:
    assert getattr(LineWords(label_book(Receipt).line_words), told).search(line)


def test_a_till_s_words_are_whole_words_and_no_trade_s() -> None:
    words = LineWords(label_book(Receipt).line_words)
    assert words.of_store("STORE 00583")
    assert words.of_store("our store")
    assert not words.of_store("Store Street 12")
    assert words.of_till("Server: Mila")
    assert words.of_till("Filiale Nr. 12")
    assert not words.of_till("CASH & CARRY NORD")
    assert not words.of_till("Tablet Haus")


def test_a_book_without_such_words_tells_nothing() -> None:
    words = LineWords({})
    assert not words.of_till("Server: Mila")
    assert not any(getattr(words, told).search("Welcome to the shop") for told in ("greeting", "welcome", "copy", "street", "trade"))
