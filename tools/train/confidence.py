"""Fits what makes confidences mean what they say, on documents that the trees did not learn from.

Two halves of all vendors: trees of either half answer the documents of the other. Platt's scaling (`learned.Curve`) brings their
confidences to the share that is right. A family of candidates has a curve of its own (the recipient of an invoice is surer than a
shop's name in its head), and so has a kind of value, for families with few answers. Answers of every origin count alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from extractor import evaluate
from extractor.document import value_to_json
from extractor.learned import ANY, BLOCKS, curve_key, learned_of, signs
from extractor.logistic import logistic
from extractor.schemas.record import Kind, Rows, spec_path
from extractor.scorer import TOLD, runner_up
from tools.train import answers, scorer
from tools.train.answers import Prepared

LEAST_ANSWERS = 60  # of a family or kind that are worth a curve of its own
MOST_UNEVEN = 5.0  # by which an origin's answers are raised at the most
HELD = 3.0  # how strongly a curve is held to the straight line: as many answers as that
NO_ROW = "\0"  # equal to no answer
RIVALLED = frozenset({Kind.IDENTIFIER})  # kinds whose runner-up says something: a document has dates and amounts of many fields


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a field that the truth names: of which curves, from where, what a curve weighs, and whether it is right."""

    keys: tuple[str, ...]
    origin: str
    signs: tuple[float, ...]
    right: bool


def fit(prepared: Sequence[Prepared]) -> dict[str, list[float]]:
    """By `learned.curve_key`, by kind of value, and under `any` and `blocks` of all together: the weights of a `learned.Curve`."""
    held: dict[str, list[Answered]] = defaultdict(list)
    for answered in out_of_fold(prepared):
        for key in answered.keys:
            held[key].append(replace(answered, signs=(*answered.signs[:-1], 0.0)) if key == ANY else answered)
    enough = {key: found for key, found in sorted(held.items()) if len(found) >= LEAST_ANSWERS}
    return {key: [round(number, 4) for number in curve(found)] for key, found in enough.items()}


def out_of_fold(prepared: Sequence[Prepared]) -> Iterable[Answered]:
    """The answers to every document by trees that did not see its vendor."""
    halves = [[each for each in prepared if answers.even(each.example) is even] for even in (True, False)]
    for learned, shown in (halves, halves[::-1]):
        yield from _answered(learned, shown)


def _answered(learned: Sequence[Prepared], shown: Sequence[Prepared]) -> Iterator[Answered]:
    """What trees of some documents answer to others."""
    models = learned_of(scorer.fit_documents(learned))
    for each in shown:
        truth, specs = answers.truth_of(each.example), {spec.path: spec for spec in each.specs}
        for path, value in answers.chosen(each, models).values.items():
            spec, expected = specs.get(spec_path(path)), _expected(truth.fields, path)
            if spec is None or expected in (None, "", []) or not truth.visible.get(path, True):
                continue
            keys: tuple[str, ...]
            if spec.rows is None:
                keys = curve_key(spec.kind.value, value.family), spec.kind.value, ANY
                weighed = signs(value.confidence, value.times, runner_up(value) if spec.kind in RIVALLED else 0.0)
            elif spec.layout is Rows.BLOCKS and value.source not in TOLD:
                keys, weighed = (curve_key(spec.kind.value, BLOCKS), BLOCKS), signs(value.confidence, 1, 0.0)
            else:
                continue
            yield Answered(keys, each.example.origin, weighed, evaluate.equal(value_to_json(value.value), expected, spec.kind))


def _expected(fields: Mapping[str, Any], path: str) -> Any:
    """What the truth has at a path; a value of a row that it does not have is wrong, whatever it is."""
    if path in fields or not (parts := path.split("."))[1:] or not parts[1].isdigit():
        return fields.get(path)
    rows, number = fields.get(parts[0]) or [], int(parts[1])
    return rows[number].get(".".join(parts[2:])) if number < len(rows) else NO_ROW if rows else None


def curve(held: Sequence[Answered]) -> list[float]:
    """The weights of a `learned.Curve` by Newton's method (Platt 1999)."""
    table = np.array([answered.signs for answered in held])
    right = np.array([float(answered.right) for answered in held])
    start = np.array([1.0, 0.0, 0.0, 0.0])
    return [float(weight) for weight in logistic(table, right, _evened(held), start, np.full(len(start), HELD))]


def _evened(held: Sequence[Answered]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What each answer weighs, so that those of every origin weigh alike, but for the rarest."""
    count: dict[str, int] = defaultdict(int)
    for answered in held:
        count[answered.origin] += 1
    even = len(held) / len(count)
    return np.array([min(even / count[answered.origin], MOST_UNEVEN) for answered in held])
