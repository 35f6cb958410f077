"""The catalogue: which schemas there are and how pages name their fields. The only file that opens
`extractor.schemas` and `extractor.templates`."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.errors import SchemaError
from extractor.schemas.label_book import Label, LabelBook
from extractor.schemas.record import FieldSpec, Record, field_specs

BUILT_IN = {
    "invoice": "extractor.schemas.invoice:Invoice",
    "receipt": "extractor.schemas.receipt:Receipt",
    "ticket": "extractor.schemas.ticket:Ticket",
    "form": "extractor.schemas.form:Form",
}
AUTO = "auto"


@cache
def schemas() -> Mapping[str, str]:
    """Name -> `module:Class` of every schema that `--schema NAME` knows: ours, and those that other packages
    register under the entry point group `extractor.schemas`."""
    from importlib.metadata import entry_points

    return {**{entry.name: entry.value for entry in entry_points(group="extractor.schemas")}, **BUILT_IN}


def schema(reference: str | type[Record]) -> type[Record]:
    """The Record class that a name, `module:Class` or `file.py:Class` stands for; a class stands for itself.

    Raises SchemaError when there is none, or when it is no Record, or has a field of a type without a kind.
    """
    if isinstance(reference, type):
        return _usable(reference, reference.__name__)
    target = schemas().get(reference, reference)
    if ":" not in target:
        raise SchemaError(f"unknown schema {reference!r}", hint=f"one of {', '.join(sorted(schemas()))}, or module:Class, or file.py:Class")
    place, _, name = target.rpartition(":")
    module = _from_file(Path(place)) if place.endswith(".py") else _from_module(place, reference)
    model = getattr(module, name, None)
    if model is None:
        raise SchemaError(f"schema {reference!r}: no class {name} in {place}")
    return _usable(model, reference)


def _usable(model: Any, reference: str) -> type[Record]:
    if not (isinstance(model, type) and issubclass(model, Record)):
        raise SchemaError(f"schema {reference!r} is no Record", hint="derive the class from extractor.Record")
    try:
        field_specs(model)
    except TypeError as error:
        raise SchemaError(f"schema {reference!r}: {error}", hint="see docs/schemas.md for the types that can be looked for") from error
    return model


def _from_module(place: str, reference: str) -> Any:
    sys.path.insert(0, "")  # a module of the folder one stands in, as `python -m` would find it
    try:
        return importlib.import_module(place)
    except Exception as error:
        raise SchemaError(f"schema {reference!r}: cannot import {place}: {error}") from error
    finally:
        sys.path.remove("")


@cache
def _from_file(path: Path) -> Any:
    if not path.is_file():
        raise SchemaError(f"schema file {path} does not exist")
    name = f"extractor_user_schema_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pydantic resolves postponed annotations through it
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise SchemaError(f"schema file {path} cannot be loaded: {error}") from error
    return module


def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages with a label file, English first, then by name."""
    return tuple(_label_files())


@cache
def label_book(model: type[Record]) -> LabelBook:
    """How pages name the fields of a model, in all languages.

    A field's own `Labels` and its name (`contract_number`: "contract number") come first; where a built-in schema has
    a field of the same name, its labels serve too.
    """
    own = model.schema_name() if schemas().get(model.schema_name()) == f"{model.__module__}:{model.__name__}" else None
    fields: dict[str, tuple[Label, ...]] = {}
    groups: dict[str, tuple[Label, ...]] = {}
    for spec in field_specs(model):
        fields[spec.path] = _unique([*_own_labels(spec, built_in=own is not None), *_file_labels(spec, own)])
        for depth in range(1, spec.path.count(".") + 1):
            group = spec.path.rsplit(".", depth)[0].removesuffix("[]")
            if group not in groups:
                texts = [Label(text, "", rank) for rank, text in enumerate(spec.group_labels)]
                for language, content in _label_files().items():
                    texts += _labels(_pick(content, "groups", own, group), language)
                groups[group] = _unique(texts)
    words: dict[str, list[Label]] = {}
    not_labels: list[Label] = []
    function_words: dict[str, frozenset[str]] = {}
    for language, content in _label_files().items():
        for name, texts in (content.get("document_words") or {}).items():
            words.setdefault(name, []).extend(_labels(texts, language))
        not_labels += _labels(content.get("not_labels"), language)
        function_words[language] = frozenset(content.get("function_words") or ())
    return LabelBook(fields, groups, {name: tuple(texts) for name, texts in words.items()}, tuple(not_labels), function_words)


def _own_labels(spec: FieldSpec, *, built_in: bool) -> list[Label]:
    texts = list(spec.labels)
    if not texts and not built_in:
        texts = [spec.name.replace("_", " ")]
    return [Label(text, "", rank) for rank, text in enumerate(texts)]


def _file_labels(spec: FieldSpec, own: str | None) -> list[Label]:
    found: list[Label] = []
    for language, content in _label_files().items():
        if own is not None:
            texts = _pick(content, "fields", own, spec.path)
            if not texts and spec.parents:
                texts = _pick(content, "parts", spec.parents[-1], spec.name)
        elif spec.labels:
            texts = None  # the user has said how the field is named
        else:
            texts = next((t for name in BUILT_IN if (t := _pick(content, "fields", name, spec.path))), None)
            if not texts and spec.parents:
                texts = _pick(content, "parts", spec.parents[-1], spec.name)
        found += _labels(texts, language)
    return found


def _pick(content: Mapping[str, Any], *keys: str | None) -> Any:
    value: Any = content
    for key in keys:
        if key is None or not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _labels(texts: Any, language: str) -> list[Label]:
    return [Label(str(text), language, rank) for rank, text in enumerate(texts or ())]


def _unique(labels: list[Label]) -> tuple[Label, ...]:
    return tuple({label.text.casefold(): label for label in reversed(labels)}.values())[::-1]


@cache
def _label_files() -> Mapping[str, Mapping[str, Any]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Mapping[str, Any]] = {}
    for entry in files("extractor.schemas").joinpath("labels").iterdir():
        if entry.name.endswith(".yaml"):
            content = yaml.load(entry.read_text(encoding="utf-8"), Loader=loader)
            found[str(content["language"])] = content
    return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))


def schema_of(texts: Sequence[str]) -> type[Record]:
    """Which built-in schema the lines of a document speak for, by the document words of the label files.

    Titles count most: a line that is nothing but the words counts thrice. A document that names nothing is a form.
    """
    from collections import Counter

    from extractor.schemas.form import Form

    words = label_book(Form).document_words
    votes: Counter[str] = Counter()
    for line in texts:
        folded = f" {_folded(line)} "
        for name, labels in words.items():
            best = max((len(_folded(label.text)) for label in labels if f" {_folded(label.text)} " in folded), default=0)
            if best:
                votes[name.split(".")[0]] += 1 + 2 * (best >= 0.8 * (len(folded) - 2))
    name = max(BUILT_IN, key=lambda n: (votes[n], n == "form"))
    return schema(name if votes[name] else "form")


def _folded(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
