"""Turns and skews real pages by known amounts and tells how many come back upright and level, and at what cost.

    python -m tools.measure_straighten FOLDER... [--most N] [--half 0|1] [--show DIR]

FOLDER holds upright pages (pictures and PDFs; of a PDF the first page is taken). Level is told in two ways: by the angle left, beside
the page's own skew, which is what straightening finds on the untouched page; and by the lines of text as the OCR detector sees them there,
whose usual climb (the median by length) in the straightened picture should be none. On curled paper these are two things, and neither is
the angle, for its lines run at many: there a page is among its lines where no less than a quarter of them climbs and no less falls.
`--half 1` leaves out the files that tools/train_turns.py learned from.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.errors import InputError
from extractor.load import load
from extractor.straighten import Straightened, straighten, warp

MOST_SKEW = 5.0
RIGHT = 0.3  # degrees
LONG = 6.0  # times as long as high is a line that tells its angle
LEAST_LINES = 3  # of them tell the page's
SUFFIXES = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


def turned_by(result: Straightened, image: NDArray[np.uint8]) -> float:
    """Degrees clockwise by which the given picture was turned, by how the middle of the new one maps back."""
    (x0, y0), (x1, y1) = result.transform.point(0.5, 0.5), result.transform.point(0.5001, 0.5)
    across, down = (x1 - x0) * image.shape[1], (y1 - y0) * image.shape[0]
    return -math.degrees(math.atan2(down, across))


def lines_of(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The lines of text of an upright page, as the OCR detector sees them: x0, y0, x1, y1 in pixels (n x 4), left to right.

    Each runs along the middle of its map by least squares: what the detector's rectangles say of the angle is coarser."""
    from extractor.ocr.detector import DetectorSettings, detector_side, text_map

    height, width = image.shape[:2]
    seen = text_map(image, detector_side(image, DetectorSettings()))
    mask = (seen > DetectorSettings().threshold).astype(np.uint8)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    ys, xs = np.nonzero(mask)
    found = []
    order = np.argsort(labels[ys, xs], kind="stable")
    for part in np.split(order, np.searchsorted(labels[ys, xs][order], np.arange(2, count))):
        x, y = (xs[part] + 0.5) * width / seen.shape[1], (ys[part] + 0.5) * height / seen.shape[0]
        across = float(np.ptp(x)) if len(x) else 0.0
        tall = len(x) / float(np.ptp(xs[part]) + 1) * height / seen.shape[0] if len(x) else 0.0
        if across > LONG * max(tall, 1):
            slope, start = np.polyfit(x, y, 1)
            found.append((x.min(), start + slope * x.min(), x.max(), start + slope * x.max()))
    return np.array(found, dtype=np.float64).reshape(-1, 4)


def lean(lines: NDArray[np.float64], plane: warp.Plane, result: Straightened, given: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Degrees that lines of a page climb in what straightening made of the page moved by `plane`, and their lengths: n x 2."""
    back = np.linalg.inv(plane)
    height, width = result.image.shape[:2]
    inverse = result.transform.inverse()
    ends = []
    for x, y in lines.reshape(-1, 2):
        a, b, c = back @ (x, y, 1.0)
        u, v = inverse.point(a / c / given.shape[1], b / c / given.shape[0])
        ends.append((u * width, v * height))
    steps = np.diff(np.array(ends).reshape(-1, 2, 2), axis=1)[:, 0]
    angles = (np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) + 45) % 90 - 45
    return np.stack([angles, np.hypot(steps[:, 0], steps[:, 1])], axis=1)


def part(leans: NDArray[np.float64], share: float = 0.5) -> float:
    """The climb that this share of the lines, by length, does not reach; the median."""
    order = np.argsort(leans[:, 0])
    total = np.cumsum(leans[order, 1])
    return float(leans[order, 0][np.searchsorted(total, share * total[-1])])


def apart(a: float, b: float) -> float:
    return (a - b + 180) % 360 - 180


def moved(image: NDArray[np.uint8], plane: warp.Plane, width: int, height: int) -> NDArray[np.uint8]:
    """The page moved; about it is the usual colour of its own edge (its edge drawn out would be lines at the angle looked for)."""
    frame = np.concatenate((image[0], image[-1], image[:, 0], image[:, -1]))
    given = warp.apply(image, plane, width, height)
    cover = warp.apply(np.full(image.shape[:2], 255, np.uint8), plane, width, height, cv2.BORDER_CONSTANT)
    given[cover < 255] = np.median(frame, axis=0).astype(np.uint8)
    return given


def pages(folder: Path, half: int | None, most: int) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    for path in (files if half is None else files[half::2])[:most]:
        try:
            yield path.name, load(path).pages[0].picture.pixels(150)
        except InputError as refused:
            print(refused)


def score_lines(crops: Sequence[NDArray[np.uint8]]) -> list[float]:
    from extractor.ocr.recogniser import probabilities, sureness

    return [sureness(probabilities(crop, quick=True)) for crop in crops]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--most", type=int, default=1000, help="files of one folder at most")
    asked.add_argument("--half", type=int, choices=(0, 1), help="only the files at even or odd places")
    asked.add_argument("--reader", action="store_true", help="ask the recogniser where letters leave doubt")
    asked.add_argument("--show", type=Path, help="folder for pictures of the failures")
    options = asked.parse_args()
    random = np.random.default_rng(7)
    table: dict[str, list[tuple[bool, float, float, float, bool]]] = defaultdict(list)
    for folder in options.folders:
        name = folder.parent.name if folder.name == "docs" else folder.name
        for file, image in pages(folder, options.half, options.most):
            own = apart(turned_by(straighten(image), image), 0)
            turns, skew = int(random.integers(0, 4)), float(random.uniform(-MOST_SKEW, MOST_SKEW))
            height, width = image.shape[:2]
            plane, wide, high = warp.rotation(width, height, 90 * turns + skew)
            given = moved(image, plane, round(wide), round(high))
            began = time.process_time()
            result = straighten(given, score_lines if options.reader else None)
            spent = time.process_time() - began
            rest = apart(turned_by(result, given) + 90 * turns + skew, 0)
            upright = abs(rest) < 45
            error = abs(apart(rest, own) + 45) % 90 - 45
            lines = lines_of(image)
            leans = lean(lines, plane, result, given)
            told = len(lines) >= LEAST_LINES
            left = part(leans) if told else error
            among = part(leans, 0.25) - RIGHT <= 0 <= part(leans, 0.75) + RIGHT if told else abs(error) <= RIGHT
            spread = float(np.average(np.abs(leans[:, 0] - left), weights=leans[:, 1])) if told else 0.0
            table[name].append((upright, abs(error), spent, abs(left), among))
            if not upright or abs(error) > RIGHT or not among:
                print(f"{name} {file}: turned {turns} x 90 and {skew:.2f}, own {own:.2f}, left {rest:.2f}, steps {result.steps}; ", end="")
                print(f"{len(lines)} lines climb {left:.2f}, {spread:.2f} apart")
                if options.show:
                    options.show.mkdir(parents=True, exist_ok=True)
                    small = cv2.resize(result.image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
                    cv2.imwrite(str(options.show / f"{name}-{Path(file).stem[:40]}.jpg"), small[:, :, ::-1])
    rows = {**table, "all": [row for rows in table.values() for row in rows]}
    print(f"{'set':<16}{'pages':>6}{'upright':>9}{'level':>8}{'median':>8}{'CPU s':>8}{'lines level':>12}{'median':>8}{'among':>8}")
    for name, found in rows.items():
        numbers = np.array(found, dtype=np.float64)  # upright, error, seconds
        upright, turned_back, level = numbers[:, 0].mean(), (numbers[:, 1] <= RIGHT).mean(), (numbers[:, 3] <= RIGHT).mean()
        error, seconds, left = np.median(numbers[:, 1]), numbers[:, 2].mean(), np.median(numbers[:, 3])
        row = f"{name:<16}{len(found):>6}{upright:>9.3f}{turned_back:>8.3f}{error:>8.3f}{seconds:>8.3f}"
        print(f"{row}{level:>12.3f}{left:>8.3f}{numbers[:, 4].mean():>8.3f}")


if __name__ == "__main__":
    main()
