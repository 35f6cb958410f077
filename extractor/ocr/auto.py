"""`auto`: the better engine for the page at hand, or whichever is installed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, Word
from extractor.errors import EngineError
from extractor.ocr.rapid import RapidEngine
from extractor.ocr.tesseract import TesseractEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOG = logging.getLogger(__name__)


class AutoEngine:
    """Reads with our reader; with Tesseract where that is missing."""

    name = "auto"

    def __init__(self) -> None:
        self._rapid = RapidEngine()
        self._tesseract = TesseractEngine()

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        try:
            return self._rapid.read(image, regions, language)
        except EngineError as problem:
            LOG.warning("%s: reading with Tesseract in its place", problem)
        return self._tesseract.read(image, regions, language)
