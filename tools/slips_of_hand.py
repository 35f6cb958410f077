"""What a hand may change in a printed figure, day or number: one digit, or what else one slip does. For measurements alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise

from extractor.compare.printed import meanings
from extractor.values import UNKNOWN
from extractor.values import date as dates
from extractor.values._fold import fold
from extractor.values._months import MONTHS

Slip = Callable[[str, random.Random], str | None]
_AMOUNT = re.compile(r"[^\d.,'’-]{0,3}(-?\d[\d.,'’]*[.,]\d{1,4})\D{0,4}")
_FIGURE = re.compile(r"[^\d.,'’-]{0,3}-?(\d[\d.,'’]*)\D{0,4}")


def in_one_digit(text: str, dice: random.Random) -> str | None:
    """One of its digits exchanged for another."""
    places = _digits(text)
    if not places:
        return None
    place = dice.choice(places)
    figures = "123456789" if place == places[0] else "0123456789"  # no figure is printed with a zero that says nothing
    return text[:place] + dice.choice([d for d in figures if d != text[place]]) + text[place + 1 :]


def swapped(text: str, dice: random.Random) -> str | None:
    """Two neighbouring digits that have changed places."""
    places = _digits(text)
    pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b] and (a != places[0] or text[b] != "0")]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    return text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]


def dropped(text: str, dice: random.Random) -> str | None:
    """One digit less, where another is left at its mark."""
    places = [place for place in _digits(text) if text[place - 1 : place].isdigit() or text[place + 1 : place + 2].isdigit()]
    place = dice.choice(places) if places else None
    return None if place is None else text[:place] + text[place + 1 :]


def added(text: str, dice: random.Random) -> str | None:
    """One digit more."""
    places = _digits(text)
    place = dice.choice(places) if places else None
    return None if place is None else text[: place + 1] + dice.choice("0123456789") + text[place + 1 :]


def mark(text: str, dice: random.Random) -> str | None:
    """The decimals begin one digit earlier or later."""
    at = max(text.rfind("."), text.rfind(","))
    plain = text[:at] + text[at + 1 :]
    places = [place for place in (at - 1, at + 1) if 0 < place < len(plain) and plain[place - 1 : place + 1].isdigit()]
    if not _AMOUNT.fullmatch(text) or dates.find(text, UNKNOWN) or not places:
        return None
    place = dice.choice(places)
    return plain[:place] + text[at] + plain[place:]


def sign(text: str, dice: random.Random) -> str | None:
    """An amount with the other sign."""
    if not _AMOUNT.fullmatch(text) or (not text[0].isdigit() and text[0] != "-"):
        return None
    return text[1:] if text[0] == "-" else f"-{text}"


def month(text: str, dice: random.Random) -> str | None:
    """A month's name exchanged for that of another month, as long as it."""
    number = MONTHS.get(fold(text.strip(".,")))
    names = sorted(name for name, other in MONTHS.items() if other != number and len(name) == len(text.strip(".,")))
    return text.replace(text.strip(".,"), dice.choice(names)) if number is not None and names else None


KINDS: dict[str, Slip] = {
    "digit": in_one_digit, "swapped": swapped, "dropped": dropped, "added": added, "mark": mark, "sign": sign, "month": month,
}  # fmt: skip


def means_the_same(text: str, instead: str) -> bool:
    """Whether two texts may be one figure, or are one day: 20,00 and 20,0."""
    found = dates.find(text, UNKNOWN), dates.find(instead, UNKNOWN)
    if all(found):
        return bool(found[0][0].interpretations[0].value == found[1][0].interpretations[0].value)
    one, other = _FIGURE.fullmatch(text), _FIGURE.fullmatch(instead)
    same_sign = ("-" in text) is ("-" in instead)
    return one is not None and other is not None and same_sign and not set(_meant(one[1])).isdisjoint(_meant(other[1]))


def _meant(figure: str) -> list[object]:
    plain = re.sub("['’]", "", figure).rstrip(".,")
    return list(meanings(plain)) if plain else []


def _digits(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if character.isdigit()]
