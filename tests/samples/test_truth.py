"""What the generator says is on a page is on it, and adds up."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from stdnum import iban
from stdnum.eu import vat

from tools.samples.language import HELD_OUT, LANGUAGES, TUNING
from tools.samples.make import MAKERS, Order, Sample, make

CENT = Decimal("0.01")


def clean(kind: str, number: int, half: str = TUNING, **more: Any) -> Sample:
    return make(Order(31, number, kind, "clean", half=half, **more))


def page_text(sample: Sample) -> str:
    document = pypdfium2.PdfDocument(sample.data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("half", [TUNING, HELD_OUT])
@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_every_field_stands_on_the_page_as_it_is_said_to(kind: str, half: str) -> None:
    for number in range(8):
        sample = clean(kind, number, half)
        text = squeezed(page_text(sample))
        for field, places in sample.row["fields_at"].items():
            for place in places:
                assert squeezed(place["text"]) in text, (sample.name, field)


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_the_truth_is_a_valid_record(kind: str) -> None:
    for number in range(12):
        record = clean(kind, number).record()
        assert any(value not in (None, [], {}) for value in record.values())


def test_every_language_makes_every_kind() -> None:
    for language in LANGUAGES:
        for kind in MAKERS:
            sample = clean(kind, 1, languages=(language,))
            assert sample.row["language"] == language
            assert len(sample.row["words"]) > 5


def test_invoices_add_up_to_the_cent() -> None:
    summed = 0
    for number in range(40):
        fields = clean("invoice", number).row["fields"]
        if {"net_total", "tax_total", "gross_total"} <= fields.keys():
            summed += 1
            assert Decimal(fields["net_total"]) + Decimal(fields["tax_total"]) == Decimal(fields["gross_total"])
        for line in fields["line_items"]:
            if {"quantity", "unit_price", "amount"} <= line.keys() and "discount" not in line:
                product = Decimal(line["quantity"]) * Decimal(line["unit_price"])
                # a discount printed in percent is no field: then the amount is smaller
                assert abs(Decimal(line["amount"])) <= abs(product) + CENT
        for row in fields.get("tax_breakdown", []):
            if {"rate", "base", "tax"} <= row.keys():
                assert abs(Decimal(row["base"]) * Decimal(row["rate"]) / 100 - Decimal(row["tax"])) <= 3 * CENT
    assert summed > 15


def test_numbers_with_check_digits_are_valid() -> None:
    seen = {"iban": 0, "vat": 0}
    for number in range(60):
        fields = clean("invoice", number).row["fields"]
        if "payment.iban" in fields:
            seen["iban"] += 1
            assert iban.is_valid(fields["payment.iban"])
        number_with_prefix = str(fields.get("seller.vat_id", ""))
        if number_with_prefix[:2] in {"DE", "FR", "NL", "BE", "AT", "IT", "ES", "PT", "PL", "IE"}:
            seen["vat"] += 1
            assert vat.is_valid(number_with_prefix)
    assert min(seen.values()) > 10


def test_what_is_not_printed_is_not_in_the_truth() -> None:
    without = [clean("invoice", number).row["fields"] for number in range(30)]
    assert any("due_date" not in fields for fields in without)
    assert any("tax_total" not in fields for fields in without)
    assert all(value not in (None, "", []) for fields in without for value in fields.values())


def test_boxes_are_fractions_of_the_page_and_lie_in_their_lines() -> None:
    row = clean("invoice", 3).row
    for word in row["words"]:
        left, top, right, bottom = word["box"]
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        inside = [
            line
            for line in row["lines"]
            if line["page"] == word["page"]
            and line["box"][0] - 1e-4 <= left
            and right <= line["box"][2] + 1e-4
            and abs(line["box"][1] - top) < 0.01
        ]
        assert any(word["text"] in line["text"] for line in inside), word
