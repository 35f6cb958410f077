"""A page's picture to rulings, text regions and figures by OpenCV, before any word is known.

All work is done on a reduced picture: adaptive threshold, straight strokes taken out by morphology, what is left joined
into blocks. Sizes are judged by the height of the letters, which is the median height of the connected components that
can be letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document import Region, RegionKind, Ruling
from extractor.geometry import Box
from extractor.layout.order import reading_order
from extractor.pixels import AREA, HEIGHT, LEFT, TOP, WIDTH, areas, boxes_of_parts, parts, parts_kept, shrunk
from extractor.quick import dataclass

Gray = NDArray[np.uint8]

# The long side (pixels) to which a picture is reduced: letters of 9 points on A4 are then about 10 pixels tall.
LONG_SIDE = 1400
# Ink is darker than its surroundings (a square this wide, pixels) by this much of 255.
SURROUNDINGS, DARKER = 41, 12
# On dark ground (of 255) ink may be lighter than its surroundings, by so much.
DARK_GROUND, LIGHTER = 110, 30
# Letters, at the reduced size: at least, and at most (pixels).
LETTER_LOW, LETTER_TALL = 4, 80
# In letter heights: a ruling's least length (vertical, horizontal), its greatest thickness.
RULING_DOWN, RULING_ACROSS, RULING_THICK = 3.0, 4.0, 0.6
# Ink this far apart (letter heights, across and down) belongs to one block.
JOIN_ACROSS, JOIN_DOWN = 1.6, 1.5
# Region margins in letter heights: an engine loses words that are cut tightly.
MARGIN = 0.6
# So many pixels of ink in a square of 5 x 5 are no speck.
SPECK = 5
# A component so many letters tall and wide, and so full of ink, is a picture, logo or stamp, not text.
FIGURE_SIZE, FIGURE_INK = 5.0, 0.08
FIGURE_SHARE = 0.3  # of its block, at the least
# A net of rulings around more than this share of the page is the page's frame or a form of many parts, not a table.
LARGEST_TABLE = 0.85
# So many rulings each way make a net.
NET = 3


@dataclass(frozen=True, slots=True)
class Ink:
    """A reduced picture's ink (255 where there is some), its connected parts (left, top, width, height, area; n x 5), and the height
    of its letters in its pixels."""

    mask: Gray
    parts: NDArray[np.int32]
    letter: float

    @property
    def height(self) -> int:
        return int(self.mask.shape[0])

    @property
    def width(self) -> int:
        return int(self.mask.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Where ink lies in straight strokes of one direction (255), and each of them: left, top, width, height, area (n x 5)."""

    mask: Gray
    boxes: NDArray[np.int32]


@dataclass(slots=True, eq=False)
class _Block:
    x0: float
    y0: float
    x1: float
    y1: float
    kind: RegionKind = RegionKind.TEXT


def picture_to_ink(image: NDArray[np.uint8]) -> Ink:
    """Ink of a picture (H x W x 3 RGB, or H x W; 8 bit) at the reduced size."""
    height, width = image.shape[:2]
    factor = min(1.0, LONG_SIDE / max(height, width, 1))
    gray = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    gray = shrunk(gray, max(round(width * factor), 1), max(round(height * factor), 1))
    around = np.asarray(cv2.blur(gray, (SURROUNDINGS, SURROUNDINGS), borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)
    # Saturating subtraction: how much darker, and, on dark ground, how much lighter than around.
    dark = cv2.threshold(cv2.subtract(around, gray), DARKER, 255, cv2.THRESH_BINARY)[1]
    light = cv2.threshold(cv2.subtract(gray, around), LIGHTER, 255, cv2.THRESH_BINARY)[1]
    on_dark = cv2.threshold(around, DARK_GROUND, 255, cv2.THRESH_BINARY_INV)[1]
    ink = np.asarray(cv2.max(dark, cv2.bitwise_and(light, on_dark)), dtype=np.uint8)
    found = parts(ink)
    return Ink(ink, found, _letter_height(found, height * factor))


def _letter_height(found: NDArray[np.int32], height: float) -> float:
    """The median height of the parts that can be letters (pixels); a hundredth of the page where there are few."""
    heights, widths = found[:, HEIGHT], found[:, WIDTH]
    letters = (heights >= LETTER_LOW) & (heights <= LETTER_TALL) & (widths <= 3 * heights) & (heights <= 6 * widths) & (found[:, AREA] >= 6)
    if int(letters.sum()) < 20:
        return max(height / 100, 6.0)
    return float(np.median(heights[letters]))


def ink_to_strokes(ink: Ink) -> tuple[Strokes, Strokes]:
    """The ink that lies in long thin straight strokes: across, and down."""
    across = max(int(RULING_ACROSS * ink.letter), 12)
    down = max(int(RULING_DOWN * ink.letter), 12)
    # One pixel of thickening lets a slightly sloping line survive the opening.
    thick_down = cv2.dilate(ink.mask, np.ones((2, 1), np.uint8))
    thick_across = cv2.dilate(ink.mask, np.ones((1, 2), np.uint8))
    horizontal = cv2.morphologyEx(thick_down, cv2.MORPH_OPEN, np.ones((1, across), np.uint8))
    vertical = cv2.morphologyEx(thick_across, cv2.MORPH_OPEN, np.ones((down, 1), np.uint8))
    return _thin(horizontal, ink.letter, True), _thin(vertical, ink.letter, False)


def _thin(strokes: NDArray[np.generic], letter: float, horizontal: bool) -> Strokes:
    """The strokes that are lines: bars and filled boxes are left out."""
    thick = max(RULING_THICK * letter, 4)

    def lines(found: NDArray[np.int32]) -> NDArray[np.bool_]:
        length, breadth = (found[:, WIDTH], found[:, HEIGHT]) if horizontal else (found[:, HEIGHT], found[:, WIDTH])
        # A sloping line's box is broader than its ink: what counts is the ink for its length.
        return np.asarray((found[:, AREA] <= thick * length) & (breadth <= np.maximum(2 * thick, 0.03 * length)), dtype=np.bool_)

    return Strokes(*parts_kept(np.asarray(strokes, dtype=np.uint8), lines))


def strokes_to_rulings(ink: Ink, horizontal: Strokes, vertical: Strokes) -> list[Ruling]:
    """The strokes as rulings, top to bottom, left to right, boxes in fractions of the picture."""
    rulings = [
        Ruling(Box.from_pixels(x, y, x + w, y + h, ink.width, ink.height), strokes is horizontal)
        for strokes in (horizontal, vertical)
        for x, y, w, h, _ in strokes.boxes.tolist()
    ]
    return sorted(rulings, key=lambda r: (r.box.top, r.box.left, r.box.bottom, r.box.right))


def rulings_in_picture(image: NDArray[np.uint8]) -> tuple[Ruling, ...]:
    """Straight drawn lines, across and down; boxes in fractions of the picture (H x W x 3 RGB, or H x W; 8 bit)."""
    if not _large_enough(image):
        return ()
    ink = picture_to_ink(image)
    return tuple(strokes_to_rulings(ink, *ink_to_strokes(ink)))


def regions_in_picture(image: NDArray[np.uint8]) -> tuple[Region, ...]:
    """The parts of a picture (H x W x 3 RGB, or H x W; 8 bit) that have ink, in reading order, without lines.

    Regions do not overlap and have a margin on all sides, so that no word is cut or read twice. FIGURE marks what looks
    like a picture or a logo; it may still hold words.
    """
    return rulings_and_regions(image)[1]


def rulings_and_regions(image: NDArray[np.uint8]) -> tuple[tuple[Ruling, ...], tuple[Region, ...]]:
    """Both, for the work of one: what `rulings_in_picture` and `regions_in_picture` give."""
    if not _large_enough(image):
        return (), ()
    ink = picture_to_ink(image)
    horizontal, vertical = ink_to_strokes(ink)
    rulings = strokes_to_rulings(ink, horizontal, vertical)
    blocks = ink_to_blocks(ink, horizontal, vertical)
    across = sum(ruling.horizontal for ruling in rulings)
    if min(across, len(rulings) - across) >= NET:
        blocks = _with_tables(blocks, horizontal, vertical, ink)
    regions = (
        Region(block.kind, Box.from_pixels(block.x0, block.y0, block.x1, block.y1, ink.width, ink.height).clipped())
        for block in reading_order(_disjoint(blocks), ink.letter)
    )
    return tuple(rulings), tuple(regions)


def figures_in_picture(image: NDArray[np.uint8]) -> tuple[Region, ...]:
    """The FIGURE regions alone."""
    return tuple(region for region in regions_in_picture(image) if region.kind is RegionKind.FIGURE)


def _large_enough(image: NDArray[np.uint8]) -> bool:
    return image.ndim in (2, 3) and min(image.shape[:2]) >= 3


def ink_to_blocks(ink: Ink, horizontal: Strokes, vertical: Strokes) -> list[_Block]:
    """Ink without its strokes, joined over small gaps, with its margin; specks are left out."""
    text = np.asarray(cv2.subtract(ink.mask, cv2.max(horizontal.mask, vertical.mask)), dtype=np.uint8)
    # A speck is so little ink with none about it.
    about = cv2.boxFilter(text, cv2.CV_16U, (5, 5), normalize=False, borderType=cv2.BORDER_CONSTANT)
    text = np.asarray(cv2.bitwise_and(text, cv2.inRange(about, 255 * SPECK, 65535)), dtype=np.uint8)
    kernel = np.ones((max(int(JOIN_DOWN * ink.letter), 1) | 1, max(int(JOIN_ACROSS * ink.letter), 1) | 1), np.uint8)
    joined = np.asarray(cv2.dilate(text, kernel), dtype=np.uint8)
    margin = MARGIN * ink.letter
    half_x, half_y = kernel.shape[1] // 2, kernel.shape[0] // 2
    figures = _figures(text, ink)
    blocks = []
    for x, y, w, h in boxes_of_parts(joined).tolist():
        x0, y0, x1, y1 = x + half_x - margin, y + half_y - margin, x + w - half_x + margin, y + h - half_y + margin
        is_figure = any(
            left >= x0 and top >= y0 and left + wide <= x1 and top + high <= y1 and wide * high >= FIGURE_SHARE * (x1 - x0) * (y1 - y0)
            for left, top, wide, high, _ in figures
        )
        kind = RegionKind.FIGURE if is_figure else RegionKind.TEXT
        blocks.append(_Block(max(x0, 0.0), max(y0, 0.0), min(x1, ink.width), min(y1, ink.height), kind))
    return blocks


def _figures(text: Gray, ink: Ink) -> list[list[int]]:
    """The parts of the text's ink that are as large as many letters and full of ink: each lies in a part of all ink that is as large."""
    least = FIGURE_SIZE * ink.letter
    large = ink.parts[ink.parts[:, [WIDTH, HEIGHT]].min(axis=1) >= least]
    if not len(large):
        return []
    there = np.zeros_like(text)
    for left, top, wide, high, _ in large.tolist():
        window = slice(top, top + high), slice(left, left + wide)
        there[window] = text[window]
    found = parts(there)
    full = (found[:, [WIDTH, HEIGHT]].min(axis=1) >= least) & (found[:, AREA] >= FIGURE_INK * found[:, WIDTH] * found[:, HEIGHT])
    return [list(part) for part in found[full].tolist()]


def _disjoint(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks that overlap become one, until none do."""
    left = sorted(blocks, key=lambda b: (b.y0, b.x0))
    while True:
        result: list[_Block] = []
        for block in left:
            for other in result:
                if block.x0 < other.x1 and other.x0 < block.x1 and block.y0 < other.y1 and other.y0 < block.y1:
                    same = block.kind == other.kind
                    other.x0, other.y0 = min(other.x0, block.x0), min(other.y0, block.y0)
                    other.x1, other.y1 = max(other.x1, block.x1), max(other.y1, block.y1)
                    # A picture that runs into words is read like them; a table stays one.
                    tables = RegionKind.TABLE in (block.kind, other.kind)
                    other.kind = block.kind if same else RegionKind.TABLE if tables else RegionKind.TEXT
                    break
            else:
                result.append(block)
        if len(result) == len(left):
            return result
        left = result


def _with_tables(blocks: Sequence[_Block], horizontal: Strokes, vertical: Strokes, ink: Ink) -> list[_Block]:
    """The blocks inside a net of rulings as one table: a cell alone says too little for its letters to be read well."""
    strokes = np.concatenate((horizontal.boxes, vertical.boxes))
    starts = np.maximum(strokes[:, [LEFT, TOP]] - 1, 0)
    ends = np.minimum(strokes[:, [LEFT, TOP]] + strokes[:, [WIDTH, HEIGHT]] + 1, (ink.width, ink.height))
    nets = np.zeros(ink.mask.shape, np.uint8)
    for (x, y), (right, bottom) in zip(starts.tolist(), ends.tolist(), strict=True):
        nets[y:bottom, x:right] = 255
    net_of = areas(nets, by_corners=True)[strokes[:, TOP], strokes[:, LEFT]]
    is_across = np.arange(len(strokes)) < len(horizontal.boxes)
    across, down = (np.bincount(net_of[those], minlength=int(net_of.max()) + 1) for those in (is_across, ~is_across))
    result = list(blocks)
    for number in np.flatnonzero((across >= NET) & (down >= NET)).tolist():
        x, y = starts[net_of == number].min(axis=0).tolist()
        w, h = (ends[net_of == number].max(axis=0) - (x, y)).tolist()
        if min(w, h) < 4 * ink.letter or w * h > LARGEST_TABLE * ink.width * ink.height:
            continue
        inside = [b for b in result if x <= (b.x0 + b.x1) / 2 <= x + w and y <= (b.y0 + b.y1) / 2 <= y + h]
        if inside:
            result = [b for b in result if b not in inside]
            result.append(
                _Block(
                    min([float(x), *(b.x0 for b in inside)]),
                    min([float(y), *(b.y0 for b in inside)]),
                    max([float(x + w), *(b.x1 for b in inside)]),
                    max([float(y + h), *(b.y1 for b in inside)]),
                    RegionKind.TABLE,
                )
            )
    return result
