"""Our reader on the models of rapidocr: detector on a small copy, recogniser line by line on the full-resolution page.

Used apart, the two models give what rapidocr's own pipeline gives, at less than half its CPU.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ocr.detector import DetectorSettings, TextBox
    from extractor.ocr.recogniser import RecogniserSettings


# Up to this height a tall box is taken for a single letter unless it reads better by so much when turned.
LETTER = 3.0
UPRIGHT_BONUS = 0.5


class RapidEngine:
    """Reads the whole picture; regions order what was read (this engine finds the lines itself)."""

    name = "rapidocr"

    def __init__(self, detector: DetectorSettings | None = None, recogniser: RecogniserSettings | None = None) -> None:
        self._detector = detector
        self._recogniser = recogniser

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.context import ContextSettings, has_accents, read_in_context
        from extractor.ocr.detector import DetectorSettings, detect
        from extractor.ocr.ink import fit_words, ink_columns
        from extractor.ocr.lines import in_rows, part_of
        from extractor.ocr.recogniser import RecogniserSettings, rows_to_signs, signs_to_words

        height, width = image.shape[:2]
        reading, context = self._recogniser or RecogniserSettings(), ContextSettings()
        lines = [_best_way(image, box) for box in in_rows(detect(image, self._detector or DetectorSettings()))]
        # Whether the page's language has accents is told by the whole page, before any doubtful letter is settled.
        accents = language not in (None, "en") or has_accents(signs_to_words(rows_to_signs(rows, reading)) for _, _, rows in lines)
        words = [
            Word(word.text, part_of(box, word.start, word.end, width, height), word.confidence, alternatives=word.alternatives)
            for box, cut, rows in lines
            for word in fit_words(read_in_context(rows, reading, context, accents=accents), ink_columns(cut))
        ]
        return tuple(sorted(words, key=lambda word: _region_of(word, regions))) if regions else tuple(words)


def _best_way(image: NDArray[np.uint8], box: TextBox) -> tuple[TextBox, NDArray[np.uint8], NDArray[np.float32]]:
    """The box in the direction in which it reads best, its crop and the recogniser's rows."""
    from extractor.ocr.lines import crop, ways
    from extractor.ocr.recogniser import probabilities, sureness

    read = [(way, cut, probabilities(cut)) for way in ways(box) for cut in (crop(image, way),)]
    if len(read) == 1:
        return read[0]
    # A tall box is more often a 1 or an I than a word on its side; turned, a letter is read as a dash, and with confidence.
    upright = UPRIGHT_BONUS if box.height < LETTER * box.width else 0.0
    return max(read, key=lambda way: sureness(way[2]) + (upright if way[0] is box else 0.0))


def _region_of(word: Word, regions: Sequence[Region]) -> int:
    """The number of the region a word stands in; outside of all of them, of the region that is nearest."""
    x, y = word.box.center

    def distance(number: int) -> float:
        box = regions[number].box
        return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)

    return min(range(len(regions)), key=distance)
