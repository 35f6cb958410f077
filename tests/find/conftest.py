"""PDF pages drawn for a test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import Options, extract
from extractor.results import Extraction
from extractor.schemas.record import Record, filled_leaves

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


def record(pdf: bytes, schema: str | type[Record] = "form", **options: Any) -> dict[str, Any]:
    """What a page is read as, with every value told in `fields`."""
    extraction = extract(pdf, Options(schema=schema, **options))
    assert extraction.error is None, extraction.error
    assert set(extraction.fields) >= {path for path, _ in filled_leaves(extraction.record.model_dump())}
    dumped: dict[str, Any] = extraction.record.model_dump(mode="json")
    return dumped


def pairs(pdf: bytes, **options: Any) -> set[tuple[str, str]]:
    """Its labels, without their colons, and values."""
    return {(pair["label"].rstrip(":"), pair["value"]) for pair in record(pdf, **options)["pairs"]}


@pytest.fixture
def receipt(drawn: MakePage, tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(rows: Sequence[tuple[str, str]]) -> Extraction:
        def draw(canvas) -> None:  # type: ignore[no-untyped-def]
            for number, (left, right) in enumerate(rows):
                write(canvas, 50, 60 + 16 * number, left)
                if right:
                    write(canvas, 260, 60 + 16 * number, right)

        path = tmp_path / "receipt.pdf"
        path.write_bytes(drawn(draw))
        return extract(path, Options(schema="receipt"))

    return make


HEAD = [("CORNER CAFE", ""), ("12 Main Street", "")]
MEAL = [("Soup", "8.00"), ("Bread", "4.00"), ("Subtotal", "12.00")]


def value(result: Extraction, path: str) -> object:
    found = result.fields.get(path)
    return None if found is None else found.value
