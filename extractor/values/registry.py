"""All kinds of value by name, as `Kind` in the schemas spells them. CHOICE has none: its values are the schema's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from extractor.values import (
    UNKNOWN,
    Habits,
    Match,
    ValueKind,
    address,
    bic,
    card,
    checkbox,
    country,
    currency,
    date,
    datetime,
    email,
    iban,
    identifier,
    money,
    name,
    number,
    percent,
    phone,
    text,
    time,
    url,
    vat_id,
)

BY_NAME: dict[str, ValueKind] = {
    "text": text,
    "name": name,
    "identifier": identifier,
    "money": money,
    "number": number,
    "percent": percent,
    "date": date,
    "time": time,
    "datetime": datetime,
    "currency": currency,
    "country": country,
    "iban": iban,
    "bic": bic,
    "card": card,
    "vat_id": vat_id,
    "email": email,
    "phone": phone,
    "url": url,
    "address": address,
    "checkbox": checkbox,
}


# Kinds of which no value is without a figure, and those whose values depend on how the document writes.
FIGURED = frozenset({"money", "number", "percent", "date", "time", "datetime", "phone"})
_BY_HABIT = frozenset({"money", "number", "percent", "date", "datetime", "identifier"})


def matches(kind: str, text: str, habits: Habits) -> tuple[Match, ...]:
    """The values of a kind in a line."""
    return finder(kind, habits)(text)


def finder(kind: str, habits: Habits) -> Callable[[str], tuple[Match, ...]]:
    """What finds the values of a kind in a line: for many lines of one document."""
    asked = habits if kind in _BY_HABIT else UNKNOWN
    return partial(_matches, kind, asked.languages, asked.date_order, asked.decimal_mark)


@lru_cache(maxsize=1 << 15)  # heads, feet and names of columns come again in the next document
def _matches(kind: str, languages: tuple[str, ...], date_order: str | None, decimal_mark: str | None, text: str) -> tuple[Match, ...]:
    return BY_NAME[kind].find(text, Habits(languages, date_order, decimal_mark))  # in parts: a dataclass is slow as a key
