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


class RapidEngine:
    """Reads the whole picture; regions order what was read (this engine finds the lines itself)."""

    name = "rapidocr"

    def __init__(self, detector: DetectorSettings | None = None, recogniser: RecogniserSettings | None = None) -> None:
        self._detector = detector
        self._recogniser = recogniser

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.detector import DetectorSettings, detect
        from extractor.ocr.lines import in_rows
        from extractor.ocr.recogniser import RecogniserSettings

        boxes = in_rows(detect(image, self._detector or DetectorSettings()))
        settings = self._recogniser or RecogniserSettings()
        words = [word for box in boxes for word in _read_line(image, box, settings)]
        return tuple(sorted(words, key=lambda word: _region_of(word, regions))) if regions else tuple(words)


def _read_line(image: NDArray[np.uint8], box: TextBox, settings: RecogniserSettings) -> list[Word]:
    from extractor.ocr.lines import crop, part_of
    from extractor.ocr.recogniser import recognise

    height, width = image.shape[:2]
    return [
        Word(word.text, part_of(box, word.start, word.end, width, height), confidence=word.confidence, alternatives=word.alternatives)
        for word in recognise(crop(image, box), settings)
    ]


def _region_of(word: Word, regions: Sequence[Region]) -> int:
    """The number of the region a word stands in; outside of all of them, of the region that is nearest."""
    x, y = word.box.center

    def distance(number: int) -> float:
        box = regions[number].box
        return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)

    return min(range(len(regions)), key=distance)
