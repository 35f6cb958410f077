"""JSON Lines: one object per document, one line each; nothing is kept in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from extractor.export import Exporter, Sink
from extractor.export.whole import translated, whole_text
from extractor.results import Extraction


class _Lines:
    def __init__(self, file: TextIO, target: str) -> None:
        self._file = file
        self._target = target

    def write(self, extraction: Extraction) -> None:
        line = dumps(extraction.to_json()) + "\n"
        with translated(self._target):
            self._file.write(line)  # one call a line, so that an interruption leaves complete lines
            if self._target == "-":
                self._file.flush()


def dumps(value: object) -> str:
    """One line of JSON, letters as they are. Numbers that JSON has no word for are refused (ValueError)."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    with whole_text(target) as file:
        yield _Lines(file, target)


EXPORTER = Exporter("jsonl", (".jsonl", ".ndjson"), _open, to_stdout=True)
