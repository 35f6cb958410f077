"""Words and rulings to regions in reading order: the order of the layout's steps, and only that."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Region, RegionKind, Ruling, Word
from extractor.layout.lines import chains_to_lines, words_to_chains
from extractor.layout.order import reading_order
from extractor.layout.paragraphs import Block, lines_to_blocks
from extractor.layout.pieces import Scale, page_scale, rulings_to_edges, words_to_pieces


def arrange(words: Sequence[Word], rulings: Sequence[Ruling], width: float, height: float) -> tuple[Region, ...]:
    """Regions in reading order; every word stands in exactly one line of exactly one region.

    `width` and `height` are the page's size in points (any unit will do: only its proportions count).
    """
    pieces = words_to_pieces(words, width, height)
    scale = page_scale(pieces, width, height)
    across, down = rulings_to_edges(rulings, width, height)
    lines = chains_to_lines(words_to_chains(pieces, scale), down, scale)
    blocks = lines_to_blocks(lines, across, scale)
    return tuple(_region(block, scale) for block in reading_order(blocks, scale.text))


# A title's letters are this much taller than the page's, or bold, and it has at most so many words.
TITLE_HEIGHT = 1.35
TITLE_WORDS = 12


def _region(block: Block, scale: Scale) -> Region:
    lines = sorted(block.lines, key=lambda line: (line.middle, line.x0))
    words = [word for line in lines for word in line.words]
    large = min(line.height for line in lines) >= TITLE_HEIGHT * scale.text
    bold = all(word.bold for word in words)
    title = len(words) <= TITLE_WORDS and (large or bold) and any(word.text.strip() for word in words)
    kind = RegionKind.TITLE if title else RegionKind.TEXT
    return Region(kind, scale.box(block.x0, block.y0, block.x1, block.y1), tuple(line.line() for line in lines))
