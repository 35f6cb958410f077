"""Words printed across a page in huge or slanted letters (CANCELLED, COPY): kept out of the lines that they run over."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractor.layout.pieces import Piece, Scale, join

# A word that lies over so many others is printed across them ...
OVER = 3
# ... if its box is so many times as tall as the page's letters: a headline stands alone.
HUGE = 4.0
# So many times as tall for its font size as other words, and as the page's letters, is a word aslant: its box is that of its diagonal ...
ASLANT = 2.0
# ... and that of a short word in such letters at least so many times.
BESIDE = 1.15
# A recogniser tells no font size. A huge word whose box is no wider for its height than so much a letter is one aslant.
NARROW = 0.33
SHORTEST = 3  # letters of a word that is told aslant so; what stands huge beside one may be shorter
# No more than this share of a page is printed across it: else the page itself lies askew.
MOST = 0.1


def part_watermarks(pieces: Sequence[Piece], scale: Scale) -> tuple[list[Piece], list[Piece]]:
    """The words of the text, and those that are printed across it."""
    if max([piece.height for piece in pieces], default=0.0) <= ASLANT * scale.text:
        return list(pieces), []
    sizes = [piece.words[0].font_size if piece.text.isalpha() else None for piece in pieces]
    ratios = [piece.height / size if size else 0.0 for piece, size in zip(pieces, sizes, strict=True)]
    usual = median([ratio for ratio in ratios if ratio] or [0.0])
    told = list(zip(pieces, sizes, ratios, strict=True))
    aslant = {size for piece, size, ratio in told if ratio > ASLANT * usual > 0 and piece.height > ASLANT * scale.text}
    unsized = [piece for piece, size in zip(pieces, sizes, strict=True) if size is None and piece.height > HUGE * scale.text]
    unsized = [piece for piece in unsized if piece.text.isalpha()]
    huge = set(map(id, unsized)) if any(is_aslant(piece.text, piece.x1 - piece.x0, piece.height) for piece in unsized) else set()
    across = [
        piece
        for piece, size, ratio in told
        if (size in aslant and ratio > BESIDE * usual) or id(piece) in huge or _lies_over(piece, pieces, scale)
    ]
    if not across or len(across) > MOST * len(pieces):
        return list(pieces), []
    taken = set(map(id, across))
    return [piece for piece in pieces if id(piece) not in taken], across


def watermarks_to_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """All that is printed across, as one line from left to right: "NOT AN INVOICE" is three words."""
    return [join(sorted(pieces, key=lambda piece: (piece.x0, piece.y0, piece.order)))] if pieces else []


def is_aslant(text: str, width: float, height: float) -> bool:
    """Whether words fill a box that is too narrow for its height to hold them upright."""
    letters = sum(map(str.isalpha, text))
    return letters >= SHORTEST and width < NARROW * letters * height


def _lies_over(piece: Piece, others: Sequence[Piece], scale: Scale) -> bool:
    """Whether a huge word has the middles of others in its box."""
    if piece.height <= HUGE * scale.text:
        return False
    return (
        sum(
            other is not piece and piece.x0 < (other.x0 + other.x1) / 2 < piece.x1 and piece.y0 < other.middle < piece.y1
            for other in others
        )
        >= OVER
    )
