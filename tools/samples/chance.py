"""Chance with a name: every choice of a document is drawn from a generator seeded by a text, so that a seed makes the
same document on every machine, whatever was drawn before it and however many workers there are."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")


class Chance(random.Random):
    """`random.Random` with the few verbs that the generator needs."""

    def __new__(cls, name: str) -> Chance:
        return super().__new__(cls)

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)  # seeding by a text is defined (SHA-512) and independent of the hash seed

    def fork(self, name: str) -> Chance:
        """An independent generator that depends on the names alone, not on what was drawn so far."""
        return Chance(f"{self.name}/{name}")

    def maybe(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.randrange(len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different ones (fewer if there are fewer), in random order."""
        return self.sample(list(choices), min(count, len(choices)))

    def digits(self, count: int) -> str:
        """`count` digits, the first not 0."""
        return str(self.randrange(10 ** (count - 1), 10**count))

    def price(self, low: float, high: float) -> Decimal:
        """An amount as shops write them: more often ending in .00, .50, .90, .95 or .99; cheap ones are likelier."""
        value = low + (high - low) * self.random() ** 2
        whole = Decimal(int(value))
        ending = self.weighted({"00": 3.0, "50": 1.5, "90": 2.0, "95": 1.5, "99": 2.0, "any": 4.0})
        cents = self.randrange(100) if ending == "any" else int(ending)
        price = whole + Decimal(cents) / 100
        return (price if price > 0 else Decimal("0.99")).quantize(Decimal("0.01"))

    def filled(self, pattern: str) -> str:
        """`#` becomes a digit, `?` a capital letter."""
        made = []
        for character in pattern:
            if character == "#":
                made.append(str(self.randrange(10)))
            elif character == "?":
                made.append(self.pick("ABCDEFGHJKLMNPRSTUVWXYZ"))
            else:
                made.append(character)
        return "".join(made)
