"""The rows under a header: the strips that carry the figures, and what they hold in each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from extractor.find.rows.bands import BandCell, cells, cells_whole
from extractor.find.rows.broken import mended_breaks
from extractor.find.rows.figures import MEASURES
from extractor.find.rows.fits import NUMBERS, figure_of
from extractor.find.rows.fitted import Under, fitted, with_nameless
from extractor.find.rows.header import Header, HeaderCell
from extractor.find.rows.keep import coherent, completed, explained, priced, settled, without_sums, without_surplus
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.roles import SURE_NAME, Roles, assign
from extractor.find.rows.row import agrees, rows_at
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import SUMMARY_COVER, Found, Layout, TableRow, is_carried, is_charge, is_summary
from extractor.find.rows.tokens import Token, key_of, letters_of
from extractor.find.rows.wrap import texts_of
from extractor.schemas.record import Kind

NUMERIC_SHARE = 0.5
FULL_COLUMNS = 5  # fewer columns than that are filled by chance too easily
DIGITS_OF_A_DAY = 3
LONGEST_SAID = 12  # letters of a word in an amount's place
MANY_TOTALS = 4  # cells: three totals' names and what they are of
NAMES_IN_TOTALS = 3  # words; fewer may be a section's heading
LEAST_PROSE = 12  # words
MOST_LOOKED_AT = 60  # strips that tell where columns part


def table_under(page: PageStrips, header: Header, last: int, labels: RowLabels, parts: Parts, mark: str | None) -> Found | None:
    """The table that a header opens, in the strips after it up to `last` (exclusive)."""
    body = page.strips[header.last + 1 : last]
    if not body:
        return None
    top = page.strips[header.first].top
    near = _until_total(body, labels)
    under = Under(page, near[:MOST_LOOKED_AT], top)
    head = header.cells if header.drawn else fitted(under, header.cells, labels)
    head = with_nameless(under, head, parts.main)
    table, first_rows = under.columns(head)
    held = [*first_rows, *(cells(strip, table) for strip in near[MOST_LOOKED_AT:])]
    whole = mended_breaks(page, near, held)
    if whole != near:
        strips = (*page.strips[: header.last + 1], *whole, *page.strips[header.last + 1 + len(near) :])
        return table_under(replace(page, strips=strips), header, last + len(whole) - len(near), labels, parts, mark)
    strengths = [_strength(row) for row in held]
    usual = _usual_strength(strengths)
    if usual == 0:
        return None
    strong = [strength >= max(1, round(0.6 * usual)) for strength in strengths]
    numeric = numeric_bands([row for row, keep in zip(held, strong, strict=True) if keep], len(table))
    held = [cells_whole(strip, table, numeric, row) for strip, row in zip_longest(body, held)]
    firm = [row for row, keep in zip(held, strong, strict=False) if keep]
    names = {number: cell.text for number, cell in enumerate(head)}
    barred = {number for number, text in names.items() if key_of(text) in labels.multipliers}
    roles = assign([cell.names for cell in head], firm, parts, mark, around=held[: min(len(near), 40)], barred=barred)
    stacks = {number: cell.stack for number, cell in enumerate(head) if cell.stack}
    roles = _with_text(roles, stacks, parts)
    layout = Layout(table, roles, numeric, stacks, names, _measure(head, roles, parts))
    rows, closed = rows_of(page, body, layout, labels, parts, page.strips[header.last].bottom, held)
    if not rows:
        return None
    if (other := _by_total(page, rows, layout, parts, sure=_is_sure(head, roles, parts))) is not None:
        layout = other
        rows, closed = rows_of(page, body, layout, labels, parts, page.strips[header.last].bottom)
        rows = tuple(replace(row, holds=row.holds or None) for row in rows)  # a part of what the product makes
    return Found(rows, layout, closed, header.score + roles.score, header, header.signature)


def _with_text(roles: Roles, stacks: Mapping[int, tuple[str | None, ...]], parts: Parts) -> Roles:
    """A band named for the text and for a number that stands over or under it is of the text, where no other one is."""
    band = next((number for number, stack in stacks.items() if parts.main in stack), None)
    if parts.main is None or parts.main in roles.bands or band is None:
        return roles
    held = {path: number for path, number in roles.bands.items() if number != band}
    return replace(roles, bands={**held, parts.main: band}, named=roles.named | {parts.main})


def _measure(head: Sequence[HeaderCell], roles: Roles, parts: Parts) -> tuple[Token, ...]:
    """The unit that a column's name gives for all its counts: "Quantity (kg)"."""
    count = next((p for p in sorted(parts.factors) if parts.kinds[p] is Kind.NUMBER and p in roles.bands), None)
    tokens = head[roles.bands[count]].tokens[-1:] if count is not None and parts.unit not in roles.bands else ()
    return tokens if tokens and tokens[0].text.strip("()[]").casefold() in MEASURES else ()


def _is_sure(head: Sequence[HeaderCell], roles: Roles, parts: Parts) -> bool:
    """Whether the rows' results are those of a column that is named so, or that the products prove."""
    band = roles.bands.get(parts.result or "")
    return roles.agree > 0 or (band is not None and any(n.path == parts.result and n.weight >= SURE_NAME for n in head[band].names))


def _by_total(page: PageStrips, rows: Sequence[TableRow], layout: Layout, parts: Parts, *, sure: bool) -> Layout | None:
    """The layout with another column of amounts as the rows' results, where a total of the page is what that one adds up to and not
    what the one taken does, or nothing names that one (`sure`): of a price agreed on and the part now due, the part."""
    taken = layout.roles.bands.get(parts.result or "")
    others = sorted(layout.numeric.difference(layout.roles.bands.values()), reverse=True)
    if not others or taken is None or parts.result is None or len(rows) < 2:
        return None
    below = rows[-1].strip.bottom
    figures_below = (placed.figure for strip in page.strips if strip.middle > below for placed in strip.figures if placed.figure.is_amount)
    totals = {figure.value(layout.roles.mark) for figure in figures_below}
    if not totals:
        return None
    held = [cells(row.strip, layout.bands, layout.numeric) for row in rows]
    for band in (taken, *others) if sure else (*others, taken):
        figures = [figure_of(row.get(band), Kind.MONEY) for row in held]
        amounts = [figure.value(layout.roles.mark) for figure in figures if figure is not None and figure.is_amount]
        if len(amounts) == len(rows) and sum((amount or Decimal(0) for amount in amounts), Decimal(0)) in totals:
            bands_of = {**layout.roles.bands, parts.result: band}
            return None if band == taken else replace(layout, roles=replace(layout.roles, bands=bands_of))
    return None


def _until_total(body: Sequence[Strip], labels: RowLabels) -> tuple[Strip, ...]:
    """The strips before the first total that stands under at least one row of figures."""
    seen = False
    for position, strip in enumerate(body):
        if seen and 0 < len(strip.figures) <= 2 and is_summary(strip, labels):
            return tuple(body[:position])
        seen = seen or bool(strip.amounts) or len(strip.figures) >= 2
    return tuple(body)


def _strength(row: Mapping[int, BandCell]) -> int:
    return sum([1 for cell in row.values() if _is_of_figures(cell)])


def _is_of_figures(cell: BandCell) -> bool:
    """Whether a cell holds a figure and hardly a word."""
    return bool(cell.figures) and (not cell.words or sum([len(token.text) for token in cell.words]) <= 8)


def _usual_strength(strengths: Sequence[int]) -> int:
    """How many bands a full row fills with figures: the most that at least a fifth of the rows with figures do."""
    filled = sorted((s for s in strengths if s), reverse=True)
    return filled[len(filled) // 5] if filled else 0


def numeric_bands(rows: Sequence[Mapping[int, BandCell]], count: int) -> frozenset[int]:
    """The bands that hold figures in most of the rows that fill them."""
    found: set[int] = set()
    for band in range(count):
        held = [row[band] for row in rows if band in row]
        figures = sum(map(_is_of_figures, held))
        if held and figures >= NUMERIC_SHARE * len(held):
            found.add(band)
    return frozenset(found)


def rows_of(
    page: PageStrips,
    body: Sequence[Strip],
    layout: Layout,
    labels: RowLabels,
    parts: Parts,
    top: float,
    known: Sequence[Mapping[int, BandCell]] | None = None,
    *,
    running: bool = False,
) -> tuple[tuple[TableRow, ...], bool]:
    """The rows among some strips, and whether a total ends them. `known`: the strips' cells; `running`: a page that goes on without a
    header."""
    held = known or [cells(strip, layout.bands, layout.numeric) for strip in body]
    anchors, loose, called, closed = _anchors(body, held, layout, labels, parts, running=running)
    if not anchors:
        return (), closed
    whole = _rows_at(page, body, held, anchors, layout, labels, parts, top, running=running)
    kept = [a for a in anchors if any(row.strip is body[a] for row in whole)]
    rest = [a for a in anchors if a in kept or not kept or not kept[0] < a < kept[-1]]
    if len(rest) < len(anchors):  # a sum between rows takes no text from the one above it
        whole = _rows_at(page, body, held, rest, layout, labels, parts, top, running=running)
    if loose or called:
        texts = texts_of(page, body, held, sorted((*anchors, *loose, *called)), layout, labels, parts, top)
        more, charges = (rows_at(page, body, held, texts, some, layout, parts) for some in (loose, called))
        whole = completed(page, whole, more, charges, labels, layout, parts)
    return whole, closed


def _rows_at(
    page: PageStrips,
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    anchors: Sequence[int],
    layout: Layout,
    labels: RowLabels,
    parts: Parts,
    top: float,
    *,
    running: bool,
) -> tuple[TableRow, ...]:
    """The rows of some strips with the text around them, without what is none by its arithmetic."""
    texts = texts_of(page, body, held, anchors, layout, labels, parts, top)
    rows = [explained(row, parts, layout.roles.mark) for row in rows_at(page, body, held, texts, anchors, layout, parts)]
    rows = [settled(page, row, a, body, held, anchors, layout, parts) for row, a in zip(rows, anchors, strict=True)]
    rows = [priced(row, held[a], layout, parts) for row, a in zip(rows, anchors, strict=True)]
    if running and layout.roles.bands.keys() & parts.results and not any(row.cells.keys() & parts.results for row in rows):
        return ()
    rows = without_surplus(page, coherent(page, rows, layout, parts, running), labels, layout, parts)
    return without_sums(rows, layout, parts)


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
    body: Sequence[Strip], held: Sequence[Mapping[int, BandCell]], layout: Layout, labels: RowLabels, parts: Parts, *, running: bool
) -> tuple[list[int], list[int], list[int], bool]:
    """The strips that are rows, those that have an amount alone and may be rows, those that may be though they are called as charges are,
    and whether a total ends the table."""
    results, factors = _key_bands(layout, parts)
    candidates: list[tuple[int, int, bool]] = []  # strip, factors filled, has the result
    closed_at: int | None = None
    by_charge = by_names = False  # what closed the table is called as a charge, and may be one of the rows; is the names of totals
    after: list[int] = []  # strips with an amount under what may have been a section's sum only
    called: list[int] = []  # strips with an amount that are called as totals or charges are
    taken = set(layout.roles.bands.values())
    for position, row in enumerate(held):
        has_result = True in [_is_figure(row[band]) for band in results if band in row]
        filled = len([band for band in factors if band in row and _is_figure(row[band])])
        whole = len(factors) > 1 and filled == len(factors)
        if not has_result and not whole:
            names = bool(candidates) and _names_totals(body[position], labels)
            if names and not by_names:
                closed_at, by_names = position if closed_at is None else closed_at, True
            if names or not (filled and candidates and any(_is_said(row.get(band)) for band in results)):
                continue
        if _is_prose(body[position]):
            continue
        above = held[candidates[-1][0]] if candidates else None
        is_total = not whole and is_summary(body[position], labels)
        if is_total and not (
            _numbered_on(row, above, layout, parts) or _is_dated(row, layout, parts) or _fills_as(row, held, results, layout, parts)
        ):
            if has_result and not is_carried(body[position], labels):
                called.append(position)
                if closed_at is None and (candidates or running):
                    closed_at, by_charge = position, is_charge(body[position], labels)
            continue
        if closed_at is not None:
            goes_on = whole and has_result
            goes_on = goes_on and ((taken <= row.keys() if by_names else _is_full(row, taken)) or bool(agrees(row, layout, parts)))
            goes_on = goes_on or (by_charge and not by_names and has_result and _is_dated(row, layout, parts))
            if not goes_on and not (has_result and _numbered_on(row, above, layout, parts)):
                if has_result:
                    after.append(position)
                continue
        candidates.append((position, filled, has_result))
    if not candidates:
        return [], [], [], closed_at is not None
    last_result = max((position for position, _, has_result in candidates if has_result), default=None)
    if last_result is not None:  # a row without an amount is one only among rows with amounts, or where a word stands for it: a gift
        candidates = [
            item
            for item in candidates
            if item[2]
            or item[0] < last_result
            or _is_misread(held[item[0]], results)
            or (item[1] == len(factors) > 1 and any(_is_said(held[item[0]].get(band)) for band in results))
        ]
    inside = range(candidates[0][0], candidates[-1][0])
    called = [position for position in called if position in inside or is_charge(body[position], labels)]
    with_factors = sum(1 for _, filled, _ in candidates if filled)
    if factors and with_factors:
        # Surcharges, notes of discount and the like stand in the column of amounts without a quantity or a price.
        kept = [position for position, filled, _ in candidates if filled]
        if with_factors >= 0.4 * len(candidates) or with_factors >= 2:
            kept = _numbered(kept, candidates, held, layout, parts)
            loose = [position for position, filled, has_result in candidates if has_result and not filled and position not in kept]
            return kept, sorted((*loose, *after)), called, closed_at is not None
    return [position for position, _, _ in candidates], after, called, closed_at is not None


def _is_prose(strip: Strip) -> bool:
    """Whether a strip is a line of sentences: many words and no column gap."""
    return len(strip.tokens) >= LEAST_PROSE and len(strip.runs) == 1


def _is_said(cell: BandCell | None) -> bool:
    """Whether a word stands where the amount would: "included", "n/c"."""
    return cell is not None and not cell.figures and 0 < sum(len(token.text) for token in cell.words) <= LONGEST_SAID


def _numbered_on(row: Mapping[int, BandCell], above: Mapping[int, BandCell] | None, layout: Layout, parts: Parts) -> bool:
    """Whether a row's number follows that of the row above it: what is named as a charge is a row where it is counted as one."""
    band = layout.roles.bands.get(parts.ordinal or "")
    if band is None or above is None or band not in row:
        return False
    numbers = [r[band].text.rstrip(".") if band in r else "" for r in (above, row)]
    return all(map(str.isdigit, numbers)) and int(numbers[1]) > int(numbers[0])


def _fills_as(
    row: Mapping[int, BandCell], held: Sequence[Mapping[int, BandCell]], results: Sequence[int], layout: Layout, parts: Parts
) -> bool:
    """Whether a text and two columns beside it and the amount are filled that most strips with an amount fill: of freight, every row is
    named as a charge."""
    main = layout.roles.bands.get(parts.main or "")
    if main not in row:
        return False
    full = [other for other in held if any(_is_figure(other.get(band)) for band in results)]
    usual = [band for band in range(len(layout.bands)) if 2 * sum(band in other for other in full) > len(full)]
    beside = [band for band in usual if band != main and band not in results]
    return len(beside) > 1 and all(band in row for band in beside)


def _is_dated(row: Mapping[int, BandCell], layout: Layout, parts: Parts) -> bool:
    """Whether a day stands in a column of days: what is charged for a time is a row, whatever it is called."""
    days = [band for path, band in layout.roles.bands.items() if parts.kinds[path] is Kind.DATE]
    return any(band in row and sum(map(str.isdigit, row[band].text)) >= DIGITS_OF_A_DAY for band in days)


def _is_full(row: Mapping[int, BandCell], taken: Set[int]) -> bool:
    """Whether a strip fills the columns as a row does, under what may have been a section's sum only."""
    return len(taken) >= FULL_COLUMNS and len(taken & row.keys()) >= len(taken) - 1


def _is_misread(row: Mapping[int, BandCell], results: Sequence[int]) -> bool:
    """Whether digits stand where the amount should be, though they make no figure."""
    return any(band in row and sum(c.isdigit() for c in row[band].text) > 1 for band in results)


def _names_totals(strip: Strip, labels: RowLabels) -> bool:
    """A row of totals' names, side by side over their amounts."""
    if strip.figures and strip.amounts:
        return False
    cells_of = strip.runs
    named = (labels.summary(cell) for cell in (cells_of[1:] if len(cells_of) >= MANY_TOTALS else cells_of))  # the first may head their rows
    alone = len(cells_of) > 1 and all(name is not None and name.cover >= SUMMARY_COVER for name in named)
    return alone or (len([token for token in strip.tokens if token.key]) > NAMES_IN_TOTALS and is_summary(strip, labels))


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
    return not cell.words or (letters := letters_of(cell.words)) <= 10 or letters <= 3 * len(cell.figures)
