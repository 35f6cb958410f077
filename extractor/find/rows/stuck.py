"""Words that were printed or read as one and are several."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import Word

SHORTEST_STUCK = 9  # characters of two amounts without a space; of a number with a word stuck to it, more
SIGNS_BETWEEN = frozenset("@x×%")
_STUCK = re.compile(r"(\d{8,14})([^\W\d_]{3,}.*)")
# Two amounts printed close together: no group of thousands has four digits, and a price of one is repeated as the amount.
_TWO_AMOUNTS = re.compile(r"(\d+[.,]\d\d)(\d{2,}[.,]\d\d)|(\d+[.,]\d\d)[.,](\3)")
_AMOUNT_AND_WORD = re.compile(r"(\d{1,3}(?:[.,']?\d{3})*[.,]\d\d)([^\W\d_][^\W\d_A-Z]{4,})")
_AT_PRICE = re.compile(r"(\(?\d{1,3})?(@)([\d.,]*\d\)?)|(\d{1,3})([x×])(\d+[.,]\d\d)")
_RATE_BEHIND = re.compile(r"([^\W\d_][^\W\d]*(?:\.[^\W\d_]+)*\.?)(\d{1,2}(?:[.,]\d{1,2})?%:?)")
_SEVERAL = (_STUCK, _AMOUNT_AND_WORD, _AT_PRICE, _TWO_AMOUNTS, _RATE_BEHIND)


def unstuck(word: Word) -> tuple[Word, ...]:
    """A long number and the text printed over its end are two words ("4012345000014Apples"), so are an amount and a text
    ("12.50Membership"), a count, a sign and a price ("3@1.50"), and a tax and its rate ("VAT20%:")."""
    text = word.text
    if text.isalpha() or (len(text) < SHORTEST_STUCK and SIGNS_BETWEEN.isdisjoint(text)):
        return (word,)  # what is several has a digit
    found = next((match for pattern in _SEVERAL if (match := pattern.fullmatch(text)) is not None), None)
    if found is None:
        return (word,)
    letter, parts = word.box.width / len(text), []
    for group, part in enumerate(found.groups(), start=1):
        if part:
            first, last = found.span(group)
            parts.append(
                replace(word, text=part, box=replace(word.box, left=word.box.left + first * letter, right=word.box.left + last * letter))
            )
    return tuple(parts)
