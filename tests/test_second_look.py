"""What the pipeline of names changes in a receipt's address, and when it is asked."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.document import Document
from extractor.pipeline import Options, understand
from extractor.results import Extraction
from tools.train.documents import transcript

SURE = ("MAPLE STATIONERY SDN BHD", "NO. 12, JALAN BUNGA 3,", "TAMAN MELATI, 53100 KUALA LUMPUR", "TEL: 03-4107 2211", "TOTAL 12.00")
UNSURE = ("THE GOLDEN FOX", "Salem, OR", "Phone: 503-555-0142", "Flat White", "3.20", "Total", "3.20", "Cash", "3.20")
SLOGAN = ("PARKRING GARAGE", "Ihr Stellplatz in der City", "Kärntner Ring 9", "1010 Wien", "Tel. 01 512 33 44", "Summe EUR 12,00")
PARTED = ("PIZZERIA DA GINO", "Via Garibaldi, 19", "tel. 0774 / 31 18 06", "00019 Tivoli (RM)", "Margherita 7,00", "TOTALE EURO 7,00")
GOODS = "Soup Bread Beer Lemonade Burger Fries Latte Brownie Pie Tea Cheddar Mocha Noodles Rice Espresso Wine Shampoo Eggs Jam Steak Muffin"
FOOT = (
    "KETTLE & FORK",
    "Bill No. 4471",
    *(f"{good} {number}.50" for number, good in enumerate(GOODS.split(), 1)),
    "Total 241.50",
    "Card 241.50",
    "14 Orchard Lane",
    "Harrogate HG1 2AB",
    "Thank you",
)


def understood(lines: tuple[str, ...], *, entities: bool) -> Extraction:
    pieces = [{"text": text, "box": [40, 40 * at, 40 + 9 * len(text), 40 * at + 20]} for at, text in enumerate(lines, 1)]
    return understand(Document("a.jpg", "image", ()), (transcript(pieces),), Options(schema="receipt", entities=entities))


def address(lines: tuple[str, ...], *, entities: bool) -> object:
    found = understood(lines, entities=entities).fields.get("merchant.address")
    return found.value if found is not None else None


@pytest.mark.parametrize(
    ("lines", "before", "after"),
    [
        (UNSURE, None, "Salem, OR"),
        (SLOGAN, "Ihr Stellplatz in der City, Kärntner Ring 9, 1010 Wien", "Kärntner Ring 9, 1010 Wien"),
        (PARTED, "Via Garibaldi, 19", "Via Garibaldi, 19 00019 Tivoli (RM)"),
        (FOOT, None, "14 Orchard Lane, Harrogate HG1 2AB"),
        ((*FOOT[:-3], "Address: 14 Orchard Lane", "Harrogate HG1 2AB, Tel 01423 555 011"), None, "14 Orchard Lane, Harrogate HG1 2AB"),
    ],
    ids=["a town alone", "a slogan over it", "a telephone between its lines", "under the goods", "a telephone behind it"],
)
def test_an_address_is_told_from_what_stands_around_it(lines: tuple[str, ...], before: str | None, after: str) -> None:
    assert address(lines, entities=False) == before
    assert address(lines, entities=True) == after


def test_what_was_weighed_again_says_so() -> None:
    found = understood(UNSURE, entities=True)
    assert any(candidate.features.get("second_look") for candidate in found.candidates)
    assert understood(PARTED, entities=True).fields["merchant.address"].source == "entity"


def test_a_head_that_is_sure_is_left_as_it_is() -> None:
    first, second = (understood(SURE, entities=entities) for entities in (False, True))
    assert first.to_json() | {"timings": {}} == second.to_json() | {"timings": {}}


@pytest.mark.parametrize(("lines", "loaded"), [(SURE, "False"), (UNSURE, "True")])
def test_nothing_is_loaded_for_a_head_that_is_sure(lines: tuple[str, ...], loaded: str) -> None:
    code = f"import sys; from tests.test_second_look import understood; understood({lines!r}, entities=True); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == loaded
