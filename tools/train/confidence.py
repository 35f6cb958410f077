"""Fits what makes confidences mean what they say, by kind of value, on documents that the trees did not learn from.

Two halves of all vendors: trees of either half answer the documents of the other, and Platt's scaling (a slope and a shift of log odds)
brings their confidences to the share that is right. Answers of every origin count alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from extractor.learned import ANY, learned_of, logit
from extractor.logistic import logistic
from extractor.reliability import Answer
from tools.train import answers, scorer
from tools.train.answers import Prepared

LEAST_ANSWERS = 60  # of a kind that are worth a curve of its own
MOST_UNEVEN = 5.0  # by which an origin's answers are raised at the most
HELD = 3.0  # how strongly a curve is held to the straight line: as many answers as that

Weighted = tuple[Answer, float]


def fit(prepared: Sequence[Prepared]) -> dict[str, list[float]]:
    """By kind of value a slope and a shift; under `any` those of all kinds together."""
    found = list(out_of_fold(prepared))
    by_kind: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    for kind, origin, answer in found:
        by_kind[kind].append((origin, answer))
        by_kind[ANY].append((origin, answer))
    enough = {kind: held for kind, held in sorted(by_kind.items()) if len(held) >= LEAST_ANSWERS}
    return {kind: [round(number, 4) for number in platt(_evened(held))] for kind, held in enough.items()}


def out_of_fold(prepared: Sequence[Prepared]) -> Iterable[tuple[str, str, Answer]]:
    """(kind of value, origin of the document, answer) of every document, by trees that did not see its vendor."""
    halves = [[each for each in prepared if answers.even(each.example) is even] for even in (True, False)]
    for learned, shown in (halves, halves[::-1]):
        models = learned_of(scorer.fit_all(row for each in learned for row in each.rows))
        by_source: dict[str, list[Prepared]] = defaultdict(list)
        for each in shown:
            by_source[each.example.source].append(each)
        for documents in by_source.values():
            kinds = {spec.path: spec.kind.value for spec in documents[0].specs}
            for field, held in answers.score(documents, models).answers_of.items():
                yield from ((kinds.get(field, ANY), documents[0].example.origin, answer) for answer in held)


def _evened(held: Sequence[tuple[str, Answer]]) -> list[Weighted]:
    count: dict[str, int] = defaultdict(int)
    for origin, _ in held:
        count[origin] += 1
    even = len(held) / len(count)
    return [(answer, min(even / count[origin], MOST_UNEVEN)) for origin, answer in held]


def platt(weighted: Sequence[Weighted]) -> tuple[float, float]:
    """Slope and shift of the log odds by Newton's method (Platt 1999)."""
    odds = np.array([logit(confidence) for (confidence, _), _ in weighted])
    right = np.array([float(is_right) for (_, is_right), _ in weighted])
    weight = np.array([weight for _, weight in weighted])
    slope, shift = logistic(np.column_stack([odds, np.ones(len(odds))]), right, weight, np.array([1.0, 0.0]), np.array([HELD, HELD]))
    return float(slope), float(shift)
