"""Amounts with a letter among their figures, or with a mark that no amount has: "676,g7", "159'35".

The mark of the decimals is that of most amounts of the document, where it has several and hardly any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extractor.late import late
from extractor.slips.dates import FIGURE_OF

LEAST_MARKS, MOST_OTHERS = 4, 0.25  # amounts that tell the document's mark, and the share of them that may have the other one
MOST_SLIPS, LEAST_FIGURES = 2, 2  # signs of an amount that were misread; figures that were read as such
_AMOUNT = late(r"(?<![\d.,])\d{1,3}(?:[.,' \u00a0]\d{3})*([.,])\d\d(?![\d.,%/-])")
_LETTERS = re.escape("".join(FIGURE_OF))
_LIKE_ONE = late(
    rf"(?<![\w.,/-])[-\u2212(]?[€$£]?(?P<whole>[\d{_LETTERS}](?:[\d{_LETTERS}.,']*[\d{_LETTERS}])?)(?P<mark>[.,'’·:;_])(?P<cents>[\d{_LETTERS}]{{2}})(?![\w/%-]|[.,]\w)"
)
_WHOLE = late(r"[1-9]\d{0,2}(?:([.,'])\d{3}(?:\1\d{3})*)?|\d+")  # 04.169.68 is a number of an article


def usual_mark(texts: Iterable[str]) -> str | None:
    """The mark of the decimals, "." or ","; None where the lines have too few amounts or both marks."""
    counts = Counter(found[1] for text in texts for found in _AMOUNT.finditer(text))
    mark = max(counts, key=lambda one: counts[one], default=None)
    if mark is None or counts[mark] < LEAST_MARKS or counts.total() - counts[mark] > MOST_OTHERS * counts[mark]:
        return None
    return mark


def counted(text: str, mark: str | None) -> str:
    """The line with its amounts mended; as long as it was."""
    if mark is None or sum(map(str.isdigit, text)) < LEAST_FIGURES:
        return text
    for found in _LIKE_ONE.finditer(text):
        whole, cents = (found[name].translate(_TO_FIGURES) for name in ("whole", "cents"))
        read = f"{found['whole']}{found['mark']}{found['cents']}"
        meant = f"{whole}{mark}{cents}"
        slips = sum(a != b for a, b in zip(read, meant, strict=True))
        grouped = _WHOLE.fullmatch(whole)
        if not 0 < slips <= MOST_SLIPS or grouped is None or grouped[1] == mark or sum(map(str.isdigit, read)) < LEAST_FIGURES:
            continue
        if (slips == 1 and found["mark"] == ":") or _may_be_a_day(found[0]):
            continue  # a time of day, a day without its year
        if not found["whole"][0].isdigit() and (found["whole"][0] in "Ss" or sum(map(str.isdigit, read)) < LEAST_FIGURES + 1):
            continue  # a dollar's sign; B.12 is a name
        if read.replace(found["mark"], mark) == meant and text[found.end() :].strip(" )%€$£"):
            continue  # 55,57 & 59
        start = found.start("whole")
        text = text[:start] + meant + text[start + len(meant) :]
    return text


def _may_be_a_day(text: str) -> bool:
    day, dot, month = text.partition(".")
    return bool(dot) and day.isdecimal() and month.isdecimal() and int(day) <= 31 and 1 <= int(month) <= 12


_TO_FIGURES = str.maketrans(FIGURE_OF)
