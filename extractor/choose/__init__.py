"""Candidates to one value a field: the most probable set that makes the arithmetic hold.

Each candidate has a probability of its own (its `score`). The joint choice adds what must be true of the whole: sums
(`record.Sum`), the order of dates, one convention for dates and decimals in a document, one token for one field. It is
a beam search over the fields, the surest first: utility = sum of log odds + what the rules give and take.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from extractor.choose.columns import Column, deductions, reckoned, row_sums
from extractor.document import Candidate, FieldValue, Issue, Severity, value_to_json
from extractor.learned import HIGHEST, logit
from extractor.schemas.record import FieldSpec, Kind, NotAfter, Rule, Sum
from extractor.schemas.verdicts import CENT, agreeing, gap_of, judge, rule_text, terms_of, verdict_of
from extractor.values.money import MOST_ROUNDED

OPTIONS = 7  # candidates of a field that enter the search
BEAM = 48
ANSWER_FROM = 0.2  # a candidate this probable is given, with its low confidence, rather than nothing;
WORDS_FROM = 0.08  # names and addresses: near doubles (with and without a line) share the probability of the right one
REQUIRED_FROM = 0.03  # where the field is required, a person will look at it anyway, and is glad of a proposal
FLOOR = 0.02  # candidates less probable than this do not enter
HOLDS, HOLDS_NEARLY, HOLDS_ROUGHLY = 3.0, 2.0, 1.0  # log odds for a sum of several figures: to the cent, but for one, but for some
HOLDS_TRIVIALLY, FAILS = 0.4, -2.5  # one of a single figure; a broken one
FAILS_INCOMPLETE, FAILS_PARTLY = -0.6, -1.5  # a broken one that lacks all or some optional terms: the page may have them, unrecognised
BESIDE_THE_NAMED = -0.75  # a total without a name where another has one; for each usual sum that speaks of it
LIKELY, NAMED = 0.5, 0.4  # a sum that need not hold speaks for the largest total of those this probable, labelled this strongly
MOST_SHARE = 3  # no tax and no tip is more than this part of what is paid
SAME_TOKEN = -4.0  # one token as two things
SAME_AMOUNT = -0.8  # one amount as two totals that a sum ties together ("Total due" is gross and due at once)
MIXED_CONVENTION = -3.0
LATE = -4.0  # dates in the wrong order
LEANS_ELSEWHERE = -4.0  # the address of a name that was not chosen
RIVALS, ABSENT = 8, 0.2  # candidates that share a required field's certainty, and the odds that the page has none
UNDECIDED = 0.3  # another reading of the chosen words, this likely against the chosen one, leaves the question open


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: by path, and which sums hold and fail with it."""

    values: Mapping[str, FieldValue]
    holds: tuple[Rule, ...]
    fails: tuple[Rule, ...]
    issues: tuple[Issue, ...] = ()  # what stays open: ambiguous dates and amounts


_Token = tuple[int, tuple[float, float, float, float], str]  # page, box, text: a run of words that can mean one thing


@dataclass(frozen=True, slots=True)
class _State:
    utility: float
    chosen: Mapping[str, Candidate]
    tokens: Mapping[_Token, str]
    conventions: Mapping[str, str] = field(default_factory=dict)


def choose(candidates: Sequence[Candidate], specs: Sequence[FieldSpec], rules: Sequence[Rule]) -> Choice:
    """One candidate or none for each field; all others of the field stay as its alternatives."""
    readings: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        readings[candidate.path].append(candidate)
    by_path = defaultdict(list, {path: _ordered(found) for path, found in readings.items()})
    rows = {path: found[0] for path, found in by_path.items() if _is_row(path) and found[0].score >= 0.5}
    single = {spec.path: spec for spec in specs if spec.rows is None}
    options = {path: [c for c in by_path.get(path, ()) if c.score >= FLOOR][:OPTIONS] for path in single}
    order = sorted(
        (path for path in options if options[path]),
        key=lambda path: (options[path][0].leans_on is not None, -options[path][0].score, path),
    )
    fixed = row_sums(rows, rules, by_path)
    wholes = {rule.total: _Wholes.of(readings.get(rule.total, ())) for rule in rules if isinstance(rule, Sum) and rule.usual}
    best = _search(order, options, single, rules, fixed, wholes)
    chosen = {**best.chosen, **rows}
    known = {path: c.value for path, c in best.chosen.items()} | {term: column.total for term, column in fixed.items()}
    holds, fails = judge(rules, known)
    holds = tuple(
        rule for rule in holds if not (isinstance(rule, Sum) and rule.usual) or abs(known[rule.total]) in wholes[rule.total].proved
    )
    proofs = [(rule_text(rule), _proved(rule, known)) for rule in holds if isinstance(rule, Sum)]
    denied = {term for rule in fails if isinstance(rule, Sum) for term in terms_of(rule) - {rule.or_total}}
    denied |= {rule.total for rule in rules if isinstance(rule, Sum) and _absurd(rule, known)}
    times = {path: sum(other.value == candidate.value for other in readings[path]) for path, candidate in best.chosen.items()}
    values = {
        path: _field_value(path, candidate, by_path[path], proofs, path in denied, times.get(path, 1)) for path, candidate in chosen.items()
    }
    summed = {term for rule in rules if isinstance(rule, Sum) for term in terms_of(rule)}
    for path in (path for path, spec in single.items() if spec.required and path in values and path not in summed):
        values[path] = replace(values[path], confidence=_share(chosen[path], by_path[path]))
    follows = {value.path: value for value in reckoned(rules, values, {path: by_path.get(path, ()) for path in single})}
    values |= follows
    values |= {value.path: value for value in deductions(rules, values)}
    # What follows must agree with the rest, and so must the sum of a column whose total is not told.
    whole = {rule.total: fixed[rule.plus[0]].total for rule in rules if isinstance(rule, Sum) and rule.reckoned and rule.plus[0] in fixed}
    fails = judge(rules, whole | known | {path: value.value for path, value in follows.items()})[1]
    open_questions = (*_open_questions(best.chosen, readings, rules, fixed), *_either_total(holds, rules, values))
    return Choice(values, holds, fails, open_questions)


def _open_questions(
    chosen: Mapping[str, Candidate],
    readings: Mapping[str, Sequence[Candidate]],
    rules: Sequence[Rule],
    fixed: Mapping[str, Column],
) -> Iterator[Issue]:
    """Values whose words read otherwise by another convention, where neither the document nor what must be true of the whole decides."""
    for family in ("order", "decimal"):
        rivals = {
            path: rival
            for path, candidate in chosen.items()
            if _family(candidate.convention) == family and (rival := _other_reading(candidate, readings[path])) is not None
        }
        values = {path: candidate.value for path, candidate in chosen.items()} | {term: column.total for term, column in fixed.items()}
        otherwise = judge(rules, values | {path: rival.value for path, rival in rivals.items()})[0]
        if any(rule not in otherwise and terms_of(rule) & rivals.keys() for rule in judge(rules, values)[0]):
            continue
        for path, rival in sorted(rivals.items()):
            both = f"{value_to_json(chosen[path].value)} or {value_to_json(rival.value)}"
            message = f"{path}: {rival.text!r} may be {both}; nothing on the document decides"
            if family == "order":
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


def _other_reading(candidate: Candidate, found: Sequence[Candidate]) -> Candidate | None:
    """The same words by another convention, where that is about as likely."""
    likely = candidate.features.get("likelihood", candidate.score)
    same_words = (
        other
        for other in found
        if (other.page, other.box, other.text) == (candidate.page, candidate.box, candidate.text)
        and other.value != candidate.value
        and other.convention != candidate.convention
        and _family(other.convention) == _family(candidate.convention)
        and other.features.get("likelihood", other.score) >= UNDECIDED * likely
    )
    return next(same_words, None)


def _ordered(found: Sequence[Candidate]) -> list[Candidate]:
    """Likeliest first; of equal values the best one, its probability raised by the others (1 - prod(1 - p))."""
    pooled: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(found, key=lambda c: (-c.score, c.page or 0, c.box.top if c.box else 0.0, c.text)):
        pooled[str(candidate.value)].append(candidate)
    merged = []
    for same in pooled.values():
        best, *others = same
        doubt = 1 - best.score
        for other in others[:3]:
            doubt *= 1 - 0.5 * other.score
        score = max(best.score, min(1 - doubt, HIGHEST))
        merged.append(best if score == best.score else replace(best, score=score))
    return sorted(merged, key=lambda c: -c.score)


def _is_row(path: str) -> bool:
    return any(part.isdigit() for part in path.split("."))


def _search(
    order: Sequence[str],
    options: Mapping[str, Sequence[Candidate]],
    specs: Mapping[str, FieldSpec],
    rules: Sequence[Rule],
    fixed: Mapping[str, Column],
    wholes: Mapping[str, _Wholes],
) -> _State:
    """Fields that rules tie together by beam search; the others after them, the surest first, each the best that is free."""
    beam = [_State(0.0, {}, {})]
    done: set[str] = set(fixed)
    tied = _tied(rules)
    rewards = _Rewards(fixed, wholes)
    waiting = [rule for rule in rules if isinstance(rule, Sum | NotAfter)]
    ruled = {term for rule in waiting for term in terms_of(rule)}
    prepared = {path: [_Option.of(candidate, specs[path]) for candidate in options[path]] for path in order}
    later = [path for path in order if path not in ruled]
    for path in (path for path in order if path in ruled):
        prepared[path] = _at_the_cost_of(later, path, prepared, specs)
        done.add(path)
        ready = [rule for rule in waiting if terms_of(rule) <= done | {t for t in terms_of(rule) if t not in order}]
        waiting = [rule for rule in waiting if rule not in ready]
        told = [(rule, tuple(terms_of(rule))) for rule in ready]
        grown: list[tuple[float, _State, _Option | None]] = []
        for state in beam:
            grown.append((state.utility + rewards.of(told, state, None), state, None))
            grown += [(_utility(state, option, specs, tied) + rewards.of(told, state, option), state, option) for option in prepared[path]]
        grown.sort(key=lambda each: -each[0])
        beam = [_with(state, option, utility) for utility, state, option in grown[:BEAM]]
    best = beam[0]
    for place, path in enumerate(later):
        utility, taken = best.utility, None
        for option in _at_the_cost_of(later[place + 1 :], path, prepared, specs):
            if (tried := _utility(best, option, specs, tied)) > utility:
                utility, taken = tried, option
        best = _with(best, taken, utility)
    return best


def _at_the_cost_of(
    later: Sequence[str], path: str, prepared: Mapping[str, Sequence[_Option]], specs: Mapping[str, FieldSpec]
) -> list[_Option]:
    """The options of a field, each less what a field that is decided later loses with it, where that one loses more: the words that
    are its own best answer."""
    loss: dict[_Token, float] = {}
    for other in (other for other in later if specs[other].kind is specs[path].kind):
        first = prepared[other][0]
        if first.token is not None:
            loss[first.token] = max(loss.get(first.token, 0.0), _lost_with(first, prepared[other]))
    mine = prepared[path]
    return [
        replace(option, gain=option.gain - cost)
        if option.token in loss and (cost := loss[option.token]) > _lost_with(option, mine)
        else option
        for option in mine
    ]


def _lost_with(option: _Option, options: Sequence[_Option]) -> float:
    """What a field loses that may not have an option: its lead over the best that is left, at most what two things in one token cost."""
    second = max((other.gain for other in options if other.token != option.token), default=0.0)
    return min(option.gain - max(second, 0.0), -SAME_TOKEN)


@dataclass(frozen=True, slots=True)
class _Option:
    """A candidate with what the search asks of it again and again: its gain in log odds, its token, its convention's family."""

    candidate: Candidate
    gain: float
    token: _Token | None
    family: str

    @staticmethod
    def of(candidate: Candidate, spec: FieldSpec) -> _Option:
        token = None if candidate.box is None else (candidate.page or 0, candidate.box.rounded(4), candidate.text)
        return _Option(candidate, logit(candidate.score) - logit(_answer_from(spec)), token, _family(candidate.convention))


def _family(convention: str | None) -> str:
    """Which question a convention answers: the mark of decimals, the order of a date's figures, or none."""
    if convention in (None, "", "year_first"):
        return ""
    return "decimal" if str(convention).startswith("decimal") else "order"


def _utility(state: _State, option: _Option, specs: Mapping[str, FieldSpec], tied: frozenset[frozenset[str]]) -> float:
    """The utility of a state with one more candidate, before what the rules give and take."""
    path, convention = option.candidate.path, option.candidate.convention
    utility = state.utility + option.gain
    if option.token is not None:
        owner = state.tokens.get(option.token)
        if owner is not None and specs[owner].kind is specs[path].kind:
            utility += SAME_AMOUNT if frozenset((owner, path)) in tied else SAME_TOKEN
    if (leans_on := option.candidate.leans_on) is not None:
        other = state.chosen.get(leans_on[0])
        utility += LEANS_ELSEWHERE if other is not None and other.value != leans_on[1] else 0.0
    if option.family and state.conventions.get(option.family, convention) != convention:
        utility += MIXED_CONVENTION
    return utility


def _with(state: _State, option: _Option | None, utility: float) -> _State:
    """A state with one more candidate, or without one for its field."""
    if option is None:
        return _State(utility, state.chosen, state.tokens, state.conventions)
    path, tokens, conventions = option.candidate.path, state.tokens, state.conventions
    if option.token is not None:
        tokens = {**tokens, option.token: path}
    if option.family and option.family not in conventions:
        conventions = {**conventions, option.family: str(option.candidate.convention)}
    return _State(utility, {**state.chosen, path: option.candidate}, tokens, conventions)


def _answer_from(spec: FieldSpec) -> float:
    if spec.required:
        return REQUIRED_FROM
    return WORDS_FROM if spec.kind in (Kind.NAME, Kind.ADDRESS) else ANSWER_FROM


def _tied(rules: Sequence[Rule]) -> frozenset[frozenset[str]]:
    """Pairs of fields that a sum relates directly: they may be one printed figure."""
    pairs = set()
    for rule in rules:
        if isinstance(rule, Sum):
            needed = [t for t in rule.plus if t not in rule.optional]
            pairs |= {frozenset((rule.total, term)) for term in needed if "[]" not in term}
    return frozenset(pairs)


@dataclass(frozen=True, slots=True)
class _Wholes:
    """Amounts (without their signs) that are likely a total. `proved`: those for which a sum that need not hold may speak, the
    largest, or the largest that its labels name where they name any; a lesser one may be the sum of a part of the page."""

    proved: frozenset[Decimal]
    named: frozenset[Decimal]

    @staticmethod
    def of(found: Sequence[Candidate]) -> _Wholes:
        likely = [c for c in found if c.score >= LIKELY and isinstance(c.value, Decimal)]
        named = [c for c in likely if c.features.get("strength", 0.0) >= NAMED]
        largest = max((abs(c.value) for c in named or likely), default=Decimal(0))
        proved = (abs(c.value) for c in (named or found) if isinstance(c.value, Decimal))
        return _Wholes(frozenset(v for v in proved if v >= largest - MOST_ROUNDED * CENT), frozenset(abs(c.value) for c in named))

    def passes_over(self, whole: Decimal) -> bool:
        """Whether a total without a name is taken where another has one."""
        return bool(self.named) and abs(whole) not in self.named


class _Rewards:
    """What the rules give and take. A rule is judged once for each choice of the candidates that it speaks of: states share most."""

    def __init__(self, fixed: Mapping[str, Column], wholes: Mapping[str, _Wholes]) -> None:
        self._fixed, self._wholes = fixed, wholes
        self._totals: dict[str, Any] = {term: column.total for term, column in fixed.items()}
        self._known: dict[tuple[int, ...], tuple[float, ...]] = {}

    def of(self, told: Sequence[tuple[Rule, tuple[str, ...]]], state: _State, option: _Option | None) -> float:
        """The gain in log odds by some rules, each with the fields that it speaks of, for a state and the candidate that joins it."""
        if not told:
            return 0.0
        gain = 0.0
        chosen = state.chosen if option is None else {**state.chosen, option.candidate.path: option.candidate}
        for rule, terms in told:
            spoken_of = [chosen.get(term) for term in terms]
            key = id(rule), *map(id, spoken_of)
            if key not in self._known:
                values = {term: held.value for term, held in zip(terms, spoken_of, strict=True) if held is not None} | self._totals
                self._known[key] = tuple(self._gains(rule, values))
            for part in self._known[key]:
                gain += part
        return gain

    def _gains(self, rule: Rule, values: Mapping[str, Any]) -> Iterator[float]:
        yield FAILS * _absurd(rule, values)
        whole = values.get(rule.total) if isinstance(rule, Sum) else None
        if isinstance(rule, Sum) and rule.usual and whole is not None and self._wholes[rule.total].passes_over(whole):
            yield BESIDE_THE_NAMED
        verdict = verdict_of(rule, values)
        if verdict is None:
            return
        if isinstance(rule, Sum):
            part = rule.usual and (not verdict or abs(values[rule.total]) not in self._wholes[rule.total].proved)
            yield 0.0 if part else _worth(rule, verdict, values, self._fixed)
        else:
            yield 0.0 if verdict else LATE


def _worth(rule: Sum, holds: bool, values: Mapping[str, Any], fixed: Mapping[str, Column]) -> float:
    """Log odds that a sum gives to what it is made of: the more, the less likely it holds by chance."""
    if not holds:
        lacking = [values.get(term) is None for term in rule.optional]
        return FAILS if not any(lacking) else FAILS_INCOMPLETE if all(lacking) else FAILS_PARTLY
    terms = agreeing(rule, values)
    several = any(fixed[term].several for term in terms & fixed.keys())
    if not several and len({abs(values[term]) for term in terms if values.get(term)}) < 2:
        return HOLDS_TRIVIALLY
    gap = gap_of(rule, values) or Decimal(0)
    return HOLDS if gap == 0 else HOLDS_NEARLY if gap <= CENT else HOLDS_ROUGHLY


def _proved(rule: Sum, values: Mapping[str, Any]) -> frozenset[str]:
    """What a sum that holds makes surer: its figures, and a nothing without which it would not be complete."""
    terms = agreeing(rule, values)
    figures = {term for term in terms if values.get(term)}
    nothing = {term for term in terms - figures if values.get(term) is not None and term not in rule.optional}
    return frozenset(figures | nothing if len(figures) > 1 else figures)


def _absurd(rule: Rule, values: Mapping[str, Any]) -> int:
    """How many of a usual sum's shares are too large for the whole: the first term may be all of it, no tax or tip a third."""
    if not (isinstance(rule, Sum) and rule.usual) or not (whole := values.get(rule.total)):
        return 0
    if whole < 0 and any(amount > 0 for path, amount in values.items() if path in terms_of(rule) or "[]" in path):
        return 1  # a dash read before what was bought
    return sum(1 for term in rule.plus[1:] if (share := values.get(term)) is not None and MOST_SHARE * abs(share) > abs(whole))


def _share(candidate: Candidate, found: Sequence[Candidate]) -> float:
    """How sure the answer to a required field is: one candidate is right and all the others are not, or, seldom, none is. A part of
    the chosen words, or more words around them, is no other answer."""
    mine = str(candidate.value)
    others = (other for other in found[:RIVALS] if str(other.value) not in mine and mine not in str(other.value))
    odds = math.exp(logit(candidate.score))
    return min(odds / (odds + sum(math.exp(logit(other.score)) for other in others) + ABSENT), HIGHEST)


def _field_value(
    path: str, candidate: Candidate, found: Sequence[Candidate], proofs: Sequence[tuple[str, frozenset[str]]], denied: bool, times: int
) -> FieldValue:
    doubt = 1 - min(candidate.score, 0.99)
    evidence = candidate.evidence
    for said, terms in proofs:
        if path in terms:
            doubt *= 0.3
            evidence += f"; {said} holds"
    if denied:
        doubt = min(1 - (1 - doubt) * 0.6, 1.0)
    others = [other for other in found if other.value != candidate.value][:3]
    if others and others[0].score > 0:  # a strong runner-up is a reason to doubt
        doubt = max(doubt, 0.5 * others[0].score * (1 - candidate.score) + doubt * 0.5)
        if isinstance(candidate.value, Decimal) and others[0].score >= LIKELY and not any(path in terms for _, terms in proofs):
            doubt = max(doubt, 0.5 * others[0].score)  # two amounts that both look right, and nothing that proves the one
    return FieldValue.of(candidate, min(1 - doubt, HIGHEST), evidence, others, times)
