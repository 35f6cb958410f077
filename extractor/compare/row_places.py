"""Where the rows of an e-invoice stand on its page: the line of each, the lines that may belong to it, and the places of its columns.

A row is where most of its figures are, or words of it that tell it; columns are where the figures of most rows stand under each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extractor.compare.printed import PrintedLine, Token, words_of
from extractor.document import FieldValue
from extractor.quick import dataclass
from extractor.schemas.record import Kind

FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
LEAST = 2  # figures of a row that tell its line
LEAST_WORDS = 3  # words of a row that tell it as well, with one of its figures
LONG = 4  # characters of "9.90": one of them at least must be as long
ALIGNED = 0.012  # of the page's width: the ends of one column's figures
REACH = 6.0  # line heights about the only row of a page that may belong to it

Key = tuple[str, int]  # a row: line_items, 0


@dataclass(frozen=True, slots=True)
class Row:
    """What an e-invoice says in a row: figures and days by column, and its texts, whole and in words."""

    figures: Mapping[str, Decimal]
    days: Mapping[str, date]
    text: str
    words: frozenset[str]


def row_told(group: str, row: Mapping[str, FieldValue], kinds: Mapping[str, Kind]) -> Row:
    figures = {c: abs(v.value) for c, v in row.items() if kinds.get(f"{group}[].{c}") in FIGURES and isinstance(v.value, Decimal)}
    text = " ".join(str(value.value) for value in row.values() if isinstance(value.value, str))
    return Row(figures, {c: v.value for c, v in row.items() if isinstance(v.value, date)}, text, words_of(text))


def placed_rows(rows: Mapping[Key, Row], lines: Sequence[PrintedLine]) -> dict[Key, int]:
    """The line of each row. A line is of the row that has most on it, figures and then words."""
    likely = []
    for key, row in rows.items():
        for place, line in enumerate(lines):
            found, words = found_on(row.figures, figures_on(row, [place], lines)), len(row.words & line.words)
            by_figures = len(found) >= LEAST and any(len(token.text) >= LONG for token in found.values())
            whole = words == len(row.words) and words >= (1 if found else 2)  # of one figure alone the words tell the line
            if by_figures or (found and words >= LEAST_WORDS) or (whole and (found or len(row.figures) == 1)):
                likely.append((-len(found), -words, -sum(len(token.text) for token in found.values()), key, place))
    placed: dict[Key, int] = {}
    for *_, key, place in sorted(likely):
        if key not in placed and place not in placed.values():
            placed[key] = place
    return placed


def bands_of(placed: Mapping[Key, int], lines: Sequence[PrintedLine]) -> dict[Key, list[int]]:
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


def figures_on(row: Row, band: Sequence[int], lines: Sequence[PrintedLine], but: int = -1) -> list[Token]:
    """The figures of some lines, without those within the row's names and numbers: the 3 of "KR3M"."""
    tokens = (token for number in band if number != but for token in lines[number].figures)
    return [token for token in tokens if token.word not in row.words or not any(map(str.isalpha, token.word))]


def found_on(
    row: Mapping[str, Decimal], line: Sequence[Token], columns: Mapping[str, Sequence[Token]] = {}, rates: Collection[str] = ()
) -> dict[str, Token]:
    """Which figures of a row stand on a line, each in a place of its own, in its column if it may, and in no other figure's; the longest
    first. `rates`: columns whose figures hardly have a minus of their own."""
    found: dict[str, Token] = {}
    ordered = sorted(row.items(), key=lambda item: -len(str(item[1])))
    for in_column in (True, False) if columns else (False,):
        for column, figure in ordered:
            places = [t for t in line if figure in t.values and t not in found.values() and (not in_column or t in columns.get(column, ()))]
            if not in_column:
                others = [place for other, figures in columns.items() if other != column and other in row for place in figures]
                places = [t for t in places if not is_in_column(t, others) or is_in_column(t, columns.get(column, ()))]
            if column not in found and places:
                found[column] = min(places, key=lambda t: column in rates and t.sign < 0)
    return found


def find_beside(
    found: Mapping[Key, dict[str, Token]],
    rows: Mapping[Key, Row],
    bands: Mapping[Key, Sequence[int]],
    lines: Sequence[PrintedLine],
    placed: Mapping[Key, int],
    besides: Collection[str],
    may_be: Callable[[Key, str, Token], bool],
) -> None:
    """Adds to what is found what stands beside the rows' own lines, days as well: each in one place, that of the nearest row; fields before
    what no field holds."""
    used = {token for tokens in found.values() for token in tokens.values()}
    likely = []
    for key, band in bands.items():
        wanted: dict[str, Decimal | date] = {**rows[key].figures, **rows[key].days}
        for number in band:
            for order, token in enumerate((*figures_on(rows[key], [number], lines), *lines[number].days)):
                likely += [
                    (f"{key[0]}.{key[1]}.{column}" in besides, _apart(lines[number], lines[placed[key]]), key, column, number, order, token)
                    for column, value in wanted.items()
                    if column not in found[key] and value in token.values and token not in used and may_be(key, column, token)
                ]
    for *_, key, column, _, _, token in sorted(likely, key=lambda one: one[:-1]):
        if column not in found[key] and token not in used:
            found[key][column] = token
            used.add(token)


def columns_of(
    rows: Mapping[Key, Row], bands: Mapping[Key, Sequence[int]], lines: Sequence[PrintedLine], placed: Mapping[Key, int], group: str
) -> Mapping[str, list[Token]]:
    """Where the figures of each column stand: of several that a row may mean, those that stand under each other in most rows, in their
    own lines if they may, and in no other column that has more of them (of one piece price and amount are the same figure)."""
    near = {key: figures_on(rows[key], band, lines) for key, band in bands.items() if key[0] == group}
    own = {token for key in near for token in lines[placed[key]].figures}
    counted = []
    for column in sorted({column for key in near for column in rows[key].figures}):
        told = [[t for t in tokens if rows[key].figures.get(column) in t.values] for key, tokens in near.items()]
        under = [(token, [[other for other in row if is_in_column(token, [other])] for row in told]) for row in told for token in row]
        counts = [((sum(map(bool, others)), sum(not own.isdisjoint(row) for row in others)), token) for token, others in under]
        counted.append((-max((count for count, _ in counts), default=(0, 0))[0], column, counts))
    columns: dict[str, list[Token]] = {}
    taken: set[Token] = set()
    for _, column, counts in sorted(counted, key=lambda one: one[:2]):
        left = [(count, token) for count, token in counts if token not in taken]
        most = max((count for count, _ in left), default=(0, 0))
        columns[column] = [token for count, token in left if count == most]
        taken.update(columns[column])
    return columns


def is_in_column(token: Token, column: Sequence[Token]) -> bool:
    return how_far(token, column) <= ALIGNED


def how_far(token: Token, column: Sequence[Token]) -> float:
    """How far a figure stands from those of a column, by its ends or its middle; 1 where there are none on its page."""
    mine = token.box.left, token.box.right, token.box.center[0]
    places = ((other.box.left, other.box.right, other.box.center[0]) for other in column if other.page == token.page)
    return min((abs(a - b) for theirs in places for a, b in zip(mine, theirs, strict=True)), default=1.0)
