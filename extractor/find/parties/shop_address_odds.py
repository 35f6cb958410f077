"""What speaks for a run of lines of a receipt's head as its issuer's address, weighed by hand, in log odds.

The looks are those of head_looks.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from extractor.find.parties.head_looks import Seen, close, is_over_town

BASE, SUREST = -4.0, 3.5  # of a run
ENOUGH = 1.5  # of one line, for the run that has it and against one that leaves it out
LOWEST = -4.0  # of one line
OVER_TOWN = 1.0  # of a line with a house's number over a town
PLAIN_TOWN = 0.4  # of a town's name between its street and its code
SECOND_CODE = 2.0  # against figures alone under a town that has its code
NAMED = 3.5  # for a line that says what it is: more than its colon and its label speak against it
ACROSS = 2.0  # against a run that goes on behind a contact
_NO_TOWN = ("till", "contact", "phone", "copy", "legal", "colon", "title", "labelled", "greeting", "money", "time")
NEAR = 1.5  # heights of letters between lines of one address


class RunOdds:
    """The odds of the runs of one head: an address is all of the lines that look like one, and no other. `named`: the lines that say that
    they are of one ("Address: ...")."""

    def __init__(self, head: Sequence[Seen], named: Sequence[bool]) -> None:
        self._over_town = [index > 0 and is_over_town(head, index) for index in range(len(head))]
        self._lines = [max(line_odds(line.looks), OVER_TOWN * over or LOWEST) for line, over in zip(head, self._over_town, strict=True)]
        self._lines = [odds + NAMED * says for odds, says in zip(self._lines, named, strict=True)]
        self._lines = [max(odds, PLAIN_TOWN if _is_town_between(head, i) else LOWEST) for i, odds in enumerate(self._lines)]
        self._codes = [bool(line.looks["postal"]) for line in head]
        self._streets = [_street(line.looks) for line in head]
        self._opens = [1.0 * (_opens(line.looks) or over) for line, over in zip(head, self._over_town, strict=True)]
        self._closes = [_closes(line.looks) for line in head]
        self._lettered = [line.looks["letters"] > 0 for line in head]
        self._contacts = [bool(line.looks["contact"]) for line in head]
        self._gaps = [not _together(*pair) for pair in itertools.pairwise(head)]

    def of(self, start: int, end: int, run: Sequence[int]) -> float:
        """Of the lines `run` of start..end (half open), of which the others are the numbers of registers."""
        odds = BASE + sum(min(self._lines[i], ENOUGH) for i in run) + 1.5 * max(self._streets[i] for i in run) - 0.2 * start
        odds += self._opens[start] + 0.7 * self._closes[end - 1]
        if sum(self._codes[i] for i in run) > 1 and not self._lettered[run[-1]]:
            odds -= SECOND_CODE
        if len(run) < end - start and any(self._contacts[i] for i in range(start, end) if i not in run):
            odds -= ACROSS
        if start and not self._gaps[start - 1]:
            odds -= min(max(self._lines[start - 1], 0.0), ENOUGH)
        if end < len(self._lines) and not self._gaps[end - 1]:
            odds -= min(max(self._lines[end], 0.0), ENOUGH)
        return min(odds, SUREST)


def _is_town_between(head: Sequence[Seen], index: int) -> bool:
    """Whether a line is words alone, close between a street and a line that is hardly more than a postal code."""
    if not 0 < index < len(head) - 1 or head[index].looks["digits"] or any(head[index].looks[name] for name in _NO_TOWN):
        return False
    above, line, below = head[index - 1 : index + 2]
    return (
        above.looks["street"] > 0
        and below.looks["postal"] > 0
        and below.looks["words"] <= 0.2
        and close(above, line)
        and close(line, below)
    )


def line_odds(f: Mapping[str, float]) -> float:
    """How far one line looks like a part of an address."""
    odds = -1.2 + 2.6 * f["postal"] + 1.6 * f["street"] + 0.6 * f["district"] + 1.4 * f["region"] + 1.2 * f["city"]
    odds += 1.0 * (f["start"] > 0 and f["digits"] > 0) + 0.8 * (f["commas"] > 0) + 0.6 * f["ends_comma"] + 0.8 * (0 < f["digits"] < 0.4)
    odds -= (
        3.0 * f["contact"] * (1 - f["street"])
        + 3.0 * f["phone"]
        + 3.5 * f["value"]
        + 3.5 * f["time"]
        + 2.5 * f["till"]
        + 2.5 * f["labelled"]
    )
    odds -= (
        3.0 * f["title"] + 1.2 * f["legal"] + 3.0 * f["greeting"] + 2.5 * f["copy"] + 3.0 * f["prose"] + 2.5 * f["money"] + 1.0 * f["colon"]
    )
    odds -= (
        1.5 * f["registration"] * (1 - f["postal"]) + 3.0 * (f["letters"] < 0.25 and not f["postal"]) + 0.7 * max(f["size"] - 1.15, 0.0) * 2
    )
    return max(odds, LOWEST)


def _street(f: Mapping[str, float]) -> float:
    """Whether a line has what hardly anything else has: a street with its number, or a town with its code."""
    return max(
        f["postal"],
        float(f["street"] > 0 and f["digits"] > 0),
        0.8 * float(f["street"] > 0 and f["commas"] >= 0.5),  # "Mill Road, Ashby, Co. Durham"
        0.6 * float(f["start"] > 0 and f["commas"] > 0 and f["digits"] > 0),
    )


def _opens(f: Mapping[str, float]) -> float:
    """Whether a line begins an address: a house, a street with its number."""
    return float((f["start"] > 0 or f["street"] > 0) and f["digits"] > 0)


def _closes(f: Mapping[str, float]) -> float:
    """Whether a line ends one: a town with its code, a region."""
    return max(f["postal"], f["region"], f["city"])


def _together(above: Seen, below: Seen) -> bool:
    return below.at.top - above.at.bottom <= NEAR * max(above.at.letter_height, below.at.letter_height)
