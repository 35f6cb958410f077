"""JSON Lines, JSON and CSV: what stands in them, and that they appear whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import OutputError
from extractor.export import exporter, exporter_for, names, write
from extractor.export.cells import harmless
from extractor.results import Extraction, Status
from extractor.schemas.form import Form, FormTableCell, Pair
from extractor.schemas.ticket import Reservation, Ticket

Make = Callable[..., Extraction]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_json_lines_hold_the_promised_object_one_a_line(tmp_path: Path, full_bill: Extraction, make_failed: Make) -> None:
    write([full_bill, make_failed()], str(tmp_path / "out.jsonl"))
    first, second = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert first == full_bill.to_json()
    assert first["record"]["total"] == "-119.00"
    assert second["status"] == "failed"
    assert second["error"] == {"code": "damaged_input", "message": "b.pdf is cut short"}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(tmp_path: Path, full_bill: Extraction, count: int) -> None:
    write([full_bill] * count, str(tmp_path / "out.json"))
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == [full_bill.to_json()] * count


def test_csv_has_a_row_a_document_and_a_file_of_line_items(tmp_path: Path, full_bill: Extraction, make_failed: Make) -> None:
    write([full_bill, make_failed()], str(tmp_path / "out.csv"))
    bill, failure = rows(tmp_path / "out.csv")
    assert bill["source"] == "a.pdf"
    assert bill["status"] == "review"
    assert bill["record.status"] == "open"
    assert bill["shop.name"] == "Müller & Söhne"
    assert bill["day"] == "2026-11-21"
    assert bill["paid"] == "true"
    assert bill["tags"] == "a; b"
    assert bill["lowest_confidence"] == "0.8"
    assert bill["issues"] == "low_confidence: the total is not sure"
    assert failure["status"] == "failed"
    assert failure["error"] == "damaged_input: b.pdf is cut short"
    items = rows(tmp_path / "out.line_items.csv")
    assert [(item["source"], item["row"], item["amount"], item["page"]) for item in items] == [
        ("a.pdf", "1", "-3.50", "2"),
        ("a.pdf", "2", "4.00", "2"),
    ]


def test_csv_opens_in_excel_as_utf_8(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_csv_writes_no_formula_and_keeps_negative_numbers(tmp_path: Path, full_bill: Extraction) -> None:
    write([full_bill], str(tmp_path / "out.csv"))
    assert rows(tmp_path / "out.csv")[0]["number"] == "'=1+1"
    assert rows(tmp_path / "out.csv")[0]["total"] == "-119.00"
    assert rows(tmp_path / "out.line_items.csv")[0]["description"] == "'@home"


def test_csv_has_no_list_file_where_no_document_has_rows(tmp_path: Path, make_bill: Make) -> None:
    write([make_bill(total=Decimal(1))], str(tmp_path / "out.csv"))
    assert sorted(os.listdir(tmp_path)) == ["out.csv"]


def test_line_items_of_an_earlier_run_do_not_outlive_it(tmp_path: Path, full_bill: Extraction, make_bill: Make) -> None:
    write([full_bill], str(tmp_path / "out.csv"))
    write([make_bill(total=Decimal(1))], str(tmp_path / "out.csv"))
    assert rows(tmp_path / "out.line_items.csv") == []


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n123.,% aß"), max_size=8))
def test_no_text_cell_begins_as_a_formula(text: str) -> None:
    made = harmless(text)
    assert made in (text, "'" + text)
    if made[:1] in tuple("=+@\t\r\n"):
        pytest.fail(f"{made!r} would be run")
    if made[:1] == "-":
        assert made[1:2].isdigit()
        assert set(made[1:]) <= set("0123456789.,%")


@pytest.mark.parametrize("text", ["-12", "-1.234,56", "-5%"])
def test_a_negative_number_is_left_alone(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-1+1", "-1|A", "-cmd", "+49 30 1", "=A1", "\tx", "＝1"])
def test_what_could_be_run_is_not(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.csv", "out.xlsx", "out.txt"])
def test_a_run_that_breaks_off_leaves_the_old_file_and_no_trace(tmp_path: Path, full_bill: Extraction, name: str) -> None:
    target = tmp_path / name
    target.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), exporter_for(str(target)).open(str(target)) as sink:  # noqa: PT012
        sink.write(full_bill)
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == [name]
    assert target.read_bytes() == b"before"


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "table"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_an_error_of_output(full_bill: Extraction, name: str) -> None:
    with pytest.raises(OutputError, match="No space left") as caught, exporter(name).open("/dev/full") as sink:
        sink.write(full_bill)
    assert caught.value.exit_code == 6
    assert "free some space" in caught.value.hint


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.xlsx", "out.db"])
def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path: Path, name: str) -> None:
    target = str(tmp_path / "nowhere" / name)
    with pytest.raises(OutputError), exporter_for(target).open(target):
        pytest.fail("the work had begun")


def test_a_new_file_gets_the_usual_permissions_and_a_replaced_one_keeps_its_own(tmp_path: Path, full_bill: Extraction) -> None:
    target = tmp_path / "out.jsonl"
    write([full_bill], str(target))
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask
    target.chmod(0o640)
    write([full_bill], str(target))
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed_not_replaced(tmp_path: Path, full_bill: Extraction) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    write([full_bill], str(tmp_path / "link.jsonl"))
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").exists()


def test_an_unknown_format_or_suffix_names_the_known_ones() -> None:
    for ask, text in ((exporter, "docx"), (exporter_for, "out.docx")):
        with pytest.raises(OutputError) as caught:
            ask(text)
        assert caught.value.code == "unknown_format"
        assert "xlsx" in caught.value.hint
    assert {"jsonl", "json", "csv", "xlsx", "sql", "table"} <= set(names())


def test_a_format_of_another_package_comes_in_by_its_entry_point(monkeypatch: pytest.MonkeyPatch, full_bill: Extraction) -> None:
    import contextlib
    from collections.abc import Iterator
    from types import SimpleNamespace

    from extractor import export

    seen: list[str] = []

    @contextlib.contextmanager
    def opened(target: str) -> Iterator[export.Sink]:
        yield SimpleNamespace(write=lambda extraction: seen.append(f"{target}: {extraction.source}"))

    other = export.Exporter("parquet", (".parquet",), opened)
    point = SimpleNamespace(value="other:EXPORTER", load=lambda: other)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] if group == "extractor.exporters" else [])
    export._others.cache_clear()
    try:
        write([full_bill], "out.parquet")
    finally:
        export._others.cache_clear()
    assert seen == ["out.parquet: a.pdf"]


def test_the_table_shows_status_and_reasons_and_nothing_that_steers_a_terminal(tmp_path: Path, make_bill: Make, make_failed: Make) -> None:
    write([make_bill(number="A\x1b[31m1", total=Decimal("7.00")), make_failed()], str(tmp_path / "out.txt"))
    text = (tmp_path / "out.txt").read_text(encoding="utf-8")
    for shown in ("a.pdf", "review", "7.00", "the total is not sure", "b.pdf", "failed", "cut short"):
        assert shown in text
    assert "\x1b" not in text


def test_the_table_shows_rows_where_the_record_is_nothing_without_them(tmp_path: Path) -> None:
    leg = Reservation(origin="Leipzig", destination="Rosenheim", departure=datetime(2026, 3, 1, 9, 12))
    trip = Extraction("trip.pdf", 1, "ticket", Status.ACCEPTED, Ticket(reservations=[leg]))
    page = Form(title="Claim", tables=[FormTableCell(table=0, row=0, column=0, text="a cell")], pairs=[Pair(label="Town", value="Leiria")])
    write([trip, Extraction("form.pdf", 1, "form", Status.REVIEW, page)], str(tmp_path / "out.txt"))
    text = (tmp_path / "out.txt").read_text(encoding="utf-8")
    for shown in ("Leipzig", "Rosenheim", "2026-03-01", "Town", "Leiria"):
        assert shown in text
    assert "a cell" not in text


def test_the_table_leaves_out_the_folder_that_all_documents_share(tmp_path: Path, make_bill: Make, make_failed: Make) -> None:
    write([make_bill("inbox/may/a.pdf"), make_bill("inbox/may/x/b.pdf")], str(tmp_path / "one.txt"))
    write([make_bill("inbox/a.pdf"), make_failed("b.pdf")], str(tmp_path / "two.txt"))
    one, two = ((tmp_path / name).read_text(encoding="utf-8") for name in ("one.txt", "two.txt"))
    assert "may/" not in one
    assert " x/b.pdf" in one
    assert "inbox/a.pdf" in two


@pytest.mark.parametrize("columns", [66, 160])
def test_the_table_tears_no_word_apart_and_leaves_out_what_there_is_no_room_for(
    columns: int, make_bill: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    bill = make_bill("a_bill_2026_05.pdf", number="A-2026-0017", day=date(2026, 5, 3), total=Decimal("7.00"), status="paid by card")
    write([bill], "-", format="table")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in capsys.readouterr().out.splitlines()]
    assert max(map(len, lines)) <= columns
    heads = lines[2].split()
    assert heads[:2] == ["document", "status"]
    words = " ".join(lines).split()
    assert {"a_bill_2026_05.pdf", "review", "7.00"} <= set(words)
    assert ("A-2026-0017" in words) == (columns == 160)
