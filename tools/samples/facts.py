"""The truth of an invoice: all values, made so that the arithmetic holds to the cent. What a page shows of it, the layout
decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES, INVOICE_COUNTRIES
from tools.samples.language import Words, rounded
from tools.samples.parties import Firm, firm
from tools.samples.style import Style, style

ZERO = Decimal(0)


@dataclass(slots=True)
class Line:
    """One invoiced item. `discount_percent` was taken off before `amount`."""

    description: str
    detail: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    price_places: int
    discount: Decimal
    discount_percent: int
    rate: Decimal
    amount: Decimal
    item_code: str
    section: str = ""
    period: tuple[date, date] | None = None


@dataclass(slots=True)
class Facts:
    """All values of one invoice; amounts are signed as the document prints them."""

    document_type: str
    style: Style
    seller: Firm
    buyer: Firm
    ship_to: Firm | None
    number: str
    issue: date
    due: date
    delivery: date | None
    period: tuple[date, date] | None
    order_reference: str | None
    contract_reference: str | None
    customer_number: str | None
    preceding: str | None
    lines: list[Line]
    gross_priced: bool
    regime: str  # standard, exempt (small business), reverse
    line_total: Decimal = ZERO
    allowance: Decimal = ZERO
    charge: Decimal = ZERO
    shipping: Decimal = ZERO
    net: Decimal = ZERO
    taxes: list[tuple[Decimal, Decimal, Decimal]] = field(default_factory=list)  # (rate, base, tax)
    tax: Decimal = ZERO
    gross: Decimal = ZERO
    prepaid: Decimal = ZERO
    rounding: Decimal = ZERO
    due_amount: Decimal = ZERO
    days: int = 14
    skonto: tuple[int, int] | None = None  # (days, percent)
    debit: bool = False
    reference: str | None = None
    mandate: str | None = None


def facts(chance: Chance, words: Words) -> Facts:
    country = COUNTRIES[chance.pick(INVOICE_COUNTRIES[words.language])]
    abroad = chance.maybe(0.07)
    buyer_country = COUNTRIES[chance.pick(("DE", "FR", "NL", "AT", "BE", "IT", "ES"))] if abroad and country.currency == "EUR" else country
    seller = firm(chance.fork("seller"), words, country, trades_as=0.2)
    buyer = firm(chance.fork("buyer"), words, buyer_country, private=chance.maybe(0.18))
    kind = chance.weighted({"invoice": 86.0, "credit_note": 8.0, "pro_forma": 3.0, "reminder": 3.0})
    issue = date(2019, 1, 2) + timedelta(days=chance.randrange(365 * 7))
    days = chance.weighted({14: 4.0, 30: 4.0, 7: 1.0, 10: 1.5, 8: 0.5, 21: 0.7, 45: 0.5, 60: 0.5})
    regime = "reverse" if buyer_country is not country and not buyer.private else chance.weighted({"standard": 93.0, "exempt": 7.0})
    start = (issue.replace(day=1) - timedelta(days=1)).replace(day=1)
    made = Facts(
        document_type=kind,
        style=style(chance.fork("style"), country, words.language),
        seller=seller,
        buyer=buyer,
        ship_to=firm(chance.fork("ship"), words, buyer_country) if chance.maybe(0.12) else None,
        number=_number(chance, issue, words.language),
        issue=issue,
        due=issue + timedelta(days=days),
        delivery=issue - timedelta(days=chance.randrange(0, 12)) if chance.maybe(0.4) else None,
        period=(start, issue.replace(day=1) - timedelta(days=1)) if chance.maybe(0.2) else None,
        order_reference=_reference(chance, ("PO-#####", "#######", "B-####/##", "45########", "?##-####")) if chance.maybe(0.4) else None,
        contract_reference=_reference(chance, ("V-####-##", "CT######", "RV #### ##")) if chance.maybe(0.1) else None,
        customer_number=_reference(chance, ("#####", "1####", "K-####", "######", "C#####", "D ## ###")) if chance.maybe(0.6) else None,
        preceding=_number(chance, issue - timedelta(days=40), words.language) if kind in {"credit_note", "reminder"} else None,
        lines=[],
        gross_priced=regime == "standard" and chance.maybe(0.1),
        regime=regime,
        days=days,
        skonto=(chance.pick((7, 8, 10, 14)), chance.pick((2, 3))) if days >= 21 and kind == "invoice" and chance.maybe(0.35) else None,
        debit=kind == "invoice" and chance.maybe(0.06),
        mandate=_reference(chance, ("M-######", "MAND####-##", "########")),
        reference=_reference(chance, ("RF## ####", "#### #### ####", "??-######")) if chance.maybe(0.08) else None,
    )
    if kind == "reminder":
        _add_open_invoices(chance.fork("lines"), words, made)
    else:
        _add_lines(chance.fork("lines"), words, made)
        _add_up(chance.fork("totals"), made)
    return made


def _add_open_invoices(chance: Chance, words: Words, made: Facts) -> None:
    """A reminder lists what is unpaid, and adds a fee."""
    made.regime, made.gross_priced = "none", False
    word = words.label(chance, "invoice").capitalize()
    for i in range(chance.randint(1, 4)):
        day = made.issue - timedelta(days=chance.randint(25, 90))
        number = made.preceding if i == 0 and made.preceding else _number(chance, day, words.language)
        text = f"{word} {number}, {made.style.date(day)}"
        amount = chance.price(40, 2500)
        made.lines.append(Line(text, "", Decimal(1), "", amount, 2, ZERO, 0, ZERO, amount, number))
    made.line_total = sum((line.amount for line in made.lines), ZERO)
    made.charge = Decimal(chance.pick((0, 0, 5, 10, 25)))
    made.due_amount = made.line_total + made.charge


def _add_lines(chance: Chance, words: Words, made: Facts) -> None:
    count = chance.weighted({1: 2.0, 2: 3.0, 3: 3.5, 4: 3.0, 5: 2.0, 7: 1.5, 9: 1.0, 12: 1.0, 18: 0.8, 28: 0.6, 40: 0.3})
    rates = [Decimal(rate) for rate in made.seller.country.rates]
    if made.regime != "standard":
        rates = [ZERO]
    mixed = len(rates) > 1 and chance.maybe(0.35)
    discounts, coded = chance.maybe(0.14), chance.pick(("######", "??-####", "#####-##", "A####.#", "4006#########", "##.###.##"))
    sections = list(words.data["sections"].split("; ")) if count >= 4 and chance.maybe(0.18) else []
    fractions, detailed, fine = chance.maybe(0.35), chance.maybe(0.45), chance.maybe(0.06)
    sign = Decimal(-1) if made.document_type == "credit_note" and chance.maybe(0.6) else Decimal(1)
    goods = words.goods(chance, count)
    while len(goods) < count:
        goods += words.goods(chance, count - len(goods))
    monthly = chance.maybe(0.3)
    parts = sorted(chance.randrange(max(len(sections), 1)) for _ in goods)
    for i, good in enumerate(goods):
        quantity = Decimal(
            chance.weighted({1: 4.0, 2: 2.5, 3: 1.0, 4: 1.0, 5: 1.0, 6: 0.5, 8: 0.5, 10: 1.0, 12: 0.6, 20: 0.4, 25: 0.4, 100: 0.3})
        )
        if fractions and chance.maybe(0.4):
            quantity = Decimal(chance.randrange(2, 80)) / chance.pick((2, 4, 10))
        if good.high > 400:
            quantity = Decimal(chance.randint(1, 4))
        price = chance.price(good.low, good.high)
        places = 2
        if fine and good.high < 20:
            price, places = price + Decimal(chance.randrange(1, 99)) / 10000, 4
        percent = chance.pick((5, 10, 15, 20, 3)) if discounts and chance.maybe(0.6) else 0
        full = rounded(quantity * price)
        discount = rounded(full * percent / 100)
        rate = chance.pick(rates[1:]) if mixed and chance.maybe(0.35) else rates[0]
        made.lines.append(
            Line(
                description=good.text,
                detail=chance.pick(words.data["details"].split("; ")) if detailed and chance.maybe(0.6) else "",
                quantity=quantity,
                unit=good.unit,
                unit_price=price,
                price_places=places,
                discount=discount,
                discount_percent=percent,
                rate=rate,
                amount=sign * (full - discount),
                item_code=chance.filled(coded),
                section=sections[parts[i] % len(sections)] if sections else "",
            )
        )
        if monthly and chance.maybe(0.5):
            first = (made.issue.replace(day=1) - timedelta(days=1)).replace(day=1)
            made.lines[-1].period = (first, made.issue.replace(day=1) - timedelta(days=1))
        if sign < 0:
            made.lines[-1].unit_price = -price
            made.lines[-1].discount = -discount


def _add_up(chance: Chance, made: Facts) -> None:
    by_rate: dict[Decimal, Decimal] = {}
    for line in made.lines:
        by_rate[line.rate] = by_rate.get(line.rate, ZERO) + line.amount
    made.line_total = sum(by_rate.values(), ZERO)
    plain = made.document_type == "invoice" and len(by_rate) == 1
    rate = next(iter(by_rate))
    if plain and not made.gross_priced:
        if chance.maybe(0.1):
            made.allowance = rounded(made.line_total * chance.pick((2, 3, 5, 10)) / 100)
        if chance.maybe(0.12):
            made.shipping = chance.price(3, 40)
        if chance.maybe(0.05):
            made.charge = chance.price(2, 25)
        by_rate[rate] += made.shipping + made.charge - made.allowance
    for each in sorted(by_rate, reverse=True):
        base = by_rate[each]
        if made.gross_priced:
            tax = rounded(base * each / (100 + each))
            made.taxes.append((each, base - tax, tax))
        else:
            made.taxes.append((each, base, rounded(base * each / 100)))
    made.net = sum((base for _, base, _ in made.taxes), ZERO)
    made.tax = sum((tax for _, _, tax in made.taxes), ZERO)
    made.gross = made.net + made.tax
    made.due_amount = made.gross
    if made.document_type == "invoice" and chance.maybe(0.09):
        made.prepaid = rounded(made.gross * chance.pick((10, 20, 25, 30, 50)) / 100, "0.01" if chance.maybe(0.5) else "1.00")
        made.due_amount -= made.prepaid
    if made.style.currency == "CHF":
        to_five = rounded(made.due_amount / Decimal("0.05"), "1") * Decimal("0.05")
        made.rounding = to_five - made.due_amount
        made.due_amount = to_five


def _number(chance: Chance, issue: date, language: str) -> str:
    year, short = issue.year, issue.year % 100
    prefix = {
        "de": ("RE-", "R", "RG"),
        "fr": ("F", "FA", "FAC-"),
        "es": ("F-", "A/", "FV"),
        "it": ("", "FT ", ""),
        "nl": ("F", "", "VF"),
        "pt": ("FT A/", "FT ", "FAC "),
        "pl": ("FV/", "FS ", "FV "),
        "en": ("INV-", "INV", "SI-"),
    }[language]
    return chance.weighted(
        {
            f"{chance.pick(prefix)}{year}-{chance.randrange(1, 9999):04d}": 2.0,
            f"{chance.pick(prefix)}{chance.randrange(100, 99999)}": 2.0,
            f"{year}{chance.randrange(1, 99999):05d}": 1.5,
            f"{chance.randrange(1, 999)}/{year}": 1.0,
            f"{chance.randrange(1, 60):03d}/{issue.month:02d}/{year}": 1.0 if language == "pl" else 0.3,
            f"{chance.randrange(10**5, 10**9)}": 1.5,
            f"{short}-{chance.randrange(100, 9999)}-{chance.randrange(1, 9)}": 0.5,
            f"{chance.filled('??')}{short}{chance.filled('#####')}": 0.8,
        }
    )


def _reference(chance: Chance, patterns: tuple[str, ...]) -> str:
    return chance.filled(chance.pick(patterns))
