"""What kind of sale a document tells of, by the words that it uses: choices that have words of their own for their values.

A kind is printed nowhere as such; a restaurant's bill says "table", "guests", "soup". Each of a value's words counts once, twice
in the head of the first page, where the house says what it is; the likeliest value is the one with the most of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from extractor.document import Candidate
from extractor.find.parties.head import HEAD_LINES
from extractor.find.parties.line_words import Sought, whole_words
from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

HEAD_COUNTS = 2  # times, a word in the head
HEAD = HEAD_LINES // 2
UNSAID = 0.9  # what speaks for a value that has no words
LEAST = 2  # words, or one in the head: one anywhere may be an article's


def kind_candidates(sheet: Sheet, specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates for the choice fields that have words of their own, with their probability."""
    found: list[Candidate] = []
    for spec in of_kind(specs, Kind.CHOICE):
        if spec.rows is None and spec.says and sheet.segments:
            found += _of_field(sheet, spec, dict(spec.says))
    return found


def _of_field(sheet: Sheet, spec: FieldSpec, words: Mapping[str, tuple[str, ...]]) -> list[Candidate]:
    head = {segment.index for segment in sorted(sheet.on_page(sheet.segments[0].page), key=lambda s: (s.top, s.left))[:HEAD]}
    said = {value: _said(sheet, whole_words(words[value]), head) for value in spec.choices if words.get(value)}
    votes = {value: sum(HEAD_COUNTS if head else 1 for _, _, _, head in places.values()) for value, places in said.items()}
    found = []
    for value, places in said.items():
        if votes[value] < LEAST:
            continue
        segment, start, end, _ = min(places.values(), key=lambda place: (not place[3], place[0].index, place[1]))
        score = votes[value] / (sum(votes.values()) + UNSAID)
        evidence = f"the page says {', '.join(repr(word) for word in sorted(places))}"
        box = sheet.box_between(segment, start, end)
        found.append(Candidate(spec.path, value, segment.text[start:end], "pattern", evidence, segment.page, box, score=score))
    return found


def _said(sheet: Sheet, pattern: Sought, head: Set[int]) -> dict[str, tuple[Segment, int, int, bool]]:
    """Each word that the document says, once: where it stands, in the head (whose lines are given) if it does, and whether it does."""
    found: dict[str, tuple[Segment, int, int, bool]] = {}
    for segment in sheet.segments:
        for match in pattern.finditer(segment.text):
            word, here = match[0].casefold(), segment.index in head
            if word not in found or (here and not found[word][3]):
                found[word] = segment, match.start(), match.end(), here
    return found
