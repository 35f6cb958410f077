"""Documents with truth to training rows for the scorer: one row a candidate of a labelled field.

A row is {"family", "features", "signs", "right"}; `signs` are the log odds by the signs weighed by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.document import Candidate, value_to_json
from extractor.schemas.record import FieldSpec, Rule
from extractor.schemas.verdicts import deducted
from extractor.scorer import weighed

CENT = Decimal("0.01")


def rows_of(
    truth: Mapping[str, Any], candidates: Sequence[Candidate], specs: Sequence[FieldSpec], rules: Sequence[Rule] = ()
) -> Iterator[dict[str, Any]]:
    """Rows for the candidates of the fields that the truth names and the page shows. What `rules` take off is right with its minus
    sign as without."""
    fields, visible = truth["fields"], truth.get("visible") or {}
    known, unsigned = {spec.path: spec for spec in specs}, deducted(rules)
    for candidate in candidates:
        expected = fields.get(candidate.path)
        if not candidate.family or expected in (None, "", []) or not visible.get(candidate.path, True):
            continue
        yield {
            "family": candidate.family,
            "features": {name: round(float(value), 4) for name, value in candidate.features.items() if value},
            "signs": round(weighed(candidate, known[candidate.path]), 4),
            "right": is_right(candidate, expected, unsigned),
        }


def is_right(candidate: Candidate, expected: Any, unsigned: Collection[str]) -> bool:
    """Whether a candidate is the answer; `unsigned` are the fields whose minus sign says nothing."""
    if candidate.path in unsigned and isinstance(candidate.value, Decimal) and same(abs(candidate.value), expected):
        return True
    return same(candidate.value, expected)


def plain(text: object) -> str:
    """Letters and digits alone, case folded."""
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)).casefold() if c.isalnum())


def same(found: Any, expected: Any) -> bool:
    """Equal as amounts, as dates, or as letters and digits."""
    if isinstance(found, Decimal):
        try:
            return bool(found.quantize(CENT) == Decimal(str(expected).replace(",", "")).quantize(CENT))
        except InvalidOperation:
            return False
    if isinstance(found, date):
        return bool(value_to_json(found)[:10] == str(expected)[:10])
    return plain(found) == plain(expected)
