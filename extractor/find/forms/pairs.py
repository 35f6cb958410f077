"""Every label on a page with its value, whatever the form: by where things stand and how they are written.

pieces     lines cut at colons, blanks and wide gaps                         pair_pieces
signs      how much a piece looks like a label                               pair_signs
links      the value right of a label, or below it, the surest first
growth     lines that go on a value, or a label
tables     heads of columns and rows with the cells that they name           pair_tables
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.document import Reading
from extractor.find.forms.pair_columns import Beside, column_bonus
from extractor.find.forms.pair_fields import box_of, boxes_are_headed, is_small_print, stands_in_box
from extractor.find.forms.pair_labels import label_lines, right_of
from extractor.find.forms.pair_lines import parted_by_lines
from extractor.find.forms.pair_lists import lists_of_names
from extractor.find.forms.pair_page import PageOfPieces, page_of_pieces
from extractor.find.forms.pair_pieces import Piece
from extractor.find.forms.pair_signs import label_odds
from extractor.find.forms.pair_tables import table_links

RIGHT, BELOW, ABOVE, LISTED = "right of", "below", "above", "listed under"
LISTED_SURE = 3.0  # log odds of a name in a list
ANSWER_FROM = 0.5  # log odds of a link
NEXT_LINE = 0.25  # white space above a line that goes on a value, in line heights
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


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value on one page; `odds` are the log odds that they belong together."""

    label: tuple[Piece, ...]
    value: tuple[Piece, ...]
    how: str
    odds: float

    @property
    def label_text(self) -> str:
        return " ".join(piece.text for piece in self.label).strip()

    @property
    def value_text(self) -> str:
        return " ".join(piece.text for piece in self.value).strip()


@dataclass(frozen=True, slots=True)
class _Link:
    label: Piece
    value: Piece
    how: str
    odds: float
    inside: tuple[Piece, ...] = ()  # all that stands in the box, where the label names one


def pairs_of_page(reading: Reading) -> tuple[Pair, ...]:
    """The pairs of one page, in reading order of their labels."""
    page = page_of_pieces(reading)
    odds = {id(piece): label_odds(piece, page.line_height) for piece in page.pieces}
    tabled, in_tables = table_links(page, odds)
    pieces = [p for p in page.pieces if id(p) not in in_tables and not page.is_speck(p) and not page.is_fine_print(p)]
    listed = lists_of_names(page, pieces)
    of_lists = {id(piece) for label, names in listed for piece in (label, *(piece for name in names for piece in name))}
    pieces = [piece for piece in pieces if id(piece) not in of_lists]
    every = _links(page, pieces, odds)
    beside = [Beside(link.label, link.value) for link in every if link.how == RIGHT and _is_open(page, link)]
    of_columns = column_bonus(beside, odds, page.line_height)
    every = [replace(link, odds=link.odds + of_columns.get(id(link.label), 0.0) * (link.how == RIGHT)) for link in every]
    links = sorted(every, key=lambda link: (-link.odds, link.label.order, link.value.order))
    labels: dict[int, _Link] = {}
    values: set[int] = set()
    for link in links:
        if link.odds < ANSWER_FROM:
            break
        if id(link.label) in labels or id(link.label) in values or id(link.value) in values or id(link.value) in labels:
            continue
        labels[id(link.label)] = link
        values.add(id(link.value))
    found = [Pair(label, value, how, sure) for label, value, how, sure in tabled]
    found += [Pair((label,), name, LISTED, LISTED_SURE) for label, names in listed for name in names]
    taken = set(labels) | values | in_tables
    for link in sorted(labels.values(), key=lambda link: link.value.order):
        value = _grown(page, link, pieces, taken, odds)
        found.append(Pair(label_lines(page, link.label, pieces, taken, odds), value, link.how, link.odds))
    return tuple(sorted(found, key=lambda pair: (pair.label[0].order, pair.value[0].order)))


def _is_open(page: PageOfPieces, link: _Link) -> bool:
    """Whether nothing parts a label from what stands beside it but the wall of a box of its own, or that of a table of two columns."""
    walls = page.walls(link.label, link.value)
    return not walls or stands_in_box(page, link.label, link.value) or (walls == 1 and _in_two_columns(page, link))


def _in_two_columns(page: PageOfPieces, link: _Link) -> bool:
    one, other = link.label.table, link.value.table
    if one is None or other is None or one[:2] != other[:2] or (one[2], other[2]) != (0, 1):
        return False
    tables = [region.table for region in page.reading.regions if region.table is not None]
    return tables[one[0]].columns == 2


def _links(page: PageOfPieces, pieces: Sequence[Piece], odds: dict[int, float]) -> list[_Link]:
    found: list[_Link] = []
    unit = page.line_height
    seen = bool(page.pieces) and page.pieces[0].words[0].font_size is None
    lines = parted_by_lines(page, pieces, odds) if seen else {}
    headed = boxes_are_headed(page, pieces, odds)
    for label in pieces:
        mine = odds[id(label)]
        if mine <= LEAST_IN_BOX:
            continue
        right = right_of(label, pieces)
        box = box_of(page, label, right, pieces, odds, headed)
        if box is not None and box.sure:
            mine = max(mine, SMALL_PRINT_ODDS)
        if mine < -0.5:
            continue
        blank = page.blank_of(label, right)
        is_empty = blank is not None and (right is None or right.left > blank.end - 0.5 * unit)
        if right is not None and not is_empty and any(c.isalnum() for c in right.text):
            gap = (right.left - label.right) / unit
            theirs = odds[id(right)]
            value = -0.6 * theirs if not right.colon else -5.0
            score = mine * 0.8 + value - 0.09 * max(gap - 1.5, 0.0)
            walls = page.walls(label, right)
            score -= 1.0 * max(walls - 1, 0)
            score += BOX_BESIDE * stands_in_box(page, label, right)
            if label.colon:
                score += 0.5
            if label.blank_after and right.on_blank:
                score += 1.0
            if gap > 30:
                score -= 3.0
            found.append(_Link(label, right, RIGHT, score))
        elif right is None and label.colon and (beside := _shifted(label, pieces, unit)) is not None:
            score = mine * 0.8 - (0.6 * odds[id(beside)] if not beside.colon else 3.0) - SHIFTED - 1.0 * page.walls(label, beside)
            found.append(_Link(label, beside, RIGHT, score))
        if box is not None:
            if box.first is not None:
                score = mine * 0.8 - (0.6 * odds[id(box.first)] if not box.first.colon else 3.0) + IN_BOX
                found.append(_Link(label, box.first, BELOW, score, box.inside))
            continue
        parted = lines.get(id(label))
        if parted is not None:
            if parted.value is not None:
                score = mine * 0.8 - 0.6 * odds[id(parted.value)] + BY_LINES
                found.append(_Link(label, parted.value, ABOVE if parted.caption else BELOW, score))
            continue
        upper = _over_caption(page, label, right, pieces)
        if upper is not None:
            sure = CAPTION if label.words[0].font_size is not None else CAPTION_SEEN
            sure += ALONE * _is_alone(upper, pieces, unit)
            found.append(_Link(label, upper, ABOVE, mine * 0.8 - 0.6 * odds[id(upper)] + sure))
            continue
        for lower in _below(page, label, pieces):
            gap = max(lower.top - label.bottom, 0.0) / unit
            theirs = odds[id(lower)]
            value = -0.6 * theirs if not lower.colon else -3.0
            value -= HEADING * (lower.bold and not label.bold)
            crossed = page.parted(label, lower)
            score = mine * 0.8 + value - 0.7 - 0.9 * max(gap - 0.6, 0.0) - 1.0 * crossed
            score -= 0.15 * abs(lower.left - label.left) / unit
            if label.blank_after or is_empty:
                score -= 4.0  # it was left open
            in_corner = (
                is_small_print(label, lower)
                and mine > -0.5
                and not crossed
                and -unit < lower.left - label.left < INDENT * unit
                and gap < 0.8
            )
            if in_corner:
                score += 1.5  # small print over what was filled in
            elif mine < BELOW_FROM or gap > 1.2:
                score -= 1.5
            if label.colon and right is not None and not is_empty and not right.colon and odds[id(right)] < 0.5:
                score -= BESIDE_IT
            found.append(_Link(label, lower, BELOW, score))
            break
    return found


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


def _grown(page: PageOfPieces, link: _Link, pieces: Sequence[Piece], taken: set[int], odds: dict[int, float]) -> tuple[Piece, ...]:
    """The value with the pieces that go on it: the rest of its row, and the lines under it."""
    value = [link.value]
    if link.inside:
        more = [piece for piece in link.inside[1:] if id(piece) not in taken and not piece.colon and not piece.after_colon]
        taken.update(id(piece) for piece in more)
        return (*value, *more)
    unit = page.line_height
    end = link.value
    while True:  # the same row: what a gap tore apart
        right = right_of(end, pieces)
        if right is None or id(right) in taken or (right.left - end.right) > 2.2 * unit or page.walls(end, right) or odds[id(right)] > 0.3:
            break
        value.append(right)
        taken.add(id(right))
        end = right
    last = link.value
    while True:
        lower = _next_line(page, link, last, pieces, taken, odds)
        if lower is None:
            break
        value.append(lower)
        taken.add(id(lower))
        last = lower
        end = lower
        while True:
            right = right_of(end, pieces)
            if right is None or id(right) in taken or (right.left - end.right) > 2.2 * unit or page.walls(end, right):
                break
            value.append(right)
            taken.add(id(right))
            end = right
    return tuple(value)


def _next_line(
    page: PageOfPieces, link: _Link, last: Piece, pieces: Sequence[Piece], taken: set[int], odds: dict[int, float]
) -> Piece | None:
    unit = page.line_height
    best: Piece | None = None
    for other in pieces:
        if id(other) in taken or other.colon or other.middle <= last.bottom - 0.2 * last.height:
            continue
        gap = (other.top - last.bottom) / unit
        if gap > NEXT_LINE:
            continue
        aligned = abs(other.left - last.left) < 1.2 * unit
        wraps = link.how == RIGHT and other.left >= link.label.left - unit and other.left < link.value.left and other.on_blank
        if not aligned and not wraps:
            continue
        if page.parted(last, other) and not (other.on_blank or last.on_blank):
            continue
        if odds[id(other)] > 1.2:
            continue
        if _left_neighbour(other, pieces, link):
            continue
        if best is None or other.top < best.top:
            best = other
    return best


def _left_neighbour(piece: Piece, pieces: Sequence[Piece], link: _Link) -> bool:
    """Whether something other than the label's own lines stands left of a piece in its row, close enough to be its label."""
    for other in pieces:
        if other is piece or other is link.label or other.right > piece.left + 2:
            continue
        shared = min(piece.bottom, other.bottom) - max(piece.top, other.top)
        near = piece.left - other.right < 12 * piece.height and other.right > link.label.left
        if near and shared >= 0.5 * min(piece.height, other.height):
            return True
    return False
