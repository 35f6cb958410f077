"""E-mail addresses (the dot-atom form of RFC 5322). The value is lower case without spaces."""

from __future__ import annotations

import re

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match

_LOCAL = r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}"
_DOMAIN = r"[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:\.[A-Za-z0-9\-]{1,63}){0,4}\.[A-Za-z]{2,14}"
_PLAIN = late(rf"(?<![\w.%+-]){_LOCAL}@{_DOMAIN}(?![\w-])")
_SPACED = late(
    rf"(?<![\w.%+-]){_LOCAL}\s?(?:@|\(at\)|\[at\]|\(a\))\s?[A-Za-z0-9][A-Za-z0-9\-]{{0,62}}(?:\s?[.,]\s?[A-Za-z0-9\-]{{2,63}}){{1,4}}(?![\w-])"
)
_SIGN = re.compile(r"@|\(at\)|\[at\]|\(a\)")
_TOP = late(r"\.(?:com|net|org|info|biz|eu|edu|gov|shop|app|io|[a-z]{2})$")


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Addresses of a line; with a space or a comma about the sign or a dot they count as repaired."""
    if not _SIGN.search(text):
        return ()
    found = [Match(*one.span(), one[0], (Interpretation(one[0].lower()),)) for one in _PLAIN.finditer(text)]
    for one in _SPACED.finditer(text):
        if any(one.start() < match.end and match.start < one.end() for match in found):
            continue
        end = one.end()
        value = _tidy(text[one.start() : end])
        while not _TOP.search(value) and re.search(r"\s?[.,]\s?[^.,]*$", text[one.start() : end]):
            cut = max(text.rfind(".", one.start(), end), text.rfind(",", one.start(), end))
            if cut <= text.find("@", one.start(), end):
                break
            end = cut
            value = _tidy(text[one.start() : end])
        if "." in value.split("@")[-1] and re.fullmatch(rf"{_LOCAL}@{_DOMAIN}", value):
            found.append(Match(one.start(), end, text[one.start() : end], (Interpretation(value, None, 0.75, True),)))
    return tuple(sorted(found, key=lambda match: match.start))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """The only (or first) address of a text."""
    matches = find(text, habits)
    return matches[0].interpretations if matches else ()


def _tidy(text: str) -> str:
    return re.sub(r"\s", "", _SIGN.sub("@", text)).replace(",", ".").lower()
