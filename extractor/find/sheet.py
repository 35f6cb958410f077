"""`Sheet`: the lines of a document's readings with their places, neighbours and the values that stand in them.

Distances are in points, so that "near" means the same across and down the page.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate, filterfalse
from operator import attrgetter
from typing import Any

from extractor.document import Candidate, Reading
from extractor.find.amounts import Amounts
from extractor.find.places import Lines, Place, Segment, same_row
from extractor.geometry import Box
from extractor.late import late
from extractor.schemas.record import Kind
from extractor.values import Habits, Interpretation
from extractor.values.registry import SIGNS, finder, matches

_FROM_TOP, _LEFT = attrgetter("top", "left"), attrgetter("left")

AMOUNT_FROM = 0.5  # likelihood from which a figure is taken for an amount
_Rows = tuple[list[float], list[float], list[Segment], float]  # by their tops; how far down each and all before reach; the tallest
_NO_ROWS: _Rows = [], [], [], 0.0
STANDS_IN = 0.35  # share of a line's height that it may begin over the lower edge of the line over it
SURE = 0.8  # likelihood of a value that is all of a line


class Sheet:
    """All pages' segments in reading order, with look-ups. Built once for a document."""

    def __init__(self, readings: Sequence[Reading], habits: Habits) -> None:
        self.readings = tuple(readings)
        self.habits = habits
        self._reading = {reading.page: reading for reading in readings}
        self.segments = tuple(_segments(readings))
        self._places: dict[Kind, tuple[Place, ...]] = {}
        self._places_by_segment: dict[Kind, dict[int, list[Place]]] = {}
        self._sifted: dict[re.Pattern[str], Sequence[Segment]] = {}
        self._lines_with: dict[tuple[Kind, ...], frozenset[int]] = {}
        self._repeats: dict[Kind, Counter[Any]] = {}
        self.looks: dict[tuple[object, ...], Mapping[str, float]] = {}  # what `fields` makes of a place, for several fields
        self._boxes: dict[tuple[int, int, int], Box] = {}
        self._word_boxes: dict[tuple[int, int, int], Box] = {}
        self._beside: dict[int, list[Segment]] = {}
        self._right: dict[int, list[Segment]] = {}
        self._left: dict[int, list[Segment]] = {}
        self._by_page: dict[int, list[Segment]] = {}
        for segment in self.segments:
            self._by_page.setdefault(segment.page, []).append(segment)
        self._rows: dict[int, _Rows] = {}
        for page, members in self._by_page.items():
            ordered = sorted(members, key=_FROM_TOP)
            reached, tallest = list(accumulate([s.bottom for s in ordered], max)), max([s.height for s in ordered])
            self._rows[page] = [s.top for s in ordered], reached, ordered, tallest

    @cached_property
    def line_height(self) -> float:
        """The median height of a line, in points."""
        heights = sorted([segment.height for segment in self.segments])
        return heights[len(heights) // 2] if heights else 10.0

    @cached_property
    def is_text_layer(self) -> bool:
        return all(reading.is_text_layer for reading in self.readings)

    @cached_property
    def is_whole(self) -> bool:
        """Whether no amount of the document has cents, and some are parted into thousands or have their currency's sign."""
        values = [place.match for place in self.places(Kind.MONEY) if place.match.likelihood >= AMOUNT_FROM]
        return len(values) > 2 and all(isinstance(m.value, Decimal) and m.value == m.value.to_integral_value() for m in values)

    @cached_property
    def amounts(self) -> Amounts:
        """How the document's amounts relate to each other."""
        return Amounts(self.places(Kind.MONEY))

    def on_page(self, page: int) -> Sequence[Segment]:
        return self._by_page.get(page, [])

    def page_size(self, page: int) -> tuple[float, float]:
        reading = self._reading[page]
        return reading.width, reading.height

    def box_of(self, segment: Segment, first: int = 0, last: int | None = None) -> Box:
        """The box of some of a segment's words (all by default) on the page as given."""
        return self._as_given(segment, _box_of_words(segment, first, last))

    def _as_given(self, segment: Segment, box: Box) -> Box:
        return self._reading[segment.page].to_page(box).clipped()

    def box_between(self, segment: Segment, start: int, end: int) -> Box:
        """The box of the words that characters start..end of a segment touch, on the page as given."""
        token = segment.index, start, end
        box = self._boxes.get(token)  # what stands there is a candidate for several fields
        if box is None:
            box = self._boxes[token] = self._as_given(segment, self._read_box(token, segment))
        return box

    def _read_box(self, token: tuple[int, int, int], segment: Segment) -> Box:
        """The same on the straightened page."""
        box = self._word_boxes.get(token)
        if box is None:
            box = self._word_boxes[token] = _box_of_words(segment, *segment.words_between(token[1], token[2]))
        return box

    def box_of_place(self, place: Place) -> Box:
        """The box of a value's words, and of the segments that it goes on in, on the page as given."""
        here = self.box_between(place.segment, place.match.start, place.match.end)
        return Box.around([here, *map(self.box_of, place.beyond)]) if place.beyond else here

    def candidate(
        self,
        path: str,
        place: Place,
        source: str,
        evidence: str,
        *,
        reading: Interpretation | None = None,
        features: Mapping[str, float] | None = None,
        score: float = 0.0,
        family: str = "",
    ) -> Candidate:
        """What stands at a place as a possible answer for a field; `reading`: which of its interpretations, the first by default."""
        taken = reading or place.match.interpretations[0]
        text, page, box = place.match.text, place.segment.page, self.box_of_place(place)
        return Candidate(
            path, taken.value, text, source, evidence, page, box, features or {}, taken.convention, taken.repaired, score, family
        )

    def right_of(self, segment: Segment) -> Sequence[Segment]:
        """Segments of the same row that begin where this one ends or later, nearest first."""
        found = self._right.get(segment.index)
        if found is None:
            edge = segment.right - 2
            found = self._right[segment.index] = sorted([other for other in self._on_row(segment) if other.left >= edge], key=_LEFT)
        return found

    def left_of(self, segment: Segment) -> Sequence[Segment]:
        """Segments of the same row that end where this one begins or earlier, nearest first."""
        found = self._left.get(segment.index)
        if found is None:
            edge = segment.left + 2
            found = self._left[segment.index] = [other for other in self._on_row(segment) if other.right <= edge]
            found.sort(key=lambda other: -other.right)
        return found

    def _on_row(self, segment: Segment) -> list[Segment]:
        """The other segments of the same row."""
        found = self._beside.get(segment.index)
        if found is None:
            level = self._rows_at(segment.page, segment.top, segment.bottom)
            found = self._beside[segment.index] = [other for other in level if other is not segment and same_row(segment, other)]
        return found

    def below(self, page: int, left: float, right: float, bottom: float, reach: float) -> list[Segment]:
        """Segments that begin under `bottom` within `reach` points and share a column with left..right, nearest first."""
        tops, _, ordered, tallest = self._rows.get(page, _NO_ROWS)
        first, last = bisect_left(tops, bottom - STANDS_IN * tallest), bisect_right(tops, bottom + reach)
        return [
            other
            for other in ordered[first:last]
            if left < other.right > other.left < right > left and other.top >= bottom - STANDS_IN * other.height
        ]

    def above(self, page: int, left: float, right: float, top: float, reach: float) -> list[Segment]:
        """Segments that end over `top` within `reach` points and share a column with left..right, nearest first."""
        found = [
            other
            for other in self.near_rows(page, top - reach, top)
            if left < other.right > other.left < right > left and other.bottom <= top + STANDS_IN * other.height
        ]
        return sorted(found, key=lambda other: (-other.bottom, other.left)) if len(found) > 1 else found

    def near_rows(self, page: int, top: float, bottom: float) -> list[Segment]:
        """Segments whose vertical span meets top..bottom."""
        return [segment for segment in self._rows_at(page, top, bottom) if segment.bottom >= top]

    def _rows_at(self, page: int, top: float, bottom: float) -> list[Segment]:
        """Those, and some that end above `top`."""
        tops, reached, ordered, _ = self._rows.get(page, _NO_ROWS)
        return ordered[bisect_left(reached, top) : bisect_right(tops, bottom)]

    def places(self, kind: Kind) -> tuple[Place, ...]:
        """Every value of a kind in the document, in reading order."""
        if kind not in self._places:
            found: list[Place] = []
            by_segment: dict[int, list[Place]] = {}
            find = finder(kind.value, self.habits)
            for segment in self._lines_for(kind):
                if matches := find(segment.text):
                    width, here = self._reading[segment.page].width, by_segment.setdefault(segment.index, [])
                    for match in matches:
                        box = self._read_box((segment.index, match.start, match.end), segment)
                        here.append(Place(segment, match, kind, box.left * width, box.right * width, len(found) + len(here)))
                    found += here
            broken = {Kind.IBAN: self._broken_accounts, Kind.DATE: self._broken_days}.get(kind)
            for place in broken(tuple(found)) if broken else ():
                by_segment.setdefault(place.segment.index, []).append(place)
                found.append(place)
            self._places[kind], self._places_by_segment[kind] = tuple(found), by_segment
        return self._places[kind]

    def _broken_accounts(self, whole: Sequence[Place]) -> Iterator[Place]:
        """Account numbers that go on in the line under theirs, where the check digits prove the two parts one."""
        taken = {place.segment.index for place in whole}
        for segment in self._matching(_BEGUN):
            begun = _BEGUN.search(segment.text)
            if begun is None or segment.index in taken:
                continue
            unit = segment.height
            for under in self.below(segment.page, segment.left - unit, segment.right, segment.bottom, 1.2 * unit)[:2]:  # or centred
                match = next(iter(matches(Kind.IBAN.value, f"{begun[0]} {under.text}", self.habits)), None)
                if match is None or match.start or match.end <= len(begun[0]) or match.likelihood < 1:
                    continue
                part = replace(match, start=begun.start(), end=len(segment.text))
                yield Place(segment, part, Kind.IBAN, segment.x_at(begun.start()), segment.right, len(taken), (under,))
                break

    def _broken_days(self, whole: Sequence[Place]) -> Iterator[Place]:
        """Days whose year stands in the line under theirs: "by direct debit on or after 18 February" over "2026"."""
        for under in self._matching(_YEAR):
            for segment in self.above(under.page, under.left, under.right, under.top, 1.2 * under.height)[:1]:
                begun = _DAY_BEGUN.search(segment.text)
                match = next(iter(matches(Kind.DATE.value, f"{begun[0]} {under.text}", self.habits)), None) if begun else None
                if begun and match and not match.start and match.end > len(begun[0]) and under.left - segment.left < segment.height:
                    part = replace(match, start=begun.start(), end=len(segment.text))
                    yield Place(segment, part, Kind.DATE, segment.x_at(begun.start()), segment.right, len(whole), (under,))

    def repeats(self, kind: Kind, value: Any) -> int:
        """How often a value of a kind stands in the document."""
        if kind not in self._repeats:
            self._repeats[kind] = Counter([place.match.value for place in self.places(kind)])
        return self._repeats[kind][value]

    @cached_property
    def sizes(self) -> list[Decimal]:
        """The document's amounts without their signs, each once, the smallest first."""
        return sorted({abs(place.match.value) for place in self.places(Kind.MONEY) if place.match.value is not None})

    def _lines_for(self, kind: Kind) -> Sequence[Segment]:
        """The segments that may hold a value of a kind: one look at the whole document sorts most out."""
        signs = SIGNS.get(kind.value)
        if signs is None:
            return self.segments
        if signs not in self._sifted:  # several kinds have the same
            self._sifted[signs] = self._matching(signs)
        return self._sifted[signs]

    def _matching(self, signs: re.Pattern[str]) -> list[Segment]:
        """The segments in which an expression finds something."""
        return [self.segments[number] for number in self._lines.matching(signs)]

    @cached_property
    def _lines(self) -> Lines:
        return Lines([segment.text for segment in self.segments])

    @cached_property
    def folded(self) -> Lines:
        """All lines in folded form between spaces."""
        return Lines([f" {fold(segment.text)} " for segment in self.segments])

    def lines_with(self, *kinds: Kind) -> frozenset[int]:
        """The segments, by their index, that a value of one of the kinds stands in."""
        if kinds not in self._lines_with:
            self._lines_with[kinds] = frozenset([place.segment.index for kind in kinds for place in self.places(kind)])
        return self._lines_with[kinds]

    def is_one(self, kind: Kind, segment: Segment) -> bool:
        """Whether a line is nothing but a value of a kind, surely: "FA 25-058812" is a number, whatever "FA" is short for."""
        return any(p.match.text == segment.text and p.match.likelihood >= SURE for p in self.places_in(kind, segment))

    def places_in(self, kind: Kind, segment: Segment) -> Sequence[Place]:
        if kind not in self._places:
            self.places(kind)
        return self._places_by_segment[kind].get(segment.index, ())


def _box_of_words(segment: Segment, first: int, last: int | None) -> Box:
    words = segment.line.words[first:last]
    return words[0].box if len(words) == 1 else Box.around([word.box for word in words])


def _segments(readings: Sequence[Reading]) -> list[Segment]:
    found: list[Segment] = []
    for reading in readings:
        page, width, height = reading.page, reading.width, reading.height
        for number, region in enumerate(reading.regions):
            for line in region.lines:
                if not line.words:
                    continue
                ends: list[int] = []
                end, bold = -1, 0
                for word in line.words:
                    end += len(word.text) + 1
                    ends.append(end)
                    bold += word.bold
                box = line.box
                top, bottom = box.top * height, box.bottom * height
                place = box.left * width, top, box.right * width, bottom, bottom - top
                found.append(Segment(len(found), page, line, line.text, tuple(ends), *place, bold * 2 > len(ends), number))
    return found


# The first groups of an account number, at a line's end.
_BEGUN = re.compile(r"[A-Z](?<![A-Za-z0-9][A-Z])[A-Z]\d{2}(?: ?[A-Z0-9]{2,4})*$", re.MULTILINE)
_DAY_BEGUN = late(
    r"\b(?:\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:de )?[^\W\d_]{3,10}\.?(?: de)?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?),?$"
)  # a day without its year, at a line's end
_YEAR = re.compile(r"20(?<=^20)\d\d\b", re.MULTILINE)  # at a line's beginning
_NOT_LABEL = re.compile(r"[^\w#%]+", re.UNICODE)


# What `fold` and `compact` make of each sign of ASCII, most texts have no other.
_PARTED = {code: _NOT_LABEL.sub(" ", chr(code).lower()) for code in range(128)}
_BARE = {code: None if sign in " _" else sign for code, sign in _PARTED.items()}


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Case, accents and punctuation aside: what two writings of one label have in common ("N° de Client:" -> "n de client")."""
    if text.isascii() and "_" not in text:
        return " ".join(text.translate(_PARTED).split())
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l").replace("Ł", "L"))
    bare = "".join(filterfalse(unicodedata.combining, decomposed))
    return _NOT_LABEL.sub(" ", bare.casefold()).replace("_", " ").strip()


@lru_cache(maxsize=1 << 15)
def compact(text: str) -> str:
    """`fold` without spaces: OCR loses and invents them. Remembered, as the same words and lines are asked for again and again."""
    if text.isascii():
        return text.lower() if text.isalnum() else text.translate(_BARE)
    return fold(text).replace(" ", "")
