"""What stands in one line: PP-OCR's recogniser on the line's crop, and words made of its output.

The output has a row of probabilities for every 8 pixels of the crop at 48 pixels height (connectionist temporal classification,
https://www.cs.toronto.edu/~graves/icml_2006.pdf): a character is a run of rows whose most likely class is that character.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from extractor.ocr.models import recogniser_alphabet, recogniser_session
from extractor.quick import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 48  # pixels: what the model was trained on
STEP = 8  # pixels of width for a row of output
UNSEEN = 1e-4  # a class that is nowhere likelier than this adds nothing to the sign that it stands for
LONGEST = 3200  # pixels: no line of a page is longer in proportion; longer crops are squeezed


@dataclass(frozen=True, slots=True)
class RecogniserSettings:
    """`space`: a row whose space is this likely parts two words; `doubt`: below it a character's runner-up is kept."""

    space: float = 0.3
    doubt: float = 0.9
    runner_up: float = 0.05


@dataclass(frozen=True, slots=True)
class Sign:
    """One character: where it stands (0..1 along the line), how sure it is, and its runner-up ("" where none is likely)."""

    text: str
    start: float
    end: float
    confidence: float
    runner_up: str = ""
    runner_up_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of a line: `start` and `end` are 0..1 along the line."""

    text: str
    start: float
    end: float
    confidence: float
    alternatives: tuple[str, ...] = ()


def probabilities(crop: NDArray[np.uint8], squeeze: float = 1.0, *, quick: bool = False) -> NDArray[np.float32]:
    """Rows x signs: how likely each sign of `alphabet()` is at each step along the crop, `squeeze` times as wide as it is.

    `quick`: in whole numbers, nearly as well, at .6 of the time.
    """
    import cv2

    session = recogniser_session(quick=quick)
    height, width = crop.shape[:2]
    wide = min(max(math.ceil(squeeze * width * HEIGHT / height / STEP), 2) * STEP, LONGEST)
    line = cv2.resize(crop, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR)
    tensor = cv2.dnn.blobFromImage(line, 1 / 127.5, (wide, HEIGHT), (127.5, 127.5, 127.5), swapRB=True)
    rows: NDArray[np.float32] = session.run(None, {"x": tensor})[0][0]
    return _merged(rows)


def rows_to_signs(rows: NDArray[np.float32], settings: RecogniserSettings) -> tuple[Sign, ...]:
    """The characters that a line's rows spell, spaces included."""
    signs = alphabet()
    space = signs.index(" ")
    best = rows.argmax(axis=1)
    # The recogniser is shy of spaces: it was trained on Chinese, which has none.
    best = np.where((rows[:, space] > settings.space), space, best)
    count = len(rows)
    found: list[Sign] = []
    at = 0
    while at < count:
        end = at
        while end < count and best[end] == best[at]:
            end += 1
        if best[at] != 0:
            run = rows[at:end]
            peak = run[run[:, best[at]].argmax()]
            found.append(_sign(peak, int(best[at]), at / count, end / count, settings))
        at = end
    return tuple(found)


def signs_to_words(signs: tuple[Sign, ...]) -> tuple[ReadWord, ...]:
    """Words of a line: runs of characters between spaces. A word is as sure as its least sure character."""
    words: list[ReadWord] = []
    run: list[Sign] = []
    for sign in (*signs, Sign(" ", 1.0, 1.0, 1.0)):
        if sign.text != " ":
            run.append(sign)
        elif run:
            words.append(_word(run))
            run = []
    return tuple(words)


def sureness(rows: NDArray[np.float32]) -> float:
    """How sure a line is as a whole: the mean of its rows that are not blank (0 where all are)."""
    best = rows.argmax(axis=1)
    found = rows[best != 0].max(axis=1)
    return float(found.mean()) if len(found) else 0.0


def least_sure(rows: NDArray[np.float32]) -> float:
    """How sure the least sure sign of a line is (0 where there is none): a sign is as sure as its surest row."""
    best = rows.argmax(axis=1)
    top = rows[np.arange(len(rows)), best]
    starts = np.flatnonzero(np.concatenate(([True], best[1:] != best[:-1])))
    peaks = np.maximum.reduceat(top, starts)[best[starts] != 0]
    return float(peaks.min()) if len(peaks) else 0.0


@lru_cache(maxsize=1)
def alphabet() -> tuple[str, ...]:
    """What the columns of `probabilities` stand for; the first is the blank."""
    return tuple(dict.fromkeys(recogniser_alphabet()))


@lru_cache(maxsize=1)
def _columns() -> NDArray[np.intp]:
    """For each class of the model, the column of the sign that it stands for (a plain and a full-width comma are one sign)."""
    position = {sign: number for number, sign in enumerate(alphabet())}
    return np.array([position[sign] for sign in recogniser_alphabet()], np.intp)


def _merged(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    columns = _columns()
    size = len(alphabet())
    if size == len(columns):
        return rows
    merged = rows[:, _first_of_each()]
    repeats = _repeats()
    seen = rows[:, repeats].max(axis=0) > UNSEEN
    for number in repeats[seen]:
        merged[:, columns[number]] += rows[:, number]
    return merged


@lru_cache(maxsize=1)
def _first_of_each() -> NDArray[np.intp]:
    return np.unique(_columns(), return_index=True)[1].astype(np.intp)


@lru_cache(maxsize=1)
def _repeats() -> NDArray[np.intp]:
    return np.setdiff1d(np.arange(len(_columns())), _first_of_each())


def _sign(peak: NDArray[np.float32], number: int, start: float, end: float, settings: RecogniserSettings) -> Sign:
    signs = alphabet()
    confidence = min(float(peak[number]), 1.0)
    if confidence >= settings.doubt or signs[number] == " ":
        return Sign(signs[number], start, end, confidence)
    others = peak.copy()
    others[[0, number]] = 0.0
    second = int(others.argmax())
    if others[second] < settings.runner_up:
        return Sign(signs[number], start, end, confidence)
    return Sign(signs[number], start, end, confidence, signs[second], float(others[second]))


def _word(run: list[Sign]) -> ReadWord:
    text = "".join(sign.text for sign in run)
    others: list[tuple[float, str]] = []
    for number, sign in enumerate(run):
        if sign.runner_up:
            other = text[:number] + sign.runner_up + text[number + 1 :] if len(text) == len(run) else text
            others.append((-sign.runner_up_confidence, other))
    alternatives = tuple(dict.fromkeys(other for _, other in sorted(others) if other != text and " " not in other))
    return ReadWord(text, run[0].start, run[-1].end, min(sign.confidence for sign in run), alternatives[:3])
