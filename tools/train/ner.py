"""The spaCy pipeline that names organisations, addresses, persons, products and references in the heads of documents.

Texts are heads of documents as a reader gives them: of our generator, with made slips of reading, and of SROIE as our reader read
it. `ner.cfg` beside this file is the whole recipe of the model; the seed is fixed.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.find.parties.entities import ADDRESS, ORGANISATION, PERSON, PRODUCT, REFERENCE
from extractor.find.parties.head import head_texts
from tools.samples.make import Order, make
from tools.train.answers import vendor
from tools.train.documents import SEED, Example

CONFIG = Path(__file__).with_name("ner.cfg")
HEAD = 16  # lines of a made document's head
MADE = (("receipt", 900), ("invoice", 250))  # documents of the generator, other ones than the scorer learns from
FIRST = 10_000  # their numbers begin here
KEPT_BACK = 12  # one made document, and one vendor of the real ones, in so many is kept back
AFTER = 3  # lines of a receipt after its name and address: what follows has goods and numbers that nobody labelled
ALIKE = 88.0  # 0..100: how like a stretch of a page must be to the truth to be it

_REFERENCE = re.compile(r"(?:_number|reference|tax_id|vat_id|iban|item_code)$")


@dataclass(frozen=True, slots=True)
class Head:
    """Text of lines, and its entities as (start, end, label). What is kept back measures what the others have taught."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    kept_back: bool = False


def label_of(path: str) -> str | None:
    """The entity that a field's value is; None for what is none."""
    leaf = path.rsplit(".", 1)[-1]
    if ".address" in path:
        return ADDRESS
    if leaf in ("contact", "contact_name", "passenger", "clerk"):
        return PERSON
    if leaf == "name":
        return ORGANISATION
    if leaf == "description":
        return PRODUCT
    return REFERENCE if _REFERENCE.search(path) else None


def made_heads(kind: str, count: int, chance: random.Random) -> Iterator[Head]:
    """Heads of made documents, two in three with slips."""
    for number in range(FIRST, FIRST + count):
        row = make(Order(SEED, number, kind, "clean")).row
        lines = sorted((line for line in row["lines"] if line["page"] == 1), key=lambda line: (round(line["box"][1], 2), line["box"][0]))
        marks = [
            (mark["box"], mark["text"], label)
            for path, found in row["fields_at"].items()
            if (label := label_of(path)) is not None
            for mark in found
            if mark["page"] == 1 and mark["text"]
        ]
        rate, upper = chance.choice((0.0, 0.01, 0.03)), chance.random() < 0.25
        text, spans = "", []
        for line in lines[:HEAD]:
            for piece, label in _pieces(line, marks):
                worn = slips(piece.upper() if upper else piece, rate, chance)
                if label is not None and worn.strip():
                    spans.append((len(text) + len(worn) - len(worn.lstrip()), len(text) + len(worn.rstrip()), label))
                text += worn
            text += "\n"
        yield Head(text, tuple(_joined(text, spans)), number % KEPT_BACK == 0)


def _pieces(line: Mapping[str, Any], marks: Sequence[tuple[list[float], str, str]]) -> Iterator[tuple[str, str | None]]:
    """A line cut into values with their label and what stands between."""
    left, top, right, bottom = line["box"]
    text, found = line["text"], []
    for box, value, label in marks:
        if top - 1e-4 <= (box[1] + box[3]) / 2 <= bottom + 1e-4 and left - 1e-3 <= (box[0] + box[2]) / 2 <= right + 1e-3 and value in text:
            at = text.index(value)
            found.append((at, at + len(value), label))
    end = 0
    for start, stop, label in sorted(found):
        if start >= end:
            yield text[end:start], None
            yield text[start:stop], label
            end = stop
    yield text[end:], None


def _joined(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Parts of one address as one: with nothing but signs between them."""
    kept: tuple[int, int, str] | None = None
    for span in spans:
        if kept is not None and span[2] == kept[2] == ADDRESS and not any(c.isalnum() for c in text[kept[1] : span[0]]):
            kept = kept[0], span[1], ADDRESS
            continue
        if kept is not None:
            yield kept
        kept = span
    if kept is not None:
        yield kept


_SLIPS = {"0": "O", "O": "0", "o": "0", "1": "l", "l": "1", "I": "l", "i": "l", "5": "S", "S": "5", "8": "B", "B": "8", "G": "6"}
_SLIPS |= {"Z": "2", "m": "rn", "é": "e", "ü": "u", "ö": "o", "ä": "a", "ł": "l", "ñ": "n", ",": ".", ".": ",", "-": "", "E": "F"}


def slips(text: str, rate: float, chance: random.Random) -> str:
    """The text with mistakes of reading: letters taken for others, spaces lost and found, stops lost."""
    worn = []
    for character in text:
        if chance.random() >= rate:
            worn.append(character)
        elif character == " ":
            worn.append("")
        elif chance.random() < 0.6:
            worn.append(_SLIPS.get(character, character))
        else:
            worn.append(chance.choice(("", character + " ", character.swapcase())))
    return "".join(worn)


def read_heads(examples: Iterable[Example]) -> Iterator[Head]:
    """Heads of receipts that were read, labelled where their true name and address stand; those where one is not found are left out."""
    for example in examples:
        fields, lines = example.truth["fields"], head_texts(example.readings)
        if not lines or not fields.get("merchant.name") or not fields.get("merchant.address"):
            continue
        text = "\n".join(lines) + "\n"
        name, address = place(text, str(fields["merchant.name"])), place(text, str(fields["merchant.address"]))
        if name is None or address is None or (name[0] < address[1] and address[0] < name[1]):
            continue
        end = max(name[1], address[1])
        for _ in range(AFTER):
            end = text.find("\n", end) + 1 or len(text)
        text = text[:end]
        kept_back = sum(map(ord, vendor(example))) % KEPT_BACK == 0
        yield Head(text, tuple(sorted(((*name, ORGANISATION), (*address, ADDRESS)))), kept_back)


def place(text: str, value: str) -> tuple[int, int] | None:
    """Where a value stands in a text, letters and digits alone compared; None where nothing is like it."""
    from rapidfuzz import fuzz

    at = [i for i, c in enumerate(text) if c.isalnum()]
    here, sought = "".join(text[i].casefold()[0] for i in at), "".join(c.casefold()[0] for c in value if c.isalnum())
    found = fuzz.partial_ratio_alignment(sought, here, score_cutoff=ALIKE) if len(sought) <= len(here) and sought else None
    if found is None or found.dest_end <= found.dest_start:
        return None
    return at[found.dest_start], at[found.dest_end - 1] + 1


def train(heads: Sequence[Head], out: Path, steps: int | None = None) -> dict[str, float]:
    """Train on the heads, write the pipeline to `out`, and return F1 by label on those kept back."""
    import spacy
    from spacy.cli.train import train as run
    from spacy.tokens import DocBin
    from spacy.training import Example as Labelled
    from spacy.util import filter_spans

    blank = spacy.blank("xx")

    def labelled(head: Head) -> Any:
        document = blank(head.text)
        spans = [document.char_span(start, end, label, alignment_mode="expand") for start, end, label in head.spans]
        document.ents = filter_spans(_trimmed(span) for span in spans if span is not None and span.text.strip())
        return document

    kept_back = [labelled(head) for head in heads if head.kept_back]
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("train", [labelled(head) for head in heads if not head.kept_back]), ("dev", kept_back)):
            DocBin(docs=part).to_disk(Path(folder) / f"{name}.spacy")
        given = {"paths.train": f"{folder}/train.spacy", "paths.dev": f"{folder}/dev.spacy"}
        run(CONFIG, Path(folder) / "made", overrides=given | ({"training.max_steps": steps} if steps else {}))
        shutil.rmtree(out, ignore_errors=True)
        pipeline = spacy.load(Path(folder) / "made" / "model-last")
        scores = pipeline.evaluate([Labelled(blank(document.text), document) for document in kept_back])
        # Where its texts lay is of no use to anybody.
        pipeline.config["paths"] = dict.fromkeys(pipeline.config["paths"])
        pipeline.to_disk(out)
    return {"all": scores["ents_f"], **{label: found["f"] for label, found in sorted((scores["ents_per_type"] or {}).items())}}


def _trimmed(span: Any) -> Any:
    """Without white space at its ends, which no entity may have."""
    while len(span) > 1 and span[0].is_space:
        span = span.doc.char_span(span[1].idx, span.end_char, span.label_)
    while len(span) > 1 and span[-1].is_space:
        span = span.doc.char_span(span.start_char, span[-2].idx + len(span[-2]), span.label_)
    return span


def heads(examples: Sequence[Example], made: Sequence[tuple[str, int]] = MADE) -> list[Head]:
    """All that the pipeline learns from, shuffled with a fixed seed."""
    chance = random.Random(SEED)
    found = [head for kind, count in made for head in made_heads(kind, count, chance)]
    real = list(read_heads(example for example in examples if example.source.startswith("sroie")))
    found += [*real, *(head for head in real if not head.kept_back)]  # real ones are few: what is learned from counts twice
    chance.shuffle(found)
    return found
