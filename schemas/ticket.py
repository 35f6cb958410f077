"""`Ticket`: travel and event bookings; one reservation for each leg, night's stay or event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schemas.record import Currency, Identifier, Money, Name, Part, Record, Rows, Rule


class ReservationType(StrEnum):
    FLIGHT = "flight"
    TRAIN = "train"
    BUS = "bus"
    BOAT = "boat"
    HOTEL = "hotel"
    EVENT = "event"
    RESTAURANT = "restaurant"
    CAR = "car"


class Reservation(Part):
    """One leg, stay or event (after schema.org Reservation)."""

    type: ReservationType | None = None
    passenger: Name | None = None
    reservation_number: Identifier | None = None
    operator: Name | None = None
    number: Annotated[Identifier | None, Field(description="flight or train number")] = None
    origin: Annotated[str | None, Field(description="station, airport or place of departure")] = None
    destination: str | None = None
    departure: datetime | None = None
    arrival: datetime | None = None
    coach: Identifier | None = None
    seat: Identifier | None = None
    travel_class: str | None = None
    name: Annotated[str | None, Field(description="event, hotel or restaurant")] = None
    address: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    checkin: datetime | None = None
    checkout: datetime | None = None
    price: Money | None = None
    currency: Currency | None = None
    ticket_token: Annotated[str | None, Field(description="what the bar code holds")] = None


class Ticket(Record):
    """A travel or event ticket, a boarding pass, a booking confirmation."""

    reservations: Annotated[list[Reservation], Rows.BLOCKS] = []

    required: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[tuple[Rule, ...]] = ()
