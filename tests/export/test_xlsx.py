"""XLSX: cells are what they are, and nothing is run."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor.document import Issue, Severity
from extractor.errors import OutputError
from extractor.export import write, xlsx
from extractor.results import Extraction


def sheet(path: Path, name: str) -> tuple[Any, list[dict[str, Any]]]:
    page = openpyxl.load_workbook(path)[name]
    head, *body = page.iter_rows()
    return page, [{title.value: cell for title, cell in zip(head, row, strict=True)} for row in body]


def test_dates_numbers_and_booleans_are_real(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.xlsx"))
    page, (row,) = sheet(tmp_path / "out.xlsx", "Documents")
    assert row["day"].value == datetime.datetime(2026, 11, 21)
    assert row["day"].is_date
    assert row["at"].value == datetime.time(8, 30)
    assert row["total"].value == -119
    assert row["total"].data_type == "n"
    assert row["paid"].value is True
    assert row["shop.name"].value == "Müller & Söhne"
    assert page.freeze_panes == "B2"


def test_a_formula_is_kept_as_text(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.xlsx"))
    _, (row,) = sheet(tmp_path / "out.xlsx", "Documents")
    assert row["number"].value == "=1+1"
    assert row["number"].data_type == "s"


def test_what_to_look_at_is_coloured_and_says_why(tmp_path: Path, full_bill: Extraction, make_failed: Callable[..., Extraction]) -> None:
    lacking = Issue("missing_required", Severity.ERROR, "shop.name was not found", ("shop.name",))
    unsure = Issue("low_confidence", Severity.WARNING, "one row is not sure", ("line_items.1.amount",))
    told = Issue("repaired", Severity.INFO, "number: read 'l', taken as 1", ("number",))
    found = replace(full_bill, issues=(*full_bill.issues, lacking, unsure, told))
    write([make_failed(), found], str(tmp_path / "out.xlsx"))
    _, (failed, row) = sheet(tmp_path / "out.xlsx", "Documents")
    _, items = sheet(tmp_path / "out.xlsx", "Line items")
    said = {name: cell.comment.text for name, cell in row.items() if cell.comment}
    assert said == {"total": "the total is not sure", "shop.name": "shop.name was not found"}
    assert [cell["amount"].comment is not None for cell in items] == [False, True]
    coloured = [cell.fill.fgColor.rgb for cell in (row["total"], row["shop.name"], items[1]["amount"])]
    assert coloured == [f"FF{xlsx.LOOK_HERE[1:]}"] * 3
    assert not any(cell.comment for cell in failed.values())


def test_columns_without_a_value_are_hidden(tmp_path: Path, make_bill: Callable[..., Extraction]) -> None:
    write([make_bill(number="7", total=Decimal("7.00"))], str(tmp_path / "out.xlsx"))
    page, (row,) = sheet(tmp_path / "out.xlsx", "Documents")
    hidden = {name for name, cell in row.items() if page.column_dimensions[cell.column_letter].hidden}
    assert {"day", "at", "paid"} <= hidden
    assert not hidden & {"number", "total", "error"}


def test_line_items_have_a_sheet(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.xlsx"))
    _, rows = sheet(tmp_path / "out.xlsx", "Line items")
    assert [(row["source"].value, row["row"].value, row["amount"].value) for row in rows] == [("a.pdf", 1, -3.5), ("a.pdf", 2, 4)]


def test_what_a_cell_cannot_hold_is_kept_as_text_or_visibly_cut(tmp_path: Path, make_bill: Callable[..., Extraction]) -> None:
    big = Decimal("12345678901234567.89")
    write([make_bill(total=big, number="x" * 40_000, day=datetime.date(1850, 1, 1))], str(tmp_path / "out.xlsx"))
    _, (row,) = sheet(tmp_path / "out.xlsx", "Documents")
    assert row["total"].value == str(big)
    assert row["day"].value == "1850-01-01"
    assert len(row["number"].value) == 32_767
    assert row["number"].value.endswith("(cut)")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, full_bill: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    with pytest.raises(OutputError, match="do not fit"):
        write([full_bill] * 3, str(tmp_path / "out.xlsx"))
    assert list(tmp_path.iterdir()) == []
