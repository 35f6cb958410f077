"""Candidates from e-invoice XML: UN/CEFACT Cross Industry Invoice (ZUGFeRD 1 and 2, Factur-X, XRechnung) and UBL 2.1
(Peppol, XRechnung), the two syntaxes of EN 16931-1. Elements are matched by their local names, so that all versions of
the namespaces read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from extractor.document import Attachment, Candidate, Issue
from extractor.find.einvoice_besides import Besides, is_charge
from extractor.find.einvoice_rules import broken, far_days
from extractor.find.einvoice_tree import LINE_ITEM, Below, local, root_of, text_of
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind

if TYPE_CHECKING:
    from lxml import etree

SURE = 0.999  # an XML value is what the issuer's software wrote

# UNTDID 1001 document types that are not plain invoices (380).
_TYPES = {"381": "credit_note", "261": "credit_note", "262": "credit_note", "396": "credit_note", "325": "pro_forma", "220": "order"}

_Rows = dict[str, tuple[str, dict[str, tuple[str, ...]]]]

_CII_PARTIES = {
    "seller": "SellerTradeParty",
    "buyer": "BuyerTradeParty",
    "ship_to": "ShipToTradeParty",
    "payee": "PayeeTradeParty",
}
_UBL_PARTIES = {
    "seller": "AccountingSupplierParty/Party",
    "buyer": "AccountingCustomerParty/Party",
    "payee": "PayeeParty",
}
# Paths of local names; the first that has a text counts. `@x=y` keeps elements with that attribute, `*/` is any element.
_CII_PARTY = {
    "name": ("Name",),
    "address.street": ("PostalTradeAddress/LineOne",),
    "address.additional": ("PostalTradeAddress/LineTwo",),
    "address.postal_code": ("PostalTradeAddress/PostcodeCode",),
    "address.city": ("PostalTradeAddress/CityName",),
    "address.region": ("PostalTradeAddress/CountrySubDivisionName",),
    "address.country": ("PostalTradeAddress/CountryID",),
    "vat_id": ("SpecifiedTaxRegistration/ID@schemeID=VA",),
    "tax_number": ("SpecifiedTaxRegistration/ID@schemeID=FC",),
    "registration_number": ("SpecifiedLegalOrganization/ID",),
    "contact": ("DefinedTradeContact/PersonName",),
    "email": ("DefinedTradeContact/EmailURIUniversalCommunication/URIID",),
    "phone": ("DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",),
}
_UBL_PARTY = {
    "name": ("PartyLegalEntity/RegistrationName", "PartyName/Name"),
    "address.street": ("PostalAddress/StreetName",),
    "address.additional": ("PostalAddress/AdditionalStreetName",),
    "address.postal_code": ("PostalAddress/PostalZone",),
    "address.city": ("PostalAddress/CityName",),
    "address.region": ("PostalAddress/CountrySubentity",),
    "address.country": ("PostalAddress/Country/IdentificationCode",),
    "vat_id": ("PartyTaxScheme/CompanyID",),
    "registration_number": ("PartyLegalEntity/CompanyID",),
    "contact": ("Contact/Name",),
    "email": ("Contact/ElectronicMail",),
    "phone": ("Contact/Telephone",),
}
_CII = {
    "document_type": ("ExchangedDocument/TypeCode", "HeaderExchangedDocument/TypeCode"),
    "invoice_number": ("ExchangedDocument/ID", "HeaderExchangedDocument/ID"),
    "issue_date": ("ExchangedDocument/IssueDateTime/DateTimeString", "HeaderExchangedDocument/IssueDateTime/DateTimeString"),
    "due_date": ("SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",),
    "delivery_date": ("ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString",),
    "period_start": ("TradeSettlement/BillingSpecifiedPeriod/StartDateTime/DateTimeString",),
    "period_end": ("TradeSettlement/BillingSpecifiedPeriod/EndDateTime/DateTimeString",),
    "order_reference": ("TradeAgreement/BuyerOrderReferencedDocument/IssuerAssignedID", "TradeAgreement/BuyerOrderReferencedDocument/ID"),
    "contract_reference": ("TradeAgreement/ContractReferencedDocument/IssuerAssignedID", "TradeAgreement/ContractReferencedDocument/ID"),
    "customer_number": ("TradeAgreement/BuyerTradeParty/ID",),
    "preceding_invoice": ("TradeSettlement/InvoiceReferencedDocument/IssuerAssignedID",),
    "currency": ("InvoiceCurrencyCode",),
    "line_total": ("MonetarySummation/LineTotalAmount",),
    "allowance_total": ("MonetarySummation/AllowanceTotalAmount",),
    "charge_total": ("MonetarySummation/ChargeTotalAmount",),
    "net_total": ("MonetarySummation/TaxBasisTotalAmount",),
    "tax_total": ("MonetarySummation/TaxTotalAmount",),
    "gross_total": ("MonetarySummation/GrandTotalAmount",),
    "prepaid_amount": ("MonetarySummation/TotalPrepaidAmount",),
    "rounding_amount": ("MonetarySummation/RoundingAmount",),
    "amount_due": ("MonetarySummation/DuePayableAmount",),
    "payment.iban": ("PayeePartyCreditorFinancialAccount/IBANID",),
    "payment.account_number": ("PayeePartyCreditorFinancialAccount/ProprietaryID",),
    "payment.bic": ("PayeeSpecifiedCreditorFinancialInstitution/BICID",),
    "payment.reference": ("TradeSettlement/PaymentReference",),
    "payment.terms": ("SpecifiedTradePaymentTerms/Description",),
    "payment.mandate": ("DirectDebitMandateID",),
}
_UBL = {
    "document_type": ("InvoiceTypeCode", "CreditNoteTypeCode"),
    "invoice_number": ("ID",),
    "issue_date": ("IssueDate",),
    "due_date": ("DueDate", "PaymentMeans/PaymentDueDate"),
    "delivery_date": ("Delivery/ActualDeliveryDate",),
    "period_start": ("InvoicePeriod/StartDate",),
    "period_end": ("InvoicePeriod/EndDate",),
    "order_reference": ("OrderReference/ID",),
    "contract_reference": ("ContractDocumentReference/ID",),
    "customer_number": ("AccountingCustomerParty/Party/PartyIdentification/ID",),
    "preceding_invoice": ("BillingReference/InvoiceDocumentReference/ID",),
    "currency": ("DocumentCurrencyCode",),
    "line_total": ("LegalMonetaryTotal/LineExtensionAmount",),
    "allowance_total": ("LegalMonetaryTotal/AllowanceTotalAmount",),
    "charge_total": ("LegalMonetaryTotal/ChargeTotalAmount",),
    "net_total": ("LegalMonetaryTotal/TaxExclusiveAmount",),
    "tax_total": ("TaxTotal/TaxAmount",),
    "gross_total": ("LegalMonetaryTotal/TaxInclusiveAmount",),
    "prepaid_amount": ("LegalMonetaryTotal/PrepaidAmount",),
    "withheld_amount": ("WithholdingTaxTotal/TaxAmount",),
    "rounding_amount": ("LegalMonetaryTotal/PayableRoundingAmount",),
    "amount_due": ("LegalMonetaryTotal/PayableAmount",),
    "payment.iban": ("PaymentMeans/PayeeFinancialAccount/ID",),
    "payment.bic": ("PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID",),
    "payment.reference": ("PaymentMeans/PaymentID",),
    "payment.terms": ("PaymentTerms/Note",),
    "payment.mandate": ("PaymentMeans/PaymentMandate/ID",),
}
_CII_ROWS: _Rows = {
    "line_items": (
        LINE_ITEM,
        {
            "position": ("AssociatedDocumentLineDocument/LineID",),
            "item_code": ("SpecifiedTradeProduct/SellerAssignedID",),
            "description": ("SpecifiedTradeProduct/Name",),
            "quantity": ("TradeDelivery/BilledQuantity",),
            "unit_price": ("NetPriceProductTradePrice/ChargeAmount",),
            "tax_rate": ("ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent"),
            "amount": ("MonetarySummation/LineTotalAmount",),
            "period_start": ("BillingSpecifiedPeriod/StartDateTime/DateTimeString",),
            "period_end": ("BillingSpecifiedPeriod/EndDateTime/DateTimeString",),
        },
    ),
    "tax_breakdown": (
        "TradeSettlement/ApplicableTradeTax",
        {
            "category": ("CategoryCode",),
            "rate": ("RateApplicablePercent", "ApplicablePercent"),
            "base": ("BasisAmount",),
            "tax": ("CalculatedAmount",),
        },
    ),
}
_UBL_LINE = {
    "position": ("ID",),
    "item_code": ("Item/SellersItemIdentification/ID",),
    "description": ("Item/Name",),
    "quantity": ("InvoicedQuantity", "CreditedQuantity"),
    "unit_price": ("Price/PriceAmount",),
    "tax_rate": ("Item/ClassifiedTaxCategory/Percent",),
    "amount": ("LineExtensionAmount",),
    "period_start": ("InvoicePeriod/StartDate",),
    "period_end": ("InvoicePeriod/EndDate",),
}
_LINE_ALLOWANCES = ("TradeSettlement/SpecifiedTradeAllowanceCharge", "AllowanceCharge")  # CII, UBL
_ALLOWANCE = {"discount": ("ActualAmount", "Amount"), "discount_rate": ("CalculationPercent", "MultiplierFactorNumeric")}
_TOTALS = frozenset(  # without which the rest of the figures cannot be judged
    ("line_items[].amount", "line_total", "allowance_total", "charge_total", "prepaid_amount", "rounding_amount", "tax_breakdown[].tax")
)
_UBL_ROWS: _Rows = {
    "line_items": ("InvoiceLine", _UBL_LINE),
    "tax_breakdown": (
        "TaxTotal/TaxSubtotal",
        {"category": ("TaxCategory/ID",), "rate": ("TaxCategory/Percent",), "base": ("TaxableAmount",), "tax": ("TaxAmount",)},
    ),
}


@dataclass(frozen=True, slots=True)
class _Syntax:
    fields: dict[str, tuple[str, ...]]
    rows: _Rows


@dataclass(frozen=True, slots=True)
class Einvoice:
    """What an e-invoice says: of the schema's fields; by paths of their own, figures that no field holds, each as a candidate of the field
    that it belongs to; and where its own figures do not agree."""

    candidates: Sequence[Candidate] = ()
    besides: Mapping[str, Candidate] = field(default_factory=dict)
    issues: Sequence[Issue] = ()


def einvoice(attachments: Sequence[Attachment], specs: Sequence[FieldSpec]) -> Einvoice:
    """What the first e-invoice among the attachments says; nothing where there is none."""
    for attachment in attachments:
        root = root_of(attachment.content)
        if root is not None:
            return _einvoice(root, specs, attachment.name)
    return Einvoice()


def _einvoice(root: etree._Element, specs: Sequence[FieldSpec], name: str) -> Einvoice:
    ubl = local(root) in ("Invoice", "CreditNote")
    syntax = _ubl_syntax() if ubl else _cii_syntax()
    by_path = {spec.path: spec for spec in specs}
    found: list[Candidate] = []
    whole = Below(root, deep=not ubl)
    for path, places in syntax.fields.items():
        spec = by_path.get(path)
        element = whole.first(places) if spec is not None else None
        if spec is not None and element is not None:
            found += _candidate(path, spec, element, name)
    everywhere = Below(root, deep=True)
    lines: list[Below] = []
    for group, (place, columns) in syntax.rows.items():
        rows = everywhere.select(place) or (everywhere.select("CreditNoteLine") if group == "line_items" else [])
        figures = columns.get("amount", columns.get("tax", ()))
        number = 0
        for row in [Below(row, deep=not ubl) for row in rows]:
            if row.first(figures) is None:
                continue  # a note
            lines += [row] if group == "line_items" else []
            for column, places in columns.items():
                spec = by_path.get(f"{group}[].{column}")
                element = row.first(places) if spec is not None else None
                if spec is not None and element is not None:
                    found += _candidate(f"{group}.{number}.{column}", spec, element, name)
            found += _allowance(group, number, row, by_path, name)
            unit = next((e.get("unitCode") for p in columns.get("quantity", ()) for e in row.select(p) if e.get("unitCode")), None)
            if unit and f"{group}[].unit" in by_path:
                found.append(Candidate(f"{group}.{number}.unit", unit, unit, "xml", f"unitCode in {name}", score=SURE))
            number += 1
    told = {one.path: one.value for one in found if isinstance(one.value, Decimal)}
    besides = Besides.of(root, everywhere, lines)
    unheld = {path: one for path, one in besides.figures(f"in {name}") if one.path in told}
    issues = far_days({one.path: one.value for one in found if isinstance(one.value, date)})
    return Einvoice(found, unheld, (*issues, *(broken(told, besides) if by_path.keys() >= _TOTALS else ())))


def _allowance(group: str, number: int, row: Below, by_path: Mapping[str, FieldSpec], name: str) -> list[Candidate]:
    """What is taken off a line (BT-136) and its share (BT-138), where it has one allowance; those of its price are no part of this."""
    allowances = [element for place in _LINE_ALLOWANCES for element in row.select(place) if not is_charge(element)]
    found: list[Candidate] = []
    for column, names in _ALLOWANCE.items():
        spec = by_path.get(f"{group}[].{column}")
        told = [child for child in allowances[0] if local(child) in names] if len(allowances) == 1 else []
        if spec is not None and told:
            found += _candidate(f"{group}.{number}.{column}", spec, told[0], name)
    return found


def _cii_syntax() -> _Syntax:
    parties = {
        f"{p}.{leaf}": tuple(f"{element}/{path}" for path in paths)
        for p, element in _CII_PARTIES.items()
        for leaf, paths in _CII_PARTY.items()
    }
    return _Syntax({**_CII, **parties}, _CII_ROWS)


def _ubl_syntax() -> _Syntax:
    parties = {
        f"{p}.{leaf}": tuple(f"{element}/{path}" for path in paths)
        for p, element in _UBL_PARTIES.items()
        for leaf, paths in _UBL_PARTY.items()
    }
    return _Syntax({**_UBL, **parties}, _UBL_ROWS)


def _candidate(path: str, spec: FieldSpec, element: etree._Element, name: str) -> list[Candidate]:
    text = text_of(element)
    value = _value(spec, text)
    if value is None:
        return []
    return [Candidate(path, value, text, "xml", f"{local(element)} in {name}", score=SURE)]


def _value(spec: FieldSpec, text: str) -> Any:
    if spec.kind in (Kind.MONEY, Kind.NUMBER, Kind.PERCENT):
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    if spec.kind is Kind.DATE:
        return _date(text)
    if spec.kind is Kind.CHOICE:
        value = _TYPES.get(text, spec.choices[0])
        return value if value in spec.choices else None
    if spec.kind in (Kind.IBAN, Kind.BIC, Kind.VAT_ID):
        return re.sub(r"\s", "", text).upper()
    return text


def _date(text: str) -> date | None:
    for form in ("%Y%m%d", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text[:19], form).date()
        except ValueError:
            continue
    return None
