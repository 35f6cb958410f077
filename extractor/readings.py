"""Pages to readings: a usable text layer is taken as it is, any other page is straightened and its picture read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from extractor.document import TEXT_LAYER, Document, Page, Reading, Region, RegionKind, Ruling, TextLayer, Word
from extractor.geometry import Transform
from extractor.language import PagesOfOneDocument
from extractor.options import Options
from extractor.pixels import on_one_core
from extractor.quick import dataclass
from extractor.timing import Stopwatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ocr import OcrEngine
    from extractor.straighten import Straightened

# Engines that read more where shadow and pale print are evened out; ours reads through them (docs/measurements/straighten.md).
NEED_LIGHT = frozenset(["tesseract"])
READ_AT_DPI = 200.0  # for vector pages; 300 gains nothing on clean pages and costs twice


def read_pages(document: Document, wishes: Options, clock: Stopwatch) -> tuple[Reading, ...]:
    """In page order, one reading a page; one a sheet where several lie on a page's picture."""
    pages = PagesOfOneDocument(wishes.language)
    return tuple(reading for page in document.pages for reading in read_page(page, wishes, clock, pages))


def read_page(page: Page, wishes: Options, clock: Stopwatch, pages: PagesOfOneDocument) -> tuple[Reading, ...]:
    from extractor.layout import arrange, detected, levelled, with_marks

    has_text = page.text_layer is TextLayer.USABLE and not wishes.force_ocr
    with nullcontext() if has_text else on_one_core():
        first = drawn(page, wishes, pages.language) if has_text else see(page, wishes, clock, pages)
    readings = []
    sheets = (first, *first.others)
    for number, seen in enumerate(sheets, 1):
        words, bend = (seen.words, None) if has_text else levelled(seen.words, seen.width, seen.height)
        regions = detected.named(arrange(words, seen.rulings, seen.width, seen.height), seen.detected)
        regions = with_marks(regions, seen.rulings, seen.pictures)
        sheet = number if len(sheets) > 1 else 0
        readings.append(
            Reading(
                page.number,
                seen.width,
                seen.height,
                seen.engine,
                regions,
                rulings=seen.rulings,
                language=seen.language,
                transform=seen.transform,
                sheet=sheet,
                bend=bend,
            )
        )
    clock.lap("layout")
    return tuple(readings)


def _sureness(clock: Stopwatch, crops: Sequence[NDArray[np.uint8]]) -> list[float]:
    """How sure the recogniser is of each line: asked where letters alone leave open which way up a page is. That too is reading."""
    from extractor.ocr.recogniser import probabilities, sureness

    clock.lap("straighten")
    sure = [sureness(probabilities(crop, quick=True)) for crop in crops]
    clock.lap("read")
    return sure


@dataclass(frozen=True, slots=True)
class Seen:
    """A page before it is arranged, in the straightened page (points wide and high): what is read and drawn on it."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    width: float
    height: float
    transform: Transform
    engine: str
    language: str | None
    pictures: tuple[Region, ...] = ()  # FIGURE and STAMP, without lines
    detected: tuple[Region, ...] = ()  # by a trained detector, where one is asked for
    others: tuple[Seen, ...] = ()  # the other sheets on the same picture


def drawn(page: Page, wishes: Options, language: str | None) -> Seen:
    """A page with a text layer: nothing is read from its picture, which is made for a trained detector alone."""
    from extractor.layout import detected, pictures_to_regions

    found = _detected(page.picture.pixels(READ_AT_DPI), wishes) if wishes.layout_model else ()
    pictures = (*pictures_to_regions(page.figures), *detected.pictures(found))
    return Seen(page.words, page.rulings, page.width, page.height, Transform.identity(), TEXT_LAYER, language, pictures, found)


def see(page: Page, wishes: Options, clock: Stopwatch, pages: PagesOfOneDocument) -> Seen:
    """A page's picture, straightened and read: the first sheet on it, with the others, where several lie on it."""
    from extractor import ocr
    from extractor.straighten import straighten_each

    engine = ocr.engine(wishes.engine)
    picture = page.picture.pixels(READ_AT_DPI)
    clock.lap("load")
    sheets = straighten_each(picture, partial(_sureness, clock), frozenset() if engine.name in NEED_LIGHT else frozenset(["light"]))
    clock.lap("straighten")
    # Several sheets are documents of their own, each in a language of its own.
    each = [pages] if len(sheets) == 1 else [PagesOfOneDocument(wishes.language) for _ in sheets]
    how = engine, wishes, clock
    first, *others = (_see_sheet(page, picture.shape, sheet, its, *how) for sheet, its in zip(sheets, each, strict=True))
    if not others:
        return first
    # A sheet is as wide as its share of the picture.
    point = page.width / picture.shape[1]
    sized = [_sized(seen, sheet.image.shape[1] * point) for seen, sheet in zip((first, *others), sheets, strict=True)]
    return replace(sized[0], others=tuple(sized[1:]))


def _sized(seen: Seen, width: float) -> Seen:
    return replace(seen, width=width, height=width * seen.height / seen.width)


def _see_sheet(
    page: Page,
    shape: tuple[int, ...],
    straight: Straightened,
    pages: PagesOfOneDocument,
    engine: OcrEngine,
    wishes: Options,
    clock: Stopwatch,
) -> Seen:
    from extractor import ocr
    from extractor.layout import detected, rulings_and_regions, stamps_in_picture

    height, width = straight.image.shape[:2]
    turned = (width > height) != (shape[1] > shape[0])
    page_width = page.height if turned else page.width
    rulings, regions = rulings_and_regions(straight.image)
    figures = tuple(region for region in regions if region.kind is RegionKind.FIGURE)
    found = _detected(straight.image, wishes) if wishes.layout_model else ()
    stamps = stamps_in_picture(straight.image) if straight.colour else ()
    pictures = (*figures, *stamps, *detected.pictures(found))
    clock.lap("layout")
    words = pages.read(engine, straight.image, detected.to_read(found, regions))
    clock.lap("read")
    # A sheet cut out of a photo has proportions of its own.
    size = page_width, page_width * height / width
    return Seen(words, rulings, *size, straight.transform, ocr.reader_of(engine, pages.language), pages.language, pictures, found)


def _detected(image: NDArray[np.uint8], wishes: Options) -> tuple[Region, ...]:
    """The regions that the user's trained detector sees. Raises EngineError where it cannot run."""
    from extractor.layout.deep import detect_regions, detector_from

    return detect_regions(image, detector_from(wishes.layout_model)) if wishes.layout_model else ()
