"""Results to files, tables and databases: one file per format, and a registry that other packages may add to.

    with exporter_for("invoices.xlsx").open("invoices.xlsx") as sink:
        for extraction in extractions:
            sink.write(extraction)

A sink writes everything or nothing: what it wrote appears under its name when the `with` block ends well. A format of
one's own is an `Exporter` under the entry point group `extractor.exporters`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from extractor.database import SUFFIXES, is_url
from extractor.errors import OutputError
from extractor.quick import dataclass
from extractor.results import Extraction

if TYPE_CHECKING:
    import pandas as pd

GROUP = "extractor.exporters"
STDOUT = "-"

# name -> module and suffixes. A module is imported when its format is asked for, so that no format pays for another's libraries.
BUILT_IN: dict[str, tuple[str, tuple[str, ...]]] = {
    "jsonl": ("extractor.export.jsonl", (".jsonl", ".ndjson")),
    "json": ("extractor.export.json_array", (".json",)),
    "csv": ("extractor.export.csv_files", (".csv",)),
    "xlsx": ("extractor.export.xlsx", (".xlsx",)),
    "sql": ("extractor.export.sql", SUFFIXES),
    "table": ("extractor.export.table", (".txt",)),
}


class Sink(Protocol):
    """Takes results one by one. Raises OutputError when they cannot be written."""

    def write(self, extraction: Extraction) -> None: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format. `open(target)` gives a sink; `target` is a path, a database URL, or "-" where `to_stdout` allows it."""

    name: str
    suffixes: tuple[str, ...]
    open: Callable[[str], AbstractContextManager[Sink]]
    to_stdout: bool = False


def exporter(name: str) -> Exporter:
    """The format of that name. Raises OutputError when there is none."""
    if name in BUILT_IN:
        return _built_in(name)
    others = _others()
    if name in others:
        return others[name]
    raise OutputError(f"unknown format {name!r}", hint=f"known formats: {', '.join(names())}", code="unknown_format")


def exporter_for(target: str) -> Exporter:
    """The format that a path's suffix, or a database URL, asks for. Raises OutputError when none does."""
    if target == STDOUT:
        return exporter("jsonl")
    if is_url(target):
        return exporter("sql")
    suffix = PurePath(target).suffix.lower()
    for name, (_, suffixes) in BUILT_IN.items():
        if suffix in suffixes:
            return _built_in(name)
    for other in _others().values():
        if suffix in other.suffixes:
            return other
    if os.path.isdir(target):
        raise OutputError(f"{target}: is a folder", hint="name a file in it, such as records.csv")
    raise OutputError(
        f"{target}: cannot tell the format from {f'the suffix {suffix!r}' if suffix else 'a name without a suffix'}",
        hint=f"use one of {', '.join(s for _, known in BUILT_IN.values() for s in known)}, or name the format with --format",
        code="unknown_format",
    )


def names() -> tuple[str, ...]:
    """The names of all formats, built-in ones first."""
    return (*BUILT_IN, *(name for name in sorted(_others()) if name not in BUILT_IN))


def write(extractions: Iterable[Extraction], target: str, *, format: str | None = None) -> None:
    """Write all results to a path or database URL. Raises OutputError."""
    chosen = exporter(format) if format else exporter_for(target)
    with chosen.open(target) as sink:
        for extraction in extractions:
            sink.write(extraction)


def to_pandas(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """Data frames by name: "documents" (one row a document), and one for each list, such as "line_items"."""
    from extractor.export.frames import to_frames

    return to_frames(extractions)


@cache
def _built_in(name: str) -> Exporter:
    found: Exporter = import_module(BUILT_IN[name][0]).EXPORTER
    return found


@cache
def _others() -> dict[str, Exporter]:
    """Formats of other packages. Raises OutputError where two claim one name, or one is broken."""
    from importlib.metadata import entry_points

    found: dict[str, Exporter] = {}
    for point in entry_points(group=GROUP):
        try:
            loaded = point.load()
        except Exception as error:
            raise OutputError(f"exporter {point.value} cannot be loaded: {error}", code="broken_exporter") from error
        if not isinstance(loaded, Exporter):
            raise OutputError(f"exporter {point.value} is not an extractor.export.Exporter", code="broken_exporter")
        if loaded.name in found or loaded.name in BUILT_IN:
            raise OutputError(f"exporter {point.value} claims the name {loaded.name!r}, which is taken", code="broken_exporter")
        found[loaded.name] = loaded
    return found
