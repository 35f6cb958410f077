"""Heads of receipts as text alone, with what stands in them: for the pipeline of names, which needs more shops than can be drawn.

The words are in `shops.yaml` by language; towns, phones and legal forms are those of the generator's countries. What joins them is a
small grammar of names ("The Golden Fox", "Bakkerij van Doorn") and addresses (a mall, a street, a town, in several orders and on as
many lines as there is room for), with all that tills print around them: slogans, clerks, owners, numbers, goods, notes by hand, and
drawings that no reader makes sense of.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from babel.dates import format_date

from extractor.find.parties.entities import ADDRESS, GOES_ON, ORGANISATION, PERSON, PRODUCT, REFERENCE
from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES
from tools.samples.language import LANGUAGES, TUNING
from tools.samples.language import words as words_of
from tools.train.towns import land

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
ROWS = 40  # of a head: more pieces of lines than any reader gives of one
SIZES = ("", "", "", "", "###g", "#L", "##PK", "##oz", "#.# kg", "#x##")
OFTEN = ("en", *LANGUAGES[:4], "en", *LANGUAGES[4:], "en", "en")
DAYS = ("d MMM yyyy", "MMMM d, yyyy", "EEE d MMMM yyyy", "MMM dd yyyy", "dd-MMM-yy", "EEEE, d MMMM yyyy", "d. MMMM yyyy", "MMM d")
BETWEEN_OFFERS = (" - ", " / ", ", ", " & ", " * ", " · ", " . ", " | ", " ~ ", " + ")
STRAYS = 0.15  # of the heads, that have pieces of what lies behind them or beside them between their lines


def shop_heads(count: int, seed: int) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Texts of heads with their entities, the languages in turn, English oftener: more countries print in it."""
    for number in range(count):
        chance = Chance(f"{seed}/shop head/{number}")
        yield _text_of(_lines(_Shop(chance, OFTEN[number % len(OFTEN)])))


def _text_of(lines: list[Line]) -> tuple[str, tuple[Span, ...]]:
    """The lines one under the other; what goes on from line to line is one entity."""
    text = ""
    spans: list[Span] = []
    last: str | None = None
    for line in lines:
        for piece, label in line:
            start, text = len(text), text + piece
            if not piece.strip():
                continue
            before, last = last, label and label.rstrip(GOES_ON)
            if last is None:
                continue
            if label != last and before == last:
                spans[-1] = spans[-1][0], len(text), last
            else:
                spans.append((start, len(text), last))
        text += "\n"
    return text, tuple(spans)


class _Shop:
    """What is drawn for one shop: words of its language by the names of the lists, and how its till sets them."""

    def __init__(self, chance: Chance, language: str) -> None:
        self.chance, self.language, self.lists = chance, language, _words()[language]
        self.words = words_of(language, TUNING)
        self.country = chance.pick([country for country in COUNTRIES.values() if language in country.languages])
        self.land = land(chance, language)
        self.upper, self.loud, self.width = chance.maybe(0.5), chance.maybe(0.4), chance.randint(22, 44)
        self.bare = chance.maybe(0.25)  # a till that has no accents

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
        return self._printed(text.upper() if self.upper else text)

    def name_case(self, text: str) -> str:
        return self._printed(text.upper() if self.upper or self.loud else text)

    def _printed(self, text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)) if self.bare else text

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
            return self.land.town(chance) if chance.maybe(0.7) else self.line("towns")
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


def _lines(shop: _Shop) -> list[Line]:
    chance = shop.chance
    lines: list[Line] = []
    if chance.maybe(0.08):
        lines.append((_scribble(shop),))
    if chance.maybe(0.12):
        lines.append(((_garbled(chance), None),))
    if chance.maybe(0.25):
        lines += (
            [_plain(shop, "notes")] * chance.pick((1, 1, 1, 2))
            if chance.maybe(0.6)
            else [_offer(shop) if chance.maybe(0.4) else _plain(shop, "slogans")]
        )
    name, between, address = list(_name(shop)), [_between(shop) for _ in range(2) if chance.maybe(0.3)], _address(shop)
    if len(address) > 1 and chance.maybe(0.12):
        address.insert(chance.randint(1, len(address) - 1), _numbers(shop) if chance.maybe(0.8) else _said(shop))
    order = chance.weighted({"name first": 8.0, "address next": 2.0, "address first": 0.5, "address last": 0.8})
    foot: list[Line] = []
    if order == "address last":
        address, foot = [], address
    first, second, third = {"address next": (name, address, between), "address first": (address, name, between)}.get(
        order, (name, between, address)
    )
    lines += [*first, *second, *third]
    if chance.maybe(0.1):
        lines += _office(shop)
    lines += (_numbers(shop) if chance.maybe(0.75) else _plain(shop, "notes") for _ in range(chance.randint(0, 4)))
    lines += (_said(shop) if chance.maybe(0.65) else _row(shop) for _ in range(chance.randint(1, 8)))
    apart = chance.maybe(0.5)  # where readers cut a line between a text and its figure
    for _ in range(chance.pick((0, 0, 1, 2, 3, 5))):
        lines += _sold(shop, apart=apart)
    for _ in range(chance.pick((0, 0, 1, 2, 4))):
        lines += _summed(shop, apart=apart)
    if chance.maybe(0.3):
        lines += (_row(shop) if chance.maybe(0.5) else _plain(shop, "notes") for _ in range(chance.randint(1, 6)))
    lines = [*lines[: ROWS - len(foot) - 1], *foot, *([_numbers(shop)] if foot and chance.maybe(0.5) else [])]
    if chance.maybe(STRAYS):
        for _ in range(chance.randint(1, 6)):
            lines.insert(chance.randint(0, min(len(lines), ROWS)), ((_stray(shop), None),))
    return lines[:ROWS]


def _office(shop: _Shop) -> list[Line]:
    """Where the firm sits, which is not where the shop is."""
    chance = shop.chance
    said = chance.pick(shop.lists["offices"]) + chance.pick((": ", ": ", " ", " - "))
    rows = textwrap.wrap(said + ", ".join((shop.line("streets"), *_town_lines(shop))), shop.width if chance.maybe(0.5) else ALL_ON_A_LINE)
    firm: list[Line] = [((f"{shop.line('patterns')} {chance.pick(shop.country.forms)}", ORGANISATION),)] if chance.maybe(0.5) else []
    return [*firm, *(((shop.case(row), None),) for row in rows)]


def _row(shop: _Shop) -> Line:
    """Numbers, days and times that stand on a line alone: every till has its own."""
    chance = shop.chance
    if chance.maybe(0.2):
        day = date.fromordinal(chance.randint(date(1998, 1, 1).toordinal(), date(2032, 1, 1).toordinal()))
        return ((shop.case(format_date(day, chance.pick(DAYS), locale=shop.language)), None),)
    return ((shop.case(shop.filled(chance.pick(_words()["any"]["rows"]))), None),)


def _offer(shop: _Shop) -> Line:
    """What a shop says that it sells, which is no name."""
    chance = shop.chance
    said = [chance.pick((shop.line("trades"), shop.line("goods"), shop.line("nouns"))) for _ in range(chance.randint(2, 4))]
    return ((shop.case(chance.pick(BETWEEN_OFFERS).join(said)), None),)


def _stray(shop: _Shop) -> str:
    """A piece of something else: of what is printed on the other side, of another paper that lies there."""
    chance = shop.chance
    word = chance.pick(shop.filled(chance.pick((shop.line("notes"), shop.line("goods"), "{surname}", "{town}", "{noun}"))).split())
    start = chance.randrange(max(len(word) - 2, 1))
    return word[start : start + chance.randint(1, 6)] if chance.maybe(0.7) else word


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
    return shop.chance.pick((_plain(shop, "notes"), _plain(shop, "slogans"), _offer(shop), _numbers(shop), store, _said(shop)))


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
            tuple(town): 1.2,
            (place,): 0.4,
            (): 0.6,
        }
    )
    if parts and chance.maybe(0.12):
        parts = (*parts, chance.pick(shop.land.country) if chance.maybe(0.6) else shop.filled("{town}"))
    rows = list(parts)
    if chance.maybe(0.3):
        rows = textwrap.wrap(chance.pick((", ", ", ", " ", " - ")).join(parts), shop.width, break_long_words=False)
    elif chance.maybe(0.3):
        rows = [f"{row}," for row in rows[:-1]] + rows[-1:]
    before = chance.pick(BEFORE_ADDRESS)
    lines: list[Line] = [
        ((before * (not number), None), (shop.case(row), ADDRESS + GOES_ON * bool(number))) for number, row in enumerate(rows)
    ]
    if lines and chance.maybe(0.06):
        lines[-1] = (*lines[-1], (" ", None), *_numbers(shop))
    return lines


def _town_lines(shop: _Shop) -> list[str]:
    """A town as its country's tills write it."""
    return shop.land.town_lines(shop.chance, shop.line("towns") if shop.chance.maybe(0.3) else None)


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
    good: Line = ((before, None), (shop.case(_good(shop)), PRODUCT))
    if apart:
        return [good, ((_price(shop), None),)]
    after = chance.pick(("", f" {_price(shop)}", f" {_price(shop)}", f" {_price(shop)} {chance.pick('ABFT')}"))
    return [(*good, (after, None))]


def _good(shop: _Shop) -> str:
    """One of the goods, or words of several, shortened as tills do."""
    chance = shop.chance
    if chance.maybe(0.4):
        return shop.line("goods")
    lists = ("goods", "goods", "goods", "nouns", "adjectives")
    words = [chance.pick(shop.line(chance.pick(lists)).split()) for _ in range(chance.pick((1, 2, 2, 3)))]
    if chance.maybe(0.4):
        words = [_shortened(word, chance) for word in words]
    return " ".join((*words, shop.filled(chance.pick(SIZES)))).strip()


def _shortened(word: str, chance: Chance) -> str:
    if chance.maybe(0.5):
        return word[: chance.randint(3, 6)]
    return word[:1] + "".join(letter for letter in word[1:] if letter.lower() not in "aeiou")


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
