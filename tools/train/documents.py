"""The documents that the models learn from: made by our generator, and, where a data folder is given, SROIE and the FCC filings.

Each document is read once, by the reader that ships, and its readings are kept in a work folder: all models learn from the same ones.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.document import Document, Reading, Word
from extractor.errors import InputError
from extractor.geometry import Box
from tools.samples.language import HELD_OUT, TUNING

SEED = 20263  # of the made documents: another one than the benchmarks' and the samples'
ENGINE = "auto"
ADBUY = f"{Path(__file__).resolve().parents[1] / 'bench' / 'adbuy.py'}:Adbuy"


@dataclass(frozen=True, slots=True)
class Example:
    """A document as the models see it: its readings and its truth. `weight` is what one of its candidates counts in training."""

    source: str
    schema: str
    weight: float
    truth: Mapping[str, Any]
    readings: tuple[Reading, ...]

    @property
    def origin(self) -> str:
        """What it is from, whatever its condition: made invoices, made receipts, one of the real sets."""
        return "_".join(self.source.split("_")[: 2 if self.made else 1])

    @property
    def made(self) -> bool:
        """Of our generator."""
        return self.source.startswith("made_")

    @property
    def document(self) -> Document:
        """The document without its pages: what finding needs of it."""
        return Document(str(self.truth["file"]), "image", ())


@dataclass(frozen=True, slots=True)
class Made:
    """Documents of our generator: `count` of a kind in a condition."""

    kind: str
    condition: str
    count: int
    weight: float = 1.0
    half: str = TUNING  # of the generator's layouts, names and labels

    @property
    def name(self) -> str:
        return f"made_{self.kind}s_{self.condition}" + ("" if self.half == TUNING else "_held_out")


@dataclass(frozen=True, slots=True)
class _Set:
    """A set of the data folder; without `pictures` its transcripts stand for what is read."""

    name: str
    truth: str
    schema: str
    weight: float = 1.0
    pictures: bool = True


LEARNED = (
    _Set("sroie", "sroie/truth.jsonl", "receipt"),
    _Set("sroie_text", "sroie/truth_text_only.jsonl", "receipt", 0.7, pictures=False),
    _Set("fcc_adbuy", "fcc_adbuy/truth.jsonl", ADBUY),
)
SHOWN = (
    _Set("wildreceipt", "wildreceipt/truth.jsonl", "receipt"),
    _Set("facturx", "facturx/truth.jsonl", "invoice"),
    _Set("invoices_real", "invoices_real/truth.jsonl", "invoice"),
)

MADE = (
    Made("invoice", "clean", 300),
    Made("invoice", "scan", 50),
    Made("invoice", "photo", 20),
    Made("receipt", "clean", 400),
    Made("receipt", "scan", 40),
    Made("receipt", "photo", 30),
    Made("ticket", "clean", 80),  # for the confidences of repeated blocks: trees learn nothing from rows
    Made("ticket", "scan", 20),
)
HELD = (  # layouts, names and labels that no model learns from
    Made("invoice", "clean", 120, half=HELD_OUT),
    Made("invoice", "scan", 30, half=HELD_OUT),
    Made("receipt", "clean", 60, half=HELD_OUT),
    Made("receipt", "scan", 30, half=HELD_OUT),
)


@dataclass(frozen=True, slots=True)
class _Job:
    """One document to read: a made one by its number, or a file with its row of truth, or a transcript alone."""

    source: str
    schema: str
    weight: float
    kept: Path
    made: Made | None = None
    number: int = 0
    file: Path | None = None
    row: Mapping[str, Any] | None = None


def examples(
    work: Path, data: Path | None, *, made: Sequence[Made] = MADE, jobs: int = 2, tell: Callable[[str], None] = print
) -> list[Example]:
    """All documents, read; in the same order whatever the number of workers. What was read before is taken from `work`."""
    return _examples([*_made_jobs(work, made), *(_data_jobs(work, data, LEARNED) if data is not None else ())], jobs, tell)


def shown(work: Path, data: Path, *, made: Sequence[Made] = HELD, jobs: int = 2, tell: Callable[[str], None] = print) -> list[Example]:
    """Documents that nothing is trained on, to measure with."""
    return _examples([*_made_jobs(work, made), *_data_jobs(work, data, SHOWN)], jobs, tell)


def _examples(wanted: Sequence[_Job], jobs: int, tell: Callable[[str], None]) -> list[Example]:
    missing = [job for job in wanted if not job.kept.exists()]
    tell(f"{len(wanted)} documents, {len(missing)} of them to read")
    if jobs == 1:
        for job in missing:
            _read(job)
    elif missing:
        with ProcessPoolExecutor(jobs) as pool:
            for done, _ in enumerate(pool.map(_read, missing, chunksize=1), 1):
                if done % 100 == 0:
                    tell(f"  {done} of {len(missing)} read")
    return [example for job in wanted if (example := _kept(job.kept)) is not None]


def _kept(path: Path) -> Example | None:
    found: Example | None = pickle.loads(path.read_bytes())
    return found


def _made_jobs(work: Path, made: Sequence[Made]) -> Iterator[_Job]:
    for group in made:
        for number in range(group.count):
            kept = work / group.name / f"{number}.pickle"
            yield _Job(group.name, group.kind, group.weight, kept, made=group, number=number)


def _data_jobs(work: Path, data: Path, sets: Sequence[_Set]) -> Iterator[_Job]:
    """Those of the sets that are there."""
    for chosen in sets:
        truth = data / chosen.truth
        if truth.is_file():
            rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
            for row in sorted(rows, key=lambda row: str(row["file"])):
                kept = work / chosen.name / f"{Path(row['file']).name}.pickle"
                file = truth.parent / row["file"] if chosen.pictures else None
                yield _Job(chosen.name, chosen.schema, chosen.weight, kept, file=file, row=row)


def _read(job: _Job) -> None:
    from extractor.load import load
    from extractor.pipeline import Options
    from extractor.readings import read_pages
    from extractor.timing import Stopwatch
    from tools.samples.make import Order, make

    wishes = Options(engine=ENGINE)
    example: Example | None = None
    try:
        if job.made is not None:
            sample = make(Order(SEED, job.number, job.made.kind, job.made.condition, half=job.made.half))
            truth = {key: sample.row[key] for key in ("file", "schema", "fields", "language", "condition", "fields_at", "lines")}
            readings = read_pages(load(sample.data, name=sample.name), wishes, Stopwatch())
        else:
            assert job.row is not None
            truth = {key: value for key, value in job.row.items() if key != "words"}
            readings = (transcript(job.row["lines"]),) if job.file is None else read_pages(load(job.file), wishes, Stopwatch())
        example = Example(job.source, job.schema, job.weight, truth, readings)
    except InputError as refused:
        print(refused)
    job.kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = job.kept.with_suffix(".part")
    unfinished.write_bytes(pickle.dumps(example))
    unfinished.rename(job.kept)


def transcript(lines: Iterable[Mapping[str, Any]]) -> Reading:
    """Lines of text with boxes [left, top, right, bottom] in pixels as a reading; words share a line's width by their letters."""
    from extractor.layout import arrange

    lines = list(lines)
    width = max(line["box"][2] for line in lines) + 20
    height = max(line["box"][3] for line in lines) + 20
    words: list[Word] = []
    for line in lines:
        (left, top, right, bottom), text, at = line["box"], line["text"], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            share = (right - left) / len(text)
            words.append(Word(word, Box((left + share * start) / width, top / height, (left + share * at) / width, bottom / height)))
    wide, high = 400.0, 400.0 * height / width
    return Reading(1, wide, high, "transcript", arrange(words, (), wide, high))
