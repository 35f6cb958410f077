"""Figures with their separators, as pages of every country print them: the common ground of money, numbers and percents.

1,234.56   1.234,56   1 234,56   1'234.56   1,23,456.00   12,50   .50   and the ambiguous 1.234
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extractor.quick import dataclass
from extractor.values import Interpretation
from extractor.values._slips import FIGURE_SLIPS, SPACES, TO_DIGITS, slips

POINT = "decimal_point"
COMMA = "decimal_comma"
LONGEST = 24  # characters; longer runs of figures are no amount that anybody prints


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at text[start:end]. `readings` sum to 1. `decimals`, `grouped`: of the likeliest reading.

    `certainty`: how likely it is that the characters belong to one figure at all (spaces inside, repaired slips).
    """

    start: int
    end: int
    readings: tuple[Interpretation, ...]
    decimals: int
    grouped: bool
    certainty: float = 1.0


_SPACE = f"[{SPACES}]"
_MARK = "[.,'\u2019]"
_RUN = re.compile(rf"[.,]?\d[\d.,'\u2019]*({_SPACE}\d{{3}}(?![\d])[\d.,'\u2019]*)*")
_BROKEN = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:[.,]\d{{3}}|\d{{0,4}})(?:[.,]{_SPACE}|{_SPACE}[.,])\d{{2}}(?![\w]|[.,]\d)")
_PARTED = re.compile(rf"[.,](?:{_SPACE}\d|(?<={_SPACE}.)\d)")
_S = rf"[\d{re.escape(FIGURE_SLIPS)}]"
_SLIPPED = re.compile(rf"(?<![\w.,/-])(?:{_S}{{1,3}}(?:[.,]{_S}{{3}}){{1,3}}|{_S}{{1,6}})[.,]{_S}{{2}}(?![\w]|[.,]\w)")
_SLIP_NEAR = re.compile(rf"[{re.escape(FIGURE_SLIPS)}](?:(?=[\d.,])|(?<=[\d.,].))")
_TAX_MARK = re.compile(r"\d[\d.,]*[.,]\d\d[-\u2013][A-Z](?!\w)")  # 8.59-A, as tills write the class of tax
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(_MARK)
_SPACES = re.compile(_SPACE)
_LINKS = "/:#_\\@"
_CURRENCY_ALONE = re.compile(r"[^\w]*[A-Z]{0,3}[^\w]*")  # about a figure: no count stands before it, in a text of its own


def figures(text: str, mark: str | None = None) -> tuple[Figure, ...]:
    """All figures of a line, left to right. Where plain spaces may or may not group thousands ("2 500.00"), the whole
    and its last part are both given. `mark` is the document's decimal mark, if known. Letters may touch a figure
    (RM9.00, 5kg); what they are is for the caller to say. Figures that are pieces of dates, times, ranges, paths are none.
    """
    return _figures(text, mark_asked(text, mark))


def mark_asked(text: str, mark: str | None) -> str | None:
    """The document's decimal mark where what a line's figures are may depend on it; mostly it does not, and None will do."""
    return mark if mark is not None and _DEPENDING[mark].search(text) is not None else None


# By the mark: the other one, unless it parts thousands before this one ("1,234.56"), figures that may be thousands, a mark doubled.
_DEPENDING = {
    mark: re.compile(
        rf"{_MARK}(?:(?<=[{other}])(?!\d{{3}}(?:[{other}]\d{{3}})*[{mark}]\d){_SPACE}?[\d{re.escape(FIGURE_SLIPS)}]"
        rf"|(?<=[{mark}])\d{{3}}(?!\d)|{_MARK})"
    )
    for mark, other in ((".", ","), (",", "."))
}


@lru_cache(maxsize=2048)  # money, numbers and percents ask for the same line
def _figures(text: str, mark: str | None) -> tuple[Figure, ...]:
    if _DIGIT.search(text) is None:
        return ()
    found: list[Figure] = []
    for run in _RUN.finditer(text):
        if run[1] is not None:
            found += _parted_by_spaces(text, run.start(), run.end(), mark)
        elif (figure := _single(text, run.start(), run.end(), mark, 1.0)) is not None:
            found.append(figure)
    in_order = len(found)
    if _PARTED.search(text):
        for match in _BROKEN.finditer(text):
            token = _SPACES.sub("", match[0])
            found.extend(_repaired(match.start(), match.end(), token, mark, 0.4))
    if _SLIP_NEAR.search(text):
        for match in _SLIPPED.finditer(text):
            wrong = slips(match[0])
            if 0 < wrong <= 2 and wrong < sum(character.isdigit() for character in match[0]):
                found.extend(_repaired(match.start(), match.end(), match[0].translate(TO_DIGITS), mark, 0.6))
    if len(found) > in_order:
        found.sort(key=lambda figure: (figure.start, -figure.end))
    return tuple(found)


@lru_cache(maxsize=4096)
def _read(token: str, mark: str | None) -> tuple[tuple[Interpretation, ...], int, bool]:
    """All readings of one figure without spaces, likeliest first, summing to 1, () when it is none; how many decimals the likeliest
    has, and whether its thousands are parted."""
    if len(token) > LONGEST:
        return (), 0, False
    if token.isdigit():
        return (Interpretation(Decimal(token)),), 0, False
    if token[-3:-2] in (".", ",") and token[:-3].isdigit() and token[-2:].isdigit():  # as most amounts are printed
        sure = mark is None or mark == token[-3]
        return (Interpretation(Decimal(f"{token[:-3]}.{token[-2:]}"), _convention(token[-3]) if sure else None),), 2, False
    weighed = [(value, convention, weight, repaired) for value, convention, weight, repaired in _readings(token, mark) if weight > 0]
    total = sum(weight for _, _, weight, _ in weighed)
    weighed.sort(key=lambda reading: -reading[2])
    readings = tuple(
        [Interpretation(value, convention, round(weight / total, 4), repaired) for value, convention, weight, repaired in weighed]
    )
    exponent = readings[0].value.as_tuple().exponent if readings else 0
    decimals = -exponent if isinstance(exponent, int) else 0
    return readings, decimals, len(token) - sum(map(str.isdigit, token)) > (decimals > 0)


_Reading = tuple[Decimal, str | None, float, bool]


def _readings(token: str, mark: str | None) -> Iterator[_Reading]:
    parts = _SPLIT.split(token)
    marks = [character for character in token if not character.isdigit()]
    if any(not part for part in parts[1:]):  # a doubled mark: 12..50
        if "" in parts[:1] or parts.count("") > 1:
            return
        hole = parts.index("")
        parts.pop(hole)
        marks.pop(hole - 1)
        rebuilt = "".join(part + sign for part, sign in zip(parts, [*marks, ""], strict=True))
        yield from ((value, convention, weight * 0.6, True) for value, convention, weight, _ in _readings(rebuilt, mark))
        return
    if len(marks) == 1:
        yield from _one_mark(parts[0], marks[0], parts[1], mark)
    elif len(set(marks)) == 1:
        yield from _same_marks(parts, marks[0])
    elif len(set(marks[:-1])) == 1 and marks[-1] in ".," and _groups(parts[:-1], marks[0]) and len(parts[-1]) <= 4:
        whole = "".join(parts[:-1])
        yield Decimal(f"{whole}.{parts[-1]}"), _convention(marks[-1]), 1.0, False


def _one_mark(head: str, sign: str, tail: str, mark: str | None) -> Iterator[_Reading]:
    if sign in "'\u2019":
        if len(tail) == 3 and 1 <= len(head) <= 3:
            yield Decimal(head + tail), None, 1.0, False
        return
    convention = _convention(sign)
    if not head:
        if len(tail) <= 2:
            yield Decimal(f"0.{tail}"), convention, 1.0, False
        return
    if len(tail) > 6:
        return
    as_decimal = Decimal(f"{head}.{tail}")
    contradicted = mark is not None and mark != sign
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        # Against the document's habit the mark is a misread one: two figures after it are cents all the same.
        yield as_decimal, None if contradicted and len(tail) == 2 else convention, 1.0, False
        return
    # 1.234 or 1,234: three figures after one mark are thousands more often than not.
    grouped = 0.93 if contradicted else 0.15 if mark == sign else 0.8 if sign == "," else 0.7
    yield Decimal(head + tail), _other(convention), grouped, False
    yield as_decimal, convention, 1 - grouped, False


def _same_marks(parts: list[str], sign: str) -> Iterator[_Reading]:
    if _groups(parts, sign):
        convention = None if sign in "'\u2019" else _other(_convention(sign))
        yield Decimal("".join(parts)), convention, 1.0, False
    elif len(parts[-1]) == 2 and _groups(parts[:-1], sign) and sign in ".,":
        # 1,234,56: one of the two marks is misread.
        yield Decimal("".join(parts[:-1]) + "." + parts[-1]), None, 0.6, True


def _groups(parts: list[str], sign: str) -> bool:
    """Whether the parts are groups of thousands (or lakhs, which only commas part)."""
    first, *rest = parts
    if not rest:
        return 1 <= len(first) <= 3
    if not 1 <= len(first) <= 3 or first.startswith("0") or len(rest[-1]) != 3:
        return False
    if all(len(part) == 3 for part in rest):
        return True
    return sign == "," and len(first) <= 2 and all(len(part) == 2 for part in rest[:-1])


def _convention(sign: str) -> str:
    return COMMA if sign == "," else POINT


def _other(convention: str) -> str:
    return POINT if convention == COMMA else COMMA


def _parted_by_spaces(text: str, start: int, end: int, mark: str | None) -> list[Figure]:
    pieces = []
    position = start
    for piece in _SPACES.split(text[start:end]):
        pieces.append((position, position + len(piece)))
        position += len(piece) + 1
    found, alone = [], 1.0
    if len(pieces) > 1 and (whole := _spaced(text, pieces, mark)) is not None:
        found.append(whole)
        if " " not in text[whole.start : whole.end]:
            return found
        alone = round(1 - whole.certainty, 4)
    return found + [figure for place in pieces if (figure := _single(text, *place, mark, alone)) is not None]


def _single(text: str, start: int, end: int, mark: str | None, certainty: float) -> Figure | None:
    while end > start and not text[end - 1].isdigit():
        end -= 1
    if end <= start or not _stands_alone(text, start, end):
        return None
    readings, decimals, grouped = _read(text[start:end], mark)
    if not readings and text[start] in ".,":  # a stray mark before a figure
        start += 1
        readings, decimals, grouped = _read(text[start:end], mark)
    return Figure(start, end, readings, decimals, grouped, certainty) if readings else None


def _spaced(text: str, pieces: list[tuple[int, int]], mark: str | None) -> Figure | None:
    """1 234,56: groups of three after spaces, marks only in the last."""
    start, end = pieces[0][0], pieces[-1][1]
    while end > start and not text[end - 1].isdigit():
        end -= 1
    groups = [text[left:right] for left, right in pieces[:-1]] + [text[pieces[-1][0] : end]]
    if not (groups[0].isdigit() and len(groups[0]) <= 3 and not groups[0].startswith("0")):
        return None
    if not all(len(group) == 3 and group.isdigit() for group in groups[1:-1]):
        return None
    whole, *rest = _SPLIT.split(groups[-1])
    if len(whole) != 3 or len(rest) > 1 or not _stands_alone(text, start, end):
        return None
    joined = "".join(groups[:-1]) + groups[-1]
    if len(joined) > LONGEST:
        return None
    sign = next((character for character in groups[-1] if character in ".,"), None)
    if sign is None and rest:
        return None  # 1 234'56
    if sign is None:
        reading = Interpretation(Decimal(joined), None, 1.0)
        certainty = 0.5
    else:
        if not rest or len(rest[0]) > 4:
            return None
        reading = Interpretation(Decimal(joined.replace(",", ".")), _convention(sign), 1.0)
        certainty = 0.85 if sign == "," or _CURRENCY_ALONE.fullmatch(text[:start] + text[end:]) else 0.35
        if mark is not None and mark != sign:
            certainty *= 0.5
    if " " not in text[start:end]:
        certainty = 0.98
    return Figure(start, end, (reading,), len(rest[0]) if rest else 0, True, certainty)


def _repaired(start: int, end: int, token: str, mark: str | None, certainty: float) -> Iterator[Figure]:
    readings, decimals, grouped = _read(token, mark)
    if readings:
        marked = tuple(Interpretation(one.value, one.convention, one.likelihood, True) for one in readings)
        yield Figure(start, end, marked, decimals, grouped, certainty)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a piece of a time, date, range, path or number with dashes."""
    if start:
        before = text[start - 1]
        inner = start > 1 and text[start - 2].isalnum()
        if before in _LINKS and inner:
            return False
        if before in "-\u2013" and inner:
            return False
        if before in "#_@\\" or (before in "'\u2019" and inner):
            return False
    if end < len(text):
        after = text[end]
        inner = end + 1 < len(text) and text[end + 1].isalnum()
        if after in "-\u2013" and inner:
            marked = _TAX_MARK.match(text, start)
            return marked is not None and marked.end() == end + 2
        if after in _LINKS and inner and (after != "/" or text[end + 1].isdigit()):
            return False
    return True
