"""Several documents on one scan or photograph: laid side by side on a scanner's glass or on a desk, each with its own truth."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.samples import worn
from tools.samples.chance import Chance
from tools.samples.photo import desk, lit
from tools.samples.scan import handled
from tools.samples.worn import Matrix, Picture, Values, Warp

BEDS = {"dark": (22, 90), "light": (205, 232)}  # grey levels of a scanner's glass with its lid open, and under a lid that has greyed
Place = Callable[[tuple[float, float, float, float]], list[float]]


@dataclass(frozen=True, slots=True)
class Laid:
    """The picture, and for each sheet the way from a box of its clean page (fractions) to one of the picture."""

    picture: Picture
    places: tuple[Place, ...]
    steps: tuple[str, ...]


def laid(chance: Chance, pages: Sequence[Picture], *, receipts: bool, condition: str) -> Laid:
    """`pages` are clean renders; `condition` is scan or photo."""
    steps: list[str] = [f"{len(pages)} sheets"]
    turned: list[tuple[Picture, Picture, Matrix]] = []
    for page in pages:
        sheet = handled(chance, page, steps, receipt=receipts)
        angle = chance.gauss(0, 2.0)
        matrix = np.eye(3)
        cover: Picture = np.full(sheet.shape, 255, np.uint8)
        quarters = chance.weighted({0: 85.0, 1: 5.0, 2: 5.0, 3: 5.0})
        if quarters:
            sheet, matrix = worn.quarter(sheet, quarters)
            cover, _ = worn.quarter(cover, quarters)
        sheet, lean = worn.rotated(sheet, angle, (255, 255, 255), grow=True)
        cover, _ = worn.rotated(cover, angle, (0, 0, 0), grow=True)
        turned.append((sheet, cover, lean @ matrix))
        steps.append(f"skew {angle:.2f}")
    spots, size = _spots(chance, [sheet.shape[:2] for sheet, _, _ in turned])
    bed, kind = _bed(chance, size, condition)
    steps.append(kind)
    made = bed
    for (sheet, cover, _), (left, top) in zip(turned, spots, strict=True):
        made = _put(made, sheet, cover, left, top)
    moves = [np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]]) @ matrix for (_, _, matrix), (left, top) in zip(turned, spots, strict=True)]
    if condition == "photo":
        lean = _lean(chance, size)
        made = np.asarray(cv2.warpPerspective(made, lean, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
        moves = [lean @ move for move in moves]
        made = lit(chance, made, steps)
    made = cv2.GaussianBlur(made, (0, 0), chance.uniform(0.35, 0.9))
    picture = worn.grain(chance, np.asarray(np.clip(made, 0, 255), dtype=np.uint8), chance.uniform(1.5, 6))
    places = [_place(page, worn.homography(move), size) for page, move in zip(pages, moves, strict=True)]
    return Laid(picture, tuple(places), tuple(steps))


def _spots(chance: Chance, shapes: Sequence[tuple[int, ...]]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Where each sheet's top left corner lies, in a row or in a column, and the size (width, height) of the whole."""
    in_column = max(height for height, _ in shapes) < 1.2 * max(width for _, width in shapes) and chance.maybe(0.7)
    longest = max(max(shape) for shape in shapes)
    at = longest * chance.uniform(0.02, 0.1)
    spots, across = [], 0.0
    for height, width in shapes:
        beside = longest * chance.uniform(0.02, 0.12)
        spots.append((int(beside), int(at)) if in_column else (int(at), int(beside)))
        at += (height if in_column else width) + longest * chance.uniform(0.02, 0.1)
        across = max(across, beside + (width if in_column else height) + longest * chance.uniform(0.02, 0.1))
    return spots, (int(across), int(at)) if in_column else (int(at), int(across))


def _bed(chance: Chance, size: tuple[int, int], condition: str) -> tuple[Values, str]:
    if condition == "photo":
        return desk(chance, size), "desk"
    kind = chance.pick(sorted(BEDS))
    level = chance.uniform(*BEDS[kind])
    made: Values = np.full((size[1], size[0], 3), level, np.float32)
    return made * (0.98 + 0.04 * worn.blotches(chance, (size[1], size[0]), 0.3))[..., None], f"{kind} bed {level:.0f}"


def _put(under: Values, sheet: Picture, cover: Picture, left: int, top: int) -> Values:
    """The sheet laid down, with the shadow that it throws."""
    height, width = sheet.shape[:2]
    mask = np.zeros(under.shape[:2], np.float32)
    mask[top : top + height, left : left + width] = cover[..., 0].astype(np.float32) / 255
    reach = max(under.shape) / 500
    shadow = cv2.GaussianBlur(np.roll(mask, (math.ceil(reach), math.ceil(reach)), (0, 1)), (0, 0), reach)
    made = under * (1 - 0.3 * shadow * (1 - mask))[..., None]
    part = made[top : top + height, left : left + width]
    alpha = mask[top : top + height, left : left + width][..., None]
    made[top : top + height, left : left + width] = part * (1 - alpha) + sheet * alpha
    return np.asarray(made, dtype=np.float32)


def _lean(chance: Chance, size: tuple[int, int]) -> Matrix:
    """A camera that is not held quite straight: each corner moves inwards by up to a twentieth."""
    width, height = size
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    target = source + inward * np.array([[chance.uniform(0, 0.05) * width, chance.uniform(0, 0.05) * height] for _ in range(4)])
    return np.asarray(cv2.getPerspectiveTransform(source, target.astype(np.float32)), dtype=np.float64)


def _place(page: Picture, warp: Warp, size: tuple[int, int]) -> Place:
    height, width = page.shape[:2]

    def place(box: tuple[float, float, float, float]) -> list[float]:
        left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
        corners: NDArray[np.float64] = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
        moved = warp(corners) / size
        return [*(float(value) for value in moved.min(axis=0)), *(float(value) for value in moved.max(axis=0))]

    return place
