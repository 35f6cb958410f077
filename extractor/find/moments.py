"""A time of day without a label: the one beside a date, or the only one of the document.

For schemas with one time of their own. A pair of times in one line without a date ("09:00 - 21:00") is when a shop is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.asides import is_aside
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place, same_row
from extractor.find.sheet import Sheet
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

BESIDE_A_DATE, ALONE = 0.85, 0.6  # how likely such a time is the document's
LABELLED = 0.6  # share of it where a label of the field stands somewhere on the document
LATER = 0.85  # share of it for each one before it in reading order


def moment_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], words: LineWords) -> list[Candidate]:
    """Candidates for the schema's only time, with their own probability."""
    wanted = of_kind(specs, Kind.TIME)
    if len(wanted) != 1 or wanted[0].rows is not None:
        return []
    path = wanted[0].path
    named = any(name.path == path for hit in hits for name in hit.names)
    times = [place for place in sheet.places(Kind.TIME) if not is_aside(sheet, place, words.other_hour)] or sheet.places(Kind.TIME)
    dated = [place for place in times if _beside_a_date(sheet, place)]
    if not dated and len({place.match.value for place in times}) == 1:
        return [_candidate(sheet, path, times[0], ALONE * (LABELLED if named else 1.0), "the only time of the document")]
    return [
        _candidate(sheet, path, place, BESIDE_A_DATE * (LABELLED if named else 1.0) * LATER**number, "beside a date")
        for number, place in enumerate(dated[:3])
    ]


def _beside_a_date(sheet: Sheet, place: Place) -> bool:
    return any(day.segment is place.segment or same_row(day.segment, place.segment) for day in sheet.places(Kind.DATE))


def _candidate(sheet: Sheet, path: str, place: Place, score: float, evidence: str) -> Candidate:
    return sheet.candidate(path, place, "pattern", evidence, score=score)
