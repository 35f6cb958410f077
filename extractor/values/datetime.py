"""A date and a time of day beside it, in either order. The value is a datetime.datetime, aware only if an offset is printed.

25/12/2018 8:13:39 PM   2021-05-17T22:15:00+02:00   Fri 6 Mar 2020 at 17:05   17:05, 6. März 2020
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match, normalised
from extractor.values import date as dates
from extractor.values import time as times

_BETWEEN = late(r"[\s,;|/()T–-]*(?:(?:at|um|à|a las|alle|om|às|o|godz\.?|ore|kl\.?|[^\W\d_]{2,10}\.?)[\s,:]*)?[\s,;|(–-]*", re.IGNORECASE)
_ISO_TIME = late(r"T(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?(?![\d:])")
_OFFSET = late(r"\s?(Z\b|(?:UTC|GMT)?[+-]\d{2}:?\d{2}(?!\d))")
_FOUR = late(r"\s{1,3}([01]\d|2[0-3])([0-5]\d)(?![\w.,/:-])")  # right behind a date, as on boarding passes: "30/07/23 0955"
_FARTHEST = 16  # characters between a date and its time


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Dates with the time that stands nearest, after before before."""
    found = []
    days = dates.find(text, habits)
    hours = times.find(text, habits) if days else ()
    used: set[int] = set()
    for day in days:
        iso = _ISO_TIME.match(text, day.end)
        if iso:
            try:
                moment = datetime(2000, 1, 1, int(iso[1]), int(iso[2]), int(iso[3] or 0)).time()
            except ValueError:
                continue
            found.append(_join(text, day, day.start, iso.end(), moment, iso[4], 0.98))
            continue
        four = _FOUR.match(text, day.end)
        if four:
            moment = datetime(2000, 1, 1, int(four[1]), int(four[2])).time()
            found.append(_join(text, day, day.start, four.end(), moment, None, 0.7))
            continue
        after = next((hour for hour in hours if 0 <= hour.start - day.end <= _FARTHEST and hour.start not in used), None)
        before = next((hour for hour in reversed(hours) if 0 <= day.start - hour.end <= _FARTHEST and hour.start not in used), None)
        if after and _BETWEEN.fullmatch(text, day.end, after.start):
            offset = _OFFSET.match(text, after.end)
            used.add(after.start)
            found.append(
                _join(text, day, day.start, offset.end() if offset else after.end, after.value, offset[1] if offset else None, 0.95)
            )
        elif before and _BETWEEN.fullmatch(text, before.end, day.start):
            used.add(before.start)
            found.append(_join(text, day, before.start, day.end, before.value, None, 0.8))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one date with a time; a date alone is none: midnight would be made up."""
    matches = find(text, habits)
    if len(matches) != 1 or len(text.strip()) - len(matches[0].text) > 24:
        return ()
    return normalised(matches[0].interpretations)


def _join(text: str, day: Match, start: int, end: int, moment: object, offset: str | None, likelihood: float) -> Match:
    zone = _zone(offset)
    readings = tuple(
        Interpretation(datetime.combine(one.value, moment, zone), one.convention, round(one.likelihood * likelihood, 4), one.repaired)  # type: ignore[arg-type]
        for one in day.interpretations
    )
    return Match(start, end, text[start:end], readings)


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset == "Z":
        return UTC
    figures = re.sub(r"[^\d+-]", "", offset)
    minutes = int(figures[1:3]) * 60 + int(figures[3:5])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if figures[0] == "-" else minutes))
