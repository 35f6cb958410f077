"""E-invoice XML to records, alone and inside a PDF; and what a page that contradicts it leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor import Extraction, Options, Status, extract

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]
Alter = Callable[..., Page]

LINE = """ <ram:IncludedSupplyChainTradeLineItem>
  <ram:AssociatedDocumentLineDocument><ram:LineID>{0}</ram:LineID></ram:AssociatedDocumentLineDocument>
  <ram:SpecifiedTradeProduct><ram:Name>{1}</ram:Name></ram:SpecifiedTradeProduct>
  <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{2}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
  <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">{3}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
  <ram:SpecifiedLineTradeSettlement>
   <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{4}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
  </ram:SpecifiedLineTradeSettlement>
 </ram:IncludedSupplyChainTradeLineItem>
"""
CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>NT-2291</ram:ID><ram:TypeCode>380</ram:TypeCode>
 <ram:IssueDateTime><udt:DateTimeString format="102">20250314</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
LINES <ram:ApplicableHeaderTradeAgreement>
  <ram:SellerTradeParty><ram:Name>Northgate Tools Ltd</ram:Name>
   <ram:PostalTradeAddress><ram:PostcodeCode>LS1 4AP</ram:PostcodeCode><ram:LineOne>14 Mill Lane</ram:LineOne><ram:CityName>Leeds</ram:CityName><ram:CountryID>GB</ram:CountryID></ram:PostalTradeAddress>
   <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">GB434031494</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
  <ram:BuyerTradeParty><ram:Name>Harbour Bakery Ltd</ram:Name></ram:BuyerTradeParty>
 </ram:ApplicableHeaderTradeAgreement>
 <ram:ApplicableHeaderTradeSettlement>
  <ram:InvoiceCurrencyCode>GBP</ram:InvoiceCurrencyCode>
  <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>GB33 BUKB 2020 1555 5555 55</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
  <ram:ApplicableTradeTax><ram:CalculatedAmount>20.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>100.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
  <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20250413</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
  <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount><ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
   <ram:TaxTotalAmount currencyID="GBP">20.00</ram:TaxTotalAmount><ram:GrandTotalAmount>120.00</ram:GrandTotalAmount><ram:DuePayableAmount>120.00</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
 </ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
""".replace("LINES", LINE.format(1, "Bench vice, steel", "40.00", 2, "80.00") + LINE.format(2, "Sockets", "20.00", 1, "20.00"))  # noqa: E501

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>CN-9</cbc:ID><cbc:IssueDate>2025-03-20</cbc:IssueDate><cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>NT-2107</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Lindner GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">1.90</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>10.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>11.90</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
<cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode="H87">2</cbc:CreditedQuantity><cbc:LineExtensionAmount>10.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Hinge</cbc:Name></cac:Item></cac:CreditNoteLine>
</CreditNote>
"""  # noqa: E501


def read(content: bytes, **options: Any) -> Extraction:
    result = extract(content, Options(schema="invoice", **options))
    assert result.error is None, result.error
    return result


def disagreements(result: Extraction) -> dict[str, str]:
    """Field -> message of each issue that the XML and the page give rise to."""
    return {issue.fields[0]: issue.message for issue in result.issues if issue.code == "xml_disagrees"}


@pytest.fixture(scope="module")
def hybrid(draw: Draw, invoice_page: Page) -> Extraction:
    return read(draw(invoice_page, xml=CII.encode()))


def test_a_cross_industry_invoice_alone_is_a_whole_record() -> None:
    result = read(CII.encode())
    record = result.record
    assert (record.invoice_number, record.document_type, record.currency) == ("NT-2291", "invoice", "GBP")
    assert (record.issue_date, record.due_date) == (date(2025, 3, 14), date(2025, 4, 13))
    assert (record.net_total, record.tax_total, record.gross_total, record.amount_due) == (100, 20, 120, 120)
    assert (record.seller.name, record.seller.address.city, record.seller.vat_id) == ("Northgate Tools Ltd", "Leeds", "GB434031494")
    assert record.payment.iban == "GB33BUKB20201555555555"
    assert [(row.description, row.quantity, row.unit, row.unit_price, row.amount) for row in record.line_items] == [
        ("Bench vice, steel", 2, "C62", 40, 80),
        ("Sockets", 1, "C62", 20, 20),
    ]
    assert [(row.rate, row.base, row.tax) for row in record.tax_breakdown] == [(20, 100, 20)]
    assert result.status is Status.ACCEPTED


@pytest.mark.parametrize("xml", [CII, UBL], ids=["cii", "ubl"])
def test_an_e_invoice_is_told_by_its_xml(xml: str, draw: Draw) -> None:
    alone = extract(xml.encode())
    assert alone.to_json() | {"timings": None} == read(xml.encode()).to_json() | {"timings": None}
    beside = draw(((60, 80, "Leistungsnachweis"),), xml=xml.encode())  # a page that says nothing of it
    assert extract(beside).schema == "invoice"
    assert extract(beside, Options(page_only=True)).schema == "form"


def test_a_ubl_credit_note_is_the_same_record() -> None:
    record = read(UBL.encode()).record
    assert (record.invoice_number, record.document_type, record.preceding_invoice) == ("CN-9", "credit_note", "NT-2107")
    assert (record.issue_date, record.seller.name) == (date(2025, 3, 20), "Lindner GmbH")
    assert (record.net_total, record.tax_total, record.gross_total) == (Decimal("10.00"), Decimal("1.90"), Decimal("11.90"))
    assert [(row.description, row.quantity, row.amount) for row in record.line_items] == [("Hinge", 2, 10)]


@pytest.mark.parametrize(("indicator", "discount"), [("false", (Decimal("8.00"), Decimal(10))), ("true", (None, None))])
def test_an_allowance_of_a_line_is_its_discount_and_a_charge_is_none(indicator: str, discount: tuple[Any, Any]) -> None:
    allowance = (
        f"<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{indicator}</udt:Indicator></ram:ChargeIndicator>"
        "<ram:CalculationPercent>10</ram:CalculationPercent><ram:ActualAmount>8.00</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>"
    )
    monetary = "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
    xml = CII.replace(monetary, allowance + monetary, 1).replace(">40.00<", ">44.00<", 1)
    rows = read(xml.encode()).record.line_items
    assert (rows[0].discount, rows[0].discount_rate) == discount
    assert (rows[1].discount, rows[1].discount_rate) == (None, None)


def test_a_ubl_allowance_of_a_line_keeps_its_product_right() -> None:
    price = "<cac:Price><cbc:PriceAmount>6.00</cbc:PriceAmount></cac:Price>"
    allowance = "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>2.00</cbc:Amount></cac:AllowanceCharge>"
    xml = UBL.replace("<cac:Item>", f"{allowance}<cac:Item>").replace("</cac:CreditNoteLine>", f"{price}</cac:CreditNoteLine>")
    result = read(xml.encode())
    row = result.record.line_items[0]
    assert (row.quantity, row.unit_price, row.discount, row.amount) == (2, 6, 2, 10)
    assert not [issue for issue in result.issues if issue.code == "line_disagrees"]


def test_the_xml_in_a_pdf_is_the_record_and_its_rows_are_the_rows(hybrid: Extraction) -> None:
    assert [row.description for row in hybrid.record.line_items] == ["Bench vice, steel", "Sockets"]
    assert hybrid.fields["line_items.0.description"].source == "xml"
    assert hybrid.fields["gross_total"].source == "xml"
    assert hybrid.status is Status.ACCEPTED
    assert disagreements(hybrid) == {}


def test_a_value_of_the_xml_is_shown_where_the_page_prints_it(hybrid: Extraction) -> None:
    answer = hybrid.fields["invoice_number"]
    assert answer.page == 1
    assert answer.box is not None
    assert answer.box.left * 595 == pytest.approx(440, abs=2)
    assert "the page agrees" in answer.evidence


def test_page_only_does_not_look_at_the_xml(draw: Draw, invoice_page: Page) -> None:
    result = read(draw(invoice_page, xml=CII.replace("NT-2291", "XX-1").encode()), page_only=True)
    assert result.record.invoice_number == "NT-2291"
    assert [row.description for row in result.record.line_items] == ["Bench vice 125 mm", "Socket set"]
    assert {value.source for value in result.fields.values()}.isdisjoint({"xml"})


@pytest.mark.parametrize("schema", ["auto", "invoice"])
def test_page_only_leaves_nothing_of_an_xml_alone(schema: str) -> None:
    result = extract(CII.encode(), Options(schema=schema, page_only=True, name="e.xml"))
    assert result.status is Status.FAILED
    assert result.error is not None
    assert result.error.code == "empty_input"
    assert result.error.message == "e.xml has no page: without its XML there is nothing to read (leave out --page-only)"


ALTERED = {
    "seller.address.postal_code": ("Leeds_LS1_4AP", "Leeds LS1 7AP"),
    "gross_total": ("120_00", "130.00"),
    "net_total": ("100_00", "101.00"),
    "tax_total": ("20_00", "26.00"),
    "invoice_number": ("NT_2291", "NT-2297"),
    "issue_date": ("14_March_2025", "15 March 2025"),
    "due_date": ("13_April_2025", "13 April 2026"),
    "seller.vat_id": ("VAT_No__GB434031494", "VAT No: GB999999973"),
    "seller.name": ("Northgate_Tools_Ltd", "*Wexford Hardware plc"),
    "buyer.name": ("Harbour_Bakery_Ltd", "Castle Brewery plc"),
}


@pytest.mark.parametrize("field", ALTERED)
def test_a_page_altered_in_one_place_is_caught(draw: Draw, alter: Alter, invoice_page: Page, hybrid: Extraction, field: str) -> None:
    name, instead = ALTERED[field]
    result = read(draw(alter(invoice_page, **{name: instead}), xml=CII.encode()))
    assert result.fields[field].value == hybrid.fields[field].value, "the record keeps the XML's value"
    assert result.fields[field].text in disagreements(result)[field] or str(result.fields[field].value) in disagreements(result)[field]
    assert result.status is Status.REVIEW


ROWS_ALTERED = {
    "line_items.0.unit_price": ("40_00", "46.00"),
    "line_items.0.amount": ("80_00", "86.00"),
    "line_items.0.quantity": ("2", "7"),
    "tax_breakdown.0.rate": ("VAT_20_", "VAT 26%"),
}


@pytest.mark.parametrize("field", ROWS_ALTERED)
def test_a_row_altered_in_one_figure_is_caught(draw: Draw, alter: Alter, invoice_page: Page, hybrid: Extraction, field: str) -> None:
    name, instead = ROWS_ALTERED[field]
    result = read(draw(alter(invoice_page, **{name: instead}), xml=CII.encode()))
    assert result.fields[field].value == hybrid.fields[field].value, "the record keeps the XML's value"
    assert disagreements(result)
    assert result.status is Status.REVIEW


PERIOD = """<ram:BillingSpecifiedPeriod>
 <ram:StartDateTime><udt:DateTimeString format="102">20250203</udt:DateTimeString></ram:StartDateTime>
 <ram:EndDateTime><udt:DateTimeString format="102">20250228</udt:DateTimeString></ram:EndDateTime></ram:BillingSpecifiedPeriod>"""
SUM_OF_ROW = "<ram:SpecifiedTradeSettlementLineMonetarySummation>"


@pytest.mark.parametrize(("printed", "caught"), [("03.02.2025", False), ("03.02.2026", True), ("08.02.2025", True)])
def test_a_day_between_the_rows_is_that_of_the_row_beside_it(draw: Draw, invoice_page: Page, printed: str, caught: bool) -> None:
    xml = CII.replace(
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>", f"{PERIOD}<ram:SpecifiedTradeSettlementLineMonetarySummation>", 1
    )
    below = [top + 9 for left, top, text in invoice_page if text == "Bench vice 125 mm"]
    result = read(draw((*invoice_page, (56.0, below[0], f"hired from {printed} until 28.02.2025")), xml=xml.encode()))
    assert ("line_items.0.period_start" in disagreements(result)) is caught


@pytest.mark.parametrize(("beside", "told"), [("-10.00", set()), ("free", {"line_items.0.amount"})])
def test_an_amount_before_its_discount_is_no_other_amount(
    draw: Draw, alter: Alter, invoice_page: Page, beside: str, told: set[str]
) -> None:
    row = next(top for _, top, text in invoice_page if text == "40.00")
    printed = alter(invoice_page, Bench_vice_125_mm="Bench vice, steel", **{"40_00": "45.00", "80_00": "90.00"})
    xml = CII.replace("<ram:ChargeAmount>40.00", "<ram:ChargeAmount>36.11")
    result = read(draw((*printed, (56.0, row + 9, "rebate"), (200.0, row + 9, beside)), xml=xml.encode()))
    assert {path for path in disagreements(result) if path.endswith("amount")} == told


def test_a_discount_told_in_pieces_does_not_contradict_its_sum(draw: Draw, invoice_page: Page) -> None:
    summed = CII.replace("<ram:TaxBasisTotalAmount>", "<ram:ChargeTotalAmount>9.00</ram:ChargeTotalAmount><ram:TaxBasisTotalAmount>")
    pieces = ((380.0, 288.0, "Handling fee"), (480.0, 288.0, "4.00"), (380.0, 304.0, "Service charge"), (480.0, 304.0, "5.00"))
    result = read(draw((*invoice_page, *pieces), xml=summed.encode()))
    assert "charge_total" not in disagreements(result)


@pytest.mark.parametrize("element", ["GrandTotalAmount>120", "TaxBasisTotalAmount>100", "ID>NT-2291", '"102">20250314'])
def test_an_xml_altered_in_one_figure_is_caught(draw: Draw, invoice_page: Page, element: str) -> None:
    at = CII.index(element) + len(element) - 1
    result = read(draw(invoice_page, xml=(CII[:at] + "7" + CII[at + 1 :]).encode()))
    assert disagreements(result)


@pytest.mark.parametrize(("discount", "is_told"), [("-5.00", False), ("-2.00", True)])
def test_a_discount_is_compared_though_small_figures_stand_elsewhere(draw: Draw, invoice_page: Page, discount: str, is_told: bool) -> None:
    xml = CII.replace(
        "<ram:TaxBasisTotalAmount>100", "<ram:AllowanceTotalAmount>5.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>95"
    )
    xml = (
        xml.replace("BasisAmount>100", "BasisAmount>95")
        .replace(">20.00</ram:Calc", ">19.00</ram:Calc")
        .replace("20.00</ram:TaxT", "19.00</ram:TaxT")
    )
    texts = {(480, 320): "95.00", (480, 336): "19.00", (480, 352): "114.00"}
    page = tuple((left, top, texts.get((int(left), int(top)), text)) for left, top, text in invoice_page)
    page = (*page, (380, 304, "Discount"), (480, 304, discount))
    result = read(draw(page, xml=xml.replace("120.00</ram", "114.00</ram").encode()))
    assert ("allowance_total" in disagreements(result)) is is_told


def test_the_end_of_a_period_contradicts_no_day_of_delivery(draw: Draw, invoice_page: Page) -> None:
    day = '<udt:DateTimeString format="102">20250312</udt:DateTimeString>'
    event = (
        f"<ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>{day}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>"
    )
    delivery = f"<ram:ApplicableHeaderTradeDelivery>{event}</ram:ApplicableHeaderTradeDelivery>"
    xml = CII.replace(" <ram:ApplicableHeaderTradeSettlement>", f" {delivery}<ram:ApplicableHeaderTradeSettlement>")
    page = (*invoice_page, (340, 132, "Delivery date:"), (440, 132, "01/03/2025 - 12/03/2025"))
    result = read(draw(page, xml=xml.encode()))
    assert result.record.delivery_date == date(2025, 3, 12)
    assert disagreements(result) == {}


INEXACT = {
    "gross_total": ("GrandTotalAmount>120.00", "GrandTotalAmount>120.01"),
    "amount_due": ("DuePayableAmount>120.00", "DuePayableAmount>120.01"),
    "line_total": (">100.00</ram:LineTotalAmount><ram:TaxBasis", ">100.01</ram:LineTotalAmount><ram:TaxBasis"),
    "line_items.1.tax_rate": ("Percent>20<", "Percent>20.01<"),
    "tax_breakdown.0.base": ("BasisAmount>100.00", "BasisAmount>100.03"),
    "due_date": ("20250413", "20950413"),
}


@pytest.mark.parametrize("field", INEXACT)
def test_the_figures_of_an_e_invoice_agree_among_themselves(field: str) -> None:
    old, new = INEXACT[field]
    at = CII.index(old, CII.index("Sockets") if field.startswith("line_items.1") else 0)
    result = read((CII[:at] + new + CII[at + len(old) :]).encode())
    assert (field,) in {issue.fields for issue in result.issues if issue.code == "xml_inexact"}
    assert result.status is Status.REVIEW
    assert not [issue for issue in read(CII.encode()).issues if issue.code == "xml_inexact"]


CHARGE = """<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
 <ram:CalculationPercent>9</ram:CalculationPercent><ram:BasisAmount>100.00</ram:BasisAmount><ram:ActualAmount>9.00</ram:ActualAmount>
 <ram:Reason>Freight</ram:Reason><ram:CategoryTradeTax><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:CategoryTradeTax>
</ram:SpecifiedTradeAllowanceCharge>"""
GROSS = "<ram:GrossPriceProductTradePrice><ram:ChargeAmount>40.00</ram:ChargeAmount></ram:GrossPriceProductTradePrice>"
TWICE = {  # what is printed, altered, and with what XML
    "a rate beside the sum that it is of": ((56.0, 400.0, "VAT on a net amount of 100.00 at"), (230.0, 400.0, "20%"), "26%", CII),
    "a quantity with another of its kind below": ((56.0, 277.0, "on 2 pallets"), (300.0, 268.0, "2"), "7", CII),
    "the base of a charge": (
        (480.0, 304.0, "9.00"),
        (300.0, 304.0, "Freight 9% of 100.00"),
        "Freight 9% of 700.00",
        CII.replace(" <ram:SpecifiedTradePaymentTerms>", f"{CHARGE} <ram:SpecifiedTradePaymentTerms>")
        .replace("<ram:TaxBasisTotalAmount>100.00", "<ram:ChargeTotalAmount>9.00</ram:ChargeTotalAmount><ram:TaxBasisTotalAmount>109.00"),
    ),
    "a price before and after nothing is taken off": (
        (380.0, 276.0, "40.00"),
        (380.0, 268.0, "40.00"),
        "46.00",
        CII.replace("<ram:NetPriceProductTradePrice>", f"{GROSS}<ram:NetPriceProductTradePrice>", 1),
    ),
}  # fmt: skip
SUMS = (
    CII.replace(
        "<ram:LineTotalAmount>100.00</ram:LineTotalAmount><ram:TaxBasis", "<ram:LineTotalAmount>140.00</ram:LineTotalAmount><ram:TaxBasis"
    )
    .replace("<ram:TaxBasisTotalAmount>", "<ram:AllowanceTotalAmount>40.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>")
    .replace(">40.00</ram:ChargeAmount>", ">370.00</ram:ChargeAmount>")
    .replace(">80.00<", ">740.00<")
    .replace(">20.00</ram:LineTotalAmount>", ">-600.00</ram:LineTotalAmount>")
    .replace("RateApplicablePercent>20<", "RateApplicablePercent>7<")
)
LINE_OF_SUMS = tuple((left, 420.0, text) for left, text in ((160.0, "40.00"), (260.0, "100.00"), (360.0, "20.00"), (460.0, "120.00")))
TWICE |= {
    "a total in the line of them, as an amount of a row": ((56.0, 410.0, "Goods"), (56.0, 420.0, "140.00"), "740.00", SUMS),
    "a total in the line of them, as a rate with a sign": ((56.0, 410.0, "Goods"), (56.0, 420.0, "-9"), "-7", SUMS.replace("140.00", "9")),
    "a total with a nought before its figures": ((56.0, 410.0, "Goods"), (56.0, 420.0, "140.00"), "040.00", SUMS),
    "a rate written as others are, as another total is": (
        (56.0, 440.0, "all at 41.0"),
        (56.0, 420.0, "41.0"),
        "40.0",
        SUMS.replace("ApplicablePercent>7<", "ApplicablePercent>41<"),
    ),
}


@pytest.mark.parametrize("what", TWICE)
def test_one_of_two_like_figures_altered_is_caught(draw: Draw, invoice_page: Page, what: str) -> None:
    beside, (left, top, text), instead, xml = TWICE[what]
    page = (*(one for one in invoice_page if one[:2] != (left, top)), *(LINE_OF_SUMS if top == LINE_OF_SUMS[0][1] else ()))
    before = disagreements(read(draw((*page, beside, (left, top, text)), xml=xml.encode())))
    after = disagreements(read(draw((*page, beside, (left, top, instead)), xml=xml.encode())))
    assert set(after) - set(before)


def test_a_price_before_its_discount_altered_into_the_rows_quantity_is_caught(draw: Draw, invoice_page: Page) -> None:
    sets = LINE.format(3, "Clamps", "30.00", 1, "30.00") + LINE.format(4, "Files", "7.00", 1, "7.00")
    xml = CII.replace(" <ram:ApplicableHeaderTradeAgreement>", sets + " <ram:ApplicableHeaderTradeAgreement>").replace(
        ">100.00<", ">137.00<"
    )
    for price in ("40.00", "20.00", "30.00", "7.00"):
        gross = GROSS.replace("40.00", price)
        net = f"<ram:NetPriceProductTradePrice><ram:ChargeAmount>{price}"
        xml = xml.replace(net, f"{gross}{net}", 1)
    rows = [(40.0, 2, 80.0, 268.0), (20.0, 1, 20.0, 296.0), (30.0, 1, 30.0, 324.0), (7.0, 1, 7.0, 352.0)]
    names = ("Bench vice, steel", "Sockets", "Clamps", "Files")
    page = [one for one in invoice_page if one[1] < 260]
    for (each, count, amount, top), name in zip(rows, names, strict=True):
        page += [(56.0, top, name), (300.0, top, f"{count:.2f}"), (380.0, top, f"{each:.2f}"), (480.0, top, f"{amount:.2f}")]
        page += [(380.0, top - 9, f"{each:.2f}")]
    said = ((380.0, 400.0, "Net total"), (480.0, 400.0, "137.00"))
    altered = [(*one[:2], "1.00") if one == (380.0, 343.0, "7.00") else one for one in page]
    before, after = (disagreements(read(draw((*some, *said), xml=xml.encode()))) for some in (page, altered))
    assert set(after) - set(before)


def test_a_quantity_altered_to_nothing_is_caught_though_the_rows_number_is_like_it(draw: Draw, invoice_page: Page) -> None:
    page = (*(one for one in invoice_page if one[:2] != (300, 284)), (30, 250, "No"), (30, 268, "1"), (30, 284, "1"))
    for printed, caught in (("1", False), ("0.00", True)):
        result = read(draw((*page, (300, 284, printed)), xml=CII.encode()))
        assert ("line_items.1.quantity" in disagreements(result)) is caught


@pytest.mark.parametrize(("printed", "caught"), [("14.03.2025", False), ("15.03.2025", True)])
def test_a_day_printed_as_that_of_something_else_is_not_the_rows(draw: Draw, invoice_page: Page, printed: str, caught: bool) -> None:
    period = PERIOD.replace("20250228", "20250314")  # the day of issue, which the page has once
    begin, end = period.index("<ram:StartDateTime>"), period.index("<ram:EndDateTime>")
    xml = CII.replace(SUM_OF_ROW, period[:begin] + period[end:] + SUM_OF_ROW, 1)
    below = next(top + 9 for _, top, text in invoice_page if text == "Bench vice 125 mm")
    result = read(draw((*invoice_page, (56.0, below, f"hired until {printed}")), xml=xml.encode()))
    assert ("line_items.0.period_end" in disagreements(result)) is caught


def test_a_day_altered_into_one_of_no_calendar_is_caught(draw: Draw, invoice_page: Page) -> None:
    xml = CII.replace(SUM_OF_ROW, PERIOD.replace("20250203", "20250212") + SUM_OF_ROW, 1).encode()
    below = next(top + 9 for _, top, text in invoice_page if text == "Bench vice 125 mm")
    for printed, caught in (("12/02/2025", False), ("12/22/2025", True)):
        result = read(draw((*invoice_page, (56.0, below, f"hired from {printed} until 28/02/2025")), xml=xml))
        assert ("line_items.0.period_start" in disagreements(result)) is caught


SLIPS = {
    "digits that have changed places": ("gross_total", "120_00", "210.00"),
    "a digit dropped": ("gross_total", "120_00", "12.00"),
    "a digit added": ("net_total", "100_00", "1800.00"),
    "the decimals moved": ("tax_total", "20_00", "2.000"),
    "the other sign": ("gross_total", "120_00", "-120.00"),
    "a number's digits that have changed places": ("invoice_number", "NT_2291", "NT-2921"),
    "a number's digit dropped": ("seller.vat_id", "VAT_No__GB434031494", "VAT No: GB43403194"),
    "a number's digit added": ("seller.vat_id", "VAT_No__GB434031494", "VAT No: GB4340931494"),
    "a day of no month": ("due_date", "13_April_2025", "43 April 2025"),
    "a year of no century": ("due_date", "13_April_2025", "13 April 9025"),
    "an amount of a row": ("line_items.0.amount", "80_00", "800.00"),
    "a price of a row": ("line_items.0.unit_price", "40_00", "4.00"),
}


@pytest.mark.parametrize("what", SLIPS)
def test_a_page_altered_by_any_slip_is_caught(draw: Draw, alter: Alter, invoice_page: Page, hybrid: Extraction, what: str) -> None:
    field, name, instead = SLIPS[what]
    result = read(draw(alter(invoice_page, **{name: instead}), xml=CII.encode()))
    assert result.fields[field].value == hybrid.fields[field].value, "the record keeps the XML's value"
    assert disagreements(result)
    assert result.status is Status.REVIEW


@pytest.mark.parametrize(
    ("issued", "due", "delivered", "caught"),
    [
        ("14/03/2025", "13/04/2025", "01/01/2025", False),
        ("14/03/2025", "33/04/2025", "01/01/2025", True),
        ("14/03/2025", "1/04/2025", "01/01/2025", True),
        ("14/03/2025", "13/04/2025", "01/31/2025", True),  # of no day where days come first
    ],
)
def test_what_is_no_day_of_the_pages_order_stands_for_the_day_that_it_was(
    draw: Draw, alter: Alter, invoice_page: Page, issued: str, due: str, delivered: str, caught: bool
) -> None:
    event = '<ram:OccurrenceDateTime><udt:DateTimeString format="102">20250101</udt:DateTimeString></ram:OccurrenceDateTime>'
    delivery = f"<ram:ActualDeliverySupplyChainEvent>{event}</ram:ActualDeliverySupplyChainEvent>"
    xml = CII.replace(
        " <ram:ApplicableHeaderTradeSettlement>",
        f"<ram:ApplicableHeaderTradeDelivery>{delivery}</ram:ApplicableHeaderTradeDelivery> <ram:ApplicableHeaderTradeSettlement>",
    )
    page = (*alter(invoice_page, **{"14_March_2025": issued, "13_April_2025": due}), (340, 132, "Delivery date:"), (440, 132, delivered))
    assert bool(disagreements(read(draw(page, xml=xml.encode())))) is caught


def test_a_sign_that_all_figures_of_a_credit_note_have_is_no_contradiction(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    minus = {"40_00": "-40.00", "80_00": "-80.00", "20_00": "-20.00", "100_00": "-100.00", "120_00": "-120.00"}
    result = read(draw(alter(invoice_page, **minus), xml=CII.replace(">380<", ">381<").encode()))
    assert disagreements(result) == {}


def test_a_period_longer_than_anything_is_billed_for_is_told() -> None:
    for end, caught in (("20250228", False), ("20350228", False), ("20450228", True)):
        result = read(CII.replace(SUM_OF_ROW, PERIOD.replace("20250228", end) + SUM_OF_ROW, 1).encode())
        assert any(issue.code == "xml_inexact" and "period_end" in issue.fields[0] for issue in result.issues) is caught


@pytest.mark.parametrize(
    ("old", "new", "field"), [("", "", None), ("20250228", "20250226", "period_end"), ("20250203", "20250209", "period_start")]
)
def test_a_rows_period_beyond_that_of_the_whole_is_told(old: str, new: str, field: str | None) -> None:
    whole = PERIOD.replace(old, new) if old else PERIOD
    xml = CII.replace(SUM_OF_ROW, PERIOD + SUM_OF_ROW, 1)
    xml = xml.replace(" <ram:SpecifiedTradePaymentTerms>", f"{whole} <ram:SpecifiedTradePaymentTerms>")
    told = {path for issue in read(xml.encode()).issues if issue.code == "xml_inexact" for path in issue.fields}
    assert told == ({field} if field else set())


@pytest.mark.parametrize(("end", "caught"), [("20250228", False), ("20250203", True)])
def test_a_period_that_ends_on_its_first_day_is_caught_where_the_page_has_another(
    draw: Draw, invoice_page: Page, end: str, caught: bool
) -> None:
    period = f"{PERIOD.replace('20250228', end)} <ram:SpecifiedTradePaymentTerms>"
    xml = CII.replace(" <ram:SpecifiedTradePaymentTerms>", period)
    result = read(draw((*invoice_page, (40, 218, "Billing period: 03.02.2025 - 28.02.2025")), xml=xml.encode()))
    assert ("period_end" in disagreements(result)) is caught


def test_a_missing_field_of_the_xml_is_filled_from_a_page_that_is_sure(draw: Draw, invoice_page: Page) -> None:
    begin, end = CII.index("<ram:SpecifiedTradePaymentTerms>"), CII.index("</ram:SpecifiedTradePaymentTerms>")
    result = read(draw(invoice_page, xml=(CII[:begin] + CII[end + len("</ram:SpecifiedTradePaymentTerms>") :]).encode()))
    assert result.record.due_date == date(2025, 4, 13)
    assert result.fields["due_date"].source == "label"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<",
        b"<a/>",
        b"not xml at all",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "NT-9">]><CrossIndustryInvoice><ID>&a;</ID></CrossIndustryInvoice>',
    ],
    ids=["empty", "cut", "other", "text", "entities"],
)
def test_xml_that_is_no_e_invoice_is_passed_over(draw: Draw, invoice_page: Page, xml: bytes) -> None:
    result = read(draw(invoice_page, xml=xml or b" "))
    assert result.record.invoice_number == "NT-2291"
    assert result.fields["invoice_number"].source == "label"
