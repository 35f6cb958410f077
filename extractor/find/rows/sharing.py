"""Which row the lines of text between two rows belong to: the one over them, the one under them, or both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from statistics import median

from extractor.find.rows.drawn import Ruled
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.tokens import Token

WRAP_GAP = 1.9  # of the line height: text further below its row is another thing
TIGHT = 1.5  # of the line height, middle to middle: text this near above a row may be of its cell
NEXT_LINE = 1.25  # the same where rows stand as near to one another as lines do
AS_ROWS = 0.95  # of the rows' distance: a line that far above a row stands alone
LEANING = 1.1  # the same where the texts of all rows lean to the lower one
SMALLER = 0.88  # of the height of a row's letters: small print
APART = 1.45  # a gap this many times the usual one parts two rows' texts

_Shares = tuple[list[int], list[int]]  # the lines of the upper row, and those of the lower one


@dataclass(frozen=True)
class Sharing:
    """Strips by position in `body`: the `anchors` are those with a row's figures, `wraps` the texts of those that may belong to one.

    `own`: the text in each anchor's own line, and `has_own` whether it says anything; `top`: where the first row may begin.
    """

    page: PageStrips
    body: Sequence[Strip]
    wraps: Mapping[int, tuple[Token, ...]]
    own: Mapping[int, tuple[Token, ...]]
    has_own: Mapping[int, bool]
    anchors: Sequence[int]
    top: float

    def shared(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The lines over each anchor that are its own, and those under it."""
        before: dict[int, list[int]] = {}
        after: dict[int, list[int]] = {}
        for upper, lower in pairwise((None, *self.anchors, None)):
            between = range(0 if upper is None else upper + 1, len(self.body) if lower is None else lower)
            members = [position for position in between if position in self.wraps]
            up, down = self._of(members, between, upper, lower) if members else ([], [])
            if upper is not None:
                after[upper] = up
            if lower is not None:
                before[lower] = down
        return before, after

    def _of(self, members: list[int], between: range, upper: int | None, lower: int | None) -> _Shares:
        """Who gets the lines of text between two anchors, or before the first, or behind the last."""
        drawn = self._lines_between(members, upper, lower)
        if drawn:
            return self._parted_by_lines(members, between, upper, lower, drawn)
        if upper is None:
            assert lower is not None
            run = self._run_on(members, lower, reversed(between))
            return [], run if not self.has_own[lower] or (self._near_above(run, lower) and len(run) == 1) else []
        if lower is None:
            alone = self._is_above_style and not self.has_own[upper]
            return [] if alone else self._run_on(members, upper, between), []
        return self._parted_by_gaps(members, between, upper, lower)

    def _lines_between(self, members: Sequence[int], upper: int | None, lower: int | None) -> list[float]:
        """The drawn lines between two anchors that run along the text."""
        high = self.body[upper].middle if upper is not None else self.top
        low = self.body[lower].middle if lower is not None else self.page.strips[-1].bottom + self.page.line_height
        first, last = self.wraps[members[0]][0], self.wraps[members[0]][-1]
        drawn = [y for y, left, right in self._drawn(high, low) if left <= first.left + 2 and right >= last.right - 2]
        if upper is None:  # the line under the header parts no rows
            drawn = [y for y in drawn if self.body[members[0]].middle < y]
        return drawn

    def _drawn(self, high: float, low: float) -> Sequence[Ruled]:
        """The level lines between two heights."""
        across = self.page.across
        return across[bisect_right(across, (high, inf)) : bisect_left(across, (low,))]

    def _parted_by_lines(
        self, members: Sequence[int], between: range, upper: int | None, lower: int | None, drawn: Sequence[float]
    ) -> _Shares:
        up: list[int] = []
        down: list[int] = []
        if upper is not None:
            up = self._run_on([p for p in members if self.body[p].middle < drawn[0]], upper, between)
        if lower is not None and self.page.across[-1][0] > self.body[lower].middle:
            # Under a line drawn right above it, text is of the lower row's cell only if that row's figures stand lower in it.
            down = [p for p in members if self.body[p].middle > drawn[-1]]
            down = down if not self.has_own[lower] or self._near_above(down, lower) else []
        return up, down

    def _parted_by_gaps(self, members: list[int], between: range, upper: int, lower: int) -> _Shares:
        """By the widest white between two rows, where it stands out, and by where the other rows have their text."""
        strips = [self.body[upper], *(self.body[p] for p in members), self.body[lower]]
        gaps = [one.middle - other.middle for other, one in pairwise(strips)]
        widest = max(range(len(gaps)), key=lambda i: (gaps[i], i))
        others = [gap for i, gap in enumerate(gaps) if i != widest]
        parted = gaps[widest] >= self._apart * median(others) if others else False
        if not self.has_own[lower]:
            if self.has_own[upper]:
                cut = widest if parted else len(members) - 1
                return members[:cut], members[cut:]
            if parted and 0 < widest < len(members):
                return members[:widest], members[widest:]  # figures set level with the middle of their texts
            if self._is_above_style:
                return [], self._run_on(members, lower, reversed(between))
        elif parted and widest < len(members) and not self._is_small_print(members[widest:], lower):
            down = members[widest:]
            return self._run_on(members[:widest], upper, between), down if self._near_above(down, lower) else []
        return self._run_on(members, upper, between), []

    def _is_small_print(self, members: Sequence[int], anchor: int) -> bool:
        """Whether lines over a row are set smaller than its text, as a batch or a note is under what it is told of."""
        largest = max(token.bottom - token.top for position in members for token in self.wraps[position])
        usual = max((token.bottom - token.top for token in self.own[anchor]), default=0.0)
        return largest < SMALLER * usual

    @cached_property
    def _is_above_style(self) -> bool:
        """Whether texts stand over their rows' figures: the first row has none of its own, and there is one over it."""
        return not self.has_own[self.anchors[0]] and any(position < self.anchors[0] for position in self.wraps)

    @cached_property
    def _apart(self) -> float:
        """How many times the usual gap parts two rows: less where text between two rows stands nearer to the lower one everywhere, the
        figures being on a cell's last line."""
        told: list[bool] = []
        for upper, lower in pairwise(self.anchors):
            members = [p for p in self.wraps if upper < p < lower]
            if members:
                below = self.body[lower].middle - self.body[max(members)].middle
                told.append(below < 0.9 * (self.body[min(members)].middle - self.body[upper].middle))
        return LEANING if told and all(told) else APART

    @cached_property
    def _tight(self) -> float:
        """How near above a row text may be of its cell: nearer than rows are to one another that no line parts."""
        height = self.page.line_height
        next_to = [(self.body[a].middle, self.body[b].middle) for a, b in pairwise(self.anchors) if b == a + 1]
        open_rows = [low - high for high, low in next_to if not self._drawn(high, low)]
        return max(min([TIGHT * height, *(AS_ROWS * pitch for pitch in open_rows)]), NEXT_LINE * height)

    def _run_on(self, members: Sequence[int], anchor: int, order: Iterable[int]) -> list[int]:
        """The members that follow the anchor, in that order, without a break: no wide gap and no strip that is not one of them."""
        allowed = set(members)
        found: list[int] = []
        edge = self.body[anchor]
        for position in order:
            strip = self.body[position]
            gap = strip.top - edge.bottom if position > anchor else edge.top - strip.bottom
            if gap > WRAP_GAP * self.page.line_height:
                break
            if position not in allowed:
                if any(len(token.text) > 1 for token in strip.tokens) and not _beside(strip):
                    break
                continue
            found.append(position)
            edge = strip
        return sorted(found)

    def _near_above(self, members: Sequence[int], anchor: int) -> bool:
        """Whether the text right above a row that has text of its own is of its cell (set around the figures' middle)
        rather than a heading: as near as a line and nearer than the rows are to one another, as far left, as bold."""
        if not members:
            return False
        below = self.body[anchor]
        for position in reversed(members):
            if below.middle - self.body[position].middle > self._tight:
                return False
            below = self.body[position]
        text = self.wraps[members[-1]]
        if not self.own[anchor]:
            return True
        first = self.own[anchor][0]
        return abs(text[0].left - first.left) <= 2.5 and text[0].word.bold == first.word.bold


def _beside(strip: Strip) -> bool:
    """Small print in another column, set tighter than the rows: it interrupts nothing."""
    return len(strip.tokens) <= 4
