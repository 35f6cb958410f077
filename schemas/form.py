"""`Form`: any form, as pairs of label and value, check boxes and tables."""

from __future__ import annotations

from typing import Annotated, ClassVar

from extractor.schemas.record import Part, Record, Rows, Rule


class Pair(Part):
    """A label and what was filled in beside or below it."""

    label: str | None = None
    value: str | None = None


class Checkbox(Part):
    """A box and whether it is ticked."""

    label: str | None = None
    checked: bool | None = None


class FormTableCell(Part):
    """One cell of a table of a form; rows and columns count from 0, tables from 0 in reading order."""

    table: int | None = None
    row: int | None = None
    column: int | None = None
    text: str | None = None


class Form(Record):
    """A filled form without a schema of its own."""

    title: str | None = None
    pairs: Annotated[list[Pair], Rows.PAIRS] = []
    checkboxes: Annotated[list[Checkbox], Rows.CHECKBOXES] = []
    tables: Annotated[list[FormTableCell], Rows.CELLS] = []

    rules: ClassVar[tuple[Rule, ...]] = ()
