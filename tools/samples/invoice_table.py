"""The table of line items: columns in many orders, wrapped descriptions, sections, several pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tools.samples.chance import Chance
from tools.samples.facts import Facts, Line
from tools.samples.families import Family
from tools.samples.language import rounded
from tools.samples.paper import BLACK, WHITE, Run, joined, wrapped
from tools.samples.sheet import Sheet

LINE_GREY = (0.6, 0.6, 0.6)
_ORDERS = (
    "position description quantity unit unit_price discount tax_rate amount",
    "position item_code description quantity unit unit_price discount tax_rate amount",
    "quantity unit description tax_rate unit_price discount amount",
    "description quantity unit_price discount tax_rate amount",
    "item_code description unit quantity unit_price discount amount tax_rate",
    "description tax_rate quantity unit unit_price discount amount",
    "position quantity unit item_code description unit_price discount tax_rate amount",
    "quantity item_code description unit_price discount amount",
    "description unit_price quantity discount amount",
    "position description amount",
    "description amount",
)


@dataclass(frozen=True, slots=True)
class Column:
    """`x` is the left edge, `end` the right one; `right` aligned to it or not."""

    key: str
    head: tuple[str, ...]
    x: float
    end: float
    right: bool


@dataclass(slots=True)
class Table:
    """The table as laid out: what totals in its columns need to know."""

    columns: list[Column]
    style: str
    y: float
    bottom: float


def draw_table(sheet: Sheet, facts: Facts, family: Family, y: float, bottom: float, turn: Callable[[], float]) -> Table:
    """Draws all rows; `turn` starts a page and gives the y it begins at; rows stay above `bottom`."""
    chance, paper = sheet.chance.fork("table"), sheet.paper
    columns = _columns(sheet, facts, chance)
    table = Table(columns, family.table, y, bottom)
    headless = chance.maybe(0.04)
    repeat, carry = chance.maybe(0.75), chance.maybe(0.4)
    above = chance.maybe(0.07)  # the figures stand on the last line of the description
    airy = chance.pick((0.35, 0.6, 0.9))
    if not headless:
        _header(sheet, table)
    top = table.y
    running = Decimal(0)
    section = ""
    for i, line in enumerate(facts.lines):
        height = _row_height(sheet, table, line, airy)
        need = height + (sheet.step * 2.2 if line.section != section else 0)
        if table.y + need > bottom:
            _rules(sheet, table, top)
            if carry:
                _carried(sheet, table, "carried", running, sheet.paper.pages)
            table.y = turn()
            if repeat and not headless:
                _header(sheet, table)
            top = table.y
            if carry:
                _carried(sheet, table, "brought", running, sheet.paper.pages - 1)
        if line.section != section:
            if section and chance.maybe(0.6):
                _subtotal(sheet, table, facts, section)
            section = line.section
            paper.text(columns[0].x + 2, table.y + sheet.size, section, weight="bold", size=sheet.size)
            table.y += sheet.step * 1.35
        _row(sheet, table, i, line, height, airy, above)
        running += line.amount
    if section and chance.maybe(0.6):
        _subtotal(sheet, table, facts, section)
    _rules(sheet, table, top)
    return table


def _columns(sheet: Sheet, facts: Facts, chance: Chance) -> list[Column]:
    order = chance.weighted(dict(zip(_ORDERS, (4.0, 3.0, 2.0, 4.0, 1.5, 1.5, 1.5, 1.5, 1.5, 0.5, 0.6), strict=True))).split()
    if facts.document_type == "reminder":
        order = ["position", "description", "amount"]
    elif any(line.discount for line in facts.lines) and "discount" not in order:
        order = _ORDERS[0].split()
    mixed = len({line.rate for line in facts.lines}) > 1
    drop = set()
    for key, probability in (("position", 0.3), ("unit", 0.3), ("item_code", 0.1)):
        if chance.maybe(probability):
            drop.add(key)
    if not any(line.discount for line in facts.lines):
        drop.add("discount")
    if facts.regime != "standard" or (not mixed and chance.maybe(0.55)):
        drop.add("tax_rate")
    if sheet.chance.fork("sub rows").maybe(0.12):
        drop.add("item_code")
    keys = [key for key in order if key not in drop]
    if "unit" not in keys and "quantity" in keys and chance.maybe(0.3):
        keys[keys.index("quantity")] = "quantity+unit"
    if mixed and "tax_rate" not in keys:
        keys.insert(len(keys) - 1, "tax_rate")
    gross = facts.gross_priced and chance.maybe(0.5)
    two_lines = chance.maybe(0.35)
    code = chance.maybe(0.2)
    made = []
    for key in keys:
        head = sheet.label("amount_gross" if gross and key == "amount" else key.split("+")[0])
        if code and key in {"amount", "unit_price"}:
            head += f" ({sheet.style.currency})" if not two_lines else f" {sheet.style.currency}"
        cells = [joined(cell) for i, line in enumerate(facts.lines) for cell in [_cell(sheet, i, line, key)]]
        body = max(sheet.paper.measure(cell, "regular", sheet.size) for cell in cells) if key != "description" else 0
        broken = key != "description" and (two_lines or sheet.paper.measure(head, "bold", sheet.size) > 62)
        lines = _head_lines(sheet, head, max(body, 34)) if broken else (head,)
        wide = max([body, *(sheet.paper.measure(part, "bold", sheet.size) for part in lines)]) + 10
        made.append((key, lines, wide))
    taken = sum(wide for key, _, wide in made if key != "description")
    room = sheet.width - taken
    if room < 110:
        made = [(key, lines, wide) for key, lines, wide in made if key not in {"item_code", "unit", "position"}]
        room = sheet.width - sum(wide for key, _, wide in made if key != "description")
    spread = max(room - chance.pick((220, 300, 400)), 0) / max(len(made) - 1, 1)  # room that the description leaves to the others
    x = sheet.left
    columns = []
    for key, lines, wide in made:
        span = room - spread * (len(made) - 1) if key == "description" else wide + spread
        right = key in {"unit_price", "amount", "discount"} or (key in {"quantity", "quantity+unit", "tax_rate"} and chance.maybe(0.7))
        columns.append(Column(key, tuple(lines), x, x + span, right))
        x += span
    return columns


def _head_lines(sheet: Sheet, head: str, wide: float) -> tuple[str, ...]:
    return tuple(wrapped(sheet.paper, head, wide + 4, "bold", sheet.size)[:3])


def _cell(sheet: Sheet, i: int, line: Line, key: str) -> list[Run]:
    path = f"line_items.{i}"
    style = sheet.style
    if key == "position":
        text = {0: str(i + 1), 1: f"{i + 1}.", 2: f"{(i + 1) * 10}", 3: f"{i + 1:02d}"}[sheet.chance.fork("position").randrange(4)]
        return [sheet.run(f"{path}.position", text, text.rstrip("."))]
    if key == "item_code":
        return [sheet.run(f"{path}.item_code", line.item_code)]
    if key == "quantity":
        return [sheet.run(f"{path}.quantity", style.quantity(line.quantity), line.quantity)]
    if key == "quantity+unit":
        runs = [sheet.run(f"{path}.quantity", style.quantity(line.quantity), line.quantity), (" ", None)]
        return [*runs, sheet.run(f"{path}.unit", line.unit)]
    if key == "unit":
        return [sheet.run(f"{path}.unit", line.unit)]
    marked = sheet.chance.fork("cell symbols").maybe(0.35)
    if key == "unit_price":
        return sheet.money(f"{path}.unit_price", line.unit_price, symbol=marked, places=line.price_places)
    if key == "discount":
        if not line.discount:
            return [("", None)]
        if sheet.chance.fork("percent discount").maybe(0.6):
            return [(f"{line.discount_percent} %" if style.language in {"de", "fr", "es"} else f"{line.discount_percent}%", None)]
        return sheet.money(f"{path}.discount", line.discount, symbol=False)
    if key == "tax_rate":
        sign = sheet.chance.fork("rate sign").pick(("%", " %", ""))
        return [sheet.run(f"{path}.tax_rate", style.rate(line.rate), line.rate), (sign, None)]
    if key == "amount":
        return sheet.money(f"{path}.amount", line.amount, symbol=marked)
    return [(line.description, f"{path}.description")]


def _description(sheet: Sheet, column: Column, i: int, line: Line) -> list[tuple[list[Run], bool]]:
    """The lines of a description, each with whether it is the smaller second part."""
    path = f"line_items.{i}.description"
    whole = f"{line.description} {line.detail}".strip()
    room = column.end - column.x - 8
    made = [([sheet.run(path, part, whole)], False) for part in wrapped(sheet.paper, line.description, room, "regular", sheet.size)]
    made += [([sheet.run(path, part, whole)], True) for part in wrapped(sheet.paper, line.detail, room, "regular", sheet.size)]
    chance = sheet.chance.fork("sub rows")
    if chance.maybe(0.12):  # a line of its own for the item's code: no column shows it
        label = sheet.label("item_code")
        made.append(([(f"{label}: ", None), sheet.run(f"line_items.{i}.item_code", line.item_code)], True))
    if line.period:
        start, end = line.period
        row = f"line_items.{i}"
        made.append(([sheet.date(f"{row}.period_start", start), (" - ", None), sheet.date(f"{row}.period_end", end)], True))
    return made


def _row_height(sheet: Sheet, table: Table, line: Line, airy: float) -> float:
    column = next(column for column in table.columns if column.key == "description")
    return (len(_description(sheet, column, 0, line)) - 1) * sheet.step + sheet.size * (1.3 + airy)


def _header(sheet: Sheet, table: Table) -> None:
    paper = sheet.paper
    chance = sheet.chance.fork("table head")
    rows = max(len(column.head) for column in table.columns)
    tall = rows * sheet.step + 6
    tint = sheet.accent if sheet.accent != BLACK else (0.25, 0.25, 0.28)
    dark = table.style == "band"
    shaded = table.style in {"zebra", "ruled", "boxed"} and chance.maybe(0.5)
    if dark or shaded:
        paper.rect(sheet.left, table.y, sheet.width, tall, fill=tint if dark else (0.9, 0.9, 0.92), stroke=None)
    upper = chance.maybe(0.12)
    bold = "bold" if dark or chance.maybe(0.75) else "regular"
    for column in table.columns:
        for i, part in enumerate(column.head):
            y = table.y + sheet.size + 1 + i * sheet.step
            x, align = (column.end - 3, "right") if column.right else (column.x + 3, "left")
            paper.text(
                x,
                y,
                part.upper() if upper else part,
                weight=bold,
                size=sheet.size,
                align=align,
                colour=WHITE if dark else BLACK,
                squeeze=column.end - column.x - 4,
            )
    if table.style in {"horizontal", "plain", "dotted", "vertical"} and not (table.style == "plain" and chance.maybe(0.5)):
        paper.line(sheet.left, table.y + tall, sheet.right, table.y + tall, width=0.8)
        if table.style == "horizontal":
            paper.line(sheet.left, table.y, sheet.right, table.y, width=0.8)
    if table.style in {"ruled", "boxed", "vertical"}:
        paper.rect(sheet.left, table.y, sheet.width, tall)
        for column in table.columns[1:] if table.style != "boxed" else []:
            paper.line(column.x, table.y, column.x, table.y + tall)
    table.y += tall


def _row(sheet: Sheet, table: Table, i: int, line: Line, height: float, airy: float, above: bool) -> None:
    paper = sheet.paper
    pad = sheet.size * airy / 2
    if table.style == "zebra" and i % 2 == 0:
        paper.rect(sheet.left, table.y, sheet.width, height, fill=(0.945, 0.95, 0.96), stroke=None)
    for column in table.columns:
        if column.key == "description":
            lines = _description(sheet, column, i, line)
            for at, (runs, minor) in enumerate(lines):
                y = table.y + pad + sheet.size + at * sheet.step
                paper.text(column.x + 3, y, runs, size=sheet.size - (0.8 if minor else 0), colour=(0.3, 0.3, 0.3) if minor else BLACK)
            continue
        runs = _cell(sheet, i, line, column.key)
        shift = height - sheet.size * (1.3 + airy) if above else 0
        x, align = (column.end - 3, "right") if column.right else (column.x + 3, "left")
        paper.text(x, table.y + pad + sheet.size + shift, runs, size=sheet.size, align=align)
    table.y += height
    if table.style in {"ruled", "horizontal"} or (table.style == "band" and sheet.chance.fork("band lines").maybe(0.5)):
        paper.line(sheet.left, table.y, sheet.right, table.y, colour=BLACK if table.style == "ruled" else LINE_GREY, width=0.4)
    elif table.style == "dotted":
        paper.line(sheet.left, table.y, sheet.right, table.y, dash=(1, 2), colour=LINE_GREY)


def _rules(sheet: Sheet, table: Table, top: float) -> None:
    """Verticals and frames, once the height on this page is known."""
    paper = sheet.paper
    if table.style in {"ruled", "vertical"}:
        for x in [*(column.x for column in table.columns), sheet.right]:
            paper.line(x, top, x, table.y)
    if table.style in {"boxed", "vertical", "ruled"}:
        paper.rect(sheet.left, top, sheet.width, table.y - top)
    if table.style == "plain" and sheet.chance.fork("closing rule").maybe(0.6):
        paper.line(sheet.left, table.y + 2, sheet.right, table.y + 2)


def _carried(sheet: Sheet, table: Table, key: str, amount: Decimal, page: int) -> None:
    """A row with the running total at the end or the beginning of a page: no field."""
    amounts = next(column for column in table.columns if column.key == "amount")
    y = table.y + sheet.step
    sheet.paper.text(amounts.x - 8, y, sheet.label(key).format(page=page), size=sheet.size, align="right", weight="italic")
    sheet.paper.text(amounts.end - 3, y, sheet.style.money(amount, symbol=False), size=sheet.size, align="right", weight="italic")
    table.y = y + sheet.size * 0.6


def _subtotal(sheet: Sheet, table: Table, facts: Facts, section: str) -> None:
    amounts = next(column for column in table.columns if column.key == "amount")
    total = rounded(sum((line.amount for line in facts.lines if line.section == section), Decimal(0)))
    y = table.y + sheet.size + 2
    sheet.paper.text(amounts.x - 8, y, sheet.label("subtotal").format(section=section), size=sheet.size, align="right", weight="bold")
    sheet.paper.text(amounts.end - 3, y, sheet.style.money(total, symbol=False), size=sheet.size, align="right", weight="bold")
    table.y = y + sheet.size * 0.8
