"""Whose account it is: the name of the bank beside an IBAN or BIC, with its label or without one.

Speaks for any group of the schema that has an IBAN or a BIC and a name of no party beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.document import Candidate
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import name as name_values

LABELLED, SAYS_BANK, ABOVE = 0.93, 0.88, 0.4  # probabilities: behind its label, by its words, by its place over the account alone
LINES_ABOVE, LINES_BELOW = 3, 3
MOST_WORDS = 7
SHORTEST = 6  # figures of an account's number
LIKELY = 0.3  # likelihood from which a code is a bank's
_OPENING = re.compile(r"[^\d:]+?(?=[\s,(]+(?:IBAN|BIC|SWIFT)\b)")
_PARTS = re.compile(r"\s+[-–—•·|*]\s+|\s*[•·|;]\s*|,\s+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters start..end of a segment between two marks that part things."""

    segment: Segment
    start: int
    end: int


def bank_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], words: LineWords) -> list[Candidate]:
    """Candidates, with their own probability, for the name in each group of an account."""
    wanted = [spec for spec in specs if names_account(spec, specs)]
    if not wanted:
        return []
    hits_in: dict[int, list[LabelHit]] = {}
    for hit in hits:
        hits_in.setdefault(hit.segment.index, []).append(hit)
    accounts = [
        *sheet.places(Kind.IBAN),
        *(place for place in sheet.places(Kind.BIC) if place.match.interpretations[0].likelihood >= LIKELY),
    ]
    found: dict[tuple[str, int, int], Candidate] = {}
    groups = {spec.path.rpartition(".")[0] for spec in wanted}
    numbers = {
        spec.path for spec in specs if spec.kind is Kind.IDENTIFIER and spec.path.rpartition(".")[0] in groups and "account" in spec.name
    }
    accounts += [place for hit in hits if any(n.path in numbers for n in hit.names) for place in _behind(sheet, hit)]
    for spec in wanted:
        for account in accounts[:8]:
            for piece, steps in _beside(sheet, account):
                candidate = _candidate(sheet, spec, piece, steps, hits_in.get(piece.segment.index, ()), _has_colon(account), words.bank)
                if candidate is not None:
                    key = spec.path, piece.segment.index, piece.start
                    if key not in found or found[key].score < candidate.score:
                        found[key] = candidate
    return list(found.values())


def _behind(sheet: Sheet, hit: LabelHit) -> list[Place]:
    """The number right behind the label of an account: "A/c No. 1234567"."""
    return [
        p for p in sheet.places_in(Kind.IDENTIFIER, hit.segment) if 0 <= p.match.start - hit.end <= 3 and len(p.match.text) >= SHORTEST
    ][:1]


def names_account(spec: FieldSpec, specs: Sequence[FieldSpec]) -> bool:
    """Whether a leaf is the name in a group of an account: of the bank, or of the one whose account it is."""
    if spec.kind is not Kind.NAME or spec.role is not None or spec.rows is not None:
        return False
    group = spec.path.rpartition(".")[0]
    return any(other.kind in (Kind.IBAN, Kind.BIC) and other.path.rpartition(".")[0] == group for other in specs)


def _has_colon(account: Place) -> bool:
    """Whether the account's own label has a colon: then those about it have one too."""
    return account.segment.text[: account.match.start].rstrip().endswith((":", "："))


def _beside(sheet: Sheet, account: Place) -> Iterator[tuple[_Piece, int]]:
    """Pieces of the account's own line and of the lines over and under it, with how many lines lie between."""
    segment = account.segment
    for piece in _pieces(segment):
        if not (piece.start < account.match.end and account.match.start < piece.end):
            yield piece, 0
        elif (opening := _OPENING.match(segment.text, piece.start, account.match.start)) is not None:
            yield _Piece(segment, piece.start, opening.end()), 0  # "Sparkasse Oberland IBAN DE02 ..."
    for neighbour in (*sheet.left_of(segment)[:2], *sheet.right_of(segment)[:2]):
        for piece in _pieces(neighbour):
            yield piece, 0
    left, right, unit = segment.left, segment.left + 6 * segment.height, segment.height
    for steps, other in enumerate(sheet.above(segment.page, left, right, segment.top, LINES_ABOVE * 2.2 * unit)[:LINES_ABOVE]):
        for piece in _pieces(other):
            yield piece, steps + 1
    for steps, other in enumerate(sheet.below(segment.page, left, right, segment.bottom, LINES_BELOW * 2.2 * unit)[:LINES_BELOW]):
        for piece in _pieces(other):
            yield piece, -steps - 1


def _pieces(segment: Segment) -> Iterator[_Piece]:
    start = 0
    for mark in _PARTS.finditer(segment.text):
        yield _Piece(segment, start, mark.start())
        start = mark.end()
    yield _Piece(segment, start, len(segment.text))


def _candidate(
    sheet: Sheet, spec: FieldSpec, piece: _Piece, steps: int, hits: Sequence[LabelHit], colons: bool, bank: re.Pattern[str]
) -> Candidate | None:
    segment, start = piece.segment, piece.start
    inside = [hit for hit in hits if piece.start <= hit.start < piece.end]
    label = next((hit for hit in inside if any(named.path == spec.path for named in hit.names)), None)
    leads = label is not None and not any(c.isalnum() for c in segment.text[piece.start : label.start])
    strangers = [hit for hit in inside if hit is not label and not bank.search(hit.text) and (hit.colon or hit.start == piece.start)]
    if strangers or (label is None and ":" in segment.text[piece.start : piece.end]):
        return None
    score, why = ABOVE if steps == 1 and piece.start == 0 else 0.0, "over the account"
    if label is not None and leads:
        rest = segment.text[label.end : piece.end]
        if label.colon or " " in label.text.strip() or (not colons and bank.search(rest)) or not bank.search(label.text):
            score, why, start = LABELLED, f"behind '{label.text.strip()}', beside the account", label.end
        elif not any(c.isalnum() for c in rest):
            return None
    place = rest_of(segment, start, piece.end)
    if place is None:
        return None
    text = place.match.text
    if start == piece.start and bank.search(text):
        score, why = SAYS_BANK, "a bank's name beside the account"
    if not score or any(c.isdigit() for c in text) or len(text.split()) > MOST_WORDS or sum(c.isalpha() for c in text) < 3:
        return None
    if name_values.plausibility(text) < 0.2 or any(sheet.places_in(kind, segment) for kind in (Kind.EMAIL, Kind.URL) if steps):
        return None
    box = sheet.box_of_place(place)
    return Candidate(spec.path, text, text, "label" if why.startswith("behind") else "layout", why, segment.page, box, score=score)
