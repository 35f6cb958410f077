"""Towns of shops' addresses and how tills print the line that they stand on (`towns.yaml`): real towns, made postal codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from tools.samples.chance import Chance


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """A country as its tills write addresses. `towns` are "name/region"; `regions` what the region's letters stand for; in `lines` | parts
    two lines, in `postal` # is a digit and ? a letter."""

    country: tuple[str, ...]
    postal: tuple[str, ...]
    lines: tuple[str, ...]
    towns: tuple[str, ...]
    regions: Mapping[str, str]

    def town(self, chance: Chance) -> str:
        """A town's name alone."""
        return chance.pick(self.towns).partition("/")[0]

    def town_lines(self, chance: Chance, town: str | None = None) -> list[str]:
        """A town with its region and postal code, on a line or two; `town` in place of one of the real ones."""
        drawn, _, region = chance.pick(self.towns).partition("/")
        line = chance.pick([line for line in self.lines if region or "{region}" not in line])
        parts = {"town": town or drawn, "region": region, "state": self.regions.get(region, region)}
        parts |= {"postal": chance.filled(chance.pick(self.postal)).upper(), "country": chance.pick(self.country)}
        return chance.filled(line.format(**parts)).split("|")


def land(chance: Chance, language: str) -> Land:
    """A country of a language, the larger ones oftener."""
    return chance.weighted(_lands()[language])


@cache
def _lands() -> Mapping[str, Mapping[Land, float]]:
    loaded = yaml.safe_load(files("tools.train").joinpath("towns.yaml").read_text(encoding="utf-8"))
    found: dict[str, dict[Land, float]] = {}
    for entry in loaded.values():
        regions = dict(part.split(" ", 1) for part in _parts(entry.get("regions", "")))
        country, postal, lines, towns = (tuple(_parts(entry[key])) for key in ("country", "postal", "lines", "towns"))
        found.setdefault(entry["language"], {})[Land(country, postal, lines, towns, regions)] = float(entry["weight"])
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in str(text).split(";") if part.strip()]
