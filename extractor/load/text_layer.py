"""What a page's own text is worth: usable, absent, garbage, or somebody's OCR over a scan."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

from extractor.document import Word

# More unmappable characters than this and the layer says nothing that can be trusted.
UNMAPPED_AT_MOST = 0.2
# Share of vowels among the letters of Latin text: every European language lies well within; shifted alphabets do not.
VOWELS = (0.2, 0.62)
# So many letters are needed before their statistics mean anything.
LETTERS_NEEDED = 150
_CID = re.compile(r"\(cid:\d+\)")
_LEADERS = re.compile(r"([._…·-])\1{2,}")  # dots and lines to write on say nothing of the letters
_SPECIMEN = 2_500  # characters looked at
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_VOWELS = b"aeiouyAEIOUY"
_LETTERS = string.ascii_letters.encode()


# A page nearly all of whose words run up, down or upside down is to be turned first, and only a picture can be turned.
TURNED_AT_MOST, TURNED_WORDS = 0.8, 10


def is_garbage(words: Sequence[Word], unmapped: float, turned: float = 0.0) -> bool:
    """Whether the text is not what the page shows: glyph numbers, private characters, a scrambled alphabet, or a page on its side.

    `unmapped` is the share of characters without a meaning, `turned` that of words that do not run from left to right.
    """
    if unmapped > UNMAPPED_AT_MOST or (turned > TURNED_AT_MOST and len(words) >= TURNED_WORDS):
        return True
    text = " ".join([word.text for word in words])[:_SPECIMEN]
    if "(cid:" in text and sum([len(found) for found in _CID.findall(text)]) > 0.2 * len(text):
        return True
    shown = _LEADERS.sub("", text.replace(" ", ""))
    if not shown:
        return False
    ascii_only = shown.encode("ascii", "ignore")
    others = Counter(_BEYOND_ASCII.findall(shown)) if len(ascii_only) < len(shown) else {}
    letters = latin = len(ascii_only) - len(ascii_only.translate(None, _LETTERS))
    vowels = len(ascii_only) - len(ascii_only.translate(None, _VOWELS))
    readable = len(ascii_only) - len(ascii_only.translate(None, _LETTERS + b"0123456789"))
    for character, times in others.items():
        if character.isalnum():
            readable += times
        if character.isalpha():
            bare = unicodedata.normalize("NFD", character.lower())[0]  # without its accents
            letters += times
            latin += times if "a" <= bare <= "z" else 0
            vowels += times if bare in "aeiouy" else 0
    if len(shown) >= 100 and readable < 0.35 * len(shown):
        return True
    if latin < LETTERS_NEEDED or latin < 0.7 * letters:
        return False
    return not VOWELS[0] <= vowels / latin <= VOWELS[1]
