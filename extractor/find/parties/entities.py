"""What the words of a document's head are, by a trained spaCy pipeline: organisations, addresses, persons, products, references.

The pipeline ships with the program (models/ner; how it was made and what it is worth: models/NER.md). spaCy costs near a second to
import, so it is loaded where a head is in doubt, and not before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate
from pathlib import Path
from typing import Any

from extractor.quick import dataclass

ORGANISATION, ADDRESS, PERSON, PRODUCT, REFERENCE = "ORG", "ADDRESS", "PERSON", "PRODUCT", "REFERENCE"
LIKELY = 0.5  # probability from which a line is said to be of a label
GOES_ON = "+"  # behind the label of a line that goes on with what the line before began
LONGEST = 4000  # characters of one text: a head has far fewer, and time stays bounded


@dataclass(frozen=True, slots=True)
class Entity:
    """Lines with their label; `start` and `end` are characters of the text that was looked at."""

    label: str
    start: int
    end: int
    text: str


def entities(text: str) -> tuple[Entity, ...]:
    """The entities of a text whose lines stand one under the other, in their order: lines that are likelier than not of a label, with those
    that go on with it."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    found: list[Entity] = []
    last = ""
    for start, line, shares in zip(starts, lines, kinds_of_lines(lines), strict=False):
        label = max(shares, key=lambda label: shares[label], default="")
        kind = label.rstrip(GOES_ON) if label and shares[label] + shares.get(label + GOES_ON, 0.0) > LIKELY else ""
        begins, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        if kind and kind == last and label.endswith(GOES_ON):
            begins = found.pop().start
        if kind:
            found.append(Entity(kind, begins, end, text[begins:end]))
        last = kind
    return tuple(found)


def kinds_of_lines(lines: Sequence[str]) -> tuple[Mapping[str, float], ...]:
    """How probably each of the lines is of each label, and of each with GOES_ON behind it."""
    found: tuple[dict[str, float], ...] = tuple({} for _ in lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for start, label, score in _spans(_pipeline()("\n".join(lines)[:LONGEST])):
        found[bisect_right(starts, start) - 1][label] = score
    return found


def _spans(document: Any) -> Iterator[tuple[int, str, float]]:
    from extractor.find.parties.entity_lines import SPANS

    spans = document.spans[SPANS]
    for span, score in zip(spans, spans.attrs.get("scores", ()), strict=True):
        yield span.start_char, span.label_, float(score)


@cache
def _pipeline() -> Any:
    import spacy

    import extractor.find.parties.entity_lines  # noqa: F401  a part of the pipeline is registered there

    with as_file(files("extractor.models").joinpath("ner")) as folder:
        return spacy.load(Path(folder))
