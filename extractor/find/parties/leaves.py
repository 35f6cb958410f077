"""The numbers and contacts of the parties: VAT ids, registrations, mail, phone, web, persons; whose they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from extractor.document import Candidate
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.parties.blocks import Block, has_postal_code
from extractor.find.parties.headings import PLAUSIBLE
from extractor.find.parties.legal_forms import LEGAL_FORM, has_legal_form
from extractor.find.parties.numbers import bare_ids, beside_or_under, names_tax_id, places_of, pointed_identifiers
from extractor.find.parties.roles import Party
from extractor.find.parties.scene import PartyName, Scene
from extractor.find.places import Place, Segment, same_row
from extractor.find.sheet import compact
from extractor.learned import probability
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import address
from extractor.values import name as name_values

UNLIKELY = 0.3  # likelihood under which a value is hardly of its kind: a telefax for a telephone, a number of goods
_FOOT = 0.8  # of a page's height: what stands below is the issuer's
_OF_SOMEBODY = (Kind.VAT_ID, Kind.IDENTIFIER)  # kinds of which "your" tells the owner; "your contact" is the issuer's person
LATER = 0.05  # log odds less for each number after the first of equal ones: a firm names its main register first
OF_STRIP = 2  # labels beside one that make a strip of them
SHORTEST_HEADING = 3  # letters of a party's heading beside a label
SHORTEST_NAME = 5  # letters of a name's first word that tells whose a number is
_LEAF_KINDS = (Kind.NAME, Kind.VAT_ID, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.IDENTIFIER)


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose a value is by what stands with it, whoever asks: the prefixes of its parties; the log odds for theirs and for all others, each
    with the reason."""

    owners: Set[str]
    theirs: tuple[float, str]
    others: tuple[float, str]


# By leaf, kind and token: several parties have the same leaves.
Told = dict[tuple[str, Kind, tuple[int, int, int]], _Whose | None]


def leaf_candidates(scene: Scene, party: Party, homes: Mapping[str, PartyName], told: Told) -> list[Candidate]:
    """VAT ids, numbers, mail, phone: those in the party's own block, those with its label, and, for an issuer, the rest.
    `homes`: the likeliest name of each party that shows one; `told`: what the document's other parties found."""
    found: list[Candidate] = []
    home = homes.get(party.prefix)
    for leaf, spec in party.leaves.items():
        if "." in leaf or leaf == "name" or spec.kind not in _LEAF_KINDS:
            continue
        if spec.kind is Kind.NAME:
            places: Sequence[tuple[Place, str]] = list(_pointed_words(scene, spec))
            if home is not None and party.role is not Role.ISSUER:
                places = [*places, *_persons_in(scene, home)]
        elif spec.kind is Kind.IDENTIFIER:
            places = list(pointed_identifiers(scene, spec))
        else:
            places = [(place, "") for place in places_of(scene, spec.kind)]
        if spec.kind is Kind.VAT_ID and home is not None:
            places = [*places, *((place, "") for place in bare_ids(scene, home, places))]
        for turn, (place, why) in enumerate(places[:12]):
            odds, evidence = _leaf_odds(scene, party, spec, place, homes, told)
            odds -= LATER * turn * (spec.kind is Kind.IDENTIFIER)
            if why:
                evidence = f"{why}, {evidence}" if evidence else why
            likelihood = place.match.likelihood
            score = probability(odds) * (0.5 + 0.5 * likelihood if likelihood >= UNLIKELY else likelihood)
            found.append(scene.sheet.candidate(spec.path, place, "label" if why else "layout", evidence, score=score))
    return found


def _pointed_words(scene: Scene, spec: FieldSpec) -> Iterator[tuple[Place, str]]:
    """Names of persons after their label: "Attn: A. Smith", "z. Hd. Frau Schmidt"; beside or below it where it stands alone."""
    for hit in scene.hits_of(spec.path):
        if not hit.leads:
            continue
        place = rest_of(hit.segment, hit.end, len(hit.segment.text))
        if place is None and hit.whole:
            place = next((rest_of(s, 0, len(s.text)) for s in beside_or_under(scene, hit) if _is_person(scene, s)), None)
        if place is not None and name_values.plausibility(place.match.text) >= PLAUSIBLE:
            yield place, f"after '{hit.text.strip()}'"


def _persons_in(scene: Scene, home: PartyName) -> Iterator[tuple[Place, str]]:
    """A person's name between a company's and its street, in the block of an address."""
    segments = home.block.segments
    first = home.line + 1 + len(home.further)
    postal = next((i for i in range(first, len(segments)) if has_postal_code(segments[i].text)), None)
    if postal is None or postal - first < 2 or not _is_person(scene, segments[first]):
        return
    place = rest_of(segments[first], 0, len(segments[first].text))
    if place is not None and address.likeness(place.match.text) < 0.4:
        yield place, f"between the name '{home.text}' and the street"


def _is_person(scene: Scene, segment: Segment) -> bool:
    """Two to five capitalised words, without a label, a legal form or anything else."""
    text = segment.text.strip(" ,.")
    words = text.split()
    capitalised = [word for word in words if word[0].isupper() and re.sub("[.'’-]", "", word).isalpha()]
    if not 2 <= len(capitalised) <= 5 or any(word not in capitalised and not scene.words.of_names.match(word) for word in words):
        return False
    return not LEGAL_FORM.search(text) and not scene.is_label(segment)


def _leaf_odds(scene: Scene, party: Party, spec: FieldSpec, place: Place, homes: Mapping[str, PartyName], told: Told) -> tuple[float, str]:
    block, _ = scene.block_of[place.segment.index]
    home = homes.get(party.prefix)
    unit = scene.sheet.line_height
    leaf = spec.path.partition(".")[2]
    if (leaf, spec.kind, place.token) not in told:
        told[leaf, spec.kind, place.token] = _whose(scene, leaf, spec.kind, place, homes)
    if (whose := told[leaf, spec.kind, place.token]) is not None:
        return whose.theirs if party.prefix in whose.owners else whose.others
    if home is not None and home.block is block:
        return 2.0, f"in the block of '{home.text}'"
    host = next((prefix for prefix, other in homes.items() if other.block is block), None)
    if host is not None:
        return -3.0, f"in the block of '{homes[host].text}'"
    named_there = _named_in_block(block, homes)
    if named_there is not None:
        return (2.0, "in a block of their name") if named_there == party.prefix else (-3.0, "in a block of another's name")
    if party.role is Role.OTHER:
        return -5.0, "no heading"
    foreign = spec.kind is Kind.VAT_ID and _is_foreign(scene, place, homes)
    if foreign:
        return (0.5, "not the issuer's own") if party.role is Role.RECIPIENT else (-2.0, "the issuer has another one")
    near = 0.0
    if home is not None and home.segment.page == place.segment.page:
        dx = max(home.block.left - place.right, place.left - home.block.right, 0.0)
        dy = max(home.block.top - place.bottom, place.top - home.block.bottom, 0.0)
        near = max(0.0, 1.0 - math.hypot(dx, dy) / (25 * unit))
    labelled = any(named.path == spec.path for hit in scene.hits_in.get(place.segment.index, ()) for named in hit.names)
    if party.role is Role.ISSUER:
        alone = _is_only(scene, spec.kind)
        return 0.2 + 1.2 * near + 0.6 * labelled + 0.8 * alone, "near the issuer" if near else "the issuer's by default"
    return -3.5 + 2.0 * near, "near the recipient" if near else "far from the recipient"


def _is_only(scene: Scene, kind: Kind) -> bool:
    """Whether one value of a kind stands in the document. Most lines may be a name: no more than two of them are looked for."""
    if kind is not Kind.NAME:
        return len(scene.sheet.places(kind)) == 1
    names = chain.from_iterable(name_values.find(segment.text) for segment in scene.sheet.segments)
    return len(list(islice(names, 2))) == 1


def _whose(scene: Scene, leaf: str, kind: Kind, place: Place, homes: Mapping[str, PartyName]) -> _Whose | None:
    """Whose a value for a leaf is by its label, its line and what heads it; None where they do not tell."""
    label = _label_of(scene, place)
    if label is not None:
        labelled = f"labelled '{label.text.strip()}'"
        alike = {named.path for named in label.names if not named.is_group and named.path.partition(".")[2] == leaf}
        if len(alike) == 1:  # "Customer VAT No." is the label of one party alone
            return _Whose({path.partition(".")[0] for path in alike}, (3.0, labelled), (-4.0, labelled))
        if not alike and kind is Kind.PHONE:
            return _Whose(frozenset(), (-3.0, labelled), (-3.0, labelled))
    if kind in _OF_SOMEBODY and (role := _possessor(scene, place, label)) is not None:
        theirs = {prefix for prefix, of in scene.roles.items() if of is role}
        return _Whose(theirs, (2.5, "said to be theirs"), (-3.5, "said to be the other's"))
    if kind in _OF_SOMEBODY and (named := _named_before(place, homes)) is not None:
        return _Whose({named}, (2.5, "after their name"), (-3.5, "after another's name"))
    if kind is Kind.URL and (named := _named_in(place, homes)) is not None:
        return _Whose({named}, (2.5, "their name is in it"), (-3.5, "another's name is in it"))
    if kind in _OF_SOMEBODY and label is not None and (named := _named_level(scene, place, label, homes)) is not None:
        return _Whose({named}, (2.5, "in a row with their name"), (-3.5, "in a row with another's name"))
    owner = _heading(scene, place.segment, in_strip=label is not None and _is_in_strip(scene, place, label))
    if owner is not None:
        return _Whose({owner}, (2.5, f"under the heading of {owner}"), (-3.5, f"under the heading of {owner}"))
    return None


def _named_in_block(block: Block, homes: Mapping[str, PartyName]) -> str | None:
    """The one party whose whole name is a line of a block, as of the address over a slip that says it again."""
    lines = {compact(segment.text) for segment in block.segments}
    named = [prefix for prefix, home in homes.items() if len(key := compact(home.text)) >= SHORTEST_NAME and key in lines]
    return named[0] if len(named) == 1 else None


def _named_before(place: Place, homes: Mapping[str, PartyName]) -> str | None:
    """The party whose name, or the first word of it, stands before a number in its line: "VAT No. of Tessera: ..."."""
    text = place.segment.text[: place.match.start]
    before = text.casefold()
    named = [
        prefix
        for prefix, home in homes.items()
        if len(first := home.text.split()[0].casefold()) >= SHORTEST_NAME
        and first in before
        and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", before)
        # another firm of that name
        and not (compact(home.text) not in compact(text) and has_legal_form(home.text) and has_legal_form(text))
    ]
    return named[0] if len(named) == 1 else None


def _named_level(scene: Scene, place: Place, label: LabelHit, homes: Mapping[str, PartyName]) -> str | None:
    """The one party whose name stands in a row with a number, each under its label: "Customer | VAT No | Date"."""
    if label.segment.bottom > place.segment.top + 0.5 * place.segment.height:
        return None
    level = [
        prefix
        for prefix, home in homes.items()
        if home.segment.page == place.segment.page
        and same_row(home.segment, place.segment)
        and _is_named_level(scene, home.segment, label, {prefix, f"{prefix}.name"})
    ]
    return level[0] if len(level) == 1 else None


def _is_named_level(scene: Scene, name: Segment, label: LabelHit, paths: set[str]) -> bool:
    """Whether a label of the name stands over it, level with another label."""
    over = scene.sheet.above(name.page, name.left, name.left + name.height, name.top, 1.2 * name.height)[:1]
    return any(
        same_row(other, label.segment) and any(named.path in paths for hit in scene.hits_in.get(other.index, ()) for named in hit.names)
        for other in over
    )


def _named_in(place: Place, homes: Mapping[str, PartyName]) -> str | None:
    """The party whose whole name, but for its legal form, a house on the web has, where no other's name begins so."""
    house = compact(place.match.text.rpartition("//")[2].removeprefix("www.").partition("/")[0].rpartition(".")[0])
    names = {prefix: LEGAL_FORM.sub(" ", home.text).split() for prefix, home in homes.items()}
    alike = [prefix for prefix, words in names.items() if words and len(first := compact(words[0])) >= 2 and house.startswith(first)]
    whole = [prefix for prefix in alike if len(house) >= SHORTEST_NAME and compact(" ".join(names[prefix])) == house]
    return whole[0] if len(whole) == len(alike) == 1 else None


def _possessor(scene: Scene, place: Place, label: LabelHit | None) -> Role | None:
    """Whose a number is by what its label says besides ("your ...", "... customer"), or a line over it in its block ("Your references")."""
    if label is not None:
        for hit in scene.hits_in.get(label.segment.index, ()):
            owner = next((named.path for named in hit.names if named.is_group and named.path in scene.roles), None)
            worded = hit.end - hit.start >= SHORTEST_HEADING  # "DE VAT" is Germany's, not that of one "de" (from)
            if owner is not None and worded and (0 <= hit.start - label.end <= 2 or 0 <= label.start - hit.end <= 2):
                return scene.roles[owner]
    block, line = scene.block_of[place.segment.index]
    over = list(reversed(block.segments[:line]))
    if label is not None and over and label.segment is over[0]:  # of labels over their numbers each speaks of its own
        over = list(takewhile(lambda other: not any(map(str.isdigit, other.text)), over))
    headings = (other for other in over if ":" not in other.text and not any(map(str.isdigit, other.text)))
    for segment in (place.segment, *headings):
        if scene.words.yours.match(segment.text):
            return Role.RECIPIENT
        if scene.words.ours.match(segment.text):
            return Role.ISSUER
    return None


def _is_foreign(scene: Scene, place: Place, homes: Mapping[str, PartyName]) -> bool:
    """Whether a number is the one of two on the pages that does not stand with the issuer, as the other does."""
    issuers = [home for prefix, home in homes.items() if scene.roles[prefix] is Role.ISSUER]
    ties: dict[str, int] = {}
    for other in places_of(scene, Kind.VAT_ID):
        label = _label_of(scene, other)
        if _possessor(scene, other, label) is Role.RECIPIENT:
            ties.setdefault(str(other.match.interpretations[0].value), 0)
            continue  # "Your VAT ID" under the issuer's head
        tie = max((_tie(scene, other, home, homes) for home in issuers), default=0)
        if tie or other.match.likelihood >= 0.5 or (label is not None and names_tax_id(label)):
            value = str(other.match.interpretations[0].value)
            ties[value] = max(tie, ties.get(value, 0))
    own = ties.get(str(place.match.interpretations[0].value))
    return own == 0 and len(ties) == 2 and max(ties.values()) > 0


def _tie(scene: Scene, place: Place, home: PartyName, homes: Mapping[str, PartyName]) -> int:
    """How a number is tied to the issuer: 3 in the block of its name, 2 by its account or at the page's foot, 1 below its block, or
    level with it in a head that holds no other party."""
    segment, unit = place.segment, scene.sheet.line_height
    if scene.block_of[segment.index][0] is home.block:
        return 3
    if scene.sheet.places_in(Kind.IBAN, segment) or segment.top > _FOOT * scene.sheet.page_size(segment.page)[1]:
        return 2
    below = 0 <= segment.top - home.block.bottom < 8 * unit and abs(segment.left - home.block.left) < unit
    level = home.block.top <= segment.top <= home.block.bottom
    alone = all(other is home or other.block.top > home.block.bottom for other in homes.values() if other.block.page == home.block.page)
    return int((below or (level and alone)) and segment.page == home.block.page)


def _label_of(scene: Scene, place: Place) -> LabelHit | None:
    """The label nearest to a value: before it in its line, left of it, or over it in a strip of labels and values."""
    segment = place.segment
    before = [hit for hit in scene.hits_in.get(segment.index, ()) if hit.end <= place.match.start + 1]
    if before:
        return None if _ANOTHER.search(segment.text[before[-1].end : place.match.start]) else before[-1]
    if any(map(str.isalnum, segment.text[: place.match.start])):
        return None
    beside = scene.sheet.left_of(segment)[:1]
    over = scene.sheet.above(segment.page, segment.left, segment.left + segment.height, segment.top, 1.2 * segment.height)[:1]
    for other in (*beside, *over):
        hits = scene.hits_in.get(other.index, [])
        if sum(hit.end - hit.start for hit in hits) > 0.6 * len(other.text):  # nothing but labels, of one column or of several
            return next((hit for hit in hits if hit.left < place.right and hit.right > place.left), hits[-1])
    return None


_ANOTHER = re.compile(r"\d{3}|[•·|]")  # the value that a label announces, between it and a further one: "CA 93726 • (559) 555-0172"


def _is_in_strip(scene: Scene, place: Place, label: LabelHit) -> bool:
    """Whether a number stands under its label in a strip of the document's details, whose labels stand beside each other."""
    over = label.segment
    if over is place.segment or over.bottom > place.segment.top + 0.5 * place.segment.height:
        return False
    beside = (*scene.sheet.left_of(over), *scene.sheet.right_of(over))
    return sum(any(hit.whole for hit in scene.hits_in.get(other.index, ())) for other in beside) >= OF_STRIP


def _heading(scene: Scene, segment: Segment, in_strip: bool = False) -> str | None:
    """The party whose heading stands in the line itself or over it."""
    own = next((path for hit in scene.hits_in.get(segment.index, ()) if hit.colon and (path := scene.headed(hit)) is not None), None)
    return own or (scene.alone_over(segment) if in_strip else scene.heading_over(segment))
