"""The address under or behind the name of a party, whole and in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.blocks import POSTAL, Block, has_postal_code, postal_line
from extractor.find.parties.roles import Party
from extractor.find.parties.scene import STREET, PartyName, Scene
from extractor.find.places import Place, Segment
from extractor.find.sheet import compact
from extractor.geometry import Box
from extractor.late import late
from extractor.quick import changed, dataclass
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import address, country

_DIGITS = re.compile(r"\d")
_REGISTERED = (".registration_number", ".tax_number", ".vat_id")
_HOUSE = re.compile(r"[\s.:]*\d{1,4}[a-zA-Z]?\s*(?:[,/–-]|$)")  # behind "No:", of a house
TOLD = 0.92  # probability of a part of an address that has its own label
IN_FULL, IN_PART = 0.92, 0.45  # probability of an address with its postal code, and of what may be one without
A_TOWN, A_STREET = 0.95, 0.81  # values.address.likeness of a part with the town's code, and of one behind it that is no other number
FORM = 12  # characters that a legal form takes
ELSEWHERE, BESIDE_CONTACTS = 0.3, 0.35  # probability of an address that no name stands over, and what mail, telephone or accounts add
_CONTACTS = (Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.VAT_ID)
_NUMBERED = (Kind.PHONE, Kind.VAT_ID, Kind.EMAIL, Kind.URL, Kind.IBAN)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an address, or the part of a line that is of it: characters start.. of a segment."""

    text: str
    segment: Segment
    start: int

    def box(self, scene: Scene, start: int = 0, end: int | None = None) -> Box:
        """The box of the words that characters start..end touch, all by default."""
        finish = len(self.text) if end is None else end
        return scene.sheet.box_between(self.segment, self.start + start, self.start + finish)


def address_candidates(scene: Scene, party: Party, names: Sequence[PartyName], homes: Mapping[str, PartyName]) -> list[Candidate]:
    """The address of each name, whole and in parts; none from the block of another party's likeliest name in `homes`."""
    others = [home.block for prefix, home in homes.items() if prefix != party.prefix]
    found: list[Candidate] = []
    in_full: set[str] = set()  # names that some address with a postal code stands by
    parts = _parts_of(party) if names else {}
    labelled = {hit.segment.index for spec in parts.values() for hit in scene.hits_of(spec.path) if hit.colon}
    whole = party.leaf(Kind.ADDRESS)
    for name in names:
        told = _told_parts(scene, party, name, parts) if labelled else []
        if len(told) > 1:
            found += told
            continue
        lines = _address_lines(scene, name, others)
        if not lines:
            continue
        has_postal = postal_line([line.segment for line in lines]) is not None or any(has_postal_code(line.text) for line in lines)
        if has_postal:
            in_full.add(name.text)
        score = IN_FULL if has_postal else IN_PART
        evidence = f"below the name '{name.text}'"
        leans_on = (f"{party.prefix}.name", name.text)
        if whole is not None:
            joined = ", ".join(line.text.strip().rstrip(",") for line in lines)
            text, box = "\n".join(line.text for line in lines), Box.around(line.box(scene) for line in lines)
            page = lines[0].segment.page
            found.append(Candidate(whole.path, joined, text, "layout", evidence, page, box, score=score, leans_on=leans_on))
        if parts:
            found += _address_parts(scene, parts, lines, score, evidence, leans_on)
    return [c for c in found if c.score != IN_PART or c.leans_on is None or c.leans_on[1] not in in_full]


def _parts_of(party: Party) -> dict[str, FieldSpec]:
    """The leaves of the party's address."""
    return {leaf: spec for leaf, spec in party.leaves.items() if spec.parents and spec.parents[-1] == "Address"}


def _told_parts(scene: Scene, party: Party, name: PartyName, parts: Mapping[str, FieldSpec]) -> list[Candidate]:
    """The parts of an address that have a label each: "Street: ...", "Town: ... County: ...", in the block of the name."""
    found: dict[str, Candidate] = {}
    for segment in name.block.segments:
        hits = [hit for hit in scene.hits_in.get(segment.index, ()) if hit.colon]
        for hit, after in zip(hits, [*hits[1:], None], strict=False):
            end = len(segment.text) if after is None else after.start
            for leaf, spec in parts.items():
                text = segment.text[hit.end : end].strip(" :,;")
                value: str | None = text
                if spec.kind is Kind.COUNTRY:
                    value = next((str(reading.value) for reading in country.parse(text)), None)
                if not text or value is None or leaf in found or all(named.path != spec.path for named in hit.names):
                    continue
                box = scene.sheet.box_between(segment, segment.text.index(text, hit.end), segment.text.index(text, hit.end) + len(text))
                why, leans_on = f"behind '{hit.text.strip()}'", (f"{party.prefix}.name", name.text)
                found[leaf] = Candidate(spec.path, value, text, "label", why, segment.page, box, score=TOLD, leans_on=leans_on)
                code, place = parts.get("address.postal_code"), address.parts((text,)) if leaf == "address.city" else None
                if code is not None and place is not None and place.postal_code and place.city:  # "Town: 50180 Utebo"
                    found[leaf] = changed(found[leaf], value=place.city)
                    found.setdefault("address.postal_code", changed(found[leaf], path=code.path, value=place.postal_code))
    return list(found.values())


def address_elsewhere(
    scene: Scene, party: Party, names: Sequence[PartyName], homes: Mapping[str, PartyName], found: Sequence[Candidate]
) -> list[Candidate]:
    """An issuer's address that does not stand by its name: in the page's foot, beside its mail and telephone. Only where none stands by
    the likeliest name, and never what is another's: under the heading of one, or `found` for one."""
    parts = _parts_of(party)
    if not names or not parts:
        return []
    leans_on = f"{party.prefix}.name", names[0].text
    street = party.leaves.get("address.street")
    if street is None or any(c.path == street.path and c.leans_on == leans_on for c in found):
        return []
    behind = names[0].segment.text[names[0].end :].split(",")[1:]
    if any(country.parse(piece.strip()) for piece in behind):  # it stands behind the name, without a code
        return []
    likely = {(f"{prefix}.name", home.text) for prefix, home in homes.items() if prefix != party.prefix}
    others = [c for c in found if c.leans_on in likely and c.box is not None]
    made: list[Candidate] = []
    for segment in scene.sheet.on_page(names[0].segment.page):
        if not has_postal_code(segment.text) or scene.heading_over(segment) not in (None, party.prefix):
            continue
        here = scene.sheet.box_of(segment)
        if any(c.page == segment.page and c.box is not None and here.contains(c.box, 0.001) for c in others):
            continue
        block, line = scene.block_of[segment.index]
        over = [s for s in block.segments[max(line - 2, 0) : line] if address.likeness(s.text) >= STREET and not _no_address(scene, s)]
        lines = [line for s in over for line in _parts(s, _without_contact(scene, s))] + _pieces(scene, segment, 0)
        lines = [one for one in lines if has_postal_code(one.text) or address.likeness(one.text) >= STREET]
        parsed = address.parts(tuple(one.text for one in lines))
        told = scene.contacts(block) > 0 or compact(names[0].text) in compact(block.text)
        if parsed.postal_code is None or not (parsed.street or told):
            continue
        score = ELSEWHERE + BESIDE_CONTACTS * told
        made += _address_parts(scene, parts, lines, score, "the issuer's by default" + ", beside contacts" * told, leans_on)
    return made


def _address_lines(scene: Scene, name: PartyName, others: Sequence[Block]) -> list[_Line]:
    """The lines below a name that are its address: up to the line with the postal code, and a country or state after it.
    For a name that opens a line of several pieces ("Name - Street 1 - 12345 Town"), the pieces behind it."""
    if name.end < len(name.segment.text.rstrip()):
        told = _told_behind(scene, name)
        if any(has_postal_code(line.text) for line in told):
            return told
        behind = _pieces(scene, name.segment, name.end)
        if any(has_postal_code(line.text) for line in behind):
            return behind
        for mark in _PARTED.finditer(name.segment.text, name.end):  # "Name, S.A. CIF A12345674 - Street 1, 12345 Town"
            further = _pieces(scene, name.segment, mark.end())
            if any(has_postal_code(line.text) for line in further):
                return further
    block, start = name.block, name.line + 1 + len(name.further)
    lines: list[_Line] = []
    if name.end < len(name.segment.text.rstrip()):
        lines = [line for line in behind if _DIGITS.search(line.text) and address.likeness(line.text) >= STREET]
    postal_seen = False
    following = list(block.segments[start : start + 8]) or _block_below(scene, block, others)
    for number, segment in enumerate(following):
        if number > 1 and not has_postal_code(segment.text) and postal_line(following[: number + 1]) == number:
            lines.append(_Line(segment.text, segment, 0))  # "6270" under its town
            break
        of_address = _of_address(scene, segment)
        if of_address is None:
            if any(_DIGITS.search(line.text) for line in lines):
                break
            lines.clear()  # a trade and a registration number between name and address
            continue
        text, begin = of_address
        if postal_seen and not has_postal_code(text) and (len(text.split()) > 3 or _DIGITS.search(text)):
            break
        if not any(map(str.isalnum, text)):
            continue
        lines += _parts(segment, text, begin)
        postal_seen = postal_seen or has_postal_code(text)
        if len(lines) >= 6 or len(text) < len(segment.text.rstrip(" ,;|·-")):
            break
    if not postal_seen and not any(_DIGITS.search(line.text) for line in lines):
        return []
    return lines


def _of_address(scene: Scene, segment: Segment) -> tuple[str, int] | None:
    """What of a line under a name may be an address's, and where it begins behind its label; None where nothing may."""
    if segment.index not in scene.of_addresses:  # several names of several parties stand over it
        told = None if _no_address(scene, segment) else (_without_contact(scene, segment), _own_label(scene, segment))
        scene.of_addresses[segment.index] = told
    return scene.of_addresses[segment.index]


def _own_label(scene: Scene, segment: Segment) -> int:
    """Where a line's words begin behind the label of a part of an address ("Street: ...", "Morada: ..."); 0 without one."""
    return next(
        (
            hit.end + len(hit.segment.text[hit.end :]) - len(hit.segment.text[hit.end :].lstrip(" :"))
            for hit in scene.hits_in.get(segment.index, ())
            if hit.leads and hit.colon and not hit.whole and _names_address(hit)
        ),
        0,
    )


def _unlabelled(scene: Scene, segment: Segment, start: int, piece: str) -> str:
    """A piece of a line without the label of an address that opens it: "Registered office: Street 1"."""
    for hit in scene.hits_in.get(segment.index, ()):
        if hit.colon and _names_address(hit) and not segment.text[start : hit.start].strip() and start <= hit.start < start + len(piece):
            return segment.text[hit.end : start + len(piece)].lstrip(" :")
    return piece


def _names_address(hit: LabelHit) -> bool:
    return ".address." in " ".join([named.path for named in hit.names])


def _parts(segment: Segment, text: str, start: int = 0) -> Iterator[_Line]:
    """The opening text of a segment from `start` on, in the parts that bars and dots make of it, and dashes before figures."""
    coded = False
    marks = [mark.span() for mark in _DASHED.finditer(text, start)] if _MARK.search(text, start) else []
    for end, following in (*marks, (len(text), len(text))):
        part = text[start:end].strip(" ,;")
        if any(map(str.isalnum, part)) and not (coded and address.likeness(part) < A_STREET):  # "WR1 1DB · DX 716250 Worcester 1"
            coded = coded or (has_postal_code(part) and address.likeness(part) >= A_TOWN)
            yield _Line(part, segment, text.index(part, start))
        start = following


def _told_behind(scene: Scene, name: PartyName) -> list[_Line]:
    """The address behind its own label in the line of a name: "Name Ltd. Reg. in England No. 123. Registered office: 1 High Street"."""
    for hit in scene.hits_in.get(name.segment.index, ()):
        if hit.colon and hit.start >= name.end and _names_address(hit):
            return _pieces(scene, name.segment, hit.end)
    return []


def _block_below(scene: Scene, block: Block, others: Sequence[Block]) -> list[Segment]:
    unit = scene.sheet.line_height
    under = scene.sheet.below(block.page, block.left - unit, block.right + unit, block.bottom, 3 * unit)
    if not under or scene.words.honorific.search(under[0].text):  # the one who is addressed
        return []
    below = scene.block_of[under[0].index][0]
    return [] if any(below is other for other in others) else list(below.segments[:8])


def _pieces(scene: Scene, segment: Segment, start: int) -> list[_Line]:
    """The parts of a line from a character on, up to where something else than an address begins."""
    end = len(_without_contact(scene, segment, start))
    found, position = [], start
    for piece in _PARTED.split(segment.text[start:end]):
        position = segment.text.index(piece, position)
        text = _unlabelled(scene, segment, position, piece).strip(" ,;")
        if any(map(str.isalnum, text)):
            found.append(_Line(text, segment, segment.text.index(text, position)))
        if has_postal_code(piece):
            break
        position += len(piece)
    return found[:4]


# What parts the pieces of a line: "Name - Street 1 - 12345 Town", "Name · Street 1 · Town", "Name, Street 1, 12345 Town".
_BAR = re.compile(r"\s*[•·|]\s*|\s+\*\s+")
_PARTED = re.compile(r"\s+[-–—•·|*/]\s+|\s*[•·|]\s*|,\s+(?=(?:[A-Z]{1,2}-)?\d{4})|\.\s+(?=(?:[A-Z]\.){2})")
_MARK = re.compile(r"[•·|*–—-]")  # what each of them holds
_DASHED = re.compile(  # "Street 88 - 3632 AD Town - 0294 55 50 18"
    rf"{_BAR.pattern}|\s+[-–—]\s+(?=(?:[A-Z]{{1,2}}-)?\d[\d ]{{3,5}}(?:[A-Z]{{2}}\s)?\s?[^\W\d_]{{2}}|0\d{{1,4}}[ /-])"
)


def _without_contact(scene: Scene, segment: Segment, start: int = 0) -> str:
    """A segment's text up to the first phone, mail or other labelled thing in it: "Street 1, 1234 Town, Tel.: 012 345"."""
    cuts = [place.match.start for place in _contacts(scene, segment) if place.match.start >= start]
    hits = [hit for hit in scene.hits_in.get(segment.index, ()) if hit.start > start and not _names_address(hit)]
    if hits:
        towns = [town.span() for town in POSTAL.finditer(segment.text)]  # the Texas of "TX 79768-0233" is no tax
        hits = [hit for hit in hits if not any(first <= hit.start < last for first, last in towns)]
        cuts += [hit.start for hit in hits if _labels_a_number(scene, hit)]
    return segment.text[: min(cuts)].rstrip(" ,.;|·-–(") if cuts else segment.text.rstrip(" ,;|·-–(")


def _contacts(scene: Scene, segment: Segment) -> Sequence[Place]:
    if segment.index not in scene.sheet.lines_with(*_CONTACTS):
        return ()
    return [place for kind in _CONTACTS for place in scene.sheet.places_in(kind, segment)]


def _labels_a_number(scene: Scene, hit: LabelHit) -> bool:
    if _HOUSE.match(hit.segment.text[hit.end :]):
        return False
    if any(named.path.endswith(_REGISTERED) for named in hit.names) and re.match(r"\W*\d{3}", hit.segment.text[hit.end :]):
        return True
    return hit.colon or any(
        0 <= place.match.start - hit.end <= 3 for kind in _NUMBERED for place in scene.sheet.places_in(kind, hit.segment)
    )


_FIGURES, _HOUSE_NUMBER = re.compile(r"[\d-]{4}"), re.compile(r"\d\s*[A-Za-z]{4,}")
_NUMBER_LINE = late(r"[\(\[]?\s*(?:[\w.]+(?:\s+[\w.]+){0,3}\s*)?[:(]?\s*[\d-]{4,}[-\w]*\s*[\)\]]?")  # "Reg. No. 12345"


def _no_address(scene: Scene, segment: Segment) -> bool:
    """A line of a letterhead that is not of its address: a contact line, a number, a date, a title."""
    text = segment.text
    if compact(text) in scene.title_words or segment.index in scene.sheet.lines_with(Kind.DATE):
        return True
    if any(place.match.start < 25 for place in _contacts(scene, segment)):
        return True
    firm = scene.words.ends_name.search(f" {text}") if scene.words.ends_name.may_be_in(text) else None
    if firm is not None and firm.start() <= FORM and not has_postal_code(text):  # "SARL au capital de 8 000 €"
        return True
    if has_postal_code(text) or address.likeness(text) >= 0.5:
        return False
    if any(hit.leads and (hit.colon or _names_a_code(hit)) for hit in scene.hits_in.get(segment.index, ())):
        return True
    if segment.index in scene.sheet.lines_with(Kind.PHONE) and sum(map(str.isdigit, text)) >= 8:
        return True
    return (
        "," not in text
        and sum(map(str.isdigit, text)) >= 4
        and _FIGURES.search(text) is not None
        and _NUMBER_LINE.fullmatch(text) is not None
        and _HOUSE_NUMBER.search(text) is None
    )


def _names_a_code(hit: LabelHit) -> bool:
    """A label of a single field with something like a number behind it: "KvK 12345678", "Reg. No. AB-123456"."""
    return any(not named.is_group for named in hit.names) and bool(re.search(r"\d{4}", hit.segment.text[hit.end :]))


def _address_parts(
    scene: Scene, parts: Mapping[str, FieldSpec], lines: Sequence[_Line], score: float, evidence: str, leans_on: tuple[str, str]
) -> list[Candidate]:
    parsed = address.parts(tuple(line.text for line in lines), nameless=True)
    found: list[Candidate] = []
    for leaf, spec in parts.items():
        value = getattr(parsed, leaf.rsplit(".", 1)[-1], None)
        if value:
            said = str(value)
            at = next((line for line in lines if said in line.text), lines[-1])
            start = at.text.find(said)
            if leaf.endswith(".region") and value == parsed.city and at.text.count(said) > 1:
                start = at.text.rfind(said)  # "28013 Madrid (Madrid)"
            shown, box = (at.text, at.box(scene)) if start < 0 else (said, at.box(scene, start, start + len(said)))
            page = at.segment.page
            found.append(Candidate(spec.path, value, shown, "layout", evidence, page, box, score=score, leans_on=leans_on))
    return found
