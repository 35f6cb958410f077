"""What speaks for an answer: the lines of a page, what one says, those beside a value, and candidates that say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.document import Candidate, FieldValue, Reading
from extractor.find.parties.line_words import Sought, any_of

SAME_ROW = 0.5  # share of a value's height that a line in its row has in common with it


def first_saying(texts: Sequence[str], words: Sought) -> str | None:
    """The first text that holds one of the words."""
    return next(filter(words.search, texts), None)


def same_said(value: FieldValue, own: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of an answer's field that say the same."""
    return [c for c in own if c.value == value.value]


def beside(value: FieldValue | Candidate, readings: Sequence[Reading]) -> list[str]:
    """The texts of the lines that stand in one row with a value."""
    return [
        line.text
        for reading in readings
        if reading.page == value.page and value.box is not None
        for line in reading.lines
        if line.words and value.box.overlap_y(reading.to_page(line.box)) > SAME_ROW
    ]


def below(value: FieldValue, readings: Sequence[Reading], heights: float) -> list[str]:
    """The texts of the lines that begin under a value, no further than so many of its heights."""
    if value.box is None:
        return []
    top, end = value.box.center[1], value.box.bottom + heights * value.box.height
    return [
        line.text
        for reading in readings
        if reading.page == value.page
        for line in reading.lines
        if line.words and top < reading.to_page(line.box).center[1] <= end
    ]


@cache
def days_counted(words: tuple[str, ...]) -> re.Pattern[str]:
    """A number of days, by the words for them: "30 days", "30 (thirty) days", "30 calendar days"."""
    named = any_of(words) or "(?!)"
    return re.compile(rf"(?<![\d.,])(\d{{1,3}})(?:\s*\([^)]*\))?[\s-]*(?:[^\W\d]+[\s-]+){{0,2}}(?:{named})(?!\w)", re.IGNORECASE)
