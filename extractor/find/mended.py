"""Totals with one misread figure, told by what the rest of the page makes.

"Net 1,105.86, 23 % 92.49, 6 % 42.22, total 1,240.51" on a page that was read by an engine: the other figures make 1,240.57, and the one
printed where the total is named differs from that in a single figure. Such an amount is a candidate beside the one read, marked as
repaired, with what proves it. On a page with a text layer nothing is misread, and nothing mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, permutations

from extractor.document import BARCODE, Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place, Segment, same_row
from extractor.find.proofs import amounts_by_cents, is_share, rates_of, shown
from extractor.find.sheet import Sheet
from extractor.find.sums import Trio, trios_of
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind, Product, Rule, Sum, is_of_row

PROVED = 0.93
SHORTEST = 3  # figures of an amount that may be mended: of shorter ones too many are alike
LARGE, HIGHEST = 10_000, 27  # cents from which a share is hardly ever of a whole rate by chance, and percent
LEAST_ROWS = 2  # rows whose sum tells a total
ALIGNED = 1.0  # line heights that the right edges of one column's amounts may be apart
BELOW = 2.0  # label heights that an amount may stand below its label
MOST_SHARES, MOST_RATES = 8, 4  # pairs of a base and its rate's share that are put together; rates of one paper


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount (in cents) that others make, the amounts that do, how, for people; and what the proof says that these are."""

    path: str
    cents: int
    others: tuple[int, ...]
    said: str
    also: tuple[tuple[str, int], ...] = ()
    is_whole: bool = False  # no amount of the page is larger, then


def mended_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], found: Sequence[Candidate], specs: Sequence[FieldSpec], rules: Sequence[Rule]
) -> list[Candidate]:
    """Candidates, with their own probability, for totals that differ in one figure from what other amounts make. `found` holds the rows."""
    if sheet.is_text_layer:
        return []
    places, known = amounts_by_cents(sheet), {spec.path for spec in specs}
    rates = [rate for rate in rates_of(sheet) if rate > 0]
    told: list[_Told] = []
    for trio in trios_of(rules):
        if {trio.whole, trio.base, trio.share} <= known and not trio.usual:
            told += _of_rates(trio, places, rates)
    of_rows = list(_of_rows(found, rules))
    told += of_rows
    told += [
        one for trio in trios_of(rules) for base in of_rows if base.path == trio.base for one in _of_plain_rates(trio, base.cents, places)
    ]
    told += _of_codes(found, rules)
    made: dict[tuple[str, int], Candidate] = {}
    for one in told:
        if one.cents not in places and (one.path, one.cents) not in made:
            place = _misread(sheet, one, places, hits)
            if place is not None:
                made[one.path, one.cents] = _candidate(sheet, place, one)
                made |= {
                    (path, cents): _proved(sheet, places, path, cents, one.said) for path, cents in one.also if (path, cents) not in made
                }
    return list(made.values())


def _of_rates(trio: Trio, places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[_Told]:
    """What a base and its rate's share make, a whole less its share, a whole less its base; and two rates' shares together."""
    shares = [(base, share, rate) for base in places for share in places for rate in rates if base and is_share(base, share, rate)]
    if any(base + share in places for base, share, _ in shares):
        return  # nothing is misread there
    for base, share, rate in shares:
        also = (trio.base, base), (trio.share, share)
        yield _Told(trio.whole, base + share, (base, share), f"{shown(base)} + {rate:f} % of it", also, is_whole=True)
    highest = float(max(rates, default=Decimal(0))) / 100
    for whole, other in permutations(places, 2):
        rest = whole - other
        if rest <= 0 or min(rest, other) - 1 > highest * max(rest, other):
            continue
        for rate in rates:
            if abs(rest * rate / 100 - other) <= 1:
                yield _Told(
                    trio.base,
                    rest,
                    (whole, other),
                    f"{shown(whole)} - {shown(other)}, {rate:f} % of what is left",
                    ((trio.whole, whole), (trio.share, other)),
                )
            if abs(other * rate / 100 - rest) <= 1:
                yield _Told(
                    trio.share,
                    rest,
                    (whole, other),
                    f"{shown(whole)} - {shown(other)}, {rate:f} % of that",
                    ((trio.whole, whole), (trio.base, other)),
                )
    for several in (some for count in range(2, MOST_RATES + 1) for some in combinations(shares[:MOST_SHARES], count)):
        base, parts = sum(one for one, _, _ in several), tuple(share for _, share, _ in several)
        if len({rate for *_, rate in several}) == len(several) and base in places:
            said = " + ".join(map(shown, (base, *parts)))
            yield _Told(trio.whole, base + sum(parts), (base, *parts), said, ((trio.base, base), (trio.share, sum(parts))))
    yield from _of_bare_shares(trio, places, rates)


def _of_bare_shares(trio: Trio, places: Mapping[int, Sequence[Place]], rates: Sequence[Decimal]) -> Iterator[_Told]:
    """Two rates' shares, printed without their bases, whose bases make a printed one."""
    import numpy as np

    amounts = sorted(cents for cents in places if cents >= 100)
    printed = np.array(amounts, float)
    for first, second in permutations(map(float, rates), 2):
        bases, slack = 100 / first * printed[:, None] + 100 / second * printed, 100 / min(first, second) + 1e-6
        starts, ends = np.searchsorted(printed, bases - slack), np.searchsorted(printed, bases + slack, "right")
        for at, other in reversed(np.argwhere(np.tril(starts < ends, -1)).tolist()):
            one, two = amounts[at], amounts[other]
            for cents in reversed(amounts[max(starts[at, other], at + 1) : ends[at, other]]):
                said = f"{shown(cents)} + {shown(one)} + {shown(two)}"
                yield _Told(
                    trio.whole, cents + one + two, (cents, one, two), said, ((trio.base, cents), (trio.share, one + two)), is_whole=True
                )


def _of_plain_rates(trio: Trio, base: int, places: Mapping[int, Sequence[Place]]) -> Iterator[_Told]:
    """What a printed base that its rows prove makes with a printed share of it, of a whole rate that was misread itself."""
    for share in places if base in places and base >= LARGE else ():
        rate = round(100 * share / base)
        if 1 <= rate <= HIGHEST and abs(base * rate - 100 * share) <= 100:
            said = f"{shown(base)} + {shown(share)}, which is {rate} % of it"
            yield _Told(trio.whole, base + share, (base, share), said, ((trio.base, base), (trio.share, share)), is_whole=True)


def _of_rows(found: Sequence[Candidate], rules: Sequence[Rule]) -> Iterator[_Told]:
    """What the rows make, where no row's own product contradicts it."""
    cells: dict[str, Candidate] = {}
    for candidate in found:
        if isinstance(candidate.value, Decimal) and is_of_row(candidate.path):
            best = cells.get(candidate.path)
            if best is None or candidate.score > best.score:
                cells[candidate.path] = candidate
    for rule in (rule for rule in rules if isinstance(rule, Sum)):
        for term in (term for term in rule.plus if "[]" in term):
            group, _, column = term.partition("[].")
            numbers = sorted({int(path.split(".")[1]) for path in cells if path.startswith(f"{group}.")})
            amounts = [cells.get(f"{group}.{number}.{column}") for number in numbers]
            products = [other for other in rules if isinstance(other, Product) and other.rows == group and other.result == column]
            if len(numbers) < LEAST_ROWS or None in amounts or not products or not _agree(cells, numbers, products[0]):
                continue
            cents = int(sum((amount.value for amount in amounts if amount is not None), Decimal(0)) * 100)
            for path in (rule.total, rule.or_total):
                if path is not None and cents > 0:
                    yield _Told(path, cents, (), f"the sum of {len(numbers)} rows")


def _of_codes(found: Sequence[Candidate], rules: Sequence[Rule]) -> Iterator[_Told]:
    """What a code for payment says, which is read without a mistake or not at all, of its own total and of the one that it is made of."""
    for code in (one for one in found if one.source == BARCODE and isinstance(one.value, Decimal)):
        sums = [rule for rule in rules if isinstance(rule, Sum) and rule.total == code.path]
        first = [rule.plus[0] for rule in sums if set(rule.plus[1:]) <= set(rule.optional)]
        for path in (code.path, *first):
            yield _Told(path, int(code.value * 100), (), f"the {code.evidence}")


def _agree(cells: Mapping[str, Candidate], numbers: Sequence[int], rule: Product) -> bool:
    """Whether every row's product holds."""
    for number in numbers:
        factors = [cells.get(f"{rule.rows}.{number}.{name}") for name in rule.factors]
        result, product = cells[f"{rule.rows}.{number}.{rule.result}"].value, Decimal(1)
        for name, factor in zip(rule.factors, factors, strict=True):
            if factor is None:
                return False
            product *= factor.value / 100 if name in rule.percents else factor.value
        if abs(product - result) > Decimal("0.01"):
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where some words stand that may be an amount misread: words first..last (half open) of a segment, their text, and its right edge
    in points."""

    segment: Segment
    first: int
    last: int
    text: str
    right: float

    @property
    def cents(self) -> int | None:
        """What the figures of the text say, if they are all figures."""
        figures = "".join(c for c in self.text if c.isalnum())
        return int(figures) if figures.isdecimal() else None


def _misread(sheet: Sheet, told: _Told, places: Mapping[int, Sequence[Place]], hits: Sequence[LabelHit]) -> _Spot | None:
    """The one place whose text differs in a single sign from the amount told, in a row with a label of the field or below one, and in
    the column, or the row, of the amounts that tell it."""
    others = [place for cents in told.others for place in places[cents]]
    labels = [hit.segment for hit in hits if any(named.path == told.path for named in hit.names)]
    near = [
        spot
        for segment in sheet.segments
        if any(hit.page == segment.page and (hit is segment or same_row(hit, segment) or _over(hit, segment)) for hit in labels)
        for spot in _spots(sheet, segment)
        if _alike(spot.text, told.cents)
        and spot.cents not in told.others
        and (not others or any(_in_line_with(spot, other, sheet.line_height) for other in others))
    ]
    if len({spot.cents or spot.text for spot in near}) != 1:
        return None
    larger = (place for cents, found in places.items() if cents > told.cents and cents != near[0].cents for place in found)
    if told.is_whole and any(_in_line_with(near[0], place, sheet.line_height) for place in larger):
        return None
    return near[-1]


def _spots(sheet: Sheet, segment: Segment) -> Iterator[_Spot]:
    """The amounts of a line, its single words that are none, and two words that may be the groups of one amount."""
    found = [(segment.words_between(p.match.start, p.match.end), p.match.text) for p in sheet.places_in(Kind.MONEY, segment)]
    words = [word.text for word in segment.line.words]
    found += [((number, number + 1), word) for number, word in enumerate(words) if any(map(str.isdigit, word))]
    found += [
        ((number, number + 2), f"{one} {other}")
        for number, (one, other) in enumerate(pairwise(words))
        if len(one) <= 3 and any(map(str.isdigit, other))
    ]
    width = sheet.page_size(segment.page)[0]
    for (first, last), text in dict(found).items():
        right = segment.right - (segment.line.words[-1].box.right - segment.line.words[last - 1].box.right) * width
        yield _Spot(segment, first, last, text, right)


def _over(label: Segment, segment: Segment) -> bool:
    """Whether a label stands right over a segment."""
    apart = segment.top - label.bottom
    shared = min(label.right, segment.right) - max(label.left, segment.left)
    return 0 <= apart <= BELOW * label.height and shared > 0


def _in_line_with(spot: _Spot, other: Place, height: float) -> bool:
    """Whether an amount ends where the spot does, or stands beside it."""
    if spot.segment.page != other.segment.page:
        return False
    return abs(spot.right - other.right) <= ALIGNED * height or (
        spot.segment is not other.segment and same_row(spot.segment, other.segment)
    )


def _alike(text: str, told: int) -> bool:
    """Whether an amount as printed is as long as the one told and differs from it in one sign; marks and currencies aside."""
    one, other = "".join(c for c in text if c.isalnum()), str(told)
    return len(one) == len(other) >= SHORTEST and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _candidate(sheet: Sheet, spot: _Spot, told: _Told) -> Candidate:
    box = sheet.box_of(spot.segment, spot.first, spot.last)
    value = Decimal(told.cents).scaleb(-2)
    value = -value if spot.text.lstrip().startswith(("-", "\u2212")) else value
    said = f"read as {spot.text!r}; {told.said} makes {shown(told.cents)}"
    return Candidate(told.path, value, spot.text, "pattern", said, spot.segment.page, box, {}, None, True, PROVED)


def _proved(sheet: Sheet, places: Mapping[int, Sequence[Place]], path: str, cents: int, said: str) -> Candidate:
    """What a proof says of an amount that was read right, or that is the sum of two and not printed."""
    if cents not in places:
        return Candidate(path, Decimal(cents).scaleb(-2), "", "computed", said, score=0.9 * PROVED)
    return sheet.candidate(path, places[cents][-1], "pattern", said, score=PROVED)
