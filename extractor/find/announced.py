"""What is said before a value: earlier in its line, in a line that ends left of it, or in one over it that heads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Reading
from extractor.find.parties.line_words import Sought
from extractor.geometry import Box

OVER = 3.2  # heights of a value from the top of the line that heads it to its own, with a bank's name between them
ALIGNED = 1.5  # heights that a heading may begin further right
SAME_ROW = 0.5
_REST = re.compile(r"\W*(?:\w{1,4}\W*)?")  # what may stand behind the words where they end a line: "from your account by:"


def is_announced(page: int | None, box: Box | None, readings: Sequence[Reading], words: Sought) -> bool:
    """Whether words end a line left of a value or over it, or stand in one that ends with a colon; no other heading stands between."""
    return is_said_in(lines_before(page, box, readings), words)


def is_said_in(lines: Sequence[str], words: Sought) -> bool:
    """The same of the lines before a value."""
    for text in lines:
        if any(map(str.isdigit, text)):
            return False  # what is said of another value
        if _ends_with(text, words):
            return True
        if text.rstrip().endswith(":"):
            return False
    return False


def lines_before(page: int | None, box: Box | None, readings: Sequence[Reading]) -> Sequence[str]:
    """The lines in a value's row that end left of it and those over it, nearest first."""
    if page is None or box is None:
        return ()
    level: list[tuple[float, str]] = []
    over: list[tuple[float, str]] = []
    highest = box.top - OVER * box.height
    for reading in readings:
        slack = ALIGNED * box.height * reading.height / reading.width
        for line in reading.lines if reading.page == page else ():
            other = reading.to_page(line.box)
            if other.top > box.bottom or other.bottom < highest:
                continue
            if other.overlap_y(box) > SAME_ROW:
                if other.right <= box.left:
                    level.append((-other.right, line.text))
            elif other.bottom <= box.center[1] and other.left <= box.left + slack and other.right > box.left - slack:
                over.append((-other.bottom, line.text))
    return [text for _, text in (*sorted(level)[:1], *sorted(over))]


def _ends_with(text: str, words: Sought) -> bool:
    return any(text.rstrip().endswith(":") or (_REST.fullmatch(text, m.end()) and not text.endswith(".")) for m in words.finditer(text))
