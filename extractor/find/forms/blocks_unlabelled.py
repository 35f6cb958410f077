"""What stands in a block of fields without a label: the only price, a person after "Mr", a way "from -> to", hours beside places, a day
and its time side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from extractor.find.forms.block_answer import Answer
from extractor.find.free_text import rest_of
from extractor.find.parties.line_words import any_of, whole_words
from extractor.find.places import Place, Segment, same_row
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind

SURE = 0.6  # how sure a value is that stands there without a label
ONLY = 0.7  # the same of an amount where there is no other
LESS_SURE = 0.5
LIKELY = 0.6  # of an amount: a bare whole number is less
MOST_WORDS = 4  # beside an amount
MOST_NAME_WORDS = 5
NEAR = 4.0  # line heights from a day to its time beside it
WAY_DOWN = 5.0  # line heights from the hour of departure to that of arrival
_ARROW = re.compile(r"\s*(?:[→➔➜⟶⇒►▶›»]|-+>|=>)\s*")
_DASH = re.compile(r"\s+[–—-]\s+")

Row = dict[str, Answer]


def add_unlabelled(
    sheet: Sheet,
    row: Row,
    wanted: Sequence[FieldSpec],
    inside: Sequence[Segment],
    used: set[int],
    words: Mapping[str, tuple[str, ...]],
) -> None:
    """Fills leaves that no label gave a value in a block: `inside` are its segments, `used` the indices of those that labels spent,
    `words` the lists of the label files."""
    of_sale = said_of_sale(inside, words)
    add_way(sheet, row, wanted, inside)
    _add_hours_beside_places(sheet, row, wanted, [s for s in inside if s.index not in used], of_sale)
    _add_moment(sheet, row, wanted, inside, of_sale)
    _add_person(sheet, row, wanted, inside, words.get("honorific", ()))
    _add_price(sheet, row, wanted, inside)


def said_of_sale(segments: Sequence[Segment], words: Mapping[str, tuple[str, ...]]) -> set[int]:
    """The indices of the segments that say when a ticket was sold: "Issued 3 May 10:15"."""
    pattern = whole_words(words.get("issued", ()))
    return {segment.index for segment in segments if pattern.search(segment.text)}


def _answer(sheet: Sheet, segment: Segment, start: int, end: int, value: object, score: float, evidence: str) -> Answer:
    return Answer(value, segment.text[start:end], score, "pattern", evidence, segment.page, sheet.box_between(segment, start, end))


def _way_leaves(wanted: Sequence[FieldSpec]) -> tuple[FieldSpec, FieldSpec] | None:
    """Where a way begins and ends: two leaves of free words, one after the other, that only journeys have."""
    for one, other in pairwise(wanted):
        if one.kind is other.kind is Kind.TEXT and one.when and one.when == other.when and not one.choices:
            return one, other
    return None


def add_way(sheet: Sheet, row: Row, wanted: Sequence[FieldSpec], inside: Sequence[Segment]) -> None:
    """ "Aalen Hbf → Ulm Hbf" is two places; so is "Livorno – Olbia" where a label asks for one of them and the other is not told."""
    leaves = _way_leaves(wanted)
    if leaves is None:
        return
    begin, end = leaves
    told = row.get(begin.path)
    for segment in inside:
        parts = list(_ARROW.finditer(segment.text))
        of_label = told is not None and told.text in segment.text and begin.path in row
        if not parts and of_label and told is not None and told.text == segment.text and end.path not in row:
            parts = list(_DASH.finditer(segment.text))
        if len(parts) != 1 or (told is not None and not of_label and end.path in row):
            continue
        start = segment.text.rfind(":", 0, parts[0].start()) + 1
        first, second = (rest_of(segment, *span) for span in ((start, parts[0].start()), (parts[0].end(), len(segment.text))))
        if first is not None and second is not None and _is_place(first) and _is_place(second):
            why = f"written as a way: '{segment.text[:40]}'"
            row[begin.path] = _answer(sheet, segment, first.match.start, first.match.end, first.match.text, SURE, why)
            row[end.path] = _answer(sheet, segment, second.match.start, second.match.end, second.match.text, SURE, why)
            return


def _is_place(place: Place) -> bool:
    text = place.match.text
    return sum(map(str.isalpha, text)) >= 3 and not any(map(str.isdigit, text)) and len(text.split()) <= 6


def _add_hours_beside_places(sheet: Sheet, row: Row, wanted: Sequence[FieldSpec], inside: Sequence[Segment], of_sale: set[int]) -> None:
    """Two hours under one another, each with words beside it: the places of departure and of arrival, and their times."""
    leaves = _way_leaves(wanted)
    moments = [spec for spec in wanted if spec.kind is Kind.DATETIME]
    if leaves is None or any(leaf.path in row for leaf in leaves) or len(moments) < 2 or any(spec.path in row for spec in moments[:2]):
        return
    free = {segment.index for segment in inside}
    stops = [
        (place, beside)
        for place in sheet.places(Kind.TIME)
        if place.segment.index in free and place.segment.index not in of_sale and (beside := _words_beside(sheet, place)) is not None
    ]
    for (one, here), (other, there) in pairwise(stops):
        apart = other.top - one.top
        if abs(one.left - other.left) > sheet.line_height or not 0 < apart < WAY_DOWN * sheet.line_height:
            continue
        for leaf, spec, hour, place in zip(leaves, moments, (one, other), (here, there), strict=False):
            why = f"beside '{hour.match.text}'"
            row[leaf.path] = _answer(sheet, place.segment, place.match.start, place.match.end, place.match.text, SURE, why)
            day = _day_for(sheet, hour, inside, of_sale)
            if day is not None:
                row[spec.path] = _moment(sheet, day, hour, SURE)
        return


def _words_beside(sheet: Sheet, hour: Place) -> Place | None:
    rest = rest_of(hour.segment, hour.match.end, len(hour.segment.text))
    if rest is None and hour.match.start == 0:
        right = sheet.right_of(hour.segment)[:1]
        rest = rest_of(right[0], 0, len(right[0].text)) if right else None
    return rest if rest is not None and _is_place(rest) else None


def _day_for(sheet: Sheet, hour: Place, inside: Sequence[Segment], of_sale: set[int]) -> Place | None:
    free = {segment.index for segment in inside} - of_sale
    days = [p for p in sheet.places(Kind.DATE) if isinstance(p.match.value, date) and p.segment.index in free]
    return min(days, key=lambda p: (p.segment.page != hour.segment.page, abs(p.top - hour.top), p.order), default=None)


def _moment(sheet: Sheet, day: Place, hour: Place, score: float) -> Answer:
    value = datetime.combine(day.match.value, hour.match.value)
    reading = day.match.interpretations[0]
    text = f"{day.match.text} {hour.match.text}"
    page, box = hour.segment.page, sheet.box_of_place(hour)
    why = f"'{hour.match.text}' on '{day.match.text}'"
    return Answer(value, text, score * max(reading.likelihood, LESS_SURE), "pattern", why, page, box, reading.convention)


def _add_moment(sheet: Sheet, row: Row, wanted: Sequence[FieldSpec], inside: Sequence[Segment], of_sale: set[int]) -> None:
    """A day and a time side by side fill the first moment, where no label told one and none stands there as one."""
    moments = [spec for spec in wanted if spec.kind is Kind.DATETIME]
    if not moments or any(spec.path in row for spec in moments):
        return
    free = {segment.index for segment in inside} - of_sale
    days = [p for p in sheet.places(Kind.DATE) if isinstance(p.match.value, date) and p.segment.index in free]
    hours = [p for p in sheet.places(Kind.TIME) if p.segment.index in free]
    near = [
        (abs(hour.left - day.right), day, hour)
        for day in days
        for hour in hours
        if same_row(day.segment, hour.segment) and hour.left >= day.right - 1 and hour.left - day.right < NEAR * 4 * sheet.line_height
    ]
    best = min(near, key=lambda entry: (entry[1].order, entry[0]), default=None)
    if best is not None:
        row[moments[0].path] = _moment(sheet, best[1], best[2], SURE)


def _add_person(sheet: Sheet, row: Row, wanted: Sequence[FieldSpec], inside: Sequence[Segment], titles: Sequence[str]) -> None:
    """Who is called "Mr" or "Frau" is meant by the first leaf for a name that every kind has."""
    spec = next((spec for spec in wanted if spec.kind is Kind.NAME and spec.role is None and not spec.when), None)
    if spec is None or spec.path in row or not titles:
        return
    short = any_of(title for title in titles if title.isascii())  # "d.ª" is also "da"
    alone = re.compile(rf"^\W*(?:[^\W\d_]+\s+(?=[^,]*,$))?(?P<title>{short})\.?(?!\w)\s*(?P<name>[^\d,;:]*)[,;:.]?$", re.IGNORECASE)
    for segment in inside:
        match = alone.match(segment.text)
        if match is None:
            continue
        name = match["name"].strip()
        if name:
            if 1 <= len(name.split()) < MOST_NAME_WORDS and all(word[:1].isupper() or len(word) <= 3 for word in name.split()):
                start = match.start("title")
                end = match.start("name") + len(match["name"].rstrip())
                row[spec.path] = _answer(sheet, segment, start, end, segment.text[start:end], SURE, f"'{match['title']}' before it")
                return
        elif match.start("title") <= 1:
            under = sheet.below(segment.page, segment.left, segment.right, segment.bottom, 1.5 * sheet.line_height)
            if under and abs(under[0].left - segment.left) < sheet.line_height and not any(map(str.isdigit, under[0].text)):
                text = under[0].text
                row[spec.path] = _answer(sheet, under[0], 0, len(text), text, SURE, f"under '{segment.text}'")
                return


def _add_price(sheet: Sheet, row: Row, wanted: Sequence[FieldSpec], inside: Sequence[Segment]) -> None:
    """The only amount with a currency, where no label names a price; the currency beside it."""
    spec = next((spec for spec in wanted if spec.kind is Kind.MONEY), None)
    if spec is None or spec.path in row:
        return
    free = {segment.index for segment in inside}
    amounts = [
        place
        for place in sheet.places(Kind.MONEY)
        if place.segment.index in free and isinstance(place.match.value, Decimal) and place.match.value > 0
        if currency_of(sheet, place) is not None and place.match.likelihood >= LIKELY and _says_little_else(place)
    ]
    if len({place.match.value for place in amounts}) != 1:
        return
    only = amounts[0]
    row[spec.path] = _answer(sheet, only.segment, only.match.start, only.match.end, only.match.value, ONLY, "the only amount")
    sign = currency_of(sheet, only)
    currency = next((spec for spec in wanted if spec.kind is Kind.CURRENCY), None)
    if currency is not None and sign is not None and currency.path not in row:
        why = f"beside '{only.match.text}'"
        row[currency.path] = _answer(sheet, sign.segment, sign.match.start, sign.match.end, sign.match.value, SURE, why)


def _says_little_else(place: Place) -> bool:
    """Whether a line is about its amount, and no sentence that speaks of one."""
    words = [word for word in place.segment.text.split() if word not in place.match.text and any(map(str.isalpha, word))]
    return len(words) <= MOST_WORDS and not place.segment.text.rstrip().endswith(".")


def currency_of(sheet: Sheet, amount: Place) -> Place | None:
    """The currency in an amount's line, or in what stands next to it."""
    for segment in (amount.segment, *sheet.left_of(amount.segment)[:1], *sheet.right_of(amount.segment)[:1]):
        signs = sheet.places_in(Kind.CURRENCY, segment)
        if signs:
            return signs[0]
    return None
