"""What was read, without its meaning: the formats of `extractor read`, one `reading_*.py` file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import PurePath

from extractor.document import Document, Page, Reading
from extractor.errors import OutputError
from extractor.geometry import Box
from extractor.quick import dataclass


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with what stands on its pages. `original` are the bytes of a PDF, `password` opens them."""

    document: Document
    readings: tuple[Reading, ...]
    original: bytes | None = None
    password: str | None = None

    def pages(self) -> Iterator[tuple[Page, Reading]]:
        """Each page with what was read on it; once a sheet where several lie on its picture."""
        pages = {page.number: page for page in self.document.pages}
        for reading in self.readings:
            yield pages[reading.page], reading


def page_id(reading: Reading) -> str:
    """What a page, or a sheet on it, is called within a file."""
    return f"{reading.page}s{reading.sheet}" if reading.sheet else str(reading.page)


@dataclass(frozen=True, slots=True)
class ReadingFormat:
    """A format. `many`: documents may follow each other in one file."""

    name: str
    suffixes: tuple[str, ...]
    many: bool
    module: str

    @property
    def render(self) -> Callable[[ReadDocument], bytes]:
        found: Callable[[ReadDocument], bytes] = import_module(self.module).render
        return found


FORMATS = (
    ReadingFormat("text", (".txt",), True, "extractor.export.reading_text"),
    ReadingFormat("jsonl", (".jsonl", ".ndjson"), True, "extractor.export.reading_jsonl"),
    ReadingFormat("hocr", (".hocr", ".html"), False, "extractor.export.reading_hocr"),
    ReadingFormat("alto", (".xml",), False, "extractor.export.reading_alto"),
    ReadingFormat("pdf", (".pdf",), False, "extractor.export.reading_pdf"),
)


def reading_format(name: str | None, target: str | None) -> ReadingFormat:
    """The format by its name, else by the target's suffix, else text. Raises OutputError when there is none."""
    suffix = PurePath(target).suffix.lower() if target else ""
    for known in FORMATS:
        if known.name == name or (name is None and suffix in known.suffixes):
            return known
    if name is None and not suffix:
        return FORMATS[0]
    if name is not None:
        known_ones = ", ".join(form.name for form in FORMATS)
        raise OutputError(f"unknown format {name!r} for what was read", hint=f"known: {known_ones}", code="unknown_format")
    raise OutputError(
        f"{target}: cannot tell the format from the suffix {suffix!r}",
        hint=f"use one of {', '.join(s for form in FORMATS for s in form.suffixes)}, or name the format with --format",
        code="unknown_format",
    )


@dataclass(frozen=True, slots=True)
class PixelPage:
    """A page measured in pixels: those of its picture where that was read, 300 to the inch where its text layer was."""

    width: int
    height: int
    dpi: float

    @staticmethod
    def of(page: Page, reading: Reading) -> PixelPage:
        if reading.is_text_layer:
            return PixelPage(round(page.width * DIGITAL_DPI / 72), round(page.height * DIGITAL_DPI / 72), DIGITAL_DPI)
        height, width = page.picture.pixels(READ_AT_DPI).shape[:2]
        return PixelPage(int(width), int(height), width / page.width * 72)

    def box(self, box: Box) -> tuple[int, int, int, int]:
        return box.clipped().to_pixels(self.width, self.height)


DIGITAL_DPI = 300.0
READ_AT_DPI = 200.0


def box_of(boxes: Sequence[Box], reading: Reading) -> Box:
    """The box around boxes of the straightened page, on the page as given."""
    return Box.around(reading.to_page(box) for box in boxes)
