"""The rows of an e-invoice looked for on the page: each on the line that has most of its figures, and each figure there in its place.

This is the comparison from the other side: a page's row that was not read as one, or a figure that no word names, is found by its
neighbours. A figure that stands neither on its row's line nor between the rows about it, where a figure one digit off it does, in
the column where the other rows have theirs, or as the only one there that nothing explains, is told otherwise by the page; so is a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from extractor.compare.alike import one_off
from extractor.compare.printed import PrintedLine, Token, words_of
from extractor.document import Candidate, FieldValue
from extractor.schemas.record import Kind
from extractor.schemas.verdicts import rows_of

FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
LEAST = 2  # figures of a row that tell its line
LEAST_WORDS = 3  # words of a row that tell it as well, with one of its figures
LEAST_TOTALS = 3  # totals, each another figure, that make a line the one of totals
LONG = 4  # characters of "9.90": one of them at least must be as long
ALIGNED = 0.012  # of the page's width: the ends of one column's figures
REACH = 6.0  # line heights about the only row of a page that may belong to it

_Key = tuple[str, int]  # a row: line_items, 0


@dataclass(frozen=True, slots=True)
class _Row:
    """What an e-invoice says in a row: figures and days by column, and its texts, whole and in words."""

    figures: Mapping[str, Decimal]
    days: Mapping[str, date]
    text: str
    words: frozenset[str]


def told_in_place(
    told: Mapping[str, FieldValue],
    shown: Mapping[str, FieldValue],
    lines: Sequence[PrintedLine],
    kinds: Mapping[str, Kind],
    besides: Mapping[str, Candidate],
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rows, each with the figure of the page that stands in its place. `shown`: the page's own cells; `besides`:
    those of the paths that are no fields'."""
    rows = {(group, n): _row(group, row, kinds) for group, numbered in rows_of(told).items() for n, row in sorted(numbered.items())}
    placed = _placed(rows, lines)
    bands = _bands(placed, lines)
    columns = {group: _columns(rows, bands, lines, placed, group) for group in {group for group, _ in placed}}
    fields = {key: {c: f for c, f in rows[key].figures.items() if not _is_beside(besides, key, c)} for key in placed}
    found = {key: _found(fields[key], _figures(rows[key], [at], lines), columns[key[0]]) for key, at in placed.items()}

    def may_be(key: _Key, column: str, token: Token) -> bool:
        """A figure that no field holds takes no place of a row's other fields."""
        field = besides[f"{key[0]}.{key[1]}.{column}"].path.rpartition(".")[2] if _is_beside(besides, key, column) else column
        return field == column or not any(_in_column(token, columns[key[0]][other]) for other in fields[key] if other != field)

    _find_beside(found, rows, bands, lines, placed, besides, may_be)
    used = {token for tokens in found.values() for token in tokens.values()}
    for key, at in sorted(placed.items()):
        row, (group, number) = rows[key], key
        line = _Line.of(row, found[key], _figures(row, [at], lines), _figures(row, bands[key], lines, but=at), used)
        for column, figure in sorted(row.figures.items()):
            rival = line.instead(column, figure, columns[group][column], lambda token: _is_cell(token, group, column, shown))  # noqa: B023
            path = f"{group}.{number}.{column}"
            if rival is not None and (path not in besides or _may_tell(besides[path], key, figure, rival, found[key])):
                yield path, _instead(rival, key, figure)
        yield from _other_days(key, row, [lines[n] for n in bands[key]], found[key], used, lines)


def _is_beside(besides: Mapping[str, Candidate], key: _Key, column: str) -> bool:
    """Whether a figure of a row is none of its fields, but stands beside one of them."""
    one = besides.get(f"{key[0]}.{key[1]}.{column}")
    return one is not None and one.path.startswith(f"{key[0]}.{key[1]}.")


def _may_tell(told: Candidate, key: _Key, figure: Decimal, rival: Token, found: Mapping[str, Token]) -> bool:
    """Whether a figure that no field holds contradicts the page: one of a row of its own does, but one beside a row's field only if it is
    the same and the page prints that one alike (of a price before and after what is taken off, which may be nothing)."""
    group, number, column = (*told.path.split("."), "", "")[:3]
    twin = found.get(column)
    return (group, number) != (key[0], str(key[1])) or (twin is not None and figure in twin.values and len(twin.text) == len(rival.text))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row where it is printed: what was found of it, the figures of its own line, and of both these and those beside it the loose
    ones, which nothing explains."""

    row: _Row
    found: Mapping[str, Token]
    printed: Sequence[Token]
    free: Sequence[Token]  # of its own line, what no row has
    own: Sequence[Token]
    further: Sequence[Token]

    @staticmethod
    def of(row: _Row, found: Mapping[str, Token], printed: Sequence[Token], beside: Sequence[Token], used: Set[Token]) -> _Line:
        further = _loose(beside, row, used)
        before = {token for token in printed for told in row.figures.values() if _is_near(told, token) and _less(token, told, further)}
        free = [token for token in printed if token not in used and token not in before]
        return _Line(row, found, printed, free, _loose(free, row, used), further)

    def instead(self, column: str, figure: Decimal, places: Sequence[Token], is_cell: Callable[[Token], bool]) -> Token | None:
        """The figure that stands in the place of one of the row; `places`: of the column's figures in other rows."""
        token = self.found.get(column)
        near = [one for one in self.own if _is_near(figure, one)]
        alone = len(near) == 1 and all(one is near[0] or _decimals(one) != _decimals(near[0]) for one in self.own)
        if token in self.printed:
            return near[0] if len(near) == 1 and self._is_twice(column) else None
        others = [place for place in places if place is not token]
        in_column = next((one for one in self.free if _is_near(figure, one) and _in_column(one, others)), None)
        if in_column is not None and (token is None or _off(token, others) - _off(in_column, others) > ALIGNED / 2):
            return in_column
        if token is not None:  # beside the row's own line
            return near[0] if alone and not _in_column(token, others) else None
        beside = [one for one in self.further if _is_near(figure, one)]
        rival = next((one for one in (*near, *beside) if _in_column(one, places)), None)
        if rival is None and alone and (not places or is_cell(near[0])):
            rival = near[0]
        return rival

    def _is_twice(self, column: str) -> bool:
        """Whether the line has each other figure of the row once more than the row has it."""
        told = Counter(self.row.figures.values())
        others = [figure for c, figure in self.row.figures.items() if c != column]
        return len(others) > 1 and all(sum(figure in token.values for token in self.printed) > told[figure] for figure in others)


def totals_in_place(
    told: Mapping[str, FieldValue], lines: Sequence[PrintedLine], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's totals, each with the one figure that stands for it on the line that has most of the others."""
    figures = {path: abs(v.value) for path, v in told.items() if kinds.get(path) is Kind.MONEY and isinstance(v.value, Decimal) and v.value}
    everything = {abs(v.value) for v in told.values() if isinstance(v.value, Decimal)}
    line = max(lines, key=lambda one: len(_found(figures, one.figures)), default=None)
    found = {} if line is None else _found(figures, line.figures)
    if line is None or len({figures[path] for path in found}) < LEAST_TOTALS:
        return
    loose = [token for token in line.figures if not token.values & everything]
    for path, figure in sorted(figures.items()):
        near = [token for token in loose if _is_near(figure, token)]
        if path not in found and figure not in {figures[other] for other in found} and len(near) == 1:
            rival = near[0]
            value = min(rival.values, key=lambda one: (not one_off(figure, one), str(one)))
            yield path, Candidate(path, value, rival.text, "pattern", "where the totals stand", rival.page, rival.box)


def _row(group: str, row: Mapping[str, FieldValue], kinds: Mapping[str, Kind]) -> _Row:
    figures = {c: abs(v.value) for c, v in row.items() if kinds.get(f"{group}[].{c}") in FIGURES and isinstance(v.value, Decimal)}
    text = " ".join(str(value.value) for value in row.values() if isinstance(value.value, str))
    return _Row(figures, {c: v.value for c, v in row.items() if isinstance(v.value, date)}, text, words_of(text))


def _placed(rows: Mapping[_Key, _Row], lines: Sequence[PrintedLine]) -> dict[_Key, int]:
    """The line of each row. A line is of the row that has most on it, figures and then words."""
    likely = []
    for key, row in rows.items():
        for place, line in enumerate(lines):
            found, words = _found(row.figures, _figures(row, [place], lines)), len(row.words & line.words)
            by_figures = len(found) >= LEAST and any(len(token.text) >= LONG for token in found.values())
            whole = words == len(row.words) and words >= (1 if found else 2)  # of one figure alone the words tell the line
            if by_figures or (found and words >= LEAST_WORDS) or (whole and (found or len(row.figures) == 1)):
                likely.append((-len(found), -words, -sum(len(token.text) for token in found.values()), key, place))
    placed: dict[_Key, int] = {}
    for *_, key, place in sorted(likely):
        if key not in placed and place not in placed.values():
            placed[key] = place
    return placed


def _bands(placed: Mapping[_Key, int], lines: Sequence[PrintedLine]) -> dict[_Key, list[int]]:
    """The lines that may belong to each row, its own among them: up to the next row's on either side, and no further off than rows are."""
    places = sorted(placed.values())
    bands = {}
    for key, at in placed.items():
        of_group = sorted(other for (group, _), other in placed.items() if group == key[0])
        steps = [_apart(lines[a], lines[b]) for a, b in pairwise(of_group) if lines[a].page == lines[b].page]
        reach = max(steps, default=REACH * lines[at].box.height)
        upper = next((other for other in reversed(places) if other < at), -1)
        lower = next((other for other in places if other > at), len(lines))
        bands[key] = [n for n in range(upper + 1, lower) if lines[n].page == lines[at].page and _apart(lines[n], lines[at]) <= reach]
    return bands


def _apart(one: PrintedLine, other: PrintedLine) -> float:
    return abs(one.box.center[1] - other.box.center[1])


def _figures(row: _Row, band: Sequence[int], lines: Sequence[PrintedLine], but: int = -1) -> list[Token]:
    """The figures of some lines, without those within the row's names and numbers: the 3 of "KR3M"."""
    tokens = (token for number in band if number != but for token in lines[number].figures)
    return [token for token in tokens if token.word not in row.words or not any(map(str.isalpha, token.word))]


def _found(row: Mapping[str, Decimal], line: Sequence[Token], columns: Mapping[str, Sequence[Token]] = {}) -> dict[str, Token]:
    """Which figures of a row stand on a line, each in a place of its own, in its column if it may; the longest first."""
    found: dict[str, Token] = {}
    ordered = sorted(row.items(), key=lambda item: -len(str(item[1])))
    for in_column in (True, False) if columns else (False,):
        for column, figure in ordered:
            places = [t for t in line if figure in t.values and t not in found.values() and (not in_column or t in columns.get(column, ()))]
            if column not in found and places:
                found[column] = places[0]
    return found


def _find_beside(
    found: Mapping[_Key, dict[str, Token]],
    rows: Mapping[_Key, _Row],
    bands: Mapping[_Key, Sequence[int]],
    lines: Sequence[PrintedLine],
    placed: Mapping[_Key, int],
    besides: Collection[str],
    may_be: Callable[[_Key, str, Token], bool],
) -> None:
    """Adds to what is found what stands beside the rows' own lines, days as well: each in one place, that of the nearest row; fields before
    what no field holds."""
    used = {token for tokens in found.values() for token in tokens.values()}
    likely = []
    for key, band in bands.items():
        wanted: dict[str, Decimal | date] = {**rows[key].figures, **rows[key].days}
        for number in band:
            for order, token in enumerate((*_figures(rows[key], [number], lines), *lines[number].days)):
                likely += [
                    (f"{key[0]}.{key[1]}.{column}" in besides, _apart(lines[number], lines[placed[key]]), key, column, number, order, token)
                    for column, value in wanted.items()
                    if column not in found[key] and value in token.values and token not in used and may_be(key, column, token)
                ]
    for *_, key, column, _, _, token in sorted(likely, key=lambda one: one[:-1]):
        if column not in found[key] and token not in used:
            found[key][column] = token
            used.add(token)


def _loose(tokens: Sequence[Token], row: _Row, used: Set[Token]) -> list[Token]:
    """The figures that nothing explains."""
    mine = set(row.figures.values())
    return [t for t in tokens if t not in used and t.text not in row.text and not t.values & mine]


def _less(token: Token, figure: Decimal, others: Sequence[Token]) -> bool:
    """Whether a figure is one from which another beside the row takes off what is between: an amount before its discount."""
    return any(isinstance(one, Decimal) and one - figure in other.values for one in token.values for other in others)


def _other_days(
    key: _Key, row: _Row, band: Sequence[PrintedLine], found: Mapping[str, Token], used: Set[Token], lines: Sequence[PrintedLine]
) -> Iterator[tuple[str, Candidate]]:
    """Days that are not where the row is, nor anywhere or not beside another one of the row, where a day one figure off is."""
    everywhere = {day for line in lines for token in line.days for day in token.values}
    for column, day in sorted(row.days.items()):
        beside = [line for line in band if day not in everywhere or any(token in found.values() for token in line.days)]
        near = [t for line in beside for t in line.days if t not in used and _is_near_day(day, t)]
        if column not in found and near:
            yield f"{key[0]}.{key[1]}.{column}", _instead(near[0], key, day)


def _is_near_day(day: date, token: Token) -> bool:
    """Whether a day differs from what is printed in one digit, as a day or as it is written: 01/22/2018 is one off 01/12/2018."""
    digits = "".join(filter(str.isdigit, token.text))
    forms = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y")
    written = [*(day.strftime(form) for form in forms), f"{day.day}{day.month}{day.year}", f"{day.day}{day.year}"]
    near = [sum(a != b for a, b in zip(digits, one, strict=True)) == 1 for one in written if len(one) == len(digits)]
    return any(near) or any(one_off(day, other) for other in token.values)


def _instead(token: Token, key: _Key, told: Decimal | date) -> Candidate:
    """A figure or a day of the page, as what comes nearest to what is told."""
    value = min(token.values, key=lambda one: (not one_off(told, one), str(one)))
    return Candidate("", value, token.text, "pattern", f"where row {key[1] + 1} stands", token.page, token.box)


def _columns(
    rows: Mapping[_Key, _Row], bands: Mapping[_Key, Sequence[int]], lines: Sequence[PrintedLine], placed: Mapping[_Key, int], group: str
) -> Mapping[str, list[Token]]:
    """Where the figures of each column stand: of several that a row may mean, those that stand under each other in most rows, in their
    own lines if they may, and in no other column that has more of them (of one piece price and amount are the same figure)."""
    near = {key: _figures(rows[key], band, lines) for key, band in bands.items() if key[0] == group}
    own = {token for key in near for token in lines[placed[key]].figures}
    counted = []
    for column in sorted({column for key in near for column in rows[key].figures}):
        told = [[t for t in tokens if rows[key].figures.get(column) in t.values] for key, tokens in near.items()]
        under = [(token, [[other for other in row if _in_column(token, [other])] for row in told]) for row in told for token in row]
        counts = [((sum(map(bool, others)), sum(not own.isdisjoint(row) for row in others)), token) for token, others in under]
        most = max((count for count, _ in counts), default=(0, 0))
        counted.append((-most[0], column, [token for count, token in counts if count == most]))
    columns: dict[str, list[Token]] = {}
    taken: set[Token] = set()
    for _, column, tokens in sorted(counted, key=lambda one: one[:2]):
        columns[column] = [token for token in tokens if token not in taken]
        taken.update(tokens)
    return columns


def _in_column(token: Token, column: Sequence[Token]) -> bool:
    return _off(token, column) <= ALIGNED


def _off(token: Token, column: Sequence[Token]) -> float:
    """How far a figure stands from those of a column, by its ends or its middle; 1 where there are none on its page."""
    mine = token.box.left, token.box.right, token.box.center[0]
    places = ((other.box.left, other.box.right, other.box.center[0]) for other in column if other.page == token.page)
    return min((abs(a - b) for theirs in places for a, b in zip(mine, theirs, strict=True)), default=1.0)


def _is_cell(token: Token, group: str, column: str, shown: Mapping[str, FieldValue]) -> bool:
    """Whether the page itself reads the figure as one of that column."""
    cells = (v for path, v in shown.items() if path.startswith(f"{group}.") and path.endswith(f".{column}") and v.page == token.page)
    return any(cell.box is not None and cell.box.contains_point(*token.box.center) for cell in cells)


def _decimals(token: Token) -> int:
    mark = max(token.text.rfind("."), token.text.rfind(","))
    return len(token.text) - 1 - mark if mark >= 0 else 0


def _is_near(figure: Decimal, token: Token) -> bool:
    """Whether a figure, written as the token is or with its own decimals, differs from it in one digit and is not what is rounded there."""
    places = _decimals(token)
    digits = "".join(filter(str.isdigit, token.text))
    exponent = figure.normalize().as_tuple().exponent
    scale = max(places, -exponent if isinstance(exponent, int) else 0)
    if scale > places and figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) in token.values:
        return False
    mine, theirs = f"{figure:.{scale}f}".replace(".", ""), digits + "0" * (scale - places)
    return len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1
