"""What a table is to the stage: cells, rows, bands with their roles, and the summary rows that are no rows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal

from extractor.find.rows.bands import Band
from extractor.find.rows.figures import Figure
from extractor.find.rows.header import Header
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.roles import Roles
from extractor.find.rows.strips import Strip
from extractor.find.rows.tokens import Token
from extractor.quick import dataclass

LONGEST_NOTE = 6  # words
SUMMARY_COVER = 0.6  # share of a row's letters that a total's name must make up for the row to be that total


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has in a column: the tokens, line by line for text, and the figure where there is one."""

    tokens: tuple[Token, ...]
    text: str
    figure: Figure | None = None
    value: Decimal | date | None = None  # where the arithmetic or the text around has settled it; else as the text reads


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by column path. `holds`: its product equation (None: it cannot be tried). `source` says for each column
    where it was told from, `repaired` what was mended, `sure` (0..1) how the whole row was found."""

    page: int
    strip: Strip
    cells: Mapping[str, Cell]
    holds: bool | None = None
    extra: tuple[Figure, ...] = ()
    mark: str | None = None
    sure: float = 1.0
    source: Mapping[str, str] = field(default_factory=dict)
    repaired: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, tuple[Token, ...]] = field(default_factory=dict)  # what stands in a column of figures and is none
    lone: bool = False  # one figure and no count: it is the price of one as well as the amount
    maybe: Mapping[str, Decimal] = field(default_factory=dict)  # values that would make the equation hold, not proved


@dataclass(frozen=True, slots=True)
class Layout:
    """Bands and roles of a table: what a page without a header of its own goes on with."""

    bands: tuple[Band, ...]
    roles: Roles
    numeric: frozenset[int]
    stacks: Mapping[int, tuple[str | None, ...]]
    names: Mapping[int, str]
    measure: tuple[Token, ...] = ()  # the unit of all counts, in the header


@dataclass(frozen=True, slots=True)
class Found:
    """A table's rows. `closed`: a total stands under them; an open table may go on on the next page."""

    rows: tuple[TableRow, ...]
    layout: Layout
    closed: bool
    score: float
    header: Header | None
    signature: tuple[str, ...] = field(default=())


def value_of(cell: Cell | None, mark: str | None) -> Decimal | None:
    """The number of a cell under a decimal mark, if it has one."""
    if cell is None:
        return None
    return cell.value if isinstance(cell.value, Decimal) else cell.figure.value(mark) if cell.figure is not None else None


def is_summary(strip: Strip, labels: RowLabels, cover: float = SUMMARY_COVER) -> bool:
    words = strip.words_apart
    found = labels.summary(words)
    if found is None or found.cover < cover:
        found = labels.summary(bare) if (bare := _without_brackets(words)) and len(bare) < len(words) else None
    if found is not None and found.cover >= cover:
        return True
    return is_carried(strip, labels)


def is_charge(strip: Strip, labels: RowLabels) -> bool:
    """Whether a row is called as what a sum may do without: a charge, freight, a discount."""
    found = labels.summary(strip.words_apart)
    return found is not None and found.path in labels.adjustments


def _without_brackets(words: Sequence[Token]) -> Sequence[Token]:
    """The words that stand in no brackets behind others: "Delivery (next day, before noon)" is delivery."""
    if not [token for token in words if "(" in token.text]:
        return words
    kept: list[Token] = []
    inside = False
    for token in words:
        inside = inside or (bool(kept) and token.text.startswith("("))
        if not inside:
            kept.append(token)
        inside = inside and ")" not in token.text
    return kept


def is_note(tokens: Sequence[Token], labels: RowLabels) -> bool:
    """A line that says what the rows around it were delivered or ordered with: "Delivery note 4711 of 3 May"."""
    return tokens[0].key in labels.note_openings and any(
        any(map(str.isdigit, tokens[last].text)) and "".join(token.key for token in tokens[:last]) in labels.notes
        for last in range(1, min(len(tokens), LONGEST_NOTE))
    )


def is_carried(strip: Strip, labels: RowLabels) -> bool:
    """A row that brings a sum from one page to the next: "Übertrag", "carried forward"."""
    keys = [key for token in strip.words_apart if (key := token.key) and not key.isdigit()]
    return (
        0 < len(keys) <= 5
        and not labels.carried_openings.isdisjoint(keys)
        and any(
            "".join(keys[first:last]) in labels.carried
            for first, key in enumerate(keys)
            if key in labels.carried_openings
            for last in range(first + 1, len(keys) + 1)
        )
    )
