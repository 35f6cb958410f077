"""`Receipt`: what a till prints."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schemas.record import (
    AddressText,
    CardDigits,
    Currency,
    Identifier,
    Money,
    Name,
    Part,
    Percent,
    Phone,
    Product,
    Quantity,
    Record,
    Role,
    Rule,
    Says,
    Sum,
)

HOW_PAID = Says(
    cash=(
        "cash, cash tendered, cash tender, cash payment, cash paid, cash received, cash rm, cash amount, bar, bargeld, "
        "barzahlung, bar bezahlt, gegeben bar, bar gegeben, espèces, espèces eur, espèces reçues, en espèces, comptant, "
        "efectivo, en efectivo, contado, contanti, contante, in contanti, pagamento contante, contant, kontant, cash "
        "ontvangen, gotówka, gotówka pln, gotówką, dinheiro, numerário, a dinheiro, tunai, gegeben, donné, versé, "
        "entregado, entregue, ricevuto, ontvangen, otrzymano, tendered, amt tendered, amount tendered, geg bar, paid cash, "
        "bezahlt bar, pagato contanti, pago en efectivo, payé en espèces, contant betaald, zapłacono gotówką"
    ).split(", "),
    card=(
        "visa, visa card, visa debit, visa credit, visa electron, mastercard, master card, maestro, amex, american "
        "express, discover, diners club, jcb, debit, debit card, credit, credit card, creditcard, eftpos, eft, interac, "
        "bancontact, ideal, paypal, apple pay, google pay, alipay, wechat pay, touch n go, grabpay, gift card, "
        "giftcard, cheque, check tendered, card, bank card, contactless, karte, ec karte, ec cash, girocard, "
        "kartenzahlung, kreditkarte, ec kartenzahlung, carte, carte bancaire, carte bleue, cb, cb emv, sans contact, "
        "chèque, ticket restaurant, tarjeta, tarjeta bancaria, tarjeta credito, tarjeta de crédito, tarjeta de débito, "
        "carta, carta di credito, carta di debito, carta credito, bancomat, pos, pagamento elettronico, elettronico, "
        "pin, pinpas, pinnen, betaalpas, bankpas, kaart, karta, karta płatnicza, karta kredytowa, płatność kartą, blik, "
        "cartão, cartão débito, cartão crédito, cartão de débito, cartão de crédito, cartão bancário, multibanco, mb, "
        "mb way, pix, kad kredit, upi, paytm, phonepe, rupay, unionpay, union pay, nets, octopus, twint, postfinance, swish, "
        "vipps, mobilepay, payconiq, bizum, satispay, venmo, klarna, v pay, vpay, kontaktlos, karte kontaktlos, cb sans contact, "
        "paiement cb, paiement cb sans contact, réglé par cb, ticket resto, titre restaurant, pag elettronico, pagato con carta, "
        "pagamento con carta, pagado con tarjeta, pago con tarjeta, mit karte bezahlt, paid by card, paid card, card payment"
    ).split(", "),
)


class Category(StrEnum):
    """What was bought, as expense reports part it."""

    MEAL = "meal"
    GROCERIES = "groceries"
    FUEL = "fuel"
    PARKING = "parking"
    HOTEL = "hotel"
    TRANSPORT = "transport"
    HEALTH = "health"
    SUPPLIES = "supplies"


class Merchant(Part):
    """The shop, as the head of the receipt names it."""

    name: Name | None = None
    address: Annotated[AddressText | None, Field(description="one text, lines joined with a comma where they have none")] = None
    phone: Phone | None = None
    tax_id: Identifier | None = None


class ReceiptLine(Part):
    """One article."""

    item_code: Identifier | None = None
    description: str | None = None
    quantity: Quantity | None = None
    unit_price: Money | None = None
    amount: Money | None = None


class ReceiptTax(Part):
    """One row for each rate."""

    rate: Percent | None = None
    base: Money | None = None
    tax: Money | None = None


def _makes_the_total(*parts: str) -> Sum:
    """The total is the sum of these parts; what is added for service or taken off may lack."""
    added = ("service_charge", "tip", "rounding_amount")
    return Sum("totals_disagree", "total", (*parts, *added), ("discount_total",), optional=(*added, "discount_total"), usual=True)


class Receipt(Record):
    """A till receipt, a restaurant bill, a fuel slip."""

    merchant: Annotated[Merchant, Role.ISSUER] = Merchant()
    receipt_number: Identifier | None = None
    date: datetime.date | None = None
    time: datetime.time | None = None
    currency: Currency | None = None
    line_items: list[ReceiptLine] = []
    subtotal: Money | None = None
    discount_total: Annotated[Money | None, Field(description="of all the list's lines that take an amount off, too")] = None
    service_charge: Money | None = None
    tip: Money | None = None
    tax_total: Money | None = None
    tax_breakdown: list[ReceiptTax] = []
    rounding_amount: Money | None = None
    total: Money | None = None
    payment_method: Annotated[str | None, HOW_PAID, Field(description="as printed: CASH, VISA, girocard ...")] = None
    card_digits: Annotated[CardDigits | None, Field(description="last digits of the card")] = None
    paid_amount: Money | None = None
    change_amount: Money | None = None
    category: Annotated[Category | None, Field(description="what was bought, by the words of the page")] = None

    required: ClassVar[tuple[str, ...]] = ("merchant.name", "date", "total")
    identity: ClassVar[tuple[str, ...]] = ("receipt_number", "date", "time", "total")
    rules: ClassVar[tuple[Rule, ...]] = (
        Product("line_disagrees", "line_items", "amount", ("quantity", "unit_price")),
        Product("tax_disagrees", "tax_breakdown", "tax", ("base", "rate"), percents=("rate",)),
        Sum("tax_rows_disagree", "tax_total", ("tax_breakdown[].tax",), reckoned=("tax_total",)),
        Sum("change_disagrees", "change_amount", ("paid_amount",), ("total",), exact=True),
        _makes_the_total("subtotal", "tax_total"),
        Sum("lines_disagree", "subtotal", ("line_items[].amount",), usual=True),
        Sum("lines_disagree", "subtotal", ("line_items[].amount",), ("discount_total",), usual=True),
        _makes_the_total("subtotal"),
        _makes_the_total("line_items[].amount"),  # many tills print no subtotal
        _makes_the_total("line_items[].amount", "tax_total"),
    )
