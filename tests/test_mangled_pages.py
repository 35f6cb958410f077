"""Pages whose words were exchanged, lost, moved or run together give a record or go to review: no page stops the program."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extractor import load
from extractor.document import Document, Word
from extractor.geometry import Box
from extractor.pipeline import Options, extract
from extractor.quick import changed
from extractor.results import Status

SAMPLES = [path for path in sorted((Path(__file__).parent.parent / "sample_docs").glob("*.pdf")) if not path.stem.endswith("_scan")]
OTHERS = (
    "GmbH Ltd. S.r.l. & Inc. Co. Mr Frau Absender From Sold to: Kunde Total Summe Netto VAT 19% % € CHF 1.234,56 -45.00 0,00 100 1 x "
    "12.03.2024 2024-01-01 DE123456789 EUR) (12 No. Nr. : / - , 4711 c/o Exporteur Page 1/2 14 stycznia Menge Preis Qty Price Amount"
).split()

Mangled = Callable[[Sequence[Word], random.Random], Sequence[Word]]


def exchanged(words: Sequence[Word], chance: random.Random) -> Sequence[Word]:
    return [changed(word, text=chance.choice(OTHERS)) if chance.random() < 0.2 else word for word in words]


def shuffled(words: Sequence[Word], chance: random.Random) -> Sequence[Word]:
    texts = [word.text for word in words]
    chance.shuffle(texts)
    return [changed(word, text=text) for word, text in zip(words, texts, strict=True)]


def lost(words: Sequence[Word], chance: random.Random) -> Sequence[Word]:
    return [word for word in words if chance.random() > 0.3]


def moved(words: Sequence[Word], chance: random.Random) -> Sequence[Word]:
    def of(box: Box) -> Box:
        x, y = chance.uniform(-0.03, 0.03), chance.uniform(-0.01, 0.01)
        left, top = min(max(box.left + x, 0.0), 0.99), min(max(box.top + y, 0.0), 0.99)
        return Box(left, top, min(left + box.width, 1.0), min(top + box.height, 1.0))

    return [changed(word, box=of(word.box)) if chance.random() < 0.4 else word for word in words]


def run_together(words: Sequence[Word], chance: random.Random) -> Sequence[Word]:
    """As an engine that gives some lines for words."""
    pairs = zip(words, [*words[1:], words[-1]], strict=True) if words else ()
    return [changed(one, text=f"{one.text} {two.text}") if chance.random() < 0.1 else one for one, two in pairs]


@pytest.mark.parametrize("mangled", [exchanged, shuffled, lost, moved, run_together], ids=lambda mangled: mangled.__name__)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_no_page_stops_the_program(sample: Path, mangled: Mangled, monkeypatch: pytest.MonkeyPatch) -> None:
    document = load.load(sample)
    for seed in range(2):
        chance = random.Random(f"{sample.name} {seed}")
        pages = tuple(changed(page, words=tuple(mangled(page.words, chance))) for page in document.pages)
        other: Document = changed(document, pages=pages)
        monkeypatch.setattr(load, "load", lambda *_, page=other, **__: page)
        for schema in ("invoice", "receipt"):
            result = extract(sample, Options(schema=schema, page_only=True))
            assert result.status is not Status.FAILED, result.error
            assert result.to_json()
