"""Words printed sideways (a copyright note up the margin): kept out of the rows that they stand beside."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.pieces import Piece, join

# A word of so many letters at least ...
LETTERS = 3
# ... that is so much taller than wide lies on its side.
TALL = 1.8
# Words of one sideways line share this part of the narrower one's width.
SHARED = 0.5


def part_sideways(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The upright words, and those that lie on their side."""
    upright: list[Piece] = []
    sideways: list[Piece] = []
    for piece in pieces:
        lies = piece.height > TALL * (piece.x1 - piece.x0) > 0 and len(piece.text) >= LETTERS
        (sideways if lies else upright).append(piece)
    # A short word between them (a particle, a number) cannot tell by itself.
    bands = [(p.x0 - 0.3 * (p.x1 - p.x0), p.x1 + 0.3 * (p.x1 - p.x0), p.y0 - 2 * (p.x1 - p.x0), p.y1 + 2 * (p.x1 - p.x0)) for p in sideways]
    for piece in list(upright) if bands else ():
        if any(x0 <= piece.x0 and piece.x1 <= x1 and y0 <= piece.y0 and piece.y1 <= y1 for x0, x1, y0, y1 in bands):
            upright.remove(piece)
            sideways.append(piece)
    # Most of a page on its side is a page of broken boxes, or of columns of tall letters.
    return (list(pieces), []) if len(sideways) > len(upright) else (upright, sideways)


def sideways_to_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Words over one another as one line each, read upwards; lines from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.x0, -p.y1, p.order)):
        for line in lines:
            last = line[-1]
            shared = min(piece.x1, last.x1) - max(piece.x0, last.x0)
            if shared >= SHARED * min(piece.x1 - piece.x0, last.x1 - last.x0):
                line.append(piece)
                break
        else:
            lines.append([piece])
    return [join(sorted(line, key=lambda p: (-p.y1, p.x0, p.order))) for line in lines]
