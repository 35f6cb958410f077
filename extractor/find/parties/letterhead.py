"""The head of a receipt: which run of lines is the issuer's address; which are its name says shop_names.py.

For schemas whose issuer has its address as one text (record.AddressText). Every run of up to seven head lines is a
candidate; what they look like, line by line and at their ends, is given to the scorer as plain numbers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.parties.head import HEAD_LINES, head_lines
from extractor.find.parties.head_looks import Seen, seen
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.roles import parties_of
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind, Role

LONGEST_ADDRESS = 7  # lines
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
        found += [_address(sheet, address, head, start, end, run, words) for start, end, run in _runs(head)]
        if name is not None:
            found += name_candidates(sheet, head, name, words)
        phone = party.leaf(Kind.PHONE)
        if phone is not None:
            found += phone_candidates(sheet, head, hits, phone, words)
    return found


def _head(sheet: Sheet, hits: Sequence[LabelHit], name: str, title_words: frozenset[str], words: LineWords) -> list[Seen]:
    labelled = {hit.segment.index for hit in hits if _labels(hit, name)}
    return [seen(sheet, line, words, any(s.index in labelled for s in line.segments), title_words) for line in head_lines(sheet)]


def _labels(hit: LabelHit, name: str) -> bool:
    """Whether a line says that it is about something else than the name: by a label with its colon, alone, or before a figure."""
    others = any(not named.is_group and named.path != name for named in hit.names) and all(named.path != name for named in hit.names)
    return hit.leads and others and (hit.colon or hit.whole or any(c.isdigit() for c in hit.segment.text[hit.end :]))


def _address(sheet: Sheet, spec: FieldSpec, head: Sequence[Seen], start: int, end: int, run: Sequence[Seen], words: LineWords) -> Candidate:
    text, box = _address_text(run, words), Box.around(line.at.box(sheet) for line in run)
    why = f"lines {start + 1} to {end} of the head"
    return Candidate(spec.path, text, text, "layout", why, run[0].at.page, box, _run_looks(head, start, end), family="letterhead_address")


def _runs(head: Sequence[Seen]) -> list[tuple[int, int, list[Seen]]]:
    """Runs of head lines that might be an address; a line that is only a registration number may be left out of the middle."""
    runs = []
    for start in range(min(len(head), HEAD_LINES - 2)):
        for end in range(start + 1, min(start + LONGEST_ADDRESS, len(head)) + 1):
            run = [
                line
                for line in head[start:end]
                if not (line.looks["registration"] and line.looks["words"] <= 0.3 and not line.looks["postal"])
            ]
            if run and run[0] is head[start] and run[-1] is head[end - 1] and not (_only_phone(run[0]) or _only_phone(run[-1])):
                runs.append((start, end, run))
    return runs


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
_NOWHERE = dict.fromkeys(_EDGE, 0.0)


def _run_looks(head: Sequence[Seen], start: int, end: int) -> dict[str, float]:
    run = head[start:end]
    before = head[start - 1] if start else None
    after = head[end] if end < len(head) else None
    features = {"lines": len(run) / LONGEST_ADDRESS, "at": start / HEAD_LINES}
    for name, line in (("first", run[0]), ("last", run[-1]), ("before", before), ("after", after)):
        looks = line.looks if line is not None else _NOWHERE
        features |= {f"{name}_{key}": looks[key] for key in _EDGE}
        features[f"{name}_missing"] = float(line is None)
    features |= {f"sum_{key}": sum(line.looks[key] for line in run) for key in _SUMMED}
    heights = [line.at.letter_height for line in run]
    gaps = [max(b.at.top - a.at.bottom, 0.0) for a, b in itertools.pairwise(run)]
    unit = max(sum(heights) / len(heights), 1.0)
    features["gap_inside"] = max(gaps, default=0.0) / unit
    features["gap_before"] = max(run[0].at.top - before.at.bottom, 0.0) / unit if before is not None else 3.0
    features["gap_after"] = max(after.at.top - run[-1].at.bottom, 0.0) / unit if after is not None else 3.0
    features["height_spread"] = max(heights) / max(min(heights), 1.0)
    features["chars"] = min(sum(len(line.shown) for line in run), 200) / 200
    features["text_digits"] = sum(c.isdigit() for line in run for c in line.shown) / max(sum(len(line.shown) for line in run), 1)
    return features


def _only_phone(line: Seen) -> bool:
    return bool(line.looks["phone"]) and line.looks["letters"] < FEW_LETTERS


def _address_text(run: Sequence[Seen], words: LineWords) -> str:
    """The lines joined with a comma, which takes the place of a stop that ends a word or a number within ("Taman Raya."); without
    what says that it is an address, or of which branch ("Branch 12, 5 Mill Lane")."""
    lines = [line.shown.strip().strip(",").strip() for line in run]
    lines[0] = words.before_address.sub("", lines[0])
    return ", ".join([*(_STOP.sub("", line) for line in lines[:-1]), lines[-1]])
