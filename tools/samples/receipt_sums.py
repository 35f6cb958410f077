"""The lower half of a receipt: subtotal, tax, rounding, total, payment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tools.samples import ids
from tools.samples.chance import Chance
from tools.samples.countries import Country
from tools.samples.language import rounded
from tools.samples.paper import Run
from tools.samples.roll import Item, Roll

ZERO = Decimal(0)
FIVE = Decimal("0.05")


@dataclass(slots=True)
class Sums:
    """The figures of the lower half. `added`: the tax comes on top of the prices, not out of them."""

    goods: Decimal
    discount: Decimal
    service: Decimal
    tip: Decimal
    added: bool
    taxes: list[tuple[Decimal, Decimal, Decimal]]  # (rate, base, tax)
    rounds: bool
    rounding: Decimal
    total: Decimal

    @property
    def tax(self) -> Decimal:
        return sum((tax for _, _, tax in self.taxes), ZERO)


def sums(chance: Chance, items: list[Item], country: Country, kind: str, *, cash: bool) -> Sums:
    """Adds up to the cent, and to five cents where that is the custom."""
    by_rate: dict[Decimal, Decimal] = {}
    for item in items:
        by_rate[item.rate] = by_rate.get(item.rate, ZERO) + item.amount
    goods = sum(by_rate.values(), ZERO)
    single = len(by_rate) == 1
    added = country.code == "US" or (country.code in {"MY", "IN"} and single and chance.maybe(0.35))
    discount = rounded(goods * chance.pick((5, 10)) / 100) if len(items) > 1 and single and chance.maybe(0.12) else ZERO
    served = kind == "restaurant" and single and country.code in {"MY", "GB", "IN", "IE"} and chance.maybe(0.4)
    service = rounded((goods - discount) * chance.pick((10, 10, 12)) / 100) if served else ZERO
    tipped = kind == "restaurant" and country.code in {"US", "GB"} and not served and chance.maybe(0.2)
    tip = rounded(goods * chance.pick((15, 18, 20)) / 100) if tipped else ZERO
    if single:
        by_rate = {rate: base - discount + service for rate, base in by_rate.items()}
    taxes = []
    for rate in sorted(by_rate, reverse=True):
        paid = by_rate[rate]
        tax = rounded(paid * rate / 100) if added else rounded(paid * rate / (100 + rate))
        taxes.append((rate, paid if added else paid - tax, tax))
    exact = sum((base + tax for _, base, tax in taxes), ZERO) + tip
    rounds = country.currency in {"MYR", "CHF"} or (country.code == "AU" and cash)
    total = rounded(exact / FIVE, "1") * FIVE if rounds else exact
    return Sums(goods, discount, service, tip, added, taxes, rounds, total - exact, total)


def draw_sums(roll: Roll, items: list[Item], country: Country, kind: str) -> None:
    """Subtotal to payment, then the tax table where the tax is in the prices."""
    sheet, chance = roll.sheet, roll.sheet.chance.fork("sums")
    cash, symbol = chance.maybe(0.55), chance.maybe(0.45)
    made = sums(chance.fork("figures"), items, country, kind, cash=cash)
    english = sheet.words.language == "en"

    def money(path: str, value: Decimal) -> list[Run]:
        return sheet.money(path, value, symbol=symbol)

    if chance.maybe(0.2):
        roll.put(f"{chance.pick(('Item(s)', 'Items', 'Qty')) if english else sheet.label('quantity')}: {len(items)}")
    if made.added or made.discount or made.service or made.tip or chance.maybe(0.3):
        roll.pair(sheet.label("r_subtotal") + sheet.colon, money("subtotal", made.goods))
    if made.discount:
        roll.pair(sheet.label("discount_receipt"), [("-", None), *money("discount_total", made.discount)])
    if made.service:
        roll.pair(sheet.label("service"), money("service_charge", made.service))
    if made.added:
        _tax_lines(roll, made, country, symbol)
    if made.tip:
        roll.pair(sheet.label("tip"), money("tip", made.tip))
    if made.rounds and (made.rounding or chance.maybe(0.4)):
        label = chance.pick(("Rounding Adj", "ROUNDING", "Rounding")) if english else sheet.label("rounding")
        roll.pair(label, money("rounding_amount", made.rounding))
    if chance.maybe(0.3):
        roll.rule(chance.pick(("line", "-", "")))
    total = sheet.money("total", made.total, symbol=symbol or chance.maybe(0.5))
    bold = "bold" if chance.maybe(0.7) else "regular"
    roll.pair(sheet.label("total") + sheet.colon, total, weight=bold, scale=chance.pick((1, 1.25, 1.5)))
    roll.gap(0.3)
    if not made.added and chance.maybe(0.25):
        _tax_lines(roll, made, country, symbol)
        _payment(roll, made.total, symbol=symbol, cash=cash, slip=kind == "restaurant" and country.code == "US")
        return
    _payment(roll, made.total, symbol=symbol, cash=cash, slip=kind == "restaurant" and country.code == "US")
    if not made.added and chance.maybe(0.6):
        roll.gap(0.4)
        _tax_table(roll, made, country)


def _payment(roll: Roll, total: Decimal, *, symbol: bool, cash: bool, slip: bool) -> None:
    sheet, chance = roll.sheet, roll.sheet.chance.fork("payment")
    if cash:
        note = next((Decimal(n) for n in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if total <= n), total)
        paid = chance.pick((note, total, note)) if chance.maybe(0.9) else rounded(total + Decimal("0.5"), "1")
        if paid >= total:
            roll.pair(
                [sheet.run("payment_method", sheet.label("cash")), (sheet.colon, None)], sheet.money("paid_amount", paid, symbol=symbol)
            )
            roll.pair(sheet.label("change") + sheet.colon, sheet.money("change_amount", paid - total, symbol=symbol))
        return
    roll.pair([sheet.run("payment_method", sheet.label("card"))], sheet.money("paid_amount", total, symbol=symbol))
    if chance.maybe(0.6):
        hidden = chance.pick(("************", "XXXX XXXX XXXX ", "**** **** **** ", "xxxxxxxxxxxx"))
        roll.put([(hidden, None), sheet.run("card_digits", ids.card(chance))])
        roll.put(chance.pick(("AUTH CODE ", "Auth: ", "Terminal-ID ", "AID: A00000000")) + chance.filled("######"))
    if slip and chance.maybe(0.6):
        roll.gap()
        roll.put("Tip: _______________")
        roll.put("Total: _____________")


def _tax_lines(roll: Roll, made: Sums, country: Country, symbol: bool) -> None:
    """One line a rate: "incl. VAT 20 %  3.40"."""
    sheet, chance = roll.sheet, roll.sheet.chance.fork("tax lines")
    for i, (rate, _, tax) in enumerate(made.taxes):
        shown = sheet.style.rate(rate)
        if country.code in {"MY", "AU", "IN"}:
            label = chance.pick((f"GST {shown}%", "GST", f"GST @ {shown}%"))
        else:
            label = sheet.label("r_tax").format(rate=shown)
        if len(made.taxes) > 1 and shown not in label:
            label = f"{label} {shown}%"
        named = shown in label
        whole = "tax_total+" if len(made.taxes) == 1 else ""
        runs = sheet.money(f"{whole}tax_breakdown.{i}.tax" if named else "tax_total", tax, symbol=symbol)
        if not named:
            roll.pair(label, runs)
            continue
        before, after = label.split(shown, 1)
        roll.pair([(before, None), sheet.run(f"tax_breakdown.{i}.rate", shown, rate), (after, None)], runs)


def _tax_table(roll: Roll, made: Sums, country: Country) -> None:
    """Rate, base and tax in columns, with a line of sums if there are several."""
    sheet, chance = roll.sheet, roll.sheet.chance.fork("tax table")
    asian = country.code in {"MY", "IN"}
    first = chance.pick(("GST Summary", "GST", "Tax Code")) if asian else sheet.label("rate")
    roll.pair(first, f"{sheet.label('base')}   {sheet.label('tax')}")
    for i, (rate, base, tax) in enumerate(made.taxes):
        path = f"tax_breakdown.{i}"
        whole = "tax_total+" if len(made.taxes) == 1 else ""
        left = [("SR @ " if asian else "", None), sheet.run(f"{path}.rate", sheet.style.rate(rate), rate), ("%", None)]
        figures = sheet.money(f"{path}.base", base, symbol=False)
        roll.pair(left, [*figures, ("     ", None), *sheet.money(f"{whole}{path}.tax", tax, symbol=False)])
    if len(made.taxes) > 1 and chance.maybe(0.6):
        net = sheet.style.money(sum((base for _, base, _ in made.taxes), ZERO), symbol=False)
        roll.pair(sheet.label("tax_total"), [(f"{net}     ", None), *sheet.money("tax_total", made.tax, symbol=False)])
