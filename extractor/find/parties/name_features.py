"""What the looks of a line and of what stands about it tell of a party's name, in plain numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.find.parties.blocks import Block, has_postal_code, postal_line
from extractor.find.parties.legal_forms import has_legal_form, is_only_form
from extractor.find.parties.scene import STREET, Scene, pieces_of
from extractor.find.parties.two_lines import begins_name, is_house_alone
from extractor.find.places import Segment
from extractor.find.sheet import compact
from extractor.schemas.record import Kind
from extractor.values import address
from extractor.values import name as name_values

SECOND = 0.5  # how near a street is in the second line
LOGO, APART = 1.5, 0.6  # of the lower line's height: that of a line, and a gap, from which two lines have no part in each other
A_FIRM = 0.9  # values.name.plausibility of a line that is a firm's whole name
LIKE_A_NAME = 0.5  # values.name.plausibility of a line that says another's trade
_VALUES = (Kind.DATE, Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.PERCENT)
CARE_OF = re.compile(r"c/(?:o\b|-)", re.IGNORECASE)
CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z\d]{4}")  # a British or an Irish one: the town stands over it
_DIGITS = re.compile(r"\d")


def name_features(scene: Scene, segment: Segment, text: str, begin: int, block: Block, line: int) -> dict[str, float]:
    sheet = scene.sheet
    width, height = sheet.page_size(segment.page)
    key = compact(text)
    below = block.segments[line + 1 : line + 6]
    behind = segment.text[begin + len(text) :]
    follows = bool(behind) and has_postal_code(behind)  # a sender line
    legal = has_legal_form(text)
    street_soon = _street_soon(below)
    under_title = line > 0 and scene.words.honorific_alone.match(block.segments[line - 1].text) is not None
    postal = 0 if follows else postal_line(below)
    attended = bool(postal) and any(scene.words.attention.match(s.text) for s in below[:postal])  # the address of a letter's reader
    return {
        "legal": float(legal),
        "domain": like_a_domain(scene, key),
        "digits": sum(map(str.isdigit, text)) / len(text),
        "words": min(len(text.split()), 10) / 10,
        "upper": float(text.isupper()),
        "size": min(segment.height / sheet.line_height, 4.0),
        "bold": float(segment.bold),
        "x": segment.left / width,
        "y": segment.top / height,
        "centred": 1.0 - min(abs(segment.left + segment.right - width) / width, 1.0),
        "rank": min(scene.rank.get(segment.index, 99), 20) / 20,
        "line": min(line - under_title, 5) / 5,
        "postal": 0.0 if postal is None else 1.0 - postal / 6,
        "next_street": 1.0 if follows else street_soon,
        "over_trade": float(street_soon == SECOND and _is_over_trade(scene, segment, below[0])),
        "trading": float(_is_trading_name(scene, text, below) or begins_name(scene, segment)),
        "under_name": float(
            line > 0 and not is_house_alone(scene, block, line - 1) and _is_under_name(scene, text, segment, block.segments[line - 1])
        ),
        "branded": float(legal and any(brand != key and key.startswith(brand) for brand in scene.brands)),
        "person": float(not legal and (scene.mentions(segment, "contact") or _is_reader(scene, text, block, line))),
        "titled": float(under_title or attended or scene.words.honorific.match(text) is not None),
        "window": _under_sender(scene, block, line),
        "own_postal": float(has_postal_code(text)),
        "address": 0.9 if below and CODE.fullmatch(below[0].text) else address.likeness(text),
        "plausible": name_values.plausibility(text),
        "contact": min(scene.contacts(block), 4) / 4,
        "claimed": scene.claimed(segment, begin),
        "title": float(key in scene.title_words),
        "again": float(len(key) >= 5 and scene.is_said_again(key)),
        "repeats": min(scene.counts[compact(segment.text)] - 1, 3) / 3,
        "colon": float(text.endswith(":") or (":" in text and not text.split(":", 1)[1].strip().isdigit())),
        "value": float(_holds_value(scene, segment, begin + len(text))),
        "prose": float(len(text.split()) > 8),
    }


def like_a_domain(scene: Scene, key: str) -> float:
    """How alike a name in its compact form is to what a web or mail address says."""
    if len(key) < 3:
        return 0.0
    return max([fuzz.partial_ratio(domain, key) / 100 for domain in scene.domains if len(domain) >= 3], default=0.0)


def _holds_value(scene: Scene, segment: Segment, end: int) -> bool:
    """Whether a line holds a value that is none of a name before the name's end; behind it a sender's line may go on with its own."""
    return segment.index in scene.sheet.lines_with(*_VALUES) and any(
        place.match.start < end for kind in _VALUES for place in scene.sheet.places_in(kind, segment)
    )


def _under_sender(scene: Scene, block: Block, line: int) -> float:
    """How near over a line the sender stands in one line ("Name - Street 1 - 12345 Town"), as in an envelope's window: 1 right
    above it, then a half."""
    over = block.segments[max(line - 3, 0) : line][::-1]
    if len(over) < 3:
        over = *over, *scene.over(block)
    for lines, other in enumerate(over):
        if _goes_on_with_address(other.text):
            return 1 / (1 + lines)
    return 0.0


@lru_cache(maxsize=4096)  # every name of a document asks for the lines over it
def _goes_on_with_address(text: str) -> bool:
    return any(map(has_postal_code, pieces_of(text)[1:]))


def _street_soon(below: Sequence[Segment]) -> float:
    """How near an address follows: 1 in the next line, then a half, then a third."""
    for lines, other in enumerate(below[:3], start=1):
        if has_postal_code(other.text) or address.likeness(other.text) >= STREET:
            return 1 / lines
    return 0.0


def _is_trading_name(scene: Scene, text: str, below: Sequence[Segment]) -> bool:
    """A name without a legal form, where the line below has one, or where the document also says it with more words and a legal form;
    one with its form that the document also says with more words before it, over an address."""
    key = compact(text)
    if has_legal_form(text):
        return scene.ends_addressed_name(key)
    if below and not CARE_OF.match(lower := below[0].text) and name_values.plausibility(lower) >= A_FIRM:
        owner = scene.words.owner.match(lower)  # "Inh. A. Schmidt" under a house is no firm
        if has_legal_form(lower[owner.end() :] if owner is not None else lower):
            return True
    return len(key) >= 4 and scene.opens_legal_name(key)


def _is_under_name(scene: Scene, text: str, segment: Segment, upper: Segment) -> bool:
    """A line without a legal form, said once, right under one that may be a name: the trade of a person or a firm."""
    if has_legal_form(text) or scene.is_said_again(compact(text)):
        return False
    is_logo = upper.height > LOGO * segment.height and segment.top - upper.bottom > APART * segment.height
    return (
        not is_logo
        and not scene.is_label(upper)
        and not _DIGITS.search(upper.text)
        and compact(upper.text) not in scene.title_words
        and name_values.plausibility(upper.text) >= LIKE_A_NAME
        and address.likeness(upper.text) < STREET
    )


def _is_reader(scene: Scene, text: str, block: Block, line: int) -> bool:
    """Whether a line of an address is the person who opens the letter, and the firm right over or under it gets it: "Ms A. Poole" over
    "Brightwater Ltd"."""
    if scene.words.honorific.match(text) is None or block.postal_line is None or line > block.postal_line:
        return False
    beside = [other.text for other in (*block.segments[max(line - 1, 0) : line], *block.segments[line + 1 : line + 2])]
    return any(
        has_legal_form(other) and not is_only_form(other) and not has_postal_code(other) and name_values.plausibility(other) >= A_FIRM
        for other in beside
    )


def _is_over_trade(scene: Scene, segment: Segment, below: Segment) -> bool:
    """A name without a legal form over its trade, which stands over the street: a person's."""
    return not has_legal_form(segment.text) and _is_under_name(scene, below.text, below, segment)
