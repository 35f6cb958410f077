"""True values and predictions as files.

Truth is JSON Lines, one object per document: {"file", "schema", "fields": {dotted name: value}, "visible": {name: bool}?}; the
files lie beside it. Predictions are what `extractor run` prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from extractor.errors import DamagedInput, InputNotFound
from extractor.quick import dataclass


@dataclass(frozen=True, slots=True)
class Truth:
    """One document's true values; `path` is where the document lies (beside the truth file), `facts` the whole row."""

    name: str
    path: Path
    schema: str | None
    fields: Mapping[str, Any]
    visible: Mapping[str, bool]
    facts: Mapping[str, Any]


def read_truth(path: Path) -> list[Truth]:
    """The rows of a truth file. Raises InputNotFound or DamagedInput."""
    found = []
    for number, row in _rows(path):
        if not isinstance(row.get("file"), str) or not isinstance(row.get("fields"), dict):
            raise DamagedInput(f"{path}, line {number}: a row of truth needs a file and its fields")
        place = path.parent / row["file"]
        if not place.exists():  # one of several documents on a scan is named by the scan, # and its number
            place = place.with_name(re.sub(r"#\d+$", "", place.name))
        found.append(Truth(PurePath(row["file"]).name, place, row.get("schema"), row["fields"], row.get("visible") or {}, row))
    return found


def read_predictions(path: Path) -> list[dict[str, Any]]:
    """What `extractor run` printed. Raises InputNotFound or DamagedInput."""
    found = []
    for number, row in _rows(path):
        if not isinstance(row.get("source"), str):
            raise DamagedInput(f"{path}, line {number}: a prediction needs its source")
        found.append(row)
    return found


def _rows(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputNotFound(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except UnicodeDecodeError as error:
        raise DamagedInput(f"{path} is not UTF-8 text") from error
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DamagedInput(f"{path}, line {number}: no JSON object", hint="write one JSON object a line") from error
        if not isinstance(row, dict):
            raise DamagedInput(f"{path}, line {number}: not an object")
        yield number, row
