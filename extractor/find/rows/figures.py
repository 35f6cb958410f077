"""Figures in table cells: a number with what stands around it (sign, currency, percent, unit), under both decimal marks.

A table holds hundreds of figures and its arithmetic decides how they are to be read, so each is parsed once, in both
conventions, and the decision is left to the table. `extractor.values` reads single values; here whole columns are read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extractor.quick import dataclass

CURRENCY_SIGNS = "€$£¥₹₺₽₩₫₴฿"
CURRENCY_CODES = frozenset(
    "EUR USD GBP CHF JPY CNY CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB INR MYR SGD HKD IDR THB PHP KRW AED SAR ZAR "
    "BRL MXN ARS ILS RM RS RS. INR. KR KR. FR FR. SFR SFR. ZŁ KČ FT LEI R$ US$ A$ S$ HK$ NT$ C$ RP RP. EURO EUROS DM".split()
)
HUNDREDTHS = frozenset("CT CTS CENT CENTS PENCE P C ¢".split())  # of a currency, before what they are for: "ct/kWh"
MEASURES = frozenset("kg g t l hl ml m m2 m² m3 m³ qm cbm km kwh mwh".split())  # that a column's name may give once for all its counts
MINUS = "–—−-"
CREDIT = "CR"  # behind an amount: it is taken off
RAND = "R"  # the sign of a currency before cents, else a letter of a code
LONGEST_PLAIN = 7  # digits in a row without a separator: longer ones are codes, not counts or amounts

_NUMBER = re.compile(
    rf"""(?P<times>[x×@](?=\d))?(?P<open>\()?(?P<sign>[+{MINUS}])?
    (?P<before>[{CURRENCY_SIGNS}]|[A-Za-zÀ-žŁł]{{1,4}}\.?\$?|[A-Z]{{1,2}}\$)?
    (?P<late>[{MINUS}])?
    (?P<number>\d[\d.,'’\u00a0\u202f]*\d|\d|[.,]\d+)
    (?P<dash>[.,][{MINUS}]{{1,2}})?
    (?P<after>%|[{CURRENCY_SIGNS}]|[cdk]?m[23]|[A-Za-zÀ-žŁłµ°²³"*]{{1,6}}[²³]?\.?)?
    (?:/(?P<per>[A-Za-zÀ-ž]{{1,5}}\.?))?(?P<close>\))?(?P<trail>[{MINUS}](?![A-Z]))?(?:[:*]|[{MINUS}][A-Z])?""",
    re.VERBOSE,
)
_BEFORE = re.compile(r"^\w=(?=\d[\d.,]*%$)|^[nN]\.(?=\d{1,3}$)")  # a tax's class before its rate: "1=19,0%"; a count's sign: "n.2"
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d*\.\d+|\d+"),
    ",": re.compile(r"\d{1,3}(?:[.'’\u00a0\u202f ]\d{3})+(?:,\d+)?|\d*,\d+|\d+"),
}
_PLAIN = {mark: str.maketrans({other: None for other in ".,'’\u00a0\u202f" if other != mark} | {mark: "."}) for mark in ".,"}
_CENTS = re.compile(r"[.,]\d\d$")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. `point` and `comma` are its values where that is the decimal mark (None: it cannot be).

    `unit` is a word glued to it (Stk, x, kg); `decimals` counts the digits after the mark under the likelier reading.
    """

    text: str
    point: Decimal | None
    comma: Decimal | None
    decimals: int
    percent: bool = False
    currency: bool = False
    unit: str = ""
    is_code: bool = False  # a long run of digits, or one with a leading zero
    per: bool = False  # a price for one of something: "1,625/L"
    times: bool = False  # behind a sign of multiplication: "x2", "@4.50"

    def value(self, mark: str | None) -> Decimal | None:
        """The value under a decimal mark; where that is impossible, the other reading; None: what is likelier."""
        if mark == ",":
            return self.comma if self.comma is not None else self.point
        if mark == ".":
            return self.point if self.point is not None else self.comma
        if self.point is None or self.comma is None:
            return self.comma if self.point is None else self.point
        # 1.234 and 1,234: three digits after one mark are thousands more often than not
        return max(self.point, self.comma, key=abs)

    def decimals_under(self, mark: str | None) -> int:
        """The digits after a decimal mark, where that is it: three in 1.234 under a point."""
        value = self.point if mark == "." else self.comma if mark == "," else None
        exponent = value.as_tuple().exponent if value is not None else None
        return -exponent if isinstance(exponent, int) and exponent < 0 else self.decimals

    @property
    def mark(self) -> str | None:
        """The decimal mark that this figure alone proves."""
        if self.point == self.comma:
            return None
        if self.point is None:
            return ","
        return "." if self.comma is None else None

    @property
    def is_amount(self) -> bool:
        """Written as money is: with a currency, or with cents."""
        return not self.percent and not self.is_code and (self.currency or self.decimals >= 2)


def mark_of(figure: Figure, value: Decimal) -> str | None:
    """The convention that reading `figure` as `value` supposes."""
    if figure.point == figure.comma:
        return None
    return "decimal_comma" if value == figure.comma else "decimal_point" if value == figure.point else None


@lru_cache(maxsize=4096)
def figure(text: str) -> Figure | None:
    """A text that is one figure, or None. "€ 1.234,50", "(12.00)", "5,00-", "19 %", "3Stk", "1'000.00"."""
    if not any(map(str.isdigit, text)) or len(text) > 24:
        return None
    bare = text.strip().replace(" ", "")
    found = _NUMBER.fullmatch(_BEFORE.sub("", bare) if "=" in bare or bare[:1] in "nN" else bare)
    if found is None:
        return None
    before, after = found["before"] or "", found["after"] or ""
    number = found["number"]
    if before and not _is_currency(before) and not (before == RAND and _CENTS.search(number)):
        return None
    credit = after.upper().strip(".") == CREDIT
    in_brackets = bool(found["open"] and found["close"]) and after != "%"  # "(19 %)" only says which rate
    negative = credit or in_brackets or bool((found["sign"] and found["sign"] != "+") or found["late"] or found["trail"])
    plain = number.isdigit()
    point = comma = Decimal(number) if plain else None
    if not plain:
        point, comma = _read(number, "."), _read(number, ",")
        if "," in number and _INDIAN.fullmatch(number):
            point = Decimal(number.replace(",", ""))
    if point is None and comma is None:
        return None
    decimals = _decimals(number, point, comma)
    after_is_currency = _is_currency(after)
    return Figure(
        text,
        None if point is None else -point if negative else point,
        None if comma is None else -comma if negative else comma,
        decimals,
        percent=after == "%",
        currency=bool(before) or after_is_currency or bool(found["dash"]),
        unit="" if after == "%" or after_is_currency or credit else after.strip('*"'),
        is_code=plain and (len(number) > LONGEST_PLAIN or (len(number) > 1 and number[0] == "0")),
        per=bool(found["per"]),
        times=bool(found["times"]),
    )


def _is_currency(text: str) -> bool:
    dollars = text.endswith("$") and text[:-1].isalpha()  # of whatever country: "CA$", "NZ$"
    return bool(text) and (text in CURRENCY_SIGNS or text.upper() in CURRENCY_CODES or dollars)


@lru_cache(maxsize=1024)
def is_currency(text: str) -> bool:
    """Whether a word alone is a currency sign or code."""
    return _is_currency(text.strip("()[]:"))


def _read(number: str, mark: str) -> Decimal | None:
    if not _GROUPED[mark].fullmatch(number):
        return None
    digits = number.translate(_PLAIN[mark])
    return Decimal(digits) if digits.strip(".") else None


def _decimals(number: str, point: Decimal | None, comma: Decimal | None) -> int:
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return 0
    if point is not None and comma is not None:
        return 0  # 1.234: likelier thousands
    mark = "," if point is None else "."
    return len(number) - last - 1 if number[last] == mark else 0
