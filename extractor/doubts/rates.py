"""Doubts about the share of a total that a rate makes: a tax that is not its rate's, or that no rate explains. They are asked where the
share is the sum of a column's `parts`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from extractor.document import FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import beside
from extractor.find.parties.line_words import whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import Product, Rule, Sum
from extractor.schemas.verdicts import CENT
from extractor.values import UNKNOWN, percent

SLACK = 5  # cents that rounding may move a total
LEAST_RATE = Decimal(5)  # percent: less is taken off for early payment
PLAIN = (Decimal("0.1"), Decimal("0.125"))  # percent: rates are multiples of these


def not_its_rate(
    rule: Sum, rules: Sequence[Rule], parts: Set[str], values: Mapping[str, FieldValue], amounts: set[Decimal]
) -> Iterator[Issue]:
    """The one share of a total that is not what its rate makes of the base, nor of any printed figure."""
    for product in (other for other in rules if isinstance(other, Product) and other.percents):
        if f"{product.rows}[].{product.result}" not in parts:
            continue
        base_name = next((name for name in product.factors if name not in product.percents), None)
        rows = sorted({path.split(".")[1] for path in values if path.startswith(f"{product.rows}.")})
        if len(rows) != 1 or len(product.factors) != 2 or base_name is None or f"{product.rows}.{rows[0]}.{base_name}" in values:
            continue
        rate = values.get(f"{product.rows}.{rows[0]}.{product.percents[0]}")
        share = next((values[term] for term in rule.plus[1:] if term in values), None)
        base = values.get(rule.plus[0])
        if rate is None or share is None or base is None or not rate.value or not share.value:
            continue
        slack = max(2 * CENT, CENT * (_rows(values) + 1) / 2)
        wholes = [abs(value.value) for value in (values.get(rule.total),) if value is not None]  # a share of that: it is the base
        bases = {abs(base.value), *(figure for figure in amounts if figure not in wholes)}
        if not any(abs(figure * rate.value / 100 - abs(share.value)) <= slack for figure in bases):
            said = f"{share.path} {share.value} is not {rate.value:f} % of {rule.plus[0]} {base.value}, nor of another figure on the page"
            yield Issue(product.code, Severity.WARNING, said, (share.path, rule.plus[0], rule.total))


def of_other_bases(
    rule: Sum, rules: Sequence[Rule], parts: Set[str], values: Mapping[str, FieldValue], amounts: set[Decimal]
) -> Iterator[Issue]:
    """A total that stands nowhere, where the rows of its shares and what these are shares of make a printed figure: that is it."""
    total = values.get(rule.total)
    if total is None or total.box is not None or abs(total.value) in amounts:
        return
    for product in (other for other in rules if isinstance(other, Product) and other.percents):
        if f"{product.rows}[].{product.result}" not in parts:
            continue
        base_names = [name for name in product.factors if name not in product.percents]
        rows = sorted({path.split(".")[1] for path in values if path.startswith(f"{product.rows}.")})
        cells = [values.get(f"{product.rows}.{row}.{name}") for row in rows for name in (*base_names, product.result)]
        whole = sum((abs(cell.value) for cell in cells if cell is not None), Decimal(0))
        if cells and None not in cells and whole in amounts and whole != abs(total.value):
            said = f"{rule.total} {total.value} stands nowhere on the page, and the rows of {product.rows} make {whole}, which does"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))


def share_printed_nowhere(rule: Sum, values: Mapping[str, FieldValue], amounts: set[Decimal]) -> Iterator[Issue]:
    """A share of a total that was added up from its rows and stands nowhere on the page, where what the total is without it stands nowhere
    either: a row may be of another tax, which is in the price."""
    total, base = values.get(rule.total), values.get(rule.plus[0])
    if total is None or (base is not None and base.box is not None):
        return
    for share in (values[term] for term in rule.plus[1:] if term in values):
        rest = abs(abs(total.value) - abs(share.value))
        if share.value and share.box is None and not {abs(share.value), rest} & amounts:
            said = f"{share.path} {share.value} was added up; neither it nor {rule.total} less it, {rest}, stands on the page"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (share.path, rule.total))


def not_the_rate_beside(
    rule: Sum,
    rules: Sequence[Rule],
    parts: Set[str],
    values: Mapping[str, FieldValue],
    amounts: set[Decimal],
    readings: Sequence[Reading],
) -> Iterator[Issue]:
    """A share of a total that the only rate in its line does not make of any printed figure, nor of the total that holds it."""
    for product in (other for other in rules if isinstance(other, Product) and other.percents):
        if f"{product.rows}[].{product.result}" not in parts or any(p.startswith(f"{product.rows}.") for p in values):
            continue
        share = next((values[term] for term in rule.plus[1:] if term in values), None)
        if share is None or not isinstance(share.value, Decimal) or not share.value or share.box is None:
            continue
        rates = {rate for text in beside(share, readings) for rate in _rates(text)}
        wholes = {abs(v.value) for v in values.values() if isinstance(v.value, Decimal)} | amounts
        rate = next(iter(rates)) if len(rates) == 1 else Decimal(0)
        if rate and not any(
            abs(whole * part - abs(share.value)) <= SLACK * CENT for whole in wholes for part in (rate / 100, rate / (100 + rate))
        ):
            said = f"{share.path} {share.value} is not {rate:f} % of any figure on the page"
            yield Issue(product.code, Severity.WARNING, said, (share.path, rule.total))


def without_its_rate(
    rule: Sum,
    rules: Sequence[Rule],
    parts: Set[str],
    values: Mapping[str, FieldValue],
    amounts: set[Decimal],
    readings: Sequence[Reading],
    book: LabelBook,
) -> Iterator[Issue]:
    """A total to which no share was added, where another printed figure is that total with a printed rate, or the share of it: it may be
    the base. So may one that is the base, where a line has a share's label and a rate: a stamp may lie over the share's figure and the
    total's."""
    shares = {f"{product.rows}[].{product.result}" for product in rules if isinstance(product, Product) and product.percents}
    total = values.get(rule.total)
    if total is None or not shares & parts or any(values[term].value for term in rule.plus[1:] if term in values):
        return
    rated = [(rate, line.text) for reading in readings for line in reading.lines for rate in _rates(line.text)]
    for rate in sorted({rate for rate, _ in rated}):
        more = next((figure for figure in amounts if abs(abs(total.value) * (1 + rate / 100) - figure) <= CENT), None)
        if more is not None:
            said = f"{rule.total}: {total.value}, or {more}, which is that with the {rate.normalize():f} % that the page prints"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
            return
    base = values.get(rule.plus[0])
    if base is not None and base.box is not None and base.value == total.value and rated:
        labels = whole_words(tuple(label.text for term in (*rule.plus[1:], *sorted(shares)) for label in book.fields.get(term, ())))
        named = next((text for _, text in rated if labels.search(text)), None)
        if named is not None:
            said = f"{rule.total} {total.value} is {rule.plus[0]} too, and the page says {named!r}"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
            return
    no_share = whole_words(tuple(label.text for label in book.not_labels))  # "suggested tip 18 %"
    for rate in sorted({rate for rate, text in rated if rate >= LEAST_RATE and not no_share.search(text)}):
        share = next(
            (figure for figure in amounts if figure > SLACK * CENT and abs(abs(total.value) * rate / 100 - figure) <= CENT / 2), None
        )
        if share is not None:
            said = f"{rule.total}: {total.value}, of which the page prints {rate.normalize():f} %, {share}; it may be what that is added to"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
            return


def of_no_rate(
    rule: Sum, rules: Sequence[Rule], parts: Set[str], values: Mapping[str, FieldValue], readings: Sequence[Reading]
) -> Iterator[Issue]:
    """A share of a total that no plain rate makes of the base, where no rate is printed: one of the two may be misread with the total."""
    shares = {f"{product.rows}[].{product.result}" for product in rules if isinstance(product, Product) and product.percents}
    if not shares & parts or any(_rates(line.text) for reading in readings for line in reading.lines):
        return
    base, share = values.get(rule.plus[0]), next((values[term] for term in rule.plus[1:] if term in values), None)
    if base is None or share is None or not isinstance(share.value, Decimal) or not share.value or not base.value:
        return
    rate = abs(share.value / base.value) * 100
    slack = 100 * max(2 * CENT, CENT * (_rows(values) + 1) / 2) / abs(base.value)
    if not any(abs(rate - round(rate / step) * step) <= slack for step in PLAIN):
        said = f"{share.path} {share.value} is {rate:.2f} % of {rule.plus[0]} {base.value}, which is no rate, and none is printed"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (share.path, rule.total))


def _rows(values: Mapping[str, FieldValue]) -> int:
    """How many rows the longest list has: each may be rounded."""
    return max((int(part) + 1 for path in values for part in path.split(".") if part.isdigit()), default=0)


def _rates(text: str) -> list[Decimal]:
    if "%" not in text:
        return []
    return [abs(m.value) for m in percent.find(text, UNKNOWN) if "%" in m.text and isinstance(m.value, Decimal) and m.value]


def parts_of(rule: Sum, rules: Sequence[Rule]) -> set[str]:
    """The columns whose sums are shares of the rule's total."""
    return {term for other in rules if isinstance(other, Sum) and other.total in rule.plus[1:] for term in other.plus}
