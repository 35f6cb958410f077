"""What wear costs a reader, and what evening the light gives back: real pages worn on purpose, read, words against the truth.

    python -m tools.measure_worn FOLDER... [--engine rapidocr] [--most N] [--half odd|even|all] [--wear NAME,NAME]

FOLDER holds `truth.jsonl`, whose rows name a `file` and its `lines` or `entities` with boxes in pixels; documents of one page are taken.
For each kind of wear it prints the F1 of words (runs of letters and digits, case folded, as a multiset) read from the page as it is, worn,
and worn with the light evened. The same page is always worn the same way.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor import ocr
from extractor.load import load
from extractor.straighten import straighten
from tools.measure_steps import score_lines, words
from tools.samples import worn
from tools.samples.chance import Chance
from tools.samples.photo import curled_sheet, lit
from tools.samples.worn import Picture

Boxes = NDArray[np.int64]  # n x 4: left, top, right, bottom of the page's lines, in pixels
EVERY = 4  # a block lies on one line of so many


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, its lines, its true words."""

    name: str
    picture: Picture
    lines: Boxes
    want: Counter[str]


def shadow(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Uneven light and a hard shadow over a part of the page."""
    made = lit(chance, picture.astype(np.float32), [])
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = (xs / width - 0.5) * 0.7 + (ys / height - chance.uniform(0.3, 0.7))
    return whole(made * (1 - 0.55 / (1 + np.exp(-edge * 30)))[..., None])


def pale(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Low contrast: print and paper a quarter as far apart."""
    return whole(205 - (255 - picture.astype(np.float32)) * 0.25)


def faded(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Print gone pale, in places nearly to nothing, as on old thermal paper."""
    return worn.fade(chance, picture, 0.8)


def bleed(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """The other side shows through."""
    return worn.bleed(chance, worn.bleed(chance, picture))


def coloured(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Some lines on blocks of strong colour."""
    made = picture.astype(np.float32)
    for left, top, right, bottom in lines[::EVERY]:
        colour = np.array(chance.pick(((230, 150, 60), (120, 180, 230), (150, 210, 140), (220, 130, 150))), np.float32) / 255
        made[top:bottom, left:right] *= colour
    return whole(made)


def inverted(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Some lines light on dark."""
    made = picture.copy()
    for left, top, right, bottom in lines[::EVERY]:
        made[top:bottom, left:right] = 255 - made[top:bottom, left:right]
    return made


def ruled(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Every line in a box whose rulings touch its letters."""
    made = picture.copy()
    for left, top, right, bottom in lines.tolist():
        inset = max(round(0.04 * (bottom - top)), 1)
        cv2.rectangle(made, (left, top + inset), (right, bottom - inset), (40, 40, 40), max(round((bottom - top) / 16), 1))
    return made


def curl(chance: Chance, picture: Picture, lines: Boxes) -> Picture:
    """Lines along waves, as on a sheet that does not lie flat."""
    return curled_sheet(chance, picture)[1]


WEAR: dict[str, Callable[[Chance, Picture, Boxes], Picture]] = {
    "shadow": shadow,
    "pale": pale,
    "faded": faded,
    "bleed": bleed,
    "coloured": coloured,
    "inverted": inverted,
    "ruled": ruled,
    "curl": curl,
}


def whole(values: Any) -> Picture:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def sheets(folder: Path, half: str, most: int) -> Iterator[Sheet]:
    with (folder / "truth.jsonl").open(encoding="utf-8") as rows:
        found = [json.loads(line) for line in rows]
    found = [row for row in found if row.get("pages", 1) == 1 and (row.get("lines") or row.get("entities"))]
    for row in [row for number, row in enumerate(found) if half == "all" or (number % 2 == 1) == (half == "odd")][: most or None]:
        pieces = row.get("lines") or row["entities"]
        picture = load(folder / row["file"]).pages[0].picture.pixels(200)
        boxes = np.array([piece["box"] for piece in pieces], dtype=np.float64).reshape(-1, 4).round().astype(np.int64)
        boxes = boxes.clip(0, (picture.shape[1], picture.shape[0]) * 2)
        yield Sheet(Path(row["file"]).name, picture, boxes, words(" ".join(piece["text"] for piece in pieces)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--half", choices=("odd", "even", "all"), default="all")
    parser.add_argument("--wear", default=",".join(WEAR))
    asked = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    engine = ocr.engine(asked.engine)
    for folder in asked.folders:
        counts: dict[str, NDArray[np.int64]] = {}
        done = 0
        for sheet in sheets(folder, asked.half, asked.most):
            done += 1
            for name in ("as it is", *asked.wear.split(",")):
                chance = Chance(f"{sheet.name}, {name}")
                picture = sheet.picture if name == "as it is" else WEAR[name](chance, sheet.picture, sheet.lines)
                read: dict[tuple[str, ...], Counter[str]] = {}
                for step, without in (("plain", frozenset(["light"])), ("evened", frozenset[str]())):
                    straight = straighten(picture, score_lines, without)
                    if straight.steps not in read:
                        read[straight.steps] = words(" ".join(word.text for word in engine.read(straight.image)))
                    have = read[straight.steps]
                    row = np.array([(sheet.want & have).total(), sheet.want.total(), have.total()])
                    counts[f"{name}, {step}"] = counts.get(f"{name}, {step}", np.zeros(3, np.int64)) + row
        print(f"{folder.name}: {done} documents, {asked.engine}")
        for name in ("as it is", *asked.wear.split(",")):
            shown = [2 * hit / max(want + have, 1) for hit, want, have in (counts[f"{name}, {step}"] for step in ("plain", "evened"))]
            print(f"  {name:10s} {shown[0]:.4f}  with the light evened {shown[1]:.4f}", flush=True)


if __name__ == "__main__":
    main()
