"""Boxes that rules close on a form: what stands in the same one belongs together. Lengths are points of the straightened page."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.quick import dataclass

CORNER = 4.0  # how near two rules end that meet
SAME, SAME_STEP = 1.5, 0.15  # rules so near are one; cells of a row are of one width, but for this share of it
COMB = 3  # so many cells of one character in a row are one box
COMB_WIDE = 2.2  # line heights: wider cells are boxes of their own


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling in points; `at` is its place across its length, `start` and `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A box with rules on all four sides."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom


def crossed(rules: Sequence[Rule], low: float, high: float, along: float) -> int:
    """How many rules between low and high a line at `along` crosses; a drawn line has two edges and counts once."""
    found: list[float] = []
    for rule in rules:
        if low < rule.at < high and rule.start - 2 <= along <= rule.end + 2 and not any(abs(rule.at - other) < 4 for other in found):
            found.append(rule.at)
    return len(found)


def in_one_piece(level: Sequence[Rule]) -> list[Rule]:
    """Level rules, those that go on one another as one: the upper edges of cells in a row."""
    found: list[Rule] = []
    for rule in sorted(level, key=lambda rule: (round(rule.at), rule.start)):
        last = found[-1] if found else None
        if last is not None and abs(rule.at - last.at) <= SAME / 2 and last.start <= rule.start <= last.end + SAME / 2:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def open_sides(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """The upright rules that are missing where rows of a frame begin and end together: an outer wall that is faint, or was not drawn.

    Two level rules that follow one another are a row's edges where an upright one between their ends runs from one to the other.
    """
    found: list[Rule] = []
    level = sorted(across, key=lambda rule: rule.at)
    for number, upper in enumerate(level):
        lower = next((rule for rule in level[number + 1 :] if rule.at - upper.at > CORNER and _alike(rule, upper)), None)
        if lower is None:
            continue
        walls = [wall for wall in down if wall.start <= upper.at + CORNER and wall.end >= lower.at - CORNER]
        if any(upper.start - CORNER <= wall.at <= upper.end + CORNER for wall in walls):
            for x in ((upper.start + lower.start) / 2, (upper.end + lower.end) / 2):
                above = next((wall for wall in found if abs(wall.at - x) <= CORNER and abs(wall.end - upper.at) <= CORNER), None)
                if above is not None:
                    found[found.index(above)] = Rule(above.at, above.start, lower.at)
                elif not any(abs(wall.at - x) <= CORNER for wall in walls):
                    found.append(Rule(x, upper.at, lower.at))
    return found


def cell_at(x: float, y: float, across: Sequence[Rule], down: Sequence[Rule]) -> Cell | None:
    """The box around a point: the next rules on all four sides, where they meet; None where one side is open."""
    level = [rule for rule in across if rule.start - CORNER <= x <= rule.end + CORNER]
    upright = [rule for rule in down if rule.start - CORNER <= y <= rule.end + CORNER]
    top = max((rule for rule in level if rule.at <= y), key=lambda rule: rule.at, default=None)
    bottom = min((rule for rule in level if rule.at > y), key=lambda rule: rule.at, default=None)
    left = max((rule for rule in upright if rule.at <= x), key=lambda rule: rule.at, default=None)
    right = min((rule for rule in upright if rule.at > x), key=lambda rule: rule.at, default=None)
    if top is None or bottom is None or left is None or right is None:
        return None
    closed = all(rule.start <= left.at + CORNER and rule.end >= right.at - CORNER for rule in (top, bottom))
    closed = closed and all(rule.start <= top.at + CORNER and rule.end >= bottom.at - CORNER for rule in (left, right))
    return Cell(left.at, top.at, right.at, bottom.at) if closed else None


def without_combs(across: Sequence[Rule], down: Sequence[Rule], unit: float) -> tuple[Rule, ...]:
    """The upright rules without those within a row of cells for one character each; `unit` is the height of a line."""
    inner: set[int] = set()
    for row in _rows(down):
        edges = [rule for rule in across if abs(rule.at - row[0].start) <= CORNER]
        for start, end in _runs(row, edges, unit):
            inner |= {id(rule) for rule in down if _alike(rule, row[0]) and row[start].at + SAME < rule.at < row[end].at - SAME}
    return tuple(rule for rule in down if id(rule) not in inner)


def _rows(down: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of the same height beside each other, from left to right; two that lie upon each other count once."""
    rows: list[list[Rule]] = []
    for rule in sorted(down, key=lambda rule: rule.at):
        row = next((row for row in rows if _alike(row[0], rule)), None)
        if row is None:
            rows.append([rule])
        elif rule.at - row[-1].at > SAME:
            row.append(rule)
    return rows


def _alike(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= CORNER and abs(one.end - other.end) <= CORNER


def _runs(row: Sequence[Rule], edges: Sequence[Rule], unit: float) -> list[tuple[int, int]]:
    """First and last of the rules that follow each other at one distance, the cells between them closed by upper edges."""
    found, start = [], 0
    for number in range(1, len(row)):
        left, right = row[number - 1].at, row[number].at
        first = row[start + 1].at - row[start].at
        is_cell = right - left <= COMB_WIDE * unit and any(edge.start <= left + SAME and edge.end >= right - SAME for edge in edges)
        if not is_cell or abs(right - left - first) > SAME_STEP * first:
            found.append((start, number - 1))
            start = number - is_cell
    found.append((start, len(row) - 1))
    return [(first, last) for first, last in found if last - first >= COMB]
