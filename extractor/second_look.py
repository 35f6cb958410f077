"""A second look at the address of a receipt, where the first is unsure: weighed by what the trained pipeline of names says of each line,
beside addresses that the pipeline alone has found.

What a candidate gains or loses are log odds: how much better or worse its lines go with its being an address than those of the likeliest
candidate do, and, where none is likely, how well they do at all (models/NER.md tells what this is worth, and why names are not asked
after). Nothing is loaded for a document whose address is clear.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise

from extractor.document import Candidate, Reading
from extractor.find.parties.entities import ADDRESS, GOES_ON, kinds_of_lines
from extractor.find.parties.head import HeadLine, foot_lines, head_lines
from extractor.find.parties.head_looks import without_contact
from extractor.find.parties.letterhead import LONGEST_ADDRESS, as_one_text
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.roles import parties_of
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.learned import logit, probability
from extractor.quick import changed, dataclass
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import UNKNOWN

CLOSE = 2.5  # log odds by which the likeliest answer of a field must lead, to need no second look
LIKELY = 0.3  # probability that it must have
WEIGHT = 0.5  # of what the pipeline says, against the first look
ALONE = 0.75  # of what it says of an address that the first look holds for none
UNSAID = 0.03  # probability that the pipeline may always be wrong
INSIDE = 0.005  # of the page's size, that a line may stand out of the candidate that holds it
KNOWN = 0.5  # probability from which the pipeline knows a line of an address
SURELY = 0.7  # from which it may add one to another, or find one by itself
PARTED = 2  # lines of something else (a phone, a number of the firm) that may stand between those of an address
PARTED_COST = 0.5  # log odds that an address loses that others stand between
UNSEEN_ODDS = -1.5  # log odds of an address that the first look has not seen at all, before its lines have their say
FAMILY = "letterhead_address"  # whose confidences an address has that is found here


def second_look(
    candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading], words: LineWords
) -> tuple[Candidate, ...]:
    """The scored candidates, those for the one-text address of an issuer weighed again where the likeliest is not sure, and the addresses
    that only the pipeline sees."""
    members: dict[str, list[int]] = {path: [] for path in _addresses(specs)}
    for number, candidate in enumerate(candidates if members else ()):
        if candidate.path in members:
            members[candidate.path].append(number)
    unsure = {path: numbers for path, numbers in members.items() if _unsure([candidates[n] for n in numbers])}
    sheet = Sheet(readings, UNKNOWN) if unsure and find_spec("spacy") is not None else None  # `extractor doctor` tells of a missing library
    if sheet is None or not sheet.segments:
        return tuple(candidates)
    head, weighed = _Lines(sheet, head_lines(sheet), words), list(candidates)
    for path, numbers in unsure.items():
        again = _weighed_again([candidates[n] for n in numbers], head)
        for number, candidate in zip(numbers, again, strict=True):
            weighed[number] = candidate
        weighed += _parted(path, again, head) or [
            *_unseen(path, again, head),
            *_unseen(path, again, _Lines(sheet, foot_lines(sheet), words)),
        ]
    return tuple(weighed)


def _addresses(specs: Sequence[FieldSpec]) -> Iterator[str]:
    """The paths of issuers' addresses that are one text, as on receipts."""
    for party in parties_of(specs):
        if party.role is Role.ISSUER and (leaf := party.leaf(Kind.ADDRESS)) is not None:
            yield leaf.path


def _unsure(candidates: Sequence[Candidate]) -> bool:
    """Whether the likeliest answer is not likely, the next one nearly as likely, or a town with its code stands outside of it."""
    wrong: dict[str, float] = defaultdict(lambda: 1.0)
    for candidate in candidates:
        wrong[compact(str(candidate.value))] *= 1 - candidate.score
    first, second, *_ = (*sorted((1 - share for share in wrong.values()), reverse=True), 0.0, 0.0)
    if first < LIKELY or logit(first) - logit(second) < CLOSE:
        return True
    likeliest = max(candidates, key=lambda candidate: candidate.score)
    return not likeliest.features.get("sum_postal") and any(candidate.features.get("first_postal") for candidate in candidates)


def _weighed_again(candidates: Sequence[Candidate], head: _Lines) -> Sequence[Candidate]:
    fits = {n: head.fit(taken) for n, candidate in enumerate(candidates) if (taken := head.taken(candidate))}
    if not fits or not head.knows_any:  # it could only say that less is better
        return candidates
    first = max(fits, key=lambda n: candidates[n].score)
    alone = ALONE if candidates[first].score < LIKELY else 0.0
    weighed = list(candidates)
    for n, fit in fits.items():
        weighed[n] = _weighed(candidates[n], WEIGHT * (fit.whole - fits[first].whole) + alone * fit.line)
    return weighed


def _weighed(candidate: Candidate, gain: float) -> Candidate:
    """With its probability changed by log odds."""
    if not gain or not 0 < candidate.score < 1:
        return candidate
    odds = math.log(candidate.score / (1 - candidate.score)) + gain
    return changed(candidate, score=probability(odds), features={**candidate.features, "second_look": gain})


def _parted(path: str, candidates: Sequence[Candidate], head: _Lines) -> list[Candidate]:
    """Addresses between whose lines others stand: each as likely as the likeliest part of it, and by what its other lines add."""
    found = []
    for run in head.address_runs(PARTED):
        if run[-1] - run[0] < len(run):
            continue
        parts = [(candidate, taken) for candidate in candidates if (taken := head.taken(candidate)) and set(taken) < set(run)]
        if not parts:
            continue
        likeliest, taken = max(parts, key=lambda part: part[0].score)
        gain = WEIGHT * (head.fit(run).whole - head.fit(taken).whole) - PARTED_COST
        found.append(head.address(path, run, probability(logit(likeliest.score) + gain), "lines of the head with others between them"))
    return found


def _unseen(path: str, candidates: Sequence[Candidate], lines: _Lines) -> list[Candidate]:
    """Addresses that stand where none is looked for at first, under the goods or at the foot, where nothing else is likely."""
    if any(candidate.score >= LIKELY for candidate in candidates):
        return []
    seen = {number for candidate in candidates for number in lines.taken(candidate)}
    runs = [run for run in lines.address_runs(0) if not seen & set(run)]
    return [lines.address(path, run, probability(UNSEEN_ODDS + lines.fit(run).line), "lines under the head") for run in runs]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well lines go with their being an address, in log odds: all of them, and a line of them."""

    whole: float
    line: float


class _Lines:
    """Lines that stand together, and what the pipeline of names says of them."""

    def __init__(self, sheet: Sheet, lines: Sequence[HeadLine], words: LineWords) -> None:
        self._words = words
        self._texts = [line.text for line in lines]
        self._boxes = [line.box(sheet) for line in lines]
        self._page = lines[0].page if lines else 0
        self._shares = [_share(said) for said in kinds_of_lines(self._texts)] if lines else []

    @property
    def knows_any(self) -> bool:
        """Whether the pipeline knows any line for one of an address."""
        return any(share >= KNOWN for share in self._shares)

    def taken(self, candidate: Candidate) -> list[int]:
        """Which of the lines a candidate holds."""
        return [number for number, box in enumerate(self._boxes) if self._holds(candidate, box)]

    def fit(self, taken: Sequence[int]) -> _Fit:
        """Each line has its say, so that an address fits less that leaves a line of it or takes one that is none."""
        whole = sum(logit(self._shares[number]) for number in taken)
        return _Fit(whole, whole / len(taken))

    def address_runs(self, parted: int) -> Iterator[list[int]]:
        """Lines that the pipeline knows for those of an address, with so many others at the most between one and the next."""
        known = [number for number, share in enumerate(self._shares) if share >= SURELY]
        ends = [n for n, (one, next_one) in enumerate(pairwise(known), 1) if next_one - one > parted + 1]
        for start, end in pairwise([0, *ends, len(known)]):
            if 0 < end - start <= LONGEST_ADDRESS:
                yield known[start:end]

    def address(self, path: str, run: Sequence[int], score: float, why: str) -> Candidate:
        """The lines as a candidate."""
        first, *others = (without_contact(self._texts[number], self._words) for number in run)
        text = as_one_text([self._words.before_address.sub("", first), *others])
        box = Box.around(self._boxes[number] for number in run)
        return Candidate(path, text, text, "entity", why, self._page, box, score=score, family=FAMILY)

    def _holds(self, candidate: Candidate, line: Box) -> bool:
        box, (x, y) = candidate.box, line.center
        if box is None or candidate.page != self._page:
            return False
        return box.left - INSIDE <= x <= box.right + INSIDE and box.top - INSIDE <= y <= box.bottom + INSIDE


def _share(said: Mapping[str, float]) -> float:
    """How probably a line is of an address, whether it begins there or goes on."""
    return min(max(said.get(ADDRESS, 0.0) + said.get(ADDRESS + GOES_ON, 0.0), UNSAID), 1 - UNSAID)
