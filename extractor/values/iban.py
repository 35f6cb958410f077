"""International bank account numbers (ISO 13616). The value is compact: upper case, no spaces.

    DE89 3704 0044 0532 0130 00 -> DE89370400440532013000

A number with the right shape and a wrong checksum is given with a low likelihood: samples and forms carry made-up ones,
and a wrong account must be shown, not dropped. Letters are taken for figures (and back) only where the checksum proves it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stdnum import iban as standard
from stdnum import numdb
from stdnum.iso7064 import mod_97_10

from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._slips import TO_DIGITS, TO_LETTERS, look_alike

UNPROVED = 0.3  # likelihood of a number whose checksum fails
MOST_SLIPS = 3  # signs of such a number that are of the wrong kind for their place

# Lengths by country, from the registry of ISO 13616.
LENGTHS: dict[str, int] = {
    country: int(length)
    for length, *countries in (
        row.split()
        for row in """15 NO;16 BE;18 DK FI FO GL NL SD FK;19 MK SI;20 AT BA EE KZ LT LU XK MN;21 CH HR LI LV;22 BG BH CR DE GB GE IE ME
        RS VA;23 AE GI IL IQ OM SO TL;24 AD CZ ES MD PK RO SA SE SK TN VG;25 LY PT ST;26 IS TR;27 BI DJ FR GR IT MC MR SM
        ;28 AL AZ BY CY DO GT HU LB NI PL SV;29 BR EG PS QA UA;30 JO KW MU YE;31 MT SC;32 LC;33 RU""".split(";")
    )
    for country in countries
}
_SHORTEST, _LONG = min(LENGTHS.values()), LENGTHS["PL"] - 2
_START = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2})[ \u00a0]?([0-9OIlSBDGZ]{2})(?=[ \u00a0.\-]?[0-9A-Za-z])")
# Poland prints its accounts without the country (NRB): the same 26 figures, proved by the same checksum.
_POLISH = re.compile(r"(?<![\w.,-])\d{2}(?:[ \u00a0-]?\d{4}){6}(?![\w-])")
_GAPS = " \u00a0.-"
_RUN = re.compile(r"(\d+)!([nac])")  # of a country's structure: "5!n11!c"
# What a figure is taken for where only figures can stand, beside the slips of all numbers.
_FIGURE = {**TO_DIGITS, **str.maketrans({"A": "4", "g": "9", "q": "9", "z": "2"})}


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Account numbers of a line, proved ones with likelihood 1."""
    return _find(text)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one account number, with or without its label."""
    matches = _find(text.strip())
    if not matches and text.strip().upper() != text.strip():
        matches = _find(text.strip().upper())
    return matches[0].interpretations if len(matches) == 1 and len(text.strip()) - (matches[0].end - matches[0].start) <= 12 else ()


@lru_cache(maxsize=2048)  # amounts ask again for the same line
def is_proved(number: str) -> bool:
    """Whether a compact account has right check digits as it stands."""
    return any(one.likelihood > UNPROVED and not one.repaired and one.value == number for one in parse(number))


@lru_cache(maxsize=4096)  # amounts and identifiers ask again for the same line
def _find(text: str) -> tuple[Match, ...]:
    if len(text) < _SHORTEST:
        return ()
    found: list[Match] = []
    end = 0
    for start in _START.finditer(text):
        if start.start() < end:
            continue
        for country in _countries(start[1]):
            taken = _take(text, start.start(), LENGTHS[country])
            if taken is None:
                continue
            compact, after = country + taken[0][2:], taken[1]
            readings = _readings(compact)
            if country != start[1]:  # a country that was not printed must be proved
                readings = tuple(Interpretation(one.value, None, 0.95, True) for one in readings if one.likelihood > UNPROVED)
            if readings:
                found.append(Match(start.start(), after, text[start.start() : after], readings))
                end = after
                break
    for bare in _POLISH.finditer(text) if len(text) >= _LONG else ():
        compact = "PL" + re.sub(r"\D", "", bare[0])
        if standard.is_valid(compact) and all(bare.end() <= match.start or bare.start() >= match.end for match in found):
            found.append(Match(*bare.span(), bare[0], (Interpretation(compact, None, 0.97),)))
    return tuple(sorted(found, key=lambda match: match.start))


def has_right_check_digits(number: str) -> bool:
    """Whether the two check digits are right (ISO 7064, MOD 97-10); those that some countries have besides are not asked."""
    return bool(mod_97_10.is_valid(number[4:] + number[:4]))


def _take(text: str, start: int, length: int) -> tuple[str, int] | None:
    """`length` letters and figures from `start`, over single gaps, ending where a word ends."""
    characters: list[str] = []
    place = start
    while place < len(text) and len(characters) < length:
        if text[place].isascii() and text[place].isalnum():
            characters.append(text[place])
        elif text[place] not in _GAPS or not (text[place - 1].isalnum() or text[place] == " ") or text.startswith(". ", place):
            return None  # another sign, or the end of a sentence
        place += 1
    compact = "".join(characters)
    if len(compact) < length or (place < len(text) and text[place].isalnum()):
        return None
    # Words are no account: at least half of the rest must be figures, as in every country's numbers.
    figures = sum(character.isdigit() for character in compact.translate(TO_DIGITS)[4:])
    return (compact, place) if 2 * figures >= length - 4 else None


def _readings(compact: str) -> tuple[Interpretation, ...]:
    upper = compact.upper()
    if compact.isupper() and standard.is_valid(upper):
        return (Interpretation(upper),)
    for repaired in _repairs(compact):
        if standard.is_valid(repaired):
            return (Interpretation(repaired, None, 1.0 if repaired == upper else 0.95, repaired != upper),)
    return (Interpretation(as_built(compact), None, UNPROVED),) if _misplaced(compact) <= MOST_SLIPS else ()


def _misplaced(compact: str) -> int:
    """How many letters stand where a country's numbers have figures, and figures where they have letters: "DE 142 087 316-HRA 4802 AG" is
    another number, and words."""
    return sum(
        sign.isalpha() if kind == "n" else sign.isdigit() and kind == "a"
        for sign, kind in zip(compact[2:], _kinds(compact[:2].upper()), strict=False)
    )


@lru_cache(maxsize=4096)
def _countries(letters: str) -> list[str]:
    """The country of two letters; where there is none of that name those that they may be, with one of them misread."""
    if letters in LENGTHS:
        return [letters]
    alike = (country for country in LENGTHS if sum(a != b for a, b in zip(letters, country, strict=True)) == 1)
    return [c for c in alike if all(a == b or look_alike(a.lower(), b.lower()) for a, b in zip(letters, c, strict=True))]


def _repairs(compact: str) -> list[str]:
    """The readings worth a proof: as printed, figures and letters where the country has them, one character a figure."""
    country, rest = compact[:2].upper(), compact[2:]
    guesses = [compact.upper(), as_built(compact)]
    guesses.append(guesses[1][:2] + guesses[1][2:].translate(TO_DIGITS))
    for place, character in enumerate(rest):
        other = character.translate(_FIGURE)
        if other != character:
            guesses.append((country + rest[:place] + other + rest[place + 1 :]).upper())
    return list(dict.fromkeys(guesses))


def as_built(compact: str, either: str = "c") -> str:
    """A number with figures and letters where its country has them; as it is where that is of another length. `either`: what is where
    the country has both; "n" for figures, which stand there mostly."""
    country, rest = compact[:2].upper(), compact[2:]
    kinds = _kinds(country).replace("c", either)
    built = country + "".join(_as_kind(sign, kind) for sign, kind in zip(rest, kinds, strict=False))
    return (built if len(built) == len(compact) else compact).upper()


def _as_kind(sign: str, kind: str) -> str:
    """A sign where only figures (n), only letters (a) or either can stand."""
    return sign.translate(_FIGURE) if kind == "n" else sign.translate(TO_LETTERS) if kind == "a" else sign


@cache
def _kinds(country: str) -> str:
    """What stands behind a country's letters, sign by sign: its two check digits and its own number."""
    known = numdb.get("iban").info(f"{country}00")[0][1]
    return "nn" + "".join(kind * int(count) for count, kind in _RUN.findall(known.get("bban", "")))
