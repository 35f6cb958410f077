"""What stands on forms and tickets: the lists of a schema that are not tables, and what codes and form fields hold."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Document
from extractor.find.code_candidates import payment_candidates, token_candidates, wants_payment, wants_tokens
from extractor.find.codes import codes_of
from extractor.find.forms.acroform import field_value_candidates, filled_fields
from extractor.find.forms.checkboxes import checkbox_candidates, state_candidates, ticked_boxes, wants_boxes
from extractor.find.label_hits import LabelHit
from extractor.find.sheet import Sheet
from extractor.find.title import title_candidates
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind, once
from extractor.schemas.record import FieldSpec, Kind, Rows


def form_candidates(
    document: Document,
    sheet: Sheet,
    hits: Sequence[LabelHit],
    specs: Sequence[FieldSpec],
    book: LabelBook,
    titles: frozenset[str],
    others: Sequence[Candidate] = (),
    *,
    page_only: bool,
) -> list[Candidate]:
    """Candidates of every list laid out as pairs, check boxes, cells or blocks; empty, at no cost, where a schema has none.
    `others` are the candidates found so far.

    With `page_only`, what the fields of an interactive form hold is left aside.
    """
    fields = () if page_only else document.form_values
    filled = filled_fields(fields, sheet.readings)
    found = field_value_candidates(filled, sheet, specs, book)
    found += title_candidates(sheet, specs, book)
    boxes = ticked_boxes(document, sheet.readings, fields) if wants_boxes(specs) else ()
    of_pairs, of_cells = lists(specs, Rows.PAIRS), lists(specs, Rows.CELLS)
    texts = () if of_pairs else _free_texts(specs)
    if of_pairs or of_cells or texts:  # a schema without them does not load what reads them
        from extractor.find.forms.cells import cell_candidates
        from extractor.find.forms.pair_rows import pair_candidates
        from extractor.find.forms.pair_texts import text_pair_candidates
        from extractor.find.forms.pairs import pairs_of_page

        found += text_pair_candidates(sheet.readings, hits, texts, book, others)
        pairs = [pairs_of_page(reading) for reading in sheet.readings] if of_pairs or of_cells else []
        for columns in of_pairs:
            found += pair_candidates(sheet.readings, pairs, columns, filled, boxes)
        for columns in of_cells:
            found += cell_candidates(sheet.readings, pairs, columns)
    for columns in lists(specs, Rows.CHECKBOXES):
        found += checkbox_candidates(boxes, columns)
    found += state_candidates(boxes, sheet, hits, specs, book)
    if wants_payment(specs):
        found += payment_candidates(codes_of(document, payment_only=True), specs)
    codes = codes_of(document) if wants_tokens(specs) else ()
    found += token_candidates(codes, specs)
    if of_blocks := lists(specs, Rows.BLOCKS):
        from extractor.find.forms.blocks_of_fields import block_candidates

        for columns in of_blocks:
            found += block_candidates(sheet, hits, columns, codes, titles, book.line_words)
    return found


@once
def _free_texts(specs: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """The leaves outside lists and groups that take any words, so that a pair of the page may be their answer."""
    return tuple(spec for spec in of_kind(specs, Kind.TEXT, Kind.NAME) if _is_free_text(spec))


def _is_free_text(spec: FieldSpec) -> bool:
    wordy = spec.kind is Kind.TEXT or (spec.kind is Kind.NAME and spec.role is None)
    return wordy and spec.rows is None and "." not in spec.path and not spec.choices and not spec.says


@once
def lists(specs: Sequence[FieldSpec], layout: Rows) -> Sequence[tuple[FieldSpec, ...]]:
    """The leaves of each list of that layout, in the model's order."""
    groups: dict[str, list[FieldSpec]] = {}
    for spec in specs:
        if spec.layout is layout and spec.rows is not None:
            groups.setdefault(spec.rows, []).append(spec)
    return [tuple(columns) for columns in groups.values()]
