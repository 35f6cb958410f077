"""The documents of earlier results: what `extractor run` wrote as JSON Lines, JSON, CSV or to a database, as keys."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from extractor.database import connected, is_database, is_url, translated
from extractor.duplicates.keys import Key, key_from, shape_of
from extractor.errors import ExtractorError, OutputError, TableError
from extractor.schemas.record import field_specs, filled_leaves

Models = Mapping[str, type[BaseModel]]
Known = tuple[Key, type[BaseModel] | None]
READ_HERE = "a .jsonl, .json or .csv file that `extractor run` wrote, a SQLite file or a database URL"


def earlier(target: str, models: Models, *, may_lack: bool = False) -> Iterator[Known]:
    """The key and the type of each document of an earlier result that repeats no other; a type that `models` (by schema name) lacks is
    known by its bytes alone.

    Raises TableError where it cannot be read; with `may_lack` one that is not there has no documents, and a database that cannot be
    reached is an OutputError.
    """
    if may_lack and not is_url(target) and not os.path.exists(target):
        return
    if is_database(target):
        # What the records are written to is a place for results first: that it cannot be reached is no fault of a table.
        yield from _of_database(target, models, may_lack, OutputError if may_lack else TableError)
        return
    suffix = PurePath(target).suffix.lower()
    reader = {".jsonl": _of_lines, ".ndjson": _of_lines, ".json": _of_array, ".csv": _of_csv}.get(suffix)
    if reader is None:
        raise TableError(f"{target}: cannot tell what this is from the suffix {suffix!r}", hint=f"name {READ_HERE}")
    try:
        yield from reader(target, models)
    except OSError as error:
        raise TableError(f"{target}: cannot be read: {error.strerror}", hint="check the path") from error
    except KeyError as error:
        raise TableError(f"{target}: this is no result of an earlier run: a row has no {error}", hint=f"name {READ_HERE}") from error
    except (ValueError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise TableError(f"{target}: this is no result of an earlier run: {error}", hint=f"name {READ_HERE}") from error


def _of_lines(target: str, models: Models) -> Iterator[Known]:
    with open(target, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not (row := json.loads(line)).get("repeats"):
                yield _of_object(row, models, target)


def _of_array(target: str, models: Models) -> Iterator[Known]:
    with open(target, encoding="utf-8") as file:
        for row in json.load(file):
            if not row.get("repeats"):
                yield _of_object(row, models, target)


def _of_object(row: Mapping[str, Any], models: Models, target: str) -> Known:
    content = dict(filled_leaves(row["record"])) if row["record"] is not None else None
    return _known(str(row["source"]), row["schema"], row.get("sha256"), content, models, target)


def _of_csv(target: str, models: Models) -> Iterator[Known]:
    with open(target, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = {"source", "schema", "status"} - set(rows.fieldnames or ())
        if lacking:
            raise TableError(f"{target}: no result of an earlier run: no columns {', '.join(sorted(lacking))}", hint=f"name {READ_HERE}")
        for row in rows:
            if row.get("repeats"):
                continue
            content = {name: value for name, value in row.items() if value} if row["status"] != "failed" else None
            yield _known(row["source"], row["schema"], None, content, models, target)


def _of_database(target: str, models: Models, may_lack: bool, fault: type[ExtractorError]) -> Iterator[Known]:
    import sqlalchemy as sa

    if not is_url(target) and not os.path.isfile(target):
        raise TableError(f"{target}: cannot be read: there is no such file", hint="check the path")
    with connected(target, fault) as (connection, shown), translated(shown, fault):
        inspector = sa.inspect(connection)
        if not inspector.has_table("documents"):
            if may_lack:
                return
            raise TableError(f"{shown}: there is no table called documents", hint=f"name {READ_HERE}")
        names = [str(column["name"]) for column in inspector.get_columns("documents")]
        if not {"source", "schema", "status"} <= set(names):
            hint = "name another database" if may_lack else f"name {READ_HERE}"
            raise fault(f"{shown}: the table called documents is not of an earlier run", hint=hint)
        whole = _whole_records(connection, models) if inspector.has_table("fields") else {}
        rows: sa.CursorResult[Any] = connection.execute(sa.select(*(sa.column(name) for name in names)).select_from(sa.table("documents")))
        for row in rows.mappings():
            if row.get("repeats"):
                continue
            content: Mapping[str, Any] | None = None
            if row["status"] != "failed":
                model = models.get(str(row["schema"]))
                paths = [spec.path for spec in field_specs(model) if spec.rows is None] if model is not None else []
                content = {path: row[column] for path in paths if row.get(column := path.replace(".", "_")) is not None}
                content = {**content, **whole.get(str(row["source"]), {})}
            yield _known(str(row["source"]), row["schema"], row.get("sha256"), content, models, shown)


def _whole_records(connection: Any, models: Models) -> Mapping[str, Mapping[str, str]]:
    """The leaves of documents that nothing but all of them tells apart: source -> path -> value."""
    import sqlalchemy as sa

    told_by_all = [name for name, model in models.items() if not shape_of(model).identity]
    documents = sa.table("documents", sa.column("source"), sa.column("schema"))
    fields = sa.table("fields", sa.column("source"), sa.column("path"), sa.column("value"))
    wanted = sa.select(documents.c.source).where(documents.c.schema.in_(told_by_all))
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for source, path, value in connection.execute(sa.select(fields).where(fields.c.source.in_(wanted))):
        found[source][path] = value
    return found


def _known(
    source: str, schema: str | None, sha256: str | None, content: Mapping[str, Any] | None, models: Models, known_from: str
) -> Known:
    model = models.get(schema) if schema is not None and content is not None else None
    if model is None or content is None:
        return Key(source, schema, sha256, {}, known_from=known_from), None
    return key_from(source, schema, sha256, model, content, known_from), model
