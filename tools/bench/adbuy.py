"""A document type of a user's own: what a newsroom wants from broadcasters' political advertising files.

extractor run --schema tools/bench/adbuy.py:Adbuy filing.pdf
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from extractor.schemas.record import Labels, Money, Record


class Adbuy(Record):
    """A contract, an order or an invoice for air time."""

    contract_number: Annotated[str | None, Labels("Contract #", "Order #", "Contract / Revision", "Order / Rev", "Contract Number")] = None
    advertiser: Annotated[str | None, Labels("Advertiser", "Client")] = None
    gross_amount: Annotated[Money | None, Labels("Gross Total", "Gross Amount", "Order Total", "Total Gross", "Totals")] = None
    flight_from: Annotated[date | None, Labels("Flight Dates", "Contract Dates", "Order Flight", "Flight Start Date")] = None
    flight_to: Annotated[date | None, Labels("Flight Dates", "Contract Dates", "Order Flight", "Flight End Date")] = None
