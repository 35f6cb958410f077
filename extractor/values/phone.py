"""Telephone numbers. The value is the number as printed, spaces tidied.

+49 (0)30 1234-567   (555) 123-4567   03-1234 5678   1300 88 2525   01 23 45 67 89
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match

_RUN = re.compile(r"(?:(?<![\w.,/+-])|(?<=[^\W\d_]{2}\.))(?:\+|00)?[ ]?\(?\+?\d[\d \u00a0()./\-–]{4,26}\d(?![\w%]|[.,:]\d| \d|\))")
_MAY_BE = re.compile(r"\d(?:[ \u00a0()./\-–+]*\d){5}")  # what each has
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:te[l1](?:e?[fp]h?on[eo]?)?s?|tlf|tfno|tlm|telf|phone|ph|fone?|"
    r"mobile?|mobil|handy|cell|hotline|call|ruf|h/?p|whatsapp|contact(?: no)?|telef|gsm|"
    r"tél|téléphone|móvil|telefoon|kom|m|t|p)\.?(?:[ -]?(?:no|nr|number|num|nummer|n°|nº)\.?)?[ ]*[:#.]?[ ]*$",
    re.IGNORECASE,
)
_FAX = re.compile(
    r"(?<![^\W\d_])(?:(?:tele)?fax(?:n(?:umme)?r)?|f|faks|facsimile|t[eé]l[eé]copi(?:e|eur)|telecopia)"
    r"\.?(?:[ -]?(?:no|nr|number))?\.?[ ]*[:#.]?[ ]*$",
    re.IGNORECASE,
)
# One number for both: "Tel/Fax".
_AND_FAX = late(r"t[eé]l\w*\.?\s*(?:[/&+,]|u\.|und|and|et|y|e|en|i)\s*(?:tele)?$|phone\s*(?:[/&+,]|and)\s*$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}(?:\W+\d{1,4}\1\d{1,2}\1\d{2,4})?")  # or a period
# What stands beside a number in one line and would run together with it: "08/21/2008 (800)275-8777 10:07:29".
_MOMENT = late(r"(?<![\w/:])(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}:\d{2}(?::\d{2})?)(?![\d/:])")
_AMOUNT = re.compile(r"(?:^|[ \u00a0])\d{1,6}\.\d{2}[ \u00a0]|[ \u00a0]\d{1,6}\.\d{2}$")
_BEFORE_BRACKET = re.compile(r"(?!00)\d{2,6} +(?=\(\d{2,4}\))")
_CODE_BEFORE = re.compile(r"[A-Z]\d{4,} $")  # the number goes on with it: "F2503 0781 4426"
_HOST = re.compile(r"(?:[1-9]\d{0,2}\.){3}[1-9]\d{0,2}")  # 92.59.192.52: a machine's address
_SPACES, _GROUPS = re.compile(r"[ \u00a0]+"), re.compile(r"[^ \u00a0()./\-–]+")


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Telephone numbers of a line; a label, a plus sign, brackets or a trunk zero make one likely."""
    return _find(text)


@lru_cache(maxsize=4096)  # amounts ask again for the same line
def _find(text: str) -> tuple[Match, ...]:
    if _MAY_BE.search(text) is None:
        return ()
    found = []
    text = _MOMENT.sub(lambda moment: "|" * len(moment[0]), text) if ":" in text or "/" in text else text
    for run in _RUN.finditer(text):
        start, end = run.span()
        token = run[0].strip()
        start += len(run[0]) - len(run[0].lstrip())
        if other := _BEFORE_BRACKET.match(token):  # a number of something else, then "(951) 734-8451"
            token, start = token[other.end() :], start + other.end()
        likelihood = _likelihood(token, text[max(0, start - 24) : start])
        if likelihood:
            value = _SPACES.sub(" ", token)
            if value.count("(") != value.count(")"):
                value = value.replace("(", "").replace(")", " ").replace("  ", " ").strip()
            found.append(Match(start, end, text[start:end], (Interpretation(value, None, likelihood),)))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one telephone number, with or without its label; of several, the first."""
    matches = find(f"Tel: {text.strip()}", habits) or find(text, habits)
    if not matches:
        return ()
    match = matches[0]
    return (Interpretation(match.value, None, max(0.7, match.likelihood)),) if _mostly(text, match) else ()


def _mostly(text: str, match: Match) -> bool:
    return len(text.strip()) <= 2 * len(match.text) + 16


def _likelihood(token: str, before: str) -> float:
    digits = sum(map(str.isdigit, token))
    if not 6 <= digits <= 15 or _DATE.fullmatch(token) or _HOST.fullmatch(token) or _AMOUNT.search(token):
        return 0
    last = before.rstrip(" :#.")[-1:]
    called = last.isalpha() or last in ("°", "1")  # as what calls a number ends, "te1" among it
    fax = _FAX.search(before) if called else None
    if fax is not None and _AND_FAX.search(before[: fax.start()]) is None:
        return 0.15
    groups = _GROUPS.findall(token)
    if len(groups) > 3 and max(map(len, groups)) == 1:
        return 0
    if fax is not None or (called and _LABEL.search(before) is not None):
        return 0.97 if digits >= 7 else 0.6
    if _CODE_BEFORE.search(before):
        return 0
    if token.startswith("+"):
        return 0.95 if digits >= 8 else 0.3
    if token.startswith("(") and ")" in token:
        return 0.85
    if digits < 8 or len(groups) == 1:
        return 0.15 if token.startswith("0") or digits >= 9 else 0
    if re.fullmatch(r"\d{3}[-. ]\d{3}[-. ]\d{4}", token):
        return 0.75
    if re.fullmatch(r"[6-9]\d{2}(?: \d{2}){3}", token):
        return 0.6  # 964 55 01 20
    if token.startswith("0") and len(groups) <= 6:
        return 0.65 if not token.startswith("00") or digits > 9 else 0.2
    return 0.25 if re.fullmatch(r"1[38]00[ -]\d{2,3}[ -]\d{2,4}(?:[ -]\d{2,4})?", token) is None else 0.8
