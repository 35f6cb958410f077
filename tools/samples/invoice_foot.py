"""What follows the line items: totals, taxes, terms, payment, and the foot of each page."""

from __future__ import annotations

from decimal import Decimal

from tools.samples.codes import epc_payload, qr_png
from tools.samples.facts import Facts
from tools.samples.families import Family
from tools.samples.invoice_head import GREY, contact_lines, registration_lines
from tools.samples.invoice_table import Table
from tools.samples.paper import Run, Text, joined
from tools.samples.sheet import Sheet, address_lines, column, one_line

Row = tuple[str, list[Run], bool]  # label, amount, whether it is a sum that stands out


def totals(sheet: Sheet, facts: Facts) -> list[Row]:
    """The rows of the totals block, top to bottom."""
    chance = sheet.chance.fork("totals")
    rows: list[Row] = []
    symbol = chance.maybe(0.75)

    def row(path: str, key: str, value: Decimal, strong: bool = False) -> Row:
        return (sheet.label(key), sheet.money(path, value, symbol=symbol or strong), strong)

    if facts.document_type == "reminder":
        if facts.charge:
            rows = [row("line_total", "line_total", facts.line_total), row("charge_total", "charge", facts.charge)]
        return [*rows, row("amount_due", "amount_due", facts.due_amount, True)]
    extras = facts.allowance or facts.charge or facts.shipping
    if extras:
        rows.append(row("line_total", "line_total", facts.line_total))
    if facts.allowance:
        shown = chance.maybe(0.5)
        label, runs, _ = row("allowance_total", "allowance", facts.allowance)
        rows.append((label, [("-" if shown else "", None), *runs], False))
    if facts.charge:
        rows.append(row("charge_total", "charge", facts.charge))
    if facts.shipping:
        rows.append(row("shipping_total", "shipping", facts.shipping))
    one_rate = len(facts.taxes) == 1
    net = "net_total+tax_breakdown.0.base" if one_rate and facts.taxes[0][2] else "net_total"  # what the only rate is of
    if facts.regime == "exempt":
        rows.append(row("gross_total", "gross_total", facts.gross, True))
    elif facts.gross_priced:
        rows.append(row("gross_total", "gross_total", facts.gross, True))
        for i, (rate, _, tax) in enumerate(facts.taxes):
            label = sheet.label("tax_included").format(rate=sheet.style.rate(rate))
            rows.append((label, _tax(sheet, i, tax, one_rate, symbol), False))
        if chance.maybe(0.6):
            rows.append(row(net, "net_total", facts.net))
    else:
        rows.append(row(net, "net_total", facts.net))
        if not one_rate and chance.maybe(0.3):
            rows.append(row("tax_total", "tax_total", facts.tax))
        else:
            for i, (rate, base, tax) in enumerate(facts.taxes):
                template = sheet.label("tax_line")
                runs = _tax(sheet, i, tax, one_rate, symbol)
                sheet.run(f"tax_breakdown.{i}.rate", "", rate)
                rows.append(
                    (
                        template.format(
                            rate=f"\x01{sheet.style.rate(rate)}\x02{i}\x02", base=f"\x03{sheet.style.money(base, symbol=False)}\x02{i}\x02"
                        ),
                        runs,
                        False,
                    )
                )
                sheet.run(f"tax_breakdown.{i}.base", "", base)
            if not one_rate and chance.maybe(0.25):
                rows.append(row("tax_total", "tax_total", facts.tax))
        only = not facts.prepaid and not facts.rounding
        due = only and chance.maybe(0.12)
        rows.append(row("gross_total+amount_due" if due else "gross_total", "amount_due" if due else "gross_total", facts.gross, True))
    if facts.prepaid:
        label, runs, _ = row("prepaid_amount", "prepaid", facts.prepaid)
        rows.append((label, [("-" if chance.maybe(0.5) else "", None), *runs], False))
    if facts.rounding:
        rows.append(row("rounding_amount", "rounding", facts.rounding))
    if facts.prepaid or facts.rounding or (facts.document_type == "invoice" and chance.maybe(0.12)):
        rows.append(row("amount_due", "amount_due", facts.due_amount, True))
    return rows


def _tax(sheet: Sheet, i: int, tax: Decimal, total: bool, symbol: bool) -> list[Run]:
    path = f"tax_breakdown.{i}.tax"
    return sheet.money(f"tax_total+{path}" if total else path, tax, symbol=symbol)


def label_runs(label: str) -> list[Run]:
    """A label in which a tax rate (\\x01) or a base (\\x03) is marked becomes runs."""
    runs: list[Run] = []
    rest = label
    while rest:
        starts = [rest.index(mark) for mark in ("\x01", "\x03") if mark in rest]
        if not starts:
            runs.append((rest, None))
            break
        start = min(starts)
        if start:
            runs.append((rest[:start], None))
        text, index, tail = rest[start + 1 :].split("\x02", 2)
        runs.append((text, f"tax_breakdown.{index}.{'rate' if rest[start] == chr(1) else 'base'}"))
        rest = tail
    return runs


def draw_totals(sheet: Sheet, facts: Facts, family: Family, table: Table) -> float:
    """Draws the totals; returns the y after them."""
    paper, chance, rows = sheet.paper, sheet.chance.fork("draw totals"), totals(sheet, facts)
    y = table.y + sheet.size + 8
    tall = sheet.step * chance.pick((1.05, 1.2, 1.4))
    kind = family.totals
    if kind == "prose" and (facts.regime == "none" or len(facts.taxes) > 1 or len(rows) != 3 or facts.gross_priced):
        kind = "right"
    if kind == "strip" and len(rows) > 6:
        kind = "right"
    if kind == "prose":
        return _prose(sheet, facts, y)
    if kind == "strip":
        return _strip(sheet, rows, y)
    amounts = next(column for column in table.columns if column.key == "amount")
    right = amounts.end - 3 if kind in {"right", "table"} else sheet.right - 4
    wide = max(paper.measure(joined(label_runs(label)), "bold", sheet.size) for label, _, _ in rows) + 16
    money = max(paper.measure(runs, "bold", sheet.size + 1) for _, runs, _ in rows)
    left = max(right - wide - money - chance.pick((4, 20, 60)), sheet.left)
    if kind == "left":
        left, right = sheet.left, min(sheet.left + wide + money + 40, sheet.right)
    if kind == "split":  # taxes at the left, sums at the right
        left = max(left, sheet.left + sheet.width * 0.55)
    for label, runs, strong in rows:
        top = y - sheet.size
        if kind == "boxed":
            paper.rect(left - 4, top - 1, right - left + 8, tall, fill=(0.92, 0.92, 0.94) if strong else None)
        elif kind == "table":
            paper.line(sheet.left, top + tall - 1, sheet.right, top + tall - 1, colour=GREY)
            if table.style in {"ruled", "vertical", "boxed"}:
                paper.rect(sheet.left, top - 1, sheet.width, tall)
        elif strong and chance.maybe(0.6):
            paper.line(left, top, right, top, width=0.7)
        bold = "bold" if strong else "regular"
        size = sheet.size + (1 if strong and chance.maybe(0.4) else 0)
        label_x, align = (
            (right - money - 14, "right") if kind in {"right", "table"} and sheet.chance.fork("labels right").maybe(0.4) else (left, "left")
        )
        paper.text(label_x, y, label_runs(label + (sheet.colon if not label.endswith("\x02") else "")), size=size, weight=bold, align=align)
        paper.text(right, y, runs, size=size, weight=bold, align="right")
        y += tall
    if facts.regime == "standard" and (family.taxes == "table" or (kind == "split")) and chance.maybe(0.8):
        start = table.y + sheet.size + 8 if kind in {"split", "right", "boxed"} and left > sheet.left + 235 else y + 6
        end = _tax_table(sheet, facts, start, sheet.left, min(left - 16, sheet.left + 260) if start < y else sheet.left + 260)
        y = max(y, end)
    return y + 10


def _tax_table(sheet: Sheet, facts: Facts, y: float, x: float, right: float) -> float:
    paper, chance = sheet.paper, sheet.chance.fork("tax table")
    heads = [sheet.label(key) for key in ("rate", "base", "tax")]
    wide = (right - x) / 3
    ruled = chance.maybe(0.5)
    for i, head in enumerate(heads):
        paper.text(x + (i + 1) * wide - 3, y, head, size=sheet.size - 1, weight="bold", align="right", squeeze=wide - 4)
    if not ruled:
        paper.line(x, y + 3, right, y + 3)
    top = y - sheet.size
    for i, (rate, base, tax) in enumerate(facts.taxes):
        y += sheet.step
        cells: list[list[Run]] = [
            [sheet.run(f"tax_breakdown.{i}.rate", sheet.style.rate(rate), rate), (chance.pick((" %", "%")), None)],
            sheet.money(f"tax_breakdown.{i}.base", base, symbol=False),
            sheet.money(f"tax_breakdown.{i}.tax", tax, symbol=False),
        ]
        for at, runs in enumerate(cells):
            paper.text(x + (at + 1) * wide - 3, y, runs, size=sheet.size - 0.5, align="right")
    if ruled:
        rows = len(facts.taxes) + 1
        for i in range(4):
            paper.line(x + i * wide, top, x + i * wide, top + rows * sheet.step + 3)
        for i in range(rows + 1):
            paper.line(x, top + i * sheet.step + (3 if i == rows else 0), right, top + i * sheet.step + (3 if i == rows else 0))
    return y + sheet.step


def _prose(sheet: Sheet, facts: Facts, y: float) -> float:
    """Net, tax and gross in a sentence."""
    template = sheet.words.sentence(sheet.chance.fork("prose"), "totals")
    (rate, _, _) = facts.taxes[0]
    sheet.run("tax_breakdown.0.rate", "", rate)
    sheet.run("tax_breakdown.0.tax", "", facts.tax)
    fill: dict[str, list[Run]] = {
        "net": sheet.money("net_total+tax_breakdown.0.base", facts.net),
        "rate": [(sheet.style.rate(rate), "tax_breakdown.0.rate")],
        "tax": sheet.money("tax_total+tax_breakdown.0.tax", facts.tax),
        "gross": sheet.money("gross_total", facts.gross),
    }
    runs: list[Run] = []
    for part in template.replace("}", "{").split("{"):
        runs.extend(fill.get(part, [(part, None)] if part else []))
    return flow(sheet, runs, sheet.left, y + 6, sheet.width) + 8


def flow(sheet: Sheet, runs: list[Run], x: float, y: float, width: float, size: float | None = None) -> float:
    """Runs set as a paragraph, broken at spaces between or within runs; returns the baseline after it."""
    size = size or sheet.size
    line: list[Run] = []
    for text, name in runs:
        for i, word in enumerate(text.split(" ")):
            piece = (" " if i else "") + word
            if line and piece.strip() and piece.startswith(" ") and sheet.paper.measure([*line, (piece, name)], "regular", size) > width:
                sheet.paper.text(x, y, line, size=size)
                y += size * 1.3
                line, piece = [], word
            if piece:
                line.append((piece, name))
    if line:
        sheet.paper.text(x, y, line, size=size)
    return y + size * 1.3


def _strip(sheet: Sheet, rows: list[Row], y: float) -> float:
    """A row of cells over the whole width, label above amount."""
    paper = sheet.paper
    wide = sheet.width / len(rows)
    for i, (label, runs, strong) in enumerate(rows):
        left = sheet.left + i * wide
        paper.rect(left, y - sheet.size, wide, sheet.step * 2.6, fill=(0.93, 0.93, 0.95) if strong else None)
        paper.text(left + 4, y, label_runs(label), size=sheet.size - 1.5, squeeze=wide - 8)
        paper.text(
            left + wide - 4,
            y + sheet.step * 1.3,
            runs,
            size=sheet.size,
            weight="bold" if strong else "regular",
            align="right",
            squeeze=wide - 8,
        )
    return y + sheet.step * 3.4


def closing(sheet: Sheet, facts: Facts, family: Family, y: float) -> float:
    """Terms, legal notes and the payment details."""
    chance = sheet.chance.fork("closing")
    if facts.regime in {"exempt", "reverse"}:
        y = flow(sheet, [(sheet.words.sentence(chance, facts.regime), None)], sheet.left, y, sheet.width) + 4
    if facts.document_type != "credit_note" and chance.maybe(0.85):
        y = _terms(sheet, facts, y)
    if family.payment != "footer" and facts.document_type != "credit_note":
        y = _payment(sheet, facts, family, y)
    for _ in range(chance.randrange(3)):
        y = flow(
            sheet, [(sheet.words.sentence(chance, chance.pick(("thanks", "thanks", "marketing"))), None)], sheet.left, y + 2, sheet.width
        )
    return y


def _terms(sheet: Sheet, facts: Facts, y: float) -> float:
    chance, style = sheet.chance.fork("terms"), sheet.style
    key = "debit" if facts.debit else "skonto" if facts.skonto else "terms"
    template = sheet.words.sentence(chance, key)
    short, percent = facts.skonto or (10, 2)
    skonto = style.money((facts.due_amount * percent / 100).quantize(Decimal("0.01")))
    text = template.format(days=facts.days, short=short, percent=percent, skonto=skonto, due=style.date(facts.due))
    runs: list[Run] = []
    if chance.maybe(0.3):
        runs.append((f"{sheet.label('terms')}: ", None))
    sheet.run("payment.terms", text)
    if "{due}" in template:
        sheet.run("due_date", "", facts.due)
        before, after = text.split(style.date(facts.due), 1)
        runs += [(before, "payment.terms"), (style.date(facts.due), "payment.terms+due_date"), (after, "payment.terms")]
    else:
        runs.append((text, "payment.terms"))
    y = flow(sheet, runs, sheet.left, y, sheet.width) + 4
    if facts.debit and facts.mandate and chance.maybe(0.8):
        mandate = [(f"{sheet.label('mandate')}{sheet.colon or ' '} ", None), sheet.run("payment.mandate", facts.mandate)]
        y = flow(sheet, mandate, sheet.left, y, sheet.width) + 4
    elif chance.maybe(0.12):
        method = sheet.run("payment.method", sheet.words.sentence(chance, "methods"))
        y = flow(sheet, [(f"{sheet.label('method')}{sheet.colon or ' '} ", None), method], sheet.left, y, sheet.width) + 4
    return y


def bank_lines(sheet: Sheet, facts: Facts) -> list[list[Run]]:
    """The account as "label: value" lines."""
    seller, chance = facts.seller, sheet.chance.fork("bank")
    colon = sheet.colon or " "
    lines: list[list[Run]] = []
    if chance.maybe(0.7):
        lines.append([(f"{sheet.label('bank')}{colon} " if chance.maybe(0.6) else "", None), sheet.run("payment.bank_name", seller.bank)])
    if seller.iban and seller.iban_printed:
        lines.append([(f"{sheet.label('iban')}{colon} ", None), sheet.run("payment.iban", seller.iban_printed, seller.iban)])
        if chance.maybe(0.75):
            lines.append([(f"{sheet.label('bic')}{colon} ", None), sheet.run("payment.bic", seller.bic)])
    elif seller.account:
        lines.append(
            [
                (chance.pick(("Account No.", "Acct #", "Account number")) + f"{colon} ", None),
                sheet.run("payment.account_number", seller.account),
            ]
        )
        lines.append([(chance.pick(("Routing No.", "Sort code", "BSB")) + f"{colon} " + chance.filled("###-###"), None)])
    if facts.reference:
        lines.append([(f"{sheet.label('reference')}{colon} ", None), sheet.run("payment.reference", facts.reference)])
    return lines


def _payment(sheet: Sheet, facts: Facts, family: Family, y: float) -> float:
    paper, chance, lines = sheet.paper, sheet.chance.fork("payment"), bank_lines(sheet, facts)
    if family.payment == "sentence":
        return flow(sheet, one_line(lines, ", "), sheet.left, y + 2, sheet.width) + 4
    wide = max(paper.measure(line, "regular", sheet.size) for line in lines) + 16
    if family.payment == "box":
        paper.rect(sheet.left, y - 4, max(wide, 200), len(lines) * sheet.step + 12, stroke=GREY)
        end = column(sheet, sheet.left + 6, y + sheet.size, lines) + 10
    else:
        end = column(sheet, sheet.left, y + 4, lines) + 6
    if facts.seller.iban and facts.style.currency == "EUR" and chance.maybe(0.25):
        payload = epc_payload(facts.seller.name, facts.seller.iban, facts.seller.bic, facts.due_amount, facts.number)
        paper.image(qr_png(payload), sheet.right - 62, y - 6, 60, 60)
        end = max(end, y + 62)
    return end


def foot(sheet: Sheet, facts: Facts, family: Family) -> float:
    """The foot of the present page; returns the lowest y that the body may use."""
    paper, chance = sheet.paper, sheet.chance.fork("foot")
    bottom = paper.height - 28
    columns = family.footer
    if columns < 0:
        return bottom - 16
    seller = facts.seller
    own: list[list[Run]] = address_lines(sheet, "seller", seller)
    groups: list[list[Text]] = [
        [*own],
        [*contact_lines(sheet, facts)],
        [*bank_lines(sheet, facts)]
        if facts.document_type != "credit_note" or family.payment == "footer"
        else [*registration_lines(sheet, facts)],
        [*registration_lines(sheet, facts), [(sheet.words.sentence(chance, "managing").format(person=seller.person), None)]],
    ]
    if columns == 0 or columns == 1:
        lines = [
            one_line([*own, *contact_lines(sheet, facts)], " · "),
            one_line([*bank_lines(sheet, facts), *registration_lines(sheet, facts)], " · "),
        ]
        y = bottom - len(lines) * 9
        align, x = ("centre", (sheet.left + sheet.right) / 2) if columns == 0 else ("left", sheet.left)
        if columns == 1:
            paper.line(sheet.left, y - 10, sheet.right, y - 10, colour=GREY)
        column(sheet, x, y, lines, size=6.8, align=align, squeeze=sheet.width, colour=GREY)
        return y - 22
    picked = (
        groups
        if columns >= 4
        else [groups[0] + groups[1], groups[2], groups[3]]
        if columns == 3
        else [groups[0] + groups[3], groups[1] + groups[2]]
    )
    rows = max(len(group) for group in picked)
    size = chance.pick((6.3, 6.8, 7.2))
    y = bottom - rows * size * 1.3
    if chance.maybe(0.7):
        paper.line(sheet.left, y - size - 3, sheet.right, y - size - 3, colour=sheet.accent, width=0.6)
    wide = sheet.width / len(picked)
    for i, group in enumerate(picked):
        column(sheet, sheet.left + i * wide, y, group, size=size, squeeze=wide - 8, colour=GREY)
    return y - size - 14


def page_numbers(sheet: Sheet) -> None:
    """Drawn last, when the number of pages is known."""
    chance, paper = sheet.chance.fork("page numbers"), sheet.paper
    if paper.pages == 1 and chance.maybe(0.6):
        return
    template = sheet.label("page")
    at = chance.pick((("right", sheet.right), ("centre", (sheet.left + sheet.right) / 2), ("right", sheet.right)))
    for page in range(1, paper.pages + 1):
        paper.text(at[1], paper.height - 14, template.format(page=page, pages=paper.pages), size=7, align=at[0], page=page)
