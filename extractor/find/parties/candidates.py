"""Who is who: names, addresses and numbers of the parties of a document.

A party is any model of the schema with a role (record.Role). An issuer shows itself by letterhead, footer, bank lines and
web address; a recipient by an address of its own in the upper half; any party by a heading ("Bill to").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import combinations, permutations

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.addresses import address_candidates, address_elsewhere
from extractor.find.parties.headings import IN_SENTENCE, pointed_words
from extractor.find.parties.leaves import Told, leaf_candidates
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.names import apart_from, ranked_names, with_the_rest
from extractor.find.parties.paid import paid_names
from extractor.find.parties.roles import Party, parties_of
from extractor.find.parties.scene import PartyName, Scene
from extractor.find.sheet import Sheet, compact
from extractor.learned import logit
from extractor.quick import changed
from extractor.schemas.record import FieldSpec, Kind, Role

SURE = 0.55  # probability of a name that the other party is told by
MOST_HOMES = 6  # names of a party under which an address is looked for
NOBODY = 0.02  # probability of a name where a party has none left
SURELY, LESS_SURELY = 0.9, 0.8  # probabilities of a tax number as one party's and as another's, of which the former leaves no doubt
OF_ANOTHER = 0.3  # what is left of the latter then
HOME_FROM = 0.3  # probability of a name from which its block is taken for the party's home


def party_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], title_words: frozenset[str], words: LineWords
) -> list[Candidate]:
    """Candidates for every leaf of every party."""
    parties = parties_of(specs)
    if not parties or not sheet.segments:
        return []
    scene = Scene(sheet, hits, title_words, {party.prefix: party.role for party in parties}, words)
    pointed = {party.prefix: list(pointed_words(scene, party)) for party in parties}
    paid = paid_names(scene, pointed, specs)
    titled = [party for party in parties if not _is_letterhead(party)]
    names = {party.prefix: ranked_names(scene, party, pointed, paid) for party in titled}
    for one, other in permutations((p for p in titled if p.role is not Role.OTHER), 2):
        if one.role is not other.role and names[other.prefix] and names[other.prefix][0].score >= SURE:
            apart = apart_from(names[one.prefix], names[other.prefix])
            names[one.prefix] = with_the_rest(scene, one, apart, names[other.prefix][0])
    own = _distinct(titled, names)
    homes = {prefix: _at_home(found) for prefix, found in own.items() if found and found[0].score >= HOME_FROM}
    found: list[Candidate] = []
    told: Told = {}
    for party in parties:
        spec = party.leaf(Kind.NAME)
        if spec is not None:
            found += [scene.candidate(party, spec, name) for name in names.get(party.prefix, ())]
        addressed = [name for name in names.get(party.prefix, ()) if name.why != IN_SENTENCE]
        found += address_candidates(scene, party, _with_further_mentions(addressed), homes)
        leaves = leaf_candidates(scene, party, homes, told)
        found += [c for c in leaves if c.path != _path(party, Kind.PHONE)] if _is_letterhead(party) else leaves
    for party in titled:
        if party.role is Role.ISSUER:
            found += address_elsewhere(scene, party, names[party.prefix], homes, found)
    return _without_anothers(found, {path for party in parties if (path := _path(party, Kind.VAT_ID))})


def _without_anothers(found: Sequence[Candidate], paths: Set[str]) -> list[Candidate]:
    """The candidates, those of a tax number lessened that is surely another party's: "reverse charge to NL..." says again what stands
    behind "Your VAT number"."""
    likeliest: dict[str, dict[str, float]] = {}
    for c in found:
        if c.path in paths:
            owners = likeliest.setdefault(str(c.value), {})
            owners[c.path] = max(c.score, owners.get(c.path, 0.0))
    sure = {value: path for value, owners in likeliest.items() if (path := max(owners, key=lambda p: owners[p])) and owners[path] >= SURELY}
    return [
        changed(c, score=c.score * OF_ANOTHER)
        if c.path in paths and sure.get(str(c.value), c.path) != c.path and likeliest[str(c.value)][c.path] < LESS_SURELY
        else c
        for c in found
    ]


def _distinct(parties: Sequence[Party], names: Mapping[str, Sequence[PartyName]]) -> dict[str, Sequence[PartyName]]:
    """The parties' names where the likeliest ones of issuer and recipient are not the same: of two that share theirs the one keeps it by
    which both are told best."""
    own = dict(names)
    for one, other in combinations((p for p in parties if p.role is not Role.OTHER and own[p.prefix]), 2):
        mine, theirs = own[one.prefix], own[other.prefix]
        key = compact(mine[0].text)
        if one.role is other.role or compact(theirs[0].text) != key:
            continue
        left, rest = ([name for name in some if compact(name.text) != key] for some in (mine, theirs))
        if _odds(mine) + _odds(rest) >= _odds(left) + _odds(theirs):
            own[other.prefix] = rest
        else:
            own[one.prefix] = left
    return own


def _odds(names: Sequence[PartyName]) -> float:
    return logit(names[0].score if names else NOBODY)


def _with_further_mentions(names: Sequence[PartyName]) -> list[PartyName]:
    """The likeliest names, and where else the first of them stands: its address may stand there alone."""
    return [*names[:MOST_HOMES], *(name for name in names[MOST_HOMES:] if compact(name.text) == compact(names[0].text))]


def _at_home(names: Sequence[PartyName]) -> PartyName:
    """The likeliest name where it stands over an address: what tells whose it is may be a slip at the foot of the page."""
    likeliest = names[0]
    if likeliest.features["postal"]:
        return likeliest
    key = compact(likeliest.text)
    return next((name for name in names if name.features["postal"] and compact(name.text) == key), likeliest)


def _path(party: Party, kind: Kind) -> str:
    leaf = party.leaf(kind)
    return leaf.path if leaf is not None else ""


def _is_letterhead(party: Party) -> bool:
    """Whether name, address and phone are found by letterhead.py: a receipt's."""
    return party.role is Role.ISSUER and party.leaf(Kind.ADDRESS) is not None
