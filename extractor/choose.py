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

from extractor.document import Candidate, FieldValue, Issue, Severity, value_to_json
from extractor.schemas.record import FieldSpec, Kind, NotAfter, Rule, Sum

CENT = Decimal("0.01")
OPTIONS = 7  # candidates of a field that enter the search
BEAM = 48
ANSWER_FROM = 0.2  # a candidate this probable is given, with its low confidence, rather than nothing;
WORDS_FROM = 0.08  # names and addresses: near doubles (with and without a line) share the probability of the right one
REQUIRED_FROM = 0.03  # where the field is required, a person will look at it anyway, and is glad of a proposal
MENTIONED = 0.1  # a candidate this probable says that the page may have the field, unrecognised
RECKON_FROM = 0.7  # confidence of every figure that another is reckoned from
SURE_ROW = 0.95  # confidence of the only figure of a column that stands for its sum
FLOOR = 0.02  # candidates less probable than this do not enter
HOLDS, HOLDS_TRIVIALLY, FAILS = 3.0, 0.4, -2.5  # log odds for a sum of several figures, one of a single figure, a broken one
FAILS_INCOMPLETE = -0.6  # a broken one that lacks an optional term: the page may have it, unrecognised
SAME_TOKEN = -4.0  # one token as two things
SAME_AMOUNT = -0.8  # one amount as two totals that a sum ties together ("Total due" is gross and due at once)
MIXED_CONVENTION = -3.0
LATE = -4.0  # dates in the wrong order
LEANS_ELSEWHERE = -4.0  # the address of a name that was not chosen
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
    fixed = {f"{rule_path}": total for rule_path, total in _row_sums(rows, rules).items()}
    best = _search(order, options, single, rules, fixed)
    chosen = {**best.chosen, **rows}
    holds, fails = judge(rules, {path: c.value for path, c in best.chosen.items()} | fixed)
    values = {path: _field_value(path, candidate, by_path[path], holds, fails) for path, candidate in chosen.items()}
    silent = {path for path in single if not any(c.score >= MENTIONED for c in by_path.get(path, ()))}
    values |= {value.path: value for value in _reckoned(rules, values, silent)}
    return Choice(values, holds, fails, tuple(_open_questions(best.chosen, readings, rules, fixed)))


def _open_questions(
    chosen: Mapping[str, Candidate],
    readings: Mapping[str, Sequence[Candidate]],
    rules: Sequence[Rule],
    fixed: Mapping[str, Decimal],
) -> Iterator[Issue]:
    """Values whose words read otherwise by another convention, where neither the document nor what must be true of the whole decides."""
    for family in ("order", "decimal"):
        rivals = {
            path: rival
            for path, candidate in chosen.items()
            if _family(candidate.convention) == family and (rival := _other_reading(candidate, readings[path])) is not None
        }
        values = {path: candidate.value for path, candidate in chosen.items()} | dict(fixed)
        otherwise = judge(rules, values | {path: rival.value for path, rival in rivals.items()})[0]
        if any(rule not in otherwise and _terms(rule) & rivals.keys() for rule in judge(rules, values)[0]):
            continue
        for path, rival in sorted(rivals.items()):
            both = f"{value_to_json(chosen[path].value)} or {value_to_json(rival.value)}"
            message = f"{path}: {rival.text!r} may be {both}; nothing on the document decides"
            if family == "order":
                yield Issue("ambiguous_date", Severity.WARNING, message, (path,))
            else:
                yield Issue("ambiguous_amount", Severity.WARNING, message, (path,))


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
        merged.append(replace(best, score=max(best.score, min(1 - doubt, 0.995))))
    return sorted(merged, key=lambda c: -c.score)


def _is_row(path: str) -> bool:
    return any(part.isdigit() for part in path.split("."))


def _row_sums(rows: Mapping[str, Candidate], rules: Sequence[Rule]) -> dict[str, Decimal]:
    """The sums over rows that the rules speak of; a list with a row that lacks the figure has none."""
    sums: dict[str, Decimal] = {}
    for rule in rules:
        for term in (rule.plus + rule.minus) if isinstance(rule, Sum) else ():
            if "[]" in term:
                group, _, column = term.partition("[].")
                figures = [c.value for path, c in rows.items() if path.startswith(f"{group}.") and path.split(".", 2)[2] == column]
                if figures and all(isinstance(f, Decimal) for f in figures):
                    sums[term] = sum(figures, Decimal(0))
    return sums


def _reckoned(rules: Sequence[Rule], values: Mapping[str, FieldValue], silent: set[str]) -> Iterator[FieldValue]:
    """What no page says but follows: the terms that a rule allows it for, where it is the only one missing and all the
    others are sure. It has no place; its evidence is the equation. Only for fields of which the page is `silent`."""
    for rule in (rule for rule in rules if isinstance(rule, Sum)):
        for path in silent.intersection(rule.reckoned):
            needed = [term for term in (rule.total, *rule.plus) if term != path and term not in rule.optional]
            said = [term for term in (*rule.optional, *rule.minus) if term in values]
            rows = {term: _column(values, term) for term in (*rule.plus, *rule.minus) if "[]" in term}
            used = [values[term] for term in (*needed, *said) if term in values] + [value for column in rows.values() for value in column]
            if path in values or any(term not in values and not _adds_up(rows.get(term, ())) for term in needed) or not used:
                continue
            if min(value.confidence for value in used) < RECKON_FROM or any(not isinstance(value.value, Decimal) for value in used):
                continue
            amounts = {term: sum((v.value for v in rows[term]), Decimal(0)) if term in rows else values[term].value for term in needed}
            amounts |= {term: values[term].value for term in said}
            plus = sum((amounts.get(term, Decimal(0)) for term in rule.plus), Decimal(0))
            minus = sum((abs(amounts.get(term, Decimal(0))) for term in rule.minus), Decimal(0))
            result = plus - minus if path == rule.total else amounts[rule.total] - plus + minus
            confidence = 0.95 * min(value.confidence for value in used)
            yield FieldValue(path, result, "", confidence, "computed", f"not on the page; follows from {rule_text(rule)}")


def _adds_up(column: Sequence[FieldValue]) -> bool:
    """Whether a column's sum may stand for a total: two rows, or one that its own equation makes sure."""
    return len(column) > 1 or (len(column) == 1 and column[0].confidence >= SURE_ROW)


def _column(values: Mapping[str, FieldValue], term: str) -> list[FieldValue]:
    group, _, name = term.partition("[].")
    return [value for path, value in values.items() if path.startswith(f"{group}.") and path.split(".", 2)[2] == name]


def _search(
    order: Sequence[str],
    options: Mapping[str, Sequence[Candidate]],
    specs: Mapping[str, FieldSpec],
    rules: Sequence[Rule],
    fixed: Mapping[str, Decimal],
) -> _State:
    """Fields that rules tie together by beam search; the others after them, the surest first, each the best that is free."""
    beam = [_State(0.0, {}, {})]
    done: set[str] = set(fixed)
    tied = _tied(rules)
    waiting = [rule for rule in rules if isinstance(rule, Sum | NotAfter)]
    ruled = {term for rule in waiting for term in _terms(rule)}
    prepared = {path: [_Option.of(candidate, specs[path]) for candidate in options[path]] for path in order}
    for path in (path for path in order if path in ruled):
        done.add(path)
        ready = [rule for rule in waiting if _terms(rule) <= done | {t for t in _terms(rule) if t not in order}]
        waiting = [rule for rule in waiting if rule not in ready]
        grown: list[_State] = []
        for state in beam:
            grown.append(_settled(state, ready, fixed))
            grown += [_settled(_with(state, option, specs, tied), ready, fixed) for option in prepared[path]]
        grown.sort(key=lambda s: -s.utility)
        beam = grown[:BEAM]
    best = beam[0]
    for path in (path for path in order if path not in ruled):
        best = max([best, *(_with(best, option, specs, tied) for option in prepared[path])], key=lambda s: s.utility)
    return best


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
        return _Option(candidate, _logit(candidate.score) - _logit(_answer_from(spec)), token, _family(candidate.convention))


def _family(convention: str | None) -> str:
    """Which question a convention answers: the mark of decimals, the order of a date's figures, or none."""
    if convention in (None, "", "year_first"):
        return ""
    return "decimal" if str(convention).startswith("decimal") else "order"


def _with(state: _State, option: _Option, specs: Mapping[str, FieldSpec], tied: frozenset[frozenset[str]]) -> _State:
    path, convention = option.candidate.path, option.candidate.convention
    utility, tokens, conventions = state.utility + option.gain, state.tokens, state.conventions
    if option.token is not None:
        owner = tokens.get(option.token)
        if owner is not None and specs[owner].kind is specs[path].kind:
            utility += SAME_AMOUNT if frozenset((owner, path)) in tied else SAME_TOKEN
        tokens = {**tokens, option.token: path}
    if (leans_on := option.candidate.leans_on) is not None:
        other = state.chosen.get(leans_on[0])
        utility += LEANS_ELSEWHERE if other is not None and other.value != leans_on[1] else 0.0
    if option.family:
        if conventions.get(option.family, convention) != convention:
            utility += MIXED_CONVENTION
        elif option.family not in conventions:
            conventions = {**conventions, option.family: str(convention)}
    return _State(utility, {**state.chosen, path: option.candidate}, tokens, conventions)


def _answer_from(spec: FieldSpec) -> float:
    if spec.required:
        return REQUIRED_FROM
    return WORDS_FROM if spec.kind in (Kind.NAME, Kind.ADDRESS) else ANSWER_FROM


def _terms(rule: Rule) -> frozenset[str]:
    if isinstance(rule, Sum):
        return frozenset((rule.total, *rule.plus, *rule.minus))
    if isinstance(rule, NotAfter):
        return frozenset((rule.earlier, rule.later))
    return frozenset()


def _tied(rules: Sequence[Rule]) -> frozenset[frozenset[str]]:
    """Pairs of fields that a sum relates directly: they may be one printed figure."""
    pairs = set()
    for rule in rules:
        if isinstance(rule, Sum):
            needed = [t for t in rule.plus if t not in rule.optional]
            pairs |= {frozenset((rule.total, term)) for term in needed if "[]" not in term}
    return frozenset(pairs)


def _logit(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def _settled(state: _State, ready: Sequence[Rule], fixed: Mapping[str, Decimal]) -> _State:
    if not ready:
        return state
    values: dict[str, Any] = {path: c.value for path, c in state.chosen.items()} | dict(fixed)
    gain = 0.0
    for rule in ready:
        verdict = verdict_of(rule, values)
        if verdict is None:
            continue
        if isinstance(rule, NotAfter):
            gain += 0.0 if verdict else LATE
        elif verdict:
            figures = {abs(values[t]) for t in _terms(rule) if values.get(t)}
            gain += HOLDS if len(figures) > 1 else HOLDS_TRIVIALLY
        else:
            lacking = isinstance(rule, Sum) and any(values.get(term) is None for term in rule.optional)
            gain += FAILS_INCOMPLETE if lacking else FAILS
    return _State(state.utility + gain, state.chosen, state.tokens, state.conventions)


def verdict_of(rule: Rule, values: Mapping[str, Any]) -> bool | None:
    """Whether a rule holds for these values; None where a needed one is absent. Sums may be off by a cent a term."""
    if isinstance(rule, NotAfter):
        earlier, later = values.get(rule.earlier), values.get(rule.later)
        return None if earlier is None or later is None else bool(earlier <= later)
    if not isinstance(rule, Sum):
        return None
    total = values.get(rule.total)
    if total is None:
        return None
    amount = Decimal(0)
    for sign, terms in ((1, rule.plus), (-1, rule.minus)):
        for term in terms:
            value = values.get(term)
            if value is None:
                if term not in rule.optional:
                    return None
                continue
            # Deductions are printed with or without their minus sign.
            amount += sign * (abs(value) if sign < 0 else value)
    return bool(abs(amount - total) <= (0 if rule.exact else CENT * max(len(rule.plus), 2)))


def judge(rules: Sequence[Rule], values: Mapping[str, Any]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that hold and those that fail; the silent ones are in neither."""
    verdicts = [(rule, verdict_of(rule, values)) for rule in rules]
    return tuple(rule for rule, v in verdicts if v is True), tuple(rule for rule, v in verdicts if v is False)


def _field_value(path: str, candidate: Candidate, found: Sequence[Candidate], holds: Sequence[Rule], fails: Sequence[Rule]) -> FieldValue:
    doubt = 1 - min(candidate.score, 0.99)
    evidence = candidate.evidence
    for rule in holds:
        if isinstance(rule, Sum) and path in _terms(rule) and candidate.value:
            doubt *= 0.3
            evidence += f"; {rule_text(rule)} holds"
    if any(isinstance(rule, Sum) and path in _terms(rule) for rule in fails):
        doubt = min(1 - (1 - doubt) * 0.6, 1.0)
    others = [other for other in found if other.value != candidate.value][:3]
    if others and others[0].score > 0:  # a strong runner-up is a reason to doubt
        doubt = max(doubt, 0.5 * others[0].score * (1 - candidate.score) + doubt * 0.5)
    return FieldValue(
        path,
        candidate.value,
        candidate.text,
        min(1 - doubt, 0.995),
        candidate.source,
        evidence,
        candidate.page,
        candidate.box,
        tuple(others),
        candidate.repaired,
    )


def rule_text(rule: Rule) -> str:
    """A rule as people write it: "gross_total = net_total + tax_total"."""
    if isinstance(rule, Sum):
        return f"{rule.total} = {' + '.join(rule.plus)}" + "".join(f" - {term}" for term in rule.minus)
    if isinstance(rule, NotAfter):
        return f"{rule.earlier} <= {rule.later}"
    return f"{rule.result} = {' x '.join(rule.factors)}"
