"""What each step of straightening gains: pages read with all steps and without one of them, words against the truth.

    python -m tools.measure_steps FOLDER... [--without STEP,STEP] [--engine rapidocr] [--most N] [--half odd|even|all] [--lines]

FOLDER holds `truth.jsonl`, whose rows name a `file` and its `lines` or `words`; documents of one page are taken. For each set of
steps left out it prints words (runs of letters and digits, case folded, as a multiset; where the truth has `words` without spaces: those
that stand in the text read) and the CPU seconds of straightening alone.
Where steps without that one make the same picture, it is read once.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor import ocr
from extractor.load import load
from extractor.straighten import straighten

WORD = re.compile(r"[^\W_]+")
RENDERED = 200.0  # dots an inch of PDF pages


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.casefold()))


def stands_in(pieces: Counter[str], text: str) -> Counter[str]:
    """Those of the pieces (words written together in the truth) that stand in a text, spaces apart."""
    plain = "".join(WORD.findall(text.casefold()))
    return Counter({piece: count for piece, count in pieces.items() if piece in plain})


def pages(folder: Path, half: str, most: int) -> Iterator[tuple[str, NDArray[np.uint8], Counter[str], bool]]:
    """(name, picture, true words, whether these are written together), one document after the other."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as rows:
        for number, row in enumerate([json.loads(line) for line in rows][: most or None]):
            pieces = row.get("lines") or row.get("words") or row.get("entities") or []
            if not pieces or row.get("pages", 1) != 1 or (half != "all" and (number % 2 == 1) != (half == "odd")):
                continue
            picture = load(folder / row["file"]).pages[0].picture.pixels(RENDERED)
            glued = "lines" not in row and "words" in row
            texts = ["".join(WORD.findall(piece["text"].casefold())) for piece in pieces]
            want = Counter(filter(None, texts)) if glued else words(" ".join(piece["text"] for piece in pieces))
            yield Path(row["file"]).name, picture, want, glued


def score_lines(crops: Sequence[NDArray[np.uint8]]) -> list[float]:
    from extractor.ocr.recogniser import probabilities, sureness

    return [sureness(probabilities(crop, quick=True)) for crop in crops]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", default="sheet,borders,light", help="steps that are left out, one at a time")
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--half", choices=("odd", "even", "all"), default="all")
    parser.add_argument("--acted", action="store_true", help="read only documents on which one of the steps left out acts")
    parser.add_argument("--lines", action="store_true", help="a line for each document")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    engine = ocr.engine(asked.engine)
    variants: list[frozenset[str]] = [frozenset(), *(frozenset([name]) for name in asked.without.split(",") if name)]
    for folder in asked.folders:
        counts = {variant: [0, 0, 0] for variant in variants}  # hit, expected, found
        acted: Counter[str] = Counter()
        seconds, done = 0.0, 0
        for name, picture, want, glued in pages(folder, asked.half, asked.most):
            begun = time.process_time()
            every = straighten(picture, score_lines, frozenset())
            seconds += time.process_time() - begun
            done += 1
            acted.update(step.split()[0] for step in every.steps)
            others = [straighten(picture, score_lines, variant) for variant in variants[1:]]
            if asked.acted and all(other.steps == every.steps for other in others):
                continue
            read: dict[tuple[str, ...], Counter[str]] = {}
            shown = []
            for variant, straight in zip(variants, [every, *others], strict=True):
                if straight.steps not in read:
                    text = " ".join(word.text for word in engine.read(straight.image))
                    read[straight.steps] = words(text) if not glued else stands_in(want, text)
                have = read[straight.steps]
                for at, number in enumerate(((want & have).total(), want.total(), have.total())):
                    counts[variant][at] += number
                shown.append(f"{2 * (want & have).total() / max(want.total() + have.total(), 1):.3f}")
            if asked.lines:
                print(f"  {name[:40]:40s} {' '.join(shown)}  {', '.join(every.steps)}", flush=True)
        print(f"{folder.name}: {done} documents, straightening {seconds / max(done, 1):.3f} CPU s each; steps that acted: {dict(acted)}")
        for variant, (hit, expected, found) in counts.items():
            told = f"without {', '.join(variant)}" if variant else "all steps"
            recall, precision = hit / max(expected, 1), hit / max(found, 1)
            print(f"  {told:20s} recall {recall:.4f}  precision {precision:.4f}  f1 {2 * hit / max(expected + found, 1):.4f}", flush=True)


if __name__ == "__main__":
    main()
