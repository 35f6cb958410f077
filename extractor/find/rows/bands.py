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

_Ink = tuple[float, float, int]  # from, to, what it costs to cut it


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
    middles = [strip.middle for strip in body[:2]]
    bottom = max(middles, default=top)
    lines = [x for x, above, below in page.down if above <= top + 2 and below >= bottom]
    ink: list[_Ink] = []
    for strip in body:
        weight = ROW_INK if len(strip.figures) >= 2 else LINE_INK
        ink += [(token.left, token.right, weight) for token in strip.tokens]
        ink += [(placed.left, placed.right, weight) for placed in strip.figures if placed.last - placed.first > 1]  # "2 837,97" is one
    cuts = [float("-inf")]
    for one, other in pairwise(spans):
        low, high = (one[0] + one[1]) / 2, (other[0] + other[1]) / 2
        drawn = [x for x in lines if low < x < high]
        if not drawn and page.down:  # cells may be drawn one by one: then a line stands beside each row
            drawn = [x for x, above, below in page.down if low < x < high and any(above <= middle <= below for middle in middles)]
        if high <= low:
            cut = (low + high) / 2
        elif drawn:
            cut = min(drawn, key=lambda x: abs(x - (one[1] + other[0]) / 2))
        else:
            crossed = [(left, right, weight) for left, right, weight in ink if left < high and right > low]
            cut = _whitest([*crossed, (*one, HEADER_INK), (*other, HEADER_INK)], low, high, other[0], COLUMN_GAP * page.line_height)
        cuts.append(max(cut, cuts[-1]))
    return tuple([Band(left, right) for left, right in pairwise([*cuts, float("inf")])])


def _whitest(ink: Sequence[_Ink], low: float, high: float, edge: float, gap: float) -> float:
    """Where a cut between two places crosses the least ink; of equal cuts where a gap is, and there the one nearest to the next name's
    left `edge`, for white inside the text on the left is chance."""
    changes = {low: 0, high: 0}  # of what a cut would cross, from left to right
    for left, right, weight in ink:
        if left < high and right > low:
            left, right = left if left > low else low, right if right < high else high
            changes[left] = changes.get(left, 0) + weight
            changes[right] = changes.get(right, 0) - weight
    best: tuple[int, bool, float, float] | None = None
    crossed = 0
    for left, right in pairwise(sorted(changes)):
        crossed += changes[left]
        if best is None or crossed <= best[0]:
            option = (crossed, right - left < gap, max(left - edge, edge - right, 0.0), (left + right) / 2)
            if best is None or option < best:
                best = option
    return (low + high) / 2 if best is None else best[3]


def cells_whole(strip: Strip, table: Sequence[Band], numeric: frozenset[int], row: Mapping[int, BandCell] | None) -> Mapping[int, BandCell]:
    """The cells of a strip, text that runs on into a band of figures whole; `row`: what the bands cut it into, where that is known."""
    if row is not None and not any(band in row and row[band].words for band in numeric):
        return row
    return cells(strip, table, numeric)


def cells(strip: Strip, table: Sequence[Band], numeric: frozenset[int] = frozenset()) -> Mapping[int, BandCell]:
    """The cells of a strip by band, from left to right. A figure is never cut; text that runs on into a band of figures stays whole."""
    tokens, edges = strip.tokens, [band.right for band in table[:-1]]
    owner = [bisect_right(edges, (token.left + token.right) / 2) for token in tokens]
    figures: list[Placed | None] = [None] * len(tokens)
    for placed in strip.figures:
        figures[placed.first] = placed
        if placed.last - placed.first > 1:
            inside = range(placed.first, placed.last)
            key = next((position for position in inside if any(map(str.isdigit, tokens[position].text))), placed.first)
            for position in inside:
                owner[position], figures[position] = owner[key], placed
    for position in range(1, len(owner)) if numeric else ():
        if owner[position] == owner[position - 1] or owner[position] not in numeric or figures[position] is not None:
            continue
        before, token = tokens[position - 1], tokens[position]
        gap = token.left - before.right
        if gap <= OVERFLOW_GAP * max(token.bottom - token.top, 1.0) and figures[position - 1] is None:
            owner[position] = owner[position - 1]
    found: dict[int, tuple[list[Token], list[Placed], list[Token]]] = {}
    for token, band_here, part_of in zip(tokens, owner, figures, strict=True):
        if band_here not in found:
            found[band_here] = [], [], []
        every, those, words = found[band_here]
        every.append(token)
        if part_of is None:
            words.append(token)
        elif not those or those[-1] is not part_of:
            those.append(part_of)
    return {band_here: BandCell(tuple(every), tuple(those), tuple(words)) for band_here, (every, those, words) in sorted(found.items())}
