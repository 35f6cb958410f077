"""The head of a receipt: which run of lines is the issuer's address; which are its name says shop_names.py.

For schemas whose issuer has its address as one text (record.AddressText). Every run of up to seven head lines is a
candidate; what they look like, line by line and at their ends, is given to the scorer as plain numbers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.head import HEAD_LINES, HeadLine, head_lines
from extractor.find.parties.head_looks import Seen, looks_at, seen
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.roles import parties_of
from extractor.find.parties.shop_address_odds import RunOdds
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind, Role

LONGEST_ADDRESS = 7  # lines
SHOWN = 1.5  # of the usual line's height
FEW_LETTERS = 0.2  # of a line's characters
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$|(?<=\d)\.$")  # shorter words may be cut: "St.", "Jln."


def letterhead_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], title_words: frozenset[str], words: LineWords
) -> list[Candidate]:
    """Candidates for the name and the one-text address of every issuer of the schema."""
    found: list[Candidate] = []
    for party in parties_of(specs):
        address, name = party.leaf(Kind.ADDRESS), party.leaf(Kind.NAME)
        if party.role is not Role.ISSUER or address is None or not sheet.segments:
            continue
        from extractor.find.parties.shop_names import name_candidates  # receipts alone need them
        from extractor.find.parties.shop_phones import phone_candidates

        head = _head(sheet, hits, name.path if name else "", title_words, words)
        found += _addresses(sheet, address, head, words)
        if name is not None:
            found += name_candidates(sheet, head, name, words)
        phone = party.leaf(Kind.PHONE)
        if phone is not None:
            found += phone_candidates(sheet, head, hits, phone, words)
    return found


def _head(sheet: Sheet, hits: Sequence[LabelHit], name: str, title_words: frozenset[str], words: LineWords) -> list[Seen]:
    labels = {hit.segment.index: hit for hit in hits if _labels(hit, name)}
    return [seen(sheet, line, words, _labelled(sheet, line, labels), title_words) for line in head_lines(sheet)]


def _labelled(sheet: Sheet, line: HeadLine, labels: Mapping[int, LabelHit]) -> bool:
    """Whether a line has a label; letters that are set to be seen have one with its colon alone, or are nothing but one."""
    found = [labels[segment.index] for segment in line.segments if segment.index in labels]
    if line.letter_height > SHOWN * sheet.line_height:
        return any(hit.colon or (hit.likeness == 1 and compact(hit.text) == compact(line.text)) for hit in found)
    return bool(found)


def _labels(hit: LabelHit, name: str) -> bool:
    """Whether a line says that it is about something else than the name: by a label with its colon, alone, or before a figure."""
    others = any(not named.is_group and named.path != name for named in hit.names) and all(named.path != name for named in hit.names)
    return hit.leads and others and (hit.colon or hit.whole or any(c.isdigit() for c in hit.segment.text[hit.end :]))


def _addresses(sheet: Sheet, spec: FieldSpec, head: Sequence[Seen], words: LineWords) -> Iterator[Candidate]:
    """Every run of lines as the address, without what says that it is one, or of which branch ("Branch 12, 5 Mill Lane")."""
    boxes, looks = [line.at.box(sheet) for line in head], _Looks(head)
    texts = [line.shown.strip() for line in head]
    opening = [words.before_address.sub("", text) for text in texts]
    odds = RunOdds(head, [cut != text for cut, text in zip(opening, texts, strict=True)])
    for start, end, run in _runs(head):
        text, box = as_one_text([opening[start], *(texts[number] for number in run[1:])]), Box.around(boxes[number] for number in run)
        why = f"lines {start + 1} to {end} of the head"
        features = {**looks.of_run(start, end), "odds": odds.of(start, end, run)}
        yield Candidate(spec.path, text, text, "layout", why, head[start].at.page, box, features, family="letterhead_address")


def as_one_text(lines: Sequence[str]) -> str:
    """The lines of an address as one text: as printed where the lines before the last hold commas of their own; with commas else, which
    take the place of a stop behind a word or a number ("Taman Raya.")."""
    if any("," in line for line in lines[:-1]):
        return " ".join(lines).strip(", ")
    bare = [line.strip(", ") for line in lines]
    return ", ".join([*(_STOP.sub("", line) for line in bare[:-1]), bare[-1]])


def _runs(head: Sequence[Seen]) -> Iterator[tuple[int, int, list[int]]]:
    """Runs of head lines that might be an address (half open), and which lines are of it; one that is only a registration number may be
    left out of the middle."""
    only_number = [line.looks["registration"] and line.looks["words"] <= 0.3 and not line.looks["postal"] for line in head]
    edge = [not number and not _only_phone(line) for line, number in zip(head, only_number, strict=True)]
    for start in range(min(len(head), HEAD_LINES - 2)):
        for end in range(start + 1, min(start + LONGEST_ADDRESS, len(head)) + 1):
            if edge[start] and edge[end - 1]:
                yield start, end, [number for number in range(start, end) if not only_number[number]]


def _only_phone(line: Seen) -> bool:
    return bool(line.looks["phone"]) and line.looks["letters"] < FEW_LETTERS


_EDGE = tuple(
    "start street district postal region commas ends_comma ends_stop digits letters words legal registration "
    "contact phone value time till labelled colon title size centre".split()
)
_SUMMED = (
    "street",
    "district",
    "postal",
    "region",
    "commas",
    "legal",
    "contact",
    "value",
    "time",
    "labelled",
    "colon",
    "start",
    "registration",
)
_of_sum, _SUMS = itemgetter(*_SUMMED), tuple(f"sum_{name}" for name in _SUMMED)


class _Looks:
    """How the lines of a head look, made ready for each of its runs."""

    def __init__(self, head: Sequence[Seen]) -> None:
        self._head = head
        self._edges = {place: looks_at(place, head, _EDGE) for place in ("first", "last", "before", "after")}
        for place, edges in self._edges.items():
            for number, edge in enumerate(edges):
                edge[f"{place}_missing"] = float(number == len(head))
        self._summed = [_of_sum(line.looks) for line in head]
        self._heights = [line.at.letter_height for line in head]
        self._gaps = [max(b.at.top - a.at.bottom, 0.0) for a, b in itertools.pairwise(head)]
        self._letters = [len(line.shown) for line in head]
        self._digits = [sum(map(str.isdigit, line.shown)) for line in head]

    def of_run(self, start: int, end: int) -> dict[str, float]:
        """The features of the lines start..end (half open)."""
        edges, heights, letters = self._edges, self._heights[start:end], sum(self._letters[start:end])
        features = {"lines": (end - start) / LONGEST_ADDRESS, "at": start / HEAD_LINES}
        features |= edges["first"][start] | edges["last"][end - 1] | edges["before"][start - 1] | edges["after"][end]
        features |= zip(_SUMS, map(sum, zip(*self._summed[start:end], strict=True)), strict=True)
        unit = max(sum(heights) / len(heights), 1.0)
        features["gap_inside"] = max(self._gaps[start : end - 1], default=0.0) / unit
        features["gap_before"] = self._gaps[start - 1] / unit if start else 3.0
        features["gap_after"] = self._gaps[end - 1] / unit if end < len(self._head) else 3.0
        features["height_spread"] = max(heights) / max(min(heights), 1.0)
        features["chars"] = min(letters, 200) / 200
        features["text_digits"] = sum(self._digits[start:end]) / max(letters, 1)
        return features
