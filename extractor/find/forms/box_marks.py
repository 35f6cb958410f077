"""Where check boxes stand on a page, and whether they are ticked: drawn squares, squares in a picture, characters.

Boxes are fractions of the straightened page. OpenCV is loaded only for pages that have a square to look into.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.document import FormValue, Line, Page, Picture, Reading
from extractor.find.forms.acroform import spoken
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.values import checkbox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORM_FIELD = "form field"
SMALLEST, LARGEST = 5.0, 22.0  # points: the side of a check box
SMALLEST_SEEN = 6.5  # points, in a picture: smaller frames are parts of letters
SQUARE = 1.4  # the longer side over the shorter one, at most
TICKED_INK = 0.07  # share of the inside that is ink, from which a box is ticked
DOUBTFUL_INK = 0.03
LOOK_AT_DPI = 150.0
FINEST, COARSEST = 1.6, 4.0  # pixels a point of the picture that squares are looked for in
MOST_PIXELS = 24_000_000  # of that picture, at its finest: an A0 sheet has fewer, and strips without a size of their own have any number
INSET = 0.22  # of a side: what of a box is its frame
EDGE = 0.25  # of a side: how far in from the edge of a crossed box its frame may lie
COMB = 3  # boxes in a row that touch are cells for one character each
MOST_BOXES, MOST_SQUARES = 400, 1500  # more small squares on one page, without and with combs of cells, are a code or a chart

# Characters of symbol fonts as text layers hold them (private use, and the Latin letters at those places).
_SYMBOLS = {
    "\uf06f": False,
    "\uf0a8": False,
    "\uf071": False,
    "\uf0fe": True,
    "\uf0fd": True,
    "\uf078": True,
    "¨": False,
    "þ": True,
    "ý": True,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A check box on a page: its box on the straightened page, its state, how sure the state is (0..1)."""

    box: Box
    checked: bool
    sureness: float
    seen: str  # "drawn box", "box in the picture", "character", "form field"
    name: str = ""  # of a form field


def marks_on_page(page: Page, reading: Reading, fields: Sequence[FormValue] = ()) -> tuple[Mark, ...]:
    """All check boxes of one page, top to bottom. The page is drawn only where something square is on it.

    `fields` are the page's check boxes as an interactive form has them: their state is certain.
    """
    back = reading.transform.inverse()
    found = [
        Mark(back.box(field.box), field.value == "true", 0.99, FORM_FIELD, field.tooltip.strip() or spoken(field.name)) for field in fields
    ]
    found += _characters(reading)
    if reading.is_text_layer:
        squares = _drawn_squares(reading)
        if squares:
            found += _looked_into(page.picture, reading, squares, "drawn box")
    else:
        found += _in_picture(page.picture, reading)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (-mark.sureness, mark.box.top, mark.box.left)):
        if not any(_same(mark.box, other.box) for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: (round(mark.box.top * reading.height / 6), mark.box.left)))


def is_ticked(text: str) -> bool:
    """Whether a text holds a tick, or a ticked box of characters."""
    return any(_SYMBOLS.get(c, False) for c in text) or any(match.value is True for match in checkbox.find(text))


def _same(one: Box, other: Box) -> bool:
    shared = one.intersection(other)
    return shared is not None and shared.area > 0.4 * min(one.area, other.area)


def _characters(reading: Reading) -> list[Mark]:
    found: list[Mark] = []
    for line in reading.lines:
        found += [Mark(word.box, _SYMBOLS[word.text], 0.9, "character") for word in line.words if word.text in _SYMBOLS]
        for match in checkbox.find(line.text):
            likelihood = match.likelihood
            drawn = reading.is_text_layer or len(match.text) > 1 or match.text in "☐☑☒✓✔"
            if likelihood >= 0.6 and drawn:
                found.append(Mark(_box_of(line, match.start, match.end), bool(match.value), 0.6 * likelihood + 0.3, "character"))
    return found


def _box_of(line: Line, start: int, end: int) -> Box:
    """The box of some characters of a line; inside a word by their share of its width."""
    boxes: list[Box] = []
    at = 0
    for word in line.words:
        first, last = max(start - at, 0), min(end - at, len(word.text))
        if first < last:
            share = word.box.width / len(word.text)
            boxes.append(Box(word.box.left + first * share, word.box.top, word.box.left + last * share, word.box.bottom))
        at += len(word.text) + 1
    return Box.around(boxes)


def _drawn_squares(reading: Reading) -> list[Box]:
    """Squares that four rulings close."""
    width, height = reading.width, reading.height
    level: list[tuple[float, float, float]] = []
    upright: list[tuple[float, float, float]] = []
    for ruling in reading.rulings:
        box = ruling.box
        across, down = box.width * width, box.height * height
        if ruling.horizontal and SMALLEST <= across <= LARGEST:
            level.append((box.left * width, box.right * width, (box.top + box.bottom) / 2 * height))
        elif not ruling.horizontal and SMALLEST <= down <= LARGEST:
            upright.append((box.top * height, box.bottom * height, (box.left + box.right) / 2 * width))
    if len(level) < 2 or len(upright) < 2 or len(level) > 20 * MOST_BOXES:
        return []
    level.sort(key=lambda side: side[2])
    found: list[Box] = []
    for number, (left, right, top) in enumerate(level):
        for other_left, other_right, bottom in level[number + 1 :]:
            side = bottom - top
            if side > LARGEST:
                break
            if side < SMALLEST or abs(other_left - left) > 1.5 or abs(other_right - right) > 1.5:
                continue
            if max(side, right - left) > SQUARE * min(side, right - left):
                continue
            walls = [x for y0, y1, x in upright if abs(y0 - top) < 2.5 and abs(y1 - bottom) < 2.5]
            if any(abs(x - left) < 2 for x in walls) and any(abs(x - right) < 2 for x in walls):
                box = Box(left / width, top / height, right / width, bottom / height)
                if not any(_same(box, other) for other in found):
                    found.append(box)
                break
    return _without_combs(found, reading)


def _without_combs(squares: Sequence[Box], reading: Reading) -> list[Box]:
    """Without cells for single characters, which touch each other in a row, and without squares that hold words."""
    if len(squares) > MOST_SQUARES:
        return []
    kept = []
    for box in squares:
        level = [other for other in squares if other.overlap_y(box) > 0.7]
        if _run_of(box, level, 2.0 / reading.width) >= COMB:
            continue
        inside = "".join(word.text for line in reading.lines for word in line.words if box.contains_point(*word.box.center))
        if len(inside.strip("[](){}|")) > 1 and not any(c in _SYMBOLS for c in inside):
            continue
        if inside.isdigit():
            continue
        kept.append(box)
    return kept if len(kept) <= MOST_BOXES else []


def _run_of(box: Box, level: Sequence[Box], slack: float) -> int:
    """How many boxes of one row touch each other from this one on, to both sides."""
    count, right, left = 1, box.right, box.left
    for other in sorted(level, key=lambda other: other.left):
        if abs(other.left - right) < slack:
            count, right = count + 1, other.right
    for other in sorted(level, key=lambda other: -other.right):
        if abs(other.right - left) < slack:
            count, left = count + 1, other.left
    return count


def _looked_into(picture: Picture, reading: Reading, squares: Sequence[Box], seen: str) -> list[Mark]:
    import cv2
    import numpy as np

    gray = np.asarray(cv2.cvtColor(picture.pixels(LOOK_AT_DPI), cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = gray.shape
    marks: list[Mark] = []
    for square in squares:
        left, top, right, bottom = reading.to_page(square).to_pixels(width, height)
        state = _state(gray[top:bottom, left:right])
        if state is not None:
            marks.append(Mark(square, *state, seen))
    return marks


def _state(crop: NDArray[np.uint8]) -> tuple[bool, float] | None:
    """Ticked or not, and how sure; None where the crop is too small to tell."""
    height, width = crop.shape
    if min(height, width) < 7:
        return None
    dx, dy = max(round(INSET * width), 2), max(round(INSET * height), 2)
    inside = crop[dy : height - dy, dx : width - dx].astype(float)
    ground = float(sorted(inside.ravel())[int(0.9 * inside.size)])
    share = float((inside < ground - 60).mean()) if ground > 110 else 1.0
    if share >= TICKED_INK:
        return True, min(0.75 + share, 0.95)
    return False, 0.95 if share < DOUBTFUL_INK else 0.7


def _in_picture(picture: Picture, reading: Reading) -> list[Mark]:
    """Squares in the straightened picture: holes of its straight strokes that are framed on all four sides."""
    if reading.width * reading.height * FINEST**2 > MOST_PIXELS:
        return []
    import cv2
    import numpy as np

    gray, scale = _straightened(picture, reading)
    rows, columns = gray.shape
    reach = max(int(25 * scale) | 1, 15)
    ink = np.asarray(cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, reach, 18), np.uint8)
    least = max(int(0.8 * SMALLEST_SEEN * scale), 7)  # longer than any straight part of a slanting stroke
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    frame = np.asarray(cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8)), np.uint8)
    contours, tree = cv2.findContours(frame, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Box] = []
    solid: list[Box] = []
    low, high = SMALLEST_SEEN * scale * 0.8, LARGEST * scale
    for index, contour in enumerate(contours):
        x, y, w, h = cv2.boundingRect(contour)
        if not (low <= min(w, h) and max(w, h) <= high and max(w, h) <= SQUARE * min(w, h)):
            continue
        is_hole = tree[0][index][3] >= 0
        if cv2.contourArea(contour) < (0.3 if is_hole else 0.8) * w * h:
            continue
        if is_hole and _framed(frame, x, y, w, h):
            found.append(Box.from_pixels(x - 2, y - 2, x + w + 2, y + h + 2, columns, rows))
        elif not is_hole and (tree[0][index][2] < 0 or _edged(ink, x, y, w, h)):
            solid.append(Box.from_pixels(x + 2, y + 2, x + w - 2, y + h - 2, columns, rows))
    if not found or len(found) > MOST_SQUARES:
        return []
    found = [box for box in found if not any(other is not box and other.contains(box) for other in found)]
    letter = _letter_width(reading)
    found = _alike(_without_combs([box for box in found if not _in_letter(box, reading, letter)], reading), reading)
    if not found:
        return []
    side = sorted(box.width for box in found)[len(found) // 2]
    inked = [box for box in solid if 0.8 * side <= box.width <= 1.25 * side]  # over to the edge, or crossed from corner to corner
    inked = [box for box in inked if not any(_same(box, other) for other in found)]
    found += [box for box in inked if not _in_letter(box, reading, letter)]
    marks = []
    for box in _without_combs(found, reading):
        left, top, right, bottom = box.to_pixels(columns, rows)
        state = _state(gray[top:bottom, left:right])
        if state is not None:
            marks.append(Mark(box, state[0], state[1] * 0.9, "box in the picture"))
    return marks


def _straightened(picture: Picture, reading: Reading) -> tuple[NDArray[np.uint8], float]:
    """The page's picture as it was read, in grey, and its pixels a point."""
    import cv2
    import numpy as np

    gray = cv2.cvtColor(picture.pixels(LOOK_AT_DPI), cv2.COLOR_RGB2GRAY)
    rows, columns = gray.shape
    scale = min(max(max(rows, columns) / max(reading.width, reading.height), FINEST), COARSEST)
    width, height = round(reading.width * scale), round(reading.height * scale)
    to_given = np.diag([columns, rows, 1.0]) @ np.array(reading.transform.matrix) @ np.diag([1 / width, 1 / height, 1.0])
    warped = cv2.warpPerspective(gray, to_given, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255)
    return np.asarray(warped, np.uint8), scale


def _framed(frame: NDArray[np.uint8], x: int, y: int, w: int, h: int) -> bool:
    """Whether all four sides around a hole are drawn, corner to corner."""
    t = max(2, round(0.12 * min(w, h)))
    height, width = frame.shape
    if x - t < 0 or y - t < 0 or x + w + t > width or y + h + t > height:
        return False
    sides = (
        frame[y - t : y + 1, x : x + w].max(axis=0),
        frame[y + h - 1 : y + h + t, x : x + w].max(axis=0),
        frame[y : y + h, x - t : x + 1].max(axis=1),
        frame[y : y + h, x + w - 1 : x + w + t].max(axis=1),
    )
    return all(float((side > 0).mean()) > 0.92 for side in sides)


def _edged(ink: NDArray[np.uint8], x: int, y: int, w: int, h: int) -> bool:
    """Whether the outermost strokes of a part run straight along all four sides, corner to corner."""
    t = max(2, round(EDGE * min(w, h)))
    here = ink[y : y + h, x : x + w]
    sides = here[:t].max(axis=0), here[-t:].max(axis=0), here[:, :t].max(axis=1), here[:, -t:].max(axis=1)
    return all(float((side > 0).mean()) > 0.85 for side in sides)


def _in_letter(box: Box, reading: Reading, letter: float) -> bool:
    """Whether a frame is the bow of a letter: inside a word that is no wider than its letters are. Readers take a box into
    the word beside it, at one of its ends, and make it wider. `letter` is the usual width of one."""
    for line in reading.lines:
        for word in line.words:
            if len(word.text) < 2 or not word.box.contains_point(*box.center):
                continue
            at_end = box.left - word.box.left < 0.7 * box.width or word.box.right - box.right < 0.7 * box.width
            wider = word.box.width > len(word.text) * letter + 0.3 * box.width
            at_foot = abs(box.center[1] - word.box.center[1]) > 0.15 * word.box.height  # as the bows of small letters are
            if not (at_end and wider) or box.height < 0.4 * word.box.height or at_foot:
                return True
    return False


def _letter_width(reading: Reading) -> float:
    widths = sorted(word.box.width / len(word.text) for word in reading.words if len(word.text) > 2)
    return widths[len(widths) // 2] if widths else 0.01


def _alike(boxes: Sequence[Box], reading: Reading) -> list[Box]:
    """The boxes of the commonest sizes: check boxes of one form are drawn alike, holes of letters and stamps are not."""
    if len(boxes) < 2:
        return list(boxes)
    sides = sorted((box.width * reading.width + box.height * reading.height) / 2 for box in boxes)
    best = max(sides, key=lambda side: (sum(0.8 * side <= other <= 1.25 * side for other in sides), side))
    return [box for box in boxes if 0.6 * best <= (box.width * reading.width + box.height * reading.height) / 2 <= 1.6 * best]
