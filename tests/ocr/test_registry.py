from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

import extractor.ocr as ocr
from extractor.document import Word
from extractor.errors import EngineError


class Foreign:
    name = "foreign"

    def read(self, image: object, regions: object = (), language: object = None) -> tuple[Word, ...]:
        return ()


class NoEngine:
    pass


def fails() -> None:
    raise OSError("a library is missing")


def offer(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str]) -> None:
    made = [EntryPoint(name, value, ocr.ENTRY_POINT_GROUP) for name, value in points]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: made if group == ocr.ENTRY_POINT_GROUP else [])
    ocr.engine.cache_clear()


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"'nope'.*auto, tesseract, rapidocr"):
        ocr.engine("nope")


def test_an_engine_is_made_once() -> None:
    assert ocr.engine("tesseract") is ocr.engine("tesseract")


def test_every_built_in_is_what_its_name_says() -> None:
    for name in ocr.BUILT_IN:
        made = ocr.engine(name)
        assert isinstance(made, ocr.OcrEngine)
        assert made.name == name


def test_an_engine_of_another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, ("foreign", f"{__name__}:Foreign"))
    assert ocr.engine("foreign").name == "foreign"
    assert "foreign" in ocr.engine_names()


def test_two_packages_that_claim_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, ("foreign", f"{__name__}:Foreign"), ("foreign", "other.package:Thing"))
    with pytest.raises(EngineError, match=r"offered twice.*Foreign.*other\.package:Thing"):
        ocr.engine("foreign")


@pytest.mark.parametrize(("what", "says"), [("NoEngine", "no OCR engine"), ("fails", "a library is missing"), ("absent", "does not start")])
def test_a_foreign_engine_that_is_broken(monkeypatch: pytest.MonkeyPatch, what: str, says: str) -> None:
    offer(monkeypatch, ("broken", f"{__name__}:{what}"))
    with pytest.raises(EngineError, match=says):
        ocr.engine("broken")


def test_asking_for_an_engine_imports_nothing_heavy() -> None:
    code = (
        "import sys; from extractor.ocr import engine; [engine(n) for n in ('auto', 'tesseract', 'rapidocr')];"
        "print([m for m in ('cv2', 'onnxruntime', 'rapidocr', 'pytesseract', 'numpy') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
