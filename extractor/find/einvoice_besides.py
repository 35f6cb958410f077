"""What an e-invoice says that no field of the record holds: allowances and charges, and prices before what is taken off them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from extractor.document import Candidate
from extractor.find.einvoice_tree import Below, local, text_of
from extractor.quick import dataclass

if TYPE_CHECKING:
    from lxml import etree

# Local names in CII and UBL.
_AMOUNT, _BASE = ("ActualAmount", "Amount", "AppliedAmount"), ("BasisAmount", "BaseAmount")
_PERCENT = ("CalculationPercent", "MultiplierFactorNumeric")
_REASON = ("Reason", "AllowanceChargeReason", "Description")
_TAX, _RATE = ("CategoryTradeTax", "AppliedTradeTax", "TaxCategory"), ("RateApplicablePercent", "ApplicablePercent", "Percent")
_OF_DOCUMENT = ("TradeSettlement/SpecifiedTradeAllowanceCharge", "TradeSettlement/SpecifiedLogisticsServiceCharge")
_GROSS = ("GrossPriceProductTradePrice/ChargeAmount", "Price/AllowanceCharge/BaseAmount")
_OFF_PRICE = ("GrossPriceProductTradePrice/AppliedTradeAllowanceCharge", "Price/AllowanceCharge")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance, or a charge, and why: what it takes off or adds, of which amount, its percentage of that, and the rate of its tax."""

    is_charge: bool
    reason: str
    amount: Decimal | None
    base: Decimal | None
    percent: Decimal | None
    rate: Decimal | None

    @staticmethod
    def of(element: etree._Element) -> Adjustment:
        """UNCL 5189 and 7161; a service of logistics is a charge without an indicator."""
        told = {local(child): child for child in element}
        taxes = [child for name in _TAX if name in told for child in told[name]]
        return Adjustment(
            is_charge(element) or local(element) == "SpecifiedLogisticsServiceCharge",
            next((text_of(told[name]) for name in _REASON if name in told), ""),
            _figure(told.get(name) for name in _AMOUNT),
            _figure(told.get(name) for name in _BASE),
            _figure(told.get(name) for name in _PERCENT),
            _figure(child for child in taxes if local(child) in _RATE),
        )

    @property
    def signed(self) -> Decimal:
        amount = self.amount or Decimal(0)
        return amount if self.is_charge else -amount


@dataclass(frozen=True, slots=True)
class Besides:
    """What no field holds: allowances and charges of the document, and of each line's price the amount before what is taken off it, and
    that."""

    document: tuple[Adjustment, ...]
    gross: tuple[Decimal | None, ...]
    off: tuple[Decimal, ...]

    @staticmethod
    def of(root: etree._Element, everywhere: Below, lines: Sequence[Below]) -> Besides:
        of_document = [element for place in _OF_DOCUMENT for element in everywhere.select(place)]
        of_document += [child for child in root if local(child) == "AllowanceCharge"]
        prices = [[Adjustment.of(element) for place in _OFF_PRICE for element in line.select(place)] for line in lines]
        return Besides(
            tuple(map(Adjustment.of, of_document)),
            tuple(_figure((line.first(_GROSS),)) for line in lines),
            tuple(-sum((one.signed for one in price), Decimal(0)) for price in prices),
        )

    def figures(self, evidence: str) -> Iterator[tuple[str, Candidate]]:
        """The figures as rows of their own, by path, each as a candidate of the field that it belongs to."""
        for number, one in enumerate(self.document):
            parts = {"amount": one.amount, "base": one.base, "percent": one.percent, "rate": one.rate, "reason": one.reason}
            for name, value in parts.items():
                if value:
                    field = "charge_total" if one.is_charge else "allowance_total"
                    yield f"adjustments.{number}.{name}", Candidate(field, value, str(value), "xml", evidence)
        for number, (gross, off) in enumerate(zip(self.gross, self.off, strict=True)):
            for name, value in (("gross_price", gross), ("off_price", off)):
                if value:
                    yield f"line_items.{number}.{name}", Candidate(f"line_items.{number}.unit_price", value, str(value), "xml", evidence)


def is_charge(element: etree._Element) -> bool:
    """Whether an allowance or charge (UNCL 5189, 7161) is added: its indicator says `true`."""
    return any(text_of(below).casefold() in ("true", "1") for below in element.iter() if local(below) in ("ChargeIndicator", "Indicator"))


def _figure(elements: Iterable[etree._Element | None]) -> Decimal | None:
    """What the first of some elements says; None where it is no finite figure."""
    element = next((one for one in elements if one is not None), None)
    try:
        figure = Decimal(text_of(element)) if element is not None else None
    except InvalidOperation:
        return None
    return figure if figure is not None and figure.is_finite() else None
