"""How a document writes: its languages, the order of its dates, its decimal mark, told from what is unambiguous on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.document import Reading
from extractor.schemas.record import Kind
from extractor.values import UNDECIDED, UNKNOWN, Habits
from extractor.values.country_signs import DAY_FIRST, MONTH_FIRST, THOUSANDTHS
from extractor.values.registry import finder

COMMA, POINT = "decimal_comma", "decimal_point"
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURES = re.compile(r"\d\D*\d\D*\d")  # a date has three
_MARKED = re.compile(r"[.,](?:\d|(?<=\d.))")  # a figure may have a mark in it
OTHER_LANGUAGE = 3  # what it counts for days first that a page is not written in English
FEW = 3  # function words from which a language is believed


def habits_of(readings: Sequence[Reading], function_words: Mapping[str, frozenset[str]], language: str | None = None) -> Habits:
    """What the pages tell of themselves; a part of it stays None where they do not tell. `language` overrules the words."""
    text = "\n".join(line.text for reading in readings for line in reading.lines)
    languages = (language,) if language else languages_of(text, function_words)
    return Habits(languages, _date_order(text, languages), _decimal_mark(text))


def languages_of(text: str, function_words: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Likeliest first; those with less than a third of the first one's function words are left out."""
    words = Counter(map(str.casefold, _WORD.findall(text)))
    scores = {lang: sum([words[word] for word in known.intersection(words)]) for lang, known in function_words.items()}
    ordered = sorted(scores, key=lambda lang: (-scores[lang], lang))
    if not ordered or scores[ordered[0]] < FEW:
        return ()
    return tuple(lang for lang in ordered if scores[lang] * 3 >= scores[ordered[0]])[:3]


def _date_order(text: str, languages: Sequence[str]) -> str | None:
    votes: Counter[str] = Counter()
    ambiguous = 0
    find = finder(Kind.DATE.value, UNKNOWN)
    for line in text.splitlines():
        if _FIGURES.search(line) is None:
            continue
        for match in find(line):
            conventions = {i.convention for i in match.interpretations}
            if len(match.interpretations) > 1:
                ambiguous += 1
            elif (
                len(conventions) == 1
                and (only := next(iter(conventions))) in ("day_first", "month_first")
                and not match.interpretations[0].repaired
            ):
                votes[only] += 1
    if votes:
        (best, count), *rest = votes.most_common()
        return best if not rest or count > rest[0][1] else None
    if not ambiguous:
        return None
    # Each kind of sign counts once, so that a column of dollars does not outvote an Australian's tax number.
    day, month = (sum(weight for sign, weight in signs if sign.search(text)) for signs in (DAY_FIRST, MONTH_FIRST))
    if languages and languages[0] != "en":
        day += OTHER_LANGUAGE
        if day == month:
            return UNDECIDED
    if day > month:
        return "day_first"
    return "month_first" if month > day else None


def _decimal_mark(text: str) -> str | None:
    """The mark that parts decimals. Where no amount has cents and three figures stand behind every mark, it is the other one: amounts
    are whole, as where prices are in thousands; but where the currency is one that is parted into thousandths, it is this one."""
    votes: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    find = finder(Kind.MONEY.value, UNKNOWN)
    for line in text.splitlines():
        if _MARKED.search(line) is None:
            continue
        for match in find(line):
            conventions = {i.convention for i in match.interpretations}
            if len(match.interpretations) == 1 and len(conventions) == 1 and not match.interpretations[0].repaired:
                votes[str(next(iter(conventions)))] += 1
            elif len(conventions) > 1:
                groups[str(match.interpretations[0].convention)] += 1
    comma, point = votes[COMMA], votes[POINT]
    if not comma and not point and len(groups) == 1 and groups.total() >= FEW:
        comma, point = groups[COMMA], groups[POINT]
        if THOUSANDTHS.search(text) is not None:
            comma, point = point, comma
    if comma > 2 * point:
        return ","
    return "." if point > 2 * comma else None
