"""What a till's line holds beside its amount: its text, and a count and a price, on the line itself or on the ones next to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations

from extractor.find.rows.equations import holds, holds_scaled
from extractor.find.rows.figures import HUNDREDTHS, figure
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell
from extractor.find.rows.tokens import Token
from extractor.late import late
from extractor.quick import dataclass
from extractor.schemas.label_files import line_words
from extractor.schemas.record import Kind

MOST_COUNT = Decimal(999)
_MARKS, _MEASURES = frozenset("x×@*"), frozenset(("kg", "g", "l", "/"))
_MULTIPLIES = frozenset("x×")
_RATE = late(  # "2@", "3FOR2.50", "0.99/lb", "EUR/kg"
    r"^\d[\d.,]*\s*(for|@|x|/|ea\b|lb|kg|g\b|l\b|st\b|stk|pcs?\b)|@|^[\d.,]+/|^(?:[A-Z]{3}|[€$£])?/(?:[^\W\d_]{1,6}|1)\.?$|^[^\W\d_]{0,3}[€$£]?/(?:k?g|l|lb|st|stk|ea|gal)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERED = re.compile(r"0[1-9]")  # a count of two figures
BULLETS = frozenset("•·▪●‣-–—*")
LONGEST_UNIT = 6  # characters
LONGEST_SIGN = 3  # of a unit that no list needs to know
LEAST_NAME = 4  # letters


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


@cache
def _each_at() -> frozenset[str]:
    """Words between a count and its price; before a text they are words of it: "A la carte"."""
    return frozenset(line_words()["each_at"])


@cache
def _signs() -> frozenset[str]:
    return _MARKS | _each_at()


@cache
def _times() -> frozenset[str]:
    """The same, and what is counted."""
    return _signs() | _MEASURES | frozenset(line_words()["count_unit"])


def letters(tokens: Sequence[Token]) -> int:
    times = _times()
    return sum(len(_LETTERS.findall(t.text)) for t in tokens if t.text.casefold() not in times and not _RATE.search(t.text))


def says_little(tokens: Sequence[Token]) -> bool:
    """Whether a line's words name nothing, though one of them may be a total's: "1.235 kg NET @ 7.90"."""
    return letters(tokens) < LEAST_NAME


def text_of(strip: Strip, line: Line, used: set[int]) -> tuple[Token, ...]:
    """The words left of the amount, figures that are no count or price among them ("COKE 330 ML")."""
    taken = {p for placed in strip.figures if id(placed) in used for p in range(placed.first, placed.last)}
    if line.first:
        words = [t for p, t in enumerate(strip.tokens) if p >= line.amount.last and p not in taken]
        while len(words) > 1 and line.amount.last not in taken and words[0] is strip.tokens[line.amount.last] and _is_mark(words[0]):
            words.pop(0)
    else:
        words = [t for p, t in enumerate(strip.tokens[: line.amount.first]) if p not in taken]
    priced = bool(taken)
    words = _before_figures(strip, line, taken, words)
    while words and (words[-1].text.casefold() in _times() or (priced and not any(c.isalnum() for c in words[-1].text))):
        if len(words) > 1 and words[-1].text.casefold() not in _signs() and figure(words[-2].text) is not None:
            break  # of what is sold: "Flour 5 kg"
        words.pop()
    while words and priced and (_is_unit(words[0]) or words[0].text in BULLETS):
        words.pop(0)
    return tuple(words)


def _is_unit(token: Token) -> bool:
    """A short sign or unit between a count and a text: "2 x", "3 st"."""
    word = token.text.casefold()
    return word in _times() and word not in _each_at() and len(word) <= 2


def _before_figures(strip: Strip, line: Line, taken: set[int], words: list[Token]) -> list[Token]:
    """Of "Energy 1,240 kWh x 0.312 /kWh" the words before the figures: the few behind them are units and signs."""
    first = min((p for p in taken if p < line.amount.first), default=None)
    if line.first or first is None:
        return words
    before = [t for t in words if t.left < strip.tokens[first].left]
    behind = [t for t in words if t.left > strip.tokens[first].left]
    return before if letters(before) >= 3 and all(len(t.text) <= LONGEST_UNIT or t.text.casefold() in _times() for t in behind) else words


def _is_mark(token: Token) -> bool:
    """A tax letter or a star beside an amount."""
    return len(token.text) == 1 and not token.text.isdigit()


def neighbours(page: PageStrips, line: Line, taken: set[int], labels: RowLabels) -> list[Strip]:
    """The strips right above and below that hold a count and a price, named perhaps, rather than an item of their own."""
    found: list[Strip] = []
    for position in (line.position + 1, line.position - 1):
        if not 0 <= position < len(page.strips) or position in taken:
            continue
        other = page.strips[position]
        gap = other.top - line.strip.bottom if position > line.position else line.strip.top - other.bottom
        if gap <= 1.2 * page.line_height and other.figures and letters([t for t in other.words_apart if not labels.named(t.key)]) <= 8:
            found.append(other)
    return found


def product_of(line: Line, nearby: Sequence[Strip], parts: Parts, result: str, mark: str | None) -> list[tuple[str, Strip, Placed]] | None:
    """A count and a price whose product is the amount: on the line itself or on the one beside it, or one on each ("2 SOUP  9.80" over
    "each 4.90")."""
    own = [(line.strip, placed) for placed in line.others]
    beside = [[(strip, placed) for placed in strip.figures] for strip in nearby]
    for figures in (own, *beside):
        if (found := _factors_of(combinations(figures, 2), line.value, parts, result, mark)) is not None:
            return found
    across = ((one, other) for figures in beside for other in figures for one in own)
    return _factors_of(across, line.value, parts, result, mark, across=True)


def factors_of(
    host: Strip, figures: Sequence[Placed], value: Decimal, parts: Parts, result: str, mark: str | None
) -> list[tuple[str, Placed]] | None:
    """The count and the price among some figures of a strip whose product is the value."""
    found = _factors_of(combinations([(host, placed) for placed in figures], 2), value, parts, result, mark)
    return None if found is None else [(path, placed) for path, _, placed in found]


def multiplied(figures: Sequence[Placed], value: Decimal, mark: str | None) -> bool:
    """Whether two of some figures, a count above one and a price, make the value."""
    numbers = [number for placed in figures if not placed.figure.percent and (number := placed.figure.value(mark)) not in (None, 1)]
    return bool(value) and any(holds(value, pair, 0) for pair in combinations(filter(None, numbers), 2))


_Hosted = tuple[Strip, Placed]


def _factors_of(
    pairs: Iterable[tuple[_Hosted, _Hosted]], value: Decimal, parts: Parts, result: str, mark: str | None, *, across: bool = False
) -> list[tuple[str, Strip, Placed]] | None:
    """The count and the price of the first pair of figures, each with its strip, whose product is the value. `across` two lines, where
    the price of one thing may be any figure."""
    rule = next((r for r in parts.products if r.result == result and len(r.factors) == 2 and not r.percents), None)
    if rule is None or not value:
        return None
    count_path = next((p for p in rule.factors if parts.kinds[p] is Kind.NUMBER), rule.factors[0])
    price_path = next(p for p in rule.factors if p != count_path)
    for one, other in pairs:
        first, second = one[1].figure, other[1].figure
        a, b = first.value(mark), second.value(mark)
        if a is None or b is None or first.percent or second.percent or (across and (1 in (a, b) or first.is_code or second.is_code)):
            continue
        hundredths = any(each.unit.upper() in HUNDREDTHS for each in (first, second))
        if (holds_scaled if hundredths else holds)(value, (a, b), 0):
            count, price = (one, other) if _rather_count(one, other) else (other, one)
            return [(count_path, *count), (price_path, *price)]
    return None


def _rather_count(first: _Hosted, second: _Hosted) -> bool:
    """Whether the first of two factors is the count: the other is a price by its words, or this one a measure ("41,27 L")."""
    one, other = first[1].figure, second[1].figure
    priced, other_priced = _is_priced(*first), _is_priced(*second)
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


def leading_count(line: Line, parts: Parts, mark: str | None, *, in_column: bool) -> tuple[str, Placed] | None:
    """A small whole number before the text: "2 CAPPUCCINO   5.00", "3x Tea". A text may itself begin with a figure ("1 2% MILK") where
    others stand in the count's column."""
    path = count_path(parts)
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
    after = [t for t in line.strip.tokens[first.last : end] if t.text.casefold() not in _times()]
    if not after or not letters(after):
        return None
    figured = not _LETTERS.search(after[0].text) or (figure(after[0].text) is not None and not first.figure.unit)
    return None if figured and not in_column else (path, first)


def trailing_count(line: Line, parts: Parts, mark: str | None, *, in_column: bool) -> tuple[str, Placed] | None:
    """A small whole number between the text and the amount: with its sign ("Tea  x2   3.60"), or where others stand in its column."""
    path = count_path(parts)
    last = line.others[-1] if line.others and not line.first else None
    if path is None or last is None or last.last != line.amount.first:
        return None
    value = last.figure.value(mark)
    before = line.strip.tokens[last.first - 1].text if last.first else ""
    signed = (last.figure.times or before in _MULTIPLIES) and not last.figure.decimals and value is not None and 0 < value <= MOST_COUNT
    return (path, last) if signed or (in_column and last is last_count(line)) else None


def count_path(parts: Parts) -> str | None:
    return next((p for p in sorted(parts.factors) if parts.kinds[p] is Kind.NUMBER), None)


def first_count(line: Line) -> Placed | None:
    """A small whole number that opens the line."""
    first = line.others[0] if line.others and not line.first else None
    return first if first is not None and first.first == 0 and first.figure.text.isdigit() and len(first.figure.text) <= 3 else None


def last_count(line: Line) -> Placed | None:
    """A small whole number between the text and the amount: "Diet Coke  1  2.30"."""
    if line.first or not line.others or not line.text:
        return None
    last = line.others[-1]
    shape = last.figure
    plain = shape.text.isdigit() and not shape.is_code and len(shape.text) <= 3
    return last if plain and last.first > 0 and last.last == line.amount.first else None


def unit_behind(host: Strip, count: Placed) -> Token | None:
    """The word between a count and a sign or the price: kWh in "1,843 kWh at 0.2871"."""
    after = host.tokens[count.last : count.last + 2]
    if len(after) < 2 or len(after[0].text) > LONGEST_UNIT or not after[0].text.rstrip(".").isalpha():
        return None
    behind = after[1].text.casefold()
    return after[0] if after[0].text.casefold() not in _signs() and (behind in _signs() or behind[:1].isdigit()) else None


def is_unit_of(token: Token, strip: Strip, count: Cell | None) -> bool:
    """Whether a word of the line is a unit between its count and the sign before its price: RL in "2 RL @ 129.00"."""
    if count is None or count.tokens[-1] not in strip.tokens or len(token.text) > LONGEST_SIGN:
        return False
    behind = strip.tokens[strip.tokens.index(count.tokens[-1]) + 1 :][:2]
    return len(behind) == 2 and behind[0] is token and behind[1].text.casefold() in _signs()


def without_names(text: tuple[Token, ...], labels: RowLabels) -> tuple[Token, ...]:
    """A line's words without the columns' names before its figures: "Quantity: 40  Price: 6.50"."""
    kept: list[Token] = []
    run: list[Token] = []
    for token in text:
        run.append(token)
        if token.text.endswith(":"):
            kept += [] if "".join(each.key for each in run) in labels.names else run
            run = []
    return (*kept, *run)
