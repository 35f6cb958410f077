"""Why a record says what it says: every page drawn with its regions and answers, and all candidates with their scores.

FILE.page-1.png       regions in thin colours; each answer boxed, a line from it to a card beside the page
FILE.candidates.txt   field by field, what was chosen and what it was chosen from
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.document import Document, FieldValue, Page, Reading, RegionKind, Severity, value_to_json
from extractor.export.candidates import candidates_text, shortened
from extractor.export.rows import model_of
from extractor.export.whole import translated, whole_file
from extractor.learned import percent
from extractor.quick import dataclass
from extractor.results import Extraction, Status
from extractor.schemas.record import Rows, field_specs

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

LONG_SIDE = 1700  # pixels of a drawn page's longer side
DPI = 150.0  # of vector pages, before they are brought to that size
MARGIN = 330  # pixels of the columns of cards beside the page
HEAD = 114  # pixels of the strip above it
FOOT = 40
GAP = 6  # between cards
PAD = 7  # within a card
TITLE, TEXT, SMALL = 22, 16, 13  # sizes of type
SURE = 0.8  # from this confidence on an answer is drawn as sure, where no issue says otherwise
WIDE = 0.35  # of the page's width: an answer that may be told on either side
MOST_REASONS = 2  # issues named in the strip

Colour = tuple[int, int, int]
INK: Colour = (36, 41, 47)
FAINT: Colour = (101, 109, 118)
PAPER: Colour = (246, 248, 250)
GREEN: Colour = (26, 127, 55)
AMBER: Colour = (191, 116, 0)
RED: Colour = (207, 34, 46)
STATUS_COLOURS = {Status.ACCEPTED: GREEN, Status.REVIEW: AMBER, Status.FAILED: RED}
REGION_COLOURS: dict[RegionKind, Colour] = {
    RegionKind.TEXT: (140, 149, 159),
    RegionKind.TITLE: (130, 80, 223),
    RegionKind.KEY_VALUE: (9, 105, 218),
    RegionKind.TABLE: (17, 138, 178),
    RegionKind.FIGURE: (191, 75, 138),
    RegionKind.SEPARATOR: (175, 184, 193),
    RegionKind.STAMP: (188, 76, 0),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one answer, or of one row of a list: `boxes` in fractions of the page; none for what has no place."""

    title: str
    lines: tuple[str, ...]
    confidence: float
    colour: Colour
    boxes: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        xs = [x for box in self.boxes for x in (box[0], box[2])]
        ys = [y for box in self.boxes for y in (box[1], box[3])]
        return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2) if self.boxes else (1.0, 1.0)

    @property
    def width(self) -> float:
        return max(box[2] for box in self.boxes) - min(box[0] for box in self.boxes)

    @property
    def height(self) -> int:
        return 2 * PAD + TEXT + 3 + len(self.lines) * (SMALL + 4)


def explain_document(document: Document, extraction: Extraction, folder: Path, label: str) -> tuple[Path, ...]:
    """Write the drawings and the list of candidates; `label` begins their names. Raises OutputError.

    Returns the files written, the drawings in page order first.
    """
    with translated(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    readings = {reading.page: reading for reading in extraction.readings}
    written = []
    for page in document.pages:
        target = folder / f"{label}.page-{page.number}.png"
        drawing = draw_page(page, readings.get(page.number), extraction)
        with whole_file(str(target)) as file, translated(str(target)):
            drawing.save(file, "PNG", compress_level=4)
        written.append(target)
    target = folder / f"{label}.candidates.txt"
    with whole_file(str(target)) as file, translated(str(target)):
        file.write(candidates_text(extraction).encode("utf-8", "replace"))
    return (*written, target)


def draw_page(page: Page, reading: Reading | None, extraction: Extraction) -> Image:
    """The page between two columns of cards, each at the height of what it is about."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(page.picture.pixels(DPI)).convert("RGB")
    scale = LONG_SIDE / max(picture.size)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    cards = list(_cards(extraction, page.number))
    sides = _sides(cards)
    tallest = max(sum(card.height + GAP for card in side) for side in sides)
    canvas = Image.new("RGB", (size[0] + 2 * MARGIN, HEAD + max(size[1], tallest + GAP) + FOOT), PAPER)
    canvas.paste(picture, (MARGIN, HEAD))
    if reading is not None:
        _draw_regions(canvas, reading, size)
    veil = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
    boxes = ImageDraw.Draw(veil)
    for card in cards:
        for box in card.boxes:
            place = _on_canvas(box, size)
            boxes.rectangle(_around(place, 3), fill=(*card.colour, 40), outline=(*card.colour, 255), width=2)
    canvas.paste(veil, (0, 0), veil)
    draw = ImageDraw.Draw(canvas)
    for side, left in zip(sides, (0, MARGIN + size[0]), strict=True):
        _draw_cards(draw, side, left, size, canvas.height - FOOT)
    _draw_head(draw, page, reading, extraction, canvas.width)
    _draw_legend(draw, canvas.width, canvas.height)
    return canvas


def _cards(extraction: Extraction, page: int) -> Iterator[Card]:
    """One card for each answer of the page and for each row of a list; answers without a place stand on the first page. The cells
    of a table say themselves what they are."""
    flagged: dict[str, Severity] = {}
    for issue in extraction.issues:
        for path in issue.fields:
            if flagged.get(path) is not Severity.ERROR and issue.severity is not Severity.INFO:
                flagged[path] = issue.severity
    specs = () if extraction.record is None else field_specs(model_of(extraction))
    cells_of = {spec.rows for spec in specs if spec.layout is Rows.CELLS}
    rows: dict[str, list[FieldValue]] = defaultdict(list)
    for path, value in extraction.fields.items():
        if (value.page or 1) == page and path.split(".")[0] not in cells_of:
            rows[_row_of(path)].append(value)
    for name, values in rows.items():
        colour = _colour(name, values, flagged)
        confidence = min(value.confidence for value in values)
        boxes = tuple(dict.fromkeys(value.box.clipped().rounded(4) for value in values if value.box is not None))
        lines: tuple[str, ...]
        if len(values) == 1 and values[0].path == name:
            value = values[0]
            said = shortened(value.evidence, 46) if value.evidence else ""
            lines = (shortened(value_to_json(value.value)), f"{value.source}: {said}" if said else value.source)
        else:
            cells = [f"{value.path[len(name) + 1 :]} {shortened(value_to_json(value.value))}" for value in values]
            lines = tuple(_filled(cells, 44))
        yield Card(name, lines, confidence, colour, boxes)


def _row_of(path: str) -> str:
    """`line_items.0.amount` -> `line_items.0`; any other path stays."""
    parts = path.split(".")
    number = next((at for at, part in enumerate(parts) if part.isdecimal()), None)
    return path if number is None else ".".join(parts[: number + 1])


def _colour(name: str, values: Sequence[FieldValue], flagged: dict[str, Severity]) -> Colour:
    severities = {flagged.get(key) for key in (name, name.split(".")[0], *(value.path for value in values))}
    if Severity.ERROR in severities:
        return RED
    if Severity.WARNING in severities or any(value.confidence < SURE or value.repaired for value in values):
        return AMBER
    return GREEN


def _sides(cards: Sequence[Card]) -> tuple[list[Card], list[Card]]:
    """Left and right column, each from top to bottom. What spans the page or has no place goes where there is more room."""
    sides: tuple[list[Card], list[Card]] = ([], [])
    for card in sorted(cards, key=lambda card: card.middle[1]):
        if card.boxes and card.width < WIDE:
            sides[card.middle[0] >= 0.5].append(card)
        else:
            min(sides, key=lambda side: sum(other.height for other in side)).append(card)
    return sides


def _draw_cards(draw: ImageDraw, cards: Sequence[Card], left: int, size: tuple[int, int], bottom: int) -> None:
    on_left = left == 0
    for card, top in zip(cards, _tops(cards, size[1], bottom), strict=True):
        box = (left + 10, top, left + MARGIN - 10, top + card.height)
        if card.boxes:
            edge = min(card.boxes, key=lambda b: b[0]) if on_left else max(card.boxes, key=lambda b: b[2])
            place = _on_canvas(edge, size)
            start = (place[0] - 4 if on_left else place[2] + 4, (place[1] + place[3]) // 2)
            end = (box[2] if on_left else box[0], top + card.height // 2)
            draw.line((start, end), fill=card.colour, width=1)
        draw.rounded_rectangle(box, radius=6, fill=(255, 255, 255), outline=(208, 215, 222), width=1)
        draw.rectangle((box[0], top + 3, box[0] + 4, top + card.height - 3), fill=card.colour)
        draw.text((box[2] - PAD, top + PAD), percent(card.confidence), fill=card.colour, font=type_of(TEXT), anchor="ra")
        draw.text((box[0] + 12, top + PAD), _fit(card.title, MARGIN - 90, TEXT), fill=INK, font=type_of(TEXT))
        for number, line in enumerate(card.lines):
            colour = INK if number == 0 else FAINT
            at = (box[0] + 12, top + PAD + TEXT + 4 + number * (SMALL + 4))
            draw.text(at, _fit(line, MARGIN - 40, SMALL), fill=colour, font=type_of(SMALL))


def _tops(cards: Sequence[Card], page_height: int, bottom: int) -> list[int]:
    """Where each card begins: beside what it is about as far as the others leave room."""
    wanted = [HEAD + round(card.middle[1] * page_height) - card.height // 2 if card.boxes else bottom for card in cards]
    tops: list[int] = []
    least = HEAD + GAP
    for card, top in zip(cards, wanted, strict=True):
        tops.append(max(top, least))
        least = tops[-1] + card.height + GAP
    limit = bottom - GAP
    for at in range(len(cards) - 1, -1, -1):  # push back up what hangs over the end
        tops[at] = min(tops[at], limit - cards[at].height)
        limit = tops[at] - GAP
    return tops


def _draw_regions(canvas: Image, reading: Reading, size: tuple[int, int]) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(canvas)
    for region in reading.regions:
        colour = REGION_COLOURS[region.kind]
        place = _on_canvas(reading.to_page(region.box).clipped().rounded(4), size)
        draw.rectangle(_around(place, 6), outline=colour, width=2)  # named by its colour alone: a tag would cover words
        if region.table is not None:
            for cell in region.table.cells:
                draw.rectangle(_on_canvas(reading.to_page(cell.box).clipped().rounded(4), size), outline=_pale(colour), width=1)


def _draw_head(draw: ImageDraw, page: Page, reading: Reading | None, extraction: Extraction, width: int) -> None:
    draw.rectangle((0, 0, width, HEAD - 8), fill=(255, 255, 255))
    draw.line((0, HEAD - 8, width, HEAD - 8), fill=(208, 215, 222), width=1)
    status = extraction.status.value
    badge = draw.textlength(status, font=type_of(TEXT)) + 20
    draw.rounded_rectangle((14, 12, 14 + badge, 40), radius=13, fill=STATUS_COLOURS[extraction.status])
    draw.text((14 + badge / 2, 26), status, fill=(255, 255, 255), font=type_of(TEXT), anchor="mm")
    where = f"{shortened(extraction.source, 90)}   page {page.number} of {extraction.pages}"
    draw.text((28 + badge, 26), where, fill=INK, font=type_of(TITLE), anchor="lm")
    read_by = f"{extraction.schema or 'no schema'}, read by {reading.engine if reading else 'nothing'}"
    draw.text((width - 14, 26), read_by, fill=FAINT, font=type_of(TEXT), anchor="rm")
    reasons = [issue for issue in extraction.issues if issue.severity is not Severity.INFO]
    lines = [_fit(issue.message, width - 130, TEXT) for issue in reasons[:MOST_REASONS]]
    if len(reasons) > MOST_REASONS:
        lines[-1] += f"   and {len(reasons) - MOST_REASONS} more"
    if extraction.error is not None:
        lines = [_fit(extraction.error.message, width - 28, TEXT)]
    for number, line in enumerate(lines):
        draw.text((14, 60 + 24 * number), line, fill=RED if reasons else FAINT, font=type_of(TEXT), anchor="lm")


def _draw_legend(draw: ImageDraw, width: int, height: int) -> None:
    x, y = 14, height - FOOT // 2
    named = [(GREEN, "sure"), (AMBER, "doubtful or repaired"), (RED, "contradicted: see the issue")]
    for colour, name in named:
        draw.rectangle((x, y - 7, x + 14, y + 7), fill=colour)
        draw.text((x + 20, y), name, fill=INK, font=type_of(SMALL), anchor="lm")
        x += 46 + int(draw.textlength(name, font=type_of(SMALL)))
    for kind, colour in REGION_COLOURS.items():
        name = kind.value.replace("_", " ")
        draw.rectangle((x, y - 7, x + 14, y + 7), outline=colour, width=2)
        draw.text((x + 20, y), name, fill=FAINT, font=type_of(SMALL), anchor="lm")
        x += 42 + int(draw.textlength(name, font=type_of(SMALL)))
        if x > width - 120:
            break


def _on_canvas(box: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    return (
        MARGIN + round(box[0] * size[0]),
        HEAD + round(box[1] * size[1]),
        MARGIN + round(box[2] * size[0]),
        HEAD + round(box[3] * size[1]),
    )


def _around(box: tuple[int, int, int, int], by: int) -> tuple[int, int, int, int]:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _pale(colour: Colour) -> Colour:
    return (colour[0] + 2 * 255) // 3, (colour[1] + 2 * 255) // 3, (colour[2] + 2 * 255) // 3


def _filled(cells: Sequence[str], width: int) -> Iterator[str]:
    """Cells as lines of at most that many characters."""
    line = ""
    for cell in cells:
        if line and len(line) + len(cell) + 3 > width:
            yield line
            line = ""
        line = f"{line} · {cell}" if line else cell
    if line:
        yield line


def _fit(text: str, width: int, size: int) -> str:
    """The text, cut to so many pixels."""
    text = shortened(text, 400)
    font = type_of(size)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


_fonts: dict[int, FreeTypeFont | ImageFont] = {}


def type_of(size: int) -> FreeTypeFont | ImageFont:
    """A sans serif of the system with many letters, else the one inside Pillow."""
    from PIL import ImageFont

    if size not in _fonts:
        for name in ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "Helvetica.ttc"):
            try:
                _fonts[size] = ImageFont.truetype(name, size)
                break
            except OSError:
                continue
        else:
            _fonts[size] = ImageFont.load_default(size)
    return _fonts[size]
