"""Kinds of value, one file each. A kind finds its values in a line of text and parses one it is given.

Every module of the package has the same two verbs:

    find(text, habits=UNKNOWN)  -> tuple[Match, ...]            where values of the kind stand in a line, left to right (they
                                                                may overlap where a space may or may not part two values)
    parse(text, habits=UNKNOWN) -> tuple[Interpretation, ...]   all readings of a text that is one value, likeliest
                                                                first; empty when it is none

An ambiguous text (03/04/2020, 1.234) has several interpretations, each naming the convention it supposes; `habits` are
what is known of the document (its languages, date order, decimal mark) and decide or order them.
"""

from __future__ import annotations

from typing import Any, Protocol

from extractor.quick import dataclass

UNDECIDED = "undecided"  # of the order of dates: the document has as many signs of the one as of the other


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of how a document writes: ISO 639-1 languages, "day_first"/"month_first"/"year_first"/"undecided", "," or "."."""

    languages: tuple[str, ...] = ()
    date_order: str | None = None
    decimal_mark: str | None = None


UNKNOWN = Habits()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One reading of a text: the canonical value, the convention it supposes (None: it supposes none), how likely it is, and
    whether a character was repaired to get it (O for 0). Siblings sum to at most 1; what is left is the chance that the text
    is no value of the kind at all (a bare whole number as an amount, an account number with a wrong checksum)."""

    value: Any
    convention: str | None = None
    likelihood: float = 1.0
    repaired: bool = False


def normalised(interpretations: tuple[Interpretation, ...]) -> tuple[Interpretation, ...]:
    """The same readings, summing to 1."""
    total = sum(one.likelihood for one in interpretations)
    return tuple(Interpretation(one.value, one.convention, round(one.likelihood / total, 4), one.repaired) for one in interpretations)


@dataclass(frozen=True, slots=True)
class Match:
    """A value found in a text: text[start:end], with all its interpretations (at least one)."""

    start: int
    end: int
    text: str
    interpretations: tuple[Interpretation, ...]

    @property
    def value(self) -> Any:
        """The likeliest interpretation's value."""
        return self.interpretations[0].value

    @property
    def likelihood(self) -> float:
        """How likely that interpretation is."""
        return self.interpretations[0].likelihood


class ValueKind(Protocol):
    """What every module of this package offers."""

    def find(self, text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]: ...

    def parse(self, text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]: ...
