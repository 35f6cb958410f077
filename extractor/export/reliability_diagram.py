"""The reliability diagram: of the answers given so much confidence, how many are right, as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.export.explain import AMBER, FAINT, GREEN, INK, RED, type_of
from extractor.export.whole import translated, whole_file
from extractor.reliability import Answer, Bin, bins, expected_error, straight_through

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIDE = 560  # pixels of the square in which the bars stand
LEFT, TOP, RIGHT, BOTTOM = 90, 96, 40, 150  # margins
COUNTS = 56  # height of the strip that says how many answers each bin has
TRUSTED, DOUBTFUL = 0.05, 0.15  # a bar this near to the diagonal is drawn as sure, one further than the second as wrong


def write_diagram(answers: Sequence[Answer], title: str, target: str) -> None:
    """Draw to a PNG file. Raises OutputError."""
    picture = diagram(answers, title)
    with whole_file(target) as file, translated(target):
        picture.save(file, "PNG", optimize=True)


def diagram(answers: Sequence[Answer], title: str) -> Image:
    """A bar a bin (its height: the share that is right), a mark at the bin's mean confidence on the diagonal where it should end,
    and under it how many answers the bin holds."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM), (255, 255, 255))
    draw = ImageDraw.Draw(canvas)
    _axes(draw)
    held = bins(answers)
    most = max((found.answers for found in held), default=1)
    for found in held:
        _bar(draw, found)
        _count(draw, found, most)
    draw.line((*_at(0, 0), *_at(1, 1)), fill=FAINT, width=1)
    for found in held:
        x, y = _at(found.confidence, found.confidence)
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), outline=INK, width=2)
    draw.text((LEFT, 22), title, fill=INK, font=type_of(22))
    draw.text((LEFT, 56), _summary(answers), fill=FAINT, font=type_of(15))
    return canvas


def _summary(answers: Sequence[Answer]) -> str:
    if not answers:
        return "no answers"
    error, through = expected_error(answers) or 0.0, straight_through(answers) or 0.0
    return f"{len(answers)} answers; expected error {error:.3f}; {through:.0%} could go through at 99 % right"


def _at(x: float, y: float) -> tuple[int, int]:
    """A place in the square, both fractions, y upwards."""
    return LEFT + round(x * SIDE), TOP + round((1 - y) * SIDE)


def _axes(draw: ImageDraw) -> None:
    for step in range(0, 11, 2):
        share = step / 10
        draw.line((*_at(0, share), *_at(1, share)), fill=(225, 229, 234), width=1)
        draw.text((LEFT - 10, _at(0, share)[1]), f"{share:.0%}", fill=FAINT, font=type_of(14), anchor="rm")
        draw.text((_at(share, 0)[0], TOP + SIDE + 10), f"{share:.0%}", fill=FAINT, font=type_of(14), anchor="ma")
    draw.rectangle((*_at(0, 1), *_at(1, 0)), outline=FAINT, width=1)
    draw.text((LEFT - 70, TOP - 26), "right", fill=INK, font=type_of(15))
    draw.text((LEFT + SIDE // 2, TOP + SIDE + 32), "confidence given", fill=INK, font=type_of(15), anchor="ma")
    draw.text((LEFT - 10, TOP + SIDE + 62 + COUNTS // 2), "answers", fill=FAINT, font=type_of(14), anchor="rm")


def _bar(draw: ImageDraw, found: Bin) -> None:
    off = abs(found.right - found.confidence)
    colour = GREEN if off <= TRUSTED else AMBER if off <= DOUBTFUL else RED
    left, top = _at(found.low, found.right)
    right, bottom = _at(found.high, 0)
    pale = tuple((part + 2 * 255) // 3 for part in colour)
    draw.rectangle((left + 4, top, right - 4, bottom), fill=pale, outline=colour, width=2)
    inside = found.right > 0.1
    draw.text(((left + right) // 2, top + 22 if inside else top - 4), f"{found.right:.0%}", fill=INK, font=type_of(13), anchor="mb")


def _count(draw: ImageDraw, found: Bin, most: int) -> None:
    """Bars of counts grow with the logarithm: the surest bin often holds nearly all."""
    left, right, foot = _at(found.low, 0)[0], _at(found.high, 0)[0], TOP + SIDE + 62 + COUNTS
    height = round(math.log1p(found.answers) / math.log1p(most) * (COUNTS - 18))
    draw.rectangle((left + 12, foot - height, right - 12, foot), fill=(208, 215, 222))
    draw.text(((left + right) // 2, foot - height - 3), str(found.answers), fill=INK, font=type_of(13), anchor="mb")
