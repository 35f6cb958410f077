"""A code for payment against the page that it stands on: the two are written by one program, and a payer uses one or the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.compare.alike import length, one_off
from extractor.compare.codes import codes_altered
from extractor.compare.printed import printed_lines
from extractor.document import BARCODE, Candidate, FieldValue, Reading
from extractor.schemas.record import FieldSpec, Kind

SHORT = 4  # characters of "9.90": shorter figures are alike by chance


def code_altered(
    candidates: Sequence[Candidate], readings: Sequence[Reading], specs: Mapping[str, FieldSpec]
) -> Iterator[tuple[str, str, Candidate]]:
    """Paths of what a code says, each with that in words and what the page prints instead: a number or an amount one figure off, or
    another account where that of the code stands nowhere."""
    codes = {c.path: c for c in candidates if c.source == BARCODE and c.path in specs}
    pages = [reading for reading in readings if reading.is_text_layer]
    if not codes or not pages:
        return
    told = {path: FieldValue(path, c.value, c.text, c.score, c.source, c.evidence) for path, c in codes.items()}
    rivals = dict(codes_altered(told, pages, specs))
    for path, code in codes.items():
        if path not in rivals and specs[path].kind is Kind.IBAN:
            printed = [c for c in candidates if c.path == path and c.source != BARCODE and c.page is not None]
            if printed and all(c.value != code.value for c in printed):
                rivals[path] = max(printed, key=lambda c: c.score)
        elif isinstance(code.value, Decimal) and (amount := _other_amount(code.value, pages)) is not None:
            rivals[path] = amount
    yield from ((path, f"the {codes[path].evidence} says {codes[path].text}", rival) for path, rival in sorted(rivals.items()))


def _other_amount(amount: Decimal, pages: Sequence[Reading]) -> Candidate | None:
    """An amount that is one figure off the code's, which is printed nowhere."""
    tokens = [token for line in printed_lines(pages) for token in line.figures]
    if length(amount) < SHORT or any(amount in token.values for token in tokens):
        return None
    near = (
        (token, value) for token in tokens for value in sorted(map(Decimal, map(str, token.values))) if one_off(amount, value, as_long=True)
    )
    return next((Candidate("", value, token.text, "pattern", "as printed", token.page, token.box) for token, value in near), None)
