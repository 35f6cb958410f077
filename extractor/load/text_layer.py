"""What a page's own text is worth: usable, absent, garbage, or somebody's OCR over a scan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractor.document import Word

# More unmappable characters than this and the layer says nothing that can be trusted.
UNMAPPED_AT_MOST = 0.2
# Share of vowels among the letters of Latin text: every European language lies well within; shifted alphabets do not.
VOWELS = (0.2, 0.62)
# So many letters are needed before their statistics mean anything.
LETTERS_NEEDED = 150
_CID = re.compile(r"\(cid:\d+\)")
_SPECIMEN = 6_000  # characters looked at


def is_garbage(words: Sequence[Word], unmapped: float) -> bool:
    """Whether the text is not what the page shows: glyph numbers, private characters or a scrambled alphabet."""
    if unmapped > UNMAPPED_AT_MOST:
        return True
    text = " ".join(word.text for word in words)[:_SPECIMEN]
    if sum(len(found) for found in _CID.findall(text)) > 0.2 * len(text):
        return True
    shown = [character for character in text if character != " "]
    if not shown:
        return False
    readable = sum(1 for character in shown if unicodedata.category(character)[0] in "LN")
    if len(shown) >= 100 and readable < 0.35 * len(shown):
        return True
    bare = [unicodedata.normalize("NFD", character)[0].lower() for character in shown if character.isalpha()]
    latin = [character for character in bare if "a" <= character <= "z"]
    if len(latin) < LETTERS_NEEDED or len(latin) < 0.7 * len(bare):
        return False
    vowels = sum(1 for character in latin if character in "aeiouy") / len(latin)
    return not VOWELS[0] <= vowels <= VOWELS[1]
