"""All kinds of value by name, as `Kind` in the schemas spells them. CHOICE has none: its values are the schema's."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from extractor.late import late
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


# What each line with a value of a kind has, for all lines of a document at once: to be sought in lines parted by line feeds. Each begins
# with the set of its first signs, which is many times faster, and takes the rest of its line where many would follow.
_FIGURES = re.compile(r"\d.*")
_MAY_BE_FIGURE, _GAPS = r"[\dOoQDIliSBZzGAgq]", r"[ \u00a0.\-/]*"
SIGNS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("money", "number", "date", "time", "datetime", "phone"), _FIGURES),
    "percent": re.compile(r"[%pPv](?:(?<=%)|er ?cent|rozent|rocent|our ?cent|or c|\. ?H\.|\.c\.).*"),
    "identifier": re.compile(r"[\dA-Z](?:(?<=\d).*|[A-Z][^\S\n]*$)", re.MULTILINE),
    "iban": re.compile(r"[A-Z\d][A-Z\d][ \u00a0-]?[\dOIlSBDGZ]{2}(?:[ \u00a0.\-]*[\dA-Za-z]){11}.*"),
    "card": late(r"[*•●#·xX….][ -]?\d{4}.*"),
    "bic": re.compile(r"[A-Z\d](?:[A-Z]{3} ?[A-Z]{2}|[A-Z\d]{7}).*"),
    "vat_id": re.compile(rf"{_MAY_BE_FIGURE}(?:{_GAPS}{_GAPS.join([_MAY_BE_FIGURE] * 4)}|\d[A-Z]{{5}}\d{{4}}).*"),
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
    return _finder(kind, asked.languages, asked.date_order, asked.decimal_mark)


@lru_cache(maxsize=64)
def _finder(kind: str, languages: tuple[str, ...], date_order: str | None, decimal_mark: str | None) -> Callable[[str], tuple[Match, ...]]:
    """The same with a memory of its own: heads, feet and names of columns come again in the next document."""
    return lru_cache(maxsize=1 << 11)(partial(BY_NAME[kind].find, habits=Habits(languages, date_order, decimal_mark)))
