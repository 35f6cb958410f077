"""Pairs of a form as answers to single leaves: free words, of which a label alone does not tell where they end."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from extractor.document import Candidate, Reading
from extractor.find.forms.pair_links import RIGHT
from extractor.find.forms.pair_rows import box_of_pieces, sureness
from extractor.find.forms.pairs import Pair, pairs_of_page
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import compact
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind

MOST_WORDS = 12  # of a name; more are a sentence
ALIKE = 0.84  # likeness of a pair's label to one of a field's, one slip in six letters


def _is_name(pair: Pair) -> bool:
    """Whether a pair says more of a name than its label does: of what was written on a line or into cells, or goes on in the next line."""
    text = pair.value_text
    if 2 * sum(map(str.isalpha, text)) < len(text) or len(text.split()) > MOST_WORDS:
        return False
    rows = {round(piece.middle / max(piece.height, 1.0)) for piece in pair.value}
    return pair.how != RIGHT or len(rows) > 1 or any(piece.on_blank for piece in pair.value)


def text_pair_candidates(
    readings: Sequence[Reading],
    hits: Sequence[LabelHit],
    specs: Sequence[FieldSpec],
    book: LabelBook,
    others: Sequence[Candidate],
) -> list[Candidate]:
    """Candidates for single leaves of free words: the value of a pair whose label is like one of the leaf's, as a form lays it out.

    Only pages with such a label are asked for their pairs, one after the other until one has an answer: a pair, or what is labelled
    among the `others`.
    """
    labelled = {(candidate.path, candidate.page) for candidate in others if candidate.source == "label"}
    found: list[Candidate] = []
    known: dict[int, Sequence[Pair]] = {}
    for spec in specs:
        labels = [compact(label.text) for label in book.fields.get(spec.path, ())]
        named = {hit.segment.page for hit in hits if any(name.path == spec.path for name in hit.names)}
        for reading in readings:
            if reading.page not in named:
                continue
            if reading.page not in known:
                known[reading.page] = pairs_of_page(reading)
            answers = _answers(reading, known[reading.page], spec, labels)
            found += answers
            if answers or (spec.path, reading.page) in labelled:
                break
    return found


def _answers(reading: Reading, pairs: Sequence[Pair], spec: FieldSpec, labels: Sequence[str]) -> list[Candidate]:
    found: list[Candidate] = []
    for pair in pairs:
        if not pair.is_answered or (spec.kind is Kind.NAME and not _is_name(pair)):
            continue
        text = compact(pair.label_text)
        likeness = max((Indel.normalized_similarity(text, label) for label in labels), default=0.0)
        if likeness >= ALIKE:
            evidence, value = f"{pair.how} '{pair.label_text}'", pair.value_text
            box, score = box_of_pieces(pair.value, reading), likeness * max(sureness(pair), 0.5)
            found.append(Candidate(spec.path, value, value, "layout", evidence, reading.page, box, score=score))
    return found
