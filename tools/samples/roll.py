"""The strip of a till: written from the top down, in lines of a fixed number of characters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tools.samples.paper import Text
from tools.samples.sheet import Sheet


@dataclass(slots=True)
class Item:
    description: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    code: str
    rate: Decimal


@dataclass(slots=True)
class Roll:
    """A strip of paper that is written from the top down; `chars` fit in a line."""

    sheet: Sheet
    chars: int
    size: float
    y: float = 20

    @property
    def pitch(self) -> float:
        return self.size * 1.25

    def put(self, text: Text, *, align: str = "left", weight: str = "regular", scale: float = 1) -> None:
        size = self.size * scale
        self.y += size * 1.25
        x = {"left": self.sheet.left, "right": self.sheet.right, "centre": (self.sheet.left + self.sheet.right) / 2}[align]
        self.sheet.paper.text(x, self.y, text, size=size, align=align, weight=weight, squeeze=self.sheet.width)

    def pair(self, left: Text, right: Text, *, weight: str = "regular", scale: float = 1) -> None:
        """Label at the left edge, value at the right one, on the same line."""
        size = self.size * scale
        self.y += size * 1.25
        wide = self.sheet.paper.text(
            self.sheet.right, self.y, right, size=size, align="right", weight=weight, squeeze=self.sheet.width * 0.7
        )
        self.sheet.paper.text(self.sheet.left, self.y, left, size=size, weight=weight, squeeze=self.sheet.width - wide - 4)

    def gap(self, lines: float = 0.6) -> None:
        self.y += self.pitch * lines

    def rule(self, mark: str) -> None:
        if mark == "line":
            self.y += self.pitch * 0.6
            self.sheet.paper.line(self.sheet.left, self.y, self.sheet.right, self.y, width=0.7)
            self.y += self.pitch * 0.1
        elif mark:
            self.put(mark * self.chars)
