"""Characters that recognisers take for one another, both ways. All tables keep a text's length."""

from __future__ import annotations

TO_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "G": "6"}
)
TO_LETTERS = str.maketrans({"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"})

# The slips met between figures; the rarer pairs above would make words out of numbers.
FIGURE_SLIPS = "OoQIl|SBZ"
SPACES = "\u0020\u00a0\u202f\u2009\u2007"  # plain, no-break, narrow no-break, thin and figure space

# Signs that look like one another in print, case aside: groups of letters and of what is taken for them, and pairs of figures.
_GROUPS = ("0oqdcea", "1lijtf7!|", "nhmrk", "xk", "xs", "uvwy", "5s", "8b", "6gb", "9gq", "2z", "4a", "hb", "pr", "ef", "cg", "il'.,:;")
_FIGURES = ("08", "06", "09", "17", "14", "23", "27", "38", "35", "56", "58", "68", "89", "49")
_LOOK_ALIKE: dict[str, frozenset[str]] = {
    sign: frozenset(c for group in (*_GROUPS, *_FIGURES) if sign in group for c in group) - {sign}
    for sign in {c for group in (*_GROUPS, *_FIGURES) for c in group}
}


def look_alike(one: str, other: str) -> bool:
    """Whether a recogniser may take one sign for the other: 3 and 8, e and c, l and 1."""
    return other in _LOOK_ALIKE.get(one, ())


def look_alikes(sign: str) -> frozenset[str]:
    """The signs that a recogniser may take a sign for."""
    return _LOOK_ALIKE.get(sign, frozenset())


def reads_as(one: str, other: str) -> bool:
    """Whether two words of one length differ in one sign alone, which looks like the other's."""
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 and look_alike(*apart[0])


def slips(text: str) -> int:
    """How many characters of the text are letters that stand for a figure."""
    return sum(character in FIGURE_SLIPS for character in text)
