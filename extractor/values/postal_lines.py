"""The line of an address that holds the postal code: its city, code, region and country, in the habits of the countries we know.

    "Sydney NSW 2000" -> city "Sydney", region "NSW", code "2000"        "D-80331 München" -> country "D", code "80331", city "München"

Parts are the named groups of a match: before, city, code, region or region2, country, cedex, rest; a form need not have all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.values._fold import fold
from extractor.values._territories import REGIONS_OF, STATES
from extractor.values.streets import PO_BOX

_STATES = "|".join(dict.fromkeys(state for states in STATES.values() for state in states))
_CITY = r"(?P<city>[^\W\d_][^\d,;|]{0,45}?)"
_END = r"(?:\s*[,(]\s*(?P<rest>[^\d]{2,40}?)\)?)?\s*$"
_REST = r"(?P<rest>[,\s].*)?$"
_FIRST = r"(?:^|(?P<before>.*?),?\s+)"  # the code opens the place
_LATER = r"(?:^|(?P<before>.*?),\s*)"  # the city does
_NATION = r"(?:(?P<country>[A-Z]{1,3})\s?[-–]\s?)?"
_ANY_CODE = r"[1-9]\d{3}\s?[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}|\d{4,6}"
_UNIT = r"(?!(?:Suite|Ste|Unit|Floor|Room|RM|Rm|Flat|Shop|Apt|No|Nr|Building|Block|Blk|Level|Lot|Box)\b)"
# Each with its weight, and with what stands in every line that it fits, which costs less to look for.
_FORMS: tuple[tuple[re.Pattern[str], float, re.Pattern[str]], ...] = tuple(
    (re.compile(form), weight, re.compile(held))
    for form, weight, held in (
        # Springfield, IL 62704-1234   Sydney NSW 2000   Toronto, ON M5V 2T6
        (
            rf"{_LATER}{_CITY}[,\s]\s*(?P<region>{_STATES})\.?,?\s+"
            rf"(?P<code>\d{{5}}(?:\s?-\s?\d{{4}})?|\d{{4}}|[A-Z]\d[A-Z]\s?\d[A-Z]\d){_REST}",
            0.97,
            r"[A-Z]\.?,?\s+(?:\d{4}|[A-Z]\d[A-Z])",
        ),
        # Amsterdam, NH, 1016DZ, NL   Seattle, 98109, US
        (
            rf"{_LATER}{_CITY},\s*(?:(?P<region>[A-Z]{{2,3}}|[^\W\d_][^\d,]{{2,30}}),\s*)?(?P<code>{_ANY_CODE}),\s*(?P<rest>[A-Z]{{2}})$",
            0.95,
            r",\s*[A-Z]{2}$",
        ),
        # Montréal (Québec) H2X 3K9
        (rf"{_LATER}{_CITY}\s*\((?P<region>[^()\d]{{2,30}})\)\s*(?P<code>[A-Z]\d[A-Z]\s?\d[A-Z]\d){_REST}", 0.97, r"\)\s*[A-Z]\d"),
        # Vilafranca del Penedès (08720), Barcelona, España
        (rf"{_LATER}{_CITY}\s*\((?P<code>\d{{5}}|\d{{4}}-\d{{3}}|\d{{2}}-\d{{3}})\)(?:\s*,\s*(?P<rest>\D{{2,60}}))?$", 0.95, r"\(\d"),
        # 1012 AB Amsterdam   00-950 Warszawa   1000-001 Lisboa
        (rf"{_FIRST}(?:NL-?\s?)?(?P<code>[1-9]\d{{3}}\s?[A-Z]{{2}})[,\s]\s*{_CITY}{_END}", 0.97, r"[1-9]\d{3}\s?[A-Z]{2}"),
        (rf"{_LATER}{_CITY}?[,\s]*\b(?P<code>[1-9]\d{{3}} (?!WA|NT|SA)[A-Z]{{2}})$", 0.9, r"\d [A-Z]{2}$"),  # Utrecht 3511 NP   3511 NP
        (rf"{_FIRST}(?:PL-?\s?)?(?P<code>\d{{2}}-\d{{3}})[,\s]\s*{_CITY}{_END}", 0.97, r"\d-\d{3}"),
        (rf"{_FIRST}(?:PT?-?\s?)?(?P<code>\d{{4}}-\d{{3}})[,\s]\s*{_CITY}{_END}", 0.97, r"\d-\d{3}"),
        # São Paulo - SP, 01310-100
        (rf"{_LATER}{_CITY}\s*[-–/,]\s*(?P<region>[A-Z]{{2}})\s*[,–-]?\s*(?:CEP:?\s*)?(?P<code>\d{{5}}-\d{{3}}){_REST}", 0.95, r"\d-\d{3}"),
        # London SW1A 1AA   SW1A 1AA
        (rf"{_LATER}{_CITY}?[,\s]*\b(?P<code>[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}})\b\.?{_REST}", 0.95, r"[A-Z]\d[A-Z\d]?\s?\d[A-Z]{2}"),
        # Cork T12 W8KP
        (rf"{_LATER}{_CITY}?[,\s]*\b(?P<code>[A-Z]\d[\dW]\s?[A-Z\d]{{4}})\b\.?{_REST}", 0.93, r"[A-Z]\d[\dW]\s?[A-Z\d]{4}"),
        # ... Singapore 408652
        (r"(?:^|(?P<before>.*?),?\s+)(?P<city>Singapore)\s+(?P<code>\d{6})\.?$", 0.95, "Singapore"),
        # Bangalore - 560001   Mumbai 400 001   Singapore 049315
        (rf"{_LATER}{_CITY}\s*[-–,:]?\s*(?:PIN:?\s*)?(?P<code>[1-9]\d{{2}}\s?\d{{3}}|0\d{{5}})\.?{_REST}", 0.8, r"\d{3}\s?\d{3}"),
        # 80331 München   D-80331 München   81100 Johor Bahru, Johor   28013 Madrid (Madrid)   20121 Milano MI
        (
            rf"{_FIRST}{_NATION}(?P<code>\d{{5}})[,\s]\s*{_CITY}(?P<cedex>\s+(?:CEDEX|Cedex|cedex)(?:\s\d{{1,2}})?)?(?:\s+\(?(?P<region>[A-Z]{{2}})\)?)?(?:\s*,\s*(?P<rest>\D{{2,60}}?))?"
            r"(?:\s*\((?P<region2>[^)]{2,30})\))?\s*[.,]?\s*$",
            0.95,
            r"\d{5}[,\s]",
        ),
        # 331 35 Värnamo   110 00 Praha
        (rf"{_FIRST}{_NATION}(?P<code>\d{{3}} \d{{2}})\s+{_CITY}{_END}", 0.85, r"\d{3} \d{2}\s"),
        # 8000 Zürich   A-1010 Wien   1000 Bruxelles
        (rf"{_FIRST}{_NATION}(?P<code>[1-9]\d{{3}})[,\s]\s*{_CITY}{_END}", 0.8, r"[1-9]\d{3}[,\s]"),
        # Kuala Lumpur 50450   Brooklyn 11201   Melbourne 3000
        (rf"{_LATER}{_UNIT}{_CITY}[,\s]\s*(?P<code>\d{{4,5}})\.?(?P<rest>[,\s]\D.*)?$", 0.6, r"[,\s]\d{4,5}\.?(?:[,\s]|$)"),
    )
)
_CODE = re.compile(
    r"\d{4}|\d{3} \d{2}(?!\d)|\d{2}-\d{3}|\d{3} ?\d{3}|[A-Z]\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] ?[A-Z\d]{4}"
)
LOOSE = 0.8  # weight of the forms that a word and a number are enough for


def weight_of(found: re.Match[str]) -> float:
    return next(weight for form, weight, _ in _FORMS if form is found.re)


@lru_cache(maxsize=4096)  # of a line one asks how like an address it is, another for its parts
def place_in(line: str) -> re.Match[str] | None:
    """The line with the postal code, by the first form that fits."""
    if len(line) > 160 or not _CODE.search(line):
        return None
    for form, weight, held in _FORMS:
        found = form.match(line) if held.search(line) else None
        if found and not (weight <= LOOSE and PO_BOX.search(found["city"])):  # the box has a number, not the place
            return found
    return None


# Shapes of codes that are one country's alone.
_SHAPES = tuple(
    (re.compile(shape), country)
    for shape, country in (
        (r"[1-9]\d{3} ?[A-Z]{2}", "NL"),
        (r"\d{2}-\d{3}", "PL"),
        (r"\d{4}-\d{3}", "PT"),
        (r"\d{5}-\d{3}", "BR"),
        (r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "GB"),
        (r"[A-Z]\d[A-Z] ?\d[A-Z]\d", "CA"),
        (r"[A-Z]\d[\dW] ?[A-Z\d]{4}", "IE"),
    )
)


def country_of_code(code: str, region: str | None, form: re.Pattern[str]) -> str | None:
    """The country where the code's shape, or the region with it, tells it beyond doubt."""
    shaped = next((country for shape, country in _SHAPES if shape.fullmatch(code)), None)
    if shaped is not None:
        return shaped
    if form is _FORMS[0][0]:  # with a state, which may be two countries'
        return "US" if len(code) >= 5 else "AU"
    return "MY" if region and len(code) == 5 and fold(region) in REGIONS_OF["MY"] else None
