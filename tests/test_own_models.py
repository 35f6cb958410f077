"""A document type of a user's own, through the public door: what docs/own-models.md promises."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor import Extraction, Labels, Money, Options, Record, SchemaError, Status, extract


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Permit(Record):
    permit_number: str | None = None
    holder: Annotated[str | None, Labels("Holder", "Issued to")] = None
    valid_until: date | None = None
    fee: Money | None = None
    contract_number: str | None = None
    vehicle_size: Size | None = None
    resident: bool | None = None

    required: ClassVar[tuple[str, ...]] = ("permit_number",)


PAGE = {
    "Permit No.": "P-2231",
    "Issued to:": "Jane Doe",
    "Valid until": "31 Dec 2026",
    "Fee": "$ 45.00",
    "Contract #": "778-41",
    "Vehicle size": "Large",
}


def permit(labels: dict[str, str]) -> bytes:
    """A one-page PDF: a title, labels with their values to the right, and a crossed box."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "Parking Permit")
    canvas.setFont("Helvetica", 11)
    for row, (label, value) in enumerate(labels.items()):
        canvas.drawString(72, 700 - 24 * row, label)
        canvas.drawString(220, 700 - 24 * row, value)
    canvas.rect(72, 500, 10, 10)
    canvas.line(72, 500, 82, 510)
    canvas.line(72, 510, 82, 500)
    canvas.drawString(90, 501, "Resident")
    canvas.save()
    return file.getvalue()


@pytest.fixture(scope="module")
def result() -> Extraction:
    return extract(permit(PAGE), Options(schema=Permit, name="permit.pdf"))


def test_the_document_is_read_as_that_type(result: Extraction) -> None:
    assert result.error is None
    assert result.schema == "permit"
    assert isinstance(result.record, Permit)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("permit_number", "P-2231"),
        ("holder", "Jane Doe"),
        ("valid_until", date(2026, 12, 31)),
        ("fee", Decimal("45.00")),
        ("contract_number", "778-41"),
        ("vehicle_size", Size.LARGE),
        ("resident", True),
    ],
)
def test_a_field_is_found_by_its_name_its_labels_and_its_type(result: Extraction, field: str, value: object) -> None:
    assert getattr(result.record, field) == value
    answer = result.fields[field]
    assert answer.page == 1
    assert answer.box is not None
    assert answer.evidence


def test_what_is_not_on_the_page_is_none_and_a_required_field_holds_the_record_back() -> None:
    lacking = extract(permit({"Fee": "$ 45.00"}), Options(schema=Permit))
    assert lacking.record.permit_number is None
    assert lacking.record.valid_until is None
    assert lacking.status is Status.REVIEW
    assert any(issue.code == "missing_required" and "permit_number" in issue.fields for issue in lacking.issues)


def test_a_type_that_cannot_be_looked_for_is_refused_by_the_fields_name() -> None:
    class Odd(Record):
        blob: bytes | None = None

    with pytest.raises(SchemaError, match="blob"):
        extract(permit(PAGE), Options(schema=Odd))


def test_a_class_that_is_no_record_is_refused() -> None:
    with pytest.raises(SchemaError, match="Size"):
        extract(permit(PAGE), Options(schema=Size))  # type: ignore[arg-type]
