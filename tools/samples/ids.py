"""Numbers with check digits: VAT identifiers, bank accounts, tax numbers. Made by filling a pattern until it is valid."""

from __future__ import annotations

from stdnum import iban as iban_number
from stdnum import luhn
from stdnum.at import uid
from stdnum.au import abn
from stdnum.ch import uid as swiss_uid
from stdnum.es import ccc, cif
from stdnum.fr import tva
from stdnum.gb import vat as british_vat
from stdnum.ie import vat as irish_vat
from stdnum.in_ import gstin
from stdnum.iso7064 import mod_11_10
from stdnum.nl import btw
from stdnum.pl import nip
from stdnum.pt import nif

from tools.samples.chance import Chance

_BANKS = ("NORD", "VOLK", "MERK", "ALPE", "SOLE", "HAVN", "LUMI", "TERR", "CRED", "FIDE")


def vat_id(chance: Chance, country: str) -> str | None:
    """A valid identifier in its compact form with the country's prefix; None where a country has none."""
    maker = _VAT.get(country)
    return maker(chance) if maker else None


def vat_id_as_printed(chance: Chance, number: str) -> str:
    """The same number as pages write it: compact or with spaces, points or hyphens."""
    prefix, rest = number[:2], number[2:]
    if prefix == "CH":
        return f"CHE-{number[3:6]}.{number[6:9]}.{number[9:12]}"
    if prefix == "IN":
        return rest
    if prefix == "AU":
        return f"{rest[:2]} {rest[2:5]} {rest[5:8]} {rest[8:]}"
    style = chance.weighted({"compact": 6.0, "space": 2.0, "groups": 2.0, "bare": 1.0 if prefix in {"IT", "ES", "PT", "PL", "GB"} else 0.0})
    if style == "space":
        return f"{prefix} {rest}"
    if style == "bare":
        return rest
    if style == "groups":
        if prefix == "BE":
            return f"BE {rest[:4]}.{rest[4:7]}.{rest[7:]}"
        if prefix == "PL":
            return f"{rest[:3]}-{rest[3:6]}-{rest[6:8]}-{rest[8:]}"
        if prefix in {"DE", "FR", "GB", "PT"}:
            head = len(rest) % 3
            groups = ([rest[:head]] if head else []) + [rest[i : i + 3] for i in range(head, len(rest), 3)]
            return f"{prefix} {' '.join(groups)}"
    return number


def iban(chance: Chance, country: str) -> str | None:
    """A valid IBAN without spaces, the national check digits of Spain, Belgium, France and Portugal included."""
    pattern = _BBAN.get(country)
    if pattern is None:
        return None
    while True:
        bban = _with_national_checks(country, chance.filled(pattern))
        number = f"{country}{iban_number.calc_check_digits(f'{country}00{bban}')}{bban}"
        if iban_number.is_valid(number):  # some countries' banks are known by number
            return number


def _with_national_checks(country: str, bban: str) -> str:
    if country == "ES":
        return bban[:8] + ccc.calc_check_digits(bban[:8] + "00" + bban[10:]) + bban[10:]
    if country == "BE":
        return bban[:10] + f"{int(bban[:10]) % 97 or 97:02d}"
    if country == "PT":
        return bban[:19] + f"{98 - int(bban[:19] + '00') % 97:02d}"
    if country == "FR":
        bank, branch, account = int(bban[:5]), int(bban[5:10]), int(bban[10:21])
        return bban[:21] + f"{97 - (89 * bank + 15 * branch + 3 * account) % 97:02d}"
    return bban


def iban_as_printed(chance: Chance, number: str) -> str:
    if chance.maybe(0.75):
        return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    return number


def bic(chance: Chance, country: str) -> str:
    """Eight or eleven characters: bank, country, place, branch."""
    return f"{chance.pick(_BANKS)}{country}{chance.pick(('2S', '33', 'M1', 'FF', '21', 'PP'))}{chance.pick(('', 'XXX', '370', 'MUC'))}"


def ean(chance: Chance) -> str:
    body = chance.filled("4" + "#" * 11)
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return body + str(-total % 10)


def card(chance: Chance) -> str:
    """The last four digits of a payment card."""
    return chance.filled("####")


def _german(chance: Chance) -> str:
    body = chance.digits(8)
    return f"DE{body}{mod_11_10.calc_check_digit(body)}"


def _french(chance: Chance) -> str:
    body = chance.digits(8)
    siren = body + luhn.calc_check_digit(body)
    number = f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    tva.validate(number)
    return number


def _italian(chance: Chance) -> str:
    body = f"0{chance.filled('######')}{chance.randrange(1, 100):03d}"
    return f"IT{body}{luhn.calc_check_digit(body)}"


def _belgian(chance: Chance) -> str:
    body = chance.filled("0#######")
    return f"BE{body}{97 - int(body) % 97:02d}"


def _spanish(chance: Chance) -> str:
    while True:
        body = chance.pick("AB") + chance.filled("#######")
        number = body + cif.calc_check_digits(body)[0]
        if cif.is_valid(number):
            return f"ES{number}"


def _british(chance: Chance) -> str:
    while True:
        number = chance.filled("#########")
        if british_vat.is_valid(number):
            return f"GB{number}"


def _dutch(chance: Chance) -> str:
    while True:
        number = chance.filled("00#######B01") if chance.maybe(0.3) else chance.filled("8########B01")
        if btw.is_valid(number):
            return f"NL{number}"


def _polish(chance: Chance) -> str:
    while True:
        number = chance.digits(10)
        if nip.is_valid(number):
            return f"PL{number}"


def _portuguese(chance: Chance) -> str:
    body = f"5{chance.filled('#######')}"
    return f"PT{body}{nif.calc_check_digit(body)}"


def _austrian(chance: Chance) -> str:
    while True:
        number = chance.filled("U########")
        if uid.is_valid(number):
            return f"AT{number}"


def _swiss(chance: Chance) -> str:
    while True:
        body = chance.digits(8)
        check = swiss_uid.calc_check_digit(body)
        if len(check) == 1 and check.isdigit():
            return f"CHE{body}{check}"


def _irish(chance: Chance) -> str:
    body = chance.digits(7)
    return f"IE{body}{irish_vat.calc_check_digit(body)}"


def _australian(chance: Chance) -> str:
    body = chance.digits(9)
    return f"AU{abn.calc_check_digits(body)}{body}"


def _indian(chance: Chance) -> str:
    while True:
        body = chance.filled(f"{chance.pick(('29', '33', '27', '07', '19', '36', '32'))}???C?####?1Z")
        for check in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            if gstin.is_valid(body + check):
                return f"IN{body}{check}"


_VAT = {
    "DE": _german,
    "AT": _austrian,
    "CH": _swiss,
    "FR": _french,
    "BE": _belgian,
    "ES": _spanish,
    "IT": _italian,
    "NL": _dutch,
    "PT": _portuguese,
    "PL": _polish,
    "GB": _british,
    "IE": _irish,
    "AU": _australian,
    "IN": _indian,
}
_BBAN = {
    "DE": "##################",
    "AT": "################",
    "CH": "0#####" + "#" * 11,
    "FR": "#" * 23,
    "BE": "#" * 12,
    "ES": "#" * 20,
    "IT": "?" + "#" * 22,
    "NL": "NORD##########",
    "PT": "#" * 21,
    "PL": "#" * 24,
    "GB": "MERK##############",
    "IE": "ALPE##############",
}
