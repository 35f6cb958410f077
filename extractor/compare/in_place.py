"""The rows of an e-invoice looked for on the page: each on the line that has most of its figures, and each figure there in its place.

This is the comparison from the other side: a page's row that was not read as one, or a figure that no word names, is found by its
neighbours. A figure that does not stand on its row's line, where a figure one digit off it does, in the column where the
other rows have theirs, or as the only one there that nothing explains, is told otherwise by the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.document import Candidate, FieldValue, Reading, Word
from extractor.geometry import Box
from extractor.schemas.record import Kind
from extractor.schemas.verdicts import rows_of

FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
LEAST = 2  # figures of a row that tell its line
LEAST_TOTALS = 3  # totals, each another figure, that make a line the one of totals
LONG = 4  # characters of "9.90": one of them at least must be as long
SAME_LINE = 0.5  # share of the lower word's height that two words of one line have in common
ALIGNED = 0.012  # of the page's width: the ends of one column's figures
MOST_GROUPS = 4  # words of one figure: 1 234 567,00
_FIGURE = re.compile(r"\D{0,3}?(\d[\d.,']*)\D{0,4}")


@dataclass(frozen=True, slots=True)
class _Token:
    """A figure as a page prints it: what it may mean, its text without signs, and its box on the page as given."""

    page: int
    values: frozenset[Decimal]
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Line:
    """The figures of a line from edge to edge, left to right, and its words in small letters."""

    tokens: tuple[_Token, ...]
    words: frozenset[str]


def told_in_place(
    told: Mapping[str, FieldValue], shown: Mapping[str, FieldValue], readings: Sequence[Reading], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's rows, each with the figure of the page that stands in its place. `shown`: the page's own cells."""
    lines = [line for reading in readings for line in _lines(reading)]
    for group, rows in rows_of(told).items():
        figures = {
            number: {c: abs(v.value) for c, v in row.items() if kinds.get(f"{group}[].{c}") in FIGURES and isinstance(v.value, Decimal)}
            for number, row in rows.items()
        }
        texts = {number: _words(" ".join(str(v.value) for v in row.values() if isinstance(v.value, str))) for number, row in rows.items()}
        placed = _placed(figures, texts, lines)
        columns = _columns(figures, placed)
        for number, line in sorted(placed.items()):
            found = _found(figures[number], line.tokens, columns)
            said = " ".join(str(value.value) for value in rows[number].values() if isinstance(value.value, str))
            used = set(found.values())
            loose = [t for t in line.tokens if t not in used and t.text not in said and not t.values & set(figures[number].values())]
            for column, figure in sorted(figures[number].items()):
                if column in found:
                    continue
                near = [token for token in loose if _is_near(figure, token)]
                rival = next((t for t in near if _in_column(t, columns[column])), None)
                if rival is None and len(loose) == 1 and near and (not columns[column] or _is_cell(near[0], group, column, shown)):
                    rival = near[0]
                if rival is not None:
                    value = min(rival.values, key=lambda one: abs(one - figure))
                    said = f"where row {number + 1} stands"
                    yield f"{group}.{number}.{column}", Candidate("", value, rival.text, "pattern", said, rival.page, rival.box)


def totals_in_place(
    told: Mapping[str, FieldValue], readings: Sequence[Reading], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's totals, each with the one figure that stands for it on the line that has most of the others."""
    figures = {path: abs(v.value) for path, v in told.items() if kinds.get(path) is Kind.MONEY and isinstance(v.value, Decimal) and v.value}
    everything = {abs(v.value) for v in told.values() if isinstance(v.value, Decimal)}
    lines = [line for reading in readings for line in _lines(reading)]
    line = max(lines, key=lambda one: len(_found(figures, one.tokens)), default=None)
    found = {} if line is None else _found(figures, line.tokens)
    if line is None or len({figures[path] for path in found}) < LEAST_TOTALS:
        return
    loose = [token for token in line.tokens if not token.values & everything]
    for path, figure in sorted(figures.items()):
        near = [token for token in loose if _is_near(figure, token)]
        if path not in found and figure not in {figures[other] for other in found} and len(near) == 1:
            rival = near[0]
            value = min(rival.values, key=lambda one: abs(one - figure))
            yield path, Candidate(path, value, rival.text, "pattern", "where the totals stand", rival.page, rival.box)


def _placed(figures: Mapping[int, Mapping[str, Decimal]], texts: Mapping[int, frozenset[str]], lines: Sequence[_Line]) -> dict[int, _Line]:
    """The line of each row. A line is of the row that has most on it, figures and then words."""
    likely = []
    for number, row in figures.items():
        for place, line in enumerate(lines):
            found = _found(row, line.tokens)
            if len(found) >= LEAST and any(len(token.text) >= LONG for token in found.values()):
                signs = sum(len(token.text) for token in found.values())
                likely.append((-len(found), -len(texts[number] & line.words), -signs, number, place))
    placed: dict[int, _Line] = {}
    taken: set[int] = set()
    for *_, number, place in sorted(likely):
        if number not in placed and place not in taken:
            taken.add(place)
            placed[number] = lines[place]
    return placed


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _found(row: Mapping[str, Decimal], line: Sequence[_Token], columns: Mapping[str, Sequence[_Token]] = {}) -> dict[str, _Token]:
    """Which figures of a row stand on a line, each in a place of its own, in its column if it may; the longest first."""
    found: dict[str, _Token] = {}
    for column, figure in sorted(row.items(), key=lambda item: -len(str(item[1]))):
        tokens = [t for t in line if figure in t.values and t not in found.values()]
        if tokens:
            found[column] = next((t for t in tokens if t in columns.get(column, ())), tokens[0])
    return found


def _columns(figures: Mapping[int, Mapping[str, Decimal]], lines: Mapping[int, _Line]) -> Mapping[str, list[_Token]]:
    """Where the figures of each column stand: of several that a row may mean, those that stand under each other in most rows."""
    columns: dict[str, list[_Token]] = {}
    for column in sorted({column for number in lines for column in figures[number]}):
        rows = [[t for t in lines[n].tokens if figures[n].get(column) in t.values] for n in lines if column in figures[n]]
        counts = [(sum(any(_in_column(token, [other]) for other in row) for row in rows), token) for row in rows for token in row]
        most = max((count for count, _ in counts), default=0)
        columns[column] = [token for count, token in counts if count == most]
    return columns


def _in_column(token: _Token, column: Sequence[_Token]) -> bool:
    mine = token.box.left, token.box.right, token.box.center[0]
    places = ((other.box.left, other.box.right, other.box.center[0]) for other in column if other.page == token.page)
    return any(min(abs(a - b) for a, b in zip(mine, theirs, strict=True)) <= ALIGNED for theirs in places)


def _is_cell(token: _Token, group: str, column: str, shown: Mapping[str, FieldValue]) -> bool:
    """Whether the page itself reads the figure as one of that column."""
    cells = (v for path, v in shown.items() if path.startswith(f"{group}.") and path.endswith(f".{column}") and v.page == token.page)
    return any(cell.box is not None and cell.box.contains_point(*token.box.center) for cell in cells)


def _is_near(figure: Decimal, token: _Token) -> bool:
    """Whether a figure, written as the token is, differs from it in one digit."""
    decimals = len(token.text) - 1 - max(token.text.rfind("."), token.text.rfind(","))
    places = decimals if decimals < len(token.text) else 0
    written = f"{figure:.{places}f}"
    if Decimal(written) != figure:
        return False
    mine, theirs = written.replace(".", ""), "".join(filter(str.isdigit, token.text))
    return len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def _lines(reading: Reading) -> Iterator[_Line]:
    line: list[Word] = []
    for word in sorted(reading.words, key=lambda word: word.box.center[1]):
        if line and word.box.overlap_y(line[0].box) <= SAME_LINE:
            yield _line(line, reading)
            line = []
        line.append(word)
    if line:
        yield _line(line, reading)


def _line(words: Sequence[Word], reading: Reading) -> _Line:
    ordered = sorted((word for word in words if any(map(str.isdigit, word.text))), key=lambda word: word.box.left)
    made: list[_Token] = []
    start = 0
    while start < len(ordered):
        end = start + 1
        while end < len(ordered) and end - start < MOST_GROUPS and _goes_on(ordered[end - 1], ordered[end]):
            end += 1
        found = _FIGURE.fullmatch("".join(word.text for word in ordered[start:end]))
        if found is not None:
            text = found[1].rstrip(".,'")
            box = reading.to_page(Box.around(word.box for word in ordered[start:end])).clipped()
            made.append(_Token(reading.page, frozenset(_meanings(text)), text, box))
        start = end
    return _Line(tuple(made), _words(" ".join(word.text for word in words)))


def _goes_on(word: Word, after: Word) -> bool:
    """Whether two words are groups of one figure: 1 234,50."""
    near = after.box.left - word.box.right < 0.6 * word.box.height
    return near and re.fullmatch(r"[-€$£(]*\d{1,3}", word.text) is not None and re.match(r"\d{3}(?:\D|$)", after.text) is not None


def _meanings(text: str) -> Iterator[Decimal]:
    """What figures may mean, without their sign: the last mark may be that of the decimals, or of thousands."""
    plain = re.sub(r"[.,']", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        yield Decimal(plain)
        return
    decimals = len(text) - 1 - last
    if text.count(text[last]) == 1:
        yield Decimal(int(plain)).scaleb(-decimals)
    if decimals == 3:
        yield Decimal(plain)
