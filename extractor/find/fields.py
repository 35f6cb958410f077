"""Candidates for single fields: every value of the field's kind, with the labels that point at it.

Nothing is decided here: each candidate carries plain numbers for the scorer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extractor.document import Candidate
from extractor.find.asides import is_aside
from extractor.find.evidence import BELOW, OPENS, RIGHT, SAME, Evidence, evidence_of, kind_sought
from extractor.find.label_hits import LabelHit, Named
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place
from extractor.find.sheet import AMOUNT_FROM, Sheet
from extractor.late import late
from extractor.schemas.leaves import once
from extractor.schemas.record import FieldSpec, Kind, Use
from extractor.schemas.verdicts import CENT
from extractor.values import name as name_values
from extractor.values._periods import RANGE

SELF_EVIDENT = frozenset({Kind.IBAN, Kind.BIC, Kind.CARD, Kind.VAT_ID, Kind.CURRENCY})  # known by their form, with no label
UNLABELLED = SELF_EVIDENT | {Kind.DATE, Kind.TIME, Kind.DATETIME, Kind.MONEY}  # looked for without a label where required
ANNOUNCED = 0.3  # how strongly a label that the schema does not know claims the value behind its colon
CALLED_OTHERWISE = 1.0  # how strongly words of no field claim the day that they stand at
POINTED = 0.3  # strength from which a label points at what its own form tells
NUMBERED = 0.5  # strength of a label of a number with a figure from which words without one are no numbers
WITHIN = 0.4  # what a label in running text is worth for what a document must have once: there it speaks of another one
OF_PAPER = 0.4  # what "Date" is worth behind another paper's number in one line: "Order no. 4711 Date: 3 May"
SAID = 0.4  # strength from which a label names a day
NAMED_DAY, UNNAMED = 0.7, 0.3  # strength of a label that is alone in its cell; what it counts against days without any: a fax's, a stamp's
OWN_DAY = 0.75  # what "of" is worth between the document's own number and a day in its title: "Final invoice 4711 of 3 May"
OWN_FILE = 0.6  # what the sender's reference to a file of their own is worth for the document's number
TITLE = 1.15  # line heights of print that is a title's
LONE_START = 0.3  # what such a word is worth where no end follows, or no start stands before it
SPAN = 14  # signs before the word of an end in which the start's day is told: "1 May 2025 to"
NEXT_LINE = 2.2  # heights of a line from its top to that of the next
LONGEST_OF_WORDS = 4  # letters of "from", "vom", "du"
_FAMILIES = {kind: "words" if kind in (Kind.TEXT, Kind.ADDRESS) else kind.value for kind in Kind}
MOST_UNLABELLED = 10  # amounts without any label that are kept for each field, largest first

_PAUSE = re.compile(r"[,;(]\s?")
_GOES_ON = late(rf"\.?{RANGE}", re.IGNORECASE)  # from a day to another
# "Total 7% ..." is no total but that of the goods of one rate; "Total (incl. 7% VAT)" is one.
_RATE = re.compile(r"[\s:]*\d{1,2}(?:[.,]\d{1,2})?\s?%")


def field_candidates(
    sheet: Sheet,
    hits: Sequence[LabelHit],
    specs: Sequence[FieldSpec],
    words: LineWords,
    wholes: frozenset[str] = frozenset(),
    of_others: Set[tuple[int, int, int]] = frozenset(),
) -> list[Candidate]:
    """Candidates for the leaves that stand alone: not in a list, and not a party's (those have a file of their own).
    `wholes`: the paths of totals that goods of several rates make together. `of_others`: places that are called otherwise."""
    wanted = _alone(specs)
    claims: dict[str, list[tuple[float, Evidence, Named]]] = defaultdict(list)
    for evidence in evidence_of(sheet, hits, wanted):
        for named in evidence.hit.names:
            # The head of a column names what stands under it, and nothing beside it.
            if not named.is_group and (evidence.relation == BELOW or "[]" not in named.path):
                claims[named.path].append((evidence.strength(named), evidence, named))
    rivals = _rivals(claims)
    days_of_papers = _days_of_papers(sheet, hits, specs)
    own_days = _days_of_titles(sheet, hits, specs)
    behind_numbers = _days_behind_numbers(sheet, hits, specs)
    said_elsewhere = {  # days that a label of their own names: where one is, that of a number is not the document's
        path for path, of_path in claims.items() for strength, e, _ in of_path if strength >= SAID and _spot(e.hit) not in behind_numbers
    }
    found: list[Candidate] = []
    for spec in wanted.values():
        unlabelled = spec.kind in UNLABELLED and (spec.required or spec.kind in SELF_EVIDENT)
        if not unlabelled and spec.path not in claims:
            continue
        sought, own_number = kind_sought(spec), spec.required and spec.kind is Kind.IDENTIFIER
        of_numbers = behind_numbers if spec.path in said_elsewhere else frozenset()
        best: dict[tuple[int, int, int], tuple[float, Evidence, Named]] = {}
        for claim, evidence, named in claims.get(spec.path, ()):
            place, hit = evidence.place, evidence.hit
            if place.kind is not sought or (spec.kind is Kind.TEXT and _wordless(place)) or _pays_nothing(sheet, place, words):
                continue
            strength = claim * _turn(evidence, named, wanted)
            if own_number:
                strength *= WITHIN if hit.within else 1.0
                strength *= OWN_FILE if words.own_file.match(hit.text) else 1.0
            if _spot(hit) in days_of_papers:
                strength *= OF_PAPER
            if _spot(hit) in of_numbers:
                strength *= OF_PAPER
            if strength > best.get(token := place.token, (0.0,))[0]:
                best[token] = strength, evidence, named
        if spec.kind in SELF_EVIDENT:  # a word of a sentence before it is less than no label
            best = {token: claim for token, claim in best.items() if claim[0] >= POINTED}
        if spec.required and spec.kind is Kind.IDENTIFIER and any(s >= NUMBERED and _has_figure(e) for s, e, _ in best.values()):
            best = {token: claim for token, claim in best.items() if _has_figure(claim[1])}  # "BRISTOL" beside "INV-2207"
        for token, (strength, evidence, named) in best.items():
            group = spec.path.rpartition(".")[0] if spec.kind is Kind.IBAN else None  # "Account" names the number of the same account
            rival = 0.0
            for path, claim in rivals[token].items() if not evidence.shared else ():
                if claim > rival and path != spec.path and (group is None or path.rpartition(".")[0] != group):
                    rival = claim
            if own_days and spec.required and _spot(evidence.hit) in own_days:
                strength, rival = max(strength, OWN_DAY), 0.0
            of_rate = spec.path in wholes and _RATE.match(evidence.hit.segment.text, evidence.hit.end) is not None
            found += _candidates(sheet, spec, evidence.place, strength, rival, evidence, named, of_rate)
        sure = spec.kind is Kind.DATE and any(e.hit.whole and s >= NAMED_DAY for s, e, _ in best.values())
        if unlabelled:
            for place in _unlabelled(sheet, spec.kind):
                if place.token not in best:
                    of_another = max(ANNOUNCED * _is_announced(sheet, place), float(_pays_nothing(sheet, place, words)))
                    called = CALLED_OTHERWISE * (place.token in of_others)
                    rival = max([*rivals[place.token].values(), of_another, called, UNNAMED * sure])
                    found += _candidates(sheet, spec, place, 0.0, rival, None, None)
    return found


@once
def _alone(specs: Sequence[FieldSpec]) -> dict[str, FieldSpec]:
    """The leaves that stand alone and have no file of their own, by their paths."""
    elsewhere = (Kind.CHECKBOX, Kind.CHOICE)
    wanted = {spec.path: spec for spec in specs if spec.rows is None and spec.role is None and spec.kind not in elsewhere}
    return {path: spec for path, spec in wanted.items() if not (spec.kind is Kind.TEXT and spec.says)}


class _Paths(NamedTuple):
    """Of those leaves the numbers of other papers, the days, the document's own numbers and its own days."""

    of_papers: Set[str]
    days: Set[str]
    own_numbers: Set[str]
    own_days: Set[str]


@once
def _paths(specs: Sequence[FieldSpec]) -> _Paths:
    wanted = _alone(specs).items()
    numbers = {path for path, spec in wanted if spec.kind is Kind.IDENTIFIER and spec.required}
    days = {path for path, spec in wanted if spec.kind is Kind.DATE}
    papers = {path for path, spec in wanted if spec.use in (Use.PAPER, Use.EARLIER)}
    return _Paths(papers, days, numbers, {path for path, spec in wanted if path in days and spec.required})


def _has_figure(evidence: Evidence) -> bool:
    return any(map(str.isdigit, evidence.place.match.text))


def _days_of_papers(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> frozenset[tuple[int, int]]:
    """Where labels stand that say no more than "date", behind the number of another paper in their line: the day is that paper's."""
    numbers, days = _paths(specs).of_papers, _paths(specs).days
    found: set[tuple[int, int]] = set()
    for before, hit in pairwise(hits):  # in reading order
        if before.segment is not hit.segment or not any(n.path in numbers for n in before.names):
            continue
        if any(n.path in days for n in hit.names) and any("[]" in n.path for n in hit.names):  # a row's column may be called so too
            inside = sheet.places_in(Kind.IDENTIFIER, hit.segment)
            if any(before.end <= place.match.start and place.match.end <= hit.start for place in inside):
                found.add((hit.segment.index, hit.start))
    return frozenset(found)


def _days_of_titles(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> frozenset[tuple[int, int]]:
    """Where labels of days stand in a title right behind the document's own number, which opens it: the day is the document's."""
    _, _, numbers, days = _paths(specs)
    found: set[tuple[int, int]] = set()
    for before, hit in pairwise(hits):  # in reading order
        if before.segment is hit.segment and before.leads and hit.segment.height >= TITLE * sheet.line_height:
            named = any(n.path in numbers for n in before.names) and any(n.path in days for n in hit.names)
            inside = sheet.places_in(Kind.IDENTIFIER, hit.segment) if named else ()
            if any(hit.segment.text[before.end : hit.start].strip(" :.") == place.match.text for place in inside):
                found.add((hit.segment.index, hit.start))
    return frozenset(found)


def _days_behind_numbers(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> frozenset[tuple[int, int]]:
    """Where words for a day ("dated", "emitida em") stand in a line behind a number that no label calls the document's own, in that line or
    left of it: "Against invoice | 30771 dated 20 February"."""
    _, _, numbers, days = _paths(specs)
    own = {hit.segment.index for hit in hits if hit.leads and any(named.path in numbers for named in hit.names)}
    found: set[tuple[int, int]] = set()
    for hit in hits:
        segment = hit.segment
        if hit.leads or hit.colon or segment.index in own or not any(named.path in days for named in hit.names):
            continue
        behind = any(place.match.end <= hit.start for place in sheet.places_in(Kind.IDENTIFIER, segment))
        if behind and not any(before.index in own for before in sheet.left_of(segment)[:1]):
            found.add(_spot(hit))
    return frozenset(found)


def _spot(hit: LabelHit) -> tuple[int, int]:
    return hit.segment.index, hit.start


def pointed_at(sheet: Sheet, hits: Sequence[LabelHit], wanted: dict[str, FieldSpec]) -> list[tuple[str, float, Evidence]]:
    """Every claim of a label to a place for one of the `wanted` leaves, those of lists too: path, strength, evidence."""
    found: list[tuple[str, float, Evidence]] = []
    for evidence in evidence_of(sheet, hits, wanted):
        for named in evidence.hit.names:
            spec = wanted.get(named.path)
            if spec is not None and not named.is_group and evidence.place.kind is kind_sought(spec):
                found.append((named.path, evidence.strength(named), evidence))
    return found


def _pays_nothing(sheet: Sheet, place: Place, words: LineWords) -> bool:
    """Whether a card's number is that of a card that pays nothing: "Rewards card **** 8841"."""
    return place.kind is Kind.CARD and is_aside(sheet, place, words.loyalty)


def _wordless(place: Place) -> bool:
    """A figure or a date is no text of its own."""
    return sum(map(str.isalpha, place.match.text)) < 2


def _turn(evidence: Evidence, named: Named, wanted: dict[str, FieldSpec]) -> float:
    """Two dates behind one label ("Period 1.5. - 31.5.") belong to the two fields it names, in the model's order."""
    kind = wanted[named.path].kind
    if kind not in (Kind.DATE, Kind.TIME, Kind.DATETIME):
        return 1.0
    sharing = [n.path for n in evidence.hit.names if n.path in wanted and wanted[n.path].kind is kind]
    if _is_lone_start(evidence, named, wanted) or _is_lone_end(evidence, named, wanted):
        return LONE_START
    if len(sharing) != 2:
        return 1.0
    mine = sorted(sharing, key=list(wanted).index).index(named.path)
    if evidence.order == mine:
        return 1 / 0.7**evidence.order
    return 0.5


def _is_lone_end(evidence: Evidence, named: Named, wanted: dict[str, FieldSpec]) -> bool:
    """Whether a word within a text ("until 3 May") names the end of something that no day before it begins."""
    hit = evidence.hit
    if f"{named.path.removesuffix('_end')}_start" not in wanted or hit.colon or hit.leads or " " in hit.text:
        return False
    return evidence.relation == SAME and not any(map(str.isdigit, _PAUSE.split(hit.segment.text[: hit.start])[-1][-SPAN:]))


def _is_lone_start(evidence: Evidence, named: Named, wanted: dict[str, FieldSpec]) -> bool:
    """Whether a word within a line ("of 3 May") names the start of something that no day behind it ends."""
    hit = evidence.hit
    if f"{named.path.removesuffix('_start')}_end" not in wanted or hit.colon or hit.whole or len(hit.text) > LONGEST_OF_WORDS:
        return False
    return _GOES_ON.match(hit.segment.text, evidence.place.match.end) is None


def _rivals(claims: Mapping[str, Sequence[tuple[float, Evidence, Named]]]) -> dict[tuple[int, int, int], dict[str, float]]:
    """For each token, how strongly any field's label claims it; fields that are not wanted count too."""
    strongest: dict[tuple[int, int, int], dict[str, float]] = defaultdict(dict)
    for path, of_path in claims.items():
        for strength, evidence, _ in of_path:
            of_token = strongest[evidence.place.token]
            if strength > of_token.get(path, 0.0):
                of_token[path] = strength
    return strongest


def _unlabelled(sheet: Sheet, kind: Kind) -> Sequence[Place]:
    places = sheet.places(kind)
    if kind is not Kind.MONEY:
        return places[:MOST_UNLABELLED]
    amounts = [p for p in places if p.match.value is not None and (_has_cents(p.match.value) or _is_whole(sheet, p))]
    return sorted(amounts, key=lambda p: (-p.match.value, p.order))[:MOST_UNLABELLED]


def _is_announced(sheet: Sheet, place: Place) -> bool:
    """Whether words with a colon stand before a value in its line: "Date of birth: 1.1.1970". What is said of the first of several
    accounts that stand under each other is said of all."""
    before = place.segment.text[: place.match.start].rstrip()
    if before or place.kind is not Kind.IBAN:
        return before.endswith((":", "：")) and any(map(str.isalpha, before))
    return any(_is_announced(sheet, other) for other in sheet.places(place.kind) if _is_right_under(place, other))


def _is_right_under(place: Place, other: Place) -> bool:
    """Whether a value begins where another does, in the next line."""
    mine, theirs = place.segment, other.segment
    down = mine.top - theirs.top
    return mine.page == theirs.page and 0 < down < NEXT_LINE * theirs.height and abs(place.left - other.left) < theirs.height


def _has_cents(value: Decimal) -> bool:
    return value.same_quantum(CENT) or (isinstance(exponent := value.as_tuple().exponent, int) and exponent < -2)


def _is_whole(sheet: Sheet, place: Place) -> bool:
    """Whether a figure is an amount of a document that writes none with cents."""
    return sheet.is_whole and place.match.likelihood >= AMOUNT_FROM


def _candidates(
    sheet: Sheet,
    spec: FieldSpec,
    place: Place,
    strength: float,
    rival: float,
    evidence: Evidence | None,
    named: Named | None,
    of_rate: bool = False,
) -> list[Candidate]:
    source = "label" if evidence is not None else "pattern"
    reason = "no label" if evidence is None else f"{evidence.relation} '{evidence.hit.text.strip()}'"
    features = {
        "strength": strength,
        "rival": rival,
        "shared": float(evidence is not None and evidence.shared),
        "of_rate": float(of_rate),
        **(_label_features(evidence, named) if evidence is not None and named is not None else {"no_label": 1.0}),
        **_looks(sheet, place),
    }
    path, family, page, box, match = spec.path, _FAMILIES[spec.kind], place.segment.page, sheet.box_of_place(place), place.match
    made = []
    for one in match.interpretations:
        of_one = features if len(match.interpretations) == 1 else dict(features)
        of_one["likelihood"], of_one["repaired"] = one.likelihood, float(one.repaired)
        made.append(Candidate(path, one.value, match.text, source, reason, page, box, of_one, one.convention, one.repaired, 0.0, family))
    return made


def _label_features(evidence: Evidence, named: Named) -> dict[str, float]:
    return {
        "likeness": evidence.hit.likeness,
        "rank": 1 / (1 + named.rank),
        "label_length": min(len(evidence.hit.text), 24) / 24,
        "colon": float(evidence.hit.colon),
        "whole": float(evidence.hit.whole),
        "leads": float(evidence.hit.leads),
        "same": float(evidence.relation == SAME),
        "right": float(evidence.relation == RIGHT),
        "below": float(evidence.relation == BELOW),
        "opens": float(evidence.relation == OPENS),
        "distance": min(evidence.distance, 60.0) / 60,
        "order": min(evidence.order, 3) / 3,
        "blocked": min(evidence.blocked, 3) / 3,
        "skipped": min(evidence.skipped, 6) / 6,
    }


def _looks(sheet: Sheet, place: Place) -> Mapping[str, float]:
    """`place_features`, made once for all fields that a place may be of."""
    key = place.kind, place.token, place.match.text
    if key not in sheet.looks:
        sheet.looks[key] = place_features(sheet, place)
    return sheet.looks[key]


def place_features(sheet: Sheet, place: Place) -> dict[str, float]:
    """Where a value stands and how it looks, whatever its field: fractions and ratios."""
    segment = place.segment
    width, height = sheet.page_size(segment.page)
    features = {
        "x": place.left / width,
        "y": segment.top / height,
        "first_page": float(segment.page == sheet.segments[0].page),
        "size": min(segment.height / sheet.line_height, 4.0),
        "bold": float(segment.bold),
        "alone": float(place.match.start == 0 and place.match.end >= len(segment.text)),
        "confidence": segment.line.confidence,
    }
    if place.kind is Kind.TEXT:
        text = place.match.text
        features["words"] = min(len(text.split()), 20) / 20
        features["plausible"] = name_values.plausibility(text) if len(text) < 80 else 0.0
        features["digits"] = sum(map(str.isdigit, text)) / len(text)
        return features
    peers = sheet.places(place.kind)
    features["repeats"] = min(sheet.repeats(place.kind, place.match.value), 5) / 5
    features["turn"] = place.order / max(len(peers), 1)
    if place.kind is Kind.MONEY and place.match.value is not None:
        value = abs(place.match.value)
        features["larger"] = min(len(sheet.sizes) - bisect_right(sheet.sizes, value), 5) / 5
        features["cents"] = float(_has_cents(value) or _is_whole(sheet, place))
        features["negative"] = float(place.match.value < 0)
        features["edge"] = place.right / width
        features |= sheet.amounts.features(place)
    return features
