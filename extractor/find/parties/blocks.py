"""Blocks of lines that belong together, such as a name and its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.values import address

GAP = 0.9  # line heights between two lines of one block at the most
APART = 0.35  # line heights by which the gap between two addresses is wider than those between their lines
SLANT = 1.2  # line heights that the left edges (or the middles) of two lines of one block may differ by
EMPTY_LINE, A_STREET = 2.2, 0.45  # line heights to a town under an empty line; address.likeness of the street over it
FLUSH = 0.4  # the same for the right edges of lines set flush right

# A postal code beside a place, in the habits of the countries we know: the sign that a block is an address.
POSTAL = re.compile(
    r"""(?:(?<!HR[AB]\s)(?<!RCS\s)\b(?:[A-Z]{1,2}[-–]\s?)?\d{4,6}\b(?!\s*[.,:/]\d)[\s,]+
         (?:[A-ZÀ-ÖØ-ÝŁŚŻŹĆŠŽČ][\w'’.À-ÿ-]+|A\s[A-Z]\w+))                             # D-10115 Berlin
      | (?:\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])
         \.?\s+\d{5}(?:-\d{4})?\b)                                               # WA 98109
      | (?:\b(?:NSW|VIC|QLD|SA|TAS|ACT|NT|WA)\.?,?\s+\d{4}\b(?!\s*[.,:/-]\d))            # Adelaide SA 5000
      | (?:\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b)                                 # SW1A 1AA
      | (?:\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b)                                          # K1A 0B1
      | (?:\b\d{4}\s?[A-Z]{2}\b\s+[A-Z])                                          # 3012 CN Rotterdam
      | (?:\b\d{2}-\d{3}\b\s+[A-ZÀ-ÞŁŚŻŹĆ])                                            # 00-950 Warszawa
      | (?:\b\d{4}-\d{3}\b\s+[A-ZÀ-Þ])                                            # 1100-148 Lisboa
      | (?:(?:^|[,|•·]\s*)(?:[A-Z]{1,2}-)?\d{3}\s\d{2}\s+[A-ZÀ-Þ][a-zà-ÿ])                # 331 35 Värnamo
      | (?:,\s(?:[A-Z]{2,3},\s)?(?:\d{4}\s?[A-Z]{2}|\d{4,6}|\d{3}\s\d{2}),\s[A-Z]{2}$)      # Amsterdam, NH, 1016DZ, NL
      | (?:\b[A-Z]\d[\dW]\s?[A-Z\d]{4}\b)                                          # D02 X285
      | (?:(?:^|[a-z]{3},\s)(?:Co\.|County)\s(?!Ltd|Limited|Inc)[A-Z][a-z]{3,}$)              # Ballyhaunis, Co. Mayo
      | (?:\b(?!(?:RM|Rm|Flat|Shop|PMB|Plan|Box|BOX|Postfach|Postbus|Apartado|HR[AB]|RCS|KvK|KVK|KRS|NIP|REGON|SIREN|BLZ|Tel|Fax)\b)
         [A-Za-z]{3,}[\s,.-]+\d{5,6}\b(?!\s*[.,:/]\d))                                 # New Delhi - 110001
      """,
    re.VERBOSE,
)
# What each of them holds: four figures, five in two groups, a capital before a figure, a county.
_LIKE_A_CODE = re.compile(r"[\dA-Z](?:\d{3}|\d\d\s\d\d|\d-\d{3}|(?<=[A-Z])\d|(?<=C)o)")


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def has_postal_code(text: str) -> bool:
    """Whether a postal code stands in a text beside a place."""
    return may_hold_code(text) and POSTAL.search(text) is not None


def may_hold_code(text: str) -> bool:
    """Whether a postal code may stand in some part of a text; asked in little time."""
    return _LIKE_A_CODE.search(text) is not None


def postal_line(segments: Sequence[Segment]) -> int | None:
    """The first of some lines with a postal code and a place, or with the code of the place in the line over it."""
    texts = [segment.text for segment in segments]
    return next(
        (i for i, text in enumerate(texts) if has_postal_code(text) or (i > 1 and address.code_alone(text, texts[i - 1], texts[i - 2]))),
        None,
    )


@dataclass(frozen=True)
class Block:
    """Lines of one column with no gap between them, top to bottom. Edges in points."""

    segments: tuple[Segment, ...]

    @property
    def page(self) -> int:
        return self.segments[0].page

    @cached_property
    def left(self) -> float:
        return min(segment.left for segment in self.segments)

    @cached_property
    def right(self) -> float:
        return max(segment.right for segment in self.segments)

    @property
    def top(self) -> float:
        return self.segments[0].top

    @property
    def bottom(self) -> float:
        return self.segments[-1].bottom

    @cached_property
    def postal_line(self) -> int | None:
        """The first line with a postal code and a place."""
        return postal_line(self.segments)

    def parted_after(self, closes: Callable[[Segment], bool]) -> Sequence[Block]:
        """The block in parts, the last line of each but the last being one that `closes` says yes to."""
        ends = [end for end, segment in enumerate(self.segments[:-1], start=1) if closes(segment)]
        return [Block(self.segments[start:end]) for start, end in pairwise((0, *ends, len(self.segments)))] if ends else (self,)

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """Every segment in exactly one block, blocks in reading order of their first line."""
    following: dict[int, Segment] = {}
    followed: set[int] = set()
    for segment in sheet.segments:
        under = _next_line(sheet, segment)
        if under is not None and under.index not in followed:
            following[segment.index] = under
            followed.add(under.index)
    found = []
    for segment in sheet.segments:
        if segment.index in followed:
            continue
        chain = [segment]
        while chain[-1].index in following:
            chain.append(following[chain[-1].index])
        found += _parted(chain)
    return tuple(found)


def _parted(chain: Sequence[Segment]) -> list[Block]:
    """Lines as one block, or as two where they are two addresses over one another, a little further apart than their lines."""
    postal = [i for i, segment in enumerate(chain) if has_postal_code(segment.text)] if len(chain) > 2 else []
    if len(postal) == 2 and postal[1] - postal[0] > 1:
        gaps = [below.top - above.bottom for above, below in pairwise(chain)]
        widest = max(range(*postal), key=lambda i: gaps[i])
        usual = median([gap for i, gap in enumerate(gaps) if i != widest])
        if gaps[widest] - usual > APART * chain[widest].height:
            return [Block(tuple(chain[: widest + 1])), Block(tuple(chain[widest + 1 :]))]
    return [Block(tuple(chain))]


def _font_size(segment: Segment) -> float:
    """In points, where a text layer tells it, else 0: boxes may be as tight as the letters in them, and lines then seem far apart."""
    return segment.line.words[0].font_size or 0.0


def _next_line(sheet: Sheet, segment: Segment) -> Segment | None:
    unit, left, right = segment.height, segment.left, segment.right
    aligned = [
        other
        for other in sheet.below(segment.page, left - unit, right + unit, segment.bottom, GAP * max(unit, _font_size(segment), 6.0))
        if abs(other.left - left) <= SLANT * unit
        or abs(other.left + other.right - left - right) / 2 <= SLANT * unit
        or abs(other.right - right) <= FLUSH * unit
    ]
    if not aligned:
        return _town_under(sheet, segment)
    if len(aligned) < 2:
        return aligned[0]
    return min(aligned, key=lambda other: (round((other.top - segment.bottom) / unit, 1), abs(other.left - segment.left)))


def _town_under(sheet: Sheet, segment: Segment) -> Segment | None:
    """The line with code and town under a street and an empty line, as addresses were long typed."""
    under = sheet.below(segment.page, segment.left, segment.right, segment.bottom, EMPTY_LINE * segment.height)[:1]
    if not under or not under[0].text[0].isdigit() or abs(under[0].left - segment.left) > FLUSH * segment.height:
        return None
    is_street = address.likeness(segment.text) >= A_STREET and not has_postal_code(segment.text)
    return under[0] if is_street and has_postal_code(under[0].text) else None
