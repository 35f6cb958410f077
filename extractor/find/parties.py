"""Who is who: names, addresses and numbers of the parties of a document.

A party is any model of the schema with a role (record.Role). An issuer shows itself by letterhead, footer, bank lines and
web address; a recipient by an address of its own in the upper half; any party by a heading ("Bill to").
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.document import Candidate
from extractor.find.blocks import POSTAL, Block, blocks_of
from extractor.find.fields import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import Place, Segment, Sheet, compact
from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import Interpretation, address
from extractor.values import name as name_values

CONTACT_KINDS = (Kind.EMAIL, Kind.PHONE, Kind.VAT_ID, Kind.IBAN, Kind.URL)
LEAF_KINDS = (Kind.VAT_ID, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.IDENTIFIER)
SEPARATORS = re.compile(r"\s+[-–—•·|*/]\s+|\s*[•·|]\s*|,\s+(?=\d|[A-Z][\w.-]+\s?(?:str|weg|gasse|allee|platz)|\w+\s+\d)")
LEGAL_FORM = re.compile(
    r"\b(?:G\.?m\.?b\.?H|mbH|AG|KG|e\.?K|OHG|UG|GbR|SE|Ltd|Limited|LLC|L\.L\.C|Inc|Incorporated|Corp|Corporation|PLC|LLP|Co|Company|"
    r"S\.?A\.?R\.?L|S\.?A\.?S|SASU|EURL|S\.?A|S\.?L|S\.?L\.?U|S\.?r\.?l|S\.?p\.?A|B\.?V|N\.?V|V\.?O\.?F|Lda|Ltda|Sp\.?\s?z\s?o\.?\s?o|"
    r"S\.?C|Sdn\.?\s?Bhd|Bhd|Pty|Pte|Pvt|Enterprise|Enterprises|Trading|Holdings?|Group|Oy|AB|A/S|ApS|AS|Kft|s\.?r\.?o)\b\.?",
    re.IGNORECASE,
)
PLAUSIBLE = 0.25  # values.name.plausibility from which a line may be a name
_DIGITS = re.compile(r"\d")
_TRAILING_NUMBER = re.compile(
    r"\s*[\(\[]?\s*(?:co\.?\s*)?(?:reg(?:istration)?\.?\s*(?:no\.?)?\s*:?\s*)?\(?\d{3,}[\w-]*\)?\s*[\)\]]?$", re.IGNORECASE
)


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def has_legal_form(text: str) -> bool:
    """Whether a legal form ("GmbH", "Ltd") stands in a text."""
    return LEGAL_FORM.search(text) is not None


@dataclass(frozen=True, slots=True)
class Party:
    """A group of the schema that is a party: `prefix` is its path (`seller`), `leaves` its fields by name."""

    prefix: str
    role: Role
    leaves: Mapping[str, FieldSpec]

    def leaf(self, kind: Kind) -> FieldSpec | None:
        return next((spec for spec in self.leaves.values() if spec.kind is kind and "." not in spec.path[len(self.prefix) + 1 :]), None)


def parties_of(specs: Sequence[FieldSpec]) -> tuple[Party, ...]:
    """The parties of a schema, in its order."""
    grouped: dict[str, dict[str, FieldSpec]] = {}
    roles: dict[str, Role] = {}
    for spec in specs:
        if spec.role is not None and spec.rows is None and "." in spec.path:
            prefix = spec.path.split(".", 1)[0]
            grouped.setdefault(prefix, {})[spec.path[len(prefix) + 1 :]] = spec
            roles[prefix] = spec.role
    return tuple(Party(prefix, roles[prefix], leaves) for prefix, leaves in grouped.items())


def party_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], title_words: frozenset[str]) -> list[Candidate]:
    """Candidates for every leaf of every party."""
    parties = parties_of(specs)
    if not parties or not sheet.segments:
        return []
    scene = _Scene(sheet, hits, title_words, frozenset(party.prefix for party in parties))
    found: list[Candidate] = []
    for party in parties:
        if party.role is Role.ISSUER and party.leaf(Kind.ADDRESS) is not None:  # a receipt's: see letterhead.py
            found += _labelled_leaves(scene, party, None)
            continue
        names = _ranked_names(scene, party, parties)
        found += [scene.candidate(party, spec, name) for name in names if (spec := party.leaf(Kind.NAME)) is not None]
        home = names[0] if names and names[0].score >= 0.3 else None
        found += _addresses(scene, party, names[:6])
        found += _labelled_leaves(scene, party, home)
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """A possible name of a party: some words of a segment, the block it heads, its features and its probability."""

    text: str
    segment: Segment
    start: int
    end: int
    block: Block
    line: int  # in the block
    why: str
    features: Mapping[str, float]
    score: float = 0.0
    extra: Segment | None = None  # a second line of the same name


class _Scene:
    """What all parties of one document share."""

    def __init__(self, sheet: Sheet, hits: Sequence[LabelHit], title_words: frozenset[str], prefixes: frozenset[str]) -> None:
        self.prefixes = prefixes
        self.sheet = sheet
        self.hits = hits
        self.title_words = title_words
        self.blocks = blocks_of(sheet)
        self.block_of = {segment.index: (block, line) for block in self.blocks for line, segment in enumerate(block.segments)}
        self.hits_in: dict[int, list[LabelHit]] = {}
        for hit in hits:
            self.hits_in.setdefault(hit.segment.index, []).append(hit)
        self.domains = _domains(sheet)
        self.first_page = sheet.segments[0].page
        self.rank = {segment.index: i for i, segment in enumerate(sorted(sheet.on_page(self.first_page), key=lambda s: (s.top, s.left)))}
        self._pointed: dict[str, list[_Pointed]] = {}
        self._contacts: dict[int, int] = {}  # by the first line of a block
        self.name_features: dict[tuple[int, int, str], dict[str, float]] = {}
        self.texts = [compact(segment.text) for segment in sheet.segments]
        self.counts = Counter(compact(segment.text) for segment in sheet.segments)

    def pointed(self, party: Party) -> list[_Pointed]:
        """What `_pointed` gives, looked for once."""
        if party.prefix not in self._pointed:
            self._pointed[party.prefix] = list(_pointed(self, party))
        return self._pointed[party.prefix]

    def contacts(self, block: Block) -> int:
        """How often the lines of a block hold a kind of contact or number."""
        first = block.segments[0].index
        if first not in self._contacts:
            self._contacts[first] = sum(bool(self.sheet.places_in(kind, s)) for s in block.segments for kind in CONTACT_KINDS)
        return self._contacts[first]

    def claimed(self, segment: Segment, start: int) -> float:
        """How sure it is that a label of some single field claims the words from `start` on: 1 with a colon, less without."""
        before = [h for h in self.hits_in.get(segment.index, ()) if h.end <= start + 1 and any(not n.is_group for n in h.names)]
        if before:
            return 1.0 if before[-1].colon else 0.7
        return 0.0

    def heading_over(self, segment: Segment) -> str | None:
        """The party whose heading stands over a line: in its block, or directly above it."""
        block, line = self.block_of[segment.index]
        unit = self.sheet.line_height
        above = self.sheet.above(block.page, block.left - unit, block.left + 6 * unit, block.top, 2.5 * unit)[:1]
        for other in [*reversed(block.segments[:line]), *above]:
            for hit in self.hits_in.get(other.index, ()):
                for named in hit.names:
                    if named.is_group and named.path in self.prefixes and (hit.whole or hit.colon):
                        return named.path
        return None

    def is_label(self, segment: Segment) -> bool:
        return any(hit.whole for hit in self.hits_in.get(segment.index, ()))

    def candidate(self, party: Party, spec: FieldSpec, name: _Name) -> Candidate:
        sheet, segment = self.sheet, name.segment
        first, last = segment.words_between(name.start, name.end)
        box = sheet.box_of(segment, first, last)
        if name.extra is not None:
            box = box.union(sheet.box_of(name.extra))
        return Candidate(
            spec.path, name.text, name.text, "layout", name.why, segment.page, box, dict(name.features), family=f"{party.role}_name"
        )


def _domains(sheet: Sheet) -> tuple[str, ...]:
    """The distinctive part of each web and mail address on the pages: "qualityhosting" of info@qualityhosting.de."""
    found = []
    for kind in (Kind.EMAIL, Kind.URL):
        for place in sheet.places(kind):
            host = re.split(r"[/?#]", re.sub(r"^(https?://)?(www\.)?", "", str(place.match.value).rsplit("@", 1)[-1].lower()))[0]
            parts = host.split(".")
            if len(parts) >= 2:
                found.append(max(parts[:-1], key=len).replace("-", ""))
    return tuple(dict.fromkeys(found))


def _ranked_names(scene: _Scene, party: Party, parties: Sequence[Party]) -> list[_Name]:
    found: dict[tuple[int, int, int, bool], _Name] = {}
    pointed = scene.pointed(party)
    others = {key for other in parties if other.prefix != party.prefix for key, _, _, _ in scene.pointed(other)}
    for (index, start, end), strength, why, _ in pointed:
        segment = scene.sheet.segments[index]
        for name in _names(scene, segment, start, end, why, {"pointed": strength}):
            found[index, name.start, name.end, name.extra is not None] = name
    if party.role is not Role.OTHER:
        for segment in scene.sheet.on_page(scene.first_page):
            for start, end, why in _unlabelled_spans(scene, segment, party.role):
                for name in _names(
                    scene, segment, start, end, why, {"rival": float((segment.index, start, end) in others or _in_other(segment, others))}
                ):
                    found.setdefault((segment.index, name.start, name.end, name.extra is not None), name)
    scored = [_with_score(scene, party, name) for name in found.values()]
    return sorted(scored, key=lambda n: (-n.score, n.segment.index, n.start))[:8]


def _in_other(segment: Segment, others: set[tuple[int, int, int]]) -> bool:
    return any(index == segment.index for index, _, _ in others)


_Pointed = tuple[tuple[int, int, int], float, str, LabelHit]


def _pointed(scene: _Scene, party: Party) -> Iterator[_Pointed]:
    """Words that a heading of the party ("Bill to") or a label of its name points at: key, strength, reason."""
    name_path = next((spec.path for spec in party.leaves.values() if spec.kind is Kind.NAME and spec.path == f"{party.prefix}.name"), "")
    sheet = scene.sheet
    for hit in scene.hits:
        named = next((n for n in hit.names if (n.is_group and n.path == party.prefix) or n.path == name_path), None)
        if named is None or not (hit.whole or hit.colon):  # "Customer service" is no customer
            continue
        headed = scene.heading_over(hit.segment)
        if not named.is_group and headed is not None and headed != party.prefix:
            continue
        base = hit.likeness**2 / (1 + 0.04 * min(named.rank, 8))
        letters = sum(c.isalnum() for c in hit.text)
        base *= 0.7 if letters <= 2 else 1.0  # "To", "An"
        place = rest_of(hit.segment, hit.end, len(hit.segment.text))
        if place is not None:
            yield (hit.segment.index, place.match.start, place.match.end), base, f"same line as '{hit.text.strip()}'", hit
            continue
        unit = sheet.line_height
        under = sheet.below(hit.segment.page, hit.left - 2 * unit, max(hit.right, hit.left + 8 * unit), hit.segment.bottom, 3.5 * unit)
        beside = [s for s in sheet.right_of(hit.segment) if s.left - hit.right < 14 * unit][:1]
        named_lines = [s for s in under if not scene.is_label(s) and name_values.plausibility(s.text) >= PLAUSIBLE]
        for order, other in enumerate(named_lines[:3]):
            distance = max(other.top - hit.segment.bottom, 0.0) / unit
            strength = base * 0.95 * math.exp(-distance / 6) * 0.6**order
            yield (other.index, 0, len(other.text)), strength, f"below '{hit.text.strip()}'", hit
        for other in beside:
            if not scene.is_label(other) and name_values.plausibility(other.text) >= PLAUSIBLE:
                yield (other.index, 0, len(other.text)), base * 0.9, f"right of '{hit.text.strip()}'", hit


def _unlabelled_spans(scene: _Scene, segment: Segment, role: Role) -> Iterator[tuple[int, int, str]]:
    if scene.is_label(segment) or name_values.plausibility(segment.text[:80]) < PLAUSIBLE:
        return
    yield 0, len(segment.text), "letterhead" if role is Role.ISSUER else "address block"
    if role is Role.ISSUER:
        # Sender lines and footers: "Name - Street 1 - 12345 Town".
        pieces = SEPARATORS.split(segment.text)
        if len(pieces) >= 2 and pieces[0].strip() and has_legal_form(pieces[0]):
            yield 0, len(pieces[0]), "sender line"


def _names(scene: _Scene, segment: Segment, start: int, end: int, why: str, given: Mapping[str, float]) -> Iterator[_Name]:
    """The words as a name, and with a second line where the legal form stands there."""
    place = rest_of(segment, start, end)
    if place is None or sum(c.isalpha() for c in place.match.text) < 3:
        return
    text, begin = place.match.text, place.match.start
    block, line = scene.block_of[segment.index]
    key = segment.index, begin, text
    if key not in scene.name_features:
        scene.name_features[key] = _name_features(scene, segment, text, begin, block, line)
    features = {**given, **scene.name_features[key]}
    yield _Name(text, segment, begin, place.match.end, block, line, why, features)
    if not has_legal_form(text) and line + 1 < len(block.segments) and begin == 0:
        below = block.segments[line + 1]
        tail = _TRAILING_NUMBER.sub("", below.text).strip()
        if LEGAL_FORM.fullmatch(tail) or (len(tail.split()) <= 3 and LEGAL_FORM.search(tail) and not _DIGITS.search(tail)):
            yield _Name(
                f"{text} {tail}", segment, begin, place.match.end, block, line, why, {**features, "legal": 1.0, "joined": 1.0}, extra=below
            )


def _name_features(scene: _Scene, segment: Segment, text: str, begin: int, block: Block, line: int) -> dict[str, float]:
    sheet = scene.sheet
    width, height = sheet.page_size(segment.page)
    key = compact(text)
    below = block.segments[line + 1 : line + 6]
    postal = next((i for i, s in enumerate(below) if POSTAL.search(s.text)), None)
    return {
        "legal": float(has_legal_form(text)),
        "domain": max(
            (fuzz.partial_ratio(domain, key) / 100 for domain in scene.domains if len(domain) >= 3 and len(key) >= 3), default=0.0
        ),
        "digits": sum(c.isdigit() for c in text) / len(text),
        "words": min(len(text.split()), 10) / 10,
        "upper": float(text.isupper()),
        "size": min(segment.height / sheet.line_height, 4.0),
        "bold": float(segment.bold),
        "x": segment.left / width,
        "y": segment.top / height,
        "centred": 1.0 - min(abs(segment.left + segment.right - width) / width, 1.0),
        "rank": min(scene.rank.get(segment.index, 99), 20) / 20,
        "line": min(line, 5) / 5,
        "postal": 0.0 if postal is None else 1.0 - postal / 6,
        "own_postal": float(bool(POSTAL.search(text))),
        "address": address.likeness(text),
        "plausible": name_values.plausibility(text),
        "contact": min(scene.contacts(block), 4) / 4,
        "claimed": scene.claimed(segment, begin),
        "title": float(key in scene.title_words),
        "again": float(len(key) >= 5 and sum(key in other for other in scene.texts) > 1),
        "repeats": min(scene.counts[compact(segment.text)] - 1, 3) / 3,
        "colon": float(text.endswith(":") or (":" in text and not text.split(":", 1)[1].strip().isdigit())),
        "value": float(any(sheet.places_in(kind, segment) for kind in (Kind.DATE, Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.PERCENT))),
        "prose": float(len(text.split()) > 8),
    }


def _with_score(scene: _Scene, party: Party, name: _Name) -> _Name:
    f = name.features
    odds = (
        1.0 * f["legal"]
        - 4.0 * f["digits"]
        - 2.0 * f["own_postal"]
        - 2.5 * f["title"]
        - 2.5 * f["address"]
        - 1.5 * f["colon"]
        - 2.0 * f["value"]
        - 2.5 * f["prose"]
    )
    odds -= 2.5 * f["claimed"] if "pointed" not in f else 0.0
    if party.role is Role.ISSUER:
        odds += (
            -1.6
            + 1.8 * max(f["domain"] - 0.6, 0.0) / 0.4
            + 0.5 * f["contact"]
            + 0.4 * min(f["size"] - 1, 2.0)
            + 0.3 * f["bold"]
            + 0.8 * f["postal"]
        )
        odds += 1.6 * (1 - f["rank"]) - 1.0 * f["line"] + 0.5 * f["repeats"] + 1.0 * f["again"] + 0.3 * f["centred"]
        odds += (0.5 if name.why == "sender line" else 0.0) + (0.4 if f["y"] > 0.85 else 0.0) + 0.5 * f.get("joined", 0.0)
    elif party.role is Role.RECIPIENT:
        odds += (
            -3.4
            - 1.0 * f["again"] * (1 - f.get("pointed", 0.0))
            + 2.6 * f["postal"]
            - 1.2 * f["contact"]
            - 1.2 * max(f["domain"] - 0.7, 0.0) / 0.3
            - 1.2 * f["line"]
        )
        odds += 0.8 if 0.1 < f["y"] < 0.45 else -1.5
    else:
        odds += -3.5
    odds += 5.0 * f.get("pointed", 0.0) - 3.0 * f.get("rival", 0.0)
    features = {**f, "odds": odds, "below_heading": float(name.why.startswith("below")), "sender": float(name.why == "sender line")}
    return _Name(
        name.text, name.segment, name.start, name.end, name.block, name.line, name.why, features, 1 / (1 + math.exp(-odds)), name.extra
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an address, or the part of a line that is of it: characters start.. of a segment."""

    text: str
    segment: Segment
    start: int

    def box(self, scene: _Scene, start: int = 0, end: int | None = None) -> Box:
        """The box of the words that characters start..end touch, all by default."""
        finish = len(self.text) if end is None else end
        return scene.sheet.box_of(self.segment, *self.segment.words_between(self.start + start, self.start + finish))


def _addresses(scene: _Scene, party: Party, names: Sequence[_Name]) -> list[Candidate]:
    found: list[Candidate] = []
    for name in names:
        lines = _address_lines(scene, name)
        if not lines:
            continue
        has_postal = any(POSTAL.search(line.text) for line in lines)
        score = 0.92 if has_postal else 0.45
        evidence = f"below the name '{name.text}'"
        leans_on = (f"{party.prefix}.name", name.text)
        whole = party.leaf(Kind.ADDRESS)
        if whole is not None:
            joined = ", ".join(line.text.strip().rstrip(",") for line in lines)
            text, box = "\n".join(line.text for line in lines), Box.around(line.box(scene) for line in lines)
            page = lines[0].segment.page
            found.append(Candidate(whole.path, joined, text, "layout", evidence, page, box, score=score, leans_on=leans_on))
        parts = {leaf: spec for leaf, spec in party.leaves.items() if spec.parents and spec.parents[-1] == "Address"}
        if parts:
            found += _address_parts(scene, parts, lines, score, evidence, leans_on)
    return found


def _address_lines(scene: _Scene, name: _Name) -> list[_Line]:
    """The lines below a name that are its address: up to the line with the postal code, and a country or state after it.
    For a name that opens a line of several pieces ("Name - Street 1 - 12345 Town"), the pieces behind it."""
    if name.end < len(name.segment.text.rstrip()):
        behind = _pieces(scene, name.segment, name.end)
        if any(POSTAL.search(line.text) for line in behind):
            return behind
    block, start = name.block, name.line + (2 if name.extra is not None else 1)
    lines: list[_Line] = []
    postal_seen = False
    following = list(block.segments[start : start + 8]) or _block_below(scene, block)
    for segment in following:
        if _no_address(scene, segment):
            if lines or postal_seen:
                break
            continue  # a registration number between name and address
        text = _without_contact(scene, segment)
        if postal_seen and (len(text.split()) > 3 or (_DIGITS.search(text) and not POSTAL.search(text))):
            break
        if not any(c.isalnum() for c in text):
            continue
        lines.append(_Line(text, segment, 0))
        postal_seen = postal_seen or bool(POSTAL.search(text))
        if len(lines) == 6 or len(text) < len(segment.text.rstrip(" ,;|·-")):
            break
    if not postal_seen and not any(_DIGITS.search(line.text) for line in lines):
        return []
    return lines


def _block_below(scene: _Scene, block: Block) -> list[Segment]:
    unit = scene.sheet.line_height
    under = scene.sheet.below(block.page, block.left - unit, block.right + unit, block.bottom, 3 * unit)
    return list(scene.block_of[under[0].index][0].segments[:8]) if under else []


def _pieces(scene: _Scene, segment: Segment, start: int) -> list[_Line]:
    """The parts of a line from a character on, up to where something else than an address begins."""
    end = len(_without_contact(scene, segment, start))
    found, position = [], start
    for piece in _PARTED.split(segment.text[start:end]):
        position = segment.text.index(piece, position)
        text = piece.strip(" ,;")
        if any(c.isalnum() for c in text):
            found.append(_Line(text, segment, segment.text.index(text, position)))
        if POSTAL.search(piece):
            break
        position += len(piece)
    return found[:4]


# What parts the pieces of a line: "Name - Street 1 - 12345 Town", "Name · Street 1 · Town", "Name, Street 1, 12345 Town".
_PARTED = re.compile(r"\s+[-–—•·|*/]\s+|\s*[•·|]\s*|,\s+(?=\d{4})")


def _without_contact(scene: _Scene, segment: Segment, start: int = 0) -> str:
    """A segment's text up to the first phone, mail or other labelled thing in it: "Street 1, 1234 Town, Tel.: 012 345"."""
    cuts = [
        place.match.start
        for kind in (Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.VAT_ID)
        for place in scene.sheet.places_in(kind, segment)
        if place.match.start >= start
    ]
    cuts += [hit.start for hit in scene.hits_in.get(segment.index, ()) if hit.start > start and _labels_a_number(scene, hit)]
    return segment.text[: min(cuts, default=len(segment.text))].rstrip(" ,;|·-–(")


def _labels_a_number(scene: _Scene, hit: LabelHit) -> bool:
    return hit.colon or any(0 <= place.match.start - hit.end <= 3 for place in scene.sheet.places_in(Kind.PHONE, hit.segment))


def _no_address(scene: _Scene, segment: Segment) -> bool:
    """A line of a letterhead that is not of its address: a contact line, a number, a date, a title."""
    text = segment.text
    if compact(text) in scene.title_words:
        return True
    if scene.sheet.places_in(Kind.DATE, segment):
        return True
    if any(p.match.start < 25 for k in (Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.VAT_ID) for p in scene.sheet.places_in(k, segment)):
        return True
    if POSTAL.search(text) or address.likeness(text) >= 0.5:
        return False
    if any(hit.leads and (hit.colon or _names_a_code(hit)) for hit in scene.hits_in.get(segment.index, ())):
        return True
    if scene.sheet.places_in(Kind.PHONE, segment) and sum(c.isdigit() for c in text) >= 8:
        return True
    return (
        bool(re.fullmatch(r"[\(\[]?\s*(?:[\w.]+\s*){0,4}[:(]?\s*[\d-]{4,}[-\w]*\s*[\)\]]?", text))
        and "," not in text
        and not re.search(r"\d\s*[A-Za-z]{4,}", text)
    )


def _names_a_code(hit: LabelHit) -> bool:
    """A label of a single field with something like a number behind it: "KvK 12345678", "Reg. No. AB-123456"."""
    return any(not named.is_group for named in hit.names) and bool(re.search(r"\d{4}", hit.segment.text[hit.end :]))


def _address_parts(
    scene: _Scene, parts: Mapping[str, FieldSpec], lines: Sequence[_Line], score: float, evidence: str, leans_on: tuple[str, str]
) -> list[Candidate]:
    parsed = address.parts(tuple(line.text for line in lines))
    found = []
    for leaf, spec in parts.items():
        value = getattr(parsed, leaf.rsplit(".", 1)[-1], None)
        if value:
            at = next((line for line in lines if str(value) in line.text), lines[-1])
            start = at.text.find(str(value))
            shown, box = (at.text, at.box(scene)) if start < 0 else (str(value), at.box(scene, start, start + len(str(value))))
            page = at.segment.page
            found.append(Candidate(spec.path, value, shown, "layout", evidence, page, box, score=score, leans_on=leans_on))
    return found


def _labelled_leaves(scene: _Scene, party: Party, home: _Name | None) -> list[Candidate]:
    """VAT ids, numbers, mail, phone: those in the party's own block, those with its label, and, for an issuer, the rest."""
    found: list[Candidate] = []
    for leaf, spec in party.leaves.items():
        if "." in leaf or leaf == "name" or spec.kind not in (*LEAF_KINDS, Kind.NAME):
            continue
        if spec.kind is Kind.NAME:
            places: Sequence[tuple[Place, str]] = list(_pointed_words(scene, spec))
            if home is not None and party.role is not Role.ISSUER:
                places = [*places, *_persons_in(scene, home)]
        elif spec.kind is Kind.IDENTIFIER:
            places = list(_pointed_identifiers(scene, spec))
        else:
            places = [(place, "") for place in scene.sheet.places(spec.kind)]
        for place, why in places[:12]:
            odds, evidence = _leaf_odds(scene, party, spec, place, home)
            if why:
                evidence = f"{why}, {evidence}" if evidence else why
            first, last = place.segment.words_between(place.match.start, place.match.end)
            best = place.match.interpretations[0]
            found.append(
                Candidate(
                    spec.path,
                    best.value,
                    place.match.text,
                    "label" if why else "layout",
                    evidence,
                    place.segment.page,
                    scene.sheet.box_of(place.segment, first, last),
                    score=1 / (1 + math.exp(-odds)) * (0.5 + 0.5 * best.likelihood),
                    repaired=best.repaired,
                )
            )
    return found


def _pointed_words(scene: _Scene, spec: FieldSpec) -> Iterator[tuple[Place, str]]:
    """Names of persons after their label: "Attn: A. Smith", "z. Hd. Frau Schmidt"; beside or below it where it stands alone."""
    for hit in scene.hits:
        if not hit.leads or not any(named.path == spec.path and not named.is_group for named in hit.names):
            continue
        place = rest_of(hit.segment, hit.end, len(hit.segment.text))
        if place is None and hit.whole:
            unit = scene.sheet.line_height
            beside = [s for s in scene.sheet.right_of(hit.segment)[:1] if s.left - hit.right < 25 * unit]
            under = scene.sheet.below(hit.segment.page, hit.left - 0.5 * unit, hit.left + unit, hit.segment.bottom, 1.5 * unit)[:1]
            place = next((rest_of(s, 0, len(s.text)) for s in (*beside, *under) if _is_person(scene, s)), None)
        if place is not None and name_values.plausibility(place.match.text) >= PLAUSIBLE:
            yield place, f"after '{hit.text.strip()}'"


def _persons_in(scene: _Scene, home: _Name) -> Iterator[tuple[Place, str]]:
    """A person's name between a company's and its street, in the block of an address."""
    segments = home.block.segments
    first = home.line + (2 if home.extra is not None else 1)
    postal = next((i for i in range(first, len(segments)) if POSTAL.search(segments[i].text)), None)
    if postal is None or postal - first < 2 or not _is_person(scene, segments[first]):
        return
    place = rest_of(segments[first], 0, len(segments[first].text))
    if place is not None and address.likeness(place.match.text) < 0.4:
        yield place, f"between the name '{home.text}' and the street"


_PARTICLES = frozenset("van von vom de der den da do dos das di del della dello du la le y e zu ter ten af el al bin".split())


def _is_person(scene: _Scene, segment: Segment) -> bool:
    """Two to five capitalised words, without a label, a legal form or anything else."""
    text = segment.text.strip(" ,.")
    words = text.split()
    capitalised = [word for word in words if word[0].isupper() and re.sub("[.'’-]", "", word).isalpha()]
    if not 2 <= len(capitalised) <= 5 or any(word not in capitalised and word not in _PARTICLES for word in words):
        return False
    return not LEGAL_FORM.search(text) and not scene.is_label(segment)


def _pointed_identifiers(scene: _Scene, spec: FieldSpec) -> Iterator[tuple[Place, str]]:
    for hit in scene.hits:
        if any(named.path == spec.path and not named.is_group for named in hit.names):
            here = [p for p in scene.sheet.places_in(spec.kind, hit.segment) if p.match.start >= hit.end]
            beside = scene.sheet.right_of(hit.segment)[:1] if not hit.segment.text[hit.end :].strip(" :.") else []
            here.sort(key=lambda p: (p.match.start, -p.match.end))  # "417 734 156": the join before its pieces
            for place in here[:1] or [p for s in beside for p in scene.sheet.places_in(spec.kind, s)][:1]:
                yield _with_register(place), f"after '{hit.text.strip()}'"


# The section of a German or Austrian register is a part of the number in it.
_REGISTER = re.compile(r"\b(?:HR\s?[AB]|FN|GnR|VR|PR)\s?$")


def _with_register(place: Place) -> Place:
    before = _REGISTER.search(place.segment.text[: place.match.start])
    if before is None:
        return place
    text = place.segment.text[before.start() : place.match.end]
    match = replace(place.match, start=before.start(), text=text, interpretations=(Interpretation(text),))
    return replace(place, match=match, left=place.segment.x_at(before.start()))


def _leaf_odds(scene: _Scene, party: Party, spec: FieldSpec, place: Place, home: _Name | None) -> tuple[float, str]:
    block, _ = scene.block_of[place.segment.index]
    unit = scene.sheet.line_height
    label = _label_of(scene, place)
    if label is not None:
        alike = {named.path for named in label.names if not named.is_group and named.path.partition(".")[2] == spec.path.partition(".")[2]}
        if len(alike) == 1:  # "Customer VAT No." is the label of one party alone
            return (3.0, f"labelled '{label.text.strip()}'") if alike == {spec.path} else (-4.0, f"labelled '{label.text.strip()}'")
        if not alike and spec.kind is Kind.PHONE:
            return -3.0, f"labelled '{label.text.strip()}'"
    owner = _heading(scene, place.segment)
    if owner is not None:
        return (2.5, f"under the heading of {party.prefix}") if owner == party.prefix else (-3.5, f"under the heading of {owner}")
    if home is not None and home.block is block:
        return 2.0, f"in the block of '{home.text}'"
    if party.role is Role.OTHER:
        return -5.0, "no heading"
    near = 0.0
    if home is not None and home.segment.page == place.segment.page:
        dx = max(home.block.left - place.right, place.left - home.block.right, 0.0)
        dy = max(home.block.top - place.bottom, place.top - home.block.bottom, 0.0)
        near = max(0.0, 1.0 - math.hypot(dx, dy) / (25 * unit))
    labelled = any(named.path == spec.path for hit in scene.hits_in.get(place.segment.index, ()) for named in hit.names)
    if party.role is Role.ISSUER:
        alone = len(scene.sheet.places(spec.kind)) == 1
        return 0.2 + 1.2 * near + 0.6 * labelled + 0.8 * alone, "near the issuer" if near else "the issuer's by default"
    return -3.5 + 2.0 * near, "near the recipient" if near else "far from the recipient"


def _label_of(scene: _Scene, place: Place) -> LabelHit | None:
    """The label nearest to a value: before it in its line, left of it, or over it in a strip of labels and values."""
    segment = place.segment
    before = [hit for hit in scene.hits_in.get(segment.index, ()) if hit.end <= place.match.start + 1]
    if before:
        return before[-1]
    if any(c.isalnum() for c in segment.text[: place.match.start]):
        return None
    beside = scene.sheet.left_of(segment)[:1]
    over = scene.sheet.above(segment.page, segment.left, segment.left + segment.height, segment.top, 1.2 * segment.height)[:1]
    labels = [hit for other in (*beside, *over) for hit in scene.hits_in.get(other.index, ()) if hit.whole]
    return labels[0] if labels else None


def _heading(scene: _Scene, segment: Segment) -> str | None:
    """The party whose heading stands in the line itself or over it."""
    own = [
        n.path for hit in scene.hits_in.get(segment.index, ()) for n in hit.names if n.is_group and n.path in scene.prefixes and hit.colon
    ]
    return own[0] if own else scene.heading_over(segment)
