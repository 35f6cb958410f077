"""The columns of tables that a template names: rows are found by those names alone, and what is not there becomes an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.document import Candidate, Issue, Severity
from extractor.find.label_hits import label_hits
from extractor.find.sheet import Sheet
from extractor.find.template_labels import index_of, without
from extractor.schemas.label_book import Label, LabelBook
from extractor.schemas.record import spec_path
from extractor.schemas.template import Template


@lru_cache(maxsize=64)
def named_columns(template: Template, book: LabelBook) -> LabelBook:
    """The book with the template's names for the columns of its lists, and with none beside them."""
    named = {column.path: tuple(Label(text, "", rank) for rank, text in enumerate(column.labels)) for column in template.columns}
    return replace(book, fields=without(named, book.fields))


def templated_rows(found: Sequence[Candidate], template: Template) -> tuple[Candidate, ...]:
    """The cells of rows, those of columns that the template names as its own."""
    own = {column.path for column in template.columns}
    return tuple(
        replace(cell, source=f"template:{template.name}", evidence=f"{cell.evidence}, in the column that the template names")
        if spec_path(cell.path) in own
        else cell
        for cell in found
    )


def missing_columns(sheet: Sheet, template: Template, group: str) -> tuple[Issue, ...]:
    """An issue for each column of a list whose names stand nowhere in the document."""
    hits = label_hits(sheet, index_of(template, None))
    there = {named.path for hit in hits for named in hit.names}
    return tuple(
        nothing(template, column.path, f"its column {' or '.join(repr(label) for label in column.labels)} is not there")
        for column in template.columns
        if column.path.startswith(f"{group}[].") and column.path not in there
    )


def no_rows(template: Template, group: str) -> tuple[Issue, ...]:
    """The issue of a list whose columns are there, and no row under them."""
    return (nothing(template, group, "no row stands under the columns that it names"),)


def nothing(template: Template, path: str, why: str) -> Issue:
    """The issue of a field or a list that a template promised in vain."""
    message = f"template {template.name} ({template.file}) finds nothing for {path}: {why}"
    return Issue("template_found_nothing", Severity.WARNING, message, (path,))
