"""Figures that a narrow column broke over two lines: "27" over "415,16" is 27 415,16."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.rows.bands import BandCell
from extractor.find.rows.figures import figure
from extractor.find.rows.strips import PageStrips, Strip, strip_of
from extractor.find.rows.tokens import Token, joined

NEXT_LINE = 1.9  # of the line height, middle to middle
CENTS = 2


def mended_breaks(page: PageStrips, body: Sequence[Strip], held: Sequence[Mapping[int, BandCell]]) -> tuple[Strip, ...]:
    """The strips under a header with broken figures whole, in the upper line. The lower line holds nothing but such ends and text.
    `held`: the strips' cells."""
    found = list(body)
    for position in range(len(found) - 1, 0, -1):
        upper, lower = found[position - 1], found[position]
        if not lower.figures or lower.middle - upper.middle > NEXT_LINE * page.line_height:
            continue
        pairs = _pairs(held[position - 1], held[position])
        if pairs is not None:
            ends = {id(end): joined(start, end) for start, end in pairs}
            starts = {id(start): ends[id(end)] for start, end in pairs}
            left = [token for token in lower.tokens if id(token) not in ends]
            found[position - 1] = strip_of(upper.page, [starts.get(id(token), token) for token in upper.tokens])
            found[position : position + 1] = [strip_of(lower.page, left)] if left else []
    return tuple(found)


def _pairs(above: Mapping[int, BandCell], below: Mapping[int, BandCell]) -> list[tuple[Token, Token]] | None:
    """Each figure of the lower line with the one over it that it is the end of; None where one is not."""
    found: list[tuple[Token, Token]] = []
    for band, cell in below.items():
        if not cell.figures:
            continue
        start, end = above[band].tokens if band in above else (), cell.tokens
        if len(start) != 1 or len(end) != 1 or not _is_broken(start[0].text, end[0].text):
            return None
        found.append((start[0], end[0]))
    return found or None


def _is_broken(start: str, end: str) -> bool:
    """Whether two texts are the parts of one amount with cents, of which the first is none."""
    one, whole = figure(start), figure(start + end)
    if whole is None or whole.decimals != CENTS or whole.percent or (one is not None and one.decimals == CENTS):
        return False
    head = start.lstrip("-\u2212")
    grouped = head.isdigit() and len(head) <= 3 and end[:3].isdigit() and not end[3:4].isdigit()
    return grouped or not start[-1:].isdigit() or (one is not None and one.decimals == 1)
