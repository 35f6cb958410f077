"""Till receipts: shops, restaurants, fuel, parking, hotel, taxi; on rolls of 58 or 80 mm, in one column of fixed pitch."""

from __future__ import annotations

import textwrap
from datetime import date, time, timedelta
from decimal import Decimal

from tools.samples import ids
from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES, RECEIPT_COUNTRIES, Country
from tools.samples.faces import faces
from tools.samples.language import HELD_OUT, Words, rounded
from tools.samples.paper import Paper, Run, Text
from tools.samples.parties import firm
from tools.samples.receipt_head import head
from tools.samples.receipt_sums import draw_sums
from tools.samples.roll import Item, Roll
from tools.samples.sheet import Sheet
from tools.samples.style import style

ZERO = Decimal(0)
POLISH = "ąćęłńóśźż"
KINDS = {"grocery": 4.0, "shop": 3.0, "restaurant": 4.0, "fuel": 1.2, "parking": 0.8, "taxi": 0.8, "hotel": 0.8}
FAMILIES = {
    "tuning": ("columns", "under", "before", "after-x", "code-first"),
    "held-out": ("times", "two-rows", "amount-left"),
}


def receipt(chance: Chance, words: Words) -> tuple[Sheet, str]:
    """The drawn roll and the name of its family."""
    country = COUNTRIES[chance.pick(RECEIPT_COUNTRIES[words.language])]
    kind = chance.weighted(KINDS)
    family = chance.pick(FAMILIES["held-out" if words.half == HELD_OUT else "tuning"])
    mono = chance.maybe(0.72)
    group = ("held-out" if words.half == HELD_OUT else "tuning") + (" mono" if mono else "")
    face = chance.fork("face").pick(faces(group, POLISH if words.language == "pl" else ""))
    width, chars = chance.weighted({(226.8, 40): 3.0, (226.8, 48): 1.5, (164.4, 32): 1.5, (215.0, 36): 1.0})
    margin = chance.pick((9.0, 12.0, 15.0))
    paper = Paper(width, 2000, face)
    sheet = Sheet(
        paper,
        chance,
        words,
        style(chance.fork("style"), country, words.language),
        margin,
        width - margin,
        colon=chance.pick((":", ":", "", " :")),
    )
    size = (width - 2 * margin) / chars / (0.6 if mono else 0.52)
    sheet.size = size
    roll = Roll(sheet, chars, size, y=chance.pick((8.0, 14.0, 24.0)))
    shop = firm(chance.fork("shop"), words, country, shop=True)
    head(roll, shop, country)
    late = _stamp(roll, words, kind)
    items = _items(chance.fork("items"), words, country, kind)
    mark = chance.pick(("-", "-", "=", "*", "line", "line", ""))
    roll.rule(mark)
    _body(roll, items, family, kind)
    roll.rule(mark)
    draw_sums(roll, items, country, kind)
    _tail(roll, words, mark, late, shop.brand)
    paper.height = roll.y + chance.pick((14.0, 30.0, 46.0))
    return sheet, f"{kind} {family}"


def _stamp(roll: Roll, words: Words, kind: str) -> list[Text]:
    """Title, number, date, time, till and table, in one of several arrangements; returns what is left for the end."""
    sheet, chance = roll.sheet, roll.sheet.chance.fork("stamp")
    day = date(2016, 1, 3) + timedelta(days=chance.randrange(365 * 10))
    clock = time(chance.randrange(7, 23), chance.randrange(60), chance.randrange(60))
    seconds = chance.maybe(0.3)
    stamp = sheet.style.time(clock, seconds)
    value = clock if seconds else clock.replace(second=0)
    pattern = None
    if sheet.style.date_pattern.count("M") > 2 and chance.maybe(0.7):
        pattern = {"en": "dd/MM/yyyy" if sheet.style.currency != "USD" else "MM/dd/yyyy"}.get(words.language, "dd.MM.yyyy")
    day_run = sheet.date("date", day, pattern)
    time_run = sheet.run("time", stamp, value)
    number = chance.filled(chance.pick(("######", "####-##", "00######", "?#-#####", "INV#######", "###", "CS000#####")))
    number_run = sheet.run("receipt_number", number)
    roll.gap(chance.pick((0.3, 0.8)))
    if chance.maybe(0.45):
        roll.put(sheet.label("receipt"), align="centre", weight="bold" if chance.maybe(0.5) else "regular")
    colon = sheet.colon or ":"
    numbered: list[Run] = [(f"{sheet.label('receipt_number')}{colon} ", None), number_run]
    late: list[list[Run]] = []
    arrangement = chance.pick(("lines", "pair", "both", "stamp", "bottom"))
    if arrangement == "lines":
        for label, run in (("receipt_number", number_run), ("date", day_run), ("time", time_run)):
            if label != "receipt_number" or chance.maybe(0.8):
                roll.put([(f"{sheet.label(label)}{colon} ", None), run])
    elif arrangement == "pair":
        roll.pair([(f"{sheet.label('date')}{colon} ", None), day_run], [(f"{sheet.label('time')}{colon} ", None), time_run])
        roll.put(numbered)
    elif arrangement == "both":
        roll.pair(numbered, [day_run])
        if chance.maybe(0.7):
            roll.put([time_run], align="right")
    else:
        late = [[day_run, ("  ", None), time_run, (f"  #{chance.filled('##')}", None)]]
        if chance.maybe(0.6):
            late.append(numbered)
        if arrangement == "stamp":
            for line in late:
                roll.put(line)
            late = []
    if chance.maybe(0.5):
        clerk = sheet.words.word(chance, "people") if chance.maybe(0.6) else chance.filled("##")
        roll.put(f"{sheet.label('clerk_receipt')}{colon} {clerk}")
    if kind == "restaurant" and chance.maybe(0.8):
        table = sheet.run("category", f"{sheet.label('table')} {chance.randint(1, 48)}", "meal")
        roll.pair([table], chance.pick(("", "Pax: 2", "Guests 3")))
    return list(late)


def _items(chance: Chance, words: Words, country: Country, kind: str) -> list[Item]:
    scale = {"MYR": 2, "INR": 40, "PLN": 4, "CHF": 2}.get(country.currency, 1)
    count = {"fuel": 1, "parking": 1, "taxi": 1, "hotel": chance.randint(1, 4)}.get(
        kind, chance.weighted({1: 2, 2: 3, 3: 3, 4: 3, 5: 2, 7: 2, 9: 1, 12: 1})
    )
    goods = words.receipt_goods(chance, kind, count)
    rates = [Decimal(rate) for rate in country.rates]
    usual = rates[1] if len(rates) > 1 and kind in {"grocery", "hotel"} and country.code != "US" and chance.maybe(0.6) else rates[0]
    mixed = len(rates) > 1 and country.code not in {"US", "IN"} and kind in {"grocery", "restaurant", "hotel"} and chance.maybe(0.4)
    made = []
    for good in goods:
        if kind == "fuel":
            litres, price = (
                Decimal(chance.randrange(800, 6500)) / 100,
                Decimal(int(1000 * chance.uniform(good.low, good.high) * scale)) / 1000,
            )
            made.append(Item(good.text, litres, price, rounded(litres * price), chance.filled("##"), usual))
            continue
        price = chance.price(good.low * scale, good.high * scale)
        quantity = Decimal(chance.weighted({1: 7.0, 2: 2.0, 3: 0.8, 4: 0.4, 6: 0.2}))
        code = ids.ean(chance) if chance.maybe(0.5) else chance.filled("######")
        rate = rates[0] if mixed and chance.maybe(0.4) else usual
        made.append(Item(good.text, quantity, price, rounded(quantity * price), code, rate))
    return made


def _body(roll: Roll, items: list[Item], family: str, kind: str) -> None:
    sheet, chance = roll.sheet, roll.sheet.chance.fork("body")
    coded, upper = chance.maybe(0.3), chance.maybe(0.4)
    letters = chance.pick((("", "", ""), ("", "", ""), (" A", " B", " C"), (" *", "", ""), ("T", "T", "T"), (" 1", " 2", " 3")))
    rates = sorted({item.rate for item in items}, reverse=True)
    symbol = chance.maybe(0.15)
    if family in {"columns", "two-rows"} and chance.maybe(0.6):
        roll.pair(sheet.label("description"), f"{sheet.label('quantity')}  {sheet.label('unit_price')}  {sheet.label('amount')}")
    for i, item in enumerate(items):
        path = f"line_items.{i}"
        text = item.description.upper() if upper else item.description
        name = sheet.run(f"{path}.description", text)
        letter = letters[rates.index(item.rate)]
        amount: list[Run] = [*sheet.money(f"{path}.amount", item.amount, symbol=symbol), (letter, None)]
        quantity = sheet.run(
            f"{path}.quantity", sheet.style.quantity(item.quantity) if kind == "fuel" else f"{item.quantity}", item.quantity
        )
        price = sheet.money(f"{path}.unit_price", item.price, symbol=False, places=3 if kind == "fuel" else 2)
        code: list[Run] = [sheet.run(f"{path}.item_code", item.code), (" ", None)] if coded else []
        unit = " L" if kind == "fuel" else ""
        if kind == "fuel":
            roll.pair([name], amount)
            roll.put([("  ", None), quantity, (unit + chance.pick((" x ", " @ ")), None), *price, ("/L", None)])
        elif family == "columns":
            roll.pair([*code, name], [quantity, ("  ", None), *price, ("  ", None), *amount])
        elif family == "under":
            roll.pair([*code, name], amount)
            if item.quantity > 1:
                roll.put([("   ", None), quantity, (chance.pick((" x ", " @ ")), None), *price])
        elif family == "before":
            roll.pair([quantity, (" ", None), name], amount)
        elif family == "after-x":
            if item.quantity > 1:
                roll.put([quantity, (" x ", None), *price])
            roll.pair([name], amount)
        elif family == "code-first":
            roll.put([sheet.run(f"{path}.item_code", item.code), (" ", None), name])
            roll.pair([("    ", None), quantity, (" x ", None), *price], amount)
        elif family == "times":
            roll.pair(
                [quantity, (" x ", None), name, (" @ ", None), *price] if item.quantity > 1 else [quantity, (" x ", None), name], amount
            )
        elif family == "two-rows":
            roll.put([name])
            roll.pair([*code, ("  ", None), quantity], [*price, ("   ", None), *amount])
        else:  # the amount stands first
            roll.put([*amount, ("  ", None), quantity, (" ", None), name])


def _tail(roll: Roll, words: Words, mark: str, late: list[Text], brand: str) -> None:
    chance = roll.sheet.chance.fork("tail")
    roll.gap()
    roll.rule(mark if chance.maybe(0.4) else "")
    for line in late:
        roll.put(line, align=chance.pick(("left", "centre")))
    for _ in range(chance.randrange(1, 4)):
        text = words.sentence(chance, "receipt_foot")
        for part in textwrap.wrap(text, roll.chars):
            roll.put(part, align="centre")
    if chance.fork("thanks").maybe(0.15):  # the shop is named again
        over = chance.fork("thanks").pick((*words.data["sentences"]["receipt_welcome"], "", ""))
        roll.put(f"{over} {brand}".strip(), align="centre")
    if chance.maybe(0.25):
        x = roll.sheet.left + roll.sheet.width * 0.15
        roll.y += 10
        while x < roll.sheet.right - roll.sheet.width * 0.15:
            wide = chance.pick((0.8, 0.8, 1.6, 2.4))
            roll.sheet.paper.rect(x, roll.y, wide, 28, fill=(0, 0, 0), stroke=None)
            x += wide + chance.pick((0.8, 1.6))
        roll.y += 30
        roll.put(chance.filled("#############"), align="centre")
