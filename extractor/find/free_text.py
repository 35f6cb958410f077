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
    words = words_left(segment.text, start, end)
    if words is None:
        return None
    begin, finish, _ = words
    return Place(segment, Match(*words, (Interpretation(words[2]),)), Kind.TEXT, segment.x_at(begin), segment.x_at(finish), -1)


def words_left(line: str, start: int, end: int) -> tuple[int, int, str] | None:
    """From where to where the words of a line between two characters go without the signs about them, and these words; None where no letter
    or digit is left."""
    text = line[start:end]
    stripped = text.strip(" :：–—|#=·•;\t").lstrip(".,-").lstrip()
    if not any(map(str.isalnum, stripped)):
        return None
    begin = start + text.index(stripped)
    finish = begin + len(stripped)
    if line.startswith(")", finish) and stripped.count("(") > stripped.count(")"):
        finish += 1
        stripped = line[begin:finish]
    return begin, finish, stripped


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
