"""Whether a text is a figure (an amount, a count, a date, a rate) rather than words; by its surface, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"(?<!\w)[^\W\d_]{2,}")
_DIGITS = re.compile(r"\d")
# Stands for "none" in a column of figures.
_NOTHING = re.compile(r"^[-–—.:*/]+$|^(?:n/?a|nil|none)\.?$", re.IGNORECASE)

_FIRST_GROUP, _NEXT_GROUP = re.compile(r"\D?\d{1,3}"), re.compile(r"\d{3}(?:\D|$)")


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """More digits than letters and at most one word, or a mark that stands for none: `1.234,50 EUR`, `2 Stk`, `-`."""
    digits = len(_DIGITS.findall(text))
    if digits == 0:
        return bool(_NOTHING.match(text.strip()))
    letters = len(_LETTERS.findall(text))
    return (digits >= letters or letters <= 3) and len(_WORDS.findall(text)) <= 1


def may_be_one(left: str, right: str) -> bool:
    """Whether two words may be groups of one figure with spaces between its thousands: `7 | 309,74`."""
    return _FIRST_GROUP.fullmatch(left) is not None and _NEXT_GROUP.match(right) is not None


def ends_as_label(text: str) -> bool:
    """A label often says so: `Date:`, `Invoice No.:`, `Nr.:` (also the full-width colon)."""
    return text.rstrip().endswith((":", "\uff1a"))
