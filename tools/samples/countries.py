"""Countries: how their firms write addresses, numbers, dates and money, and what they are registered with.

Cities and postal codes are real (they are what addresses look like); streets, firms and people come from invented lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Country:
    """`names` by language; `money` lists the ways to write figures as "decimal mark + group mark"; `dates` are Babel
    patterns; `rates` are tax rates in percent, the usual one first; `cities` are "postal code and name/region"; `city_line`
    has {postal}, {city}, {region}, `street` has {street}, {house}; `phones` and the second parts of `registers` and
    `tax_numbers` (label, pattern) are fill patterns: # a digit, ? a letter."""

    code: str
    names: Mapping[str, str]
    currency: str
    symbol: str
    languages: tuple[str, ...]
    rates: tuple[str, ...]
    money: tuple[str, ...]
    dates: tuple[str, ...]
    cities: tuple[str, ...]
    phones: tuple[str, ...]
    forms: tuple[str, ...]
    street: str
    city_line: str
    registers: tuple[tuple[str, str], ...]
    tax_numbers: tuple[tuple[str, str], ...]
    domain: str


def _country(code: str, entry: Mapping[str, Any]) -> Country:
    return Country(
        code=code,
        names=dict(entry["names"]),
        currency=str(entry["currency"]),
        symbol=str(entry["symbol"]),
        languages=tuple(entry["languages"]),
        rates=tuple(entry["rates"]),
        money=tuple(entry["money"]),
        dates=tuple(entry["dates"]),
        cities=tuple(city.strip() for city in entry["cities"].split(";")),
        phones=tuple(entry["phones"]),
        forms=tuple(entry["forms"]),
        street=str(entry["street"]),
        city_line=str(entry["city_line"]),
        registers=tuple((label, pattern) for label, pattern in entry.get("registers", ())),
        tax_numbers=tuple((label, pattern) for label, pattern in entry.get("tax_numbers", ())),
        domain=str(entry["domain"]),
    )


def _load() -> dict[str, Country]:
    text = files("tools.samples").joinpath("data/countries.yaml").read_text(encoding="utf-8")
    return {code: _country(code, entry) for code, entry in yaml.safe_load(text).items()}


COUNTRIES = _load()
INVOICE_COUNTRIES = {
    "en": ("GB", "US", "IE", "AU", "NL", "DE"),
    "de": ("DE", "DE", "AT", "CH"),
    "fr": ("FR", "FR", "BE", "CH"),
    "es": ("ES",),
    "it": ("IT", "IT", "IT", "CH"),
    "nl": ("NL", "NL", "BE"),
    "pt": ("PT",),
    "pl": ("PL",),
}
"""Where invoices in a language come from; repeated ones are likelier."""
RECEIPT_COUNTRIES = {**INVOICE_COUNTRIES, "en": ("GB", "US", "US", "MY", "MY", "MY", "AU", "IN", "IE")}
