"""What is installed and what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import doctor
from extractor.cli import app


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["doctor", *arguments])
    return result.exit_code, result.stdout


def test_all_that_the_tests_need_is_found() -> None:
    code, said = run()
    assert code == 0
    assert "ok  numpy" in said
    assert "ok  import cv2" in said


def test_it_says_the_same_to_programs() -> None:
    found = json.loads(run("--json")[1])
    assert found["can_run"] is True
    assert {"group", "name", "state", "detail", "remedy"} == set(found["findings"][0])


def test_it_imports_nothing_that_may_be_missing() -> None:
    heavy = "cv2 numpy PIL pypdfium2 pydantic onnxruntime rapidocr pytesseract spacy".split()
    check = f"import sys; from extractor import doctor; doctor.examine(); print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_missing_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.NEEDED, "no-such-library", "nothing")
    code, said = run()
    assert code == 5
    assert "pip install no-such-library" in said
    assert "cannot be extracted" in said


def test_without_tesseract_the_main_job_can_still_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = run()
    assert code == 0
    assert "tesseract-ocr" in said or "brew" in said or "wiki" in said


def test_without_any_engine_it_cannot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from importlib import metadata

    def none(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(metadata, "files", none)
    code, said = run()
    assert code == 5
    assert "neither rapidocr nor Tesseract" in said


def test_a_shared_library_that_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", {"libNoSuchThing.so.9": "libnosuchthing9"})
    monkeypatch.setattr(sys, "platform", "linux")
    assert "apt-get install libnosuchthing9" in run()[1]
