"""All kinds of value by name, as `Kind` in the schemas spells them. CHOICE has none: its values are the schema's."""

from __future__ import annotations

from functools import lru_cache

from extractor.values import (
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


@lru_cache(maxsize=1 << 14)  # heads, feet and names of columns come again in the next document
def matches(kind: str, text: str, habits: Habits) -> tuple[Match, ...]:
    """The values of a kind in a line."""
    return BY_NAME[kind].find(text, habits)
