"""Paper: what is drawn is recorded first (texts with their boxes and the fields they show) and becomes a PDF afterwards.

Coordinates are points from the top left corner; `y` of a text is its baseline.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tools.samples.faces import Face

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)

Run = tuple[str, str | None]
"""A piece of text and the dotted name of the field it shows, or None."""
Text = str | Sequence[Run]

ASCENT, DESCENT = 0.74, 0.21  # of the font size: where a box of text ends above and below its baseline


@dataclass(frozen=True, slots=True)
class Mark:
    """A text as drawn. `page` counts from 1; `box` is left, top, right, bottom in points of that page."""

    text: str
    page: int
    box: tuple[float, float, float, float]
    field: str | None
    words: tuple[tuple[str, tuple[float, float, float, float]], ...]
    line: int  # marks of one number were drawn as one line


@dataclass(frozen=True, slots=True)
class _Op:
    kind: str
    page: int
    at: tuple[float, ...]
    colour: Colour
    text: str = ""
    font: str = ""
    width: float = 0.5
    dash: tuple[float, ...] = ()
    fill: bool = False
    image: bytes = b""


@dataclass(slots=True)
class Paper:
    """A pile of pages of one size in one face."""

    width: float
    height: float
    face: Face
    pages: int = 1
    marks: list[Mark] = field(default_factory=list)
    _ops: list[_Op] = field(default_factory=list)
    _lines: int = 0

    def turn(self) -> None:
        """Start the next page."""
        self.pages += 1

    def measure(self, text: Text, weight: str = "regular", size: float = 9) -> float:
        return self.face.width(self.face.fold(joined(text)), weight, size)

    def text(
        self,
        x: float,
        y: float,
        text: Text,
        *,
        weight: str = "regular",
        size: float = 9,
        align: str = "left",
        colour: Colour = BLACK,
        face: Face | None = None,
        page: int | None = None,
        squeeze: float = 0,
    ) -> float:
        """Draw one line; returns its width. `align` says what x is: left, right or centre. `squeeze` is the width that
        the text may not pass: its size is lowered to fit (0: no limit)."""
        face = face or self.face
        runs = [(face.fold(piece), name) for piece, name in ([(text, None)] if isinstance(text, str) else text) if piece]
        whole = "".join(piece for piece, _ in runs)
        width = face.width(whole, weight, size)
        if squeeze and width > squeeze:
            size *= squeeze / width
            width = squeeze
        left = x - {"left": 0.0, "right": width, "centre": width / 2}[align]
        number = page or self.pages
        self._ops.append(_Op("text", number, (left, y, size), colour, whole, face.cut(weight)))
        self._lines += 1
        done = ""
        for piece, name in runs:
            start = left + face.width(done, weight, size)
            words = tuple(_words(face, piece, weight, size, start, y))
            if words:
                box = (words[0][1][0], y - ASCENT * size, words[-1][1][2], y + DESCENT * size)
                self.marks.append(Mark(piece.strip(), number, box, name, words, self._lines))
            done += piece
        return width

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        colour: Colour = BLACK,
        dash: tuple[float, ...] = (),
        page: int | None = None,
    ) -> None:
        self._ops.append(_Op("line", page or self.pages, (x1, y1, x2, y2), colour, width=width, dash=dash))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = BLACK,
        line: float = 0.5,
        radius: float = 0,
        page: int | None = None,
    ) -> None:
        for colour, filled in ((fill, True), (stroke, False)):
            if colour is not None:
                at = (x, y, width, height, radius)
                self._ops.append(_Op("rect", page or self.pages, at, colour, width=line, fill=filled))

    def circle(self, x: float, y: float, radius: float, *, fill: Colour | None = None, stroke: Colour | None = None) -> None:
        for colour, filled in ((fill, True), (stroke, False)):
            if colour is not None:
                self._ops.append(_Op("circle", self.pages, (x, y, radius), colour, fill=filled))

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: Colour) -> None:
        self._ops.append(_Op("polygon", self.pages, tuple(value for point in points for value in point), fill, fill=True))

    def image(self, png: bytes, x: float, y: float, width: float, height: float) -> None:
        """A PNG file's bytes, placed with its top left corner at x, y."""
        self._ops.append(_Op("image", self.pages, (x, y, width, height), BLACK, image=png))

    def show(self, field: str, x: float, y: float, width: float, height: float) -> None:
        """Say that something that is no text (a code) at x, y shows a field."""
        self._lines += 1
        self.marks.append(Mark("", self.pages, (x, y, x + width, y + height), field, (), self._lines))

    def pdf(self, title: str = "") -> bytes:
        """The pages as a PDF, the same bytes each time."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(self.width, self.height), invariant=1)
        canvas.setTitle(title)
        for page in range(1, self.pages + 1):
            for op in self._ops:
                if op.page == page:
                    self._draw(canvas, op)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _draw(self, canvas: Canvas, op: _Op) -> None:
        top = self.height
        canvas.setFillColorRGB(*op.colour)
        canvas.setStrokeColorRGB(*op.colour)
        if op.kind == "text":
            left, baseline, size = op.at
            canvas.setFont(op.font, size)
            canvas.drawString(left, top - baseline, op.text)
        elif op.kind == "line":
            canvas.setLineWidth(op.width)
            canvas.setDash(list(op.dash))
            canvas.line(op.at[0], top - op.at[1], op.at[2], top - op.at[3])
        elif op.kind == "rect":
            x, y, width, height, radius = op.at
            canvas.setLineWidth(op.width)
            canvas.setDash([])
            if radius:
                canvas.roundRect(x, top - y - height, width, height, radius, stroke=int(not op.fill), fill=int(op.fill))
            else:
                canvas.rect(x, top - y - height, width, height, stroke=int(not op.fill), fill=int(op.fill))
        elif op.kind == "circle":
            canvas.circle(op.at[0], top - op.at[1], op.at[2], stroke=int(not op.fill), fill=int(op.fill))
        elif op.kind == "polygon":
            path = canvas.beginPath()
            path.moveTo(op.at[0], top - op.at[1])
            for i in range(2, len(op.at), 2):
                path.lineTo(op.at[i], top - op.at[i + 1])
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        elif op.kind == "image":
            x, y, width, height = op.at
            canvas.drawImage(ImageReader(io.BytesIO(op.image)), x, top - y - height, width, height, mask="auto")


def joined(text: Text) -> str:
    return text if isinstance(text, str) else "".join(piece for piece, _ in text)


def wrapped(paper: Paper, text: str, width: float, weight: str = "regular", size: float = 9) -> list[str]:
    """The text broken at spaces into lines no wider than `width` points (a single longer word stays whole)."""
    lines: list[str] = []
    for word in text.split():
        if lines and paper.measure(f"{lines[-1]} {word}", weight, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(
    face: Face, text: str, weight: str, size: float, left: float, y: float
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        begin = left + face.width(text[:start], weight, size)
        yield word, (begin, y - ASCENT * size, begin + face.width(word, weight, size), y + DESCENT * size)
