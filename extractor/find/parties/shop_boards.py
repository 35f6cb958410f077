"""The sign over the door and the firm named below it: two names, one under the other, of which the first is what the shop is called.

"CASA LUNA" in large letters over "Luna Gastronomia S.A.": neither is a part of the other. A name that is merely broken into lines
("GREEN VALLEY / STATIONERY SDN BHD") goes on in the same letters, and breaks where the next word had no room.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from statistics import median

from extractor.find.parties.head_looks import Seen, close
from extractor.find.parties.legal_forms import LEGAL_FORM
from extractor.find.parties.line_words import LineWords
from extractor.find.sheet import Sheet, compact

FIRM_WORDS = 2  # beside its legal form, that a firm has which is named in full
OTHER_LETTERS = 0.12  # share by which letters are larger that are set apart
TOWERING = 2.0  # times as tall as its firm's line
MUCH_LARGER = 0.5  # share by which letters are larger that alone are the sign
FIRST_LETTERS = 5  # that two names share which are forms of one
SET_TOGETHER = 0.1  # of the body, by which lines that are set together are off at the most
DISPLAY = 1.2  # of the usual line's height, from which letters are set to be seen
ONE_SIZE = 1.2  # times that lines of one size may differ by
NEAR = 3  # lines below a sign in which its firm stands
_BRACKETS = re.compile(r"\([^)]*\)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERED = 4  # characters of a piece whose width tells that of a letter


class Boards:
    """`pitches`: what `letter_widths` gives; `body`: the width of what is printed, in points."""

    def __init__(self, head: Sequence[Seen], possible: Sequence[bool], pitches: Sequence[float], body: float) -> None:
        self.head = head
        self.possible = possible
        self.pitches = pitches
        self.body = body
        texts = [line.at.text for line in head]
        whole = [may and is_firm(text) for may, text in zip(possible, texts, strict=True)]
        opened = [may and goes_on_as_firm(*pair) for may, pair in zip(possible, itertools.pairwise([*texts, ""]), strict=True)]
        self.firms = [one or two for one, two in zip(whole, opened, strict=True)]
        self.signs_of = [self._firm_of(i) if may else None for i, may in enumerate(possible)]

    def signs(self, index: int, count: int) -> Mapping[str, float]:
        """Whether the lines join a sign with its firm, are a sign over a firm, or a firm under a sign: by how much larger the sign is."""
        inside = [i for i in range(index, index + count - 1) if self.signs_of[i] is not None and self.signs_of[i] < index + count]  # type: ignore[operator]
        run = self._run(index, count)
        is_whole = run["whole_run"] or (count == 1 and not run["part_of_run"])
        below = self.signs_of[index + count - 1] if is_whole else None  # a sign may be set in several lines of one size
        above = [i for i in range(max(index - NEAR, 0), index) if self.signs_of[i] == index]
        return run | {
            "second_firm": float(bool(inside)),
            "second_firm_larger": max((self._larger(i, self.signs_of[i] or i) for i in inside), default=0.0),
            "sign_of_firm": float(below is not None),
            "sign_larger": self._larger(index, below) if below is not None else 0.0,
            "firm_of_sign": float(bool(above)),
            "firm_smaller": max((self._larger(i, index) for i in above), default=0.0),
            "second_early": float(any(self._breaks_early(i) for i in range(index, index + count - 1))),
            "sign_in_firm": float(count == 1 and self._said_in_firm(index)),
            "second_pitch": self.pitches[index + 1] / self.pitches[index] if count > 1 else 1.0,
        }

    def _run(self, index: int, count: int) -> dict[str, float]:
        """Whether lines in display letters of one size go on before or behind the candidate, and whether it is all of several."""
        before = index > 0 and self._one_size(index - 1, index)
        behind = index + count < len(self.head) and self._one_size(index + count - 1, index + count)
        inside = all(self._one_size(i, i + 1) for i in range(index, index + count - 1))
        return {"part_of_run": (before + behind) / 2, "whole_run": float(count > 1 and inside and not before and not behind)}

    def _one_size(self, upper: int, lower: int) -> bool:
        shown = min(max(self.head[i].looks["size"], self.pitches[i]) for i in (upper, lower))
        return shown >= DISPLAY and self.alike(upper, lower)

    def alike(self, upper: int, lower: int) -> bool:
        """Whether two lines that could be of a name stand close, in letters of one size."""
        above, below = self.head[upper], self.head[lower]
        small, large = sorted((above.looks["size"], below.looks["size"]))
        return large <= ONE_SIZE * small and self.possible[upper] and self.possible[lower] and close(above, below)

    def _firm_of(self, index: int) -> int | None:
        """The firm below a line that is none itself, with another name."""
        text = self.head[index].at.text
        if LEGAL_FORM.search(text) or (index and self.possible[index - 1] and self._larger(index - 1, index) > MUCH_LARGER):
            return None  # what stands under a sign is none
        for below in range(index + 1, min(index + 1 + NEAR, len(self.head))):
            if self.firms[below] and not self.firms[index]:
                return below if self._is_sign(index, below) else None
        return None

    def _said_in_firm(self, index: int) -> bool:
        """Whether the firm below says the line's own name."""
        below = range(index + 1, min(index + 1 + NEAR, len(self.head)))
        text = self.head[index].at.text
        return not self.firms[index] and any(self.firms[i] and related(text, self.head[i].at.text) for i in below)

    def _is_sign(self, index: int, firm: int) -> bool:
        towers = (
            self.head[index].looks["size"] > TOWERING * self.head[firm].looks["size"]
        )  # then it is the shop's, though its firm is called so
        one_name = related(self.head[index].at.text, self.head[firm].at.text) and not towers
        return not one_name and self._in_line(index, firm) and self._apart(index)

    def _in_line(self, sign: int, firm: int) -> bool:
        """Whether two lines begin, or have their middles, one under the other, as what was written by hand over a head does not."""
        one, two = self.head[sign].at, self.head[firm].at
        near = SET_TOGETHER * self.body
        return abs(one.left - two.left) < near or abs(one.left + one.right - two.left - two.right) < 2 * near

    def _apart(self, index: int) -> bool:
        """Whether a line is no beginning of the one below it: in other letters, or broken before there was need."""
        one, two = self.head[index], self.head[index + 1]
        return self._larger(index, index + 1) > 0 or case_changes(one.at.text, two.at.text) or self._breaks_early(index)

    def _larger(self, sign: int, other: int) -> float:
        """By what share the letters of one line are higher or wider than another's, 0 to 1; 0 where it is hardly so."""
        size = float(self.head[sign].looks["size"] / self.head[other].looks["size"])
        wide = float(self.pitches[sign] / self.pitches[other])
        larger = max(size, wide) - 1 if min(size, wide) > 0.8 else size - 1
        return min(larger, 1.0) if larger > OTHER_LETTERS else 0.0

    def _breaks_early(self, index: int) -> bool:
        """Whether the next line's first word would have had room in a line."""
        line, below = self.head[index].at, self.head[index + 1].at
        word = below.text.partition(" ")[0]
        letter = (line.right - line.left) / max(len(line.text), 1)
        return line.right - line.left + (len(word) + 1) * letter < 0.95 * self.body


def is_firm(text: str) -> bool:
    """Whether a line names a firm in full: a legal form, and words beside it."""
    return bool(LEGAL_FORM.search(text)) and len(_WORD.findall(_BRACKETS.sub(" ", LEGAL_FORM.sub(" ", text)))) >= FIRM_WORDS


def goes_on_as_firm(text: str, below: str) -> bool:
    """Whether a firm's name begins in one line and has its legal form in the next."""
    return not LEGAL_FORM.search(text) and bool(LEGAL_FORM.search(below)) and not is_firm(below) and len(_WORD.findall(text)) >= FIRM_WORDS


def related(sign: str, firm: str) -> bool:
    """Whether a firm's name says the sign's: then it is the same name with its legal form."""
    one, two = compact(sign), compact(firm)
    return one in two or (len(one) >= FIRST_LETTERS and one[:FIRST_LETTERS] == two[:FIRST_LETTERS])


def case_changes(one: str, two: str) -> bool:
    """Whether one of two lines is in capitals and the other in small letters."""
    return one.isupper() != two.isupper()


def in_small_letters(text: str, words: LineWords) -> float:
    """The share of a text's words that begin small, as those of a slogan do; little words between others are not counted."""
    said = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2 and not words.of_names.match(word)]
    return float(sum(word[0].islower() for word in said[1:]) / max(len(said), 1))


def letter_widths(sheet: Sheet, head: Sequence[Seen]) -> list[float]:
    """The width of a letter of each line, in those of the page's usual ones."""
    pieces = [segment for segment in sheet.on_page(head[0].at.page) if len(segment.text) >= _LETTERED]
    usual = median((s.right - s.left) / len(s.text) for s in pieces) if pieces else 1.0
    return [max((line.at.right - line.at.left) / max(len(line.at.text), 1) / max(usual, 1e-6), 0.1) for line in head]
