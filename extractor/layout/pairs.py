"""Labels with their values beside them (`Date: | 1 May`), grouped where they stand under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.layout.figures import ends_as_label
from extractor.layout.pieces import Piece, Scale
from extractor.layout.rows import Row

# A value stands at most so many letter heights right of its label.
BESIDE = 22.0
# Pairs of one block follow each other within this white space, in letter heights, and start or end this exactly alike.
PAIR_GAP = 2.6
ALIGNED = 0.8
# A text that holds a label itself is no label's value.
_TWO_IN_ONE = re.compile(r"[^\d:]{2,25}:\s*[^\s:]")
# A further line of a value stands this close under it (white space, in letter heights).
WRAP_GAP = 0.7


@dataclass(slots=True)
class _Pair:
    label: Piece
    value: Piece
    more: list[Piece]

    @property
    def lines(self) -> list[Piece]:
        return [self.label, self.value, *self.more]

    @property
    def y1(self) -> float:
        return max(line.y1 for line in self.lines)


def rows_to_pairs(rows: Sequence[Row], scale: Scale) -> list[list[Piece]]:
    """Blocks of labels and values, the lines of each in reading order; other lines are in none of them."""
    pairs = [_Pair(label, value, []) for row in rows for label, value in _row_to_pairs(row, scale)]
    taken = {id(line) for pair in pairs for line in pair.lines}
    loose = [line for row in rows for line in row.lines if id(line) not in taken]
    for pair in pairs:
        _with_wrapped_lines(pair, loose, taken, scale)
    blocks: list[list[_Pair]] = []
    for pair in pairs:
        home = next((block for block in blocks if _follows(block[-1], pair, scale)), None)
        if home is None:
            blocks.append([pair])
        else:
            home.append(pair)
    return [[line for pair in block for line in pair.lines] for block in blocks]


def _row_to_pairs(row: Row, scale: Scale) -> list[tuple[Piece, Piece]]:
    found, last = [], None
    for left, right in pairwise(row.lines):
        if left is last or not (ends_as_label(left.text) or right.text.startswith(":")):
            continue
        if ends_as_label(right.text) or right.x0 - left.x1 > BESIDE * scale.text or left.cell != right.cell:
            continue
        if not _TWO_IN_ONE.match(right.text) and any(c.isalnum() for c in left.text):
            found.append((left, right))
            last = right
    return found


def _with_wrapped_lines(pair: _Pair, loose: Sequence[Piece], taken: set[int], scale: Scale) -> None:
    """Adds the lines close under the value, that start where it starts and have nothing on their left."""
    end = pair.value
    for line in loose:
        gap = line.y0 - end.y1
        close = -0.3 * scale.text <= gap <= WRAP_GAP * scale.text and line.middle > end.middle
        if close and id(line) not in taken and abs(line.x0 - end.x0) <= ALIGNED * scale.text / 2 and not _has_left(line, loose):
            pair.more.append(line)
            taken.add(id(line))
            end = line


def _has_left(line: Piece, others: Sequence[Piece]) -> bool:
    return any(other.x1 <= line.x0 and abs(other.middle - line.middle) < 0.5 * line.height for other in others)


def _follows(upper: _Pair, lower: _Pair, scale: Scale) -> bool:
    near = ALIGNED * scale.text
    labels = min(abs(upper.label.x0 - lower.label.x0), abs(upper.label.x1 - lower.label.x1)) <= near
    values = min(abs(upper.value.x0 - lower.value.x0), abs(upper.value.x1 - lower.value.x1)) <= near
    gap = lower.label.y0 - upper.y1
    return labels and values and -0.5 * scale.text <= gap <= PAIR_GAP * scale.text
