"""Every label on a page with its value, whatever the form: by where things stand and how they are written.

pieces     lines cut at colons, blanks and wide gaps                         pair_pieces
signs      how much a piece looks like a label                               pair_signs
links      the value right of a label, or below it, the surest first         pair_links
growth     lines that go on a value, or a label
tables     heads of columns and rows with the cells that they name           pair_tables
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Reading
from extractor.find.forms.box_marks import is_ticked
from extractor.find.forms.pair_columns import Beside, column_bonus
from extractor.find.forms.pair_fields import stands_in_box
from extractor.find.forms.pair_labels import label_lines, right_of
from extractor.find.forms.pair_links import RIGHT, Link, links_of
from extractor.find.forms.pair_lists import lists_of_names
from extractor.find.forms.pair_page import PageOfPieces, page_of_pieces
from extractor.find.forms.pair_pieces import Piece
from extractor.find.forms.pair_signs import label_odds
from extractor.find.forms.pair_tables import table_links
from extractor.quick import dataclass

LISTED = "listed under"
LISTED_SURE = 3.0  # log odds of a name in a list
ANSWER_FROM = 0.5  # log odds of a link
NEXT_LINE = 0.25  # white space above a line that goes on a value, in line heights


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

    @property
    def is_answered(self) -> bool:
        """Whether the value says anything: leaders, rules of dashes and the sign of a currency before an empty field were printed there."""
        text = self.value_text
        return any(map(str.isalnum, text)) or is_ticked(text)


def pairs_of_page(reading: Reading) -> tuple[Pair, ...]:
    """The pairs of one page, in reading order of their labels."""
    page = page_of_pieces(reading)
    odds = {id(piece): label_odds(piece, page.line_height) for piece in page.pieces}
    tabled, in_tables = table_links(page, odds)
    pieces = [p for p in page.pieces if id(p) not in in_tables and not page.is_speck(p) and not page.is_fine_print(p)]
    listed = lists_of_names(page, pieces)
    of_lists = {id(piece) for label, names in listed for piece in (label, *(piece for name in names for piece in name))}
    pieces = [piece for piece in pieces if id(piece) not in of_lists]
    every = links_of(page, pieces, odds)
    beside = [Beside(link.label, link.value) for link in every if link.how == RIGHT and _is_open(page, link)]
    of_columns = column_bonus(beside, odds, page.line_height)
    every = [replace(link, odds=link.odds + of_columns.get(id(link.label), 0.0) * (link.how == RIGHT)) for link in every]
    links = sorted(every, key=lambda link: (-link.odds, link.label.order, link.value.order))
    labels: dict[int, Link] = {}
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


def _is_open(page: PageOfPieces, link: Link) -> bool:
    """Whether nothing parts a label from what stands beside it but the wall of a box of its own, or that of a table of two columns."""
    walls = page.walls(link.label, link.value)
    return not walls or stands_in_box(page, link.label, link.value) or (walls == 1 and _in_two_columns(page, link))


def _in_two_columns(page: PageOfPieces, link: Link) -> bool:
    one, other = link.label.table, link.value.table
    if one is None or other is None or one[:2] != other[:2] or (one[2], other[2]) != (0, 1):
        return False
    tables = [region.table for region in page.reading.regions if region.table is not None]
    return tables[one[0]].columns == 2


def _grown(page: PageOfPieces, link: Link, pieces: Sequence[Piece], taken: set[int], odds: dict[int, float]) -> tuple[Piece, ...]:
    """The value with the pieces that go on it: the rest of its row, and the lines under it."""
    value = [link.value]
    if link.inside:
        more = [piece for piece in link.inside[1:] if id(piece) not in taken and not piece.colon and not piece.after_colon]
        taken.update(id(piece) for piece in more)
        return (*value, *more)
    value += _rest_of_row(page, link.value, pieces, taken, odds)
    last = link.value
    while (lower := _next_line(page, link, last, pieces, taken, odds)) is not None:
        taken.add(id(lower))
        value += (lower, *_rest_of_row(page, lower, pieces, taken, {}))
        last = lower
    return tuple(value)


def _rest_of_row(page: PageOfPieces, first: Piece, pieces: Sequence[Piece], taken: set[int], odds: Mapping[int, float]) -> list[Piece]:
    """What a gap tore from a piece in its row, up to a wall, or to what looks like a label by its `odds`."""
    rest: list[Piece] = []
    end, reach = first, 2.2 * page.line_height
    while (right := right_of(end, pieces)) is not None and id(right) not in taken and right.left - end.right <= reach:
        if page.walls(end, right) or odds.get(id(right), 0.0) > 0.3:
            break
        rest.append(right)
        taken.add(id(right))
        end = right
    return rest


def _next_line(
    page: PageOfPieces, link: Link, last: Piece, pieces: Sequence[Piece], taken: set[int], odds: dict[int, float]
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


def _left_neighbour(piece: Piece, pieces: Sequence[Piece], link: Link) -> bool:
    """Whether something other than the label's own lines stands left of a piece in its row, close enough to be its label."""
    for other in pieces:
        if other is piece or other is link.label or other.right > piece.left + 2:
            continue
        shared = min(piece.bottom, other.bottom) - max(piece.top, other.top)
        near = piece.left - other.right < 12 * piece.height and other.right > link.label.left
        if near and shared >= 0.5 * min(piece.height, other.height):
            return True
    return False
