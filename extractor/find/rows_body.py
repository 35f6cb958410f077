"""The rows under a header: the strips that carry the figures, and the text that wraps around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise, product
from statistics import median

from extractor.find.rows_bands import Band, BandCell, bands, cells
from extractor.find.rows_figures import Figure
from extractor.find.rows_header import Header, HeaderCell, cell_of
from extractor.find.rows_labels import RowLabels
from extractor.find.rows_roles import NUMBERS, Parts, Roles, assign, figure_of, holds
from extractor.find.rows_strips import PageStrips, Placed, Strip, Token

SUMMARY_COVER = 0.6  # share of a row's letters that a total's name must make up for the row to be that total
WRAP_GAP = 1.9  # of the line height: text further below its row is another thing
TIGHT = 1.3  # of the line height, middle to middle: text this near above a row may be of its cell
APART = 1.45  # a gap this many times the usual one parts two rows' texts
NUMERIC_SHARE = 0.5
FAR_GAP = 6.0  # line heights of white: what stands below it is another thing
CLOSE_NAMES = 0.9  # of the line height: names nearer to one another may be one name
CARRIED = frozenset(
    "ubertrag saldovortrag carriedforward broughtforward carriedover carryforward balanceforward bf cf report areporter reporte "
    "sumaysigue sumaanterior sigue arrastre riporto ariportare dariportare segue transport overdracht overtebrengen transporteren "
    "transportar transporte atransportar detransporte przeniesienie doprzeniesienia zprzeniesienia".split()
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has in a column: the tokens, line by line for text, and the figure where there is one."""

    tokens: tuple[Token, ...]
    text: str
    figure: Figure | None = None
    value: Decimal | None = None  # where the arithmetic has settled it; else the figure's under the table's mark


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by column path. `holds`: its product equation (None: it cannot be tried). `source` says for each column
    where it was told from, `repaired` what was mended, `sure` (0..1) how the whole row was found."""

    page: int
    strip: Strip
    cells: Mapping[str, Cell]
    holds: bool | None = None
    extra: tuple[Figure, ...] = ()
    mark: str | None = None
    sure: float = 1.0
    source: Mapping[str, str] = field(default_factory=dict)
    repaired: Mapping[str, str] = field(default_factory=dict)
    maybe: Mapping[str, Decimal] = field(default_factory=dict)  # values that would make the equation hold, not proved


@dataclass(frozen=True, slots=True)
class Layout:
    """Bands and roles of a table: what a page without a header of its own goes on with."""

    bands: tuple[Band, ...]
    roles: Roles
    numeric: frozenset[int]
    stacks: Mapping[int, tuple[str | None, ...]]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A table's rows. `closed`: a total stands under them; an open table may go on on the next page."""

    rows: tuple[TableRow, ...]
    layout: Layout
    closed: bool
    score: float
    header: Header | None
    signature: tuple[str, ...] = field(default=())


def table_under(page: PageStrips, header: Header, last: int, labels: RowLabels, parts: Parts, mark: str | None) -> Found | None:
    """The table that a header opens, in the strips after it up to `last` (exclusive)."""
    body = page.strips[header.last + 1 : last]
    if not body:
        return None
    top = page.strips[header.first].top
    near = _until_total(body, labels)
    head = header.cells if header.drawn else _fitted(page, header.cells, near[:60], top, labels)
    table = bands(page, [(cell.left, cell.right) for cell in head], near[:60], top)
    held = [cells(strip, table) for strip in near]
    strengths = [_strength(row) for row in held]
    usual = _usual_strength(strengths)
    if usual == 0:
        return None
    strong = [strength >= max(1, round(0.6 * usual)) for strength in strengths]
    numeric = numeric_bands([row for row, keep in zip(held, strong, strict=True) if keep], len(table))
    held = [cells(strip, table, numeric) for strip in near]
    firm = [row for row, keep in zip(held, strong, strict=True) if keep]
    roles = assign([cell.names for cell in head], firm, parts, mark, around=held[:40])
    stacks = {number: cell.stack for number, cell in enumerate(head) if cell.stack}
    names = {number: cell.text for number, cell in enumerate(head)}
    layout = Layout(table, roles, numeric, stacks, names)
    rows, closed = rows_of(page, body, layout, labels, parts, page.strips[header.last].bottom)
    if not rows:
        return None
    return Found(rows, layout, closed, header.score + roles.score, header, header.signature)


def _fitted(page: PageStrips, head: Sequence[HeaderCell], near: Sequence[Strip], top: float, labels: RowLabels) -> tuple[HeaderCell, ...]:
    """The header's cells as the body bears them out: two names close together over one column are one, and a name over
    two columns of figures is two."""
    fitted = list(head)
    table = bands(page, [(cell.left, cell.right) for cell in fitted], near, top)
    every = [cells(strip, table) for strip in near]
    held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
    position = 0
    while position + 1 < len(fitted) and held:
        one, other = fitted[position], fitted[position + 1]
        close = other.left - one.right < CLOSE_NAMES * page.line_height
        both = sum(1 for row in held if position in row and position + 1 in row)
        figures = all(
            sum(1 for row in held if n in row and row[n].figures) >= 0.9 * sum(1 for row in held if n in row) for n in (position, position + 1)
        )
        filled = min(sum(1 for row in every if position in row), sum(1 for row in every if position + 1 in row))
        if close and (filled <= 0.1 * len(held) or (figures and not both)):
            fitted[position : position + 2] = [cell_of((*one.tokens, *other.tokens), labels)]
            table = bands(page, [(cell.left, cell.right) for cell in fitted], near, top)
            every = [cells(strip, table) for strip in near]
            held = [row for row, strip in zip(every, near, strict=True) if len(row) > 1 and strip.figures]
            continue
        position += 1
    for position in range(len(fitted) - 1, -1, -1):
        cell = fitted[position]
        pairs = [
            (row[position].figures[0], row[position].figures[-1])
            for row in held
            if position in row and len(row[position].figures) == 2 and _apart(row[position], page.line_height)
        ]
        if len(cell.tokens) < 2 or len(pairs) < max(1, 0.6 * sum(1 for row in held if position in row and row[position].figures)):
            continue
        cut = (max(one.right for one, _ in pairs) + min(other.left for _, other in pairs)) / 2
        left, right = (tuple(t for t in cell.tokens if (t.center < cut) == side) for side in (True, False))
        if left and right:
            fitted[position : position + 1] = [cell_of(left, labels), cell_of(right, labels)]
    return tuple(fitted)


def _apart(cell: BandCell, height: float) -> bool:
    one, other = cell.figures
    return other.left - one.right > height and sum(len(t.text) for t in cell.words) <= 8


def _until_total(body: Sequence[Strip], labels: RowLabels) -> tuple[Strip, ...]:
    """The strips before the first total that stands under at least one row of figures."""
    seen = False
    for position, strip in enumerate(body):
        if strip.figures and seen and is_summary(strip, labels) and len(strip.figures) <= 2:
            return tuple(body[:position])
        seen = seen or bool(strip.amounts) or len(strip.figures) >= 2
    return tuple(body)


def is_summary(strip: Strip, labels: RowLabels, cover: float = SUMMARY_COVER) -> bool:
    words = strip.words_apart()
    found = labels.summary(words)
    if found is not None and found.cover >= cover:
        return True
    return is_carried(strip)


def is_carried(strip: Strip) -> bool:
    """A row that brings a sum from one page to the next: "Übertrag", "carried forward"."""
    keys = [key for token in strip.words_apart() if (key := token.key) and not key.isdigit()]
    return 0 < len(keys) <= 5 and any("".join(keys[first:last]) in CARRIED for first in range(len(keys)) for last in range(first + 1, len(keys) + 1))


def _strength(row: Mapping[int, BandCell]) -> int:
    return sum(1 for cell in row.values() if cell.figures and sum(len(token.text) for token in cell.words) <= 8)


def _usual_strength(strengths: Sequence[int]) -> int:
    """How many bands a full row fills with figures: the most that at least a fifth of the rows with figures do."""
    filled = sorted((s for s in strengths if s), reverse=True)
    return filled[len(filled) // 5] if filled else 0


def numeric_bands(rows: Sequence[Mapping[int, BandCell]], count: int) -> frozenset[int]:
    """The bands that hold figures in most of the rows that fill them."""
    found: set[int] = set()
    for band in range(count):
        held = [row[band] for row in rows if band in row]
        figures = sum(1 for cell in held if cell.figures and sum(len(t.text) for t in cell.words) <= 8)
        if held and figures >= NUMERIC_SHARE * len(held):
            found.add(band)
    return frozenset(found)


def rows_of(
    page: PageStrips, body: Sequence[Strip], layout: Layout, labels: RowLabels, parts: Parts, top: float, *, running: bool = False
) -> tuple[tuple[TableRow, ...], bool]:
    """The rows among some strips, and whether a total ends them. `running`: a page that goes on without a header."""
    held = [cells(strip, layout.bands, layout.numeric) for strip in body]
    anchors, closed = _anchors(body, held, layout, labels, parts)
    if not anchors:
        return (), closed
    texts = _texts(page, body, held, anchors, layout, labels, parts, top)
    rows = [_row(page, body[a], held[a], texts[a], layout, parts) for a in anchors]
    rows = [_settled(page, row, a, body, held, anchors, layout, parts) for row, a in zip(rows, anchors, strict=True)]
    rows = _coherent(page, [explained(row, parts, layout.roles.mark) for row in rows], layout, parts, running)
    rows = _without_surplus(page, rows, labels, layout, parts)
    return _without_sums(rows, layout, parts), closed


def value_of(cell: Cell | None, mark: str | None) -> Decimal | None:
    """The number of a cell under a decimal mark, if it has one."""
    if cell is None:
        return None
    return cell.value if cell.value is not None else cell.figure.value(mark) if cell.figure is not None else None


def explained(row: TableRow, parts: Parts, mark: str | None) -> TableRow:
    """A row that fails is right all the same where another figure of it is the difference: a discount, its rate, or the
    count that the price is for (per 100)."""
    rule = next((r for r in parts.products if len(r.factors) == 2), None)
    if row.holds is not False or rule is None:
        return row
    result = value_of(row.cells.get(rule.result), mark)
    factors = [value_of(row.cells.get(path), mark) for path in rule.factors]
    if result is None or any(f is None for f in factors):
        return row
    one, other = (f for f in factors if f is not None)
    hundredths = Decimal(100) ** len(rule.percents)
    full = one * other / hundredths
    spare = [c.figure for path, c in row.cells.items() if path not in (rule.result, *rule.factors) and c.figure is not None]
    for figure in (*spare, *row.extra):
        value = figure.value(mark)
        if not value:
            continue
        ways = [full * (100 - abs(value)) / 100] if figure.percent or abs(value) <= 100 else []
        if not figure.percent:
            ways += [full - abs(value), full + value]
            if value == value.to_integral_value() and value > 1:
                ways.append(full / value)
        if any(abs(way - result) <= Decimal("0.011") for way in ways):
            return replace(row, holds=True)
    return row


def _coherent(page: PageStrips, rows: Sequence[TableRow], layout: Layout, parts: Parts, running: bool) -> list[TableRow]:
    """Drop what only happens to have figures in the columns: footers, bank lines, other tables further down. Where the
    rows' equations can be tried, a row that fails must be written as the others and follow them closely."""
    results = [row.cells[path].figure for row in rows for path in parts.results if path in row.cells]
    written = [figure for figure in results if figure is not None]
    cents = sum(1 for figure in written if figure.decimals or figure.currency)
    wanted = [path for path in (*sorted(parts.factors), parts.main) if path in layout.roles.bands]
    speaking = [_letters(row.cells.get(parts.main or "")) >= 3 for row in rows]
    kept: list[TableRow] = []
    for row, speaks in zip(rows, speaking, strict=True):
        own = next((row.cells[path].figure for path in sorted(parts.results) if path in row.cells), None)
        odd = own is not None and not own.decimals and not own.currency and cents >= max(1, 0.5 * len(written))
        lacks = any(path not in row.cells for path in wanted) or (not speaks and any(speaking))
        if not row.holds and (odd or (lacks and not speaks and (running or any(speaking)))):
            continue
        if kept and not row.holds and _interrupted(page, kept[-1], row, strictly=lacks and any(r.holds for r in kept)):
            break
        kept.append(row)
    return kept


def _without_surplus(page: PageStrips, rows: Sequence[TableRow], labels: RowLabels, layout: Layout, parts: Parts) -> list[TableRow]:
    """Under the last row whose product holds, rows without a count or a price are charges, taxes and sums, unless the
    total of the page counts them in."""
    factors = [path for path in sorted(parts.factors) if path in layout.roles.bands]
    last = max((number for number, row in enumerate(rows) if row.holds), default=None)
    result = next((path for path in sorted(parts.results) if path in layout.roles.bands), None)
    if last is None or result is None or len(factors) < 2:
        return list(rows)
    firm = list(rows[: last + 1])
    loose = [row for row in rows[last + 1 :] if any(path not in row.cells for path in factors)]
    firm += [row for row in rows[last + 1 :] if all(path in row.cells for path in factors)]
    if not loose:
        return list(rows)
    mark = layout.roles.mark
    totals = {
        value
        for strip in page.strips
        if strip.figures and is_summary(strip, labels)
        for placed in strip.figures
        if (value := placed.figure.value(mark)) is not None
    }
    amounts = [value_of(row.cells.get(result), mark) or Decimal(0) for row in firm]
    more = [value_of(row.cells.get(result), mark) or Decimal(0) for row in loose]
    counted = sum(amounts, Decimal(0)) not in totals and sum((*amounts, *more), Decimal(0)) in totals
    return list(rows) if counted else [row for row in rows if all(row is not other for other in loose)]


def _letters(cell: Cell | None) -> int:
    return sum(c.isalpha() for c in cell.text) if cell is not None else 0


def _interrupted(page: PageStrips, above: TableRow, row: TableRow, *, strictly: bool) -> bool:
    """Whether something else stands between two rows: much white, or lines that are neither's."""
    bottom = max([above.strip.bottom, *(t.bottom for cell in above.cells.values() for t in cell.tokens)])
    top = min([row.strip.top, *(t.top for cell in row.cells.values() for t in cell.tokens)])
    if top - bottom > FAR_GAP * page.line_height:
        return True
    between = [s for s in page.strips if bottom < s.middle < top and len(s.text) > 2]
    return strictly and len(between) > 1


def _settled(
    page: PageStrips,
    row: TableRow,
    anchor: int,
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    anchors: Sequence[int],
    layout: Layout,
    parts: Parts,
) -> TableRow:
    """A row whose equation does not hold, or lacks a figure, by other figures of the same cells: those on the lines around
    (within the drawn row, or up to the next row) and beside the one taken."""
    if row.holds:
        return row
    lines = _lines_of_row(page, anchor, body, anchors)
    for rule in parts.products:
        ordered = [f for f in rule.factors if f not in rule.percents] + list(rule.percents)
        paths = [rule.result, *ordered]
        if any(path not in layout.roles.bands for path in paths):
            continue
        options: list[list[tuple[int, Placed]]] = []
        for path in paths:
            band = layout.roles.bands[path]
            found = [(n, p) for n in lines if band in held[n] for p in held[n][band].figures if not p.figure.is_code]
            found = [(n, p) for n, p in found if p.figure.percent == (path in rule.percents and p.figure.percent)]
            found.sort(key=lambda item: (path not in row.cells or item[1].figure is not row.cells[path].figure, abs(item[0] - anchor)))
            options.append(found[:5])
        for chosen in product(*options):
            values = [p.figure.value(layout.roles.mark) for _, p in chosen]
            numbers = [v for v in values if v is not None]
            if len(numbers) == len(values) and numbers[0] and holds(numbers[0], numbers[1:], len(rule.percents)):
                cells = dict(row.cells)
                for path, (n, p) in zip(paths, chosen, strict=True):
                    cells[path] = Cell(body[n].tokens[p.first : p.last], p.figure.text, p.figure)
                return replace(row, cells=cells, holds=True)
    return row


def _lines_of_row(page: PageStrips, anchor: int, body: Sequence[Strip], anchors: Sequence[int]) -> list[int]:
    """The strips of a row: of its drawn cell, or from it down to the next row's, no further than text wraps."""
    strip = body[anchor]
    number = anchors.index(anchor)
    first = anchors[number - 1] + 1 if number else 0
    last = anchors[number + 1] if number + 1 < len(anchors) else len(body)
    above = max((y for y, left, right in page.across if y < strip.middle and left <= strip.right and right >= strip.left), default=None)
    below = min((y for y, left, right in page.across if y > strip.middle and left <= strip.right and right >= strip.left), default=None)
    found = [anchor]
    for step, stop in ((1, last), (-1, first - 1)):
        edge = strip
        for position in range(anchor + step, stop, step):
            other = body[position]
            drawn = above is not None and below is not None and above < other.middle < below
            gap = other.top - edge.bottom if step > 0 else edge.top - other.bottom
            if not drawn and (step < 0 or gap > WRAP_GAP * page.line_height):
                break
            found.append(position)
            edge = other
    return sorted(found)


def _without_sums(rows: Sequence[TableRow], layout: Layout, parts: Parts) -> tuple[TableRow, ...]:
    """Drop rows that add up those above them, whatever they are called: they lack a factor that the others have."""
    result = next((path for path in sorted(parts.results) if path in layout.roles.bands), None)
    factors = [path for path in sorted(parts.factors) if path in layout.roles.bands]
    if result is None:
        return tuple(rows)
    kept: list[TableRow] = []
    for row in rows:
        cell = row.cells.get(result)
        value = cell.figure.value(layout.roles.mark) if cell is not None and cell.figure is not None else None
        above = [c.figure.value(layout.roles.mark) for r in kept if (c := r.cells.get(result)) is not None and c.figure is not None]
        lacks = row.holds is not True and (not factors or any(path not in row.cells for path in factors))
        if lacks and value and len(above) >= (1 if factors else 2) and value == sum(v for v in above if v is not None):
            continue
        kept.append(row)
    return tuple(kept)


def _key_bands(layout: Layout, parts: Parts) -> tuple[list[int], list[int]]:
    """The bands whose figure makes a strip a row, and those of the factors."""
    bands_of = layout.roles.bands
    factors = [bands_of[path] for path in sorted(parts.factors) if path in bands_of]
    results = [bands_of[path] for path in sorted(parts.results) if path in bands_of]
    if not results:
        money = [band for path, band in sorted(bands_of.items()) if parts.kinds[path].value == "money"]
        results = money[-1:] or factors or [band for path, band in sorted(bands_of.items()) if parts.kinds[path] in NUMBERS][-1:]
    return results, factors


def _anchors(
    body: Sequence[Strip], held: Sequence[Mapping[int, BandCell]], layout: Layout, labels: RowLabels, parts: Parts
) -> tuple[list[int], bool]:
    results, factors = _key_bands(layout, parts)
    candidates: list[tuple[int, int, bool]] = []  # strip, factors filled, has the result
    closed_at: int | None = None
    for position, row in enumerate(held):
        has_result = any(_is_figure(row.get(band)) for band in results)
        filled = sum(1 for band in factors if _is_figure(row.get(band)))
        whole = bool(factors) and len(factors) > 1 and filled == len(factors)
        if not has_result and not whole:
            continue
        is_total = is_summary(body[position], labels)
        if is_total and not (whole and len(factors) > 1):
            if has_result and closed_at is None and candidates and not is_carried(body[position]):
                closed_at = position
            continue
        if closed_at is not None and not (whole and has_result and _agrees(row, layout, parts)):
            continue
        candidates.append((position, filled, has_result))
    if not candidates:
        return [], closed_at is not None
    last_result = max((position for position, _, has_result in candidates if has_result), default=None)
    if last_result is not None:  # a row without an amount is one only among rows with amounts: a gift, a text "included"
        candidates = [item for item in candidates if item[2] or item[0] < last_result]
    with_factors = sum(1 for _, filled, _ in candidates if filled)
    if factors and with_factors:
        # Surcharges, notes of discount and the like stand in the column of amounts without a quantity or a price.
        kept = [position for position, filled, _ in candidates if filled]
        if with_factors >= 0.4 * len(candidates) or with_factors >= 2:
            return _numbered(kept, candidates, held, layout, parts), closed_at is not None
    return [position for position, _, _ in candidates], closed_at is not None


def _numbered(
    kept: list[int],
    candidates: Sequence[tuple[int, int, bool]],
    held: Sequence[Mapping[int, BandCell]],
    layout: Layout,
    parts: Parts,
) -> list[int]:
    """Where the full rows are numbered, a half-filled row without a number is none of them."""
    band = layout.roles.bands.get(parts.ordinal or "")
    filled = {position: count for position, count, _ in candidates}
    most = max(filled[position] for position in kept)
    full = [position for position in kept if filled[position] == most]
    if band is None or most < 2 or any(band not in held[position] for position in full):
        return kept
    return [position for position in kept if filled[position] == most or band in held[position]]


def _is_figure(cell: BandCell | None) -> bool:
    if cell is None or not cell.figures:
        return False
    letters = sum(c.isalpha() for token in cell.words for c in token.text)
    return letters <= 10 or letters <= 3 * len(cell.figures)


def _agrees(row: Mapping[int, BandCell], layout: Layout, parts: Parts) -> bool | None:
    bands_of, mark = layout.roles.bands, layout.roles.mark
    for rule in parts.products:
        ordered = [f for f in rule.factors if f not in rule.percents] + list(rule.percents)
        if rule.result not in bands_of or any(f not in bands_of for f in ordered):
            continue
        result = figure_of(row.get(bands_of[rule.result]), parts.kinds[rule.result])
        factors = [figure_of(row.get(bands_of[f]), parts.kinds[f]) for f in ordered]
        values = [f.value(mark) for f in factors if f is not None]
        total = result.value(mark) if result is not None else None
        if total is None or len(values) < len(ordered) or any(v is None for v in values):
            continue
        return holds(total, [v for v in values if v is not None], len(rule.percents))
    return None


def _texts(
    page: PageStrips,
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    anchors: Sequence[int],
    layout: Layout,
    labels: RowLabels,
    parts: Parts,
    top: float,
) -> dict[int, list[tuple[Token, ...]]]:
    """The lines of the main text of each anchor, top to bottom, its own line included."""
    main = layout.roles.bands.get(parts.main or "")
    own = {a: (held[a][main].tokens if main is not None and main in held[a] else ()) for a in anchors}
    found: dict[int, list[tuple[Token, ...]]] = {a: [] for a in anchors}
    if main is None:
        return found
    wraps = {
        position: tokens
        for position in range(len(body))
        if position not in own and (tokens := _wrapped(body[position], held[position], main, layout, labels))
    }
    has_own = {a: sum(c.isalpha() for t in own[a] for c in t.text) >= 2 for a in anchors}
    above_style = not has_own[anchors[0]] and any(position < anchors[0] for position in wraps)
    before: dict[int, list[int]] = {a: [] for a in anchors}
    after: dict[int, list[int]] = {a: [] for a in anchors}
    borders: list[int | None] = [None, *anchors, None]
    for upper, lower in pairwise(borders):
        first = 0 if upper is None else upper + 1
        last = len(body) if lower is None else lower
        between = [position for position in range(first, last)]
        if not between:
            continue
        up, down = _share_out(page, body, wraps, between, upper, lower, has_own, above_style, own, top)
        if upper is not None:
            after[upper] = up
        if lower is not None:
            before[lower] = down
    for a in anchors:
        found[a] = [wraps[p] for p in before[a]] + ([own[a]] if own[a] else []) + [wraps[p] for p in after[a]]
    return found


def _wrapped(
    strip: Strip, row: Mapping[int, BandCell], main: int, layout: Layout, labels: RowLabels
) -> tuple[Token, ...]:
    """The text of a strip that may continue a row's main text: it begins in the main band, and is no total."""
    cell = row.get(main)
    if cell is None:
        return ()
    first = strip.tokens.index(cell.tokens[0])
    if first and cell.tokens[0].left - strip.tokens[first - 1].right <= 0.6 * max(strip.height, 1.0):
        return ()  # a sentence that runs through several columns
    if strip.figures and is_summary(strip, labels):
        return ()
    tokens = list(cell.tokens)
    position = first + len(tokens)
    while position < len(strip.tokens) and strip.tokens[position].left - tokens[-1].right <= 0.6 * max(strip.height, 1.0):
        tokens.append(strip.tokens[position])  # and one that runs out of the main column on the right
        position += 1
    return tuple(tokens)


def _share_out(
    page: PageStrips,
    body: Sequence[Strip],
    wraps: Mapping[int, tuple[Token, ...]],
    between: Sequence[int],
    upper: int | None,
    lower: int | None,
    has_own: Mapping[int, bool],
    above_style: bool,
    own: Mapping[int, tuple[Token, ...]],
    top: float,
) -> tuple[list[int], list[int]]:
    """Which of the strips between two anchors belong to the upper one, and which to the lower one."""
    high = body[upper].middle if upper is not None else top
    low = body[lower].middle if lower is not None else page.strips[-1].bottom + page.line_height
    members = [position for position in between if position in wraps]
    if not members:
        return [], []
    sample = wraps[members[0]]
    drawn = sorted(y for y, left, right in page.across if high < y < low and left <= sample[0].left + 2 and right >= sample[0].right - 2)
    if drawn:
        up = [p for p in members if body[p].middle < drawn[0]] if upper is not None else []
        down = [p for p in members if body[p].middle > drawn[-1]] if lower is not None else []
        if upper is not None:
            up = _run_on(page, body, up, upper, between, down=True)
        # Under a line drawn right above it, text is of the lower row's cell only if that row's figures stand lower in it.
        boxed = lower is not None and any(y > low for y, *_ in page.across) and len(drawn) >= 1
        if lower is not None and not (boxed and (not has_own[lower] or _near_above(page, body, down, lower, own, wraps))):
            down = []
        return up, down
    if upper is None:
        assert lower is not None
        run = _run_on(page, body, members, lower, between, down=False)
        if not has_own[lower]:
            return [], run
        return [], run if _near_above(page, body, run, lower, own, wraps) and len(run) == 1 else []
    if lower is None:
        if above_style and not has_own[upper]:
            return [], []
        return _run_on(page, body, members, upper, between, down=True), []
    gaps = [b.middle - a.middle for a, b in pairwise([body[upper], *(body[p] for p in members), body[lower]])]
    widest = max(range(len(gaps)), key=lambda i: (gaps[i], i))
    others = [gap for i, gap in enumerate(gaps) if i != widest]
    parted = gaps[widest] >= APART * median(others) if others else False
    if not has_own[lower]:
        if above_style and not has_own[upper]:
            return [], _run_on(page, body, members, lower, between, down=False)
        if not has_own[upper]:
            return _run_on(page, body, members, upper, between, down=True), []
        cut = widest if parted else len(members) - 1
        return members[:cut], members[cut:]
    if parted and widest < len(members):
        up, down = members[:widest], members[widest:]
        if not _near_above(page, body, down, lower, own, wraps):
            down = []
        return _run_on(page, body, up, upper, between, down=True), down
    return _run_on(page, body, members, upper, between, down=True), []


def _run_on(page: PageStrips, body: Sequence[Strip], members: Sequence[int], anchor: int, between: Sequence[int], *, down: bool) -> list[int]:
    """The members that follow the anchor without a break: no wide gap and no strip that is not one of them."""
    allowed = set(members)
    found: list[int] = []
    edge = body[anchor]
    limit = max(WRAP_GAP * page.line_height, 0.0)
    for position in between if down else reversed(between):
        strip = body[position]
        gap = strip.top - edge.bottom if down else edge.top - strip.bottom
        if gap > limit:
            break
        if position not in allowed:
            if any(len(token.text) > 1 for token in strip.tokens) and not _beside(strip, edge):
                break
            continue
        found.append(position)
        edge = strip
    return sorted(found)


def _beside(strip: Strip, edge: Strip) -> bool:
    """Small print in another column, set tighter than the rows: it interrupts nothing."""
    return len(strip.tokens) <= 4


def _near_above(
    page: PageStrips,
    body: Sequence[Strip],
    members: Sequence[int],
    anchor: int,
    own: Mapping[int, tuple[Token, ...]],
    wraps: Mapping[int, tuple[Token, ...]],
) -> bool:
    """Whether the text right above a row that has text of its own is of its cell (set around the figures' middle)
    rather than a heading: as near as a line, as far left, as bold."""
    if not members:
        return False
    below = body[anchor]
    for position in reversed(members):
        if below.middle - body[position].middle > TIGHT * page.line_height:
            return False
        below = body[position]
    text = wraps[members[-1]]
    if not own[anchor]:
        return True
    first = own[anchor][0]
    return abs(text[0].left - first.left) <= 2.5 and text[0].word.bold == first.word.bold


def _row(
    page: PageStrips,
    strip: Strip,
    row: Mapping[int, BandCell],
    lines: Sequence[tuple[Token, ...]],
    layout: Layout,
    parts: Parts,
) -> TableRow:
    found: dict[str, Cell] = {}
    for path, band in layout.roles.bands.items():
        cell = row.get(band)
        kind = parts.kinds[path]
        if path == parts.main:
            text_lines = [tokens for tokens in lines if tokens]
            stack = layout.stacks.get(band, ())
            if len(stack) > 1 and len(text_lines) > 1 and stack[0] != path and stack[0] in parts.kinds and stack[0] not in layout.roles.bands:
                first, text_lines = text_lines[0], text_lines[1:]
                found[str(stack[0])] = Cell(first, " ".join(t.text for t in first))
            if text_lines:
                found[path] = Cell(
                    tuple(token for tokens in text_lines for token in tokens),
                    "\n".join(" ".join(token.text for token in tokens) for tokens in text_lines),
                )
            continue
        if cell is None:
            continue
        if kind in NUMBERS:
            value = figure_of(cell, kind)
            if value is not None:
                placed = next(p for p in cell.figures if p.figure is value)
                found[path] = Cell(strip.tokens[placed.first : placed.last], value.text, value)
                if path in parts.factors and kind.value == "number":
                    _loose_unit(found, cell, value, layout, parts, placed.last, strip)
        elif path == parts.unit and cell.figures and cell.words:
            found[path] = Cell(cell.words, " ".join(token.text for token in cell.words))
            count = next((p for p in sorted(parts.factors) if parts.kinds[p].value == "number" and p not in layout.roles.bands), None)
            if count is not None:  # "3 pcs" in the column of units
                placed = cell.figures[0]
                found[count] = Cell(strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
        else:
            found[path] = Cell(cell.tokens, cell.text)
    used = set(layout.roles.bands.values())
    extra = tuple(p.figure for band, cell in sorted(row.items()) if band not in used for p in cell.figures)
    source = {
        path: f"column {layout.names[band]!r}" if band in layout.names and path in layout.roles.named else "column told by its content"
        for path, band in layout.roles.bands.items()
    }
    return TableRow(page.page, strip, found, _agrees(row, layout, parts), extra, layout.roles.mark, source=source)


def _loose_unit(found: dict[str, Cell], cell: BandCell, value: Figure, layout: Layout, parts: Parts, after: int, strip: Strip) -> None:
    """The unit that stands in the quantity's own cell: "3 Stk", "12kg"."""
    if parts.unit is None or parts.unit in layout.roles.bands:
        return
    if value.unit and value.unit.casefold() not in ("x", "×"):
        found[parts.unit] = Cell(cell.tokens[:1], value.unit)
        return
    rest = [token for token in cell.words if token.left >= strip.tokens[after - 1].right - 1 and any(c.isalpha() for c in token.text)]
    text = " ".join(token.text for token in rest)
    if rest and len(text) <= 12 and text.casefold() not in ("x", "×"):
        found[parts.unit] = Cell(tuple(rest), text)
