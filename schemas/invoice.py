"""`Invoice`: names and business terms of EN 16931-1 (the European standard for the core invoice)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schemas.record import (
    Bic,
    Currency,
    Iban,
    Identifier,
    Money,
    Name,
    NotAfter,
    Part,
    Party,
    Percent,
    Product,
    Quantity,
    Record,
    Role,
    Rule,
    Sum,
    Use,
)


class DocumentType(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PRO_FORMA = "pro_forma"
    REMINDER = "reminder"
    STATEMENT = "statement"
    ORDER = "order"


class InvoiceLine(Part):
    """BG-25."""

    position: Annotated[str | None, Field(description="BT-126 line identifier")] = None
    item_code: Annotated[Identifier | None, Field(description="BT-155 seller's item identifier")] = None
    description: Annotated[str | None, Field(description="BT-153 item name, BT-154 item description")] = None
    quantity: Annotated[Quantity | None, Field(description="BT-129 invoiced quantity")] = None
    unit: Annotated[str | None, Field(description="BT-130 unit of measure, as printed")] = None
    unit_price: Annotated[Money | None, Field(description="BT-146 item price")] = None
    discount: Annotated[Money | None, Field(description="BT-136 line allowance")] = None
    discount_rate: Annotated[Percent | None, Field(description="BT-138 line allowance in percent")] = None
    tax_rate: Annotated[Percent | None, Field(description="BT-152 tax rate in percent")] = None
    amount: Annotated[Money | None, Field(description="BT-131 line amount")] = None
    period_start: Annotated[date | None, Field(description="BT-134")] = None
    period_end: Annotated[date | None, Field(description="BT-135")] = None


class TaxBreakdown(Part):
    """BG-23: one row for each rate."""

    category: Annotated[str | None, Field(description="BT-118 category code")] = None
    rate: Annotated[Percent | None, Field(description="BT-119 rate in percent")] = None
    base: Annotated[Money | None, Field(description="BT-116 taxable amount")] = None
    tax: Annotated[Money | None, Field(description="BT-117 tax amount")] = None


class Payment(Part):
    """BG-16."""

    iban: Annotated[Iban | None, Field(description="BT-84 payment account")] = None
    bic: Annotated[Bic | None, Field(description="BT-86 payment service provider")] = None
    account_number: Annotated[Identifier | None, Use.ACCOUNT, Field(description="BT-84 where it is no IBAN")] = None
    bank_name: Annotated[Name | None, Field(description="BT-85 account name or bank")] = None
    reference: Annotated[Identifier | None, Use.REFERENCE, Field(description="BT-83 remittance information")] = None
    terms: Annotated[str | None, Field(description="BT-20 payment terms")] = None
    method: Annotated[str | None, Use.MEANS, Field(description="BT-82 payment means text")] = None
    mandate: Annotated[Identifier | None, Field(description="BT-89 direct debit mandate")] = None


class Invoice(Record):
    """A commercial invoice or a document of its family."""

    document_type: Annotated[DocumentType | None, Field(description="BT-3 type of document")] = None
    invoice_number: Annotated[Identifier | None, Field(description="BT-1 invoice number")] = None
    issue_date: Annotated[date | None, Field(description="BT-2 invoice issue date")] = None
    due_date: Annotated[date | None, Field(description="BT-9 payment due date")] = None
    delivery_date: Annotated[date | None, Field(description="BT-72 actual delivery date")] = None
    period_start: Annotated[date | None, Field(description="BT-73 invoicing period start")] = None
    period_end: Annotated[date | None, Field(description="BT-74 invoicing period end")] = None
    order_reference: Annotated[Identifier | None, Use.PAPER, Field(description="BT-13 purchase order reference")] = None
    contract_reference: Annotated[Identifier | None, Use.PAPER, Field(description="BT-12 contract reference")] = None
    customer_number: Annotated[Identifier | None, Field(description="BT-46 buyer identifier")] = None
    preceding_invoice: Annotated[Identifier | None, Use.EARLIER, Field(description="BT-25 preceding invoice reference")] = None
    seller: Annotated[Party, Role.ISSUER, Field(description="BG-4 seller")] = Party()
    buyer: Annotated[Party, Role.RECIPIENT, Field(description="BG-7 buyer")] = Party()
    ship_to: Annotated[Party, Role.OTHER, Field(description="BG-13 delivery")] = Party()
    payee: Annotated[Party, Role.OTHER, Field(description="BG-10 payee, where it is not the seller")] = Party()
    currency: Annotated[Currency | None, Field(description="BT-5 invoice currency code")] = None
    line_total: Annotated[Money | None, Field(description="BT-106 sum of line amounts")] = None
    allowance_total: Annotated[Money | None, Field(description="BT-107 sum of allowances")] = None
    charge_total: Annotated[Money | None, Field(description="BT-108 sum of charges")] = None
    shipping_total: Annotated[Money | None, Field(description="freight, a charge of BG-21")] = None
    net_total: Annotated[Money | None, Field(description="BT-109 total without tax")] = None
    tax_total: Annotated[Money | None, Field(description="BT-110 total tax")] = None
    gross_total: Annotated[Money | None, Field(description="BT-112 total with tax")] = None
    previous_balance: Annotated[
        Money | None, Field(description="what earlier documents left open and this one asks for besides (no term of EN 16931)")
    ] = None
    prepaid_amount: Annotated[Money | None, Field(description="BT-113 paid amount")] = None
    withheld_amount: Annotated[
        Money | None,
        Use.KEPT,
        Field(description="tax or a guarantee that the payer keeps back (UBL WithholdingTaxTotal; no term of EN 16931)"),
    ] = None
    rounding_amount: Annotated[Money | None, Field(description="BT-114 rounding amount")] = None
    amount_due: Annotated[Money | None, Use.TO_PAY, Field(description="BT-115 amount due for payment")] = None
    tax_breakdown: Annotated[list[TaxBreakdown], Field(description="BG-23 tax breakdown")] = []
    payment: Annotated[Payment, Field(description="BG-16 payment instructions")] = Payment()
    line_items: Annotated[list[InvoiceLine], Field(description="BG-25 invoice lines")] = []

    required: ClassVar[tuple[str, ...]] = ("invoice_number", "issue_date", "seller.name", "gross_total")
    identity: ClassVar[tuple[str, ...]] = ("invoice_number", "issue_date", "gross_total", "document_type")
    rules: ClassVar[tuple[Rule, ...]] = (
        Product("line_disagrees", "line_items", "amount", ("quantity", "unit_price"), minus="discount", rebate="discount_rate"),
        Sum(
            "lines_disagree",
            "net_total",
            ("line_items[].amount", "charge_total", "shipping_total"),
            ("allowance_total",),
            optional=("charge_total", "shipping_total", "allowance_total"),
            reckoned=("net_total",),
            or_total="gross_total",
        ),
        Sum("lines_disagree", "line_total", ("line_items[].amount",)),
        Sum(
            "totals_disagree",
            "gross_total",
            ("net_total", "tax_total"),
            optional=("rounding_amount",),
            reckoned=("net_total",),
            either=("rounding_amount", "charge_total"),
        ),
        Sum(
            "due_disagrees",
            "amount_due",
            ("gross_total", "rounding_amount", "previous_balance"),
            ("prepaid_amount", "withheld_amount"),
            optional=("prepaid_amount", "withheld_amount", "previous_balance", "rounding_amount"),
            exact=True,
            reckoned=("amount_due",),
            either=("rounding_amount",),
        ),
        Product("tax_disagrees", "tax_breakdown", "tax", ("base", "rate"), percents=("rate",)),
        Sum("tax_rows_disagree", "tax_total", ("tax_breakdown[].tax",), reckoned=("tax_total",)),
        NotAfter("due_before_issue", "issue_date", "due_date"),
    )
