"""PDF pages drawn for a test."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

HEIGHT = 800.0
Draw = Callable[[Canvas], None]
MakePage = Callable[[Draw], bytes]


@pytest.fixture
def drawn() -> MakePage:
    """drawn(lambda canvas: ...) -> a PDF of one page, 600 by 800 points."""

    def make(draw: Draw) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(600, HEIGHT), invariant=1)
        draw(canvas)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    return make


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10, bold: bool = False) -> None:
    """Text with its baseline `y` points under the top."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    canvas.drawString(x, HEIGHT - y, text)


def code(canvas: Canvas, content: str, kind: str, x: float, y: float, side: float) -> None:
    """A code as a picture, `side` points wide and tall, its top `y` points under the page's."""
    import zxingcpp
    from PIL import Image

    barcode = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(barcode, scale=4, add_quiet_zones=True))
    canvas.drawImage(ImageReader(picture), x, HEIGHT - y - side, side, side)
