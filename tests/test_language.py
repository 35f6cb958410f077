"""The language of a document is told from its words, and only to engines that ask for one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractor.document import Region, RegionKind, Word
from extractor.geometry import Box
from extractor.language import PagesOfOneDocument, first_look, language_of
from extractor.ocr import tesseract
from extractor.pipeline import Options, read
from extractor.schemas.label_files import language_words

GERMAN = "Rechnung Nr. 17 vom 3. Mai; zahlbar bis 30 Tage ohne Abzug, bitte überweisen Sie den Betrag auf das Konto, Gesamtbetrag netto"
FRENCH = "Facture du 3 mai ; merci de régler le montant total avant la date d'échéance, TVA comprise, sur notre compte"
POLISH_MISREAD = "PARAGON FISKALNY sprzedaz opodatkowana razem do zaplaty suma naleznosé podatek wartosé"
ENGLISH = "Invoice of 3 May; please pay the total amount due within 30 days to our account, tax included, thank you"
NAMES = "Kowalski Müller 17 4711 Dupont X-200"


def spoken(text: str) -> list[Word]:
    return [Word(part, Box(0.1, 0.1, 0.2, 0.12)) for part in text.split()]


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (FRENCH, "fr"), (POLISH_MISREAD, "pl"), (ENGLISH, "en"), (NAMES, None), ("", None)]
)
def test_the_language_is_told_by_labels_and_function_words(text: str, language: str | None) -> None:
    assert language_of(spoken(text), language_words()) == language


PAGE = np.full((400, 300, 3), 255, np.uint8)
REGIONS = [Region(RegionKind.TEXT, Box(0.1, 0.1 + 0.2 * n, 0.9, 0.2 + 0.2 * n)) for n in range(4)]


class Engine:
    """Reads the same words from every picture, and notes what it was asked: was it a part of the page, in which language."""

    name = "fake"

    def __init__(self, text: str, languages: Sequence[str]) -> None:
        self.words, self.offered = tuple(spoken(text)), frozenset(languages)
        self.asked: list[tuple[str, str | None]] = []

    def languages(self) -> frozenset[str]:
        return self.offered

    def read(self, image: np.ndarray, regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        self.asked.append(("page" if image.shape == PAGE.shape else "part", language))
        return self.words


@pytest.mark.parametrize(
    ("text", "wish", "languages", "asked"),
    [
        (GERMAN, None, ("en", "de"), [("part", None), ("page", "de"), ("page", "de")]),  # told once, remembered
        (ENGLISH, None, ("en", "de"), [("part", None), ("page", "en"), ("page", "en")]),
        (GERMAN, "fr", ("en", "de", "fr"), [("page", "fr"), ("page", "fr")]),  # what the user says
        (GERMAN, None, (), [("page", None), ("page", None)]),  # an engine to which it is of no matter
        (NAMES, None, ("en", "de"), [("part", None), ("page", None)] * 2),  # nothing tells: not made up
        (FRENCH, None, ("en", "de"), [("part", None), ("page", "en"), ("page", "en")]),  # told, and no data for it
    ],
)
def test_an_engine_is_told_the_language(
    text: str, wish: str | None, languages: Sequence[str], asked: object, caplog: pytest.LogCaptureFixture
) -> None:
    engine, pages = Engine(text, languages), PagesOfOneDocument(wish)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            pages.read(engine, PAGE, REGIONS)
    assert engine.asked == asked
    assert ("no data for" in caplog.text) == (text == FRENCH)


def test_a_page_that_only_tells_as_a_whole_is_read_again() -> None:
    class Slow(Engine):
        def read(self, image: np.ndarray, regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
            words = super().read(image, regions, language)
            return words if image.shape == PAGE.shape else ()

    engine = Slow(GERMAN, ("en", "de"))
    PagesOfOneDocument(None).read(engine, PAGE, REGIONS)
    assert engine.asked == [("part", None), ("page", None), ("page", "de")]
    english = Slow(ENGLISH, ("en", "de"))
    PagesOfOneDocument(None).read(english, PAGE, REGIONS)
    assert english.asked == [("part", None), ("page", None)]  # read by English already


def test_the_first_look_is_at_a_part_of_the_text() -> None:
    part = first_look(PAGE, REGIONS)
    assert part is not None
    assert part.shape == (65, 240, 3)  # two of four regions, the second not to its end
    assert first_look(PAGE, REGIONS[:1]) is None
    assert first_look(PAGE, [Region(RegionKind.FIGURE, Box(0, 0, 1, 1))] * 3) is None


@pytest.mark.engine
def test_a_german_scan_is_read_with_its_umlauts(tmp_path: Path) -> None:
    if "deu" not in tesseract.installed_languages():
        pytest.skip("Tesseract's German is not installed")
    image = np.full((700, 1100, 3), 255, np.uint8)
    lines = ["Rechnung Nr. 17", "Bitte überweisen Sie den Betrag", "für die Prüfung der Geräte", "ohne Abzug auf das Konto", "Gesamtbetrag"]
    for number, line in enumerate(lines):
        cv2.putText(image, line, (60, 90 + 110 * number), (10, 10, 10), cv2.FontFace("sans"), 34)
    path = tmp_path / "scan.png"
    Image.fromarray(image).save(path)
    _, (reading,) = read(path, Options(engine="tesseract"))
    assert reading.language == "de"
    assert {"überweisen", "für", "Prüfung", "Geräte"} <= {word.text for word in reading.words}
