"""How a line of a receipt's head looks, in plain numbers: what the places of a name and an address are told by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter

from extractor.find.parties.blocks import POSTAL
from extractor.find.parties.head import HeadLine
from extractor.find.parties.legal_forms import LEGAL_FORM
from extractor.find.parties.line_words import LineWords
from extractor.find.sheet import Sheet, compact
from extractor.late import late
from extractor.quick import dataclass
from extractor.schemas.record import Kind
from extractor.values import address

# A number in a register, long or in brackets.
_REGISTRATION = late(r"\(?\b(?:\d{4,7}\s?-\s?[A-Z]|\d{12}|[A-Z]{1,3}\d{7,}[-\w]*|\d{6,})\b\)?|^\W*\(.*\)\W*$", re.IGNORECASE)
_REGISTER_NUMBER = late(r"\(\W*\d{4,8}\s?-?\s?[A-Z]?\W*\)|\b\d{4,7}\s?-\s?[A-Z]\b")
STORE_NUMBER = late(r"\b\d{1,5}\W*$")
_STATE_AND_CODE = late(r"\b[A-Z]{2} \d{5}\b")
_CITY = late(r"^[A-Z][\w.' -]+[,.]\s?(?:[A-Z]{2}|[A-Z][a-z])\b\.?(?:\W*\d{5}(?:-\d{4})?)?\W*$")  # "Helen, GA", "Boston, Ma 02114"
_CENTS, _TIME = late(r"\d[.,]\d{2}(?!\d)"), late(r"\d{1,2}:\d{2}")
_LONG_NUMBER = late(r"(?<![\d#-])(?<!# )\d{5,6}(?![\d-])")
_HOUSE = late(r"^[^\W\d].*[^\W\d_][^\w#]{1,2}\d{1,4}\s?[a-zA-Z]?(?:\s?[-/]\s?\d{1,4}\w?)?$")
BEFORE_CONTACT = 8  # characters
_NO_STREET = ("till", "contact", "phone", "copy", "legal", "colon")


@dataclass(frozen=True, slots=True)
class Seen:
    """A line with how it looks (see `_looks`); `shown` is its text up to where a contact begins."""

    at: HeadLine
    shown: str
    looks: Mapping[str, float]


def looks_at(place: str, head: Sequence[Seen], names: Sequence[str]) -> list[dict[str, float]]:
    """Some looks of each line, by names that say at which place about a run of lines it stands; at the end those of no line, all 0."""
    keys, of_line = [f"{place}_{name}" for name in names], itemgetter(*names)
    return [dict(zip(keys, row, strict=True)) for row in (*(of_line(line.looks) for line in head), (0.0,) * len(keys))]


def seen(sheet: Sheet, line: HeadLine, words: LineWords, labelled: bool, title_words: frozenset[str]) -> Seen:
    shown = without_contact(line.text, words)
    told = {
        "labelled": float(labelled),
        "contact": float(words.contact.search(line.text) is not None),
        "title": float(compact(line.text) in title_words),
    }
    return Seen(line, shown, _looks(sheet, line, words) | told)


def without_contact(text: str, words: LineWords) -> str:
    """A line up to where a telephone or another contact begins; whole where little stands before it."""
    contact = words.contact.search(text)
    return text[: contact.start()].strip(" ,:-(") if contact and contact.start() > BEFORE_CONTACT else text


def _looks(sheet: Sheet, line: HeadLine, words: LineWords) -> dict[str, float]:
    """How a line looks, as numbers from 0 to about 1; `size` is its height in those of the page's usual line."""
    text = line.text
    width, height = sheet.page_size(line.page)
    confidence = min(segment.line.confidence for segment in line.segments)
    return {
        "start": float(bool(words.opening.search(text))),
        "street": float(bool(words.street.search(text))),
        "district": float(bool(words.district.search(text))),
        "postal": float(_has_postal_code(text) and not words.of_store(text)),
        "region": float(bool(_STATE_AND_CODE.search(text)) or address.names_region(text)),
        "city": float(bool(_CITY.search(text))),
        "commas": min(text.count(","), 4) / 4,
        "ends_comma": float(text.rstrip().endswith(",")),
        "ends_stop": float(text.rstrip().endswith(".")),
        "digits": sum(map(str.isdigit, text)) / max(len(text), 1),
        "letters": sum(map(str.isalpha, text)) / max(len(text), 1),
        "upper": float(text.isupper()),
        "words": min(len(text.split()), 10) / 10,
        "length": min(len(text), 60) / 60,
        "legal": float(bool(LEGAL_FORM.search(text))),
        "registration": float(bool(_REGISTRATION.search(text))),
        "value": float(any(sheet.places_in(kind, s) for kind in (Kind.DATE, Kind.EMAIL, Kind.URL) for s in line.segments)),
        "money": float(bool(_CENTS.search(text))),
        "phone": float(any(sheet.places_in(Kind.PHONE, s) for s in line.segments)),
        "time": float(bool(_TIME.search(text))),
        "till": float(words.of_till(text)),
        "copy": float(bool(words.copy.search(text))),
        "greeting": float(bool(words.greeting.search(text))),
        "prose": prose(text, words),
        "trade": float(bool(words.trade.search(text))),
        "store_number": float(bool(STORE_NUMBER.search(text))),
        "colon": float(":" in text),
        "size": min(line.letter_height / sheet.line_height, 4.0),
        "bold": float(sum(segment.bold for segment in line.segments) * 2 > len(line.segments)),
        "centre": (line.left + line.right) / 2 / width,
        "left": line.left / width,
        "y": line.top / height,
        "confidence": confidence,
    }


def is_over_town(head: Sequence[Seen], index: int) -> bool:
    """Whether a line ends with a house's number and stands close over a town with its code: a street, whatever it is called."""
    f, text, below = head[index].looks, head[index].at.text, head[index + 1] if index + 1 < len(head) else None
    if below is None or not below.looks["postal"] or not _HOUSE.match(text) or any(f[name] for name in _NO_STREET):
        return False
    return close(head[index], below)


def close(above: Seen, below: Seen) -> bool:
    """Whether less than a letter's height is between two lines."""
    return below.at.top - above.at.bottom < 1.0 * max(above.at.letter_height, below.at.letter_height)


def _has_postal_code(text: str) -> bool:
    """A postal code, which is no number of a register ("(123456-X)") and no store's ("#10249")."""
    bare = _REGISTER_NUMBER.sub("", text)
    return bool(POSTAL.search(bare) or _LONG_NUMBER.search(bare))


def prose(text: str, words: LineWords) -> float:
    """How far a line is of running text: by its words, of which two or three words on a line prove little, and by its end."""
    said = len(words.prose.findall(text)) + 0.5 * text.rstrip().endswith(("!", "?"))
    return min(len(words.spoken.findall(text)) + said * (0.5 if len(text.split()) <= 2 else 1.0), 2.0) / 2
