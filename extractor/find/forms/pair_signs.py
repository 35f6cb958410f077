"""How much a piece of a page looks like a label, and how much like something filled in: log odds, by plain signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from extractor.find.forms.pair_pieces import NUMBERED, Piece
from extractor.find.sheet import fold
from extractor.schemas.label_files import line_words

NO_LABEL = -5.0  # log odds of what has no letters
FIELD_NUMBER = 0.4  # log odds of what is numbered as fields are
_VALUE = re.compile(r"^[\W_]*[\d$€£%#][\d\s.,:/$€£%()#xX+\-]*[\W_]*$")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    rf"\d{{1,4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{2,4}}|(?i:{_MONTH})[a-z.]*\s+\d{{1,2}},?\s+\d{{2,4}}|\b\d{{1,2}}\.?\s[^\W\d_]{{3,9}}\.?\s(?:19|20)\d{{2}}\b"
)
_REMARK = re.compile(r"\s*\([^()]*\)?$")  # "Total (add lines 1 and 2)"
_NUMBER_SIGN = re.compile(r"(?:\b(?:no|nr|num|n°|№)\.?|#)\s*$", re.IGNORECASE)


def ends_in_number_sign(text: str) -> bool:
    """Whether words end in the sign that a number follows: "Telephone #", "Permit No."."""
    return _NUMBER_SIGN.search(text) is not None


@cache
def _heads() -> frozenset[str]:
    """Words that head the fields of forms, in the languages of the label files."""
    return frozenset(fold(word) for word in line_words()["field_head"])


def is_head(word: str) -> bool:
    """Whether a word heads fields of forms, in any of the languages of the label files."""
    return any(part in _heads() for part in fold(word).split())


def label_odds(piece: Piece, line_height: float) -> float:
    """Log odds that a piece is a label rather than a value or running text."""
    text = piece.text.strip()
    bare = text.rstrip(":： -—")
    if piece.numbered:
        bare = NUMBERED.sub("", bare)
    if piece.numbered and sum(map(str.isalpha, _REMARK.sub("", bare))) > 3:
        bare = _REMARK.sub("", bare).rstrip()
    letters = sum(c.isalpha() for c in bare)
    if letters < 2 and not (letters and piece.colon) and not bare.endswith("#"):
        return NO_LABEL
    odds = 0.0
    for sign in chain(_of_ends(piece, text, bare), _of_blanks(piece), _of_figures(bare), _of_words(bare, letters)):
        odds += sign
    if piece.bold:
        odds += 0.5
    odds += _of_heads(bare)
    if piece.size > 1.9 * line_height:
        odds -= 1.5
    sure = sum(word.confidence for word in piece.words) / len(piece.words)
    return odds - 1.0 if sure < 0.8 else odds  # handwriting is filled in


def _of_ends(piece: Piece, text: str, bare: str) -> Iterator[float]:
    """By how a piece ends, and whether it is numbered as fields are."""
    if piece.colon:
        yield 3.0
    elif text.endswith("?"):
        yield 0.8
    elif text.endswith((",", ";")) or (text.endswith(".") and not ends_in_number_sign(text) and len(bare.split()) > 3):
        yield -1.5
    if ends_in_number_sign(bare):
        yield 1.5
    if piece.numbered:
        yield FIELD_NUMBER


def _of_blanks(piece: Piece) -> Iterator[float]:
    """By what is left to be filled in beside a piece, and what label stands before it."""
    if piece.blank_after and (piece.colon or not piece.after_colon):
        yield 2.0
    if piece.on_blank:
        yield -1.2
    if piece.after_colon and not piece.colon:
        yield -2.0


def _of_figures(bare: str) -> Iterator[float]:
    if digits := sum(c.isdigit() for c in bare):
        yield -(4.0 * digits / max(len(bare.replace(" ", "")), 1) + 0.4)
    if DATE.search(bare) or _VALUE.match(bare):
        yield -3.0


def _of_words(bare: str, letters: int) -> Iterator[float]:
    count = len(bare.split())
    yield {1: 0.3, 2: 0.6, 3: 0.5, 4: 0.2, 5: -0.1, 6: -0.4}.get(count, -0.35 * (count - 5))
    if bare[:1].islower():
        yield -1.0
    if letters > 3 and bare.isupper():
        yield 0.2


def _of_heads(bare: str) -> float:
    words = fold(bare).split()
    known = sum(word in _heads() for word in words)
    if not known:
        return 0.0
    return min(0.9 * known, 1.8) if len(words) <= 6 else 0.3
