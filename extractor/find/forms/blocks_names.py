"""Names in blocks that no label names: what a block is about, its address, and who issued the whole."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.forms.block_answer import Answer
from extractor.find.forms.blocks_kinds import TITLE_SIZE
from extractor.find.places import Segment
from extractor.find.sheet import Sheet, compact, fold
from extractor.schemas.record import FieldSpec, Kind, Role

UNLABELLED, ISSUER = 0.6, 0.8  # how sure a name is that stands there without a label, and at the head of the page


def add_names(
    sheet: Sheet,
    row: dict[str, Answer],
    wanted: Sequence[FieldSpec],
    inside: Sequence[Segment],
    used: set[int],
    titles: frozenset[str],
    kinds: frozenset[str],
) -> None:
    """A name that no label names is the largest line of its block (`inside`); the address stands under it."""
    name = next((spec for spec in wanted if spec.name == "name" and spec.kind is Kind.NAME and spec.role is None), None)
    if name is None:
        return
    if name.path in row:
        best = next((segment for segment in inside if row[name.path].text in segment.text), None)
    else:
        brand = _issuer(sheet, used, titles, kinds)
        level = [s for s in inside if s.right - s.left > s.height]  # what is set upwards along an edge looks tall
        free = [s for s in level if s.index not in used and s is not brand and _is_name(s, titles, kinds) and not _is_moment(sheet, s)]
        size = {s.index: round(s.height / sheet.line_height, 1) + 0.5 * s.bold for s in free}
        best = max(free, key=lambda s: (size[s.index], -s.index), default=None)
        if best is not None and best.height < 1.1 * sheet.line_height and not best.bold:
            best = None
        if (
            brand is not None
            and brand in inside
            and brand.height > TITLE_SIZE * max(best.height if best is not None else 0.0, sheet.line_height)
        ):
            best = brand  # what a poster sets largest is what is given, whoever gives it
        if best is not None:
            row[name.path] = _words(sheet, best, UNLABELLED, "largest line of its block")
    address = next((spec for spec in wanted if spec.name == "address" and spec.path not in row), None)
    if best is None or address is None:
        return
    under = sheet.below(best.page, best.left, best.right, best.bottom, 2.2 * sheet.line_height)
    if under and under[0].index not in used and any(c.isdigit() for c in under[0].text):
        row[address.path] = _words(sheet, under[0], UNLABELLED, f"under '{best.text}'")


def _is_moment(sheet: Sheet, segment: Segment) -> bool:
    return any(sheet.places_in(kind, segment) for kind in (Kind.DATETIME, Kind.DATE))


def _issuer(sheet: Sheet, used: set[int], titles: frozenset[str], kinds: frozenset[str]) -> Segment | None:
    """Who issued the document: the largest line at the very top that is no title."""
    first = sheet.segments[0].page
    height = sheet.page_size(first)[1]
    top = [s for s in sheet.on_page(first) if s.top < 0.25 * height and s.index not in used and _is_name(s, titles, kinds)]
    return min(top, key=lambda s: (round(s.top / (2.5 * sheet.line_height)), -s.height, s.left), default=None)


def _is_name(segment: Segment, titles: frozenset[str], kinds: frozenset[str]) -> bool:
    key = compact(segment.text)
    words = fold(segment.text).split()
    if not key or len(words) > 8 or sum(c.isalpha() for c in key) < 2 or segment.text.rstrip().endswith((".", "!", ":")):
        return False
    return key not in titles and not any(word in titles for word in words) and not all(word in kinds for word in words)


def _words(sheet: Sheet, segment: Segment, score: float, evidence: str) -> Answer:
    return Answer(segment.text, segment.text, score, "layout", evidence, segment.page, sheet.box_of(segment))


def add_issuer(
    sheet: Sheet, row: dict[str, Answer], wanted: Sequence[FieldSpec], used: set[int], titles: frozenset[str], kinds: frozenset[str]
) -> None:
    """Who issued the document gives its name to every row that has none."""
    for spec in wanted:
        if spec.role is Role.ISSUER and spec.kind is Kind.NAME and spec.path not in row:
            segment = _issuer(sheet, used, titles, kinds)
            if segment is not None:
                row[spec.path] = _words(sheet, segment, ISSUER, "head of the page")
