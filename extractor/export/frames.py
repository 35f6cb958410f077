"""Results as pandas data frames: the only file that knows pandas."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from extractor.export.rows import Sheet, Tables
from extractor.results import Extraction
from extractor.schemas.record import Kind


def to_frames(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """ "documents", and each list that has rows. Dates become datetime64; amounts stay Decimal, for they are money."""
    tables = Tables()
    for extraction in extractions:
        tables.write(extraction)
    frames = {"documents": _frame(tables.documents)}
    for name, sheet in tables.lists.items():
        if sheet.rows:
            frames[name] = _frame(tables.list_sheet(name))
    return frames


def _frame(sheet: Sheet) -> pd.DataFrame:
    frame = pd.DataFrame.from_records([[row.get(column) for column in sheet.columns] for row in sheet.rows], columns=list(sheet.columns))
    for column, kind in sheet.columns.items():
        if kind in (Kind.DATE, Kind.DATETIME):
            # A year that a timestamp cannot hold (0001, 9999) stays a date rather than being lost.
            try:
                frame[column] = pd.to_datetime(frame[column])
            except (ValueError, OverflowError):
                continue
    return frame
