"""What cannot be read is refused with one clear sentence that names the file, and a hint."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from extractor.document import Limits
from extractor.errors import DamagedInput, EmptyInput, InputError, InputNotFound, LimitExceeded, PasswordNeeded, UnsupportedInput
from extractor.load import load

from .conftest import MakePdf, write_pdf


def encrypted(user: str, owner: str = "owner", strength: int = 128) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, encrypt=StandardEncryption(user, ownerPassword=owner, canPrint=0, canCopy=0, strength=strength))
    sheet.drawString(100, 700, "Secret 4711")
    sheet.save()
    return out.getvalue()


def refused(kind: type[InputError], work: Callable[[], object], *said: str) -> None:
    with pytest.raises(kind) as caught:
        work()
    error = caught.value
    assert type(error) is kind
    for part in said:
        assert part in str(error)
    assert "\n" not in error.message
    assert error.hint


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    refused(InputNotFound, lambda: load(tmp_path / "none.pdf"), "none.pdf", "does not exist")
    refused(UnsupportedInput, lambda: load(tmp_path), str(tmp_path), "folder")
    refused(InputNotFound, lambda: load(tmp_path / ("x" * 5000)), "cannot be read")
    refused(InputNotFound, lambda: load(Path("a\0b")), "cannot be read")
    (tmp_path / "empty.pdf").write_bytes(b"")
    refused(EmptyInput, lambda: load(tmp_path / "empty.pdf"), "empty.pdf", "is empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    path.write_bytes(b"%PDF-")
    path.chmod(0)
    refused(InputNotFound, lambda: load(path), "may not be read")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Dear Sir,\nplease find attached\n", "plain text"),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", "web page"),
        (b"PK\x03\x04\x14\x00\x06\x00", "archive"),
        (bytes(range(256)) * 4, "no kind of file"),
    ],
)
def test_other_content_is_named(content: bytes, said: str) -> None:
    refused(UnsupportedInput, lambda: load(content, name="letter.pdf"), "letter.pdf", said)


def test_text_named_pdf_is_told_so() -> None:
    refused(UnsupportedInput, lambda: load(b"hello world", name="a.pdf"), "plain text", "whatever its name")


def test_the_limit_on_bytes_is_checked_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # a hole: reading it would take all memory
    refused(LimitExceeded, lambda: load(path), "big.pdf", "bytes")
    refused(LimitExceeded, lambda: load(b"x" * 101, limits=Limits(bytes=100)), "bytes")


def test_a_pdf_cut_short_is_damaged(make_pdf: MakePdf) -> None:
    whole = make_pdf(b"BT /F1 12 Tf 60 700 Td (Invoice 4711) Tj ET" * 40)
    for part in (0.97, 0.8, 0.5, 0.2):
        refused(DamagedInput, lambda part=part: load(whole[: int(len(whole) * part)], name="cut.pdf"), "cut.pdf")  # type: ignore[misc]


def test_rubbish_behind_the_magic_is_damaged() -> None:
    refused(DamagedInput, lambda: load(b"%PDF-1.7\n" + b"rubbish " * 100, name="bad.pdf"), "bad.pdf")


def test_a_pdf_without_pages_is_empty() -> None:
    content = write_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    refused(EmptyInput, lambda: load(content, name="none.pdf"), "none.pdf", "without pages")


def test_twenty_thousand_pages_are_refused_at_once() -> None:
    kids = b"3 0 R " * 20_000
    content = write_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 20000>>" % kids,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        ]
    )
    refused(LimitExceeded, lambda: load(content, name="long.pdf"), "long.pdf", "20000 pages")


def test_passwords() -> None:
    content = encrypted("open sesame")
    refused(PasswordNeeded, lambda: load(content, name="p.pdf"), "p.pdf", "protected by a password", "--password")
    refused(PasswordNeeded, lambda: load(content, name="p.pdf", password="wrong"), "p.pdf", "does not open")
    page = load(content, password="open sesame").pages[0]
    assert [word.text for word in page.words] == ["Secret", "4711"]
    assert page.picture.pixels(72).min() < 100


@pytest.mark.parametrize("strength", [40, 128])
def test_owner_only_encryption_is_read(strength: int) -> None:
    page = load(encrypted("", strength=strength)).pages[0]
    assert [word.text for word in page.words] == ["Secret", "4711"]


def test_the_name_given_stands_for_bytes_from_a_pipe() -> None:
    refused(DamagedInput, lambda: load(b"%PDF-1.4\n", name="standard input"), "standard input")
