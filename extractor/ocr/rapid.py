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
        return _by_region(words, regions) if words and regions else words


class FastEngine(RapidEngine):
    """The same reader in a hurry: a smaller copy for the detector, narrower crops for the recogniser. About Tesseract's CPU."""

    name = "fast"

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.reader import FAST

        return RapidEngine(FAST).read(image, regions, language)


def _by_region(words: Sequence[Word], regions: Sequence[Region]) -> tuple[Word, ...]:
    """Words by the region they stand in; outside of all of them, by the one that is nearest."""
    import numpy as np

    x, y = np.array([word.box.center for word in words]).T[:, :, None]
    left, top, right, bottom = np.array([(region.box.left, region.box.top, region.box.right, region.box.bottom) for region in regions]).T
    away = np.maximum(np.maximum(left - x, x - right), 0) + np.maximum(np.maximum(top - y, y - bottom), 0)
    return tuple(words[number] for number in np.argsort(away.argmin(axis=1), kind="stable"))
