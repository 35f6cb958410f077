"""Invented firms and people with addresses, numbers and accounts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from tools.samples import ids
from tools.samples.chance import Chance
from tools.samples.countries import Country
from tools.samples.language import Words


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm or a person; texts are as pages print them."""

    name: str
    brand: str  # what the logo says
    trade: str
    person: str
    street: str
    additional: str | None
    postal_code: str
    city: str
    region: str | None
    country: Country
    vat_id: str | None  # compact
    vat_printed: str | None
    tax_number: tuple[str, str] | None  # (label, number)
    registration: tuple[str, str] | None
    phone: str
    fax: str
    email: str
    website: str
    iban: str | None
    iban_printed: str | None
    bic: str
    bank: str
    account: str | None
    private: bool = False

    def city_text(self, between: str) -> str:
        """Postal code, city and region as the country writes them, on one line; `between` stands where a line may end."""
        text = self.country.city_line.format(postal=self.postal_code, city=self.city, region=self.region or "")
        return text.replace(" ()", "").rstrip(", ").replace("|", between)


def firm(chance: Chance, words: Words, country: Country, *, private: bool = False, shop: bool = False, trades_as: float = 0.0) -> Firm:
    """`trades_as`: how likely its brand, and with it its web address, is another name than its own."""
    surname, second = words.word(chance, "surnames"), words.word(chance, "surnames")
    person = f"{words.word(chance, 'people')} {surname}"
    trade, made = words.word(chance, "shops" if shop else "trades"), words.word(chance, "made")
    form = chance.pick(country.forms)
    name, brand = chance.weighted(
        {
            (f"{made} {form}", made): 3.0,
            (f"{surname} {trade} {form}", surname): 2.5,
            (f"{made} {trade} {form}", made): 2.0,
            (f"{surname} & {second} {form}", f"{surname} & {second}"): 1.5,
            (f"{trade} {surname}", surname): 1.2,
            (f"{made} {trade} {surname} {form}", made): 0.4,
            ("".join(word[0] for word in (surname, second, trade)).upper() + f" {trade} {form}", surname[0] + second[0]): 0.6,
        }
    )
    if private:
        name = (
            f"{chance.pick(words.listed('titles', 'person'))} {person}".strip() if "titles" in words.data and chance.maybe(0.3) else person
        )
        brand = surname
    other = chance.fork("brand")
    if not private and other.maybe(trades_as):
        brand = other.pick((words.word(other, "made"), f"{words.word(other, 'made')} {words.word(other, 'trades')}"))
    postal, city, region = _city(chance, country)
    number = ids.vat_id(chance, country.code)
    account = ids.iban(chance, country.code)
    domain = f"{_plain(brand)}.{chance.pick((country.domain, country.domain, 'com', 'example'))}"
    local = chance.pick(("info", "office", "mail", "billing", "kontakt" if words.language in {"de", "pl"} else "contact"))
    registration = chance.pick(country.registers) if country.registers else None
    tax_number = chance.pick(country.tax_numbers) if country.tax_numbers else None
    extra = chance.pick(words.listed("additional", "lines")) if "additional" in words.data else None
    return Firm(
        name=name,
        brand=brand,
        trade=trade,
        person=person,
        street=country.street.format(street=words.word(chance, "streets"), house=_house(chance, country)),
        additional=extra if chance.maybe(0.1) else None,
        postal_code=postal,
        city=city,
        region=region,
        country=country,
        vat_id=None if private else number,
        vat_printed=None if private or number is None else ids.vat_id_as_printed(chance, number),
        tax_number=None if private or tax_number is None else (tax_number[0], chance.filled(tax_number[1])),
        registration=None if private or registration is None else (registration[0], chance.filled(registration[1])),
        phone=chance.filled(chance.pick(country.phones)),
        fax=chance.filled(chance.pick(country.phones)),
        email=f"{local}@{domain}"
        if not private
        else f"{_plain(person.replace(' ', '.'))}@{chance.pick(('mailbox', 'post', 'home'))}.example",
        website=chance.pick(("www.", "www.", "", "https://")) + domain,
        iban=account,
        iban_printed=ids.iban_as_printed(chance, account) if account else None,
        bic=ids.bic(chance, country.code),
        bank=words.word(chance, "banks"),
        account=chance.digits(chance.randint(7, 10)) if account is None else None,
        private=private,
    )


def _city(chance: Chance, country: Country) -> tuple[str, str, str | None]:
    entry = chance.pick(country.cities)
    region = None
    if "/" in entry:
        entry, region = entry.split("/")
    words = entry.split(" ")
    postal_words = {"GB": 2, "IE": 2, "NL": 2}.get(country.code, 1)
    return " ".join(words[:postal_words]), " ".join(words[postal_words:]), region or None


def _house(chance: Chance, country: Country) -> str:
    number = str(chance.weighted({chance.randint(1, 30): 3.0, chance.randint(30, 250): 1.0}))
    return number + chance.weighted(
        {"": 8.0, "a": 1.0 if country.code in {"DE", "AT", "NL", "PL", "FR"} else 0.0, f"-{int(number) + 2}": 0.5}
    )


def _plain(text: str) -> str:
    """Letters of a name as a domain holds them."""
    folded = (
        text.replace("ß", "ss")
        .replace("ł", "l")
        .replace("Ł", "l")
        .replace("&", "-")
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
    )
    folded = "".join(part for part in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(part))
    kept = "".join(part for part in folded.casefold() if part.isalnum() or part in ".-")
    return kept.replace("--", "-").strip(".-")
