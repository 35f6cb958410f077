"""The currency of a document is that of its totals: what stands beside another amount (an equivalent, a duty) is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.document import Candidate
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import currency as currencies

BESIDE = 0.03  # of the page's width: how far a sign may stand from its amount
NAMED = 0.5  # strength of a label that says which currency it is


def totals_own(
    chosen: Mapping[str, Candidate], specs: Mapping[str, FieldSpec], by_path: Mapping[str, Sequence[Candidate]]
) -> dict[str, Candidate]:
    """For each currency of the document, the candidate that stands beside a required total, where the chosen one is another and
    neither a label nor a sign of several currencies ("$") speaks for it."""
    needed = [path for path, spec in specs.items() if spec.required and path in chosen]
    totals = [chosen[path] for path in needed if isinstance(chosen[path].value, Decimal)]
    told: dict[str, Candidate] = {}
    for path, candidate in chosen.items():
        if path not in specs or specs[path].kind is not Kind.CURRENCY or candidate.features.get("strength", 0.0) >= NAMED:
            continue
        beside = [other for other in by_path[path] if any(_stands_beside(other, total) for total in totals)]
        if beside and not any(candidate.value in _possible(other) for other in beside):
            told[path] = beside[0]
    return told


def _possible(candidate: Candidate) -> set[str]:
    """The currencies that a sign may stand for."""
    return {str(candidate.value), *currencies.SYMBOLS.get(candidate.text.strip(), ())}


def _stands_beside(sign: Candidate, amount: Candidate) -> bool:
    if sign.page != amount.page or sign.box is None or amount.box is None or sign.box.overlap_y(amount.box) < 0.5:
        return False
    return max(sign.box.left, amount.box.left) - min(sign.box.right, amount.box.right) <= BESIDE
