"""The head of an invoice: letterhead, address, header data, title."""

from __future__ import annotations

from tools.samples.facts import Facts
from tools.samples.families import Family
from tools.samples.paper import BLACK, WHITE, Colour, Run, Text, joined
from tools.samples.sheet import Sheet, address_lines, column, one_line

GREY: Colour = (0.35, 0.35, 0.35)
Pair = tuple[str, list[Run]]


def logo(
    sheet: Sheet,
    x: float,
    y: float,
    brand: str,
    *,
    height: float = 34,
    align: str = "left",
    text: bool = True,
    colour: Colour | None = None,
) -> float:
    """A drawn mark with the brand's name beside it, x its left (or right) edge, y its top. Returns the baseline after it."""
    chance, paper = sheet.chance.fork("logo"), sheet.paper
    tint = colour or (sheet.accent if sheet.accent != BLACK else (0.3, 0.3, 0.3))
    size = height * chance.pick((0.45, 0.55, 0.65))
    width = height + 8 + (paper.measure(brand, "bold", size) if text else 0)
    left = x - width if align == "right" else x - width / 2 if align == "centre" else x
    shape = chance.pick(("circle", "squares", "triangle", "ring", "bars", "none"))
    if shape == "circle":
        paper.circle(left + height / 2, y + height / 2, height / 2, fill=tint)
        paper.text(
            left + height / 2,
            y + height * 0.68,
            brand[:1],
            weight="bold",
            size=height * 0.5,
            align="centre",
            colour=WHITE if colour is None else BLACK,
        )
    elif shape == "squares":
        for i in range(4):
            paper.rect(left + (i % 2) * height * 0.52, y + (i // 2) * height * 0.52, height * 0.46, height * 0.46, fill=tint, stroke=None)
    elif shape == "triangle":
        paper.polygon(((left, y + height), (left + height / 2, y), (left + height, y + height)), fill=tint)
    elif shape == "ring":
        paper.circle(left + height / 2, y + height / 2, height / 2, fill=tint)
        paper.circle(left + height / 2, y + height / 2, height / 4, fill=WHITE)
    elif shape == "bars":
        for i in range(3):
            paper.rect(
                left + i * height * 0.36, y + height * (0.5 - 0.25 * i), height * 0.26, height * (0.5 + 0.25 * i), fill=tint, stroke=None
            )
    else:
        left -= height + 8 if align == "left" else 0
    if text:
        paper.text(left + height + 8, y + height * 0.7, brand, weight="bold", size=size, colour=tint)
    return y + height + 12


def seller_lines(sheet: Sheet, facts: Facts, *, contacts: bool = True) -> list[list[Run]]:
    """The seller's address with what letterheads add to it."""
    seller, chance = facts.seller, sheet.chance.fork("seller lines")
    lines = address_lines(sheet, "seller", seller, country=chance.maybe(0.2))
    if seller.brand not in seller.name and sheet.chance.fork("brand").maybe(0.5):
        lines.insert(0, [(seller.brand, None)])
    if contacts:
        lines += contact_lines(sheet, facts)
    return lines


def contact_lines(sheet: Sheet, facts: Facts) -> list[list[Run]]:
    seller, chance = facts.seller, sheet.chance.fork("contacts")
    choices: list[tuple[float, str, list[Run]]] = [
        (0.8, "phone", [sheet.run("seller.phone", seller.phone)]),
        (0.35, "fax", [(seller.fax, None)]),
        (0.7, "email", [sheet.run("seller.email", seller.email)]),
        (0.6, "website", [sheet.run("seller.website", seller.website)]),
    ]
    bare = chance.maybe(0.3)
    lines = []
    for probability, key, runs in choices:
        if chance.maybe(probability):
            named = key in {"phone", "fax"} or not bare
            lines.append([(f"{sheet.label(key)}{sheet.colon or ' '} " if named else "", None), *runs])
    return lines


def registration_lines(sheet: Sheet, facts: Facts, *, vat: bool = True) -> list[list[Run]]:
    """VAT id, tax number, register."""
    seller, chance = facts.seller, sheet.chance.fork("registration")
    lines: list[list[Run]] = []
    if vat and seller.vat_id and seller.vat_printed:
        country = seller.country.code
        label = {
            "IT": "P.IVA",
            "ES": "CIF",
            "PL": "NIP",
            "PT": "NIF",
            "AU": "ABN",
            "IN": "GSTIN",
            "NL": "BTW-nr.",
            "GB": "VAT Reg. No.",
            "CH": "UID",
        }.get(country)
        label = label if label and chance.maybe(0.7) else sheet.label("vat_id")
        lines.append([(f"{label}{sheet.colon or ' '} ", None), vat_run(sheet, "seller.vat_id", seller.vat_id, seller.vat_printed)])
    if seller.tax_number and chance.maybe(0.6 if vat else 0.3):
        label, number = seller.tax_number
        lines.append([(f"{label}{sheet.colon or ' '} ", None), sheet.run("seller.tax_number", number)])
    if seller.registration and chance.maybe(0.6):
        label, number = seller.registration
        lines.append([(f"{label} ", None), sheet.run("seller.registration_number", number)])
    return lines


def vat_run(sheet: Sheet, path: str, number: str, printed: str) -> Run:
    """The truth is the number without separators, with the country's prefix only where it is printed."""
    prefix = number[:2]
    compact = "".join(part for part in printed if part.isalnum())
    return sheet.run(path, printed, compact if compact.startswith(prefix) else number[2:])


def letterhead(sheet: Sheet, facts: Facts, family: Family) -> float:
    """Draws the seller's head; returns the y from which the page goes on."""
    paper, kind, seller = sheet.paper, family.letterhead, facts.seller
    chance = sheet.chance.fork("letterhead")
    top = chance.pick((34.0, 42.0, 50.0))
    if kind == "sidebar":
        wide = 132
        paper.rect(0, 0, wide, paper.height, fill=(0.93, 0.94, 0.95), stroke=None)
        logo(sheet, 16, top, seller.brand, height=26, text=False)
        lines: list[list[Run]] = [*seller_lines(sheet, facts), [("", None)], *registration_lines(sheet, facts)]
        column(sheet, 16, top + 60, lines, size=7.5, first="bold", squeeze=wide - 24)
        sheet.left = wide + 22
        return top + 10
    if kind == "band":
        tall = chance.pick((58, 72, 86))
        tint = sheet.accent if sheet.accent != BLACK else (0.2, 0.2, 0.22)
        paper.rect(0, 0, paper.width, tall, fill=tint, stroke=None)
        paper.text(sheet.left, tall * 0.45, [sheet.run("seller.name", seller.name)], weight="bold", size=15, colour=WHITE)
        runs = one_line(address_lines(sheet, "seller", seller)[1:] + contact_lines(sheet, facts), chance.pick((" | ", "  ·  ", ", ")))
        paper.text(sheet.left, tall * 0.75, runs, size=7.5, colour=WHITE, squeeze=sheet.width)
        return tall + 26
    if kind == "plain":
        return column(sheet, sheet.left, top, seller_lines(sheet, facts), first="bold") + 10
    if kind == "logo":
        if chance.maybe(0.5):
            return logo(sheet, sheet.right, top, seller.brand, height=chance.pick((30, 40, 48)), align="right") + 8
        return logo(sheet, sheet.left, top, seller.brand, height=chance.pick((30, 40, 48))) + 8
    if kind == "centre":
        middle = (sheet.left + sheet.right) / 2
        y = logo(sheet, middle, top, seller.brand, align="centre", height=26) + 6 if chance.maybe(0.5) else top + 8
        paper.text(middle, y, [sheet.run("seller.name", seller.name)], weight="bold", size=14, align="centre", colour=sheet.accent)
        lines = [one_line(address_lines(sheet, "seller", seller)[1:], ", "), one_line(contact_lines(sheet, facts), "   ")]
        y = column(sheet, middle, y + 14, lines, size=8, align="centre", squeeze=sheet.width)
        if chance.maybe(0.6):
            paper.line(sheet.left, y - 4, sheet.right, y - 4, colour=sheet.accent, width=0.8)
        return y + 14
    if kind == "split":
        logo(sheet, sheet.left, top, seller.brand)
        return column(sheet, sheet.right, top + 8, seller_lines(sheet, facts), size=8, align="right", first="bold") + 10
    x, align = (sheet.right, "right") if kind == "right" else (sheet.left, "left")
    y = logo(sheet, x, top, seller.brand, align=align) + 6 if chance.maybe(0.7) else top + 8
    if kind == "right" and chance.maybe(0.5):  # a left-aligned block at the right edge
        lines = seller_lines(sheet, facts)
        x = sheet.right - max(paper.measure(joined(line), "bold", 8) for line in lines)
        return column(sheet, x, y, lines, size=8, first="bold") + 8
    return column(sheet, x, y, seller_lines(sheet, facts), size=8, align=align, first="bold") + 8


def address(sheet: Sheet, facts: Facts, family: Family, y: float) -> tuple[float, float, float]:
    """Draws the buyer. Returns (y after it, left and right of the room beside it)."""
    paper, kind, chance = sheet.paper, family.address, sheet.chance.fork("address")
    abroad = facts.buyer.country is not facts.seller.country
    lines: list[Text] = list(address_lines(sheet, "buyer", facts.buyer, country=abroad or chance.maybe(0.1)))
    if not facts.buyer.private and chance.maybe(0.25):
        lines.insert(
            1,
            [
                (chance.pick(("z. Hd. ", "") if sheet.words.language == "de" else ("Attn: ", "")), None),
                sheet.run("buyer.contact", facts.buyer.person),
            ],
        )
    if facts.regime == "reverse" and facts.buyer.vat_id and facts.buyer.vat_printed:
        lines.append(
            [
                (f"{sheet.label('buyer_vat_id')}{sheet.colon or ' '} ", None),
                vat_run(sheet, "buyer.vat_id", facts.buyer.vat_id, facts.buyer.vat_printed),
            ]
        )
    middle = sheet.left + sheet.width * 0.56
    if kind == "window":
        y = max(y, 118)
        if chance.maybe(0.85):
            sender = one_line(address_lines(sheet, "seller", facts.seller), chance.pick((" · ", " - ", ", ", " • ")))
            wide = paper.text(sheet.left, y, sender, size=6.5, colour=GREY, squeeze=sheet.width * 0.5)
            paper.line(sheet.left, y + 2.5, sheet.left + wide, y + 2.5, width=0.3, colour=GREY)
        end = column(sheet, sheet.left, y + 20, lines, size=sheet.size + 1)
        return max(end, y + 84), middle, sheet.right
    if kind == "right":
        x = sheet.left + sheet.width * 0.55
        end = column(sheet, x, y + 6, lines, size=sheet.size + 1, first="bold")
        return end + 8, sheet.left, sheet.left + sheet.width * 0.42
    if kind == "boxed":
        wide = sheet.width * 0.46
        paper.rect(sheet.left, y - 6, wide, len(lines) * sheet.step + 26, stroke=GREY, radius=chance.pick((0, 0, 5)))
        paper.text(sheet.left + 6, y + 6, sheet.label("bill_to"), size=7, weight="bold", colour=GREY)
        column(sheet, sheet.left + 6, y + 20, lines, squeeze=wide - 12)
        return y + len(lines) * sheet.step + 34, middle, sheet.right
    if kind == "columns":
        half = sheet.left + sheet.width / 2
        own: list[Text] = [*address_lines(sheet, "seller", facts.seller), *registration_lines(sheet, facts)]
        for x, key, block in ((sheet.left, "from", own), (half, "bill_to", lines)):
            paper.text(x, y + 4, sheet.label(key) + sheet.colon, weight="bold", colour=sheet.accent)
            column(sheet, x, y + 4 + sheet.step * 1.2, block, squeeze=sheet.width / 2 - 10)
        return y + (max(len(own), len(lines)) + 2) * sheet.step + 8, middle, sheet.right
    headed = kind == "headed"
    if headed:
        paper.text(
            sheet.left, y + 4, sheet.label("bill_to") + sheet.colon, weight="bold" if chance.maybe(0.7) else "regular", colour=sheet.accent
        )
        y += sheet.step * 1.2
    end = column(sheet, sheet.left, y + 4, lines, first="bold" if chance.maybe(0.4) else None)
    if facts.ship_to and headed and family.place != "beside":
        x = sheet.left + sheet.width * 0.5
        paper.text(x, y + 4 - sheet.step * 1.2, sheet.label("ship_to") + sheet.colon, weight="bold", colour=sheet.accent)
        end = max(end, column(sheet, x, y + 4, address_lines(sheet, "ship_to", facts.ship_to)))
    return end + 8, middle, sheet.right


def number_in_title(sheet: Sheet) -> bool:
    """Whether the title holds the number: "Invoice 2024-17"."""
    return sheet.chance.fork("number in title").maybe(0.12)


def place_and_date(sheet: Sheet) -> bool:
    """Whether the date stands alone after the seller's town, as in a letter."""
    return sheet.words.language in {"de", "fr", "it", "es", "pt", "pl"} and sheet.chance.fork("place and date").maybe(0.1)


def header_pairs(sheet: Sheet, facts: Facts, family: Family) -> list[Pair]:
    """Label and value of what the header shows, in the document's order, with things that are no fields between them."""
    chance = sheet.chance.fork("pairs")
    credit = facts.document_type == "credit_note"
    pairs: list[Pair] = [
        (sheet.label("credit_number" if credit and chance.maybe(0.7) else "invoice_number"), [sheet.run("invoice_number", facts.number)]),
        (sheet.label("issue_date"), [sheet.date("issue_date", facts.issue)]),
    ]
    if chance.maybe(0.2):
        pairs.reverse()
    elsewhere = {"invoice_number": number_in_title(sheet), "issue_date": place_and_date(sheet)}
    pairs = [pair for pair in pairs if not (elsewhere[str(pair[1][0][1])] and chance.maybe(0.75))]
    more: list[tuple[float, Pair]] = []
    if facts.customer_number:
        more.append((0.95, (sheet.label("customer_number"), [sheet.run("customer_number", facts.customer_number)])))
    if not credit and facts.document_type != "reminder":
        more.append((0.4, (sheet.label("due_date"), [sheet.date("due_date", facts.due)])))
    if facts.delivery:
        more.append((0.9, (sheet.label("delivery_date"), [sheet.date("delivery_date", facts.delivery)])))
    if facts.period:
        runs = [sheet.date("period_start", facts.period[0]), (" - ", None), sheet.date("period_end", facts.period[1])]
        more.append((0.9, (sheet.label("period"), runs)))
    if facts.order_reference:
        more.append((0.95, (sheet.label("order_reference"), [sheet.run("order_reference", facts.order_reference)])))
        more.append((0.25, (sheet.label("order_date"), [(sheet.style.date(facts.issue.replace(day=1)), None)])))
    if facts.contract_reference:
        more.append((0.95, (sheet.label("contract_reference"), [sheet.run("contract_reference", facts.contract_reference)])))
    if facts.preceding:
        more.append((1, (sheet.label("preceding_invoice"), [sheet.run("preceding_invoice", facts.preceding)])))
    if facts.seller.vat_id and facts.seller.vat_printed:
        more.append((0.12, (sheet.label("vat_id"), [vat_run(sheet, "seller.vat_id", facts.seller.vat_id, facts.seller.vat_printed)])))
    if facts.buyer.vat_id and facts.buyer.vat_printed:
        more.append((0.15, (sheet.label("buyer_vat_id"), [vat_run(sheet, "buyer.vat_id", facts.buyer.vat_id, facts.buyer.vat_printed)])))
    if facts.document_type == "invoice":
        more.append((0.07, (sheet.label("amount_due"), sheet.money("amount_due", facts.due_amount))))
    more.append((0.15, (sheet.label("contact"), [sheet.run("seller.contact", facts.seller.person)])))
    more.append((0.12, (sheet.label("delivery_note"), [(chance.filled("LS######"), None)])))
    more.append((0.1, (sheet.label("clerk"), [(chance.filled("??/##"), None)])))
    kept = [pair for probability, pair in more if chance.maybe(probability)]
    if not pairs and not kept:
        kept = [more[0][1]]
    chance.shuffle(kept)
    limit = 6 if family.header in {"strip", "cells"} else 9
    return (pairs + kept)[:limit]
