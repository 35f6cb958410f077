"""Rows settled by their arithmetic, and what only looks like a row left out: footers, charges, sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product, takewhile

from extractor.find.rows.bands import BandCell
from extractor.find.rows.equations import CENT_OR_SO, holds
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts, ordered
from extractor.find.rows.sharing import WRAP_GAP
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, Layout, TableRow, is_summary, value_of
from extractor.schemas.record import Kind, Product

MANY = 3  # amounts whose sum no other figure is by chance
FAR_GAP = 6.0  # line heights of white: what stands below it is another thing


def settled(
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
        paths = (rule.result, *ordered(rule))
        if any(path not in layout.roles.bands for path in paths):
            continue
        options: list[list[tuple[int, Placed]]] = []
        for path in paths:
            band = layout.roles.bands[path]
            there = [anchor] if row.holds is None and path in row.cells else lines  # what is missing is looked for, nothing else
            found = [(n, p) for n in there if band in held[n] for p in held[n][band].figures if not p.figure.is_code]
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
    middle, start, end = strip.middle, strip.left, strip.right
    beside = [y for y, left, right in page.across if left <= end and right >= start]
    above, below = max((y for y in beside if y < middle), default=None), min((y for y in beside if y > middle), default=None)
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


def priced(row: TableRow, held: Mapping[int, BandCell], layout: Layout, parts: Parts) -> TableRow:
    """A row with nothing in the column of prices, with the amount of another column as its price where that makes its equation hold: of a
    list price and one less a discount, a row without a discount has the first alone."""
    mark, used = layout.roles.mark, set(layout.roles.bands.values())
    rule = next((r for r in parts.products if len(r.factors) == 2 and not r.percents and r.result in row.cells), None)
    missing = [path for path in rule.factors if path not in row.cells] if rule is not None else []
    if rule is None or row.holds is not None or len(missing) != 1 or parts.kinds[missing[0]] is not Kind.MONEY:
        return row
    count = next((path for path in rule.factors if path in row.cells), None)
    result, many = value_of(row.cells[rule.result], mark), value_of(row.cells.get(count or ""), mark)
    if missing[0] not in layout.roles.bands or layout.roles.bands[missing[0]] in held or result is None or not many:
        return row
    for placed in (placed for band, cell in sorted(held.items()) if band not in used for placed in cell.figures):
        price = placed.figure.value(mark)
        amount = placed.figure.is_amount or placed.figure.decimals_under(mark) > 2
        if amount and not placed.figure.percent and price is not None and abs(many * price - result) <= CENT_OR_SO:
            cell = Cell(row.strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)
            return replace(row, cells={**row.cells, missing[0]: cell}, holds=True)
    return row


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


def with_rebates(rows: Sequence[TableRow], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """Rows with what is taken off them as an amount or in percent, whatever their columns were taken for: the rows' arithmetic tells, or
    a sign of percent, in the column's name or behind a figure. Percentages that the list has no column for are left out."""
    rule = next((r for r in parts.products if len(r.factors) == 2 and not r.percents), None)
    if rule is None:
        return tuple(rows)
    beside = [path for path, kind in parts.kinds.items() if kind is Kind.MONEY and path not in (rule.result, *rule.factors)]
    for path in [*beside, *([rule.rebate] if rule.rebate else [])]:
        if not [row for row in rows if path in row.cells]:
            continue
        told = {ways for row in rows if (ways := _taken_off(row, path, rule, mark))}
        named = any("%" in row.source.get(path, "") or _is_percent(row.cells.get(path)) for row in rows)
        is_rate = "rate" in told or (named and "amount" not in told) or (path == rule.rebate and not told)
        goal = rule.rebate if is_rate else path if path != rule.rebate else rule.minus
        if goal != path:
            rows = [_moved(row, path, goal) for row in rows]
    return tuple(rows)


def _moved(row: TableRow, path: str, goal: str | None) -> TableRow:
    """A row with the figure of one column in another, if that one is there and empty."""
    if path not in row.cells:
        return row
    cells = {other: cell for other, cell in row.cells.items() if other != path}
    if goal is None or goal in cells:
        return replace(row, cells=cells)
    return replace(row, cells={**cells, goal: row.cells[path]}, source={**row.source, goal: row.source.get(path, "table")})


def _is_percent(cell: Cell | None) -> bool:
    return cell is not None and cell.figure is not None and cell.figure.percent


def without_shares(rows: Sequence[TableRow], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """Rows without the figures of a column of percentages that holds each row's tax: of every amount the same share."""
    taxes = [path for path, kind in parts.kinds.items() if kind is Kind.PERCENT and path not in parts.factors]
    for path in taxes:
        held = [
            (row.cells[path].figure, value_of(row.cells.get(parts.result or ""), row.mark or mark)) for row in rows if path in row.cells
        ]
        pairs = [(share, amount) for figure, amount in held if figure is not None and (share := figure.value(mark)) and amount]
        if any(figure is None or figure.percent for figure, _ in held) or len({abs(share) for share, _ in pairs}) < 2:
            continue
        rate = (100 * abs(pairs[0][0] / pairs[0][1])).quantize(Decimal("0.1"))
        if all(abs(abs(share) - abs(amount) * rate / 100) <= CENT_OR_SO for share, amount in pairs):
            rows = [replace(row, cells={p: cell for p, cell in row.cells.items() if p != path}) for row in rows]
    return tuple(rows)


def _taken_off(row: TableRow, path: str, rule: Product, mark: str | None) -> str:
    """How a figure leads from a row's product to its result: as a "rate", as an "amount", or not at all, or in both ways ("")."""
    value = value_of(row.cells[path], row.mark or mark) if path in row.cells else None
    if not value:
        return ""
    result, one, other = (value_of(row.cells.get(p), row.mark or mark) for p in (rule.result, *rule.factors))
    if result is None or one is None or other is None:
        return ""
    full = one * other
    rate = abs(full * (100 - abs(value)) / 100 - result) <= CENT_OR_SO
    amount = abs(full - abs(value) - result) <= CENT_OR_SO
    return "" if rate == amount else "rate" if rate else "amount"


def coherent(page: PageStrips, rows: Sequence[TableRow], layout: Layout, parts: Parts, running: bool) -> list[TableRow]:
    """Drop what only happens to have figures in the columns: footers, bank lines, other tables further down. Where the
    rows' equations can be tried, a row that fails must be written as the others and follow them closely."""
    results = [row.cells[path].figure for row in rows for path in parts.results if path in row.cells]
    written = [figure for figure in results if figure is not None]
    cents = sum(1 for figure in written if figure.decimals or figure.currency)
    wanted = [path for path in (*sorted(parts.factors), parts.main) if path in layout.roles.bands]
    speaking = [_letters(row.cells.get(parts.main or "")) >= 3 for row in rows]
    kept: list[TableRow] = []
    for row, speaks in zip(rows, speaking, strict=True):
        if row.holds:
            kept.append(row)
            continue
        own = next((row.cells[path].figure for path in sorted(parts.results) if path in row.cells), None)
        odd = own is not None and not own.decimals and not own.currency and cents >= max(1, 0.5 * len(written))
        lacks = any(path not in row.cells for path in wanted) or (not speaks and any(speaking))
        if odd or (lacks and not speaks and (running or any(speaking))):
            continue
        if kept and _interrupted(page, kept[-1], row, strictly=lacks and any(r.holds for r in kept)):
            break
        kept.append(row)
    return kept


def _interrupted(page: PageStrips, above: TableRow, row: TableRow, *, strictly: bool) -> bool:
    """Whether something else stands between two rows: much white, or lines that are neither's."""
    bottom = max([above.strip.bottom, *(t.bottom for cell in above.cells.values() for t in cell.tokens)])
    top = min([row.strip.top, *(t.top for cell in row.cells.values() for t in cell.tokens)])
    if top - bottom > FAR_GAP * page.line_height:
        return True
    between = [s for s in page.strips if bottom < s.middle < top and len(s.text) > 2]
    return strictly and len(between) > 1


def _letters(cell: Cell | None) -> int:
    return sum(map(str.isalpha, cell.text)) if cell is not None else 0


def without_surplus(page: PageStrips, rows: Sequence[TableRow], labels: RowLabels, layout: Layout, parts: Parts) -> list[TableRow]:
    """Under the last row whose product holds, rows without a count or a price are charges, taxes and sums, unless the total of the
    page counts them in, or rows above have as much: tills print the price of one only where there are several."""
    factors = [path for path in sorted(parts.factors) if path in layout.roles.bands]
    last = max((number for number, row in enumerate(rows) if row.holds), default=None)
    result = next((path for path in sorted(parts.results) if path in layout.roles.bands), None)
    if last is None or result is None or len(factors) < 2:
        return list(rows)
    firm = list(rows[: last + 1])
    whole = {*factors}
    usual = [whole & row.cells.keys() for row in firm if not row.holds and whole & row.cells.keys()]
    loose = [row for row in rows[last + 1 :] if whole - row.cells.keys() and whole & row.cells.keys() not in usual]
    firm += [row for row in rows[last + 1 :] if row not in loose]
    if not loose:
        return list(rows)
    mark = layout.roles.mark
    amounts = [value_of(row.cells.get(result), mark) or Decimal(0) for row in firm]
    more = [value_of(row.cells.get(result), mark) or Decimal(0) for row in loose]
    firm_sum, whole_sum = sum(amounts, Decimal(0)), sum((*amounts, *more), Decimal(0))
    counted = is_named_total(page, whole_sum, labels, mark) and not is_named_total(page, firm_sum, labels, mark)
    return list(rows) if counted else [row for row in rows if all(row is not other for other in loose)]


def is_named_total(page: PageStrips, value: Decimal, labels: RowLabels, mark: str | None) -> bool:
    """Whether a figure of a page that stands beside a total's name has a value. Where each value stands is remembered with the page."""
    if mark not in page.remembered:
        places: dict[Decimal | None, list[Strip]] = {}
        for strip in page.strips:
            for placed in strip.figures:
                places.setdefault(placed.figure.value(mark), []).append(strip)
        page.remembered[mark] = places
    return any(is_summary(strip, labels) for strip in page.remembered[mark].get(value, ()))


def completed(
    page: PageStrips,
    rows: Sequence[TableRow],
    loose: Sequence[TableRow],
    called: Sequence[TableRow],
    labels: RowLabels,
    layout: Layout,
    parts: Parts,
) -> tuple[TableRow, ...]:
    """The rows with those that have a text and an amount alone (a fee, expenses, a discount under its row), where a total of the page
    needs them: it is not what the others add up to, or that is a section's sum and these are dated or numbered as its rows are. Those
    set as the rows are come first, then those set further in, then, among rows, those that are `called` as charges are."""
    result = next((path for path in sorted(parts.results) if path in layout.roles.bands), None)
    main = parts.main or ""
    nameless = [row for row in loose if not _letters(row.cells.get(main)) and row.cells.keys() & parts.results]
    texts = [[row for row in some if _letters(row.cells.get(main)) >= 3 and row.cells.keys() & parts.results] for some in (loose, called)]
    loose, charges = texts
    if result is None or not (loose or charges) or not rows:
        return tuple(rows)
    mark = layout.roles.mark
    left = {round(_left(row, parts)) for row in rows}
    aligned = [row for row in (*loose, *charges) if any(abs(_left(row, parts) - x) <= page.line_height / 2 for x in left)]
    inside = [row for row in loose if row in aligned or _left(row, parts) > min(left)]
    with_charges = sorted((*(row for row in loose if row in aligned), *(row for row in charges if row in aligned)), key=_middle)
    told, priced = _sum_of(rows, result, mark), parts.factors <= layout.roles.bands.keys()
    wanting = not is_named_total(page, told, labels, mark)
    usual = {path for path in rows[0].cells if all(path in row.cells for row in rows)} - {parts.main, *parts.results, *parts.factors}
    for some in ([row for row in inside if row in aligned], inside, with_charges if charges else []):
        for last in range(1, len(some) + 1):  # what stands under the last one that the total needs is no row
            every = without_sums(sorted((*rows, *some[:last]), key=_middle), layout, parts)
            alike = bool(usual) and all(usual <= row.cells.keys() for row in some[:last])
            whole = _sum_of(every, result, mark)
            as_row = wanting and bool(usual) and usual <= every[-1].cells.keys()
            if every[-1] in charges and not as_row and not _is_section(every, nameless, result, mark):
                continue  # a charge on all of the rows
            if (wanting or (alike and all(row in aligned for row in some[:last]))) and is_named_total(page, whole, labels, mark):
                free = takewhile(lambda row: value_of(row.cells.get(result), mark) == 0 and row.cells.keys() & parts.factors, some[last:])
                return without_sums((*every, *free), layout, parts)
            below: set[Decimal | None] = set() if priced else _amounts_below(page, every[-1], mark)
            if len(every) >= MANY and whole in below and told not in below and wanting:
                return every
    return tuple(rows)


def _middle(row: TableRow) -> float:
    return row.strip.middle


def _is_section(rows: Sequence[TableRow], nameless: Sequence[TableRow], path: str, mark: str | None) -> bool:
    """Whether a sum without a name, right under some rows, is that of the last ones of them."""
    amounts = [value_of(row.cells.get(path), mark) or Decimal(0) for row in rows]
    under = next((row for row in nameless if row.strip.middle > rows[-1].strip.middle), None)
    value = value_of(under.cells.get(path), mark) if under is not None else None
    return value is not None and _adds_up(amounts, value, 2)


def _amounts_below(page: PageStrips, row: TableRow, mark: str | None) -> set[Decimal | None]:
    """The amounts that stand under a row, whatever they are called."""
    return {placed.figure.value(mark) for strip in page.strips if strip.middle > row.strip.bottom for placed in strip.amounts}


def _sum_of(rows: Sequence[TableRow], path: str, mark: str | None) -> Decimal:
    return sum((value_of(row.cells.get(path), mark) or Decimal(0) for row in rows), Decimal(0))


def _left(row: TableRow, parts: Parts) -> float:
    """Where a row's text begins."""
    cell = row.cells.get(parts.main or "")
    return min((token.left for token in cell.tokens), default=-1.0) if cell is not None else -1.0


def without_sums(rows: Sequence[TableRow], layout: Layout, parts: Parts) -> tuple[TableRow, ...]:
    """Drop rows that add up those above them, all or several, whatever they are called: they lack a factor that the others have."""
    result = next((path for path in sorted(parts.results) if path in layout.roles.bands), None)
    factors = [path for path in sorted(parts.factors) if path in layout.roles.bands]
    if result is None:
        return tuple(rows)
    kept: list[TableRow] = []
    for row in rows:
        cell = row.cells.get(result)
        value = cell.figure.value(layout.roles.mark) if cell is not None and cell.figure is not None else None
        if value and row.holds is not True and (not factors or any(path not in row.cells for path in factors)):
            above = [c.figure.value(layout.roles.mark) for r in kept if (c := r.cells.get(result)) is not None and c.figure is not None]
            if _adds_up([v for v in above if v is not None], value, 1 if factors else 2):
                continue
        kept.append(row)
    return tuple(kept)


def _adds_up(amounts: Sequence[Decimal], total: Decimal, least: int) -> bool:
    """Whether a total is that of all amounts (at least so many), or of the last ones of them (a section's, at least two). Nothings add
    up nothing."""
    amounts = [amount for amount in amounts if amount]
    if len(amounts) >= least and sum(amounts, Decimal(0)) == total:
        return True
    return any(sum(amounts[-count:], Decimal(0)) == total for count in range(2, len(amounts)))
