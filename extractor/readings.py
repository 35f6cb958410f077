"""Pages to readings: a usable text layer is taken as it is, any other page is straightened and its picture read."""

from __future__ import annotations

from typing import Protocol

from extractor.document import Document, Page, Reading, TextLayer
from extractor.timing import Stopwatch

READ_AT_DPI = 200.0  # for vector pages; 300 gains nothing on clean pages and costs twice


class Wishes(Protocol):
    """The part of pipeline.Options that reading needs."""

    @property
    def engine(self) -> str: ...
    @property
    def force_ocr(self) -> bool: ...
    @property
    def language(self) -> str | None: ...


def read_pages(document: Document, wishes: Wishes, clock: Stopwatch) -> tuple[Reading, ...]:
    """One reading a page, in page order."""
    return tuple(read_page(page, wishes, clock) for page in document.pages)


def read_page(page: Page, wishes: Wishes, clock: Stopwatch) -> Reading:
    if page.text_layer is TextLayer.USABLE and not wishes.force_ocr:
        from extractor.layout import arrange

        regions = arrange(page.words, page.rulings, page.width, page.height)
        clock.lap("layout")
        return Reading(page.number, page.width, page.height, "text_layer", regions, page.rulings, wishes.language)
    return _read_picture(page, wishes, clock)


def _read_picture(page: Page, wishes: Wishes, clock: Stopwatch) -> Reading:
    from extractor import ocr
    from extractor.layout import arrange, regions_in_picture, rulings_in_picture
    from extractor.straighten import straighten

    engine = ocr.engine(wishes.engine)
    picture = page.picture.pixels(READ_AT_DPI)
    clock.lap("load")
    straight = straighten(picture)
    clock.lap("straighten")
    height, width = straight.image.shape[:2]
    turned = (width > height) != (picture.shape[1] > picture.shape[0])
    page_width, page_height = (page.height, page.width) if turned else (page.width, page.height)
    page_height = page_width * height / width  # a sheet cut out of a photo has its own proportions
    rulings = rulings_in_picture(straight.image)
    regions = regions_in_picture(straight.image)
    clock.lap("layout")
    words = engine.read(straight.image, regions, wishes.language)
    clock.lap("read")
    arranged = arrange(words, rulings, page_width, page_height)
    clock.lap("layout")
    return Reading(page.number, page_width, page_height, engine.name, arranged, rulings, wishes.language, straight.transform)


