"""Rows without a header, as tills print them: text on the left, an amount on the right, counts and prices beside or
between.

    2 x 3.50   7.00          MILK 1L            1.20 A        1 Edamame        9.00
    COFFEE                   4 @ 0.30                         100234567  PEN
                             ROLLS              1.20 A        2 pcs x 1.00   2.00

    or, the amount first,    2.90 A  1 OAT MILK
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from statistics import median

from extractor.find.rows.figures import Figure, figure
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.roles import Parts, holds
from extractor.find.rows.strips import PageStrips, Placed, Strip, Token, key_of
from extractor.find.rows.table import Cell, TableRow, is_summary
from extractor.schemas.record import Kind

SURE_OF_LEDGER = 0.8  # how far rows without a header are trusted before their sum proves them
TAIL_WORDS = 2  # tax letters and stars behind an amount
MOST_SEGMENTS = 14
LIST = 3  # lines that are a list rather than one line above it
COLUMN_SLACK = 0.06  # of the page's text width: how far from the column's edge an amount may end
MOST_COUNT = Decimal(999)
_TIMES = frozenset("x × @ * ea à a pcs pc stk st kg g l lb at for per unit qty / szt ud uds un".split())
_RATE = re.compile(  # "2@", "3FOR1.19", "0.99/lb", "EUR/kg"
    r"^\d[\d.,]*\s*(for|@|x|/|ea\b|lb|kg|g\b|l\b|st\b|stk|pcs?\b)|@|^[\d.,]+/|^[^\W\d_]{0,3}[€$£]?/(?:k?g|l|lb|st|stk|ea|gal)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERED = re.compile(r"0[1-9]")  # a count of two figures
_CODE = re.compile(r"[\d-]{5,20}|\d{3,}[A-Z]?")
_NOT_ROWS = re.compile(r"\b\d{1,2}:\d{2}\b|\btel\b|\bphone\b|\bfax\b|www\.", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b")
WORDS_AROUND_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A strip with an amount at its right end, or at its left one (`first`)."""

    position: int
    strip: Strip
    amount: Placed
    text: tuple[Token, ...]  # the words left of it that belong to no figure
    others: tuple[Placed, ...]  # the figures left of it
    value: Decimal
    first: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    lines: tuple[Line, ...]
    proved: bool  # their sum is one of the page's totals

    def counts_last(self, height: float) -> bool:
        """Whether a column of whole numbers stands between the texts and the amounts."""
        counts = [placed for line in self.lines if (placed := _last_count(line)) is not None]
        ends = [placed.right for placed in counts]
        return len(counts) >= max(2, 0.6 * len(self.lines)) and max(ends) - min(ends) <= 2 * height


def ledger_rows(pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """The rows of the page whose amounts add up best, or of the first run of them. Empty for lists without a result column."""
    result = parts.result or next((path for path, kind in parts.kinds.items() if kind is Kind.MONEY), None)
    if result is None or parts.main is None or any(rule.percents for rule in parts.products):
        return ()
    found: list[TableRow] = []
    for page in pages:
        if _in_whole_units(page):
            mark = None
        window = _window(page, labels, mark)
        if window is None:
            continue
        claimed = {line.position for line in window.lines}
        rows = [_row(page, line, window, labels, parts, result, mark, claimed) for line in window.lines]
        found += [row for row in rows if row is not None]
    if found and not any(path in row.cells for row in found for path in parts.factors):
        return tuple(replace(row, lone=True) for row in found)
    return tuple(found)


def _window(page: PageStrips, labels: RowLabels, mark: str | None) -> Window | None:
    """The lines with their amounts at the end; those with the amounts first where only these are proved, or are more."""
    usual = _window_of(page, labels, mark, first=False, whole=_in_whole_units(page))
    if (usual is not None and usual.proved) or sum(_amount_at_start(strip) is not None for strip in page.strips) < 1:
        return usual
    turned = _window_of(page, labels, mark, first=True)
    if turned is None or not (turned.proved or len(turned.lines) > max(len(usual.lines) if usual is not None else 0, 2)):
        return usual
    return turned


def _in_whole_units(page: PageStrips) -> bool:
    """Whether amounts are printed without cents: lines end in grouped thousands ("23,967"), and none in an amount with cents."""
    last = [strip.figures[-1].figure for strip in page.strips if strip.figures]
    return sum(map(_is_grouped, last)) >= LIST and not any(shape.decimals == 2 and not shape.percent for shape in last)


def _is_grouped(shape: Figure) -> bool:
    return None not in (shape.point, shape.comma) and shape.point != shape.comma and not shape.percent


def _window_of(page: PageStrips, labels: RowLabels, mark: str | None, *, first: bool, whole: bool = False) -> Window | None:
    """The window that a named total proves, else one that an amount proves which is what those above it add up to, else the first."""
    segments, totals = _segments(page, labels, mark, first=first, whole=whole)
    proved = _proved_window(page, segments, totals)
    if proved is not None:
        return proved
    segments, totals = _segments(page, labels, mark, first=first, whole=whole, nameless=True)
    if not segments:
        return None
    return _proved_window(page, segments, totals) or _first_window(page, segments, totals)


def _segments(
    page: PageStrips, labels: RowLabels, mark: str | None, *, first: bool, whole: bool, nameless: bool = False
) -> tuple[list[list[Line]], list[Decimal]]:
    """The lines between totals, and these; `nameless`: an amount that is the sum of those above it is a total, whatever it is called."""
    segments: list[list[Line]] = [[]]
    totals: list[Decimal] = []
    for position, strip in enumerate(page.strips):
        opening = _amount_at_start(strip) if first else None
        amount = opening or _amount_at_end(strip, whole=whole)
        if amount is None:
            continue
        value = amount.figure.value(mark)
        if value is None:
            continue
        words = tuple(t for t in strip.words_apart if first or t.left < amount.left)
        if is_summary(strip, labels) or (not words and _is_summary_above(page, position, labels)):
            totals.append(value)
            if segments[-1]:
                segments.append([])
            continue
        if _is_no_row(strip, words) or (first and opening is None):
            continue
        others = tuple(p for p in strip.figures if (p.first >= amount.last if first else p.last <= amount.first))
        before = segments[-1]
        if value and totals and abs(value) == max(map(abs, totals)) and any(segments):
            continue  # how the total above was paid
        if nameless and len(before) > 1 and value and value == sum(line.value for line in before):
            totals.append(value)
            segments.append([])
            continue
        before.append(Line(position, strip, amount, words, others, value, first))
    return [segment for segment in segments if segment][:MOST_SEGMENTS], totals


def _is_no_row(strip: Strip, words: Sequence[Token]) -> bool:
    """A time, a day or a telephone stands in it: no item, unless it is a text of several words that mentions a day."""
    if _NOT_ROWS.search(strip.text) is not None:
        return True
    day = _DAY.search(strip.text)
    return day is not None and (day.start() == 0 or sum(_letters((token,)) >= 3 for token in words) < WORDS_AROUND_A_DAY)


def _names_a_factor(words: Sequence[Token], labels: RowLabels) -> bool:
    """Whether a line's words are a column's name alone: "PRICE/GAL   2.899" is the price of the thing sold, and none itself."""
    return bool(labels.by_key.get(key_of(" ".join(word.text for word in words))))


def _is_summary_above(page: PageStrips, position: int, labels: RowLabels) -> bool:
    """An amount alone in its row under a total's name."""
    if position == 0:
        return False
    above = page.strips[position - 1]
    near = page.strips[position].top - above.bottom < page.line_height
    return near and not above.figures and is_summary(above, labels)


def _amount_at_end(strip: Strip, *, whole: bool = False) -> Placed | None:
    if not strip.figures:
        return None
    last = strip.figures[-1]
    if _is_class(strip, last):
        last = strip.figures[-2]
    if not (last.figure.is_amount or (whole and _is_grouped(last.figure))) or last.figure.decimals > 2:
        return None
    tail = strip.tokens[last.last :]
    if len(tail) > TAIL_WORDS or sum(len(t.text) for t in tail) > 5:
        return None
    return last


def _is_class(strip: Strip, last: Placed) -> bool:
    """A tax class, one digit right behind an amount with cents and nothing after it."""
    if len(strip.figures) < 2 or last.last != len(strip.tokens) or len(last.figure.text) != 1:
        return False
    before = strip.figures[-2]
    return before.last == last.first and before.figure.is_amount and before.figure.decimals == 2


def _amount_at_start(strip: Strip) -> Placed | None:
    """An amount before a text, and no other at the end."""
    if not strip.figures or strip.figures[0].first != 0:
        return None
    opening, last = strip.figures[0], strip.figures[-1]
    if not opening.figure.is_amount or opening.figure.decimals > 2 or (last is not opening and last.figure.is_amount):
        return None
    return opening if _letters(strip.tokens[opening.last :]) >= 3 else None


def _proved_window(page: PageStrips, segments: Sequence[Sequence[Line]], totals: Sequence[Decimal]) -> Window | None:
    """The run of segments whose amounts add up to a total of the page: the longest sum is the least chance."""
    best: tuple[int, int, tuple[Line, ...]] | None = None
    wanted = {abs(total) for total in totals if total}
    largest = max(wanted, default=None)
    for first in range(len(segments)):
        lines: list[Line] = []
        for last in range(first, len(segments)):
            lines += segments[last]
            for chosen in _variants(page, lines):
                whole = abs(sum(line.value for line in chosen))
                # One amount equal to one total proves little, unless it is the only thing before the total of the page.
                if len(chosen) < 2 and (len(lines) > 1 or first > 0 or whole != largest):
                    continue
                if whole in wanted:
                    option = (len(chosen), -first, tuple(chosen))
                    if best is None or option[:2] > best[:2]:
                        best = option
    return Window(best[2], True) if best is not None else None


def _variants(page: PageStrips, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines as they are, and without those out of the column."""
    straight = _aligned(page, lines)
    found = [list(lines)] if len(straight) == len(lines) else [straight, list(lines)]
    if 2 <= len(lines) <= 40:  # a line at either end that is no item: a number that looks like an amount, a charge
        found += [list(lines[1:]), list(lines[:-1])]
    return found


def _aligned(page: PageStrips, lines: Sequence[Line]) -> list[Line]:
    if len(lines) < 2:
        return list(lines)
    width = max(s.right for s in page.strips) - min(s.left for s in page.strips)
    slack = max(COLUMN_SLACK * width, page.line_height)
    if lines[0].first:
        return [line for line in lines if abs(line.amount.left - lines[0].amount.left) <= slack]
    columns = [[line for line in lines if abs(line.amount.right - edge.amount.right) <= slack] for edge in lines]
    return max(columns, key=lambda column: (len(column), median(line.amount.right for line in column)))


def _first_window(page: PageStrips, segments: Sequence[Sequence[Line]], totals: Sequence[Decimal]) -> Window | None:
    longest = max(segments, key=len)
    first = longest if len(segments[0]) == 1 and len(longest) >= LIST else segments[0]  # a lone line above a list is none of it
    lines = _aligned(page, first)
    if not totals and len(lines) < 2:
        return None
    largest = max((abs(total) for total in totals), default=None)
    kept = [line for line in lines if largest is None or abs(line.value) <= largest * 2]
    return Window(tuple(kept), False) if kept else None


def _row(
    page: PageStrips,
    line: Line,
    window: Window,
    labels: RowLabels,
    parts: Parts,
    result: str,
    mark: str | None,
    claimed: set[int],
) -> TableRow | None:
    cells: dict[str, Cell] = {}
    strip = line.strip
    source: dict[str, str] = {}
    cells[result] = Cell(strip.tokens[line.amount.first : line.amount.last], line.amount.figure.text, line.amount.figure)
    source[result] = "amount at the end of the line"
    nearby = _neighbours(page, line, claimed, labels)
    product = _product(line, nearby, parts, result, mark)
    used: set[int] = set()
    agreed: bool | None = None
    if product is not None:
        agreed = True
        for path, host, placed in product:
            cells[path] = Cell(host.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
            source[path] = "its product is the line's amount"
            used.add(id(placed))
    else:
        count = _leading_count(line, parts, mark)
        said = "count before the text"
        counted, last = _count_path(parts), _last_count(line)
        if count is None and counted is not None and last is not None and window.counts_last(page.line_height):
            count, said = (counted, last), "count before the amount"
        if count is None and (count := _trailing_count(line, parts, mark)) is not None:
            said = "count before the amount"
        if count is not None:
            path, placed = count
            cells[path] = Cell(strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
            source[path] = said
            used.add(id(placed))
    text = _text_of(strip, line, used)
    lines = [text] if _letters(text) >= 2 else []
    if not lines:
        above = _text_above(page, line, claimed, labels)
        lines = [above] if above else ([text] if text else [])
    if not lines:
        return None
    code = next((p for p, kind in parts.kinds.items() if kind is Kind.IDENTIFIER and p != parts.ordinal), None)
    first = lines[0]
    if code is not None and len(first) > 1 and _CODE.fullmatch(first[0].text) and _letters(first[1:]) >= 2:
        cells[code] = Cell(first[:1], first[0].text)
        source[code] = "code before the text"
        lines = [first[1:]]
    assert parts.main is not None
    cells[parts.main] = Cell(tuple(t for tokens in lines for t in tokens), "\n".join(" ".join(t.text for t in tokens) for tokens in lines))
    source[parts.main] = "text of the line"
    sure = 1.0 if window.proved else SURE_OF_LEDGER
    return TableRow(page.page, strip, cells, agreed, (), mark, sure, source)


def _letters(tokens: Sequence[Token]) -> int:
    return sum(len(_LETTERS.findall(t.text)) for t in tokens if t.text.casefold() not in _TIMES and not _RATE.search(t.text))


def _text_of(strip: Strip, line: Line, used: set[int]) -> tuple[Token, ...]:
    """The words left of the amount, figures that are no count or price among them ("COKE 330 ML")."""
    taken = {p for placed in strip.figures if id(placed) in used for p in range(placed.first, placed.last)}
    if line.first:
        words = [t for p, t in enumerate(strip.tokens) if p >= line.amount.last and p not in taken]
        while len(words) > 1 and line.amount.last not in taken and words[0] is strip.tokens[line.amount.last] and _is_mark(words[0]):
            words.pop(0)
    else:
        words = [t for p, t in enumerate(strip.tokens[: line.amount.first]) if p not in taken]
    priced = bool(taken)
    while words and (words[-1].text.casefold() in _TIMES or (priced and not any(c.isalnum() for c in words[-1].text))):
        words.pop()
    while words and words[0].text.casefold() in _TIMES and len(words[0].text) <= 2:
        words.pop(0)
    return tuple(words)


def _is_mark(token: Token) -> bool:
    """A tax letter or a star beside an amount."""
    return len(token.text) == 1 and not token.text.isdigit()


def _neighbours(page: PageStrips, line: Line, taken: set[int], labels: RowLabels) -> list[Strip]:
    """The strips right above and below that hold a count and a price, named perhaps, rather than an item of their own."""
    found: list[Strip] = []
    for position in (line.position + 1, line.position - 1):
        if not 0 <= position < len(page.strips) or position in taken:
            continue
        other = page.strips[position]
        gap = other.top - line.strip.bottom if position > line.position else line.strip.top - other.bottom
        if gap <= 1.2 * page.line_height and other.figures and _letters([t for t in other.words_apart if not labels.named(t.key)]) <= 8:
            found.append(other)
    return found


def _product(line: Line, nearby: Sequence[Strip], parts: Parts, result: str, mark: str | None) -> list[tuple[str, Strip, Placed]] | None:
    """A count and a price whose product is the amount, on the line itself or on the one beside it."""
    rule = next((r for r in parts.products if r.result == result and len(r.factors) == 2 and not r.percents), None)
    if rule is None:
        return None
    count_path = next((p for p in rule.factors if parts.kinds[p] is Kind.NUMBER), rule.factors[0])
    price_path = next(p for p in rule.factors if p != count_path)
    for host, figures in [(line.strip, line.others), *((strip, strip.figures) for strip in nearby)]:
        for one, other in combinations(figures, 2):
            a, b = one.figure.value(mark), other.figure.value(mark)
            if a is None or b is None or one.figure.percent or other.figure.percent:
                continue
            if not holds(line.value, (a, b), 0) or not line.value:
                continue
            count, price = (one, other) if _rather_count(host, one, other) else (other, one)
            return [(count_path, host, count), (price_path, host, price)]
    return None


def _rather_count(host: Strip, first: Placed, second: Placed) -> bool:
    """Whether the first of two factors is the count: the other is a price by its words, or this one a measure ("41,27 L")."""
    one, other = first.figure, second.figure
    priced, other_priced = _is_priced(host, first), _is_priced(host, second)
    if priced != other_priced:
        return other_priced
    if one.currency != other.currency:
        return other.currency
    if (one.decimals == 2) != (other.decimals == 2):
        return other.decimals == 2
    return True


def _is_priced(host: Strip, placed: Placed) -> bool:
    """Whether a figure is said to be for one of something: "1,625/L", "1,779 EUR/L"."""
    behind = host.tokens[placed.last].text if placed.last < len(host.tokens) else ""
    return placed.figure.per or ("/" in behind and _RATE.search(behind) is not None)


def _leading_count(line: Line, parts: Parts, mark: str | None) -> tuple[str, Placed] | None:
    """A small whole number before the text: "2 CAPPUCCINO   5.00", "3x Tea"."""
    path = _count_path(parts)
    if path is None or not line.others:
        return None
    first = line.others[0]
    value = first.figure.value(mark)
    between = line.strip.tokens[line.amount.last if line.first else 0 : first.first]
    opens = all(map(_is_mark, between)) if line.first else first.first == 0
    shape = first.figure
    if value is None or not opens or shape.decimals or shape.percent or shape.currency:
        return None
    if shape.is_code and not _NUMBERED.fullmatch(shape.text):
        return None
    if not 0 < value <= MOST_COUNT or first.figure.unit.casefold() not in ("", "x", "×") or len(first.figure.text) > 3:
        return None
    end = len(line.strip.tokens) if line.first else line.amount.first
    after = [t for t in line.strip.tokens[first.last : end] if t.text.casefold() not in _TIMES]
    if not after or not _LETTERS.search(after[0].text) or (figure(after[0].text) is not None and not first.figure.unit):
        return None
    return path, first


def _trailing_count(line: Line, parts: Parts, mark: str | None) -> tuple[str, Placed] | None:
    """A small whole number between the text and the amount, with its sign: "Tea  x2   3.60"."""
    path = _count_path(parts)
    last = line.others[-1] if line.others and not line.first else None
    if path is None or last is None or last.last != line.amount.first or not last.figure.times or last.figure.decimals:
        return None
    value = last.figure.value(mark)
    return (path, last) if value is not None and 0 < value <= MOST_COUNT else None


def _count_path(parts: Parts) -> str | None:
    return next((p for p in sorted(parts.factors) if parts.kinds[p] is Kind.NUMBER), None)


def _last_count(line: Line) -> Placed | None:
    """A small whole number between the text and the amount: "Diet Coke  1  2.30"."""
    if line.first or not line.others or not line.text:
        return None
    last = line.others[-1]
    shape = last.figure
    plain = shape.text.isdigit() and not shape.is_code and len(shape.text) <= 3
    return last if plain and last.first > 0 and last.last == line.amount.first else None


def _text_above(page: PageStrips, line: Line, taken: set[int], labels: RowLabels) -> tuple[Token, ...] | None:
    """The text of an amount that has none in its strip: beside it where the paper is bent, else on the line above."""
    for position in sorted((line.position - 1, line.position + 1), key=lambda p: _apart(page, line, p)):
        if 0 <= position < len(page.strips) and position not in taken and _apart(page, line, position) < 0.8 * page.line_height:
            beside = page.strips[position]
            if _letters(beside.tokens) >= 2 and beside.left < line.amount.left and not is_summary(beside, labels):
                taken.add(position)
                return beside.tokens
    edge = line.strip
    for position in range(line.position - 1, max(line.position - 3, -1), -1):
        other = page.strips[position]
        if position in taken or edge.top - other.bottom > 1.2 * page.line_height:
            return None
        if _letters(other.tokens) >= 2:
            taken.add(position)
            return other.tokens if not is_summary(other, labels) else None
        edge = other
    return None


def _apart(page: PageStrips, line: Line, position: int) -> float:
    return abs(page.strips[position].middle - line.strip.middle) if 0 <= position < len(page.strips) else float("inf")
