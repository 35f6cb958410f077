"""Results as rows and columns: what CSV, XLSX, databases and data frames have in common.

A document is one row, its columns the leaves of its schema with dotted names; each list of the schema (`line_items`) is
a table of its own, with the document's source and the row's number in front. Values keep their types.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel

from extractor.document import Severity
from extractor.quick import dataclass
from extractor.results import Extraction
from extractor.schemas.record import Kind, field_specs, leaf_at

# Columns that every document has, whatever its schema. A field of the same name is written as `record.NAME`.
HEAD: dict[str, Kind] = {
    "source": Kind.TEXT,
    "pages": Kind.NUMBER,
    "schema": Kind.TEXT,
    "status": Kind.TEXT,
    "lowest_confidence": Kind.NUMBER,
    "issues": Kind.TEXT,
    "error": Kind.TEXT,
}
# The same, where a document has them: the known vendor it comes from, and the document that it repeats.
EXTRA: dict[str, Kind] = {
    "known_vendor_id": Kind.TEXT,
    "known_vendor": Kind.TEXT,
    "known_vendor_score": Kind.NUMBER,
    "known_vendor_proof": Kind.TEXT,
    "repeats": Kind.TEXT,
}
DIGEST: dict[str, Kind] = {"sha256": Kind.TEXT}  # kept by databases alone, where later runs look for it
ROW_HEAD: dict[str, Kind] = {"source": Kind.TEXT, "row": Kind.NUMBER}
ROW_TAIL: dict[str, Kind] = {"page": Kind.NUMBER, "lowest_confidence": Kind.NUMBER}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column's value stands in the record (or in the list's row), and what kind of value it is."""

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Columns:
    """A schema's columns by name: those of the document's row, and those of the rows of each list."""

    document: Mapping[str, Column]
    lists: Mapping[str, Mapping[str, Column]]


@dataclass(slots=True)
class Sheet:
    """A table that grows: columns in the order in which they were first met."""

    columns: dict[str, Kind] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    doubts: list[Mapping[str, str]] = field(default_factory=list)  # for each row: why to look at a column, by its name


class Tables:
    """A sink that keeps all results as tables. Rows alone are kept: no words, no pictures."""

    def __init__(self) -> None:
        self._fields: dict[str, Kind] = {}
        self._rows: list[Row] = []
        self._doubts: list[Mapping[str, str]] = []
        self.lists: dict[str, Sheet] = {}

    def write(self, extraction: Extraction) -> None:
        self._rows.append(document_row(extraction))
        why = _doubts(extraction)
        if extraction.record is None:
            self._doubts.append({})
            return
        columns = columns_of(model_of(extraction))
        self._doubts.append({name: why[column.path] for name, column in columns.document.items() if column.path in why})
        self._fields |= {name: column.kind for name, column in columns.document.items() if name not in self._fields}
        found = list_rows(extraction)
        for list_name, of_rows in columns.lists.items():
            sheet = self.lists.setdefault(list_name, Sheet())
            sheet.columns |= {name: column.kind for name, column in of_rows.items() if name not in sheet.columns}
            for number, row in enumerate(found.get(list_name, ())):
                paths = {name: f"{list_name}.{number}.{column.path}" for name, column in of_rows.items()}
                sheet.rows.append(row)
                sheet.doubts.append({name: why[path] for name, path in paths.items() if path in why})

    @property
    def documents(self) -> Sheet:
        extra = {name: kind for name, kind in EXTRA.items() if any(name in row for row in self._rows)}
        return Sheet({**HEAD, **extra, **self._fields}, self._rows, self._doubts)

    def list_sheet(self, name: str) -> Sheet:
        """The rows of one list, with the columns that say where each belongs."""
        sheet = self.lists[name]
        return Sheet({**ROW_HEAD, **sheet.columns, **ROW_TAIL}, sheet.rows, sheet.doubts)


def model_of(extraction: Extraction) -> type[BaseModel]:
    """The schema of a document that was read."""
    model: type[BaseModel] = type(extraction.record)
    return model


@cache
def columns_of(model: type[BaseModel]) -> Columns:
    document: dict[str, Column] = {}
    lists: dict[str, dict[str, Column]] = {}
    for spec in field_specs(model):
        head, mark, rest = spec.path.partition("[]")
        if not mark:
            document[_own_name(head, HEAD, EXTRA, DIGEST)] = Column(head, spec.kind)
        elif not rest:  # a list of plain values is one cell
            document[_own_name(head, HEAD, EXTRA, DIGEST)] = Column(head, Kind.TEXT)
        else:  # a list within a row of a list is one cell too
            path, deeper, _ = rest.removeprefix(".").partition("[]")
            lists.setdefault(head, {})[_own_name(path, ROW_HEAD, ROW_TAIL)] = Column(path, Kind.TEXT if deeper else spec.kind)
    return Columns(document, lists)


def document_row(extraction: Extraction) -> Row:
    row: Row = {
        "source": extraction.source,
        "pages": extraction.pages,
        "schema": extraction.schema,
        "status": extraction.status.value,
        "lowest_confidence": _lowest(value.confidence for value in extraction.fields.values()),
        "issues": " | ".join(f"{issue.code}: {issue.message}" for issue in extraction.issues) or None,
        "error": None if extraction.error is None else f"{extraction.error.code}: {extraction.error.message}",
        "sha256": extraction.sha256,
    }
    row |= _extra(extraction)
    if extraction.record is not None:
        content = extraction.record.model_dump()
        for name, column in columns_of(model_of(extraction)).document.items():
            row[name] = _plain(leaf_at(content, column.path))
    return row


def _doubts(extraction: Extraction) -> dict[str, str]:
    """By path, what holds the record back there."""
    said: dict[str, list[str]] = {}
    for issue in extraction.issues:
        if issue.severity is not Severity.INFO:
            for path in issue.fields:
                said.setdefault(path, []).append(issue.message)
    return {path: "\n".join(messages) for path, messages in said.items()}


def _extra(extraction: Extraction) -> Row:
    found: Row = {}
    if (vendor := extraction.vendor) is not None:
        proof = "; ".join(vendor.proof) or None
        found = dict(zip(EXTRA, (vendor.id, vendor.name, vendor.score, proof), strict=False))
    if extraction.repeats is not None:
        found["repeats"] = extraction.repeats.source
    return found


def list_rows(extraction: Extraction) -> dict[str, list[Row]]:
    """The rows of every list of the record that has any."""
    if extraction.record is None:
        return {}
    content = extraction.record.model_dump()
    found: dict[str, list[Row]] = {}
    for list_name, columns in columns_of(model_of(extraction)).lists.items():
        for number, item in enumerate(leaf_at(content, list_name) or []):
            proofs = [value for path, value in extraction.fields.items() if path.startswith(f"{list_name}.{number}.")]
            row: Row = {
                "source": extraction.source,
                "row": number + 1,
                "page": min((value.page for value in proofs if value.page is not None), default=None),
                "lowest_confidence": _lowest(value.confidence for value in proofs),
            }
            for name, column in columns.items():
                row[name] = _plain(leaf_at(item, column.path))
            found.setdefault(list_name, []).append(row)
    return found


def _own_name(path: str, *taken: Mapping[str, Kind]) -> str:
    return f"record.{path}" if any(path in names for names in taken) else path


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        if not value:
            return None
        if any(isinstance(item, Mapping | list) for item in value):
            return json.dumps(value, ensure_ascii=False, default=str)
        return "; ".join(str(_plain(item)) for item in value)
    return value


def _lowest(confidences: Iterable[float]) -> float | None:
    lowest = min(confidences, default=None)
    return None if lowest is None else round(lowest, 4)
