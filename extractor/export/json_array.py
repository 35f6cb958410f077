"""JSON: one array with an object per document, written as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from json.encoder import encode_basestring as quoted
from math import isfinite
from typing import Any, TextIO

from extractor.export import Exporter, Sink
from extractor.export.whole import translated, whole_text
from extractor.results import Extraction


class _Array:
    def __init__(self, file: TextIO, target: str) -> None:
        self._file = file
        self._target = target
        self.count = 0

    def write(self, extraction: Extraction) -> None:
        text = indented(extraction.to_json())
        with translated(self._target):
            self._file.write((",\n" if self.count else "[\n") + text)
        self.count += 1

    def finish(self) -> None:
        with translated(self._target):
            self._file.write("\n]\n" if self.count else "[]\n")


def indented(value: Any, margin: str = "\n") -> str:
    """What `json.dumps` makes with an indent of two, which the library takes thrice as long for. `margin`: how its lines begin."""
    kind, inner = type(value), f"{margin}  "
    if not value or kind not in (dict, list):
        return "null" if value is None else repr(value) if kind is int else _single(value)
    held = value.values() if kind is dict else value
    texts = [
        quoted(one) if type(one) is str else repr(one) if type(one) is float and isfinite(one) else indented(one, inner) for one in held
    ]
    if kind is list:
        return f"[{inner}{f',{inner}'.join(texts)}{margin}]"
    named = [f"{quoted(name)}: {text}" for name, text in zip(value, texts, strict=True)]
    return f"{{{inner}{f',{inner}'.join(named)}{margin}}}"


_single = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    with whole_text(target) as file:
        array = _Array(file, target)
        yield array
        array.finish()


EXPORTER = Exporter("json", (".json",), _open, to_stdout=True)
