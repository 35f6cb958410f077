"""Days of an e-invoice where the page prints no day: 36/03/2020, 31.01.9023, 44 March 2025, or 01/31/2023 where days come first.

Nothing but a mistake is written so. What is a slip away from a day of the e-invoice stands for it, whatever label or row it is at;
days that are in the calendar are compared by their labels and rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from extractor.compare.alike import bare, is_slip
from extractor.compare.printed import PrintedLine, Token
from extractor.document import Candidate, FieldValue
from extractor.values._fold import fold
from extractor.values._months import MONTHS

_ORDERS = ("{d}/{m}/{y}", "{m}/{d}/{y}", "{y}/{m}/{d}")
_OTHERS = ("{y}{m}{d}", "{d}/month {m}/{y}", "month {m}/{d}/{y}")  # in one piece and in words: these say which figure is what
IN_ONE = 8  # figures of 20250314
_PIECES = re.compile(r"[^\W_]+")


def days_altered(told: Mapping[str, FieldValue], lines: Sequence[PrintedLine]) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's days, each with what stands for it and is no day of the page."""
    days = {path: value.value for path, value in told.items() if isinstance(value.value, date)}
    if not days:
        return
    said, named = frozenset(days.values()), Counter(days.values())
    tokens = [token for line in lines for token in line.days]
    printed = Counter(day for token in tokens for day in said.intersection(token.values))
    orders = _orders(tokens, said)
    other = [token for token in tokens if not _is_in_order(token, orders)]
    other += [token for line in lines for token in line.undated if _is_shaped(_written(token))]
    texts = {bare(str(value.value)) for value in told.values()} if other else set()
    forms = {day: list(_forms(day, [*(orders or _ORDERS), *_OTHERS])) for day in named} if other else {}
    for token in other:
        written, plain = _written(token), bare(token.text)
        near = {day for day, ways in forms.items() if any(_is_slip(written, form) for form in ways)}
        if near and not any(plain in text for text in texts):
            _, path = min((printed[day] - named[day], path) for path, day in days.items() if day in near)
            yield path, Candidate(path, token.text, token.text, "pattern", "no day of the page's calendar", token.page, token.box)


def _is_shaped(written: str) -> bool:
    """Whether a text has a day's three figures, or is one in one piece."""
    return written.count("/") == 2 or (len(written) == IN_ONE and written.isdigit())


def _orders(tokens: Sequence[Token], said: frozenset[date]) -> frozenset[str]:
    """The orders in which the page writes the days that the e-invoice says, where only one order gives them, at least half as
    often as the usual one; none if it cannot be told."""
    votes: Counter[str] = Counter()
    for token in tokens:
        written = _written(token)
        for day in said.intersection(token.values):
            fitting = [order for order in _ORDERS if written in set(_forms(day, [order]))]
            votes.update(fitting if len(fitting) == 1 else ())
    most = max(votes.values(), default=0)
    return frozenset(order for order, count in votes.items() if 2 * count >= most)


def _is_in_order(token: Token, orders: frozenset[str]) -> bool:
    """Whether a day is written in one of the orders, or in words, or the orders are not known."""
    written = _written(token)
    in_figures = written.count("/") == 2 and written.replace("/", "").isdigit()
    days = [day for day in token.values if isinstance(day, date)]
    return not orders or not in_figures or any(written in set(_forms(day, orders)) for day in days)


def _is_slip(written: str, form: str) -> bool:
    """The same for texts with strokes, over which figures may have changed places."""
    return is_slip(written, form) or (len(written) == len(form) and is_slip(written.replace("/", ""), form.replace("/", "")))


def _written(token: Token) -> str:
    """The pieces of a text with a stroke between them, a month's name as its number."""
    pieces = (fold(piece) for piece in _PIECES.findall(token.text))
    kept = (f"month {MONTHS[piece]}" if piece in MONTHS else piece for piece in pieces)
    return "/".join(piece for piece in kept if any(map(str.isdigit, piece)))


def _forms(day: date, orders: Iterable[str]) -> Iterator[str]:
    """A day as it may be written: with zeros before its figures or none, its year in four figures or two."""
    years, months, days = (f"{day:%Y}", f"{day:%y}"), (f"{day.month}", f"{day:%m}"), (f"{day.day}", f"{day:%d}")
    for order in orders:
        in_pieces, in_words = "/" in order, "month" in order
        for year, month, number in product(years if in_pieces else years[:1], months[:1] if in_words else months, days):
            if in_pieces or len(month) == len(number) == 2:
                yield order.format(y=year, m=month, d=number)
