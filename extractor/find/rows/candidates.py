"""Rows of tables: line items, tax rows, and the lists of a user's own model, from pages of any layout.

    stacks     where a header may be: the same for all lists              rows_stacks
    header     names over columns, in any language of the label book      rows_header
    fitted     the names as the rows under them bear them out             rows_fitted
    bands      where each column's cells stand                            rows_bands
    parts      what the columns of a list are for                         rows_parts
    roles      which band is which column: names, content, arithmetic     rows_roles
    equations  products of rows, as bands are tried as columns            rows_equations
    body       strips that carry the figures, and the text around them    rows_body
    ledger     rows without a header, as tills print them                 rows_ledger and what begins so
    beside     counts and prices over the rows of a table without them    rows_beside
    inline     rows told by an equation alone: "19 % on 100.00: 19.00"    rows_inline
    repair     the misread digit that makes a row's equation hold         rows_repair
    details    the time and the number of a row that its text says        rows_details
    tax_codes  rates of tax that rows say by a code                       rows_tax_codes
    taken_off  rows that are a discount of the whole, and no article      rows_taken_off

One consistent set of rows is returned for a list, and, for single cells, runners-up of a lower score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.document import Candidate, Reading
from extractor.find.rows.abreast import abreast
from extractor.find.rows.beside import with_products_beside
from extractor.find.rows.body import table_under
from extractor.find.rows.details import with_details
from extractor.find.rows.emit import candidates_of
from extractor.find.rows.free import columned, free_table
from extractor.find.rows.header import FOREIGN_MARGIN, Header, headers
from extractor.find.rows.inline import inline_rows
from extractor.find.rows.keep import is_named_total, with_rebates, without_shares, without_sums
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger import ledger_rows
from extractor.find.rows.parts import Parts, parts_of
from extractor.find.rows.recap import without_recap
from extractor.find.rows.repair import mended
from extractor.find.rows.running import rows_going_on
from extractor.find.rows.sidebar import without_sidebar
from extractor.find.rows.strips import PageStrips, Strip, page_strips
from extractor.find.rows.table import SUMMARY_COVER, Found, Layout, TableRow, is_summary, value_of
from extractor.find.rows.taken_off import discount_candidates, without_discounts
from extractor.find.rows.tax_codes import with_rates_of_codes
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Rule
from extractor.values import Habits

COUNTED = 2.0  # worth of a table whose rows a total counts
MANY = 3  # amounts whose sum no other figure is by chance
WORDY = 10  # letters of a text that describes something
_known: list[tuple[LabelBook, tuple[FieldSpec, ...], tuple[Rule, ...], tuple[FieldSpec, ...], RowLabels, Parts]] = []
SAME_COLUMNS = 0.7  # share of the columns of two tables that both have, where they are one
_KEPT = 16  # schemas' lists remembered in one process
_pages: list[tuple[Sequence[Reading], tuple[PageStrips, ...]]] = []


def row_candidates(
    readings: Sequence[Reading],
    columns: Sequence[FieldSpec],
    labels: LabelBook,
    habits: Habits,
    rules: Sequence[Rule] = (),
    others: Sequence[FieldSpec] = (),
) -> tuple[Candidate, ...]:
    """Candidates for the cells of one list field, `line_items.0.amount` and so on, rows in reading order.

    `columns` are the specs of the list's leaves (all with the same `rows`); `others` those of the whole model, so that
    rows of totals are told from the list's own. Empty when no table of the kind is found.
    """
    if not columns or not readings:
        return ()
    index, parts = _index(labels, tuple(columns), tuple(rules), tuple(others))
    pages = _strips(readings)
    mark = habits.decimal_mark or decimal_mark(pages)
    found, zones = _tables(pages, index, parts, mark)
    rows = choose_rows(pages, found, zones, index, parts, mark)
    rows = with_details(without_shares(with_rebates(mended(rows, pages, parts, mark), parts, mark), parts, mark), index, parts, habits)
    rows = with_rates_of_codes(rows, pages, parts, mark)
    rows, off = without_discounts(rows, index, parts, mark)
    telling = {parts.main, *parts.results} if parts.main is not None and parts.results else set()
    if telling and not any(telling & row.cells.keys() for row in rows):
        return ()  # numbers and days in boxes side by side: nothing says what is sold or for how much
    return (*candidates_of(pages, rows, index, parts, mark, habits), *discount_candidates(off, pages, index, parts, mark))


def decimal_mark(pages: Sequence[PageStrips]) -> str | None:
    """The decimal mark that most figures of the document prove; None where none does."""
    votes = {",": 0, ".": 0}
    for page in pages:
        for strip in page.strips:
            for placed in strip.figures:
                proved = placed.figure.mark
                if proved is not None:
                    votes[proved] += 1
    if votes[","] == votes["."]:
        return None
    return max(votes, key=lambda mark: votes[mark])


def _tables(
    pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None
) -> tuple[list[Found], dict[int, list[tuple[int, int]]]]:
    """Every table of the list on any page, and, of a list whose rows a line may tell, the strips (page: first..last) that tables of
    other lists take up. A table that no total ends goes on on the next page, header or none."""
    found: list[Found] = []
    zones: dict[int, list[tuple[int, int]]] = {}
    running: tuple[Layout, bool] | None = None  # and whether no total has ended it
    for page in pages:
        heads = headers(page, labels)
        ours = [head for head in heads if head.score > head.foreign]
        doubtful = [head for head in heads if head.foreign - FOREIGN_MARGIN <= head.score <= head.foreign]
        starts = sorted(head.first for head in heads)
        if parts.share is not None:
            zones[page.page] = [_zone(page, head, starts, labels) for head in heads if head.score <= head.foreign]
        first_start = starts[0] if starts else len(page.strips)
        if running is not None:
            layout, open_end = running
            above = found[-1].rows if found else ()
            rows, closed, layout = rows_going_on(page, first_start, layout, above, labels, parts, open_end=open_end)
            if rows:
                found.append(Found(rows, layout, closed, 0.0, None, found[-1].signature if found else ()))
                running = layout, not closed
            elif closed:
                running = layout, False
        for head in (*ours, *doubtful):
            after = min((start for start in starts if start > head.last), default=len(page.strips))
            for half, named in abreast(page, head, after, labels):
                table = table_under(half, named, min(after, len(half.strips)), labels, parts, mark)
                if table is None or not _is_ours(table, named, doubtful=head.score <= head.foreign, parts=parts):
                    continue
                found.append(table)
                running = replace(table.layout, measure=()), not table.closed  # the header stands on this page
    return found, zones


def _is_ours(table: Found, head: Header, *, doubtful: bool, parts: Parts) -> bool:
    """Whether a table is of the list, not of another one that names it as well: where that one names it better, an equation or the
    list's own column of texts must speak for it."""
    first = table.rows[0]
    if len(table.rows) == 1 and parts.products and not parts.products[0].percents and parts.main not in first.cells:
        amount = value_of(first.cells.get(parts.products[0].result), first.mark)
        if not (first.holds and amount):
            return False  # figures of a table of sums: nothing says what they are for, nor that they belong together
    if doubtful:
        return _speaks(table, head, parts, named=True) or table.layout.roles.agree > table.layout.roles.disagree
    return not _speaks(table, head, parts, named=False)  # a column of texts that only another list has a name for


def _speaks(table: Found, head: Header, parts: Parts, *, named: bool) -> bool:
    """Whether most rows have a text of several words in the list's column of texts, which the header names for this list
    (`named`) or for another one alone."""
    band = table.layout.roles.bands.get(parts.main or "")
    if band is None or parts.main is None or band >= len(head.cells):
        return False
    cell = head.cells[band]
    ours = parts.main in table.layout.roles.named
    if ours != named or (not named and (cell.names or not cell.foreign)):
        return False
    texts = [row.cells[parts.main].text for row in table.rows if parts.main in row.cells]
    return 2 * sum(len(text.split()) > 1 and sum(map(str.isalpha, text)) >= WORDY for text in texts) > len(table.rows)


def _zone(page: PageStrips, head: Header, starts: Sequence[int], labels: RowLabels) -> tuple[int, int]:
    """From a header to the strip before the first total, or before the next header."""
    last = min((start for start in starts if start > head.last), default=len(page.strips)) - 1
    for position in range(head.last + 2, last + 1):
        strip = page.strips[position]
        if strip.figures and len(strip.figures) <= 3 and (is_summary(strip, labels) or _ends_in_total(strip, labels)):
            return head.first, position - 1
    return head.first, last


def _ends_in_total(strip: Strip, labels: RowLabels) -> bool:
    """Whether the last cell of figures has a total's name right before it: of totals beside another table, the first."""
    if not strip.amounts:
        return False
    cells = strip.runs
    apart = {id(token) for token in strip.words_apart}
    last = next((cell for cell in reversed(cells) if any(id(token) in apart and token.key for token in cell)), ())
    if last not in cells[-2:] or last is cells[0]:
        return False
    named = labels.summary([token for token in last if id(token) in apart])
    return named is not None and named.cover >= SUMMARY_COVER


def choose_rows(
    pages: Sequence[PageStrips],
    found: Sequence[Found],
    zones: Mapping[int, Sequence[tuple[int, int]]],
    labels: RowLabels,
    parts: Parts,
    mark: str | None,
) -> tuple[TableRow, ...]:
    """The one set of rows: the best table with all that has its columns, or rows without a header where they tell more."""
    counted = [table for table in found if _counted(table.rows, pages, labels, parts, mark)]
    best = max(found, key=lambda table: _worth(table) + COUNTED * any(table is one for one in counted), default=None)
    tabled: tuple[TableRow, ...] = ()
    if best is not None and _worth(best) > 1.0:
        same = [table for table in found if table is best or _goes_with(table, best)]
        same = _with_others(same, found, pages, labels, parts, mark)
        tabled = tuple(row for table in same for row in table.rows)
        if len({row.page for row in tabled}) > 1:  # a section may go over a page's end, and its sum count rows of both
            tabled = without_sums(tabled, best.layout, parts)
        tabled = without_recap(tabled, parts, mark)
    inline = inline_rows(pages, labels, parts, mark, zones)
    if inline and _proved(inline) >= _proved(tabled) and not (tabled and _proved(tabled) == len(tabled)):
        return inline
    unproved = 2 * _proved(tabled) < max(len(tabled), 1) and not _counted(tabled, pages, labels, parts, mark)
    head = best.header.cells if tabled and best is not None and best.header is not None else ()
    multiplied = any(token.key in labels.multipliers for cell in head for token in cell.tokens)  # its products are not the rows' own
    if parts.products and not any(rule.percents for rule in parts.products) and unproved and not multiplied:
        free = [table for page in pages if (table := free_table(page, labels, parts, mark)) is not None]
        rows = tuple(row for table in free for row in table.rows)
        told = 2 * sum(parts.main in row.cells for row in rows) >= len(rows)
        if rows and told and 2 * _proved(rows) >= len(rows) and _proved(rows) > _proved(tabled):
            return rows
    if tabled and 2 * _proved(tabled) >= len(tabled) and all(parts.main in row.cells for row in tabled):
        return tabled
    ledger = ledger_rows(pages, labels, parts, mark)
    by_page = [(page, [row for row in ledger if row.page == page.page]) for page in pages]
    ledger = tuple(row for page, rows in by_page for row in columned(page, rows, parts, mark))
    if 2 * _proved(ledger) < max(len(ledger), 1) and _counted(tabled, pages, labels, parts, mark):
        alike = _amounts(ledger, parts, mark) == _amounts(tabled, parts, mark) and not _takes_others(ledger, tabled, parts)
        return ledger if alike and _told(ledger, parts) > _told(tabled, parts) else with_products_beside(tabled, ledger, parts)
    return ledger if not tabled or _tells_more(ledger, tabled, parts) else with_products_beside(tabled, ledger, parts)


def _with_others(
    same: Sequence[Found], found: Sequence[Found], pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None
) -> list[Found]:
    """The tables of the list with others whose columns have other names (work, then parts), where all rows of these are proved and a
    total counts them all."""
    others = [table for table in found if all(table is not one for one in same) and all(row.holds for row in table.rows)]
    if not others or parts.result is None:
        return list(same)
    every = [table for table in found if any(table is one for one in (*same, *others))]
    return every if _counted([row for table in every for row in table.rows], pages, labels, parts, mark) else list(same)


def _counted(rows: Sequence[TableRow], pages: Sequence[PageStrips], labels: RowLabels, parts: Parts, mark: str | None) -> bool:
    """Whether some rows, two at least, add up to a total that the pages name, or many to an amount that stands under them."""
    if len(rows) < 2 or parts.result is None:
        return False
    amounts = _amounts(rows, parts, mark)
    told, last = sum(amounts, Decimal(0)), rows[-1]
    if any(is_named_total(page, told, labels, mark) for page in pages):
        return True
    below = (strip for page in pages if page.page == last.page for strip in page.strips if strip.middle > last.strip.bottom)
    return sum(map(bool, amounts)) >= MANY and any(placed.figure.value(mark) == told for strip in below for placed in strip.amounts)


def _takes_others(ledger: Sequence[TableRow], tabled: Sequence[TableRow], parts: Parts) -> bool:
    """Whether rows without a header have as one thing what a header names as another: a rate or a row's number as its count."""
    theirs = {id(token.word): path for row in tabled for path, cell in row.cells.items() if path != parts.main for token in cell.tokens}
    return any(theirs.get(id(t.word), path) != path for row in ledger for path, cell in row.cells.items() for t in cell.tokens)


def _amounts(rows: Sequence[TableRow], parts: Parts, mark: str | None) -> list[Decimal]:
    return [value_of(row.cells.get(parts.result or ""), row.mark or mark) or Decimal(0) for row in rows]


def _goes_with(table: Found, best: Found) -> bool:
    """Whether a table has the columns of another: all of their names, or, on another page, where a name may be misread, most of its
    columns."""
    if set(table.signature) == set(best.signature):
        return True
    one, other = table.layout.roles.bands.keys(), best.layout.roles.bands.keys()
    apart = {row.page for row in table.rows}.isdisjoint(row.page for row in best.rows)
    return apart and len(one & other) >= SAME_COLUMNS * len(one | other)


def _tells_more(ledger: Sequence[TableRow], tabled: Sequence[TableRow], parts: Parts) -> bool:
    """Whether rows without a header, whose sum the page proves, have what those under the header lack: the same amounts
    or more of them, and more cells filled."""
    if not ledger or any(row.sure < 1 for row in ledger) or parts.main is None:
        return False
    worded = sum(parts.main in row.cells for row in tabled)
    if 2 * worded > len(tabled) and len(tabled) > len(ledger):
        return False
    return _told(ledger, parts) > _told(tabled, parts)


def _told(rows: Sequence[TableRow], parts: Parts) -> float:
    """How much rows tell: texts and amounts count whole, counts and prices half, a proved equation a half more."""
    told = 0.0
    for row in rows:
        for path in row.cells:
            told += 1.0 if path == parts.main or path in parts.results else 0.5 if path in parts.factors else 0.0
        told += 0.5 * bool(row.holds)
    return told


def _proved(rows: Sequence[TableRow]) -> int:
    return sum(1 for row in rows if row.holds)


def _worth(table: Found) -> float:
    roles = table.layout.roles
    rows = len(table.rows)
    held = sum(1 for row in table.rows if row.holds) - 0.5 * sum(1 for row in table.rows if row.holds is False)
    return table.score + 2.0 * held / rows + 0.1 * min(rows, 20) + 0.3 * len(roles.bands)


def _index(
    labels: LabelBook, columns: tuple[FieldSpec, ...], rules: tuple[Rule, ...], others: tuple[FieldSpec, ...]
) -> tuple[RowLabels, Parts]:
    for book, known, known_rules, known_others, index, parts in _known:
        if book is labels and known == columns and known_rules == rules and known_others == others:
            return index, parts
    index = RowLabels(labels, columns, rules, others)
    parts = parts_of(columns, index, rules)
    _known.insert(0, (labels, columns, rules, others, index, parts))
    del _known[_KEPT:]
    return index, parts


def _strips(readings: Sequence[Reading]) -> tuple[PageStrips, ...]:
    for known, pages in _pages:
        if len(known) == len(readings) and all(a is b for a, b in zip(known, readings, strict=True)):
            return pages
    pages = tuple(without_sidebar(page_strips(reading)) for reading in readings)
    _pages.insert(0, (tuple(readings), pages))
    del _pages[2:]  # the lists of one document are asked for one after another
    return pages


__all__ = ["Header", "row_candidates"]
