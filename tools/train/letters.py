"""Make extractor/ocr/letters.npz: how likely a letter is after others.

    python -m tools.train.letters --words FOLDER --lines FILE.jsonl [--pdfs FOLDER] [--out extractor/ocr/letters.npz]

FOLDER holds a word list a language (`eng.txt`, one word a line), as `combine_tessdata -u` and `dawg2wordlist` make them of Tesseract's
language data. FILE has an object a document, with `lines` of `text`: transcripts of receipts. --pdfs takes text from the text layer
of every other PDF. Figures, dates and amounts in the habits of several countries are made here, with a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from extractor.ocr.letters import ORDER, SIGNS, STEP, fold, key

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?")
SEED = 20260101
WORDS_A_LANGUAGE = 40_000
MORE_ENGLISH = 4  # times as many: half of the documents, and names from everywhere
LINE_WEIGHT = 5.0  # a line of a document tells more than a word of a list
FIGURES = 20_000

# A longer n-gram is kept when it was seen often enough and says something that the shorter ones do not.
LEAST_SEEN = {1: 0.0, 2: 0.0, 3: 2.0, 4: 4.0, 5: 5.0}
LEAST_NEWS = 0.7


def words(folder: Path, rng: random.Random) -> Iterator[str]:
    for path in sorted(folder.glob("*.txt")):
        found = [word for word in path.read_text(encoding="utf-8").split("\n") if WORD.fullmatch(word)]
        wanted = WORDS_A_LANGUAGE * (MORE_ENGLISH if path.stem == "eng" else 1)
        yield from (rng.sample(found, wanted) if len(found) > wanted else found)


def lines(path: Path) -> Iterator[str]:
    with open(path, encoding="utf-8") as documents:
        for document in documents:
            yield from (line["text"] for line in json.loads(document)["lines"])


def pdf_lines(folder: Path) -> Iterator[str]:
    import pypdfium2

    for path in sorted(folder.glob("**/*.pdf"))[::2]:
        document = pypdfium2.PdfDocument(path)
        for number in range(min(len(document), 3)):
            yield from document[number].get_textpage().get_text_bounded().splitlines()


def figures(rng: random.Random) -> Iterator[str]:
    """Amounts, dates, rates, numbers of things, as they stand on invoices of several countries."""
    currencies = ["EUR", "€", "$", "USD", "£", "GBP", "CHF", "RM", "zł", "PLN", "Kč", ""]
    prefixes = ["INV", "RE", "R", "A", "PO", "No.", "Nr.", "#", "F", "FA", "SO", "KD", "DE", "FR", "IT", "ES", "NL", "PL", "PT"]
    for _ in range(FIGURES):
        whole, cents = rng.choice(["0", "00", "000", "0.000", "00.000", "0 000"]), rng.choice([".00", ".00", ".00", ".0", ""])
        currency = rng.choice(currencies)
        yield rng.choice([f"{currency} {whole}{cents}", f"{whole}{cents} {currency}", f"{currency}{whole}{cents}", f"{whole}{cents}"])
        yield rng.choice(["00.00.0000", "00/00/0000", "0000-00-00", "00.00.00", "00/00/00", "00-00-0000", "00:00", "00:00:00"])
        yield rng.choice(["00%", "00 %", "0%", "0.0%", "00.0 %", "0.00%", "0 x 0.00", "0 @ 0.00", "00 x", "0x"])
        yield f"{rng.choice(prefixes)}{rng.choice(['', ' ', '-', '/'])}{'0' * rng.randint(1, 9)}"
        yield rng.choice(["+00 00 000000", "+00 (0)00 000 00 00", "000-0000000", "(000) 000-0000", "00000", "0000 00"])


def count(texts: Iterator[tuple[str, float]]) -> list[Counter[str]]:
    counts: list[Counter[str]] = [Counter() for _ in range(ORDER + 1)]
    for text, weight in texts:
        line = f" {fold(text).strip()} "
        for end in range(1, len(line)):
            for size in range(1, min(ORDER, end + 1) + 1):
                counts[size][line[end + 1 - size : end + 1]] += weight  # type: ignore[assignment]
    return counts


def smoothed(counts: list[Counter[str]]) -> tuple[dict[str, float], dict[str, float]]:
    """Log-probabilities of the n-grams kept, and back-off weights (logarithms) of their contexts."""
    kinds: dict[str, int] = defaultdict(int)
    totals: dict[str, float] = defaultdict(float)
    for grams in counts:
        for gram, seen in grams.items():
            kinds[gram[:-1]] += 1
            totals[gram[:-1]] += seen
    weights = {context: math.log(kinds[context] / (totals[context] + kinds[context])) for context in kinds}
    chances: dict[str, float] = {}

    def backed_off(gram: str) -> float:
        if not gram:
            return -math.log(SIGNS)
        if gram in chances:
            return chances[gram]
        return weights.get(gram[:-1], 0.0) + backed_off(gram[1:])

    for size in range(1, ORDER + 1):
        for gram, seen in counts[size].items():
            if seen < LEAST_SEEN[size]:
                continue
            context = gram[:-1]
            lower = backed_off(gram[1:])
            chance = math.log((seen + kinds[context] * math.exp(lower)) / (totals[context] + kinds[context]))
            if size <= 2 or abs(chance - weights[context] - lower) > LEAST_NEWS:
                chances[gram] = chance
    used = {gram[:-1] for gram in chances}
    return chances, {context: weight for context, weight in weights.items() if context in used and context}


def table(values: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    by_key = {key(gram): value for gram, value in sorted(values.items())}
    keys = sorted(by_key)
    held = [min(round(-by_key[number] / STEP), 255) for number in keys]
    return np.array(keys, np.uint32), np.array(held, np.uint8)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--out", type=Path, default=Path("extractor/ocr/letters.npz"))
    asked = parser.parse_args()
    rng = random.Random(SEED)

    def texts() -> Iterator[tuple[str, float]]:
        for word in words(asked.words, rng):
            yield word, 1.0
        for line in lines(asked.lines):
            yield line, LINE_WEIGHT
        for line in pdf_lines(asked.pdfs) if asked.pdfs else ():
            yield line, LINE_WEIGHT
        for figure in figures(rng):
            yield figure, 1.0

    chances, weights = smoothed(count(texts()))
    grams, held = table(chances)
    contexts, backed = table(weights)
    np.savez_compressed(asked.out, grams=grams, chances=held, contexts=contexts, weights=backed)
    print(f"{len(grams)} n-grams, {len(contexts)} contexts, {asked.out.stat().st_size} bytes in {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
