"""`auto`: the better engine for the page at hand.

That is our reader on the models of rapidocr: on receipts, forms and clean print alike it reads more words right than Tesseract
(docs/measurements/reading.md), and on clean print it costs little more. Tesseract reads what our reader cannot write
(Cyrillic, Greek), and everything where rapidocr is not installed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, Word
from extractor.errors import EngineError
from extractor.ocr.rapid import RapidEngine, writes
from extractor.ocr.tesseract import TesseractEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOG = logging.getLogger(__name__)


class AutoEngine:
    """Raises EngineError only where neither engine can read the page, with the reasons of both."""

    name = "auto"

    def __init__(self) -> None:
        self._rapid = RapidEngine()
        self._tesseract = TesseractEngine()
        self._missing: EngineError | None = None

    def languages(self) -> frozenset[str]:
        """Those of Tesseract where it reads in place of ours, which needs none; told before a page is read, so that all are read alike."""
        from extractor.ocr.models import installed

        return frozenset() if installed() else self._tesseract.languages()

    def reads_with(self, language: str | None) -> str:
        """Which of the two reads such pages, as far as this process has found out."""
        return self._rapid.name if writes(language) and self._missing is None else self._tesseract.name

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        if not writes(language):
            return self._tesseract.read(image, regions, language)
        if self._missing is None:
            try:
                return self._rapid.read(image, regions, language)
            except EngineError as problem:
                self._missing = problem  # said once a process
                LOG.warning("%s; reading with Tesseract in its place", problem)
        try:
            return self._tesseract.read(image, regions, language)
        except EngineError as problem:
            raise EngineError(
                f"no OCR engine can be used: {self._missing.message}; {problem.message}", hint=problem.hint, code=problem.code
            ) from problem
