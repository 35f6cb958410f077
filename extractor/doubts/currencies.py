"""Doubts about a currency that only another amount's sign speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import same_said
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind, Role, spec_path

HEAD = 0.04  # of a page's height or width, that a column's head may stand from its first figure
NAMED = 0.3  # strength of a label that names a currency


def of_another_amount(
    spec: FieldSpec,
    specs: Sequence[FieldSpec],
    values: Mapping[str, FieldValue],
    own: Sequence[Candidate],
    readings: Sequence[Reading],
) -> Iterator[Issue]:
    """A currency that stands nowhere but beside figures that the record does not have, and is not that of the issuer's country."""
    value = values[spec.path]
    signs = same_said(value, own)
    if not signs or any(c.features.get("strength", 0.0) >= NAMED for c in signs) or value.value in _usual_currencies(specs, values):
        return
    money = {other.path for other in of_kind(specs, Kind.MONEY)}
    taken = {_figures(other.text) for path, other in values.items() if spec_path(path) in money}
    if all(_beside_others(sign, readings, taken) for sign in signs):
        yield Issue("ambiguous_currency", Severity.WARNING, f"{spec.path}: {value.text!r} stands beside another amount alone", (spec.path,))


def of_a_column(
    spec: FieldSpec, values: Mapping[str, FieldValue], own: Sequence[Candidate], printed: Sequence[Candidate]
) -> Iterator[Issue]:
    """A currency that is another one than the head of a column of amounts names: one of the two is not what is charged."""
    mine = values[spec.path].value
    signs = [c for c in own if c.value != mine and c.box is not None and len(c.text) == len(str(c.value))]
    firsts = {c.path: c for c in (printed if signs else ()) if _is_first(c) and c.path in values}
    for sign in signs:
        box = sign.box
        over = (cell.box for cell in firsts.values() if cell.page == sign.page and cell.box is not None)
        if box is not None and any(
            0 < cell.top - box.bottom < HEAD and box.right > cell.left - HEAD and box.left < cell.right for cell in over
        ):
            said = f"{spec.path}: {mine}, and a column of amounts is in {sign.value}"
            yield Issue("ambiguous_currency", Severity.WARNING, said, (spec.path,))
            return


def _is_first(cell: Candidate) -> bool:
    """Whether an amount stands in the first row of its list."""
    return isinstance(cell.value, Decimal) and cell.path.split(".")[1:2] == ["0"]


def _beside_others(sign: Candidate, readings: Sequence[Reading], taken: set[str]) -> bool:
    """Whether a figure stands next to the sign in its line, and none that is taken."""
    for reading in (reading for reading in readings if reading.page == sign.page):
        for line in reading.lines:
            centers = [reading.to_page(word.box).center for word in line.words]
            here = [n for n, center in enumerate(centers) if sign.box is not None and sign.box.contains_point(*center)]
            if here:
                near = {_figures(word.text) for word in line.words[max(here[0] - 1, 0) : here[-1] + 2]} - {""}
                return bool(near) and not any(_is_end(part, figure) for part in near for figure in taken)
    return False


def _is_end(part: str, figure: str) -> bool:
    """Whether a word's figures are an amount's, or its last: 1 234,50 is two words."""
    return part == figure or (len(part) > 2 and figure.endswith(part))


def _usual_currencies(specs: Sequence[FieldSpec], values: Mapping[str, FieldValue]) -> set[str]:
    """What is paid with in the countries of the issuer's account, VAT id and address."""
    from babel.core import get_global

    telling = of_kind(specs, Kind.IBAN, Kind.VAT_ID, Kind.COUNTRY)
    told = (spec for spec in telling if spec.path in values and (spec.kind is Kind.IBAN or spec.role is Role.ISSUER))
    countries = {str(values[spec.path].value)[:2] for spec in told}
    known = get_global("territory_currencies")
    return {code for country in countries for code, _, end, tender in known.get(country, ()) if tender and end is None}


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
