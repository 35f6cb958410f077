"""Doubts about days: far apart, of another year, called another day, or not what the terms make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import SAME_ROW, days_counted, same_said
from extractor.find.parties.line_words import Sought, whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, NotAfter
from extractor.values import UNKNOWN
from extractor.values import date as dates

_LIKE_A_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}([./-])\d{1,2}\2\d{1,2}")
WEAKLY = 0.25  # strength of a label that is some sign of the field
CLEARLY = 0.6  # strength of a label that names one field
LIKELY = 0.5  # how likely what is printed must be a day at all
FEW_DAYS = 400  # days between those of one paper
MOST_DAYS = 330  # no payment is due later after its bill
SURE_RIVAL = 0.9  # a candidate so probable beside the answer makes two of them
YEARS = range(1950, 2050)  # of papers that are read; what lies beyond is misread
NEAR = 60  # characters before a day in which its label stands
MOVED = 4  # days that a weekend or a holiday may move the day of a payment
ROWS = 3  # places where one day stands that is of rows
SURE = 0.8  # a candidate so probable was left out for a reason that is worth a look


def days_apart(rule: NotAfter, values: Mapping[str, FieldValue], found: Sequence[Candidate]) -> Iterator[Issue]:
    """Two days so far apart that one of them is misread; or a likely later day that was left out because it lies before the earlier.
    `found`: the candidates for the later one."""
    earlier, later = values.get(rule.earlier), values.get(rule.later)
    if earlier is None or not isinstance(earlier.value, date):
        return
    if later is not None and isinstance(later.value, date) and (later.value - earlier.value).days > MOST_DAYS:
        said = f"{rule.later} {later.value} lies {(later.value - earlier.value).days} days after {rule.earlier} {earlier.value}"
        yield Issue("dates_far_apart", Severity.WARNING, said, (rule.earlier, rule.later))
    rivals = [
        c
        for c in found
        if later is not None
        and c.value != later.value
        and c.box != later.box  # the same words read otherwise
        and (c.score >= SURE_RIVAL or _is_called_so(c))
    ]
    if later is not None and rivals and not later.proved:
        yield Issue(
            "ambiguous_date", Severity.WARNING, f"{rule.later}: {later.text!r} or {rivals[0].text!r}; the page gives several", (rule.later,)
        )
    left_out = max(found, key=lambda c: c.score, default=None)
    if later is None and left_out is not None and left_out.score >= SURE and left_out.value < earlier.value:
        said = f"{rule.later}: {left_out.text!r} ({left_out.evidence}) lies before {rule.earlier} {earlier.value}"
        yield Issue(rule.code, Severity.WARNING, said, (rule.earlier,))


def _is_called_so(day: Candidate) -> bool:
    """Whether a label names a likely day, and hardly any other field."""
    return day.score >= SURE and day.features.get("strength", 0.0) >= CLEARLY and day.features.get("rival", 0.0) < WEAKLY


def not_of_the_document(
    spec: FieldSpec,
    value: FieldValue,
    found: Sequence[Candidate],
    printed: Sequence[Candidate],
    readings: Sequence[Reading],
    book: LabelBook,
) -> Iterator[Issue]:
    """A day in another year than all others of the page; or one that no label names, where what looks like a day cannot be one."""
    days = {c.value for c in printed if type(c.value) is date and c.box != value.box and c.features.get("likelihood", 1.0) >= LIKELY}
    if type(value.value) is date and len(days) > 1 and min(abs((day - value.value).days) for day in days) > FEW_DAYS:
        said = f"{spec.path} {value.value} lies more than {FEW_DAYS} days from every other day of the document"
        yield Issue("dates_far_apart", Severity.WARNING, said, (spec.path,))
    if isinstance(value.value, date) and value.value.year not in YEARS:
        yield Issue("dates_far_apart", Severity.WARNING, f"{spec.path} {value.value} is of a year that no paper is of", (spec.path,))
    own = same_said(value, found)
    if not own or any(c.features.get("strength", 0.0) >= WEAKLY for c in own):
        return
    broken = next((word for reading in readings for word in _like_days(reading, book) if not dates.find(word, UNKNOWN)), None)
    if broken is not None:
        said = f"{spec.path}: no label names {value.text!r}, and {broken!r} on the page cannot be read as a day"
        yield Issue("ambiguous_date", Severity.WARNING, said, (spec.path,))


def several_days(spec: FieldSpec, value: FieldValue, found: Sequence[Candidate]) -> Iterator[Issue]:
    """A day of several rows below what names their column, where a label names another day as well: that of arrival of a bill of several
    nights, printed on the day of departure."""
    own = same_said(value, found)
    below = [c for c in own if c.features.get("below") and c.score >= SURE]
    named = [c for c in found if c.value != value.value and c.score >= SURE and c.features.get("strength", 0.0) >= CLEARLY]
    if len(own) >= ROWS and below and named and not any(c.features.get("strength", 0.0) >= CLEARLY for c in own if c not in below):
        said = f"{spec.path}: {value.text!r} ({below[0].evidence}) or {named[0].text!r} ({named[0].evidence})"
        yield Issue("ambiguous_date", Severity.WARNING, said, (spec.path,))


def _like_days(reading: Reading, book: LabelBook) -> Iterator[str]:
    """Words that look like days; no bank's code, which is written so too: "Sort code 30-94-21"."""
    codes = whole_words(tuple(book.line_words.get("bank_code", ())))
    for line in reading.lines:
        before = ""
        for word in line.words:
            text = word.text.strip(".,;:()")
            if _LIKE_A_DAY.fullmatch(text) and not codes.search(before):
                yield text
            before = f"{before} {word.text}"


def called_otherwise(
    spec: FieldSpec, value: FieldValue, found: Sequence[Candidate], readings: Sequence[Reading], book: LabelBook
) -> Iterator[Issue]:
    """A day that no label of its own names, but one of another field, or one of no field ("Order date")."""
    own = same_said(value, found)
    if not own or any(c.features.get("strength", 0.0) >= CLEARLY for c in own):
        return
    if any(c.features.get("strength", 0.0) >= WEAKLY and _label_before(c, readings, book) is None for c in own):
        return
    rivals = [c for c in own if c.features.get("rival", 0.0) >= CLEARLY]
    labels = [label for c in own if (label := _label_before(c, readings, book)) is not None]
    if len(labels) == len(own) or len(rivals) == len(own):
        said = f"{spec.path}: the page calls {value.text!r} otherwise{f' ({labels[0]})' if labels else ''}"
        yield Issue("ambiguous_date", Severity.WARNING, said, (spec.path,))


def _label_before(day: Candidate, readings: Sequence[Reading], book: LabelBook) -> str | None:
    """What stands right before a day in its row, if that is a label of no field."""
    if day.box is None:
        return None
    for reading in (reading for reading in readings if reading.page == day.page):
        straight = reading.bend is None  # then a line that lies elsewhere has no word in the row
        lines = [line for line in reading.lines if line.words and not (straight and not day.box.overlap_y(reading.to_page(line.box)))]
        words = [word for line in lines for word in line.words]
        row = [(box, word.text) for word in words if day.box.overlap_y(box := reading.to_page(word.box)) > SAME_ROW]
        before = " ".join(text for box, text in sorted(row, key=lambda word: word[0].left) if box.center[0] < day.box.left)
        found = _at_end(book).search(before[-NEAR:])
        return found[1] if found else None
    return None


@cache
def _at_end(book: LabelBook) -> Sought:
    """What no field is called by, at the end of a text."""
    return Sought((label.text for label in book.not_labels), r"(?<!\w)(%)\s*[:.]?\s*$")


def not_the_terms(rule: NotAfter, values: Mapping[str, FieldValue], printed: Sequence[Candidate], book: LabelBook) -> Iterator[Issue]:
    """A later day that is no number of days that the page's terms name after the earlier one, nor after another printed day."""
    earlier, later = values.get(rule.earlier), values.get(rule.later)
    if earlier is None or later is None or not isinstance(earlier.value, date) or not isinstance(later.value, date) or later.page is None:
        return
    pays = whole_words(tuple(book.line_words.get("pays", ())))
    texts = (values[path].text for path in book.sentences if path in values and isinstance(values[path].value, str))
    terms = [text for text in texts if "%" not in text and pays.search(text)]
    days = [int(found) for text in terms for found in days_counted(tuple(book.line_words.get("days", ()))).findall(text)]
    ends = whole_words(tuple(book.line_words.get("month_end", ())))
    if not days or any(ends.search(text) for text in terms):
        return
    starts = {earlier.value, *(c.value for c in printed if type(c.value) is date and c.value < later.value)}  # of delivery, of order
    if not any(0 <= (later.value - start).days - count <= MOVED for start in starts for count in (*days, 0)):
        between = (later.value - earlier.value).days
        said = f"{rule.later} {later.value} is {between} days after {rule.earlier}, and the terms say {' '.join(terms)!r}"
        yield Issue("ambiguous_date", Severity.WARNING, said, (rule.later,))
