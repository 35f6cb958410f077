"""Rows without a header whose texts stand over their figures:

1. Concept and wireframes
   Workshop in April
   18.50 hrs at 165.00          8.1%     3,052.50
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extractor.find.rows.equations import CENT_OR_SO, holds
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger_cells import LEAST_NAME, Line, letters
from extractor.find.rows.ledger_texts import LONGEST_TEXT, PARTED
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.strips import PageStrips
from extractor.find.rows.table import is_summary
from extractor.find.rows.tokens import Token

NEAR = 1.5  # times the usual step: as near as a block's lines are to one another


def texts_over(page: PageStrips, lines: Sequence[Line], labels: RowLabels, mark: str | None) -> dict[int, list[tuple[Token, ...]]]:
    """The lines of text over each line's figures, by its position. Empty where not all lines begin with a count and hold what their
    amount is the product of, under a text of their own."""
    strips, ordered = page.strips, sorted(lines, key=lambda line: line.position)
    if len(ordered) < 2 or not all(_is_figures(line, mark) for line in ordered):
        return {}
    groups = [list(range(one.position + 1, other.position)) for one, other in pairwise(ordered)]
    if any(not group or len(group) > LONGEST_TEXT for group in groups):
        return {}
    within = max(strips[p + 1].middle - strips[p].middle for group in groups for p in group)
    between = min(strips[group[0]].middle - strips[group[0] - 1].middle for group in groups)
    parted = between > PARTED * within  # where lines stand evenly, the page's head is no text of a row
    longest, widest = (LONGEST_TEXT, (within + between) / 2) if parted else (min(map(len, groups)), NEAR * within)
    opening: list[int] = []
    for p in range(ordered[0].position - 1, max(ordered[0].position - 1 - longest, -1), -1):
        if strips[p + 1].middle - strips[p].middle > widest or strips[p].amounts:
            break
        opening.insert(0, p)
    found: dict[int, list[tuple[Token, ...]]] = {}
    for line, group in zip(ordered, (_below_a_line(page, opening), *groups), strict=True):
        texts = [strips[p] for p in group]
        if not texts or texts[0].amounts or is_summary(texts[0], labels) or sum(letters(text.tokens) for text in texts) < LEAST_NAME:
            return {}
        found[line.position] = [text.tokens for text in texts]
    return found


def _below_a_line(page: PageStrips, group: Sequence[int]) -> list[int]:
    """The strips under the last line that is drawn between some."""
    drawn = [n for n, (one, other) in enumerate(pairwise(group), 1) if _is_parted(page, one, other)]
    return list(group[drawn[-1] :] if drawn else group)


def _is_parted(page: PageStrips, one: int, other: int) -> bool:
    left = page.strips[other].left
    return any(page.strips[one].middle < y < page.strips[other].middle and x <= left <= end for y, x, end in page.across)


def _is_figures(line: Line, mark: str | None) -> bool:
    """Whether a line holds a count first and what its amount is the product of, and little else."""
    if line.first or not line.others or line.others[0].first or line.others[0].figure.percent or line.others[0].figure.currency:
        return False
    numbers = [number for placed in line.others if not placed.figure.percent and (number := placed.figure.value(mark)) is not None]
    if not line.value:
        return len(numbers) > 1 and Decimal(0) in numbers
    return len(numbers) > 1 and (any(holds(line.value, pair, 0) for pair in combinations(numbers, 2)) or is_reduced(line, mark))


def is_reduced(line: Line, mark: str | None) -> bool:
    """Whether a line's amount is a product less the percentage that it says: "6.75 hrs at 180.00 less 10 %  1,093.50"."""
    numbers = [number for placed in line.others if not placed.figure.percent and (number := placed.figure.value(mark))]
    return any(rate_off(line, a * b, mark) is not None for a, b in combinations(numbers, 2))


def rate_off(line: Line, full: Decimal, mark: str | None) -> Placed | None:
    """The percentage of a line that leads from its product to its amount."""
    for placed in line.others:
        rate = placed.figure.value(mark) if placed.figure.percent else None
        if rate and abs(full * (100 - abs(rate)) / 100 - line.value) <= CENT_OR_SO:
            return placed
    return None
