"""Pages to readings: a usable text layer is taken as it is, any other page is straightened and its picture read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import Document, Page, Reading, Ruling, TextLayer, Word
from extractor.geometry import Transform
from extractor.options import Options
from extractor.timing import Stopwatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READ_AT_DPI = 200.0  # for vector pages; 300 gains nothing on clean pages and costs twice


def read_pages(document: Document, wishes: Options, clock: Stopwatch) -> tuple[Reading, ...]:
    """One reading a page, in page order."""
    return tuple(read_page(page, wishes, clock) for page in document.pages)


def read_page(page: Page, wishes: Options, clock: Stopwatch) -> Reading:
    from extractor.layout import arrange

    if page.text_layer is TextLayer.USABLE and not wishes.force_ocr:
        seen = Seen(page.words, page.rulings, page.width, page.height, Transform.identity(), "text_layer")
    else:
        seen = see(page, wishes, clock)
    regions = arrange(seen.words, seen.rulings, seen.width, seen.height)
    clock.lap("layout")
    return Reading(page.number, seen.width, seen.height, seen.engine, regions, seen.rulings, wishes.language, seen.transform)


def _sureness(crops: Sequence[NDArray[np.uint8]]) -> list[float]:
    """How sure the recogniser is of each line: asked where letters alone leave open which way up a page is."""
    from extractor.ocr.recogniser import probabilities, sureness

    return [sureness(probabilities(crop)) for crop in crops]


@dataclass(frozen=True, slots=True)
class Seen:
    """Words and rulings of a page before they are arranged, in the straightened page (points wide and high)."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    width: float
    height: float
    transform: Transform
    engine: str


def see(page: Page, wishes: Options, clock: Stopwatch) -> Seen:
    """A page's picture, straightened and read."""
    from extractor import ocr
    from extractor.layout import regions_in_picture, rulings_in_picture
    from extractor.straighten import straighten

    engine = ocr.engine(wishes.engine)
    picture = page.picture.pixels(READ_AT_DPI)
    clock.lap("load")
    straight = straighten(picture, _sureness)
    clock.lap("straighten")
    height, width = straight.image.shape[:2]
    turned = (width > height) != (picture.shape[1] > picture.shape[0])
    page_width = page.height if turned else page.width
    rulings = rulings_in_picture(straight.image)
    regions = regions_in_picture(straight.image)
    clock.lap("layout")
    words = engine.read(straight.image, regions, wishes.language)
    clock.lap("read")
    # A sheet cut out of a photo has proportions of its own.
    return Seen(words, rulings, page_width, page_width * height / width, straight.transform, engine.name)
