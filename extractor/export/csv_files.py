"""CSV: one row a document, and beside it `NAME.LIST.csv` for each list that has rows (`invoices.line_items.csv`).

UTF-8 with a byte order mark, commas, CRLF (RFC 4180): without the mark Excel takes UTF-8 for the local code page; pandas,
LibreOffice and databases skip it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from extractor.export import STDOUT, Exporter, Sink
from extractor.export.cells import harmless, text_cell
from extractor.export.rows import Sheet, Tables
from extractor.export.whole import translated, whole_text

ENCODING = "utf-8-sig"


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    tables = Tables()
    with ExitStack() as files:
        main = files.enter_context(whole_text(target, encoding=ENCODING))  # opened first: a bad place shows before the work
        yield tables
        if target != STDOUT:
            for name in _names(target, tables):
                file = files.enter_context(whole_text(list_file(target, name), encoding=ENCODING))
                _write(file, tables.list_sheet(name), list_file(target, name))
        _write(main, tables.documents, target)


def list_file(target: str, name: str) -> str:
    """Where the rows of a list go: `out/invoices.csv` -> `out/invoices.line_items.csv`."""
    path = Path(target)
    return str(path.with_name(f"{path.stem}.{name}{path.suffix}"))


def _names(target: str, tables: Tables) -> list[str]:
    """Lists that have rows, and those without whose file is there from an earlier run and would mislead."""
    return [name for name, sheet in tables.lists.items() if sheet.rows or os.path.exists(list_file(target, name))]


def _write(file: TextIO, sheet: Sheet, target: str) -> None:
    with translated(target):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless(column) for column in sheet.columns])
        for row in sheet.rows:
            writer.writerow([text_cell(row.get(column)) for column in sheet.columns])


EXPORTER = Exporter("csv", (".csv",), _open, to_stdout=True)
