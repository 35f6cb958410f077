"""What stands on a page beside its words: pictures, stamps and separating rules, put among the regions in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from extractor.document import Region, RegionKind, Ruling
from extractor.geometry import Box

# A rule parts a page where it is so long: shares of the page's width (level) or height (upright).
SEPARATOR_ACROSS, SEPARATOR_DOWN = 0.3, 0.2
# Rules so near (shares of the page's height) are one: a double line, a line broken by a crease.
SAME_RULE = 0.006
LOOK_BACK = 40
BESIDE_TABLE = 0.01  # of the page: how far from a table a rule is still its own
# A picture is at least so wide and high, and no more than so much of the page: beyond, it is the page's ground.
SMALLEST_PICTURE, LARGEST_PICTURE = 0.012, 0.5
# Two pictures that overlap by this share of the smaller are pieces of one.
SAME_PICTURE = 0.3
# Where lines of words cover so much of a picture, it is none.
MOSTLY_TEXT = 0.4


def with_marks(regions: Sequence[Region], rulings: Sequence[Ruling], pictures: Sequence[Region] = ()) -> tuple[Region, ...]:
    """The regions of a page with its separators and pictures among them: regions without lines, in reading order.

    `pictures` are FIGURE and STAMP regions, as `figures_in_picture` gives them or made of a PDF's own pictures. Regions given
    keep their order. Boxes are fractions of one page.
    """
    marks = [*separators(rulings, regions), *(picture for picture in _one_each(pictures) if not _is_text(picture, regions))]
    if not marks:
        return tuple(regions)
    ordered = list(regions)
    for mark in sorted(marks, key=lambda mark: (mark.box.top, mark.box.left, mark.box.bottom, mark.box.right)):
        ordered.insert(_place(mark.box, ordered), mark)
    return tuple(ordered)


def pictures_to_regions(boxes: Sequence[Box]) -> tuple[Region, ...]:
    """The pictures placed on a PDF page as FIGURE regions."""
    return tuple(Region(RegionKind.FIGURE, box) for box in boxes)


def separators(rulings: Sequence[Ruling], regions: Sequence[Region]) -> tuple[Region, ...]:
    """The long rulings that belong to no table, each once."""
    tables = [region.box.grown(BESIDE_TABLE, BESIDE_TABLE) for region in regions if region.table is not None]
    level, upright = ([ruling.box for ruling in rulings if ruling.horizontal is horizontal] for horizontal in (True, False))
    found: list[Box] = []
    for horizontal, lines, across in ((True, level, upright), (False, upright, level)):
        kept: list[Box] = []
        for table in tables:
            lines = [
                box
                for box in lines
                if not table.top <= (box.top + box.bottom) / 2 <= table.bottom
                or not table.left <= (box.left + box.right) / 2 <= table.right
            ]
        for box in sorted(lines, key=attrgetter("top", "left") if horizontal else attrgetter("left", "top")):
            # Sorted: what may be one with it came not long ago.
            for at in range(len(kept) - 1, max(len(kept) - LOOK_BACK, 0) - 1, -1):
                if _is_one_rule(kept[at], box, horizontal):
                    kept[at] = kept[at].union(box)
                    break
            else:
                kept.append(box)
        least = SEPARATOR_ACROSS if horizontal else SEPARATOR_DOWN
        long = [box for box in kept if (box.width if horizontal else box.height) >= least]
        found += [box for box in long if not _closes_a_box(box, across, horizontal)]
    return tuple(Region(RegionKind.SEPARATOR, box) for box in found)


def _closes_a_box(box: Box, across: Sequence[Box], horizontal: bool) -> bool:
    """Whether rules across meet both of its ends: the side of a frame parts nothing."""
    x, y = box.center
    if horizontal:
        return _is_met(box.left, y, across) and _is_met(box.right, y, across)
    return _is_met(x, box.top, across) and _is_met(x, box.bottom, across)


def _is_met(x: float, y: float, rules: Sequence[Box]) -> bool:
    """Whether a place lies on one of some rules."""
    for rule in rules:
        if rule.left - SAME_RULE <= x <= rule.right + SAME_RULE and rule.top - SAME_RULE <= y <= rule.bottom + SAME_RULE:
            return True
    return False


def _is_one_rule(one: Box, other: Box, horizontal: bool) -> bool:
    """Whether a rule is one with another that begins no further down, or no further right where they are upright."""
    if horizontal:
        near = other.top - one.bottom <= SAME_RULE
        return near and other.left <= one.right + 2 * SAME_RULE and one.left <= other.right + 2 * SAME_RULE
    near = other.left - one.right <= SAME_RULE
    return near and other.top <= one.bottom + 2 * SAME_RULE and one.top <= other.bottom + 2 * SAME_RULE


def _one_each(pictures: Sequence[Region]) -> list[Region]:
    """Pictures of a fitting size, those cut into tiles put together."""
    kept: list[Region] = []
    for picture in sorted(pictures, key=lambda picture: (picture.box.top, picture.box.left)):
        box = picture.box.clipped()
        if min(box.width, box.height) < SMALLEST_PICTURE or box.area > LARGEST_PICTURE:
            continue
        for at, other in enumerate(kept):
            common = box.intersection(other.box)
            shared = common.area if common is not None else 0.0
            if other.kind is picture.kind and shared >= SAME_PICTURE * min(box.area, other.box.area):
                kept[at] = Region(other.kind, other.box.union(box))
                break
        else:
            kept.append(Region(picture.kind, box))
    return kept


def _is_text(picture: Region, regions: Sequence[Region]) -> bool:
    """Whether words cover what was taken for a picture; a stamp may stand on words."""
    if picture.kind is not RegionKind.FIGURE:
        return False
    boxes = [line.box for region in regions if region.box.intersection(picture.box) is not None for line in region.lines]
    shared = [box.intersection(picture.box) for box in boxes]
    return sum(box.area for box in shared if box is not None) > MOSTLY_TEXT * picture.box.area


def _place(box: Box, regions: Sequence[Region]) -> int:
    """Where in the order a mark comes: before the first region below its middle in its own columns, else after all above it."""
    middle = box.center[1]
    for at, region in enumerate(regions):
        if region.box.top >= middle and region.box.left < box.right and box.left < region.box.right:
            return at
    above = [at for at, region in enumerate(regions) if region.box.bottom <= middle]
    return above[-1] + 1 if above else len(regions)
