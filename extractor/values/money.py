"""Amounts of money. The value is a Decimal with the printed number of decimals; the currency is for currency.py.

    1,234.56   1.234,56 EUR   1 234,56   1'234.56   1,23,456.00   -5,00   5,00-   (5.00)   5,-   RM9.00   12.50CR

Conventions: decimal_point, decimal_comma. A whole number alone is an amount with a low likelihood.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match, normalised
from extractor.values import date as dates
from extractor.values import iban as ibans
from extractor.values import phone as phones
from extractor.values._figures import Figure, figures, mark_asked
from extractor.values._slips import SPACES
from extractor.values.currency import SIGN, WORDS

LEAST_COIN = 5  # cents: what totals are rounded to where there are no smaller coins
MOST_ROUNDED = 4  # cents that such rounding moves a total at the most

_SP = f"[{SPACES}]"
_LOOSE = f"{SPACES}.:"  # between a currency and its figure
_MINUS = "-\u2212\u2013"
_BEFORE = re.compile(
    rf"(?P<open>\()?{_SP}?(?P<minus>\([{_MINUS}]\)|[{_MINUS}+])?{_SP}?(?:(?:(?<![^\W\d_])|(?<=\d))(?P<sign>{SIGN})[.:]?{_SP}{{0,2}})?(?P<inner>[{_MINUS}+])?{_SP}?$"
)
_AFTER = re.compile(
    rf"(?P<none>[.,]{_SP}?[-\u2013\u2014=]{{1,2}}(?![\w]))?(?P<minus>[{_MINUS}](?![\w-]))?{_SP}?(?P<close>\))?"
    rf"(?:{_SP}?(?P<sign>{SIGN})(?![^\W\d_]))?(?P<credit>{_SP}?(?:CR|Cr)\b)?(?P<late>[{_MINUS}](?![\w-]))?"
)
_LEADING = late(rf"^[{_MINUS}{SPACES}(+]*(?:{SIGN}[.:]?)?[{_MINUS}{SPACES}*(+]*$")
_TAX_MARK = re.compile(r"[A-Z]{1,2}\d?(?![\w])|\*")
_PER = re.compile(r"/[^\W\d_]")
_NOT_MONEY = re.compile(rf"{_SP}?(?:%|‰|°|[uU]hr\b|[x×]\b|[hH]\b)")
_UNIT = re.compile(
    r"\s?(?:k?g|m[glm]|[cd]?[lm]|cm|km|kWh|MWh|GB|MB|TB|pcs?|Stk|Stück|St|hrs?|hours?|days?|items?|pages?|[Ss]td|Tage|mm|oz|lbs?|qm|m²|m³)\b"
)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Amounts of a line. Where a space may or may not group thousands ("2 500.00") both are given, overlapping."""
    amounts = _amounts(text, mark_asked(text, habits.decimal_mark))
    barred = _barred(text, habits) if amounts else []
    if not barred:
        return tuple([match for _, match in amounts])
    return tuple([match for at, match in amounts if not any(at.start < end and start < at.end for start, end in barred)])


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """All readings of a text that is one amount, with or without its currency."""
    best: Match | None = None
    for match in find(text, habits):
        rest = text[match.end :].strip(" \u00a0.:;*")
        leads = _LEADING.match(text[: match.start].lstrip(" :"))
        ends = not rest or re.fullmatch(rf"{SIGN}|[A-Z]{{1,2}}|CR|[)\-]+", rest)
        if leads and ends and (best is None or match.end - match.start > best.end - best.start):
            best = match
    return normalised(best.interpretations) if best else ()


@lru_cache(maxsize=2048)  # most are the same whatever the document's habits, which are told from amounts themselves
def _amounts(text: str, mark: str | None) -> tuple[tuple[Figure, Match], ...]:
    return tuple([(figure, match) for figure in figures(text, mark) if (match := _match(text, figure)) is not None])


def _match(text: str, figure: Figure) -> Match | None:
    start, end = figure.start, figure.end
    before, after = _before(text, start), _after(text, end)
    led = before is not None and before["sign"] is not None
    signed = led or (after is not None and after["sign"] is not None)
    if start and text[start - 1].isalpha() and not led:
        return None
    if end < len(text):
        if _NOT_MONEY.match(text, end):
            return None
        taken = after is not None and (after["sign"] or after["credit"])
        if text[end].isalpha() and not taken and (figure.decimals != 2 or not _TAX_MARK.match(text, end)):
            return None
        if not signed and figure.decimals == 0 and _PER.match(text, end):
            return None
    likelihood = _likelihood(text, figure, signed or (after is not None and after["none"] is not None))
    if likelihood == 0:
        return None
    start, end, negative = _signs(text, start, end, before, after)
    readings = []
    for one in figure.readings:
        share = round(one.likelihood * likelihood, 4)
        if negative < 1:
            readings.append(
                Interpretation(one.value, one.convention, round(share * (1 - negative), 4) if negative else share, one.repaired)
            )
        if negative:
            readings.append(Interpretation(-one.value, one.convention, round(share * negative, 4), one.repaired))
    if len(readings) > 1:
        readings.sort(key=lambda one: -one.likelihood)
    return Match(start, end, text[start:end], tuple(readings))


def _before(text: str, start: int) -> re.Match[str] | None:
    """What stands before a figure, looked at only where something may belong to it."""
    if not start:
        return None
    left = max(0, start - 10)
    slice_ = text[left:start]
    last = slice_.rstrip(_LOOSE)
    if not last or last[-1] == "," or last[-1].isdigit() or ((word := last.rpartition(" ")[2]).isalpha() and word not in WORDS):
        return None
    found = _BEFORE.search(slice_)
    return found if found is not None and found.lastindex else None


def _after(text: str, end: int) -> re.Match[str] | None:
    """What stands behind a figure and belongs to it."""
    found = _AFTER.match(text, end) if end < len(text) else None
    return found if found is not None and found.lastindex else None


def _signs(text: str, start: int, end: int, before: re.Match[str] | None, after: re.Match[str] | None) -> tuple[int, int, float]:
    """The span with its sign, and how likely the amount is negative: a dash with spaces about it may part two things, one
    after the figure is a minus in ledgers and a flourish on tills."""
    negative = 0.0
    if before and (before["minus"] or before["inner"]):
        sign = before["inner"] or before["minus"]
        place = start - len(before.string) + before.start("inner" if before["inner"] else "minus")
        if sign != "+" and not (place and text[place - 1].isalnum()):
            negative = 0.4 if text[place + len(sign)] in SPACES or sign == "\u2013" else 1.0
            start = place
    if after is None:
        return start, end, negative
    if after["none"]:
        end = after.end("none")
    elif after["minus"]:
        end, negative = after.end("minus"), 0.8
    elif before and before["open"] and after["close"]:
        start = start - len(before.string) + before.start("open")
        end, negative = after.end("close"), 1.0
    if after["credit"]:
        end, negative = after.end("credit"), 1.0
    elif after["late"] and after["sign"]:
        end, negative = after.end("late"), 0.8
    return start, end, negative


def _likelihood(text: str, figure: Figure, signed: bool) -> float:
    """How likely it is that the figure is money at all."""
    digits = text[figure.start : figure.end]
    if figure.decimals == 2:
        likelihood = 0.98 if signed else 0.93
    elif figure.decimals:
        likelihood = (0.8 if signed else 0.4) if figure.decimals <= 4 else 0.1
    elif figure.grouped:
        likelihood = 0.93 if signed else 0.6
    elif digits.startswith("0") and len(digits) > 1:
        return 0
    elif signed:
        likelihood = 0.88 if len(digits) <= 9 else 0.3
    elif len(digits) > 9:
        return 0
    else:
        likelihood = 0.06 if len(digits) >= 7 or (len(digits) == 4 and digits[:2] in ("19", "20")) else 0.13
    if not signed and not figure.decimals and _UNIT.match(text, figure.end):
        likelihood *= 0.3
    return likelihood * figure.certainty


def _barred(text: str, habits: Habits) -> list[tuple[int, int]]:
    """Where dates, telephone numbers and bank accounts stand: nothing there is an amount."""
    spans = [(one.start, one.end) for one in dates.find(text, habits) if sum(reading.likelihood for reading in one.interpretations) >= 0.5]
    spans += [(one.start, one.end) for one in phones.find(text, habits) if one.likelihood >= 0.6]
    spans += [(one.start, one.end) for one in ibans.find(text, habits)]
    return spans
