"""Documents with truth through finding, scoring, choosing and checking, by any models: what a scorer is worth in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from extractor import catalog, check, choose, evaluate, find, scorer
from extractor.find import Found, Task
from extractor.learned import Learned
from extractor.options import ACCEPT_ABOVE
from extractor.results import Extraction
from extractor.schemas.record import FieldSpec, Kind, Record, field_specs
from extractor.schemas.verdicts import deducted
from extractor.slips import settled
from extractor.truth import Truth
from tools.train.documents import Example
from tools.train.rows import is_right, plain, rows_of

SPELT = frozenset({Kind.NAME, Kind.ADDRESS})  # kinds whose values are told by their letters


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with all its candidates."""

    example: Example
    found: Found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its training rows; see rows.py."""
        more = {"weight": self.example.weight, "origin": self.example.origin}
        return [row | more for row in rows_of(self.example.truth, self.found.candidates, self.specs, self.model.rules)]

    @property
    def model(self) -> type[Record]:
        return catalog.schema(self.example.schema)

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        return field_specs(self.model)


def prepare(examples: Sequence[Example], jobs: int = 2) -> list[Prepared]:
    """Candidates by the program's own sources, in the examples' order."""
    if jobs == 1:
        return [_prepared(example) for example in examples]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_prepared, examples, chunksize=8))


def _prepared(example: Example) -> Prepared:
    model = catalog.schema(example.schema)
    task = Task.of(model, catalog.label_book(model), page_only=True)
    found = find.find(example.document, settled(example.readings, task.book, task.specs).readings, task)
    return Prepared(example, found)


def score(prepared: Iterable[Prepared], models: Learned | None) -> evaluate.Score:
    """How right the records are: with the models given, with those that ship (None), or with the weighed signs alone (`Learned()`)."""
    prepared = list(prepared)
    return evaluate.score(
        [truth_of(each.example) for each in prepared], [_answer(each, models) for each in prepared], schema=prepared[0].example.schema
    )


def truth_of(example: Example) -> Truth:
    row = example.truth
    return Truth(PurePath(row["file"]).name, Path(row["file"]), example.schema, row["fields"], row.get("visible") or {}, row)


def chosen(prepared: Prepared, models: Learned | None) -> choose.Choice:
    """What is chosen, with the confidences before they are brought to what they mean."""
    return choose.choose(scorer.score(prepared.found.candidates, prepared.specs, models), prepared.specs, prepared.model.rules)


def _answer(prepared: Prepared, models: Learned | None) -> dict[str, Any]:
    example, found, model, specs = prepared.example, prepared.found, prepared.model, prepared.specs
    choice = chosen(prepared, models)
    values = scorer.trusted(choice.values, specs, models)
    checked = check.check(model, specs, values, choice.fails, ACCEPT_ABOVE, (*found.notes, *choice.issues))
    source = str(example.truth["file"])
    return Extraction(source, len(example.readings), model.schema_name(), checked.status, checked.record, checked.fields).to_json()


@dataclass(slots=True)
class Recall:
    """Of one field: how many pages show it, and on how many the truth is among its candidates; the same of those pages where all words of
    the truth stand in what was read, which no finder can do without (names and addresses alone)."""

    shows: int = 0
    among: int = 0
    legible: int = 0
    among_legible: int = 0


def recall(prepared: Iterable[Prepared]) -> dict[str, Recall]:
    """By field."""
    counts: dict[str, Recall] = defaultdict(Recall)
    for each in prepared:
        truth, kinds = each.example.truth, {spec.path: spec.kind for spec in each.specs}
        visible, unsigned = truth.get("visible") or {}, deducted(each.model.rules)
        text = "".join(plain(word.text) for reading in each.example.readings for word in reading.words)
        for field, expected in truth["fields"].items():
            if isinstance(expected, list) or expected in (None, "") or not visible.get(field, True):
                continue
            among = any(candidate.path == field and is_right(candidate, expected, unsigned) for candidate in each.found.candidates)
            legible = kinds.get(field) in SPELT and all(plain(word) in text for word in str(expected).split())
            counted = counts[field]
            counted.shows += 1
            counted.among += among
            counted.legible += legible
            counted.among_legible += among and legible
    return dict(counts)


def vendor(example: Example) -> str:
    """Who the document is from, as the truth names it: the key by which vendors are kept apart."""
    fields = example.truth["fields"]
    return plain(fields.get("merchant.name") or fields.get("seller.name") or example.truth["file"])


def even(example: Example) -> bool:
    """One half of all vendors."""
    return sum(map(ord, vendor(example))) % 2 == 0
