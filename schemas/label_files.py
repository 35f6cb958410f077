"""The label files, one a language, and the book of how pages name a model's fields that is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.schemas.label_book import Label, LabelBook
from extractor.schemas.record import FieldSpec, Record, field_specs
from extractor.values._fold import fold


@cache
def label_files() -> Mapping[str, Mapping[str, Any]]:
    """What each file says, by language; English first."""
    found: dict[str, Mapping[str, Any]] = {}
    for entry in files("extractor.schemas").joinpath("labels").iterdir():
        if entry.name.endswith(".yaml"):
            content = _content(entry.read_text(encoding="utf-8"), entry.name)
            found[content["language"]] = content
    return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))


# A key, bare or in quotes, with its text, its texts, its counts, or with keys under it; or a line that says nothing.
_ENTRY = re.compile(r"( *)(?:(?:#.*)?|('[^'\n]+'|[^\s#'\"\[{-][^:\n]*):(?: (\w+|[\[{][^\]}]+(?:[\]}](?!\n)[^\]}]*)*[\]}]))?)\n")


def _content(file: str, name: str) -> Mapping[str, Any]:
    """What a label file says. Files are YAML of one form, which is read here in a tenth of the time that a reader of all YAML takes.
    Raises ValueError where one has another."""
    content: dict[str, Any] = {}
    above: list[tuple[int, dict[str, Any]]] = [(-1, content)]
    end = 0
    for entry in _ENTRY.finditer(file):
        if entry.start() != end:
            break
        end = entry.end()
        indent, key, value = entry.groups()
        if key is None:
            continue
        while len(indent) <= above[-1][0]:
            above.pop()
        above[-1][1][key.strip("'")] = inner = {} if value is None else _value(value)
        if value is None:
            above.append((len(indent), inner))
    if end != len(file):
        line = file.count("\n", 0, end) + 1
        raise ValueError(f"{name}:{line}: label files hold keys, and behind or under them [texts, texts], {{text: count}} or one word")
    return content


def _value(written: str) -> Any:
    if written[0] not in "[{":
        return written
    parts = " ".join([line.strip() for line in written[1:-1].split("\n")]).split(", ")
    if written[0] == "{":
        return {text.strip("'"): count for text, count in [part.split(": ") for part in parts]}
    return _texts_of(parts) if "'" in written or '"' in written else parts


def _texts_of(parts: Sequence[str]) -> list[str]:
    """The texts of what stands between commas: one in quotes may hold commas too."""
    texts, rest = [], iter(parts)
    for part in rest:
        if (quote := part[:1]) in ("'", '"'):
            while part[-1] != quote:
                part += ", " + next(rest, quote)
            part = part[1:-1].replace("''", "'")
        texts.append(part)
    return texts


@cache
def language_words() -> Mapping[str, frozenset[str]]:
    """By language (ISO 639-1) the words of its label file, folded: those of labels and function words. For telling a page's language."""
    return {
        language: frozenset(
            part for text in _texts({**content, "vendor_columns": None}) for part in re.findall(r"[^\W\d_]{2,}", fold(text))
        )
        for language, content in label_files().items()
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


def book_of(model: type[Record], own: str | None, built_in: Sequence[str]) -> LabelBook:
    """How pages name the fields of a model, in all languages. `own`: its name, where it is one of those `built_in`.

    A field's own `Labels` and its name (`contract_number`: "contract number") come first; where a built-in schema has
    a field of the same name, its labels serve too.
    """
    fields: dict[str, tuple[Label, ...]] = {}
    groups: dict[str, tuple[Label, ...]] = {}
    sentences: dict[str, tuple[Label, ...]] = {}
    for spec in field_specs(model):
        fields[spec.path] = _unique([*_own_labels(spec, built_in=own is not None), *_file_labels(spec, own, built_in)])
        if said := _sentences(spec, own, built_in):
            sentences[spec.path] = said
        for depth in range(1, spec.path.count(".") + 1):
            group = spec.path.rsplit(".", depth)[0].removesuffix("[]")
            if group not in groups:
                texts = [Label(text, "", rank) for rank, text in enumerate(spec.group_labels)]
                for language, content in label_files().items():
                    texts += _labels(_pick(content, "groups", own, group), language)
                groups[group] = _unique(texts)
    contents = label_files()
    return LabelBook(
        fields,
        groups,
        _document_words(),
        _not_labels(),
        {language: frozenset(content["function_words"]) for language, content in contents.items()},
        sentences,
        line_words(),
        _choice_words(model),
        {language: {word: int(count) for word, count in content["number_words"].items()} for language, content in contents.items()},
        {language: tuple(content["prose"]) for language, content in contents.items()},
    )


@cache
def _not_labels() -> tuple[Label, ...]:
    return tuple(label for language, content in label_files().items() for label in _labels(content["not_labels"], language))


@cache
def _document_words() -> Mapping[str, tuple[Label, ...]]:
    words: dict[str, list[Label]] = {}
    for language, content in label_files().items():
        for name, texts in content["document_words"].items():
            words.setdefault(name, []).extend(_labels(texts, language))
    return {name: tuple(labels) for name, labels in words.items()}


@cache
def line_words() -> Mapping[str, tuple[str, ...]]:
    """By what they tell of a line, the words of all languages."""
    words: dict[str, list[str]] = {}
    for content in label_files().values():
        for name, texts in content["line_words"].items():
            words.setdefault(name, []).extend(texts)
    return {name: tuple(dict.fromkeys(texts)) for name, texts in words.items()}


def _choice_words(model: type[Record]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By path of a field and by value, the words of all languages that speak for it: of the model's own field, or of its part's."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    names = [kin.schema_name() for kin in model.__mro__ if issubclass(kin, Record)]
    for spec in field_specs(model):
        for holder in spec.parents[-1:] or names:
            for content in label_files().values():
                for value, texts in (_pick(content, "choice_words", holder, spec.name) or {}).items():
                    values = found.setdefault(spec.path, {})
                    values[value] = tuple(dict.fromkeys((*values.get(value, ()), *texts)))
    return found


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


def _file_labels(spec: FieldSpec, own: str | None, built_in: Sequence[str]) -> list[Label]:
    found: list[Label] = []
    for language, content in label_files().items():
        if own is not None:
            texts = _pick(content, "fields", own, spec.path)
            if not texts and spec.parents:
                texts = _pick(content, "parts", spec.parents[-1], spec.name)
        elif spec.labels:
            texts = None  # the user has said how the field is named
        else:
            texts = next((t for name in built_in if (t := _pick(content, "fields", name, spec.path))), None)
            if not texts and spec.parents:
                texts = _pick(content, "parts", spec.parents[-1], spec.name)
        found += _labels(texts, language)
    return found


def _sentences(spec: FieldSpec, own: str | None, built_in: Sequence[str]) -> tuple[Label, ...]:
    """The words of sentences that say the field: of its own schema, or of a built-in one with a field of the same path."""
    found: list[Label] = []
    for language, content in label_files().items():
        names = (own,) if own is not None else () if spec.labels else built_in
        found += _labels(next((t for name in names if (t := _pick(content, "sentences", name, spec.path))), None), language)
    return tuple(found)


def _pick(content: Mapping[str, Any], *keys: str | None) -> Any:
    value: Any = content
    for key in keys:
        if key is None or not isinstance(value, dict):  # not Mapping, which takes longer to tell
            return None
        value = value.get(key)
    return value


def _labels(texts: Any, language: str) -> list[Label]:
    return [Label(text, language, rank) for rank, text in enumerate(texts or ())]


def _unique(labels: list[Label]) -> tuple[Label, ...]:
    return tuple({label.text.casefold(): label for label in reversed(labels)}.values())[::-1]
