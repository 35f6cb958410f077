"""Which kind of document a page is, told by its words, by the labels on it that only one kind has, and by its shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extractor import catalog
from extractor.document import Reading
from extractor.schemas.record import Kind, Record, field_specs
from extractor.schemas.template import Template

TITLE = 3  # votes of a line that is nothing but a word for the kind; one that holds such a word has 1
OWN_LABEL = 1.5  # votes of a label that only this kind of document has
PAPERS_OF_MONEY = "invoice", "receipt"
AMOUNTS = 2  # lines with an amount that these have at the least; one where a title names the kind, and on a card's slip
_AMOUNT = re.compile(r"\d[.,]\s?\d\d(?!\d)|\d{1,3}(?:[.,']\d{3})+(?!\d)")
SHAPE = 3  # votes of a till roll's shape for a receipt, of a sheet's for an invoice
ROLL = 1.62  # height by width: taller than any sheet of paper (A4 has 1.41, legal 1.29, foolscap 1.6)
ROLL_WIDTH = 260.0  # points: 80 mm paper and its margin
ASKED_OF_ANYBODY = frozenset({Kind.NAME, Kind.TEXT, Kind.COUNTRY, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.IBAN, Kind.BIC, Kind.ADDRESS})
ROLL_LINE = 34  # characters: what a till prints on a line at the most, as the middle of all


def model_for(reference: str | type[Record], template: Template | None, readings: Sequence[Reading]) -> type[Record]:
    """The schema asked for; with AUTO the template's, else the built-in one that the pages speak for."""
    if reference != catalog.AUTO:
        return catalog.schema(reference)
    return catalog.schema(template.schema) if template else schema_of(readings)


def schema_of(readings: Sequence[Reading]) -> type[Record]:
    """The built-in schema that the readings speak for; a document that names nothing is a form."""
    lines = [line.text for reading in readings for line in reading.lines]
    words = _word_votes(lines)
    votes: dict[str, float] = dict.fromkeys(catalog.BUILT_IN, 0.0) | dict(words)
    own = _own_labels()
    seen = {(own[key], key) for key in {_key(part) for line in lines for part in _heads(line)} if key in own}
    for name, _ in seen:
        if words.get(name, 0) >= words.get("form", 0):  # forms ask for the same things: names, dates, numbers
            votes[name] += OWN_LABEL
    is_tall = bool(readings) and _is_tall(readings[0])
    is_roll = is_tall or (bool(readings and lines) and _has_short_lines(readings[0], lines))
    amounts = sum(_AMOUNT.search(line) is not None for line in lines)
    for name in () if is_tall else PAPERS_OF_MONEY:
        if amounts < (1 if is_roll or words.get(name, 0) >= TITLE else AMOUNTS):
            votes[name] = 0.0
    if (votes["receipt"] and votes["invoice"]) or (is_roll and amounts and not any(votes.values())):
        votes["receipt" if is_roll else "invoice"] += SHAPE
    best = max(catalog.BUILT_IN, key=lambda name: (votes[name], name == "form"))
    told = votes[best] and (best in PAPERS_OF_MONEY or words.get(best))
    return catalog.schema(best if told else "form")


def _word_votes(lines: Sequence[str]) -> Mapping[str, float]:
    votes: Counter[str] = Counter()
    words = _words()
    for line in lines:
        folded = f" {_fold(line)} "
        found: dict[str, int] = {}
        for name, texts in words.items():
            best = max((len(text) for text in texts if text in folded), default=0)
            if best:
                found[name] = best
        for name, length in found.items():
            votes[name] += TITLE if length >= 0.8 * len(folded) else 1
    return votes


def _heads(line: str) -> tuple[str, ...]:
    """What may be a label: the words before a colon, and those before the first figure."""
    before_figure = line
    for position, character in enumerate(line):
        if character.isdigit():
            before_figure = line[:position]
            break
    return line.split(":", 1)[0], before_figure


def _is_tall(reading: Reading) -> bool:
    """Whether a page has the shape of a till roll."""
    return reading.width <= ROLL_WIDTH or reading.height >= ROLL * reading.width


def _has_short_lines(reading: Reading, lines: Sequence[str]) -> bool:
    """Whether a picture's lines are no longer than a till prints them."""
    lengths = sorted(len(line) for line in lines)
    return lengths[len(lengths) // 2] <= ROLL_LINE and reading.engine != "text_layer"


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Words for each kind of document, framed by spaces."""
    words: dict[str, list[str]] = {}
    for name, labels in catalog.label_book(catalog.schema("form")).document_words.items():
        words.setdefault(name.split(".")[0], []).extend(f" {_fold(label.text)} " for label in labels)
    return {name: tuple(sorted(set(texts))) for name, texts in words.items() if name in catalog.BUILT_IN}


@cache
def _own_labels() -> Mapping[str, str]:
    """Labels that one built-in schema alone has, by their letters and digits; what any form asks of a person or a firm is no kind's own."""
    owners: dict[str, set[str]] = {}
    asked_of_anybody: set[str] = set()
    for name in catalog.BUILT_IN:
        model = catalog.schema(name)
        book = catalog.label_book(model)
        asked = {spec.path for spec in field_specs(model) if spec.rows is None and "." in spec.path and spec.kind in ASKED_OF_ANYBODY}
        for path, labels in (*book.fields.items(), *book.groups.items()):
            for key in (_key(label.text) for label in labels):
                owners.setdefault(key, set()).add(name)
                if path in asked:
                    asked_of_anybody.add(key)
    return {key: next(iter(names)) for key, names in owners.items() if len(names) == 1 and len(key) >= 4 and key not in asked_of_anybody}


def _fold(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
