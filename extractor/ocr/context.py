"""Reading a doubtful line again, with the letters around each letter in mind.

A beam search over the recogniser's own probabilities (connectionist temporal classification with a character model, as in
https://arxiv.org/abs/1408.2873) finds the text that is likeliest as a picture and as a text together. Only what the recogniser
holds possible can be read; digits and decimal marks are the recogniser's alone (see letters.py). What was read without
context stays with the word as an alternative.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.letters import ORDER, fold, letters
from extractor.ocr.recogniser import ReadWord, RecogniserSettings, Sign, alphabet, signs_to_words
from extractor.quick import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ContextSettings:
    """`doubt`: lines with a character less sure than this are read in context; `trust`: the weight of the context's logarithm,
    `reward`: what a character gains that makes up for the context's price; `sure`: such a row has one reading only."""

    doubt: float = 0.95
    trust: float = 0.25
    reward: float = 0.5
    width: int = 8
    possible: float = 0.01
    sure: float = 0.985


# Two decimals, then perhaps a sign that is no digit: reading that sign as a third decimal would change the amount.
_AMOUNT = re.compile(r"\d[.,]\d\d\D?$")

# Letters that Unicode does not take apart.
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a", "œ": "o", "ı": "i"}

# A page has accents when so many of its letters have one, in words read with at least this confidence. Dutch has one in a thousand.
SURELY_READ = 0.95
LEAST_ACCENTS = 0.001

_NONE = -1e30


@dataclass(slots=True)
class _Path:
    """A text so far: its chance with and without a blank at the end (logarithms), and what the context gives it."""

    blank: float
    sign: float
    context: float

    @property
    def total(self) -> float:
        return _sum(self.blank, self.sign)

    @property
    def rank(self) -> float:
        return self.total + self.context


def read_in_context(
    rows: NDArray[np.float32], plain: tuple[Sign, ...], reading: RecogniserSettings, settings: ContextSettings, *, accents: bool = False
) -> tuple[ReadWord, ...]:
    """The words of a line from the recogniser's rows (rows x signs), and from what they spell without context.

    With `accents` the context has no opinion on them: an é is then as likely as its context makes an e.
    """
    words = signs_to_words(plain)
    if all(sign.confidence >= settings.doubt for sign in plain if sign.text != " "):
        return words
    best = likeliest(rows, reading, settings, accents=accents)
    if best == tuple(alphabet().index(sign.text) for sign in plain):
        return words
    placed = place(rows, best, settings, accents=accents)
    if placed is None:
        return words
    return tuple(_settled(word, words) for word in signs_to_words(placed))


def likeliest(
    rows: NDArray[np.float32], reading: RecogniserSettings, settings: ContextSettings, *, accents: bool = False
) -> tuple[int, ...]:
    """The best text, as columns of the rows."""
    folded, space = _folded(), alphabet().index(" ")
    rows = rows.copy()
    rows[:, space] *= 0.5 / reading.space  # a space this likely is as good as even
    gain = _gain(accents)
    tops = rows.argmax(axis=1).tolist()
    paths: dict[tuple[int, ...], _Path] = {(): _Path(0.0, _NONE, 0.0)}
    for row, top in zip(rows, tops, strict=True):
        if row[top] > settings.sure:
            possible = [(top, 0.0)]
        else:
            possible = [(int(column), math.log(min(float(row[column]), 1.0))) for column in np.flatnonzero(row > settings.possible)]
        grown: dict[tuple[int, ...], _Path] = {}
        for text, path in paths.items():
            last = text[-1] if text else -1
            total = path.total
            for column, chance in possible:
                if column == 0:
                    _merge(grown, text, total + chance, _NONE, path.context)
                    continue
                if column == last:
                    _merge(grown, text, _NONE, path.sign + chance, path.context)
                    base = path.blank + chance
                else:
                    base = total + chance
                if base <= _NONE / 2:
                    continue
                if column == space and last in (space, -1):
                    _merge(grown, text, base, _NONE, path.context)  # no second space, none at the beginning
                    continue
                before = " " + "".join(folded[number] for number in text[1 - ORDER :])
                context = path.context + settings.trust * gain(before, column) + settings.reward
                _merge(grown, (*text, column), _NONE, base, context)
        ranked = sorted(grown.items(), key=lambda item: -item[1].rank)
        paths = dict(ranked[: settings.width])

    def finished(item: tuple[tuple[int, ...], _Path]) -> float:
        text, path = item
        before = " " + "".join(folded[number] for number in text[1 - ORDER :])
        return path.rank + (settings.trust * gain(before, space) if text and text[-1] != space else 0.0)

    text = max(paths.items(), key=finished)[0]
    return text[:-1] if text and text[-1] == space else text


def place(rows: NDArray[np.float32], text: tuple[int, ...], settings: ContextSettings, *, accents: bool = False) -> tuple[Sign, ...] | None:
    """Where each sign of a text stands in the rows (the likeliest alignment), and how sure it is in its context; None: nowhere."""
    count, size = len(rows), 2 * len(text) + 1
    if not text or len(text) > count:
        return None
    columns = [0 if number % 2 == 0 else text[number // 2] for number in range(size)]
    chances = np.log(np.maximum(rows[:, columns], 1e-9))
    may_skip = np.array([number % 2 == 1 and number > 1 and columns[number] != columns[number - 2] for number in range(size)])
    score = np.full(size, _NONE)
    score[:2] = chances[0, :2]
    came = np.zeros((count, size), np.int8)
    for row in range(1, count):
        one = np.concatenate(([_NONE], score[:-1]))
        two = np.where(may_skip, np.concatenate(([_NONE, _NONE], score[:-2])), _NONE)
        ways = np.stack([score, one, two])
        came[row] = ways.argmax(axis=0)
        score = ways.max(axis=0) + chances[row]
    at = size - 1 if score[size - 1] >= score[size - 2] else size - 2
    spans: dict[int, tuple[int, int]] = {}
    for row in range(count - 1, -1, -1):
        if at % 2:
            spans[at // 2] = (row, spans.get(at // 2, (row, row))[1])
        at -= int(came[row, at])
    if len(spans) < len(text):
        return None
    folded, signs = _folded(), alphabet()
    placed = []
    for number, column in enumerate(text):
        first, last = spans[number]
        peak = rows[first + int(rows[first : last + 1, column].argmax())]
        before = " " + "".join(folded[other] for other in text[max(number - ORDER + 1, 0) : number])
        sure = _in_context(peak, column, before, settings, accents)
        placed.append(Sign(signs[column], first / count, (last + 1) / count, sure))
    return tuple(placed)


def _in_context(peak: NDArray[np.float32], column: int, before: str, settings: ContextSettings, accents: bool) -> float:
    """How sure a sign is against the others that are possible in its row, picture and context together."""
    gain = _gain(accents)
    weights: dict[int, float] = {}
    for other in {column, *np.flatnonzero(peak > settings.possible).tolist()} - {0}:
        weights[other] = max(float(peak[other]), 1e-6) * math.exp(settings.trust * gain(before, other))
    return weights[column] / sum(weights.values())


def has_accents(lines: Iterable[Sequence[ReadWord]]) -> bool:
    """Whether the lines of a page are in a language with accents: some of them are read without doubt."""
    letters_seen = accented = 0
    for words in lines:
        for word in words:
            letters_seen += sum(sign.isalpha() for sign in word.text)
            if word.confidence >= SURELY_READ:
                accented += sum(sign.isalpha() and not sign.isascii() for sign in word.text)
    return accented >= max(2, LEAST_ACCENTS * letters_seen)


@lru_cache(maxsize=2)
def _gain(accents: bool) -> Callable[[str, int], float]:
    """What the context gives a sign: the logarithm of its chance after the folded text before it."""
    folded, model = _folded(), letters()
    if not accents:
        return lambda before, column: sum(model.chance(before, sign) for sign in folded[column])
    bare = tuple(_bare(sign) for sign in folded)

    def gain(before: str, column: int) -> float:
        pairs = zip(folded[column], bare[column], strict=True)
        return sum(max(model.chance(before, sign), model.chance(before, plain)) for sign, plain in pairs)

    return gain


def _bare(text: str) -> str:
    """The text without its accents, sign by sign."""
    return "".join(_STROKES.get(sign) or unicodedata.normalize("NFD", sign)[0] for sign in text)


def _settled(word: ReadWord, plain: tuple[ReadWord, ...]) -> ReadWord:
    """The word with what was read in its place without context as an alternative; an amount is never lengthened."""
    before = next((other for other in plain if min(word.end, other.end) - max(word.start, other.start) > 0), None)
    if before is None or before.text == word.text:
        return word if before is None else ReadWord(word.text, word.start, word.end, word.confidence, before.alternatives)
    if _AMOUNT.search(before.text) and not _AMOUNT.search(word.text):
        return before
    others = tuple(other for other in (before.text, *before.alternatives) if other != word.text)
    return ReadWord(word.text, word.start, word.end, word.confidence, others[:3])


@lru_cache(maxsize=1)
def _folded() -> tuple[str, ...]:
    """Each sign of the alphabet as the table of letters sees it."""
    return tuple(" " if sign == " " else fold(sign) for sign in alphabet())


def _merge(paths: dict[tuple[int, ...], _Path], text: tuple[int, ...], blank: float, sign: float, context: float) -> None:
    path = paths.get(text)
    if path is None:
        paths[text] = _Path(blank, sign, context)
    else:
        path.blank, path.sign = _sum(path.blank, blank), _sum(path.sign, sign)


def _sum(one: float, other: float) -> float:
    """The logarithm of the sum of two chances given as logarithms."""
    if one < other:
        one, other = other, one
    return one if other <= _NONE / 2 else one + math.log1p(math.exp(other - one))
