"""Lists whose rows are blocks of labelled fields, one under another: the legs of a journey, the nights of a stay.

kind       what the whole is, by its words: decides which leaves there are at all     says, when
claims     what every label points at, as for fields outside lists                    fields
blocks     a label that comes again begins the next block
rows       in each block the surest claim for each leaf, one place for one leaf
the rest   times joined with dates, names without labels, codes
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from extractor.document import Candidate
from extractor.find.codes import Code
from extractor.find.evidence import Evidence
from extractor.find.forms.block_answer import Answer
from extractor.find.forms.blocks_claims import Claim, claims_of
from extractor.find.forms.blocks_codes import add_codes
from extractor.find.forms.blocks_in_tables import rows_in_tables
from extractor.find.forms.blocks_kinds import kind_said, says_kind
from extractor.find.forms.blocks_names import add_issuer, add_names
from extractor.find.forms.blocks_unlabelled import add_unlabelled, add_way, currency_of, said_of_sale
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, compact, fold
from extractor.schemas.record import FieldSpec, Kind

LEAST = 0.3  # strength of a claim that fills a leaf
REPEATS_FROM = 0.4  # strength of a claim whose label may begin a block
SHARED = frozenset({Kind.NAME, Kind.IDENTIFIER, Kind.TEXT})  # said once over all blocks, it holds for each
MOST_LETTERS = 3  # of a group of a number; more are a word
ABOUT = 0.8  # of the strongest claim
DOUBTED = 0.5  # of its score has a name with figures


_Row = dict[str, Answer]  # by the leaf's path in the schema


def block_candidates(
    sheet: Sheet,
    hits: Sequence[LabelHit],
    columns: Sequence[FieldSpec],
    codes: Sequence[Code] = (),
    titles: frozenset[str] = frozenset(),
    words: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> list[Candidate]:
    """Candidates `reservations.0.origin` ... of one list, blocks in reading order.

    `codes` fill the leaves that ask for a code; `titles` are words, in compact form, that name kinds of document
    and no one; `words` are the lists of the label files by which lines are told.
    """
    if not sheet.segments:
        return []
    choice = next((spec for spec in columns if spec.says), None)
    kinds = frozenset(word for spec in columns for _, texts in spec.says for text in texts for word in fold(text).split())
    kind = kind_said(sheet, choice) if choice is not None else None
    wanted = [spec for spec in columns if not spec.when or kind is None or kind[0] in spec.when]
    claims = [claim for claim in claims_of(sheet, hits, wanted) if claim[1] >= LEAST and not says_kind(claim[2].place, kinds)]
    starts = _starts(claims)
    of_sale = said_of_sale(sheet.segments, words)
    rows: list[_Row] = []
    shared: _Row = {}
    spent: set[int] = set()
    labelled = {hit.segment.index for hit in hits if hit.leads and (hit.whole or hit.colon)}
    for number in range(len(starts) + 1):
        low = starts[number - 1] if number else (0, 0.0)
        high = starts[number] if number < len(starts) else (10**9, 0.0)
        inside = [claim for claim in claims if low <= _position(claim[2].hit.segment) < high]
        row, used = _row(sheet, inside, wanted, of_sale, low, high)
        spent |= used
        if number == 0 and starts:
            shared = {path: answer for path, answer in row.items() if _spec(columns, path).kind in SHARED}
            continue
        within = [segment for segment in sheet.segments if low <= _position(segment) < high]
        if row or not starts:
            add_unlabelled(sheet, row, wanted, within, used, words)
        add_names(sheet, row, wanted, within, used | labelled, titles, kinds)
        rows.append(row)
    rows = [{**shared, **row} for row in rows if row]
    tabled = rows_in_tables(sheet, hits, wanted)
    if len(tabled) == 1 and len(rows) == 1:
        rows = [{**tabled[0], **rows[0]}]
    elif tabled and len(rows) <= 1:
        of_table = {path for row in tabled for path in row}
        rows = [{**{path: answer for path, answer in (rows[0] if rows else {}).items() if path not in of_table}, **row} for row in tabled]
    if not rows:
        return []
    for row in rows:
        if len(rows) == 1:
            add_way(sheet, row, wanted, sheet.segments)
        if kind is not None and choice is not None:
            row[choice.path] = kind[1]
        add_issuer(sheet, row, wanted, labelled | spent, titles, kinds)
    rivals = add_codes(rows, wanted, codes)
    return rivals + [
        Candidate(
            path.replace("[]", f".{number}", 1),
            answer.value,
            answer.text,
            answer.source,
            answer.evidence,
            answer.page,
            answer.box,
            convention=answer.convention,
            repaired=answer.repaired,
            score=max(answer.score, 0.5),
        )
        for number, row in enumerate(rows)
        for path, answer in row.items()
    ]


def _spec(columns: Sequence[FieldSpec], path: str) -> FieldSpec:
    return next(spec for spec in columns if spec.path == path)


def _position(segment: Segment) -> tuple[int, float]:
    return segment.page, segment.top + 0.3 * segment.height


def _starts(claims: Sequence[Claim]) -> list[tuple[int, float]]:
    """Where blocks begin, if there are several: the first label of those that come equally often, each time it comes."""
    places: dict[tuple[str, str], set[tuple[int, float]]] = defaultdict(set)
    for path, strength, evidence in claims:
        if strength >= REPEATS_FROM and evidence.hit.leads:
            places[path, compact(evidence.hit.text)].add(_position(evidence.hit.segment))
    often = {key: sorted(found) for key, found in places.items() if len(found) > 1}
    times = Counter(len(found) for found in often.values())
    ranked = sorted(times.items(), key=lambda entry: (-entry[1], entry[0]))
    if not ranked or ranked[0][1] < 2:
        return []
    count = ranked[0][0]
    chains = [found for found in often.values() if len(found) == count]
    starts = [min(chain[turn] for chain in chains) for turn in range(count)]
    ends = [max(chain[turn] for chain in chains) for turn in range(count)]
    if any(end >= start for end, start in zip(ends, starts[1:], strict=False)):
        return []  # side by side or interleaved: no blocks under one another
    return [(page, top - 2.0) for page, top in starts]


def _row(
    sheet: Sheet,
    claims: Sequence[Claim],
    wanted: Sequence[FieldSpec],
    of_sale: set[int],
    low: tuple[int, float],
    high: tuple[int, float],
) -> tuple[_Row, set[int]]:
    """The surest claim for each leaf, each place for one leaf; the segments that are used up. `of_sale`: those that say when the
    ticket was sold, whose dates are no journey's."""
    kinds = {spec.path: spec for spec in wanted}
    order = [spec.path for spec in wanted]
    row: _Row = {}
    taken: list[tuple[int, int, int]] = []
    lone: dict[str, tuple[float, Evidence]] = {}
    for path, strength, evidence in sorted(
        _totals_first(claims, kinds), key=lambda claim: (-claim[1], order.index(claim[0]), claim[2].place.token)
    ):
        segment, start, end = evidence.place.token
        spec = kinds[path]
        if path in row or any(segment == s and start < e and b < end for s, b, e in taken):
            continue
        if spec.kind is Kind.DATETIME and evidence.place.kind is not Kind.DATETIME:
            if evidence.place.kind is Kind.TIME and path not in lone:
                lone[path] = strength, evidence
                taken.append(evidence.place.token)
            continue
        taken.append(evidence.place.token)
        answer = _answer(sheet, evidence.place, strength, f"{evidence.relation} '{evidence.hit.text.strip()}'", evidence)
        doubted = spec.kind is Kind.NAME and any(map(str.isdigit, answer.text))
        row[path] = replace(answer, score=answer.score * DOUBTED) if doubted else answer
    for path, (strength, evidence) in lone.items():
        if path not in row:
            joined = _with_date(sheet, evidence, strength, low, high)
            if joined is not None:
                row[path] = joined
    _add_moments(sheet, row, wanted, taken, of_sale, low, high)
    for spec in wanted:
        if spec.kind is Kind.CURRENCY and spec.path not in row:
            price = next((e for p, _, e in claims if kinds[p].kind is Kind.MONEY and p in row and e.place.match.text == row[p].text), None)
            sign = currency_of(sheet, price.place) if price is not None else None
            if price is not None and sign is not None:
                row[spec.path] = _answer(sheet, sign, 0.8, f"beside '{price.place.match.text}'")
    return row, {segment for segment, _, _ in taken}


def _totals_first(claims: Sequence[Claim], kinds: Mapping[str, FieldSpec]) -> list[Claim]:
    """The claims; of amounts that are claimed about as strongly for one leaf the largest alone: a total holds the fare."""
    most: dict[str, float] = {}
    for path, strength, _ in claims:
        most[path] = max(strength, most.get(path, 0.0))
    totals = {
        path: max(e.place.match.value for p, strength, e in claims if p == path and strength >= ABOUT * most[path])
        for path in most
        if kinds[path].kind is Kind.MONEY
    }
    return [claim for claim in claims if claim[0] not in totals or claim[2].place.match.value == totals[claim[0]]]


def _add_moments(
    sheet: Sheet,
    row: _Row,
    wanted: Sequence[FieldSpec],
    taken: list[tuple[int, int, int]],
    of_sale: set[int],
    low: tuple[int, float],
    high: tuple[int, float],
) -> None:
    """Dates with times that no label claims go to the leaves that still lack one, in the model's order."""
    lacking = [spec for spec in wanted if spec.kind is Kind.DATETIME and spec.path not in row]
    used = set(taken)
    free = [place for place in sheet.places(Kind.DATETIME) if low <= _position(place.segment) < high and place.token not in used]
    free.sort(key=lambda place: (place.segment.page, round(place.top / (1.5 * sheet.line_height)), place.left))
    moments = [place for place in free if isinstance(place.match.value, datetime) and place.segment.index not in of_sale]
    for spec, place in zip(lacking, moments, strict=False):
        if not _rises(row, wanted, spec, place.match.value):
            continue
        row[spec.path] = _answer(sheet, place, 0.55, "date and time in the block's order")
        taken.append(place.token)


def _rises(row: _Row, wanted: Sequence[FieldSpec], spec: FieldSpec, moment: datetime) -> bool:
    """Whether a moment is later than those of the leaves before its own: doors open before an event, which is not its end."""
    before = [row[other.path].value for other in wanted[: wanted.index(spec)] if other.kind is Kind.DATETIME and other.path in row]
    return all(isinstance(value, datetime) and value.replace(tzinfo=None) < moment.replace(tzinfo=None) for value in before)


def _answer(sheet: Sheet, place: Place, strength: float, evidence: str, pointed: Evidence | None = None) -> Answer:
    reading = place.match.interpretations[0]
    begins = pointed.hit.end if pointed is not None and pointed.hit.segment is place.segment else 0
    whole = rest_of(place.segment, begins, len(place.segment.text))
    dated = place.kind is Kind.IDENTIFIER and sheet.places_in(Kind.DATE, place.segment)
    if place.kind is Kind.IDENTIFIER and whole is not None and not dated and _in_groups(whole.match.text):
        score = 1 / (1 + math.exp(3.2 - 6.4 * strength))
        text = whole.match.text
        return Answer(text, text, score, "label", evidence, place.segment.page, sheet.box_of_place(whole))
    box = sheet.box_of_place(place)
    score = 1 / (1 + math.exp(3.2 - 6.4 * strength)) * max(reading.likelihood, 0.5)
    if place.kind is Kind.MONEY and reading.value == _largest(sheet):
        score = (1 + score) / 2
    page = place.segment.page
    return Answer(reading.value, place.match.text, score, "label", evidence, page, box, reading.convention, reading.repaired)


def _largest(sheet: Sheet) -> Decimal | None:
    """The largest amount with cents."""
    amounts = (place.match.value for place in sheet.places(Kind.MONEY))
    return max((value for value in amounts if value is not None and value.as_tuple().exponent == -2), default=None)


def _in_groups(text: str) -> bool:
    """Whether a line is one number written in groups: "6150 9283"."""
    groups = text.split()
    return 2 <= len(groups) <= 4 and all(_is_group(group) for group in groups) and len(text) <= 19


def _is_group(text: str) -> bool:
    bare = text.replace("-", "")
    is_word = bare.isalpha() and len(bare) > MOST_LETTERS  # "14D WINDOW"
    return bare.isalnum() and (bare.isdigit() or bare.isupper()) and not is_word


def _with_date(sheet: Sheet, evidence: Evidence, strength: float, low: tuple[int, float], high: tuple[int, float]) -> Answer | None:
    """A time joined with the date nearest to it: of its block, else of what stands over all blocks."""
    hour = evidence.place
    days = [place for place in sheet.places(Kind.DATE) if isinstance(place.match.value, date)]
    inside = [place for place in days if low <= _position(place.segment) < high]
    over = [place for place in days if _position(place.segment) < low]
    near = min(inside or over, key=lambda place: (place.segment.page, abs(place.top - hour.top), place.order), default=None)
    if near is None:
        return None
    answer = _answer(sheet, hour, strength, f"{evidence.relation} '{evidence.hit.text.strip()}', on '{near.match.text}'")
    moment = datetime.combine(near.match.value, hour.match.value)
    score = answer.score * near.match.likelihood
    text = f"{near.match.text} {hour.match.text}"
    return replace(answer, value=moment, text=text, score=score, convention=near.match.interpretations[0].convention)
