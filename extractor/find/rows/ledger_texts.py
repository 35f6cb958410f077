"""The text of a till's line where it stands, in part or whole, on the lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger_cells import LEAST_NAME, Line, letters
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import is_summary
from extractor.find.rows.tokens import Token

PARTED = 1.25  # how much further apart texts stand than their lines
LONGEST_TEXT = 8  # lines
LEAST_TEXT = 2  # letters of a line that says something
CODE = re.compile(r"[\d-]{5,20}|\d{3,}[A-Z]?")  # an article's number


def under_articles(page: PageStrips, lines: Sequence[Line]) -> dict[int, list[Strip]]:
    """The strips of each line's text, by its position, where lines go on under an article's number and name: "601882733 MENS CHINO" over
    "NAVY / 34   -1 x 349.99   -349.99". Empty where fewer than half do."""
    taken = {line.position for line in lines}
    found: dict[int, list[Strip]] = {}
    for line in lines:
        if line.position == 0 or line.position - 1 in taken or letters(line.text) < LEAST_TEXT:
            continue
        above = page.strips[line.position - 1]
        named = CODE.fullmatch(above.tokens[0].text) is not None and letters(above.tokens[1:]) >= LEAST_NAME
        if named and not above.amounts and line.strip.top - above.bottom <= page.line_height:
            found[line.position] = [above, line.strip]
    return found if len(found) > 1 and 2 * len(found) >= len(lines) else {}


def paragraphs(page: PageStrips, lines: Sequence[Line], labels: RowLabels) -> dict[int, list[Strip]]:
    """The strips of each line's text, by its position, where white parts the texts more than their lines: each has one amount, at its
    first line or its last. Empty where lines stand evenly."""
    strips, ordered = page.strips, sorted(line.position for line in lines)
    steps = [below.middle - above.middle for above, below in pairwise(strips)]
    between = [max(steps[one:other]) for one, other in pairwise(ordered)]
    if not between or any(other - one > LONGEST_TEXT for one, other in pairwise(ordered)):
        return {}
    tight = min(between) / PARTED
    found: dict[int, list[Strip]] = {}
    for line in lines:
        starts = [chunk[0].left for chunk in line.strip.runs]

        def is_text(position: int, starts: Sequence[float] = starts) -> bool:
            other = strips[position]
            aligned = any(abs(other.left - left) <= page.line_height / 2 for left in starts)
            return aligned and not other.amounts and letters(other.tokens) >= 3 and not is_summary(other, labels)

        first, last = line.position, line.position
        while first and steps[first - 1] <= tight and is_text(first - 1):
            first -= 1
        while last + 1 < len(strips) and steps[last] <= tight and is_text(last + 1):
            last += 1
        if last > first and line.position in (first, last):
            found[line.position] = list(strips[first : last + 1])
    return found


def text_above(page: PageStrips, line: Line, taken: set[int], labels: RowLabels, factors: Sequence[Strip]) -> tuple[Token, ...] | None:
    """The text of an amount that has none in its strip: beside it where the paper is bent, else on the line above, or over the strip
    with its `factors`."""
    for position in sorted((line.position - 1, line.position + 1), key=lambda p: _apart(page, line, p)):
        if 0 <= position < len(page.strips) and position not in taken and _apart(page, line, position) < 0.8 * page.line_height:
            beside = page.strips[position]
            if beside not in factors and letters(beside.tokens) >= 2 and beside.left < line.amount.left and not is_summary(beside, labels):
                taken.add(position)
                return beside.tokens
    edge = line.strip
    for position in range(line.position - 1, max(line.position - 3 - len(factors), -1), -1):
        other = page.strips[position]
        if other in factors:
            edge = other
            continue
        if position in taken or edge.top - other.bottom > 1.2 * page.line_height:
            return None
        if letters(other.tokens) >= 2:
            taken.add(position)
            return other.tokens if not is_summary(other, labels) else None
        edge = other
    return None


def _apart(page: PageStrips, line: Line, position: int) -> float:
    return abs(page.strips[position].middle - line.strip.middle) if 0 <= position < len(page.strips) else float("inf")
