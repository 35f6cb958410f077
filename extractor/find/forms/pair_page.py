"""One page as pieces with the rules between them: what a piece is written on, what box it stands in, what parts it from another.

Lengths are points of the straightened page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from extractor.document import Reading, Ruling
from extractor.find.forms.pair_boxes import CORNER, Cell, Rule, cell_at, crossed, in_one_piece, open_sides, without_combs
from extractor.find.forms.pair_combs import across_combs, combs_joined
from extractor.find.forms.pair_cuts import values_parted
from extractor.find.forms.pair_pieces import NUMBERED, THROUGH, UNDER, UNDERSCORES, Piece, pieces_of_line

LONG_RULE = 22.0  # points: shorter ones found in pictures are strokes of letters
# So near under a line to write on (in its own heights) stands a caption.
CAPTION_UNDER = 1.0
BOX_UNDER = 1.0  # line heights: so near under a label begins the box that it names
# Letters set upwards along the margin: so much taller than wide, and so many; and specks: so much taller than the page's lines.
UPRIGHT, UPRIGHT_LETTERS, SPECK = 1.5, 3, 2.0
FINE_PRINT, SENTENCE = 0.8, 12  # how small fine print is beside the rest, and of how many words a line of it
IN_SEQUENCE = 3  # so often one number follows another where fields are numbered
BLANK_REACH = 12.0  # line heights: how far right of its label a line to write on begins, with nothing between
BLANK_LENGTH = 2.0  # line heights: how long it is at least


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

    @cached_property
    def _usual_size(self) -> float:
        return median(piece.size for piece in self.pieces)

    def is_fine_print(self, piece: Piece) -> bool:
        """Whether a piece is a line of terms or declarations: a sentence in letters smaller than those of labels and values."""
        return len(piece.words) >= SENTENCE and piece.size < FINE_PRINT * self._usual_size

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

    def is_written_on(self, piece: Piece, line: Rule) -> bool:
        """Whether a piece stands on a line to write on."""
        near = -THROUGH * piece.height <= line.at - piece.bottom <= UNDER * piece.height
        return near and min(piece.right, line.end) - max(piece.left, line.start) > 0.6 * (piece.right - piece.left)

    def parted(self, upper: Piece, lower: Piece) -> int:
        """How many level rules run between two pieces that stand one above the other; what underlines the upper one is none."""
        left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        if right <= left:
            left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        x = (left + right) / 2
        low, high = upper.middle + 0.2 * upper.height, lower.middle - 0.2 * lower.height
        return crossed([rule for rule in self.across if not _underlines(rule, upper)], low, high, x)

    def walls(self, one: Piece, other: Piece) -> int:
        """How many upright rules run between two pieces of one row."""
        low, high = max(one.top, other.top), min(one.bottom, other.bottom)
        return crossed(self.down, one.right - 3, other.left + 3, (low + high) / 2)


def _underlines(rule: Rule, piece: Piece) -> bool:
    """Whether a rule runs under a piece's letters and no further."""
    near = -THROUGH * piece.height <= rule.at - piece.bottom <= UNDER * piece.height
    return near and piece.left - piece.height <= rule.start and rule.end <= piece.right + piece.height


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
                pieces += pieces_of_line(line, reading, blanks, down, None)
            continue
        for cell in region.table.cells:
            for line in cell.lines:
                pieces += pieces_of_line(line, reading, blanks, down, (tables, cell.row, cell.column))
        tables += 1
    pieces = values_parted(pieces, reading, blanks, line_height)
    pieces = across_combs(combs_joined(pieces, across, down, line_height), across, down, line_height)
    page = PageOfPieces(reading, tuple(pieces), across, down, line_height, tuple(blanks))
    _heed_underlined_rows(page)
    _heed_numbers(pieces)
    for order, piece in enumerate(pieces):
        piece.order = order
    return page


def _rules(reading: Reading) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    level = [_rule(ruling, reading) for ruling in reading.rulings if ruling.horizontal]
    upright = [_rule(ruling, reading) for ruling in reading.rulings if not ruling.horizontal]
    across = [rule for rule in in_one_piece(level) if rule.end - rule.start >= LONG_RULE]
    down = [rule for rule in upright if rule.end - rule.start >= 9.0]
    return tuple(across), (*down, *open_sides(across, down))


def _rule(ruling: Ruling, reading: Reading) -> Rule:
    box, width, height = ruling.box, reading.width, reading.height
    if ruling.horizontal:
        return Rule((box.top + box.bottom) / 2 * height, box.left * width, box.right * width)
    return Rule((box.left + box.right) / 2 * width, box.top * height, box.bottom * height)


def _closes_cell(rule: Rule, down: Sequence[Rule]) -> bool:
    """Whether upright rules meet a level one at both its ends: the edge of a cell, and no line to write on."""
    meets = [wall.at for wall in down if wall.start - CORNER <= rule.at <= wall.end + CORNER]
    return any(abs(x - rule.start) <= CORNER for x in meets) and any(abs(x - rule.end) <= CORNER for x in meets)


def _underscores(reading: Reading) -> list[Rule]:
    """Lines to write on that are set in characters."""
    width, height = reading.width, reading.height
    words = [word for line in reading.lines for word in line.words if UNDERSCORES.fullmatch(word.text)]
    return [Rule(word.box.bottom * height, word.box.left * width, word.box.right * width) for word in words]


def _heed_underlined_rows(page: PageOfPieces) -> None:
    """What stands first on a rule under a whole row was printed there, and not filled in."""
    for rule in page.blanks:
        row = sorted((piece for piece in page.pieces if piece.on_blank and page.is_written_on(piece, rule)), key=lambda piece: piece.left)
        if len(row) == 2 and abs(row[0].left - rule.start) <= row[0].height:
            row[0].on_blank = False


def _heed_numbers(pieces: Sequence[Piece]) -> None:
    """Numbers that open pieces and follow one another are those of a form's fields, and no part of values."""
    opened = [(piece, int(match[1])) for piece in pieces if (match := NUMBERED.match(piece.text))]
    numbers = {number for _, number in opened}
    if sum(number + 1 in numbers for number in numbers) >= IN_SEQUENCE:
        for piece, number in opened:
            piece.numbered = bool(numbers & {number - 1, number + 1})
