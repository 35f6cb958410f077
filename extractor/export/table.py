"""A table for people: what a run found, with the reasons for a second look. The only exporter that knows rich."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, TextIO

from extractor.document import Extraction, Severity, value_to_json
from extractor.export import STDOUT, Exporter, Sink
from extractor.export.rows import Row, columns_of, document_row
from extractor.export.whole import translated, whole_text
from extractor.schemas.record import Kind

MOST_COLUMNS = 6  # of the record, beside source, status and reasons: what a terminal has room for
TELLING = frozenset((Kind.MONEY, Kind.DATE, Kind.IDENTIFIER, Kind.NAME))
COLOURS = {"accepted": "green", "review": "yellow", "failed": "red"}
FILE_WIDTH = 160


class _Rows:
    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Row, str]]] = {}
        self.models: dict[str, Any] = {}

    def write(self, extraction: Extraction) -> None:
        key = "not read"
        if extraction.record is not None:
            key = extraction.schema or "record"
            self.models[key] = type(extraction.record)
        self.rows.setdefault(key, []).append((document_row(extraction), _reasons(extraction)))

    def columns(self, key: str) -> list[str]:
        """The filled columns worth a glance: what the record must have, then amounts, dates and names, in the schema's order."""
        if key not in self.models:
            return []
        columns = columns_of(self.models[key]).document
        filled = [name for name in columns if any(row.get(name) is not None for row, _ in self.rows[key])]

        def worth(name: str) -> int:
            return 0 if columns[name].path in self.models[key].required else 1 if columns[name].kind in TELLING else 2

        return sorted(sorted(filled, key=worth)[:MOST_COLUMNS], key=list(columns).index)


def _reasons(extraction: Extraction) -> str:
    if extraction.error is not None:
        return extraction.error.message
    return "; ".join(issue.message for issue in extraction.issues if issue.severity is not Severity.INFO)


def _print(file: TextIO, found: _Rows, to_file: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    to_people = not to_file and file.isatty()
    console = Console(file=file, width=None if to_people else FILE_WIDTH, highlight=False, emoji=False)
    folder = _common_folder([str(row["source"]) for rows in found.rows.values() for row, _ in rows])
    for key, rows in found.rows.items():
        shown = found.columns(key)
        table = Table(title=f"{key} ({len(rows)})", title_justify="left", box=SIMPLE_HEAD, title_style="bold", pad_edge=False)
        for name in ("document", "status", *shown):
            table.add_column(name, overflow="fold", no_wrap=name in ("status", "date") or name.endswith("_date"))
        table.add_column("why to look", overflow="fold", ratio=1)
        for row, reasons in rows:
            status = Text(str(row["status"]), style=COLOURS[row["status"]])
            cells = [Text(_short(row.get(name))) for name in shown]
            table.add_row(Text(_short(row["source"].removeprefix(folder))), status, *cells, Text(_short(reasons)))
        console.print(table)


def _common_folder(sources: Sequence[str]) -> str:
    """The folder that all documents lie in, as their names begin: it tells nothing of one of them."""
    folders = [source.rpartition("/")[0].split("/") for source in sources]
    shared = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))]
    return "".join(f"{part}/" for part in shared) if all(len(parts) > 1 or parts[0] for parts in folders) else ""


def _short(value: Any) -> str:
    """One line without control characters: what a document says must not steer a terminal."""
    if value is None:
        return ""
    text = "".join(c if c.isprintable() else " " for c in str(value_to_json(value)))
    return text if len(text) <= 200 else text[:199] + "…"


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    rows = _Rows()
    with whole_text(target) as file:
        yield rows
        with translated(target):
            _print(file, rows, to_file=target != STDOUT)


EXPORTER = Exporter("table", (".txt",), _open, to_stdout=True)
