"""Dates in figures and words, in every order and eight languages. The value is a datetime.date.

    31.12.2025   12/31/25   2025-12-31   31 12 2025   31. Dez 2025   Dec 31, 2025   31DEC25   3 de marzo de 2024

Conventions: day_first, month_first, year_first; a date with the month in words supposes none. A month and a year alone
are no date. Two-digit years up to 59 are 20xx, later ones 19xx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from extractor.late import late
from extractor.values import UNDECIDED, UNKNOWN, Habits, Interpretation, Match, normalised
from extractor.values._days import DAY_FIRST, MONTH_FIRST, PIVOT, TIME_NEXT, YEAR, YEAR_FIRST, Found, calendar_day, each, offer
from extractor.values._periods import begin_of_period, days_of_month
from extractor.values._slips import FIGURE_SLIPS, TO_DIGITS, slips
from extractor.values._spans import Taken
from extractor.values._worded_dates import in_words

OLD = 80  # two-digit years before that are mostly no years
FEWEST, UNPARTED = 3, 8  # figures of a date; of one whose figures nothing parts, or that stands close to a time or another date

_SPLIT_YEAR = r"[12] [09]\d{2}(?![\d.,:])|(?:19|20)\d \d(?![\d.,:/])"
_SEP = r"\s?[./\-–,]{1,2}\s?|\s"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y>{YEAR})(?P<s1>{_SEP})(?P<m>\d{{1,2}})(?P<s2>{_SEP})(?P<d>\d{{1,2}})(?:(?!\d)|(?=T?\d{{2}}:))"
    rf"|(?P<a>\d{{1,2}})(?P<s3>{_SEP})(?P<b>\d{{1,2}})(?P<s4>{_SEP})(?P<c>{YEAR}{TIME_NEXT}|{_SPLIT_YEAR}|{YEAR}(?!\d)|['’´`]?\d{{2}}(?!\d)))"
)
_LOST_MARK = re.compile(rf"(?<![\d./-])(?:(\d{{2}})[./-](\d{{2}})({YEAR})|(\d{{2}})(\d{{2}})[./-]({YEAR}))(?![\d./-])")
_DASHED_TWICE = re.compile(rf"(?<![\w./-])(?:({YEAR}-\d\d-\d\d)-({YEAR}-\d\d-\d\d)|(\d\d-\d\d-{YEAR})-(\d\d-\d\d-{YEAR}))(?![\w/]|[.-]\w)")
_COMPACT = re.compile(rf"(?<![\w.,/-])({YEAR})(\d{{2}})(\d{{2}})(?!\w|[.,/-]\w)")
_COMPACT_DAY = re.compile(rf"(?<![\w.,/-])(\d{{2}})(\d{{2}})({YEAR})(?!\w|[.,/-]\w)")
_S = rf"[\d{re.escape(FIGURE_SLIPS)}]"
_SLIPPED = late(rf"(?<![\w./-]){_S}{{1,4}}\s?[./-]\s?{_S}{{1,2}}\s?[./-]\s?{_S}{{2,4}}(?![\w])")
_UNBROKEN = re.compile(r"\d{4}|-\d\d-")  # in each of the dates whose figures nothing parts, and of those close to a time or another date
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_AFTER_TIME = late(rf"(?<![\d:]){_CLOCK}(?::[0-5]\d)?(?P<date>(?P<a>\d\d)(?P<mark>[/.-])(?P<b>\d\d)(?P=mark)(?P<c>\d{{4}}|\d\d))(?!\d)")
_BEFORE_TIME = late(rf"(?<!\d)(?P<date>(?P<a>\d\d)(?P<mark>[/.-])(?P<b>\d\d)(?P=mark)(?P<c>\d\d))(?={_CLOCK}(?!\d))")
_YEAR_AND_TIME = re.compile(r"(?<!\d)((?:19|20)\d\d)([/.-])(\d\d)\2(\d\d)(?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d))")
_SLIP_NEAR = re.compile(rf"[{re.escape(FIGURE_SLIPS)}](?:(?=[\d./-])|(?<=[\d./-].))")
_NUMBER_MARK = late(r"(?:(?<!\w)n ?[°º]|(?<!\w)n[or]\.|#) ?:? ?$", re.IGNORECASE)  # the 11th of June's: N° 2025-06-11


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """All readings of a text that is one date; a weekday and a time may stand about it."""
    matches = find(text, habits)
    if len(matches) != 1:
        return ()
    rest = (text[: matches[0].start] + " " + text[matches[0].end :]).strip(" .,:;()")
    if len(rest) > 24 or sum(character.isdigit() for character in rest) > 6:
        return ()
    return normalised(matches[0].interpretations)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Dates of a line, left to right, never overlapping."""
    found = _find(text, (), None)  # what they are read as depends on the habits, whether there are any does not
    return _find(text, habits.languages, habits.date_order) if found and habits is not UNKNOWN else found


@lru_cache(maxsize=4096)  # amounts and identifiers ask again for the same line
def _find(text: str, languages: tuple[str, ...], date_order: str | None) -> tuple[Match, ...]:
    figures = sum(map(str.isdigit, text))
    if figures < FEWEST:
        return ()
    candidates = list(_candidates(text, Habits(languages, date_order) if languages or date_order else UNKNOWN, figures))
    if not candidates:
        return ()
    candidates += days_of_month(text)
    candidates += [begin for whole in candidates if (begin := begin_of_period(text, whole)) is not None]
    candidates.sort(key=lambda one: (-sum(reading.likelihood for reading in one[2]), one[0] - one[1], one[0]))
    chosen: list[Found] = []
    taken = Taken(len(text))
    for start, end, readings in candidates:
        if not taken.touches(start, end):
            taken.take(start, end)
            chosen.append((start, end, readings))
    return tuple(Match(start, end, text[start:end], readings) for start, end, readings in sorted(chosen, key=lambda one: one[:2]))


def _candidates(text: str, habits: Habits, figures: int) -> Iterator[Found]:
    for found in each(_NUMERIC, text):  # 19- 18/01/2018: the first figures may belong to something else
        yield from _numeric(text, found, habits)
    if figures >= UNPARTED and _UNBROKEN.search(text):
        yield from _unparted(text, habits)
    if _SLIP_NEAR.search(text):
        yield from _slipped(text, habits)
    if any(map(str.isalpha, text)):
        yield from in_words(text)


def _unparted(text: str, habits: Habits) -> Iterator[Found]:
    """Dates whose figures nothing parts, or that stand close to a time or to another date."""
    for found in _DASHED_TWICE.finditer(text):
        yield from _both_ends(found, habits)
    for found in _LOST_MARK.finditer(text):
        a, b, c = filter(None, found.groups())
        yield from offer(found.start(), found.end(), _orders(a, b, c, "/", habits), 0.35, True)
    for found in _COMPACT.finditer(text):
        yield from offer(found.start(), found.end(), [(calendar_day(found[1], found[2], found[3]), YEAR_FIRST, 1.0)], 0.5, False)
    for found in _COMPACT_DAY.finditer(text):
        yield from offer(found.start(), found.end(), _orders(found[1], found[2], found[3], "/", habits), 0.35, True)
    if ":" in text or _YEAR_AND_TIME.search(text):
        yield from _beside_time(text, habits)


def _beside_time(text: str, habits: Habits) -> Iterator[Found]:
    """Dates whose space to the time of day was lost: 16:1404/03/18, 04/03/1816:14, 2018-03-041614."""
    for pattern in (_AFTER_TIME, _BEFORE_TIME):
        for found in pattern.finditer(text):
            yield from offer(*found.span("date"), _orders(found["a"], found["b"], found["c"], found["mark"], habits), 0.6, False)
    for found in _YEAR_AND_TIME.finditer(text):
        yield from offer(found.start(), found.end(), [(calendar_day(found[1], found[3], found[4]), YEAR_FIRST, 1.0)], 0.6, False)


def _numeric(text: str, found: re.Match[str], habits: Habits) -> Iterator[Found]:
    start, end = found.span()
    year_first = found["y"] is not None
    first, second = (found["s1"], found["s2"]) if year_first else (found["s3"], found["s4"])
    mark, other = first.strip(), second.strip()
    if not _free(text, start, end, mark):
        return
    certainty, repaired = 0.98, False
    if not mark or not other:
        if mark or other:  # 25/12 2018: a mark is lost
            certainty, repaired = 0.35, True
        elif year_first or len(found["a"]) + len(found["b"]) < 4 or len(found["c"]) != 4:
            return  # spaces alone part a date only when it is written in full: 31 12 2025
        else:
            certainty = 0.6
    elif mark != other or len(mark) > 1 or mark == ",":
        certainty, repaired = 0.45, True
    if year_first:
        certainty *= 0.3 if _NUMBER_MARK.search(text[:start]) else 1.0
        yield from offer(start, end, [(calendar_day(found["y"], found["m"], found["d"]), YEAR_FIRST, 1.0)], certainty, repaired)
        return
    year = found["c"].replace(" ", "").lstrip("'’´`")
    if " " in found["c"]:
        certainty, repaired = 0.6, True
    if len(year) == 2:
        if repaired:
            return
        certainty = {"/": 0.88, ".": 0.85, "-": 0.6}.get(mark[:1], 0.4)
        if len(found["a"]) == 1 and len(found["b"]) == 1 and mark == ".":
            certainty = 0.5  # 1.2.20 is a section or a version as often
        if start and text[start - 1].isalpha() and len(first) != len(second):
            return  # HD01-3 - 70
        if PIVOT < int(year) < OLD or len(second.strip()) != len(second) != len(first):
            certainty *= 0.4  # 01-3 - 70: figures that happen to stand so
    if start and text[start - 1].isalpha():
        certainty *= 0.7
    yield from offer(start, end, _orders(found["a"], found["b"], year, mark, habits), certainty, repaired)


def _both_ends(found: re.Match[str], habits: Habits) -> Iterator[Found]:
    """The days of "2024-12-01-2024-12-31", where what joins them is what parts their figures."""
    for number in (number for number in range(1, 5) if found[number]):
        if (clean := _NUMERIC.fullmatch(found[number])) is not None:
            for start, end, readings in _numeric(clean.string, clean, habits):
                yield found.start(number) + start, found.start(number) + end, readings


def _free(text: str, start: int, end: int, mark: str) -> bool:
    """Not a piece of a longer chain of figures (a version, an identifier, an address on a network)."""
    if start > 1 and text[start - 1] in "./-" and text[start - 2].isalnum() and (text[start - 1] == mark[:1] or mark == "-"):
        return False
    return not (end + 1 < len(text) and mark and text[end] == mark[0] and text[end + 1].isalnum())


def _orders(a: str, b: str, c: str, mark: str, habits: Habits) -> list[tuple[date | None, str | None, float]]:
    """The readings of three figures whose last may be the year."""
    if mark[:1] == "." or (habits.languages and "en" not in habits.languages):
        day, month = 0.96, 0.04
    elif mark[:1] == "-":
        day, month = 0.7, 0.3
    else:
        day, month = 0.6, 0.4
    year = 0.04
    if habits.date_order == DAY_FIRST:
        day, month, year = 0.97, 0.02, 0.01
    elif habits.date_order == MONTH_FIRST:
        day, month, year = 0.02, 0.97, 0.01
    elif habits.date_order == YEAR_FIRST:
        day, month, year = 0.1, 0.05, 0.85
    elif habits.date_order == UNDECIDED and mark[:1] != ".":
        day, month = 0.6, 0.4
    by_day, by_month = calendar_day(c, b, a), calendar_day(c, a, b)
    readings: list[tuple[date | None, str | None, float]] = [(by_day, DAY_FIRST, day), (by_month, MONTH_FIRST, month)]
    if len(a) == len(b) == len(c) == 2:
        readings.append((calendar_day(a, b, c), YEAR_FIRST, year))
    if by_day == by_month and by_day is not None:  # 04/04/2020 supposes nothing
        readings[:2] = [(by_day, None, day + month)]
    return readings


def _slipped(text: str, habits: Habits) -> Iterator[Found]:
    """25/l2/2O18: letters that stand for figures, two at most."""
    for found in _SLIPPED.finditer(text):
        wrong = slips(found[0])
        if not 0 < wrong <= 2 or sum(character.isdigit() for character in found[0]) < 2 * wrong + 1:
            continue
        clean = _NUMERIC.fullmatch(found[0].translate(TO_DIGITS))
        if clean is None:
            continue
        for start, end, readings in _numeric(clean.string, clean, habits):
            marked = tuple(Interpretation(one.value, one.convention, round(one.likelihood * 0.6, 4), True) for one in readings)
            yield found.start() + start, found.start() + end, marked
