"""What a page says of another thing than the sale: the number of a loyalty card, the hour at which a stay began or a right to park ends.

Words before the value in its line, or in the text at its left, tell.
"""

from __future__ import annotations

from extractor.find.parties.line_words import Sought
from extractor.find.places import Place
from extractor.find.sheet import Sheet


def is_aside(sheet: Sheet, place: Place, words: Sought) -> bool:
    """Whether one of the words stands before a value."""
    before = place.segment.text[: place.match.start]
    return any(words.search(text) for text in (before, *(segment.text for segment in sheet.left_of(place.segment)[:1])))
