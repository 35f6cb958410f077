"""PDF files: words, rulings, form values, attachments and lazy page pictures, page by page."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document import Attachment, Document, FormValue, Limits, Page, TextLayer, Word
from extractor.errors import DamagedInput, EmptyInput, InputError, LimitExceeded
from extractor.load.pdf_forms import form_values, free_texts
from extractor.load.pdf_marks import Marks, page_marks
from extractor.load.pdf_scan import INK_BENEATH, is_scan_below, look, unseen
from extractor.load.pdf_words import PageText, page_text
from extractor.load.pdfium import View, opened, page_of, view_of
from extractor.load.picture import LEAST_RESOLUTION, MOST_RESOLUTION, RESOLUTION, LazyPicture, Shelf, capped
from extractor.load.text_layer import is_garbage

# A page of which pictures cover this much may be a scan.
SCAN_COVERS = 0.6
MOST_ATTACHMENTS = 50


class PdfPicture(LazyPicture):
    """A page drawn by pdfium. Holds the file's bytes, no handle."""

    def __init__(self, content: bytes, password: str | None, name: str, index: int, view: View, native: float | None, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._content, self._password, self._name, self._index = content, password, name, index
        self._view, self._native = view, native

    def _resolution(self, dpi: float | None) -> float:
        wanted = min(max(self._native or dpi or RESOLUTION, LEAST_RESOLUTION), MOST_RESOLUTION)
        return wanted * capped(self._view.width * wanted / 72, self._view.height * wanted / 72)

    def _make(self, dpi: float | None) -> NDArray[np.uint8]:
        with opened(self._content, self._name, self._password) as document:
            document.init_forms()
            try:
                page = document[self._index]
                bitmap = page.render(scale=(dpi or RESOLUTION) / 72, rev_byteorder=True, may_draw_forms=True)
                return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
            except pypdfium2.PdfiumError as cause:
                raise DamagedInput(f"{self._name}: page {self._index + 1} cannot be drawn", hint="print the file to a new PDF") from cause


def load_pdf(content: bytes, name: str, limits: Limits, password: str | None = None) -> Document:
    """All pages of a PDF. The number of pages is held against the limit before the first one is loaded.

    Raises PasswordNeeded, DamagedInput, EmptyInput, LimitExceeded or UnsupportedInput.
    """
    with opened(content, name, password) as document:
        if _is_cut_short(content):
            raise DamagedInput(f"{name} is cut short: the end of the PDF is missing", hint="fetch the file again")
        count = len(document)
        if count == 0:
            raise EmptyInput(f"{name} is a PDF without pages", hint="fetch the file again")
        if count > limits.pages:
            raise LimitExceeded(
                f"{name} has {count} pages, more than the {limits.pages} allowed", hint="raise the limit on pages, or split the file"
            )
        document.init_forms()
        form = document.formenv.raw if document.formenv else None
        shelf = Shelf()
        pages: list[Page] = []
        values: list[FormValue] = []
        for index in range(count):
            try:
                page, filled = _page(document, index, form, content, password, name, shelf)
            except InputError as cause:
                raise type(cause)(f"{name}: {cause.message}", hint=cause.hint) from cause
            pages.append(page)
            values.extend(filled)
        return Document(
            source=name,
            kind="pdf",
            pages=tuple(pages),
            attachments=_attachments(document, limits),
            form_values=tuple(values),
            size=len(content),
        )


def _is_cut_short(content: bytes) -> bool:
    """Whether no cross-reference table follows the last object of the file. pdfium repairs a file that was cut off and shows what is
    left; to us half an invoice is a broken one."""
    tail = content[-65536:]
    return tail.rfind(b"startxref") < max(tail.rfind(b"endobj"), tail.rfind(b"endstream")) and b"startxref" not in content[-2048:]


def _page(
    document: pypdfium2.PdfDocument, index: int, form: Any, content: bytes, password: str | None, name: str, shelf: Shelf
) -> tuple[Page, tuple[FormValue, ...]]:
    values: tuple[FormValue, ...] = ()
    notes: list[Word] = []
    with page_of(document, index) as page:
        view = view_of(page)
        if form is not None:
            values = form_values(form, page, index + 1, view)
        flattened = False
        if _has_visible_annotations(page):
            notes = free_texts(page, view)
            flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        if not flattened:
            worth, words, marks = _read(page, view)
    if flattened:
        # What stands in form fields and notes is now part of the page's content, as the reader sees it.
        with page_of(document, index) as page:
            worth, words, marks = _read(page, view)
    picture = PdfPicture(content, password, name, index, view, _native_resolution(marks, view), shelf)
    if worth is TextLayer.USABLE:
        words = (*words, *notes)
    figures = tuple(placed.box for placed in marks.pictures)
    return Page(index + 1, view.width, view.height, worth, picture, words, marks.rulings, figures, marks.specks), values


def _read(page: Any, view: View) -> tuple[TextLayer, tuple[Word, ...], Marks]:
    """What the text layer is worth, its words where it is usable, and the marks."""
    text = page_text(page, view)
    marks = page_marks(page, view, text.objects)
    worth = _worth(page, view, text, marks)
    if worth is not TextLayer.USABLE:
        return worth, (), marks
    suspects = [index for index in np.flatnonzero(text.white).tolist() if not _on_colour(text.words[index], marks)]
    hidden = np.flatnonzero(text.invisible).tolist()
    if suspects or hidden:
        picture = look(page, view)
        gone = unseen(picture, text.words, suspects) | unseen(picture, text.words, hidden, INK_BENEATH)
        words = tuple(word for index, word in enumerate(text.words) if index not in gone)
        return (worth if words else TextLayer.ABSENT), words, marks
    return worth, text.words, marks


def _on_colour(word: Word, marks: Marks) -> bool:
    x, y = word.box.center
    return any(fill.contains_point(x, y) for fill in marks.fills)


def _has_visible_annotations(page: Any) -> bool:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 200)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            return True
    return False


def _worth(page: Any, view: View, text: PageText, marks: Marks) -> TextLayer:
    if not text.words:
        return TextLayer.ABSENT
    if is_garbage(text.words, text.unmapped, text.turned):
        return TextLayer.GARBAGE
    if marks.covered > SCAN_COVERS and (text.invisible.mean() > 0.5 or is_scan_below(look(page, view, text.objects), text.words)):
        return TextLayer.OVER_SCAN
    return TextLayer.USABLE


def _native_resolution(marks: Marks, view: View) -> float | None:
    """Dots an inch of the scan, where pictures cover the page."""
    if marks.covered <= SCAN_COVERS:
        return None
    largest = max(marks.pictures, key=lambda picture: picture.box.area)
    wide, high = largest.box.width * view.width / 72, largest.box.height * view.height / 72
    pixels = (largest.height, largest.width) if view.turns % 2 else (largest.width, largest.height)
    return max(pixels[0] / wide, pixels[1] / high) if wide > 0 and high > 0 and min(pixels) > 0 else None


def _attachments(document: pypdfium2.PdfDocument, limits: Limits) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    room = limits.bytes
    for index in range(min(raw.FPDFDoc_GetAttachmentCount(document.raw), MOST_ATTACHMENTS)):
        handle = raw.FPDFDoc_GetAttachment(document.raw, index)
        length = ctypes.c_ulong()
        if not handle or not raw.FPDFAttachment_GetFile(handle, None, 0, length) or length.value > room:
            continue
        buffer = ctypes.create_string_buffer(max(length.value, 1))
        if raw.FPDFAttachment_GetFile(handle, buffer, length.value, length):
            room -= length.value
            found.append(Attachment(_attachment_name(handle) or f"attachment-{index + 1}", buffer.raw[: length.value]))
    return tuple(found)


def _attachment_name(handle: Any) -> str:
    length = raw.FPDFAttachment_GetName(handle, None, 0)
    if not 2 < length < 4096:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAttachment_GetName(handle, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
