"""Identifiers: numbers of invoices, orders, customers, articles. The value is the text as printed, spaces tidied.

    F20220023   471102   RE-2024/0815   INV#123   A12 34-5

Dates, amounts, times and percents are none; nor are words without a figure, unless one stands alone in capitals.
"""

from __future__ import annotations

import re

from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values import date as dates
from extractor.values import iban as ibans
from extractor.values._spans import Taken

_TOKEN = re.compile(r"(?<![\w])#?[^\W_](?:[\w#]|[-/.–_\\|+:&*](?=[\w#])|(?<=\d),(?=\d))*|(?<!\w)#\d+")
_AMOUNT = re.compile(
    r"[^\W\d_]{0,4}[€$£]?\d{1,3}(?:[.,' ]?\d{3})*[.,]\d{1,2}[A-Z]?|\d+(?:[.,]\d+)?%|\d{1,2}[x×]|\d+(?:kg|g|ml|l|cm|mm|m|pcs|x|st|nd|rd|th)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}(?::\d{2}){1,2}(?:[AaPp][Mm])?|\d{1,2}[hH]\d{2}")
_ADDRESS = re.compile(r"@|^www\.|://|\.(?:com|de|net|org)$", re.IGNORECASE)
_LABEL = re.compile(r"^[^\W\d_]{2,12}\.?:")
_FIGURE = re.compile(r"\d")
_CODE = re.compile(r"[A-Z]{1,5}")  # the letters before a number: RE 2024 0815
_SPACES = re.compile(r"\s+")
_CAPITALS = re.compile(r"[A-Z]{5,8}")
_LONGEST = 40
_MOST_WORDS = 3


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Identifiers of a line: each token with a figure, and runs of two or three short ones that may be one (overlapping)."""
    if _FIGURE.search(text) is None:
        word = text.strip()
        if _CAPITALS.fullmatch(word):  # booking codes may be letters alone
            start = text.index(word)
            return (Match(start, start + len(word), word, (Interpretation(word, None, 0.2),)),)
        return ()
    barred = Taken(len(text), ((one.start, one.end) for one in ibans.find(text, habits)))
    for day in dates.find(text, habits):
        if day.interpretations[0].likelihood > 0.55 or " " in day.text:
            barred.take(day.start, day.end)
    found: list[Match] = []
    tokens: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        if _FIGURE.search(token[0]) is None:
            if _CODE.fullmatch(token[0]) and not barred.touches(start, end):
                tokens.append((start, end))
            continue
        label = _LABEL.match(token[0])
        if label and end - start > label.end():
            start += label.end()
        if barred.touches(start, end) or text[end : end + 2].lstrip().startswith("%"):
            continue
        likelihood = _likelihood(text[start:end])
        if likelihood:
            tokens.append((start, end))
            found.append(Match(start, end, text[start:end], (Interpretation(text[start:end], None, likelihood),)))
    found.extend(_joined(text, tokens))
    return tuple(sorted(found, key=lambda match: (match.start, match.end)))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one identifier; more than three words are none."""
    clean = _SPACES.sub(" ", text).strip().strip(":;,").strip()
    clean = clean.rstrip(".") if not clean.endswith("..") else clean
    words = clean.split(" ")
    if not clean or len(clean) > _LONGEST or len(words) > _MOST_WORDS + 1:
        return ()
    if not any(map(str.isdigit, clean)):
        return (Interpretation(clean, None, 0.3),) if re.fullmatch(r"[A-Z][A-Z-]{3,11}", clean) else ()
    day = dates.find(clean, habits)
    if day and day[0].end - day[0].start == len(clean) and day[0].interpretations[0].likelihood > 0.55:
        return ()
    if label := _LABEL.match(clean):
        return parse(clean[label.end() :], habits) if label.end() < len(clean) else ()
    if len(words) > 1 and (match := re.fullmatch(r"[^\W\d_][\w. ]{1,20}:\s?(\S+)", clean)):
        return parse(match[1], habits)
    if len(words) == 1:
        likelihood = _likelihood(clean)
        return (Interpretation(clean, None, likelihood),) if likelihood else ()
    if sum(any(map(str.isdigit, word)) for word in words) * 2 < len(words) or sum(map(str.isdigit, clean)) < 3:
        return ()
    if any(_AMOUNT.fullmatch(word) or _TIME.fullmatch(word) for word in words):
        return ()
    return (Interpretation(clean, None, 0.5),)


def _likelihood(token: str) -> float:
    """How likely it is that a token is an identifier."""
    figures = sum(character.isdigit() for character in token)
    if not figures or len(token) > _LONGEST or _AMOUNT.fullmatch(token) or _TIME.fullmatch(token) or _ADDRESS.search(token):
        return 0
    letters = sum(character.isalpha() for character in token)
    if not letters:
        if figures == 1:
            return 0.08
        if figures == len(token):
            return {2: 0.12, 3: 0.35}.get(figures, 0.75 if figures <= 12 else 0.6)
        return 0.7 if figures >= 4 else 0.35
    if figures >= 3 or (figures >= 2 and token.upper() == token):
        return 0.9
    return 0.35 if token.upper() == token else 0.2


def _joined(text: str, tokens: list[tuple[int, int]]) -> list[Match]:
    """Neighbours parted by one space, or by a dash or slash with spaces about it."""
    found = []
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _MOST_WORDS, len(tokens))):
            gap = text[tokens[last - 1][1] : tokens[last][0]]
            if not re.fullmatch(r" |\s?[-–/]\s?", gap):
                break
            start, end = tokens[first][0], tokens[last][1]
            token = text[start:end]
            if len(token) <= 24 and sum(map(str.isdigit, token)) >= 3:
                value = re.sub(r"\s*([-–/])\s*", r"\1", token) if re.search(r"\s[-–/]|[-–/]\s", token) else token
                found.append(Match(start, end, token, (Interpretation(_SPACES.sub(" ", value), None, 0.3),)))
    return found
