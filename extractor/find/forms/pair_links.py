"""Which value may belong to a label: what stands right of it, in the box that it names, on the line over it or below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.find.forms.pair_fields import NamedBox, box_of, boxes_are_headed, is_small_print, stands_in_box
from extractor.find.forms.pair_labels import right_of
from extractor.find.forms.pair_lines import Parted, parted_by_lines
from extractor.find.forms.pair_page import PageOfPieces
from extractor.find.forms.pair_pieces import Piece
from extractor.quick import dataclass

RIGHT, BELOW, ABOVE = "right of", "below", "above"
FAR = 30  # line heights to what stands beside a label
HEADING = 2.0  # log odds by which bold print under a label that is not bold is no answer
CAPTION, CAPTION_SEEN = 1.5, -1.0  # log odds that small words under a line to write on name what is written on it, by the same two
ALONE, OVER = 1.3, 0.8  # log odds more where nothing stands over what is written there; line heights in which it would
# In line heights: how near the start of its line such a caption begins, and by how much the line is longer than what is written on it.
AT_START, LONGER = 1.5, 3.0
INDENT = 4.0  # line heights: how far to the right of its small print what was filled in under it may begin
LEAST_IN_BOX, SMALL_PRINT_ODDS = -4.0, 0.5  # log odds of being a label that small print in a box's corner has at least; and then
BOX_BESIDE = 1.5  # log odds of what stands in a box of its own beside a label
BY_LINES = 2.0  # log odds of what a line parts from its label, where all lines of a page do so
IN_BOX = 1.0  # log odds of what stands in the box that a label names
# Typed beside its label, but on no line with it: log odds against it, line heights to the right, and between the middles of the two.
SHIFTED, SHIFTED_REACH, SHIFTED_FROM, SHIFTED_TO = 0.5, 6.0, 0.4, 1.1
BESIDE_IT = 3.0  # log odds against what stands under a label with a colon that has something beside it
BELOW_FROM = 1.0  # log odds of being a label, under which nothing is looked for below it
LEAST_OF_LABEL = -0.5  # log odds of a piece that may be one


@dataclass(frozen=True, slots=True)
class Link:
    """A label and a value with the log odds that they belong together."""

    label: Piece
    value: Piece
    how: str
    odds: float
    inside: tuple[Piece, ...] = ()  # all that stands in the box, where the label names one


def links_of(page: PageOfPieces, pieces: Sequence[Piece], odds: Mapping[int, float]) -> list[Link]:
    """Each label with what may be its value: at most one piece beside it, and one in another place. `odds`: of being a label, by id."""
    seen = bool(page.pieces) and page.pieces[0].words[0].font_size is None
    lines = parted_by_lines(page, pieces, odds) if seen else {}
    headed = boxes_are_headed(page, pieces, odds)
    found: list[Link] = []
    for label in pieces:
        mine = odds[id(label)]
        if mine <= LEAST_IN_BOX:
            continue
        right = right_of(label, pieces)
        box = box_of(page, label, right, pieces, odds, headed)
        if box is not None and box.sure:
            mine = max(mine, SMALL_PRINT_ODDS)
        if mine < LEAST_OF_LABEL:
            continue
        near = _Near(page, pieces, odds, label, mine, right)
        found += near.beside()
        if box is not None:
            found += near.in_box(box)
        elif (parted := lines.get(id(label))) is not None:
            found += near.by_lines(parted)
        else:
            found += near.over() or near.below()
    return found


class _Near:
    """What stands about one label. `mine`: the label's own log odds; `right`: the next piece in its row."""

    def __init__(
        self, page: PageOfPieces, pieces: Sequence[Piece], odds: Mapping[int, float], label: Piece, mine: float, right: Piece | None
    ) -> None:
        self.page, self.pieces, self.odds, self.label, self.mine, self.right = page, pieces, odds, label, mine, right
        self.unit = page.line_height
        blank = page.blank_of(label, right)
        self.is_empty = blank is not None and (right is None or right.left > blank.end - 0.5 * self.unit)  # its own blank

    def beside(self) -> Iterator[Link]:
        """What stands right of the label, in its row or half a line off it."""
        label, right, unit = self.label, self.right, self.unit
        if right is not None and not self.is_empty and any(c.isalnum() for c in right.text):
            gap = (right.left - label.right) / unit
            value = -0.6 * self.odds[id(right)] if not right.colon else -5.0
            score = self.mine * 0.8 + value - 0.09 * max(gap - 1.5, 0.0)
            score -= 1.0 * max(self.page.walls(label, right) - 1, 0)
            score += BOX_BESIDE * stands_in_box(self.page, label, right)
            if label.colon:
                score += 0.5
            if label.blank_after and right.on_blank:
                score += 1.0
            if gap > FAR:
                score -= 3.0
            yield Link(label, right, RIGHT, score)
        elif right is None and label.colon and (beside := _shifted(label, self.pieces, unit)) is not None:
            yield Link(label, beside, RIGHT, self._as_value(beside) - SHIFTED - 1.0 * self.page.walls(label, beside))

    def in_box(self, box: NamedBox) -> Iterator[Link]:
        """What stands in the box that the label names."""
        if box.first is not None:
            yield Link(self.label, box.first, BELOW, self._as_value(box.first) + IN_BOX, box.inside)

    def by_lines(self, parted: Parted) -> Iterator[Link]:
        """What a drawn line parts from the label."""
        if parted.value is not None:
            score = self.mine * 0.8 - 0.6 * self.odds[id(parted.value)] + BY_LINES
            yield Link(self.label, parted.value, ABOVE if parted.caption else BELOW, score)

    def over(self) -> list[Link]:
        """What is written on the line that the label is the caption of."""
        upper = _over_caption(self.page, self.label, self.right, self.pieces)
        if upper is None:
            return []
        sure = CAPTION if self.label.words[0].font_size is not None else CAPTION_SEEN
        sure += ALONE * _is_alone(upper, self.pieces, self.unit)
        return [Link(self.label, upper, ABOVE, self.mine * 0.8 - 0.6 * self.odds[id(upper)] + sure)]

    def below(self) -> list[Link]:
        """The first piece under the label."""
        label, right, unit = self.label, self.right, self.unit
        lower = next(iter(_below(self.page, label, self.pieces)), None)
        if lower is None:
            return []
        gap = max(lower.top - label.bottom, 0.0) / unit
        value = -0.6 * self.odds[id(lower)] if not lower.colon else -3.0
        value -= HEADING * (lower.bold and not label.bold)
        crossed = self.page.parted(label, lower)
        score = self.mine * 0.8 + value - 0.7 - 0.9 * max(gap - 0.6, 0.0) - 1.0 * crossed
        score -= 0.15 * abs(lower.left - label.left) / unit
        if label.blank_after or self.is_empty:
            score -= 4.0  # it was left open
        in_corner = is_small_print(label, lower) and not crossed and -unit < lower.left - label.left < INDENT * unit and gap < 0.8
        if in_corner and self.mine > LEAST_OF_LABEL:
            score += 1.5  # small print over what was filled in
        elif self.mine < BELOW_FROM or gap > 1.2:
            score -= 1.5
        if label.colon and right is not None and not self.is_empty and not right.colon and self.odds[id(right)] < 0.5:
            score -= BESIDE_IT
        return [Link(label, lower, BELOW, score)]

    def _as_value(self, piece: Piece) -> float:
        """Log odds by how much the label looks like one, and the piece like none."""
        return self.mine * 0.8 - (0.6 * self.odds[id(piece)] if not piece.colon else 3.0)


def _shifted(label: Piece, pieces: Sequence[Piece], unit: float) -> Piece | None:
    """What was typed beside a label, half a line too high or too low; None where it is in another label's row."""
    near = [
        other
        for other in pieces
        if -1.0 < (other.left - label.right) / unit < SHIFTED_REACH
        and SHIFTED_FROM * unit < abs(other.middle - label.middle) < SHIFTED_TO * unit
    ]
    best = min(near, key=lambda other: (other.left, abs(other.middle - label.middle)), default=None)
    if best is None or not any(c.isalnum() for c in best.text):
        return None
    rows = [
        other for other in pieces if other is not best and other.right < best.left + unit and abs(other.middle - best.middle) < 0.4 * unit
    ]
    return None if any(other is not label for other in rows) else best


def _over_caption(page: PageOfPieces, label: Piece, right: Piece | None, pieces: Sequence[Piece]) -> Piece | None:
    """What is written on the line that a label is the caption of: small print under it, alone there."""
    line = None if label.colon else page.line_over(label)
    if line is None or (right is not None and right.left < line.end):
        return None
    written = [other for other in pieces if other is not label and any(c.isalnum() for c in other.text) and page.is_written_on(other, line)]
    value = min(written, key=lambda other: other.left, default=None)
    if value is None or value.after_colon or (value.bold and not label.bold):
        return None
    unit = page.line_height
    at_start = abs(label.left - line.start) < AT_START * unit
    goes_on = line.end - line.start > value.right - value.left + LONGER * unit  # what underlines words is no line to write on
    return value if is_small_print(label, value) or (at_start and goes_on and _is_alone(value, pieces, unit)) else None


def _is_alone(value: Piece, pieces: Sequence[Piece], unit: float) -> bool:
    """Whether nothing stands close over what was written on a line: a label in the corner of a box would."""
    return not any(
        -0.5 * unit < value.top - other.bottom < OVER * unit and other.left < value.right and value.left < other.right + unit
        for other in pieces
        if other is not value
    )


def _below(page: PageOfPieces, label: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    reach = label.bottom + 3.5 * page.line_height
    found = []
    for other in pieces:
        if other is label or other.middle <= label.bottom - 0.1 * label.height or other.top > reach:
            continue
        if min(label.right, other.right) - max(label.left, other.left) <= 0 and abs(other.left - label.left) > 4 * page.line_height:
            continue
        indent = INDENT * page.line_height if is_small_print(label, other) else 0.0
        if other.left > max(label.right, label.left + indent) or other.right < label.left:
            continue
        found.append(other)
    return sorted(found, key=lambda other: (other.top, other.left))
