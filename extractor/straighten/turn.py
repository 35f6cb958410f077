"""Which way up a page is: what the surroundings of its letters look like, asked of a small network and summed over the page.

Every letter's neighbourhood (three letters wide and high, so that its line, its neighbours and its ascenders show) is
told apart by a network of one hidden layer into the four quarter turns. One glance is often wrong, a few hundred are not.
The weights are numbers in turns.npz; tools/train_turns.py makes them.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 20  # pixels of a neighbourhood
REACH = 3.0  # letters it is wide and high
FEW_GLANCES, MOST_GLANCES = 100, 400
CLEAR = 5.0  # deviations by which a few glances must lead
LEAST_GLANCES = 8


def neighbourhoods(
    grey: NDArray[np.uint8], boxes: NDArray[np.number], letter: float, most: int = MOST_GLANCES, angle: float = 0.0
) -> NDArray[np.float32]:
    """(n, SIDE, SIDE), each of mean 0 and deviation 1. `boxes` as in Ink, `letter` the usual height of a letter.

    `angle`: degrees by which the page would have to be turned clockwise to be level; each is seen level."""
    size = boxes[:, 2:].max(axis=1)
    usual = boxes[(size > 0.6 * letter) & (size < 1.8 * letter)]
    if not len(usual):
        return np.zeros((0, SIDE, SIDE), np.float32)
    if len(usual) > most:
        usual = usual[np.linspace(0, len(usual) - 1, most).astype(np.int64)]
    # The middle of the box in the library's count of pixels; half a pixel off would itself tell up from down.
    centre = usual[:, :2] + (usual[:, 2:] - 1) / 2.0
    step = np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2
    step *= np.float32(REACH * letter / SIDE)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    xs = (centre[:, 0, None, None] + (c * step[None, :] + s * step[:, None])).astype(np.float32)
    ys = (centre[:, 1, None, None] + (c * step[:, None] - s * step[None, :])).astype(np.float32)
    smooth = cv2.blur(grey, (3, 3)) if REACH * letter / SIDE > 2.0 else grey
    flat = (len(usual) * SIDE, SIDE)
    seen = cv2.remap(smooth, xs.reshape(flat), ys.reshape(flat), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    found: NDArray[np.float32] = seen.reshape(len(usual), SIDE, SIDE).astype(np.float32)
    found -= found.mean(axis=(1, 2), keepdims=True)
    found /= np.maximum(found.std(axis=(1, 2), keepdims=True), 4.0)
    return found


@cache
def _weights() -> tuple[NDArray[np.float32], ...]:
    with files("extractor.straighten").joinpath("turns.npz").open("rb") as file, np.load(file) as stored:
        return tuple(stored[name].astype(np.float32) for name in ("first", "first_bias", "second", "second_bias"))


def glances(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 4) log-probabilities that a neighbourhood's page was turned clockwise by 0, 1, 2, 3 quarters."""
    first, first_bias, second, second_bias = _weights()
    total = np.zeros((len(seen), 4), np.float32)
    biases = np.tile(first_bias, (len(seen), 1))
    for turn in range(4):
        # Turned back by `turn`, what was class k is class k - turn: four opinions of the same letter.
        # By OpenCV: for a product of this size numpy's library wakes threads that cost twenty times the work.
        turned = np.ascontiguousarray(np.rot90(seen, turn, axes=(1, 2)).reshape(len(seen), -1))
        hidden = np.maximum(cv2.gemm(turned, first, 1.0, biases, 1.0), 0)
        score = hidden @ second + second_bias
        score -= score.max(axis=1, keepdims=True)
        score -= np.log(np.exp(score).sum(axis=1, keepdims=True))
        total += np.roll(score, turn, axis=1)
    return total / np.float32(4)


def find_turn(grey: NDArray[np.uint8], boxes: NDArray[np.number], letter: float, angle: float = 0.0) -> tuple[tuple[int, ...], float]:
    """Quarters by which the page was turned clockwise beside `angle`, the likeliest first, and how clear the first is.

    Clear is the least lead over the others, in deviations of the mean; ((0,), 0.0) where there are too few letters to tell.
    A few glances tell most pages; where they leave doubt, more are taken.
    """
    for most in (FEW_GLANCES, MOST_GLANCES):
        seen = neighbourhoods(grey, boxes, letter, most, angle) if letter else np.zeros((0, SIDE, SIDE), np.float32)
        if len(seen) < LEAST_GLANCES:
            return (0,), 0.0
        order, lead = _counted(glances(seen).astype(np.float64))
        if lead >= CLEAR or len(seen) < most:
            break
    return order, lead


def _counted(votes: NDArray[np.float64]) -> tuple[tuple[int, ...], float]:
    order = np.argsort(-votes.mean(axis=0), kind="stable")
    leads = votes[:, order[:1]] - votes[:, order[1:]]
    lead = leads.mean(axis=0) / (leads.std(axis=0) / np.sqrt(len(votes)) + 1e-9)
    return tuple(int(turn) for turn in order), float(lead.min())
