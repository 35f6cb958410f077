"""Names by a trained spaCy pipeline: one more source of candidates, off unless it is asked for.

The pipeline ships with the program (models/ner; how it was made and what it is worth: models/NER.md). On receipts it helps with
vendors like those it was trained on and harms with others, and spaCy costs near a second to import: so it is loaded only when wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from extractor.document import Candidate
from extractor.find.parties.head import head_lines
from extractor.find.parties.roles import parties_of
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind, Role

ORGANISATION, ADDRESS, PERSON, PRODUCT, REFERENCE = "ORG", "ADDRESS", "PERSON", "PRODUCT", "REFERENCE"
LONGEST = 4000  # characters of one text: a head has far fewer, and time stays bounded
PROBABILITY = 0.3  # of a name found so: the value that gains most on receipts of vendors never seen (models/NER.md)


@dataclass(frozen=True, slots=True)
class Entity:
    """A run of words with its label; `start` and `end` are characters of the text that was looked at."""

    label: str
    start: int
    end: int
    text: str


def entities(text: str) -> tuple[Entity, ...]:
    """The entities of a text whose lines stand one under the other, in their order."""
    return tuple(Entity(e.label_, e.start_char, e.end_char, e.text) for e in _pipeline()(text[:LONGEST]).ents)


def entity_candidates(sheet: Sheet, specs: Sequence[FieldSpec]) -> list[Candidate]:
    """The first organisation that the head of the first page names, as the name of every issuer."""
    leaves = [leaf for party in parties_of(specs) if party.role is Role.ISSUER and (leaf := party.leaf(Kind.NAME)) is not None]
    lines = head_lines(sheet) if leaves else []
    if not lines:
        return []
    named = next((entity for entity in entities("\n".join(line.text for line in lines)) if entity.label == ORGANISATION), None)
    if named is None:
        return []
    inside, at = [], 0
    for line in lines:
        if at < named.end and named.start < at + len(line.text):
            inside.append(line)
        at += len(line.text) + 1
    box = Box.around(line.box(sheet) for line in inside)
    text = " ".join(named.text.split())
    return [
        Candidate(leaf.path, text, text, "entity", "named like an organisation", inside[0].page, box, score=PROBABILITY) for leaf in leaves
    ]


@cache
def _pipeline() -> Any:
    import spacy

    with as_file(files("extractor.models").joinpath("ner")) as folder:
        return spacy.load(Path(folder))
