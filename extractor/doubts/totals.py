"""Doubts about totals: more than their whole, a cent off, not the likeliest, unlike what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import SAME_ROW, beside, days_counted, same_said
from extractor.find.parties.line_words import Sought, whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Rule, Sum
from extractor.schemas.verdicts import CENT, column_sum, gap_of, rule_text
from extractor.values import UNKNOWN, money
from extractor.values.money import MOST_ROUNDED

WEAKLY = 0.25  # strength of a label that is some sign of the field
LIKELY_TAKEN = 0.5  # probability of an amount that is taken off
NAMED = 0.15  # probability of a candidate that a label of what is due speaks for
SURE_RIVAL = 0.9  # a candidate so probable beside the answer makes two of them
FAR = 0.15  # of a page's width, that a group of figures may stand before the next
JUST_BEHIND = 12  # characters between a label and its amount in a sentence: "of EUR"
_CENTS = re.compile(r"[.,]\d\d(?!\d)")
_FIGURES = re.compile(r"[^\w]*\d[\d.,'\u2019 ]*")  # a line of one figure, its sign and marks
_ONE_GROUP = re.compile(r"\d{3}[.,]\d\d")
_GROUP = re.compile(r"[1-9]\d{0,2}")
NEAR, FLUSH = 0.12, 0.03  # of a page: how far under a total its sum may go on, and how flush with it
SLACK = 5  # cents that rounding may move a total


def too_large(rule: Sum, values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A share of a total that is more than the total: one of the two is another figure."""
    total = values.get(rule.total)
    if any(term in values for term in rule.minus):
        return  # what is taken off again may be the most of it: an earlier balance that was paid
    for share in (values[term] for term in rule.plus[1:] if term in values):
        if total is not None and isinstance(share.value, Decimal) and abs(share.value) > abs(total.value) > 0:
            said = f"{share.path} {share.value} is more than {rule.total} {total.value}, of which it is a part"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (share.path, rule.total))


def off_by_a_cent(rule: Sum, required: set[str], plain: Mapping[str, Decimal]) -> Iterator[Issue]:
    """A required total that its parts make but for a cent or two: no row was rounded, so its last figure may be misread."""
    if rule.total not in required or any("[]" in term for term in rule.plus):
        return
    gap = gap_of(rule, plain)
    if gap is not None and rule.total in plain and 0 < gap <= CENT * max(len(rule.plus), 2):
        said = f"{rule.total} {plain[rule.total]} is {gap} off what {rule_text(rule)} makes"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))


def less_likely(spec: FieldSpec, values: Mapping[str, FieldValue], found: Sequence[Candidate]) -> Iterator[Issue]:
    """An amount that only sums speak for, where a likelier one was passed over that the record has nowhere else."""
    value = values[spec.path]
    own = same_said(value, found)
    if any(c.features.get("strength", 0.0) >= WEAKLY for c in own) or not isinstance(value.value, Decimal):
        return
    least, used = max([SURE_RIVAL, *(c.score for c in own)]), {abs(v.value) for v in values.values() if isinstance(v.value, Decimal)}
    others = [c for c in found if c.score >= least and abs(c.value) not in used]
    if others:
        said = f"{spec.path}: {value.value} ({value.evidence.split(';')[0]}); a label names {others[0].text!r}"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (spec.path,))


def asks_for_less(
    spec: FieldSpec, values: Mapping[str, FieldValue], own: Sequence[Candidate], readings: Sequence[Reading], book: LabelBook
) -> Iterator[Issue]:
    """What is due is a whole total, where a label of what is due names a smaller amount that the record has nowhere: "we ask for the
    remaining 4,395.40", under part payments that were not told as such."""
    value = values[spec.path]
    whole = any(other.value == value.value for path, other in values.items() if path != spec.path and "." not in path)
    if not whole or not isinstance(value.value, Decimal):
        return
    used = {abs(v.value) for v in values.values() if isinstance(v.value, Decimal)}
    named = ((c.value, c.evidence) for c in own if c.source == "label" and c.score >= NAMED)
    others = (one for one in (*named, *_named_in_sentences(spec, readings, book)) if 0 < one[0] < value.value and one[0] not in used)
    if (other := next(others, None)) is not None:
        said = f"{spec.path}: {value.value} is the whole total; {other[0]} is named as what is due too ({other[1]})"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (spec.path,))


def _named_in_sentences(spec: FieldSpec, readings: Sequence[Reading], book: LabelBook) -> Iterator[tuple[Decimal, str]]:
    """Amounts with cents right behind a label of the field alone, wherever it stands: "please transfer the balance due of 45.00"."""
    own = _own_labels(spec.path, book)
    for text in (line.text for reading in readings for line in reading.lines):
        for label in own.finditer(text):
            found = next((m for m in money.find(text[label.end() :], UNKNOWN) if m.start <= JUST_BEHIND and _CENTS.search(m.text)), None)
            if found is not None:
                yield from ((abs(i.value), f"in '{text[:60]}'") for i in found.interpretations[:1] if isinstance(i.value, Decimal))


@cache
def _own_labels(path: str, book: LabelBook) -> Sought:
    """The labels of several words that are of one field alone."""
    shared = {label.text for other, labels in book.fields.items() if other != path for label in labels}
    return whole_words(tuple(label.text for label in book.fields.get(path, ()) if label.text not in shared and " " in label.text))


def passed_over(rule: Sum, values: Mapping[str, FieldValue], printed: Sequence[Candidate]) -> Iterator[Issue]:
    """What is left of a total said to be all of it, where a label likely names an amount taken off that the record has nowhere:
    what is left may be misread."""
    left, whole = values.get(rule.total), values.get(rule.plus[0])
    if left is None or whole is None or left.value != whole.value or any(term in values for term in rule.minus):
        return
    used = {abs(value.value) for value in values.values() if isinstance(value.value, Decimal)}
    others = (c for c in printed if c.path in rule.minus and c.source == "label" and c.score >= LIKELY_TAKEN)
    other = next((c for c in others if c.value and abs(c.value) not in used), None)
    if other is not None:
        said = f"{rule.total}: {left.value} is all of {rule.plus[0]}; {other.text!r} is named as {other.path}"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))


def unexplained(rule: Sum, rules: Sequence[Rule], values: Mapping[str, FieldValue], amounts: set[Decimal]) -> Iterator[Issue]:
    """Two totals that differ, where what should lie between them was not found and no printed figure is the difference. For a first
    term that was not found either its rows stand, if all of them have the figure."""
    needed = rule.needed
    if rule.total not in values or len(needed) < 2 or any("[]" in term for term in needed) or any(t in values for t in needed[1:]):
        return
    base = values[needed[0]].value if needed[0] in values else _of_rows(needed[0], rules, values)
    total = values[rule.total].value
    if not isinstance(base, Decimal) or not isinstance(total, Decimal):
        return
    more = [values[term].value for term in rule.optional if term in rule.plus and term in values]
    less = [abs(values[term].value) for term in rule.minus if term in values]
    gap = abs(total - base - sum(more, Decimal(0)) + sum(less, Decimal(0)))
    off = {term for other in rules if isinstance(other, Sum) for term in other.minus if term not in rule.minus}
    taken = next((term for term in sorted(off) if term in values and abs(values[term].value) == gap), None)
    if gap > SLACK * CENT and taken is not None:
        said = f"{rule.total} {total} and {needed[0]} {base} differ by {taken}, which is taken off the one and not the other"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
    elif gap > SLACK * CENT and gap not in amounts:
        said = f"{rule.total} {total} and {needed[0]} {base} differ, and nothing on the page says by what"
        yield Issue("ambiguous_amount", Severity.WARNING, said, tuple(term for term in (rule.total, needed[0]) if term in values))


def rounded_beside(rule: Sum, values: Mapping[str, FieldValue], readings: Sequence[Reading]) -> Iterator[Issue]:
    """A total that was reckoned, where a line on its own has the figures of one some cents away, in whatever marks ("1457'35" for 1457.37):
    what is due may have been rounded, and its marks misread."""
    total = values.get(rule.total)
    if total is None or total.box is not None or not isinstance(total.value, Decimal) or not total.value:
        return
    cents = int(abs(total.value) * 100)
    texts = (line.text for reading in readings for line in reading.lines if _FIGURES.fullmatch(line.text))
    figures = ((text, "".join(filter(str.isdigit, text))) for text in texts)
    near = (text for text, said in figures if len(said) == len(str(cents)) and 0 < abs(int(said) - cents) <= MOST_ROUNDED)
    if (other := next(near, None)) is not None:
        said = f"{rule.total}: {total.value} is not on the page, and {other!r} is a few cents away"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))


def printed_nowhere(rule: Sum, values: Mapping[str, FieldValue], amounts: set[Decimal]) -> Iterator[Issue]:
    """A total that was reckoned with what an earlier paper left open, and that no printed figure is: who asks for both prints their sum,
    so that the earlier one may be paid."""
    total = values.get(rule.total)
    if not rule.exact or total is None or total.box is not None or abs(total.value) in amounts:
        return
    for path in (term for term in rule.plus if term in rule.optional and term in values and values[term].value):
        said = f"{rule.total} {total.value} is reckoned with {path} {values[path].value}, and stands nowhere on the page"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total, path))


def _of_rows(path: str, rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> Decimal | None:
    """What the rows make of a total that was not found."""
    amounts = {path: value.value for path, value in values.items() if isinstance(value.value, Decimal)}
    for rule in (rule for rule in rules if isinstance(rule, Sum) and rule.total == path and "[]" in rule.plus[0]):
        if (found := column_sum(amounts, rule.plus[0])) is not None:
            more = sum((amounts[term] for term in rule.plus[1:] if term in amounts), Decimal(0))
            return found + more - sum((abs(amounts[term]) for term in rule.minus if term in amounts), Decimal(0))
    return None


def of_more_groups(value: FieldValue, readings: Sequence[Reading]) -> Iterator[Issue]:
    """A total that no sum proves, with three figures before its decimals, and a lone number of up to three right before it: they may be
    the groups of one amount."""
    if value.proved or value.box is None or not _ONE_GROUP.fullmatch(value.text.strip(" €$£")):
        return
    for reading in (reading for reading in readings if reading.page == value.page):
        row = [(reading.to_page(w.box), w.text) for w in reading.words if value.box.overlap_y(reading.to_page(w.box)) > SAME_ROW]
        before = [(box, text) for box, text in row if box.right <= value.box.left + 0.001]
        nearest = max(before, key=lambda item: item[0].right, default=None)
        if nearest is not None and _GROUP.fullmatch(nearest[1]) and value.box.left - nearest[0].right <= FAR:
            said = f"{value.path}: {value.text!r} may be the end of '{nearest[1]} {value.text}'"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (value.path,))


def goes_on_below(
    rule: Sum, values: Mapping[str, FieldValue], printed: Sequence[Candidate], readings: Sequence[Reading], book: LabelBook
) -> Iterator[Issue]:
    """A total under which another figure is taken off or added, and the result printed, of which the record has neither. What would be
    so if it were paid within some days, or is named as no part of the total (a suggested tip), says nothing."""
    total = values.get(rule.total)
    if total is None or total.box is None or not isinstance(total.value, Decimal) or not total.value:
        return
    middle, end, right = total.box.center[1], total.box.bottom + NEAR, total.box.right
    under = {}
    for c in printed:
        # In the total's column, not far under it.
        if (box := c.box) is not None and middle <= box.top < end and abs(box.right - right) <= FLUSH and c.page == total.page:
            under[box, c.text] = c
    figures = sorted((c for c in under.values() if isinstance(c.value, Decimal)), key=lambda c: c.box.top if c.box else 0.0)
    known = {abs(value.value) for value in values.values() if isinstance(value.value, Decimal)} if len(figures) > 1 else ()
    for part, result in pairwise(figures):
        if abs(part.value) in known or abs(result.value) in known or not part.value:
            continue
        if abs(total.value) not in (abs(result.value) + abs(part.value), abs(result.value) - abs(part.value)):
            continue
        conditions = days_counted(tuple(book.line_words.get("days", ()))), whole_words(tuple(label.text for label in book.not_labels))
        if not any(condition.search(text) for c in (part, result) for text in beside(c, readings) for condition in conditions):
            said = f"{rule.total}: under {total.text!r} stand {part.text!r} and {result.text!r}, which that makes of it"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
            return
