"""The cell of a label: how far what is under it belongs to it, as in grids and rows of labels over their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.label_hits import LabelHit
from extractor.find.places import Segment, same_row
from extractor.find.sheet import Sheet
from extractor.schemas.record import Kind

TOUCHING = 0.5  # heights of a label that stands over its value in one box


def cell_under(sheet: Sheet, hit: LabelHit) -> tuple[float, float, float]:
    """From where to where (points) a value under a label may reach across, and how far one may lie that begins under it. In a row of
    labels each has its cell, from its own left edge to the next one's: the figure at the cell's far side is its value."""
    segment, unit = hit.segment, sheet.line_height
    left, right = hit.left - unit, max(hit.right, hit.left + 4 * unit) + unit
    before, after = sheet.left_of(segment)[:1], sheet.right_of(segment)[:1]
    headed = hit.leads and bool(before) and _is_head(before[0])
    if headed:
        left = hit.left - 0.3 * unit  # what ends there is under the label before
    if after and _is_head(after[0]):
        return left, right, after[0].left
    return left, right, sheet.page_size(segment.page)[0] if headed and not after else right


def _is_head(segment: Segment) -> bool:
    return segment.text[:1].isalpha() and sum(map(str.isalpha, segment.text)) > 1


def is_over_value(sheet: Sheet, hit: LabelHit, kind: Kind, barriers: Mapping[int, Sequence[int]]) -> bool:
    """Whether a label in small print touches a number or a day under its left edge, as in the boxes of a grid: what stands right of it
    is its neighbour's."""
    if kind not in (Kind.IDENTIFIER, Kind.DATE) or not hit.whole:
        return False
    segment = hit.segment
    under = sheet.below(
        segment.page, segment.left, segment.left + segment.height, segment.bottom - TOUCHING * segment.height, TOUCHING * segment.height
    )
    return any(
        abs(lower.left - segment.left) < TOUCHING * segment.height
        and lower.height > segment.height
        and not barriers.get(lower.index)
        and any(place.match.start == 0 for place in sheet.places_in(kind, lower))
        for lower in under[:1]
    )


def row_by_row(segments: Sequence[Segment]) -> list[Segment]:
    """Segments that are sorted by their tops, those of one row from left to right: small print begins lower than large."""
    if len(segments) < 2:
        return list(segments)
    rows: list[list[Segment]] = []
    for segment in segments:
        if rows and same_row(rows[-1][0], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [segment for row in rows for segment in (sorted(row, key=lambda s: s.left) if len(row) > 1 else row)]
