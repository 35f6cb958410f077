"""What the pipeline of names changes in the head of a receipt, and when it is asked."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.document import Document
from extractor.pipeline import Options, understand
from extractor.results import Extraction
from tools.train.documents import transcript

SURE = ("MAPLE STATIONERY SDN BHD", "NO. 12, JALAN BUNGA 3,", "TAMAN MELATI, 53100 KUALA LUMPUR", "TEL: 03-4107 2211", "TOTAL 12.00")
UNSURE = ("SEABREEZE DUTY FREE", "Terminal 1, Airside", "Rivermouth Airport, Malta", "VAT MT10288441", "TOTAL EUR 24.00")


def understood(lines: tuple[str, ...], *, entities: bool) -> Extraction:
    pieces = [{"text": text, "box": [40, 40 * at, 40 + 9 * len(text), 40 * at + 20]} for at, text in enumerate(lines, 1)]
    return understand(Document("a.jpg", "image", ()), (transcript(pieces),), Options(schema="receipt", entities=entities))


def test_the_shop_is_told_from_where_it_lies() -> None:
    assert understood(UNSURE, entities=False).fields["merchant.name"].value == UNSURE[2]
    found = understood(UNSURE, entities=True)
    assert found.fields["merchant.name"].value == UNSURE[0]
    assert any(candidate.features.get("second_look") for candidate in found.candidates)


def test_a_head_that_is_sure_is_left_as_it_is() -> None:
    first, second = (understood(SURE, entities=entities) for entities in (False, True))
    assert first.to_json() | {"timings": {}} == second.to_json() | {"timings": {}}


@pytest.mark.parametrize(("lines", "loaded"), [(SURE, "False"), (UNSURE, "True")])
def test_nothing_is_loaded_for_a_head_that_is_sure(lines: tuple[str, ...], loaded: str) -> None:
    code = f"import sys; from tests.test_second_look import understood; understood({lines!r}, entities=True); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == loaded
