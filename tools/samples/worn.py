"""What paper, scanners and cameras do to a page. Pure functions over pictures (uint8, height x width x 3, RGB); those that
move points also return the 3 x 3 homography from the given picture's pixels to the new one's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.samples.chance import Chance

Picture = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Values = NDArray[Any]
Warp = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Points (n x 2, pixels of the clean picture) to where they are in the worn one."""


@dataclass(frozen=True, slots=True)
class Worn:
    """A worn picture, how its points moved, and what was done to it."""

    picture: Picture
    warp: Warp
    steps: tuple[str, ...]


def homography(matrix: Matrix) -> Warp:
    def apply(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2), dtype=np.float64)

    return apply


def _whole(values: Values) -> Picture:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def noise(chance: Chance) -> np.random.Generator:
    return np.random.default_rng(chance.getrandbits(63))


def blotches(chance: Chance, shape: tuple[int, int], size: float) -> NDArray[np.float32]:
    """A smooth random field in 0..1; `size` is the blotches' size as a share of the page."""
    height, width = shape
    small = noise(chance).random((max(2, int(1 / size)) + 2, max(2, int(width / height / size)) + 2), dtype=np.float32)
    field: Values = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(field, 0, 1), dtype=np.float32)


def fade(chance: Chance, picture: Picture, strength: float) -> Picture:
    """Ink paler in some places than in others; strength 0..1."""
    field = blotches(chance, picture.shape[:2], 0.3)[..., None] * strength + strength * 0.3
    return _whole(picture + (255.0 - picture) * np.minimum(field, 0.75))


def thermal(chance: Chance, picture: Picture) -> Picture:
    """Thermal print: dots of 1/8 mm, weak columns of the head, grey instead of black."""
    height, width = picture.shape[:2]
    rng = noise(chance)
    factor = chance.uniform(1.3, 2.0)
    coarse = cv2.resize(picture, (int(width / factor), int(height / factor)), interpolation=cv2.INTER_AREA)
    level = chance.uniform(60, 110)
    coarse = np.where(coarse < 150, coarse * 0.4 + level * 0.6, 250).astype(np.uint8)
    if chance.maybe(0.3):
        for column in rng.integers(0, coarse.shape[1], chance.randint(1, 3)):
            coarse[:, column] = np.clip(coarse[:, column].astype(int) + 90, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def bleed(chance: Chance, picture: Picture) -> Picture:
    """The other side shows through, mirrored and blurred."""
    back = cv2.GaussianBlur(cv2.flip(np.roll(picture, chance.randrange(40, 200), axis=0), 1), (0, 0), 2.2)
    weight = chance.uniform(0.06, 0.16)
    return _whole(picture - (255.0 - back) * weight)


def stains(chance: Chance, picture: Picture) -> Picture:
    """Coffee rings, spots and punch holes."""
    height, width = picture.shape[:2]
    layer: Values = np.zeros((height, width), np.float32)
    for _ in range(chance.randint(1, 3)):
        centre = (chance.randrange(width), chance.randrange(height))
        radius = int(min(width, height) * chance.uniform(0.03, 0.11))
        cv2.circle(layer, centre, radius, chance.uniform(0.1, 0.28), chance.pick((-1, max(3, radius // 6))), cv2.LINE_AA)
    layer = cv2.GaussianBlur(layer, (0, 0), 4)[..., None]
    tint = np.array(chance.pick(((120, 90, 50), (90, 90, 90), (150, 120, 60))), np.float32)
    made = picture * (1 - layer) + tint * layer
    if chance.maybe(0.3):
        for share in (0.4, 0.6):
            cv2.circle(made, (int(width * 0.025), int(height * share)), int(height * 0.009), (30, 30, 30), -1, cv2.LINE_AA)
    return _whole(made)


def creases(chance: Chance, picture: Picture) -> Picture:
    """Folds: lines across, lighter on one side."""
    height, width = picture.shape[:2]
    shade: Values = np.zeros((height, width), np.float32)
    for _ in range(chance.randint(1, 3)):
        at = chance.uniform(0.2, 0.8) * height
        slope = chance.uniform(-0.03, 0.03)
        rows = np.arange(height, dtype=np.float32)[:, None] - at - slope * np.arange(width, dtype=np.float32)[None, :]
        shade = shade + np.exp(-((rows / (height * 0.004)) ** 2)) * chance.uniform(-26, 16)
        shade = shade + np.tanh(rows / (height * 0.02)) * chance.uniform(-7, 7)
    return _whole(picture + shade[..., None])


def stamp(chance: Chance, picture: Picture, texts: tuple[str, ...]) -> Picture:
    """A rubber stamp, askew and unevenly inked, somewhere in the upper or lower third."""
    height, width = picture.shape[:2]
    text, scale = chance.pick(texts), width / 1100
    size, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1.4 * scale, max(1, round(2 * scale)))
    pad = round(14 * scale)
    patch = np.zeros((size[1] + 2 * pad, size[0] + 2 * pad), np.uint8)
    cv2.putText(patch, text, (pad, size[1] + pad), cv2.FONT_HERSHEY_DUPLEX, 1.4 * scale, 255, max(1, round(2 * scale)), cv2.LINE_AA)
    if chance.maybe(0.7):
        cv2.rectangle(patch, (2, 2), (patch.shape[1] - 3, patch.shape[0] - 3), 255, max(1, round(3 * scale)))
    layer = np.zeros((height, width), np.uint8)
    y, x = chance.pick((0.14, 0.3, 0.75, 0.85)), chance.uniform(0.1, 0.55)
    top, left = min(int(y * height), height - patch.shape[0] - 1), min(int(x * width), width - patch.shape[1] - 1)
    if top < 0 or left < 0:
        return picture
    layer[top : top + patch.shape[0], left : left + patch.shape[1]] = patch
    turned, _ = rotated(np.repeat(layer[..., None], 3, 2), chance.uniform(-14, 14), (0, 0, 0), grow=False)
    ink = turned[..., :1].astype(np.float32) / 255 * chance.uniform(0.35, 0.75) * (0.5 + blotches(chance, (height, width), 0.01)[..., None])
    colour = np.array(chance.pick(((170, 30, 40), (30, 50, 150), (20, 100, 60), (60, 60, 60))), np.float32)
    ink = np.minimum(ink, 0.85)
    return _whole(picture * (1 - ink) + np.minimum(picture, colour) * ink)


def scribble(chance: Chance, picture: Picture) -> Picture:
    """A pen: a ring around something, a tick, a signature."""
    height, width = picture.shape[:2]
    made = picture.copy()
    colour = chance.pick(((30, 40, 140), (40, 40, 45), (150, 30, 30)))
    thick = max(1, round(width / 700))
    x, y = chance.uniform(0.15, 0.85) * width, chance.uniform(0.1, 0.95) * height
    span = width * chance.uniform(0.03, 0.1)
    steps = np.linspace(0, 1, 60)
    kind = chance.pick(("ring", "tick", "signature"))
    if kind == "ring":
        turn = steps * 2 * np.pi * 1.08 + chance.uniform(0, 6)
        points = np.stack([x + np.cos(turn) * span * (1 + 0.1 * steps), y + np.sin(turn) * span * 0.45 * (1 + 0.15 * steps)], 1)
    elif kind == "tick":
        points = np.array([[x, y], [x + span * 0.3, y + span * 0.4], [x + span, y - span * 0.6]])
    else:
        waves = noise(chance).uniform(2, 9, 4)
        points = np.stack([x + steps * span * 3, y + sum(np.sin(steps * wave * 5 + wave) for wave in waves) * span * 0.14], 1)
    cv2.polylines(made, [points.astype(np.int32)], False, colour, thick, cv2.LINE_AA)
    return made


def grain(chance: Chance, picture: Picture, sigma: float) -> Picture:
    rng = noise(chance)
    field = rng.normal(0, sigma, picture.shape[:2]).astype(np.float32)[..., None]
    return _whole(picture + field)


def specks(chance: Chance, picture: Picture) -> Picture:
    """Dust of the glass: black and white dots."""
    rng = noise(chance)
    made = picture.copy()
    count = int(picture.shape[0] * picture.shape[1] * chance.uniform(2e-6, 3e-5))
    ys, xs = rng.integers(1, picture.shape[0] - 1, count), rng.integers(1, picture.shape[1] - 1, count)
    values = rng.choice(np.array([20, 90, 255], np.uint8), count)
    for dy, dx in ((0, 0), (0, 1), (1, 0))[: chance.randint(1, 3)]:
        made[np.minimum(ys + dy, made.shape[0] - 1), np.minimum(xs + dx, made.shape[1] - 1)] = values[:, None]
    return made


def quarter(picture: Picture, turns: int) -> tuple[Picture, Matrix]:
    """Turned clockwise by `turns` quarters."""
    height, width = picture.shape[:2]
    matrices = {
        0: np.eye(3),
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]),
    }
    return np.ascontiguousarray(np.rot90(picture, -turns)), matrices[turns % 4]


def rotated(picture: Picture, degrees: float, fill: tuple[int, int, int], *, grow: bool) -> tuple[Picture, Matrix]:
    """Turned about the centre, anticlockwise; with `grow` nothing is cut off."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    new_width, new_height = width, height
    if grow:
        cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
        new_width, new_height = int(height * sin + width * cos), int(height * cos + width * sin)
        matrix[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    turned = cv2.warpAffine(picture, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=fill)
    return np.asarray(turned, dtype=np.uint8), np.vstack([matrix, [0, 0, 1]])
