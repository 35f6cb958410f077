"""Characters that recognisers take for one another, both ways. All tables keep a text's length."""

from __future__ import annotations

TO_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "G": "6"}
)
TO_LETTERS = str.maketrans({"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"})

# The slips met between figures; the rarer pairs above would make words out of numbers.
FIGURE_SLIPS = "OoQIl|SBZ"
SPACES = "\u0020\u00a0\u202f\u2009\u2007"  # plain, no-break, narrow no-break, thin and figure space


def slips(text: str) -> int:
    """How many characters of the text are letters that stand for a figure."""
    return sum(character in FIGURE_SLIPS for character in text)
