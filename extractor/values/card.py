"""The last digits of a payment card, the others hidden.    **** **** **** 1234   XXXX-1234   x1234   ...1234   ************1234

The value is the digits that are shown at the end."""

from __future__ import annotations

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match

_HIDDEN = r"[*•●#·xX]"
_OPENS = r"(?:(?<!\w)(?:\d{1,6}[ -]?)?|(?<=[^\W\d_])(?=[*•●#·]))"  # first figures of the number, or a word that meets a sign
_CARD = late(rf"{_OPENS}{_HIDDEN}(?:[ -]?{_HIDDEN}){{1,24}}[ -]?(?P<last>\d{{4}})(?!\w)")
_SHORT = late(r"(?<![\w.])(?:[xX]|(?:\.{3,8}|…|\*) ?)(?P<last>\d{4})(?![\w.,]\w|\w)")
LIKELY, HARDLY = 0.95, 0.1  # with two signs of hiding or more; with one, which stands before other figures too
_PLAIN = late(rf"(?:(?:{_HIDDEN}|\.{{2,4}}|…) ?)?(?:\d[ -]?){{0,15}}(?P<last>\d{{4}})")


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Masked card numbers of a line; with one sign of hiding alone ("x1234") they are hardly likely, and need a label."""
    masked = [Match(*one.span(), one[0], (Interpretation(one["last"], None, LIKELY),)) for one in _CARD.finditer(text)]
    if masked:
        return tuple(masked)
    return tuple(Match(*one.span(), one[0], (Interpretation(one["last"], None, HARDLY),)) for one in _SHORT.finditer(text))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one card number, masked, whole, or its last four digits alone."""
    masked = _CARD.fullmatch(text.strip())
    if masked is not None:
        return (Interpretation(masked["last"], None, LIKELY),)
    plain = _PLAIN.fullmatch(text.strip())
    return (Interpretation(plain["last"], None, 0.7),) if plain is not None else ()
