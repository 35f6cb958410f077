"""JSON: one array with an object per document, written as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from extractor.export import Exporter, Sink
from extractor.export.whole import translated, whole_text
from extractor.results import Extraction


class _Array:
    def __init__(self, file: TextIO, target: str) -> None:
        self._file = file
        self._target = target
        self.count = 0

    def write(self, extraction: Extraction) -> None:
        text = json.dumps(extraction.to_json(), ensure_ascii=False, indent=2, allow_nan=False)
        with translated(self._target):
            self._file.write((",\n" if self.count else "[\n") + text)
        self.count += 1

    def finish(self) -> None:
        with translated(self._target):
            self._file.write("\n]\n" if self.count else "[]\n")


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    with whole_text(target) as file:
        array = _Array(file, target)
        yield array
        array.finish()


EXPORTER = Exporter("json", (".json",), _open, to_stdout=True)
