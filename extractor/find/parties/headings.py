"""Words that a heading of a party ("Bill to") or a label of its name points at."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.parties.blocks import has_postal_code, may_hold_code
from extractor.find.parties.legal_forms import FORMS, has_legal_form, is_only_form
from extractor.find.parties.roles import Party
from extractor.find.parties.scene import LONGEST_NAME, STREET, Scene, pieces_of
from extractor.find.parties.two_lines import begins_name, in_two_lines
from extractor.find.places import Segment
from extractor.schemas.record import Kind, Role
from extractor.values import address
from extractor.values import name as name_values

PLAUSIBLE = 0.25  # values.name.plausibility from which a line may be a name
A_FIRM = 0.9  # of a line with a legal form that is a firm's whole name

MOST_LINES, A_LINE, NARROWEST = 3, 1.5, 4.0  # from a name beside its heading to its postal code; line heights, of a line and across
ALIGNED = 0.5  # line heights that the edges of one column's lines may differ by

IN_SENTENCE = "in a sentence"

# (segment, first and last character), strength, reason, the label
Pointed = tuple[tuple[int, int, int], float, str, LabelHit]


def pointed_words(scene: Scene, party: Party) -> Iterator[Pointed]:
    """Words that a heading of the party ("Bill to") or a label of its name points at: key, strength, reason."""
    name_path = next((spec.path for spec in party.leaves.values() if spec.kind is Kind.NAME and spec.path == f"{party.prefix}.name"), "")
    sheet = scene.sheet
    of_name, of_party = scene.hits_of(name_path), scene.hits_of(party.prefix)
    told = {id(hit) for hit in (*of_name, *of_party)}
    for hit in [hit for hit in scene.hits if id(hit) in told] if of_name and of_party else (of_name or of_party):
        named = next(n for n in hit.names if n.path == name_path or (n.is_group and n.path == party.prefix))
        numbered = named.is_group and _is_numbered(hit)
        addressed = named.is_group and hit.leads and scene.words.honorific.match(hit.text) is not None
        behind = _name_told_behind(hit) if named.is_group and party.role is Role.OTHER and hit.goes_on else None
        if behind is not None:  # "... is payable only to Factor plc, PO Box 1"
            yield (hit.segment.index, *behind), 1.0, IN_SENTENCE, hit
            continue
        counted = _number_before_name(scene, hit) if named.is_group and hit.leads else None
        alone = hit.whole or hit.colon or numbered or addressed or counted is not None
        if not (alone or (named.is_group and hit.leads and _is_before_name(scene, hit))):  # "Customer service" is no customer
            continue
        headed = scene.heading_over(hit.segment)
        if not named.is_group and not hit.colon and headed is None and any("[]" in n.path for n in hit.names):
            continue  # the head of a column
        if not named.is_group and headed is not None and headed != party.prefix:
            continue
        base = hit.likeness**2 / (1 + 0.04 * min(named.rank, 8))
        letters = sum(map(str.isalnum, hit.text))
        base *= 0.7 if letters <= 2 else 1.0  # "To", "An"
        start = hit.end if counted is None else counted.end()
        place = None if numbered else rest_of(hit.segment, start, _end_of_name(scene, hit.segment, start))
        if place is not None and any(map(str.isalpha, place.match.text)):  # a number there is the party's, and its name below
            yield (hit.segment.index, place.match.start, place.match.end), base, f"same line as '{hit.text.strip()}'", hit
            continue
        unit = sheet.line_height
        under = sheet.below(hit.segment.page, hit.left - 2 * unit, max(hit.right, hit.left + 8 * unit), hit.segment.bottom, 3.5 * unit)
        beside = [s for s in sheet.right_of(hit.segment) if s.left - hit.right < 14 * unit][:1]
        if beside and scene.is_label(beside[0]):  # "Client | Your ref." over "C01188 | J. Miller"
            under = [s for s in under if s.left + s.right < 2 * beside[0].left]
        named_lines = [] if _is_of_pairs(scene, hit, beside, under) else [s for s in under if _may_be_name(scene, s)]
        if party.role is Role.RECIPIENT and len(named_lines) > 1 and _is_reader_of(scene, *named_lines[:2]):
            named_lines[:2] = named_lines[1::-1]
        for order, other in enumerate(named_lines[:3]):
            distance = max(other.top - hit.segment.bottom, 0.0) / unit
            strength = base * 0.95 * math.exp(-distance / 6) * 0.6**order
            yield (other.index, 0, len(other.text)), strength, f"below '{hit.text.strip()}'", hit
        for other in beside:
            if _may_be_name(scene, other) and not (numbered and _is_within_address(scene, other)):
                yield (other.index, 0, len(other.text)), base * 0.9, f"right of '{hit.text.strip()}'", hit


def _is_reader_of(scene: Scene, upper: Segment, lower: Segment) -> bool:
    """Whether a line right over a firm's name, before its street, is the person or the house there: the firm gets the bill."""
    block, line = scene.block_of[upper.index]
    below = block.segments[line + 1 : line + 3]
    return (
        len(below) == 2
        and below[0] is lower
        and has_legal_form(lower.text)
        and not has_legal_form(upper.text)
        and not is_only_form(lower.text)
        and name_values.plausibility(lower.text) >= A_FIRM
        and not begins_name(scene, upper)
        and in_two_lines(scene, block, line, upper.text) is None
        and address.likeness(below[1].text) >= STREET
    )


def _is_of_pairs(scene: Scene, hit: LabelHit, beside: Sequence[Segment], under: Sequence[Segment]) -> bool:
    """Whether a heading is a label in a list of them, with its value beside it and the next pair below: "Customer  D20417" over
    "Delivery note  LS-250402". Of two headings beside each other neither is the other's value."""
    unit = scene.sheet.line_height
    lower = next((s for s in under if abs(s.left - hit.left) < ALIGNED * unit), None)
    if not beside or lower is None or scene.is_label(beside[0]) or scene.block_of[lower.index][0].postal_line is not None:
        return False
    if has_legal_form(lower.text) or not (scene.is_label(lower) or any(map(str.isdigit, beside[0].text))):
        return False
    if any(hit.leads and not any(named.is_group for named in hit.names) for hit in scene.hits_in.get(lower.index, ())):
        return True  # its value stands behind it: "Your reference R. Miller"
    values = [s for s in scene.sheet.right_of(lower)[:1] if s.left - lower.right < 14 * unit]
    return any(min(abs(s.left - beside[0].left), abs(s.right - beside[0].right)) < ALIGNED * unit for s in values)


def _name_told_behind(hit: LabelHit) -> tuple[int, int] | None:
    """From where to where a name with its legal form stands right behind words of a sentence."""
    text = hit.segment.text
    forms = next(FORMS.finditer(text, hit.end, hit.end + 60), None)
    name = text[hit.end : forms.end()].strip() if forms is not None else ""
    words = name.split()
    if not 2 <= len(words) <= LONGEST_NAME or not all(word[0].isupper() or word == words[-1] or not word[0].isalpha() for word in words):
        return None
    start = text.index(name, hit.end)
    return start, start + len(name)


# "CUSTOMER 00731", "Buyer/payer (no. K/4471):"
_NUMBERED = re.compile(r"\s+\d[\d ./-]*|[/\s]*[^\W\d_]*\s*\([^()]*\d[^()]*\)\s*:?")


LONGER = 11  # letters of a heading in one word that no name begins with: "Rechnungsempfänger", not "Client" or "Condominio"
_OPENS_NAME = re.compile(r"\s+[„“\"«]?[^\W\d_]")


def _is_before_name(scene: Scene, hit: LabelHit) -> bool:
    """Whether a name follows a heading without a colon, and its address behind or below: "Sold to Flowers Ltd" over "1 High Street"."""
    text, heading = hit.segment.text, hit.text.strip()
    opens = _OPENS_NAME.match(text, hit.end)
    if opens is None or not text[opens.end() - 1].isupper():
        return False
    if " " not in heading and (sum(map(str.isalpha, heading)) < LONGER or hit.likeness < 1):
        return False
    if any(hit.end <= other.start < opens.end() for other in scene.hits_in.get(hit.segment.index, ()) if other.names[0].is_group):
        return False  # "Bill to Ship to"
    if has_postal_code(text[hit.end :]):
        return True
    right, unit = hit.segment.x_at(opens.end() - 1), scene.sheet.line_height
    under = scene.sheet.below(hit.segment.page, hit.left - unit, right + NARROWEST * unit, hit.segment.bottom, MOST_LINES * A_LINE * unit)
    return any(has_postal_code(line.text) for line in under)


# "Customer 4471 Flowers & Sons"
_NUMBER_OF = re.compile(r"\s+\d{2,10}\s+(?=[^\W\d_]{2})")


def _number_before_name(scene: Scene, hit: LabelHit) -> re.Match[str] | None:
    """A number between a heading and a name: a name has a capital, "Pay at 30 days" names nobody, nor in capitals."""
    text = hit.segment.text
    number = _NUMBER_OF.match(text, hit.end)
    if number is None or not text[number.end()].isupper() or scene.words.days.match(text[hit.end :].lstrip()):
        return None
    return number


_TOWN_BEHIND = re.compile(r"(?<=[\w.]), (?=[^\W\d_a-z])[^\W\d_]{3,}$")  # "for: Primary School The Mill, Norden"
_TWO_WORDS = re.compile(r"[^\s,]+ [^,]+")


def _end_of_name(scene: Scene, segment: Segment, start: int) -> int:
    """Where a name behind its heading ends: before its number and address in one line ("for: Bakery Smith, 1 High Street, 12345 Town")."""
    text = segment.text
    name, *others = pieces_of(text[start:])
    tax = next((place.match.start for place in scene.sheet.places_in(Kind.VAT_ID, segment) if place.match.start > start), len(text))
    if (before := name_before_address(text, start)) is not None:
        return min(before, tax)
    if "," in text[start:] and (before := _before_street(text, start)) is not None:
        return min(before, tax)
    if others and (any(map(has_postal_code, others)) or tax < len(text)):
        return min(start + len(name), tax)
    comma = text.find(",", start)
    town = _TOWN_BEHIND.search(text, start)
    if town is not None and _TWO_WORDS.fullmatch(text[start : town.start()].strip(" :")) and not has_legal_form(town[0]):
        return town.start()
    return comma if 0 < comma < tax < len(text) else len(text)


def _before_street(text: str, start: int) -> int | None:
    """Where a name ends that its street and its postal code follow behind commas: "Flowers & Sons, 1 High Street, 12345 Town"."""
    name, *others = text[start:].split(",")
    ends = start + len(name)
    for piece, further in itertools.pairwise(others):
        if any(map(str.isdigit, piece)) and address.likeness(piece) >= STREET and has_postal_code(further):
            return ends
        ends += 1 + len(piece)
    return None


def name_before_address(text: str, start: int) -> int | None:
    """Where a name with its legal form that begins at `start` ends, and an address follows: "Name Ltd. 12 High Street, 12345 Town"."""
    for forms in FORMS.finditer(text, start, start + 80) if may_hold_code(text) else ():
        rest = text[forms.end() :]
        opens = rest[:1] == "," or (rest[:1] in (" ", ".") and rest.strip(" .")[:1].isupper())
        if opens and has_postal_code(rest[:90]) and text[start : forms.start()].strip(" :"):
            return forms.end() + rest.startswith(".")
    return None


def _is_numbered(hit: LabelHit) -> bool:
    """Whether a heading is all of its line but for the number of the one it heads."""
    return hit.leads and _NUMBERED.fullmatch(hit.segment.text, hit.end) is not None


def _is_within_address(scene: Scene, segment: Segment) -> bool:
    """Whether a line stands below the first one of an address."""
    block, line = scene.block_of[segment.index]
    return line > 0 and block.postal_line is not None and block.postal_line >= line


def _announces_other(segment: Segment) -> bool:
    """Whether a line says with a colon what it tells: "Contract holder: A. Smith" is no name under another heading."""
    head, colon, rest = segment.text.partition(": ")
    return bool(colon) and bool(rest.strip()) and sum(map(str.isalpha, head)) > 3


def _may_be_name(scene: Scene, segment: Segment) -> bool:
    """No label, no contact person, and like a name by its words."""
    if (
        scene.is_label(segment)
        or scene.words.same.match(segment.text)
        or _announces_other(segment)
        or name_values.plausibility(segment.text) < PLAUSIBLE
    ):
        return False
    return has_legal_form(segment.text) or not scene.mentions(segment, "contact")
