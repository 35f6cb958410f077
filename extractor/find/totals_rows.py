"""Totals under the columns of a table: three figures of one row, each the sum of those over it, of which two make the third.

"Totals 125.20 22.06 147.26" under columns of net, tax and gross amounts prove each other, whatever rates the rows have.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from extractor.document import Candidate
from extractor.find.places import Place, same_row
from extractor.find.sheet import Sheet
from extractor.find.sums import PROVED, trios_of
from extractor.schemas.leaves import by_path
from extractor.schemas.record import FieldSpec, Kind, Rule


def totals_row_candidates(sheet: Sheet, specs: Sequence[FieldSpec], rules: Sequence[Rule]) -> list[Candidate]:
    """Candidates for a whole, what it is without its share, and the share, with their own probability."""
    known = by_path(specs)
    trios = [trio for trio in trios_of(rules) if {trio.whole, trio.base, trio.share} <= known.keys() and not trio.usual]
    totals = [place for place in sheet.places(Kind.MONEY) if place.token in sheet.amounts.column_totals]
    if not trios or len(totals) < 3:
        return []
    largest = max(abs(place.match.value) for place in totals)
    found: list[Candidate] = []
    for base, share, whole in _trios_of_rows(totals):
        if abs(whole.match.value) == largest:
            said = f"columns add up to {largest}"
            found += [
                sheet.candidate(path, place, "pattern", said, score=PROVED)
                for trio in trios
                for path, place in ((trio.whole, whole), (trio.base, base), (trio.share, share))
            ]
    return found


def _trios_of_rows(totals: Sequence[Place]) -> list[tuple[Place, Place, Place]]:
    """Three figures of one row from left to right: the larger part, the smaller one, and what they make."""
    ordered = sorted(totals, key=lambda place: place.left)
    return [
        (base, share, whole)
        for base, share, whole in combinations(ordered, 3)
        if same_row(base.segment, share.segment)
        and same_row(base.segment, whole.segment)
        and base.match.value + share.match.value == whole.match.value
        and abs(share.match.value) < abs(base.match.value)
    ]
