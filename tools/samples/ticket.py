"""Tickets: train, flight, bus, event, hotel; a sheet of A4 or a strip, with a code that scanners read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from extractor.values._fold import fold
from tools.samples.chance import Chance
from tools.samples.codes import matrix_png, qr_png
from tools.samples.countries import COUNTRIES, INVOICE_COUNTRIES, Country
from tools.samples.faces import faces
from tools.samples.invoice_head import GREY, logo
from tools.samples.language import HELD_OUT, Words
from tools.samples.paper import A4, BLACK, WHITE, Paper, Run, Text
from tools.samples.parties import firm
from tools.samples.sheet import Sheet, sheet_of
from tools.samples.style import style

FAMILIES = {"tuning": ("table", "blocks", "stub"), HELD_OUT: ("list", "columns")}
TYPES = {"train": 3.0, "flight": 3.0, "bus": 1.5, "event": 2.0, "hotel": 1.5}
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_AIRPORTS = ("BXN", "KLT", "MRV", "NQS", "PDA", "RGT", "SVE", "TLB", "VNC", "ZRK")


@dataclass(slots=True)
class Leg:
    """What one reservation prints: label keys with the runs of their values, in order."""

    pairs: list[tuple[str, list[Run]]]
    route: tuple[list[Run], list[Run]] | None = None
    times: tuple[list[Run], list[Run]] | None = None


def ticket(chance: Chance, words: Words) -> tuple[Sheet, str]:
    """The drawn ticket and the name of its family."""
    country = COUNTRIES[chance.pick(INVOICE_COUNTRIES[words.language])]
    half = HELD_OUT if words.half == HELD_OUT else "tuning"
    kind, family = chance.weighted(TYPES), chance.pick(FAMILIES[half])
    face = chance.fork("face").pick(faces(half, POLISH if words.language == "pl" else "é"))
    strip = kind in {"flight", "event"} and chance.maybe(0.5)
    paper = Paper(*((560.0, 230.0) if strip else A4), face)
    sheet = sheet_of(paper, chance, words, style(chance.fork("style"), country, words.language))
    if strip:
        sheet.left, sheet.right = 22, paper.width - 22
    _draw(sheet, country, kind, family, strip)
    return sheet, f"{kind} {family}{' strip' if strip else ''}"


def _draw(sheet: Sheet, country: Country, kind: str, family: str, strip: bool) -> None:
    chance, paper, words = sheet.chance.fork("ticket"), sheet.paper, sheet.words
    operator = firm(chance.fork("operator"), words, country)
    person = firm(chance.fork("person"), words, country, private=True)
    count = chance.randint(1, 2) if kind in {"train", "bus"} and not strip else 1
    codes = ("??####", "######", "?#?#??", "#### ####")
    code = chance.filled(chance.pick(codes[:3] if kind == "flight" else codes)).upper()
    token = _token(chance, kind, code)
    tint = sheet.accent if sheet.accent != BLACK else (0.2, 0.25, 0.4)
    kinds = "+".join(f"reservations.{i}.type" for i in range(count))
    title = [sheet.run(kinds, words.ticket(chance, kind), kind)]
    named = sheet.run("reservations.0.operator", operator.brand) if kind in {"train", "flight", "bus"} else (operator.brand, None)
    if family in {"blocks", "stub", "columns"}:
        paper.rect(0, 0, paper.width, 44, fill=tint, stroke=None)
        paper.text(sheet.left, 28, [named], weight="bold", size=16, colour=WHITE)
        paper.text(sheet.right, 28, title, size=13, align="right", colour=WHITE)
        y = 70.0
    else:
        logo(sheet, sheet.left, 24, operator.brand, text=False, height=26)
        paper.text(sheet.left + 36, 42, [named], weight="bold", size=12, colour=tint)
        paper.text(sheet.right, 42, title, weight="bold", size=15, align="right")
        paper.line(sheet.left, 58, sheet.right, 58, colour=tint, width=1)
        y = 80.0
    start = datetime(2019, 1, 5) + timedelta(days=chance.randrange(2500), minutes=5 * chance.randrange(72, 260))
    side = 84.0 if strip else 105.0
    code_kind = {
        "train": "Aztec",
        "flight": chance.pick(("PDF417", "Aztec")),
        "bus": "QR",
        "event": chance.pick(("QR", "Code128")),
        "hotel": "QR",
    }[kind]
    has_code = kind != "hotel" or chance.maybe(0.3)
    right = sheet.right - (side + 14 if has_code else 0)
    legs = [
        _leg(sheet, chance.fork(f"leg {i}"), country, kind, i, start + timedelta(hours=4 * i), person.person, code) for i in range(count)
    ]
    if has_code:
        token = token or _boarding_pass(sheet, person.person, code, start)
        _code(sheet, token, code_kind, side, y)
        sheet.values["reservations.0.ticket_token"] = token
    for leg in legs:
        y = _draw_leg(sheet, leg, family, y, right) + 10
        if not strip:
            right = max(right, sheet.left + 300)
    if not strip:
        y = max(y, 80 + side + 20)
        for _ in range(chance.randint(2, 5)):
            paper.text(
                sheet.left, y, words.sentence(chance, chance.pick(("marketing", "thanks"))), size=7.5, colour=GREY, squeeze=sheet.width
            )
            y += 11


def _code(sheet: Sheet, token: str, kind: str, side: float, y: float) -> None:
    x = sheet.right - side
    wide, tall = (side, side) if kind in {"QR", "Aztec"} else (side, side * 0.45)
    sheet.paper.image(qr_png(token) if kind == "QR" else matrix_png(token, kind), x, y - 6, wide, tall)
    sheet.paper.show("reservations.0.ticket_token", x, y - 6, wide, tall)


def _token(chance: Chance, kind: str, code: str) -> str:
    """What the code holds; "" for a boarding pass, which repeats what its page says."""
    if kind == "flight":
        return ""
    plain = code.replace(" ", "")
    return chance.pick(
        (
            f"{plain}-{chance.filled('########')}",
            f"https://tickets.example/{plain.lower()}/{chance.filled('######')}",
            chance.filled("################"),
        )
    )


def _boarding_pass(sheet: Sheet, person: str, code: str, start: datetime) -> str:
    """A pass of one leg after IATA Resolution 792, with what was laid out for the page."""
    said = {name: str(sheet.values.get(f"reservations.0.{name}", "")) for name in ("origin", "destination", "number", "seat")}
    origin, destination = (said[name].rstrip(")")[-3:] for name in ("origin", "destination"))
    given, _, surname = fold(person).upper().rpartition(" ")
    carrier, flight = said["number"][:2], said["number"][2:].strip()
    named = f"{f'{surname}/{given}':<20.20}E{code.replace(' ', ''):<7}{origin}{destination}{carrier:<3}{flight:0>4} "
    return f"M1{named}{start.timetuple().tm_yday:03}Y{said['seat']:0>4}0046 100"


def _leg(sheet: Sheet, chance: Chance, country: Country, kind: str, i: int, start: datetime, person: str, code: str) -> Leg:
    path, style, words = f"reservations.{i}", sheet.style, sheet.words
    cities = [city.split("/")[0].split(" ", 2 if country.code in {"GB", "IE", "NL"} else 1)[-1] for city in chance.some(country.cities, 2)]
    pairs: list[tuple[str, list[Run]]] = []

    def add(key: str, probability: float, name: str, text: str, value: object = None) -> None:
        if chance.maybe(probability):
            pairs.append((sheet.label_of("tickets", key), [sheet.run(f"{path}.{name}", text, value)]))

    who = f"{person.split()[-1].upper()}/{person.split()[0].upper()}" if kind == "flight" and chance.maybe(0.5) else person
    guest = "guest" if kind == "hotel" else "passenger"
    if kind != "event" or chance.maybe(0.6):
        add(guest, 1, "passenger", who)
    add("reservation", 0.95, "reservation_number", code)
    if kind in {"train", "flight", "bus"}:
        end = start + timedelta(minutes=5 * chance.randrange(9, 70))
        if kind == "flight":
            names = [f"{city} ({chance.pick(_AIRPORTS)})" if chance.maybe(0.6) else chance.pick(_AIRPORTS) for city in cities]
            add("flight_number", 1, "number", f"{chance.filled('??')}{chance.pick((' ', ''))}{chance.randint(100, 9999)}")
        else:
            names = [f"{city} {chance.pick(('Hbf', 'Centrum'))}" if words.language == "de" and kind == "train" else city for city in cities]
            add(
                "number",
                0.95,
                "number",
                f"{chance.pick(('IC', 'RE', 'EC', 'TX', 'N'))} {chance.randint(10, 9999)}"
                if kind == "train"
                else str(chance.randint(10, 999)),
            )
        add("seat", 0.9, "seat", f"{chance.randint(1, 32)}{chance.pick('ABCDEF')}" if kind == "flight" else str(chance.randint(1, 120)))
        if kind == "train":
            add("coach", 0.9, "coach", str(chance.randint(1, 24)))
            add("class", 0.7, "travel_class", chance.pick(("1", "2", "2.")))
        if kind == "flight":
            if chance.maybe(0.7):
                pairs.append((sheet.label_of("tickets", "gate"), [(chance.filled("?##"), None)]))
            if chance.maybe(0.7):
                pairs.append((sheet.label_of("tickets", "boarding"), [(style.time((start - timedelta(minutes=35)).time()), None)]))
        add_price = chance.maybe(0.5)
        if add_price:
            runs = sheet.money(f"{path}.price", chance.price(9, 160))
            pairs.append((sheet.label_of("tickets", "price"), _currency(sheet, path, runs)))
        route = ([sheet.run(f"{path}.origin", names[0])], [sheet.run(f"{path}.destination", names[1])])
        sheet.values[f"{path}.departure"], sheet.values[f"{path}.arrival"] = start, end
        times = (_moment(sheet, f"{path}.departure", start), _moment(sheet, f"{path}.arrival", end))
        return Leg(pairs, route, times)
    if kind == "event":
        name = chance.pick(
            (
                "Nordlicht Festival",
                "Quartett Aurora",
                "Stadttheater: Der Besuch",
                "Gala 2024",
                "FC Hafen - SV Linden",
                "Jazz on the Quay",
                "Orchestra Marea",
            )
        )
        pairs.insert(0, ("", [sheet.run(f"{path}.name", name)]))
        sheet.values[f"{path}.start"] = start
        pairs.append((sheet.label_of("tickets", "start"), _moment(sheet, f"{path}.start", start)))
        if chance.maybe(0.4):
            pairs.append((sheet.label_of("tickets", "doors"), [(style.time((start - timedelta(hours=1)).time()), None)]))
        pairs.append(
            (
                sheet.label_of("tickets", "venue"),
                [sheet.run(f"{path}.address", f"{words.word(chance, 'streets')} {chance.randint(1, 90)}, {cities[0]}")],
            )
        )
        if chance.maybe(0.6):
            pairs.append((sheet.label_of("tickets", "row"), [(str(chance.randint(1, 30)), None)]))
            add("seat", 1, "seat", str(chance.randint(1, 60)))
        pairs.append((sheet.label_of("tickets", "price"), _currency(sheet, path, sheet.money(f"{path}.price", chance.price(12, 120)))))
        return Leg(pairs)
    nights = chance.randint(1, 9)
    name = f"Hotel {words.word(chance, 'made')}"
    pairs.insert(0, ("", [sheet.run(f"{path}.name", name)]))
    pairs.insert(1, ("", [sheet.run(f"{path}.address", f"{words.word(chance, 'streets')} {chance.randint(1, 90)}, {cities[0]}")]))
    arrive, leave = start.replace(hour=15, minute=0), start.replace(hour=11, minute=0) + timedelta(days=nights)
    for key, moment in (("checkin", arrive), ("checkout", leave)):
        sheet.values[f"{path}.{key}"] = moment
        pairs.append((sheet.label_of("tickets", key), _moment(sheet, f"{path}.{key}", moment)))
    pairs.append((sheet.label_of("tickets", "nights"), [(str(nights), None)]))
    pairs.append(
        (sheet.label_of("tickets", "price"), _currency(sheet, path, sheet.money(f"{path}.price", chance.price(60, 180) * Decimal(nights))))
    )
    return Leg(pairs)


def _currency(sheet: Sheet, path: str, runs: list[Run]) -> list[Run]:
    """A reservation has a currency of its own."""
    sheet.values[f"{path}.currency"] = sheet.style.currency
    return [(text, name.replace("currency", f"{path}.currency") if name == "currency" else name) for text, name in runs]


def _moment(sheet: Sheet, path: str, value: datetime) -> list[Run]:
    """Date and time as two runs of one field."""
    return [(sheet.style.date(value.date()), path), ("  ", None), (sheet.style.time(value.time()), path)]


def _draw_leg(sheet: Sheet, leg: Leg, family: str, y: float, right: float) -> float:
    paper, size = sheet.paper, min(sheet.size, 9.0)
    origin, destination, departure, arrival = (sheet.label_of("tickets", key) for key in ("origin", "destination", "departure", "arrival"))
    if leg.route and leg.times:
        if family in {"table", "list"}:
            head = [origin, departure, destination, arrival] if family == "table" else [departure, origin, arrival, destination]
            cells = (
                [leg.route[0], leg.times[0], leg.route[1], leg.times[1]]
                if family == "table"
                else [leg.times[0], leg.route[0], leg.times[1], leg.route[1]]
            )
            wide = (right - sheet.left) / 4
            for i, (label, runs) in enumerate(zip(head, cells, strict=True)):
                paper.text(sheet.left + i * wide, y, label, size=size - 1, colour=GREY, squeeze=wide - 6)
                paper.text(sheet.left + i * wide, y + 13, runs, size=size, weight="bold", squeeze=wide - 6)
            paper.line(sheet.left, y + 19, right, y + 19, colour=GREY)
            y += 34
        else:
            middle = (sheet.left + right) / 2
            for x, label, place, moment in (
                (sheet.left, origin, leg.route[0], leg.times[0]),
                (middle, destination, leg.route[1], leg.times[1]),
            ):
                paper.text(x, y, label, size=size - 1, colour=GREY)
                paper.text(x, y + 17, place, size=size + 6, weight="bold", squeeze=middle - sheet.left - 12)
                paper.text(x, y + 30, moment, size=size, squeeze=middle - sheet.left - 12)
            y += 48
    titled: list[Text] = [runs for label, runs in leg.pairs if not label]
    for i, title in enumerate(titled):
        paper.text(
            sheet.left, y, title, size=size + (5 if i == 0 else 1), weight="bold" if i == 0 else "regular", squeeze=right - sheet.left
        )
        y += 18
    pairs = [pair for pair in leg.pairs if pair[0]]
    if family in {"list", "table"} and paper.height > 300:
        gap = max(paper.measure(label, "regular", size) for label, _ in pairs) + 14
        for label, runs in pairs:
            paper.text(sheet.left, y, label + sheet.colon, size=size)
            paper.text(sheet.left + gap, y, runs, size=size, weight="bold", squeeze=right - sheet.left - gap)
            y += size * 1.5
        return y
    columns = 4 if right - sheet.left > 330 else 3
    wide = (right - sheet.left) / columns
    for i, (label, runs) in enumerate(pairs):
        x = sheet.left + (i % columns) * wide
        paper.text(x, y, label, size=size - 1.5, colour=GREY, squeeze=wide - 6)
        paper.text(x, y + 12, runs, size=size + 0.5, weight="bold", squeeze=wide - 6)
        if i % columns == columns - 1 or i == len(pairs) - 1:
            y += 29
    return y
