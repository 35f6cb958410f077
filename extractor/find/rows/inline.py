"""Rows told by an equation alone, wherever they stand: "VAT 19 % on 100.00: 19.00", "S 20,00% 11,00 2,20"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from extractor.find.rows.drawn import uprights_at
from extractor.find.rows.equations import holds
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import Cell, TableRow
from extractor.find.rows.tokens import chunks, cut_at
from extractor.schemas.record import Product

NAMED_COVER = 0.5  # share of a row's letters that name what the rows add up to
SURE_WITHIN = 0.93  # a rate and the tax within an amount
CENT = Decimal("0.01")
SURE_OF_LABEL = 0.85  # a rate beside a named amount, with no base to prove it
HIGHEST_RATE = Decimal(40)
LONG, MANY_WORDS = 2, 4  # letters of a word, and words of a line that is told of something


def inline_rows(
    pages: Sequence[PageStrips],
    labels: RowLabels,
    parts: Parts,
    mark: str | None,
    zones: Mapping[int, Sequence[tuple[int, int]]],
) -> tuple[TableRow, ...]:
    """Rows of a list whose product has a percentage. `zones` (page: strips first..last) belong to tables of other lists."""
    if (rule := parts.share) is None:
        return ()
    found: list[TableRow] = []
    seen: set[tuple[Decimal | None, Decimal | None]] = set()
    free = [
        (page, position, strip)
        for page in pages
        for position, strip in enumerate(page.strips)
        if strip.figures
        and True in [placed.figure.percent for placed in strip.figures]
        and not any(first <= position <= last for first, last in zones.get(page.page, ()))
    ]
    # Of a small amount the share and the tax within it are one figure: the larger amounts of the page tell which it is.
    gross = any(
        _within(page, strip, rule, labels, mark) is not None and _row(page, strip, rule, labels, parts, mark) is None
        for page, _, strip in free
    )
    for page, position, strip in free:
        whole = (_within(page, strip, rule, labels, mark) if gross else None) or _row(page, strip, rule, labels, parts, mark)
        rows = [whole] if whole else list(_under_names(page, position, rule, labels, mark)) or _beside(page, strip, rule, labels, mark)
        for row in rows:
            key = (_value(row, rule.percents[0], mark), _value(row, rule.result, mark))
            if key not in seen or _is_twin(row, key, found, pages, rule, mark):
                seen.add(key)
                found.append(row)
    found = [row for row in found if (row.holds or not _is_whole(row, pages, rule, mark)) and not _is_of_something_else(row, labels)]
    proved = [row for row in found if row.holds]
    if proved and len(proved) < len(found):
        # A rate and its tax alone repeat what a full row has said.
        rates = {_value(row, rule.percents[0], mark) for row in proved}
        found = [row for row in found if row.holds or _value(row, rule.percents[0], mark) not in rates]
    return tuple(found)


def _is_of_something_else(row: TableRow, labels: RowLabels) -> bool:
    """Whether a line has many words, none of which names a column of the list or what its rows add up to: "balance, 40 % of the fee agreed
    upon of 6500.00"."""
    words = [token.key for token in row.strip.words_apart if len(token.key) >= LONG]
    if len(words) < MANY_WORDS or any(labels.named(word) for word in words):
        return False
    named = labels.summary(row.strip.words_apart)
    return named is None or named.path not in labels.totals


def _is_whole(row: TableRow, pages: Sequence[PageStrips], rule: Product, mark: str | None) -> bool:
    """Whether what stands beside a rate is the largest amount of the pages: a total, and no tax."""
    tax = _value(row, rule.result, mark)
    figures = (p.figure for page in pages for strip in page.strips for p in strip.figures if p.figure.decimals or p.figure.currency)
    amounts = (abs(value) for figure in figures if not figure.is_code and (value := figure.value(mark)) is not None)
    return tax is not None and abs(tax) > 0 and abs(tax) >= max(amounts, default=Decimal(0))


def _is_twin(
    row: TableRow,
    key: tuple[Decimal | None, Decimal | None],
    found: Sequence[TableRow],
    pages: Sequence[PageStrips],
    rule: Product,
    mark: str | None,
) -> bool:
    """Whether a row that repeats another's figures is a tax of its own, as a state's beside a country's: their names differ, and the
    page has the two together, alone or upon another amount."""
    rate, tax = key
    alike = [other for other in found if (_value(other, rule.percents[0], mark), _value(other, rule.result, mark)) == key]
    if not tax or not rate or len(alike) != 1 or row.page != alike[0].page:
        return False
    mine, others = ({t.key for t in one.strip.words_apart if t.key} for one in (row, alike[0]))
    if mine == others:
        return False
    amounts = {v for page in pages for strip in page.strips for p in strip.figures if (v := p.figure.value(mark)) is not None}
    rounded = {Decimal(0)} | {sign * v for v in amounts if 0 < v < 1 for sign in (1, -1)}  # what tills without small coins leave off
    return 2 * tax in amounts or any(
        a + 2 * tax + small in amounts and a + tax not in amounts for a in amounts if a > 2 * tax for small in rounded
    )


def _value(row: TableRow, path: str, mark: str | None) -> Decimal | None:
    cell = row.cells.get(path)
    return cell.figure.value(mark) if cell is not None and cell.figure is not None else None


def _row(page: PageStrips, strip: Strip, rule: Product, labels: RowLabels, parts: Parts, mark: str | None) -> TableRow | None:
    """A rate, its base and its tax in one line."""
    rates, amounts = _rates_and_amounts(strip, mark)
    if len(amounts) < 2:
        return None
    rate_path = rule.percents[0]
    base_path = next(path for path in rule.factors if path != rate_path)
    for rate in rates:
        share = rate.figure.value(mark)
        for base, tax in sorted(permutations(amounts, 2), key=lambda pair: (pair[0].first > pair[1].first, pair[1].first - pair[0].first)):
            b, t = base.figure.value(mark), tax.figure.value(mark)
            if share is None or b is None or t is None or (not t and not (share == 0 and b)):
                continue
            if holds(t, (b, share), 1) and not _is_adjustment(strip, tax, labels):
                cells = {rate_path: _cell(strip, rate), base_path: _cell(strip, base), rule.result: _cell(strip, tax)}
                category = _category(strip)
                if category is not None and parts.main is not None:
                    cells[parts.main] = category
                return _made(page, strip, cells, True, "rate x base = tax in one line", 1.0, mark)
    return None


def _within(page: PageStrips, strip: Strip, rule: Product, labels: RowLabels, mark: str | None) -> TableRow | None:
    """A rate, an amount with the tax in it, and that tax: "VAT 20 % of 60.00: 10.00". The base is not printed."""
    rates, amounts = _rates_and_amounts(strip, mark)
    if len(rates) != 1 or len(amounts) != 2 or not _names_a_total(strip, labels):
        return None
    share = rates[0].figure.value(mark)
    (_, g), (tax, t) = sorted(((p, p.figure.value(mark) or Decimal(0)) for p in amounts), key=lambda pair: -pair[1])
    if not share or not 0 < t < g or abs(g * share / (100 + share) - t) >= CENT:
        return None
    cells = {rule.percents[0]: _cell(strip, rates[0]), rule.result: _cell(strip, tax)}
    return _made(page, strip, cells, None, "tax within the amount beside it", SURE_WITHIN, mark)


def _beside(page: PageStrips, strip: Strip, rule: Product, labels: RowLabels, mark: str | None) -> list[TableRow]:
    """A rate and a named amount, with no base to prove it; or several such pairs in one line."""
    rates, amounts = _rates_and_amounts(strip, mark)
    if not rates or not amounts or strip.tokens[0].text.startswith("("):
        return []  # in parentheses it is told of another figure: "(VAT 19 % of it: 2,394.96)"
    if len(amounts) == 1:
        rates = rates[-1:]
    paired = (
        len(rates) == len(amounts)
        and all(rate.right <= amount.left for rate, amount in zip(rates, amounts, strict=True))
        and all(amount.right <= rate.left for amount, rate in zip(amounts, rates[1:], strict=False))
    )
    if not (paired or len(amounts) == 1) or not _names_a_total(strip, labels):
        return []
    return [
        _made(
            page,
            strip,
            {rule.percents[0]: _cell(strip, rate), rule.result: _cell(strip, amount)},
            None,
            "rate beside the tax",
            SURE_OF_LABEL,
            mark,
        )
        for rate, amount in zip(rates, amounts, strict=True)
    ]


def _names_a_total(strip: Strip, labels: RowLabels) -> bool:
    """Whether the line's words, each taken once, name what the rows add up to."""
    words = list({token.key: token for token in strip.words_apart}.values())
    named = labels.summary(words)
    return named is not None and named.path in labels.totals and named.cover >= NAMED_COVER


def _rates_and_amounts(strip: Strip, mark: str | None) -> tuple[list[Placed], list[Placed]]:
    rates = [p for p in strip.figures if p.figure.percent and (rate := p.figure.value(mark)) is not None and 0 <= rate <= HIGHEST_RATE]
    amounts = [p for p in strip.figures if not p.figure.percent and not p.figure.is_code and (p.figure.decimals or p.figure.currency)]
    return rates, amounts if rates else []


def _is_adjustment(strip: Strip, tax: Placed, labels: RowLabels) -> bool:
    """Whether the words before the amount name a discount or a charge: "Discount 2 % on 100.00: -2.00" is no tax."""
    named = labels.summary([t for t in strip.words_apart if t.right <= tax.left + 1])
    return named is not None and named.path in labels.adjustments and named.cover >= NAMED_COVER


def _under_names(page: PageStrips, position: int, rule: Product, labels: RowLabels, mark: str | None) -> Iterator[TableRow]:
    """Totals side by side with their names above them: "VAT 21 %" in one cell, its amount under it. The line has a percentage."""
    strip = page.strips[position]
    if position + 1 >= len(page.strips) or (strip.amounts and len(strip.amounts) > 1):
        return
    below = page.strips[position + 1]
    if below.top - strip.bottom > 1.6 * page.line_height:
        return
    rate_path = rule.percents[0]
    base_path = next(path for path in rule.factors if path != rate_path)
    drawn = uprights_at(page.down, strip.middle)
    cells_above = [part for run in chunks(strip.tokens, 1.2) for part in cut_at(run, drawn)]
    for number, cell in enumerate(cells_above):
        end = cells_above[number + 1][0].left if number + 1 < len(cells_above) else float("inf")
        inside = [p for p in strip.figures if cell[0].left <= p.left and p.right <= cell[-1].right]
        rate = next((p for p in inside if p.figure.percent), None)
        named = labels.summary([t for t in cell if all(not p.left <= t.center <= p.right for p in inside)])
        if rate is None or named is None or named.path not in labels.totals or named.cover < NAMED_COVER:
            continue
        if number + 1 == len(cells_above) - 1 and any(p.figure.is_amount and p.left >= cell[-1].right for p in strip.figures):
            continue  # its amount stands beside it
        # The figure at the far side of the name's cell, or, where names are as wide as their columns, the one that meets it.
        under = [p for p in below.figures if p.figure.is_amount and cell[0].left - page.line_height / 3 <= p.left and p.right <= end]
        under = under or [
            p for p in below.figures if p.figure.is_amount and min(p.right, cell[-1].right) > max(p.left, cell[0].left) - page.line_height
        ]
        if len(under) != 1:
            continue
        share, tax = rate.figure.value(mark), under[0].figure.value(mark)
        cells = {rate_path: _cell(strip, rate), rule.result: _cell(below, under[0])}
        others = [(p, value) for p in inside if p is not rate and (value := p.figure.value(mark)) is not None]
        base = next((p for p, value in others if share is not None and tax is not None and holds(tax, (value, share), 1)), None)
        if base is not None:
            yield _made(page, strip, {**cells, base_path: _cell(strip, base)}, True, "rate x base = tax, named above", 1.0, mark)
        elif len(inside) == 1:
            yield _made(page, strip, cells, None, "tax under its rate", SURE_OF_LABEL, mark)


def _made(
    page: PageStrips, strip: Strip, cells: dict[str, Cell], proof: bool | None, evidence: str, sure: float, mark: str | None
) -> TableRow:
    return TableRow(page.page, strip, cells, proof, (), mark, sure, dict.fromkeys(cells, evidence))


def _cell(strip: Strip, placed: Placed) -> Cell:
    return Cell(strip.tokens[placed.first : placed.last], placed.figure.text, placed.figure)


def _category(strip: Strip) -> Cell | None:
    """A code of one to three letters alone beside the figures."""
    words = [t for t in strip.words_apart if t.key]
    if len(words) == 1 and len(words[0].text) <= 3 and words[0].text.isalpha() and words[0].text.isupper():
        return Cell((words[0],), words[0].text)
    return None
