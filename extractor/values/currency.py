"""Currencies: ISO 4217 codes, symbols, and names in eight languages. The value is the code.

parse("RM") -> MYR      parse("$") -> USD .6, then AUD, CAD ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._fold import fold

# Codes of national currencies in use (ISO 4217, list one), without funds, metals and test codes.
CODES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
    CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
    SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL""".split()
)

# Symbols and signs; several codes: likeliest first. Letters that are also words ("kr", "Fr") need a figure beside them.
SYMBOLS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "$": ("USD", "AUD", "CAD", "SGD", "NZD", "HKD", "MXN", "CLP", "COP", "ARS"),
    "US$": ("USD",),
    "USD$": ("USD",),
    "U$": ("USD",),
    "AU$": ("AUD",),
    "A$": ("AUD",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "CAD$": ("CAD",),
    "S$": ("SGD",),
    "SG$": ("SGD",),
    "NZ$": ("NZD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "MX$": ("MXN",),
    "R$": ("BRL",),
    "RS$": ("BRL",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "￥": ("CNY", "JPY"),
    "RMB": ("CNY",),
    "₹": ("INR",),
    "Rs": ("INR", "PKR", "LKR", "NPR"),
    "RS": ("INR", "PKR", "LKR", "NPR"),
    "INR.": ("INR",),
    "RM": ("MYR",),
    "Rp": ("IDR",),
    "zł": ("PLN",),
    "zl": ("PLN",),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "lei": ("RON",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Kr": ("SEK", "NOK", "DKK", "ISK"),
    "SFr": ("CHF",),
    "sFr": ("CHF",),
    "Fr": ("CHF",),
    "Fr.": ("CHF",),
    "₺": ("TRY",),
    "TL": ("TRY",),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "₫": ("VND",),
    "฿": ("THB",),
    "₱": ("PHP",),
    "Php": ("PHP",),
    "₪": ("ILS",),
    "₴": ("UAH",),
    "₦": ("NGN",),
    "R": ("ZAR",),
    "Dhs": ("AED",),
    "EURO": ("EUR",),
    "Euro": ("EUR",),
    "euros": ("EUR",),
    "Eur": ("EUR",),
    "eur": ("EUR",),
    "DM": ("DEM",),
    "SR": ("SAR",),
}

# Folded names: the world's trading currencies in the eight languages of the label files.
_NAMES = """
EUR: euro euros eur
USD: us dollar|us dollars|us-dollar|american dollars|dollar|dollars|dolar|dolares|dolar estadounidense|dolares estadounidenses|
 dollar americain|
 dollars americains|dollar us|dollaro|dollari|dollaro statunitense|dolar americano|dolar amerykanski|dolary|united states dollars
GBP: pound sterling|pounds sterling|british pound|british pounds|pfund sterling|livre sterling|livres sterling|libra esterlina|
 libras esterlinas|sterlina|
 sterlina britannica|brits pond|pond sterling|funt szterling|pounds|pound|great british pounds
CHF: swiss franc|swiss francs|schweizer franken|franken|franc suisse|francs suisses|franco suizo|franco svizzero|franchi svizzeri|
 zwitserse frank|
 franco suico|frank szwajcarski|sfr
PLN: zloty|zlotys|zlote|zlotych|polish zloty|polnischer zloty|zloty polonais|zloty polaco|zloty polacco|poolse zloty|zloty polski
MYR: ringgit|malaysian ringgit|ringgit malaysia
INR: indian rupee|indian rupees|rupee|rupees|indische rupie|roupie indienne|rupia india|rupia indiana|indiase roepie|rupia indyjska
BRL: real|reais|brazilian real|real brasileiro|real brasileno|real bresilien|brasilianischer real|real brasiliano|real brazylijski|
 braziliaanse real
JPY: yen|japanese yen|japanischer yen|yen japonais|yen japones|yen giapponese|japanse yen|iene|iene japones|jen japonski
AUD: australian dollar|australian dollars|australischer dollar|dollar australien|dolar australiano|dollaro australiano|australische dollar
CAD: canadian dollar|canadian dollars|kanadischer dollar|dollar canadien|dolar canadiense|dollaro canadese|canadese dollar|dolar canadense
SEK: swedish krona|swedish kronor|schwedische krone|couronne suedoise|corona sueca|corona svedese|zweedse kroon|coroa sueca|korona szwedzka
NOK: norwegian krone|norwegische krone|couronne norvegienne|corona noruega|corona norvegese|noorse kroon|coroa norueguesa|korona norweska
DKK: danish krone|danische krone|couronne danoise|corona danesa|corona danese|deense kroon|coroa dinamarquesa|korona dunska
CZK: czech koruna|tschechische krone|couronne tcheque|corona checa|corona ceca|tsjechische kroon|coroa checa|korona czeska
HUF: forint|hungarian forint|ungarischer forint|forint hongrois|fiorino ungherese|hongaarse forint|forint wegierski
SGD: singapore dollar|singapore dollars
CNY: renminbi|yuan|chinese yuan
MXN: mexican peso|peso mexicano|pesos mexicanos|mexikanischer peso
ZAR: rand|south african rand
IDR: rupiah|indonesian rupiah
THB: baht|thai baht
"""


def _any_of(texts: Iterable[str]) -> str:
    """An expression of any of some texts, the longest that fits. Those that begin alike stand together, else each would be tried at every
    place."""
    ends: dict[str, list[str]] = {}
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        ends.setdefault(text[:1], []).append(text[1:])
    return "(?:" + "|".join(re.escape(sign) + (_any_of(rest) if len(rest) > 1 else re.escape(rest[0])) for sign, rest in ends.items()) + ")"


_ALL = frozenset({*CODES, *SYMBOLS})
SIGN = _any_of(_ALL)  # beside a figure: RM9.00, 9.00EUR, 9,00 zł
_LETTERS = frozenset({"R", "RS", "Fr", "Fr.", "kr", "Kr", "Ft", "SR", "lei", "TL"})  # they need an amount beside them
_CENTS = r"\d[\d.,' ]*[.,]\d\d(?![\d.,]*\d)"
# Not within a longer code ("IDR-45", "ART-USD-7"): behind a hyphen only an amount is one of its own ("USD-45.00").
_IN_CODE = rf"(?:(?<![A-Z])|(?!-(?!{_CENTS})[A-Z]*\d))"
_TOKEN = re.compile(rf"(?<![^\W\d_])(?<![A-Z\d]-){_any_of(_ALL - _LETTERS)}(?![^\W\d_]){_IN_CODE}")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?!\d)"  # "Fr 12.05.": a Friday
_BESIDE = re.compile(
    rf"(?:(?<![^\W_])(?:RS?|[kK]r\s?)|^(?:RS?|Fr\.?|TL)\s)(?=-?{_CENTS})(?!{_DAY})"  # "@ R109.99", "kr 120,00"
    r"|(?<=\d[.,]\d\d)\s?(?:kr|Kr|Ft|lei|TL|Fr)(?!\w)|(?<=\()RS(?=[)/])"  # "120,00 kr", "Amount (RS)"
)
_WORD = re.compile(r"[^\W\d_]+")
# One of these words or signs is in each code and symbol.
WORDS = frozenset(word for text in _ALL if (word := text.rstrip(".")).isalpha())
_SIGN = re.compile(f"[{''.join({sign for text in _ALL for sign in text if not sign.isalpha() and sign != '.'})}]")
_COMPANY_FORM = re.compile(r"\bs(?:dn|endirian)[.,]?\s?$", re.IGNORECASE)  # "Sdn Bhd" is what a Malaysian company is, no dinar
# Codes that are also words or usual abbreviations: alone in a line of text they say little.
_WORDLIKE = frozenset(
    {
        "ALL",
        "SHP",
        "TOP",
        "TRY",
        "MAD",
        "CUP",
        "GEL",
        "COP",
        "SOS",
        "PEN",
        "BAM",
        "ANG",
        "CAD",
        "LAK",
        "MOP",
        "NAD",
        "PAB",
        "RON",
        "SAR",
        "SCR",
        "SLE",
        "STN",
    }
)

# Codes that goods and works are called by too (a protected origin, a programming language): among other words, with no amount, they are
# those.
_OF_GOODS = frozenset("AED AMD ARS BOB CLP CVE DOP ILS MUR PHP RUB".split())
_AMOUNT_BEHIND = re.compile(r"[\s:]*-?\d[\d.,' ]*(?!\w)")


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in _NAMES.replace("\n ", "").strip().splitlines():
        code, names = entry.split(": ", 1)
        for name in names.split("|" if "|" in names else " "):
            table[name.replace("-", " ")] = code
    return table


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _names())


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """The currencies a code, symbol or name may stand for."""
    token = text.strip().strip(":()[]").strip()
    if token in SYMBOLS or token.rstrip(".") in SYMBOLS:
        return _of_symbol(SYMBOLS.get(token) or SYMBOLS[token.rstrip(".")])
    code = token.upper()
    if code in CODES:
        return (Interpretation(code, None, 1.0 if token.isupper() else 0.8),)
    if code in SYMBOLS:
        return _of_symbol(SYMBOLS[code])
    named = _names().get(fold(token).replace("-", " "))
    return (Interpretation(named),) if named else ()


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Codes and symbols anywhere, names as whole words."""
    found: list[Match] = []
    said = _WORD.findall(text)
    if not WORDS.isdisjoint(said) or _SIGN.search(text):
        tokens = [token for token in _TOKEN.finditer(text) if token[0] != "BHD" or not _COMPANY_FORM.search(text[: token.start()])]
        found += [_match(text, token.start(), token.end(), parse(token[0], habits)) for token in tokens]
        for one in _BESIDE.finditer(text):
            start = text.index(sign := one[0].strip(), one.start())
            found.append(_match(text, start, start + len(sign), parse(sign, habits)))
    starts = _first_words()
    if starts.isdisjoint(map(str.lower, said) if text.isascii() else map(fold, said)):
        return tuple(sorted(found, key=lambda match: match.start))
    taken = {match.start for match in found}
    words = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    reached = 0
    for index, (start, end) in enumerate(words):
        if start < reached or start in taken or fold(text[start:end]) not in starts:
            continue
        for last in range(min(index + 2, len(words) - 1), index - 1, -1):
            code = _names().get(fold(text[start : words[last][1]]).replace("-", " "))
            if code:
                found.append(_match(text, start, words[last][1], (Interpretation(code, None, 0.8),)))
                reached = words[last][1]
                break
    return tuple(sorted(found, key=lambda match: (match.start, match.end)))


def _of_symbol(codes: tuple[str, ...]) -> tuple[Interpretation, ...]:
    if len(codes) == 1:
        return (Interpretation(codes[0]),)
    rest = round(0.4 / (len(codes) - 1), 4)
    return (Interpretation(codes[0], None, 0.6), *(Interpretation(code, None, rest) for code in codes[1:]))


def _match(text: str, start: int, end: int, interpretations: tuple[Interpretation, ...]) -> Match:
    token = text[start:end]
    if (likelihood := 0.2 if token in _WORDLIKE else _as_code(text, start, end) if token in _OF_GOODS else 1.0) < 1:
        interpretations = tuple(Interpretation(one.value, one.convention, likelihood, one.repaired) for one in interpretations)
    return Match(start, end, token, interpretations)


def _as_code(text: str, start: int, end: int) -> float:
    """How likely what goods are called too is a currency: hardly between words or figures that are no amount ("BRIE DOP 24M"); less than
    another code where it ends a text, "Total DOP" or "BRIE DOP"."""
    before, behind = text[:start].rstrip(), text[end:].lstrip()
    if not before[-1:].isalpha() or (behind and not behind[0].isalnum()):
        return 1.0
    if not behind:
        return 0.6
    return 1.0 if _AMOUNT_BEHIND.fullmatch(behind) or re.match(_CENTS, behind) else 0.2
