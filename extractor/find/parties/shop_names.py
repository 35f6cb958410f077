"""The names that an issuer of a receipt may have: runs of lines in its head, and what the rest of the page says it is called."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.parties.head_looks import Seen
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.shop_mentions import mentioned_names, thanks
from extractor.find.parties.shop_name_signs import NAME_LINES, HeadSigns
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.quick import changed
from extractor.schemas.record import FieldSpec
from extractor.values import name as name_values

LONGEST_NAME = 3  # lines


def name_candidates(sheet: Sheet, head: Sequence[Seen], spec: FieldSpec, words: LineWords) -> list[Candidate]:
    """Every run of up to three lines at the top as a name: whole, without its number, up to a contact, after a greeting."""
    said = thanks(sheet, words)
    signs = HeadSigns(sheet, head, words, said)
    boxes = [line.at.box(sheet) for line in head]
    found: list[Candidate] = []
    for index in range(min(len(head), NAME_LINES)):
        for count in range(1, LONGEST_NAME + 1):
            lines = head[index : index + count]
            if len(lines) < count or (count > 1 and not _together(lines)):
                break
            text = " ".join(line.at.text for line in lines)
            if _closes_below(text, head[index + count :]):
                continue
            box = Box.around(boxes[index : index + count])
            for variant, features in signs.variants(index, count, text):
                why = f"line {index + 1} of the head"
                name = variant if sheet.is_text_layer else name_values.spaced(variant)
                found.append(Candidate(spec.path, name, variant, "layout", why, lines[0].at.page, box, features, family="letterhead_name"))
    known = {compact(candidate.text) for candidate in found}  # of these the mentions speak as features
    return _compared(found) + [each for each in mentioned_names(sheet, spec, said) if compact(str(each.value)) not in known]


def _compared(found: Sequence[Candidate]) -> list[Candidate]:
    """Each with its lead: how far its odds are over those of the best candidate that says something else."""
    by_odds = sorted(((c.features["odds"], compact(c.text)) for c in found), reverse=True)
    compared = []
    for candidate in found:
        key = compact(candidate.text)
        rival = next((odds for odds, other in by_odds if other != key), -10.0)
        lead = min(max(candidate.features["odds"] - rival, -8.0), 8.0)
        compared.append(changed(candidate, features={**candidate.features, "lead": lead}))
    return compared


def _closes_below(text: str, rest: Sequence[Seen]) -> bool:
    """Whether a bracket is open that the next line closes: the name goes on."""
    return text.count("(") > text.count(")") and bool(rest) and ")" in rest[0].at.text.partition("(")[0]


def _together(lines: Sequence[Seen]) -> bool:
    above, below = lines[-2].at, lines[-1].at
    return below.top - above.bottom <= 1.5 * max(line.at.letter_height for line in lines) and below.top > above.top
