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

from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._fold import fold
from extractor.values._months import MONTHS
from extractor.values._slips import FIGURE_SLIPS, TO_DIGITS, slips
from extractor.values._spans import Taken

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day_first", "month_first", "year_first"
PIVOT = 59  # the last two-digit year of this century: invoices look a few years ahead, archives back to 1960
OLD = 80  # two-digit years before that are mostly no years
LONGEST_BEGIN = 40  # characters of what stands before the end of a period
SURE_END = 0.5  # likelihood of a date from which it may end a period whose beginning leaves out the year
FIRST_YEAR, LAST_YEAR = 1900, 2099

_YEAR = r"(?:19|20)\d{2}"
_TIME_NEXT = r"(?=\d{1,2}:\d{2})"
_SPLIT_YEAR = r"[12] [09]\d{2}(?![\d.,:])|(?:19|20)\d \d(?![\d.,:/])"
_SEP = r"\s?[./\-–,]{1,2}\s?|\s"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y>{_YEAR})(?P<s1>{_SEP})(?P<m>\d{{1,2}})(?P<s2>{_SEP})(?P<d>\d{{1,2}})(?:(?!\d)|(?=T?\d{{2}}:))"
    rf"|(?P<a>\d{{1,2}})(?P<s3>{_SEP})(?P<b>\d{{1,2}})(?P<s4>{_SEP})(?P<c>{_YEAR}{_TIME_NEXT}|{_SPLIT_YEAR}|{_YEAR}(?!\d)|['’´`]?\d{{2}}(?!\d)))"
)
_LOST_MARK = re.compile(rf"(?<![\d./-])(?:(\d{{2}})[./-](\d{{2}})({_YEAR})|(\d{{2}})(\d{{2}})[./-]({_YEAR}))(?![\d./-])")
_DASHED_TWICE = re.compile(
    rf"(?<![\w./-])(?:({_YEAR}-\d\d-\d\d)-({_YEAR}-\d\d-\d\d)|(\d\d-\d\d-{_YEAR})-(\d\d-\d\d-{_YEAR}))(?![\w/]|[.-]\w)"
)
_COMPACT = re.compile(rf"(?<![\w.,/-])({_YEAR})(\d{{2}})(\d{{2}})(?!\w|[.,/-]\w)")
_COMPACT_DAY = re.compile(rf"(?<![\w.,/-])(\d{{2}})(\d{{2}})({_YEAR})(?!\w|[.,/-]\w)")
_S = rf"[\d{re.escape(FIGURE_SLIPS)}]"
_SLIPPED = re.compile(rf"(?<![\w./-]){_S}{{1,4}}\s?[./-]\s?{_S}{{1,2}}\s?[./-]\s?{_S}{{2,4}}(?![\w])")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_AFTER_TIME = re.compile(
    rf"(?<![\d:]){_CLOCK}(?::[0-5]\d)?(?P<date>(?P<a>\d\d)(?P<mark>[/.-])(?P<b>\d\d)(?P=mark)(?P<c>\d{{4}}|\d\d))(?!\d)"
)
_BEFORE_TIME = re.compile(rf"(?<!\d)(?P<date>(?P<a>\d\d)(?P<mark>[/.-])(?P<b>\d\d)(?P=mark)(?P<c>\d\d))(?={_CLOCK}(?!\d))")
_YEAR_AND_TIME = re.compile(r"(?<!\d)((?:19|20)\d\d)([/.-])(\d\d)\2(\d\d)(?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d))")
_SLIP_NEAR = re.compile(rf"[{re.escape(FIGURE_SLIPS)}][\d./-]|[\d./-][{re.escape(FIGURE_SLIPS)}]")

_WORD = r"[^\W\d_]{3,12}"
_SLIP_WORD = r"[A-Za-z015]{3}"
_GAP = r"[\s.,\-–/'’´`]{0,4}"
_OF = r"(?:(?:de|of|di|do|del|den|von|van)\s)?"
_SHORT = r"\d{2}(?!\d|[:.,]\d|\s?[%€$])"
_LONG = rf"{_YEAR}(?:{_TIME_NEXT}|(?!\d))"
_DAY_MONTH_YEAR = re.compile(
    rf"(?<![\d.,/])(\d{{1,2}})(?:\s?(?:st|nd|rd|th|er|re|[ºª°]))?{_GAP}{_OF}({_WORD}|{_SLIP_WORD}){_GAP}{_OF}({_LONG}|{_SHORT})",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_])({_WORD}|{_SLIP_WORD})[\s.\-–/]{{0,3}}(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?!\d)[\s.,\-–/'’´`]{{1,4}}({_LONG}|{_SHORT})",
    re.IGNORECASE,
)
# Tills print "DEC26'07", and a reading loses the mark between the day and the year.
_GLUED_SLIP = r"[05][A-Za-z]{2}|[A-Za-z]0[A-Za-z]"
_MONTH_DAY_YEAR_GLUED = re.compile(rf"(?<![^\W\d_])({_WORD}|(?<!\d)(?:{_GLUED_SLIP}))(\d{{2}})['’´`]?(\d{{2}})(?!\d|[:.,]\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d)({_YEAR})[\s.,\-–/]{{0,3}}({_WORD})[\s.,\-–/]{{0,3}}(\d{{1,2}})(?!\d|[:.,]\d)")

# What stands before the end of a period: a day and a month in words either way round, in figures, or the day alone.
RANGE = r"(?:\s?[-–—]\s?|\s(?:to|until|through|thru|bis|au|à|al|a|ao|até|hasta|tot|t/m|do|till)(?:\s(?:the|el|le))?\s)"
_BEGIN = re.compile(
    rf"(?<![\w.,/])(?P<part>(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª°])?\s?{_OF}(?P<w>{_WORD})\.?|(?P<v>{_WORD})\.?\s(?P<e>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}})(?:\.|(?<=\d\d[./]\d\d))|(?P<o>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª°])?){RANGE}$",
    re.IGNORECASE,
)

_DAYS_OF_MONTH = re.compile(rf"(?<![^\W\d_])({_WORD})\.?\s(\d{{1,2}})\s?[-–—]\s?(\d{{1,2}}),?\s({_YEAR})(?!\d)", re.IGNORECASE)

_TIME_AFTER = re.compile(r"\s{0,3}\d{1,2}:\d{2}")
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = frozenset("mon tue wed thu fri sat sun".split())

_Found = tuple[int, int, tuple[Interpretation, ...]]
_NUMBER_MARK = re.compile(r"(?:(?<!\w)n ?[°º]|(?<!\w)n[or]\.|#) ?:? ?$", re.IGNORECASE)  # the 11th of June's: N° 2025-06-11


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
    return _find(text, habits.languages, habits.date_order)


def normalised(interpretations: tuple[Interpretation, ...]) -> tuple[Interpretation, ...]:
    """The same readings, summing to 1."""
    total = sum(one.likelihood for one in interpretations)
    return tuple(Interpretation(one.value, one.convention, round(one.likelihood / total, 4), one.repaired) for one in interpretations)


@lru_cache(maxsize=4096)  # amounts and identifiers ask again for the same line
def _find(text: str, languages: tuple[str, ...], date_order: str | None) -> tuple[Match, ...]:
    if sum(map(str.isdigit, text)) < 3:
        return ()
    candidates = list(_candidates(text, Habits(languages, date_order)))
    if not candidates:
        return ()
    candidates += [days for found in _each(_DAYS_OF_MONTH, text) for days in _days_of_month(found)]
    candidates += [begin for whole in candidates if (begin := _begin_of_period(text, whole)) is not None]
    candidates.sort(key=lambda one: (-sum(reading.likelihood for reading in one[2]), one[0] - one[1], one[0]))
    chosen: list[_Found] = []
    taken = Taken(len(text))
    for start, end, readings in candidates:
        if not taken.touches(start, end):
            taken.take(start, end)
            chosen.append((start, end, readings))
    return tuple(Match(start, end, text[start:end], readings) for start, end, readings in sorted(chosen, key=lambda one: one[:2]))


def _candidates(text: str, habits: Habits) -> Iterator[_Found]:
    for found in _each(_NUMERIC, text):  # 19- 18/01/2018: the first figures may belong to something else
        yield from _numeric(text, found, habits)
    for found in _DASHED_TWICE.finditer(text):
        yield from _both_ends(found, habits)
    for found in _LOST_MARK.finditer(text):
        a, b, c = filter(None, found.groups())
        yield from _offer(found.start(), found.end(), _orders(a, b, c, "/", habits), 0.35, True)
    for found in _COMPACT.finditer(text):
        yield from _offer(found.start(), found.end(), [(_day(found[1], found[2], found[3]), YEAR_FIRST, 1.0)], 0.5, False)
    for found in _COMPACT_DAY.finditer(text):
        yield from _offer(found.start(), found.end(), _orders(found[1], found[2], found[3], "/", habits), 0.35, True)
    if ":" in text or _YEAR_AND_TIME.search(text):
        yield from _beside_time(text, habits)
    if _SLIP_NEAR.search(text):
        yield from _slipped(text, habits)
    if any(map(str.isalpha, text)):
        yield from _in_words(text)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every place that a pattern matches at, overlapping ones too."""
    position = 0
    while found := pattern.search(text, position):
        yield found
        position = found.start() + 1


def _beside_time(text: str, habits: Habits) -> Iterator[_Found]:
    """Dates whose space to the time of day was lost: 16:1404/03/18, 04/03/1816:14, 2018-03-041614."""
    for pattern in (_AFTER_TIME, _BEFORE_TIME):
        for found in pattern.finditer(text):
            yield from _offer(*found.span("date"), _orders(found["a"], found["b"], found["c"], found["mark"], habits), 0.6, False)
    for found in _YEAR_AND_TIME.finditer(text):
        yield from _offer(found.start(), found.end(), [(_day(found[1], found[3], found[4]), YEAR_FIRST, 1.0)], 0.6, False)


def _numeric(text: str, found: re.Match[str], habits: Habits) -> Iterator[_Found]:
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
        yield from _offer(start, end, [(_day(found["y"], found["m"], found["d"]), YEAR_FIRST, 1.0)], certainty, repaired)
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
    yield from _offer(start, end, _orders(found["a"], found["b"], year, mark, habits), certainty, repaired)


def _both_ends(found: re.Match[str], habits: Habits) -> Iterator[_Found]:
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
    readings: list[tuple[date | None, str | None, float]] = [(_day(c, b, a), DAY_FIRST, day), (_day(c, a, b), MONTH_FIRST, month)]
    if len(a) == len(b) == len(c) == 2:
        readings.append((_day(a, b, c), YEAR_FIRST, year))
    if readings[0][0] == readings[1][0] and readings[0][0] is not None:  # 04/04/2020 supposes nothing
        readings[:2] = [(readings[0][0], None, day + month)]
    return readings


def _offer(
    start: int, end: int, readings: list[tuple[date | None, str | None, float]], certainty: float, repaired: bool
) -> Iterator[_Found]:
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


def _slipped(text: str, habits: Habits) -> Iterator[_Found]:
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


def _begin_of_period(text: str, end: _Found) -> _Found | None:
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
    value = _day(str(last.value.year), str(month), day)
    if value is not None and value > last.value:
        value = _day(str(last.value.year - 1), str(month), day) if found["o"] is None else None
    if value is None:
        return None
    start = next(found.start(name) for name in ("d", "v", "a", "o") if found[name] is not None)
    return start, found.end("part"), (Interpretation(value, last.convention, round(last.likelihood * 0.98, 4), last.repaired),)


def _days_of_month(found: re.Match[str]) -> Iterator[_Found]:
    """Both ends of "March 1-31, 2024"."""
    month = MONTHS.get(fold(found[1]))
    ends = [_day(found[4], str(month), found[number]) for number in (2, 3)] if month is not None else []
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]:
        for value, (start, end) in zip(ends, ((found.start(1), found.end(2)), (found.start(3), found.end(4))), strict=True):
            yield start, end, (Interpretation(value, None, 0.97),)


def _in_words(text: str) -> Iterator[_Found]:
    for found in _each(_DAY_MONTH_YEAR, text):
        yield from _worded(found, found[3], found[2], found[1], 0.97)
    for found in _each(_MONTH_DAY_YEAR, text):
        yield from _worded(found, found[3], found[1], found[2], 0.97 if len(found[3]) == 4 else 0.4)
    for found in _MONTH_DAY_YEAR_GLUED.finditer(text):
        if len(found[1]) == 3:
            yield from _worded(found, found[3], found[1], found[2], 0.6)
    for found in _YEAR_MONTH_DAY.finditer(text):
        yield from _worded(found, found[1], found[2], found[3], 0.9)


def _worded(found: re.Match[str], year: str, word: str, day: str, certainty: float) -> Iterator[_Found]:
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
    yield from _offer(
        found.start(), found.end(), [(_day(year, str(month), day), None, 1.0)], certainty * (0.6 if repaired else 1), repaired
    )


def _near_month(word: str) -> int | None:
    """The only month whose English name begins with three letters of which two are these, in their places."""
    near = [number for number, name in enumerate(_SHORT_MONTHS, 1) if sum(a == b for a, b in zip(name, word, strict=True)) == 2]
    return near[0] if len(near) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
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
