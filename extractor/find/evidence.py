"""Which labels point at which values: in one line, right of the label, below it, or as the text's own first words.

The evidence of one label for one value is its relation, the distance, what stands between, and how sure the label itself is.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import pairwise

from extractor.find.free_text import continued, rest_of
from extractor.find.label_cells import cell_under, is_over_value, row_by_row
from extractor.find.label_hits import LabelHit, Named
from extractor.find.parties.line_words import any_of
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet
from extractor.quick import dataclass
from extractor.schemas.label_files import line_words
from extractor.schemas.record import FieldSpec, Kind

SAME, RIGHT, BELOW, OPENS = "same line as", "right of", "below", "opens with"
_BY_RELATION = {SAME: 1.0, RIGHT: 0.95, BELOW: 0.75, OPENS: 0.6}  # what a label is worth for what stands there
REACH_DOWN = 4.5  # line heights below a label in which its value is looked for
TOUCHES = 1.5  # line heights between a label and its value in running text
WORDY = frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS})  # any words after the label are the value
WRAPPING = frozenset({Kind.IDENTIFIER, Kind.IBAN, Kind.BIC, Kind.DATE})  # what a text may go on with in its next line
DIGITS = 4  # of a number that is none of a table, a till, a clerk
_CODE = re.compile(r"[A-Z]{2,4}")  # the letters before a number
MOST_BEFORE = 4  # words before a short label: "Invoice no. 17 of 3 July" has three, a sentence more


@dataclass(frozen=True, slots=True)
class Evidence:
    """One label that points at one place. `distance` in line heights; `order`: 0 for the first value of its kind after the
    label; `blocked`: other labels between; `skipped`: words that belong to neither, between; `trailing`: words after the
    label in its own segment that make it another label."""

    place: Place
    hit: LabelHit
    relation: str
    distance: float
    order: int
    blocked: int
    skipped: int
    trailing: bool = False
    shared: bool = False  # two labels name the one place: "Date of invoice and delivery", "Invoice date/Tax point: 3 May"

    def strength(self, named: Named) -> float:
        """How strongly the label claims the place for what it names, 0..1: the order of evidence, not a probability."""
        hit, relation, skipped, is_text = self.hit, self.relation, self.skipped, self.place.kind is Kind.TEXT
        rank, others = named.rank, hit.repeats - 1
        value = hit.likeness**2 / (1 + 0.04 * (rank if rank < 8 else 8)) / (1 + 0.15 * (others if others < 8 else 8))
        value *= _BY_RELATION[relation]
        touches = relation == SAME and not skipped and self.distance < TOUCHES
        value *= math.exp(-self.distance / (40.0 if relation != BELOW else 6.0))
        value *= 0.7**self.order * 0.35**self.blocked * 0.8 ** (skipped if skipped < 6 else 6)
        alone = hit.colon or hit.whole
        if not alone and self._is_short() and not (touches and (self._is_of_a_till() or self._opens_clause())):
            value *= 0.5 if _words(hit.segment.text[: hit.start]) <= MOST_BEFORE else 0.15  # "your order of 3 July"
        if not hit.leads and not hit.colon and not touches:
            value *= 0.75
        if is_text and relation == SAME and not hit.colon:
            value *= 0.4  # "Customer code" is not the customer "code", but another label
        if is_text and len(self.place.match.text.split()) > 9 and not hit.colon:
            value *= 0.3  # running text, no name
        if self.trailing and relation in (RIGHT, BELOW):
            value *= 0.45  # below "Customer code" stands no customer
        return value

    def _is_short(self) -> bool:
        """Whether the label is a word of few letters; "o.v.v." is none."""
        text = self.hit.text
        return sum(map(str.isalnum, text)) <= 3 and text.strip(" .:").count(".") < 2

    def _opens_clause(self) -> bool:
        """Whether the label begins a clause of its own that says a day: "20th of month following. Due 20.03.26"."""
        return self.place.kind is Kind.DATE and self.hit.segment.text[: self.hit.start].rstrip().endswith((".", ";", "·", "|"))

    def _is_of_a_till(self) -> bool:
        """Whether the label stands before a number of some length in a piece of a line that has a figure beside each of its words, as
        tills print them: "Chk 60377", "21:58 SC. 0039", "11.04.2024 17:20 Kasse 2 Bon 339018"."""
        if self.place.kind is not Kind.IDENTIFIER or sum(map(str.isdigit, self.place.match.text)) < DIGITS:
            return False
        figures = [any(map(str.isdigit, word)) for word in self.hit.segment.text.split() if any(map(str.isalnum, word))]
        return all(one or other for one, other in pairwise(figures))


def evidence_of(sheet: Sheet, hits: Sequence[LabelHit], wanted: Mapping[str, FieldSpec]) -> Iterator[Evidence]:
    """Every label of the `wanted` leaves with every value of their kind that it may point at."""
    barriers: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)  # of texts
    hits_in: dict[int, list[LabelHit]] = defaultdict(list)
    openings: dict[int, tuple[Named, ...]] = {}  # lines that open with a label and go on: the text that another of its field announces
    for hit in hits:
        hits_in[hit.segment.index].append(hit)
    for hit in hits:
        index = hit.segment.index
        if not _is_announced_value(hit, hits_in[index]) and not _opens_number(sheet, hit, wanted, hits_in):
            barriers[index].append(hit.start)
            if hit.leads or hit.colon or (not hit.within and len(hit.text) > 1 and _names_alone(hit)):
                ends[index].append(hit.start)  # the name of a column is a word like any other within a text: "14 days"
        if hit.leads and not hit.whole and not hit.colon:  # "Terms" | "Net 30"
            openings[index] = hit.names
    opened: dict[str, set[int]] = defaultdict(set)
    for index, names in openings.items():
        for named in names:
            if not named.is_group:
                opened[named.path].add(index)
    for hit in hits:
        sought = [(named.path, wanted[named.path].kind) for named in hit.names if named.path in wanted and not named.is_group]
        if not sought:
            continue
        kinds = {Kind.TEXT if kind in WORDY else kind for _, kind in sought}
        going_on = {index for path, kind in sought if kind in WORDY and path in opened for index in opened[path]}
        starts = barriers.get(hit.segment.index, ())
        away = _points_away(sheet, hit, starts)
        trailing = away and _trailing(sheet, hit, starts)
        for kind in sorted(kinds):
            yield from _same_line(sheet, hit, kind, ends if kind is Kind.TEXT else barriers)
            yield from _wrapped(sheet, hit, kind)
            if away:
                yield from _right(sheet, hit, kind, barriers, going_on, trailing)
                yield from _below(sheet, hit, kind, barriers, going_on, trailing)


def _names_alone(hit: LabelHit) -> bool:
    """Whether a label names a field that stands alone."""
    return any("[]" not in named.path and not named.is_group for named in hit.names)


def _is_announced_value(hit: LabelHit, beside: Sequence[LabelHit]) -> bool:
    """Whether a label is a word of what another announces: the heading of a group that is all that stands behind a label with its colon
    ("Payment method: bank transfer"), or the same label again ("Bank: State Bank of India")."""
    if len(beside) == 1:
        return False
    before = [other for other in beside if other.end <= hit.start]
    if not hit.colon and before and before[-1].colon and {n.path for n in hit.names if not n.is_group} & {n.path for n in before[-1].names}:
        return True
    if hit.colon or any(not named.is_group for named in hit.names) or hit.segment.text[hit.end :].strip(" ."):
        return False
    return any(other.colon and not hit.segment.text[other.end : hit.start].strip(" :") for other in beside if other is not hit)


def _opens_number(sheet: Sheet, hit: LabelHit, wanted: Mapping[str, FieldSpec], hits_in: Mapping[int, Sequence[LabelHit]]) -> bool:
    """Whether a label is the letter of a series before its number, which fill a line: "A 2600871" under "Factura"; or, right of a label
    that is alone, letters that only a column is called by: "CN 10882" beside "Credit No"."""
    segment = hit.segment
    if hit.colon or not hit.leads or hit.whole:
        return False
    if len(hit.text) > 1:
        beside = (label for left in sheet.left_of(segment)[:1] for label in hits_in.get(left.index, ()))
        of_column = _CODE.fullmatch(hit.text) is not None and all("[]" in named.path for named in hit.names)
        if not of_column or not any(label.whole and _is_of_number(label, wanted) for label in beside):
            return False
    elif any(not n.is_group and "[]" not in n.path and (n.path not in wanted or wanted[n.path].kind is Kind.IDENTIFIER) for n in hit.names):
        return False  # "T 0612345678"
    return any(place.match.text == segment.text for place in sheet.places_in(Kind.IDENTIFIER, segment))


def _is_of_number(label: LabelHit, wanted: Mapping[str, FieldSpec]) -> bool:
    return any(named.path in wanted and wanted[named.path].kind is Kind.IDENTIFIER for named in label.names if "[]" not in named.path)


def kind_sought(spec: FieldSpec) -> Kind:
    """What is looked for beside a label: any words where the value is of words."""
    return Kind.TEXT if spec.kind in WORDY else spec.kind


def _is_in_sentence(hit: LabelHit) -> bool:
    """Whether a label is a word of a sentence: "no discount for early payment by card" names no means of payment."""
    before = hit.segment.text[: hit.start].split()
    return not hit.leads and not hit.colon and bool(before) and before[-1].isalpha() and before[-1].islower()


def _same_line(sheet: Sheet, hit: LabelHit, kind: Kind, barriers_of: Mapping[int, Sequence[int]]) -> Iterator[Evidence]:
    segment, barriers = hit.segment, barriers_of.get(hit.segment.index, ())
    if kind is Kind.TEXT:
        end = min((b for b in barriers if b >= hit.end and not _closes(segment, b, hit)), default=len(segment.text))
        place = None if _is_in_sentence(hit) else rest_of(segment, hit.end, end)
        if place is not None:
            yield Evidence(continued(sheet, place, barriers_of), hit, SAME, 0.0, 0, 0, 0)
            if hit.leads and not hit.colon:  # the label is the value's first word: "Bank of the Coast", "Payable within 30 days"
                whole = rest_of(segment, hit.start, end)
                if whole is not None:
                    yield Evidence(whole, hit, OPENS, 0.0, 0, 0, 0)
        return
    places = sheet.places_in(kind, segment)
    if not places:
        return
    inside = [p for p in _likely(places) if p.match.start >= hit.end and not _base_amount(sheet, p)]
    if not inside and kind is Kind.IDENTIFIER:  # "Nr FV" is a label, and "FV 117/2025" a number
        inside = [p for p in places if hit.start < p.match.start < hit.end < p.match.end]
    for order, place in enumerate(inside[:3]):
        between = segment.text[hit.end : place.match.start]
        if order == 0 and _names_something_else(sheet, hit, between, barriers):
            return
        blocked = sum(hit.end <= barrier < place.match.start for barrier in barriers)
        shared = kind is Kind.DATE and len(inside) == 1 and _is_joined(segment, hit, barriers)
        blocked -= shared and blocked == 1
        distance = max(segment.x_at(place.match.start) - hit.right, 0.0) / sheet.line_height
        skipped = _words(between) - blocked if order == 0 and not shared else 0
        yield Evidence(place, hit, SAME, distance, order, blocked, skipped, shared=shared)


def _wrapped(sheet: Sheet, hit: LabelHit, kind: Kind) -> Iterator[Evidence]:
    """What opens the next line of a text that a label ends: "... to our account stating the reference" over "RF18 5390 0754 7034"."""
    segment = hit.segment
    if hit.leads or kind not in WRAPPING or any(map(str.isalnum, segment.text[hit.end :])):
        return
    if _words(segment.text[: hit.start]) < MOST_BEFORE:
        return
    under = sheet.below(segment.page, segment.left, hit.right, segment.bottom, sheet.line_height)[:1]
    for lower in under if under and abs(under[0].left - segment.left) < sheet.line_height else ():
        for place in sheet.places_in(kind, lower)[:1]:
            if not any(map(str.isalnum, lower.text[: place.match.start])):
                yield Evidence(place, hit, SAME, 0.0, 0, 0, 0)


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"[.:]?\s*(?:[/=&+]|\b(?:{any_of(line_words()['joins'])})\b)\s*")


def _is_joined(segment: Segment, hit: LabelHit, barriers: Sequence[int]) -> bool:
    """Whether another label stands right behind or before this one, parted from it by a joining sign alone."""
    behind = min((b for b in barriers if b >= hit.end), default=None)
    if behind is not None and _joins().fullmatch(segment.text, hit.end, behind):
        return True
    before = max((b for b in barriers if b < hit.start), default=None)
    return before is not None and re.search(r"[^\W\d_]\s*[/=&+]\s*$", segment.text[before : hit.start]) is not None


def _right(
    sheet: Sheet, hit: LabelHit, kind: Kind, barriers: Mapping[int, Sequence[int]], going_on: Set[int], trailing: bool
) -> Iterator[Evidence]:
    segment = hit.segment
    neighbours = sheet.right_of(segment)[:5]
    if not neighbours:
        return
    if kind is not Kind.TEXT and sheet.lines_with(kind).isdisjoint([neighbour.index for neighbour in neighbours]):
        return
    skipped = 0 if hit.whole else _words(_PARENTHESES.sub("", segment.text[hit.end :]))
    blocked = int(is_over_value(sheet, hit, kind, barriers))
    order = 0
    if kind is not Kind.TEXT and (inside := [p for p in sheet.places_in(kind, segment) if p.match.start >= hit.end]):
        told = [found.span() for found in _PARENTHESES.finditer(segment.text, hit.end)] if kind is Kind.MONEY else []
        inside = [p for p in inside if not any(start < p.match.start < end for start, end in told)]  # "Paid (12 x 92.00)"
        order = sum(not _base_amount(sheet, place) for place in inside)
    for neighbour in neighbours:
        starts = barriers.get(neighbour.index, ())
        is_label = starts[:1] == [0] and neighbour.index not in going_on and not sheet.is_one(Kind.IDENTIFIER, neighbour)
        blocked += is_label or _announces(neighbour)
        distance = max(neighbour.left - hit.right, 0.0) / sheet.line_height
        if kind is Kind.TEXT:
            place = rest_of(neighbour, 0, len(neighbour.text))
            if place is not None and not is_label:
                yield Evidence(continued(sheet, place, barriers), hit, RIGHT, distance, order, blocked, skipped, trailing)
                order += 1
            continue
        places = sheet.places_in(kind, neighbour)
        for place in [place for place in _likely(places) if not _base_amount(sheet, place)][:2] if places else ():
            before = _words(neighbour.text[: place.match.start])
            inner = sum(0 < barrier <= place.match.start for barrier in starts)
            yield Evidence(place, hit, RIGHT, distance, order, blocked + inner, skipped + before, trailing)
            order += 1
        skipped += min(_words(neighbour.text), 2)


def _below(
    sheet: Sheet, hit: LabelHit, kind: Kind, barriers: Mapping[int, Sequence[int]], going_on: Set[int], trailing: bool
) -> Iterator[Evidence]:
    segment, unit = hit.segment, sheet.line_height
    order, blocked, lines = 0, 0, 0
    left, right, beyond = cell_under(sheet, hit)
    under = sheet.below(segment.page, left, right if kind is Kind.TEXT else max(right, beyond), segment.bottom, REACH_DOWN * unit)
    if kind is not Kind.TEXT and sheet.lines_with(kind).isdisjoint([lower.index for lower in under]):
        return
    near = segment.bottom + 2 * unit
    for lower in [lower for lower in row_by_row(under) if lower.left <= right or (lower.right <= beyond and lower.top < near)][:5]:
        is_label = barriers.get(lower.index, ())[:1] == [0] and lower.index not in going_on
        distance = max(lower.top - segment.bottom, 0.0) / unit
        if kind is Kind.TEXT:
            place = rest_of(lower, 0, len(lower.text))
            if place is not None and not is_label and not _announces(lower):
                yield Evidence(continued(sheet, place, barriers), hit, BELOW, distance, order, blocked, 0, trailing)
                order += 1
        else:
            for place in _likely(sheet.places_in(kind, lower)):
                if place.right < left or (place.left > right and place.right > beyond):
                    continue
                if kind is Kind.DATE and lower.text.startswith("/"):  # "Invoice date" over "/Delivery date 3 May"
                    yield Evidence(place, hit, RIGHT, distance, order, blocked, 0, trailing, shared=True)
                elif (
                    kind is Kind.IDENTIFIER and lower.text[: place.match.start].strip() == "#"
                ):  # "INVOICE" over "# 1042": one text on two lines
                    yield Evidence(place, hit, RIGHT, distance, order, blocked, 0, trailing)
                elif kind is Kind.MONEY and place.token in sheet.amounts.column_totals:  # the column's own total is what its head names
                    yield Evidence(place, hit, BELOW, min(distance, 1.0), 0, blocked + is_label, 0, trailing)
                else:
                    told = is_label or _is_announced(place)
                    yield Evidence(place, hit, BELOW, distance, order, blocked + told, min(lines, 3), trailing)
                order += 1
        blocked += is_label or _announces(lower)
        lines += 1


def _closes(segment: Segment, start: int, hit: LabelHit) -> bool:
    """Whether a label is the last word of the text that the label `hit`, with its colon, announces: "Bank: First Meridian Bank"."""
    before = segment.text[hit.end : start].strip(" :：")
    return (
        hit.colon
        and bool(before)
        and before[-1].isalnum()
        and not segment.text[start:].rstrip().endswith(":")
        and " " not in segment.text[start:].strip()
    )


# "19 % VAT on 100.00: 19.00": the amount after such a word is what a rate is taken of.
@cache
def _before_base() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{any_of(line_words()['base_of'])})|\bs/|@)\s*(?:[A-Z]{{3}}|[€$£])?\s*$", re.IGNORECASE)


@cache
def _fillers() -> frozenset[str]:
    """Words between a label and its value that make it no other label: "VAT 19 % on", "Invoice No. of", "Datum vom"."""
    return frozenset(line_words()["filler"])


_WORD = re.compile(r"\w+")


def _base_amount(sheet: Sheet, place: Place) -> bool:
    """Whether an amount is only the base that the figure further right was reckoned from."""
    if place.kind is not Kind.MONEY or not _before_base().search(place.segment.text[: place.match.start]):
        return False
    further = [p for p in sheet.places_in(Kind.MONEY, place.segment) if p.match.start >= place.match.end]
    return bool(further) or any(sheet.places_in(Kind.MONEY, s) for s in sheet.right_of(place.segment)[:2])


def _likely(places: Sequence[Place]) -> Sequence[Place]:
    """Without bare whole numbers where amounts are sought and a real one stands in the same line."""
    if len(places) > 1 and places[0].kind is Kind.MONEY:
        return [place for place in places if place.match.likelihood >= 0.5] or places
    return places


def _names_something_else(sheet: Sheet, hit: LabelHit, between: str, barriers: Sequence[int]) -> bool:
    """Whether words between a label and a colon make it another label ("Date of the previous invoice: ...").
    Parentheses, currencies and further labels ("No. / Date:") do not."""
    head, colon, _ = between.rpartition(":")
    if not colon or hit.goes_on:
        return False
    others = [barrier for barrier in barriers if hit.end <= barrier < hit.end + len(head)]
    return not others and _trailing_letters(sheet, hit, head)


def _points_away(sheet: Sheet, hit: LabelHit, barriers: Sequence[int]) -> bool:
    """Whether a label may name a value that stands outside its own line: it opens the line, and nothing makes it another label."""
    if not hit.colon and not hit.leads and _words(hit.segment.text[: hit.start]) > 2:
        return False  # the end of a sentence
    numbers = sheet.places_in(Kind.VAT_ID, hit.segment)
    if numbers and any(number.match.start >= hit.end for number in numbers):
        return False  # "EU OSS VAT EU372022452" names its number
    rest = hit.segment.text[hit.end :]
    return not (rest.rstrip().endswith(":") and _names_something_else(sheet, hit, rest, barriers))


def _trailing(sheet: Sheet, hit: LabelHit, barriers: Sequence[int]) -> bool:
    """Whether letters follow the label in its segment, up to the next label, that are neither in parentheses, nor a currency, nor part
    of a value."""
    if hit.colon or hit.whole:
        return False
    rest = hit.segment.text[hit.end : min((b for b in barriers if b >= hit.end), default=None)]
    return not any(map(str.isdigit, _PARENTHESES.sub("", rest))) and _trailing_letters(sheet, hit, rest)


def _trailing_letters(sheet: Sheet, hit: LabelHit, text: str) -> bool:
    rest = _PARENTHESES.sub(" ", text)
    if not any(map(str.isalpha, rest)):
        return False
    for kind in (Kind.PERCENT, Kind.MONEY, Kind.CURRENCY):
        for place in sheet.places_in(kind, hit.segment):
            rest = rest.replace(place.match.text, " ")
    return any(word.casefold() not in _fillers() and any(map(str.isalpha, word)) for word in _WORD.findall(rest))


def _announces(segment: Segment) -> bool:
    """A label that the schema does not know: it ends in a colon."""
    return segment.text.rstrip().endswith((":", "："))


def _is_announced(place: Place) -> bool:
    """Whether a label that the schema does not know stands before a value in its line: "ATCUD: 9KWPX4TB-25003318"."""
    before = place.segment.text[: place.match.start].rstrip()
    return before.endswith((":", "：")) and any(map(str.isalpha, before))


_PARENTHESES = re.compile(r"\([^()]*\)")


_WITH_LETTERS = re.compile(r"[^\W_]\S*")  # one in each word between spaces that has a letter or a figure


def _words(text: str) -> int:
    return len(_WITH_LETTERS.findall(text))
