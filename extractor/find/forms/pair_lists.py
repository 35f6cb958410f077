"""Names listed under one label, a person a line and in columns: each is an answer of its own ("cc:" on memos, "Distribution:").

Lengths are points of the straightened page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece
from extractor.values.name import has_title

BELOW, INDENT, BESIDE = 1.5, 2.5, 12.0  # line heights: from the label to the first name under it, or beside it
NEXT = 1.2  # line heights of white space from one name to the next
ALIGNED = 1.2  # line heights: how exactly names start under one another
TORN = 3.0  # line heights: white space within a name ("Mr.   P. Q. Row")
MOST_WORDS = 6  # in the line of a name
_REMARK = re.compile(r"\s*\([^()]*\)?$")  # "R. Row (London)"
_INITIAL = re.compile(r"(?:[^\W\d_]{1,3}\.)+-?[^\W\d_]?\.?|[^\W\d_]")

Name = tuple[Piece, ...]
Listed = tuple[Piece, tuple[Name, ...]]


def lists_of_names(page: PageOfPieces, pieces: Sequence[Piece]) -> list[Listed]:
    """Labels that end in a colon with the names listed under them, two at least."""
    unit = page.line_height
    names = [name for start in pieces if (name := _name_from(start, pieces, unit)) is not None]
    found: list[Listed] = []
    for label in pieces if len(names) > 1 else ():
        if label.colon and len(listed := _listed(label, names, pieces, unit)) > 1:
            found.append((label, tuple(listed)))
            names = [name for name in names if name not in listed]
    return found


def _listed(label: Piece, names: Sequence[Name], pieces: Sequence[Piece], unit: float) -> list[Name]:
    """The names beside or under a label, down to the first that does not follow, with those in columns to their right."""
    mine = {id(piece) for name in names for piece in name} | {id(label)}
    free = [name for name in names if id(_left_of(name[0], pieces, unit) or label) in mine]
    beside = [name for name in free if _left_of(name[0], pieces, unit) is label]
    under = [n for n in free if -0.5 < (n[0].top - label.bottom) / unit < BELOW and abs(n[0].left - label.left) < INDENT * unit]
    first = min(beside or under, key=lambda name: (name[0].top, name[0].left), default=None)
    if first is None:
        return []
    column = [first]
    for name in sorted(free, key=lambda name: name[0].top):
        if abs(name[0].left - first[0].left) < ALIGNED * unit and 0 < name[0].middle - column[-1][0].middle < (1 + NEXT) * unit:
            column.append(name)
    low, high = first[0].top - 0.5 * unit, column[-1][0].bottom + (1 + NEXT) * unit
    right = [name for name in free if low < name[0].middle < high and name[0].left > first[-1].right]
    return [*column, *sorted(right, key=lambda name: (name[0].left, name[0].top))] if len(column) > 1 else []


def _left_of(name: Piece, pieces: Sequence[Piece], unit: float) -> Piece | None:
    """What stands left of a name in its row, near enough to be its label."""
    row = [p for p in pieces if abs(p.middle - name.middle) < 0.5 * unit and 0 < name.left - p.right < BESIDE * unit]
    return max(row, key=lambda piece: piece.right, default=None)


def _name_from(start: Piece, pieces: Sequence[Piece], unit: float) -> Name | None:
    """The name that begins with a piece and goes on in those beside it; None where it is none."""
    name = [start]
    while True:
        text = " ".join(piece.text for piece in name)
        end = name[-1]
        beside = [p for p in pieces if abs(p.middle - end.middle) < 0.5 * unit and 0 <= p.left - end.right < TORN * unit]
        after = min(beside, key=lambda piece: piece.left, default=None)
        if _is_name(text):
            return (*name, after) if after is not None and _REMARK.fullmatch(after.text) else tuple(name)
        if after is None or not has_title(f"{text} {after.text}") or len(name) == MOST_WORDS:
            return None
        name.append(after)


def _is_name(text: str) -> bool:
    """Whether a line is a family name behind initials or a title."""
    bare = _REMARK.sub("", text)
    words = bare.replace(".", ". ").split()
    if not 2 <= len(words) <= MOST_WORDS or any(c.isdigit() for c in bare) or text.endswith(":"):
        return False
    *before, last = words
    is_family = len(last) > 2 and last[0].isupper() and last[-1].isalpha()
    return is_family and (has_title(bare) or any(_INITIAL.fullmatch(word) for word in before))
