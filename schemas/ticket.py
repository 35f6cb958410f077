"""`Ticket`: travel and event bookings; one reservation for each leg, night's stay or event."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from extractor.schemas.record import Currency, Identifier, Money, Name, Part, Record, Role, Rows, Rule, When
from extractor.values._fold import fold


class ReservationType(StrEnum):
    FLIGHT = "flight"
    TRAIN = "train"
    BUS = "bus"
    BOAT = "boat"
    HOTEL = "hotel"
    EVENT = "event"
    RESTAURANT = "restaurant"
    CAR = "car"


def says_class(text: str) -> str:
    """The text, where it says a class of travel, by a word for one or as a letter or figure ("Y", "2"): what stands beside the label may
    be a fare or the next head of a row.

    Raises ValueError.
    """
    from extractor.schemas.label_files import line_words

    classes = {fold(word) for word in line_words()["travel_class"]}
    words = re.findall(r"[^\W_]+", fold(text))
    if not any((len(word.strip("0123456789")) <= 1 and len(word) <= 2) or word in classes for word in words):
        raise ValueError("no class of travel")
    return text


TRAVEL = When("flight", "train", "bus", "boat")
SEATED = When("flight", "train", "bus", "boat", "event")
PLACE = When("hotel", "event", "restaurant")


class Reservation(Part):
    """One leg, stay or event (after schema.org Reservation)."""

    type: ReservationType | None = None
    passenger: Name | None = None
    reservation_number: Annotated[Identifier, Field(min_length=4)] | None = None
    operator: Annotated[Name | None, Role.ISSUER, TRAVEL] = None
    number: Annotated[Identifier | None, TRAVEL, Field(description="flight or train number")] = None
    origin: Annotated[str | None, TRAVEL, Field(description="station, airport or place of departure")] = None
    destination: Annotated[str | None, TRAVEL] = None
    departure: Annotated[datetime | None, TRAVEL] = None
    arrival: Annotated[datetime | None, TRAVEL] = None
    coach: Annotated[Identifier | None, When("train")] = None
    seat: Annotated[Identifier | None, SEATED] = None
    travel_class: Annotated[Annotated[str, AfterValidator(says_class)] | None, TRAVEL] = None
    name: Annotated[Name | None, PLACE, Field(description="event, hotel or restaurant")] = None
    address: Annotated[str | None, PLACE] = None
    start: Annotated[datetime | None, When("event", "restaurant", "car")] = None
    end: Annotated[datetime | None, When("event", "restaurant", "car")] = None
    checkin: Annotated[datetime | None, When("hotel")] = None
    checkout: Annotated[datetime | None, When("hotel")] = None
    price: Money | None = None
    currency: Currency | None = None
    ticket_token: Annotated[str | None, Field(description="what the bar code holds")] = None


class Ticket(Record):
    """A travel or event ticket, a boarding pass, a booking confirmation."""

    reservations: Annotated[list[Reservation], Rows.BLOCKS] = []

    required: ClassVar[tuple[str, ...]] = ()
    rules: ClassVar[tuple[Rule, ...]] = ()
