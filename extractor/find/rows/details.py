"""What a row's text says besides what the row is about: its time, under "Hosting" the line "01.03.2024 - 31.03.2024", and its
number, "Article no.: 4711"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.table import Cell, TableRow
from extractor.find.rows.tokens import Token, chunks, key_of, text_of
from extractor.schemas.record import Kind
from extractor.values import Habits, Match
from extractor.values.registry import BY_NAME

SAID_BESIDE = 12  # letters that a line may have beside its two dates and what names them: more are another text
LONGEST_NAME = 3  # words
SHORTEST_CODE = 3
LEAST_CODED, MOST_OF_CODE = 3, 3  # rows with a number before their texts, and words of such a number
CODE_GAP = 0.8  # of the height: white before a text that parts it from a number
_NUMBER = re.compile(r"(\d{1,3})[.)]")  # of a row
SAME_PLACE = 3.0  # units of the page between the ends of words that stand under each other
_UNIT = re.compile(r"[^\W\d_]{1,5}\.")
_SHORT_UNIT = re.compile(r"[^\W\d_]{1,4}[²³]?\.?")
_CODE = re.compile(r"(?=.*\d)[\w./#-]{2,24}")

_Line = tuple[tuple[Token, ...], str]


def with_details(rows: Sequence[TableRow], labels: RowLabels, parts: Parts, habits: Habits) -> tuple[TableRow, ...]:
    """The rows with what their texts say of columns that they have no cell of. A line of nothing else is taken out of the
    text; a text that goes on around a period stays as printed."""
    dates = [spec.path for spec in labels.columns if spec.kind is Kind.DATE]
    code = parts.code
    found = []
    if parts.ordinal is not None and parts.main is not None:
        rows = _with_numbers_before(rows, parts.main, parts.ordinal)
    count = next((path for path in sorted(parts.factors) if parts.kinds[path] is Kind.NUMBER), None)
    if parts.unit is not None and parts.main is not None and count is not None:
        rows = _with_units_before(rows, parts.main, parts.unit, count)
    if code is not None and parts.main is not None:
        rows = _with_codes_above(rows, parts.main, code)
        rows = _with_codes_apart(rows, parts.main, code)
    for row in rows:
        if code is not None and code not in row.cells:
            row = _with_code(row, parts, code, labels)
        if len(dates) == 2:
            ends = dates[0], dates[1]
            held = [path for path in ends if path in row.cells]
            row = _with_both(row, held[0], ends, habits) if held else _with_period(row, parts.main or "", ends, labels, habits)
        found.append(row)
    return tuple(found)


def _with_numbers_before(rows: Sequence[TableRow], main: str, path: str) -> Sequence[TableRow]:
    """The rows with the numbers that open their texts, "1." and so on, as their own, where these count most rows from one."""
    if any(path in row.cells for row in rows):
        return rows
    openings = [tokens[0] if main in row.cells and len(tokens := row.cells[main].tokens) > 1 else None for row in rows]
    numbers = [found[1] if token is not None and (found := _NUMBER.fullmatch(token.text)) else None for token in openings]
    counted = [number for number in numbers if number]
    if len(counted) < 2 or 3 * len(counted) < 2 * len(rows) or counted != [str(count) for count in range(1, len(counted) + 1)]:
        return rows
    return [
        _opened(row, main, path, (token,), "the number before the row's text") if number and token is not None else row
        for row, token, number in zip(rows, openings, numbers, strict=True)
    ]


def _with_units_before(rows: Sequence[TableRow], main: str, path: str, count: str) -> Sequence[TableRow]:
    """The rows with the short words that open their texts as their units, where every row has one behind its count: with a dot ("60 Fl."),
    or in a column of their own, which has no name."""
    if len(rows) < 2 or [
        row for row in rows if path in row.cells and not (len(row.cells[path].text) == 1 and row.cells[path].text.isupper())
    ]:
        return rows  # "A" is a code of tax
    openings = [_behind_count(row, row.cells.get(main), row.cells.get(count)) for row in rows]
    if not all(openings):
        return rows
    if not all(token is not None and _UNIT.fullmatch(token.text) for token in openings) and not _are_column(rows, openings, main):
        return rows
    said = "between the count and the row's text"
    return [_opened(row, main, path, (token,), said) for row, token in zip(rows, openings, strict=True) if token is not None]


def _are_column(rows: Sequence[TableRow], openings: Sequence[Token | None], main: str) -> bool:
    """Whether short words stand under each other, fewer than the rows and not all alike, and what follows them stands in a line too."""
    words = [token for token in openings if token is not None]
    said = {token.text for token in words}
    if not 1 < len(said) <= len(words) / 2 or not all(_SHORT_UNIT.fullmatch(text) for text in said):
        return False
    behind = [row.cells[main].tokens[1] for row in rows]
    return all(_is_line([token.left for token in some]) for some in (words, behind)) and len({round(token.right) for token in words}) > 1


def _is_line(places: Sequence[float]) -> bool:
    return max(places) - min(places) <= SAME_PLACE


def _behind_count(row: TableRow, text: Cell | None, count: Cell | None) -> Token | None:
    """The first word of a row's text, where other words follow it and it stands right behind the count."""
    if text is None or count is None or len(text.tokens) < 2:
        return None
    first, last = text.tokens[0], count.tokens[-1]
    return next((token for before, token in pairwise(row.strip.tokens) if token is first and before is last), None)


def _opened(row: TableRow, main: str, path: str, opening: Sequence[Token], said: str) -> TableRow:
    """The row with the words that open its text as another column."""
    text = text_of(opening)
    rest = Cell(row.cells[main].tokens[len(opening) :], row.cells[main].text.removeprefix(text).lstrip())
    return replace(row, cells={**row.cells, main: rest, path: Cell(tuple(opening), text)}, source={**row.source, path: said})


def _with_codes_above(rows: Sequence[TableRow], main: str, path: str) -> Sequence[TableRow]:
    """The rows with the first lines of their texts as their numbers, where most texts begin with a line of one word without small letters,
    as often as not with a digit."""
    bare = [row for row in rows if path not in row.cells]
    firsts = [lines_of(row.cells[main])[0][0] if path not in row.cells and _has_lines(row.cells.get(main)) else () for row in rows]
    codes = [text_of(line) for line in firsts]
    coded = [len(line) == 1 and len(code) >= SHORTEST_CODE and code.upper() == code for line, code in zip(firsts, codes, strict=True)]
    digits = sum(is_code and any(map(str.isdigit, code)) for code, is_code in zip(codes, coded, strict=True))
    if sum(coded) < 2 or 3 * sum(coded) < 2 * len(bare) or 2 * digits < sum(coded):
        return rows
    said = "the first line of the row's text"
    return [
        replace(
            row,
            cells={**row.cells, main: _without(lines_of(row.cells[main]), 0), path: Cell(line, code)},
            source={**row.source, path: said},
        )
        if is_code
        else row
        for row, line, code, is_code in zip(rows, firsts, codes, coded, strict=True)
    ]


def _with_codes_apart(rows: Sequence[TableRow], main: str, path: str) -> Sequence[TableRow]:
    """The rows with what stands before their texts in a column of its own that no header names, where most have it and it looks like
    numbers of articles; the texts begin in one line."""
    if any(path in row.cells for row in rows):
        return rows
    lines = [lines_of(row.cells.get(main)) for row in rows]
    openings = [_apart(some[0][0]) if some else () for some in lines]
    coded = [(row, opening) for row, opening in zip(rows, openings, strict=True) if opening]
    if len(coded) < LEAST_CODED or 3 * len(coded) < 2 * len(rows):
        return rows
    said = {text_of(opening) for _, opening in coded}
    behind = [row.cells[main].tokens[len(opening)].left for row, opening in coded]
    others = [some[0][0][0].left for some, opening in zip(lines, openings, strict=True) if some and not opening]
    if 2 * len(said) <= len(coded) or not _is_line([*behind, *others]):
        return rows
    said_before = "before the row's text"
    return [_opened(row, main, path, opening, said_before) if opening else row for row, opening in zip(rows, openings, strict=True)]


def _apart(line: Sequence[Token]) -> tuple[Token, ...]:
    """What opens a line, a space wider than that of words before the rest, if it looks like the number of an article: with figures,
    without small letters."""
    first = chunks(line, CODE_GAP)[0]
    text = text_of(first)
    letters_behind = sum(sum(map(str.isalpha, token.text)) for token in line[len(first) :])
    is_code = len(first) <= MOST_OF_CODE and len(text) >= SHORTEST_CODE and any(map(str.isdigit, text)) and text.upper() == text
    return first if is_code and letters_behind > 1 else ()


def _has_lines(cell: Cell | None) -> bool:
    """Whether a text has more than one line."""
    return cell is not None and "\n" in cell.text


def lines_of(cell: Cell | None) -> list[_Line]:
    """The lines of a text, each with its tokens."""
    found: list[_Line] = []
    first = 0
    for text in cell.text.split("\n") if cell is not None else ():
        assert cell is not None
        last = first + len(text.split(" "))
        found.append((cell.tokens[first:last], text))
        first = last
    return found


def _without(lines: Sequence[_Line], number: int) -> Cell:
    return text_of_lines([line for position, line in enumerate(lines) if position != number])


def text_of_lines(lines: Sequence[_Line]) -> Cell:
    """What `lines_of` parted, as one text."""
    return Cell(tuple(token for tokens, _ in lines for token in tokens), "\n".join(text for _, text in lines))


def _with_code(row: TableRow, parts: Parts, path: str, labels: RowLabels) -> TableRow:
    """A row with its article's number, where a line of its text says it; "No." alone, which may number the rows, is the article's there."""
    if not _has_lines(row.cells.get(parts.main or "")):
        return row
    lines = lines_of(row.cells.get(parts.main or ""))
    for number, (tokens, _) in enumerate(lines):
        if not tokens:  # an engine gave words with spaces in them
            continue
        told = next((n for n, token in enumerate(tokens[:LONGEST_NAME], start=1) if token.text.endswith(":")), len(tokens) - 1)
        name, last = tokens[:told], tokens[min(told, len(tokens) - 1)]  # "SKU: PB-28 Weight: 0.6 kg"
        named = labels.named("".join(key_of(token.text) for token in name)) if 0 < len(name) <= LONGEST_NAME else {}
        numbered = number > 0 and parts.ordinal in named and len(tokens) == len(name) + 1 and len(last.text) >= SHORTEST_CODE
        if (path in named or numbered) and _CODE.fullmatch(last.text):
            source = {**row.source, path: f"after {' '.join(token.text for token in name)!r} in the row's text"}
            return replace(
                row, cells={**row.cells, parts.main or "": _without(lines, number), path: Cell((last,), last.text)}, source=source
            )
    return row


def _with_both(row: TableRow, path: str, ends: tuple[str, str], habits: Habits) -> TableRow:
    """A period in one column: both of its days."""
    cell = row.cells[path]
    period = _period(cell.text, habits) if all(end is path or end not in row.cells for end in ends) else None
    if period is None:
        return row
    found = {end: Cell(cell.tokens, match.text, value=match.value) for end, match in zip(ends, period, strict=True)}
    return replace(row, cells={**row.cells, **found}, source={**row.source, **dict.fromkeys(ends, row.source.get(path, "table"))})


def _with_period(row: TableRow, main: str, ends: tuple[str, str], labels: RowLabels, habits: Habits) -> TableRow:
    lines = lines_of(row.cells.get(main))
    for number, (tokens, text) in enumerate(lines):
        period = _period(text, habits)
        if period is None:
            continue
        rest = text[: period[0].start] + " " + text[period[0].end : period[1].start] + " " + text[period[1].end :]
        found = {path: Cell(tokens, match.text, value=match.value) for path, match in zip(ends, period, strict=True)}
        if len(lines) > 1 and _says_nothing_else(rest, ends, labels):
            found[main] = _without(lines, number)
        return replace(row, cells={**row.cells, **found}, source={**row.source, **dict.fromkeys(ends, "dates in the row's text")})
    return row


def _period(line: str, habits: Habits) -> tuple[Match, Match] | None:
    """Two dates of a line, the second not before the first, and no third."""
    found = BY_NAME[Kind.DATE].find(line, habits)
    if len(found) != 2 or found[1].value < found[0].value:
        return None
    return found[0], found[1]


def _says_nothing_else(rest: str, ends: Sequence[str], labels: RowLabels) -> bool:
    words = [key for word in rest.split() if (key := key_of(word))]
    told = [word for word in words if word not in labels.total_names.side and not any(path in labels.named(word) for path in ends)]
    return any(path in labels.named("".join(words)) for path in ends) or sum(map(len, told)) <= SAID_BESIDE
