"""The command line as a user meets it: what is printed where, and the exit status."""

from __future__ import annotations

import csv
import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from extractor import Options
from extractor.cli import app

LINES = [
    "ACME Tools Ltd",
    "INVOICE",
    "Invoice Number: A-2026-17",
    "Invoice Date: 21 November 2026",
    "Total Net: 100.00 EUR",
    "VAT 19%: 19.00 EUR",
    "Total Amount: 119.00 EUR",
]

PERMIT = """
from datetime import date
from typing import Annotated
from extractor import Labels, Record

class Permit(Record):
    number: Annotated[str | None, Labels("Invoice Number")] = None
    day: Annotated[date | None, Labels("Invoice Date")] = None
"""


def make_pdf(path: Path, lines: list[str] = LINES, *, pages: int = 1, password: str | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=password, invariant=True)
    for _ in range(pages):
        for number, line in enumerate(lines):
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72, 760 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command in an empty folder that has one digital invoice, a.pdf."""
    monkeypatch.chdir(tmp_path)
    make_pdf(tmp_path / "a.pdf")

    def run(*arguments: str, stdin: bytes | None = None) -> Ran:
        result = CliRunner().invoke(app, list(arguments), input=stdin)
        assert "Traceback" not in result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


Cli = Callable[..., Ran]


def test_help_is_quick_and_names_every_command() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([sys.executable, "-m", "extractor.cli", "--help"], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in ("run", "read", "evaluate", "doctor", "schemas", "templates", "serve"):
        assert f"\n  {command} " in run.stdout
    heavy = "pydantic numpy cv2 pandas rich sqlalchemy fastapi multiprocessing extractor.pipeline".split()
    check = f"import sys, extractor.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    assert after.ru_utime - before.ru_utime < 2  # far above what it takes (0.05), far below what it would with all imported


def test_json_lines_go_to_standard_output_and_the_rest_to_standard_error(cli: Cli) -> None:
    ran = cli("run", "a.pdf", "--schema", "invoice")
    assert ran.code == 0
    (row,) = ran.rows
    assert (row["source"], row["pages"], row["schema"], row["error"]) == ("a.pdf", 1, "invoice", None)
    assert row["record"]["invoice_number"] == "A-2026-17"
    assert row["record"]["gross_total"] == "119.00"
    assert row["fields"]["gross_total"]["page"] == 1
    assert ran.err.startswith("1 document: ")
    assert ran.err.rstrip().endswith(" s")


def test_standard_input_is_a_document(cli: Cli, tmp_path: Path) -> None:
    (row,) = cli("run", "-", "--schema", "invoice", stdin=(tmp_path / "a.pdf").read_bytes()).rows
    assert row["source"] == "-"
    assert row["record"]["gross_total"] == "119.00"


def test_a_bad_document_is_a_line_the_batch_goes_on_and_the_status_is_1(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes((tmp_path / "a.pdf").read_bytes()[:500])
    ran = cli("run", "b.pdf", "nowhere.pdf", "a.pdf")
    assert ran.code == 1
    assert [(row["source"], row["status"] == "failed") for row in ran.rows] == [("b.pdf", True), ("nowhere.pdf", True), ("a.pdf", False)]
    assert [row["error"]["code"] for row in ran.rows[:2]] == ["damaged_input", "input_not_found"]
    errors = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert "b.pdf" in errors[0]
    assert "nowhere.pdf" in errors[1]
    assert "2 failed" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "a.pdf", "--schema", "nope"], 3),
        (["run", "a.pdf", "--schema", "nowhere.py:Class"], 3),
        (["run", "a.pdf", "-o", "nowhere/out.jsonl"], 6),
        (["run", "a.pdf", "-o", "out.docx"], 6),
        (["run", "a.pdf", "--format", "xlsx"], 6),
        (["run", "a.pdf", "--engine", "nope"], 5),
        (["read", "a.pdf", "--engine", "nope"], 5),
        (["read", "a.pdf", "--format", "docx"], 6),
        (["run", "a.pdf", "--vendors", "nowhere.csv"], 7),
        (["run", "a.pdf", "--known", "nowhere.jsonl"], 7),
        (["serve", "--vendors", "nowhere.csv"], 7),
        (["serve", "--template", "nowhere.yaml"], 4),
        (["run", "a.pdf", "--template", "nowhere.yaml"], 4),
        (["run", "a.pdf", "-o", "no-such-kind://user:hush@here/x"], 6),
        (["run", "a.pdf", "-o", "sqlite:////nowhere/at/all.db"], 6),
        (["run", "a.pdf", "--known", "sqlite:////nowhere/at/all.db"], 7),
        (["run", "a.pdf", "-o", "."], 6),
        (["read", "a.pdf", "a.pdf", "truth.jsonl", "-o", "words.hocr"], 6),
        (["schemas", "show", "nope"], 3),
        (["run"], 2),
        (["rnu", "a.pdf"], 2),
        (["run", "a.pdf", "--shcema", "invoice"], 2),
        (["run", "a.pdf", "--jobs", "0"], 2),
        (["run", "a.pdf", "--accept-above", "2"], 2),
        (["run", "a.pdf", "--language", "xx"], 2),
        (["serve", "--host", "no.such.host.invalid"], 2),
        (["evaluate", "nowhere.jsonl"], 1),
        (["evaluate", "empty.jsonl"], 1),
        (["evaluate", "truth.jsonl", "--where", "set=none"], 2),
        (["evaluate", "truth.jsonl", "--fields", "gros_total"], 2),
        (["evaluate", "truth.jsonl", "--json", "nowhere/score.json"], 6),
        (["evaluate", "truth.jsonl", "--diagram", "trust.jpg"], 6),
        (["train", "truth.jsonl", "-o", "nowhere/scorer.json"], 6),
    ],
)
def test_a_mistake_is_one_line_and_has_its_exit_status(cli: Cli, tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "truth.jsonl").write_text(json.dumps({"file": "a.pdf", "schema": "invoice", "fields": {"gross_total": "119.00"}}))
    (tmp_path / "empty.jsonl").write_text("")
    ran = cli(*arguments)
    assert ran.code == code
    assert ran.out == ""
    (line,) = ran.err.splitlines()
    assert line.startswith("error: ")
    assert "hush" not in line


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("invioce", "is invoice meant?"),
        ("permit.py", "name the class in it too: permit.py:Class"),
        ("permit.py:Prmit", "there is Permit"),
        ("broken.py:Permit", "`python broken.py` in its folder shows where"),
    ],
)
def test_a_schema_that_is_not_found_says_what_to_write(cli: Cli, tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "permit.py").write_text(PERMIT)
    (tmp_path / "broken.py").write_text("1 / 0")
    assert said in cli("run", "a.pdf", "--schema", wrong).err


def test_an_empty_name_is_no_folder(cli: Cli) -> None:
    ran = cli("run", "")
    assert (ran.code, [row["error"]["code"] for row in ran.rows]) == (1, ["input_not_found"])
    assert ran.err.startswith("error: '' names no file")


def test_what_comes_by_standard_input_is_called_that(cli: Cli) -> None:
    ran = cli("run", "-", stdin=b"Dear all")
    assert ran.err.startswith("error: standard input is plain text")


def test_help_is_shown_where_nothing_is_asked(cli: Cli) -> None:
    assert "Usage: " in cli().err
    assert cli("templates").err.startswith("Usage: ")
    assert cli("run", "--help").code == 0


def test_help_says_the_limits_that_hold_without_any(cli: Cli) -> None:
    said, limits = " ".join(cli("run", "--help").out.split()), Options().limits
    for default in (Options().accept_above, limits.pages, limits.bytes, limits.pixels, int(limits.seconds)):
        assert f"[default: ({default});" in said


def test_a_port_that_is_taken_is_a_mistake(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli("serve", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "in use" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--max-bytes", "100"], "limit_exceeded"),
        (["--max-pages", "1"], "limit_exceeded"),
        ([], "password_needed"),
        (["--password", "wrong"], "password_needed"),
    ],
)
def test_limits_and_passwords_are_kept(cli: Cli, tmp_path: Path, arguments: list[str], code: str) -> None:
    make_pdf(tmp_path / "c.pdf", pages=2, password="secret" if code == "password_needed" else None)
    ran = cli("run", "c.pdf", *arguments)
    assert ran.code == 1
    assert ran.rows[0]["error"]["code"] == code


def test_the_right_password_opens_the_document(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pdf(tmp_path / "c.pdf", password="secret")
    assert cli("run", "c.pdf", "--password", "secret").code == 0
    monkeypatch.setenv("EXTRACTOR_PASSWORD", "secret")
    assert cli("run", "c.pdf").code == 0


def test_a_model_of_ones_own_in_a_file_works_in_worker_processes(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "permit.py").write_text(PERMIT)
    make_pdf(tmp_path / "b.pdf")
    ran = cli("run", "a.pdf", "b.pdf", "--schema", "permit.py:Permit", "--jobs", "2")
    assert ran.code == 0, ran.err
    assert [row["record"]["number"] for row in ran.rows] == ["A-2026-17"] * 2
    assert [row["record"]["day"] for row in ran.rows] == ["2026-11-21"] * 2


def test_one_and_two_jobs_give_the_same_bytes(cli: Cli, tmp_path: Path) -> None:
    for name in "bcd":
        make_pdf(tmp_path / f"{name}.pdf", [*LINES, f"Order Number: {name}-1"])
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")

    def run(jobs: str) -> list[str]:
        rows = cli("run", ".", "--schema", "invoice", "--jobs", jobs).rows
        assert all(row.pop("timings") is not None for row in rows)
        return [json.dumps(row) for row in rows]

    one, two = run("1"), run("2")
    assert one == two
    assert len(one) == 5


def test_every_format_is_written_by_its_suffix(cli: Cli, tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.json", "out.csv", "out.xlsx", "out.db", "out.txt"):
        ran = cli("run", "a.pdf", "--schema", "invoice", "-o", name, "--quiet")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert json.loads((tmp_path / "out.jsonl").read_text()) | {"timings": 0} == json.loads((tmp_path / "out.json").read_text())[0] | {
        "timings": 0
    }
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["gross_total"] == "119.00"
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames[0] == "Documents"
    assert "119.00" in (tmp_path / "out.txt").read_text()
    connection = sqlite3.connect(tmp_path / "out.db")
    cli("run", "a.pdf", "--schema", "invoice", "-o", f"sqlite:///{tmp_path}/out.db")
    assert connection.execute("select source, gross_total from documents").fetchall() == [("a.pdf", 119)]
    connection.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_one_line_and_status_6(cli: Cli) -> None:
    ran = cli("run", "a.pdf", "-o", "/dev/full", "--format", "jsonl", "-q")
    assert ran.code == 6
    assert ran.err.count("\n") == 1
    assert "No space left" in ran.err


def test_a_reader_that_goes_away_ends_the_run_quietly(cli: Cli, tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m extractor.cli run a.pdf a.pdf -q | true; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 141)
    assert run.stderr == ""


def test_explain_draws_every_page(cli: Cli, tmp_path: Path) -> None:
    assert cli("run", "a.pdf", "--schema", "invoice", "--explain", "why").code == 0
    with Image.open(tmp_path / "why" / "a.pdf.page-1.png") as drawn:
        assert drawn.width > 1000
    assert "gross_total\n* " in (tmp_path / "why" / "a.pdf.candidates.txt").read_text()


def test_a_second_run_does_not_read_the_drawings_of_the_first(cli: Cli, tmp_path: Path) -> None:
    for _ in range(2):
        ran = cli("run", ".", "--explain", "why")
        assert [row["source"] for row in ran.rows] == ["a.pdf"]
    assert "; 2 other files passed over;" in ran.err
    assert [row["source"] for row in cli("run", "why", "--explain", "why").rows] == ["why/a.pdf.page-1.png"]


def test_read_prints_text_or_words(cli: Cli, tmp_path: Path) -> None:
    assert "Invoice Number: A-2026-17" in cli("read", "a.pdf").out
    (row,) = cli("read", "a.pdf", "--format", "jsonl").rows
    assert row["pages"][0]["words"][0]["text"] == "ACME"
    assert cli("read", "a.pdf", "-o", "a.xml").code == 0
    assert "<alto" in (tmp_path / "a.xml").read_text()


def test_read_makes_a_file_of_each_document_in_a_folder(cli: Cli, tmp_path: Path) -> None:
    make_pdf(tmp_path / "b.pdf")
    assert cli("read", "a.pdf", "b.pdf", "--format", "hocr").code == 6
    assert cli("read", "a.pdf", "b.pdf", "--format", "hocr", "-o", "out").code == 0
    assert sorted(os.listdir(tmp_path / "out")) == ["a.pdf.hocr", "b.pdf.hocr"]


def test_an_e_invoice_without_a_page_has_a_record_and_nothing_to_read(cli: Cli, tmp_path: Path) -> None:
    root = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
    (tmp_path / "e.xml").write_text(f"{root}<ID>A-2026-17</ID></Invoice>")
    (row,) = cli("run", "e.xml").rows
    assert (row["schema"], row["record"]["invoice_number"]) == ("invoice", "A-2026-17")
    ran = cli("read", "e.xml", "a.pdf", "--format", "pdf", "-o", "read/")
    assert ran.code == 1
    assert ran.err.startswith("error: e.xml has no page to read (")
    assert [path.name for path in (tmp_path / "read").iterdir()] == ["a.pdf.pdf"]


def test_read_goes_on_after_a_bad_document(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_text("text")
    ran = cli("read", "b.pdf", "a.pdf", "--format", "jsonl")
    assert ran.code == 1
    assert [row["error"] and row["error"]["code"] for row in ran.rows] == ["unsupported_input", None]


def test_evaluate_runs_the_documents_or_takes_predictions(cli: Cli, tmp_path: Path) -> None:
    truth = {"file": "a.pdf", "schema": "invoice", "fields": {"invoice_number": "A-2026-17", "gross_total": "120.00"}}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth))
    ran = cli("evaluate", "truth.jsonl", "-o", "made.jsonl", "--json", "score.json", "--errors", "5")
    assert ran.code == 0
    score = json.loads((tmp_path / "score.json").read_text())
    assert score["fields"]["invoice_number"]["right"] == 1
    assert score["mistakes"] == [{"file": "a.pdf", "field": "gross_total", "expected": "120.00", "found": "119.00"}]
    again = cli("evaluate", "truth.jsonl", "made.jsonl", "--errors", "5")
    assert again.out == ran.out
    assert cli("evaluate", "truth.jsonl", "made.jsonl", "--fields", "invoice_number", "--where", "schema=invoice").out != ran.out


def test_evaluate_names_documents_that_could_not_be_read(cli: Cli, tmp_path: Path) -> None:
    rows = [{"file": name, "schema": "invoice", "fields": {"gross_total": "119.00"}} for name in ("a.pdf", "lost.pdf")]
    (tmp_path / "truth.jsonl").write_text("\n".join(map(json.dumps, rows)))
    ran = cli("evaluate", "truth.jsonl")
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "error: lost.pdf does not exist (check the path)"
    assert "2 documents, 1 answered, 1 wholly right" in ran.out


def test_schemas_are_listed_and_shown(cli: Cli) -> None:
    assert cli("schemas").out == cli("schemas", "list").out
    assert "\ninvoice " in "\n" + cli("schemas").out
    shown = json.loads(cli("schemas", "show", "receipt").out)
    assert shown["properties"]["merchant"]


def test_a_fault_of_the_program_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("extractor.inputs.gather", broken)
    ran = cli("run", "a.pdf")
    assert ran.code == 1
    assert ran.err == "error: a fault in the program: RuntimeError: oh (set EXTRACTOR_DEBUG=1 to see where)\n"


def test_what_a_document_is_called_cannot_steer_the_terminal(cli: Cli) -> None:
    ran = cli("run", "a\x1b[2Jb.pdf")
    assert "\x1b" not in ran.err
    assert ran.rows[0]["source"] == "a\x1b[2Jb.pdf"


def test_an_interruption_leaves_complete_lines(tmp_path: Path) -> None:
    import signal
    import time

    for number in range(30):
        make_pdf(tmp_path / f"{number:02}.pdf")
    # A shell that runs this in the background ignores the signal, and what it starts would too.
    heeding = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from extractor.cli import app; app()"
    command = [sys.executable, "-c", heeding, "run", ".", "--jobs", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        begun = time.monotonic()
        rest, said = run.stdout.read(), run.stderr.read().decode()
    assert time.monotonic() - begun < 10
    assert run.returncode == 130
    told = [line for line in said.splitlines() if line.startswith("error: interrupted after ")]
    assert len(told) == 1
    assert told[0].endswith(" of 30 documents; those are printed")
    assert "Traceback" not in said
    lines = (first + rest).splitlines(keepends=True)
    assert all(json.loads(line)["pages"] == 1 and line.endswith(b"\n") for line in lines)
    assert len(lines) < 30
