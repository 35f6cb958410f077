"""Databases: SQLite by path, any other by SQLAlchemy URL.

    documents    one row a document: source (the key), pages, schema, status ..., and a column for each leaf of the record
    LIST         one table for each list of a schema (line_items, tax_breakdown ...): source, row, and its columns
    fields       one row for each value: where it stands, how sure it is, what found it
    issues       one row for each issue

Each document is one transaction. A document that is there already (the same source) is replaced, never doubled.
Tables and columns are made when first needed, so that schemas may share a database and may grow.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, UserDefinedType

from extractor.database import SUFFIXES, connected, translated
from extractor.document import value_to_json
from extractor.errors import OutputError
from extractor.export import Exporter, Sink
from extractor.export.rows import DIGEST, EXTRA, HEAD, ROW_HEAD, ROW_TAIL, Row, columns_of, document_row, list_rows, model_of
from extractor.results import Extraction
from extractor.schemas.record import Kind

SOURCE = sa.String(700)  # the longest text that every database takes as a key

_FAMILIES = {
    Kind.MONEY: "number",
    Kind.NUMBER: "number",
    Kind.PERCENT: "number",
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.TIME: "time",
    Kind.CHECKBOX: "boolean",
}

_DOCUMENT = {name: _FAMILIES.get(kind, "text") for name, kind in (HEAD | DIGEST).items() if name not in ("issues", "error")} | {
    "error_code": "text",
    "error_message": "text",
}
_ISSUE = {"source": "text", "number": "number", "code": "text", "severity": "text", "message": "text", "fields": "text"}
_FIELD = {
    "source": "text",
    "path": "text",
    "value": "text",
    "text": "text",
    "page": "number",
    "box_left": "number",
    "box_top": "number",
    "box_right": "number",
    "box_bottom": "number",
    "confidence": "number",
    "found_by": "text",
    "evidence": "text",
}
_FIXED = {"documents": _DOCUMENT, "issues": _ISSUE, "fields": _FIELD}


class _SqliteNumber(UserDefinedType[Decimal]):
    """SQLite keeps a number given as text exactly as far as it can (column affinity NUMERIC)."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "NUMERIC"

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        return lambda value: None if value is None else format(value, "f")


class _Number(TypeDecorator[Decimal]):
    impl = sa.Numeric(28, 8)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        return dialect.type_descriptor(_SqliteNumber() if dialect.name == "sqlite" else sa.Numeric(28, 8))


_TYPES: Mapping[str, Any] = {
    "text": sa.Text,
    "number": _Number,
    "date": sa.Date,
    "datetime": sa.DateTime,
    "time": sa.Time,
    "boolean": sa.Boolean,
}


class _Database:
    """One connection, and the tables as they are in the database now."""

    def __init__(self, connection: sa.Connection, shown: str) -> None:
        self._connection = connection
        self._shown = shown
        self._inspector = sa.inspect(connection)
        self._tables: dict[str, sa.Table] = {}
        self._lists: set[str] = set()
        for name, columns in _FIXED.items():
            self._ready(name, columns)
        for name in self._inspector.get_table_names():
            keys = self._inspector.get_foreign_keys(name)
            if name not in _FIXED and any(key["referred_table"] == "documents" and key["referred_columns"] == ["source"] for key in keys):
                self._lists.add(name)
        connection.commit()

    def write(self, extraction: Extraction) -> None:
        if len(extraction.source) > (SOURCE.length or 0):
            raise OutputError(f"{extraction.source[:80]}…: the name is longer than {SOURCE.length} characters, too long for a key")
        with translated(self._shown, OutputError):
            self._remove(extraction.source)
            self._insert("documents", [self._document(extraction)])
            for name, rows in list_rows(extraction).items():
                self._write_list(name, rows, extraction)
            self._insert("fields", _field_rows(extraction))
            self._insert("issues", _issue_rows(extraction))
            self._connection.commit()

    def _document(self, extraction: Extraction) -> Row:
        flat = document_row(extraction)
        row = {name: flat.get(name) for name in _DOCUMENT}
        extra = self._ready("documents", {name: _FAMILIES.get(kind, "text") for name, kind in EXTRA.items() if name in flat})
        row |= {extra[name]: flat[name] for name in extra}
        if extraction.error is not None:
            row |= {"error_code": extraction.error.code, "error_message": extraction.error.message}
        if extraction.record is not None:
            columns = columns_of(model_of(extraction)).document
            names = self._ready("documents", {_sql_name(name): _FAMILIES.get(column.kind, "text") for name, column in columns.items()})
            row |= {names[_sql_name(name)]: flat[name] for name in columns}
        return row

    def _write_list(self, name: str, rows: list[Row], extraction: Extraction) -> None:
        columns = columns_of(model_of(extraction)).lists[name]
        wanted = {_sql_name(column): _FAMILIES.get(found.kind, "text") for column, found in columns.items()}
        fixed = {column: _FAMILIES.get(kind, "text") for column, kind in (ROW_HEAD | ROW_TAIL).items()}
        table = _list_table(name)
        names = self._ready(table, fixed | wanted)
        self._lists.add(table)
        self._insert(table, [{names[_sql_name(column)]: value for column, value in row.items()} for row in rows])

    def _remove(self, source: str) -> None:
        for name in (*sorted(self._lists), "fields", "issues", "documents"):
            table = self._tables.get(name)
            if table is None:
                table = self._tables[name] = self._reflected(name)
            self._connection.execute(sa.delete(table).where(table.c.source == source))

    def _insert(self, name: str, rows: Iterable[Row]) -> None:
        table = self._tables[name]
        prepared = [{column: _as(value, _family(table.c[column].type)) for column, value in row.items()} for row in rows]
        if prepared:
            self._connection.execute(sa.insert(table), prepared)

    def _ready(self, name: str, columns: Mapping[str, str]) -> dict[str, str]:
        """Make the table or the columns that are missing; returns what each column is called in this database.

        A column that is there with another type (a date in one schema, a text in another) gets a sibling: `date_text`.
        """
        table = self._tables.get(name)
        if table is None:
            table = self._reflected(name) if self._inspector.has_table(name) else self._created(name, columns)
            self._tables[name] = table
        names = {}
        for column, family in columns.items():
            there = table.c.get(column)
            suits = there is None or _family(there.type) == family or (_family(there.type), family) == ("number", "boolean")
            names[column] = column if suits else f"{column}_{family}"
        missing = {names[column]: family for column, family in columns.items() if names[column] not in table.c}
        if missing:
            preparer = self._connection.dialect.identifier_preparer
            for column, family in missing.items():
                kind = _TYPES[family]().compile(self._connection.dialect)
                self._connection.execute(sa.text(f"ALTER TABLE {preparer.quote(name)} ADD COLUMN {preparer.quote(column)} {kind}"))
            self._tables[name] = self._reflected(name)
        return names

    def _created(self, name: str, columns: Mapping[str, str]) -> sa.Table:
        metadata = sa.MetaData()
        parts: list[sa.Column[Any]] = []
        if name == "documents":
            parts.append(sa.Column("source", SOURCE, primary_key=True))
        else:
            if "documents" in self._tables:
                sa.Table("documents", metadata, sa.Column("source", SOURCE, primary_key=True))
            parts.append(sa.Column("source", SOURCE, sa.ForeignKey("documents.source"), nullable=False, index=True))
        parts.extend(sa.Column(column, _TYPES[family]()) for column, family in columns.items() if column != "source")
        table = sa.Table(name, metadata, *parts)
        metadata.create_all(self._connection, tables=[table])
        return table

    def _reflected(self, name: str) -> sa.Table:
        """The table as it is, with this module's own types."""
        self._inspector.clear_cache()
        found = self._inspector.get_columns(name)
        if not any(column["name"] == "source" for column in found):
            raise OutputError(f"{self._shown}: there is another table called {name!r}", hint="use a database of its own")
        columns: list[sa.Column[Any]] = [sa.Column(column["name"], _TYPES[_family(column["type"])]()) for column in found]
        return sa.Table(name, sa.MetaData(), *columns)


def _family(kind: Any) -> str:
    if isinstance(kind, sa.Boolean):
        return "boolean"
    if isinstance(kind, sa.DateTime):
        return "datetime"
    if isinstance(kind, sa.Date):
        return "date"
    if isinstance(kind, sa.Time):
        return "time"
    if isinstance(kind, _Number | sa.Numeric | sa.Integer):
        return "number"
    return "text"


def _as(value: Any, family: str) -> Any:
    """A value as a column of that family takes it. Raises OutputError where it cannot."""
    if value is None:
        return None
    if family == "number" and not isinstance(value, Decimal):
        try:
            return Decimal(int(value) if isinstance(value, bool) else str(value))
        except ArithmeticError as error:
            raise OutputError(f"{value!r} is no number, as its column asks for") from error
    if family == "text":
        return str(value_to_json(value)).replace("\x00", "").encode("utf-8", "replace").decode()
    if family == "datetime" and isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(datetime.UTC).replace(tzinfo=None)
    return value


def _field_rows(extraction: Extraction) -> Iterator[Row]:
    for path, value in extraction.fields.items():
        left, top, right, bottom = value.box.clipped().rounded() if value.box is not None else (None,) * 4
        yield {
            "source": extraction.source,
            "path": path,
            "value": value_to_json(value.value),
            "text": value.text,
            "page": value.page,
            "box_left": left,
            "box_top": top,
            "box_right": right,
            "box_bottom": bottom,
            "confidence": round(value.confidence, 4),
            "found_by": value.source,
            "evidence": value.evidence,
        }


def _issue_rows(extraction: Extraction) -> Iterator[Row]:
    for number, issue in enumerate(extraction.issues, 1):
        yield {
            "source": extraction.source,
            "number": number,
            "code": issue.code,
            "severity": issue.severity.value,
            "message": issue.message,
            "fields": ", ".join(issue.fields),
        }


def _sql_name(column: str) -> str:
    name = column.replace(".", "_")
    return name if "." not in column or name not in _DOCUMENT else f"record_{name}"


def _list_table(name: str) -> str:
    table = name.replace(".", "_")
    return f"record_{table}" if table in _FIXED else table


@contextmanager
def _open(target: str) -> Iterator[Sink]:
    with connected(target, OutputError) as (connection, shown):
        with translated(shown, OutputError):
            database = _Database(connection, shown)
        yield database


EXPORTER = Exporter("sql", SUFFIXES, _open)
