"""`Ticket`: travel and event bookings; one reservation for each leg, night's stay or event."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from extractor.schemas.record import Currency, Identifier, Money, Name, Part, Record, Role, Rows, Rule, Says, When
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


# How pages of any language say what is booked.
SAYS = Says(
    flight=(
        "flight boarding airline airlines airport gate flug bordkarte fluggesellschaft vol embarquement aeroport vuelo embarque "
        "volo imbarco vlucht instapkaart voo lot pokladowa wylot airways boarding-pass avion"
    ).split(),
    train=(
        "train rail railway carriage platform zug bahn fahrkarte wagen gleis bahnfahrkarte hbf bahnhof tgv ice sncf voiture tren "
        "renfe cercanias vagon anden treno carrozza binario trein treinkaartje spoor rijtuig comboio carruagem pociag "
        "peron bilet-kolejowy wagon zugticket kolejowy"
    ).split(),
    bus=(
        "bus coach fernbus busticket autobus autocar autocarro autokar pullman autobusowy autobusem autocares buses autobuses "
        "buskaartje corriera"
    ).split(),
    boat=(
        "ferry ferries cruise sailing vessel faehre fahre reederei bateau traghetto traghetti nave navigazione veerboot veerdienst prom "
        "promowy barco naviera balsa"
    ).split(),
    hotel=(
        "hotel check-in check-out nights night room guest stay naechte nachte anreise abreise zimmer gast hotelgutschein nuits chambre "
        "sejour habitacion noches huesped camera notti soggiorno ospite kamer nachten gast quarto noites hospede pokoj noce noclegow gosc "
        "zameldowania bed"
    ).split(),
    event=(
        "event concert festival admission admit doors venue row show theatre theater museum exhibition cinema screen stadium kick-off "
        "einlass kino ausstellung musee exposition seance museo exposicion mostra sala tentoonstelling tijdslot bioscoop muzeum wystawa "
        "museu exposicao eintrittskarte veranstaltung konzert reihe "
        "veranstaltungsort billet-entree entree spectacle lieu rang entrada concierto recinto fila puertas apertura biglietto-ingresso "
        "ingresso concerto luogo toegangskaart toegangsbewijs evenement zaal rij ingresso espetaculo local fila wstepu wydarzenie rzad "
        "koncert miejsce-imprezy wejsciowka evento veranstaltungsbeginn"
    ).split(),
    restaurant="restaurant table diners tisch personen-tisch reservation-table mesa tavolo ristorante couverts covers tafel stolik".split(),
    car=(
        "rental pick-up drop-off mietwagen autovermietung vermieter anmietung abholung rueckgabe location-voiture alquiler noleggio "
        "huurauto aluguer wynajem"
    ).split(),
)
# How pages of any language write a class, where it is no single letter or figure ("Y", "2").
CLASSES = frozenset(
    """
    affaires biznes business coach comfort deuxieme dritte druga eco economica economique economy eerste ekonomiczna ekonomy
    erste erster executiva first klasa pierwsza preferente premiere premium prima primera second seconda seconde segunda
    standard std terza third tourist turista turistica tweede zweite zweiter
    """.split()
)


def says_class(text: str) -> str:
    """The text, where it says a class of travel: what stands beside the word may be a fare or the next head of a row.

    Raises ValueError.
    """
    words = re.findall(r"[^\W_]+", fold(text))
    if not any((len(word.strip("0123456789")) <= 1 and len(word) <= 2) or word in CLASSES for word in words):
        raise ValueError("no class of travel")
    return text


TRAVEL = When("flight", "train", "bus", "boat")
SEATED = When("flight", "train", "bus", "boat", "event")
PLACE = When("hotel", "event", "restaurant")


class Reservation(Part):
    """One leg, stay or event (after schema.org Reservation)."""

    type: Annotated[ReservationType | None, SAYS] = None
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
