"""Accounts and VAT ids whose country was misread: "1T02649220197", "E520 2975 0590 ...", "ATV93807239". Their check digits prove them."""

from __future__ import annotations

from extractor.late import late
from extractor.values import iban, vat_id
from extractor.values._slips import look_alikes

LEAST_FIGURES = 7
LETTERED = frozenset(("AT", "CH", "ES"))  # countries with a letter behind their own in VAT ids
_NUMBER = late(r"(?<![^\W_])(?P<opening>[A-Z0-9]{2}\d|[A-Z0-9]{3}(?=-?\d))[ .-]?(?:[A-Z0-9][ .-]?){5,31}(?<=[A-Z0-9])(?![^\W_])")


def registered(text: str) -> str:
    """The line with the countries of its numbers mended; as long as it was."""
    for found in _NUMBER.finditer(text) if sum(map(str.isdigit, text)) >= LEAST_FIGURES else ():
        if sum(map(str.isdigit, found[0])) < LEAST_FIGURES or _is_proved(found[0]):
            continue
        opening = found["opening"]
        if not any(map(str.isalpha, opening[:2])):
            continue
        others = (
            opening[:place] + other.upper() + opening[place + 1 :]
            for place, sign in enumerate(opening)
            for other in look_alikes(sign.lower())
            if other.isalpha() and (place < 2 or opening[:2] in LETTERED)
        )
        rest = found[0][len(opening) :]
        meant = [other for other in others if other[:2].isalpha() and _is_proved(other + rest, is_account=other[:2] != opening[:2])]
        if len(meant) == 1:
            text = text[: found.start()] + meant[0] + text[found.start() + len(opening) :]
    return text


def _is_proved(number: str, *, is_account: bool = True) -> bool:
    """Whether check digits prove a VAT id or, where that may be, an account."""
    compact = "".join(filter(str.isalnum, number))
    return vat_id.is_proved(compact) or (is_account and iban.is_proved(compact))
