"""What the signs of a shop's name weigh, by hand, in log odds: the features are those of shop_name_signs.py."""

from __future__ import annotations

import math
from collections.abc import Mapping


def odds(f: Mapping[str, float]) -> float:
    """What anybody would say of a receipt never seen: the first lines that look like a name and like nothing else, larger than the rest."""
    return 0.6 + _odds_of_place(f) + _odds_of_words(f) + _odds_of_lines(f) + _odds_of_boards(f)


def _odds_of_place(f: Mapping[str, float]) -> float:
    odds = -6.5 * f["rivals_before"] - 1.0 * f["index"] - 2.2 * f["address_before"] - 0.5 * f["till_before"]
    odds += 0.5 * f["largest"] + 0.6 * min(f["own_size"] - 1.0, 1.5) + 0.8 * f["address_in"] + 0.5 * f["phone_in"]
    return odds - 1.0 * f["off_centre"] - 2.5 * f["outside"] - 1.5 * (1 - f["own_confidence"])


def _odds_of_words(f: Mapping[str, float]) -> float:
    odds = (
        2.0 * (f["plausible"] - 0.5)
        + 0.8 * f["legal_text"]
        + 0.4 * f["own_trade"]
        + 0.5 * f["again"]
        + 1.5 * f["thanked"]
        + 0.8 * f["spelt"]
    )
    odds += 2.0 * max(f["domain"] - 0.6, 0.0) / 0.4 - 2.5 * (1 - max(f["possible"], f["ungreeted"]))
    odds -= 2.0 * f["text_contact"] + 2.0 * f["own_labelled"] + 2.5 * f["own_value"] + 1.5 * f["own_time"] + 2.0 * f["own_title"]
    odds -= (
        1.5 * f["own_till"]
        + 2.5 * f["own_copy"]
        + 2.5 * f["own_prose"]
        + 2.0 * f["own_money"]
        + 0.8 * f["own_colon"] * (1 - f["text_store_number"])
    )
    odds -= 2.0 * f["of_address"] + 1.5 * f["opens_inside"] + 1.5 * f["ends_inside"] + 1.0 * f["sentence"]
    odds -= 1.5 * max(f["own_street"], f["own_postal"]) + 2.0 * f["text_digits"] + 1.0 * f["own_phone"]
    odds += (1.5 * f["text_digits"] + 0.3) * f["text_store_number"]
    return odds - 2.0 * f["own_greeting"] * (1 - f["ungreeted"]) + 1.4 * f["ungreeted"] - 0.8 * f["welcomed_before"]


def _odds_of_lines(f: Mapping[str, float]) -> float:
    """Whether the name ends where this candidate ends: at a line's end, before a register's number, after the kind of house."""
    odds = -1.5 * f["joined"] - 1.5 * abs(math.log(f["second_size"])) - 2.5 * f["second_bad"] - 2.0 * f["second_same"]
    odds += 0.9 * f["whole_run"] - 1.0 * f["part_of_run"] - 1.5 * f["second_bracket"] - 1.5 * f["own_bracket"] - 2.5 * f["second_thanked"]
    odds += 1.8 * f["second_trade"] + 1.2 * f["second_legal"] - 0.9 * f["after_trade"]
    odds -= 1.2 * f["legal_later"] * (1 - f["legal_text"]) * (1 - f["sign_of_firm"])
    return odds + (0.3 if f["own_registration"] else -0.8) * f["cut"]


def _odds_of_boards(f: Mapping[str, float]) -> float:
    """A sign over the door, the firm below it, and lines that are not of one name at all."""
    odds = 0.4 * f["sign_of_firm"] + 1.5 * min(f["sign_larger"] / 0.3, 1.0)
    odds -= 1.5 * f["second_firm"] + 1.0 * min(f["second_firm_larger"] / 0.3, 1.0)
    odds -= 2.5 * abs(math.log(max(f["second_pitch"], 0.05))) + 0.8 * f["others_thanked"]
    odds -= 0.8 * f["second_case"] * (1 - max(f["second_trade"], f["whole_run"])) + 1.5 * f["second_owned"]
    return (
        odds - 2.0 * f["trade_alone"] - 1.0 * f["trade_under"] - 1.5 * f["own_owned"] - 1.5 * f["number_after"] - 2.0 * f["street_inside"]
    )
