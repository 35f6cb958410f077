"""What lies between two totals: the deductions and additions that lead from one to the other, and so prove themselves and it.

"Lines 204.76, less discount 14.73, freight 5.80, net 195.83": three printed figures make a fourth, whatever their labels are
worth alone. Which totals and which steps there may be is read from the schema's sums with optional terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from extractor.document import Candidate
from extractor.find.places import Place
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.record import Kind, Rule, Sum, is_of_row
from extractor.schemas.verdicts import only_proves

PROVED, NAMELESS = 0.93, 0.15
MOST_STEPS = 10  # labelled steps; a document with more is not tried
MOST_DROPPED = 2  # of these, how many may have no part in the sum: a discount that a row has steps off already
MOST_TOTALS = 4  # amounts that are tried as the start, and as the end
AMOUNT_FROM = 0.5  # likelihood from which a figure is an amount at all
TOTAL_FROM, LABEL_FROM, STEP_FROM = 0.5, 0.4, 0.04  # score of a sure total; strength of a label of one, and of a step
HINTED_FROM = 0.2  # strength of a label of a part whose sum is printed nowhere
SURE_STEP = 0.3  # strength of the labels of steps that make an end which no label names
ALIGNED = 0.006  # of the page's width: how far apart the right edges of one column's figures may be

_Key = tuple[int, Box]  # page and box: one printed figure


@dataclass(frozen=True, slots=True)
class _Total:
    """An amount that a sum starts from or ends at; the places that say it."""

    amount: Decimal
    keys: frozenset[_Key]


@dataclass(frozen=True, slots=True)
class _Step:
    """A printed amount that counts towards `term`, with its sign."""

    key: _Key
    amount: Decimal
    term: str
    strength: float
    candidate: Candidate


def bridge_candidates(sheet: Sheet, found: Sequence[Candidate], rules: Sequence[Rule]) -> list[Candidate]:
    """Candidates, with their own probability, for the steps and the end of each sum that printed amounts make to the cent.
    `found` holds the rows and all labelled candidates. A term that several amounts make is computed and has no place."""
    by_path: dict[str, list[Candidate]] = {}
    for candidate in found:
        if isinstance(candidate.value, Decimal) and candidate.features.get("likelihood", 1.0) >= AMOUNT_FROM:
            by_path.setdefault(candidate.path, []).append(candidate)
    made: list[Candidate] = []
    for rule in rules:
        if isinstance(rule, Sum) and rule.minus and set(rule.minus) <= set(rule.optional) and not only_proves(rule):
            bridge = _bridge(sheet, rule, rules, by_path)
            if not any(candidate.score >= PROVED for candidate in bridge):
                bridge = _through_unsaid(sheet, rule, rules, by_path) or bridge
            made += bridge
    return made


def _bridge(sheet: Sheet, rule: Sum, rules: Sequence[Rule], by_path: Mapping[str, Sequence[Candidate]]) -> list[Candidate]:
    (needed,) = rule.needed if len(rule.needed) == 1 else ("",)
    starts = _column(needed, by_path) if "[]" in needed else _totals(by_path.get(needed, ()))
    ends = _totals(by_path.get(rule.total, ()))
    if steps := _steps(rule, by_path):
        cells = {(c.page or 0, c.box) for path, found in by_path.items() if is_of_row(path) for c in found}
        steps = [step for step in steps if step.key not in cells]
    wholes = ends + (_totals(by_path.get(rule.or_total, ())) if rule.or_total else [])
    if "[]" in needed and any(start.amount == end.amount for start in starts for end in wholes):
        return []  # nothing lies between; of rows with tax the net is less than their sum, without any deduction
    for start, end in product(starts, ends):
        if used := _between(start, _smaller(steps, start, end), end.amount):
            return list(_of_steps(rule, start, used, end.amount, by_path))
    for start in starts:
        if "[]" not in needed and (made := _of_end(sheet, rule, start, _smaller(steps, start))):
            return made
    proved = {c.value for c in by_path.get(needed, ()) if c.score >= TOTAL_FROM}
    for start in [start for start in starts if start.amount in proved] or starts:
        if "[]" not in needed and (made := _of_nobody(sheet, rule, start, _parts_of(needed, rules, by_path))):
            return made
    for start, end in product(starts, ends):
        if "[]" in needed and (made := _of_place(sheet, rule, start, _smaller(steps, start, end), end)):
            return made
    return []


def _parts_of(total: str, rules: Sequence[Rule], by_path: Mapping[str, Sequence[Candidate]]) -> frozenset[Decimal]:
    """The amounts, without their signs, that are likely parts of a total: they may stand under it, and nothing is taken off with them."""
    terms = {term for rule in rules if isinstance(rule, Sum) and rule.total == total and not rule.minus for term in rule.plus}
    return frozenset(abs(part.amount) for term in terms for part in _totals(by_path.get(term, ()), HINTED_FROM))


def _through_unsaid(sheet: Sheet, rule: Sum, rules: Sequence[Rule], by_path: Mapping[str, Sequence[Candidate]]) -> list[Candidate]:
    """The bridge from a total that no page says: "Net 669.75, VAT 140.65, less tax withheld 100.46, total 709.94". The terms that make
    it and the steps behind it are printed, and so is where they lead, be it called by the name of the one total or of the other."""
    (unsaid,) = rule.needed if len(rule.needed) == 1 else ("",)
    named = [step for step in _steps(rule, by_path) if step.strength >= SURE_STEP and step.term in rule.minus]
    if not named:
        return []
    ends = _totals([c for path in (rule.total, unsaid) for c in by_path.get(path, ())])
    for inner in rules:
        if not isinstance(inner, Sum) or inner.total != unsaid or inner.minus:
            continue
        parts = [_totals(by_path.get(term, ()), HINTED_FROM) for term in inner.plus if term not in inner.optional]
        for start, end in product((_sum_of(found) for found in product(*parts)), ends):
            used = _between(start, _smaller(named, start, end), end.amount)
            if not used or abs(start.amount) in sheet.sizes or len({*start.keys, *end.keys}) < len(parts) + 1:
                continue
            said = _said(start, used, end.amount)
            made = list(_of_steps(rule, start, used, end.amount, by_path))
            made += [Candidate(unsaid, start.amount, "", "computed", f"not on the page; {said}", score=PROVED)]
            if all(candidate.path != rule.total for candidate in made):
                printed = next(c for c in by_path.get(unsaid, ()) if c.value == end.amount)
                made.append(replace(_proved(printed, said), path=rule.total))
            return made
    return []


def _sum_of(parts: Sequence[_Total]) -> _Total:
    return _Total(sum((part.amount for part in parts), Decimal(0)), frozenset(key for part in parts for key in part.keys))


def _smaller(steps: Sequence[_Step], *totals: _Total) -> list[_Step]:
    """The steps that are none of these totals and no larger than they are; none where they are too many to be tried."""
    keys = frozenset(key for total in totals for key in total.keys)
    taken = [step for step in steps if step.key not in keys and abs(step.amount) <= abs(totals[0].amount)]
    return taken if len(taken) <= MOST_STEPS else []


def _column(term: str, by_path: Mapping[str, Sequence[Candidate]]) -> list[_Total]:
    group, _, column = term.partition("[].")
    cells = [
        max(candidates, key=lambda c: c.score)
        for path, candidates in by_path.items()
        if path.startswith(f"{group}.") and path.split(".", 2)[2] == column
    ]
    keys = frozenset((c.page or 0, c.box) for c in cells if c.box is not None)
    return [_Total(sum((c.value for c in cells), Decimal(0)), keys)] if cells else []


def _totals(candidates: Sequence[Candidate], label_from: float = LABEL_FROM) -> list[_Total]:
    """The likeliest amounts of a field: proved ones, and those that a label names."""
    likely: dict[Decimal, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: -max(c.score, _strength(c))):
        if candidate.score >= TOTAL_FROM or _strength(candidate) >= label_from:
            likely.setdefault(candidate.value, []).append(candidate)
    return [
        _Total(amount, frozenset((c.page or 0, c.box) for c in said if c.box is not None))
        for amount, said in list(likely.items())[:MOST_TOTALS]
        if amount
    ]


def _strength(candidate: Candidate) -> float:
    return candidate.features.get("strength", 0.0)


def _steps(rule: Sum, by_path: Mapping[str, Sequence[Candidate]]) -> list[_Step]:
    """The amounts that a label names as a step, each by its strongest label, in the order of the pages."""
    best: dict[_Key, _Step] = {}
    for term in rule.optional:
        for candidate in by_path.get(term, ()):
            if candidate.box is None or not candidate.value or _strength(candidate) < STEP_FROM:
                continue
            key = candidate.page or 0, candidate.box
            if key not in best or best[key].strength < _strength(candidate):
                amount = -abs(candidate.value) if term in rule.minus else candidate.value
                best[key] = _Step(key, amount, term, _strength(candidate), candidate)
    return sorted(best.values(), key=lambda step: (step.key[0], step.key[1].top, step.key[1].left))


def _between(start: _Total, steps: Sequence[_Step], end: Decimal) -> Sequence[_Step]:
    """The steps that lead from the start to the end: all of them, or all but the fewest possible."""
    return next((used for used in _chosen(steps) if used and _after(start, used) == end), ())


def _chosen(steps: Sequence[_Step]) -> Iterator[Sequence[_Step]]:
    """All the steps, all but one, all but two."""
    for dropped in range(min(MOST_DROPPED, len(steps)) + 1):
        for left_out in combinations(range(len(steps)), dropped):
            yield [step for i, step in enumerate(steps) if i not in left_out]


def _after(start: _Total, steps: Sequence[_Step]) -> Decimal:
    """Where the steps lead; a deduction lessens what a credit note gives back."""
    sign = -1 if start.amount < 0 else 1
    return start.amount + sum((step.amount * (sign if step.amount < 0 else 1) for step in steps), Decimal(0))


def _of_steps(
    rule: Sum, start: _Total, used: Sequence[_Step], end: Decimal, by_path: Mapping[str, Sequence[Candidate]]
) -> Iterator[Candidate]:
    said = _said(start, used, end)
    for term in dict.fromkeys(step.term for step in used):
        mine = [step for step in used if step.term == term]
        if len(mine) == 1:
            yield _proved(mine[0].candidate, said)
        else:
            total = sum((abs(step.amount) if term in rule.minus else step.amount for step in mine), Decimal(0))
            yield Candidate(term, total, "", "computed", said, score=PROVED)
    for candidate in by_path.get(rule.total, ()):
        if candidate.value == end:
            yield _proved(candidate, said)
            return


def _proved(candidate: Candidate, said: str) -> Candidate:
    return replace(candidate, evidence=f"{candidate.evidence}; {said}", features={}, score=PROVED)


def _of_end(sheet: Sheet, rule: Sum, start: _Total, steps: Sequence[_Step]) -> list[Candidate]:
    """An end that no label names: an amount that is printed after the start and its steps, and that all of them make, or one alone."""
    sure = [step for step in steps if step.strength >= SURE_STEP]
    hinted = [step for step in steps if HINTED_FROM <= step.strength < SURE_STEP and step.term in rule.minus]
    for used in [*([sure] if sure else ()), *([step] for step in sure if len(sure) > 1), *([step] for step in hinted)]:
        end = _after(start, used)
        last = max((*start.keys, *(step.key for step in used)), key=lambda key: (key[0], key[1].top))
        if end * start.amount <= 0:
            continue
        for place in sheet.places(Kind.MONEY):
            if place.match.value != end:
                continue
            if place.segment.page == last[0] and sheet.box_of_place(place).bottom >= last[1].top:
                made = sheet.candidate(rule.total, place, "pattern", _said(start, used, end), score=PROVED)
                return [*_of_steps(rule, start, used, end, {}), made]
    return []


def _of_nobody(sheet: Sheet, rule: Sum, start: _Total, parts: frozenset[Decimal]) -> list[Candidate]:
    """A step and an end that no label names, printed after the start and in its row or column: not sure enough to be given, but a
    reason not to take the start for the end. Sure are several steps with their signs, and all of them. `parts`: what the start is made
    of, which may be printed after it."""
    if not start.keys:
        return []
    page, box = max(start.keys, key=lambda key: (key[0], key[1].top))
    after: dict[Decimal, Place] = {}
    here = next((p for p in sheet.places(Kind.MONEY) if p.segment.page == page and sheet.box_of_place(p) == box), None)
    if here is None:
        return []
    aligned = ALIGNED * sheet.page_size(page)[0]
    for place in sheet.places(Kind.MONEY):
        if place.segment.page != page or not isinstance(place.match.value, Decimal):
            continue
        if abs(place.right - here.right) <= aligned:
            later = place.top > here.top
        else:
            spot = sheet.box_of_place(place)
            later = spot.left > box.right and spot.overlap_y(box) > 0.5
        if later:
            after[abs(place.match.value)] = place
    left, steps = abs(start.amount), 0
    for amount, place in after.items():
        if amount == left and steps > 1:
            said = f"{abs(start.amount)} less the {steps} amounts under it = {left}"
            return [sheet.candidate(rule.total, place, "pattern", said, score=PROVED)]
        left, steps = (left - amount, steps + 1) if place.match.value < 0 else (Decimal(0), 0)
    taken = list(after)
    for number, (end, place) in enumerate(after.items()):
        step = abs(start.amount) - end
        if 0 < end < abs(start.amount) and step in taken[: number + 1] and not {step, end} <= parts:
            said = f"{abs(start.amount)} -{abs(start.amount) - end} = {end}"
            return [sheet.candidate(rule.total, place, "pattern", said, score=NAMELESS)]
    return []


def _of_place(sheet: Sheet, rule: Sum, start: _Total, steps: Sequence[_Step], end: _Total) -> list[Candidate]:
    """A step that no label names, with those that are named: the one printed amount that fills the gap, under what the sum starts
    from, and above the end in its column or beside it in its row."""
    lowest = max(((page, box.bottom) for page, box in start.keys), default=(0, 0.0))
    free = [
        (place, box)
        for place in sheet.places(Kind.MONEY)
        if (box := sheet.box_of_place(place))
        and (place.segment.page, box.bottom) > lowest
        and (place.segment.page, box) not in {step.key for step in steps} | end.keys
        and any(place.segment.page == page and _leads_to(box, total) for page, total in end.keys)
    ]
    for used in _chosen(steps) if free else ():
        gap = end.amount - _after(start, used)
        term = rule.minus[0] if gap * end.amount < 0 else next((term for term in rule.plus if term in rule.optional), "")
        for place, box in free:
            if abs(place.match.value) == abs(gap) and term:
                made = sheet.candidate(term, place, "pattern", f"leads from {start.amount} to {end.amount}")
                step = _Step((place.segment.page, box), -abs(gap) if term in rule.minus else gap, term, 0.0, made)
                return list(_of_steps(rule, start, [*used, step], end.amount, {}))
    return []


def _leads_to(box: Box, total: Box) -> bool:
    return (abs(box.right - total.right) <= ALIGNED and box.top < total.top) or box.overlap_y(total) > 0.5


def _said(start: _Total, used: Sequence[_Step], end: Decimal) -> str:
    return f"{start.amount} {' '.join(f'{step.amount:+}' for step in used)} = {end}"
