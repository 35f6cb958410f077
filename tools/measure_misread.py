"""Misreads a share of the characters of digital documents at random, as an engine would, and tells what the records are worth then.

    python -m tools.measure_misread TRUTH.jsonl [--share 0.02] [--seed 1] [--schema invoice] [--out PREDICTIONS.jsonl] [--mistakes N]

The layout is that of the words as printed; only what they say is misread. The figures that matter: the fields right, and
the totals that are wrong and accepted all the same, which must be none. `--ceiling` also reads each document as it is, and tells what is
lost by nature: of the fields that are right then, those of which no mention on the misread pages is whole.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.document import Cell, Line, Reading, Region, Table, Word
from extractor.evaluate import score
from extractor.pipeline import Options, read, understand
from extractor.results import Extraction
from extractor.truth import Truth, read_truth

TOTALS = ("gross_total", "amount_due", "total")
# What engines take one character for, either way; a figure is taken for another figure too.
ALIKE = (
    *("0O", "0D", "1l", "1I", "1i", "2Z", "5S", "6G", "8B", "9g", "4A", "71", "38", "68", "35", "94", "17", "56", "08", "23"),
    *("ec", "ao", "uv", "nh", "rn", "il", "It", "fl", "CG", "EF", "MN", "PR", "UV", "yv", "mn", "ft", "bh", "qg", "sx", "kx", "dc", "wv"),
    *(".,", ":;", "-_", "/l", "'."),
)
CONFUSED = {
    one: sorted({b for pair in ALIKE for a, b in ((pair[0], pair[1]), (pair[1], pair[0])) if a == one})
    for one in {c for pair in ALIKE for c in pair}
}


def misread(reading: Reading, share: float, dice: random.Random) -> Reading:
    """The reading with each character taken for one like it, with the probability `share`; of an engine, no text layer."""
    known: dict[int, Word] = {}

    def word(given: Word) -> Word:
        if id(given) not in known:
            said = "".join(dice.choice(CONFUSED[c]) if c in CONFUSED and dice.random() < share else c for c in given.text)
            known[id(given)] = replace(given, text=said, confidence=min(given.confidence, 0.9))
        return known[id(given)]

    def line(given: Line) -> Line:
        return Line(tuple(word(w) for w in given.words))

    def cell(given: Cell) -> Cell:
        return replace(given, lines=tuple(map(line, given.lines)))

    def table(given: Table | None) -> Table | None:
        return given and replace(given, cells=tuple(map(cell, given.cells)))

    def region(given: Region) -> Region:
        return replace(given, lines=tuple(map(line, given.lines)), table=table(given.table))

    return replace(reading, engine="misread", regions=tuple(map(region, reading.regions)))


def whole_mentions(truth: Truth, clean: Extraction, damaged: Sequence[Reading]) -> Counter[str]:
    """Of a document's visible single fields: how many there are, are right in the clean record, and have a mention on the damaged
    pages that is whole (letters and digits alone)."""
    made: dict[str, Any] = json.loads(json.dumps(clean.to_json(), default=str))
    text, counts = _plain("".join(word.text for reading in damaged for word in reading.words)), Counter[str]()
    wrong = {mistake.field for mistake in score([truth], [made], schema=clean.schema).mistakes}
    for name, value in truth.fields.items():
        if isinstance(value, list | dict) or not truth.visible.get(name, True):
            continue
        said = made["fields"].get(name, {}).get("text") or ""
        is_right = name not in wrong
        counts.update(fields=1, right=is_right, whole=is_right and _plain(said) in text)
    return counts


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def wrong_totals(truths: Sequence[Truth], predictions: Sequence[dict[str, Any]]) -> list[str]:
    """Totals that are wrong in accepted records, one line each."""
    said = []
    for truth, made in zip(truths, predictions, strict=True):
        for name in TOTALS if made["status"] == "accepted" else ():
            expected, found = truth.fields.get(name), made["record"].get(name)
            if expected and found and truth.visible.get(name, True) and Decimal(str(expected)) != Decimal(str(found)):
                said.append(f"{truth.name}: {name} is {expected}, accepted {found} ({made['fields'][name]['evidence']})")
    return said


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("truth", type=Path)
    asked.add_argument("--share", type=float, default=0.02, help="of the characters (default 0.02)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--schema", default="invoice")
    asked.add_argument("--ceiling", action="store_true", help="also tell for how many of the fields a whole mention is left")
    asked.add_argument("--out", type=Path, help="where the records are written")
    asked.add_argument("--mistakes", type=int, default=0, help="how many are shown")
    given = asked.parse_args()
    options = Options(schema=given.schema, page_only=True)
    truths, made, left = read_truth(given.truth), [], Counter[str]()
    for truth in truths:
        dice = random.Random(f"{given.seed} {truth.name}")
        document, readings = read(truth.path, replace(options, name=truth.name))
        damaged = tuple(misread(reading, given.share, dice) for reading in readings)
        record = understand(document, damaged, options)
        if given.ceiling:
            left += whole_mentions(truth, understand(document, readings, options), damaged)
        made.append(json.loads(json.dumps(record.to_json(), default=str)))
    if given.out:
        given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8")
    result, wrong = score(truths, made, schema=given.schema), wrong_totals(truths, made)
    accepted = sum(row["status"] == "accepted" for row in made)
    print(f"documents {len(truths)}, accepted {accepted}, wrong totals among them {len(wrong)}; fields F1 {result.micro.f1:.3f}")
    for name, tally in sorted(result.lists.items()):
        print(f"{name} F1 {tally.f1:.3f}")
    if given.ceiling:
        print("of {fields} fields, right unless misread {right}, a whole mention left of {whole}".format(**left))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    for mistake in result.mistakes[: given.mistakes]:
        print(f"{mistake.file} {mistake.field}: {mistake.expected!r}, found {mistake.found!r}", file=sys.stdout)


if __name__ == "__main__":
    main()
