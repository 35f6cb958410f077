"""What is to be read: which files, in which order, and what each is called."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import batch
from extractor.errors import InputNotFound
from extractor.inputs import Gathered, gather

PDF = b"%PDF-1.7\n"


def make(folder: Path, *names: str, content: bytes = PDF) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def paths(found: Gathered, root: Path) -> list[str]:
    return [str(item.path.relative_to(root)) for item in found.inputs if item.path is not None]


def test_folders_are_walked_in_the_order_of_their_paths(tmp_path: Path) -> None:
    make(tmp_path, "b/2.pdf", "b/1.PDF", "a.png", "c.tiff", ".hidden.pdf", ".git/x.pdf")
    make(tmp_path, "scan_without_suffix", content=b"\x89PNG\r\n\x1a\n rest")
    make(tmp_path, "notes.txt", "b/table.csv", content=b"text")
    found = gather([str(tmp_path)])
    assert paths(found, tmp_path) == ["a.png", "b/1.PDF", "b/2.pdf", "c.tiff", "scan_without_suffix"]
    assert found.skipped == 2


def test_files_keep_the_order_in_which_they_are_named_and_come_once(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "a.pdf")
    found = gather([str(tmp_path / "b.pdf"), str(tmp_path), str(tmp_path / "." / "a.pdf")])
    assert paths(found, tmp_path) == ["b.pdf", "a.pdf"]


def test_globs_are_sorted(tmp_path: Path) -> None:
    make(tmp_path, "2.pdf", "1.pdf", "x/3.pdf", "4.png")
    assert paths(gather([str(tmp_path / "**" / "*.pdf")]), tmp_path) == ["1.pdf", "2.pdf", "x/3.pdf"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    make(tmp_path, "a[1].pdf", "a1.pdf")
    assert paths(gather([str(tmp_path / "a[1].pdf")]), tmp_path) == ["a[1].pdf"]


@pytest.mark.parametrize(("argument", "code"), [("empty", "empty_input"), ("*.nothing", "input_not_found")])
def test_an_argument_that_leads_nowhere_is_a_document_that_failed(tmp_path: Path, argument: str, code: str) -> None:
    (tmp_path / "empty").mkdir()
    (item,) = gather([str(tmp_path / argument)]).inputs
    (extraction,) = batch.extract_all([item])
    assert extraction.source == item.name
    assert extraction.error is not None
    assert extraction.error.code == code


def test_a_folder_that_may_not_be_read_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.pdf", "locked/b.pdf")
    scan = os.scandir

    def guarded(place: str) -> object:
        if str(place).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", guarded)
    found = gather([str(tmp_path)])
    assert paths(found, tmp_path) == ["a.pdf"]
    (problem,) = [item.problem for item in found.inputs if item.problem]
    assert isinstance(problem, InputNotFound)
    assert "locked" in problem.message


def test_standard_input_is_read_no_further_than_the_limit() -> None:
    (item,) = gather(["-"], stdin=io.BytesIO(b"x" * 100), max_bytes=10).inputs
    assert item.content == b"x" * 11
    assert (item.name, item.label) == ("-", "stdin")


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["a/x.pdf", "b/y.pdf"], ["x.pdf", "y.pdf"]),
        (["a/x.pdf", "b/x.pdf"], ["a_x.pdf", "b_x.pdf"]),
        (["a/b_x.pdf", "a_b/x.pdf", "c/x.pdf", "c/b_x.pdf"], ["a_b_x.pdf", "a_b_x.pdf-2", "c_x.pdf", "c_b_x.pdf"]),
    ],
)
def test_every_document_has_a_name_of_its_own_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Sequence[str], labels: Sequence[str]
) -> None:
    make(tmp_path, *names)
    monkeypatch.chdir(tmp_path)
    assert [item.label for item in gather(names).inputs] == labels


def test_a_name_that_is_no_utf_8_can_still_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.pdf"
    Path(os.fsdecode(path)).write_bytes(PDF)
    (item,) = gather([str(tmp_path)]).inputs
    assert item.name.encode() == os.fsencode(tmp_path) + "/\ufffd.pdf".encode()
