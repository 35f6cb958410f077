"""Amounts in brackets with their label behind them: "Total 110.80 (includes 19.23 VAT)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import Sheet
from extractor.schemas.leaves import paths_alone
from extractor.schemas.record import FieldSpec, Kind

TOLD = 0.85
LIKELY = 0.5  # likelihood from which a figure is an amount
_BRACKETS = re.compile(r"\(([^()]*)\)")


def bracketed_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates, with their own probability, for amounts outside lists: the only one of a bracket, and the label behind it."""
    wanted = paths_alone(specs, Kind.MONEY)
    found = []
    for hit in hits:
        text = hit.segment.text
        paths = [named.path for named in hit.names if named.path in wanted]
        for bracket in _BRACKETS.finditer(text) if paths and "(" in text[: hit.start] else ():
            inside = [p for p in sheet.places_in(Kind.MONEY, hit.segment) if bracket.start() < p.match.start < bracket.end()]
            inside = [p for p in inside if p.match.likelihood >= LIKELY]
            behind = hit.end <= bracket.end() and not any(map(str.isalnum, text[hit.end : bracket.end()]))
            if len(inside) == 1 and behind and inside[0].match.end <= hit.start:
                found += [sheet.candidate(path, inside[0], "label", f"before '{hit.text}' in brackets", score=TOLD) for path in paths]
    return found
