"""Where a label ends that no colon and no wide gap parts from its value: "Date returned 3-4-97", "Extension # 4410".

Several signs speak together: a line to write on that begins there, a number behind the sign for one, a date or a figure behind a word
that heads such fields, bold print that ends there, more space than between the other words. Lengths are points of the straightened page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Reading, Word
from extractor.find.forms.pair_boxes import Rule
from extractor.find.forms.pair_pieces import THROUGH, UNDER, Piece
from extractor.find.forms.pair_signs import DATE, ends_in_number_sign, is_head, label_odds

MOST_WORDS = 6  # a longer label has a colon, or is running text
LEAST_ODDS = 0.5  # log odds of being a label, by its words alone
CLEARER = 1.0  # log odds by which it looks more like a label than what follows
CUT_FROM = 2.0  # log odds that the signs come to together
LINE, NUMBER, DATED, FIGURE, BOLD, DASHED = 2.0, 2.0, 2.0, 1.0, 2.0, 2.0
SPACE, SPACE_MORE = 0.7, 1.6  # letter heights of white space, and how much more than elsewhere in the line
WIDE = 1.0
SIZED, OTHER_SIZE = 2.0, 1.08  # what is filled in is often set in letters of another size, by such a factor
_DASHES = frozenset("-–—")
_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9./:-]*")
_FIGURE = re.compile(r"[$€£]?\d[\d.,/:'-]*%?")


def values_parted(pieces: Sequence[Piece], reading: Reading, rules: Sequence[Rule], line_height: float) -> list[Piece]:
    """The pieces, those that hold a label and its value as two; `rules` are the page's lines to write on."""
    return [part for piece in pieces for part in _parted(piece, pieces, reading, rules, line_height)]


def _parted(piece: Piece, pieces: Sequence[Piece], reading: Reading, rules: Sequence[Rule], line_height: float) -> list[Piece]:
    words = piece.words
    if piece.colon or piece.after_colon or len(words) < 2:
        return [piece]
    rules = [rule for rule in rules if -THROUGH * piece.height <= rule.at - piece.bottom <= UNDER * piece.height]
    beside = [other for other in pieces if _is_beside(piece, other)] if rules else []
    rules = [rule for rule in rules if not any(_goes_on(piece, other, rule) for other in beside)]
    best, at = CUT_FROM, 0
    for number in range(1, min(len(words), MOST_WORDS + 1)):
        signs = _signs(piece, number, reading, rules)
        if signs < CUT_FROM:
            continue
        label, value = replace(_part(piece, words[:number], reading), on_blank=False), _part(piece, words[number:], reading)
        odds, theirs = label_odds(label, line_height), label_odds(value, line_height)
        if odds >= LEAST_ODDS and odds - theirs >= CLEARER and signs + odds > best:
            best, at = signs + odds, number
    if not at:
        return [piece]
    label = replace(_part(piece, words[:at], reading), blank_after=False, on_blank=False)
    return [label, replace(_part(piece, words[at:], reading), on_blank=True)]


def _is_beside(piece: Piece, other: Piece) -> bool:
    """Whether another piece stands to the right in the same line."""
    return piece.right <= other.left + 2 and abs(other.middle - piece.middle) < 0.5 * piece.height


def _goes_on(piece: Piece, beside: Piece, rule: Rule) -> bool:
    """Whether a rule runs on from under a piece to one beside it: that one is what was filled in."""
    return rule.start < piece.right and rule.end > (beside.left + beside.right) / 2


def _signs(piece: Piece, number: int, reading: Reading, rules: Sequence[Rule]) -> float:
    words = piece.words
    text = " ".join(word.text for word in words[number:])
    last = words[number - 1].text
    signs = LINE * _line_begins(piece, number, reading, rules)
    if number == len(words) - 1 and ends_in_number_sign(" ".join(word.text for word in words[:number])) and _NUMBER.fullmatch(text):
        signs += NUMBER
    elif last in _DASHES and number > 1 and is_head(words[number - 2].text):
        signs += DASHED
    elif is_head(last):
        signs += DATED if DATE.match(text) else FIGURE if _FIGURE.fullmatch(text) else 0.0
    if piece.bold or any(word.bold for word in words):
        signs += BOLD * (all(word.bold for word in words[:number]) and not any(word.bold for word in words[number:]))
    signs += SIZED * _of_two_sizes(words[:number], words[number:])
    gaps = [(right.box.left - left.box.right) * reading.width / piece.height for left, right in pairwise(words)]
    here, others = gaps[number - 1], [gap for place, gap in enumerate(gaps, 1) if place != number]
    if here >= SPACE and here >= SPACE_MORE * max(others, default=0.0):
        signs += WIDE
    return signs


def _of_two_sizes(label: Sequence[Word], value: Sequence[Word]) -> bool:
    """Whether the file sets all words of one part in letters of one size, and those of the other in another."""
    one, other = ({word.font_size or 0.0 for word in words} for words in (label, value))
    return len(one) == 1 and len(other) == 1 and max(one | other) > OTHER_SIZE * min(one | other) > 0


def _line_begins(piece: Piece, number: int, reading: Reading, rules: Sequence[Rule]) -> bool:
    """Whether one of the lines to write on under a piece begins before a word and runs on under what follows, and none lies under
    what stands before."""
    width, tall = reading.width, piece.height
    before, word, last = piece.words[number - 1], piece.words[number], piece.words[-1]
    low, high = before.box.right * width - 0.8 * tall, word.box.left * width + 0.5 * tall
    begins = any(low <= rule.start <= high and rule.end >= last.box.right * width - 1.2 * tall for rule in rules)
    return begins and not any(_is_under(rule, piece.words[:number], width) for rule in rules if rule.start < low)


def _is_under(rule: Rule, words: Sequence[Word], width: float) -> bool:
    left, right = words[0].box.left * width, words[-1].box.right * width
    return min(rule.end, right) - max(rule.start, left) > 0.5 * (right - left)


def _part(piece: Piece, words: Sequence[Word], reading: Reading) -> Piece:
    width, height = reading.width, reading.height
    return replace(
        piece,
        words=tuple(words),
        left=words[0].box.left * width,
        top=min(word.box.top for word in words) * height,
        right=words[-1].box.right * width,
        bottom=max(word.box.bottom for word in words) * height,
        text=" ".join(word.text for word in words),
    )
