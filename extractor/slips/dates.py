"""Days that were misread: letters among their figures, marks that are not theirs, a day or a year that there cannot be.

    31/05/2D25    15.09'2025    29l07/2024    25/88/2022    2. octabre 2019    22 februari 2820

A letter among a day's figures is the figure that it looks like. A figure is exchanged only where what was read is no day at all and
one exchange alone makes it one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from operator import ne

from extractor.late import late
from extractor.values._fold import fold
from extractor.values._months import MONTHS
from extractor.values._slips import look_alike

FIRST_YEAR, LAST_YEAR = 1990, 2049  # of what is mended
FAR_AHEAD = 5  # years after those of the document's other days: nothing of it is so late, but a guarantee
MOST_SLIPS = 3  # letters and marks of one day that were misread
FIGURES = 4  # that must stand in what is mended to a day in figures
SHORTEST_MONTH, LONG_MONTH = 4, 7  # letters of a month's name with one, and with two of them misread
# The figure that a letter stands for where figures stand; one that may stand for two is left out.
_LETTERS_FOR = {"0": "OoQD", "1": "Il|i!", "2": "Zz", "4": "A", "5": "Ss", "6": "G", "8": "B", "9": "gq"}
FIGURE_OF = {letter: figure for figure, letters in _LETTERS_FOR.items() for letter in letters}
_MARKS = {".": ".,:;'’·", "-": "-_–—~", "/": "/lI1|!i"}
# Lengths of the parts; the last or the first is the year. One of two figures must be the page's own.
_FORMS = ((2, 2, 4), (1, 2, 4), (2, 1, 4), (1, 1, 4), (4, 2, 2), (2, 2, 2), (1, 2, 2), (2, 1, 2), (1, 1, 2))
_WHOLE = (2, 2, 4)  # the one form in which a figure may be a misread mark: "29107/2024"
_A_YEAR = late(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_A_SHORT_YEAR = late(r"(?<![\d./-])\d{1,2}([./-])\d{1,2}\1(\d\d)(?![\d./-])")
_NUMBERED = late(r"(?:3[2-9]|[4-9]\d)/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")  # the 88th paper of a month, as papers are numbered
_EDGES = "().,;:"
LONG_NUMBER = 5  # figures of a number in which a small letter is one
_NO_LETTERS = "liogzqOI"
_ROUND = late(r"(?<![^\W_])[\w/-]*\d[Oo][\w/-]*")  # an O behind a figure, before another or none
_ROUND_WITHIN = late(r"(?<=\d)[Oo](?=\d|$|[/-])")
_NUMBER = late(r"(?<![^\W_])[^\W_]{4,}(?![^\W_])")
_OF = frozenset(("de", "di", "d", "of", "del", "do", "den", "le", "von", "van"))
_MONTHS_BY_LENGTH = {length: [name for name in MONTHS if len(name) == length] for length in {*map(len, MONTHS)}}


def usual_year(texts: Iterable[str]) -> int | None:
    """The year that the lines of a document say most; of equals the latest."""
    counts = Counter(year for text in texts for year in _years(text))
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _years(text: str) -> Iterator[int]:
    yield from (int(found[0]) for found in _A_YEAR.finditer(text))
    yield from (2000 + int(found[2]) for found in _A_SHORT_YEAR.finditer(text))


def dated(text: str, year: int | None = None) -> str:
    """The line with its days mended; as long as it was. `year`: that of most days of the document."""
    if sum(map(str.isdigit, text)) < FIGURES - 1:
        return text
    for found in reversed(list(re.finditer(r"\S+", text))):
        core = found[0].strip(_EDGES)
        if 6 <= len(core) <= 10 and sum(map(str.isdigit, core)) >= FIGURES and (meant := _in_figures(core, year)) is not None:
            at = found.start() + found[0].index(core)
            text = text[:at] + meant + text[at + len(core) :]
    return _in_words(text, year)


def _in_figures(read: str, year: int | None) -> str | None:
    """What a word means that is nearly a day in figures; None where it is one as it is, or cannot be told."""
    plain = [(form, mark, *made) for form, mark in product(_FORMS, _MARKS) if (made := _as_form(read, form, mark)) is not None]
    days = [day for form, mark, meant, slips in plain if not slips and (day := _day_of(meant, form, mark)) is not None]
    if days:
        return _of_these_years(read, year) if year is not None and all(day.year - year >= FAR_AHEAD for day in days) else None
    slipped = {meant for form, mark, meant, slips in plain if slips and _is_likely(_day_of(meant, form, mark), form, year)}
    if slipped and any(slips and _is_near(_day_of(meant, form, mark), year) for form, mark, meant, slips in plain):
        return slipped.pop() if len(slipped) == 1 else None
    if _NUMBERED.fullmatch(read):
        return None
    exchanged = {
        other
        for form, mark, meant, slips in plain
        if form[2] == 4 or form[0] == 4
        if slips < MOST_SLIPS
        for other in _exchanged(meant)
        if (day := _day_of(other, form, mark)) is not None and (year is None or abs(day.year - year) <= 1)
    }
    return exchanged.pop() if len(exchanged) == 1 else slipped.pop() if len(slipped) == 1 else None


def _of_these_years(read: str, year: int) -> str | None:
    """A day far ahead in the one year about the document's that differs in a figure like it: 2034, 2024."""
    found = _A_YEAR.search(read)
    meant = {other for other in _exchanged(found[0]) if abs(int(other) - year) <= 1} if found is not None else set()
    return read[: found.start()] + meant.pop() + read[found.end() :] if found is not None and len(meant) == 1 else None


def _is_near(day: date | None, year: int | None) -> bool:
    return day is not None and (year is None or abs(day.year - year) <= 1)


def _is_likely(day: date | None, form: tuple[int, ...], year: int | None) -> bool:
    """Whether it is a day at all; written with two figures for the year, one near the document's others."""
    return day is not None and (4 in form or (year is not None and _is_near(day, year)))


def _as_form(read: str, form: tuple[int, ...], mark: str) -> tuple[str, int] | None:
    """The word as three numbers with a mark between them, and how many of its signs are others; None where it is not like that."""
    if len(read) != sum(form) + 2 or read.count(":") > 1:
        return None  # a time of day
    marks, meant, slips = {form[0], form[0] + form[1] + 1}, "", 0
    for place, sign in enumerate(read):
        if place in marks:
            if sign not in _MARKS[mark] or (sign.isdigit() and form != _WHOLE):
                return None  # "118/2025" is the number of a paper
            meant, slips = meant + mark, slips + (sign != mark)
        elif sign.isdigit() or sign in FIGURE_OF:
            meant, slips = meant + FIGURE_OF.get(sign, sign), slips + (not sign.isdigit())
        else:
            return None
    return (meant, slips) if slips <= MOST_SLIPS else None


def _day_of(text: str, form: tuple[int, ...], mark: str) -> date | None:
    first, second, third = map(int, text.split(mark))
    if form[0] == 4:
        return _day_if(first, second, third)
    third += 2000 if form[2] == 2 else 0
    return _day_if(third, second, first) or (_day_if(third, first, second) if mark != "." else None)


def _day_if(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _exchanged(text: str) -> Iterator[str]:
    """The text with one figure exchanged for one that looks like it."""
    for place, sign in enumerate(text):
        if sign.isdigit():
            yield from (text[:place] + other + text[place + 1 :] for other in "0123456789" if look_alike(sign, other))


def _in_words(text: str, usual: int | None) -> str:
    """The line with the days mended whose month is a word: the word itself, and the figures beside it."""
    tokens = [(found.start(), found[0].strip(_EDGES), found[0]) for found in re.finditer(r"\S+", text)]
    for number, (_, core, _) in enumerate(tokens):
        month = _month(core)
        if month is None:
            continue
        left = _beside(tokens, number, -1)
        places = (left, number, _beside(tokens, number, 1)), (_at(tokens, number + 1), number, _at(tokens, number + 2))
        for day_at, month_at, year_at in places:
            if day_at is None or year_at is None:
                continue
            day, year = _day(tokens[day_at][1]), _year(tokens[year_at][1], usual)
            if day is None or year is None:
                continue
            small = [(at, _of(tokens[at][1])) for at in range(day_at + 1, year_at) if at != month_at]
            for at, meant in ((day_at, day), (month_at, month), (year_at, year), *small):
                start, core, whole = tokens[at]
                place = start + whole.index(core)
                text = text[:place] + meant + text[place + len(core) :]
            break
    return text


def _at(tokens: list[tuple[int, str, str]], number: int) -> int | None:
    return number if 0 <= number < len(tokens) else None


def _beside(tokens: list[tuple[int, str, str]], number: int, step: int) -> int | None:
    """The next word that is none of "of"."""
    other = number + step
    if 0 <= other < len(tokens) and fold(_of(tokens[other][1])) in _OF:
        other += step
    return _at(tokens, other)


def _of(core: str) -> str:
    """A small word for "of": as it was read, or the one that it is but for a sign."""
    if core in _OF or len(core) < 2 or not core.islower():
        return core
    near = [word for word in sorted(_OF) if len(word) == len(core) and sum(a != b for a, b in zip(core, word, strict=True)) == 1]
    near = [word for word in near if all(a == b or look_alike(a, b) for a, b in zip(core, word, strict=True))]
    return "de" if "de" in near else near[0] if len(near) == 1 else core


def _month(core: str) -> str | None:
    """A month's name in the word's own case: as it was read, or the one that it is like."""
    name = fold(core)
    if name in MONTHS:
        return core
    if len(name) != len(core) or len(name) < SHORTEST_MONTH:
        return None
    most = 2 if len(name) >= LONG_MONTH else 1
    near = [
        month
        for month in _MONTHS_BY_LENGTH.get(len(name), ())
        if sum(map(ne, name, month)) <= most and all(a == b or look_alike(a, b) for a, b in zip(name, month, strict=True))
    ]
    if len(near) != 1:
        return None
    # Letters that were read right keep their accents and their case.
    return "".join(sign if a == b else b.upper() if core.isupper() else b for sign, a, b in zip(core, name, near[0], strict=True))


def _day(core: str) -> str | None:
    if not 1 <= len(core) <= 2:
        return None
    figures = "".join(FIGURE_OF.get(sign, sign) for sign in core)
    if not figures.isdecimal():
        return None
    if 1 <= int(figures) <= 31:
        return figures
    possible = [other for other in _exchanged(figures) if 1 <= int(other) <= 31]
    return possible[0] if len(possible) == 1 else None


def _year(core: str, usual: int | None) -> str | None:
    figures = "".join(FIGURE_OF.get(sign, sign) for sign in core)
    if len(core) != 4 or not figures.isdecimal() or sum(map(str.isdigit, core)) < 2:
        return None
    if FIRST_YEAR <= int(figures) <= LAST_YEAR:
        return figures
    possible = [other for other in _exchanged(figures) if FIRST_YEAR <= int(other) <= LAST_YEAR]
    possible = [other for other in possible if usual is None or abs(int(other) - usual) <= 1]
    return possible[0] if len(possible) == 1 else None


def numbered(text: str, year: int | None) -> str:
    """The line with the letters mended within its numbers that no number has: a small one between figures, or the document's year in
    a group of its own ("A/20Z1-2603"); as long as it was."""
    for found in _ROUND.finditer(text):
        if sum(map(str.isdigit, found[0])) >= FIGURES:
            meant = _ROUND_WITHIN.sub("0", found[0])
            text = text[: found.start()] + meant + text[found.end() :]
    for found in _NUMBER.finditer(text):
        figures = "".join(FIGURE_OF.get(sign, sign) for sign in found[0])
        slips = [a for a, b in zip(found[0], figures, strict=True) if a != b]
        is_year = len(figures) == 4 and figures.isdecimal() and year is not None and int(figures) == year
        is_long = len(figures) > LONG_NUMBER and len(slips) == 1 and slips[0] in _NO_LETTERS and found[0][0].isdigit()
        if len(slips) == 1 and figures.isdecimal() and (is_year or is_long):
            text = text[: found.start()] + figures + text[found.end() :]
    return text
