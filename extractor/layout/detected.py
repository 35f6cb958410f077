"""A trained detector's regions joined with what the layout finds itself: no word is lost to the one or the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Region, RegionKind

# A region lies in another when so much of its area does.
INSIDE = 0.5
# What a detector may call a region of words; tables need cells, which the layout alone has.
NAMES = (RegionKind.TEXT, RegionKind.TITLE, RegionKind.KEY_VALUE, RegionKind.STAMP)
PICTURES = (RegionKind.FIGURE, RegionKind.STAMP)


def to_read(detected: Sequence[Region], found: Sequence[Region]) -> tuple[Region, ...]:
    """What an OCR engine is given: the detector's regions, then those found in the picture that lie in none of them.

    Without any detected, those found alone.
    """
    kept = [region for region in detected if region.kind is not RegionKind.SEPARATOR]
    rest = [region for region in found if not any(_share(region, other) >= INSIDE for other in kept)]
    return (*kept, *rest) if kept else tuple(found)


def named(regions: Sequence[Region], detected: Sequence[Region]) -> tuple[Region, ...]:
    """Arranged regions under the detector's names; tables stay what their cells make them."""
    if not detected:
        return tuple(regions)
    result = []
    for region in regions:
        around = [other for other in detected if other.kind in NAMES and _share(region, other) >= INSIDE]
        if region.table is None and region.lines and around:
            best = max(around, key=lambda other: (_share(region, other), -other.box.area))
            region = replace(region, kind=best.kind)
        result.append(region)
    return tuple(result)


def pictures(detected: Sequence[Region]) -> tuple[Region, ...]:
    """The detector's pictures and stamps, without lines."""
    return tuple(Region(region.kind, region.box) for region in detected if region.kind in PICTURES)


def _share(region: Region, other: Region) -> float:
    common = region.box.intersection(other.box)
    return 0.0 if common is None else common.area / max(region.box.area, 1e-12)
