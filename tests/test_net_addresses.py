"""E-mail and web addresses with a misread sign: what their form and the name tell, and what stays as it was read."""

from __future__ import annotations

import pytest

from extractor.document import Candidate
from extractor.geometry import Box
from extractor.net_addresses import readdressed
from extractor.schemas.invoice import Invoice
from extractor.schemas.record import field_specs
from tests.find.typewriter import page

SPECS = field_specs(Invoice)


def settled(address: str, name: str, *others: str, engine: str = "rapidocr") -> Candidate:
    """What becomes of an address on a page with a name and other addresses on it."""
    paths = ["seller.email" if "@" in text else "seller.website" for text in (address, *others)]
    found = [
        Candidate(path, text, text, "pattern", "no label", 1, Box(0, number / 10, 0.5, number / 10 + 0.05), score=0.9)
        for number, (path, text) in enumerate(zip(paths, (address, *others), strict=True))
    ]
    found.append(Candidate("seller.name", name, name, "layout", "letterhead", 1, Box(0, 0.8, 0.5, 0.9), score=0.9))
    return readdressed(found, SPECS, (page("\n".join((address, name, *others)), engine=engine),))[0]


@pytest.mark.parametrize(
    ("read", "name", "meant"),
    [
        ("vww.blauwveld.com", "Blauwveld B.V.", "www.blauwveld.com"),
        ("https://blauwveld.eom", "Blauwveld B.V.", "https://blauwveld.com"),
        ("office@vamlommerde.com", "Van Lommerde VOF", "office@vanlommerde.com"),
        ("billing@montolban.com", "Montalbán e Hijos S.L.", "billing@montalban.com"),
        ("www.fontonals-gril.es", "Fontanals & Gril S.A.", "www.fontanals-gril.es"),
    ],
)
def test_a_misread_sign_is_told_by_form_or_name(read: str, name: str, meant: str) -> None:
    told = settled(read, name)
    assert (told.value, told.text, told.repaired) == (meant, read, True)
    assert f"read as {read}" in told.evidence


def test_an_ending_is_told_by_the_other_addresses() -> None:
    assert settled("info@blauwveld.ul", "Blauwveld B.V.", "www.harper.nl", "mail@harper.nl").value == "info@blauwveld.ul"  # u and n in it
    assert settled("info@blauwveld.nI", "Blauwveld B.V.", "www.harper.nl", "mail@lommer.nl").value == "info@blauwveld.nl"
    assert settled("info@blauwveld.mi", "Blauwveld B.V.").value == "info@blauwveld.mi"


@pytest.mark.parametrize(
    ("read", "name", "others"),
    [
        ("www.blauwveld.com", "Blauwveld B.V.", []),
        ("info@harper.com", "Northgate Tools Ltd", []),  # the domain is another house's
        ("mail@blauwveld.com", "Blouwveld B.V.", ["www.blauwveld.com"]),  # two places against the name
        ("www.vww-club.de", "Vww Club", []),
    ],
)
def test_what_is_right_or_open_stays_as_read(read: str, name: str, others: list[str]) -> None:
    told = settled(read, name, *others)
    assert (told.value, told.repaired) == (read, False)


def test_a_text_layer_is_not_changed() -> None:
    assert settled("vww.blauwveld.eom", "Blauwveld", engine="text_layer").value == "vww.blauwveld.eom"
