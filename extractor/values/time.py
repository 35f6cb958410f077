"""Times of day. The value is a datetime.time.    8:13:39 PM   14h30   14.30 Uhr   0815 hrs"""

from __future__ import annotations

import re
from datetime import time

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._spans import Taken

_HALF = r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\b\.?)"
_COLON = late(rf"(?<![\d:.,])(?P<h>\d{{1,2}})\s?:\s?(?P<m>\d{{2}})(?:\s?:\s?(?P<s>\d{{2}})(?:[.,]\d{{1,6}})?)?(?!\d)(?!:\d){_HALF}?")
_GLUED = late(rf"(?<=\d{{2}}[/.-](?:19|20)\d{{2}})(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?!\d){_HALF}?")
_H = late(r"(?<![\d.,:/])(?P<h>\d{1,2})\s?[hH]\s?(?P<m>\d{2})(?:m(?:in)?)?(?!\d|[^\W\d_])")
_DOT = late(
    r"(?<![\d.,:/])(?P<h>\d{1,2})[.](?P<m>\d{2})(?:[.](?P<s>\d{2}))?\s?(?:[Uu]hr\b|[hH]\b|hrs\b|godz\b|(?P<half>[AaPp])\.?[Mm]\b\.?)"
)
_FOUR = late(r"(?<![\w.,:/-])(?P<h>\d{2})(?P<m>\d{2})\s?(?:hrs|hours|[Uu]hr)\b")
_HOUR = late(rf"(?<![\w.,:/-])(?P<h>\d{{1,2}})(?:\s?(?:[Uu]hr|[Uu]ur|heures?|o'clock)\b|{_HALF})")
_FORMS = ((_COLON, 0.95), (_GLUED, 0.9), (_H, 0.85), (_DOT, 0.95), (_FOUR, 0.8), (_HOUR, 0.7))


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Times of a line, left to right, never overlapping."""
    if not any(character.isdigit() for character in text):
        return ()
    matches: list[Match] = []
    taken = Taken(len(text))
    for form, likelihood in _FORMS:
        for found in form.finditer(text):
            value = _time(found)
            if value is None or taken.touches(*found.span()):
                continue
            end = found.end() - (len(found[0]) - len(found[0].rstrip()))
            taken.take(found.start(), end)
            matches.append(Match(found.start(), end, text[found.start() : end], (Interpretation(value, None, likelihood),)))
    return tuple(sorted(matches, key=lambda match: match.start))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one time; a date may stand before or after it."""
    matches = find(text, habits)
    if len(matches) != 1 or len(text.strip()) - len(matches[0].text) > 32:
        return ()
    return (Interpretation(matches[0].value),)


def _time(found: re.Match[str]) -> time | None:
    parts = found.groupdict()
    hour, minute, second = int(parts["h"]), int(parts.get("m") or 0), int(parts.get("s") or 0)
    half = (parts.get("half") or "").lower()
    if half and hour > 12 and found.re is _HOUR:
        return None
    if half and hour <= 12:  # "14:30 PM" is printed by many tills: 14 it is
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
