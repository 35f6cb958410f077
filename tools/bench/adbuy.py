"""A document type of a user's own: what a newsroom wants from broadcasters' political advertising files.

extractor run --schema tools/bench/adbuy.py:Adbuy filing.pdf
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from extractor.schemas.record import Identifier, Labels, Money, Name, Record


class Adbuy(Record):
    """A contract, an order or an invoice for air time."""

    contract_number: Annotated[
        Identifier | None,
        Labels("Invoice #", "Inv #", "Contract #", "Contract / Revision", "Contract Number", "Order #", "Order / Rev", "Contract"),
    ] = None
    advertiser: Annotated[Name | None, Labels("Advertiser", "Client")] = None
    gross_amount: Annotated[
        Money | None, Labels("Gross Total", "Gross Amount", "Total Gross", "Gross Billing", "Grand Total", "Order Total", "Totals", "Total")
    ] = None
    flight_from: Annotated[
        date | None,
        Labels("Flight Dates", "Contract Dates", "Schedule Dates", "Order Flight", "Flight Start Date", "Invoice Period", "Period"),
    ] = None
    flight_to: Annotated[
        date | None,
        Labels("Flight Dates", "Contract Dates", "Schedule Dates", "Order Flight", "Flight End Date", "Invoice Period", "Period"),
    ] = None
