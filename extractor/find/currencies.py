"""Which country's currency a sign means that several have ("$", "kr", "Rs"): the one of the countries that the pages speak of.

A currency's code opens with its country's (ISO 4217 takes it from ISO 3166), so the signs of a country are signs of its currency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Candidate
from extractor.find.sheet import Sheet
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import address, country
from extractor.values.country_signs import DIALLED, DIALS, HOST, TAXES

MEANT, NOT_MEANT = 0.97, 0.02  # likelihoods of the readings of a sign where the pages tell
ISSUER, TAXED, NUMBERED, ADDRESSED, MENTIONED = 3, 3, 2, 2, 1  # what each kind of sign counts, once for a country
CLEARLY = 1.5  # times the next country's signs


def settled(sheet: Sheet, candidates: Sequence[Candidate], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """The candidates; those of a currency whose sign several have, with likelihoods by what the pages say of their country."""
    wanted = {spec.path for spec in of_kind(specs, Kind.CURRENCY)}
    shared: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in candidates:
        if candidate.path in wanted and candidate.source in ("label", "pattern"):
            shared.setdefault((candidate.path, candidate.text), []).append(candidate)
    several = {key for key, found in shared.items() if len({c.value for c in found}) > 1}
    if not several:
        return list(candidates)
    votes = _votes(sheet, candidates, specs)
    meant = {key: _meant({str(c.value) for c in shared[key]}, votes) for key in several}
    return [_told(candidate, meant.get((candidate.path, candidate.text))) for candidate in candidates]


def _meant(codes: set[str], votes: Mapping[str, int]) -> str | None:
    first, second = sorted(codes, key=lambda code: (-votes.get(code[:2], 0), code))[:2]
    mine, other = votes.get(first[:2], 0), votes.get(second[:2], 0)
    return first if mine and mine >= CLEARLY * other else None


def _told(candidate: Candidate, meant: str | None) -> Candidate:
    if meant is None:
        return candidate
    likelihood = MEANT if candidate.value == meant else NOT_MEANT
    evidence = f"{candidate.evidence}; {meant[:2]} by address, tax or contacts" if candidate.value == meant else candidate.evidence
    return replace(candidate, evidence=evidence, features={**candidate.features, "likelihood": likelihood})


def _votes(sheet: Sheet, candidates: Sequence[Candidate], specs: Sequence[FieldSpec]) -> Counter[str]:
    """What speaks for each country; a kind of sign counts once, however often it is printed."""
    signs: set[tuple[str, int, str]] = set()  # country, weight, kind
    issuers = {spec.path for spec in of_kind(specs, Kind.COUNTRY) if spec.role is Role.ISSUER}
    theirs = [c for c in candidates if c.path in issuers]
    if theirs:
        signs.add((str(max(theirs, key=lambda c: c.score).value), ISSUER, "issuer"))
    for segment in sheet.segments:
        text = segment.text
        signs |= {(code, TAXED, "tax") for code, pattern in TAXES.items() if pattern.search(text)}
        signs |= {(DIALS[found[1]], MENTIONED, "phone") for found in DIALLED.finditer(text) if found[1] in DIALS}
        signs |= {(found[1].upper(), MENTIONED, "web") for found in HOST.finditer(text)}
        signs |= {(str(found.value), MENTIONED, "name") for found in country.find(text) if len(found.text) > 3}
        # A country is told by a postal code.
        if any(map(str.isdigit, text)) and (code := address.parts([text]).country) is not None:
            signs.add((code, ADDRESSED, "address"))
    for kind in (Kind.VAT_ID, Kind.IBAN):
        signs |= {(str(place.match.value)[:2], NUMBERED, kind.value) for place in sheet.places(kind)}
    votes: Counter[str] = Counter()
    for code, weight, _ in signs:
        votes[code] += weight
    return votes
