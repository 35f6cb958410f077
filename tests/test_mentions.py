"""Accounts, VAT ids and telephone numbers with a misread sign: what check digits and other places prove, and what nothing does."""

from __future__ import annotations

import pytest

from extractor.document import Candidate, Reading
from extractor.geometry import Box
from extractor.mentions import DISPROVED, agreed
from extractor.schemas.invoice import Invoice
from extractor.schemas.record import field_specs
from tests.find.typewriter import page

SPECS = field_specs(Invoice)
IBAN = "DE62611488031154685736"


def settle(path: str, printed: str, *others: str, engine: str = "rapidocr") -> Candidate:
    """What becomes of a candidate that stands on the first line, with other lines below it."""
    reading: Reading = page("\n".join((printed, *others)), engine=engine)
    value = printed.replace(" ", "") if path.endswith(("iban", "vat_id")) else printed
    candidate = Candidate(path, value, printed, "label", "right of 'X'", 1, Box(0, 0, 0.5, 0.1), score=0.97)
    return agreed((candidate,), SPECS, (reading,))[0]


@pytest.mark.parametrize(
    ("path", "printed", "others", "meant"),
    [
        ("payment.iban", "DE62611488031154885736", [f"IBAN: {IBAN}"], IBAN),  # the other place is right
        ("payment.iban", "DE98178500333959808148", [], "DE98178500533959808148"),  # one look-alike digit, and no other, makes it right
        ("payment.iban", "CH30 0698 1107 133D 0566 4", [], "CH3006981107133085664"),  # a letter among its figures, and one of these
        ("seller.vat_id", "FR71353230434", [], "FR71553230434"),  # of 97 one has these check digits
        ("seller.vat_id", "NL864853449B01", ["BTW: NL864858449B01"], "NL864858449B01"),
        ("seller.phone", "+31 40 573 97 89", ["Tel: +31 40 573 97 39", "Tel: +31 40 573 97 39"], "+31 40 573 97 39"),
    ],
)
def test_a_misread_sign_is_told_by_proof(path: str, printed: str, others: list[str], meant: str) -> None:
    told = settle(path, printed, *others)
    assert (told.value, told.text, told.repaired) == (meant, printed, True)
    assert "read as" in told.evidence


@pytest.mark.parametrize(
    ("path", "printed", "others"),
    [
        ("payment.iban", IBAN, ["IBAN: DE62611488031154885736", "IBAN: DE62611488031154885736"]),  # right, though others say otherwise
        ("seller.phone", "+31 40 573 97 89", ["Tel: +31 40 573 97 39"]),  # one place against one
        ("seller.phone", "+31 40 573 97 39", ["Tel: +31 40 573 12 00", "Tel: +31 40 573 12 00"]),  # another number
        ("seller.vat_id", "NL864853449B01", []),
    ],
)
def test_what_is_right_or_open_stays_as_read(path: str, printed: str, others: list[str]) -> None:
    told = settle(path, printed, *others)
    assert (told.text, told.repaired, told.score) == (printed, False, 0.97)


def test_an_account_that_its_check_digits_disprove_is_not_sure() -> None:
    told = settle("payment.iban", "PL58137794414673607735592408")
    assert (told.repaired, told.score) == (False, DISPROVED)
    assert "check digits are wrong" in told.evidence


def test_a_text_layer_was_not_misread() -> None:
    told = settle("payment.iban", "DE62611488031154885736", f"IBAN: {IBAN}", engine="text_layer")
    assert (told.repaired, told.score) == (False, 0.97)
