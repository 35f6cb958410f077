"""The joint choice as a search: a beam over the fields that rules tie together, then the others, the surest first.

Utility = sum of log odds + what the rules give and take, less what one token as two things, mixed conventions and an address
without its name cost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import field
from operator import itemgetter
from typing import Any

from extractor.choose.columns import Column
from extractor.choose.rewards import LIKELY, Rewards, Wholes
from extractor.document import Candidate
from extractor.learned import logit
from extractor.quick import changed, dataclass
from extractor.schemas.record import FieldSpec, Kind, NotAfter, Rule, Sum
from extractor.schemas.verdicts import terms_of

BEAM = 48
ANSWER_FROM = 0.2  # a candidate this probable is given, with its low confidence, rather than nothing;
WORDS_FROM = 0.08  # names and addresses: near doubles (with and without a line) share the probability of the right one
REQUIRED_FROM = 0.03  # where the field is required, a person will look at it anyway, and is glad of a proposal
SAME_TOKEN = -4.0  # one token as two things
SAME_AMOUNT = -0.8  # one amount as two totals that a sum ties together ("Total due" is gross and due at once)
MIXED_CONVENTION = -3.0
LEANS_HERE = logit(ANSWER_FROM) - logit(WORDS_FROM)  # that of a name that was chosen is as good as the name
LEANS_ELSEWHERE = -4.0  # the address of a name that was not chosen

_Token = int  # a run of words that can mean one thing, by a number of its own


@dataclass(frozen=True, slots=True)
class State:
    utility: float
    chosen: Mapping[str, Candidate]
    tokens: Mapping[_Token, str]
    conventions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate with what the search asks of it again and again: its gain in log odds, its token and whether no other stands on that,
    and its convention's family where there are several of it."""

    candidate: Candidate
    gain: float
    token: _Token | None
    alone: bool
    family: str


def _prepared(order: Sequence[str], options: Mapping[str, Sequence[Candidate]], specs: Mapping[str, FieldSpec]) -> dict[str, list[Option]]:
    """The options of each field."""
    found = [candidate for path in order for candidate in options[path]]
    said = Counter([(candidate.page, candidate.text) for candidate in found])
    numbers: dict[tuple[Any, ...], _Token] = {}
    rounded: dict[int, tuple[float, ...]] = {}
    tokens: list[_Token | None] = []
    for candidate in found:
        words, box = (candidate.page, candidate.text), candidate.box
        if box is None or candidate.features.get("shared", 0.0) > 0:  # two labels name it, and it may be both
            tokens.append(None)
        else:  # where no other candidate has these words, it matters little where they stand
            place = None if said[words] == 1 else rounded.get(id(box)) or rounded.setdefault(id(box), box.rounded(4))
            tokens.append(numbers.setdefault((words, place), len(numbers)))
    taken = Counter(tokens)
    conventions = {(family(candidate.convention), candidate.convention) for candidate in found}
    mixed = {question for question, times in Counter([question for question, _ in conventions if question]).items() if times > 1}
    prepared: dict[str, list[Option]] = {}
    each = iter(tokens)
    for path in order:
        least = logit(_answer_from(specs[path]))  # log odds from which the field is answered
        prepared[path] = []
        for candidate, token in zip(options[path], each, strict=False):
            alone, question = token is None or taken[token] == 1, family(candidate.convention)
            prepared[path].append(Option(candidate, logit(candidate.score) - least, token, alone, question if question in mixed else ""))
    return prepared


def search(
    order: Sequence[str],
    options: Mapping[str, Sequence[Candidate]],
    specs: Mapping[str, FieldSpec],
    rules: Sequence[Rule],
    fixed: Mapping[str, Column],
    wholes: Mapping[str, Wholes],
) -> State:
    """Fields that rules tie together by beam search; the others after them, the surest first, each the best that is free."""
    beam = [State(0.0, {}, {})]
    tied = _tied(rules)
    rewards = Rewards(fixed, wholes, {path for path, found in options.items() if found and found[0].score >= LIKELY})
    told, ruled = _by_last_field(rules, order)
    prepared = _prepared(order, options, specs)
    later = [path for path in order if path not in ruled]
    at_stake: dict[Kind, list[tuple[_Token | None, float]]] = defaultdict(list)  # of the fields that are decided later, in their order
    for path in later:
        first = prepared[path][0]
        at_stake[specs[path].kind].append((None, 0.0) if first.alone else (first.token, _lost_with(first, prepared[path])))
    for path in (path for path in order if path in ruled):
        grown: list[tuple[float, State, Option | None]] = []
        tried: list[Option | None] = [None, *_at_the_cost_of(at_stake[specs[path].kind], prepared[path])]
        joining = [None if option is None else option.candidate for option in tried]
        spoken_of = tuple({term: None for _, terms in told[path] for term in terms})
        known: dict[tuple[int, ...], list[float]] = {}  # by what is held of that: states share most
        bound = [option is not None and bool(option.family or option.candidate.leans_on) for option in tried]
        for state in beam:
            held = tuple(map(id, map(state.chosen.get, spoken_of)))
            gains = known.get(held)
            if gains is None:
                gains = known[held] = rewards.of_each(told[path], state.chosen, path, joining)
            before, tokens = state.utility, state.tokens
            for option, gain, is_bound in zip(tried, gains, bound, strict=True):
                if option is None:
                    utility = before
                elif is_bound or not (option.alone or option.token not in tokens):
                    utility = _utility(state, option, specs, tied)
                else:
                    utility = before + option.gain
                grown.append((utility + gain, state, option))
        grown.sort(key=itemgetter(0), reverse=True)
        beam = [_with(state, option, utility) for utility, state, option in grown[:BEAM]]
    best = beam[0]
    for path in later:
        utility, taken = best.utility, None
        del at_stake[specs[path].kind][0]  # its own
        for option in _at_the_cost_of(at_stake[specs[path].kind], prepared[path]):
            if (further := _utility(best, option, specs, tied)) > utility:
                utility, taken = further, option
        best = _with(best, taken, utility)
    return best


def _by_last_field(rules: Sequence[Rule], order: Sequence[str]) -> tuple[Mapping[str, list[tuple[Rule, tuple[str, ...]]]], Set[str]]:
    """The rules with the fields that they speak of, by the one of these that is decided last; and all fields that any speaks of."""
    places = {path: place for place, path in enumerate(order)}
    told: dict[str, list[tuple[Rule, tuple[str, ...]]]] = defaultdict(list)
    ruled: set[str] = set()
    for rule in (rule for rule in rules if isinstance(rule, Sum | NotAfter)):
        terms = terms_of(rule)
        ruled |= terms
        if decided := [places[term] for term in terms if term in places]:
            told[order[max(decided)]].append((rule, tuple(terms)))
    return told, ruled


def _at_the_cost_of(at_stake: Sequence[tuple[_Token | None, float]], mine: list[Option]) -> list[Option]:
    """The options of a field, each less what a field that is decided later loses with it, where that one loses more: the words that
    are its own best answer. `at_stake`: these answers of fields of the same kind, and how much they lose."""
    loss: dict[_Token | None, float] = {}
    for token, lost in at_stake:
        if token is not None:
            loss[token] = max(loss.get(token, 0.0), lost)
    if not loss:
        return mine
    return [
        changed(option, gain=option.gain - cost)
        if option.token in loss and (cost := loss[option.token]) > _lost_with(option, mine)
        else option
        for option in mine
    ]


def _lost_with(option: Option, options: Sequence[Option]) -> float:
    """What a field loses that may not have an option: its lead over the best that is left, at most what two things in one token cost."""
    second = max((other.gain for other in options if other.token != option.token), default=0.0)
    return min(option.gain - max(second, 0.0), -SAME_TOKEN)


def family(convention: str | None) -> str:
    """Which question a convention answers: the mark of decimals, the order of a date's figures, or none."""
    if convention in (None, "", "year_first"):
        return ""
    return "decimal" if str(convention).startswith("decimal") else "order"


def _utility(state: State, option: Option, specs: Mapping[str, FieldSpec], tied: frozenset[frozenset[str]]) -> float:
    """The utility of a state with one more candidate, before what the rules give and take."""
    path, convention = option.candidate.path, option.candidate.convention
    utility = state.utility + option.gain
    if option.token is not None:
        owner = state.tokens.get(option.token)
        if owner is not None and specs[owner].kind is specs[path].kind:
            utility += SAME_AMOUNT if frozenset((owner, path)) in tied else SAME_TOKEN
    if (leans_on := option.candidate.leans_on) is not None:
        other = state.chosen.get(leans_on[0])
        if other is not None:
            utility += LEANS_ELSEWHERE if other.value != leans_on[1] else LEANS_HERE
    if option.family and state.conventions.get(option.family, convention) != convention:
        utility += MIXED_CONVENTION
    return utility


def _with(state: State, option: Option | None, utility: float) -> State:
    """A state with one more candidate, or without one for its field."""
    if option is None:
        return state if utility == state.utility else State(utility, state.chosen, state.tokens, state.conventions)
    path, tokens, conventions = option.candidate.path, state.tokens, state.conventions
    if not option.alone and option.token is not None:
        tokens = {**tokens, option.token: path}
    if option.family and option.family not in conventions:
        conventions = {**conventions, option.family: str(option.candidate.convention)}
    return State(utility, {**state.chosen, path: option.candidate}, tokens, conventions)


def _answer_from(spec: FieldSpec) -> float:
    if spec.required:
        return REQUIRED_FROM
    return WORDS_FROM if spec.kind in (Kind.NAME, Kind.ADDRESS) else ANSWER_FROM


def _tied(rules: Sequence[Rule]) -> frozenset[frozenset[str]]:
    """Pairs of fields that a sum relates directly: they may be one printed figure."""
    pairs = set()
    for rule in rules:
        if isinstance(rule, Sum):
            pairs |= {frozenset((rule.total, term)) for term in rule.needed if "[]" not in term}
    return frozenset(pairs)
