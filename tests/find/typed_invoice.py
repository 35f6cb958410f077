"""What an invoice in a typewriter face comes to: through find, score and choose."""

from __future__ import annotations

from typing import Any

from extractor.catalog import label_book
from extractor.choose import choose
from extractor.document import Document, FieldValue, Page, TextLayer
from extractor.find import Task, find
from extractor.schemas.invoice import Invoice
from extractor.scorer import score
from tests.find.typewriter import HEIGHT, WIDTH, page


def fields(text: str, engine: str = "text_layer") -> dict[str, FieldValue]:
    """The chosen values of a page in a typewriter face."""
    reading = page(text, engine=engine)
    document = Document("a.pdf", "pdf", (Page(1, WIDTH, HEIGHT, TextLayer.USABLE, None),))  # type: ignore[arg-type]  # no picture is looked at
    task = Task.of(Invoice, label_book(Invoice))
    found = find(document, (reading,), task)
    return dict(choose(score(found.candidates, task.specs), task.specs, Invoice.rules).values)


def values(text: str) -> dict[str, Any]:
    return {path: value.value for path, value in fields(text).items()}
