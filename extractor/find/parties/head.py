"""The head of a receipt as lines: what stands side by side on one row is one line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractor.document import Reading
from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.values import UNKNOWN

HEAD_LINES = 22  # of the first page, in which an issuer introduces itself
FOOT_LINES = 14  # of the first page, in which one that has no address in its head may print it
BESIDE = 1.1  # heights between two pieces of one line: letters of one pitch, one under another, are not always columns
ALIKE = 0.55  # share that the lower of two pieces of one line has of the higher


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the head. Places are in points."""

    segments: tuple[Segment, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    letter_height: float

    @property
    def page(self) -> int:
        return self.segments[0].page

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def box(self, sheet: Sheet) -> Box:
        """On the page as given."""
        return Box.around(sheet.box_of(segment) for segment in self.segments)


def head_lines(sheet: Sheet) -> list[HeadLine]:
    """The lines of the first rows of the first page, row by row from left to right."""
    return [line for row in rows_of(sheet)[:HEAD_LINES] for line in _lines_of(row)]


def foot_lines(sheet: Sheet) -> list[HeadLine]:
    """The lines of the first page's last rows, without those of its head."""
    return [line for row in rows_of(sheet)[HEAD_LINES:][-FOOT_LINES:] for line in _lines_of(row)]


def rows_of(sheet: Sheet) -> list[list[Segment]]:
    """The first page's pieces of lines by the rows that they stand on, from the top and from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(sheet.on_page(sheet.segments[0].page), key=lambda s: (s.middle, s.left)):
        if rows and abs(rows[-1][0].middle - segment.middle) < 0.5 * min(segment.height, rows[-1][0].height):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _lines_of(row: Sequence[Segment]) -> list[HeadLine]:
    pieces: list[list[Segment]] = []
    for segment in row:
        last = pieces[-1][-1] if pieces else None
        if last is not None and _goes_on(last, segment):
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    return [_line(piece) for piece in pieces]


def _goes_on(left: Segment, right: Segment) -> bool:
    low, high = sorted((left.height, right.height))
    if min(len(left.text), len(right.text)) == 1:
        low = high  # "&" and "-" are lower than the letters of their line
    return right.left - left.right < BESIDE * low and low > ALIKE * high


def _line(segments: Sequence[Segment]) -> HeadLine:
    text = " ".join(segment.text.strip() for segment in segments)
    return HeadLine(
        tuple(segments),
        text,
        min(s.left for s in segments),
        min(s.top for s in segments),
        max(s.right for s in segments),
        max(s.bottom for s in segments),
        median(s.height for s in segments),
    )


def head_texts(readings: Sequence[Reading]) -> list[str]:
    """The texts of a document's head, as the letterhead is looked for in it."""
    sheet = Sheet(readings, UNKNOWN)
    return [line.text for line in head_lines(sheet)] if sheet.segments else []
