"""The same document again: another scan, another file, a photograph of what was there before. Told by content, and named.

Two documents are one when they have the same bytes, or when what tells documents of their type apart agrees (`Record.identity`:
number, date, total) and they have one issuer. What one of them lacks says nothing; what differs parts them, unless it is characters
that are misread for one another.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from pydantic import BaseModel
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.document import Extraction, Issue, Repeat, Severity, Status
from extractor.duplicates.keys import Key, key_of, shape_of
from extractor.duplicates.known import earlier
from extractor.schemas.record import Kind
from extractor.values._slips import TO_DIGITS

__all__ = ["Key", "Register", "key_of"]

SAME_NAME = 85  # percent of likeness from which two printed names are one issuer's
OTHER_NAME = 50  # percent below which they are two issuers'
REST_ALIKE = 0.5  # share of the other values that must agree where no number tells the document
REST_FEWEST = 3  # how many of them there must be
WHOLE_ALIKE = 0.6  # share of all values that must agree where nothing tells the document
WHOLE_FEWEST = 6
SHORTEST_NUMBER = 4  # characters: a shorter number is not compared by its end
ONE_LOST = 6  # characters of a number from which one may be lost
SKETCH = 8  # hashes by which a document without identity is looked up


@dataclass(frozen=True, slots=True)
class _Same:
    by: tuple[str, ...]
    but: tuple[str, ...] = ()


class Register:
    """Documents met so far, by key alone. Takes results in order, so that the same batch gives the same answers."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._met: set[str] = set()  # sources of this run: what an earlier run said of them counts no more
        self._first: dict[int, str] = {}  # a document that repeats another -> that one's source
        self._places: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)

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
        for mark in _marks(key, model):
            self._places[mark].append(place)

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
        places = sorted({place for mark in _marks(key, model) for place in self._places.get(mark, ())})
        found: Repeat | None = None
        for place in places:
            other = self._keys[place]
            met_again = other.known_from is not None and os.path.normpath(other.source) in self._met
            if not met_again and self._first.get(place) != key.source and (same := _same(key, other, model)) is not None:
                repeat = Repeat(other.source, same.by, same.but, other.known_from)
                if not same.but:
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
    """Under what a document is looked up: its bytes, its number, its date with its amount, or a few of its hashes."""
    if key.sha256:
        yield "bytes", key.sha256
    if model is None:
        return
    shape = shape_of(model)
    by_kind: defaultdict[Kind, list[str]] = defaultdict(list)
    for spec in shape.identity:
        if spec.path in key.told:
            by_kind[spec.kind].append(key.told[spec.path])
    for number in by_kind[Kind.IDENTIFIER]:
        yield key.schema, "number", number.translate(TO_DIGITS)
    for day, amount in product(by_kind[Kind.DATE] + by_kind[Kind.DATETIME], by_kind[Kind.MONEY]):
        yield key.schema, "day", day, amount
    if not shape.identity:
        for one in sorted(key.rest)[:SKETCH]:
            yield key.schema, "rest", one


def _same(one: Key, other: Key, model: type[BaseModel]) -> _Same | None:
    """In what two documents agree, where they are one; else None."""
    if one.sha256 and one.sha256 == other.sha256:
        return _Same(("bytes",))
    if one.schema != other.schema:
        return None
    shape = shape_of(model)
    if not shape.identity:
        return _Same(("all values",)) if _overlap(one.rest, other.rest, WHOLE_ALIKE, WHOLE_FEWEST) else None
    agreed: list[str] = []
    near: list[str] = []
    numbers = 0
    for spec in shape.identity:
        mine, theirs = one.told.get(spec.path), other.told.get(spec.path)
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            agreed.append(spec.path)
        elif _is_slip(spec.kind, mine, theirs):
            near.append(spec.path)
        else:
            return None
        numbers += spec.kind is Kind.IDENTIFIER
    issuer = _same_issuer(one, other)
    if issuer is False or len(near) > 1:
        return None
    others = len(agreed) + len(near) - numbers
    choices = sum(spec.kind is Kind.CHOICE for spec in shape.identity if spec.path in agreed)
    if numbers:
        enough = others - choices >= (1 if issuer else 2)
    else:
        enough = others - choices >= 2 and issuer is True and _overlap(one.rest, other.rest, REST_ALIKE, REST_FEWEST)
    named = (*shape.names[:1], *agreed) if issuer else tuple(agreed)
    return _Same(tuple(named), tuple(near)) if enough else None


def _same_issuer(one: Key, other: Key) -> bool | None:
    """Whether two documents have one issuer; None where that cannot be told."""
    if one.issuer_numbers & other.issuer_numbers:
        return True
    if not one.issuer or not other.issuer:
        return None
    like = fuzz.ratio(one.issuer, other.issuer)
    return True if like >= SAME_NAME else False if like < OTHER_NAME else None


def _is_slip(kind: Kind, one: str, other: str) -> bool:
    """Whether two readings may be of one print."""
    if kind is Kind.IDENTIFIER:
        return _is_slip_of_number(*sorted((one, other), key=len))
    if kind is Kind.DATE:  # 03/04 read as April and as March
        try:
            mine, theirs = date.fromisoformat(one), date.fromisoformat(other)
        except ValueError:
            return False
        return (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month)
    return False


def _is_slip_of_number(shorter: str, longer: str) -> bool:
    """O for 0; 2024-0017 for RE-2024-0017; one character lost, but at the end, where corrections are counted (RE-17-1, RE-17A)."""
    if shorter.translate(TO_DIGITS) == longer.translate(TO_DIGITS):
        return True
    if len(shorter) >= SHORTEST_NUMBER and longer.endswith(shorter):
        return True
    lost = len(shorter) >= ONE_LOST and len(longer) == len(shorter) + 1 and not longer.startswith(shorter)
    return lost and Levenshtein.distance(shorter, longer, score_cutoff=1) <= 1


def _overlap(one: frozenset[int], other: frozenset[int], share: float, fewest: int) -> bool:
    both = len(one & other)
    return both >= fewest and both >= share * max(len(one | other), 1)
