"""Heads of receipts as text alone, with what stands in them: for the pipeline of names, which needs more shops than can be drawn.

The words are in `shops.yaml` by language; towns, phones and legal forms are those of the generator's countries. What joins them is a
small grammar of names ("The Golden Fox", "Bakkerij van Doorn") and addresses (a mall, a street, a town, in several orders and on as
many lines as there is room for), with all that tills print around them: slogans, clerks, owners, numbers, goods, notes by hand, and
drawings that no reader makes sense of.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from extractor.find.parties.entities import ADDRESS, GOES_ON, ORGANISATION, PERSON, PRODUCT, REFERENCE
from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES
from tools.samples.language import LANGUAGES, TUNING
from tools.samples.language import words as words_of

Span = tuple[int, int, str]  # start, end and label of an entity
Piece = tuple[str, str | None]  # a text, and what it is; with GOES_ON behind what it goes on with
Line = tuple[Piece, ...]
Case = Callable[[str], str]

NAME_STYLES = {"alone": 5.0, "legal": 2.5, "legal below": 3.2, "kind below": 4.5, "greeted": 1.2, "owned": 1.2, "twice": 1.5}
MARKS = ("", "", "", " {}", " #{}", " - {}", "@{}")  # of a shop's number in its name
KINDS = ("{trade}", "{trade}", "{trade}", "{adjective} {trade}", "{trade} & {trade}", "{noun} {trade}", "{trade} {trade}")
KIND_NUMBERS = ("", "", "", " ####", " No. ##", " #")
BEFORE_ADDRESS = ("", "", "", "", "", "Address: ", "Branch: ", "Filiale ", "Add: ")
SUMS = ("total", "r_subtotal", "r_tax", "cash", "card", "change", "tip", "date", "time", "receipt_number")
ALL_ON_A_LINE = 60  # characters: longer than any name
OPENINGS = "b bl br c ch cl d dr f fl fr g gl gr h j k kr l m n p pl pr qu r s sch st t tr v w z".split()
VOWELS = "a e i o u a e i o ei au oo ia ea y".split()
CLOSINGS = ("", "", "", *"l n r s t m nd rk lt x ck tt".split())
GARBLE = "aeiouhlrstnmgdcpwyAEIOHLRSTNMVW~.-'1lI"


def shop_heads(count: int, seed: int) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Texts of heads with their entities, the languages in turn."""
    for number in range(count):
        chance = Chance(f"{seed}/shop head/{number}")
        yield _text_of(_lines(_Shop(chance, LANGUAGES[number % len(LANGUAGES)])))


def _text_of(lines: list[Line]) -> tuple[str, tuple[Span, ...]]:
    """The lines one under the other; what goes on from line to line is one entity."""
    text = ""
    spans: list[Span] = []
    for line in lines:
        for piece, label in line:
            start, text = len(text), text + piece
            if label is None or not piece.strip():
                continue
            if label.endswith(GOES_ON) and spans and spans[-1][2] == label.rstrip(GOES_ON):
                spans[-1] = spans[-1][0], len(text), spans[-1][2]
            else:
                spans.append((start, len(text), label.rstrip(GOES_ON)))
        text += "\n"
    return text, tuple(spans)


class _Shop:
    """What is drawn for one shop: words of its language by the names of the lists, and how its till sets them."""

    def __init__(self, chance: Chance, language: str) -> None:
        self.chance, self.language, self.lists = chance, language, _words()[language]
        self.words = words_of(language, TUNING)
        self.country = chance.pick([country for country in COUNTRIES.values() if language in country.languages])
        self.upper, self.loud, self.width = chance.maybe(0.5), chance.maybe(0.4), chance.randint(22, 44)

    def line(self, key: str) -> str:
        """One of a list, its blanks filled."""
        return self.filled(self.chance.pick(self.lists[key]))

    def filled(self, pattern: str) -> str:
        """A word for each {blank}, a digit for each #."""
        while "{" in pattern:
            before, _, rest = pattern.partition("{")
            blank, _, after = rest.partition("}")
            pattern = before + self._word(blank) + after
        return self.chance.filled(pattern)

    def case(self, text: str) -> str:
        """As the till prints all but names."""
        return text.upper() if self.upper else text

    def name_case(self, text: str) -> str:
        return text.upper() if self.upper or self.loud else text

    def made(self) -> str:
        """A word that nobody has heard."""
        pick = self.chance.pick
        return ("".join(pick(OPENINGS) + pick(VOWELS) for _ in range(pick((1, 2, 2, 2, 3)))) + pick(CLOSINGS)).capitalize()

    def _word(self, blank: str) -> str:
        chance = self.chance
        if blank == "name":
            return self._word(chance.pick(("surname", "noun", "made", "town")))
        if blank == "person":
            return f"{chance.pick(self.lists['given'])} {self._word('surname')}"
        if blank == "surname":
            return chance.pick(self.lists["surnames"]) if chance.maybe(0.6) else self.made()
        if blank == "town":
            return _town(chance.pick(self.country.cities)) if chance.maybe(0.7) else self.line("towns")
        drawn: Mapping[str, Callable[[], str]] = {
            "made": self.made,
            "n": lambda: str(chance.randrange(1, 10 ** chance.randint(1, 4))),
            "m": lambda: str(chance.randrange(2, 500)),
            "d": lambda: str(chance.randrange(1, 9)),
            "letters": lambda: chance.filled("?" * chance.randint(2, 4)),
            "registration": lambda: chance.pick(("######-?", "20##########", "00#######-?", "############")),
            "given": lambda: chance.pick(self.lists["given"]),
        }
        return drawn[blank]() if blank in drawn else chance.pick(self.lists[f"{blank}s"])


def _town(entry: str) -> str:
    """The town of a country's "postal code and town/region"."""
    return " ".join(word for word in entry.partition("/")[0].split() if not any(map(str.isdigit, word))) or entry


def _lines(shop: _Shop) -> list[Line]:
    chance = shop.chance
    lines: list[Line] = []
    if chance.maybe(0.08):
        lines.append((_scribble(shop),))
    if chance.maybe(0.12):
        lines.append(((_garbled(chance), None),))
    if chance.maybe(0.25):
        lines += [_plain(shop, "notes")] * chance.pick((1, 1, 1, 2))
    lines += _name(shop)
    between = [_between(shop) for _ in range(2) if chance.maybe(0.3)]
    address = _address(shop)
    lines += [*between, *address] if chance.maybe(0.8) else [*address, *between]
    lines += (_numbers(shop) if chance.maybe(0.75) else _plain(shop, "notes") for _ in range(chance.randint(0, 4)))
    lines += (_said(shop) for _ in range(chance.randint(1, 5)))
    apart = chance.maybe(0.5)  # where readers cut a line between a text and its figure
    for _ in range(chance.randint(0, 5)):
        lines += _sold(shop, apart=apart)
    for _ in range(chance.randint(0, 5)):
        lines += _summed(shop, apart=apart)
    return lines


def _plain(shop: _Shop, key: str) -> Line:
    return ((shop.case(shop.line(key)), None),)


def _numbers(shop: _Shop) -> Line:
    """A phone, a tax number, an address on the web."""
    return ((shop.case(shop.line("contacts")), REFERENCE),)


def _scribble(shop: _Shop) -> Piece:
    """What somebody wrote over the head."""
    return shop.chance.pick(
        ((shop.filled("{person}").lower(), PERSON), (shop.filled("{given}"), PERSON), (shop.filled("###/##"), None), ("OK", None))
    )


def _garbled(chance: Chance) -> str:
    """What readers make of a drawing."""
    return " ".join("".join(chance.pick(GARBLE) for _ in range(chance.randint(2, 6))) for _ in range(chance.randint(1, 3)))


def _name(shop: _Shop) -> Iterator[Line]:
    """The name as it is set: alone, with what kind of house it is or whose below it, the firm below the sign over the door, a greeting
    before it, twice."""
    chance, name = shop.chance, shop.line("patterns")
    legal = f"{name if chance.maybe(0.5) else shop.line('patterns')} {chance.pick(shop.country.forms)}"
    marked = name + chance.pick(MARKS).format(chance.digits(chance.randint(1, 4)))
    style, greetings = chance.weighted(NAME_STYLES), shop.words.data["sentences"]["receipt_welcome"]
    if style == "greeted" and chance.maybe(0.5):
        yield ((shop.name_case(f"{chance.pick(greetings)} "), None), (shop.name_case(marked), ORGANISATION))
        return
    if style == "greeted":
        yield ((shop.name_case(chance.pick(greetings)), None),)
    elif style == "twice":
        yield ((chance.pick((name.lower(), name.upper(), name, name.split()[0], name.split()[0].lower())), ORGANISATION),)
        if chance.maybe(0.3):
            yield ((shop.name_case(chance.pick((shop.line("notes"), chance.pick(greetings)))), None),)
    yield from _broken(shop, legal if style == "legal" or (style == "twice" and chance.maybe(0.7)) else marked)
    if style == "legal below":
        before, after = chance.pick((("", ""), ("", ""), ("", ""), ("(", ")"), ("by ", "")))
        yield ((before, None), (legal, ORGANISATION), (after, None))
    elif style == "kind below" and len(name.split()) < 4:
        yield ((shop.name_case(shop.filled(chance.pick(KINDS) + chance.pick(KIND_NUMBERS))), ORGANISATION + GOES_ON),)
    elif style == "owned":
        whose = chance.pick([line for line in shop.lists["till"] if "{person}" in line])
        yield ((shop.filled(whose.partition("{person}")[0]), None), (shop.filled("{person}"), PERSON))


def _broken(shop: _Shop, name: str) -> Iterator[Line]:
    """A name on one line or, where its letters are large, on several."""
    width = shop.chance.randint(6, shop.width) if shop.chance.maybe(0.4) else ALL_ON_A_LINE
    for number, row in enumerate(textwrap.wrap(shop.name_case(name), width, break_long_words=False)):
        yield ((row, ORGANISATION + GOES_ON * bool(number)),)


def _between(shop: _Shop) -> Line:
    """What may stand between a name and its address."""
    store: Line = ((shop.case(shop.filled("Store ####")), None),)
    return shop.chance.pick((_plain(shop, "notes"), _plain(shop, "notes"), _numbers(shop), store, _said(shop)))


def _address(shop: _Shop) -> list[Line]:
    """A mall or a floor, a street and a town, or some of them, on a line each or broken where the line is full."""
    chance = shop.chance
    street, place = shop.line("streets"), shop.line("places")
    town = [shop.filled("{town}")] if chance.maybe(0.15) else _town_lines(shop)
    parts: tuple[str, ...] = chance.weighted(
        {
            (street, *town): 5.0,
            (place, street, *town): 3.0,
            (street, place, *town): 1.2,
            (place, *town): 1.2,
            (place, shop.line("places"), street, *town): 0.8,
            (street,): 0.5,
            tuple(town): 0.5,
            (place,): 0.4,
            (): 0.6,
        }
    )
    if parts and chance.maybe(0.12):
        parts = (*parts, shop.country.names["en"] if chance.maybe(0.5) else shop.filled("{town}"))
    rows = list(parts)
    if chance.maybe(0.3):
        rows = textwrap.wrap(chance.pick((", ", ", ", " ", " - ")).join(parts), shop.width, break_long_words=False)
    elif chance.maybe(0.3):
        rows = [f"{row}," for row in rows[:-1]] + rows[-1:]
    before = chance.pick(BEFORE_ADDRESS)
    return [((before * (not number), None), (shop.case(row), ADDRESS + GOES_ON * bool(number))) for number, row in enumerate(rows)]


def _town_lines(shop: _Shop) -> list[str]:
    """A town with its postal code as the country writes them."""
    chance, country = shop.chance, shop.country
    entry, _, region = chance.pick(country.cities).partition("/")
    words, codes = entry.split(" "), {"GB": 2, "IE": 2, "NL": 2}.get(country.code, 1)
    postal = "".join(str(chance.randrange(10)) if c.isdigit() else c for c in " ".join(words[:codes]))
    city = shop.filled("{town}") if chance.maybe(0.4) else " ".join(words[codes:])
    return country.city_line.format(postal=postal, city=city, region=region).replace(" ()", "").rstrip(", ").split("|")


def _said(shop: _Shop) -> Line:
    """A line of the till; the people in it are entities."""
    pattern = shop.chance.pick(shop.lists["till"])
    for blank in ("{person}", "{given} {surname}", "{given}"):
        before, found, after = pattern.partition(blank)
        if found:
            return ((shop.case(shop.filled(before)), None), (shop.case(shop.filled(blank)), PERSON), (shop.case(shop.filled(after)), None))
    return ((shop.case(shop.filled(pattern)), None),)


def _sold(shop: _Shop, *, apart: bool) -> list[Line]:
    """Something sold, and its price."""
    chance = shop.chance
    before = shop.filled(chance.pick(("", "", "", "{d} ", "{d} x ", "####### ")))
    good: Line = ((before, None), (shop.case(shop.line("goods")), PRODUCT))
    if apart:
        return [good, ((_price(shop), None),)]
    after = chance.pick(("", f" {_price(shop)}", f" {_price(shop)}", f" {_price(shop)} {chance.pick('ABFT')}"))
    return [(*good, (after, None))]


def _summed(shop: _Shop, *, apart: bool) -> list[Line]:
    """What stands under the goods: totals, taxes, what was paid, thanks."""
    chance = shop.chance
    if chance.maybe(0.25):
        return [((shop.case(shop.words.sentence(chance, chance.pick(("receipt_foot", "receipt_plea", "receipt_copy")))), None),)]
    said = shop.case(shop.words.label(chance, chance.pick(SUMS)).format(rate=chance.pick(shop.country.rates)))
    return [((said, None),), ((_price(shop), None),)] if apart else [((f"{said} {_price(shop)}", None),)]


def _price(shop: _Shop) -> str:
    chance = shop.chance
    price = f"{chance.randrange(200)}{shop.country.money[0][0]}{chance.randrange(100):02d}"
    return chance.pick(("{}", "{}", "{}", "$ {}", "{} EUR", f"{shop.country.symbol}{{}}")).format(price)


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    """By language and name of a list."""
    loaded = yaml.safe_load(files("tools.train").joinpath("shops.yaml").read_text(encoding="utf-8"))
    return {
        language: {key: [part.strip() for part in str(text).split(";") if part.strip()] for key, text in lists.items()}
        for language, lists in loaded.items()
    }
