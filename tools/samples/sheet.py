"""A sheet: paper, words and the truth that grows with what is drawn.

Whatever shows a field is drawn as a run made by `Sheet.run`; only fields whose run reached the paper enter the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from tools.samples.chance import Chance
from tools.samples.countries import Country
from tools.samples.language import Words
from tools.samples.paper import BLACK, Colour, Paper, Run, Text
from tools.samples.parties import Firm
from tools.samples.style import Style

_ACCENTS: tuple[Colour, ...] = (
    (0.10, 0.25, 0.45),
    (0.55, 0.10, 0.12),
    (0.05, 0.40, 0.30),
    (0.85, 0.40, 0.05),
    (0.25, 0.25, 0.28),
    (0.0, 0.45, 0.70),
    (0.40, 0.15, 0.45),
    (0.15, 0.50, 0.20),
    (0.70, 0.55, 0.10),
)


@dataclass(slots=True)
class Sheet:
    """What all drawing functions of one document share. Points; `left` and `right` are the margins' x."""

    paper: Paper
    chance: Chance
    words: Words
    style: Style
    left: float = 56
    right: float = 540
    size: float = 9
    accent: Colour = BLACK
    colon: str = ":"
    values: dict[str, Any] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def step(self) -> float:
        """From one line of text to the next."""
        return self.size * 1.3

    def label(self, key: str, **inserts: object) -> str:
        """The document's own synonym for a label: the same each time."""
        if key not in self._labels:
            self._labels[key] = self.words.label(self.chance.fork(f"label {key}"), key)
        text = self._labels[key]
        return text.format(**inserts) if inserts else text

    def label_of(self, group: str, key: str) -> str:
        """A label of another group of the language's file (tickets)."""
        name = f"{group} {key}"
        if name not in self._labels:
            self._labels[name] = self.chance.fork(f"label {name}").pick(self.words.listed(group, key))
        return self._labels[name]

    def run(self, path: str, text: str, value: object = None) -> Run:
        """Text that shows a field (several, joined by +); `value` is the truth where it is not the text itself."""
        for each in path.split("+"):
            self.values.setdefault(each, text if value is None else value)
        return (text, path)

    def money(self, path: str, value: Decimal, *, symbol: bool = True, places: int = 2) -> list[Run]:
        """An amount; the currency, where it is printed beside it, counts as shown."""
        text = self.style.money(value, symbol=symbol, places=places)
        figure = self.style.figure(value, places)
        self.run("currency", "", self.style.currency)
        if text == figure or figure not in text:
            shown = path if text == figure else f"{path}+currency"
            return [self._amount(shown, text, path, value)]
        before, after = text.split(figure, 1)
        return [
            (before, "currency" if before.strip() else None),
            self._amount(path, figure, path, value),
            (after, "currency" if after.strip() else None),
        ]

    def _amount(self, shown: str, text: str, path: str, value: Decimal) -> Run:
        for each in path.split("+"):
            self.values.setdefault(each, value)
        return (text, shown)

    def date(self, path: str, value: date, pattern: str | None = None) -> Run:
        return self.run(path, self.style.date(value, pattern), value)

    def truth(self) -> dict[str, Any]:
        """The fields that the paper shows: dotted names, lists of models as lists, values in JSON's forms."""
        shown = {name for mark in self.paper.marks if mark.field for name in mark.field.split("+")}
        plain: dict[str, Any] = {}
        rows: dict[str, dict[int, dict[str, Any]]] = {}
        for path, value in self.values.items():
            if path not in shown:
                continue
            parts = path.split(".")
            at = next((i for i, part in enumerate(parts) if part.isdigit()), None)
            if at is None:
                plain[path] = as_json(value, self.paper)
            else:
                rows.setdefault(".".join(parts[:at]), {}).setdefault(int(parts[at]), {})[".".join(parts[at + 1 :])] = as_json(
                    value, self.paper
                )
        for path, found in rows.items():
            plain[path] = [found[i] for i in sorted(found)]
        return plain


def as_json(value: object, paper: Paper) -> object:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return paper.face.fold(str(value))


def sheet_of(paper: Paper, chance: Chance, words: Words, style: Style) -> Sheet:
    """A sheet with margins, size and accent drawn by chance."""
    left = chance.pick((42.0, 50.0, 56.7, 64.0, 71.0))
    return Sheet(
        paper=paper,
        chance=chance,
        words=words,
        style=style,
        left=left,
        right=paper.width - chance.pick((left, left, 42.0)),
        size=chance.pick((8.0, 8.5, 9.0, 9.0, 9.5, 10.0)),
        accent=chance.pick(_ACCENTS) if chance.maybe(0.6) else BLACK,
        colon=chance.pick((":", ":", "", " :")),
    )


def address_lines(sheet: Sheet, path: str, firm: Firm, *, country: bool = False) -> list[list[Run]]:
    """Name, street, city as lines of runs; the country by name where it is asked for."""
    at = f"{path}.address"
    lines = [[sheet.run(f"{path}.name", firm.name)]]
    if firm.additional:
        lines.append([sheet.run(f"{at}.additional", firm.additional)])
    lines.append([sheet.run(f"{at}.street", firm.street)])
    lines.extend(city_lines(sheet, at, firm))
    if country:
        lines.append([country_run(sheet, at, firm.country)])
    return lines


def city_lines(sheet: Sheet, at: str, firm: Firm) -> list[list[Run]]:
    template = firm.country.city_line
    if "|" in template and sheet.chance.fork(f"city {firm.name}").maybe(0.5):
        template = template.replace("|", " ")
    return [_filled(sheet, at, firm, part) for part in template.split("|")]


def country_run(sheet: Sheet, at: str, country: Country) -> Run:
    name = country.names.get(sheet.words.language, country.names["en"])
    return sheet.run(f"{at}.country", name.upper() if sheet.chance.fork("upper country").maybe(0.25) else name, country.code)


def _filled(sheet: Sheet, at: str, firm: Firm, template: str) -> list[Run]:
    parts = {"postal": ("postal_code", firm.postal_code), "city": ("city", firm.city), "region": ("region", firm.region)}
    runs: list[Run] = []
    rest = template
    while rest:
        before, brace, tail = rest.partition("{")
        if before:
            runs.append((before, None))
        if not brace:
            break
        key, _, rest = tail.partition("}")
        name, value = parts[key]
        if value:
            runs.append(sheet.run(f"{at}.{name}", value))
            continue
        while runs and runs[-1][1] is None:  # what stands around a region that is not there goes with it
            runs.pop()
        rest = rest.removeprefix(")")
    return runs


def one_line(lines: Sequence[Sequence[Run]], separator: str) -> list[Run]:
    """Lines joined to one."""
    runs: list[Run] = []
    for line in lines:
        if runs:
            runs.append((separator, None))
        runs.extend(line)
    return runs


def column(
    sheet: Sheet,
    x: float,
    y: float,
    lines: Sequence[Text],
    *,
    size: float | None = None,
    align: str = "left",
    weight: str = "regular",
    first: str | None = None,
    colour: Colour = BLACK,
    squeeze: float = 0,
) -> float:
    """Draw lines below each other from baseline y; returns the baseline after the last."""
    size = size or sheet.size
    for i, line in enumerate(lines):
        sheet.paper.text(x, y, line, size=size, align=align, weight=first if first and i == 0 else weight, colour=colour, squeeze=squeeze)
        y += size * 1.3
    return y
