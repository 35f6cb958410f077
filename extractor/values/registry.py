"""All kinds of value by name, as `Kind` in the schemas spells them. CHOICE has none: its values are the schema's."""

from __future__ import annotations

import re
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


# What each line with a value of a kind has, for all lines of a document at once: to be sought in lines parted by line feeds.
_FIGURE = r"\d.*"  # once a line
SIGNS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("money", "number", "date", "time", "datetime", "phone"), re.compile(_FIGURE)),
    "percent": re.compile(r"(?:%|[pP]er ?cent|[pP]rozent|v\. ?H\.|p\.c\.|pour ?cent|por c|procent).*"),
    "identifier": re.compile(rf"{_FIGURE}|[A-Z]{{2}}[^\S\n]*$", re.MULTILINE),
    "iban": re.compile(r"[A-Z]{2}[ \u00a0]?[0-9OIlSBDGZ]{2}|\d{2}(?:[ \u00a0-]?\d{4}){6}"),
    "bic": re.compile(r"[A-Z]{4} ?[A-Z]{2}|[A-Z0-9]{8}"),
    "vat_id": re.compile(r"(?:[\dOoQDIliSBZzGAgq][ \u00a0.\-/]*){5}|\d{2}[A-Z]{5}\d{4}"),  # figures, some perhaps misread
    "email": re.compile(r"[@([].*"),
    "url": re.compile(r"\.[^\W\d_]{2}.*"),
}
_BY_HABIT = frozenset({"money", "number", "percent", "date", "datetime", "identifier"})
_WITH_MEMORY = frozenset({"date", "iban", "phone"})  # other kinds ask them for the same lines: they remember what they found


def matches(kind: str, text: str, habits: Habits) -> tuple[Match, ...]:
    """The values of a kind in a line."""
    return finder(kind, habits)(text)


def finder(kind: str, habits: Habits) -> Callable[[str], tuple[Match, ...]]:
    """What finds the values of a kind in a line: for many lines of one document."""
    asked = habits if kind in _BY_HABIT else UNKNOWN
    if kind in _WITH_MEMORY:
        return partial(BY_NAME[kind].find, habits=asked)
    return partial(_matches, kind, asked.languages, asked.date_order, asked.decimal_mark)


@lru_cache(maxsize=1 << 15)  # heads, feet and names of columns come again in the next document
def _matches(kind: str, languages: tuple[str, ...], date_order: str | None, decimal_mark: str | None, text: str) -> tuple[Match, ...]:
    return BY_NAME[kind].find(text, Habits(languages, date_order, decimal_mark))  # in parts: a dataclass is slow as a key
