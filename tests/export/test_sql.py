"""Databases: typed, updated by source, never doubled."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import OutputError
from extractor.export import write
from extractor.results import Extraction
from extractor.schemas.record import Record

Make = Callable[..., Extraction]


def query(path: Path, statement: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_documents_line_items_fields_and_issues_have_tables(tmp_path: Path, full_bill: Extraction, make_failed: Make) -> None:
    db = tmp_path / "out.db"
    write([full_bill, make_failed()], str(db))
    assert query(db, "select source, status, record_status, shop_name, day, total, paid from documents where source = 'a.pdf'") == [
        ("a.pdf", "review", "open", "Müller & Söhne", "2026-11-21", -119, 1)
    ]
    assert query(db, "select error_code, error_message from documents where source = 'b.pdf'") == [("damaged_input", "b.pdf is cut short")]
    assert query(db, "select row, description, amount from line_items order by row") == [(1, "@home", -3.5), (2, "Tee", 4)]
    (proof,) = query(db, "select value, page, box_left, found_by from fields where path = 'total'")
    assert proof == ("-119.00", 1, 0.1, "label")
    assert query(db, "select code, severity, fields from issues") == [("low_confidence", "warning", "total")]


def test_amounts_can_be_summed(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.db"))
    assert query(tmp_path / "out.db", "select sum(amount) from line_items") == [(0.5,)]


def test_a_second_run_replaces_and_never_doubles(tmp_path: Path, full_bill: Extraction, make_bill: Make) -> None:
    db = tmp_path / "out.db"
    write([full_bill, make_bill("c.pdf", total=Decimal(5), line_items=[{"amount": "5"}])], str(db))
    write([make_bill(total=Decimal(7), line_items=[{"amount": "7"}])], f"sqlite:///{db}")
    assert query(db, "select source, total from documents order by source") == [("a.pdf", 7), ("c.pdf", 5)]
    assert query(db, "select source, amount from line_items order by source") == [("a.pdf", 7), ("c.pdf", 5)]
    assert query(db, "select count(*) from issues where source = 'a.pdf'") == [(1,)]
    assert query(db, "select count(*) from fields where source = 'a.pdf'") == [(2,)]


def test_a_document_that_fails_on_the_second_run_loses_its_old_rows(tmp_path: Path, full_bill: Extraction, make_failed: Make) -> None:
    db = tmp_path / "out.db"
    write([full_bill], str(db))
    write([make_failed("a.pdf")], str(db))
    assert query(db, "select status, total from documents") == [("failed", None)]
    assert query(db, "select count(*) from line_items") == [(0,)]


class Note(Record):
    """Shares names with the bill; `day` is a text here."""

    day: str | None = None
    remark: str | None = None


def test_another_schema_adds_its_columns_and_keeps_types_apart(tmp_path: Path, full_bill: Extraction) -> None:
    db = tmp_path / "out.db"
    write([full_bill], str(db))
    note = dataclasses.replace(full_bill, source="n.pdf", schema="note", record=Note(day="Monday", remark="late"), fields={}, issues=())
    write([note], str(db))
    assert query(db, "select source, day, day_text, remark from documents order by source") == [
        ("a.pdf", "2026-11-21", None, None),
        ("n.pdf", None, "Monday", "late"),
    ]


def test_dates_are_declared_as_dates(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.db"))
    types = {name: kind for _, name, kind, *_ in query(tmp_path / "out.db", "pragma table_info(documents)")}
    assert (types["day"], types["total"], types["paid"], types["shop_name"]) == ("DATE", "NUMERIC", "BOOLEAN", "TEXT")


def test_what_is_no_database_is_refused(tmp_path: Path, full_bill: Extraction) -> None:
    (tmp_path / "out.db").write_text("not a database, but long enough to be taken for one" * 100)
    with pytest.raises(OutputError, match="not a database"):
        write([full_bill], str(tmp_path / "out.db"))


def test_a_foreign_table_of_the_same_name_is_not_touched(tmp_path: Path, full_bill: Extraction) -> None:
    connection = sqlite3.connect(tmp_path / "out.db")
    connection.execute("create table documents (title text)")
    connection.commit()
    connection.close()
    with pytest.raises(OutputError, match="another table"):
        write([full_bill], str(tmp_path / "out.db"))
    assert query(tmp_path / "out.db", "select count(*) from documents") == [(0,)]


@pytest.mark.parametrize("url", ["nonsense://x", "postgresql+nodriver://u:secret@h/d", "://"])
def test_a_bad_url_is_one_error_without_the_password(full_bill: Extraction, url: str) -> None:
    with pytest.raises(OutputError) as caught:
        write([full_bill], url)
    assert "secret" not in str(caught.value)


def test_two_documents_of_one_day_are_found_by_it(tmp_path: Path, make_bill: Make) -> None:
    write([make_bill(f"{n}.pdf", day=date(2026, 1, n)) for n in (1, 2, 3)], str(tmp_path / "out.db"))
    assert query(tmp_path / "out.db", "select source from documents where day >= '2026-01-02' order by source") == [("2.pdf",), ("3.pdf",)]
