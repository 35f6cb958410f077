"""The catalogue: which schemas and templates there are and how pages name their fields. The only file that opens
`extractor.schemas` and `extractor.templates`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.errors import SchemaError, TemplateError
from extractor.schemas.label_book import LabelBook
from extractor.schemas.label_files import book_of
from extractor.schemas.leaves import once
from extractor.schemas.record import FieldSpec, Record, field_specs
from extractor.schemas.template import Template
from extractor.strict_yaml import Mistake
from extractor.template_reader import read_template

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


def _registered(name: str) -> str | None:
    """What a name stands for; other packages are asked, which takes a while, for names that are not ours alone."""
    return BUILT_IN.get(name) or schemas().get(name)


def schema(reference: str | type[Record]) -> type[Record]:
    """The Record class that a name, `module:Class` or `file.py:Class` stands for; a class stands for itself.

    Raises SchemaError when there is none, or when it is no Record, or has a field of a type without a kind.
    """
    if isinstance(reference, type):
        return _usable(reference, reference.__name__)
    target = _registered(reference) or reference
    if ":" not in target:
        raise SchemaError(f"unknown schema {reference!r}", hint=_which(reference))
    place, _, name = target.rpartition(":")
    module = _from_file(Path(os.path.abspath(place))) if place.endswith(".py") else _from_module(place, reference)
    model = getattr(module, name, None)
    if model is None:
        own = [key for key, value in vars(module).items() if _is_own_record(value, module.__name__)]
        raise SchemaError(
            f"schema {reference!r}: no class {name} in {place}",
            hint=f"there {'is' if len(own) == 1 else 'are'} {', '.join(own)}" if own else "derive one from extractor.Record",
        )
    return _usable(model, reference)


def _which(reference: str) -> str:
    """What to name in place of a name that stands for no schema."""
    if reference.endswith(".py"):
        return f"name the class in it too: {reference}:Class"
    like = get_close_matches(reference.lower(), [AUTO, *schemas()], n=1)
    meant = f"is {like[0]} meant? Known: " if like else "one of "
    return f"{meant}{', '.join(sorted(schemas()))}, or module:Class, or file.py:Class"


def _is_own_record(value: Any, module: str) -> bool:
    return isinstance(value, type) and issubclass(value, Record) and value.__module__ == module


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
        raise SchemaError(
            f"schema {reference!r}: cannot import {place}: {error}", hint="is it in this folder or installed? A file is named file.py:Class"
        ) from error
    finally:
        sys.path.remove("")


@cache
def _from_file(path: Path) -> Any:
    if not path.is_file():
        raise SchemaError(f"schema file {path} does not exist", hint="check the path")
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
        where = f"`python {path.name}` in its folder shows where"
        raise SchemaError(f"schema file {path} cannot be loaded: {type(error).__name__}: {error}", hint=where) from error
    return module


@cache
def label_book(model: type[Record]) -> LabelBook:
    """How pages name the fields of a model, in all languages: see `schemas.label_files`."""
    name = model.schema_name()
    own = name if _registered(name) == f"{model.__module__}:{model.__name__}" else None
    return book_of(model, own, tuple(BUILT_IN))


TEMPLATE_SUFFIXES = (".yaml", ".yml")


def templates(
    paths: Sequence[Path] = (), reference: str | type[Record] = AUTO, says: Callable[[str], bool] | None = None
) -> tuple[Template, ...]:
    """The templates that ship and those of files and folders, by name; one of the user's takes the place of ours of the same name.
    With a schema's reference only those that are for it. `says`: whether a document says some words; without paths, none of them are read
    for a document that cannot be of any.

    Raises TemplateError, with every mistake on a line of its own, when one is wrong. Files are read once in a process.
    """
    if says is not None and not paths and not any(words is None or says(words) for words in _first_words()):
        return ()
    found = _templates(tuple(Path(os.path.abspath(path)) for path in paths), tuple(str(path) for path in paths))
    if reference == AUTO:
        return found
    return _templates_for(found, schema(reference))


@once
def _templates_for(found: Sequence[Template], wanted: type[Record]) -> tuple[Template, ...]:
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
        raise TemplateError("\n".join(" ".join(str(mistake).splitlines()) for mistake in dict.fromkeys(mistakes)))
    merged = {**ours, **{template.name: template for template in own}}
    return tuple(merged[name] for name in sorted(merged))


def _built_in_templates() -> tuple[Template, ...]:
    found = []
    for name, content in _shipped():
        template, mistakes = read_template(f"templates/{name}", content, lambda reference: _specs(reference, Path()))
        if template is None:
            raise TemplateError("; ".join(str(mistake) for mistake in mistakes))
        found.append(template)
    return tuple(found)


@cache
def _shipped() -> tuple[tuple[str, bytes], ...]:
    """The files of the templates that ship, by name."""
    entries = [entry for entry in files("extractor.templates").iterdir() if entry.name.endswith(".yaml")]
    return tuple(sorted((entry.name, entry.read_bytes()) for entry in entries))


_FIRST_WORDS = re.compile(r"^recognise:\s+all: \[?([^\]\[,'\"#\r\n]+)", re.MULTILINE)


@cache
def _first_words() -> tuple[str | None, ...]:
    """Of each template that ships, words that all its documents say; None where only reading it, which takes a while, can tell."""
    found = [_FIRST_WORDS.search(content.decode()) for _, content in _shipped()]
    return tuple(words and words[1].strip() for words in found)


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
