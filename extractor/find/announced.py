"""What is said before a value: earlier in its line, in a line that ends left of it, or in one over it that heads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.document import Reading
from extractor.geometry import Box

OVER = 3.2  # heights of a value from the top of the line that heads it to its own, with a bank's name between them
ALIGNED = 1.5  # heights that a heading may begin further right
SAME_ROW = 0.5
_REST = re.compile(r"\W*(?:\w{1,4}\W*)?")  # what may stand behind the words where they end a line: "from your account by:"


def is_announced(page: int | None, box: Box | None, readings: Sequence[Reading], words: re.Pattern[str]) -> bool:
    """Whether words end a line left of a value or over it, or stand in one that ends with a colon; no other heading stands between."""
    if page is None or box is None:
        return False
    for text in _lines_before(page, box, readings):
        if any(map(str.isdigit, text)):
            return False  # what is said of another value
        if _ends_with(text, words):
            return True
        if text.rstrip().endswith(":"):
            return False
    return False


def _lines_before(page: int, box: Box, readings: Sequence[Reading]) -> Iterator[str]:
    """The lines in a value's row that end left of it and those over it, nearest first."""
    level: list[tuple[float, str]] = []
    over: list[tuple[float, str]] = []
    for reading in readings:
        slack = ALIGNED * box.height * reading.height / reading.width
        for line in reading.lines if reading.page == page else ():
            other = reading.to_page(line.box)
            if other.top > box.bottom or other.bottom < box.top - OVER * box.height:
                continue
            if other.overlap_y(box) > SAME_ROW:
                if other.right <= box.left:
                    level.append((-other.right, line.text))
            elif other.bottom <= box.center[1] and other.left <= box.left + slack and other.right > box.left - slack:
                over.append((-other.bottom, line.text))
    yield from (text for _, text in (*sorted(level)[:1], *sorted(over)))


def _ends_with(text: str, words: re.Pattern[str]) -> bool:
    return any(text.rstrip().endswith(":") or (_REST.fullmatch(text, m.end()) and not text.endswith(".")) for m in words.finditer(text))
