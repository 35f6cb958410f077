"""What the stages hand to each other: frozen, and knowing nothing of the engine or model that made it.

    Document > Page > (Word)             what was loaded
    Reading  > Region > Line > Word      what stands on a page, by whatever means it was read
    Candidate > FieldValue               what it means; results.py holds the whole answer

Boxes are page fractions (see geometry). Words, lines, regions and tables of a Reading lie in the *straightened*
page; `Reading.to_page` brings a box back to the page as it was given. Boxes of a FieldValue are of the page as given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from extractor.geometry import Bend, Box, Transform
from extractor.quick import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before any work is done on it, and how long the work may take."""

    bytes: int = 100_000_000
    pages: int = 500
    pixels: int = 120_000_000
    seconds: float = 300.0


class TextLayer(StrEnum):
    """What a page's own text is worth; anything but USABLE means that the picture is read."""

    USABLE = "usable"
    ABSENT = "absent"
    GARBAGE = "garbage"  # the glyphs do not map to readable characters
    OVER_SCAN = "over_scan"  # somebody's invisible OCR over a picture of the page


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space. `font_size` is in points where known; `confidence` is 0..1."""

    text: str
    box: Box
    confidence: float = 1.0
    font_size: float | None = None
    bold: bool = False
    alternatives: tuple[str, ...] = ()


class Picture(Protocol):
    """A page's picture, made only when asked for and made once."""

    def pixels(self, dpi: float | None = None) -> NDArray[np.uint8]:
        """H x W x 3, RGB, 8 bit. `dpi` matters for vector pages alone; a scan comes at its own resolution."""
        ...


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line or thin bar (of a table, a box, an underline); its box is as thin as the line."""

    box: Box
    horizontal: bool


@dataclass(frozen=True, slots=True)
class FormValue:
    """A filled field of an interactive PDF form (AcroForm). A check box's value is "true" or "false"."""

    name: str
    tooltip: str
    kind: str  # text, checkbox, radio, choice
    value: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF, or the XML file itself."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One page as given. Width and height are in points (1/72 inch), as the reader sees the page (turned by /Rotate or EXIF)."""

    number: int  # from 1
    width: float
    height: float
    text_layer: TextLayer
    picture: Picture
    words: tuple[Word, ...] = ()  # of a usable text layer, in the order of the file
    rulings: tuple[Ruling, ...] = ()  # of vector graphics; those of scans are found in the picture
    figures: tuple[Box, ...] = ()  # where pictures are placed on a PDF page
    specks: int = 0  # how many small filled squares are drawn: many may be a code


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded file. `kind` is pdf, image, text or xml (an e-invoice without a page picture)."""

    source: str
    kind: str
    pages: tuple[Page, ...]
    attachments: tuple[Attachment, ...] = ()
    form_values: tuple[FormValue, ...] = ()
    size: int = 0  # bytes
    sha256: str = ""  # of the bytes


@dataclass(frozen=True)
class Line:
    """Words on one baseline with no column gap between them, left to right. Its text and its box are made once: every stage asks."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])

    @cached_property
    def box(self) -> Box:
        return Box.around([word.box for word in self.words])

    @property
    def confidence(self) -> float:
        return min([word.confidence for word in self.words], default=0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; rows and columns count from 0, `row_end` and `column_end` are inclusive."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. `header_rows` says how many rows at the top name the columns (0 when none does)."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    ruled: bool
    header_rows: int = 0


class RegionKind(StrEnum):
    TEXT = "text"
    TITLE = "title"
    KEY_VALUE = "key_value"
    TABLE = "table"
    FIGURE = "figure"
    SEPARATOR = "separator"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page. Every line of a page lies in exactly one region; regions come in reading order."""

    kind: RegionKind
    box: Box
    lines: tuple[Line, ...] = ()
    table: Table | None = None


TEXT_LAYER = "text_layer"  # the engine of pages whose characters are known; what any other gives was read from a picture


@dataclass(frozen=True)
class Reading:
    """Everything that was read on one page, in the straightened page's coordinates."""

    page: int
    width: float  # points, of the straightened page
    height: float
    engine: str  # TEXT_LAYER, tesseract, rapidocr, replay ...
    regions: tuple[Region, ...]
    rulings: tuple[Ruling, ...] = ()
    language: str | None = None  # ISO 639-1
    transform: Transform = field(default_factory=Transform.identity)  # straightened -> page as given
    sheet: int = 0  # which of the sheets that lie on the page, from 1; 0 where there is one
    bend: Bend | None = None  # level -> straightened, where the lines still leant

    @property
    def is_text_layer(self) -> bool:
        return self.engine == TEXT_LAYER

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple([line for region in self.regions for line in region.lines])

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """Lines in reading order, an empty line between regions."""
        return "\n\n".join("\n".join(line.text for line in region.lines) for region in self.regions if region.lines)

    @cached_property
    def _as_given(self) -> bool:
        return self.bend is None and self.transform.is_identity

    def to_page(self, box: Box) -> Box:
        if self._as_given:
            return box
        return self.transform.box(self.bend.box(box) if self.bend is not None else box)


# A value as the record holds it before JSON: str, Decimal, date, time, datetime, bool.
Value = Any


def value_to_json(value: Value) -> Any:
    """A single value as pydantic's JSON mode writes it: Decimal and dates as text."""
    if type(value) is str:
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, StrEnum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


BARCODE = "barcode"  # the source of what a bar code or a QR code says


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer for one field. Nothing overwrites it; `choose` picks among them.

    `path` is the field's dotted name (`seller.name`, `line_items.0.amount`); `box` is of the page as given.
    `features` are plain numbers for the scorer; `score` is its probability, 0..1, 0 until scored.
    """

    path: str
    value: Value
    text: str
    source: str  # label, pattern, entity, table, layout, template:NAME, barcode, acroform, xml, fixed, computed
    evidence: str
    page: int | None = None
    box: Box | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    convention: str | None = None  # day_first, month_first, decimal_comma, decimal_point
    repaired: bool = False
    score: float = 0.0
    family: str = ""  # which of the scorer's models speaks for it
    leans_on: tuple[str, Value] | None = None  # another field's value without which this one is wrong: an address on its name


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The chosen answer for one leaf of the record, with its proof and its runners-up."""

    path: str
    value: Value
    text: str
    confidence: float
    source: str
    evidence: str
    page: int | None = None
    box: Box | None = None
    alternatives: tuple[Candidate, ...] = ()
    repaired: bool = False
    family: str = ""  # the candidate's
    times: int = 1  # how many of the field's candidates say this value
    proved: bool = False  # by a sum that holds

    @staticmethod
    def of(
        c: Candidate, confidence: float, evidence: str, alternatives: Iterable[Candidate] = (), *, times: int = 1, proved: bool = False
    ) -> FieldValue:
        """A candidate as the answer."""
        said, others = (c.path, c.value, c.text, confidence, c.source, evidence), tuple(alternatives)
        return FieldValue(*said, c.page, c.box, others, c.repaired, c.family, times, proved)

    def as_candidate(self) -> Candidate:
        """The answer as one among others."""
        said = self.path, self.value, self.text, self.source, self.evidence
        return Candidate(*said, self.page, self.box, score=self.confidence, repaired=self.repaired)


class Severity(StrEnum):
    ERROR = "error"  # the record goes to review
    WARNING = "warning"  # the record goes to review
    INFO = "info"  # worth knowing; does not hold the record back


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should know; `code` is stable and documented in docs/errors.md."""

    code: str
    severity: Severity
    message: str
    fields: tuple[str, ...] = ()
