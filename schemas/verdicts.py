"""What the rules of a schema say of values: whether they hold, by how much not, and how people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from extractor.schemas.record import NotAfter, Product, Rule, Sum

CENT = Decimal("0.01")
_NOTHING = Decimal(0)

Cell = TypeVar("Cell")


def verdict_of(rule: Rule, values: Mapping[str, Any]) -> bool | None:
    """Whether a rule holds for these values; None where a needed one is absent. Sums may be off by about a cent a term."""
    if isinstance(rule, NotAfter):
        earlier, later = values.get(rule.earlier), values.get(rule.later)
        return None if earlier is None or later is None else bool(earlier <= later)
    if not isinstance(rule, Sum) or (gap := gap_of(rule, values)) is None:
        return None
    return not gap or gap <= _slack(rule, values)


def _slack(rule: Sum, values: Mapping[str, Any]) -> Decimal:
    """How far off a sum may be. A term as small as that (a rounding) would be swallowed, so it leaves half of itself."""
    if rule.exact:
        return Decimal(0)
    slack = CENT * max(len(rule.plus), 2)
    halves = [abs(Decimal(values[term])) / 2 for term in rule.optional if values.get(term)]
    return min([slack, *halves])


def gap_of(rule: Sum, values: Mapping[str, Any], *, swung: bool = True, total: str | None = None) -> Decimal | None:
    """How far a sum is from its total, from the nearer one where the rule names two; None where a needed term is absent. `swung`: with
    the terms that may count or not the other way too. `total`: the only one of the two that is asked for."""
    totals: list[Decimal] = [amount for name in rule.totals if (amount := values.get(name)) is not None and total in (None, name)]
    if not totals:
        return None
    plus, minus = {}, []
    for term in rule.plus:
        if (amount := values.get(term)) is not None:
            plus[term] = amount
        elif term not in rule.optional:
            return None
    for term in rule.minus:
        if (amount := values.get(term)) is not None:
            minus.append(abs(amount))
        elif term not in rule.optional:
            return None
    made: list[Decimal] = [sum(plus.values(), _NOTHING)]
    for term in rule.either if swung else ():
        if amount := values.get(term):
            made.append(sum([other for name, other in plus.items() if name != term], _NOTHING if term in plus else amount))
    # Deductions are printed with or without their minus sign; on a credit note they lessen what is given back.
    if minus:
        off = sum(minus, _NOTHING)
        made = [amount - off if amount >= 0 else amount + off for amount in made]
    return min([abs(amount - whole) for amount in made for whole in totals])


def judge(rules: Sequence[Rule], values: Mapping[str, Any]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that hold and those that fail; the silent ones are in neither, nor what is only usual and does not hold."""
    verdicts = [(rule, verdict_of(rule, values)) for rule in rules]
    fails = tuple(rule for rule, v in verdicts if v is False and not (isinstance(rule, Sum) and rule.usual))
    return tuple(rule for rule, v in verdicts if v is True), fails


def only_proves(rule: Rule) -> bool:
    """Whether a sum that fails says nothing against its figures, and holds easily where a term is left out: it is usual, starts from
    rows, and takes off."""
    return isinstance(rule, Sum) and rule.usual and bool(rule.minus) and any("[]" in term for term in rule.plus)


def terms_of(rule: Rule) -> frozenset[str]:
    """The paths that a rule speaks of; none for a product, which speaks of rows."""
    if isinstance(rule, Sum):
        return frozenset((*rule.totals, *rule.plus, *rule.minus, *rule.either))
    if isinstance(rule, NotAfter):
        return frozenset((rule.earlier, rule.later))
    return frozenset()


def deducted(rules: Sequence[Rule]) -> frozenset[str]:
    """The paths of what sums take off: pages print it with a minus sign or without."""
    return frozenset(term for rule in rules if isinstance(rule, Sum) for term in rule.minus)


def agreeing(rule: Sum, values: Mapping[str, Any]) -> frozenset[str]:
    """The terms of a sum that holds, with the one of its totals that they make; one that counts or not where it makes a difference."""
    nearest = gap_of(rule, values)
    made = [total for total in rule.totals if rule.or_total is None or gap_of(rule, values, total=total) == nearest]
    beside = [term for term in rule.either if term not in rule.plus]
    swung = beside if beside and nearest != gap_of(rule, values, swung=False) else ()
    return frozenset((*made, *rule.plus, *rule.minus, *swung))


def rule_text(rule: Rule) -> str:
    """A rule as people write it: "gross_total = net_total + tax_total"."""
    if isinstance(rule, Sum):
        total = rule.total if rule.or_total is None else f"{rule.total} or {rule.or_total}"
        return f"{total} = {' + '.join(rule.plus)}" + "".join(f" - {term}" for term in rule.minus)
    if isinstance(rule, Product):
        return f"{rule.result} = {' x '.join(rule.factors)}"
    return f"{rule.earlier} <= {rule.later}"


def rows_of(values: Mapping[str, Cell]) -> dict[str, dict[int, dict[str, Cell]]]:
    """The cells of lists, by group, number and column: line_items.0.amount is ["line_items"][0]["amount"]."""
    rows: dict[str, dict[int, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for path, value in values.items():
        group, _, rest = path.partition(".")
        number, _, column = rest.partition(".")
        if number.isdigit() and column:
            rows[group][int(number)][column] = value
    return rows


def rows_in(values: Mapping[str, Cell], group: str) -> list[tuple[int, dict[str, Cell]]]:
    """The same of one list: its rows by their numbers, in order."""
    rows: dict[int, dict[str, Cell]] = {}
    before = f"{group}."
    for path, value in values.items():
        if path.startswith(before):
            number, _, column = path[len(before) :].partition(".")
            if number.isdigit() and column:
                rows.setdefault(int(number), {})[column] = value
    return sorted(rows.items())


def column_of(values: Mapping[str, Cell], term: str) -> list[Cell | None]:
    """The cells of a column (`line_items[].amount`), one for each row in the rows' order; None where a row lacks it."""
    group, _, column = term.partition("[].")
    return [row.get(column) for _, row in rows_in(values, group)]


def column_sum(amounts: Mapping[str, Any], term: str) -> Decimal | None:
    """What a column adds up to; None where there are no rows, or one lacks the figure."""
    cells = column_of(amounts, term)
    figures = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(figures, Decimal(0)) if cells and len(figures) == len(cells) else None


def reduced(product: Decimal, rule: Product, row: Mapping[str | None, Any]) -> Iterator[Decimal]:
    """A row's product with what the row takes off it, as an amount or in percent. `row`: its plain values by column."""
    off, share = row.get(rule.minus), row.get(rule.rebate)
    if isinstance(off, Decimal):
        yield product - abs(off) if product >= 0 else product + abs(off)
    if isinstance(share, Decimal):
        yield product * (100 - abs(share)) / 100
