"""How one document writes figures and dates: chosen once, kept throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from babel.dates import format_date

from tools.samples.chance import Chance
from tools.samples.countries import Country


@dataclass(frozen=True, slots=True)
class Style:
    """`symbol` is where the currency stands: before, before-space, after, code-before, code-after or none."""

    language: str
    currency: str
    sign: str
    decimal: str
    group: str
    symbol: str
    date_pattern: str
    minus: str  # "-", "after" (12,00-), "brackets", "−"
    bare_round: bool  # no decimals for round amounts
    quantity_places: int
    rate_places: int
    clock: str  # "24", "12"

    def figure(self, value: Decimal, places: int = 2) -> str:
        """A number in the document's separators, `places` decimals, without a currency."""
        text = f"{abs(value):,.{places}f}"
        if self.bare_round and places == 2 and text.endswith(".00"):
            text = text[:-3]
        text = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.group)
        if value < 0:
            text = {"after": f"{text}-", "brackets": f"({text})"}.get(self.minus, f"{self.minus}{text}")
        return text

    def money(self, value: Decimal, *, symbol: bool = True, places: int = 2) -> str:
        text = self.figure(value, places)
        if not symbol or self.symbol == "none":
            return text
        if self.symbol in {"code-before", "code-after"}:
            return f"{self.currency} {text}" if self.symbol == "code-before" else f"{text} {self.currency}"
        if self.symbol == "after":
            return f"{text} {self.sign}"
        space = " " if self.symbol == "before-space" or len(self.sign) > 2 else ""
        if text.startswith("-") and not space:
            return f"-{self.sign}{text[1:]}"
        return f"{self.sign}{space}{text}"

    def quantity(self, value: Decimal) -> str:
        places = max(self.quantity_places, -int(value.normalize().as_tuple().exponent)) if value % 1 else self.quantity_places
        return f"{value:.{places}f}".replace(".", self.decimal)

    def rate(self, value: Decimal) -> str:
        places = max(self.rate_places, -int(value.normalize().as_tuple().exponent)) if value % 1 else self.rate_places
        return f"{value:.{places}f}".replace(".", self.decimal)

    def date(self, value: date, pattern: str | None = None) -> str:
        locale = {"en": "en_US" if self.currency == "USD" else "en_GB", "pt": "pt_PT"}.get(self.language, self.language)
        return format_date(value, pattern or self.date_pattern, locale)

    def time(self, value: time, seconds: bool = False) -> str:
        if self.clock == "12":
            return value.strftime("%I:%M:%S %p" if seconds else "%I:%M %p").lstrip("0")
        return value.strftime("%H:%M:%S" if seconds else "%H:%M")


def style(chance: Chance, country: Country, language: str) -> Style:
    mark = chance.pick(country.money)
    before = country.currency in {"GBP", "USD", "AUD", "MYR", "INR", "CHF"} or language in {"nl", "en"}
    symbols = (
        {"before": 4.0, "before-space": 1.5, "none": 2.0, "code-before": 1.0, "code-after": 0.5}
        if before
        else {"after": 4.0, "none": 2.5, "code-after": 1.2, "code-before": 0.5, "before-space": 0.6}
    )
    dates = country.dates if language in country.languages or country.code == "US" else ("dd/MM/yyyy", "d MMMM yyyy", "yyyy-MM-dd")
    return Style(
        language=language,
        currency=country.currency,
        sign=country.symbol,
        decimal=mark[0],
        group=mark[1:],
        symbol=chance.weighted(symbols),
        date_pattern="yyyy-MM-dd" if chance.maybe(0.04) else chance.pick(dates),
        minus=chance.weighted({"-": 8.0, "after": 1.0 if language == "de" else 0.2, "brackets": 0.8 if language == "en" else 0.0}),
        bare_round=chance.maybe(0.05),
        quantity_places=chance.weighted({0: 6.0, 2: 2.0, 1: 0.5, 3: 0.5}),
        rate_places=chance.weighted({0: 5.0, 1: 0.7, 2: 1.5}),
        clock="12" if language == "en" and chance.maybe(0.5) else "24",
    )
