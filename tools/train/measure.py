"""Writes docs/measurements/scorer.md: what the learned scorer is worth, on documents and vendors that it has not seen.

    python -m tools.train.measure --data FOLDER [--work .train] [--out docs/measurements/scorer.md]

Each set is shown with models that learned from none of it. SROIE is also shown by vendor: half of the vendors learned, half shown.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import scorer as scoring
from extractor.catalog import schema
from extractor.evaluate import Score
from extractor.learned import Learned, learned_of
from extractor.reliability import expected_error, straight_through
from extractor.schemas.record import field_specs
from tools.train import confidence, scorer
from tools.train.answers import Prepared, Recall, even, prepare, recall, score
from tools.train.documents import HELD, MADE, examples, shown

REPORTED = Path("docs/measurements/scorer.md")
MOST_FIELDS = 9  # of one set that are shown; the commonest
TOTALS = ("total", "gross_total", "amount_due", "gross_amount")

HEAD = """# The scorer: learned, against weighed by hand

Written by `python -m tools.train.measure --data FOLDER`. F1 over single fields (lists apart), pages only, the readings of the reader
that ships. *By hand* is the scorer without its trees. *Learned* are trees that have seen no document of the set that they are shown on:
learned from our generator's documents (layouts, names and labels for tuning), from SROIE and from the FCC filings, the shown set left out.
The confidences' curves, four numbers a family of candidates, are those that ship: fitted on all documents that are learned from, each
answered by trees that had not seen its vendor.
*Unseen vendors* are the receipts of SROIE whose merchant is not among those learned from (half of all merchants), *unseen filings* one half
of the filings shown to what learned from the other.
Wildreceipt, Factur-X, the real invoices and the held-out documents of our generator are never trained on.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.train.measure", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(".train"))
    parser.add_argument("--out", type=Path, default=REPORTED)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--clean", action="store_true", help="of our generator the clean documents alone, which is quicker")
    asked = parser.parse_args()
    made = [group for group in (*MADE, *HELD) if group.condition == "clean" or not asked.clean]
    learned = prepare(examples(asked.work, asked.data, made=[group for group in made if group in MADE], jobs=asked.jobs), asked.jobs)
    others = prepare(shown(asked.work, asked.data, made=[group for group in made if group in HELD], jobs=asked.jobs), asked.jobs)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text("\n".join([HEAD, *report(learned, others)]) + "\n", encoding="utf-8")
    print(f"written to {asked.out}", file=sys.stderr)
    return 0


Fit = Callable[[Sequence[Prepared]], Mapping[str, Any]]


def report(
    learned: Sequence[Prepared], others: Sequence[Prepared], fit: Fit = scorer.fit_documents, curves: Mapping[str, Any] | None = None
) -> list[str]:
    """The tables, as lines of Markdown; `fit` and `curves` where trees and confidences were fitted before."""
    sets = by_set(others)
    known = curves or confidence.fit(learned)

    def fitted(prepared: Sequence[Prepared]) -> Learned:
        return learned_of({**fit(prepared), "confidence": known})

    everything = fitted(learned)
    rows: list[tuple[str, list[Prepared], Learned]] = [(name, kept, everything) for name, kept in sets.items()]
    for name, kept in by_set(each for each in learned if not each.example.made).items():
        family = name.split("_")[0]
        rows.append((name, kept, fitted([each for each in learned if not each.example.source.startswith(family)])))
    unseen = [each for each in learned if each.example.source == "sroie" and not even(each.example)]
    if unseen:
        rest = [each for each in learned if not each.example.source.startswith("sroie") or even(each.example)]
        rows.append(("sroie, unseen vendors", unseen, fitted(rest)))
    filings = [each for each in learned if each.example.origin == "fcc" and not even(each.example)]
    if filings:
        rest = [each for each in learned if each.example.origin != "fcc" or even(each.example)]
        rows.append(("fcc_adbuy, unseen filings", filings, fitted(rest)))
    lines = ["| set | documents | by hand | learned | error of confidence, by hand / learned | through at 99 % | wrong total accepted |",
             "| --- | --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    detail: list[str] = [
        "",
        "## By field",
        "",
        "*Among the candidates* is the share of the pages on which the truth is a candidate; in brackets, for names and addresses, of the",
        "pages where all its words stand in what was read. Of the learned: the expected error of the confidences, and the share of the",
        "answers that could go through unseen with 99 % right.",
        "",
        "| set | field | n | among the candidates | by hand | learned | error of confidence | through at 99 % |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, kept, models in rows:
        hand, with_trees = score(kept, Learned()), score(kept, models)
        lines.append(
            f"| {name} | {len(kept)} | {hand.micro.f1:.3f} | {with_trees.micro.f1:.3f} | {hand.calibration_error or 0:.3f} / "
            f"{with_trees.calibration_error or 0:.3f} | {with_trees.straight_through or 0:.2f} | {let_through(with_trees)} |"
        )
        found = recall(kept)
        for field in sorted(with_trees.fields, key=lambda f: (-with_trees.fields[f].n, f))[:MOST_FIELDS]:
            shown_on = found.get(field, Recall())
            f1 = hand.fields[field].f1 if field in hand.fields else 0.0
            told = with_trees.answers_of.get(field, [])
            trust = f"{expected_error(told) or 0:.3f} | {straight_through(told) or 0:.2f}"
            detail.append(
                f"| {name} | {field} | {shown_on.shows} | {_among(shown_on)} | {f1:.3f} | {with_trees.fields[field].f1:.3f} | {trust} |"
            )
    return [*lines, *detail, "", "## Cost", "", _cost(sets, everything)]


def _among(found: Recall) -> str:
    if not found.shows:
        return "-"
    of_legible = f" ({found.among_legible / found.legible:.3f})" if found.legible else ""
    return f"{found.among / found.shows:.3f}{of_legible}"


def by_set(prepared: Iterable[Prepared]) -> dict[str, list[Prepared]]:
    sets: dict[str, list[Prepared]] = {}
    for each in prepared:
        sets.setdefault(each.example.source, []).append(each)
    return sets


def let_through(result: Score) -> int:
    return sum(result.fields[field].let_through for field in TOTALS if field in result.fields)


def _cost(sets: Mapping[str, Sequence[Prepared]], models: Learned) -> str:
    parts = []
    for name, kept in sets.items():
        specs = field_specs(schema(kept[0].example.schema))
        began = time.process_time()
        for each in kept:
            scoring.score(each.found.candidates, specs, models)
        parts.append(f"{name} {(time.process_time() - began) / len(kept) * 1000:.1f}")
    return f"Scoring all candidates of a document, CPU milliseconds: {', '.join(parts)}."


if __name__ == "__main__":
    raise SystemExit(main())
