"""From readings to candidates: one file for each source of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from functools import cache

from extractor.document import Candidate, Document, Issue, Reading
from extractor.find.additions import addition_candidates, without_halves
from extractor.find.banks import bank_candidates
from extractor.find.bracketed import bracketed_candidates
from extractor.find.bridges import bridge_candidates
from extractor.find.choices import choice_candidates
from extractor.find.currencies import settled
from extractor.find.days_of_others import days_of_others, without_told_days
from extractor.find.discounted_days import without_discounted
from extractor.find.einvoice import Einvoice, einvoice
from extractor.find.einvoice_tree import root_of
from extractor.find.fields import field_candidates
from extractor.find.forms.candidates import form_candidates, lists
from extractor.find.instalments import first_of_instalments
from extractor.find.kept_tax import kept_tax_candidates
from extractor.find.kinds import kind_candidates
from extractor.find.label_hits import LabelIndex, label_hits
from extractor.find.listed_words import listed_candidates
from extractor.find.mended import mended_candidates
from extractor.find.moments import moment_candidates
from extractor.find.parties.candidates import party_candidates
from extractor.find.parties.letterhead import letterhead_candidates
from extractor.find.parties.line_words import LineWords
from extractor.find.payment_means import means_candidates
from extractor.find.periods import ranges_for_days
from extractor.find.recognise import recognised
from extractor.find.rows.candidates import row_candidates
from extractor.find.rows.shares import base_cells, fuller_rows, share_rows, without_other_taxes
from extractor.find.sentences import counted_candidates, days_outside, sentence_candidates, without_fragments
from extractor.find.sheet import Sheet, compact
from extractor.find.sums import Sums, sum_candidates, trios_of, wholes_of
from extractor.find.template import overruled, template_candidates, told_habits
from extractor.find.template_columns import missing_columns, named_columns, no_rows, templated_rows
from extractor.find.titled_numbers import hits_by_title, with_number_words, with_titles
from extractor.find.totals_rows import totals_row_candidates
from extractor.find.whose_account import settled_accounts
from extractor.find.worded_references import with_worded_references
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Product, Record, Rows, Rule, Sum, field_specs, spec_path
from extractor.schemas.template import Template
from extractor.schemas.verdicts import CENT
from extractor.values import Habits

WITHIN = 0.001  # of the page's size, that a value's box may stand out of its cell's
SURE_CELL = 0.5  # probability from which a figure is taken for a cell of its row

__all__ = ["Found", "Task", "find", "holds_einvoice", "overruled", "recognised"]


@dataclass(frozen=True)
class Task:
    """What is sought: the schema's leaves, its rules, and how pages name its fields."""

    schema: str
    specs: tuple[FieldSpec, ...]
    rules: tuple[Rule, ...]
    book: LabelBook
    page_only: bool = False
    language: str | None = None
    template: Template | None = None

    @staticmethod
    def of(
        model: type[Record],
        book: LabelBook,
        *,
        page_only: bool = False,
        language: str | None = None,
        template: Template | None = None,
    ) -> Task:
        return Task(model.schema_name(), _specs(model, book), model.rules, book, page_only, language, template)


@cache
def _specs(model: type[Record], book: LabelBook) -> tuple[FieldSpec, ...]:
    """The model's leaves, each with its own words for its values and those of the label files."""
    return tuple(replace(spec, says=_merged(dict(spec.says), book.choice_words.get(spec.path, {}))) for spec in field_specs(model))


def _merged(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((value, (*one.get(value, ()), *other.get(value, ()))) for value in dict.fromkeys((*one, *other)))


@dataclass(frozen=True, slots=True)
class Found:
    """All candidates, how the document writes, what a person should know of the search itself, and what an e-invoice says that no field
    holds: by paths of their own, each as a candidate of the field that it belongs to."""

    candidates: tuple[Candidate, ...]
    habits: Habits
    notes: tuple[Issue, ...] = ()
    besides: Mapping[str, Candidate] = field(default_factory=dict)


def find(document: Document, readings: Sequence[Reading], task: Task) -> Found:
    """Every candidate of every source, in a fixed order."""
    attached = Einvoice() if task.page_only else einvoice(document.attachments, task.specs)
    words = line_words_of(task.book)
    habits = told_habits(readings, task.book.function_words, task.language, task.template)
    sheet = Sheet(readings, habits)
    hits = with_number_words(label_hits(sheet, _index(task.book)), task.specs)
    choices = choice_candidates(sheet, hits, task.schema, task.specs, task.book)
    hits = with_titles(sheet, hits, choices, task.schema, task.specs, task.book)
    hits = hits_by_title(sheet, hits, choices, task.schema, task.specs, task.book)
    of_others = days_of_others(sheet, task.specs, task.book)
    candidates = field_candidates(sheet, hits, task.specs, words, wholes_of(task.rules), of_others)
    candidates = settled_accounts(sheet, hits, candidates, task.specs, words)
    banks = bank_candidates(sheet, hits, task.specs, words)
    functions = _index(task.book).function_words
    sentences = sentence_candidates(sheet, hits, task.specs, task.book.sentences, banks, words, functions) + banks
    sentences += counted_candidates(sheet, hits, task.specs, task.book.sentences, words)
    candidates = without_told_days(candidates, sentences)
    candidates = without_discounted(sheet, without_fragments(candidates, sentences) + sentences, task.book.sentences, words)
    candidates = first_of_instalments(sheet, candidates, task.book.sentences)
    candidates = with_worded_references(sheet, hits, candidates, task.specs, words, functions)
    candidates += bracketed_candidates(sheet, hits, task.specs)
    candidates += moment_candidates(sheet, hits, task.specs, words)
    candidates = ranges_for_days(sheet, candidates, task.specs)
    candidates += listed_candidates(sheet, hits, task.specs)
    candidates = means_candidates(sheet, candidates, task.specs, words)
    sums = Sums(sheet, hits, task.rules)
    candidates += sum_candidates(sums, task.specs)
    candidates += totals_row_candidates(sheet, task.specs, task.rules)
    titles = title_words(task.book)
    candidates += party_candidates(sheet, hits, task.specs, titles, words)
    candidates += letterhead_candidates(sheet, hits, task.specs, titles, words)
    candidates += choices
    candidates += kind_candidates(sheet, task.specs)
    candidates += form_candidates(document, sheet, hits, task.specs, task.book, titles, candidates, page_only=task.page_only)
    named = template_candidates(sheet, task.template, task.specs, task.book) if task.template else None
    notes = list(named.notes) if named else []
    for columns in lists(task.specs, Rows.TABLE):
        rows, missing = _rows(sheet, columns, task)
        rows = without_other_taxes(sums, rows, columns)
        candidates = _without_parts(_without_cells(candidates, rows), rows, task.rules)
        if any(spec.kind is Kind.TEXT for spec in columns):
            candidates = days_outside(sheet, candidates, rows)
        rows = fuller_rows(rows, share_rows(sums, columns), columns, task.rules)
        candidates += (*rows, *base_cells(sums, rows, columns))
        notes += missing
    candidates += bridge_candidates(sheet, candidates, task.rules)
    added = addition_candidates(sheet, candidates, task.rules)
    candidates = [*without_halves(candidates, added, task.rules), *added]
    candidates += kept_tax_candidates(sheet, candidates, task.specs, task.rules, words)
    candidates += mended_candidates(sheet, hits, candidates, task.specs, task.rules)
    candidates = settled(sheet, candidates, task.specs)
    candidates = [*attached.candidates, *(named.candidates if named else ()), *candidates]
    return Found(tuple(candidates), habits, (*notes, *attached.issues), attached.besides)


def holds_einvoice(document: Document) -> bool:
    """Whether the document is an e-invoice's XML, or holds one: it need not be asked what it is."""
    return document.kind == "xml" or any(root_of(attachment.content) is not None for attachment in document.attachments)


def _without_cells(candidates: Sequence[Candidate], rows: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that are a part of one of several rows: an amount that only the head of its column names, a number
    or date in a description behind a word that is no label there ("Cleaning as per contract, M 40")."""
    if len({candidate.path.rpartition(".")[0] for candidate in rows}) < 2:
        return list(candidates)
    cells: dict[int | None, set[Box]] = {}
    for cell in rows:
        if cell.score >= SURE_CELL and cell.box is not None:
            cells.setdefault(cell.page, set()).add(cell.box)
    held: dict[tuple[int | None, Box | None], bool] = {}  # several fields may have a candidate in one place

    def in_a_row(candidate: Candidate) -> bool:
        place = candidate.page, candidate.box
        if place not in held:
            held[place] = candidate.box is not None and _is_in_one(candidate.box, cells.get(candidate.page, ()))
        return held[place]

    return [candidate for candidate in candidates if not (_may_be_of_a_row(candidate) and in_a_row(candidate))]


def _is_in_one(box: Box, cells: Iterable[Box]) -> bool:
    level = [cell for cell in cells if cell.top - WITHIN <= box.top and cell.bottom + WITHIN >= box.bottom]
    return any(cell.contains(box, WITHIN) for cell in level)


def _without_parts(candidates: Sequence[Candidate], rows: Sequence[Candidate], rules: Sequence[Rule]) -> list[Candidate]:
    """The candidates without those for the sum of a column that are one of its several figures: one rate's tax is not all tax, and
    what that rate is of is not the whole without tax."""
    kept = list(candidates)
    bases = {trio.share: trio.base for trio in trios_of(rules)}
    wholes = {trio.share: trio.whole for trio in trios_of(rules)}
    for rule in rules:
        if not isinstance(rule, Sum) or rule.usual or rule.minus or len(rule.plus) != 1 or "[]" not in rule.plus[0]:
            continue
        if sum(spec_path(row.path) == rule.plus[0] and row.score >= SURE_CELL and bool(row.value) for row in rows) < 2:
            continue
        products = [r for r in rules if isinstance(r, Product) and f"{r.rows}[].{r.result}" == rule.plus[0]]
        parts = {rule.total: {rule.plus[0]}, bases.get(rule.total, ""): {f"{r.rows}[].{f}" for r in products for f in r.factors}}
        for path, columns in parts.items():
            boxes = [
                (row.page, row.box) for row in rows if spec_path(row.path) in columns and row.score >= SURE_CELL and row.box is not None
            ]
            kept = [c for c in kept if c.path != path or not any(c.page == page and _holds(box, c.box) for page, box in boxes)]
        cells = [row for row in rows if spec_path(row.path) == rule.plus[0]]
        whole, bases_of = wholes.get(rule.total), {f"{r.rows}[].{f}" for r in products for f in r.factors if f not in r.percents}
        base_of = {row.path.rpartition(".")[0]: row.value for row in rows if spec_path(row.path) in bases_of}
        kept = [
            c for c in kept if c.path != whole or not c.features.get("below") or not any(_is_of_level(cell, base_of, c) for cell in cells)
        ]
    return kept


def _is_of_level(cell: Candidate, base_of: Mapping[str, Decimal], candidate: Candidate) -> bool:
    """Whether a figure under a column's name stands in the row of a tax and is what the goods of its rate come to: not where their base is
    known and makes another amount with the tax, as beside a box of totals."""
    if cell.box is None or candidate.box is None or cell.page != candidate.page:
        return False
    base = base_of.get(cell.path.rpartition(".")[0])
    other = base is not None and abs(abs(base + cell.value) - abs(candidate.value)) > CENT
    return not other and cell.box.top <= candidate.box.center[1] <= cell.box.bottom


def _may_be_of_a_row(candidate: Candidate) -> bool:
    features = candidate.features
    if not features.get("strength") or candidate.box is None:
        return False
    if isinstance(candidate.value, Decimal):
        return bool(features.get("below"))
    if candidate.family == "date":
        return True  # a row's own day or period
    if candidate.family == "identifier" and features.get("below"):
        return True
    return candidate.family == "identifier" and not (features.get("leads") and (features.get("colon") or not features.get("skipped")))


def _holds(cell: Box, box: Box | None) -> bool:
    return box is not None and cell.contains(box, WITHIN)


def _rows(sheet: Sheet, columns: tuple[FieldSpec, ...], task: Task) -> tuple[tuple[Candidate, ...], tuple[Issue, ...]]:
    """One set of rows for a list: by the columns that the template names where they are there, else by all that is known."""
    template, group = task.template, columns[0].rows or ""
    missing: tuple[Issue, ...] = ()
    if template is not None and group in template.lists:
        missing = missing_columns(sheet, template, group)
        book = named_columns(template, task.book)
        rows = row_candidates(sheet.readings, columns, book, sheet.habits, task.rules, task.specs)
        own = templated_rows(rows, template)
        if own != rows:
            return own, missing
        missing = missing or no_rows(template, group)
    return row_candidates(sheet.readings, columns, task.book, sheet.habits, task.rules, task.specs), missing


@cache
def _index(book: LabelBook) -> LabelIndex:
    return LabelIndex(book)


@cache
def line_words_of(book: LabelBook) -> LineWords:
    """The words of a book by which lines of parties are told."""
    return LineWords(book.line_words)


@cache
def title_words(book: LabelBook) -> frozenset[str]:
    """Words that name a kind of document ("invoice", "Rechnung") in compact form: no one's name."""
    return frozenset(compact(label.text) for labels in book.document_words.values() for label in labels)
