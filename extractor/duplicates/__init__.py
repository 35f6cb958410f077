"""The same document again: another scan, another file, a photograph of what was there before. Told by content, and named.

Two documents are one when they have the same bytes, or when what tells documents of their type apart agrees (`Record.identity`:
number, date, total) and they have one issuer. What one of them lacks says nothing; what differs parts them, unless it is characters
that are misread for one another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, islice

from pydantic import BaseModel

from extractor.document import Issue, Severity
from extractor.duplicates.alike import same
from extractor.duplicates.keys import Key, key_of, shape_of
from extractor.duplicates.known import earlier
from extractor.results import Extraction, Repeat, Status
from extractor.schemas.record import Kind
from extractor.values._slips import TO_DIGITS

__all__ = ["Key", "Register", "key_of"]

SKETCH = 8  # hashes by which a document without identity is looked up
MOST_PAIRS = 12  # of values by which a document is looked up


class Register:
    """Documents met so far, by key alone. Takes results in order, so that the same batch gives the same answers."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._met: set[str] = set()  # sources of this run: what an earlier run said of them counts no more
        self._first: dict[int, str] = {}  # a document that repeats another -> that one's source
        self._places: dict[int, tuple[int, ...]] = {}  # hash of a mark -> documents that may bear it

    def learn(self, target: str, models: Mapping[str, type[BaseModel]], *, may_lack: bool = False) -> None:
        """Remember the documents of an earlier result: a file that a run wrote, or a database. `models`: the types by schema name.

        Raises TableError where it cannot be read; with `may_lack` one that is not there yet has no documents.
        """
        for key, model in earlier(target, models, may_lack=may_lack):
            self.add(key, model)

    def add(self, key: Key, model: type[BaseModel] | None) -> None:
        """Remember a document. `model` is its type, None for one that was not read."""
        place = len(self._keys)
        self._keys.append(key)
        for mark in {hash(mark) for mark in _marks(key, model)}:
            self._places[mark] = (*self._places.get(mark, ()), place)

    def seen(self, extraction: Extraction) -> Extraction:
        """The result, in review and with the earlier document's name where it repeats one; it is remembered itself."""
        key = key_of(extraction)
        model = None if extraction.record is None else type(extraction.record)
        self._met.add(os.path.normpath(key.source))
        repeat = self._repeat(key, model) if model is not None else None
        if repeat is not None:
            self._first[len(self._keys)] = repeat.source
        self.add(key, model)
        return extraction if repeat is None else _flagged(extraction, repeat)

    def _repeat(self, key: Key, model: type[BaseModel]) -> Repeat | None:
        """The first document that this one repeats; one without differences before one with."""
        places = sorted({place for mark in _marks(key, model) for place in self._places.get(hash(mark), ())})
        found: Repeat | None = None
        for place in places:
            other = self._keys[place]
            met_again = other.known_from is not None and os.path.normpath(other.source) in self._met
            if not met_again and self._first.get(place) != key.source and (agreement := same(key, other, model)) is not None:
                repeat = Repeat(other.source, agreement.by, agreement.but, other.known_from)
                if not agreement.but:
                    return repeat
                found = found or repeat
        return found


def _flagged(extraction: Extraction, repeat: Repeat) -> Extraction:
    where = f" ({repeat.known_from})" if repeat.known_from else ""
    what = "the bytes are the same" if repeat.by == ("bytes",) else f"{', '.join(repeat.by)} agree"
    odd = f"; {', '.join(repeat.but)} differ as misread characters do" if repeat.but else ""
    paths = tuple(path for path in (*repeat.by, *repeat.but) if path in extraction.fields)
    severity = Severity.WARNING if repeat.but else Severity.ERROR
    issue = Issue("duplicate_document", severity, f"the same document as {repeat.source}{where}: {what}{odd}", paths)
    issues = (issue, *extraction.issues) if severity is Severity.ERROR else (*extraction.issues, issue)
    ordered = tuple(sorted(issues, key=lambda one: list(Severity).index(one.severity)))
    status = Status.REVIEW if extraction.status is Status.ACCEPTED else extraction.status
    return replace(extraction, status=status, repeats=repeat, issues=ordered)


def _marks(key: Key, model: type[BaseModel] | None) -> Iterator[tuple[object, ...]]:
    """Under what a document is looked up: its bytes, its number, its date with its amount and the like, or a few of its hashes."""
    if key.sha256:
        yield "bytes", key.sha256
    if model is None:
        return
    shape = shape_of(model)
    told = [spec for spec in shape.identity if spec.path in key.told]
    for spec in told:
        if spec.kind is Kind.IDENTIFIER:
            yield key.schema, "number", key.told[spec.path].translate(TO_DIGITS)
    others = [spec.path for spec in told if spec.kind not in (Kind.IDENTIFIER, Kind.CHOICE)]
    for one, other in islice(combinations(others, 2), MOST_PAIRS):
        yield key.schema, one, key.told[one], other, key.told[other]
    if not shape.identity:
        for number in sorted(key.rest)[:SKETCH]:
            yield key.schema, "rest", number
