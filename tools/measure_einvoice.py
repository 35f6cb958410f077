"""Alters e-invoices in one figure at a time, on the page or in the XML, and tells how many of the alterations are caught.

    python -m tools.measure_einvoice FOLDER [--each 1] [--seed 1] [--mistakes N] [--kind digit]

FOLDER has PDFs with an e-invoice's XML in them. On a page, every word that prints an amount, a date or a number that the XML says is
altered in one digit, or by another slip of a hand (`--kind`, tools/slips_of_hand.py); in the XML every element of figures that the record
was made of, in one digit. A page that was altered is caught by an `xml_disagrees` that the document did not have; an XML by any error that
it did not have, since its own sums may tell as well.

Counted apart are what nobody could tell as new: of fields that an error was told of before, none may be new; and a figure that the page
prints with fewer decimals is the same there before and after (3.0000 and 3.0003 are both 3,00), where the XML's own sums hold as well.
What the documents have of errors as they are is listed: to be looked at by eye.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from extractor.compare.alike import bare
from extractor.compare.printed import printed_lines
from extractor.document import Attachment, Document, FieldValue, Line, Reading, Severity, Word
from extractor.pipeline import Options, read, understand
from extractor.results import Extraction
from tools.slips_of_hand import KINDS, Slip, in_one_digit, means_the_same

OPTIONS = Options(schema="invoice")
NUMBERS = ("invoice_number", "order_reference", "contract_reference", "preceding_invoice", "customer_number", "vat_id", "iban", "bic")
WITHIN = 0.002  # of the page's size, that a word may stand out of its value's box


@dataclass(frozen=True, slots=True)
class Altered:
    """One alteration: what was altered, whether that was caught, whether an error was told of that very field before, and whether the
    page prints both alike."""

    where: str
    text: str
    instead: str
    caught: bool
    told_before: bool
    printed_alike: bool = False


def disagreements(made: Extraction) -> frozenset[str]:
    return frozenset(issue.message for issue in made.issues if issue.code == "xml_disagrees")


def errors(made: Extraction) -> frozenset[tuple[str, tuple[str, ...]]]:
    return frozenset((issue.code, issue.fields) for issue in made.issues if issue.severity is Severity.ERROR)


def fields_of(issues: frozenset[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    return frozenset(path for _, paths in issues for path in paths)


def words_told(document: Document, readings: tuple[Reading, ...], made: Extraction) -> Iterator[tuple[str, Word]]:
    """The words on the pages that print what the record has from the XML, where the page alone leads to the same value; with the
    field's name. Figures, dates and numbers alone."""
    page = understand(document, readings, replace(OPTIONS, page_only=True))
    seen: set[int] = set()
    for path, field in page.fields.items():
        told = made.fields.get(path)
        if field.box is None or told is None or told.source != "xml" or not _is_figure(path, told, field):
            continue
        for reading in (reading for reading in readings if reading.page == field.page):
            for word in (word for region in reading.regions for line in region.lines for word in line.words):
                inside = field.box.contains(reading.to_page(word.box).clipped(), WITHIN)
                if inside and (any(map(str.isdigit, word.text)) or isinstance(field.value, date)) and id(word) not in seen:
                    seen.add(id(word))
                    yield path, word


def _is_figure(path: str, told: FieldValue, shown: FieldValue) -> bool:
    if isinstance(told.value, Decimal) and isinstance(shown.value, Decimal):
        return abs(told.value) == abs(shown.value)
    if isinstance(told.value, date):
        return bool(told.value == shown.value)
    is_number = path.rpartition(".")[2] in NUMBERS and any(map(str.isdigit, str(told.value)))
    return is_number and bare(str(told.value)) == bare(str(shown.value))


def with_word(readings: Sequence[Reading], old: Word, text: str) -> tuple[Reading, ...]:
    """The readings with one word exchanged, wherever it is held: in regions, tables and cells."""
    new = replace(old, text=text)

    def line(given: Line) -> Line:
        return Line(tuple(new if word is old else word for word in given.words))

    made = []
    for reading in readings:
        regions = []
        for region in reading.regions:
            table = region.table
            if table is not None:
                table = replace(table, cells=tuple(replace(cell, lines=tuple(map(line, cell.lines))) for cell in table.cells))
            regions.append(replace(region, lines=tuple(map(line, region.lines)), table=table))
        made.append(replace(reading, regions=tuple(regions)))
    return tuple(made)


def pages_altered(
    document: Document, readings: tuple[Reading, ...], made: Extraction, each: int, dice: random.Random, slip: Slip
) -> Iterator[Altered]:
    before, wrong_before = disagreements(made), fields_of(errors(made))
    for number, (path, word) in enumerate(words_told(document, readings, made)):
        instead = slip(word.text, dice) if number % each == 0 else None
        if instead is None or means_the_same(word.text, instead):
            continue
        after = understand(document, with_word(readings, word, instead), OPTIONS)
        yield Altered(path, word.text, instead, bool(disagreements(after) - before), path in wrong_before)


def is_printed_alike(text: str, instead: str, readings: Sequence[Reading]) -> bool:
    """Whether the pages print a figure with decimals, and nowhere with so many that the other one would not be printed the same."""
    try:
        one, other = abs(Decimal(text)), abs(Decimal(instead))
    except InvalidOperation:
        return False
    printed = [value for line in printed_lines(readings) for token in line.figures for value in token.values if isinstance(value, Decimal)]
    places = [value for value in printed if (value.as_tuple().exponent or 0) != 0 and one.quantize(value) == value]
    return bool(places) and all(other.quantize(value) == value for value in places)


def xml_altered(document: Document, readings: tuple[Reading, ...], made: Extraction, each: int, dice: random.Random) -> Iterator[Altered]:
    before, record = errors(made), made.record
    compared = {
        (value.evidence.split(" in ")[0], value.text)
        for path, value in made.fields.items()
        if value.source == "xml" and any(map(str.isdigit, value.text)) and (value.page is not None or isinstance(value.value, Decimal))
    }
    number = 0
    for attachment in document.attachments:
        try:
            root = etree.fromstring(attachment.content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            continue
        for element in root.iter():
            text = " ".join((element.text or "").split())
            if not isinstance(element.tag, str) or (etree.QName(element).localname, text) not in compared:
                continue
            number += 1
            if number % each == 0:
                given, instead = element.text, in_one_digit(text, dice) or text
                element.text = instead
                content = etree.tostring(root)
                element.text = given
                kept = tuple(Attachment(a.name, content) if a is attachment else a for a in document.attachments)
                after = understand(replace(document, attachments=kept), readings, OPTIONS)
                if after.record != record and len(after.fields) == len(made.fields):  # else it is read no more
                    changed = {
                        path for path, value in after.fields.items() if path not in made.fields or made.fields[path].value != value.value
                    }
                    told = bool(changed & fields_of(before))
                    caught = bool(errors(after) - before)
                    yield Altered(etree.QName(element).localname, text, instead, caught, told, is_printed_alike(text, instead, readings))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--each", type=int, default=1, help="alter every n-th figure alone")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--mistakes", type=int, default=0, help="how many are shown")
    asked.add_argument("--kind", choices=sorted(KINDS), default="digit", help="what is done; the XML is altered in digits alone")
    given = asked.parse_args()
    results: dict[str, list[Altered]] = {"page": [], "XML": []}
    missed = []
    documents = 0
    for path in sorted(given.folder.rglob("*.pdf")):
        document, readings = read(path, OPTIONS)
        made = understand(document, readings, OPTIONS)
        if not any(value.source == "xml" for value in made.fields.values()):
            continue
        documents += 1
        for said in sorted(issue.message for issue in made.issues if issue.code in ("xml_disagrees", "xml_inexact")):
            print(f"{path.name}: {said}")
        dice = random.Random(f"{given.seed} {path.name}")
        for kind in results:
            if kind == "page":
                found = list(pages_altered(document, readings, made, given.each, dice, KINDS[given.kind]))
            else:
                found = list(xml_altered(document, readings, made, given.each, dice)) if given.kind == "digit" else []
            results[kind] += found
            missed += [f"{path.name}: {kind}, {one.where}: {one.text} -> {one.instead}" for one in found if not one.caught]
    for kind, found in results.items():
        if not found:
            continue
        passed = [one for one in found if not one.caught]
        before, alike = sum(one.told_before for one in passed), sum(one.printed_alike and not one.told_before for one in passed)
        apart = f"told before as wrong {before}, printed alike {alike}"
        print(f"documents {documents}, {kind} altered in one figure {len(found)} times, caught {len(found) - len(passed)}, {apart}")
    print(*missed[: given.mistakes], sep="\n", end="\n" if missed and given.mistakes else "")


if __name__ == "__main__":
    main()
