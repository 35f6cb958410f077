"""Who is who: names, addresses and numbers of the parties of a document.

A party is any model of the schema with a role (record.Role). An issuer shows itself by letterhead, footer, bank lines and
web address; a recipient by an address of its own in the upper half; any party by a heading ("Bill to").
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.party_addresses import address_candidates
from extractor.find.party_headings import pointed_words
from extractor.find.party_leaves import leaf_candidates
from extractor.find.party_names import ranked_names
from extractor.find.party_roles import parties_of
from extractor.find.party_scene import Scene
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind, Role


def party_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], title_words: frozenset[str]) -> list[Candidate]:
    """Candidates for every leaf of every party."""
    parties = parties_of(specs)
    if not parties or not sheet.segments:
        return []
    scene = Scene(sheet, hits, title_words, frozenset(party.prefix for party in parties))
    pointed = {party.prefix: list(pointed_words(scene, party)) for party in parties}
    found: list[Candidate] = []
    for party in parties:
        if party.role is Role.ISSUER and party.leaf(Kind.ADDRESS) is not None:  # a receipt's: see letterhead.py
            found += leaf_candidates(scene, party, None)
            continue
        names = ranked_names(scene, party, pointed)
        found += [scene.candidate(party, spec, name) for name in names if (spec := party.leaf(Kind.NAME)) is not None]
        home = names[0] if names and names[0].score >= 0.3 else None
        found += address_candidates(scene, party, names[:6])
        found += leaf_candidates(scene, party, home)
    return found
