"""Which words of a document's head name an organisation, a person or a product, and which are an address: our trained spaCy pipeline.

The pipeline ships with the program (models/ner; how it was made: models/NER.md). spaCy costs near a second to import, so that
it is loaded on first use, and only where reading the page has cost more than that: see `wanted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from extractor.document import Reading

ORGANISATION, ADDRESS, PERSON, PRODUCT, REFERENCE = LABELS = ("ORG", "ADDRESS", "PERSON", "PRODUCT", "REFERENCE")
LONGEST = 4000  # characters of one text: a head has far fewer, and time stays bounded


@dataclass(frozen=True, slots=True)
class Entity:
    """A run of words with its label; `start` and `end` are characters of the text that was looked at."""

    label: str
    start: int
    end: int
    text: str


def wanted(readings: Sequence[Reading]) -> bool:
    """Whether the pages were read from pictures: there the pipeline's cost is small beside reading's."""
    return any(reading.engine != "text_layer" for reading in readings) and _folder().is_dir()


def entities(text: str) -> tuple[Entity, ...]:
    """The entities of a text whose lines stand one under the other, in their order."""
    return tuple(Entity(e.label_, e.start_char, e.end_char, e.text) for e in _pipeline()(text[:LONGEST]).ents)


def shares(lines: Sequence[str]) -> tuple[dict[str, float], ...]:
    """For each line, the share of its characters that belongs to an entity of each label; labels without a share are left out."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    found = entities("\n".join(lines))
    result = []
    for start, line in zip(starts, lines, strict=True):
        end = start + len(line)
        covered: dict[str, float] = {}
        for entity in found:
            common = min(entity.end, end) - max(entity.start, start)
            if common > 0:
                covered[entity.label] = covered.get(entity.label, 0.0) + common / len(line)
        result.append(covered)
    return tuple(result)


def use(folder: Path | None) -> None:
    """Look with the pipeline in a folder, as training does with pipelines that have not seen a document; None: the one that ships."""
    global _given
    _given = folder
    _pipeline.cache_clear()


_given: Path | None = None


def _folder() -> Traversable:
    return files("extractor.models").joinpath("ner") if _given is None else _given


@cache
def _pipeline() -> Any:
    import spacy

    with as_file(_folder()) as folder:
        return spacy.load(folder)
