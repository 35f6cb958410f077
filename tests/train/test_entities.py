"""The trained pipeline of names that ships: what it tells on plain heads, and that it is one source among others."""

from __future__ import annotations

import pytest

from extractor import catalog, find
from extractor.document import Document, Reading
from extractor.find.parties.entities import entities
from tools.train.documents import transcript

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # spaCy's own imports
HEAD = ("MAPLE STATIONERY SDN BHD", "NO. 12, JALAN BUNGA 3,", "TAMAN MELATI, 53100 KUALA LUMPUR", "TEL: 03-4107 2211", "TAX INVOICE")
DOCUMENT = Document("a.jpg", "image", ())


def reading() -> Reading:
    return transcript({"text": text, "box": [40, 30 * at, 40 + 9 * len(text), 30 * at + 20]} for at, text in enumerate(HEAD, 1))


def test_a_plain_head_is_told_apart() -> None:
    found = entities("\n".join(HEAD))
    assert [(entity.label, entity.text) for entity in found if entity.label in ("ORG", "ADDRESS")] == [
        ("ORG", HEAD[0]),
        ("ADDRESS", "\n".join(HEAD[1:3])),
    ]
    text = "\n".join(HEAD)
    assert all(text[entity.start : entity.end] == entity.text for entity in found)


def test_nothing_is_named_in_nothing() -> None:
    assert entities("") == ()
    assert entities("\n \n") == ()


def test_names_come_from_the_pipeline_only_when_asked_for() -> None:
    model = catalog.schema("receipt")
    for asked in (False, True):
        task = find.Task.of(model, catalog.label_book(model), page_only=True, entities=asked)
        named = [c for c in find.find(DOCUMENT, (reading(),), task).candidates if c.source == "entity"]
        assert [c.value for c in named] == ([HEAD[0]] if asked else [])
    assert named[0].path == "merchant.name"
    assert named[0].box is not None
    assert named[0].box.top == pytest.approx(reading().lines[0].box.top)
