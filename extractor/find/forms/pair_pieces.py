"""A page's lines cut into pieces that are either a label or a value: at colons, at the start of a blank, at wide gaps.

Lengths are points of the straightened page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractor.document import Line, Reading, Ruling, Word
from extractor.find.forms.pair_boxes import COMB, COMB_WIDE, CORNER, Cell, Rule, cell_at, in_one_piece, without_combs

# White space between words of one piece, in letter heights; typewriters leave .6 to .9.
WIDE_GAP = 1.45
# A rule this near under the letters (in letter heights, from their lower edge) is what they are written on.
UNDER, THROUGH = 0.75, 0.45
LONG_RULE = 22.0  # points: shorter ones found in pictures are strokes of letters
MOST_LABEL_WORDS = 9
# So near under a line to write on (in its own heights) stands a caption.
CAPTION_UNDER = 1.0
COMB_GAP = 3  # cells for one character each: so many cells on is still the same entry
BOX_UNDER = 1.0  # line heights: so near under a label begins the box that it names
_FILL = re.compile(r"_{2,}|\.{4,}|…{2,}|-{3,}")
# Letters set upwards along the margin: so much taller than wide, and so many; and specks: so much taller than the page's lines.
UPRIGHT, UPRIGHT_LETTERS, SPECK = 1.5, 3, 2.0
BLANK_REACH = 12.0  # line heights: how far right of its label a line to write on begins, with nothing between
BLANK_LENGTH = 2.0  # line heights: how long it is at least
_UNDERSCORES = re.compile(r"_{3,}")
_COLON = (":", "：", ":-", ":—")


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
    order: int = 0
    table: tuple[int, int, int] | None = None  # table, row, column of the layout

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
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


@dataclass(frozen=True)
class PageOfPieces:
    """One page: pieces in reading order, and the rules between them."""

    reading: Reading
    pieces: tuple[Piece, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    line_height: float
    blanks: tuple[Rule, ...] = ()  # level rules that close no cell: they may be written on

    def line_over(self, piece: Piece) -> Rule | None:
        """The line to write on that a piece stands directly under, as a caption does."""
        reach = CAPTION_UNDER * piece.height
        over = [rule for rule in self.blanks if -0.2 * piece.height <= piece.top - rule.at <= reach]
        held = [rule for rule in over if rule.start - 0.5 * piece.height <= piece.left and piece.right <= rule.end + 2]
        return max(held, key=lambda rule: rule.at, default=None)

    @cached_property
    def _walls(self) -> tuple[Rule, ...]:
        return without_combs(self.across, self.down, self.line_height)

    def box_around(self, piece: Piece) -> Cell | None:
        """The closed box that a piece stands in."""
        return cell_at((piece.left + piece.right) / 2, piece.middle, self.across, self._walls)

    def box_under(self, label: Piece) -> Cell | None:
        """The closed box that begins directly under a label and near its left edge; the label itself stands outside."""
        unit = self.line_height
        low, high = label.bottom - 0.3 * label.height, label.bottom + BOX_UNDER * unit
        x = label.left + unit
        for rule in sorted(self.across, key=lambda rule: rule.at):
            if low <= rule.at <= high and rule.start <= x <= rule.end:
                box = cell_at(x, rule.at + 0.5 * unit, self.across, self._walls)
                if box is not None and abs(box.left - label.left) <= 1.5 * unit and box.right > label.right - unit:
                    return box
        return None

    def is_speck(self, piece: Piece) -> bool:
        """Whether a piece is set upwards along a margin, or a blot that was read as a letter or two."""
        if piece.height > UPRIGHT * (piece.right - piece.left) and len(piece.text) >= UPRIGHT_LETTERS:
            return True
        return len(piece.text) <= 2 and piece.height > SPECK * self.line_height

    def blank_of(self, label: Piece, right: Piece | None) -> Rule | None:
        """The line to write on that begins right of a label, before what stands `right` of it; None where there is none."""
        unit = self.line_height
        last = min(label.right + BLANK_REACH * unit, right.left if right is not None else self.reading.width)
        on_line = [
            rule
            for rule in self.blanks
            if -THROUGH * label.height <= rule.at - label.bottom <= UNDER * label.height
            and label.right - 0.6 * label.height <= rule.start <= last
            and rule.end - max(rule.start, label.right) >= BLANK_LENGTH * unit
        ]
        first = min(on_line, key=lambda rule: rule.start, default=None)
        if first is None:
            return None
        end = first.end
        for rule in sorted(self.blanks, key=lambda rule: rule.start):  # letters that hang down tear a line apart
            if abs(rule.at - first.at) < CORNER and first.start <= rule.start <= end + unit:
                end = max(end, rule.end)
        return Rule(first.at, first.start, end)

    def parted(self, upper: Piece, lower: Piece) -> int:
        """How many level rules run between two pieces that stand one above the other; what underlines the upper one is none."""
        left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        if right <= left:
            left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        x = (left + right) / 2
        low, high = upper.middle + 0.2 * upper.height, lower.middle - 0.2 * lower.height
        return _crossed([rule for rule in self.across if not _underlines(rule, upper)], low, high, x)

    def walls(self, one: Piece, other: Piece) -> int:
        """How many upright rules run between two pieces of one row."""
        low, high = max(one.top, other.top), min(one.bottom, other.bottom)
        return _crossed(self.down, one.right - 3, other.left + 3, (low + high) / 2)


def _underlines(rule: Rule, piece: Piece) -> bool:
    """Whether a rule runs under a piece's letters and no further."""
    near = -THROUGH * piece.height <= rule.at - piece.bottom <= UNDER * piece.height
    return near and piece.left - piece.height <= rule.start and rule.end <= piece.right + piece.height


def _crossed(rules: Sequence[Rule], low: float, high: float, along: float) -> int:
    """How many rules between low and high a line at `along` crosses; a drawn line has two edges and counts once."""
    found: list[float] = []
    for rule in rules:
        if low < rule.at < high and rule.start - 2 <= along <= rule.end + 2 and not any(abs(rule.at - other) < 4 for other in found):
            found.append(rule.at)
    return len(found)


def page_of_pieces(reading: Reading) -> PageOfPieces:
    """The pieces of one page in the layout's reading order."""
    across, down = _rules(reading)
    blanks = [rule for rule in across if not _closes_cell(rule, down)] + _underscores(reading)
    heights = sorted((line.box.height * reading.height for line in reading.lines if line.words), reverse=False)
    line_height = heights[len(heights) // 2] if heights else 10.0
    pieces: list[Piece] = []
    tables = 0
    for region in reading.regions:
        if region.table is None:
            for line in region.lines:
                pieces += _pieces(line, reading, blanks, down, None)
            continue
        for cell in region.table.cells:
            for line in cell.lines:
                pieces += _pieces(line, reading, blanks, down, (tables, cell.row, cell.column))
        tables += 1
    pieces = _across_combs(_combs_joined(pieces, across, down, line_height), across, down, line_height)
    for order, piece in enumerate(pieces):
        piece.order = order
    return PageOfPieces(reading, tuple(pieces), across, down, line_height, tuple(blanks))


def _combs_joined(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule], unit: float) -> list[Piece]:
    """Single characters in a row of cells as one piece; an empty cell between them is a space."""
    ends = without_combs(across, down, unit)
    rows: list[list[Piece]] = []
    for piece in sorted((p for p in pieces if len(p.text) == 1), key=lambda p: (p.left, p.top)):
        row = next((row for row in rows if _same_comb(row[-1], piece, down, ends)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    joined: dict[int, Piece | None] = {}
    for row in rows:
        if len(row) >= COMB:
            joined |= {id(piece): None for piece in row}
            joined[id(row[0])] = _joined(row, down)
    return [one for piece in pieces if (one := joined.get(id(piece), piece)) is not None]


def _same_comb(one: Piece, other: Piece, down: Sequence[Rule], ends: Sequence[Rule]) -> bool:
    return 0 < _cells_between(one, other, down) <= COMB_GAP and not _crossed(ends, one.right, other.left, (one.middle + other.middle) / 2)


def _across_combs(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule], unit: float) -> list[Piece]:
    """Words that are written in a row of cells for one character each, heedless of the cells, as one piece a row."""
    ends = without_combs(across, down, unit)
    if len(ends) == len(down):
        return list(pieces)
    boxes: dict[Cell, list[Piece]] = {}
    for piece in pieces:
        box = cell_at((piece.left + piece.right) / 2, piece.middle, across, ends)
        if box is not None and _crossed(down, box.left + CORNER, box.right - CORNER, piece.middle) >= COMB:
            boxes.setdefault(box, []).append(piece)
    joined: dict[int, Piece | None] = {}
    for held in boxes.values():
        row = sorted(held, key=lambda piece: piece.left)
        if len(row) > 1 and all(abs(piece.middle - row[0].middle) < 0.5 * row[0].height for piece in row):
            joined |= {id(piece): None for piece in row}
            joined[id(row[0])] = _one_piece(row, " ".join(piece.text for piece in row))
    return [one for piece in pieces if (one := joined.get(id(piece), piece)) is not None]


def _cells_between(one: Piece, other: Piece, down: Sequence[Rule]) -> int:
    """How many cells on a piece stands in the same row; 0 where it does not."""
    middle = (one.middle + other.middle) / 2
    if other.left <= one.left or abs(one.middle - other.middle) > 0.5 * max(one.height, other.height):
        return 0
    cells = _crossed(down, one.right - 3, other.left + 3, middle)
    return cells if other.left - one.left <= cells * COMB_WIDE * max(one.height, other.height) else 0


def _joined(row: Sequence[Piece], down: Sequence[Rule]) -> Piece:
    spaces = ["", *(" " if _cells_between(one, other, down) > 1 else "" for one, other in pairwise(row))]
    return _one_piece(row, "".join(space + piece.text for space, piece in zip(spaces, row, strict=True)))


def _one_piece(row: Sequence[Piece], text: str) -> Piece:
    first, last = row[0], row[-1]
    words = tuple(word for piece in row for word in piece.words)
    top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
    return Piece(words, first.left, top, last.right, bottom, text, on_blank=True, table=first.table)


def _underscores(reading: Reading) -> list[Rule]:
    """Lines to write on that are set in characters."""
    width, height = reading.width, reading.height
    words = [word for line in reading.lines for word in line.words if _UNDERSCORES.fullmatch(word.text)]
    return [Rule(word.box.bottom * height, word.box.left * width, word.box.right * width) for word in words]


def _rules(reading: Reading) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    level = [_rule(ruling, reading) for ruling in reading.rulings if ruling.horizontal]
    upright = [_rule(ruling, reading) for ruling in reading.rulings if not ruling.horizontal]
    across = [rule for rule in in_one_piece(level) if rule.end - rule.start >= LONG_RULE]
    return tuple(across), tuple(rule for rule in upright if rule.end - rule.start >= 9.0)


def _rule(ruling: Ruling, reading: Reading) -> Rule:
    box, width, height = ruling.box, reading.width, reading.height
    if ruling.horizontal:
        return Rule((box.top + box.bottom) / 2 * height, box.left * width, box.right * width)
    return Rule((box.left + box.right) / 2 * width, box.top * height, box.bottom * height)


def _pieces(line: Line, reading: Reading, across: Sequence[Rule], down: Sequence[Rule], table: tuple[int, int, int] | None) -> list[Piece]:
    words = [word for word in line.words if word.text.strip()]
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
                if _UNDERSCORES.fullmatch(word.text):
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
                found.append(_piece(part, reading, under, tall, blank and part[-1] is group[-1], table))
            found[-1].before_underscores = number in underscored
    for left, right in pairwise(found):
        right.after_colon = left.colon
        right.on_blank = right.on_blank or (left.blank_after and not left.before_underscores)
    return found


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


def _closes_cell(rule: Rule, down: Sequence[Rule]) -> bool:
    """Whether upright rules meet a level one at both its ends: the edge of a cell, and no line to write on."""
    meets = [wall.at for wall in down if wall.start - CORNER <= rule.at <= wall.end + CORNER]
    return any(abs(x - rule.start) <= CORNER for x in meets) and any(abs(x - rule.end) <= CORNER for x in meets)


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
    words: Sequence[Word], reading: Reading, under: Sequence[Rule], tall: float, blank: bool, table: tuple[int, int, int] | None
) -> Piece:
    width, height = reading.width, reading.height
    left, right = words[0].box.left * width, words[-1].box.right * width
    text = " ".join(word.text for word in words)
    bare = _FILL.sub(" ", text).strip() or text
    on_blank = any(min(rule.end, right) - max(rule.start, left) > 0.6 * (right - left) for rule in under)
    begins = any(right - 0.6 * tall <= rule.start <= right + 1.2 * tall and rule.end > right + 1.5 * tall for rule in under)
    after = bare != text or ((blank or begins) and not on_blank)
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
