"""Check boxes as characters, and yes or no in words. The value is a bool.    [x]   [ ]   ☒   ☐   (x)   yes   nein"""

from __future__ import annotations

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._fold import fold

_TICKED = "☑☒✓✔✗✘🗹🗷⊠■▣◉●⬛"
_EMPTY = "☐□▢◻○◯❏❑⬜"
_BOX = late(rf"(?P<sign>[{_TICKED}{_EMPTY}])|(?<!\w)(?:\[(?P<square>[ xXvV✓✔*_]?)\]|\((?P<round>[ xX✓✔*_])\)|\{{(?P<curly>[ xX])\}})(?!\w)")
_YES = frozenset("yes y true ja oui si sim tak x on checked ticked ✓".split())
_NO = frozenset("no n false nein non nee nao nie off unchecked".split())


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Boxes drawn with characters; round ones with an x are less sure than square ones."""
    found = []
    for box in _BOX.finditer(text):
        if box["sign"]:
            ticked, likelihood = box["sign"] in _TICKED, 0.95 if box["sign"] not in "■●○□" else 0.5
        else:
            inner = next(part for part in (box["square"], box["round"], box["curly"]) if part is not None)
            ticked, likelihood = inner not in ("", " ", "_"), 0.9 if box["square"] is not None else 0.6
        found.append(Match(*box.span(), box[0], (Interpretation(ticked, None, likelihood),)))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one box, or one word for yes or no."""
    boxes = find(text, habits)
    if len(boxes) == 1:
        return (Interpretation(boxes[0].value),)
    word = fold(text.strip(" .:;"))
    if word in _YES or word in _NO:
        return (Interpretation(word in _YES),)
    return ()
