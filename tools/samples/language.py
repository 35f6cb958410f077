"""The words of a language (`data/<language>.yaml`): names, streets, goods, and the labels of the pages.

The labels are lists of this tool's own; the engine's label books are written apart from them, so that a document can use
a label that the engine was never told. `"a; b | c"` means: a and b in tuning documents, c in held-out ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tools.samples.chance import Chance

_VARIANTS = (
    "Mod. ??-###",
    "## mm",
    "### x ### mm",
    "V#.#",
    "??##",
    "(#####)",
    "Typ #",
    "M#",
    "Nr. ####",
    "#,# kg",
    "1# m",
    "Art. ##/###",
    "2# V / 1# A",
)
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
TUNING, HELD_OUT = "tuning", "held-out"


@dataclass(frozen=True, slots=True)
class Good:
    """Something sold; `low` and `high` bound its price."""

    text: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class Words:
    """One language's words as one half (`tuning` or `held-out`) of the documents uses them."""

    language: str
    half: str
    data: Mapping[str, Any]

    def label(self, chance: Chance, key: str) -> str:
        """One of the synonyms of a label."""
        return chance.pick(_choices(self.data["labels"][key], self.half))

    def labels(self, key: str) -> tuple[str, ...]:
        return _choices(self.data["labels"][key], self.half)

    def sentence(self, chance: Chance, key: str) -> str:
        return str(chance.pick(self.data["sentences"][key]))

    def word(self, chance: Chance, key: str) -> str:
        """A name, street or the like, from this half's share of the list."""
        return chance.pick(_share(_choices(self.data[key], self.half), self.half))

    def goods(self, chance: Chance, count: int) -> list[Good]:
        """Goods of the list, nearly half of them with a size or a model that tells them from the next of their kind."""
        made = []
        for text in chance.some(self.data["goods"], count):
            good = _good(text)
            if chance.maybe(0.45):
                variant = chance.filled(chance.pick(_VARIANTS))
                good = Good(f"{good.text}{chance.pick((', ', ' ', ' - '))}{variant}", good.unit, good.low, good.high)
            made.append(good)
        return made

    def receipt_goods(self, chance: Chance, kind: str, count: int) -> list[Good]:
        texts = str(self.data["receipt_goods"][kind]).split(";")
        made = []
        for text in chance.some(texts, count):
            name, prices = text.split("@")
            low, high = prices.split("-")
            made.append(Good(name.strip(), "", float(low), float(high)))
        return made

    def listed(self, group: str, key: str) -> tuple[str, ...]:
        """A list of `forms` or `tickets`."""
        value = self.data[group][key]
        return tuple(value) if isinstance(value, list) else _choices(value, self.half)

    def ticket(self, chance: Chance, key: str) -> str:
        return chance.pick(_choices(self.data["tickets"][key], self.half))


@cache
def words(language: str, half: str) -> Words:
    """Raises ValueError on a language that has no file."""
    if language not in LANGUAGES:
        raise ValueError(f"no sample words in {language!r}; there are {', '.join(LANGUAGES)}")
    return Words(language, half, _load(language))


@cache
def _load(language: str) -> Mapping[str, Any]:
    text = files("tools.samples").joinpath(f"data/{language}.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@cache
def _choices(text: str, half: str) -> tuple[str, ...]:
    sides = text.split(" | ")
    side = sides[-1] if half == HELD_OUT else sides[0]
    return tuple(part.strip() for part in side.split(";"))


def _share(choices: tuple[str, ...], half: str) -> tuple[str, ...]:
    """Two in three for tuning, the third for held-out documents: no name is in both."""
    share = tuple(choice for i, choice in enumerate(choices) if (i % 3 == 2) == (half == HELD_OUT))
    return share or choices


def _good(text: str) -> Good:
    name, unit, prices = (part.strip() for part in text.split(" @ "))
    low, high = prices.split("-")
    return Good(name, unit, float(low), float(high))


def rounded(value: Decimal, places: str = "0.01") -> Decimal:
    """Half away from zero, as invoices do."""
    return value.quantize(Decimal(places), ROUND_HALF_UP)
