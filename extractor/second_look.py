"""A second look at the head of a receipt, where the first is unsure: its name and address weighed by what the trained pipeline of names
says of each line.

What a candidate gains or loses are log odds: how much better or worse its lines go with its being a name or an address than those of the
likeliest candidate do (models/NER.md tells what this is worth). Nothing is loaded for a document whose head is clear.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec

from extractor.document import Candidate, Reading
from extractor.find.parties.entities import ADDRESS, GOES_ON, ORGANISATION, kinds_of_lines
from extractor.find.parties.head import head_lines
from extractor.find.parties.roles import parties_of
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.learned import logit, probability
from extractor.quick import changed
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import UNKNOWN

CLOSE = 2.0  # log odds by which the likeliest answer of a field must lead, to need no second look
WEIGHT = 0.5  # of what the pipeline says, against the first look
UNSAID = 0.03  # probability that the pipeline may always be wrong
INSIDE = 0.005  # of the page's size, that a line may stand out of the candidate that holds it
KNOWN = 0.5  # probability from which the pipeline knows a line
LABELS = {Kind.NAME: ORGANISATION, Kind.ADDRESS: ADDRESS}


def second_look(candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading]) -> tuple[Candidate, ...]:
    """The scored candidates, those for the name and the one-text address of an issuer weighed again where the likeliest is not sure."""
    kinds = {leaf.path: leaf.kind for leaf in _leaves(specs)}
    members: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        if candidate.path in kinds:
            members[candidate.path].append(number)
    unsure = {path: numbers for path, numbers in members.items() if _lead([candidates[n] for n in numbers]) < CLOSE}
    head = _Head(readings) if unsure and find_spec("spacy") is not None else None  # `extractor doctor` tells of a library that is missing
    if head is None or not head.boxes:
        return tuple(candidates)
    weighed = list(candidates)
    for path, numbers in unsure.items():
        if not head.has(kinds[path]):
            continue
        fits = {number: fit for number in numbers if (fit := head.fit(candidates[number], kinds[path])) is not None}
        first = max(fits, key=lambda number: candidates[number].score, default=-1)
        for number, fit in fits.items():
            weighed[number] = _weighed(candidates[number], WEIGHT * (fit - fits[first]))
    return tuple(weighed)


def _leaves(specs: Sequence[FieldSpec]) -> Iterable[FieldSpec]:
    """The names and addresses of issuers that have their address as one text, as on receipts."""
    for party in parties_of(specs):
        if party.role is Role.ISSUER and party.leaf(Kind.ADDRESS) is not None:
            yield from (leaf for kind in LABELS if (leaf := party.leaf(kind)) is not None)


def _lead(candidates: Iterable[Candidate]) -> float:
    """By how many log odds the likeliest answer is likelier than the next."""
    wrong: dict[str, float] = defaultdict(lambda: 1.0)
    for candidate in candidates:
        wrong[compact(str(candidate.value))] *= 1 - candidate.score
    first, second, *_ = (*sorted((logit(1 - share) for share in wrong.values()), reverse=True), -math.inf, -math.inf)
    return first - second if wrong else math.inf


def _weighed(candidate: Candidate, gain: float) -> Candidate:
    """With its probability changed by log odds."""
    if not gain or not 0 < candidate.score < 1:
        return candidate
    odds = math.log(candidate.score / (1 - candidate.score)) + gain
    return changed(candidate, score=probability(odds), features={**candidate.features, "second_look": gain})


class _Head:
    """The lines of the first page's head, and what the pipeline of names says of them."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        sheet = Sheet(readings, UNKNOWN)
        lines = head_lines(sheet) if sheet.segments else []
        self.boxes = [line.box(sheet) for line in lines]
        self._page = lines[0].page if lines else 0
        self._said = kinds_of_lines([line.text for line in lines]) if lines else ()

    def has(self, kind: Kind) -> bool:
        """Whether the pipeline knows any line for what is sought: else it can only say that less is better."""
        return any(_share(said, LABELS[kind]) >= KNOWN for said in self._said)

    def fit(self, candidate: Candidate, kind: Kind) -> float | None:
        """How well the lines that a candidate takes go with its kind; None where it stands on none of the head's. Of an address each line
        has its say, so that one fits less that leaves a line of it or takes one that is none. Of a name the best of them alone: how far a
        name goes is told by the letters' size and the space between lines, which the pipeline does not see."""
        taken = [said for box, said in zip(self.boxes, self._said, strict=True) if self._holds(candidate, box)]
        if not taken:
            return None
        if kind is Kind.ADDRESS:
            return sum(logit(_share(said, LABELS[kind])) for said in taken)
        return max(math.log(_share(said, LABELS[kind])) for said in taken)

    def _holds(self, candidate: Candidate, line: Box) -> bool:
        box, (x, y) = candidate.box, line.center
        if box is None or candidate.page != self._page:
            return False
        return box.left - INSIDE <= x <= box.right + INSIDE and box.top - INSIDE <= y <= box.bottom + INSIDE


def _share(said: Mapping[str, float], label: str) -> float:
    """How probably a line is of a label, whether it begins there or goes on."""
    return min(max(said.get(label, 0.0) + said.get(label + GOES_ON, 0.0), UNSAID), 1 - UNSAID)
