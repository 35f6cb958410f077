"""Business identifier codes of banks (ISO 9362). The value is compact: 8 or 11 characters."""

from __future__ import annotations

import re

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values import country as countries
from extractor.values._slips import TO_LETTERS

_BIC = late(r"(?<![A-Za-z0-9])([A-Z]{4})[ ]?([A-Z]{2})[ ]?([A-Z0-9]{2})(?:[ ]?([A-Z0-9]{3}))?(?![A-Za-z0-9]|[-/]\w)")
_CAPITALS_BESIDE = (late(r"[A-Z]{4,}[ ,&]{1,3}$"), late(r"[ ,&]{1,3}[A-Z]{4,}"))
# A labelled code, with figures where only letters stand.
_SLIPPED = late(r"(?<=[\s:.])(?=[A-Z]*\d)([A-Z0-9]{6})([A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z0-9]|[-/]\w)")
_AS_LETTERS = {**TO_LETTERS, ord("4"): "A"}
_MONEY_MOVES = late(r"bank|\bbanc|banque|kasse|\bkonto|\baccount|\biban|\b[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?\d", re.IGNORECASE)
_LABEL = late(r"\b(?:BIC|SWIFT)\b", re.IGNORECASE)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Codes of a line. Eight capitals are often a word: without a label or a figure they are unlikely."""
    found = []
    label = _LABEL.search(text)
    for one in _BIC.finditer(text):
        if one[2] not in countries.codes() and one[2] != "XK":
            continue
        labelled = label is not None and one.start() >= label.end()
        if label is not None and one.start() < label.end() <= one.end():
            continue
        if " " in one[0] and not labelled:
            continue
        if labelled:
            likelihood = 0.97
        elif one[3][0] in "01" or one[3][1] in "0O":
            likelihood = 0.1  # no place begins so, and banks that only test are on no page: "AUTUMN10"
        elif any(map(str.isdigit, one[0])):
            likelihood = 0.9
        elif _CAPITALS_BESIDE[0].search(text, 0, one.start()) or _CAPITALS_BESIDE[1].match(text, one.end()):
            likelihood = 0.02  # a word among others in capitals
        else:
            alone = one[0] == text.strip() or _MONEY_MOVES.search(text) is not None
            likelihood = 0.02 if not alone else 0.35 if len(one[0]) == 8 or one[0].endswith("XXX") else 0.1
        if one[0].endswith("XXX") and not labelled:
            likelihood = max(likelihood, 0.9)
        found.append(Match(*one.span(), one[0], (Interpretation(one[0].replace(" ", ""), None, likelihood),)))
    for slipped in _SLIPPED.finditer(text, label.end()) if label is not None and not found else ():
        meant = slipped[1].translate(_AS_LETTERS)
        if meant.isalpha() and meant[4:] in countries.codes():
            found.append(Match(*slipped.span(), slipped[0], (Interpretation(meant + slipped[2], None, 0.9, True),)))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one code, with or without its label; 0 and O are told apart by their place."""
    clean = text.strip().strip(".:;,")
    matches = find(f"BIC: {clean.upper() if clean.isascii() else clean}", habits)
    if matches and len(clean) <= len(matches[0].text) + 16:
        return (Interpretation(matches[0].value, None, 0.95),)
    compact = re.sub(r"[^0-9A-Za-z]", "", clean).upper()
    repaired = compact[:6].translate(_AS_LETTERS) + compact[6:]
    if repaired != compact and _BIC.fullmatch(repaired) and repaired[4:6] in countries.codes():
        return (Interpretation(repaired, None, 0.6, True),)
    return ()
