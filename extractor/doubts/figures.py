"""Doubts about values that are well read and do not go together: which of them are asked, and of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.doubts.accounts import accounts, disproved, of_no_payee
from extractor.doubts.currencies import of_a_column, of_another_amount
from extractor.doubts.days import called_otherwise, days_apart, not_of_the_document, not_the_terms, several_days
from extractor.doubts.parties import names_issuer, of_the_issuer
from extractor.doubts.rates import (
    not_its_rate,
    not_the_rate_beside,
    of_no_rate,
    of_other_bases,
    parts_of,
    share_printed_nowhere,
    without_its_rate,
)
from extractor.doubts.rows import misread_factors, misread_results
from extractor.doubts.totals import (
    asks_for_less,
    goes_on_below,
    less_likely,
    of_more_groups,
    off_by_a_cent,
    passed_over,
    printed_nowhere,
    rounded_beside,
    too_large,
    unexplained,
)
from extractor.doubts.words import not_as_in_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_use, required
from extractor.schemas.record import FieldSpec, Kind, NotAfter, Product, Rule, Sum, Use

LIKELY = 0.5  # how likely a printed figure must be an amount at all
LONG = 6  # characters of a number that is hardly ever alike by chance


def figure_doubts(
    specs: Sequence[FieldSpec],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
    readings: Sequence[Reading],
    book: LabelBook,
) -> Iterator[Issue]:
    """Warnings about the answers. `printed`: the candidates that stand on a page."""
    amounts = {abs(c.value) for c in printed if isinstance(c.value, Decimal) and c.features.get("likelihood", 1.0) >= LIKELY}
    figures = {path: value.value for path, value in values.items() if isinstance(value.value, Decimal)}
    needed = {spec.path for spec in required(specs)}
    by_path: dict[str, list[Candidate]] = {}
    for candidate in printed:
        by_path.setdefault(candidate.path, []).append(candidate)
    yield from not_as_in_words(specs, values, amounts, readings, book)
    for rule in rules:
        if isinstance(rule, Sum) and not rule.usual:
            yield from too_large(rule, values)
            yield from off_by_a_cent(rule, needed, figures)
            yield from unexplained(rule, rules, values, amounts)
            yield from printed_nowhere(rule, values, amounts)
            yield from rounded_beside(rule, values, readings)
            yield from passed_over(rule, values, printed)
            parts = parts_of(rule, rules)
            if parts:
                yield from not_its_rate(rule, rules, parts, values, amounts)
                yield from of_other_bases(rule, rules, parts, values, amounts)
                yield from share_printed_nowhere(rule, values, amounts)
                yield from not_the_rate_beside(rule, rules, parts, values, amounts, readings)
                yield from without_its_rate(rule, rules, parts, values, amounts, readings, book)
            yield from misread_results(rule, rules, figures)
            if parts:
                yield from of_no_rate(rule, rules, parts, values, readings)
            if rule.total in needed:
                yield from goes_on_below(rule, values, printed, readings, book)
        elif isinstance(rule, Product):
            yield from misread_factors(rule, values, readings)
        elif isinstance(rule, NotAfter):
            yield from days_apart(rule, values, by_path.get(rule.later, ()))
            yield from not_the_terms(rule, values, printed, book)
    for spec in specs:
        if spec.path in values:
            yield from _of_one(spec, specs, values, by_path.get(spec.path, ()), printed, readings, book)
        elif spec.kind is Kind.IBAN:
            yield from disproved(spec, by_path.get(spec.path, ()))


def _of_one(
    spec: FieldSpec,
    specs: Sequence[FieldSpec],
    values: Mapping[str, FieldValue],
    own: Sequence[Candidate],
    printed: Sequence[Candidate],
    readings: Sequence[Reading],
    book: LabelBook,
) -> Iterator[Issue]:
    """Warnings about one answer, by its kind. `own`: the candidates of its field among all that are `printed`."""
    value = values[spec.path]
    match spec.kind:
        case Kind.MONEY if spec.rows is None:
            yield from less_likely(spec, values, own)
            if spec.use is Use.TO_PAY:
                yield from asks_for_less(spec, values, own, readings, book)
            if spec.required:
                yield from of_more_groups(value, readings)
        case Kind.DATE if spec.required:
            yield from not_of_the_document(spec, value, own, printed, readings, book)
            yield from called_otherwise(spec, value, own, readings, book)
            yield from several_days(spec, value, own)
        case Kind.IBAN:
            yield from accounts(spec, value, own)
            others = [word for name in ("donation", "your_account", "blocked_account") for word in book.line_words.get(name, ())]
            yield from of_no_payee(value, readings, others)
        case Kind.CURRENCY:
            yield from of_another_amount(spec, specs, values, own, readings)
            yield from of_a_column(spec, values, own, printed)
        case Kind.NAME if names_issuer(spec):
            yield from of_the_issuer(spec, specs, value, values, own)
        case Kind.IDENTIFIER if spec.required:
            yield from _said_otherwise(spec, value, specs, values)


def _said_otherwise(spec: FieldSpec, value: FieldValue, specs: Sequence[FieldSpec], values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A number that the reference of the payment repeats but for one sign: one of the two was misread or mistyped."""
    mine = _bare(str(value.value))
    for other in (values[other.path] for other in of_use(specs, Use.REFERENCE) if other.path in values):
        theirs = _bare(str(other.value))
        if len(mine) >= LONG and len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1:
            yield Issue(
                "mentions_differ",
                Severity.WARNING,
                f"{spec.path} {value.text!r} and {other.path} {other.text!r} differ in one sign",
                (spec.path, other.path),
            )


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
