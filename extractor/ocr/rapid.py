"""Our reader on the models of rapidocr. Used apart, they give more than rapidocr's own pipeline does, at less than half its CPU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, Word
from extractor.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ocr.reader import ReaderSettings

# Languages in other scripts: what the recogniser cannot write is never handed to it.
OTHER_SCRIPTS = frozenset(
    ["ar", "be", "bg", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "kk", "ko", "mk", "ru", "sr", "ta", "te", "th", "uk", "ur", "zh"]
)


def writes(language: str | None) -> bool:
    """Whether this reader can write the language (an ISO 639-1 code; None: not known): those in Latin letters."""
    return (language or "").lower().split("-")[0] not in OTHER_SCRIPTS


class RapidEngine:
    """Reads the whole picture; regions order what was read (this engine finds the lines itself)."""

    name = "rapidocr"

    def __init__(self, settings: ReaderSettings | None = None) -> None:
        self._settings = settings

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.reader import BEST, read_page

        if not writes(language):
            raise EngineError(
                f"rapidocr's models are used for Latin letters only, not for {language!r}",
                hint="choose --engine tesseract with that language's data installed",
                code="language_missing",
            )
        words = read_page(image, self._settings or BEST, accents=language is not None and not language.lower().startswith("en"))
        return tuple(sorted(words, key=lambda word: _region_of(word, regions))) if regions else words


class FastEngine(RapidEngine):
    """The same reader in a hurry: a smaller copy for the detector, narrower crops for the recogniser. About Tesseract's CPU."""

    name = "fast"

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.reader import FAST

        return RapidEngine(FAST).read(image, regions, language)


def _region_of(word: Word, regions: Sequence[Region]) -> int:
    """The number of the region a word stands in; outside of all of them, of the region that is nearest."""
    x, y = word.box.center

    def distance(number: int) -> float:
        box = regions[number].box
        return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)

    return min(range(len(regions)), key=distance)
