"""Free words. The value is the text with its spaces tidied."""

from __future__ import annotations

import re

from extractor.values import UNKNOWN, Habits, Interpretation, Match

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """The whole line, if it holds a letter or a figure."""
    readings = parse(text, habits)
    if not readings:
        return ()
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return (Match(start, end, text[start:end], readings),)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """The text itself; line breaks are kept, single."""
    tidy = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    return (Interpretation(tidy),) if any(map(str.isalnum, tidy)) else ()
