"""How well the content of a band suits a column: what its cells look like, whatever the header calls them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from extractor.find.rows.bands import BandCell
from extractor.find.rows.figures import Figure
from extractor.find.rows.tokens import letters_of
from extractor.late import late
from extractor.quick import dataclass
from extractor.schemas.record import Kind

_DATE = late(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.?\s*[A-Za-zÀ-ž]{3,}\.?,?\s*\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{2,4}")
_CODE = late(r"(?=.*\d)[\w./#-]{2,24}\.{0,3}")
_DAY = late(r"\d{1,2}[/.-]\d{1,2}[/.-]?")  # and month

NO_CODE = 0.15  # how well a band suits a code where all rows have one and the same word
NO_RATE = 0.1  # how well a band suits a rate that holds what no rate can be
SHORTEST_CODE = 4  # characters of a column of codes that nothing names

TEXTS = frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.CHOICE})
NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})


class Duty(Enum):
    """What a column may be for beside holding values of a kind."""

    ORDINAL = auto()  # it numbers the rows
    UNIT = auto()  # of the counts


class Content:
    """The cells of a band, one a row (None: the row has none there). Looked at once, whatever columns they are tried as."""

    def __init__(self, column: Sequence[BandCell | None], known: Sequence[Look] = ()) -> None:
        """`known`: what has been looked at of the cells."""
        looks = {id(look.cell): look for look in known}
        self.looks = [looks.get(id(cell)) or _look(cell) for cell in column if cell is not None and cell.tokens]
        self.letters = sum([look.letters for look in self.looks])
        self._nothing = 0.5 if len(column) < 2 else 0.35
        self._known: dict[Kind | Duty, float] = {}

    def fit(self, duty: Kind | Duty) -> float:
        """How well the content suits a column of a kind or duty, 0..1 (0.5: there is nothing to tell by)."""
        if not self.looks:
            return self._nothing
        if duty not in self._known:
            self._known[duty] = self._fit(duty)
        return self._known[duty]

    def _fit(self, duty: Kind | Duty) -> float:
        if duty is Kind.IDENTIFIER and self._is_one_word():
            return NO_CODE
        if duty is Kind.PERCENT and any(_beyond_percent(look.cell) for look in self.looks):
            return NO_RATE
        if duty is Kind.MONEY or duty is Kind.NUMBER or duty is Kind.PERCENT:
            return sum([_fit_of_number(look, duty) for look in self.looks]) / len(self.looks)
        return sum([_fit(look, duty) for look in self.looks]) / len(self.looks)

    def _is_one_word(self) -> bool:
        """Whether all cells say the same word without a digit: a tax's name ("GST"), and no article's number."""
        texts = {look.text for look in self.looks}
        return len(self.looks) > 1 and len(texts) == 1 and all(look.letters and not _has_digit(look.text) for look in self.looks)


def _beyond_percent(cell: BandCell) -> bool:
    """Whether a cell holds an amount over a hundred: a column of taxes, say, whose name may also mean their rates."""
    value = figure_of(cell, Kind.PERCENT)
    size = value.value(value.mark) if value is not None and value.decimals and not value.percent else None
    return size is not None and abs(size) > 100


@dataclass(frozen=True, slots=True)
class Look:
    """A cell's text, and the letters of its words that are no figures."""

    cell: BandCell
    text: str
    letters: int


def _look(cell: BandCell) -> Look:
    return Look(cell, cell.text, letters_of(cell.words) if cell.words else 0)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def are_codes(column: Sequence[BandCell]) -> bool:
    """Whether a band holds what only a code can be: one word a cell with digits, longer than a count or with letters in it."""
    texts = [cell.text for cell in column]
    amounts = [any(placed.figure.is_amount for placed in cell.figures) for cell in column]
    return bool(texts) and not any(amounts) and all(map(_is_code, texts))


def _is_code(text: str) -> bool:
    is_day = _DAY.fullmatch(text) is not None or _DATE.fullmatch(text) is not None
    return len(text) >= SHORTEST_CODE and _has_digit(text) and _CODE.fullmatch(text) is not None and not is_day


def figure_of(cell: BandCell | None, kind: Kind) -> Figure | None:
    """The figure of a cell that a column of this kind holds, or None."""
    if cell is None or not cell.figures:
        return None
    if len(cell.figures) == 1:
        only = cell.figures[0].figure
        return only if kind is Kind.PERCENT or not (only.percent or only.is_code) else None
    figures = [placed.figure for placed in cell.figures]
    if kind is Kind.PERCENT:
        return next((f for f in figures if f.percent), figures[0])
    plain = [f for f in figures if not f.percent]
    if kind is Kind.MONEY:
        plain = [f for f in plain if not f.is_code]
        return next((f for f in reversed(plain) if f.is_amount), plain[-1] if plain else None)
    return next((f for f in plain if not f.is_code), None)


def _fit(look: Look, duty: Kind | Duty) -> float:
    cell, text, letters = look.cell, look.text, look.letters
    if duty is Duty.ORDINAL:
        first = cell.figures[0].figure if cell.figures else None
        if first is not None and (first.percent or first.currency):
            return 0.0
        if first is not None and letters and cell.figures[0].left < cell.words[0].left:
            return 0.15  # "2 pcs" is a count
        digits = sum(map(str.isdigit, text))
        if first is not None and not first.decimals and letters == 0 and digits <= 4:
            return 1.0
        return 0.5 if digits and len(text) < 8 else 0.1
    if duty is Duty.UNIT:
        return 1.0 if 0 < letters <= 8 and not cell.figures else 0.5 if 0 < letters <= 8 else 0.15
    if duty in TEXTS:
        if letters < 2 * len(cell.figures):
            return 0.1
        share = letters / max(len(text.replace(" ", "")), 1)
        return min(1.0, 0.35 + share) if letters >= 3 else 0.25 if letters else 0.1
    if duty is Kind.IDENTIFIER:
        if _CODE.fullmatch(text.replace(" ", "")) and len(cell.tokens) <= 2:
            return 1.0
        return 0.55 if len(cell.tokens) == 1 else 0.3 if _has_digit(text) else 0.1  # several words and no digit are no code
    if duty in (Kind.DATE, Kind.DATETIME):
        return 1.0 if _DATE.search(text) else 0.0
    return 0.4


def _fit_of_number(look: Look, kind: Kind) -> float:
    value = figure_of(look.cell, kind)
    if value is None:
        return 0.1 if _has_digit(look.text) else 0.0
    clutter = 1.0 if look.letters <= 4 else 0.8 if look.letters <= 8 else 0.45
    if kind is Kind.MONEY:
        return clutter * (0.1 if value.percent or value.is_code else 1.0 if value.is_amount else 0.75)
    size = value.value(None)
    if kind is Kind.PERCENT:
        small = size is not None and abs(size) <= 100
        if value.percent or value.currency:
            return clutter * value.percent
        whole = size is not None and size == size.to_integral_value()
        return clutter * (0.1 if not small or value.decimals > 2 else 0.8 if whole or value.decimals == 1 else 0.6)
    if value.percent or value.currency:
        return 0.1 * clutter
    whole = size is not None and size == size.to_integral_value()
    return clutter * (0.3 if value.is_code else 1.0 if value.decimals in (0, 3, 4) else 0.85 if whole else 0.65)
