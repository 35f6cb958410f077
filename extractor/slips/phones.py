"""Telephone numbers with a letter among their figures, after a word that says what they are: "Tel. 03D-0647987"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind
from extractor.slips.dates import FIGURE_OF

MOST_SLIPS, LEAST_FIGURES = 2, 6  # letters of a number that were misread; figures that were read as such
SIGN_OF = FIGURE_OF | {"_": "-", "'": "."}
_SIGNS = re.escape("".join(SIGN_OF))
_NUMBER = rf"\+?(?:\d|[{_SIGNS}](?=[\d ]))[\d{_SIGNS} ()/.-]{{5,20}}?(?=[\s]*(?:$|[|·•,;]|\s[^\W\d_]{{2}}))"


def phone_labels(book: LabelBook, specs: Sequence[FieldSpec]) -> tuple[str, ...]:
    """The names of fields that are telephone numbers."""
    paths = {spec.path for spec in specs if spec.kind is Kind.PHONE}
    return tuple(sorted({label.text.casefold().rstrip(".: ") for path in paths for label in book.fields.get(path, ())}))


def dialled(text: str, labels: tuple[str, ...]) -> str:
    """The line with its telephone numbers mended; as long as it was."""
    if not labels or sum(map(str.isdigit, text)) < LEAST_FIGURES:
        return text
    for found in _labelled(labels).finditer(text):
        read = found["number"].rstrip(" (./-")
        slips = sum(sign in SIGN_OF for sign in read)
        if 0 < slips <= MOST_SLIPS and sum(map(str.isdigit, read)) >= LEAST_FIGURES:
            start = found.start("number")
            text = text[:start] + "".join(SIGN_OF.get(sign, sign) for sign in read) + text[start + len(read) :]
    return text


@lru_cache(maxsize=8)
def _labelled(labels: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?i:{names})(?=[\s.:;])\s?[.:;]*\s*[:;]?\s*(?P<number>{_NUMBER})")
