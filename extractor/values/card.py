"""The last digits of a payment card, the others hidden.    **** **** **** 1234   XXXX-1234   x1234   ************1234

The value is the digits that are shown at the end."""

from __future__ import annotations

import re

from extractor.values import UNKNOWN, Habits, Interpretation, Match

_HIDDEN = r"[*•●#·xX]"
_CARD = re.compile(rf"(?<!\w)(?:\d{{1,6}}[ -]?)?{_HIDDEN}(?:[ -]?{_HIDDEN}){{1,24}}[ -]?(?P<last>\d{{4}})(?!\w)")
_PLAIN = re.compile(r"(?:\d[ -]?){0,15}(?P<last>\d{4})")


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Masked card numbers of a line; two signs of hiding at the least."""
    return tuple(Match(*one.span(), one[0], (Interpretation(one["last"], None, 0.95),)) for one in _CARD.finditer(text))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one card number, masked, whole, or its last four digits alone."""
    masked = _CARD.fullmatch(text.strip())
    if masked is not None:
        return (Interpretation(masked["last"], None, 0.95),)
    plain = _PLAIN.fullmatch(text.strip())
    return (Interpretation(plain["last"], None, 0.7),) if plain is not None else ()
