"""The catalogue: which schemas and templates there are and how pages name their fields. The only file that opens
`extractor.schemas` and `extractor.templates`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.errors import SchemaError, TemplateError
from extractor.schemas.label_book import Label, LabelBook
from extractor.schemas.record import FieldSpec, Record, field_specs
from extractor.schemas.template import Template
from extractor.strict_yaml import Mistake, plain
from extractor.template_reader import read_template
from extractor.values._fold import fold

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
    module = _from_file(Path(os.path.abspath(place))) if place.endswith(".py") else _from_module(place, reference)
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
def language_words() -> Mapping[str, frozenset[str]]:
    """By language (ISO 639-1) the words of its label file, folded: those of labels and function words. For telling a page's language."""
    return {
        language: frozenset(part for text in _texts(content) for part in re.findall(r"[^\W\d_]{2,}", fold(text)))
        for language, content in _label_files().items()
    }


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from _texts(part)
    elif isinstance(content, Sequence):
        for part in content:
            yield from _texts(part)


@cache
def label_book(model: type[Record]) -> LabelBook:
    """How pages name the fields of a model, in all languages.

    A field's own `Labels` and its name (`contract_number`: "contract number") come first; where a built-in schema has
    a field of the same name, its labels serve too.
    """
    own = model.schema_name() if schemas().get(model.schema_name()) == f"{model.__module__}:{model.__name__}" else None
    fields: dict[str, tuple[Label, ...]] = {}
    groups: dict[str, tuple[Label, ...]] = {}
    sentences: dict[str, tuple[Label, ...]] = {}
    for spec in field_specs(model):
        fields[spec.path] = _unique([*_own_labels(spec, built_in=own is not None), *_file_labels(spec, own)])
        if said := _sentences(spec, own):
            sentences[spec.path] = said
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
    line_words: dict[str, list[str]] = {}
    prose: dict[str, tuple[str, ...]] = {}
    number_words: dict[str, dict[str, int]] = {}
    for language, content in _label_files().items():
        for name, texts in (content.get("document_words") or {}).items():
            words.setdefault(name, []).extend(_labels(texts, language))
        not_labels += _labels(content.get("not_labels"), language)
        function_words[language] = frozenset(content.get("function_words") or ())
        number_words[language] = {str(word): int(count) for word, count in (content.get("number_words") or {}).items()}
        prose[language] = tuple(map(str, content.get("prose") or ()))
        for name, texts in (content.get("line_words") or {}).items():
            line_words.setdefault(name, []).extend(map(str, texts))
    by_name = {name: tuple(dict.fromkeys(texts)) for name, texts in line_words.items()}
    document_words = {name: tuple(texts) for name, texts in words.items()}
    choices = _choice_words(own)
    return LabelBook(fields, groups, document_words, tuple(not_labels), function_words, sentences, by_name, choices, number_words, prose)


def _choice_words(own: str | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """By path and value of a choice of the built-in schema, the words of all languages that speak for it."""
    found: dict[str, dict[str, list[str]]] = {}
    for content in _label_files().values():
        for path, values in (_pick(content, "choice_words", own) or {}).items():
            for value, texts in values.items():
                found.setdefault(path, {}).setdefault(value, []).extend(map(str, texts))
    return {path: {value: tuple(dict.fromkeys(texts)) for value, texts in values.items()} for path, values in found.items()}


_OF_DAYS = frozenset({"date", "dates"})  # last words without which a label still names its days


def _own_labels(spec: FieldSpec, *, built_in: bool) -> list[Label]:
    texts = list(spec.labels)
    if not texts and not built_in:
        texts = _said_of(spec.name)
    elif not built_in:
        texts += [text for label in spec.labels for text in _shortened(label) if text not in texts]
    return [Label(text, "", rank) for rank, text in enumerate(texts)]


# How pages abbreviate the last word of a field's name.
_ABBREVIATED = {
    "number": ("no", "nr", "num", "#", ""),
    "no": ("number", "nr", "#", ""),
    "id": ("no", "number", "#", "identifier"),
    "identifier": ("id", "no", "number"),
    "reference": ("ref", "ref no", "reference no"),
    "ref": ("reference", "ref no"),
    "amount": ("amt", ""),
    "quantity": ("qty",),
    "telephone": ("tel", "phone"),
    "phone": ("tel", "telephone", "phone no"),
    "date": ("dated",),
}


def _shortened(label: str) -> list[str]:
    """The ways in which pages may shorten a label that a user gave: "Contract Number" is "Contract No", "Flight Dates" is "Flight"."""
    *head, last = label.split()
    ways = _ABBREVIATED.get(last.casefold(), ()) if head else ()
    return [
        text
        for short in (*ways, *(("",) if last.casefold() in _OF_DAYS and head else ()))
        if len(text := " ".join([*head, short]).strip()) > 3
    ]


def _said_of(name: str) -> list[str]:
    """How pages may say a field's own name: `contract_number` is "contract number", "contract no", "contract #", "contract"."""
    *head, last = name.split("_")
    said = [" ".join([*head, last])]
    if head:
        said += [" ".join([*head, short]).strip() for short in _ABBREVIATED.get(last, ())]
        if last == "date":
            said += [f"date of {' '.join(head)}", f"{' '.join(head)} on"]
        if last == "number":
            said.append(f"number of {' '.join(head)}")
    return said


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


def _sentences(spec: FieldSpec, own: str | None) -> tuple[Label, ...]:
    """The words of sentences that say the field: of its own schema, or of a built-in one with a field of the same path."""
    found: list[Label] = []
    for language, content in _label_files().items():
        names = (own,) if own is not None else () if spec.labels else BUILT_IN
        found += _labels(next((t for name in names if (t := _pick(content, "sentences", name, spec.path))), None), language)
    return tuple(found)


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
    found: dict[str, Mapping[str, Any]] = {}
    for entry in files("extractor.schemas").joinpath("labels").iterdir():
        if entry.name.endswith(".yaml"):
            content = plain(entry.read_text(encoding="utf-8"))
            found[content["language"]] = content
    return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))


TEMPLATE_SUFFIXES = (".yaml", ".yml")


def templates(paths: Sequence[Path] = (), reference: str | type[Record] = AUTO) -> tuple[Template, ...]:
    """The templates that ship and those of files and folders, by name; one of the user's takes the place of ours of the same name.
    With a schema's reference only those that are for it.

    Raises TemplateError, with every mistake, when one is wrong. Files are read once in a process.
    """
    found = _templates(tuple(Path(os.path.abspath(path)) for path in paths), tuple(str(path) for path in paths))
    if reference == AUTO:
        return found
    wanted = schema(reference)
    return tuple(template for template in found if schema(template.schema) is wanted)


def check_templates(path: Path) -> tuple[tuple[Template, ...], tuple[Mistake, ...]]:
    """The templates of a file or folder that are right, and what is wrong with the others."""
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in TEMPLATE_SUFFIXES and file.is_file())
        if not inside:
            return (), (Mistake(str(path), 0, "", f"no template is in this folder; their names end in {' or '.join(TEMPLATE_SUFFIXES)}"),)
        checked = [check_templates(file) for file in inside]
        right = [template for found, _ in checked for template in found]
        wrong = [mistake for _, mistakes in checked for mistake in mistakes]
        return tuple(right), (*wrong, *_same_names(right))
    try:
        with path.open("rb") as file:
            content = file.read(1_000_000)
    except OSError as error:
        return (), (Mistake(str(path), 0, "", f"cannot be read: {error.strerror}; check the path and its permissions"),)
    template, mistakes = read_template(str(path), content, lambda reference: _specs(reference, path.parent))
    if template is not None and template.schema.partition(":")[0].endswith(".py"):
        template = replace(template, schema=_beside(template.schema, path.parent))
    return ((template,) if template is not None else ()), mistakes


@cache
def _templates(paths: tuple[Path, ...], shown: tuple[str, ...]) -> tuple[Template, ...]:
    ours = {template.name: template for template in _built_in_templates()}
    own: list[Template] = []
    mistakes: list[Mistake] = []
    for path in dict.fromkeys(shown):
        right, wrong = check_templates(Path(path))
        own += right
        mistakes += wrong
    own = list({os.path.realpath(template.file): template for template in own}.values())  # named twice, as a file and in its folder
    mistakes += [mistake for mistake in _same_names(own) if mistake not in mistakes]
    if mistakes:
        raise TemplateError("; ".join(str(mistake) for mistake in mistakes), hint="extractor templates check FILE")
    merged = {**ours, **{template.name: template for template in own}}
    return tuple(merged[name] for name in sorted(merged))


def _built_in_templates() -> tuple[Template, ...]:
    found = []
    for entry in sorted(files("extractor.templates").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            template, mistakes = read_template(f"templates/{entry.name}", entry.read_bytes(), lambda reference: _specs(reference, Path()))
            if template is None:
                raise TemplateError("; ".join(str(mistake) for mistake in mistakes))
            found.append(template)
    return tuple(found)


def _same_names(found: Sequence[Template]) -> list[Mistake]:
    first: dict[str, Template] = {}
    doubled = [template for template in found if first.setdefault(template.name, template) is not template]
    return [same_name(template, first[template.name].file) for template in doubled]


def same_name(template: Template, other: str) -> Mistake:
    """What is wrong with a template whose name that of another file is."""
    return Mistake(template.file, 0, "name", f"{template.name!r} is also the name of {other}; give each its own")


def _specs(reference: str, folder: Path) -> Sequence[FieldSpec]:
    try:
        return field_specs(schema(_beside(reference, folder)))
    except SchemaError as error:
        raise ValueError(str(error)) from error


def _beside(reference: str, folder: Path) -> str:
    """`file.py:Class` sought beside the template that names it; any other reference as it is."""
    place, colon, name = reference.rpartition(":")
    return f"{os.path.abspath(folder / place)}:{name}" if colon and place.endswith(".py") else reference
