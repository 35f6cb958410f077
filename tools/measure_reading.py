"""Measure how well and how dearly pages are read: word F1 and CPU seconds, engine beside engine, in one run.

    python tools/measure_reading.py DATA SET [--engines rapidocr-peer,tesseract-6,rapidocr,auto] [--half even|odd|all] [--limit N]

DATA is a folder of sets with `truth.jsonl` and `docs/`. SET is clean (facturx and fcc_adbuy pages with a text layer, rendered at 200
dpi; their text layer is the truth), or a folder in DATA: sroie, funsd (pictures with human transcripts), or what
`python -m tools.samples` made (first pages). Even pages are for tuning, odd ones for reporting. A word is a run of letters and digits,
case folded; words are compared as multisets over the whole set.

Engines: ours by name; `rapidocr-peer` is the class of that package with its defaults on one thread, `tesseract-3`, `tesseract-4` ... are
Tesseract alone with that page segmentation mode; `tesseract+regions` is an engine as `extractor run` uses it: the page straightened, cut to
regions, its language told.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.ocr import OcrEngine

WORD = re.compile(r"[^\W_]+")
DPI = 200

Reader = Callable[[NDArray[np.uint8]], str]


@dataclass(frozen=True)
class Sample:
    """A page's picture (H x W x 3, RGB), its true text, and the field values that should stand in the text."""

    name: str
    image: NDArray[np.uint8]
    text: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Score:
    """Counts over a set."""

    pages: int = 0
    hit: int = 0
    expected: int = 0
    found: int = 0
    cpu: float = 0.0
    fields: int = 0
    fields_found: int = 0
    by_field: Counter[str] = field(default_factory=Counter)

    def add(self, sample: Sample, text: str, cpu: float) -> None:
        want, have = words(sample.text), words(text)
        self.pages += 1
        self.hit += (want & have).total()
        self.expected += want.total()
        self.found += have.total()
        self.cpu += cpu
        plain = letters(text)
        for name, value in sample.fields.items():
            self.fields += 1
            stands = letters(value) in plain
            self.fields_found += stands
            self.by_field[name] += not stands

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(self.expected + self.found, 1)

    def __str__(self) -> str:
        row = (
            f"{self.pages:4d} pages  recall {self.hit / max(self.expected, 1):.4f}  precision {self.hit / max(self.found, 1):.4f}  "
            f"f1 {self.f1:.4f}  cpu {self.cpu / max(self.pages, 1):.3f} s a page"
        )
        if self.fields:
            row += f"  fields {self.fields_found / self.fields:.4f} missing {dict(self.by_field)}"
        return row


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.casefold()))


def letters(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))


def cpu_seconds() -> float:
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def samples(data: Path, name: str, half: str, limit: int) -> Iterator[Sample]:
    made = clean_pages(data) if name == "clean" else picture_pages(data, name)
    chosen = (make for number, make in enumerate(made) if half == "all" or number % 2 == (half == "odd"))
    for number, make in enumerate(chosen):
        if limit and number >= limit:
            return
        yield make()


def picture_pages(data: Path, name: str) -> Iterator[Callable[[], Sample]]:
    import cv2

    from extractor.load import load

    for row in rows(data / name / "truth.jsonl"):
        path = data / name / row["file"]

        def make(row: dict[str, Any] = row, path: Path = path) -> Sample:
            if path.suffix == ".pdf":
                image: Any = load(path).pages[0].picture.pixels(DPI)
            else:
                image = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
            if image is None:
                raise SystemExit(f"{path} cannot be read")
            pieces = [piece for piece in row.get("lines") or row.get("entities") or [] if piece.get("page", 1) == 1]
            return Sample(path.name, image.astype(np.uint8), "\n".join(piece["text"] for piece in pieces), labels(row))

        yield make


def labels(row: dict[str, Any]) -> dict[str, str]:
    """The labelled values as they were annotated, where they are single values."""
    if row["set"] != "sroie":
        return {}
    given, noted = row["fields"], row.get("labels", {})
    found = {
        "merchant.name": given.get("merchant.name"),
        "merchant.address": given.get("merchant.address"),
        "date": noted.get("date_text"),
        "total": noted.get("total_text"),
    }
    return {name: value for name, value in found.items() if value}


def clean_pages(data: Path) -> Iterator[Callable[[], Sample]]:
    for name in ("facturx", "fcc_adbuy"):
        for row in rows(data / name / "truth.jsonl"):
            path = data / name / row["file"]
            if path.suffix.lower() == ".pdf" and row.get("kind", "digital") == "digital":
                yield lambda path=path: clean_page(path)  # type: ignore[misc]


def clean_page(path: Path) -> Sample:
    """The first page, rendered, with the words of its text layer that lie on the page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    page = document[0]
    text = page.get_textpage().get_text_bounded()
    scale = min(DPI / 72, 4000 / max(page.get_size()))
    image = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3]
    return Sample(path.name, np.ascontiguousarray(image), text)


def rows(path: Path) -> list[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def reader(name: str) -> Reader:
    if name == "rapidocr-peer":
        return peer()
    from extractor.ocr import engine
    from extractor.ocr.tesseract import TesseractEngine

    if name.endswith("+regions"):
        return in_regions(engine(name.removesuffix("+regions")))
    mode = name.removeprefix("tesseract-")
    ours = TesseractEngine(page_mode=int(mode)) if mode.isdigit() else engine(name)
    return lambda image: " ".join(word.text for word in ours.read(image))


def in_regions(engine: OcrEngine) -> Reader:
    from extractor.language import PagesOfOneDocument
    from extractor.layout import regions_in_picture
    from extractor.straighten import straighten

    def read(image: NDArray[np.uint8]) -> str:
        straight = straighten(image).image
        return " ".join(word.text for word in PagesOfOneDocument(None).read(engine, straight, regions_in_picture(straight)))

    return read


def peer() -> Reader:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(image: NDArray[np.uint8]) -> str:
        lines: Any = engine(image[:, :, ::-1])
        return "\n".join(lines.txts or ())

    return read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("set", help="sroie, funsd, clean, or another folder in DATA")
    parser.add_argument("--engines", default="rapidocr-peer,tesseract-6,rapidocr,auto")
    parser.add_argument("--half", choices=["even", "odd", "all"], default="even")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--save", type=Path, help="what was read, as JSON Lines")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    readers = {name: reader(name) for name in asked.engines.split(",")}
    scores = {name: Score() for name in readers}
    blank = np.full((64, 256, 3), 255, np.uint8)
    for read in readers.values():
        read(blank)  # loading the models is paid once a process, not once a page
    kept = []
    for sample in samples(asked.data, asked.set, asked.half, asked.limit):
        for name, read in readers.items():
            before = cpu_seconds()
            text = read(sample.image)
            cpu = cpu_seconds() - before
            scores[name].add(sample, text, cpu)
            kept.append({"engine": name, "source": sample.name, "text": text, "cpu": round(cpu, 3)})
    for name, score in scores.items():
        print(f"{asked.set} {asked.half}  {name:16s} {score}")
    if asked.save:
        asked.save.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
