"""Which band of a table is which column: names in the header, what stands in the band, and the arithmetic of the rows, together."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from extractor.find.rows.equations import Cells, equations, smaller_first, triples_of
from extractor.find.rows.figures import HUNDREDTHS, Figure
from extractor.find.rows.fits import NUMBERS, Content, Duty, are_codes, figure_of
from extractor.find.rows.labels import ColumnName
from extractor.find.rows.parts import Parts
from extractor.quick import dataclass
from extractor.schemas.record import Kind

_Step = tuple[str, int, bool]  # a column, the band that it has, whether its name says so
_State = tuple[float, int, tuple[_Step, ...], tuple[_Step, ...]]  # score, which columns are taken, they, those of them that are of products
_ORDINAL = re.compile(r"([A-Z]?)(\d{1,6}(?:\.\d{1,3})*)[.)]?")

BEAM = 160
EQUATION_WEIGHT, RESULT_WEIGHT, MAIN_WEIGHT, SMALLER_WEIGHT = 1.6, 0.25, 0.15, 0.03
MOST_GAINED = EQUATION_WEIGHT + RESULT_WEIGHT + MAIN_WEIGHT + SMALLER_WEIGHT + 0.001  # by what is told from the rows
FIT_WEIGHT = 0.7
MISFIT = 0.2  # a band whose content fits a kind less than this is not that column, whatever its name
LONGEST_TEXT = 0.1  # for what rows are about, of columns that nothing names, the one with the longest texts
NAMELESS_AMOUNT = 0.8  # and whole numbers, without a name or a proof, are no amounts
SURE_NAME = 0.5
WIDEST_STEP, WIDEST_STEP_OF_ONES = 100, 10  # between the numbers of two rows that are in tens, and that are not
NAMELESS_FIT = 0.75  # without a name a band must look this much like the column


@dataclass(frozen=True, slots=True)
class Roles:
    """Column -> band, the decimal mark that fits best, and how sure this is: `agree` of the rows' equations hold."""

    bands: Mapping[str, int]
    mark: str | None
    score: float
    agree: int
    disagree: int
    named: frozenset[str] = frozenset()


def assign(
    names: Sequence[tuple[ColumnName, ...]],
    rows: Sequence[Cells],
    parts: Parts,
    mark: str | None,
    *,
    around: Sequence[Cells] = (),
    free: bool = False,
    barred: Container[int] = (),
) -> Roles:
    """The best reading of the bands as columns. `names` per band from the header (empty: it has none there).

    `rows` are the strips that carry figures, `around` all strips of the table (wrapped text among them).
    `free`: no header at all; then types and arithmetic decide alone. `barred`: bands that are no column of the list, by their names.
    """
    rows = [{band: cell for band, cell in row.items() if band not in barred} for row in rows] if barred else rows
    suits = [_Suits(band, rows, around, parts) for band in range(len(names))]
    triples = triples_of(len(names), rows, parts, mark)
    letters = [each.letters for each in suits]
    bits = {path: 1 << number for number, path in enumerate(parts.kinds)}
    speaking = parts.results | parts.factors
    options: list[list[tuple[str, float, bool]]] = []
    for band, named in enumerate(names):
        coded = free and are_codes([row[band] for row in rows if band in row])
        wordy = letters[band] / (max(letters) or 1)
        options.append([] if band in barred else _options(band, named, suits[band], parts, triples, free, coded, wordy))
    claimed = [path for some in options for path, _, _ in some]
    beam: list[_State] = [(0.0, 0, (), ())]
    for band, some in enumerate(options):
        steps = [(worth, bits[path], ((path, band, by_name),), path in speaking) for path, worth, by_name in some]
        if len(steps) == 1 and steps[0][0] > 0 and not steps[0][3] and claimed.count(some[0][0]) == 1:
            worth, bit, step, _ = steps[0]  # nothing is better without it
            beam = [(score + worth, held | bit, taken + step, spoken) for score, held, taken, spoken in beam]
            continue
        grown: list[_State] = []
        for state in beam:
            grown.append(state)
            score, held, taken, spoken = state
            for worth, bit, step, speaks in steps:
                if not held & bit:
                    grown.append((score + worth, held | bit, taken + step, spoken + step if speaks else spoken))
        grown.sort(key=itemgetter(0), reverse=True)
        beam = grown[:BEAM]
    marks: tuple[str | None, ...] = (mark,) if mark else (",", ".")
    best: Roles | None = None
    known: dict[tuple[str | None, tuple[_Step, ...]], tuple[int, int, float, float]] = {}  # equations that agree and disagree; their worth
    result, main = bits.get(parts.result or "", 0), bits.get(parts.main or "", 0)
    for score, held, taken, spoken in beam:
        if best is not None and score + MOST_GAINED < best.score:
            break  # the beam is sorted
        for tried in marks:
            if (tried, spoken) not in known:
                of_products = {path: band for path, band, _ in spoken}
                agree, disagree = equations(of_products, rows, parts, tried)
                proof = EQUATION_WEIGHT * (agree - 0.6 * disagree) / ((agree + disagree) or 1)
                smaller = SMALLER_WEIGHT * smaller_first(of_products, rows, parts, tried) if agree else 0.0
                known[tried, spoken] = agree, disagree, proof, smaller
            agree, disagree, proof, smaller = known[tried, spoken]
            total = score + proof + ((RESULT_WEIGHT if held & result else 0.0) + (MAIN_WEIGHT if held & main else 0.0)) + smaller
            if best is None or total > best.score + 1e-9:
                bands, sure = {path: band for path, band, _ in taken}, frozenset([path for path, _, by_name in taken if by_name])
                best = Roles(bands, tried, total, agree, disagree, sure)
    assert best is not None
    return _numbered(_swapped(_coded(best, rows, parts), rows, parts), rows, len(names), parts)


def _coded(roles: Roles, rows: Sequence[Cells], parts: Parts) -> Roles:
    """Numbers that do not count the rows, under a name that may mean that they do, are the articles'."""
    band = roles.bands.get(parts.ordinal or "")
    code = parts.code
    if band is None or parts.ordinal is None or code is None or code in roles.bands:
        return roles
    if are_ordinals([row[band].text for row in rows if band in row]):
        return roles
    bands = {code if path == parts.ordinal else path: number for path, number in roles.bands.items()}
    return replace(roles, bands=bands, named=roles.named - {parts.ordinal})


def are_ordinals(texts: Sequence[str]) -> bool:
    """Whether texts number rows: 1, 2, 3 or 10, 20, 30, or 1.1, 1.2, 2.1, with or without a letter, none lower than the one before."""
    known = [found for text in texts if (found := _ORDINAL.fullmatch(text)) is not None]
    if 2 * len(known) < len(texts):
        return not any(map(str.isdigit, "".join(texts)))
    numbers = [tuple(map(int, found[2].split("."))) for found in known if not found[1]]
    if any(one > other for one, other in pairwise(numbers)):
        return False
    last = [number[-1] for number in numbers if len(number) == 1]
    steps = [b - a for a, b in pairwise(last)]
    tens = all(number % 10 == 0 for number in last)
    return len(set(steps)) < 2 or max(steps) <= (WIDEST_STEP if tens else WIDEST_STEP_OF_ONES)


def _numbered(roles: Roles, rows: Sequence[Cells], count: int, parts: Parts) -> Roles:
    """With a band that counts the rows from one, or by tens from ten, as their number, whatever it is called."""
    if parts.ordinal is None or parts.ordinal in roles.bands:
        return roles
    for band in (band for band in range(count) if band not in roles.bands.values()):
        texts = [row[band].text.rstrip(".)") if band in row else "" for row in rows]
        counts = [int(text) if text.isdecimal() else 0 for text in texts]
        if len(counts) > 1 and counts[0] in (1, 10) and counts == [counts[0] * number for number in range(1, len(counts) + 1)]:
            return replace(roles, bands={**roles.bands, parts.ordinal: band})
    return roles


class _Suits:
    """How well a band suits a column by its content (0..1), told for those that it may be."""

    def __init__(self, band: int, rows: Sequence[Cells], around: Sequence[Cells], parts: Parts) -> None:
        self._parts, self._band, self._around = parts, band, around
        self._column = [row.get(band) for row in rows]
        self._content = Content(self._column)
        self.letters = self._content.letters

    def of(self, path: str) -> float:
        parts = self._parts
        duty = Duty.ORDINAL if path == parts.ordinal else Duty.UNIT if path == parts.unit else parts.kinds[path]
        suited = self._content.fit(duty)
        return max(suited, self._with_wraps.fit(Kind.TEXT)) if path == parts.main and suited < 1 else suited

    @cached_property
    def _with_wraps(self) -> Content:
        return Content([*self._column, *[row.get(self._band) for row in self._around]], self._content.looks)


def _swapped(roles: Roles, rows: Sequence[Cells], parts: Parts) -> Roles:
    """A count with cents beside a price in whole numbers, or one that is said to be for a unit ("1,779 EUR/L"): names that stand over
    the wrong column. The product cannot tell."""
    for rule in parts.products:
        count = next((p for p in rule.factors if parts.kinds[p] is Kind.NUMBER and p in roles.bands), None)
        price = next((p for p in rule.factors if parts.kinds[p] is Kind.MONEY and p in roles.bands), None)
        if count is None or price is None or not roles.agree:
            continue
        counts = [f for row in rows if (f := figure_of(row.get(roles.bands[count]), Kind.NUMBER)) is not None]
        prices = [f for row in rows if (f := figure_of(row.get(roles.bands[price]), Kind.MONEY)) is not None]
        each = _each_priced(rows, roles.bands[count], roles.mark) and not _each_priced(rows, roles.bands[price], roles.mark)
        if counts and prices and (each or (all(f.decimals == 2 for f in counts) and _are_whole(prices, roles.mark))):
            bands = {**roles.bands, count: roles.bands[price], price: roles.bands[count]}
            return replace(roles, bands=bands, named=roles.named - {count, price})
    return roles


def _are_whole(prices: Sequence[Figure], mark: str | None) -> bool:
    """Whether prices are printed without cents and currencies, all or some without any decimals: "2 x3,49" and "0,342 x45,90"."""
    places = {figure.decimals_under(mark) for figure in prices}
    return 0 in places and 2 not in places and not any(figure.currency for figure in prices)


def _each_priced(rows: Sequence[Cells], band: int, mark: str | None) -> bool:
    """Whether all figures of a band are for one of something: "1,779 EUR/L", "27.431p"."""
    cells = [cell for row in rows if (cell := row.get(band)) is not None and cell.figures]
    return bool(cells) and all(
        any(p.figure.per or (p.figure.unit.upper() in HUNDREDTHS and (p.figure.decimals_under(mark) or 0) > 1) for p in cell.figures)
        or any("/" in word.text for word in cell.words)
        for cell in cells
    )


def _options(
    band: int,
    named: Sequence[ColumnName],
    suits: _Suits,
    parts: Parts,
    triples: Mapping[tuple[str, int], float],
    free: bool,
    coded: bool,
    wordy: float,
) -> list[tuple[str, float, bool]]:
    """The columns that a band may be: path, what it is worth, and whether its name says so. `coded`: its cells are codes; `wordy`:
    its letters, as a share of those of the wordiest band."""
    found: list[tuple[str, float, bool]] = []
    paid = suits.of(named[0].path) if named and parts.kinds[named[0].path] is Kind.MONEY else 0.0
    for name in named[:6]:
        suited = suits.of(name.path) if name.weight >= 0.35 and name.path in parts.kinds else 0.0
        if suited < MISFIT or (parts.kinds[name.path] is Kind.NUMBER and suited < paid):
            continue  # what is named and written as amounts counts nothing
        found.append((name.path, name.weight + FIT_WEIGHT * (suited - 0.5), True))
    named_here = bool(found)
    priced = any(parts.kinds[name.path] is Kind.MONEY and name.weight >= SURE_NAME for name in named if name.path in parts.kinds)
    strong = [path for (path, number), proof in triples.items() if number == band and proof >= 0.5]
    if free or not found or strong:
        for path in parts.kinds:
            wanted = path == parts.main or path in parts.results or path in parts.factors or (free and path in (parts.ordinal, parts.unit))
            if named_here and not free:
                wanted = path in strong  # the arithmetic may know better than the name
                wanted = wanted and not (priced and parts.kinds[path] is Kind.NUMBER)  # though an amount is no count
            told = parts.kinds[path] is Kind.PERCENT or (parts.kinds[path] is Kind.IDENTIFIER and coded)  # by its content alone
            if not wanted and free and told and path not in parts.rebates:
                wanted = suits.of(path) > 0.95
            proof = triples.get((path, band), 0.0)
            least = 0.5 if proof > 0.3 else NAMELESS_FIT if free or path not in parts.results else NAMELESS_AMOUNT
            if wanted and (suited := suits.of(path)) >= least and all(path != p for p, _, _ in found):
                # A nameless band of figures is a factor or a result only as far as the equation says so.
                prior = (
                    0.4 * max(proof, 0.0) if parts.kinds[path] in NUMBERS and path not in parts.results else 0.15 + 0.4 * max(proof, 0.0)
                )
                if parts.kinds[path] in NUMBERS and path not in parts.results and proof <= 0.3 and not free:
                    continue
                found.append((path, prior + 0.2 * (suited - 0.7) + (LONGEST_TEXT * wordy if path == parts.main else 0.0), False))
    return found
