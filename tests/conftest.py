"""Documents drawn for tests: a page of texts at their places, an invoice made of parts, an e-invoice's XML inside a PDF."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence

import pypdfium2
import pytest
from hypothesis import settings
from reportlab.pdfgen.canvas import Canvas

# A check of a change says the same of it every time; on a developer's machine each run looks at new examples. Deadlines are off: the
# first example of a test pays for what is loaded lazily.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "searching")

Text = tuple[float, float, str]  # points from the left and from the top, and what stands there; a leading "*" is bold
Draw = Callable[..., bytes]

LETTERHEAD: tuple[Text, ...] = (
    (56, 60, "*Northgate Tools Ltd"),
    (56, 76, "14 Mill Lane"),
    (56, 90, "Leeds LS1 4AP"),
    (56, 104, "VAT No: GB434031494"),
)
BUYER: tuple[Text, ...] = ((56, 150, "Bill to:"), (56, 164, "Harbour Bakery Ltd"), (56, 178, "3 Quay Street"), (56, 192, "Bristol BS1 4DJ"))
HEAD: tuple[Text, ...] = (
    (340, 60, "*INVOICE"),
    (340, 90, "Invoice No:"), (440, 90, "NT-2291"),
    (340, 104, "Invoice date:"), (440, 104, "14 March 2025"),
    (340, 118, "Due date:"), (440, 118, "13 April 2025"),
)  # fmt: skip
ROWS: tuple[Text, ...] = (
    (56, 250, "*Description"), (300, 250, "*Qty"), (380, 250, "*Unit price"), (480, 250, "*Amount"),
    (56, 268, "Bench vice 125 mm"), (300, 268, "2"), (380, 268, "40.00"), (480, 268, "80.00"),
    (56, 284, "Socket set"), (300, 284, "1"), (380, 284, "20.00"), (480, 284, "20.00"),
)  # fmt: skip
TOTALS: tuple[Text, ...] = (
    (380, 320, "Net total"), (480, 320, "100.00"),
    (380, 336, "VAT 20%"), (480, 336, "20.00"),
    (380, 352, "Total GBP"), (480, 352, "120.00"),
)  # fmt: skip
INVOICE = LETTERHEAD + BUYER + HEAD + ROWS + TOTALS


def drawn(*pages: Sequence[Text], size: float = 10, xml: bytes | None = None) -> bytes:
    """An A4 PDF with a text layer; `xml` is attached as factur-x.xml."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)
    for page in pages:
        for left, top, text in page:
            canvas.setFont("Helvetica-Bold" if text.startswith("*") else "Helvetica", size)
            canvas.drawString(left, 842 - top, text.removeprefix("*"))
        canvas.showPage()
    canvas.save()
    if xml is None:
        return file.getvalue()
    document = pypdfium2.PdfDocument(file.getvalue())
    document.new_attachment("factur-x.xml").set_data(xml)
    whole = io.BytesIO()
    document.save(whole)
    document.close()
    return whole.getvalue()


def changed(texts: Sequence[Text], **to: str) -> tuple[Text, ...]:
    """The same texts with some replaced; a name is a text with its spaces and marks as underscores ("Net_total")."""
    return tuple((left, top, to.get(_name(text), text)) for left, top, text in texts)


def _name(text: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in text.strip("*:"))


@pytest.fixture(scope="session")
def draw() -> Draw:
    """drawn(page, page, ..., size=10, xml=None) -> PDF."""
    return drawn


@pytest.fixture(scope="session")
def alter() -> Callable[..., tuple[Text, ...]]:
    """changed(texts, name_of_text="new text") -> texts."""
    return changed


@pytest.fixture(scope="session")
def invoice_page() -> tuple[Text, ...]:
    """An English invoice of two lines: NT-2291, 14 March 2025, net 100.00, VAT 20.00, gross 120.00."""
    return INVOICE
