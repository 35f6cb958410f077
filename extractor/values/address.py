"""Postal addresses: a block of lines to its parts, and how like an address a line is.

    parts(("Musterstr. 12", "80331 München", "Germany")) -> street, postal_code, city, country

The habits of the English-speaking countries (US, UK, Canada, Australia, Malaysia, India, Singapore), Germany, Austria, Switzerland,
France, Belgium, Spain, Italy, the Netherlands, Portugal, Brazil and Poland are told by the shape of the line with the
postal code, never by the document's language alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractor.late import late
from extractor.quick import dataclass
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values import country as countries
from extractor.values._fold import fold
from extractor.values._territories import REGIONS, SHORT_COUNTIES
from extractor.values.postal_lines import country_of_code, place_in, weight_of
from extractor.values.streets import PO_BOX, street_score


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of an address, as printed; the country as an ISO code."""

    street: str | None = None
    additional: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


_ADDITIONAL = re.compile(
    r"\b(?:unit|suite|ste|floor|fl|apt|apartment|building|bldg|block|level|room|c/o|etage|og|stiege|top|bâtiment|bat|étage|piso|planta|puerta|scala|interno|bus|m\.|lok\.|"
    r"p\.?o\.? box|postfach|cs|bp|cedex|tower|plaza|mall|centre|center|wisma|menara)\b",
    re.IGNORECASE,
)
_NOT_ADDRESS = re.compile(
    r"@|www\.|https?:|\b(?:tel|phone|fax|e-?mail|iban|bic|vat|ust|gst|date|invoice|total|reg\.? ?no|siret|nip|tva|co\.? ?reg)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"(?P<place>(?:[A-Z]{1,2}-)?(?:\d{2}-\d{3}|\d{4}-\d{3}|\d{4} ?[A-Z]{2}|\d{4,5}) [^\d,]{2,40}), "
    r"(?P<street>[^,]*[^\W\d_]{3}[^,]* \d[^,]*)"
)
_CODE_WORD = re.compile(r"\b(?:C\.\s?P\.|CP|CEP|PLZ|ZIP(?: [Cc]ode)?|Postcode|Postal [Cc]ode):?\s*(?=\d)")  # a postal code's own name
_COUNTY = re.compile(r"(?:Co\.?|County) [A-Z]")
_TOWN_IN_COUNTY = re.compile(r"(?:(?P<before>.+), )?(?P<city>[^\W\d][^\d,]*), (?P<region>(?:Co\.|County) [A-Z][a-z]+)")  # without a code
_DISTRICT = re.compile(r"Dublin \d{1,2}W?")  # a city's name with a figure of its own
_SIGN = re.compile(r"\s*\(([A-Z]{1,3})\)$")  # a country's letters behind a town
_CARE_OF = re.compile(r"c/(?:o\b|-) ?", re.IGNORECASE)
_HOUSE = late(r"[^\W\d_a-z][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")  # The Old Forge, Le Bourg, Cloonaghmore
BY_COUNTY = ("GB", "IE")  # where a county stands between town and postal code
PHONE = 5  # figures of what is no region
_SPACES = re.compile(r"\s+")
_MOST_LINES = 8


def parts(lines: Sequence[str], habits: Habits = UNKNOWN, *, nameless: bool = False) -> AddressParts:
    """An address of up to eight lines, top to bottom, to its parts. Leading lines before the street (names) are not kept; `nameless`:
    there are none, so that a line over the town may be a house or a hamlet. All parts are None where no postal code, street or country
    is found."""
    tidy = (_CODE_WORD.sub("", _SPACES.sub(" ", line).strip(" ,;|")) for line in lines)
    clean = [piece for line in tidy for piece in _after_box(line)][:_MOST_LINES]
    while len(clean) > 1 and not clean[-1]:
        clean.pop()
    if (alone := next((i for i in range(2, len(clean)) if code_alone(clean[i], clean[i - 1], clean[i - 2])), None)) is not None:
        clean[alone - 1 : alone + 1] = [f"{clean[alone - 1]} {clean[alone]}"]
    country = _country_line(clean[-1]) if len(clean) > 1 else None
    if country:
        clean.pop()
    at = next(((index, found) for index in range(len(clean) - 1, -1, -1) if (found := place_in(clean[index]))), None)
    if at is None:
        return _without_code(clean, country, nameless)
    index, found = at
    group = found.groupdict()
    town = _town_of(group, country)
    for line in clean[index + 1 :]:  # a region on a line of its own
        if not any(map(str.isdigit, line)) and len(line) <= 40:
            town.add(line, alone=True)
    before = (group.get("before") or "").strip(" ,")
    if not town.city and before and not any(map(str.isdigit, before)):
        town.city, before = before, ""
    head = clean[:index] + ([before] if before else [])
    code = _SPACES.sub(" ", group["code"]).strip()
    nation = town.country or country_of_code(code, town.region, found.re)
    estate = _take_from(head, town, before, nation in BY_COUNTY)
    street, additional = _streets(head)
    street = street or estate or None  # "Cloonfad Cross, Castlerea" over "Co. Roscommon, F45 KX27"
    if nameless and town.city:
        street = street or _house(head)
    street = street.rstrip(" -–|") if street else None
    return AddressParts(street, additional, code, town.city or None, town.region, nation)


_CODE, _TOWN, A_STREET = re.compile(r"\d{4}"), re.compile(r"[^\W\d_][^\d@:]{2,30}"), 0.45


def code_alone(line: str, over: str, street: str) -> bool:
    """Whether a line is a postal code under its town and the street or the box: "PO Box 77" / "Aberdeen" / "6270", as in South Africa."""
    return _CODE.fullmatch(line) is not None and _TOWN.fullmatch(over) is not None and likeness(street) >= A_STREET


@dataclass(slots=True)
class _Town:
    """What stands about a postal code, as it is gathered."""

    city: str
    region: str | None
    country: str | None

    def add(self, text: str, *, alone: bool) -> None:
        """Countries and regions, a comma apart, behind the city or `alone` on a line."""
        for piece in filter(None, (piece.strip(" .") for piece in text.split(","))):
            known, is_region = _country_line(piece), (alone or self.country) and fold(piece) in REGIONS
            if known and not is_region:
                self.country = self.country or known
            elif self.region is None and sum(map(str.isdigit, piece)) < PHONE:
                self.region = piece


def _town_of(group: Mapping[str, str | None], country: str | None) -> _Town:
    """The town of the line with the postal code; `country`: what the address ends with."""
    city = ((group.get("city") or "") + (group.get("cedex") or "")).strip(" ,-")
    town = _Town(city, group.get("region") or group.get("region2"), country)
    if group.get("country"):
        town.country = country or _nation(group["country"])
    if (sign := _SIGN.search(city)) is not None and (nation := _nation(sign[1])):  # München (D)
        town.city, town.country = city[: sign.start()], town.country or nation
    town.add((group.get("rest") or "").strip(" ,.-"), alone=False)
    return town


def _nation(sign: str | None) -> str | None:
    """The country that stands before a postal code: D-80000."""
    found = countries.find(f"{sign}-80000")
    return found[0].value if found else None


def _take_from(head: list[str], town: _Town, before: str, by_county: bool) -> str | None:
    """Takes the town's name out of the lines over the code where it stands there; returns the estate that stood before it.
    `before`: what the code's own line opens with, the last of `head`; `by_county`: a county may stand between town and code."""
    if not town.city and head and (not street_score(head[-1]) or _DISTRICT.fullmatch(head[-1])):
        town.city = head.pop()
    if not town.city and head and (district := _DISTRICT.search(head[-1])) and district.end() == len(head[-1]) and district.start():
        town.city = district[0]  # 40 Hanover Quay, Dublin 2, D02 X576
        head[-1] = head[-1][: district.start()].rstrip(" ,")
    estate = None
    known = fold(town.city) in REGIONS or (by_county and fold(town.city).rstrip(".") in SHORT_COUNTIES)
    over = bool(head) and by_county and not street_score(head[-1])  # Corby over Northants NN18 9EX
    if head and town.region is None and (_COUNTY.match(town.city) or (known and (before or over))):
        first, _, last = head[-1].rpartition(",")  # San Francisco, California 94104
        if not any(map(str.isdigit, last)):
            town.city, town.region, estate = last.strip(), town.city, first.strip()
            head[-1:] = [first] if estate else []
    if "," in town.city and town.region is None and fold(town.city.rsplit(",", 1)[1]) in REGIONS:
        town.city, town.region = (piece.strip() for piece in town.city.rsplit(",", 1))
    return estate


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """The line, if it looks like one of an address; the likelihood says how much."""
    likelihood = likeness(text)
    if likelihood < 0.3:
        return ()
    start, end = len(text) - len(text.lstrip()), len(text.rstrip(" ,;"))
    value = _SPACES.sub(" ", text[start:end]).strip(" ,;")
    return (Match(start, end, text[start:end], (Interpretation(value, None, likelihood),)),)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """An address of one or several lines (line breaks or commas) as one text, lines joined with a comma."""
    lines = [line for line in (_SPACES.sub(" ", part).strip() for part in text.split("\n")) if line]
    if not lines or not any(map(str.isalpha, text)):
        return ()
    best = max(likeness(line) for line in lines)
    joined = " ".join(line if line.endswith(",") or index == len(lines) - 1 else f"{line}," for index, line in enumerate(lines))
    if best < 0.25:
        return ()
    return (Interpretation(joined.strip(" ;"), None, round(min(0.98, best + 0.1 * (len(lines) - 1)), 4)),)


@lru_cache(maxsize=4096)  # a line of a page is asked about by every party
def likeness(line: str) -> float:
    """How like a line of an address a line is: 0 to 1."""
    clean = _SPACES.sub(" ", line).strip(" ,;|")
    if len(clean) < 3 or len(clean) > 160 or not any(map(str.isalpha, clean)):
        return 0
    place = place_in(clean)
    street = street_score(clean)
    score = max(weight_of(place) if place else 0.0, 0.9 * street)
    if place and street:
        score = min(0.98, score + 0.1)
    if score < 0.6 and len(clean) <= 40 and not any(map(str.isdigit, clean)):
        score = max(score, 0.6 if fold(clean) in REGIONS else 0.5 if _country_line(clean) else 0.0)
    if score and _NOT_ADDRESS.search(clean):
        score *= 0.3
    return round(score, 4)


def names_region(text: str) -> bool:
    """Whether a text names a country, or a region as addresses end with it, anywhere."""
    return _region().search(fold(text).replace("-", " ")) is not None or bool(countries.find(text))


@cache
def _region() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, REGIONS), key=lambda name: (-len(name), name)))})(?!\w)")


def _after_box(line: str) -> list[str]:
    """A line in parts where a post box or another's house opens it ("PO Box 45123, Boise, Idaho 83702"), or where the place stands before
    the street."""
    if (turned := _TURNED.fullmatch(line)) is not None and street_score(turned["place"]) < 0.9 <= street_score(turned["street"]):
        return [turned["street"], turned["place"]]  # 30-552 Kraków, ul. Wielicka 28/4
    box = PO_BOX.match(line) or _CARE_OF.match(line)
    end = line.find(",", box.end()) if box is not None else -1
    if end < 0 or place_in(line[end + 1 :].strip()) is None:  # "PO Box 88, Stn Main"
        return [line]
    return [line[:end], *_after_box(line[end + 1 :].strip())]


def _streets(lines: list[str]) -> tuple[str | None, str | None]:
    """Street and additional line; the lines before them are neither (names)."""
    scored = [(street_score(line), index) for index, line in enumerate(lines)]
    best = max(scored, key=lambda one: (one[0], one[1]), default=(0.0, -1))
    if best[0] == 0:
        return None, None
    street_at = best[1]
    extra = [
        index
        for index, line in enumerate(lines)
        if index != street_at and line and (index > street_at or scored[index][0] >= 0.45 or _ADDITIONAL.search(line))
    ]
    first_is_name = (
        0 in extra
        and street_at > 0
        and len(lines) > 1
        and scored[0][0] < 0.9
        and not re.match(r"(?:unit|suite|floor|c/o|block|level)\b", lines[0], re.IGNORECASE)
    )
    if first_is_name:
        extra = [index for index in extra if index]
    additional = ", ".join(lines[index] for index in extra)
    return lines[street_at], additional or None


def _house(lines: Sequence[str]) -> str | None:
    """The first line that may be a house's name or a hamlet's."""
    return next((line for line in lines if _HOUSE.fullmatch(line)), None)


def _without_code(lines: list[str], country: str | None, nameless: bool) -> AddressParts:
    if len(lines) > 1 and _DISTRICT.fullmatch(lines[-1]):
        return replace(_without_code(lines[:-1], country, nameless), city=lines[-1])
    if len(lines) > 1 and _COUNTY.match(lines[-1]) and "," not in lines[-1]:  # a line of its own
        lines = [*lines[:-2], f"{lines[-2]}, {lines[-1]}"]
    if lines and (town := _TOWN_IN_COUNTY.fullmatch(lines[-1])) is not None:
        head = [*lines[:-1], *filter(None, [town["before"]])]
        street, additional = _streets(head)
        return AddressParts(street or (_house(head) if nameless else None), additional, None, town["city"], town["region"], country)
    street, additional = _streets(lines)
    return AddressParts(street, additional, country=country)


def _country_line(text: str) -> str | None:
    readings = countries.parse(text)
    return readings[0].value if readings and len(text.strip(" .")) > 1 and (len(text.strip()) > 3 or text.isupper()) else None
