"""Rows of a rate's list that no table has and no line says whole: the rates and shares by which the document's total is proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.places import Place, same_row
from extractor.find.sheet import Sheet
from extractor.find.sums import proof_of
from extractor.schemas.record import FieldSpec, Kind, Product, Rule

SCORE = 0.9
REACH_UP = 2.5  # line heights over a share in which its rate is looked for


def share_rows(sheet: Sheet, hits: Sequence[LabelHit], columns: Sequence[FieldSpec], rules: Sequence[Rule]) -> tuple[Candidate, ...]:
    """Candidates `tax_breakdown.0.rate`, `.tax` and, where it is printed apart, `.base`, for each rate of the proof; empty for lists
    that no percentage tells, and where nothing proves the total."""
    group = columns[0].rows if columns else None
    rule = next((r for r in rules if isinstance(r, Product) and r.rows == group and r.percents and len(r.factors) == 2), None)
    if rule is None:
        return ()
    proof, places = proof_of(sheet, hits, rules)
    if proof is None or any(share not in places for _, share, _ in proof.parts):
        return ()
    base_name = next(name for name in rule.factors if name not in rule.percents)
    known = {spec.name for spec in columns}
    found: list[Candidate] = []
    for number, (base, share, rate) in enumerate(proof.parts):
        place = places[share][-1]
        told = [(rule.result, place)] if base is None or base not in places else [(rule.result, place), (base_name, places[base][-1])]
        told += [(rule.percents[0], spot) for spot in _rate_of(sheet, place, rate)]
        found += [_candidate(sheet, f"{group}.{number}.{name}", spot, proof.said) for name, spot in told if name in known]
    return tuple(found)


def _rate_of(sheet: Sheet, share: Place, rate: Decimal) -> Iterator[Place]:
    """Where the rate stands, in the share's row or just over it; nowhere where it is another row's."""
    reach = REACH_UP * sheet.line_height
    for place in sheet.places(Kind.PERCENT):
        near = place.segment.page == share.segment.page and 0 <= share.segment.top - place.segment.top <= reach
        if place.match.value == rate and (same_row(place.segment, share.segment) or place.segment is share.segment or near):
            yield place
            return


def _candidate(sheet: Sheet, path: str, place: Place, said: str) -> Candidate:
    return sheet.candidate(path, place, "pattern", said, score=SCORE)
