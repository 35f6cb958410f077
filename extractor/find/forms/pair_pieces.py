"""A page's lines cut into pieces that are either a label or a value: at colons, at the start of a blank, at wide gaps.

Lengths are points of the straightened page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from extractor.document import Line, Reading, Word
from extractor.find.forms.pair_boxes import Rule
from extractor.geometry import Box

# White space between words of one piece, in letter heights; typewriters leave .6 to .9.
WIDE_GAP = 1.45
# A rule this near under the letters (in letter heights, from their lower edge) is what they are written on.
UNDER, THROUGH = 0.75, 0.45
MOST_LABEL_WORDS = 9
UNDERSCORES = re.compile(r"_{3,}")
NUMBERED = re.compile(
    r"^\(?(\d{1,2})[a-z]?(?:[.)]\s?|\s)(?=[^\W\d_]{2})"
)  # how fields of a form are numbered: "12. Owner", "3a Name", "(4) Date"
_FILL = re.compile(r"_{2,}|\.{4,}|…{2,}|-{2,}|[–—]{2,}")
_COLON = (":", "：", ":-", ":—", "--", "——")
_GLUED = re.compile(r"(.*[^\W\d_]{2,}\)?[:：])(?!//)(\w.*)")


@dataclass(eq=False)
class Piece:
    """Words that belong together: what a person would call a label, a value or a phrase."""

    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float
    text: str
    colon: bool = False
    blank_after: bool = False  # a line to write on, or dots, begin where it ends
    on_blank: bool = False  # written on such a line
    before_underscores: bool = False  # such a line is set in characters, and stands next to what follows
    after_colon: bool = False  # what stood left of it in the same line ends in a colon
    numbered: bool = False  # opens with a number as the fields of this page do, one after the other
    order: int = 0
    table: tuple[int, int, int] | None = None  # table, row, column of the layout

    @cached_property
    def height(self) -> float:
        return self.bottom - self.top

    @cached_property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @cached_property
    def bold(self) -> bool:
        return sum(word.bold for word in self.words) * 2 > len(self.words)

    @cached_property
    def size(self) -> float:
        """Font size where known, else the height of its letters."""
        sizes = [word.font_size for word in self.words if word.font_size]
        return max(sizes) if sizes else self.height


def pieces_of_line(
    line: Line, reading: Reading, across: Sequence[Rule], down: Sequence[Rule], table: tuple[int, int, int] | None
) -> list[Piece]:
    """The pieces of one line from left to right; `across` are the page's lines to write on, `down` its upright rules."""
    words = [part for word in line.words if word.text.strip() for part in _parts(word)]
    if not words:
        return []
    width, height = reading.width, reading.height
    tall = sorted(word.box.height * height for word in words)[len(words) // 2]
    low = max(word.box.bottom for word in words) * height
    near = [rule for rule in across if low - THROUGH * tall <= rule.at <= low + UNDER * tall]
    under = [rule for rule in near if _is_blank(rule, words, width, tall)]
    own = near if words[0].font_size is not None else under  # rules found in pictures are often torn
    walls = [rule for rule in down if rule.start - 2 <= low - tall / 2 <= rule.end + 2]
    walls = [] if any(_runs_through(rule, word, width) for rule in walls for word in words) else walls
    groups: list[list[Word]] = [[]]
    blanks: list[bool] = []
    underscored: set[int] = set()  # groups that underscores follow
    for word in words:
        group = groups[-1]
        if _FILL.fullmatch(word.text) or (_FILL.search(word.text) and not any(c.isalnum() for c in word.text)):
            if group:
                if UNDERSCORES.fullmatch(word.text):
                    underscored.add(len(groups) - 1)
                groups.append([])
                blanks.append(True)
            continue
        if group:
            on_own = any(rule.start <= group[0].box.left * width + tall and rule.end >= group[-1].box.right * width - tall for rule in own)
            gap = (word.box.left - group[-1].box.right) * width
            begins = not on_own and any(
                group[-1].box.right * width - 0.6 * tall <= rule.start <= word.box.left * width + 0.5 * tall
                and rule.end >= word.box.left * width + 1.5 * tall
                for rule in under
            )
            wall = any(group[-1].box.right * width - 2 <= rule.at <= word.box.left * width + 2 for rule in walls)
            filled_in = len(groups) > 1 and _ends_label(groups[-2]) and _on_one_blank(groups[-2][-1], group[0], word, under, width, tall)
            if gap > WIDE_GAP * tall or begins or wall or (_ends_label(group) and not filled_in):
                groups.append([])
                blanks.append(begins)
        groups[-1].append(word)
    blanks += [False] * (len(groups) - len(blanks))
    found: list[Piece] = []
    for number, (group, blank) in enumerate(zip(groups, blanks, strict=True)):
        if group:
            for part in _inner_labels(group):
                found.append(_piece(part, reading, (under, own), tall, blank and part[-1] is group[-1], table))
            found[-1].before_underscores = number in underscored
    for left, right in pairwise(found):
        right.after_colon = left.colon
        right.on_blank = right.on_blank or (left.blank_after and not left.before_underscores)
    return found


def _parts(word: Word) -> list[Word]:
    """A label and its value that were read without the space between them, as two: "Date:6/24/94"."""
    match = _GLUED.match(word.text)
    if match is None:
        return [word]
    at = word.box.left + word.box.width * match.end(1) / len(word.text)
    before, after = Box(word.box.left, word.box.top, at, word.box.bottom), Box(at, word.box.top, word.box.right, word.box.bottom)
    return [replace(word, text=match[1], box=before), replace(word, text=match[2], box=after)]


def _runs_through(wall: Rule, word: Word, width: float) -> bool:
    """Whether a word is written across a wall: cells for one character each that nobody heeded."""
    inset = 0.2 * word.box.width * width
    return len(word.text) > 2 and word.box.left * width + inset < wall.at < word.box.right * width - inset


def _on_one_blank(label: Word, first: Word, last: Word, under: Sequence[Rule], width: float, tall: float) -> bool:
    """Whether a line to write on begins between a label and the first of the words behind it, and runs on under the last."""
    low, high = label.box.right * width - tall, first.box.left * width + tall
    return any(low <= rule.start <= high and rule.end >= last.box.center[0] * width for rule in under)


def _is_blank(rule: Rule, words: Sequence[Word], width: float, tall: float) -> bool:
    """Whether a rule is longer than what stands on it; others underline words, or are strokes of letters."""
    on = [word for word in words if rule.start <= (word.box.left + word.box.right) / 2 * width <= rule.end]
    if not on:
        return True
    return on[0].box.left * width - rule.start > 0.8 * tall or rule.end - on[-1].box.right * width > 1.2 * tall


def _ends_label(group: Sequence[Word]) -> bool:
    return group[-1].text.endswith(_COLON) and any(c.isalpha() for word in group for c in word.text) and len(group) <= MOST_LABEL_WORDS


def _inner_labels(group: Sequence[Word]) -> list[list[Word]]:
    """A second label within a phrase that ends in a colon: "555-1234 Fax:" is a value and a label."""
    if not group[-1].text.endswith(_COLON) or len(group) < 2:
        return [list(group)]
    first = len(group) - 1
    while first > 0 and not any(c.isdigit() for c in group[first - 1].text) and not group[first - 1].text.endswith((",", ";", ")", ".")):
        first -= 1
    head = group[:first]
    if head and any(c.isdigit() for word in head for c in word.text) and group[first].text[:1].isupper():
        return [list(head), list(group[first:])]
    return [list(group)]


def _piece(
    words: Sequence[Word],
    reading: Reading,
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    tall: float,
    blank: bool,
    table: tuple[int, int, int] | None,
) -> Piece:
    """`rules` are the lines to write on under the words, and those with the ones that the words fill from end to end."""
    under, own = rules
    width, height = reading.width, reading.height
    left, right = words[0].box.left * width, words[-1].box.right * width
    text = " ".join(word.text for word in words)
    bare = _FILL.sub(" ", text).strip() or text
    on_blank = any(min(rule.end, right) - max(rule.start, left) > 0.6 * (right - left) for rule in under)
    begins = any(right - 0.6 * tall <= rule.start <= right + 1.2 * tall and rule.end > right + 1.5 * tall for rule in under)
    fills = any(min(rule.end, right) - max(rule.start, left) > 0.6 * (right - left) for rule in own)
    after = bare != text or ((blank or begins) and not fills)
    return Piece(
        tuple(words),
        left,
        min(word.box.top for word in words) * height,
        right,
        max(word.box.bottom for word in words) * height,
        bare,
        colon=bare.rstrip().endswith(_COLON),
        blank_after=after,
        on_blank=on_blank and not after,
        table=table,
    )
