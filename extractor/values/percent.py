"""Percents. The value is a Decimal: 19 for "19 %"."""

from __future__ import annotations

import re

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match, normalised
from extractor.values._figures import figures
from extractor.values._slips import SPACES

_SIGN = late(
    rf"[{SPACES}]?(?:%|[pP]ercent\b|[pP]rozent\b|v\. ?H\.|p\.c\.|per ?cent\b|pour ?cent\b|por ciento\b|por cento\b|per cento\b|procent\b)"
)
_HIGHEST = 1000


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Figures with a percent sign after them (before them: % 19), sign included."""
    if "%" not in text and not _SIGN.search(text):
        return ()
    found = []
    for figure in figures(text, habits.decimal_mark):
        start, end = figure.start, figure.end
        sign = _SIGN.match(text, end)
        if sign:
            end = sign.end()
        elif start and text[:start].rstrip(SPACES).endswith("%") and not re.search(r"\d[ ]?%[ ]?$", text[max(0, start - 5) : start]):
            start = text.rindex("%", 0, start)
        else:
            continue
        negative = start > 0 and text[start - 1] in "-\u2212" and (start == 1 or not text[start - 2].isalnum())
        readings = _as_percents(figure.readings, negative, figure.certainty)
        if readings:
            found.append(Match(start - negative, end, text[start - negative : end], readings))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one percent; in a column of rates the sign is often left out."""
    matches = find(text, habits)
    if matches:
        whole = max(matches, key=lambda match: match.end - match.start)
        rest = (text[: whole.start] + text[whole.end :]).strip(" ():+-@.,")
        return normalised(whole.interpretations) if len(rest) <= 12 and not any(map(str.isdigit, rest)) else ()
    bare = [one for one in figures(text, habits.decimal_mark) if not (text[: one.start] + text[one.end :]).strip(" ()+:")]
    if not bare:
        return ()
    readings = _as_percents(bare[0].readings, False, 1.0)
    return tuple(one for one in readings if one.value <= 100)


def _as_percents(readings: tuple[Interpretation, ...], negative: bool, certainty: float) -> tuple[Interpretation, ...]:
    # 7,000 % and 19.000 % are written with three decimals; no rate counts in thousands.
    possible = [one for one in readings if one.value < _HIGHEST] or list(readings)
    total = sum(one.likelihood for one in possible)
    return tuple(
        Interpretation(-one.value if negative else one.value, one.convention, round(certainty * one.likelihood / total, 4), one.repaired)
        for one in possible
    )
