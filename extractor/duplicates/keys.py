"""What is kept of a document so that it is known again: its digest, the few values that tell it from others, and hashes of the rest."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from pydantic import BaseModel

from extractor.quick import dataclass
from extractor.results import Extraction
from extractor.schemas.record import FieldSpec, Kind, Role, field_specs, filled_leaves, spec_path
from extractor.values._fold import fold

NUMBERS = frozenset({Kind.VAT_ID, Kind.IDENTIFIER, Kind.IBAN})  # by which an issuer is told
FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
EXACT = FIGURES | {Kind.DATE, Kind.TIME, Kind.DATETIME, Kind.IDENTIFIER, Kind.IBAN, Kind.VAT_ID, Kind.CARD}  # kinds worth comparing in rows
MOST_FIGURES = 30  # of an amount: a longer one is none
MOST_KEPT = 64  # hashes of a document: the smallest, so that two documents keep the same ones


@dataclass(frozen=True, slots=True)
class Key:
    """A document as it is remembered. `told`: path -> comparable text of what tells documents of its type apart."""

    source: str
    schema: str | None
    sha256: str | None
    told: Mapping[str, str]
    issuer: str = ""
    issuer_numbers: frozenset[str] = frozenset()
    packed_rest: bytes = b""
    known_from: str | None = None

    @property
    def rest(self) -> frozenset[int]:
        """Hashes of what the document says besides."""
        return frozenset(array("I", self.packed_rest))


@dataclass(frozen=True, slots=True)
class Shape:
    """Which leaves of a document type speak of what."""

    identity: tuple[FieldSpec, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    kinds: Mapping[str, Kind]


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """A type's `identity`, or, where it names none, its identifiers, dates and amounts that belong to no party and stand in no list."""
    specs = field_specs(model)
    single = [spec for spec in specs if spec.rows is None]
    named: tuple[str, ...] = getattr(model, "identity", ())
    identity = [spec for path in named for spec in single if spec.path == path]
    if not named:
        telling = (Kind.IDENTIFIER, Kind.DATE, Kind.DATETIME, Kind.TIME, Kind.MONEY)
        identity = [spec for spec in single if spec.kind in telling and spec.role is None and "." not in spec.path]
    issuer = [spec for spec in single if spec.role is Role.ISSUER] or [spec for spec in single if spec.role is None]
    return Shape(
        tuple(identity),
        tuple(spec.path for spec in issuer if spec.kind is Kind.NAME),
        tuple(spec.path for spec in issuer if spec.kind in NUMBERS and spec not in identity),
        {spec.path: spec.kind for spec in specs},
    )


def key_of(extraction: Extraction) -> Key:
    """The key of a result. A document that could not be read is known by its bytes alone."""
    if extraction.record is None:
        return Key(extraction.source, extraction.schema, extraction.sha256, {})
    content = dict(filled_leaves(extraction.record.model_dump(mode="json")))
    return key_from(extraction.source, extraction.schema, extraction.sha256, type(extraction.record), content)


def key_from(
    source: str, schema: str | None, sha256: str | None, model: type[BaseModel], content: Mapping[str, Any], known_from: str | None = None
) -> Key:
    """The same from the leaves of a record as JSON has them: dotted path (rows numbered) -> value."""
    shape = shape_of(model)
    told = {spec.path: comparable(spec.kind, content[spec.path]) for spec in shape.identity if content.get(spec.path) is not None}
    aside = {*told, *shape.names, *shape.numbers}
    rest = {path: value for path, value in content.items() if path not in aside and value not in (None, "")}
    return Key(
        source,
        schema,
        sha256,
        told,
        next((letters(content[path]) for path in shape.names if content.get(path)), ""),
        frozenset(comparable(Kind.IDENTIFIER, content[path]) for path in shape.numbers if content.get(path)),
        array("I", sorted(set(_rest(rest, shape)))[:MOST_KEPT]).tobytes(),
        known_from,
    )


def _rest(content: Mapping[str, Any], shape: Shape) -> Iterator[int]:
    """A hash for each single value, and for the rows of lists: each figure, or each row whole where no single value tells the document."""
    rows: dict[str, list[str]] = {}
    for path, value in content.items():
        column = spec_path(path)
        kind = shape.kinds.get(column, Kind.TEXT)
        if "[]" not in column:
            yield hashed(f"{path}={comparable(kind, value)}")
        elif shape.identity:
            if kind in EXACT:
                yield hashed(f"{column}={comparable(kind, value)}")
        else:
            rows.setdefault(_row(path), []).append(f"{column}={comparable(kind, value)}")
    for texts in rows.values():
        yield hashed("|".join(texts))


def _row(path: str) -> str:
    """line_items.0.amount -> line_items.0."""
    parts = path.split(".")
    return ".".join(parts[: next(place for place, part in enumerate(parts) if part.isdigit()) + 1])


def comparable(kind: Kind, value: Any) -> str:
    """A value as it is compared: amounts without trailing zeros, times to the minute, numbers compact, words folded."""
    text = str(value)
    if kind in FIGURES:
        try:
            figure = Decimal(text)
        except InvalidOperation:
            return text
        return format(figure.normalize(), "f") if figure.is_finite() and abs(figure.adjusted()) < MOST_FIGURES else text
    if kind is Kind.TIME:
        return text[:5]
    if kind in (Kind.DATE, Kind.DATETIME):
        return text[:16]
    if kind in NUMBERS:
        return "".join(character for character in text.upper() if character.isalnum())
    return letters(text)


def letters(text: Any) -> str:
    return "".join(character for character in fold(str(text)) if character.isalnum())


def hashed(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
