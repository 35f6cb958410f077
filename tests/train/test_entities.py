"""The pipeline of names that ships."""

from __future__ import annotations

import pytest

from extractor.find.parties.entities import entities, kinds_of_lines

HEAD = ("MAPLE STATIONERY SDN BHD", "NO. 12, JALAN BUNGA 3,", "TAMAN MELATI, 53100 KUALA LUMPUR", "TEL: 03-4107 2211", "TAX INVOICE")
HEADS = {
    "ORG": ("The Rusty Kettle", "Bäckerei Hinterwald", "BOULANGERIE DUPIN"),
    "ADDRESS": ("12 Mill Lane, Leeds LS1 4AP", "Marktplatz 3, 84028 Landshut", "8 rue de l'Eglise, 35400 SAINT-MALO"),
    "REFERENCE": ("Tel: 0113 496 0018", "USt-IdNr. DE123456789", "SIRET 123 456 789 00012"),
}


def test_a_plain_head_is_told_apart() -> None:
    text = "\n".join(HEAD)
    found = entities(text)
    assert [(entity.label, entity.text) for entity in found if entity.label in ("ORG", "ADDRESS")] == [
        ("ORG", HEAD[0]),
        ("ADDRESS", "\n".join(HEAD[1:3])),
    ]
    assert all(text[entity.start : entity.end] == entity.text for entity in found)


@pytest.mark.parametrize("at", range(3))
def test_each_line_is_told_what_it_is(at: int) -> None:
    said = kinds_of_lines([texts[at] for texts in HEADS.values()])
    assert [max(shares, key=lambda label: shares[label]).rstrip("+") for shares in said] == list(HEADS)


def test_nothing_is_named_in_nothing() -> None:
    assert entities("") == entities("\n \n") == ()
    assert kinds_of_lines(()) == ()
    assert kinds_of_lines(("", " ")) == ({}, {})
    assert len(kinds_of_lines(("x" * 3000, "y" * 3000, "z"))) == 3
