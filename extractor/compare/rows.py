"""The rows of an e-invoice against the rows that its page prints: which cell of a row says something else by one digit.

Rows are paired by what they have in common. A page's row that was read wrongly differs in whole figures, one that was altered in
a digit: so one digit is all that is looked for, and nothing else of the row may differ. A row that was not read as one, since its
figures no longer prove each other, is found by what of it stands on one line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import combinations
from typing import Any

from extractor.compare.alike import SAME_LINE, length, on_one_line, one_off, same, slipped
from extractor.document import Candidate, FieldValue, Reading
from extractor.geometry import Box
from extractor.schemas.record import Kind, spec_path
from extractor.schemas.verdicts import CENT, rows_of
from extractor.values import UNKNOWN, money, percent
from extractor.values.registry import BY_NAME

FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.DATE})
WORDS = frozenset({Kind.TEXT, Kind.NAME})
IN_ORDER = 0.01  # what a row further off in the order loses against a nearer one that has as much in common

EQUAL = 3  # figures of a row that are equal make it the same row, though more than one other differs
SHORT, LONG = 4, 5  # characters of "9.90" and of "19.90"
MOST_TALLER = 2.0  # times as tall as another line: more is print across the page

_Row = Mapping[str, FieldValue]  # by column


def altered_cells(
    told: Mapping[str, FieldValue], shown: Mapping[str, FieldValue], kinds: Mapping[str, Kind], rates: Set[Decimal]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rows, each with what the page says instead. `kinds` by column, as `line_items[].amount`; `rates`: the
    percentages that stand on the page."""
    theirs, printed = rows_of(told), rows_of(shown)
    for group in sorted(theirs.keys() & printed.keys()):
        columns = {path.partition("[].")[2]: kind for path, kind in kinds.items() if path.startswith(f"{group}[].")}
        for number, row, cells in _pairs(theirs[group], printed[group], columns):
            yield from ((f"{group}.{number}.{column}", rival) for column, rival in _altered(row, cells, columns, rates))


def altered_on_lines(
    told: Mapping[str, FieldValue], odd: Sequence[Candidate], printed: Sequence[Candidate], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rows, each with a figure of the page (of the `odd` ones, which nothing in the e-invoice explains) that is
    a digit off and stands on one line with another figure of its row. `printed`: all figures of the page, likeliest first."""
    for group, rows in rows_of(told).items():
        for number, row in sorted(rows.items()):
            figures = {c: v.value for c, v in row.items() if kinds.get(f"{group}[].{c}") is Kind.MONEY and isinstance(v.value, Decimal)}
            for column, figure in sorted(figures.items()):
                # A short figure is a digit off from many: then what stands beside it must be longer.
                least = SHORT if length(figure) >= LONG else LONG
                beside = [abs(f) for c, f in figures.items() if c != column and f and abs(f) != abs(figure) and length(f) >= least]
                rival = next((c for c in odd if one_off(figure, c.value, as_long=True) and _stands_by(c, beside, printed)), None)
                if rival is not None and not _stands_by_itself(figure, beside, printed):
                    yield f"{group}.{number}.{column}", rival


def altered_rates(
    told: Mapping[str, FieldValue], readings: Sequence[Reading], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rates, each with the percentage that stands for it on a line with two amounts of its row, or all."""
    rates = {abs(v.value) for path, v in told.items() if kinds.get(spec_path(path)) is Kind.PERCENT and isinstance(v.value, Decimal)}
    if not rates:
        return
    lines = [
        (page, text, box, _amounts(text), [abs(m.value) for m in percent.find(text, UNKNOWN) if isinstance(m.value, Decimal)])
        for page, text, box in _lines_with_rates(readings)
    ]
    for group, rows in rows_of(told).items():
        for number, row in sorted(rows.items()):
            amounts = {abs(v.value) for c, v in row.items() if kinds.get(f"{group}[].{c}") is Kind.MONEY and isinstance(v.value, Decimal)}
            for column, cell in row.items():
                if kinds.get(f"{group}[].{column}") is not Kind.PERCENT or not isinstance(cell.value, Decimal):
                    continue
                for page, text, box, figures, said in lines:
                    other = next((rate for rate in said if rate not in rates and slipped(cell.value, rate)), None)
                    if (
                        other is not None
                        and abs(cell.value) not in said
                        and not _takes_off(other, amounts | figures, row)
                        and (len(amounts & figures) > 1 or (amounts and amounts <= figures) or _taxes(other, amounts, figures))
                    ):
                        yield f"{group}.{number}.{column}", Candidate("", other, f"{other} %", "pattern", f"in '{text[:60]}'", page, box)


def _taxes(rate: Decimal, amounts: Set[Decimal], figures: Set[Decimal]) -> bool:
    """Whether a line has a rate of two digits beside a long amount of its row, and no figure that is this share of it."""
    long = [amount for amount in amounts & figures if length(amount) >= LONG]
    makes = any(abs(amount * rate / 100 - figure) <= CENT for amount in long for figure in figures)
    return bool(long) and length(rate.normalize()) > 1 and not makes


def _takes_off(percentage: Decimal, amounts: Set[Decimal], row: _Row) -> bool:
    """Whether a percentage is taken off the product of two of a row's figures, or off one of the amounts: a discount, no rate."""
    told = [abs(cell.value) for cell in row.values() if isinstance(cell.value, Decimal)]
    wholes = {*amounts, *(one * other for one, other in combinations(told, 2))}
    left = 1 - percentage / 100
    return any(abs(whole * left - amount) <= CENT for whole in wholes for amount in amounts if amount)


def printed_rates(readings: Sequence[Reading]) -> frozenset[Decimal]:
    """The percentages on the pages."""
    texts = (line.text for reading in readings for region in reading.regions for line in region.lines if "%" in line.text)
    return frozenset(abs(m.value) for text in texts for m in percent.find(text, UNKNOWN) if isinstance(m.value, Decimal))


def _amounts(text: str) -> set[Decimal]:
    return {abs(i.value) for match in money.find(text, UNKNOWN) for i in match.interpretations if isinstance(i.value, Decimal)}


def _lines_with_rates(readings: Sequence[Reading]) -> Iterator[tuple[int, str, Box]]:
    """The lines of the pages, from edge to edge, that tell a percentage: page, text, box."""
    for reading in readings:
        pieces = sorted((line for region in reading.regions for line in region.lines if line.words), key=lambda line: line.box.top)
        while pieces:
            first = pieces[0]
            reach = bisect_left(pieces, first.box.bottom, lo=1, key=lambda line: line.box.top)  # what begins lower has no height in common
            row = [first, *(line for line in pieces[1:reach] if _side_by_side(line.box, first.box))]
            taken = set(map(id, row))
            pieces = [line for line in pieces[:reach] if id(line) not in taken] + pieces[reach:]
            if any("%" in line.text for line in row):
                text = " ".join(line.text for line in sorted(row, key=lambda line: line.box.left))
                yield reading.page, text, reading.to_page(Box.around(line.box for line in row)).clipped()


def _side_by_side(one: Box, other: Box) -> bool:
    return one.overlap_y(other) > SAME_LINE and max(one.height, other.height) < MOST_TALLER * min(one.height, other.height)


def _stands_by(candidate: Candidate, beside: Sequence[Decimal], printed: Sequence[Candidate]) -> bool:
    """Whether one of the figures stands on the candidate's line."""
    return any(abs(other.value) in beside for other in printed if on_one_line(candidate, other))


def _stands_by_itself(figure: Decimal, beside: Sequence[Decimal], printed: Sequence[Candidate]) -> bool:
    """Whether the figure stands as it is on a line with another of its row."""
    return any(abs(c.value) == abs(figure) and _stands_by(c, beside, printed) for c in printed)


def _pairs(theirs: Mapping[int, _Row], printed: Mapping[int, _Row], columns: Mapping[str, Kind]) -> Iterator[tuple[int, _Row, _Row]]:
    likeness = sorted(
        (-_in_common(row, cells, columns) + IN_ORDER * abs(i - j), i, j) for i, row in theirs.items() for j, cells in printed.items()
    )
    used: tuple[set[int], set[int]] = set(), set()
    for alike, i, j in likeness:
        if alike < -1 + IN_ORDER and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield i, theirs[i], printed[j]


def _in_common(row: _Row, cells: _Row, columns: Mapping[str, Kind]) -> float:
    """Figures that are equal count one, those a digit off nearly as much; words that are alike count two."""
    found = 0.0
    for column in sorted(row.keys() & cells.keys()):
        kind, mine, other = columns.get(column, Kind.TEXT), row[column].value, _as_printed(cells[column], columns.get(column, Kind.TEXT))
        if kind in WORDS:
            found += 2.0 * same(kind, mine, other)
        elif kind in FIGURES:
            found += 1.0 if same(kind, mine, other) else 0.6 * one_off(mine, other)
    return found


def _altered(row: _Row, cells: _Row, columns: Mapping[str, Kind], rates: Set[Decimal]) -> list[tuple[str, Candidate]]:
    """The one figure of a row that is a digit off, where no other differs, or three others are equal."""
    differing: list[tuple[str, Any]] = []
    equal = 0
    for column in sorted(row.keys() & cells.keys()):
        kind = columns.get(column, Kind.TEXT)
        other = _as_printed(cells[column], kind)
        if kind is Kind.PERCENT and "%" in cells[column].text and abs(row[column].value) in rates:
            continue  # a rate or a discount: altered_rates looks at the whole line
        if kind in FIGURES and same(kind, row[column].value, other):
            equal += 1
        elif kind in FIGURES:
            differing.append((column, other))
    slips = [(column, other, row[column].value) for column, other in differing]
    off = [(column, other) for column, other, told in slips if slipped(told, other) or one_off(told, other)]  # 0,00 in place of 3,0000
    sure = len(off) == 1 and (len(differing) == 1 or equal >= EQUAL)
    return [(column, _rival(cells[column], other)) for column, other in off if sure]


def _as_printed(cell: FieldValue, kind: Kind) -> Any:
    """The value as the page prints it, before a digit was repaired that the rest of its row speaks against."""
    if not cell.repaired or kind not in FIGURES:
        return cell.value
    readings = BY_NAME[kind.value].parse(cell.text, UNKNOWN)
    return next((reading.value for reading in readings if reading.value != cell.value), cell.value)


def _rival(cell: FieldValue, printed: Any) -> Candidate:
    return Candidate(cell.path, printed, cell.text, cell.source, cell.evidence, cell.page, cell.box, score=cell.confidence)
