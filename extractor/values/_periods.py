"""The days of periods that leave a year or a month out: "1 June - 31 Aug 2026", "March 1-31, 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.values import Interpretation
from extractor.values._days import MONTH_FIRST, OF, WORD, YEAR, Found, calendar_day, each
from extractor.values._fold import fold
from extractor.values._months import MONTHS

LONGEST_BEGIN = 40  # characters of what stands before the end of a period
SURE_END = 0.5  # likelihood of a date from which it may end a period whose beginning leaves out the year

# What stands before the end of a period: a day and a month in words either way round, in figures, or the day alone.
RANGE = r"(?:\s?[-–—]\s?|\s(?:to|until|through|thru|bis|au|à|al|a|ao|até|hasta|tot|t/m|do|till)(?:\s(?:the|el|le))?\s)"
_BEGIN = re.compile(
    rf"(?<![\w.,/])(?P<part>(?P<d>\d{{1,2}})(?:st(?!y)|nd|rd|th|er|[.ºª°])?\s?{OF}(?P<w>{WORD})\.?|(?P<v>{WORD})\.?\s(?P<e>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}})(?:\.|(?<=\d\d[./]\d\d))|(?P<o>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª°])?){RANGE}$",
    re.IGNORECASE,
)
_DAYS_OF_MONTH = re.compile(rf"(?<![^\W\d_])({WORD})\.?\s(\d{{1,2}})\s?[-–—]\s?(\d{{1,2}}),?\s({YEAR})(?!\d)", re.IGNORECASE)


def begin_of_period(text: str, end: Found) -> Found | None:
    """The date before another one whose year, or month and year, it leaves out: "1 June - 31 Aug 2026", "01.03.-31.03.2024",
    "1. bis 31. März 2024". The earlier one, so of the year before where its day would be the later."""
    last, found = end[2][0], _BEGIN.search(text, max(end[0] - LONGEST_BEGIN, 0), end[0])
    if found is None or last.likelihood < SURE_END or not isinstance(last.value, date):
        return None
    said = text[found.end("part") - 1] == "." or any(map(str.isalpha, text[found.end("part") : end[1]]))
    if found["o"] and not said:
        return None  # "4 - 12.03.2024" begins with any number
    month: int | None = last.value.month
    if word := found["w"] or found["v"]:
        month = MONTHS.get(fold(word))
    elif found["b"]:
        first, second = int(found["a"]), int(found["b"])
        month = first if last.convention == MONTH_FIRST else second
    day = found["b"] if found["b"] and last.convention == MONTH_FIRST else found["d"] or found["e"] or found["a"] or found["o"]
    if month is None:
        return None
    value = calendar_day(str(last.value.year), str(month), day)
    if value is not None and value > last.value:
        value = calendar_day(str(last.value.year - 1), str(month), day) if found["o"] is None else None
    if value is None:
        return None
    start = next(found.start(name) for name in ("d", "v", "a", "o") if found[name] is not None)
    return start, found.end("part"), (Interpretation(value, last.convention, round(last.likelihood * 0.98, 4), last.repaired),)


def days_of_month(text: str) -> Iterator[Found]:
    """Both ends of each "March 1-31, 2024" of a line."""
    for found in each(_DAYS_OF_MONTH, text):
        month = str(MONTHS.get(fold(found[1]), 0))
        first, last = (calendar_day(found[4], month, found[number]) for number in (2, 3))
        if first is not None and last is not None and first <= last:
            yield found.start(1), found.end(2), (Interpretation(first, None, 0.97),)
            yield found.start(3), found.end(4), (Interpretation(last, None, 0.97),)
