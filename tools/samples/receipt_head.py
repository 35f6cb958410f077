"""The head of a till receipt: the sign over the door, the firm, slogans and pleas about it, the address, phone and numbers.

A name is what a person would write down for the shop: a firm's full name where it stands alone, the name over the door where the firm
is only said below it in small; with what kind of house it is, with a store's number or place where they stand on its line.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from tools.samples.chance import Chance
from tools.samples.countries import Country
from tools.samples.invoice_head import logo
from tools.samples.parties import Firm
from tools.samples.roll import Roll

FIRM_FIRST = frozenset({"MY"})  # where a receipt must name the firm, and its name is what counts
STYLES = {
    "firm": 4.0,
    "brand": 3.0,
    "trade": 2.5,
    "trade below": 2.0,
    "numbered": 1.6,
    "placed": 1.2,
    "welcome": 0.8,
    "firm below": 2.2,
    "possessive": 1.0,
    "article": 0.8,
}


@dataclass(frozen=True, slots=True)
class _Look:
    """How all lines of one head are set."""

    align: str
    upper: bool

    def case(self, text: str) -> str:
        return text.upper() if self.upper else text


def head(roll: Roll, shop: Firm, country: Country) -> None:
    """Writes the head and its truth."""
    chance = roll.sheet.chance.fork("head")
    look = _Look("centre" if chance.maybe(0.85) else "left", chance.maybe(0.6))
    _by_hand(roll, chance)
    _before(roll, chance, look)
    if chance.maybe(0.22):
        sheet = roll.sheet
        roll.y = logo(sheet, (sheet.left + sheet.right) / 2, roll.y, shop.brand, align="centre", height=26, colour=(0, 0, 0)) - 4
    slogan = roll.sheet.words.sentence(chance, "receipt_head")
    early = chance.maybe(0.4)
    if slogan and early and chance.maybe(0.6):
        roll.put(slogan, align=look.align)
    _name(roll, chance, shop, country, look)
    if shop.registration and country.code == "MY":
        roll.put(f"({shop.registration[1]})", align=look.align)
    if slogan and not early and chance.maybe(0.4):
        for part in textwrap.wrap(slogan, roll.chars):
            roll.put(part, align=look.align)
    if chance.maybe(0.12):  # the quarter or the town, which is no part of the name and stands in the address again
        roll.put(look.case(chance.pick((shop.city, shop.additional or shop.city))), align=look.align)
    _address(roll, chance, shop, country, look)
    _contacts(roll, chance, shop, country, look)


def _by_hand(roll: Roll, chance: Chance) -> None:
    """A word or a number that somebody wrote over the head, anywhere across the roll and larger than what the till prints."""
    if chance.maybe(0.06):
        note = chance.pick((roll.sheet.words.word(chance, "people"), chance.filled("###/###"), chance.filled("A##"), "Posted", "OK"))
        roll.put(note, align=chance.pick(("left", "right", "right")), scale=chance.pick((1.4, 1.8, 2.4)))


def _before(roll: Roll, chance: Chance, look: _Look) -> None:
    """What tills print over the name: whose copy it is, or a plea for an opinion."""
    if chance.maybe(0.1):
        roll.put(roll.sheet.words.sentence(chance, "receipt_copy"), align=look.align)
        roll.gap(chance.pick((0.0, 0.6)))
    elif chance.maybe(0.07):
        for part in textwrap.wrap(look.case(roll.sheet.words.sentence(chance, "receipt_plea")), roll.chars):
            roll.put(part, align=look.align)
        roll.gap(chance.pick((0.3, 1.0)))


def _name(roll: Roll, chance: Chance, shop: Firm, country: Country, look: _Look) -> None:
    sheet = roll.sheet
    style = "firm" if country.code in FIRM_FIRST else chance.weighted(STYLES)
    weight = "bold" if chance.maybe(0.6) else "regular"
    scale = chance.pick((1.0, 1.0, 1.2, 1.45, 1.9))
    brand, trade = shop.brand, shop.trade
    below, over = "", ""
    if style == "firm":
        name = shop.name
        if country.code in FIRM_FIRST and chance.maybe(0.3):  # the sign over the door, then the firm
            roll.put(look.case(f"{brand} {trade}"), align=look.align, weight="bold", scale=1.3)
    elif style == "trade":
        name = chance.pick((f"{brand} {trade}", f"{brand} {trade}", f"{trade} {brand}"))
    elif style == "trade below":
        name, below = brand, trade + (chance.filled(chance.pick((" ####", " No. ##", " ##"))) if chance.maybe(0.25) else "")
    elif style == "numbered":
        number = chance.filled(chance.pick(("#", "##", "###", "####", "#####")))
        mark = chance.pick((" #{}", " # {}", " - #{}", " {}", f" {chance.pick(('Store', 'Shop', trade))} {{}}", f" {trade} #{{}}"))
        name = brand + mark.format(number)
    elif style == "placed":
        name = brand + chance.pick((" - {}", " {}", " @ {}", "-{}", f" {trade} {{}}")).format(shop.city)
    elif style == "possessive":
        name = f"{brand}'s" + chance.pick(("", f" {trade}"))
    elif style == "article":
        article = chance.pick(("The {}", "La {}", "Le {}", "Da {}", "El {}", "{} & Co", "{} 24"))
        name = article.format(brand) + chance.pick(("", f" {trade}"))
    else:
        name = chance.pick((brand, f"{brand} {trade}"))
    if style == "welcome":
        over = chance.pick(sheet.words.data["sentences"]["receipt_welcome"])
        whole = f"{over} {name}"
        if chance.maybe(0.6) and len(whole) < roll.chars:
            roll.put([(f"{look.case(over)} ", None), sheet.run("merchant.name", look.case(name))], align=look.align, weight=weight)
            return
        roll.put(look.case(over), align=look.align)
    if below:
        sheet.run("merchant.name", look.case(f"{name} {below}"))
        roll.put([(look.case(name), "merchant.name")], align=look.align, weight=weight, scale=scale)
        roll.put([(look.case(below), "merchant.name")], align=look.align, scale=min(scale, chance.pick((1.0, 1.2, scale))))
        return
    parts = _parts(chance, look.case(name))
    sheet.run("merchant.name", " ".join(parts))
    for part in parts:
        roll.put([(part, "merchant.name")], align=look.align, weight=weight, scale=scale)
    if style == "firm below":
        roll.put(chance.pick(("{}", "{}", "({})", "by {}")).format(shop.name), align=look.align)


def _parts(chance: Chance, name: str) -> list[str]:
    """A name as the lines that it is set in: some tills break it after any word, in letters of one size."""
    words = name.split()
    if len(words) < 2 or not chance.maybe(0.22):
        return [name]
    cuts = sorted(chance.sample(range(1, len(words)), min(chance.pick((1, 1, 2)), len(words) - 1)))
    return [" ".join(words[start:end]) for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _address(roll: Roll, chance: Chance, shop: Firm, country: Country, look: _Look) -> None:
    """The street and the town on two lines, one, or lines that break after any word; on some with where in the house and the town."""
    sheet = roll.sheet
    parts = [look.case(shop.street), look.case(shop.city_text(", "))]
    if chance.maybe(0.08):
        return
    if shop.additional and chance.maybe(0.5):
        parts.insert(0, look.case(shop.additional))
    apart = chance.fork("address")
    parts = _fuller(apart, roll, country, look, parts)
    whole = (", " if apart.maybe(0.8) else " ").join(parts)
    sheet.run("merchant.address", whole)
    if chance.maybe(0.2) and len(whole) < roll.chars:
        roll.put([(whole, "merchant.address")], align=look.align)
        return
    ends = chance.maybe(0.4) and country.code in FIRM_FIRST
    if apart.maybe(0.2):
        parts, ends = textwrap.wrap(whole, apart.randint(roll.chars // 2, roll.chars), break_long_words=False), False
    for i, part in enumerate(parts):
        roll.put([(part + ("," if ends and i < len(parts) - 1 else ""), "merchant.address")], align=look.align)


def _fuller(chance: Chance, roll: Roll, country: Country, look: _Look, parts: list[str]) -> list[str]:
    """An address with what tills print besides: the house or the floor before the street, the quarter behind it, the region on a line of
    its own, the country."""
    words, street, town = roll.sheet.words, parts[:-1], parts[-1:]
    if chance.maybe(0.2):
        street.insert(0, look.case(words.word(chance, "houses")))
    if chance.maybe(0.2):
        street.append(look.case(words.word(chance, "quarters")))
    if country.city_line.endswith(", {region}") and chance.maybe(0.5):
        town = town[0].rsplit(", ", 1)
    if chance.maybe(0.1):
        town.append(look.case(country.names.get(words.language, country.names["en"])))
    return [*street, *town]


def _contacts(roll: Roll, chance: Chance, shop: Firm, country: Country, look: _Look) -> None:
    """Phone, web and tax number; a phone without a label too, as American tills print it."""
    sheet = roll.sheet
    if chance.maybe(0.7):
        label = f"{look.case(sheet.label('phone'))}{sheet.colon or ' '} "
        if chance.maybe(0.5 if country.code == "US" else 0.15):
            label = ""
        roll.put([(label, None), sheet.run("merchant.phone", shop.phone)], align=look.align)
    if chance.maybe(0.2):
        roll.put(chance.pick((shop.website, shop.website, shop.email)), align=look.align)
    if shop.vat_id and shop.vat_printed and chance.maybe(0.65):
        label = {
            "IT": "P.IVA",
            "ES": "CIF",
            "PL": "NIP",
            "PT": "NIF",
            "AU": "ABN",
            "IN": "GSTIN",
            "NL": "BTW nr",
            "DE": "USt-IdNr.",
            "GB": "VAT No",
        }.get(country.code, sheet.label("vat_id"))
        compact = "".join(part for part in shop.vat_printed if part.isalnum())
        value = compact if compact.startswith(shop.vat_id[:2]) else shop.vat_id[2:]
        roll.put([(f"{label}{sheet.colon or ' '} ", None), sheet.run("merchant.tax_id", shop.vat_printed, value)], align=look.align)
    elif country.code == "MY" and chance.maybe(0.8):
        number = chance.filled("00##########")
        roll.put([(chance.pick(("GST ID : ", "(GST Reg No : ", "GST NO: ")), None), sheet.run("merchant.tax_id", number)], align=look.align)
