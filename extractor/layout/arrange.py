"""Words and rulings to regions in reading order: the order of the layout's steps, and only that."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from extractor.document import Region, RegionKind, Ruling, Word
from extractor.layout.columns import rows_to_runs
from extractor.layout.figures import ends_as_label
from extractor.layout.grid_parts import tables_of_grid
from extractor.layout.grids import Grid, edges_to_grids
from extractor.layout.lines import chains_to_lines, words_to_chains
from extractor.layout.order import reading_order
from extractor.layout.pairs import rows_to_pairs
from extractor.layout.paragraphs import Block, block_of, lines_to_blocks
from extractor.layout.pieces import Edge, Piece, Scale, page_scale, rulings_to_edges, words_to_pieces
from extractor.layout.rows import Row, lines_to_rows, rows_to_records
from extractor.layout.sideways import part_sideways, sideways_to_lines
from extractor.layout.tables import TableBlock, grid_to_table, records_to_table
from extractor.layout.watermarks import part_watermarks, watermarks_to_lines
from extractor.layout.zones import Zone, grid_kind, pieces_to_cells


def arrange(words: Sequence[Word], rulings: Sequence[Ruling], width: float, height: float) -> tuple[Region, ...]:
    """Regions in reading order; every word stands in exactly one line of exactly one region.

    `width` and `height` are the page's size in points (any unit will do: only its proportions count).
    """
    upright, sideways = part_sideways(words_to_pieces(words, width, height))
    scale = page_scale(upright, width, height)
    upright, watermarks = part_watermarks(upright, scale)
    across, down = rulings_to_edges(rulings, width, height)
    grids = edges_to_grids(across, down, scale) if upright else []
    cells = pieces_to_cells(upright, grids)
    lines = chains_to_lines(words_to_chains(upright, scale), down, scale)
    zones, tables = _lines_to_zones(lines, grids, cells, scale)
    ordered = _zone_in_order(0, zones, tables, across, scale)
    ordered += [block_of([line]) for line in (*sideways_to_lines(sideways), *watermarks_to_lines(watermarks))]
    return tuple(_region(block, scale) for block in ordered)


_Tables = dict[int, list[TableBlock]]  # by the zone that they stand in


def _lines_to_zones(lines: list[Piece], grids: list[Grid], cells: int, scale: Scale) -> tuple[list[Zone], _Tables]:
    """The page and its frames with the lines in each, and the ruled tables of each."""
    zones = [Zone(0.0, 0.0, scale.width, scale.height, [])]
    tables: _Tables = {0: []}
    by_cell: list[list[Piece]] = [[] for _ in range(cells)]
    for line in lines:
        (by_cell[line.cell] if line.cell >= 0 else zones[0].lines).append(line)
    start = 0
    for grid in grids:
        lines_of = by_cell[start : start + len(grid.cells)]
        start += len(grid.cells)
        parent = _zone_around(grid, zones, scale)
        beside = grid.columns == 1 and any(grid.ys[0] < line.middle < grid.ys[-1] for line in zones[parent].lines)
        kind = grid_kind(grid, lines_of, beside, scale)
        if kind in ("table", "form"):
            for part, lines_of_part in tables_of_grid(grid, lines_of, scale):
                block = grid_to_table(part, lines_of_part, scale)
                block.form = kind == "form"
                tables.setdefault(parent, []).append(block)
        elif kind == "frame":
            for cell, content in zip(grid.cells, lines_of, strict=True):
                zones.append(Zone(cell.x0, cell.y0, cell.x1, cell.y1, list(content), parent))
                _free(content)
        elif kind == "box":
            content = [line for lines_here in lines_of for line in lines_here]
            _free(content)
            stack = all(len(lines_here) <= 3 for lines_here in lines_of)
            zones.append(Zone(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], content, parent, stack))
        else:
            content = [line for lines_here in lines_of for line in lines_here]
            _free(content)
            zones[parent].lines += content
    return zones, tables


def _free(lines: Sequence[Piece]) -> None:
    """The lines' boxes frame no cells: they no longer keep lines apart."""
    for line in lines:
        line.cell = -1


def _zone_around(grid: Grid, zones: Sequence[Zone], scale: Scale) -> int:
    """The innermost zone that holds the grid (grids come largest first)."""
    slack = scale.text
    for number in range(len(zones) - 1, 0, -1):
        zone = zones[number]
        inside = zone.x0 - slack <= grid.xs[0] and grid.xs[-1] <= zone.x1 + slack
        if inside and zone.y0 - slack <= grid.ys[0] and grid.ys[-1] <= zone.y1 + slack:
            return number
    return 0


def _zone_in_order(number: int, zones: Sequence[Zone], tables: _Tables, across: Sequence[Edge], scale: Scale) -> list[Block | TableBlock]:
    """The zone's blocks in reading order, the blocks of a zone inside it together where that zone stands."""
    inner = {k: _zone_in_order(k, zones, tables, across, scale) for k in range(1, len(zones)) if zones[k].parent == number}
    placed: list[Block | TableBlock | Zone] = [zones[k] for k, blocks in inner.items() if blocks]
    of_zone = {id(zones[k]): blocks for k, blocks in inner.items()}
    placed += tables.get(number, [])
    placed += _lines_to_parts(zones[number].lines, () if zones[number].stack else across, scale)
    result: list[Block | TableBlock] = []
    for part in reading_order(placed, scale.text):
        if isinstance(part, Zone):
            result += of_zone[id(part)]
        else:
            result.append(part)
    return result


def _lines_to_parts(lines: Sequence[Piece], across: Sequence[Edge], scale: Scale) -> list[Block | TableBlock]:
    """Unruled tables, blocks of labels and values, and blocks of text."""
    rows = lines_to_rows(lines)
    parts: list[Block | TableBlock] = []
    taken: set[int] = set()
    for run in rows_to_runs(rows, across, scale):
        inside = rows[run.first : run.last + 1]
        if run.labels:
            parts.append(block_of([line for row in inside for line in row.lines], RegionKind.KEY_VALUE))
        else:
            parts.append(records_to_table(rows_to_records(inside, run.columns, across, scale), run.columns, scale))
        taken.update(id(line) for row in inside for line in row.lines)
    rest = [Row(row.y0, row.y1, [line for line in row.lines if id(line) not in taken]) for row in rows] if taken else rows
    for pair in rows_to_pairs(rest, scale):
        parts.append(block_of(pair, RegionKind.KEY_VALUE))
        taken.update(id(line) for line in pair)
    return [*parts, *lines_to_blocks([line for row in rows for line in row.lines if id(line) not in taken], across, scale)]


# A title's letters are this much taller than the page's, or bold, and it has at most so many words.
TITLE_HEIGHT = 1.35
TITLE_WORDS = 12
BOLD_TITLE_LINES = 2


def _region(block: Block | TableBlock, scale: Scale) -> Region:
    box = scale.box(block.x0, block.y0, block.x1, block.y1)
    if isinstance(block, TableBlock):
        kind = RegionKind.KEY_VALUE if block.form else RegionKind.TABLE
        return Region(kind, box, tuple([line for cell in block.table.cells for line in cell.lines]), block.table)
    if block.kind is not None:
        return Region(block.kind, box, tuple([line.line() for line in block.lines]))
    lines = sorted(block.lines, key=attrgetter("middle", "x0"))
    return Region(_text_kind(lines, scale), box, tuple([line.line() for line in lines]))


def _text_kind(lines: Sequence[Piece], scale: Scale) -> RegionKind:
    words = [word for line in lines for word in line.words]
    if len(words) > TITLE_WORDS:
        return RegionKind.TEXT
    large = min([line.height for line in lines]) >= TITLE_HEIGHT * scale.text
    title = large or (len(lines) <= BOLD_TITLE_LINES and all(word.bold for word in words))
    return RegionKind.TITLE if title and not any(ends_as_label(line.text) for line in lines) else RegionKind.TEXT
