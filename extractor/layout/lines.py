"""Words to lines: words on one baseline without a column gap between them.

Each word looks left along its own height for its neighbour, so a line may climb (small skew) and letters may vary in
size. A chain of neighbours is then cut where the gap is wide for the size of its letters, where a vertical ruling
passes, and where a gap that is only doubtful stands over or under a gap of other lines (a column).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from extractor.layout.pieces import Edge, Piece, Scale, join, letters_height

# A neighbour shares at least this much of the lower one's height: half a line off is another line.
SAME_LINE = 0.5
# Letters of neighbours may overlap by kerning or by a loose box, in letter heights; more is a text printed over another.
OVERPRINT = 0.6
# A gap of so many letter heights parts columns, whatever stands above or below. Typewriter spaces reach 1.1.
COLUMN_GAP = 1.6
# A gap this many times the page's usual word space parts columns too, if it is at least DOUBTFUL_GAP.
SPACES_IN_COLUMN_GAP = 4.0
# From here a gap is doubtful: it parts columns where the lines around it show one.
DOUBTFUL_GAP = 0.7
# How far above and below (in letter heights) other lines are asked, and how exactly their edges must agree.
NEIGHBOURHOOD = 6.0
ALIGNED = 0.25
# So many lines over one another that start where a word starts make a column, however narrow the gap before it.
STARTS = 2
# ... unless the gap is as narrow as the page's usual space between words.
WIDER_THAN_A_SPACE = 1.4
# Words whose letters differ by this factor are of one text only where no more than a space parts them.
OTHER_SIZE = 1.15
# A row of heads is set in letters so much smaller than what stands under it.
HEAD = 0.92
# Figures with decimals side by side, in line over one another, are in columns of their own from this gap (in letter heights) on.
FIGURES_GAP = 0.5
FIGURE = re.compile(r"[-+(]?\d*[.,]\d+\W*")
# A ruling may end this far (in letter heights) short of a line's middle, or touch the letters beside it.
RULING_SLACK = 0.3
# Strips of a page that are told apart, and strips of one word: a broken box must not cost the page.
FARTHEST, TALLEST = 50_000, 400
# How alike in place two words of one line are, whatever their letters reach to.
LEVEL = 0.8


def words_to_chains(pieces: Sequence[Piece], scale: Scale) -> list[list[Piece]]:
    """Words that see each other along their baselines, left to right, whatever the gap; every word in one chain.

    A sweep from left to right keeps, for each thin strip of the page, the last word that covered it: a word's left
    neighbour is found among the words in its own strips.
    """
    strip = max(scale.text / 4, scale.height / 4000, 1e-9)
    top = min([piece.y0 for piece in pieces], default=0.0)  # strips count from the topmost word: moving a page changes nothing
    bottom = max([piece.y0 for piece in pieces], default=0.0)
    last = [-1] * (int(min((bottom - top) // strip, FARTHEST)) + TALLEST + 2)
    ordered = sorted(pieces, key=attrgetter("x1"))  # by one edge after another: numbers alone are compared quickly
    ordered.sort(key=attrgetter("y0"))
    ordered.sort(key=attrgetter("x0"))
    wanted: dict[int, tuple[float, int]] = {}
    left_of: dict[int, int] = {}
    for i, piece in enumerate(ordered):
        first = min(int((piece.y0 - top) // strip), FARTHEST)
        end = min(int((piece.y1 - top) // strip), first + TALLEST) + 1
        before = last[first:end]
        near = set(before)
        near.discard(-1)
        alike, behind = [], []
        for j in near:
            other = ordered[j]
            score = _likeness(other, piece)
            if score > 0:
                alike.append((score, j))
            if other.x1 > piece.x1:
                behind.append(j)  # reaches further right
        last[first:end] = [j if j in behind else i for j in before] if behind else [i] * len(before)
        if len(alike) > 1:
            alike.sort(key=lambda each: (-each[0], ordered[each[1]].order))
        for score, j in alike:
            if len(alike) == 1 or not any(_hides(ordered[k], ordered[j]) for like, k in alike if k != j and like > LEVEL):
                if j not in wanted or score > wanted[j][0]:
                    if j in wanted:
                        del left_of[wanted[j][1]]
                    wanted[j] = (score, i)
                    left_of[i] = j
                break
    chains: list[list[Piece]] = []
    chain_of: list[list[Piece]] = []
    for i, piece in enumerate(ordered):
        if i in left_of:
            chain = chain_of[left_of[i]]
            chain.append(piece)
        else:
            chain = [piece]
            chains.append(chain)
        chain_of.append(chain)
    return chains


def _hides(near: Piece, far: Piece) -> bool:
    """Whether a word stands between another one of its line and what is right of both: beside a word that reaches below the line, as
    with a g, one that does not leaves the word before it in sight."""
    return near.x0 >= far.x1 - OVERPRINT * min(near.height, far.height) and _likeness(far, near) > LEVEL


def _likeness(left: Piece, right: Piece) -> float:
    """How well `right` continues the line of `left`: 0 not at all, 1 same height and place."""
    if left.cell != right.cell:
        return 0.0
    low, high = (left.height, right.height) if left.height < right.height else (right.height, left.height)
    if right.x0 - left.x1 < -OVERPRINT * low:
        return 0.0
    shared = (left.y1 if left.y1 < right.y1 else right.y1) - (left.y0 if left.y0 > right.y0 else right.y0)
    if low <= 0:
        return 0.1 if shared >= 0 else 0.0
    if shared < SAME_LINE * low:
        return 0.0
    return 0.5 * shared / low + 0.5 * shared / high


def word_space(chains: Sequence[Sequence[Piece]]) -> float:
    """The page's usual gap between words, in letter heights (0.3 where it has no words side by side)."""
    gaps = []
    for chain in chains:
        for left, right in pairwise(chain):
            size, gap = left.height if left.height > right.height else right.height, right.x0 - left.x1
            if size > 0 and 0 < gap < 1.2 * size:
                gaps.append(gap / size)
    return median(gaps) if len(gaps) >= 5 else 0.3


def chains_to_lines(chains: Sequence[list[Piece]], down: Sequence[Edge], scale: Scale) -> list[Piece]:
    """Chains cut at column gaps and vertical rulings, as one piece a line."""
    space = word_space(chains)
    wide = min(COLUMN_GAP, max(SPACES_IN_COLUMN_GAP * space, DOUBTFUL_GAP))
    edges = sorted(down, key=lambda edge: edge.at)
    places = [edge.at for edge in edges]
    lines: list[Piece] = []
    for chain in chains:
        if len(chain) == 1:
            lines.append(chain[0])
            continue
        height = letters_height(chain)
        size = height or scale.text
        crossing = _crossing(chain, edges, places, size)
        at = [edge.at for edge in crossing]
        start = 0
        for end, (left, right) in enumerate(pairwise(chain), start=1):
            low = left.height if left.height < right.height else right.height
            here, gap = low if low > size else size, right.x0 - left.x1
            apart = gap > wide * here or (gap > WIDER_THAN_A_SPACE * space * here and _of_other_size(left, right))
            apart = apart or (gap < 0 and left.words[-1].bold != right.words[0].bold)  # a text that runs into the next column
            if apart or (crossing and _ruled_apart(left, right, crossing, at, RULING_SLACK * here)):
                lines.append(join(chain[start:end]))
                start = end
        lines.append(join(chain[start:]) if start else join(chain, height))
    return _cut_at_columns(lines, max(DOUBTFUL_GAP, 2 * space), WIDER_THAN_A_SPACE * space)


def _crossing(chain: Sequence[Piece], edges: Sequence[Edge], places: Sequence[float], size: float) -> list[Edge]:
    """The vertical rulings that may part words of a chain: those at its height."""
    between = edges[bisect_left(places, chain[0].x0) : bisect_right(places, max([piece.x1 for piece in chain]))]
    if not between:
        return []
    slack = RULING_SLACK * max(size, max([piece.height for piece in chain]))
    top, bottom = min([piece.y0 for piece in chain]) - slack, max([piece.y1 for piece in chain]) + slack
    return [edge for edge in between if edge.start <= bottom and edge.end >= top]


def _of_other_size(left: Piece, right: Piece) -> bool:
    """Whether two words are set in letters of different sizes, as a text layer tells them."""
    one, other = left.words[-1].font_size, right.words[0].font_size
    return bool(one and other) and max(one or 0.0, other or 0.0) > OTHER_SIZE * min(one or 0.0, other or 0.0)


def _ruled_apart(left: Piece, right: Piece, edges: Sequence[Edge], places: Sequence[float], slack: float) -> bool:
    low, high = (left.x1, right.x0) if left.x1 < right.x0 else (right.x0, left.x1)
    at = bisect_left(places, low - slack)
    if at == len(places) or places[at] > high + slack:
        return False
    middle = (max(left.y0, right.y0) + min(left.y1, right.y1)) / 2
    # The ruling must not run through either word's body: an l or a 1 of a bad text layer is no ruling.
    between = edges[at : bisect_right(places, high + slack)]
    return any(edge.start - slack <= middle <= edge.end + slack and left.x0 < edge.at < right.x1 for edge in between)


def _cut_at_columns(lines: Sequence[Piece], doubtful: float, least: float) -> list[Piece]:
    """Lines cut where the lines over and under them show a column.

    At a doubtful gap one of them starts or ends with the words beside it and none crosses it; at any other gap the next
    STARTS lines below (or above) all start exactly there: words of running text do not start over a line's start. A gap
    under `least` letter heights is a space between words, whatever stands below it.
    """
    by_place = sorted(lines, key=attrgetter("middle", "x0"))
    middles = [line.middle for line in by_place]
    heights = [line.height for line in by_place]
    narrowest = min(FIGURES_GAP, doubtful, least)
    result = []
    for line in lines:
        if len(line.parts) < 2:
            result.append(line)
            continue
        middle = line.middle
        reach, exact, half = NEIGHBOURHOOD * line.height, ALIGNED * line.height, 0.5 * line.height
        around = slice(bisect_left(middles, middle - reach), bisect_right(middles, middle + reach))
        widest = max([right.x0 - left.x1 for left, right in pairwise(line.parts)])
        if widest < narrowest * line.height and line.height >= HEAD * max(heights[around], default=0.0):
            result.append(line)  # no gap to cut at, and no heads over larger words
            continue
        begin, end = line.x0 - exact, line.x1 + exact
        near = [other for other in by_place[around] if other.x0 < end and other.x1 > begin and abs(other.middle - middle) > half]
        cuts = _under_heads(line, near, least, exact)
        for k, (left, right) in enumerate(pairwise(line.parts), start=1):
            gap = right.x0 - left.x1
            if gap < narrowest * line.height or k in cuts:
                continue
            of_figures = gap >= FIGURES_GAP * line.height and _are_figures(left, right)
            if of_figures and sum([_parts_figures(other, left.x1, right.x0) for other in near]) >= STARTS:
                cuts.append(k)
            elif gap >= doubtful * line.height:
                if _column_at(left.x1, right.x0, line.x1, near, exact):
                    cuts.append(k)
            elif gap >= least * line.height and sum([abs(other.x0 - right.x0) <= exact / 2 for other in near]) >= STARTS:
                below = [other for other in near if other.middle > line.middle]
                above = [other for other in reversed(near) if other.middle < line.middle]
                if _all_start_at(right.x0, below, exact / 2) or _all_start_at(right.x0, above, exact / 2):
                    cuts.append(k)
        result += _cut(line, sorted(cuts))
    return result


def _under_heads(line: Piece, near: Sequence[Piece], least: float, exact: float) -> list[int]:
    """Where words of a line start that heads in smaller letters stand over, each over the start of a word; or heads over such words."""
    cuts: set[int] = set()
    heads = [other for other in near if other.height < HEAD * line.height and _is_close_over(other, line, exact)]
    under = [other for other in near if line.height < HEAD * other.height and _is_close_over(line, other, exact)]
    for others, of_heads in ((heads, True), (under, False)):
        others = [other for other in others if line.x0 - exact <= other.x0 <= line.x1]
        if len(others) > 1:
            at = [next((k for k, part in enumerate(line.parts) if abs(part.x0 - other.x0) <= exact), -1) for other in others]
            if -1 not in at:
                cuts.update(k for k in at if k and not (of_heads and line.parts[k].x0 - line.parts[k - 1].x1 < least * line.height))
    return [k for k in cuts if not line.parts[k - 1].words[-1].text.endswith(":")]


def _is_close_over(upper: Piece, lower: Piece, exact: float) -> bool:
    return 0 <= lower.y0 - upper.y1 + exact < lower.height


def _are_figures(left: Piece, right: Piece) -> bool:
    return FIGURE.fullmatch(left.words[-1].text) is not None and FIGURE.fullmatch(right.words[0].text) is not None


def _parts_figures(line: Piece, left: float, right: float) -> bool:
    """Whether a line has two figures with decimals side by side where the gap from left to right is."""
    return any(one.x1 < right and other.x0 > left and _are_figures(one, other) for one, other in pairwise(line.parts))


def _all_start_at(place: float, others: Sequence[Piece], exact: float) -> bool:
    """Whether the first STARTS of the lines that reach over the place all start there."""
    met = [other for other in others if other.x1 > place + exact and other.x0 < place + 40 * exact][:STARTS]
    return len(met) == STARTS and all(abs(other.x0 - place) <= exact for other in met)


def _column_at(left: float, right: float, tail: float, others: Sequence[Piece], exact: float) -> bool:
    """Whether a line starts under `right`, or ends under `tail` and starts in the gap or after, and none crosses the gap."""
    if any(other.x0 < left - exact and other.x1 > right + exact for other in others):
        return False
    return any(abs(other.x0 - right) <= exact or (abs(other.x1 - tail) <= exact and other.x0 > left) for other in others)


def _cut(line: Piece, cuts: Sequence[int]) -> list[Piece]:
    if not cuts:
        return [line]
    return [join(line.parts[start:end]) for start, end in zip([0, *cuts], [*cuts, len(line.parts)], strict=True)]
