"""What follows from other answers: the sums of a list's columns, and totals that no page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.document import Candidate, FieldValue
from extractor.quick import dataclass
from extractor.schemas.record import Product, Rule, Sum, spec_path
from extractor.schemas.verdicts import column_of, gap_of, rule_text

NOTHING_FROM = 0.5  # a candidate of nothing that is this probable says that nothing is due
MENTIONED = 0.1  # a candidate this probable says that the page may have the field, unrecognised;
NAMED_FROM = 0.4  # and so does a label this strong that no other field claims, if the figure is
AMOUNT_FROM = 0.5  # this likely one of the field's kind at all
RECKON_FROM = 0.7  # confidence of every figure that another is reckoned from
SURE_OF_TWO = 0.3  # the same, where two sums make it
ROUNDS = 2  # what was reckoned may be what another is reckoned from
LIKELY_TOTAL = 0.3  # a candidate this probable may be what a column adds up to
LABELLED = 0.2  # strength of a label that a column of amounts stands under
FLUSH = 0.01  # of a page's width: the right ends of one column's amounts
SURE_ROW = 0.95  # confidence of the only figure of a column that stands for its sum

# A candidate's signs, with what stands for those that it does not have.
_SIGNS = (("strength", 0.0), ("rival", 0.0), ("likelihood", 1.0))


@dataclass(frozen=True, slots=True)
class Column:
    """The sum of a column over a list's rows, and whether it is a sum of several."""

    total: Decimal
    several: bool


def row_sums(rows: Mapping[str, Candidate], rules: Sequence[Rule], found: Mapping[str, Sequence[Candidate]]) -> dict[str, Column]:
    """The sums over rows that the rules speak of; a list with a row that lacks the figure has none."""
    sums: dict[str, Column] = {}
    columns: dict[str, dict[str, Any]] = {}
    for path, cell in rows.items():
        columns.setdefault(spec_path(path), {})[path] = cell.value
    for rule in rules:
        for term in (rule.plus + rule.minus) if isinstance(rule, Sum) else ():
            if isinstance(rule, Sum) and "[]" in term and term not in sums:
                figures = columns.get(term)
                if figures and all(isinstance(figure, Decimal) for figure in figures.values()):
                    totals = {c.value for total in rule.totals for c in found.get(total, ()) if c.score >= LIKELY_TOTAL}
                    sums[term] = Column(_sum_of(figures, _proved_rows(rows, rules, columns), totals), sum(map(bool, figures.values())) > 1)
    return sums


def _sum_of(figures: Mapping[str, Decimal], proved: set[str], totals: set[Any]) -> Decimal:
    """The sum of a column; without the one row that nothing proves and that alone keeps it from its total: an item is printed
    with what is in its price ("including a levy of 4.24") or may be had besides. Not where another row has the same figure: then one
    row may have been taken twice."""
    whole = sum(figures.values(), Decimal(0))
    if whole in totals or len(figures) < 3:
        return whole
    once = {figure for figure, count in Counter(figures.values()).items() if figure and count == 1}
    beside = [figure for path, figure in figures.items() if figure in once and path not in proved and whole - figure in totals]
    return whole - beside[0] if len(beside) == 1 else whole


def _proved_rows(rows: Mapping[str, Candidate], rules: Sequence[Rule], columns: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Results of rows that have all of a product's factors."""
    proved = set()
    for rule in rules:
        if isinstance(rule, Product):
            results = columns.get(f"{rule.rows}[].{rule.result}", ())
            proved |= {path for path in results if all(f"{path.rsplit('.', 1)[0]}.{factor}" in rows for factor in rule.factors)}
    return proved


def without_addends(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of an amount without those of a column that stand over their sum, all under one label: the totals of each rate of
    tax over that of all rates."""
    if len(found) < 3:
        return list(found)
    under: dict[tuple[int | None, str], list[Candidate]] = {}
    for candidate in found:
        if isinstance(candidate.value, Decimal) and candidate.box is not None and candidate.features.get("strength", 0.0) >= LABELLED:
            under.setdefault((candidate.page, candidate.evidence), []).append(candidate)
    addends: set[int] = set()
    for column in under.values():
        *parts, last = sorted(column, key=lambda c: c.box.top if c.box else 0.0)
        if len(parts) > 1 and sum(part.value for part in parts) == last.value and all(_flush(part, last) for part in parts):
            addends |= set(map(id, parts))
    return [candidate for candidate in found if id(candidate) not in addends]


def _flush(one: Candidate, other: Candidate) -> bool:
    return one.box is not None and other.box is not None and abs(one.box.right - other.box.right) <= FLUSH


def reckoned(rules: Sequence[Rule], values: Mapping[str, FieldValue], found: Mapping[str, Sequence[Candidate]]) -> Iterator[FieldValue]:
    """What no page says but follows: the terms that a rule allows it for, where it is the only one missing and all the
    others are sure, or another sum makes the same of it. It has no place; its evidence is the equation. Not where the page names another
    figure as the field, or names one as a term that was left out."""
    known = dict(values)
    for _ in range(ROUNDS):
        for path in dict.fromkeys(path for rule in rules if isinstance(rule, Sum) for path in rule.reckoned if path not in known):
            ways = [
                (rule, way) for rule in rules if isinstance(rule, Sum) and path in rule.reckoned and (way := _way(rule, path, rules, known))
            ]
            for rule, (result, least) in ways:
                agreeing = [sure for other, (also, sure) in ways if other is not rule and also == result]
                twice, least = bool(agreeing), max((least, *agreeing))
                if least < (SURE_OF_TWO if twice else RECKON_FROM) or not _may_be(rule, path, result, rules, known, found, twice=twice):
                    continue
                known[path] = FieldValue(path, result, "", 0.95 * least, "computed", f"not on the page; follows from {rule_text(rule)}")
                yield known[path]
                break


def _way(rule: Sum, path: str, rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> tuple[Decimal, float] | None:
    """What a rule makes of a term that is the only one missing, and how sure the least sure of the others is."""
    needed = [term for term in (rule.total, *rule.plus) if term != path and term not in rule.optional]
    counted = {term: _counts(rule, term, rules, values) for term in rule.either if term in values and values[term].value}
    if any(counts is None and term in rule.plus for term, counts in counted.items()):
        return None
    told = [term for term in (*rule.optional, *rule.minus) if term in values and term not in rule.either]
    said = [*told, *(term for term, counts in counted.items() if counts)]
    rows = {term: [cell for cell in column_of(values, term) if cell] for term in (*rule.plus, *rule.minus) if "[]" in term}
    used = [values[term] for term in (*needed, *said) if term in values] + [value for column in rows.values() for value in column]
    if any(term not in values and not _adds_up(rows.get(term, ())) for term in needed) or not used:
        return None
    if any(not isinstance(value.value, Decimal) for value in used):
        return None
    amounts = {term: sum((v.value for v in rows[term]), Decimal(0)) if term in rows else values[term].value for term in needed}
    amounts |= {term: values[term].value for term in said}
    plus = [*(term for term in rule.plus if term not in rule.either), *(term for term, counts in counted.items() if counts)]
    more = sum((amounts.get(term, Decimal(0)) for term in plus), Decimal(0))
    less = sum((abs(amounts.get(term, Decimal(0))) for term in rule.minus), Decimal(0)) * (-1 if more < 0 else 1)
    return more - less if path == rule.total else amounts[rule.total] - more + less, min(value.confidence for value in used)


def _counts(rule: Sum, term: str, rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> bool | None:
    """Whether a term that may be in another one already counts in this sum; None where nothing tells."""
    amounts = {path: value.value for path, value in values.items() if isinstance(value.value, Decimal)}
    for other in (other for other in rules if isinstance(other, Sum) and other is not rule and term in other.either):
        alone = replace(other, either=())
        with_it = replace(alone, plus=tuple(dict.fromkeys((*other.plus, term))))
        without = replace(alone, plus=tuple(part for part in other.plus if part != term))
        if gap_of(with_it, amounts) == 0:
            return False
        if gap_of(without, amounts) == 0:
            return True
    return None


def _may_be(
    rule: Sum,
    path: str,
    result: Decimal,
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    found: Mapping[str, Sequence[Candidate]],
    *,
    twice: bool,
) -> bool:
    """Whether nothing speaks against what a sum makes of a missing term. `twice`: another sum makes the same of it."""
    unsaid = [term for term in (*rule.optional, *rule.minus) if term not in values]
    parts = {abs(v.value) for term in (*rule.plus, *rule.minus) if "[]" in term for v in column_of(values, term) if v is not None}
    proved = {(v.page, v.box) for other, v in values.items() if other != path and v.proved and v.box is not None}
    if _is_named([c for c in found.get(path, ()) if abs(c.value) not in parts and (c.page, c.box) not in proved], result):
        return False  # of the rows each may be called by the sum's name on the page, and is none; nor is what is proved to be another total
    if any(_is_named(found.get(term, ()), Decimal(0)) for term in unsaid):
        return False
    if path == rule.total and result and any(c.value == 0 and c.score >= NOTHING_FROM for c in found.get(path, ())):
        return False  # "Amount due 0.00"
    if path != rule.total and result * values[rule.total].value < 0:
        return False  # no part of a total has the other sign: one of the figures is misread
    return twice or rule.or_total is None or path != rule.total or _is_both(rules, rule, result, values, found)


def deductions(rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> Iterator[FieldValue]:
    """What a sum takes off, without the minus sign that some pages print before it; a credit note's, with negative totals, as it is."""
    for rule in (rule for rule in rules if isinstance(rule, Sum)):
        totals = [values[path].value for path in (*rule.totals, *rule.plus) if path in values]
        for term in (term for term in rule.minus if term in values):
            amount = values[term].value
            if isinstance(amount, Decimal) and amount < 0 and any(isinstance(t, Decimal) and t > 0 for t in totals):
                yield replace(values[term], value=-amount)


def _is_both(
    rules: Sequence[Rule], rule: Sum, result: Decimal, values: Mapping[str, FieldValue], found: Mapping[str, Sequence[Candidate]]
) -> bool:
    """Whether a sum is both of the totals that it may make: the page gives it as the other one, and names nothing that leads from the
    one to the other (no tax)."""
    other = values.get(rule.or_total or "")
    ways = [way.plus for way in rules if isinstance(way, Sum) and way.total == rule.or_total and rule.total in way.plus]
    between = {term for plus in ways for term in plus if term != rule.total}
    if other is None or other.value != result or between & values.keys():
        return False
    return not any(_is_named(found.get(term, ()), Decimal(0)) for term in between)


def _is_named(found: Sequence[Candidate], result: Decimal) -> bool:
    """Whether the page may say another amount than this: a candidate of some probability, or one that only a label of the field names."""
    for candidate in found:
        if isinstance(candidate.value, Decimal) and abs(candidate.value) not in (abs(result), 0):
            strength, rival, likelihood = (candidate.features.get(name, usual) for name, usual in _SIGNS)
            if likelihood >= AMOUNT_FROM and (candidate.score >= MENTIONED or strength >= max(NAMED_FROM, rival)):
                return True
    return False


def _adds_up(column: Sequence[FieldValue]) -> bool:
    """Whether a column's sum may stand for a total: two rows, or one that its own equation makes sure."""
    return len(column) > 1 or (len(column) == 1 and column[0].confidence >= SURE_ROW)
