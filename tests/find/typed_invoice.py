"""What an invoice in a typewriter face comes to: through find, score and choose."""

from __future__ import annotations

from typing import Any

from extractor.catalog import label_book
from extractor.choose import choose
from extractor.document import Document, FieldValue, Page, Reading, TextLayer
from extractor.find import Task, find
from extractor.schemas.invoice import Invoice
from extractor.scorer import score
from tests.find.typewriter import HEIGHT, WIDTH, page


def fields(text: str, engine: str = "text_layer") -> dict[str, FieldValue]:
    """The chosen values of a page in a typewriter face."""
    return _chosen(page(text, engine=engine))


def _chosen(reading: Reading) -> dict[str, FieldValue]:
    document = Document("a.pdf", "pdf", (Page(1, WIDTH, HEIGHT, TextLayer.USABLE, None),))  # type: ignore[arg-type]  # no picture is looked at
    task = Task.of(Invoice, label_book(Invoice))
    found = find(document, (reading,), task)
    return dict(choose(score(found.candidates, task.specs), task.specs, Invoice.rules).values)


def values_of(reading: Reading) -> dict[str, Any]:
    """The same of a page that is drawn otherwise."""
    return {path: value.value for path, value in _chosen(reading).items()}


def values(text: str) -> dict[str, Any]:
    return {path: value.value for path, value in fields(text).items()}
