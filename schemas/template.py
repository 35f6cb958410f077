"""`Template`: what a user knows of one vendor's documents or of one form, as read from a YAML file (docs/templates.md)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.values import UNKNOWN, Habits


class Direction(StrEnum):
    """Where a value stands, seen from its label."""

    RIGHT = "right"
    BELOW = "below"
    LEFT = "left"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Recognise:
    """How a document is told. Every condition that is given must hold; a condition holds when one of its texts is there, `all_words`
    when all are. At least one is given."""

    all_words: tuple[str, ...] = ()
    any_words: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


BESIDE = (Direction.RIGHT, Direction.BELOW)


@dataclass(frozen=True, slots=True)
class ByLabel:
    """The value beside one of these texts. `directions` in the order in which they are tried; `page` from 1, None: any."""

    labels: tuple[str, ...]
    directions: tuple[Direction, ...] = BESIDE
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ByPattern:
    """The group `value` of a regular expression, else its first group."""

    pattern: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ByRegion:
    """All words whose middle lies in a box: fractions of the upright page, from the left and from the top."""

    box: Box
    page: int = 1


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same value on every document. `value` is as the record holds it, `text` as the template writes it."""

    value: Any
    text: str


How = ByLabel | ByPattern | ByRegion | Fixed


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One leaf outside lists and where its value stands. With `optional`, a document that lacks it is nothing to report."""

    path: str
    how: How
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a list (`line_items[].amount`) and the names that the table's header gives it."""

    path: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One vendor's documents or one form. `schema` is what `catalog.schema` takes; parts of `habits` that are None are told by the
    document; `file` is for messages."""

    name: str
    schema: str
    recognise: Recognise
    fields: tuple[TemplateField, ...] = ()
    columns: tuple[TemplateColumn, ...] = ()
    habits: Habits = UNKNOWN
    file: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that it names columns of, in the file's order."""
        return tuple(dict.fromkeys(column.path.split("[]")[0] for column in self.columns))
