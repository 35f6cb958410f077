"""What a page is called: its largest short line near the top."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

TOP = 0.4  # of the first page: a title stands no lower
MOST_WORDS = 12
ACROSS = 0.25  # of the lesser of two lines' boxes: what shares so much with another line was stamped or written across it
LEAST = 1.15  # a title is so much taller than the page's lines, or bold, or alone in the middle


def title_candidates(sheet: Sheet, specs: Sequence[FieldSpec], book: LabelBook) -> list[Candidate]:
    """Candidates for a leaf of free words called "title" that no label names."""
    wanted = [spec for spec in of_kind(specs, Kind.TEXT) if spec.name == "title" and spec.rows is None and not book.fields.get(spec.path)]
    if not wanted or not sheet.segments:
        return []
    first = sheet.segments[0].page
    width, height = sheet.page_size(first)
    likely = [s for s in sheet.on_page(first) if s.top < TOP * height and _may_be(s) and not _lies_across(s, sheet)]
    ranked = sorted(likely, key=lambda s: (-_weight(s, sheet, width, height), s.index))[:3]
    found = []
    for turn, segment in enumerate(ranked):
        weight = _weight(segment, sheet, width, height)
        if weight >= LEAST:
            score = min(0.35 + 0.3 * weight, 0.9) * 0.6**turn
            found += [
                Candidate(
                    spec.path, segment.text, segment.text, "layout", "largest line at the top", first, sheet.box_of(segment), score=score
                )
                for spec in wanted
            ]
    return found


def _may_be(segment: Segment) -> bool:
    letters = sum(c.isalpha() for c in segment.text)
    return (
        letters >= 4
        and 2 * letters > len(segment.text)
        and len(segment.text.split()) <= MOST_WORDS
        and not segment.text.rstrip().endswith(":")
    )


def _lies_across(segment: Segment, sheet: Sheet) -> bool:
    """Whether it lies over other lines, as a stamp does."""
    return any(_shared(segment, other) >= ACROSS for other in sheet.on_page(segment.page) if other is not segment)


def _shared(one: Segment, other: Segment) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min((s.right - s.left) * s.height for s in (one, other))
    return across * down / least if across > 0 and down > 0 and least > 0 else 0.0


def _weight(segment: Segment, sheet: Sheet, width: float, height: float) -> float:
    middle = abs((segment.left + segment.right) / 2 - width / 2) < 0.06 * width
    alone = not sheet.right_of(segment) and not sheet.left_of(segment)
    size = min(segment.height / sheet.line_height, 2.5)
    return size + 0.3 * segment.bold + 0.2 * middle + 0.1 * alone + 0.15 * segment.text.isupper() - 0.6 * segment.top / height
