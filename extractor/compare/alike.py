"""When what an e-invoice says and what a page prints are the same, and when they differ as by one slip of a hand."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from extractor.document import Candidate
from extractor.schemas.record import Kind

XML = "xml"  # the source of what an e-invoice says
SAME_LINE = 0.5  # share of a figure's height that another has in common with it on one line
SAME_NAME = 80  # percent of likeness from which two writings are one name


def same(kind: Kind, one: Any, other: Any) -> bool:
    """Whether two values of a kind are one."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one) == abs(other)  # a credit note's amounts are printed with or without their sign
    if kind is Kind.DATE or type(one) is not type(other):
        return bool(one == other)
    mine, theirs = bare(str(one)), bare(str(other))
    if kind in (Kind.NAME, Kind.TEXT):
        return fuzz.token_set_ratio(str(one).casefold(), str(other).casefold()) >= SAME_NAME or mine in theirs or theirs in mine
    if kind is Kind.IDENTIFIER:  # "No. 17" and "17": a number is printed with its series or without
        return mine.endswith(theirs) or theirs.endswith(mine)
    return mine == theirs


def one_off(one: Any, other: Any, *, as_long: bool = False) -> bool:
    """Whether two values differ in exactly one digit. Figures may be written with fewer decimals, and without the zeros before them,
    but not with `as_long`."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        if as_long and length(one) != length(other):
            return False
        scale = max(_scale(one), _scale(other))
        mine, theirs = f"{abs(one):.{scale}f}", f"{abs(other):.{scale}f}"
        longest = max(len(mine), len(theirs))
        mine, theirs = mine.zfill(longest), theirs.zfill(longest)
    else:
        mine, theirs = bare(str(one)), bare(str(other))
    return len(mine) == len(theirs) and _exchanged(mine, theirs) == 1


def slipped(one: Any, other: Any) -> bool:
    """Whether two values differ by one slip: in one digit, exchanged, dropped or added, in two neighbours that have changed places, or,
    if they are figures, in where the decimals begin."""
    if not isinstance(one, Decimal) or not isinstance(other, Decimal):
        return is_slip(bare(str(one)), bare(str(other)))
    one, other = abs(one), abs(other)
    if not one or not other or one == other:
        return one_off(one, other, as_long=True)
    scale = max(_scale(one), _scale(other))
    written = f"{one:.{scale}f}", f"{other:.{scale}f}"
    short = f"{one.normalize():f}", f"{other.normalize():f}"
    moved = one.normalize().as_tuple().digits == other.normalize().as_tuple().digits
    return moved or is_slip(*(text.replace(".", "") for text in written)) or is_slip(*short)


def is_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one digit, exchanged, dropped or added, or by two neighbouring digits that have changed places."""
    if len(one) == len(other):
        exchanged = _exchanged(one, other)
        if exchanged != 2:
            return exchanged == 1
        first = next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
        return one[first : first + 2] == other[first : first + 2][::-1]
    if abs(len(one) - len(other)) > 1:
        return False
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    place = next((place for place, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return longer[place].isdigit() and longer[place + 1 :] == shorter[place:]


def _exchanged(one: str, other: str) -> int:
    """How many digits two texts as long as each other have exchanged; 0 where they differ in more than digits."""
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) if all(a.isdigit() and b.isdigit() for a, b in differing) else 0


def on_one_line(one: Candidate, other: Candidate) -> bool:
    return one.box is not None and other.box is not None and one.page == other.page and one.box.overlap_y(other.box) > SAME_LINE


def length(value: Any) -> int:
    """Of a figure as it is printed: characters from which two are hardly ever alike by chance."""
    return len(f"{abs(value):f}" if isinstance(value, Decimal) else bare(str(value)))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _scale(figure: Decimal) -> int:
    exponent = figure.normalize().as_tuple().exponent
    return max(-exponent, 2) if isinstance(exponent, int) else 2
