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

    from extractor.ocr.detector import DetectorSettings
    from extractor.ocr.recogniser import RecogniserSettings


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
        from extractor.ocr.lines import crop, in_rows, part_of
        from extractor.ocr.recogniser import RecogniserSettings, probabilities, rows_to_signs, signs_to_words

        height, width = image.shape[:2]
        reading, context = self._recogniser or RecogniserSettings(), ContextSettings()
        boxes = in_rows(detect(image, self._detector or DetectorSettings()))
        crops = [crop(image, box) for box in boxes]
        rows = [probabilities(cut) for cut in crops]
        # Whether the page's language has accents is told by the whole page, before any doubtful letter is settled.
        accents = language not in (None, "en") or has_accents(signs_to_words(rows_to_signs(line, reading)) for line in rows)
        words = [
            Word(word.text, part_of(box, word.start, word.end, width, height), word.confidence, alternatives=word.alternatives)
            for box, cut, line in zip(boxes, crops, rows, strict=True)
            for word in fit_words(read_in_context(line, reading, context, accents=accents), ink_columns(cut))
        ]
        return tuple(sorted(words, key=lambda word: _region_of(word, regions))) if regions else tuple(words)


def _region_of(word: Word, regions: Sequence[Region]) -> int:
    """The number of the region a word stands in; outside of all of them, of the region that is nearest."""
    x, y = word.box.center

    def distance(number: int) -> float:
        box = regions[number].box
        return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)

    return min(range(len(regions)), key=distance)
