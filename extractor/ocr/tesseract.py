"""Tesseract through pytesseract: one process for the page and its regions, another for its tables, stopped when it takes too long.

The crops of the regions are written as PNG and named in a list file; the TSV's `page_num` then says which crop a word
stands in. That costs one start of Tesseract a page (0.15 CPU s) in place of one a region (7 to 16 times the work). The page
itself is one more picture of the list: where its reading and the regions' differ, the surer one stands, so that no word is
lost for being cut out. A page segmentation mode holds for a whole process; tables, pictures and stamps, where a page has some, need
one of their own and take a second process: without it clean invoices lose 1.5 % of their words (docs/measurements/reading.md).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.document import Region, RegionKind, Word
from extractor.errors import EngineError, TimeLimitExceeded
from extractor.geometry import WHOLE_PAGE, Box
from extractor.ocr.two_readings import joined
from extractor.quick import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Page segmentation modes: 4 = a column of text in several sizes, 11 = sparse text in no order.
TEXT_MODE = 4
SPARSE_MODE = 11

# Logos and stamps hold a few words in no order, and tables are read in no order too: as columns of text their words run together.
SPARSE = frozenset([RegionKind.FIGURE, RegionKind.STAMP, RegionKind.TABLE])

# A region is grown by this much (of the picture's shorter side) before it is cut out: crops that touch the letters lose words.
MARGIN = 0.012

PAGE = -1  # the whole page among the regions' numbers

# Two words that overlap by this much are one word, seen from two grown regions.
SAME_WORD_IOU = 0.4

# Tesseract's names for ISO 639-1 languages; Debian's packages are called after them (tesseract-ocr-deu).
CODES = {
    "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "eu": "eus", "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "hr": "hrv", "hu": "hun", "is": "isl", "it": "ita",
    "lt": "lit", "lv": "lav", "mt": "mlt", "nb": "nor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr",
}  # fmt: skip

_MISSING = EngineError(
    "Tesseract is not installed",
    hint="install it, on Debian or Ubuntu by `apt-get install tesseract-ocr`, or choose another engine by --engine rapidocr",
    code="tesseract_missing",
)


@dataclass(frozen=True, slots=True)
class TsvWord:
    """One word of Tesseract's TSV: which image of the list (from 0), pixels in that image, confidence 0..1, its line's key."""

    image: int
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str
    line: tuple[int, int, int]


def parse_tsv(tsv: str) -> tuple[TsvWord, ...]:
    """The words of a TSV as Tesseract 4 and 5 write it, in its order. Rows that are no words, or are damaged, are left out."""
    words = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            image, block, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[1:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        words.append(
            TsvWord(image - 1, left, top, width, height, min(max(confidence / 100, 0.0), 1.0), cells[11].strip(), (block, paragraph, line))
        )
    return tuple(words)


class TesseractEngine:
    """Reads the given regions, or the whole picture where there are none. `seconds` is how long one page may take."""

    name = "tesseract"

    def __init__(self, *, seconds: float = 120.0, page_mode: int = TEXT_MODE) -> None:
        self.seconds = seconds
        self.page_mode = page_mode

    def languages(self) -> frozenset[str]:
        """The languages (ISO 639-1) whose data is installed: a page read by its own loses fewest words."""
        installed = installed_languages()
        return frozenset(language for language, code in CODES.items() if code in installed)

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        code = tesseract_language(language)
        boxes = [(n, region) for n, region in enumerate(regions) if region.kind is not RegionKind.SEPARATOR]
        text = [(n, _grown(region.box, image.shape)) for n, region in boxes if region.kind not in SPARSE]
        sparse = [(n, _grown(region.box, image.shape)) for n, region in boxes if region.kind in SPARSE]
        read = [*self._read_boxes(image, [*text, (PAGE, WHOLE_PAGE)], code, self.page_mode)]
        found = [(n, word) for n, word in read if n != PAGE]
        found += self._read_boxes(image, sparse, code, SPARSE_MODE)
        found.sort(key=lambda numbered: numbered[0])  # stable: the order inside a region is Tesseract's
        return joined(_each_once(found, [region.box for region in regions]), [word for n, word in read if n == PAGE])

    def _read_boxes(self, image: NDArray[np.uint8], boxes: Sequence[tuple[int, Box]], code: str, mode: int) -> Iterator[tuple[int, Word]]:
        height, width = image.shape[:2]
        cuts = [(number, box.to_pixels(width, height)) for number, box in boxes]
        cuts = [(number, cut) for number, cut in cuts if cut[2] - cut[0] > 2 and cut[3] - cut[1] > 2]
        if not cuts:
            return
        tsv = run_tesseract([image[t:b, lft:r] for _, (lft, t, r, b) in cuts], code, mode, self.seconds)
        for word in parse_tsv(tsv):
            if not 0 <= word.image < len(cuts):
                continue
            number, (left, top, _, _) = cuts[word.image]
            box = Box.from_pixels(
                left + word.left, top + word.top, left + word.left + word.width, top + word.top + word.height, width, height
            )
            yield number, Word(word.text, box.clipped(), confidence=word.confidence)


def run_tesseract(images: Sequence[NDArray[np.uint8]], code: str, mode: int, seconds: float) -> str:
    """One Tesseract process over all the images (H x W x 3, RGB): its TSV.

    Raises EngineError when Tesseract is missing or fails, TimeLimitExceeded when it runs longer than `seconds`
    (the process is killed).
    """
    import cv2

    tesseract = _pytesseract()
    # Tesseract's own threads cost three times the CPU for nothing gained; pytesseract hands os.environ on.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    with tempfile.TemporaryDirectory(prefix="extractor-ocr-") as folder:
        names = []
        for number, image in enumerate(images):
            path = Path(folder, f"{number}.png")
            # Light compression: OpenCV's encoder at level 1 is four times as fast as Pillow's.
            if not cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), [cv2.IMWRITE_PNG_COMPRESSION, 1]):
                raise EngineError(f"the picture for Tesseract cannot be written to {folder}")
            names.append(str(path))
        listing = Path(folder, "list.txt")
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        try:
            return str(tesseract.image_to_data(str(listing), lang=code, config=f"--psm {mode}", timeout=seconds))
        except tesseract.TesseractNotFoundError as problem:
            raise _MISSING from problem
        except tesseract.TesseractError as problem:
            raise EngineError(f"Tesseract failed: {problem.message}") from problem
        except RuntimeError as problem:  # pytesseract's way to say that it killed the process
            raise TimeLimitExceeded(f"Tesseract took longer than {seconds:g} seconds on one page") from problem


def tesseract_language(language: str | None) -> str:
    """Tesseract's code for an ISO 639-1 one (None: English). Raises EngineError when it is unknown or not installed."""
    installed = installed_languages()
    code = CODES.get((language or "en").lower().split("-")[0])
    if code is None:
        raise EngineError(
            f"the language {language!r} is not known", hint="give an ISO 639-1 code such as en, de or fr", code="language_missing"
        )
    if code not in installed:
        raise EngineError(
            f"Tesseract lacks the language {language or 'en'!r}",
            hint=f"install its data, on Debian or Ubuntu by `apt-get install tesseract-ocr-{code}`",
            code="language_missing",
        )
    return code


@lru_cache(maxsize=1)
def installed_languages() -> frozenset[str]:
    """Tesseract's codes of the languages installed. Raises EngineError when Tesseract itself is missing."""
    tesseract = _pytesseract()
    if shutil.which(tesseract.pytesseract.tesseract_cmd) is None:
        raise _MISSING
    try:
        return frozenset(tesseract.get_languages())
    except tesseract.TesseractNotFoundError as problem:
        raise _MISSING from problem


@lru_cache(maxsize=1)
def _pytesseract() -> Any:
    try:
        import pytesseract
    except ImportError as problem:
        raise EngineError("pytesseract is not installed", hint="pip install pytesseract", code="tesseract_missing") from problem
    return pytesseract


def _grown(box: Box, shape: tuple[int, ...]) -> Box:
    height, width = shape[:2]
    pixels = MARGIN * min(height, width)
    return box.grown(pixels / width, pixels / height)


def _each_once(found: Sequence[tuple[int, Word]], boxes: Sequence[Box]) -> tuple[Word, ...]:
    """Words seen from two grown regions are kept once, in the region they lie in (else where they are read with more confidence)."""
    kept: list[tuple[int, Word]] = []
    for number, word in found:
        rival = next((i for i, (other, seen) in enumerate(kept) if other != number and seen.box.iou(word.box) > SAME_WORD_IOU), None)
        if rival is None:
            kept.append((number, word))
            continue
        standing = kept[rival]
        if _rank(word, boxes[number]) > _rank(standing[1], boxes[standing[0]]):
            del kept[rival]
            kept.append((number, word))
    return tuple(word for _, word in sorted(kept, key=lambda numbered: numbered[0]))


def _rank(word: Word, region: Box) -> tuple[bool, float]:
    return region.contains_point(*word.box.center), word.confidence
