"""Fits the scorer to a user's own documents: a linear addition to the log odds of each field's candidates, taken where it gains.

The models that ship stay as they are; what is learned is how far their verdict is to be moved for this schema and these documents, from
the candidates' features and from what points at them ("right of 'Order No.'"). Every number starts at 0, which changes nothing, and how
strongly it is held there is told by cross-validation: so 25 documents are enough to learn from, and a few odd ones teach no nonsense.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from extractor import batch, catalog, check, choose, evaluate, find, inputs, load, scorer
from extractor.document import Candidate, Issue, value_to_json
from extractor.errors import ExtractorError, SchemaError, ScorerError
from extractor.evaluate import Score
from extractor.learned import Addition, Learned, shipped
from extractor.options import ACCEPT_ABOVE, Options
from extractor.quick import dataclass
from extractor.readings import read_pages
from extractor.results import Extraction
from extractor.schemas.record import FieldSpec, Kind, Record, Role, field_specs
from extractor.schemas.verdicts import deducted
from extractor.scorer_addition import FOLDS, Row, fitted
from extractor.timing import Stopwatch
from extractor.truth import Truth

LEAST_DOCUMENTS = 12  # labelled ones, of which a third is kept back at a time
PARTS, MOST_OF_ONE = 3, 2 / 3  # into which documents are parted to show the gain, and the most of them that one vendor may have
MOST_CANDIDATES = 25  # of a document's field, likeliest first, that are learned from, beside the right ones: the others have no chance
CHANCE = 0.2  # the most likely that a gain may be chance
ODDS = 12.0  # log odds beyond which nothing is surer


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with truth, and all its candidates as they were found, not yet scored."""

    truth: Truth
    schema: str
    pages: int
    candidates: tuple[Candidate, ...]
    notes: tuple[Issue, ...] = ()

    @property
    def model(self) -> type[Record]:
        return catalog.schema(self.schema)

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        return find.Task.of(self.model, catalog.label_book(self.model)).specs


@dataclass(frozen=True, slots=True)
class Trained:
    """The additions, from all documents; and what such ones are worth: every document with and without what the others taught."""

    additions: Mapping[str, Addition]
    documents: int
    by_vendor: bool
    before: Score
    after: Score

    @property
    def mended(self) -> int:
        return sum(self.after.verdicts[key] and not right for key, right in self.before.verdicts.items())

    @property
    def spoiled(self) -> int:
        return sum(right and not self.after.verdicts[key] for key, right in self.before.verdicts.items())

    @property
    def gains(self) -> bool:
        """More answers are right, so many more mended than spoiled as chance seldom does (a sign test), and no more wrong ones would be
        let through."""
        changed = self.mended + self.spoiled
        by_chance = sum(math.comb(changed, mended) for mended in range(self.mended, changed + 1)) / 2**changed
        return (
            self.after.micro.f1 > self.before.micro.f1
            and by_chance <= CHANCE
            and self.after.micro.let_through <= self.before.micro.let_through
        )


def gather(
    truths: Sequence[Truth],
    options: Options,
    schema: str | None,
    jobs: int | None,
    failed: Callable[[str], None],
    counted: Callable[[Iterable[_Candidates | str]], Iterator[_Candidates | str]] = iter,
) -> list[Labelled]:
    """The candidates of every document of the truth; `failed` hears of those that cannot be read, `counted` passes all on.

    Raises SchemaError."""
    wanted: dict[str, list[Truth]] = defaultdict(list)
    for truth in truths:
        wanted[_schema_of(truth, schema)].append(truth)
    found = []
    for name, rows in wanted.items():
        catalog.schema(name)
        items = inputs.gather([str(row.path) for row in rows]).inputs
        by_name = {row.name: row for row in rows}
        one = partial(_candidates, schema=name, options=options)
        results = counted(batch.work(one, items, _failed, jobs=jobs, seconds=options.limits.seconds))
        for item, result in zip(items, results, strict=True):
            if isinstance(result, str):
                failed(result)
            elif (truth_of := by_name.get(Path(item.name).name)) is not None:
                found.append(Labelled(truth_of, name, *result))
    return found


def _schema_of(truth: Truth, schema: str | None) -> str:
    name = schema or truth.schema
    if name is None:
        raise SchemaError(f"{truth.name}: the truth names no schema", hint="name it with --schema")
    return name


_Candidates = tuple[int, tuple[Candidate, ...], tuple[Issue, ...]]


def _candidates(item: inputs.Input, *, schema: str, options: Options) -> _Candidates | str:
    document = load.load(item.source, name=item.name, limits=options.limits)
    readings = read_pages(document, options, Stopwatch())
    model = catalog.schema(schema)
    task = find.Task.of(model, catalog.label_book(model), page_only=True, language=options.language)
    found = find.find(document, readings, task)
    return len(readings), found.candidates, found.notes


def _failed(item: inputs.Input, error: ExtractorError) -> _Candidates | str:
    return f"{item.name}: {error.message}"


def train(labelled: Sequence[Labelled], base: Learned | None = None) -> Trained:
    """Additions to `base` (the models that ship, where it is None). Raises ScorerError where there are too few documents."""
    models = base or shipped()
    if len(labelled) < LEAST_DOCUMENTS:
        raise ScorerError(
            f"{len(labelled)} documents with truth are too few: {LEAST_DOCUMENTS} are needed",
            hint="label more of them",
            code="too_few_documents",
        )
    parts, by_vendor = _parts(labelled)
    shown = [each for part in parts for each in part]
    taught = [
        (part, replace(models, own=additions([each for other in parts if other is not part for each in other], models))) for part in parts
    ]
    after = [answer for part, own in taught for answer in _answers(part, own)]
    return Trained(additions(labelled, models), len(labelled), by_vendor, _score(shown, _answers(shown, models)), _score(shown, after))


def _parts(labelled: Sequence[Labelled]) -> tuple[list[list[Labelled]], bool]:
    """Thirds of the documents, each to be shown to what learned from the others; no vendor is in two of them where three vendors or more
    are known and none has most of the documents."""
    vendors = Counter(_vendor(each) for each in labelled)
    by_vendor = len(vendors) >= PARTS and "" not in vendors and max(vendors.values()) <= MOST_OF_ONE * len(labelled)
    parts: list[list[Labelled]] = [[] for _ in range(PARTS)]
    for group in _groups(labelled, by_vendor):
        min(parts, key=len).extend(group)
    return parts, by_vendor


def _groups(labelled: Iterable[Labelled], by_vendor: bool) -> list[list[Labelled]]:
    """Documents that stay together, in an order that depends on nothing but their names."""
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for each in labelled:
        groups[_vendor(each) if by_vendor else each.truth.name].append(each)
    return [groups[key] for key in sorted(groups, key=lambda key: hashlib.sha256(key.encode()).hexdigest())]


def _vendor(labelled: Labelled) -> str:
    """Who the document is from, by the letters and digits of its true issuer's name, or of the row's own `vendor`; empty where unknown."""
    truth = labelled.truth
    issuer = (spec.path for spec in field_specs(labelled.model) if spec.role is Role.ISSUER and spec.kind is Kind.NAME)
    named = next((truth.fields[path] for path in issuer if truth.fields.get(path)), truth.facts.get("vendor") or "")
    return "".join(character for character in str(named).casefold() if character.isalnum())


def _answers(labelled: Sequence[Labelled], models: Learned) -> list[dict[str, Any]]:
    answers = []
    for each in labelled:
        specs = each.specs
        choice = choose.choose(scorer.score(each.candidates, specs, models), specs, each.model.rules)
        values = scorer.trusted(choice.values, specs, models)
        checked = check.check(each.model, specs, values, choice.fails, ACCEPT_ABOVE, (*each.notes, *choice.issues))
        answer = Extraction(each.truth.name, each.pages, each.schema, checked.status, checked.record, checked.fields)
        answers.append(answer.to_json())
    return answers


def _score(labelled: Sequence[Labelled], answers: Sequence[dict[str, Any]]) -> Score:
    return evaluate.score([replace(each.truth, schema=each.schema) for each in labelled], answers)


def additions(labelled: Sequence[Labelled], models: Learned) -> dict[str, Addition]:
    """By field, what lowers the log loss of documents left out by more than nothing."""
    rows: dict[str, list[Row]] = defaultdict(list)
    by_vendor = len({_vendor(each) for each in labelled}) >= FOLDS
    fold = {id(each): number % FOLDS for number, group in enumerate(_groups(labelled, by_vendor)) for each in group}
    for number, each in enumerate(labelled):
        for path, found in _rows(number, each, models).items():
            rows[path] += found
    learned = {path: fitted(held, [fold[id(each)] for each in labelled]) for path, held in sorted(rows.items())}
    return {path: addition for path, addition in learned.items() if addition is not None}


def _rows(number: int, each: Labelled, models: Learned) -> dict[str, list[Row]]:
    known, unsigned = {spec.path: spec for spec in each.specs}, deducted(each.model.rules)
    rows: dict[str, list[Row]] = defaultdict(list)
    learnable = [
        candidate
        for candidate in each.candidates
        if candidate.path in known and candidate.score == 0 and each.truth.fields.get(candidate.path) not in (None, "", [])
        if each.truth.visible.get(candidate.path, True)
    ]
    for candidate, odds in zip(learnable, scorer.log_odds(learnable, known, models), strict=True):
        expected, kind = each.truth.fields[candidate.path], known[candidate.path].kind
        right = any(evaluate.equal(value_to_json(value), expected, kind) for value in _answers_of(candidate, unsigned))
        rows[candidate.path].append(Row(number, min(max(odds, -ODDS), ODDS), scorer.own_signs(candidate), right))
    for path, found in rows.items():
        likeliest = sorted(found, key=lambda row: -row.odds)
        rows[path] = likeliest[:MOST_CANDIDATES] + [row for row in likeliest[MOST_CANDIDATES:] if row.right]
    return rows


def _answers_of(candidate: Candidate, unsigned: Collection[str]) -> Iterator[Any]:
    """What the candidate may end as: sums lose the minus sign of what they take off."""
    yield candidate.value
    if candidate.path in unsigned and isinstance(candidate.value, Decimal):
        yield abs(candidate.value)


def about(trained: Trained) -> dict[str, Any]:
    """How the additions were made, for the file that holds them."""
    before, after = trained.before.micro.f1, trained.after.micro.f1
    return {
        "documents": trained.documents,
        "kept_back_by": "vendor" if trained.by_vendor else "document",
        "f1_without": round(before, 4),
        "f1_with": round(after, 4),
    }
