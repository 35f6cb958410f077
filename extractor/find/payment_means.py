"""By what an invoice is to be paid, or was: "bank transfer", "prélèvement SEPA", "PIN".

For text fields marked with `Use.MEANS`. The words of all languages stand in the label files (`means` of `line_words`). The value is the
words alone, as the page has them: behind a label of the field, in a sentence about payment, or at the head of a line with the account or
the days. What a till prints of it is in `listed_words.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Candidate
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Segment
from extractor.find.sheet import Sheet, fold
from extractor.schemas.leaves import of_use
from extractor.schemas.record import FieldSpec, Kind, Use

SURELY = 0.5  # likelihood from which a figure is an amount
LEADS = 2  # characters before words that open a line
NEAR = 6  # words from what speaks of payment to what it is paid by
SHORT = 5  # letters: such words are of payment only right behind what speaks of it ("PIN", "cash")
SHARED = {"shared": 1.0}  # the words may be the terms of payment as well
LABELLED, TOLD, OPENS, SAID = 0.9, 0.85, 0.8, 0.6  # probabilities: behind its label, of a payment with its day, amount or account, ...


def means_candidates(sheet: Sheet, candidates: Sequence[Candidate], specs: Sequence[FieldSpec], words: LineWords) -> list[Candidate]:
    """The candidates with those for means of payment cut to the words for them, and with what sentences say of it."""
    wanted = [spec.path for spec in of_use(specs, Use.MEANS) if spec.kind is Kind.TEXT and spec.rows is None]
    if not wanted:
        return list(candidates)
    found = [_cut(candidate, words) if candidate.path in wanted else candidate for candidate in candidates]
    for segment in sheet.segments:
        told = _told(sheet, segment, words)
        if told is not None:
            start, end, score = told
            text, box = segment.text[start:end], sheet.box_between(segment, start, end)
            why = f"to be paid by '{text}'"
            found += [Candidate(path, text, text, "pattern", why, segment.page, box, SHARED, score=score) for path in wanted]
    return found


def _cut(candidate: Candidate, words: LineWords) -> Candidate:
    """What a label points at without what stands around the words for means of payment; a code before them stays ("MP05 Bonifico")."""
    said = words.means.search(candidate.text)
    if said is None:
        return candidate
    before = candidate.text[: said.start()]
    start = 0 if any(map(str.isdigit, before)) and len(before.split()) == 1 else said.start()
    text = candidate.text[start : said.end()]
    return replace(candidate, value=text, text=text, score=LABELLED, features=SHARED, family="")


def _told(sheet: Sheet, segment: Segment, words: LineWords) -> tuple[int, int, float] | None:
    """Where a line says by what is paid, and how sure that is; None where it names several means, and none behind a colon: they are
    offered."""
    found = list(words.means.finditer(segment.text))
    if not found:
        return None
    said = found[0]
    announced = segment.text[: said.start()].rstrip().endswith(":")
    if not announced and len({fold(other[0]) for other in found}) > 1:
        return None
    pays = [match.end() for match in words.pays.finditer(segment.text, 0, said.start())]
    between = segment.text[max(pays) : said.start()].split() if pays else []
    is_short = sum(map(str.isalpha, said[0])) <= SHORT
    leads = said.start() <= LEADS and not is_short
    if not leads and not (pays and len(between) <= (1 if is_short else NEAR)):
        return None
    placed = any(sheet.places_in(kind, segment) for kind in (Kind.DATE, Kind.IBAN))
    dated = placed or words.days.search(segment.text, said.end()) is not None
    if leads and not pays:
        return (said.start(), said.end(), OPENS) if dated else None
    return said.start(), said.end(), TOLD if dated or _is_of_amount(sheet, segment) else SAID


def _is_of_amount(sheet: Sheet, segment: Segment) -> bool:
    """Whether an amount stands in a line or right of it."""
    places = (place for line in (segment, *sheet.right_of(segment)[:1]) for place in sheet.places_in(Kind.MONEY, line))
    return any(place.match.likelihood >= SURELY for place in places)
