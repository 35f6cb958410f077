"""Rows whose equation fails: a discount beside them, another reading of a figure, or the one misread digit that would
make it hold. What the totals of the page prove is taken; what nothing proves is offered as a runner-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from rapidfuzz.distance import Levenshtein

from extractor.find.rows.equations import holds
from extractor.find.rows.figures import Figure, figure, is_currency
from extractor.find.rows.keep import explained
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips
from extractor.find.rows.table import Cell, TableRow, value_of
from extractor.find.rows.tokens import part_of
from extractor.quick import dataclass
from extractor.schemas.record import Kind, Product
from extractor.values._slips import look_alike

MOST_ROWS_TO_MEND = 0.5  # where more of the rows fail, it is the columns that are wrong, not the digits
DIGITS = "0123456789"
CENT = Decimal("0.01")
_COUNT_BEFORE = re.compile(r"([1-9]\d{0,3})([^\W\d_]{2,}.*)")
_AS_POINT = {",": ".", "'": ".", "\u2019": "."}
DECIMALS_OF_A_LOST_MARK = 5  # "1,55175" for 1,551.75
LOST_OF_GROUP = 2  # digits that are left of a group of thousands
MOST_CHOICES, MOST_TOGETHER = 4, 6  # mended amounts tried for a row, and rows mended together


@dataclass(frozen=True, slots=True)
class Mend:
    """One change that makes a row's equation hold."""

    path: str
    value: Decimal
    was: str
    reread: bool  # the same characters under the other decimal mark: no digit is changed
    alike: bool  # what was read looks like what is meant, or the reader itself was in doubt of it


def mended(rows: Sequence[TableRow], pages: Sequence[PageStrips], parts: Parts, mark: str | None) -> tuple[TableRow, ...]:
    """The rows with discounts recognised and misread figures mended."""
    rule = next((r for r in parts.products if len(r.factors) == 2), None)
    if rule is None or not rows:
        return tuple(rows)
    rows = [_filled(_counted_in_text(explained(row, parts, row.mark or mark), rule, parts), rule, row.mark or mark) for row in rows]
    failing = [number for number, row in enumerate(rows) if row.holds is False]
    scanned = {page.page for page in pages if not page.reading.is_text_layer}
    most = len(rows) if all(rows[n].page in scanned for n in failing) else max(1, int(MOST_ROWS_TO_MEND * len(rows)))
    if not failing or len(failing) > most:
        return tuple(rows)
    totals = _totals(rows, pages, mark)
    amounts = [value_of(row.cells.get(rule.result), row.mark or mark) for row in rows]
    options = {number: _mends(rows[number], rule, rows[number].mark or mark) for number in failing}
    settled = _amounts_that_add_up(amounts, options, rule, totals)
    for number in failing:
        row, mends = rows[number], options[number]
        rereads = [mend for mend in mends if mend.reread]
        if settled is not None:
            value = settled[number]
            changed = value != amounts[number]
            mends = [
                mend
                for mend in mends
                if (mend.path == rule.result and mend.value == value) == changed and (changed or mend.path != rule.result)
            ]
        alike = [mend for mend in mends if mend.alike]
        likely = alike if len(alike) == 1 and len(mends) > 1 and row.page in scanned else mends
        if len(rereads) == 1:
            rows[number] = _applied(row, rereads[0], None)
        elif len(likely) == 1 and (settled is not None or row.page in scanned):
            proof = "the row's product and the sum of the rows" if settled is not None else "the row's product"
            rows[number] = _applied(row, likely[0], f"read as {likely[0].was}; mended by {proof}")
        elif mends:
            rows[number] = replace(row, maybe={mend.path: mend.value for mend in reversed(mends)})
    return tuple(rows)


def _amounts_that_add_up(
    amounts: Sequence[Decimal | None], options: Mapping[int, Sequence[Mend]], rule: Product, totals: frozenset[Decimal]
) -> list[Decimal] | None:
    """The amounts, as read or mended, whose sum is a total of the page; as few mended as will do. None: there are none, or
    two ways."""
    if any(amount is None for amount in amounts):
        return None
    read = [amount for amount in amounts if amount is not None]
    choices = {number: [m.value for m in mends if m.path == rule.result][:MOST_CHOICES] for number, mends in options.items()}
    numbers = [number for number, values in choices.items() if values][:MOST_TOGETHER]
    for count in range(len(numbers) + 1):
        found: list[list[Decimal]] = []
        for some in combinations(numbers, count):
            for values in product(*(choices[number] for number in some)):
                tried = list(read)
                for number, value in zip(some, values, strict=True):
                    tried[number] = value
                if sum(tried, Decimal(0)) in totals and tried not in found:
                    found.append(tried)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _counted_in_text(row: TableRow, rule: Product, parts: Parts) -> TableRow:
    """A row whose count was read as one word with the text behind it ("5Labels"): the product proves it."""
    count = next((path for path in rule.factors if parts.kinds[path] is Kind.NUMBER), "")
    text = row.cells.get(parts.main or "")
    found = _COUNT_BEFORE.fullmatch(text.tokens[0].text) if text is not None and text.tokens else None
    others = [value_of(row.cells.get(path), row.mark) for path in (rule.result, *rule.factors) if path != count]
    if found is None or text is None or rule.percents or count in row.cells or len(others) != 2:
        return row
    value, (result, price) = Decimal(found[1]), others
    if result is None or price is None or not result or not holds(result, (value, price), 0):
        return row
    first = text.tokens[0]
    cut = first.left + (first.right - first.left) * len(found[1]) / len(first.text)
    told, rest = part_of(first, found[1], first.left, cut), part_of(first, found[2], cut, first.right)
    cells = {
        **row.cells,
        count: Cell((told,), told.text, Figure(told.text, value, value, 0)),
        parts.main or "": replace(text, tokens=(rest, *text.tokens[1:]), text=text.text.removeprefix(found[1])),
    }
    return replace(row, cells=cells, holds=True, source={**row.source, count: "the text's first sign, proved by the row's product"})


def _filled(row: TableRow, rule: Product, mark: str | None) -> TableRow:
    """A row with one figure that could not be read as one, told by the other two where it looks like what was read."""
    paths = (rule.result, *rule.factors)
    missing = [path for path in paths if path not in row.cells]
    if len(missing) != 1 or missing[0] not in row.unread or rule.percents:
        return row
    values = {path: value_of(row.cells.get(path), mark) for path in paths if path not in missing}
    known = [value for value in values.values() if value is not None]
    if len(known) != 2:
        return row
    path = missing[0]
    if path == rule.result:
        told = (known[0] * known[1]).quantize(CENT)
    else:
        factor = next(value for other, value in values.items() if other != rule.result and value is not None)
        result = values[rule.result]
        if not factor or result is None:
            return row
        told = result / factor
        told = told.quantize(CENT) if told != told.to_integral_value() else told.to_integral_value()
        if not holds(result, (told, factor), 0):
            return row
    whole = row.unread[path]
    runs = [whole, *((token,) for token in whole if len(whole) > 1)]
    tokens = next((run for run in runs if _looks_like(told, " ".join(token.text for token in run))), ())
    if not tokens:
        return row
    text = " ".join(token.text for token in tokens)
    told_figure = Figure(text, told, told, 2)
    note = f"read as {text!r}; told by the row's other figures"
    return replace(row, cells={**row.cells, path: Cell(tokens, text, told_figure, told)}, holds=True, repaired={**row.repaired, path: note})


def _looks_like(value: Decimal, text: str) -> bool:
    """Whether a text may be a misreading of a value: no more than a third of its characters are others."""
    raw = "".join(_AS_POINT.get(c, c) for word in text.split() if not is_currency(word) for c in word)
    shown = {format(abs(value), "f"), format(abs(value).quantize(CENT), "f"), format(abs(value).normalize(), "f")}
    shown |= {format(abs(value).quantize(CENT), ",f").replace(",", ".")}
    return any(Levenshtein.distance(raw.strip("-\u2212"), form) <= max(1, len(form) // 3) for form in sorted(shown))


def _applied(row: TableRow, mend: Mend, note: str | None) -> TableRow:
    cells = {**row.cells, mend.path: replace(row.cells[mend.path], value=mend.value)}
    repaired = {**row.repaired, mend.path: note} if note else row.repaired
    return replace(row, cells=cells, holds=True, repaired=repaired)


def _totals(rows: Sequence[TableRow], pages: Sequence[PageStrips], mark: str | None) -> frozenset[Decimal]:
    """The amounts that stand under or beside the rows: totals among them."""
    own = {id(row.strip) for row in rows}
    last = rows[-1].page
    return frozenset(
        value
        for page in pages
        if page.page >= last
        for strip in page.strips
        if id(strip) not in own
        for placed in strip.figures
        if placed.figure.is_amount and (value := placed.figure.value(mark)) is not None
    )


def _mends(row: TableRow, rule: Product, mark: str | None) -> list[Mend]:
    paths = (rule.result, *rule.factors)
    values = {path: value_of(row.cells.get(path), mark) for path in paths}
    if any(v is None for v in values.values()):
        return []
    known: Mapping[str, Decimal] = {path: v for path, v in values.items() if v is not None}
    found: list[Mend] = []
    for path in paths:
        printed = row.cells[path].figure
        if printed is None:
            continue
        tried: set[Decimal] = set()
        for value, reread in (*((v, True) for v in _readings(printed)), *((v, False) for v in _slips(printed, mark))):
            if value in tried or value == known[path]:
                continue
            tried.add(value)
            changed = {**known, path: value}
            ordered = [changed[f] for f in rule.factors if f not in rule.percents] + [changed[f] for f in rule.percents]
            if value and holds(changed[rule.result], ordered, len(rule.percents)):
                alike = reread or _is_alike(row.cells[path], known[path], value)
                found.append(Mend(path, value, printed.text, reread, alike))
    return found


def _is_alike(cell: Cell, read: Decimal, meant: Decimal) -> bool:
    """Whether a figure differs from the one read by one digit for another like it, or is what the reader would else have read."""
    one, other = format(abs(read), "f"), format(abs(meant), "f")
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b] if len(one) == len(other) else []
    if len(apart) == 1 and look_alike(*apart[0]):
        return True
    return any(
        _shown(meant) == _shown(value) for token in cell.tokens for said in token.word.alternatives if (value := _value(said)) is not None
    )


def _value(text: str) -> Decimal | None:
    parsed = figure(text)
    return None if parsed is None else parsed.value(parsed.mark)


def _shown(value: Decimal) -> str:
    return format(abs(value).normalize(), "f")


def _readings(figure: Figure) -> Iterable[Decimal]:
    return (v for v in (figure.point, figure.comma) if v is not None)


def _slips(figure: Figure, mark: str | None) -> Iterable[Decimal]:
    """The values with one digit another, with one more or one less at the front, with a lost decimal mark, or with one lost of a group of
    thousands: "1.88" for 1.688 where commas are before decimals."""
    value = figure.value(mark)
    if value is None:
        return
    text = format(abs(value), "f")
    sign = -1 if value < 0 else 1
    for position, character in enumerate(text):
        if character.isdigit():
            for digit in DIGITS:
                if digit != character:
                    yield sign * Decimal(text[:position] + digit + text[position + 1 :])
    if not figure.decimals and len(text) > 2:
        yield value / 100
        if len(text) > 3 and text.isdigit():  # the mark itself read as a digit
            yield sign * Decimal(f"{text[:-3]}.{text[-2:]}")
    if figure.decimals == DECIMALS_OF_A_LOST_MARK:
        yield value * 1000
    if figure.decimals == 1:
        yield from (sign * Decimal(text + digit) for digit in DIGITS)
    if mark is not None and figure.decimals == LOST_OF_GROUP and mark not in figure.text:
        whole, _, group = text.partition(".")
        yield from (sign * Decimal(whole + group[:at] + digit + group[at:]) for at in range(LOST_OF_GROUP + 1) for digit in DIGITS)
    digits = text.lstrip("0")
    for digit in DIGITS[1:]:
        yield sign * Decimal(digit + text)
    if len(digits) > 1 and digits[1].isdigit():
        yield sign * Decimal(digits[1:])
