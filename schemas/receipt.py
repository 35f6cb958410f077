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

# What means of payment are called everywhere; each language's words for them stand in its label file.
HOW_PAID = Says(
    card=(
        "visa, visa card, visa debit, visa credit, visa electron, mastercard, master card, maestro, amex, american express, "
        "discover, diners club, jcb, eftpos, interac, bancontact, ideal, paypal, apple pay, google pay, alipay, wechat pay, "
        "touch n go, grabpay, girocard, bancomat, pinpas, blik, multibanco, mb, mb way, pix, upi, paytm, phonepe, rupay, "
        "unionpay, union pay, nets, octopus, twint, postfinance, swish, vipps, mobilepay, payconiq, bizum, satispay, venmo, "
        "klarna, v pay, vpay"
    ).split(", ")
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
