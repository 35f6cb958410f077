"""The totals of an e-invoice looked for on the page where its others stand, and where one is written as no figure is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.compare.alike import one_off
from extractor.compare.near import is_near, nearest
from extractor.compare.printed import PrintedLine
from extractor.compare.row_places import found_on
from extractor.document import Candidate, FieldValue
from extractor.schemas.record import Kind, spec_path

LEAST_TOTALS = 3  # totals, each another figure, that make a line the one of totals


def totals_in_place(
    told: Mapping[str, FieldValue], lines: Sequence[PrintedLine], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's totals, each with the one figure that stands for it on the line that has most of the others."""
    figures = _totals(told, kinds)
    others = {abs(v.value) for path, v in told.items() if isinstance(v.value, Decimal) and kinds.get(spec_path(path)) is not Kind.MONEY}
    line = max(lines, key=lambda one: len(found_on(figures, one.figures)), default=None)
    found = {} if line is None else found_on(figures, line.figures)
    if line is None or len({figures[path] for path in found}) < LEAST_TOTALS:
        return
    # Among the totals stands no amount of a row, and no rate that has a minus of its own.
    totals = set(figures.values())
    explained = {token for token in line.figures if token.values & (totals if token.sign < 0 else totals | others)}
    loose = [token for token in line.figures if token not in explained or token.is_padded]
    for path, figure in sorted(figures.items()):
        near = nearest(figure, loose)
        if path not in found and figure not in {figures[other] for other in found} and len(near) == 1:
            rival = near[0]
            value = min(rival.values, key=lambda one: (not one_off(figure, one), str(one)))
            yield path, Candidate(path, value, rival.text, "pattern", "where the totals stand", rival.page, rival.box)


def padded_totals(
    told: Mapping[str, FieldValue], shown: Mapping[str, FieldValue], lines: Sequence[PrintedLine], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's totals that the page prints as no figure is written: "004,90" for 104.90. Of equal totals it is one that
    the page does not have elsewhere."""
    figures = _totals(told, kinds)
    for token in (token for line in lines for token in line.figures if token.is_padded):
        near = [path for path, figure in figures.items() if is_near(figure, token)]
        path = min(near, key=lambda path: (path in shown and abs(shown[path].value) == figures[path], path), default=None)
        if path is not None:
            value = next(iter(token.values))
            yield path, Candidate(path, value, token.text, "pattern", "a nought before its figures", token.page, token.box)


def _totals(told: Mapping[str, FieldValue], kinds: Mapping[str, Kind]) -> dict[str, Decimal]:
    """The amounts that are told outside lists, without their signs, by path; no nothing among them."""
    return {path: abs(v.value) for path, v in told.items() if kinds.get(path) is Kind.MONEY and isinstance(v.value, Decimal) and v.value}
