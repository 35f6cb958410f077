"""Results made by hand, so that exporters are tested without a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from extractor.document import (
    Candidate,
    Document,
    FieldValue,
    Issue,
    Line,
    Page,
    Reading,
    Region,
    RegionKind,
    Severity,
    TextLayer,
    Word,
)
from extractor.geometry import Box, Transform
from extractor.results import Extraction, Failure, Status
from extractor.schemas.record import Kind, Money, Part, Record, field_specs


class Article(Part):
    description: str | None = None
    quantity: Decimal | None = None
    amount: Money | None = None


class Shop(Part):
    name: str | None = None


class Bill(Record):
    """A small document type with every kind of cell."""

    number: str | None = None
    day: date | None = None
    at: time | None = None
    paid: bool | None = None
    status: str | None = None  # the name of a column that every document has
    shop: Shop = Shop()
    total: Money | None = None
    tags: list[str] = []
    line_items: list[Article] = []


BOX = Box(0.1, 0.2, 0.3, 0.25)


def field(path: str, value: Any, **more: Any) -> FieldValue:
    given: dict[str, Any] = {"confidence": 0.9, "source": "label", "evidence": "right of 'X'", "page": 1, "box": BOX}
    return FieldValue(path, value, str(value), **{**given, **more})


def bill(source: str = "a.pdf", **values: Any) -> Extraction:
    """A bill in review, with proofs of its total and its articles."""
    record = Bill(**values)
    fields = {}
    if record.total is not None:
        rival = Candidate("total", Decimal("1.00"), "1,00", "label", "below 'Total'", 1, BOX, {"likeness": 1.0}, score=0.2)
        fields["total"] = field("total", record.total, alternatives=(rival,))
    for number, item in enumerate(record.line_items):
        if item.amount is not None:
            fields[f"line_items.{number}.amount"] = field(f"line_items.{number}.amount", item.amount, confidence=0.8, page=2)
    issue = Issue("low_confidence", Severity.WARNING, "the total is not sure", ("total",))
    return Extraction(source, 2, "bill", Status.REVIEW, record, fields, (issue,), timings={"load": 0.01})


def failed(source: str = "b.pdf") -> Extraction:
    return Extraction(source, 0, None, Status.FAILED, None, error=Failure("damaged_input", f"{source} is cut short"))


@pytest.fixture
def make_bill() -> Callable[..., Extraction]:
    assert {spec.path: spec.kind for spec in field_specs(Bill)}["line_items[].amount"] is Kind.MONEY
    return bill


@pytest.fixture
def make_failed() -> Callable[..., Extraction]:
    return failed


@pytest.fixture
def full_bill() -> Extraction:
    return bill(
        number="=1+1",
        day=date(2026, 11, 21),
        at=time(8, 30),
        paid=True,
        status="open",
        shop={"name": "Müller & Söhne"},
        total=Decimal("-119.00"),
        tags=["a", "b"],
        line_items=[{"description": "@home", "quantity": "2", "amount": "-3.50"}, {"description": "Tee", "amount": "4.00"}],
    )


class Sheet:
    """A page's picture: white, with a black bar for every word."""

    def __init__(self, words: tuple[Word, ...], width: int = 400, height: int = 600) -> None:
        self._pixels = np.full((height, width, 3), 255, np.uint8)
        for word in words:
            left, top, right, bottom = word.box.to_pixels(width, height)
            self._pixels[top:bottom, left:right] = 0

    def pixels(self, dpi: float | None = None) -> np.ndarray[Any, np.dtype[np.uint8]]:
        return self._pixels


WORDS = (
    Word("Łódź", Box(0.1, 0.10, 0.25, 0.13), 0.98),
    Word("<&>", Box(0.3, 0.10, 0.4, 0.13), 0.5),
    Word("日本", Box(0.1, 0.50, 0.2, 0.53), 0.75),
)


@pytest.fixture
def read_page() -> Callable[..., tuple[Document, tuple[Reading, ...]]]:
    """A scanned page with three words in two regions, as an engine read it; `transform` leads to the page as given."""

    def made(transform: Transform | None = None, engine: str = "tesseract") -> tuple[Document, tuple[Reading, ...]]:
        page = Page(1, 300.0, 450.0, TextLayer.ABSENT, Sheet(WORDS))
        regions = (
            Region(RegionKind.TEXT, Box(0.1, 0.1, 0.4, 0.13), (Line(WORDS[:2]),)),
            Region(RegionKind.TEXT, Box(0.1, 0.5, 0.2, 0.53), (Line(WORDS[2:]),)),
        )
        reading = Reading(1, 300.0, 450.0, engine, regions, transform=transform or Transform.identity())
        return Document("scan.png", "image", (page,)), (reading,)

    return made
