"""Tables that stand side by side under one line of names: work on the left and material on the right, or one list in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.find.rows.header import Header, HeaderCell, scored
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.strips import PageStrips, Strip, strip_of
from extractor.find.rows.table import is_summary
from extractor.schemas.record import Kind


def abreast(page: PageStrips, header: Header, last: int, labels: RowLabels) -> list[tuple[PageStrips, Header]]:
    """The page and the header, or each half of them, where the header names a list's columns twice and white parts the rows (up to
    strip `last`, exclusive) between the two."""
    paths = [cell.names[0].path for cell in header.cells if cell.names]
    if len(set(paths)) == len(paths):
        return [(page, header)]  # the two would have no column in common
    parted = [(header.cells[:number], header.cells[number:]) for number in range(1, len(header.cells))]
    heads = [[scored(page, cells, header.first, header.last, labels) for cells in pair] for pair in parted if _are_alike(*pair, labels)]
    named = [(one, other) for one, other in heads if one is not None and other is not None]
    if not named:
        return [(page, header)]
    left, right = max(named, key=lambda pair: (pair[0].score + pair[1].score, pair[1].cells[0].left - pair[0].cells[-1].right))
    cut = (left.cells[-1].right + right.cells[0].left) / 2
    halves = [(_half(page, head, last, cut, is_left=head is left, labels=labels), head) for head in (left, right)]
    found = [(half, head) for half, head in halves if half is not None]
    return found if len(found) == len(halves) else [(page, header)]


def _are_alike(one: Sequence[HeaderCell], other: Sequence[HeaderCell], labels: RowLabels) -> bool:
    """Whether two runs of names have columns in common, not of amounts and rates alone (net and gross are no two tables, nor a tax's code
    and the tax), and begin or end with the same one."""
    names = [[cell.names[0].path if cell.names else "" for cell in cells] for cells in (one, other)]
    kinds = [spec.kind in (Kind.MONEY, Kind.PERCENT) for spec in labels.columns if spec.path in names[0] and spec.path in names[1]]
    return len(kinds) > sum(kinds) > 0 and any(names[0][end] == names[1][end] != "" for end in (0, -1))


def _half(page: PageStrips, header: Header, last: int, cut: float, *, is_left: bool, labels: RowLabels) -> PageStrips | None:
    """A page with half of the strips of its table; whole again from the first total, or the first text that goes on over the cut."""
    strips: list[Strip] = list(page.strips[: header.first])
    whole = last
    for position in range(header.first, last):
        strip = page.strips[position]
        if any(token.left < cut < token.right for token in strip.tokens) or (position > header.last and is_summary(strip, labels)):
            whole = position
            break
        tokens = [token for token in strip.tokens if (token.center < cut) == is_left]
        if tokens:
            strips.append(strip_of(strip.page, tokens))
    return replace(page, strips=(*strips, *page.strips[whole:])) if whole > header.last + 1 else None
