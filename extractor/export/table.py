"""A table for people: what a run found, with the reasons for a second look. The only exporter that knows rich."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TextIO

from extractor.document import Severity, value_to_json
from extractor.export import STDOUT, Exporter, Sink
from extractor.export.rows import Column, Row, columns_of, document_row, list_rows
from extractor.export.whole import translated, whole_text
from extractor.results import Extraction
from extractor.schemas.record import Kind, Rows, field_specs

if TYPE_CHECKING:
    from rich.table import Table

MOST_COLUMNS = 6  # of the record, beside source, status and reasons: what a terminal has room for
MOST_ROW_COLUMNS = 9  # of a list's rows, beside the source
MOST_ROWS = 12  # of a document's list
TELLING = frozenset((Kind.MONEY, Kind.DATE, Kind.IDENTIFIER, Kind.NAME))
COLOURS = {"accepted": "green", "review": "yellow", "failed": "red"}
FILE_WIDTH = 160


class _Rows:
    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Row, str]]] = {}
        self.models: dict[str, Any] = {}
        self.lists: dict[str, dict[str, list[Row]]] = {}  # by schema and list, the first rows of each document

    def write(self, extraction: Extraction) -> None:
        key = "not read"
        if extraction.record is not None:
            key = extraction.schema or "record"
            self.models[key] = type(extraction.record)
            if not self.models[key].required:  # what such a record is worth stands in its rows
                cells = {spec.rows for spec in field_specs(self.models[key]) if spec.layout is Rows.CELLS}
                for name, rows in list_rows(extraction).items():
                    if name not in cells:
                        self.lists.setdefault(key, {}).setdefault(name, []).extend(rows[:MOST_ROWS])
        self.rows.setdefault(key, []).append((document_row(extraction), _reasons(extraction)))

    def columns(self, key: str) -> list[str]:
        """The filled columns worth a glance: what the record must have, then amounts, dates and names, in the schema's order."""
        if key not in self.models:
            return []
        filled = _filled(columns_of(self.models[key]).document, [row for row, _ in self.rows[key]])
        required = self.models[key].required

        def worth(name: str) -> int:
            return 0 if filled[name].path in required else 1 if filled[name].kind in TELLING else 2

        return sorted(sorted(filled, key=worth)[:MOST_COLUMNS], key=list(filled).index)


def _filled(columns: Mapping[str, Column], rows: Sequence[Row]) -> dict[str, Column]:
    return {name: column for name, column in columns.items() if any(row.get(name) is not None for row in rows)}


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
        for name, its_rows in found.lists.get(key, {}).items():
            console.print(_list_table(name, columns_of(found.models[key]).lists[name], its_rows, folder))


def _list_table(name: str, columns: Mapping[str, Column], rows: Sequence[Row], folder: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = list(_filled(columns, rows))[:MOST_ROW_COLUMNS]
    table = Table(title=f"{name}, at most {MOST_ROWS} of a document", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in ("document", *shown):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(Text(_short(row["source"].removeprefix(folder))), *(Text(_short(row.get(column))) for column in shown))
    return table


def _common_folder(sources: Sequence[str]) -> str:
    """The folder that all documents lie in, as their names begin: it tells nothing of one of them."""
    folders = [source.rpartition("/")[0].split("/") for source in sources]
    shared = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))]
    return "".join(f"{part}/" for part in shared) if all(len(parts) > 1 or parts[0] for parts in folders) else ""


def _short(value: Any) -> str:
    """One line without control characters: what a document says must not steer a terminal."""
    if value is None:
        return ""
    said = value.isoformat(" ", "minutes") if isinstance(value, datetime) else str(value_to_json(value))
    text = "".join(c if c.isprintable() else " " for c in said)
    return text if len(text) <= 200 else text[:199] + "…"


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    rows = _Rows()
    with whole_text(target) as file:
        yield rows
        with translated(target):
            _print(file, rows, to_file=target != STDOUT)


EXPORTER = Exporter("table", (".txt",), _open, to_stdout=True)
