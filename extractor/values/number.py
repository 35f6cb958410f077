"""Quantities and other plain numbers. The value is a Decimal with the printed number of decimals.

3   2.50   1,000   3 x   2 Stk   1.234 (two readings)
"""

from __future__ import annotations

import re

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match, normalised
from extractor.values import date as dates
from extractor.values._figures import Figure, figures
from extractor.values._slips import SPACES
from extractor.values._spans import Taken
from extractor.values.currency import SIGN

_SIGNED_BEFORE = late(rf"{SIGN}[.:]?[{SPACES}]?$")
_SIGNED_AFTER = late(rf"[{SPACES}]?{SIGN}(?![^\W\d_])")
_UNIT_AFTER = late(r"[^\W\d_]{1,6}\.?(?![\w])|m[²³23]")
_PARSED = late(r"[\s:+*@]*(?P<minus>[-\u2212])?\s*(?:[x×]\s*)?$", re.IGNORECASE)
_REST = late(r"\s*(?:[x×*@]|[^\W\d_]{1,12}\.?(?:[²³23]|\(s\))?)?\s*[.:;]?", re.IGNORECASE)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Numbers of a line; those with a currency beside them are unlikely quantities, those of dates are none."""
    found = []
    barred: Taken | None = None
    for figure in figures(text, habits.decimal_mark):
        likelihood = _likelihood(text, figure)
        if not likelihood:
            continue
        if barred is None:
            days = dates.find(text, habits)
            barred = Taken(len(text), ((one.start, one.end) for one in days if one.likelihood >= 0.4))
        if barred.touches(figure.start, figure.end):
            continue
        start = figure.start
        negative = start > 0 and text[start - 1] in "-\u2212" and (start == 1 or not text[start - 2].isalnum())
        start -= negative
        readings = tuple(
            Interpretation(-one.value if negative else one.value, one.convention, round(one.likelihood * likelihood, 4), one.repaired)
            for one in _for_quantity(text, figure, habits)
        )
        found.append(Match(start, figure.end, text[start : figure.end], readings))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """All readings of a text that is one number, with or without a unit."""
    best: Match | None = None
    for match in find(text, habits):
        if (
            _PARSED.match(text[: match.start])
            and _REST.fullmatch(text[match.end :])
            and (best is None or match.end - match.start > best.end - best.start)
        ):
            best = match
    return normalised(best.interpretations) if best else ()


def _for_quantity(text: str, figure: Figure, habits: Habits) -> tuple[Interpretation, ...]:
    """1,000 and 1.234 are decimals more often among quantities (three printed decimals) than among amounts."""
    if len(figure.readings) != 2 or habits.decimal_mark is not None:
        return figure.readings
    whole = 0.75 if text[figure.start : figure.end].endswith("000") and "," in text[figure.start : figure.end] else 0.5
    shared = [
        Interpretation(one.value, one.convention, whole if one.value == one.value.to_integral_value() else 1 - whole, one.repaired)
        for one in figure.readings
    ]
    if figure.readings[0].value == figure.readings[0].value.to_integral_value() == figure.readings[1].value.to_integral_value():
        shared = [
            Interpretation(one.value, one.convention, weight, one.repaired) for one, weight in zip(figure.readings, (0.5, 0.5), strict=True)
        ]
    return tuple(sorted(shared, key=lambda one: -one.likelihood))


def _likelihood(text: str, figure: Figure) -> float:
    """How likely it is that a figure is a plain number."""
    start, end = figure.start, figure.end
    if end < len(text) and text[end] == "%":
        return 0
    if start and text[start - 1].isalpha() and text[start - 1] not in "x×":
        return 0
    digits = text[start:end]
    likelihood = 0.8 if len(digits) <= 4 else 0.6 if len(digits) <= 8 else 0.2
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        likelihood = 0.15
    if end < len(text) and text[end].isalpha() and not _UNIT_AFTER.match(text, end):
        return 0
    if _SIGNED_AFTER.match(text, end) or (start and _SIGNED_BEFORE.search(text[max(0, start - 6) : start])):
        likelihood *= 0.15
    return likelihood * figure.certainty
