"""Days of the calendar, and what dates are found by in figures and in words alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.values import Interpretation

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day_first", "month_first", "year_first"
PIVOT = 59  # the last two-digit year of this century: invoices look a few years ahead, archives back to 1960
FIRST_YEAR, LAST_YEAR = 1900, 2099

# Pieces of expressions: a year, a time of day right behind it, a month's name, what joins them.
YEAR = r"(?:19|20)\d{2}"
TIME_NEXT = r"(?=\d{1,2}:\d{2})"
WORD = r"[^\W\d_]{3,12}"
OF = r"(?:(?:de|of|di|do|del|den|von|van)\s)?"

Found = tuple[int, int, tuple[Interpretation, ...]]  # from where to where, and its readings


def calendar_day(year: str, month: str, day: str) -> date | None:
    """The date, or None where there is none."""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number <= PIVOT else 1900
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def offer(start: int, end: int, readings: list[tuple[date | None, str | None, float]], certainty: float, repaired: bool) -> Iterator[Found]:
    """The readings that are days, each (day, convention, weight), the likeliest first; none where there is none."""
    possible = [(value, convention, weight) for value, convention, weight in readings if value is not None]
    total = sum(weight for _, _, weight in possible)
    if possible:
        possible.sort(key=lambda one: -one[2])
        yield (
            start,
            end,
            tuple(
                Interpretation(value, convention, round(certainty * weight / total, 4), repaired) for value, convention, weight in possible
            ),
        )


def each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every place that a pattern matches at, overlapping ones too."""
    position = 0
    while found := pattern.search(text, position):
        yield found
        position = found.start() + 1
