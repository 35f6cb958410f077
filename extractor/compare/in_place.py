"""The rows of an e-invoice looked for on the page: each on the line that has most of its figures, and each figure there in its place.

This is the comparison from the other side: a page's row that was not read as one, or a figure that no word names, is found by its
neighbours. A figure that stands neither on its row's line nor between the rows about it, where a figure one digit off it does, in
the column where the other rows have theirs, or as the only one there that nothing explains, is told otherwise by the page; so is a day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal

from extractor.compare.alike import is_slip, length, one_off
from extractor.compare.near import decimals, is_near, nearest
from extractor.compare.printed import PrintedLine, Token
from extractor.compare.row_places import (
    ALIGNED,
    Key,
    Row,
    bands_of,
    columns_of,
    figures_on,
    find_beside,
    found_on,
    how_far,
    is_in_column,
    placed_rows,
    row_told,
)
from extractor.compare.signs import signs_in_rows
from extractor.document import Candidate, FieldValue
from extractor.quick import dataclass
from extractor.schemas.record import Kind
from extractor.schemas.verdicts import rows_of

LEAST, LONG = 2, 7  # figures of a row that tell its line, and characters of "1567.60"
LONG_NAMED = 4  # characters of a figure that is hardly part of another one by chance


def told_in_place(
    told: Mapping[str, FieldValue],
    shown: Mapping[str, FieldValue],
    lines: Sequence[PrintedLine],
    kinds: Mapping[str, Kind],
    besides: Mapping[str, Candidate],
    off: Collection[str] = (),
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rows, each with the figure of the page that stands in its place. `shown`: the page's own cells; `besides`:
    those of the paths that are no fields'; `off`: columns of what is taken off."""
    rows = {(group, n): row_told(group, row, kinds) for group, numbered in rows_of(told).items() for n, row in sorted(numbered.items())}
    placed = placed_rows(rows, lines)
    bands = bands_of(placed, lines)
    columns = {group: columns_of(rows, bands, lines, placed, group) for group in {group for group, _ in placed}}
    fields = {key: {c: f for c, f in rows[key].figures.items() if not _is_beside(besides, key, c)} for key in placed}
    percents = {key: {column for column in rows[key].figures if kinds.get(f"{key[0]}[].{column}") is Kind.PERCENT} for key in placed}
    found = {key: found_on(fields[key], figures_on(rows[key], [at], lines), columns[key[0]], percents[key]) for key, at in placed.items()}

    def may_be(key: Key, column: str, token: Token) -> bool:
        """A figure takes no place of a row's other field that is missing and a slip off it; one that no field holds takes no field's."""
        field = besides[f"{key[0]}.{key[1]}.{column}"].path.rpartition(".")[2] if _is_beside(besides, key, column) else column
        others = {other for other in fields[key] if other != field and is_in_column(token, columns[key[0]][other])}
        if field != column:
            return not others
        missing = others - found[key].keys() if not is_in_column(token, columns[key[0]].get(column, ())) else set()
        return not any(nearest(fields[key][other], [token]) for other in missing)

    find_beside(found, rows, bands, lines, placed, besides, may_be)
    everything = {abs(v.value) for v in told.values() if isinstance(v.value, Decimal)}
    rates = {figure for key in rows for c, figure in rows[key].figures.items() if kinds.get(f"{key[0]}[].{c}") is Kind.PERCENT}
    used = {token for tokens in found.values() for token in tokens.values()}
    written = _written(lines)
    held = {key: {c: t for c, t in one.items() if f"{key[0]}.{key[1]}.{c}" not in besides} for key, one in found.items()}
    elsewhere = _days_elsewhere(told, lines)
    yield from signs_in_rows(told, held, off)
    for key, at in sorted(placed.items()):
        row, (group, number) = rows[key], key
        amounts = {column for column in row.figures if kinds.get(f"{group}[].{column}", Kind.MONEY) is Kind.MONEY}
        printed, beside = figures_on(row, [at], lines), figures_on(row, bands[key], lines, but=at)
        line = _Line.of(row, amounts, fields[key].keys(), rates, everything, written, found[key], printed, beside, used)
        for column, figure in sorted(row.figures.items()):
            rival = line.instead(column, figure, columns[group][column], lambda token: _is_cell(token, group, column, shown))  # noqa: B023
            path = f"{group}.{number}.{column}"
            if rival is not None and (path not in besides or _may_tell(besides[path], key, figure, rival, found[key])):
                yield path, _instead(rival, key, figure)
        yield from _other_days(key, row, [lines[n] for n in bands[key]], found[key], used, elsewhere)


def _written(lines: Sequence[PrintedLine]) -> dict[Decimal | date, set[int]]:
    """With how many decimals the pages print each figure."""
    found: dict[Decimal | date, set[int]] = {}
    for token in (token for line in lines for token in line.figures):
        for figure in token.values:
            found.setdefault(figure, set()).add(decimals(token))
    return found


def _is_beside(besides: Mapping[str, Candidate], key: Key, column: str) -> bool:
    """Whether a figure of a row is none of its fields, but stands beside one of them."""
    one = besides.get(f"{key[0]}.{key[1]}.{column}")
    return one is not None and one.path.startswith(f"{key[0]}.{key[1]}.")


def _may_tell(told: Candidate, key: Key, figure: Decimal, rival: Token, found: Mapping[str, Token]) -> bool:
    """Whether a figure that no field holds contradicts the page: one of a row of its own does, but one beside a row's field only if it is
    the same and the page prints that one alike (of a price before and after what is taken off, which may be nothing)."""
    group, number, column = (*told.path.split("."), "", "")[:3]
    twin = found.get(column)
    return (group, number) != (key[0], str(key[1])) or (twin is not None and figure in twin.values and len(twin.text) == len(rival.text))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row where it is printed: what was found of it, the figures of its own line, and of both these and those beside it the loose
    ones, which nothing explains."""

    row: Row
    found: Mapping[str, Token]
    printed: Sequence[Token]
    free: Sequence[Token]  # of its own line, what no row has
    own: Sequence[Token]
    further: Sequence[Token]
    again: Sequence[Token]  # of the lines beside it, what the row has, though all of the row's that are alike were found elsewhere
    fields: Set[str]  # columns that are fields of the row, and nothing that stands beside one
    rates: Set[Decimal]  # of the whole e-invoice: a row may print the one that only the table of taxes has
    told: Set[Decimal]  # every figure of it
    written: Mapping[Decimal | date, Set[int]]  # with how many decimals the pages print a figure

    @staticmethod
    def of(
        row: Row,
        amounts: Set[str],
        fields: Set[str],
        rates: Set[Decimal],
        told: Set[Decimal],
        written: Mapping[Decimal | date, Set[int]],
        found: Mapping[str, Token],
        printed: Sequence[Token],
        beside: Sequence[Token],
        used: Set[Token],
    ) -> _Line:
        """`amounts`: the columns from whose figures something may be taken off; nothing is from a quantity."""
        further = _loose(beside, row, amounts, used)
        # Of a short figure that stands there itself, what is as much more as something beside it is so by chance.
        asked = [row.figures[column] for column in amounts if found.get(column) not in printed or length(row.figures[column]) >= LONG]
        before = {token for figure in asked for token in _before(figure, printed, further)}
        kept = {row.figures[column] for column in fields & amounts}
        nothing_off = any(figure in kept for column, figure in row.figures.items() if column not in fields)  # 0,00 may tell so
        zeros = [t for t in printed if t not in used and decimals(t) and not t.is_padded and any(not value for value in t.values)]
        nothing = set(zeros) if nothing_off and len(zeros) == 1 else set()
        free = [token for token in printed if token not in used and token not in before and token not in nothing]
        missing = {figure for column, figure in row.figures.items() if column not in found}
        again = [t for t in beside if t not in used and t.values & set(row.figures.values()) and not t.values & missing]
        return _Line(row, found, printed, free, _loose(free, row, amounts, used), further, again, fields, rates, told, written)

    def instead(self, column: str, figure: Decimal, places: Sequence[Token], is_cell: Callable[[Token], bool]) -> Token | None:
        """The figure that stands in the place of one of the row; `places`: of the column's figures in other rows."""
        token = self.found.get(column)
        near = nearest(figure, self.own)
        near = [token for token in near if not token.values & self.told] or near
        near = [token for token in near if decimals(token) in self.written.get(figure, ())] or near
        alike = [token for token in self.own if near and decimals(token) == decimals(near[0]) and not token.values & self.rates]
        alone = len(near) == 1 and all(token is near[0] for token in alike)
        if token in self.printed:
            return near[0] if len(near) == 1 and (self._is_twice(column) or _is_distinct(figure, near[0])) else None
        others = [place for place in places if place is not token]
        in_column = next((one for one in nearest(figure, self.free) if is_in_column(one, others)), None)
        further = token is not None and how_far(token, others) - how_far(in_column or token, others) > ALIGNED / 2
        if in_column is not None and (token is None or further or self._is_rest(column)):
            return in_column
        if token is not None:  # beside the row's own line
            return near[0] if alone and not is_in_column(token, others) else None
        beside = [*nearest(figure, self.further), *(t for t in self.again if len(others) > 1 and is_near(figure, t))]
        rival = next((one for one in (*near, *beside) if is_in_column(one, places)), None)
        if rival is None and alone and (not places or is_cell(near[0])):
            rival = near[0]
        return rival

    def _is_rest(self, column: str) -> bool:
        """Whether all other fields of a row stand on its own line."""
        return len(self.row.figures) > LEAST and all(self.found.get(c) in self.printed for c in self.fields if c != column)

    def _is_twice(self, column: str) -> bool:
        """Whether the line has each other figure of the row once more than the row has it."""
        told = Counter(self.row.figures.values())
        others = [figure for c, figure in self.row.figures.items() if c != column]
        return len(others) > 1 and all(sum(figure in token.values for token in self.printed) > told[figure] for figure in others)


def _loose(tokens: Sequence[Token], row: Row, amounts: Set[str], used: Set[Token]) -> list[Token]:
    """The figures that nothing explains: one with a minus of its own is none of the row's rates, and nothing is written "00,00"."""
    mine, money = set(row.figures.values()), {row.figures[column] for column in amounts}
    told = {t for t in tokens if not t.is_padded and t.values & (money if t.sign < 0 else mine)}
    return [t for t in tokens if t not in used and t not in told and not _is_named(t.text, row.text)]


def _is_named(figure: str, text: str) -> bool:
    """Whether a row's text has a figure in it; a short one as a figure of its own: "50" is none of 4012345001235."""
    alone = rf"(?<!\d)(?<!\d[.,]){re.escape(figure)}(?![.,]?\d)"
    return figure in text and (len(figure) >= LONG_NAMED or re.search(alone, text) is not None)


def _before(figure: Decimal, printed: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """What stands for an amount before its discount: of 12,00 and 12 the one that is written as an amount."""
    found = [token for token in printed if is_near(figure, token) and _less(token, figure, others)]
    return [token for token in found if decimals(token) == max(map(decimals, found))]


def _less(token: Token, figure: Decimal, others: Sequence[Token]) -> bool:
    """Whether another figure beside the row, written alike, takes off this one what is between: an amount before its discount."""
    alike = [other for other in others if decimals(other) == decimals(token)]
    return any(isinstance(one, Decimal) and one - figure in other.values for one in token.values for other in alike)


def _days_elsewhere(told: Mapping[str, FieldValue], lines: Sequence[PrintedLine]) -> frozenset[date]:
    """The days that the pages print as often as the e-invoice tells them."""
    printed = Counter(day for line in lines for token in line.days for day in token.values)
    wanted = Counter(value.value for value in told.values() if isinstance(value.value, date))
    return frozenset(day for day, times in printed.items() if isinstance(day, date) and times >= wanted[day])


def _other_days(
    key: Key, row: Row, band: Sequence[PrintedLine], found: Mapping[str, Token], used: Set[Token], elsewhere: Set[date]
) -> Iterator[tuple[str, Candidate]]:
    """Days that are not where the row is, nor anywhere or not beside another one of the row, where a day one figure off is."""
    for column, day in sorted(row.days.items()):
        beside = [line for line in band if day not in elsewhere or any(token in found.values() for token in line.days)]
        near = [t for line in beside for t in line.days if t not in used and _is_near_day(day, t)]
        if column not in found and near:
            yield f"{key[0]}.{key[1]}.{column}", _instead(near[0], key, day)


def _is_near_day(day: date, token: Token) -> bool:
    """Whether a day differs from what is printed in one digit, as a day or as it is written: 01/22/2018 is one off 01/12/2018."""
    digits = "".join(filter(str.isdigit, token.text))
    forms = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y")
    written = [*(day.strftime(form) for form in forms), f"{day.day}{day.month}{day.year}", f"{day.day}{day.year}"]
    return any(is_slip(digits, one) for one in written) or any(one_off(day, other) for other in token.values)


def _instead(token: Token, key: Key, told: Decimal | date) -> Candidate:
    """A figure or a day of the page, as what comes nearest to what is told."""
    value = min(token.values, key=lambda one: (not one_off(told, one), str(one)))
    return Candidate("", value, token.text, "pattern", f"where row {key[1] + 1} stands", token.page, token.box)


def _is_cell(token: Token, group: str, column: str, shown: Mapping[str, FieldValue]) -> bool:
    """Whether the page itself reads the figure as one of that column."""
    cells = (v for path, v in shown.items() if path.startswith(f"{group}.") and path.endswith(f".{column}") and v.page == token.page)
    return any(cell.box is not None and cell.box.contains_point(*token.box.center) for cell in cells)


def _is_distinct(figure: Decimal, token: Token) -> bool:
    """Whether a figure and one that differs from it in one digit are so long that they are hardly ever alike by chance."""
    return length(figure) >= LONG and is_near(figure, token)
