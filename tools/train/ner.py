"""The spaCy pipeline that names organisations, addresses, persons, products and references in the heads of receipts, line by line.

Texts are heads of shops that never were (shop_heads.py), with made slips of reading, and those of SROIE as our reader read them.
`ner.cfg` beside this file is the whole recipe of the model; the seed is fixed.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.find.parties.entities import ADDRESS, GOES_ON, ORGANISATION
from extractor.find.parties.head import head_texts
from tools.train.answers import vendor
from tools.train.documents import SEED, Example
from tools.train.shop_heads import Span, shop_heads

CONFIG = Path(__file__).with_name("ner.cfg")
SHOPS = 18000  # made heads
KEPT_BACK = 12  # one made head, and one vendor of the real ones, in so many is kept back
AFTER = 3  # lines of a receipt after its name and address: what follows has goods and numbers that nobody labelled
ALIKE = 88.0  # 0..100: how like a stretch of a page must be to the truth to be it
LIKELY = 0.5  # probability from which a line is said to be of a label
MOST = 0.5  # of a line's letters, that an entity must have for the line to be of its kind
SLIPS = (0.0, 0.0, 0.01, 0.02, 0.05)  # of a text's letters that are misread
GLUED, LOST = 0.06, 0.8  # of the texts, that have lost spaces; of their spaces


@dataclass(frozen=True, slots=True)
class Head:
    """Text of lines, and its entities as (start, end, label). What is kept back measures what the others have taught."""

    text: str
    spans: tuple[Span, ...]
    kept_back: bool = False


def made_heads(count: int, chance: random.Random) -> Iterator[Head]:
    """Heads of shops that never were, as a reader may read them."""
    for number, (text, spans) in enumerate(shop_heads(count, SEED)):
        yield Head(*worn(text, spans, chance), number % KEPT_BACK == 0)


_SLIPS = {"0": "O", "O": "0", "o": "0", "1": "l", "l": "1", "I": "l", "i": "l", "5": "S", "S": "5", "8": "B", "B": "8", "G": "6"}
_SLIPS |= {"Z": "2", "m": "rn", "é": "e", "ü": "u", "ö": "o", "ä": "a", "ł": "l", "ñ": "n", ",": ".", ".": ",", "-": "", "E": "F"}


def worn(text: str, spans: Iterable[Span], chance: random.Random) -> tuple[str, tuple[Span, ...]]:
    """The text with mistakes of reading, letters taken for others, spaces lost and found, stops lost, and where its entities are then."""
    rate, glued = chance.choice(SLIPS), chance.random() < GLUED
    pieces = [
        character if character == "\n" else slips(character, LOST if glued and character == " " else rate, chance) for character in text
    ]
    at = [0]
    for piece in pieces:
        at.append(at[-1] + len(piece))
    return "".join(pieces), tuple((at[start], at[end], label) for start, end, label in spans if at[end] > at[start])


def slips(text: str, rate: float, chance: random.Random) -> str:
    """The text with so many of its letters misread."""
    read = []
    for character in text:
        if chance.random() >= rate:
            read.append(character)
        elif character == " ":
            read.append("")
        elif chance.random() < 0.6:
            read.append(_SLIPS.get(character, character))
        else:
            read.append(chance.choice(("", character + " ", character.swapcase())))
    return "".join(read)


def read_heads(examples: Iterable[Example]) -> Iterator[Head]:
    """Heads of receipts that were read, from the line of their name on: what stands over it is labelled by nobody. Labelled where their
    true name and address stand; those where one is not found are left out."""
    for example in examples:
        fields, lines = example.truth["fields"], head_texts(example.readings)
        if not lines or not fields.get("merchant.name") or not fields.get("merchant.address"):
            continue
        text = "\n".join(lines) + "\n"
        name, address = place(text, str(fields["merchant.name"])), place(text, str(fields["merchant.address"]))
        if name is None or address is None or (name[0] < address[1] and address[0] < name[1]):
            continue
        begin, end = text.rfind("\n", 0, min(name[0], address[0])) + 1, max(name[1], address[1])
        for _ in range(AFTER):
            end = text.find("\n", end) + 1 or len(text)
        kept_back = sum(map(ord, vendor(example))) % KEPT_BACK == 0
        spans = ((name[0] - begin, name[1] - begin, ORGANISATION), (address[0] - begin, address[1] - begin, ADDRESS))
        yield Head(text[begin:end], tuple(sorted(spans)), kept_back)


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
    """Train on the heads, write the pipeline to `out`, and return F1 of the lines by label on those kept back."""
    import spacy
    from spacy.cli.train import train as run
    from spacy.strings import StringStore
    from spacy.tokens import DocBin

    import extractor.find.parties.entity_lines  # noqa: F401  a part of the pipeline is registered there

    blank = spacy.blank("xx")
    kept_back = [_labelled(blank, head) for head in heads if head.kept_back]
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("train", [_labelled(blank, head) for head in heads if not head.kept_back]), ("dev", kept_back)):
            DocBin(docs=part).to_disk(Path(folder) / f"{name}.spacy")
        given = {"paths.train": f"{folder}/train.spacy", "paths.dev": f"{folder}/dev.spacy"}
        run(CONFIG, Path(folder) / "made", overrides=given | ({"training.max_steps": steps} if steps else {}))
        shutil.rmtree(out, ignore_errors=True)
        pipeline = spacy.load(Path(folder) / "made" / "model-last")
        scores = _scores(pipeline, kept_back)
        # Where its texts lay is of no use to anybody.
        pipeline.config["paths"] = dict.fromkeys(pipeline.config["paths"])
        pipeline.to_disk(out)
    StringStore(sorted(name for label in scores.keys() - {"all"} for name in (label, label + GOES_ON))).to_disk(
        out / "vocab" / "strings.json"
    )  # words are hashes
    return scores


def _scores(pipeline: Any, kept_back: Sequence[Any]) -> dict[str, float]:
    """F1 of the lines by label, and of all: a line is of the labels that are likelier than not."""
    from extractor.find.parties.entity_lines import SPANS

    right, said, true = Counter[str](), Counter[str](), Counter[str]()
    for document in kept_back:
        read = pipeline(document.text)  # held: spans do not hold it
        spans = read.spans[SPANS]
        found = {
            (span.start, span.label_.rstrip(GOES_ON)) for span, score in zip(spans, spans.attrs["scores"], strict=True) if score > LIKELY
        }
        known = {(span.start, span.label_.rstrip(GOES_ON)) for span in document.spans[SPANS]}
        for counted, these in ((right, found & known), (said, found), (true, known)):
            counted.update(label for _, label in these)
    labels = {"all": tuple(true), **{label: (label,) for label in sorted(true)}}
    total = {name: [sum(counted[label] for label in of) for counted in (right, said, true)] for name, of in labels.items()}
    return {name: 2 * hit / (all_said + all_true) for name, (hit, all_said, all_true) in total.items()}


def _labelled(blank: Any, head: Head) -> Any:
    """A head as spaCy learns from it: of what kind each line is."""
    from spacy.tokens import Span as Marked

    from extractor.find.parties.entity_lines import SPANS, lines_of

    document = blank(head.text)
    lines = [(first, last, _kind(head, document[first:last])) for first, last in lines_of(document)]
    document.spans[SPANS] = [Marked(document, first, last, label=kind) for first, last, kind in lines if kind is not None]
    return document


def _kind(head: Head, line: Any) -> str | None:
    """What the better part of a line is, with GOES_ON where it began before; None for what is nothing."""

    def letters(start: int, end: int) -> int:
        return sum(map(str.isalnum, head.text[start:end])) if end > start else 0

    shares = [(letters(max(start, line.start_char), min(end, line.end_char)), start, label) for start, end, label in head.spans]
    share, start, label = max(shares, default=(0, 0, ""), key=lambda found: found[0])
    if share == 0 or share < MOST * letters(line.start_char, line.end_char):
        return None
    return label + (GOES_ON if start < line.start_char else "")


def heads(examples: Sequence[Example], made: int = SHOPS) -> list[Head]:
    """All that the pipeline learns from, shuffled with a fixed seed."""
    chance = random.Random(SEED)
    real = list(read_heads(example for example in examples if example.source.startswith("sroie")))
    found = [*made_heads(made, chance), *real, *(head for head in real if not head.kept_back)]  # real ones count twice: they are few
    chance.shuffle(found)
    return found
