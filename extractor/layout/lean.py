"""Words of a page whose lines still climb after straightening, set level: photographs of bent or leaning paper.

One angle for a whole page is not enough where the camera stood close: lines at the top lean one way and those at the foot
another, and a price at the right end of its line then stands beside the next line's text. How much lines climb is measured
from neighbouring words of one line, as a straight line down the page (`geometry.Bend`), which has an exact way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractor.document import Word
from extractor.geometry import Bend, Box

LEAST_PAIRS = 5  # neighbouring words from which a lean is believed
TWIST_PAIRS = 8  # ... and one that changes down the page
LEAST_SHIFT = 0.4  # heights of a letter that the lean must move the ends of a full line apart, else nothing is done
STEEPEST = 0.35  # points down for a point across; pairs that lean more are no neighbours
NEAR, OVERLAP = 1.5, 0.3  # heights between two words of a line at the most, and the share of it that they have in common
ROUNDS = 6  # of reweighting: pairs far from the fit count less each time
LEFT_PART, LEAST_RIGHT = 0.6, 4  # of the text's width; words in the right part that must bear the lean out
SHARES = (1.0, 0.9, 0.8, 0.7)  # of the lean found: lines seldom lean as much at their right end, where prices stand alone
BETTER = 0.8  # share of their distance from the text's lines that levelling may leave
CLEARLY = 0.65  # share of the misfit that a fit with one number more may leave


def levelled(words: Sequence[Word], width: float, height: float) -> tuple[tuple[Word, ...], Bend | None]:
    """The words with level boxes and the way back, or the words as they are and None. `width`, `height`: the page's, in points."""
    if not words:
        return tuple(words), None
    leans = _leans(words, width, height)
    if len(leans) < LEAST_PAIRS:
        return tuple(words), None
    slope, twist = _fitted(leans)
    centre, top, bottom = median(x for x, _, _, _ in leans), min(y for _, y, _, _ in leans), max(y for _, y, _, _ in leans)
    upper, lower = slope + twist * top, slope + twist * bottom
    usual = median(word.box.height * height for word in words)
    across = (max(word.box.right for word in words) - min(word.box.left for word in words)) * width
    if max(abs(upper), abs(lower)) * across < LEAST_SHIFT * usual:
        return tuple(words), None
    unmoved, best = _beside(words), None
    for share in SHARES:
        bend = Bend(top / height, bottom / height, share * upper * width / height, share * lower * width / height, centre / width)
        moved = tuple(replace(word, box=_level_box(word.box, bend)) for word in words)
        apart = _beside(moved)
        if unmoved is not None and apart is not None and apart < (BETTER * unmoved if best is None else best[0]):
            best = apart, moved, bend
    return (tuple(words), None) if best is None else best[1:]


def _beside(words: Sequence[Word]) -> float | None:
    """How far words at the right end of the text stand from the middle of the nearest word at its left, in letter heights, on
    average: what a fold in the paper moves otherwise than its lines lean. None where few stand so."""
    left, right = min(word.box.left for word in words), max(word.box.right for word in words)
    first = [word.box for word in words if word.box.right < left + LEFT_PART * (right - left)]
    last = [word.box for word in words if word.box.left > left + LEFT_PART * (right - left)]
    found = [min((abs(a.center[1] - b.center[1]) / max(min(a.height, b.height), 1e-9) for a in first), default=1.0) for b in last]
    near = [apart for apart in found if apart < 1]
    return sum(near) / len(near) if len(near) >= LEAST_RIGHT else None


_Lean = tuple[float, float, float, float]  # x, y (points) between two words of a line, its climb, its weight


def _leans(words: Sequence[Word], width: float, height: float) -> list[_Lean]:
    found: list[_Lean] = []
    for one, other in pairwise(words):
        a, b = one.box, other.box
        tall = min(a.height, b.height) * height
        gap = (b.left - a.right) * width
        shared = (min(a.bottom, b.bottom) - max(a.top, b.top)) * height
        if not -0.5 * tall <= gap <= NEAR * tall or shared < OVERLAP * tall or max(a.height, b.height) * height > 1.6 * tall:
            continue
        (ax, ay), (bx, by) = a.center, b.center
        across = (bx - ax) * width
        if across <= tall:
            continue
        climb = (by - ay) * height / across
        if abs(climb) <= STEEPEST:
            found.append(((ax + bx) / 2 * width, (ay + by) / 2 * height, climb, across))
    return found


def _fitted(leans: Sequence[_Lean]) -> tuple[float, float]:
    """Climb = slope + twist * y: the simplest of none, one slope, and one that changes, that the next does not clearly beat."""
    best = 0.0, 0.0
    for twisted in (False, True):
        if len(leans) >= (TWIST_PAIRS if twisted else LEAST_PAIRS):
            found = _line(leans, twisted=twisted)
            best = found if _off(leans, *found) <= CLEARLY * _off(leans, *best) else best
    return best


def _line(leans: Sequence[_Lean], *, twisted: bool) -> tuple[float, float]:
    """Weighted least squares, reweighted so that stray pairs do not count."""
    weights = [weight for _, _, _, weight in leans]
    slope, twist = 0.0, 0.0
    for _ in range(ROUNDS):
        total = sum(weights)
        mean_y = sum(w * y for (_, y, _, _), w in zip(leans, weights, strict=True)) / total
        mean_m = sum(w * m for (_, _, m, _), w in zip(leans, weights, strict=True)) / total
        spread = sum(w * (y - mean_y) ** 2 for (_, y, _, _), w in zip(leans, weights, strict=True))
        if twisted and spread > 0:
            twist = sum(w * (y - mean_y) * (m - mean_m) for (_, y, m, _), w in zip(leans, weights, strict=True)) / spread
        slope = mean_m - twist * mean_y
        off = [abs(m - slope - twist * y) for _, y, m, _ in leans]
        usual = max(median(off), 0.005)
        weights = [weight / (1 + (o / usual) ** 2) for (_, _, _, weight), o in zip(leans, off, strict=True)]
    return slope, twist


def _off(leans: Sequence[_Lean], slope: float, twist: float) -> float:
    """How far the pairs lean from the fit, by their width."""
    return sum(weight * abs(m - slope - twist * y) for _, y, m, weight in leans)


def _level_box(box: Box, bend: Bend) -> Box:
    """The box about the level middle, without the height that the lean alone gave it."""
    x, y = box.center
    flat = bend.level(x, y)
    tall = max(box.height - abs(bend.climb(flat)) * box.width, 0.6 * box.height)
    return Box(box.left, flat - tall / 2, box.right, flat + tall / 2).clipped()
