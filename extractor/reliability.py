"""How far confidences can be trusted: of the answers given so much confidence, how many are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
SURE = 0.99  # the share that must be right among answers that go through unseen

Answer = tuple[float, bool]  # its confidence, 0..1, and whether it is right


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence, low <= confidence < high (the last one: <= high)."""

    low: float
    high: float
    answers: int
    confidence: float  # mean
    right: float  # share


def bins(answers: Sequence[Answer]) -> list[Bin]:
    """Bins of equal width that hold an answer, the least confident first."""
    held: dict[int, list[Answer]] = defaultdict(list)
    for confidence, right in answers:
        held[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        Bin(at / BINS, (at + 1) / BINS, len(found), sum(c for c, _ in found) / len(found), sum(r for _, r in found) / len(found))
        for at, found in sorted(held.items())
    ]


def expected_error(answers: Sequence[Answer]) -> float | None:
    """Expected calibration error over the bins (Naeini, Cooper, Hauskrecht 2015); None without answers."""
    if not answers:
        return None
    return sum(held.answers * abs(held.confidence - held.right) for held in bins(answers)) / len(answers)


def straight_through(answers: Sequence[Answer]) -> float | None:
    """The largest share of answers, most confident first, of which 99 % are right; None without answers."""
    if not answers:
        return None
    ordered = sorted(answers, key=lambda answer: -answer[0])
    right = through = 0
    for count, (confidence, is_right) in enumerate(ordered, 1):
        right += is_right
        ends_a_tie = count == len(ordered) or ordered[count][0] < confidence
        if ends_a_tie and right / count >= SURE:
            through = count
    return through / len(ordered)
