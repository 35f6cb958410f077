"""References in the words of those who gave them: "BV Lindenweg 3", "sprint 14 / Anna", "PO 7713/KJ" under "Your reference".

A buyer writes what they like. Where a label asks for it, what stands in its cell is the reference, the whole of it and no number in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from extractor.document import Candidate
from extractor.find.free_text import rest_of
from extractor.find.label_cells import cell_under
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place, same_row
from extractor.find.sheet import AMOUNT_FROM, Sheet
from extractor.geometry import Box
from extractor.schemas.leaves import of_use, required
from extractor.schemas.record import FieldSpec, Kind, Use

LONGEST, MOST_WORDS = 30, 5  # of a reference
YOURS, NAMED = 0.85, 0.75  # probability under "Your order", under "Reference"
BESIDE_NUMBER = 0.4  # the same where another label names a number: "Reference Site 7" over "Order No 3349"
NAMED_NUMBER = 0.5  # strength from which a label names the document's own number, which a payer is to quote
UNDER = 1.5  # line heights from a label to what stands under it
WITHIN = 0.001  # of the page's size, that a number may stand out of the reference that it is a part of
COLUMNS = 2  # labels of rows beside a label that make a table's head of it
_OTHERS = (Kind.DATE, Kind.IBAN, Kind.EMAIL, Kind.PHONE, Kind.VAT_ID, Kind.PERCENT, Kind.URL)


def with_worded_references(
    sheet: Sheet,
    hits: Sequence[LabelHit],
    candidates: Sequence[Candidate],
    specs: Sequence[FieldSpec],
    words: LineWords,
    function_words: Set[str],
) -> list[Candidate]:
    """The candidates, with those for references in words, and without the numbers that are a part of one. What has one of `function_words`
    in it is a sentence's."""
    wanted = [s.path for s in of_use(specs, Use.PAPER) if s.kind is Kind.IDENTIFIER and s.rows is None and not s.required]
    numbers = {s.path for s in required(specs) if s.kind is Kind.IDENTIFIER}
    own = {c.text for c in candidates if c.path in numbers and c.features.get("strength", 0.0) >= NAMED_NUMBER}
    found: list[Candidate] = []
    asking = {(path, hit.segment.index, hit.start): hit for hit in hits for named in hit.names if (path := named.path) in wanted}
    for path in wanted:
        labelled = [c for c in candidates if c.path == path and c.features.get("strength", 0.0) >= NAMED_NUMBER]
        for (asked, *_), hit in asking.items():
            if asked == path:
                yours = words.yours.match(hit.text) is not None
                place = _reference(sheet, hit, hits, words, yours) if yours or words.reference.search(hit.text) is not None else None
                if place is None or not function_words.isdisjoint(place.match.text.split()):
                    continue
                if not any(number in place.match.text for number in own):  # "Reference: invoice 4711"
                    apart = any(c.page != hit.segment.page or not _is_of(sheet, c, place) for c in labelled)
                    score = YOURS if yours else BESIDE_NUMBER if apart else NAMED
                    found.append(sheet.candidate(path, place, "label", f"all that '{hit.text.strip()}' names", score=score))
    whole = [(c.path, c.page, c.box) for c in found if c.box is not None]
    kept = [c for c in candidates if not any(_is_part(c, *each) for each in whole)]
    return [*kept, *found]


def _is_of(sheet: Sheet, candidate: Candidate, place: Place) -> bool:
    return candidate.box is not None and sheet.box_of_place(place).contains(candidate.box, WITHIN)


def _is_part(candidate: Candidate, path: str, page: int | None, box: Box) -> bool:
    return candidate.path == path and candidate.page == page and candidate.box is not None and box.contains(candidate.box, WITHIN)


def _reference(sheet: Sheet, hit: LabelHit, hits: Sequence[LabelHit], words: LineWords, yours: bool) -> Place | None:
    """What a label's cell says, where it is a reference in words: behind its colon, under it, or right of it."""
    if not hit.leads and not hit.colon:
        return None
    for place in (_without_day(sheet, place, words) for place in _cells(sheet, hit, hits, yours)):
        if _is_worded(sheet, place, words):
            return place
    return None


def _cells(sheet: Sheet, hit: LabelHit, hits: Sequence[LabelHit], yours: bool) -> Iterator[Place]:
    segment = hit.segment
    if not hit.whole and not _is_joined(hit, hits):
        ends = (other.start for other in hits if other.segment is segment and other.start >= hit.end and other.colon)
        place = rest_of(segment, hit.end, min(ends, default=len(segment.text))) if hit.colon else None
        if place is not None:
            yield place
        return
    elsewhere = (other for other in hits if other.segment is not segment and other.segment.page == segment.page)
    beside = [other for other in elsewhere if same_row(other.segment, segment)]
    if not yours and sum(any("[]" in named.path for named in other.names) for other in beside) >= COLUMNS:
        return  # the head of a table
    labels = {other.segment.index for other in hits if other.leads and (other.whole or other.colon)}
    left, right, beyond = cell_under(sheet, hit)
    under = sheet.below(segment.page, left, right, segment.bottom, UNDER * sheet.line_height)[:1] if not hit.colon else []
    for cell in (*under, *sheet.right_of(segment)[:1]):
        if cell.index in labels or (cell in under and not left <= cell.left <= max(right, beyond)):
            continue
        place = rest_of(cell, 0, len(cell.text))
        if place is not None:
            yield place


def _is_joined(hit: LabelHit, hits: Sequence[LabelHit]) -> bool:
    """Whether a label and another one behind a stroke are all that a line says: "Reference / Date"."""
    behind = next((other for other in hits if other.segment is hit.segment and other.start >= hit.end), None)
    text = hit.segment.text
    return behind is not None and hit.leads and text[hit.end : behind.start].strip() == "/" and not text[behind.end :].strip(" :")


def _without_day(sheet: Sheet, place: Place, words: LineWords) -> Place:
    """A text without the day and the person behind a reference: "BV Lindenweg 3 / 10.03.2025", "EK 4711 / Hr. Muster"."""
    text, segment = place.match.text, place.segment
    days = [p.match.start - place.match.start for p in sheet.places_in(Kind.DATE, segment) if p.match.end >= place.match.end]
    end = min((day for day in days if day > 0 and text[:day].rstrip().endswith(("/", ","))), default=len(text))
    stroke = text.rfind("/", 0, end)
    if stroke > 0 and words.honorific.match(text[stroke + 1 : end].lstrip()):
        end = stroke
    if end == len(text):
        return place
    start = place.match.start
    return rest_of(segment, start, start + len(text[:end].rstrip(" /,-–"))) or place


def _is_worded(sheet: Sheet, place: Place, words: LineWords) -> bool:
    """Whether a text is a reference that is no plain number: short, with a figure or a stroke in it or in capitals, and nothing else that
    is known by its form."""
    text, segment = place.match.text, place.segment
    if not 2 < len(text) <= LONGEST or len(text.split()) > MOST_WORDS or not any(map(str.isalpha, text)) or ":" in text:
        return False
    if not (any(map(str.isdigit, text)) or "/" in text) or words.honorific.match(text) or words.same.match(text):
        return False
    if any(p.match.text == text and p.match.likelihood >= AMOUNT_FROM for p in sheet.places_in(Kind.IDENTIFIER, segment)):
        return False  # found as such
    if any(_within(p, place) and p.match.likelihood >= AMOUNT_FROM for p in sheet.places_in(Kind.MONEY, segment)):
        return False
    return not any(_within(other, place) for kind in _OTHERS for other in sheet.places_in(kind, segment))


def _within(one: Place, other: Place) -> bool:
    return one.match.start < other.match.end and other.match.start < one.match.end
