"""What the rules of a schema give and take, in log odds, for a choice of candidates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import Any

from extractor.choose.columns import Column
from extractor.document import Candidate
from extractor.quick import dataclass
from extractor.schemas.record import Rule, Sum
from extractor.schemas.verdicts import CENT, agreeing, gap_of, only_proves, terms_of, verdict_of
from extractor.values.money import MOST_ROUNDED

HOLDS, HOLDS_NEARLY, HOLDS_ROUGHLY = 3.0, 2.0, 1.0  # log odds for a sum of several figures: to the cent, but for one, but for some
HOLDS_TRIVIALLY, FAILS = 0.4, -2.5  # one of a single figure; a broken one
FAILS_INCOMPLETE, FAILS_PARTLY = -0.6, -1.5  # a broken one that lacks all or some optional terms: the page may have them, unrecognised
BESIDE_THE_NAMED = -0.75  # a total without a name where another has one; for each usual sum that speaks of it
LIKELY, NAMED = 0.5, 0.4  # a sum that need not hold speaks for the largest total of those this probable, labelled this strongly
MOST_SHARE = 3  # no tax and no tip is more than this part of what is paid
LATE = -4.0  # dates in the wrong order


@dataclass(frozen=True, slots=True)
class Wholes:
    """Amounts (without their signs) that are likely a total. `proved`: those for which a sum that need not hold may speak, the
    largest, or the largest that its labels name where they name any; a lesser one may be the sum of a part of the page."""

    proved: frozenset[Decimal]
    named: frozenset[Decimal]

    @staticmethod
    def of(found: Sequence[Candidate]) -> Wholes:
        likely = [c for c in found if c.score >= LIKELY and isinstance(c.value, Decimal)]
        named = [c for c in likely if c.features.get("strength", 0.0) >= NAMED]
        largest = max((abs(c.value) for c in named or likely), default=Decimal(0))
        proved = (abs(c.value) for c in (named or found) if isinstance(c.value, Decimal))
        return Wholes(frozenset(v for v in proved if v >= largest - MOST_ROUNDED * CENT), frozenset(abs(c.value) for c in named))

    def passes_over(self, whole: Decimal) -> bool:
        """Whether a total without a name is taken where another has one."""
        return bool(self.named) and abs(whole) not in self.named


class Rewards:
    """What the rules give and take. A rule is judged once for each choice of the candidates that it speaks of: states share most."""

    def __init__(self, fixed: Mapping[str, Column], wholes: Mapping[str, Wholes], likely: Set[str]) -> None:
        """`likely`: the fields with a candidate that is probably right."""
        self._fixed, self._wholes, self._likely = fixed, wholes, likely
        self._totals: dict[str, Any] = {term: column.total for term, column in fixed.items()}
        self._known: dict[tuple[int, ...], list[tuple[int, float]]] = {}

    def of_each(
        self, told: Sequence[tuple[Rule, tuple[str, ...]]], held: Mapping[str, Candidate], path: str, options: Sequence[Candidate | None]
    ) -> list[float]:
        """The gain in log odds by some rules, each with the fields that it speaks of, for what is held and each of the candidates that
        may join it as `path`; None: nothing joins."""
        gains = [0.0] * len(options)
        for rule, terms in told:
            key = id(rule), *map(id, map(held.get, terms))
            known = self._known.get(key)
            if known is None:
                values = {term: one.value for term in terms if (one := held.get(term)) is not None} | self._totals
                known = self._known[key] = []
                for number, option in enumerate(options):
                    joined = values if option is None else {**values, path: option.value}
                    known += [(number, part) for part in self._gains(rule, joined) if part]
            for number, part in known:
                gains[number] += part
        return gains

    def _gains(self, rule: Rule, values: Mapping[str, Any]) -> Iterator[float]:
        if only_proves(rule):
            yield self._proof(rule, values)
            return
        yield FAILS * absurd(rule, values)
        whole = values.get(rule.total) if isinstance(rule, Sum) else None
        if isinstance(rule, Sum) and rule.usual and whole is not None and self._wholes[rule.total].passes_over(whole):
            yield BESIDE_THE_NAMED
        verdict = verdict_of(rule, values)
        if verdict is None:
            yield FAILS * exceeded(rule, values)
            return
        if isinstance(rule, Sum):
            part = rule.usual and (not verdict or abs(values[rule.total]) not in self._wholes[rule.total].proved)
            yield 0.0 if part else _worth(rule, verdict, values, self._fixed)
        else:
            yield 0.0 if verdict else LATE

    def _proof(self, rule: Rule, values: Mapping[str, Any]) -> float:
        """What a sum over rows gives where it holds, with no likely term left out for it to hold."""
        if not isinstance(rule, Sum) or verdict_of(rule, values) is not True:
            return 0.0
        if abs(values[rule.total]) not in self._wholes[rule.total].proved:
            return 0.0
        left_out = any(values.get(term) is None and term in self._likely for term in rule.optional)
        return 0.0 if left_out else _worth(rule, True, values, self._fixed)


def _worth(rule: Sum, holds: bool, values: Mapping[str, Any], fixed: Mapping[str, Column]) -> float:
    """Log odds that a sum gives to what it is made of: the more, the less likely it holds by chance."""
    if not holds:
        lacking = [values.get(term) is None for term in rule.optional]
        return FAILS if not any(lacking) else FAILS_INCOMPLETE if all(lacking) else FAILS_PARTLY
    terms = agreeing(rule, values)
    several = any(fixed[term].several for term in terms & fixed.keys())
    if not several and len({abs(values[term]) for term in terms if values.get(term)}) < 2:
        nothing_left = not values.get(rule.total) and any(values.get(term) for term in terms & set(rule.minus))  # all of it is paid
        return HOLDS_NEARLY if nothing_left else HOLDS_TRIVIALLY
    gap = gap_of(rule, values) or Decimal(0)
    if rule.either and gap_of(rule, values, swung=False) != gap:
        return HOLDS_NEARLY  # only as the fewer pages have it: the total rounded itself
    return HOLDS if gap == 0 else HOLDS_NEARLY if gap <= CENT else HOLDS_ROUGHLY


def proved_by(rule: Sum, values: Mapping[str, Any]) -> frozenset[str]:
    """What a sum that holds makes surer: its figures, and a nothing without which it would not be complete."""
    terms = agreeing(rule, values)
    figures = {term for term in terms if values.get(term)}
    nothing = {term for term in terms - figures if values.get(term) is not None and term not in rule.optional}
    return frozenset(figures | nothing if len(figures) > 1 else figures)


def exceeded(rule: Rule, values: Mapping[str, Any]) -> bool:
    """Whether the first part of a sum that takes nothing off is larger than its whole, whatever the others are: net above gross."""
    if not isinstance(rule, Sum) or rule.minus or rule.or_total is not None or len(rule.plus) < 2:
        return False
    whole, part = values.get(rule.total), values.get(rule.plus[0])
    return whole is not None and part is not None and whole * part > 0 and abs(part) > abs(whole) + CENT


def absurd(rule: Rule, values: Mapping[str, Any]) -> int:
    """How many of a usual sum's shares are too large for the whole: the first term may be all of it, no tax or tip a third; one that
    is all of it counts thrice."""
    if not (isinstance(rule, Sum) and rule.usual) or not (whole := values.get(rule.total)):
        return 0
    if whole < 0 and any(amount > 0 for path, amount in values.items() if path in terms_of(rule) or "[]" in path):
        return 1  # a dash read before what was bought
    shares = [abs(share) for term in rule.plus[1:] if (share := values.get(term)) is not None and MOST_SHARE * abs(share) > abs(whole)]
    return sum(3 if share >= abs(whole) else 1 for share in shares)
