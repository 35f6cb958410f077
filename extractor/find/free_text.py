"""Free text: the words that a label announces, as a place, with what was cut from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet
from extractor.schemas.record import Kind
from extractor.values import Interpretation, Match

A_SPACE = 0.6  # line heights between two words of one text at the most


def rest_of(segment: Segment, start: int, end: int) -> Place | None:
    """The words of a segment between two characters as a place of free text; None where no letter or digit is left."""
    text = segment.text[start:end]
    stripped = text.strip(" :：–—|#=·•;\t").lstrip(".,-").lstrip()
    if not any(map(str.isalnum, stripped)):
        return None
    begin = start + text.index(stripped)
    finish = begin + len(stripped)
    if finish < len(segment.text) and stripped.count("(") > stripped.count(")") and segment.text[finish:].startswith(")"):
        finish += 1
        stripped = segment.text[begin:finish]
    match = Match(begin, finish, stripped, (Interpretation(stripped),))
    return Place(segment, match, Kind.TEXT, segment.x_at(begin), segment.x_at(finish), -1)


def continued(sheet: Sheet, place: Place, barriers: Mapping[int, Sequence[int]]) -> Place:
    """A text with what was cut from it: words a space away on its row, and the next line after a comma or a joining sign."""
    last, text, beyond = place.segment, place.match.text, list(place.beyond)
    if place.match.end < len(last.text.rstrip()):
        return place
    for neighbour in sheet.right_of(last)[:3]:
        if neighbour.left - last.right > A_SPACE * last.height or barriers.get(neighbour.index):
            break
        text, last = f"{text} {neighbour.text}", neighbour
        beyond.append(neighbour)
    if text.endswith((",", "&", "/", "-")):
        under = sheet.below(last.page, place.left, place.left + 2 * sheet.line_height, last.bottom, 0.6 * sheet.line_height)
        if under and abs(under[0].left - place.left) < sheet.line_height and not barriers.get(under[0].index):
            text = f"{text} {under[0].text}"
            beyond.append(under[0])
    if not beyond:
        return place
    match = Match(place.match.start, place.match.end, text, (Interpretation(text),))
    return replace(place, match=match, right=max(place.right, last.right), beyond=tuple(beyond))
