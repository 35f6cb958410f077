"""Where else on a receipt its issuer is named: in thanks and welcomes, in web and mail addresses, beside a registration number.

For a head whose name is drawn and cannot be read, or does not tell a slogan from a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractor.document import Candidate
from extractor.find.parties.head_looks import prose
from extractor.find.parties.legal_forms import has_legal_form
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, compact
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind

THANKED = 0.3  # probability of a name that stands in thanks alone
IN_DOMAIN = 0.18  # in a web address alone
SPACED = 0.35  # in one whose words stand on the page too
REGISTERED = 0.12  # of a company that is named below, with its legal form, beside the number of a register
SHORTEST = 3  # letters
LONGEST = 7  # words
SAME = 0.85  # likeness from which two writings are of one name
_HOSTS_OF_MANY = frozenset("gmail googlemail hotmail outlook yahoo live msn icloud aol gmx web mail facebook instagram twitter".split())
_SENTENCE_END = re.compile(r"[!?]|[.,]\s")
_BRANCH = re.compile(r"\W*#\s?\d+\W*$")  # which of its shops it was: "Foods & More #11"
_HOST = re.compile(r"(?:^|@|//|www\.)(?!www\.)([\w-]{3,})\.\w")


@dataclass(frozen=True, slots=True)
class Thanks:
    """A line that welcomes or thanks, and the name in it: characters start.. of `segment`; `after`: what may go on with it."""

    segment: Segment
    start: int
    end: int
    name: str
    after: str


def thanks(sheet: Sheet, words: LineWords) -> tuple[Thanks, ...]:
    """The lines of the first page that thank for a visit to somebody, in the line or in the one under it."""
    found = []
    for segment in sheet.on_page(sheet.segments[0].page):
        if words.welcome_alone.match(segment.text):
            under = _under(sheet, segment)
            found.append(_thanks(sheet, under, 0, words) if under is not None else None)
        elif (said := words.welcome.match(segment.text)) is not None:
            found.append(_thanks(sheet, segment, said.end(), words))
    return tuple(each for each in found if each is not None)


def _thanks(sheet: Sheet, segment: Segment, start: int, words: LineWords) -> Thanks | None:
    rest = segment.text[start:]
    cut = _SENTENCE_END.search(rest)
    end = start + (cut.start() if cut is not None else len(rest.rstrip(" .,")))
    branch = _BRANCH.search(segment.text, start, end)
    end = branch.start() if branch is not None else end
    name = segment.text[start:end].strip()
    if (
        sum(c.isalpha() for c in name) < max(SHORTEST, len(name) / 2)
        or len(name.split()) > LONGEST
        or prose(name, words) >= 0.5
        or words.greeting.search(name)
        or words.of_store(name)
    ):
        return None
    under = _under(sheet, segment) if cut is None else None
    return Thanks(segment, start, end, name, under.text if under is not None else "")


def _under(sheet: Sheet, segment: Segment) -> Segment | None:
    below = sheet.below(segment.page, segment.left, segment.right, segment.middle, segment.height)
    return below[0] if below else None


def thanked(key: str, said: Sequence[Thanks]) -> float:
    """How far a name, in compact form, is one that is thanked for: 1 for the same letters."""
    best = 0.0
    for each in said:
        own = compact(each.name)
        if len(key) >= max(0.6 * len(own), SHORTEST):
            best = max(best, fuzz.ratio(key, (own + compact(each.after))[: max(len(key), len(own))]) / 100)
    return best if best >= SAME else 0.0


def mentioned_names(sheet: Sheet, spec: FieldSpec, said: Sequence[Thanks]) -> Iterator[Candidate]:
    """The names that stand anywhere but in the lines of the head, each with its own probability."""
    for each in said:
        box = sheet.box_between(each.segment, each.start, each.end)
        yield Candidate(spec.path, each.name, each.name, "layout", "thanked for the visit", each.segment.page, box, score=THANKED)
    yield from _from_addresses(sheet, spec)
    yield from _registered(sheet, spec)


def _from_addresses(sheet: Sheet, spec: FieldSpec) -> Iterator[Candidate]:
    for kind in (Kind.URL, Kind.EMAIL):
        for place in sheet.places(kind):
            host = _HOST.search(place.match.text)
            if host is None or host[1].lower() in _HOSTS_OF_MANY or sum(c.isalpha() for c in host[1]) < SHORTEST:
                continue
            why = "its address on the web"
            spaced = _spaced(sheet, place, compact(host[1]))
            if spaced is not None:
                segment, start, end = spaced
                text, box = segment.text[start:end], sheet.box_between(segment, start, end)
                yield Candidate(spec.path, text, text, "layout", f"{why} says it too", segment.page, box, score=SPACED)
            box = sheet.box_of_place(place)
            yield Candidate(spec.path, host[1], place.match.text, "pattern", why, place.segment.page, box, score=IN_DOMAIN)


def _spaced(sheet: Sheet, place: Place, key: str) -> tuple[Segment, int, int] | None:
    """The words of another line that are the letters of a web address, as printed."""
    if len(key) < 2 * SHORTEST:
        return None
    for segment in sheet.on_page(place.segment.page):
        if segment is place.segment or key not in compact(segment.text):
            continue
        for first, start in enumerate((0, *(end + 1 for end in segment.ends[:-1]))):
            for end in segment.ends[first : first + LONGEST]:
                if compact(segment.text[start:end]) == key:
                    return segment, start, end
    return None


def _registered(sheet: Sheet, spec: FieldSpec) -> Iterator[Candidate]:
    """Companies with their legal form, beside or over the number of a register or a tax office."""
    for place in sheet.places(Kind.VAT_ID):
        near = (
            place.segment,
            *sheet.above(place.segment.page, place.segment.left, place.segment.right, place.segment.top, 2 * place.segment.height),
        )
        for segment in near[:2]:
            text = segment.text[: place.match.start] if segment is place.segment else segment.text
            text = text.strip(" ,:-(")
            if has_legal_form(text) and 2 <= len(text.split()) <= LONGEST and ":" not in text:
                box = sheet.box_between(segment, 0, len(text))
                yield Candidate(spec.path, text, text, "layout", "beside its tax number", segment.page, box, score=REGISTERED)
