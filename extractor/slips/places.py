"""Postal codes with a letter among their figures: below a street, or after it in one line, a place is what stands there.

Rua Direita, 248            126 rue Saint-Eloi · l3006 Marseille            8033i München
240D-137 Leiria

Where a code is followed by two letters, figures among these are letters: "1012 4B Amsterdam".
"""

from __future__ import annotations

from extractor.late import late
from extractor.ocr.letters import letters
from extractor.slips.dates import FIGURE_OF
from extractor.values._slips import reads_as
from extractor.values.address import likeness
from extractor.values.streets import STREETS

STREET = 0.4  # how like a line of an address what stands before a place must be
PLACE = 0.8  # the same of a place below a street
A_WORD = 8.0  # natural logarithm of how much likelier than any word for a street is what may be a word itself
LEAST = 2  # figures of a code that were read as such
_PIECES = late(r"\s[·|•–-]\s|,\s")
_PLACE = late(r"\s*(?:[A-Z]{1,2}-)?(?P<code>[^\s,;:]{4,8})(?=\s+[^\W\d_]\S*(?:\s\D*)?$)")
_WORD = late(r"[^\W\d_]+")
_ALONE = late(r"[\doli]{5} [^\W\d_][^\W\d_ -]{2,}(?:[ -][^\W\d_]+)*")  # a code and a name alone in a line are a place anywhere
_LETTERED = late(r"(?<![^\W_])(\d{4}) (?=[A-Z]?\d)([A-Z0-9]{2})(?= [A-Z][^\W\d_])")
_AS_LETTERS = str.maketrans("0458", "DASB")  # no code has O or I there
_CODE = late(r"\d{4,5}|\d{2}-\d{3}|\d{4}-\d{3}")


def placed(text: str, above: str) -> str:
    """The line, with the postal code mended that opens it or follows a street in it; as long as it was. `above`: the line before it."""
    start, before = 0, above
    for end in (*(found.start() for found in _PIECES.finditer(text)), len(text)):
        piece = text[start:end].lstrip(" ·|•–-,")
        start = end - len(piece)
        found = _PLACE.match(piece)
        if found is not None and (likeness(before) >= STREET or _ALONE.fullmatch(text)):
            code = found["code"]
            meant = "".join(FIGURE_OF.get(sign, "-" if sign in "_–" else sign) for sign in code)
            if meant != code and _CODE.fullmatch(meant) and sum(map(str.isdigit, code)) >= max(LEAST, len(code) // 2):
                at = start + found.start("code")
                text = text[:at] + meant + text[at + len(code) :]
        if likeness(before) >= STREET:
            text = _LETTERED.sub(lambda code: f"{code[1]} {code[2].translate(_AS_LETTERS)}", text)
        start, before = end, piece
    return text


def street_named(text: str, below: str) -> str:
    """The line with the word for a street that opens or ends it mended, where it stands over a place: "nue Saint-Eloi 26" over
    "51100 Reims"; as long as it was."""
    words = list(_WORD.finditer(text))
    if len(words) < 2 or not any(map(str.isdigit, text)) or any(word[0].casefold() in STREETS for word in words) or likeness(below) < PLACE:
        return text
    for word in (word for word in (words[0], words[-1]) if len(word[0]) > 2 or text[word.end() :].startswith(".")):
        small = word[0].casefold()
        near = [other for other in STREETS if reads_as(small, other)]
        if len(near) == 1 and letters().of_word(small) - letters().of_word(near[0]) < A_WORD:
            meant = "".join(b.upper() if a.isupper() else b for a, b in zip(word[0], near[0], strict=True))
            return text[: word.start()] + meant + text[word.end() :]
    return text
