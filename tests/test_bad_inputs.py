"""What can be wrong with an input, a setting or the machine, each by the command line: one clear line and the documented exit status."""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from extractor.cli import app

Draw = Callable[..., bytes]
Page = tuple[tuple[float, float, str], ...]


def photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def huge_png() -> bytes:
    """60,000 x 60,000 pixels by its header, a few bytes in truth."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def many_pages() -> bytes:
    """A PDF that says it has 20,000 pages: one page object, named 20,000 times."""
    kids = b" ".join([b"3 0 R"] * 20_000)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 20000/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(content)


def locked() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="open sesame")
    canvas.drawString(72, 700, "secret")
    canvas.save()
    return file.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty file": ("empty.pdf", lambda: b"", "empty_input"),
    "text named .pdf": ("text.pdf", lambda: b"Dear all,\nplease find attached.\n", "unsupported_input"),
    "truncated JPEG": ("cut.jpg", lambda: photo()[:900], "damaged_input"),
    "password": ("locked.pdf", locked, "password_needed"),
    "60,000 x 60,000 pixels": ("huge.png", huge_png, "limit_exceeded"),
    "20,000 pages": ("long.pdf", many_pages, "limit_exceeded"),
}


def run(*arguments: str) -> tuple[int, list[dict[str, object]], list[str]]:
    """(exit status, documents on standard output, lines of errors)."""
    result = CliRunner().invoke(app, ["run", *arguments, "--quiet"])
    assert "Traceback" not in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr.splitlines()


def one_failure(*arguments: str) -> tuple[str, str]:
    """The code and the line of the one document that fails; the exit status is 1."""
    status, rows, errors = run(*arguments)
    assert status == 1
    (row,) = rows
    assert (row["status"], row["record"]) == ("failed", None)
    assert len(errors) == 1, errors
    assert errors[0].startswith("error: ")
    return row["error"]["code"], errors[0]  # type: ignore[index]


@pytest.fixture
def good(tmp_path: Path, draw: Draw, invoice_page: Page) -> Path:
    path = tmp_path / "good.pdf"
    path.write_bytes(draw(invoice_page))
    return path


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_read_is_one_line_and_status_1(tmp_path: Path, case: str) -> None:
    name, content, code = FILES[case]
    (tmp_path / name).write_bytes(content())
    found, line = one_failure(str(tmp_path / name))
    assert found == code
    assert name in line


def test_a_truncated_pdf(good: Path) -> None:
    good.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    assert one_failure(str(good))[0] == "damaged_input"


def test_a_missing_file(tmp_path: Path) -> None:
    code, line = one_failure(str(tmp_path / "nowhere.pdf"))
    assert code == "input_not_found"
    assert "nowhere.pdf" in line


def test_a_folder_that_may_not_be_read(tmp_path: Path, good: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    good.rename(folder / "good.pdf")
    folder.chmod(0)
    try:
        if os.access(folder, os.R_OK):
            pytest.skip("this user may read every folder")
        assert one_failure(str(folder))[0] == "input_not_found"
    finally:
        folder.chmod(0o700)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path) -> None:
    """The same for those who may read everything: the system itself refuses."""
    folder = tmp_path / "closed"
    folder.mkdir()
    scandir = os.scandir

    def refusing(path: object = ".") -> object:
        if str(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "listdir", lambda path=".": [entry.name for entry in refusing(path)])  # type: ignore[attr-defined]
    assert one_failure(str(folder))[0] in {"input_not_found", "input_error"}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--schema", "nonsense"), 3, "nonsense"),
        (("--schema", "nowhere.py:Permit"), 3, "nowhere.py"),
        (("--template", "broken.yaml"), 4, "broken.yaml"),
        (("--engine", "nonsense", "--force-ocr"), 5, "nonsense"),
        (("--engine", "tesseract", "--force-ocr", "--language", "tlh"), 5, "tlh"),
        (("-o", "nowhere/below/out.jsonl"), 6, "nowhere"),
        (("-o", "out.docx"), 6, "docx"),
    ],
    ids=["unknown schema", "missing schema file", "broken template", "unknown engine", "language missing", "no folder", "unknown format"],
)
def test_a_setting_that_is_wrong_ends_the_run_with_its_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    if "--language" in arguments and shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text("name: [unclosed\n")
    found, rows, errors = run(str(good), *arguments)
    assert (found, rows) == (status, [])
    assert len(errors) == 1, errors
    assert errors[0].startswith("error: ")
    assert words in errors[0]


def test_tesseract_missing(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    status, rows, errors = run(str(good), "--engine", "tesseract", "--force-ocr")
    assert (status, rows) == (5, [])
    assert len(errors) == 1
    assert "tesseract" in errors[0].lower()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk(good: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "extractor.cli", "run", str(good), "-q"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 6
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


def test_bad_documents_do_not_stop_the_good_ones(tmp_path: Path, good: Path) -> None:
    for name, content, _ in FILES.values():
        (tmp_path / name).write_bytes(content())
    status, rows, errors = run(str(tmp_path), "--jobs", "1")
    assert status == 1
    assert len(rows) == len(FILES) + 1
    assert {row["source"]: row["status"] for row in rows}[str(good)] == "accepted"
    assert len(errors) == len(FILES)
