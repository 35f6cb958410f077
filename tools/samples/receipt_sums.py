"""The lower half of a receipt: subtotal, tax, rounding, total, payment."""

from __future__ import annotations

from decimal import Decimal

from tools.samples import ids
from tools.samples.countries import Country
from tools.samples.language import rounded
from tools.samples.paper import Run
from tools.samples.roll import Item, Roll

ZERO = Decimal(0)


def draw_sums(roll: Roll, items: list[Item], country: Country, kind: str) -> None:
    sheet, chance, style = roll.sheet, roll.sheet.chance.fork("sums"), roll.sheet.style
    goods = sum((item.amount for item in items), ZERO)
    rate = Decimal(chance.pick(country.rates[:2]))
    added = country.code == "US" or (country.code in {"MY", "IN"} and chance.maybe(0.35))
    discount = rounded(goods * chance.pick((5, 10)) / 100) if len(items) > 1 and chance.maybe(0.12) else ZERO
    service = (
        rounded((goods - discount) * chance.pick((10, 10, 12)) / 100)
        if kind == "restaurant" and country.code in {"MY", "GB", "IN", "IE"} and chance.maybe(0.4)
        else ZERO
    )
    base = goods - discount + service
    tax = rounded(base * rate / 100) if added else rounded(base * rate / (100 + rate))
    exact = base + tax if added else base
    cash = chance.maybe(0.55)
    rounds = country.currency in {"MYR", "CHF"} or (country.code == "AU" and cash)
    total = rounded(exact / Decimal("0.05"), "1") * Decimal("0.05") if rounds else exact
    symbol = chance.maybe(0.45)

    def money(path: str, value: Decimal) -> list[Run]:
        return sheet.money(path, value, symbol=symbol)

    if chance.maybe(0.2):
        roll.put(
            f"{chance.pick(('Item(s)', 'Items', 'Qty'))}: {len(items)}"
            if sheet.words.language == "en"
            else f"{sheet.label('quantity')}: {len(items)}"
        )
    if added or discount or service or chance.maybe(0.3):
        roll.pair(sheet.label("r_subtotal") + sheet.colon, money("subtotal", goods))
    if discount:
        roll.pair(sheet.label("discount_receipt"), [("-", None), *money("discount_total", discount)])
    if service:
        roll.pair(sheet.label("service"), money("service_charge", service))
    label = sheet.label("r_tax").format(rate=style.rate(rate))
    if country.code in {"MY", "AU", "IN"}:
        label = chance.pick((f"GST {rate}%", "GST", f"GST @ {rate}%"))
    named = str(style.rate(rate)) in label
    if added:
        _tax_pair(roll, label, rate, tax, symbol, named)
    if rounds and (total != exact or chance.maybe(0.4)):
        roll.pair(
            chance.pick(("Rounding Adj", "ROUNDING", "Rounding")) if sheet.words.language == "en" else sheet.label("rounding"),
            money("rounding_amount", total - exact),
        )
    big = chance.pick((1, 1.25, 1.5))
    if chance.maybe(0.3):
        roll.rule(chance.pick(("line", "-", "")))
    total_runs = sheet.money("total", total, symbol=symbol or chance.maybe(0.5))
    roll.pair(sheet.label("total") + sheet.colon, total_runs, weight="bold" if chance.maybe(0.7) else "regular", scale=big)
    roll.gap(0.3)
    if cash:
        note = next((Decimal(n) for n in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if total <= n), total)
        paid = chance.pick((note, total, note)) if chance.maybe(0.9) else rounded(total + Decimal("0.5"), "1")
        if paid >= total:
            roll.pair([sheet.run("payment_method", sheet.label("cash"), "cash"), (sheet.colon, None)], money("paid_amount", paid))
            roll.pair(sheet.label("change") + sheet.colon, money("change_amount", paid - total))
    else:
        roll.pair([sheet.run("payment_method", sheet.label("card"), sheet.label("card"))], money("paid_amount", total))
        if chance.maybe(0.6):
            digits = ids.card(chance)
            roll.put(
                [
                    (chance.pick(("************", "XXXX XXXX XXXX ", "**** **** **** ", "xxxxxxxxxxxx")), None),
                    sheet.run("card_digits", digits),
                ]
            )
            roll.put(chance.pick(("AUTH CODE ", "Auth: ", "Terminal-ID ", "AID: A00000000")) + chance.filled("######"))
        if kind == "restaurant" and country.code == "US":
            roll.gap()
            roll.put("Tip: _______________")
            roll.put("Total: _____________")
    if not added and chance.maybe(0.65):
        roll.gap(0.4)
        if chance.maybe(0.5):
            heads = "  ".join((sheet.label("rate"), sheet.label("base"), sheet.label("tax")))
            roll.put(heads)
            sheet.run("tax_breakdown.0.rate", "", rate)
            roll.put(
                [
                    (style.rate(rate), "tax_breakdown.0.rate"),
                    ("%   ", None),
                    *sheet.money("tax_breakdown.0.base", base - tax, symbol=False),
                    ("   ", None),
                    *sheet.money("tax_total+tax_breakdown.0.tax", tax, symbol=False),
                ]
            )
        else:
            _tax_pair(roll, label, rate, tax, symbol, named)


def _tax_pair(roll: Roll, label: str, rate: Decimal, tax: Decimal, symbol: bool, named: bool) -> None:
    sheet = roll.sheet
    runs = sheet.money("tax_total+tax_breakdown.0.tax" if named else "tax_total", tax, symbol=symbol)
    if not named:
        roll.pair(label, runs)
        return
    shown = sheet.style.rate(rate) if sheet.style.rate(rate) in label else f"{rate}"
    before, after = label.split(shown, 1)
    roll.pair([(before, None), sheet.run("tax_breakdown.0.rate", shown, rate), (after, None)], runs)
