"""Page picture to page picture: level and upright, with the exact way back. Pure functions over arrays.

Each step is taken only where the picture asks for it, and `steps` says which were.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Transform
from extractor.quick import dataclass
from extractor.straighten import light, warp
from extractor.straighten.borders import find_borders
from extractor.straighten.ground import find_ground, runs_out
from extractor.straighten.ink import WORKING_PIXELS, Ink, find_ink, reduced
from extractor.straighten.lines import MOST_LINES, line_crops
from extractor.straighten.sheet import Sheet, find_sheet
from extractor.straighten.sheets import find_sheets
from extractor.straighten.skew import Skew, find_skew
from extractor.straighten.turn import find_turn

__all__ = ["ScoreLines", "Straightened", "straighten", "straighten_each"]

# Less than this moves no letter by half a pixel on a line; moving every pixel would blur for nothing.
LEAST_SKEW = 0.1
# How much sharper than usual the best angle's profile must be before it is believed.
CLEAR_SKEW = 1.35
# Lines run along their sheet: where they differ from it by more degrees, what was cut out is not the sheet.
ALONG_SHEET = 2.0
# Deviations by which the best quarter turn must lead before the page is turned.
CLEAR_TURN = 0.3
# Below this lead a reader is asked, where there is one; and always where the page would be turned, for most pages come as they should be,
# and one all in capitals, or full of dashes, may look turned.
DOUBTFUL_TURN = 2.5
# From this lead on the letters are believed, unless a reader reads another way well, and is so many times as sure of it.
CLEAR_LEAD, OVERRULED = 5.0, 1.2
FEW_LINES = 2  # are read then
# A reader that makes out so little of the better way knows nothing (its sureness, 0..1).
READS = 0.4
# Of lines upside down it is sure to .72: below this it must be so many times as sure of one way as of the other.
READS_WELL, CLEARER = 0.75, 1.5
# Letters smaller than this in the reduced page are looked at in a larger one before it is said which way up they are.
FINE_LETTER, FINE_PIXELS = 11.0, 4_000_000


ScoreLines = Callable[[Sequence[NDArray[np.uint8]]], Sequence[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """The new picture, the transform from its page fractions to the given picture's, what was done, in order, and whether the picture has
    any colour."""

    image: NDArray[np.uint8]
    transform: Transform
    steps: tuple[str, ...] = ()
    colour: bool = True


def straighten_each(
    image: NDArray[np.uint8], score_lines: ScoreLines | None = None, without: frozenset[str] = frozenset()
) -> tuple[Straightened, ...]:
    """The same for each of the sheets that lie on one picture, in reading order; for the whole picture where they are not several."""
    ink = find_ink(image)
    ground = find_ground(ink.grey, ink, image.shape)
    is_page = runs_out(ground)
    if ink.colour and not is_page:
        ground = find_ground(image, ink, image.shape)
    sheets = () if is_page or "sheets" in without else find_sheets(image.shape, ink, ground)
    if not sheets:
        sheet = None if is_page or "sheet" in without else find_sheet(image.shape, ink, ground)
        return (_straight(image, ink, sheet, score_lines, without, doubtful=True),)
    return tuple(_straight(image, ink, sheet, score_lines, without) for sheet in sheets)


def straighten(image: NDArray[np.uint8], score_lines: ScoreLines | None = None, without: frozenset[str] = frozenset()) -> Straightened:
    """H x W x 3, RGB, 8 bit, in and out; where nothing is to be done the very same array comes back.

    `score_lines` says of pictures of single lines how well each reads, 0..1; it is asked only where letters alone leave
    doubt about which way up the page is. `without` names steps to be left out: sheets, sheet, borders, light.
    """
    return straighten_each(image, score_lines, without | {"sheets"})[0]


def _straight(
    image: NDArray[np.uint8],
    given: Ink,
    sheet: Sheet | None,
    score_lines: ScoreLines | None,
    without: frozenset[str],
    *,
    doubtful: bool = False,
) -> Straightened:
    """`sheet` is cut out first; None: the whole picture. Where it is `doubtful`, its lines must bear it out."""
    ink = given
    height, width = image.shape[:2]
    base, seen = warp.identity(), image
    edges = None
    if sheet is not None:
        base, width, height = sheet.plane(), sheet.width, sheet.height
        shrink = min(1.0, math.sqrt(WORKING_PIXELS / (width * height)))
        small = base @ np.diag([1 / shrink, 1 / shrink, 1.0])
        seen = warp.apply(image, small, round(width * shrink), round(height * shrink), colour=given.colour)
        ink = find_ink(seen)
    elif "borders" not in without:
        edges = find_borders(ink)
        if edges is not None:
            left, top, right, bottom = (round(edge * side) for edge, side in zip(edges, (width, height) * 2, strict=True))
            base, width, height = warp.shift(left, top), right - left, bottom - top
            seen = image[top:bottom, left:right]
            ink = find_ink(seen)
    skew = find_skew(ink)
    turned = _turned(seen, ink, skew, score_lines)
    if turned % 2 != skew.axis:  # columns were sharper than lines: lines are asked
        skew = find_skew(ink, turned % 2)
    angle = _believed(skew)
    if doubtful and sheet is not None and abs(angle) > ALONG_SHEET:
        return _straight(image, given, None, score_lines, without)
    done = {
        "sheet": sheet is not None,
        "borders": edges is not None,
        f"skew {angle:.2f}": angle != 0,
        f"turn {(4 - turned) % 4 * 90}": turned != 0,
    }
    steps = tuple(step for step, was_done in done.items() if was_done)
    moved, transform = image, Transform.identity()
    if steps:
        plane, wide, high = warp.rotation(width, height, angle - 90 * turned) if angle else warp.quarter(width, height, -turned)
        size = round(high), round(wide)
        plane = base @ plane
        if sheet is None and not angle:
            moved = np.ascontiguousarray(warp.turned(seen, turned))
        else:
            moved = warp.apply(image, plane, size[1], size[0], colour=given.colour)
        transform = warp.in_fractions(plane, image.shape[:2], size)
    if "light" not in without:
        ground = light.paper(moved)
        depth = light.print_depth(ink.grey, ink.writing)
        uneven, pale = light.is_uneven(ground), depth < light.PALE
        if uneven or pale:
            moved = light.even(moved, ground, min(light.FULL / max(depth, 0.05), light.MOST_GAIN) if pale else 1.0)
            steps = (*steps, f"light {depth:.2f}")
    return Straightened(moved, transform, steps, given.colour)


def _believed(skew: Skew) -> float:
    """Its angle, or 0 where it is too little or not clear."""
    return 0.0 if abs(skew.angle) < LEAST_SKEW or skew.clear < CLEAR_SKEW else skew.angle


def _turned(image: NDArray[np.uint8], ink: Ink, skew: Skew, score_lines: ScoreLines | None) -> int:
    """Quarters clockwise by which the page, once level, was turned. Tiny letters are looked at less reduced than in `ink`."""
    grey, boxes, letter = ink.grey, ink.boxes.astype(np.float64), ink.letter
    if 0 < letter < FINE_LETTER and ink.scale < 1:
        grey, scale = reduced(image, FINE_PIXELS)
        boxes, letter = boxes * (scale / ink.scale), letter * scale / ink.scale
    angle = _believed(skew)
    order, lead = find_turn(grey, boxes, letter, angle)
    if (lead >= DOUBTFUL_TURN and order[0] == 0) or len(order) < 2:
        return order[0]
    # Where both its letters and its lines say that it lies on its side, it does: open is only on which.
    on_side = order[0] % 2 == order[1] % 2 == skew.axis == 1 and skew.clear >= CLEAR_SKEW
    first_two = order[:2]
    if order[0] % 2 == order[1] % 2 != skew.axis and skew.clear >= CLEAR_SKEW:  # its lines lie across both
        first_two = order[0], next(turned for turned in order if turned % 2 == skew.axis)
    if score_lines is not None:
        level = _level(grey, boxes, angle)
        most_lines = FEW_LINES if lead >= CLEAR_LEAD else MOST_LINES
        crops = {turned: line_crops(*level, letter, turned)[:most_lines] for turned in first_two}
        scores = _sureness({turned: score_lines(cut) for turned, cut in crops.items() if cut})
        if len(scores) == 2:
            first, other = (scores[turned] for turned in first_two)
            least, most = sorted((first, other))
            clearly = lead < CLEAR_LEAD or other >= max(OVERRULED * first, READS_WELL)
            known = most >= READS and (most >= READS_WELL or most >= CLEARER * least)
            if clearly and (known or (on_side and lead < CLEAR_TURN)):
                return first_two[0] if first >= other else first_two[1]
    return order[0] if lead >= CLEAR_TURN or on_side else 0


def _sureness(read: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """How sure a reader is of the lines each way, on average; lines of which it makes out nothing either way, dashes for one, are not
    counted."""
    nothing = min((sum(sure <= 0 for sure in lines) for lines in read.values()), default=0)
    return {turned: sum(lines) / (len(lines) - nothing) if len(lines) > nothing else 0.0 for turned, lines in read.items()}


def _level(grey: NDArray[np.uint8], boxes: NDArray[np.float64], angle: float) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The page turned clockwise by `angle`, and where its letters are then."""
    if angle:
        height, width = grey.shape
        plane, wide, high = warp.rotation(width, height, angle)
        grey = warp.apply(grey, plane, round(wide), round(high))
        back = np.linalg.inv(plane)
        middle = boxes[:, :2] + boxes[:, 2:] / 2
        boxes = np.concatenate((middle @ back[:2, :2].T + back[:2, 2] - boxes[:, 2:] / 2, boxes[:, 2:]), axis=1)
    return grey, np.round(boxes).astype(np.int32)
