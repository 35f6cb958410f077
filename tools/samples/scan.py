"""A page through a flatbed or a feeder: skew, borders, grey or two levels, noise, wear."""

from __future__ import annotations

import cv2
import numpy as np

from tools.samples import worn
from tools.samples.chance import Chance
from tools.samples.worn import Picture, Worn

STAMPS = ("PAID", "BEZAHLT", "EINGEGANGEN", "RECEIVED", "COPY", "PAYE", "REGISTRADO", "BETAALD", "PAGATO", "ENTRADA", "ZAPLACONO", "POSTED")


def scan(chance: Chance, picture: Picture, *, receipt: bool, allow_quarter: bool = True) -> Worn:
    """`picture` is the clean render. About one scan in three has some wear beside skew and noise."""
    steps: list[str] = []
    matrix = np.eye(3)
    picture = handled(chance, picture, steps, receipt=receipt)
    dark = chance.maybe(0.25)
    fill = (25, 25, 28) if dark else (255, 255, 255)
    if dark or receipt:  # the sheet lies on the lid
        height, width = picture.shape[:2]
        left, top = int(width * chance.uniform(0, 0.06 if dark else 0.15)), int(height * chance.uniform(0, 0.04))
        right, bottom = int(width * chance.uniform(0, 0.06 if dark else 0.15)), int(height * chance.uniform(0, 0.05))
        picture = np.asarray(cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=fill), dtype=np.uint8)
        matrix = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]]) @ matrix
        steps.append("dark border" if dark else "border")
    angle = chance.gauss(0, 0.7) if chance.maybe(0.75) else chance.uniform(-4, 4)
    if abs(angle) > 0.05:
        picture, turn = worn.rotated(picture, angle, fill, grow=True)
        matrix = turn @ matrix
        steps.append(f"skew {angle:.2f}")
    if chance.maybe(0.6):
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.35, 0.9)), dtype=np.uint8)
    picture = worn.grain(chance, picture, chance.uniform(1.5, 9))
    if chance.maybe(0.5):
        picture = worn.specks(chance, picture)
        steps.append("specks")
    # two levels of pale print would leave nothing to read
    mode = chance.weighted({"colour": 3.0, "grey": 4.0, "two levels": 0.0 if {"fading", "thermal"} & set(steps) else 1.5})
    if mode != "colour":
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        if mode == "two levels":
            grey = cv2.threshold(grey, chance.uniform(150, 195), 255, cv2.THRESH_BINARY)[1]
        picture = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    steps.append(mode)
    turns = chance.weighted({0: 93.0, 1: 2.5, 2: 2.0, 3: 2.5}) if allow_quarter else 0
    if turns:
        picture, turn = worn.quarter(picture, turns)
        matrix = turn @ matrix
        steps.append(f"turned {turns * 90}")
    return Worn(picture, worn.homography(matrix), tuple(steps))


def handled(chance: Chance, picture: Picture, steps: list[str], *, receipt: bool) -> Picture:
    """The sheet itself before it is scanned: its print, its wear and its paper; what was done is added to `steps`."""
    if receipt and chance.maybe(0.75):
        picture = worn.thermal(chance, picture)
        steps.append("thermal")
    if chance.maybe(0.35 if receipt else 0.15):
        picture = worn.fade(chance, picture, chance.uniform(0.15, 0.55))
        steps.append("fading")
    if chance.maybe(0.2):
        picture = worn.bleed(chance, picture)
        steps.append("bleed-through")
    if chance.maybe(0.18):
        picture = worn.stains(chance, picture)
        steps.append("stains")
    if chance.maybe(0.4 if receipt else 0.15):
        picture = worn.creases(chance, picture)
        steps.append("creases")
    if chance.maybe(0.12):
        picture = worn.stamp(chance, picture, STAMPS)
        steps.append("stamp")
    if chance.maybe(0.15):
        picture = worn.scribble(chance, picture)
        steps.append("pen")
    paper = np.array(chance.pick(((255, 255, 255), (252, 251, 247), (248, 246, 238), (244, 244, 246))), np.float32) / 255
    return np.asarray(np.clip(picture * paper, 0, 255), dtype=np.uint8)
