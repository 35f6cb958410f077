"""The language of a document, told from what is read of it: for engines that read better when they know."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.document import Region, RegionKind, Word
from extractor.geometry import Box
from extractor.ocr import OcrEngine
from extractor.schemas.label_files import language_words
from extractor.values._fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOG = logging.getLogger(__name__)

ENGLISH = "en"  # what engines read by when nothing tells
# A language is told by so many of its words, by such a share of all, and by so many times those of any other; a word of several
# languages counts for each by its share. Label words as well as function words: a receipt has few of these (docs/measurements/reading.md).
FEW, SHARE_OF_WORDS, TIMES = 4, 0.05, 1.5
# A first look is at every second region (the last of them from its top) until they make up this share of all.
SHARE = 0.4

_WORD = re.compile(r"[^\W\d_]{2,}")


def is_code(text: str) -> bool:
    """Whether a text is the code of a language (ISO 639-1, or 639-2 where there is none)."""
    from babel import Locale

    return text in Locale("en").languages


def language_of(words: Sequence[Word], known: Mapping[str, frozenset[str]]) -> str | None:
    """The language (ISO 639-1) whose words these are; None where they do not tell. `known` is folded: accents are what is misread first."""
    counts = Counter(part for word in words for part in _WORD.findall(fold(word.text)))
    shared = {word: sum(word in own for own in known.values()) for word in counts}
    scores = sorted(((sum(counts[word] / shared[word] for word in counts if word in own), language) for language, own in known.items()))
    (next_most, _), (most, language) = scores[-2:]
    return language if most >= max(FEW, SHARE_OF_WORDS * counts.total(), TIMES * next_most) else None


class PagesOfOneDocument:
    """Reads the pages of a document in their order: what one tells of the language holds for those that follow."""

    def __init__(self, language: str | None) -> None:
        self.language = language

    def read(self, engine: OcrEngine, image: NDArray[np.uint8], regions: Sequence[Region]) -> tuple[Word, ...]:
        """As `OcrEngine.read`. Where the engine names the languages that it can be told, a part of the page is read first, to tell."""
        offered: frozenset[str] = getattr(engine, "languages", frozenset)()
        if self.language or not offered:
            return engine.read(image, regions, self.language)
        part = first_look(image, regions)
        if part is not None:
            self._tell(engine.read(part), offered)
        words = engine.read(image, regions, self.language)
        if self.language is None and self._tell(words, offered):
            words = engine.read(image, regions, self.language) if self.language != ENGLISH else words
        return words

    def _tell(self, words: Sequence[Word], offered: frozenset[str]) -> bool:
        told = language_of(words, language_words())
        if told is not None and told not in offered:
            LOG.warning("the page seems to be in the language %r, which the OCR engine has no data for: read as English", told)
            told = ENGLISH
        self.language = told
        return told is not None


def first_look(image: NDArray[np.uint8], regions: Sequence[Region]) -> NDArray[np.uint8] | None:
    """A sample of the page's regions, one below the other (H x W x 3); None where there are none to choose from."""
    import numpy as np

    height, width = image.shape[:2]
    read = [region.box for region in regions if region.kind not in (RegionKind.FIGURE, RegionKind.SEPARATOR)]
    if len(read) < 2:
        return None
    left, chosen = SHARE * sum(box.area for box in read), list[Box]()
    for box in (*read[1::2], *read[::2]):
        if left > 0:
            chosen.append(Box(box.left, box.top, box.right, box.top + box.height * min(left / max(box.area, 1e-9), 1.0)))
            left -= box.area
    crops = [image[top:bottom, left:right] for left, top, right, bottom in (box.to_pixels(width, height) for box in chosen)]
    part = np.full((sum(len(crop) for crop in crops), max(crop.shape[1] for crop in crops), 3), 255, np.uint8)
    at = 0
    for crop in crops:
        part[at : at + len(crop), : crop.shape[1]] = crop
        at += len(crop)
    return part
