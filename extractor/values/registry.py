"""All kinds of value by name, as `Kind` in the schemas spells them. CHOICE has none: its values are the schema's."""

from __future__ import annotations

from extractor.values import (
    ValueKind,
    address,
    bic,
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
    "vat_id": vat_id,
    "email": email,
    "phone": phone,
    "url": url,
    "address": address,
    "checkbox": checkbox,
}
