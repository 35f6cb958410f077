"""One document from its order: drawn, worn if asked for, and its truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.samples.chance import Chance
from tools.samples.form import form
from tools.samples.invoice import invoice
from tools.samples.language import LANGUAGES, TUNING, Words, words
from tools.samples.paper import Mark, Paper
from tools.samples.receipt import receipt
from tools.samples.sheet import Sheet
from tools.samples.ticket import ticket

CONDITIONS = ("clean", "scan", "photo", "flat")
Maker = Callable[[Chance, Words], tuple[Sheet, str]]
MAKERS: Mapping[str, Maker] = {"form": form, "invoice": invoice, "receipt": receipt, "ticket": ticket}
SCAN_DPI, PHOTO_DPI = 200, 180
WEIGHTS = {"invoice": 5.0, "receipt": 3.0, "form": 1.0, "ticket": 1.0}


@dataclass(frozen=True, slots=True)
class Order:
    """Which document to make; None: drawn by chance. `number` is its number in the run."""

    seed: int
    number: int
    kind: str | None = None
    condition: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    half: str = TUNING
    dpi: int | None = None
    together: int = 1  # so many documents on one scan or photograph


@dataclass(frozen=True, slots=True)
class Sample:
    """A made document: its file name and bytes, its truth row, and its record in the schema's shape."""

    name: str
    data: bytes
    row: dict[str, Any]

    def record(self) -> dict[str, Any]:
        """The true record as `Model.model_dump(mode="json")` writes it."""
        from pydantic import BaseModel

        model: type[BaseModel] = _models()[self.row["schema"]]
        nested: dict[str, Any] = {}
        for path, value in self.row["fields"].items():
            at = nested
            *parents, leaf = path.split(".")
            for parent in parents:
                at = at.setdefault(parent, {})
            at[leaf] = value
        return model.model_validate(nested).model_dump(mode="json")


def make(order: Order) -> Sample:
    """Deterministic in the order. Raises ValueError on an unknown kind, condition or language."""
    chance = Chance(f"{order.seed}/{order.half}/{order.kind or 'any'}/{order.number}")
    kind = order.kind or chance.weighted({kind: WEIGHTS[kind] for kind in MAKERS})
    if kind not in MAKERS:
        raise ValueError(f"no kind of sample {kind!r}; there are {', '.join(MAKERS)}")
    condition = order.condition or chance.weighted({"clean": 4.0, "scan": 4.0, "photo": 2.0})
    if condition not in CONDITIONS:
        raise ValueError(f"no condition {condition!r}; there are {', '.join(CONDITIONS)}")
    language = chance.pick(order.languages)
    sheet, layout = MAKERS[kind](chance.fork("document"), words(language, order.half))
    name = f"{order.half[0]}{order.seed}_{kind}_{language}_{order.number:05d}"
    pdf = sheet.paper.pdf(name)
    row: dict[str, Any] = {
        "set": "samples",
        "schema": kind,
        "fields": sheet.truth(),
        "language": language,
        "layout": layout,
        "condition": condition,
    }
    row |= {"half": order.half, "face": sheet.paper.face.name, "pages": sheet.paper.pages}
    if condition == "clean":
        return Sample(f"{name}.pdf", pdf, {"file": f"docs/{name}.pdf", **row, **_marks(sheet.paper, None)})
    from tools.samples.wear import wear

    worn = wear(chance.fork("wear"), pdf, kind, condition, order.dpi or (SCAN_DPI if condition == "scan" else PHOTO_DPI))
    row["steps"] = list(worn.steps)
    return Sample(f"{name}{worn.suffix}", worn.data, {"file": f"docs/{name}{worn.suffix}", **row, **_marks(sheet.paper, worn.place)})


def _marks(paper: Paper, place: Callable[[int, tuple[float, float, float, float]], list[float]] | None) -> dict[str, Any]:
    """The transcription: `lines`, `words` and `fields_at` with boxes as fractions of the page, top left origin."""

    def box(page: int, points: tuple[float, float, float, float]) -> list[float]:
        fractions = (points[0] / paper.width, points[1] / paper.height, points[2] / paper.width, points[3] / paper.height)
        placed = place(page, fractions) if place else list(fractions)
        return [round(min(max(value, 0.0), 1.0), 5) for value in placed]

    by_line: dict[int, list[Mark]] = {}
    for mark in (mark for mark in paper.marks if mark.text):
        by_line.setdefault(mark.line, []).append(mark)
    lines = [
        {"text": _line_text(marks), "page": marks[0].page, "box": box(marks[0].page, _around([mark.box for mark in marks]))}
        for marks in by_line.values()
    ]
    found = [
        {"text": text, "page": marks[0].page, "box": box(marks[0].page, where)}
        for marks in by_line.values()
        for text, where in _line_words(marks)
    ]
    at: dict[str, list[dict[str, Any]]] = {}
    for mark in paper.marks:
        for name in (mark.field or "").split("+"):
            if name:
                at.setdefault(name, []).append({"text": mark.text, "page": mark.page, "box": box(mark.page, mark.box)})
    return {"lines": lines, "words": found, "fields_at": at}


def _line_text(marks: list[Mark]) -> str:
    """Runs joined with a space where they stood apart."""
    text = ""
    end = 0.0
    for mark in marks:
        height = mark.box[3] - mark.box[1]
        text += (" " if text and mark.box[0] - end > height * 0.12 else "") + mark.text
        end = mark.box[2]
    return text


def _line_words(marks: list[Mark]) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Words as they stand: pieces of two runs without a gap (a label and its colon) are one."""
    words: list[tuple[str, tuple[float, float, float, float]]] = []
    for text, where in (word for mark in marks for word in mark.words):
        if words and abs(where[0] - words[-1][1][2]) < (where[3] - where[1]) * 0.05:
            before, box = words.pop()
            words.append((before + text, _around([box, where])))
        else:
            words.append((text, where))
    return words


def _around(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


@cache
def _models() -> dict[str, Any]:
    from extractor.schemas.form import Form
    from extractor.schemas.invoice import Invoice
    from extractor.schemas.receipt import Receipt
    from extractor.schemas.ticket import Ticket

    return {"form": Form, "invoice": Invoice, "receipt": Receipt, "ticket": Ticket}


def make_together(order: Order) -> tuple[Sample, ...]:
    """Documents of one kind on one picture: samples of the same bytes, each with its own row, in the order in which they lie.

    A row's `file` is the picture's with the document's number behind a #, as records call it.
    """
    from tools.samples.together import laid
    from tools.samples.wear import picture_bytes, rendered

    chance = Chance(f"{order.seed}/{order.half}/{order.kind or 'any'}/{order.number}/together")
    kind = order.kind or chance.pick(("invoice", "receipt", "receipt"))
    condition = order.condition if order.condition in ("scan", "photo") else chance.pick(("scan", "scan", "photo"))
    language = chance.pick(order.languages)
    drawn: list[tuple[Sheet, str]] = []
    attempt = 0
    while len(drawn) < order.together:
        sheet, layout = MAKERS[kind](chance.fork(f"document {attempt}"), words(language, order.half))
        attempt += 1
        if sheet.paper.pages == 1:
            drawn.append((sheet, layout))
    name = f"{order.half[0]}{order.seed}_{kind}s_{language}_{order.number:05d}.jpg"
    pages = [rendered(sheet.paper.pdf(name), order.dpi or SCAN_DPI)[0] for sheet, _ in drawn]
    lying = laid(chance.fork("lay"), pages, receipts=kind == "receipt", condition=str(condition))
    data = picture_bytes(lying.picture, "JPEG", chance.randint(60, 92))
    samples = []
    for number, ((sheet, layout), place) in enumerate(zip(drawn, lying.places, strict=True), 1):
        row: dict[str, Any] = {"file": f"docs/{name}#{number}", "set": "samples", "schema": kind, "fields": sheet.truth()}
        row |= {"language": language, "layout": layout, "condition": condition, "half": order.half, "face": sheet.paper.face.name}
        row |= {"pages": 1, "sheets": order.together, "steps": list(lying.steps)}
        row |= _marks(sheet.paper, lambda _, box, place=place: place(box))  # type: ignore[misc]
        samples.append(Sample(name, data, row))
    return tuple(samples)


def write(order: Order, folder: Path) -> str:
    """Make a picture or PDF into `folder`/docs; returns the truth rows of its documents, a line of JSON each."""
    samples = (make(order),) if order.together == 1 else make_together(order)
    target = folder / "docs" / samples[0].name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(samples[0].data)
    return "\n".join(json.dumps(sample.row, ensure_ascii=False) for sample in samples)
