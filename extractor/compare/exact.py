"""An e-invoice's own sums: programs wrote its figures, so nothing in them is off by a cent, as a printed page's may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.compare.alike import XML
from extractor.document import FieldValue, Issue, Severity
from extractor.schemas.record import Rule, Sum
from extractor.schemas.verdicts import CENT, column_sum, gap_of, rule_text


def inexact(values: Mapping[str, FieldValue], rules: Sequence[Rule], fails: Sequence[Rule]) -> Iterator[Issue]:
    """An error for each sum that is off by no more than the rules allow a page. `fails`: the rules that are told already. Products
    are not asked: a row's price may be for several units, or something be taken off."""
    told = {path: v.value for path, v in values.items() if v.source == XML and isinstance(v.value, Decimal)}
    for rule in rules:
        if isinstance(rule, Sum) and not rule.usual and rule not in fails and all(p in told or p not in values for p in _of_document(rule)):
            yield from _sum(rule, told)


def _of_document(rule: Sum) -> list[str]:
    return [path for path in (rule.total, *rule.plus, *rule.minus) if "[]" not in path]


def _sum(rule: Sum, told: Mapping[str, Decimal]) -> Iterator[Issue]:
    columns = {term: column_sum(told, term) for term in (*rule.plus, *rule.minus) if "[]" in term}
    if rule.or_total is not None or any(column is None for column in columns.values()):
        return
    gap = gap_of(rule, {**told, **columns})
    if gap and gap <= CENT * max(len(rule.plus), 2):
        paths = tuple(path for path in _of_document(rule) if path in told)
        yield Issue(rule.code, Severity.ERROR, f"the e-invoice's figures are {gap} off: {rule_text(rule)}", paths)
