"""The real engines, on small pictures drawn here."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor import Options, read
from extractor.document import Region, RegionKind, Word
from extractor.errors import EngineError, TimeLimitExceeded
from extractor.geometry import Box
from extractor.ocr import models, reader_of, tesseract
from extractor.ocr.auto import AutoEngine
from extractor.ocr.rapid import FastEngine, RapidEngine
from extractor.ocr.session import open_session
from extractor.ocr.tesseract import TesseractEngine

pytestmark = pytest.mark.engine

LINES = ("Invoice No. 2026-117", "Total amount 1,234.50 EUR", "Due date 21 November 2026")


def draw(lines: tuple[str, ...] = LINES, size: int = 28, width: int = 560, left: int = 30) -> np.ndarray:
    image = Image.new("RGB", (width, 40 + 60 * len(lines)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        pen.text((left, 25 + 60 * number), line, fill=(20, 20, 20), font=font)
    return np.asarray(image)


def text_of(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


@pytest.fixture(params=[TesseractEngine, RapidEngine, FastEngine, AutoEngine], ids=["tesseract", "rapidocr", "fast", "auto"])
def reader(request: pytest.FixtureRequest) -> Any:
    return request.param()


def test_lines_are_read_in_order(reader: Any) -> None:
    assert text_of(reader.read(draw())) == " ".join(LINES)


def test_boxes_hold_their_words(reader: Any) -> None:
    image = draw()
    words = reader.read(image)
    height, width = image.shape[:2]
    for word in words:
        left, top, right, bottom = word.box.to_pixels(width, height)
        assert (image[top:bottom, left:right] < 128).any(), word
        assert 0.0 <= word.confidence <= 1.0
    amount = next(word for word in words if word.text.startswith("1,234"))
    assert 0.35 < amount.box.left < amount.box.right < 0.75
    assert amount.box.width == pytest.approx(0.2, abs=0.06)


def test_a_blank_picture_has_no_words(reader: Any) -> None:
    assert reader.read(np.full((120, 200, 3), 255, np.uint8)) == ()


def test_the_same_picture_reads_the_same(reader: Any) -> None:
    assert reader.read(draw()) == reader.read(draw())


def test_regions_order_the_words_and_lose_none(reader: Any) -> None:
    image = draw()
    height = image.shape[0]
    regions = [Region(RegionKind.TEXT, Box(0.05, (20 + 60 * number) / height, 0.95, (60 + 60 * number) / height)) for number in (2, 0, 1)]
    assert text_of(reader.read(image, regions)) == " ".join((LINES[2], LINES[0], LINES[1]))


def test_words_seen_from_two_overlapping_regions_are_given_once() -> None:
    image = draw()
    regions = [Region(RegionKind.TEXT, Box(0, 0, 1, 0.62)), Region(RegionKind.TABLE, Box(0, 0.38, 1, 1))]
    assert text_of(TesseractEngine().read(image, regions)) == " ".join(LINES)


def test_one_process_reads_the_page_and_its_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = tesseract.run_tesseract

    def counted(*given: Any) -> str:
        calls.append(len(given[0]))
        return real(*given)

    monkeypatch.setattr(tesseract, "run_tesseract", counted)
    height = draw().shape[0]
    regions = [Region(RegionKind.TEXT, Box(0, (60 * n + 15) / height, 1, (60 * n + 65) / height)) for n in range(3)]
    TesseractEngine().read(draw(), regions)
    assert calls == [4]  # the regions, and the page for what they leave out
    calls.clear()
    TesseractEngine().read(draw(), [*regions[:2], Region(RegionKind.TABLE, regions[2].box)])
    assert calls == [3, 1]  # a table is read in another mode, and a mode holds for a process


def test_what_no_region_holds_is_read_all_the_same() -> None:
    height = draw().shape[0]
    first_line_alone = [Region(RegionKind.TEXT, Box(0, 15 / height, 1, 65 / height))]
    read = text_of(TesseractEngine().read(draw(), first_line_alone))
    assert all(word in read for line in LINES for word in line.split() if word.isalpha())


def test_accents_survive() -> None:
    import cv2

    line = "Übergröße café français señor"
    image = np.full((80, 700, 3), 255, np.uint8)
    cv2.putText(image, line, (20, 50), (20, 20, 20), cv2.FontFace("sans"), 30)
    assert text_of(RapidEngine().read(image)) == line


def test_a_slanted_line_is_read() -> None:
    image = Image.fromarray(draw(LINES[1:2], width=620)).rotate(6, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    assert text_of(RapidEngine().read(np.asarray(image))) == LINES[1]


def test_a_line_that_runs_upwards_is_read() -> None:
    image = np.rot90(draw(LINES[1:2]))
    words = RapidEngine().read(np.ascontiguousarray(image))
    assert text_of(words) == LINES[1]
    assert words[0].box.top > words[-1].box.bottom


def test_a_language_that_is_not_installed_names_the_package() -> None:
    if "isl" in tesseract.installed_languages():
        pytest.skip("Icelandic is installed here")
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr-isl") as caught:
        TesseractEngine().read(draw(), language="is")
    assert caught.value.code == "language_missing"


def test_an_unknown_language_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match="'xx' is not known"):
        TesseractEngine().read(draw(), language="xx")


@pytest.fixture
def fresh_languages() -> Iterator[None]:
    tesseract.installed_languages.cache_clear()
    yield
    tesseract.installed_languages.cache_clear()


@pytest.mark.usefixtures("fresh_languages")
def test_without_tesseract_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr"):
        TesseractEngine().read(draw())


@pytest.mark.usefixtures("fresh_languages")
def test_a_tesseract_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pytesseract

    pytesseract.get_tesseract_version(cached=True)
    tesseract.installed_languages()
    fake = tmp_path / "tesseract"
    fake.write_text(f'#!/bin/sh\necho $$ > "{tmp_path}/pid"\nexec {shutil.which("sleep")} 60\n')
    fake.chmod(fake.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(fake))
    began = time.monotonic()
    with pytest.raises(TimeLimitExceeded):
        TesseractEngine(seconds=0.5).read(draw())
    assert time.monotonic() - began < 10
    time.sleep(0.1)
    status = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/status")
    assert not status.exists() or "zombie" in status.read_text()


def test_auto_reads_with_tesseract_where_rapidocr_is_missing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    models.detector_session.cache_clear()
    models.recogniser_session.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            engine = AutoEngine()
            assert text_of(engine.read(draw())) == " ".join(LINES)
            assert reader_of(engine, None) == "tesseract"
        assert "rapidocr is not installed" in caplog.text
    finally:
        models.detector_session.cache_clear()
        models.recogniser_session.cache_clear()


def test_a_page_says_which_engine_read_it(tmp_path: Path) -> None:
    Image.fromarray(draw()).save(tmp_path / "page.png")
    for asked, reader in (("auto", "rapidocr"), ("fast", "fast"), ("tesseract", "tesseract")):
        _, (page,) = read(tmp_path / "page.png", Options(engine=asked))
        assert page.engine == reader


def test_without_any_engine_the_reasons_of_both_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = EngineError("rapidocr is gone", code="rapidocr_missing"), EngineError("Tesseract is gone", code="tesseract_missing")

    def gone(problem: EngineError) -> Any:
        def read(*_: object) -> None:
            raise problem

        return read

    monkeypatch.setattr(RapidEngine, "read", gone(missing[0]))
    monkeypatch.setattr(TesseractEngine, "read", gone(missing[1]))
    with pytest.raises(EngineError, match=r"rapidocr is gone; Tesseract is gone"):
        AutoEngine().read(draw())


def test_what_cannot_be_written_is_never_handed_over() -> None:
    with pytest.raises(EngineError, match="Latin letters only"):
        RapidEngine().read(draw(), language="ru")
    if "rus" not in tesseract.installed_languages():
        with pytest.raises(EngineError, match="tesseract-ocr-rus"):
            AutoEngine().read(draw(), language="ru")


def test_the_cut_recogniser_says_what_the_whole_one_says() -> None:
    whole = models.model_path(models.RECOGNISER).read_bytes()
    session, signs = models.recogniser_session(quick=False), models.recogniser_alphabet()
    line = np.random.default_rng(0).uniform(-1, 1, (1, 3, 48, 160)).astype(np.float32)
    full = open_session(whole).run(None, {"x": line})[0]
    cut = session.run(None, {"x": line})[0]
    assert cut.shape == (*full.shape[:2], len(signs))
    # A cut softmax is the full one scaled up: the blank against the space keeps its ratio.
    assert np.allclose(cut[..., 0] / cut[..., -1], full[..., 0] / full[..., -1], rtol=1e-2)
    assert len(signs) < 1500
    assert {"é", "ß", "ł", "ñ", "€", " "} <= set(signs)


def test_a_model_that_is_not_as_expected_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="matrix and a vector"):
        models.cut_classes(models.model_path(models.DETECTOR).read_bytes(), 18710, [0])
    with pytest.raises(EngineError, match="cannot be used"):
        open_session(b"\x08\x01")
    assert os.listdir(tmp_path) == []
