"""XLSX: a sheet of documents and a sheet for each list, with real dates and numbers, frozen heads and fitting widths.

It is for people: what holds a record back is coloured in its cell, with the reason as a note, and columns without any value are
there but hidden. Texts are written as texts: no spreadsheet runs them, so they stay as they were read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, BinaryIO

from extractor.errors import OutputError
from extractor.export import Exporter, Sink
from extractor.export.rows import HEAD, Sheet, Tables
from extractor.export.whole import translated, whole_file
from extractor.schemas.record import Kind

MAX_ROWS = 1_048_576  # of a sheet, its head included (Excel's own limits)
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767  # characters in a cell
MAX_NAME = 31  # characters in a sheet's name
WIDEST = 48  # characters; longer texts are cut by the next cell, not lost
CUT = " … (cut)"
LOOK_HERE = "#FFDF9E"
NUMBER_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.TIME: "hh:mm:ss", Kind.DATETIME: "yyyy-mm-dd hh:mm:ss", Kind.MONEY: "#,##0.00##"}
STATUS_COLOURS = {"accepted": "#E3F4E3", "review": "#FFF3D6", "failed": "#FBE0E0"}


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    tables = Tables()
    with whole_file(target) as file:
        yield tables
        _write(file, tables, target)


def _write(file: BinaryIO, tables: Tables, target: str) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    book = xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}
    )
    sheets = {"Documents": tables.documents}
    for name in sorted(tables.lists, key=lambda name: name != "line_items"):  # line items next to the documents
        if tables.lists[name].rows or name == "line_items":
            sheets[_sheet_name(name, sheets)] = tables.list_sheet(name)
    for name, sheet in sheets.items():
        if len(sheet.rows) >= MAX_ROWS or len(sheet.columns) > MAX_COLUMNS:
            raise OutputError(f"{target}: {len(sheet.rows)} rows do not fit on a sheet", hint="write CSV or a database instead")
        _write_sheet(book, name, sheet)
    with translated(target):
        try:
            book.close()
        except XlsxWriterException as error:
            raise (error.__context__ if isinstance(error.__context__, OSError) else OutputError(f"{target}: {error}")) from error


def _write_sheet(book: Any, name: str, sheet: Sheet) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top"})
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in NUMBER_FORMATS.items()}
    doubtful = {kind: book.add_format({"num_format": NUMBER_FORMATS.get(kind, "General"), "bg_color": LOOK_HERE}) for kind in Kind}
    colours = {status: book.add_format({"bg_color": colour}) for status, colour in STATUS_COLOURS.items()}
    for index, (column, kind) in enumerate(sheet.columns.items()):
        page.write_string(0, index, column, head)
        widest = len(column) + 2  # room for the filter's arrow
        empty = bool(sheet.rows)
        for number, (row, doubts) in enumerate(zip(sheet.rows, sheet.doubts, strict=True), 1):
            value, why = row.get(column), doubts.get(column)
            if why is not None:
                page.write_comment(number, index, _clean(why), {"x_scale": 3})
            if value is not None:
                style = colours.get(value) if column == "status" else formats.get(kind) if why is None else doubtful[kind]
                widest = max(widest, _write_cell(page, number, index, value, style))
            elif why is not None:
                page.write_blank(number, index, None, doubtful[kind])
            empty = empty and value is None and why is None
        page.set_column(index, index, min(widest + 1, WIDEST), None, {"hidden": empty and column not in HEAD})
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write_cell(page: Any, row: int, column: int, value: Any, style: Any) -> int:
    """Write one value as what it is; returns about how many characters it shows."""
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, Decimal | int | float):
        if abs(float(value)) >= 1e15:  # a spreadsheet keeps 15 digits: the text keeps them all
            page.write_string(row, column, str(value))
        else:
            page.write_number(row, column, float(value), style)
        return len(str(value)) + 3
    elif isinstance(value, datetime.datetime | datetime.date | datetime.time) and not _before_1900(value):
        page.write_datetime(row, column, value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value, style)
        return 19 if isinstance(value, datetime.datetime) else 11
    else:
        text = _clean(value.isoformat() if hasattr(value, "isoformat") else str(value))
        page.write_string(row, column, text, style if isinstance(value, str) else None)
        return max((len(line) for line in text.splitlines()), default=0)
    return 6


def _before_1900(value: datetime.date | datetime.time) -> bool:
    return isinstance(value, datetime.date) and value.year < 1900  # a spreadsheet's calendar begins there


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(CUT)] + CUT


def _sheet_name(name: str, taken: Mapping[str, object]) -> str:
    """`line_items` as "Line items", no longer than a sheet's name may be, and no other's."""
    base = name.replace("_", " ").replace(".", " ").capitalize()[: MAX_NAME - 2]
    known = {other.lower() for other in taken}
    return next(candidate for candidate in (base, *(f"{base}{n}" for n in range(2, 100))) if candidate.lower() not in known)


EXPORTER = Exporter("xlsx", (".xlsx",), _open)
