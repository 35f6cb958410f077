"""One page read: detector on a small copy, recogniser line by line on the full-resolution page, doubtful letters in context."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from extractor.document import Word
from extractor.ocr.closer import CLEAR, LEAST_SURE, boxes_within, may_be_block, usual_height
from extractor.ocr.context import ContextSettings, has_accents, read_in_context
from extractor.ocr.detector import DetectorSettings, TextBox, detect
from extractor.ocr.ink import fit_words, ink_columns
from extractor.ocr.lines import crop, in_rows, part_of, ways
from extractor.ocr.lone import is_sure, lone_boxes
from extractor.ocr.recogniser import ReadWord, RecogniserSettings, Sign, least_sure, probabilities, rows_to_signs, signs_to_words, sureness
from extractor.quick import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Up to this height a tall box is taken for a single letter unless it reads better by so much when turned.
LETTER = 3.0
UPRIGHT_BONUS = 0.5

# So many lines may be read twice before a page is judged.
FIRST = 2


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """A line is read quickly at the part `squeeze` of its width, and again at its full width where a letter is less sure than
    `sure`, for as long as no more than the part `clean` of the page's lines had to be read again. The second reading is quick too
    for as long as no more than the part `printed` had: clean print gains nothing by care."""

    squeeze: float = 0.75
    sure: float = 0.85
    clean: float = 0.5
    printed: float = 0.15
    detector: DetectorSettings = field(default_factory=DetectorSettings)
    recogniser: RecogniserSettings = field(default_factory=RecogniserSettings)
    context: ContextSettings = field(default_factory=ContextSettings)


BEST = ReaderSettings()
FAST = ReaderSettings(squeeze=0.7, sure=0.75, clean=1.0, detector=DetectorSettings(letter=8.0, smallest=704))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A box in the direction in which it is read, its crop (h x w x 3) and the recogniser's rows (rows x signs)."""

    box: TextBox
    crop: NDArray[np.uint8]
    rows: NDArray[np.float32]


def read_page(image: NDArray[np.uint8], settings: ReaderSettings = BEST, *, accents: bool = False) -> tuple[Word, ...]:
    """The words of a picture (H x W x 3, RGB, 8 bit), row by row; their boxes are fractions of it.

    `accents`: the language is known to have them; else the page tells. Raises EngineError where the models are missing.
    """
    height, width = image.shape[:2]
    boxes = detect(image, settings.detector)
    lone = lone_boxes(image, boxes)
    once = frozenset(id(box) for box in lone)
    lines = read_lines(image, in_rows([*boxes, *lone]), settings, once)
    lines = [line for line in lines if id(line.box) not in once or _is_sign(line, settings)]
    lines = _taken_apart(image, lines, usual_height(boxes), settings)
    plain = [rows_to_signs(line.rows, settings.recogniser) for line in lines]
    # Told by the whole page, before any doubtful letter is settled.
    accents = accents or has_accents(signs_to_words(signs) for signs in plain)
    return tuple(
        Word(word.text, part_of(line.box, word.start, word.end, width, height), word.confidence, alternatives=word.alternatives)
        for line, signs in zip(lines, plain, strict=True)
        for word in fit_words(_words(line, signs, settings, accents), ink_columns(line.crop))
    )


def _words(line: ReadLine, plain: tuple[Sign, ...], settings: ReaderSettings, accents: bool) -> tuple[ReadWord, ...]:
    return read_in_context(line.rows, plain, settings.recogniser, settings.context, accents=accents)


def read_lines(
    image: NDArray[np.uint8], boxes: Sequence[TextBox], settings: ReaderSettings, once: Collection[int] = frozenset()
) -> list[ReadLine]:
    """Every box read in its best direction; those whose `id` is in `once` quickly and no more: what is in doubt of them is nothing.

    The recogniser's work is the width of its crops, and how exactly it reckons. Clean print reads as well from narrower ones and in
    whole numbers: lines are read so first, and again with care when a letter is in doubt, for as long as the page shows that this pays.
    """
    lines: list[ReadLine] = []
    quickly = again = 0
    for box in boxes:
        found = ways(box)
        if len(found) > 1:
            lines.append(_best_way(image, box, found, settings))
            continue
        cut = crop(image, box)
        if id(box) in once or again > settings.clean * quickly + FIRST:
            lines.append(ReadLine(box, cut, probabilities(cut, quick=id(box) in once)))
            continue
        quickly += 1
        rows = probabilities(cut, settings.squeeze, quick=True)
        if least_sure(rows) < settings.sure:
            again += 1
            rows = probabilities(cut, quick=again <= settings.printed * quickly + FIRST)
        lines.append(ReadLine(box, cut, rows))
    return lines


def _taken_apart(image: NDArray[np.uint8], lines: Sequence[ReadLine], usual: float, settings: ReaderSettings) -> list[ReadLine]:
    """The lines, those that turn out to be several in the place of the one that they were seen as."""
    parts: list[ReadLine] = []
    for line in lines:
        best = [line]
        if may_be_block(line.box, usual, sureness(line.rows)):
            others = [other.box for other in lines if other is not line]
            for boxes in boxes_within(image, line.box, others, settings.detector):
                if len(boxes) < 2:
                    break  # large letters, and no lines
                seen = [one for one in read_lines(image, in_rows(boxes), settings) if sureness(one.rows) >= LEAST_SURE]
                if len(seen) > 1 and _read_of(seen, settings) > _read_of(best, settings):
                    best = seen
                    if min(sureness(one.rows) for one in seen) >= CLEAR:
                        break
        parts += best
    return parts


def _read_of(lines: Sequence[ReadLine], settings: ReaderSettings) -> float:
    """How many signs were read, each as far as its line is sure."""
    return sum(sureness(line.rows) * len(rows_to_signs(line.rows, settings.recogniser)) for line in lines)


def _is_sign(line: ReadLine, settings: ReaderSettings) -> bool:
    return is_sure("".join(sign.text for sign in rows_to_signs(line.rows, settings.recogniser)), sureness(line.rows))


def _best_way(image: NDArray[np.uint8], box: TextBox, found: Sequence[TextBox], settings: ReaderSettings) -> ReadLine:
    # A tall box is more often a 1 or an I than a word on its side; turned, a letter is read as a dash, and with confidence.
    upright = UPRIGHT_BONUS if box.height < LETTER * box.width else 0.0
    lines = []
    for way in found:
        cut = crop(image, way)
        rows = probabilities(cut, quick=True)
        lines.append((sureness(rows) + (upright if way is box else 0.0), ReadLine(way, cut, rows)))
    best = max(lines, key=lambda scored: scored[0])[1]
    return best if least_sure(best.rows) >= settings.sure else replace(best, rows=probabilities(best.crop))
