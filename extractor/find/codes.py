"""Codes on pages: QR, Aztec, PDF417, Data Matrix, Code 128.

A page that was read from its text layer is drawn only where a picture of a code's shape lies on it, or where it is
drawn with so many small squares that they may be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.document import Document, Page, TextLayer
from extractor.geometry import Box
from extractor.pixels import shrunk
from extractor.quick import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOOK_AT_DPI, LOOK_CLOSELY_AT_DPI = 200.0, 400.0  # for square payment codes; for the thin bars of tickets
LOOK_HALVED_FROM_DPI = 180.0  # from which on the parts of a payment code have three pixels and more
LEAST_SIDE, MOST_SIDE = 28.0, 330.0  # points, of a picture that may be a code
SQUARE = 1.35  # sides of a matrix code, one over the other, at most; a stacked or linear one is up to LONG
LONG = 8.0
DENSE = 60  # small filled squares that may be a code: the smallest has some hundred runs of them, the longer of which are no specks


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: its kind as zxing-cpp names it, and its box on the page as given."""

    page: int
    kind: str
    text: str
    box: Box


def codes_of(document: Document, *, payment_only: bool = False) -> tuple[Code, ...]:
    """All codes of a document, page by page, top to bottom. With `payment_only` nothing but QR codes is looked for."""
    found: list[Code] = []
    for page in reversed(document.pages):  # the pictures of the last ones are still at hand
        if may_hold_code(page, payment_only):
            found += _read(page, payment_only)
    return tuple(sorted(found, key=lambda code: (code.page, code.box.top, code.box.left, code.text)))


def may_hold_code(page: Page, payment_only: bool) -> bool:
    """Whether a page's picture is worth looking into."""
    if page.text_layer is not TextLayer.USABLE:
        return True
    return page.specks >= DENSE or bool(_shaped(page, payment_only))


def _shaped(page: Page, payment_only: bool) -> list[Box]:
    """The pictures on a page that have the shape and size of a code."""
    longest, least = (SQUARE, LEAST_SIDE) if payment_only else (LONG, LEAST_SIDE / 2)
    found = []
    for box in page.figures:
        short, long = sorted((box.width * page.width, box.height * page.height))
        if least <= short and long <= MOST_SIDE and long <= longest * short:
            found.append(box)
    return found


def _read(page: Page, payment_only: bool) -> Iterator[Code]:
    import cv2
    import zxingcpp

    dpi = LOOK_AT_DPI if payment_only else LOOK_CLOSELY_AT_DPI
    image = page.picture.pixels(dpi)
    height, width = image.shape[:2]
    areas = [(0, 0, width, height)]
    look_halved = payment_only and 72 * width >= LOOK_HALVED_FROM_DPI * page.width
    if page.text_layer is TextLayer.USABLE and page.specks < DENSE:
        areas = [box.grown(0.15 * box.width, 0.15 * box.height).to_pixels(width, height) for box in _shaped(page, payment_only)]
        look_halved = False
    for left, top, right, bottom in areas:
        gray = np.asarray(cv2.extractChannel(image[top:bottom, left:right], 1), dtype=np.uint8)
        if look_halved and not _is_seen_halved(gray):
            continue
        for barcode in zxingcpp.read_barcodes(gray, formats=_formats(payment_only)):
            if not barcode.valid:
                continue
            text = barcode.text
            if not text or not text.replace("\n", "").replace("\r", "").isprintable():
                text = _escaped(barcode.bytes)
            at = barcode.position
            corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
            xs, ys = [left + point.x for point in corners], [top + point.y for point in corners]
            box = Box.from_pixels(min(xs), min(ys), max(xs), max(ys), width, height).clipped()
            yield Code(page.number, barcode.format.name, text, box)


def _is_seen_halved(gray: NDArray[np.uint8]) -> bool:
    """Whether a square code, readable or not, can be made out at half the size, which takes a quarter of the time."""
    import zxingcpp

    half = shrunk(gray, max(gray.shape[1] // 2, 1), max(gray.shape[0] // 2, 1))
    return bool(zxingcpp.read_barcodes(half, formats=_formats(True), return_errors=True))


@cache
def _formats(payment_only: bool) -> Any:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    if payment_only:
        return (kinds.QRCode,)
    return kinds.QRCode, kinds.Aztec, kinds.PDF417, kinds.DataMatrix, kinds.Code128


def _escaped(content: bytes) -> str:
    """Binary content as text that can be written anywhere and read back: printable ASCII as it is, other bytes as \\xNN."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte != 92 else f"\\x{byte:02x}" for byte in content)
