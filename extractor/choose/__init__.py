"""Candidates to one value a field: the most probable set that makes the arithmetic hold.

Each candidate has a probability of its own (its `score`). The joint choice adds what must be true of the whole: sums
(`record.Sum`), the order of dates, one convention for dates and decimals in a document, one token for one field.

rewards   what the rules give and take            search   the set that is likeliest with them
columns   what follows from other answers                       currencies  the currency of the totals
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from extractor.choose.columns import Column, deductions, reckoned, row_sums, without_addends
from extractor.choose.currencies import totals_own
from extractor.choose.rewards import LIKELY, Wholes, absurd, proved_by
from extractor.choose.search import family, search
from extractor.document import Candidate, FieldValue, Issue, Severity, value_to_json
from extractor.learned import HIGHEST, logit
from extractor.quick import changed, dataclass
from extractor.schemas.leaves import alone, required
from extractor.schemas.record import FieldSpec, Rule, Sum, is_of_row
from extractor.schemas.verdicts import judge, rule_text, terms_of

OPTIONS = 7  # candidates of a field that enter the search
FLOOR = 0.02  # candidates less probable than this do not enter
SURE_RIVAL, CONTESTED = 0.9, 0.8  # an answer so probable leaves another one no more than this: one of the two misleads
RIVALS, ABSENT = 8, 0.2  # candidates that share a required field's certainty, and the odds that the page has none
WEAKLY, CLEARLY = 0.25, 0.55  # strengths of labels: some sign of the field; hardly anything else
AS_LIKELY = 0.05  # so much less probable a place of the same value may be that its own label names
COUNTED = 1  # amounts under it are shares and roundings
UNDECIDED = 0.3  # another reading of the chosen words, this likely against the chosen one, leaves the question open


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: by path, and which sums hold and fail with it."""

    values: Mapping[str, FieldValue]
    holds: tuple[Rule, ...]
    fails: tuple[Rule, ...]
    issues: tuple[Issue, ...] = ()  # what stays open: ambiguous dates and amounts


def choose(candidates: Sequence[Candidate], specs: Sequence[FieldSpec], rules: Sequence[Rule]) -> Choice:
    """One candidate or none for each field; all others of the field stay as its alternatives."""
    readings: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        readings[candidate.path].append(candidate)
    by_path = defaultdict(list, {path: _ordered(found) for path, found in readings.items()})
    rows = {path: found[0] for path, found in by_path.items() if found[0].score >= 0.5 and is_of_row(path)}
    single = alone(specs)
    options = {path: without_addends([c for c in by_path[path] if c.score >= FLOOR])[:OPTIONS] for path in single if path in by_path}
    order = sorted(
        (path for path in options if options[path]),
        key=lambda path: (options[path][0].leans_on is not None, -options[path][0].score, path),
    )
    fixed = row_sums(rows, rules, by_path)
    wholes = {rule.total: Wholes.of(readings.get(rule.total, ())) for rule in rules if isinstance(rule, Sum) and rule.usual}
    best = search(order, options, single, rules, fixed, wholes)
    best = changed(best, chosen={**best.chosen, **totals_own(best.chosen, single, readings)})
    chosen = {**best.chosen, **rows}
    known = {path: c.value for path, c in best.chosen.items()} | {term: column.total for term, column in fixed.items()}
    holds, fails = judge(rules, known)
    holds = tuple(
        rule for rule in holds if not (isinstance(rule, Sum) and rule.usual) or abs(known[rule.total]) in wholes[rule.total].proved
    )
    proofs = [(rule_text(rule), proved_by(rule, known)) for rule in holds if isinstance(rule, Sum)]
    denied = {term for rule in fails if isinstance(rule, Sum) for term in terms_of(rule) - {rule.or_total}}
    denied |= {rule.total for rule in rules if isinstance(rule, Sum) and absurd(rule, known)}
    times = {path: [other.value for other in readings[path]].count(candidate.value) for path, candidate in best.chosen.items()}
    values = {
        path: _field_value(path, candidate, by_path[path], proofs, path in denied, times.get(path, 1)) for path, candidate in chosen.items()
    }
    summed = {term for rule in rules if isinstance(rule, Sum) for term in terms_of(rule)}
    for path in (spec.path for spec in required(specs) if spec.path in values and spec.path not in summed):
        values[path] = changed(values[path], confidence=_share(chosen[path], by_path[path]))
    follows = {value.path: value for value in reckoned(rules, values, {path: by_path.get(path, ()) for path in single})}
    values |= follows
    values |= {value.path: value for value in deductions(rules, values)}
    # What follows must agree with the rest, and so must the sum of a column whose total is not told.
    whole = {rule.total: fixed[rule.plus[0]].total for rule in rules if isinstance(rule, Sum) and rule.reckoned and rule.plus[0] in fixed}
    told = whole | known | {path: value.value for path, value in follows.items()}
    fails = judge(rules, told)[1] if len(told) > len(known) else fails
    needed = {spec.path for spec in required(specs)}
    named = _named_otherwise({path: chosen[path] for path in chosen if path in needed}, by_path, _told_apart(rules, chosen))
    open_questions = (*_open_questions(best.chosen, readings, rules, fixed), *_either_total(holds, rules, values), *named)
    return Choice(values, holds, fails, open_questions)


def _open_questions(
    chosen: Mapping[str, Candidate],
    readings: Mapping[str, Sequence[Candidate]],
    rules: Sequence[Rule],
    fixed: Mapping[str, Column],
) -> Iterator[Issue]:
    """Values whose words read otherwise by another convention, where neither the document nor what must be true of the whole decides."""
    asked: dict[str, dict[str, Candidate]] = {"order": {}, "decimal": {}}
    for path, candidate in chosen.items():
        if (question := family(candidate.convention)) and (rival := _other_reading(candidate, readings[path])) is not None:
            asked[question][path] = rival
    for question, rivals in asked.items():
        if not rivals:
            continue
        values = {path: candidate.value for path, candidate in chosen.items()} | {term: column.total for term, column in fixed.items()}
        otherwise = judge(rules, values | {path: rival.value for path, rival in rivals.items()})[0]
        if any(rule not in otherwise and terms_of(rule) & rivals.keys() for rule in judge(rules, values)[0]):
            continue
        for path, rival in sorted(rivals.items()):
            both = f"{value_to_json(chosen[path].value)} or {value_to_json(rival.value)}"
            message = f"{path}: {rival.text!r} may be {both}; nothing on the document decides"
            if question == "order":
                yield Issue("ambiguous_date", Severity.WARNING, message, (path,))
            else:
                yield Issue("ambiguous_amount", Severity.WARNING, message, (path,))


def _either_total(holds: Sequence[Rule], rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A sum that may be either of two totals and is found to be the larger, where the lesser was not read and something lies between
    them: the rows may make the net amount, and the total with tax have been misread."""
    for rule in holds:
        if not isinstance(rule, Sum) or rule.or_total is None or rule.total in values or rule.or_total not in values:
            continue
        for other in rules:
            if not isinstance(other, Sum) or other.total != rule.or_total or rule.total not in other.plus:
                continue
            between = [term for term in other.plus if term != rule.total and term in values and values[term].value]
            if between:
                shown = value_to_json(values[rule.or_total].value)
                said = " and ".join(f"{term} {value_to_json(values[term].value)}" for term in between)
                message = f"{rule.or_total}: {shown} may be {rule.total}, which was not found; {said} lies between them"
                yield Issue("ambiguous_amount", Severity.WARNING, message, (rule.or_total,))


def _told_apart(rules: Sequence[Rule], chosen: Mapping[str, Candidate]) -> Mapping[str, frozenset[Decimal]]:
    """For each path the amounts of the totals that a sum makes of it and of what it takes off: "Total" may name the one or the other."""
    apart: dict[str, frozenset[Decimal]] = defaultdict(frozenset)
    for rule in rules:
        if isinstance(rule, Sum) and rule.total in chosen and any(term in chosen for term in rule.minus):
            for term in rule.plus:
                apart[term] |= {abs(chosen[rule.total].value)}
    return apart


def _named_otherwise(
    chosen: Mapping[str, Candidate], by_path: Mapping[str, Sequence[Candidate]], apart: Mapping[str, frozenset[Decimal]]
) -> Iterator[Issue]:
    """Amounts that no label names, where one names another figure as the field: what stands there may be the amount, misread."""
    for path, candidate in chosen.items():
        figures = [c for c in by_path[path] if isinstance(c.value, Decimal)]
        if not isinstance(candidate.value, Decimal) or any(
            c.features.get("strength", 0.0) >= WEAKLY for c in figures if abs(c.value) == abs(candidate.value)
        ):
            continue
        clear = (
            c
            for c in figures
            if abs(c.value) not in apart.get(path, ())
            and c.features.get("strength", 0.0) >= CLEARLY + c.features.get("rival", 0.0)
            and abs(c.value) >= COUNTED
        )
        if (other := next(clear, None)) is not None:
            message = f"{path}: no label names {candidate.text!r}; one names {other.text!r} ({other.evidence}), which may be misread"
            yield Issue("ambiguous_amount", Severity.WARNING, message, (path,))


def _other_reading(candidate: Candidate, found: Sequence[Candidate]) -> Candidate | None:
    """The same words by another convention, where that is about as likely."""
    likely = candidate.features.get("likelihood", candidate.score)
    same_words = (
        other
        for other in found
        if other.convention != candidate.convention
        and other.value != candidate.value
        and (other.page, other.box, other.text) == (candidate.page, candidate.box, candidate.text)
        and family(other.convention) == family(candidate.convention)
        and other.features.get("likelihood", other.score) >= UNDECIDED * likely
    )
    return next(same_words, None)


def _ordered(found: Sequence[Candidate]) -> list[Candidate]:
    """Likeliest first; of equal values the best one, its probability raised by the others (1 - prod(1 - p))."""
    if len(found) == 1:
        return list(found)
    pooled: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(found, key=lambda c: (-c.score, c.page or 0, c.box.top if c.box else 0.0, c.text)):
        pooled[str(candidate.value)].append(candidate)
    merged = []
    for same in pooled.values():
        best, *others = same
        if not others:
            merged.append(best)
            continue
        doubt = 1 - best.score
        for other in others[:3]:
            doubt *= 1 - 0.5 * other.score
        score = max(best.score, min(1 - doubt, HIGHEST))
        best = _named_place(same)
        merged.append(best if score == best.score else changed(best, score=score))
    if len(merged) == len(found):
        return merged
    return sorted(merged, key=lambda c: -c.score)


def _named_place(same: Sequence[Candidate]) -> Candidate:
    """Of equally likely places of one value, the likeliest first, the one that a label of the field names, where another field's label
    names the first: "VISA 58.65" is what was paid, though the total is as much."""
    best = same[0]
    if _claim(best) >= 0:
        return best
    return next((other for other in same if other.score >= best.score - AS_LIKELY and _claim(other) >= 0), best)


def _claim(candidate: Candidate) -> float:
    return candidate.features.get("strength", 0.0) - candidate.features.get("rival", 0.0)


def _share(candidate: Candidate, found: Sequence[Candidate]) -> float:
    """How sure the answer to a required field is: one candidate is right and all the others are not, or, seldom, none is. A part of
    the chosen words, or more words around them, is no other answer."""
    mine = str(candidate.value)
    others = [other.score for other in found[:RIVALS] if str(other.value) not in mine and mine not in str(other.value)]
    odds = math.exp(logit(candidate.score))
    share = min(odds / (odds + sum(math.exp(logit(score)) for score in others) + ABSENT), HIGHEST)
    return min(share, CONTESTED) if max(others, default=0.0) >= SURE_RIVAL else share


def _field_value(
    path: str, candidate: Candidate, found: Sequence[Candidate], proofs: Sequence[tuple[str, frozenset[str]]], denied: bool, times: int
) -> FieldValue:
    doubt = 1 - (candidate.score if candidate.score < 0.99 else 0.99)
    evidence, proved = candidate.evidence, False
    for said, terms in proofs:
        if path in terms:
            proved = True
            doubt *= 0.3
            evidence += f"; {said} holds"
    if denied:
        doubt = min(1 - (1 - doubt) * 0.6, 1.0)
    others = list(islice((other for other in found if other.value != candidate.value), 3)) if len(found) > 1 else []
    if others and others[0].score > 0:  # a strong runner-up is a reason to doubt
        doubt = max(doubt, 0.5 * others[0].score * (1 - candidate.score) + doubt * 0.5)
        if isinstance(candidate.value, Decimal) and others[0].score >= LIKELY and not proved:
            doubt = max(doubt, 0.5 * others[0].score)  # two amounts that both look right, and nothing that proves the one
    sure = 1 - doubt
    if isinstance(candidate.value, Decimal) and times == 1 and not proved:  # nothing else on the page tells whether it was misread
        sure *= candidate.features.get("confidence", 1.0)
    sure = sure if sure < HIGHEST else HIGHEST
    return FieldValue.of(candidate, sure, evidence, others, times=times, proved=proved)
