"""A page photographed with a phone: a desk, perspective, curl, shadow, blur, warm or cold light."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.samples import worn
from tools.samples.chance import Chance
from tools.samples.worn import Picture, Values, Worn

LONGEST = 2600  # pixels of the photograph's long side


def photo(chance: Chance, picture: Picture, *, receipt: bool, tilt: float | None = None, flat: bool = False) -> Worn:
    """`tilt` is the angle between sheet and camera in degrees (drawn up to 30 if None). `flat`: the same sheet, with its print
    and its wear, before it is photographed."""
    steps: list[str] = []
    if receipt and chance.maybe(0.7):
        picture = worn.thermal(chance, picture)
        steps.append("thermal")
    if chance.maybe(0.3):
        picture = worn.creases(chance, picture)
        steps.append("creases")
    if chance.maybe(0.25):
        picture = worn.fade(chance, picture, chance.uniform(0.1, 0.4))
        steps.append("fading")
    if chance.maybe(0.1):
        picture = worn.scribble(chance, picture)
        steps.append("pen")
    if chance.maybe(0.12):
        picture = worn.stains(chance, picture)
        steps.append("stains")
    picture = np.clip(picture * np.float32(chance.uniform(0.9, 0.97)), 0, 255).astype(np.uint8)
    if flat:
        return Worn(picture, worn.homography(np.eye(3)), tuple(steps))
    curl, curled = curled_sheet(chance, picture) if chance.maybe(0.45 if receipt else 0.3) else (None, picture)
    if curl is not None:
        steps.append("curl")
    angle = chance.uniform(0, 30) * chance.random() ** 0.5 if tilt is None else tilt
    matrix, size = _camera(chance, curled.shape[1], curled.shape[0], angle)
    steps.append(f"tilt {angle:.0f}")
    under = desk(chance, size)
    page = cv2.warpPerspective(curled, matrix, size, flags=cv2.INTER_AREA if max(size) < max(curled.shape) else cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.full(curled.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    shadow = cv2.GaussianBlur(np.roll(mask, (max(size) // 120, max(size) // 150), (0, 1)), (0, 0), max(size) / 150).astype(np.float32) / 255
    made: Values = under * (1 - 0.55 * shadow[..., None])
    cover = mask.astype(np.float32)[..., None] / 255
    made = made * (1 - cover) + page * cover
    made = lit(chance, made, steps)
    if chance.maybe(0.55):
        sigma = chance.uniform(0.5, 1.5)
        made = cv2.GaussianBlur(made, (0, 0), sigma)
        steps.append(f"blur {sigma:.1f}")
    if chance.maybe(0.15):
        made = _shake(chance, made)
        steps.append("shake")
    taken = worn.grain(chance, np.asarray(np.clip(made, 0, 255), dtype=np.uint8), chance.uniform(2, 8))
    perspective = worn.homography(matrix)

    def warp(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return perspective(points if curl is None else curl(points))

    return Worn(taken, warp, tuple(steps))


def curled_sheet(chance: Chance, picture: Picture) -> tuple[worn.Warp, Picture]:
    """Rows shifted along waves, as a sheet that does not lie flat shows them."""
    height, width = picture.shape[:2]
    bend = chance.uniform(0.004, 0.014) * width * chance.pick((-1, 1))
    phase, waves = chance.uniform(0, math.pi), chance.uniform(0.5, 1.3)
    pad = int(abs(bend)) + 2

    def shift(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(bend * np.sin(phase + waves * math.pi * x / width), dtype=np.float64)

    columns = np.arange(width, dtype=np.float64)
    down = shift(columns)
    map_x = np.repeat(columns[None, :], height + 2 * pad, 0).astype(np.float32)
    map_y = (np.arange(height + 2 * pad, dtype=np.float64)[:, None] - pad - down[None, :]).astype(np.float32)
    made = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shade = 1 + 0.10 * np.cos(phase + waves * math.pi * columns / width) * np.sign(bend)
    made = np.clip(made * shade[None, :, None], 0, 255).astype(np.uint8)

    def warp(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([points[:, 0], points[:, 1] + pad + shift(points[:, 0])], axis=1)

    return warp, made


def _camera(chance: Chance, width: int, height: int, tilt: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The homography of a pinhole camera above a sheet tilted by `tilt` degrees about an axis in its plane."""
    axis = chance.uniform(0, 2 * math.pi)
    roll = math.radians(chance.gauss(0, 4))
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    across = np.array([[math.cos(axis), -math.sin(axis), 0], [math.sin(axis), math.cos(axis), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    spin = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    turn = spin @ across @ lean @ across.T
    distance = max(width, height) * chance.uniform(1.5, 2.4)
    corners = np.array([[-width / 2, -height / 2, 0], [width / 2, -height / 2, 0], [width / 2, height / 2, 0], [-width / 2, height / 2, 0]])
    seen = corners @ turn.T + np.array([0, 0, distance])
    flat = seen[:, :2] / seen[:, 2:] * distance
    low, high = flat.min(0), flat.max(0)
    margin = (high - low).max() * chance.uniform(0.02, 0.12)
    scale = min(1.0, LONGEST / ((high - low).max() + 2 * margin))
    target = ((flat - low + margin) * scale).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    size = (int((high[0] - low[0] + 2 * margin) * scale), int((high[1] - low[1] + 2 * margin) * scale))
    return np.asarray(cv2.getPerspectiveTransform(source, target), dtype=np.float64), size


def desk(chance: Chance, size: tuple[int, int]) -> Values:
    """Wood, cloth, stone or a plain table."""
    width, height = size
    kind = chance.pick(("wood", "wood", "cloth", "stone", "plain"))
    base = np.array(
        chance.pick(((120, 84, 56), (70, 48, 36), (168, 138, 104), (60, 62, 66), (150, 150, 148), (38, 40, 44), (190, 186, 176))),
        np.float32,
    )
    rng = worn.noise(chance)
    made: Values = np.repeat(np.repeat(base[None, None], height, 0), width, 1)
    if kind == "wood":
        grain = cv2.resize(
            rng.normal(0, 1, (max(height // 3, 2), max(width // 120, 2))).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        fine = cv2.resize(
            rng.normal(0, 1, (height, max(width // 40, 2))).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        made = made * (1 + 0.10 * grain + 0.05 * fine)[..., None]
        plank = height // chance.randint(2, 5)
        for y in range(plank, height, plank):
            made[y : y + 3] *= 0.6
    elif kind == "cloth":
        weave = np.sin(np.arange(height) * 1.3)[:, None] * np.sin(np.arange(width) * 1.3)[None, :]
        made = made * (1 + 0.08 * weave + rng.normal(0, 0.05, (height, width)))[..., None]
    elif kind == "stone":
        made = made * (0.85 + 0.3 * worn.blotches(chance, (height, width), 0.03) + rng.normal(0, 0.04, (height, width)))[..., None]
    return np.asarray(np.clip(made, 0, 255), dtype=np.float32)


def lit(chance: Chance, picture: Values, steps: list[str]) -> Values:
    """Uneven light, the photographer's shadow, a tint."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = chance.uniform(0, 2 * math.pi)
    ramp = (xs / width - 0.5) * math.cos(angle) + (ys / height - 0.5) * math.sin(angle)
    light = 1 + chance.uniform(0.05, 0.35) * ramp - 0.15 * ((xs / width - 0.5) ** 2 + (ys / height - 0.5) ** 2)
    if chance.maybe(0.4):
        edge = (xs / width) * math.cos(angle + 1) + (ys / height) * math.sin(angle + 1) - chance.uniform(-0.2, 0.7)
        light = light * (1 - chance.uniform(0.2, 0.45) / (1 + np.exp(-edge * chance.uniform(8, 40))))
        steps.append("shadow")
    tint = np.array(chance.pick(((1.0, 1.0, 1.0), (1.03, 1.0, 0.92), (0.95, 0.99, 1.05), (1.05, 0.98, 0.86))), np.float32)
    return np.asarray(picture * light[..., None] * tint * chance.uniform(0.85, 1.08), dtype=np.float32)


def _shake(chance: Chance, picture: Values) -> Values:
    """The hand moved: blur along one direction."""
    length = chance.randint(3, 6)
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, chance.randrange(length)), (length - 1, chance.randrange(length)), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), dtype=np.float32)
