"""A table for people: what a run found, with the reasons for a second look. The only exporter that knows rich."""

from __future__ import annotations

import io
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
WHY = "why to look"
LEAST_WHY = 0.2  # of the line, for the reasons
LONGEST_WORD = 20  # characters that are not torn apart where there is room for them at all
LONGEST_NAME = 32  # characters of a file's name that come before all else
LEVELS = (16, 24, 32, 48, 1000)  # what there is room for beyond that is given to all columns alike, level by level


class _Rows:
    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Row, str]]] = {}
        self.models: dict[str, Any] = {}
        self.lists: dict[str, dict[str, list[Row]]] = {}  # by schema and list, the first rows of each document
        self.cut: set[tuple[str, str]] = set()  # the lists of which more rows were found than are shown

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
                        if len(rows) > MOST_ROWS:
                            self.cut.add((key, name))
        self.rows.setdefault(key, []).append((document_row(extraction), _reasons(extraction)))

    def columns(self, key: str) -> list[str]:
        """The filled columns worth a glance: what the record must have, then amounts, dates and names. The first of them are what there
        must be room for: how much, and from whom."""
        if key not in self.models:
            return []
        filled = _filled(columns_of(self.models[key]).document, [row for row, _ in self.rows[key]])
        required = self.models[key].required

        def worth(name: str) -> int:
            return 0 if filled[name].path in required else 1 if filled[name].kind in TELLING else 2

        chosen = sorted(filled, key=worth)[:MOST_COLUMNS]
        return sorted(chosen, key=lambda name: (worth(name), filled[name].kind is not Kind.MONEY, filled[name].kind is not Kind.NAME))

    def in_order(self, key: str, names: Sequence[str]) -> list[str]:
        """Columns in the order in which the schema has them."""
        order = list(columns_of(self.models[key]).document) if key in self.models else []
        return sorted(names, key=order.index)


def _filled(columns: Mapping[str, Column], rows: Sequence[Row]) -> dict[str, Column]:
    return {name: column for name, column in columns.items() if any(row.get(name) is not None for row in rows)}


def _reasons(extraction: Extraction) -> str:
    if extraction.error is not None:
        return extraction.error.message
    return "; ".join(issue.message for issue in extraction.issues if issue.severity is not Severity.INFO)


def _print(file: TextIO, found: _Rows, to_file: bool) -> None:
    from rich.console import Console

    if not to_file and file.isatty():
        console = Console(file=file, highlight=False, emoji=False)
        for table in _tables(found, console.width):
            console.print(table)
        return
    page = io.StringIO()
    console = Console(file=page, width=FILE_WIDTH, highlight=False, emoji=False)
    for table in _tables(found, FILE_WIDTH):
        console.print(table)
    file.writelines(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _tables(found: _Rows, room: int) -> Iterator[Table]:
    """For each schema its documents, and the lists that make up their records; `room` is the characters of a line."""
    folder = _common_folder([str(row["source"]) for rows in found.rows.values() for row, _ in rows])
    for key, rows in found.rows.items():
        names = [_short(row["source"].removeprefix(folder)) for row, _ in rows]
        statuses = [str(row["status"]) for row, _ in rows]
        reasons = [_short(reason) for _, reason in rows]
        said = {name: [_short(row.get(name)) for row, _ in rows] for name in found.columns(key)}
        shown: list[str] = []
        for name in said:
            more = found.in_order(key, [*shown, name])
            if _widths(("document", "status", *more, WHY), [names, statuses, *(said[one] for one in more), reasons], room):
                shown = more
        heads, cells = ("document", "status", *shown, WHY), [names, statuses, *(said[name] for name in shown), reasons]
        yield _table(f"{key} ({len(rows)})", heads, cells, _widths(heads, cells, room), bold=True)
        for name, its_rows in found.lists.get(key, {}).items():
            title = f"{name}, the first {MOST_ROWS} rows of each document" if (key, name) in found.cut else name
            yield _list_table(title, columns_of(found.models[key]).lists[name], its_rows, folder, room)


def _list_table(title: str, columns: Mapping[str, Column], rows: Sequence[Row], folder: str, room: int) -> Table:
    shown = list(_filled(columns, rows))[:MOST_ROW_COLUMNS]
    names = [_short(row["source"].removeprefix(folder)) for row in rows]
    while True:
        heads = ("document", *shown)
        cells = [names, *([_short(row.get(column)) for row in rows] for column in shown)]
        widths = _widths(heads, cells, room)
        if widths or len(shown) <= 1:
            return _table(title, heads, cells, widths, bold=False)
        shown = shown[:-1]


def _table(title: str, heads: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int], *, bold: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, title_style="bold" if bold else "", pad_edge=False)
    for head, width in zip(heads, widths or (None,) * len(heads), strict=True):
        table.add_column(head, overflow="fold", width=width)
    for row in zip(*cells, strict=True):
        styles = (COLOURS.get(cell, "") if head == "status" else "" for head, cell in zip(heads, row, strict=True))
        table.add_row(*(Text(cell, style=style) for cell, style in zip(row, styles, strict=True)))
    return table


def _widths(heads: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Characters of each column, so that neither a head nor a word of usual length is torn apart; none where there is no room for that."""
    from rich.cells import cell_len

    widths, wanted = [], []
    for head, column in zip(heads, cells, strict=True):
        word = max((cell_len(word) for cell in column for word in cell.split()), default=0)
        longest = max((cell_len(cell) for cell in column), default=0)
        least = min(longest, round(LEAST_WHY * room)) if head == WHY else min(word, LONGEST_WORD)
        widths.append(max(cell_len(head), least))
        wanted.append(max(cell_len(head), longest))
    spare = room - sum(widths) - 3 * (len(widths) - 1) - 2  # three characters part two columns, one stands at either end
    if spare < 0:
        return []
    # The names of files first: they have no spaces to part them at.
    for columns, level in (([0], LONGEST_NAME), *((range(len(widths)), level) for level in LEVELS)):
        for at in columns:
            more = min(max(min(wanted[at], level) - widths[at], 0), spare)
            widths[at] += more
            spare -= more
    return widths


def _common_folder(sources: Sequence[str]) -> str:
    """The folder that all documents lie in, as their names begin: it tells nothing of one of them."""
    folders = [source.rpartition("/")[0].split("/") for source in sources]
    shared = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))]
    return "".join(f"{part}/" for part in shared) if all(len(parts) > 1 or parts[0] for parts in folders) else ""


def _short(value: Any) -> str:
    """One line without control characters: what a document says must not steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
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
