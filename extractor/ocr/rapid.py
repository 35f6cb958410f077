"""Our reader on the models of rapidocr: detector on a small copy, recogniser line by line on the full-resolution page.

Used apart, the two models give what rapidocr's own pipeline gives, at less than half its CPU.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, Word
from extractor.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ocr.detector import DetectorSettings, TextBox
    from extractor.ocr.recogniser import RecogniserSettings

    ReadLine = tuple[TextBox, NDArray[np.uint8], NDArray[np.float32]]


# Up to this height a tall box is taken for a single letter unless it reads better by so much when turned.
LETTER = 3.0
UPRIGHT_BONUS = 0.5

# A line is read at this part of its width, and again at its full width where a letter is less sure than SURE; a page is clean
# while no more than a quarter of its lines (and the first two) had to be read again.
SQUEEZE = 0.8
SURE = 0.9
CLEAN = 0.25
FIRST = 2


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

    def __init__(self, detector: DetectorSettings | None = None, recogniser: RecogniserSettings | None = None) -> None:
        self._detector = detector
        self._recogniser = recogniser

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        from extractor.ocr.context import ContextSettings, has_accents, read_in_context
        from extractor.ocr.detector import DetectorSettings, detect
        from extractor.ocr.ink import fit_words, ink_columns
        from extractor.ocr.lines import in_rows, part_of
        from extractor.ocr.recogniser import RecogniserSettings, rows_to_signs, signs_to_words

        if not writes(language):
            raise EngineError(
                f"rapidocr's models are used for Latin letters only, not for {language!r}",
                hint="choose --engine tesseract with that language's data installed",
                code="language_missing",
            )
        height, width = image.shape[:2]
        reading, context = self._recogniser or RecogniserSettings(), ContextSettings()
        lines = _read_lines(image, in_rows(detect(image, self._detector or DetectorSettings())))
        # Whether the page's language has accents is told by the whole page, before any doubtful letter is settled.
        accents = language not in (None, "en") or has_accents(signs_to_words(rows_to_signs(rows, reading)) for _, _, rows in lines)
        words = [
            Word(word.text, part_of(box, word.start, word.end, width, height), word.confidence, alternatives=word.alternatives)
            for box, cut, rows in lines
            for word in fit_words(read_in_context(rows, reading, context, accents=accents), ink_columns(cut))
        ]
        return tuple(sorted(words, key=lambda word: _region_of(word, regions))) if regions else tuple(words)


def _read_lines(image: NDArray[np.uint8], boxes: Sequence[TextBox]) -> list[ReadLine]:
    """Every box in the direction in which it reads best, its crop and the recogniser's rows.

    The recogniser's work is the width of its crops. Clean print reads as well from narrower ones: lines are squeezed, and read
    again as they are when a letter is in doubt, for as long as the page shows that this pays.
    """
    from extractor.ocr.lines import crop, ways
    from extractor.ocr.recogniser import least_sure, probabilities, sureness

    lines: list[ReadLine] = []
    squeezed = again = 0
    for box in boxes:
        found = ways(box)
        if len(found) > 1:
            tried = [(way, cut, probabilities(cut)) for way in found for cut in (crop(image, way),)]
            # A tall box is more often a 1 or an I than a word on its side; turned, a letter is read as a dash, and with confidence.
            bonus = UPRIGHT_BONUS if box.height < LETTER * box.width else 0.0
            lines.append(max(tried, key=lambda line, bonus=bonus, box=box: sureness(line[2]) + (bonus if line[0] is box else 0.0)))  # type: ignore[misc]
            continue
        cut = crop(image, box)
        if again > CLEAN * squeezed + FIRST:
            lines.append((box, cut, probabilities(cut)))
            continue
        squeezed += 1
        rows = probabilities(cut, SQUEEZE)
        if least_sure(rows) < SURE:
            again += 1
            rows = probabilities(cut)
        lines.append((box, cut, rows))
    return lines


def _region_of(word: Word, regions: Sequence[Region]) -> int:
    """The number of the region a word stands in; outside of all of them, of the region that is nearest."""
    x, y = word.box.center

    def distance(number: int) -> float:
        box = regions[number].box
        return max(box.left - x, 0.0, x - box.right) + max(box.top - y, 0.0, y - box.bottom)

    return min(range(len(regions)), key=distance)
