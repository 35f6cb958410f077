"""Pages of a test, set in a typewriter face."""

from __future__ import annotations

from typing import Any

from extractor.document import Line, Reading, Region, RegionKind, Word
from extractor.geometry import Box

WIDTH, HEIGHT = 600.0, 800.0
ADVANCE, SIZE, PITCH = 5.0, 9.0, 14.0  # points: of a character, of a line, from line to line


def page(text: str, number: int = 1, engine: str = "text_layer", **more: Any) -> Reading:
    """A page set in a typewriter face: every character of `text` at its place; two spaces part two lines of the layout."""
    lines: list[Line] = []
    for row, content in enumerate(text.strip("\n").split("\n")):
        words: list[Word] = []
        column = 0
        for piece in content.split(" "):
            if piece:
                left, top = 20 + column * ADVANCE, 40 + row * PITCH
                if words and left - words[-1].box.right * WIDTH > 1.5 * ADVANCE:
                    lines.append(Line(tuple(words)))
                    words = []
                box = Box(left / WIDTH, top / HEIGHT, (left + len(piece) * ADVANCE) / WIDTH, (top + SIZE) / HEIGHT)
                words.append(Word(piece, box))
            column += len(piece) + 1
        if words:
            lines.append(Line(tuple(words)))
    return Reading(number, WIDTH, HEIGHT, engine, (Region(RegionKind.TEXT, Box(0, 0, 1, 1), tuple(lines)),), **more)
