"""Makes extractor/straighten/turns.npz: the network that tells which way up a page is.

    python -m tools.train_turns FOLDER... [--pages N] [--half 0|1]

FOLDER holds upright pages (pictures and PDFs). Every second file, by name, is kept back for measuring.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.errors import InputError
from extractor.load import load
from extractor.straighten import turn, warp
from extractor.straighten.ink import find_ink
from extractor.straighten.skew import find_skew

HIDDEN = 96
GLANCES_A_PAGE = 120
WORN_COPIES = 3
SUFFIXES = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


def pages(folders: list[Path], half: int, most_pages: int) -> Iterator[NDArray[np.uint8]]:
    """The pictures of the files at even (half 0) or odd (half 1) places."""
    for folder in folders:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        for path in files[half::2]:
            try:
                for page in load(path).pages[:most_pages]:
                    yield page.picture.pixels(150)
            except InputError as refused:
                print(refused)


def level(image: NDArray[np.uint8], jitter: float) -> NDArray[np.uint8]:
    """The page made level but for `jitter` degrees."""
    skew = find_skew(find_ink(image))
    degrees = (skew.angle if skew.clear > 2 and abs(skew.angle) < 6 else 0.0) + jitter
    height, width = image.shape[:2]
    plane, wide, high = warp.rotation(width, height, degrees)
    return warp.apply(image, plane, round(wide), round(high), cv2.BORDER_REPLICATE)


def blurred(image: NDArray[np.uint8], deviation: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), deviation), dtype=np.uint8)


def worn(image: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The page as a fax, a small scan or a soft photo of it, or as it is."""
    kind = random.random()
    if kind < 0.35:
        scale = random.uniform(0.45, 0.7)
        grey = cv2.cvtColor(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(
            np.float32
        )
        two = np.where(grey + random.normal(0, 12, grey.shape) < random.uniform(140, 200), 0, 255).astype(np.uint8)
        speckle = random.random(two.shape)
        two[speckle < 0.002], two[speckle > 0.996] = 0, 255
        image = np.repeat(two[:, :, None], 3, axis=2)
        return blurred(image, 0.6) if random.random() < 0.5 else image
    if kind < 0.8:
        scale = random.uniform(0.5, 1.0)
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if random.random() < 0.5:
            image = blurred(image, random.uniform(0.3, 1.2))
        if random.random() < 0.3:
            image = np.clip(image + random.normal(0, random.uniform(3, 15), image.shape), 0, 255).astype(np.uint8)
    return image


LETTERS = "eeeeeeetttttaaaaaooooiiiinnnnssssrrrrhhhhlllddduuucccmmfwypvbgkjqxz"
MARKS = (":", ",", ".", "", "", "", "", "")


def set_pages(fonts: list[Path], count: int, random: np.random.Generator) -> Iterator[NDArray[np.uint8]]:
    """Pages of words that mean nothing, in the fonts given: forms and letters in capitals, in small letters, in figures."""
    for _ in range(count):
        sheet = Image.new("RGB", (850, 1100), "white")
        draw = ImageDraw.Draw(sheet)
        top = 40
        while top < 1040:
            font = ImageFont.truetype(str(fonts[random.integers(len(fonts))]), int(random.integers(11, 26)))
            style = random.choice(["upper", "lower", "title", "figures"], p=[0.35, 0.3, 0.2, 0.15])
            for _ in range(int(random.integers(2, 9))):
                left = int(random.choice([40, 40, 120, 400]))
                words = []
                for _ in range(int(random.integers(2, 12))):
                    length = int(random.integers(2, 10))
                    if style == "figures" or random.random() < 0.1:
                        word = f"{random.integers(0, 10**6) / 100:.2f}" if random.random() < 0.6 else str(random.integers(0, 10**length))
                    else:
                        word = getattr("".join(random.choice(list(LETTERS), length)), str(style))()
                    words.append(word + str(random.choice(MARKS)))
                draw.text((left, top), " ".join(words), fill=int(random.integers(0, 90)) * 0x010101, font=font)
                top += int(font.size * random.uniform(1.15, 1.9))
            top += int(random.integers(0, 40))
        yield np.array(sheet)


def examples(
    folders: list[Path], half: int, most_pages: int, fonts: list[Path], random: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Neighbourhoods of upright letters, and the page each is of."""
    seen, owners = [], []
    sources = chain(pages(folders, half, most_pages), set_pages(fonts, 120 if fonts else 0, random))
    for number, image in enumerate(sources):
        upright = level(image, 0.0)
        for _ in range(WORN_COPIES):
            turned = worn(upright, random)
            height, width = turned.shape[:2]
            plane, wide, high = warp.rotation(width, height, random.normal(0, 0.4))
            # Turned and turned back, so that no habit of the sampling can give the answer away.
            quarter = int(random.integers(0, 4))
            ink = find_ink(np.ascontiguousarray(np.rot90(warp.apply(turned, plane, round(wide), round(high)), -quarter)))
            if ink.letter:
                found = turn.neighbourhoods(ink.grey, ink.boxes, ink.letter * random.uniform(0.85, 1.2), GLANCES_A_PAGE)
                seen.append(np.ascontiguousarray(np.rot90(found, quarter, axes=(1, 2))))
                owners.append(np.full(len(found), number))
    return np.concatenate(seen), np.concatenate(owners)


def train(seen: NDArray[np.float32], random: np.random.Generator, epochs: int = 15) -> dict[str, NDArray[np.float32]]:
    inputs = square = turn.SIDE * turn.SIDE
    weights = {
        "first": random.normal(0, np.sqrt(2 / inputs), (inputs, HIDDEN)).astype(np.float32),
        "first_bias": np.zeros(HIDDEN, np.float32),
        "second": random.normal(0, np.sqrt(1 / HIDDEN), (HIDDEN, 4)).astype(np.float32),
        "second_bias": np.zeros(4, np.float32),
    }
    slow = {name: np.zeros_like(value) for name, value in weights.items()}
    spread = {name: np.zeros_like(value) for name, value in weights.items()}
    step, batch = 0, 256
    total = epochs * (len(seen) // batch)
    for _ in range(epochs):
        order = random.permutation(len(seen))
        for start in range(0, len(order) - batch + 1, batch):
            step += 1
            rate = 2e-3 * (0.5 + 0.5 * np.cos(np.pi * step / total))
            turns = random.integers(0, 4, batch)
            x = seen[order[start : start + batch]]
            x = np.stack([np.rot90(one, -k) for one, k in zip(x, turns, strict=True)]).reshape(batch, square)
            x = x + random.normal(0, 0.15, x.shape).astype(np.float32)
            hidden = np.maximum(x @ weights["first"] + weights["first_bias"], 0)
            kept = (random.random(hidden.shape) > 0.1).astype(np.float32) / np.float32(0.9)
            score = (hidden * kept) @ weights["second"] + weights["second_bias"]
            share = np.exp(score - score.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            share[np.arange(batch), turns] -= 1
            share /= batch
            back = (share @ weights["second"].T) * kept * (hidden > 0)
            slopes = {
                "second": (hidden * kept).T @ share,
                "second_bias": share.sum(axis=0),
                "first": x.T @ back + 1e-4 * weights["first"],
                "first_bias": back.sum(axis=0),
            }
            for name, slope in slopes.items():
                slow[name] = 0.9 * slow[name] + 0.1 * slope
                spread[name] = 0.999 * spread[name] + 0.001 * slope * slope
                correct = np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                weights[name] -= (rate * correct * slow[name] / (np.sqrt(spread[name]) + 1e-8)).astype(np.float32)
    return weights


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--pages", type=int, default=2, help="pages of one file at most")
    asked.add_argument("--half", type=int, default=0, choices=(0, 1))
    asked.add_argument("--fonts", nargs="*", type=Path, default=[], help="font files, or folders of them, to set pages in as well")
    asked.add_argument("--out", type=Path, default=Path("extractor/straighten/turns.npz"))
    options = asked.parse_args()
    random = np.random.default_rng(20)
    fonts = sorted(path for given in options.fonts for path in (given.rglob("*.[ot]tf") if given.is_dir() else [given]))
    seen, owners = examples(options.folders, options.half, options.pages, fonts, random)
    print(f"{len(seen)} neighbourhoods of {len(set(owners.tolist()))} pages")
    kept_back = owners % 5 == 4
    weights = train(seen[~kept_back], random)
    np.savez_compressed(options.out, **{name: value.astype(np.float16) for name, value in weights.items()})  # type: ignore[arg-type]
    turn._weights.cache_clear()
    right = float((turn.glances(seen[kept_back]).argmax(axis=1) == 0).mean())
    print(f"one glance is right in {right:.3f} of the pages kept back; {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
