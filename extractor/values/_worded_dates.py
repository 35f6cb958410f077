"""Dates with the month in words: "31. Dez 2025", "Dec 31, 2025", "31DEC25", "3 de marzo de 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.values._days import OF, TIME_NEXT, WORD, YEAR, Found, calendar_day, each, offer
from extractor.values._fold import fold
from extractor.values._months import MONTHS

_SLIP_WORD = r"[A-Za-z015]{3}"
_GAP = r"[\s.,\-–/'’´`]{0,4}"
_SHORT = r"\d{2}(?!\d|[:.,]\d|\s?[%€$])"
_LONG = rf"{YEAR}(?:{TIME_NEXT}|(?!\d))"
_DAY_MONTH_YEAR = re.compile(  # "14 stycznia" has no "14 st" in it
    rf"(?<![\d.,/])(\d{{1,2}})(?:\s?(?:st(?!y)|nd|rd|th|er|re|[ºª°]))?{_GAP}{OF}({WORD}|{_SLIP_WORD}){_GAP}{OF}({_LONG}|{_SHORT})",
    re.IGNORECASE,
)
# Where what follows a word is no letter, all of its letters are taken at once ("+").
_MONTH_DAY_YEAR = re.compile(  # not "1184/MAG/10/2026", where letters stand within a number
    rf"(?<![^\W\d_])(?<!\w/)({WORD}+|{_SLIP_WORD})[\s.\-–/]{{0,3}}(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?!\d)[\s.,\-–/'’´`]{{1,4}}({_LONG}|{_SHORT})",
    re.IGNORECASE,
)
# Tills print "DEC26'07", and a reading loses the mark between the day and the year.
_GLUED_SLIP = r"[05][A-Za-z]{2}|[A-Za-z]0[A-Za-z]"
_MONTH_DAY_YEAR_GLUED = re.compile(rf"(?<![^\W\d_])({WORD}+|(?<!\d)(?:{_GLUED_SLIP}))(\d{{2}})['’´`]?(\d{{2}})(?!\d|[:.,]\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d)({YEAR})[\s.,\-–/]{{0,3}}({WORD}+)[\s.,\-–/]{{0,3}}(\d{{1,2}})(?!\d|[:.,]\d)")
_MISTAKEN = {"o": "o0", "l": "l1", "i": "i1", "s": "s5"}
_TIME_AFTER = re.compile(r"\s{0,3}\d{1,2}:\d{2}")
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())


def _heads() -> Iterator[str]:
    """Expressions of what months may begin with, read rightly or not: one for each first sign."""
    for first in sorted({name[0] for name in MONTHS}):
        names = [name for name in MONTHS if name[0] == first]
        second, third = ("".join(_MISTAKEN.get(sign, sign) for sign in sorted({name[at] for name in names})) for at in (1, 2))
        yield from (f"{sign}[{second}][{third}]" for sign in _MISTAKEN.get(first, first))


_MAY_BE = re.compile("|".join(_heads()))


def in_words(text: str) -> Iterator[Found]:
    """What a line has of them, overlapping ones too."""
    if _MAY_BE.search(fold(text)) is None and not (":" in text and _TIME_AFTER.search(text)):
        return  # before a time of day other words are months, too
    for found in each(_DAY_MONTH_YEAR, text):
        yield from _worded(found, found[3], found[2], found[1], 0.97)
    for found in each(_MONTH_DAY_YEAR, text):
        yield from _worded(found, found[3], found[1], found[2], 0.97 if len(found[3]) == 4 else 0.4)
    for found in _MONTH_DAY_YEAR_GLUED.finditer(text):
        if len(found[1]) == 3:
            yield from _worded(found, found[3], found[1], found[2], 0.6)
    for found in _YEAR_MONTH_DAY.finditer(text):
        yield from _worded(found, found[1], found[2], found[3], 0.9)


def _worded(found: re.Match[str], year: str, word: str, day: str, certainty: float) -> Iterator[Found]:
    month, repaired = MONTHS.get(fold(word)), False
    if month is None and fold(word[:3]) in _WEEKDAYS:  # ThuAug09,2012
        month = MONTHS.get(fold(word[3:]))
    if month is None and len(word) == 3:  # 0ct, N0v, Ju1
        lowered = word.lower()
        month = MONTHS.get(lowered.replace("0", "o").replace("1", "l")) or MONTHS.get(lowered.replace("5", "s").replace("1", "i"))
        repaired = True
        if month is None and _TIME_AFTER.match(found.string, found.end()):  # 20Nar'17 21:05, 270ec'16 17:58: a till's own form
            month, certainty = _near_month(lowered), certainty * 0.6
    if month is None:
        return
    if len(year) == 2 and certainty > 0.5:
        certainty = 0.85
    value = calendar_day(year, str(month), day)
    yield from offer(found.start(), found.end(), [(value, None, 1.0)], certainty * (0.6 if repaired else 1), repaired)


def _near_month(word: str) -> int | None:
    """The only month whose English name begins with three letters of which two are these, in their places."""
    near = [number for number, name in enumerate(_SHORT_MONTHS, 1) if sum(a == b for a, b in zip(name, word, strict=True)) == 2]
    return near[0] if len(near) == 1 else None
