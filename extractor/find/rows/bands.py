"""The vertical bands that a table's columns take up, and the cells of a row in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.find.rows.line_figures import Placed
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.tokens import Token, text_of
from extractor.quick import dataclass

OVERFLOW_GAP = 0.6  # of the height: text that runs on without a wider gap is one cell's, though it enters the next band
COLUMN_GAP = 0.7  # of the height: narrower white is a space between words
HEADER_INK, ROW_INK, LINE_INK = 600, 100, 34  # what a cut through a word costs: of a column's name, of a row, of another line


@dataclass(frozen=True, slots=True)
class Band:
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class BandCell:
    """What a strip has in a band: its tokens, the figures among them, and the tokens that are no figure's."""

    tokens: tuple[Token, ...]
    figures: tuple[Placed, ...]
    words: tuple[Token, ...]

    @property
    def text(self) -> str:
        return text_of(self.tokens)


def bands(page: PageStrips, spans: Sequence[tuple[float, float]], body: Sequence[Strip], top: float) -> tuple[Band, ...]:
    """Bands between neighbouring column names: each cut is a drawn line, or where the fewest words are crossed."""
    cuts = [float("-inf")]
    for (left, right), (next_left, next_right) in pairwise(spans):
        cuts.append(_cut(page, (left, right), (next_left, next_right), body, top))
    cuts.append(float("inf"))
    ordered = [max(cuts[: i + 1]) for i in range(len(cuts))]
    return tuple(Band(left, right) for left, right in pairwise(ordered))


def _cut(page: PageStrips, one: tuple[float, float], other: tuple[float, float], body: Sequence[Strip], top: float) -> float:
    low, high = (one[0] + one[1]) / 2, (other[0] + other[1]) / 2
    if high <= low:
        return (low + high) / 2
    bottom = max((strip.middle for strip in body[:2]), default=top)
    drawn = [x for x, line_top, line_bottom in page.down if low < x < high and line_top <= top + 2 and line_bottom >= bottom]
    if not drawn:
        # Cells may be drawn one by one: then a line stands beside each row.
        beside = [x for x, t, b in page.down if low < x < high and any(t <= s.middle <= b for s in body[:2])]
        drawn = beside
    if drawn:
        return min(drawn, key=lambda x: abs(x - (one[1] + other[0]) / 2))
    ink: list[tuple[float, float, int]] = [(one[0], one[1], HEADER_INK), (other[0], other[1], HEADER_INK)]
    for strip in body:
        weight = ROW_INK if len(strip.figures) >= 2 else LINE_INK
        ink += [(t.left, t.right, weight) for t in strip.tokens if t.right > low and t.left < high]
        ink += [(p.left, p.right, weight) for p in strip.figures if p.last - p.first > 1]  # "2 837,97" is one
    changes = {low: 0, high: 0}  # of what a cut would cross, from left to right
    for left, right, weight in ink:
        if left < high and right > low:
            changes[max(left, low)] = changes.get(max(left, low), 0) + weight
            changes[min(right, high)] = changes.get(min(right, high), 0) - weight
    best: tuple[int, bool, float, float] | None = None
    crossed = 0
    for left, right in pairwise(sorted(changes)):
        crossed += changes[left]
        x = (left + right) / 2
        away = max(left - other[0], other[0] - right, 0.0)
        # Of equal cuts the one at the next name's edge: white inside the text on the left is chance.
        option = (crossed, right - left < COLUMN_GAP * page.line_height, away, x)
        if best is None or option < best:
            best = option
    return (low + high) / 2 if best is None else best[3]


def cells_whole(strip: Strip, table: Sequence[Band], numeric: frozenset[int], row: Mapping[int, BandCell] | None) -> Mapping[int, BandCell]:
    """The cells of a strip, text that runs on into a band of figures whole; `row`: what the bands cut it into, where that is known."""
    if row is not None and not any(band in row and row[band].words for band in numeric):
        return row
    return cells(strip, table, numeric)


def cells(strip: Strip, table: Sequence[Band], numeric: frozenset[int] = frozenset()) -> Mapping[int, BandCell]:
    """The cells of a strip by band. A figure is never cut; text that runs on into a band of figures stays whole."""
    tokens, edges = strip.tokens, [band.right for band in table[:-1]]
    owner = [bisect_right(edges, (token.left + token.right) / 2) for token in tokens]
    figures: dict[int, Placed] = {}
    for placed in strip.figures:
        inside = range(placed.first, placed.last)
        key = next((p for p in inside if any(map(str.isdigit, tokens[p].text))), placed.first) if len(inside) > 1 else placed.first
        for position in inside:
            owner[position] = owner[key]
            figures[position] = placed
    for position in range(1, len(owner)) if numeric else ():
        if owner[position] == owner[position - 1] or owner[position] not in numeric or position in figures:
            continue
        before, token = tokens[position - 1], tokens[position]
        gap = token.left - before.right
        if gap <= OVERFLOW_GAP * max(token.bottom - token.top, 1.0) and (position - 1) not in figures:
            owner[position] = owner[position - 1]
    found: dict[int, tuple[list[Token], list[Placed], list[Token]]] = {}
    for position, band_here in enumerate(owner):
        held = found.get(band_here)
        if held is None:
            held = found[band_here] = [], [], []
        held[0].append(tokens[position])
        if position not in figures:
            held[2].append(tokens[position])
        elif figures[position].first == position:
            held[1].append(figures[position])
    return {band_here: BandCell(tuple(every), tuple(those), tuple(words)) for band_here, (every, those, words) in sorted(found.items())}
