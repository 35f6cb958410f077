"""The order of the stages, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from extractor import catalog, check, choose, compare, find, learned, load, scorer, vendors
from extractor.accounts import of_one_account, others_accounts
from extractor.apart import Part, one_of, parts_of
from extractor.document import Document, Issue, Reading
from extractor.doubts import doubts
from extractor.echoes import marked
from extractor.errors import EmptyInput, ExtractorError, InputError, ProcessingError, TemplateError
from extractor.mentions import agreed
from extractor.net_addresses import readdressed
from extractor.options import ACCEPT_ABOVE as ACCEPT_ABOVE
from extractor.options import Options as Options
from extractor.quick import changed
from extractor.readings import read_pages
from extractor.recognition import model_for
from extractor.results import Extraction, Failure, Status
from extractor.second_look import second_look
from extractor.slips import settled
from extractor.timing import Stopwatch


def extract(source: Path | bytes, options: Options = Options()) -> Extraction:
    """One document to its record. A document that cannot be read, or that two templates claim, comes back with status failed and
    the reason; SchemaError, TemplateError, EngineError and OutputError are the caller's to mend, and are raised.

    Where several documents lie on a scan the first comes back, for review; `extract_each` gives them all."""
    return next(extract_with_documents(source, options, one=True))[1]


def extract_each(source: Path | bytes, options: Options = Options()) -> tuple[Extraction, ...]:
    """The records of all the documents in a file: receipts that lie side by side on a scan are told apart. Raises what `extract` does.

    Where they are several, `source` ends in # and the document's number."""
    return tuple(extraction for _, extraction in extract_with_documents(source, options))


def extract_with_documents(source: Path | bytes, options: Options, *, one: bool = False) -> Iterator[tuple[Document | None, Extraction]]:
    """The same, each with the loaded document for those who draw on its pages. `one`: the first alone is asked for, and says so."""
    name = said = options.name or (str(source) if isinstance(source, Path) else "-")
    document: Document | None = None
    schema = None if options.schema == catalog.AUTO else catalog.schema(options.schema).schema_name()
    if options.templates:
        catalog.templates(options.templates)
    learned.with_own(options.scorer)
    table = vendors.vendor_table(options.vendors) if options.vendors else None
    clock = Stopwatch()
    try:
        document = load.load(source, name=name, limits=options.limits, password=options.password)
        clock.lap("load")
        parts = parts_of(document, read_pages(document, options, clock))
        for number, part in enumerate(parts, 1):
            said = name if len(parts) == 1 else f"{name}#{number}"
            made = _understand(part, options, table, clock, one_of(number, len(parts), alone=one))
            yield part.document, changed(made, source=said, pages=len(document.pages))
        return
    except (InputError, ProcessingError, TemplateError) as error:  # a template's own mistakes were told before
        failure = Failure(error.code, str(error))
    except ExtractorError:
        raise
    except Exception as error:
        failure = Failure(ProcessingError.code, f"{name}: {type(error).__name__}: {error}")
    pages = len(document.pages) if document is not None else 0
    digest = document.sha256 if document is not None else None
    yield document, Extraction(said, pages, schema, Status.FAILED, None, error=failure, sha256=digest, timings=clock.laps)


def read(source: Path | bytes, options: Options = Options()) -> tuple[Document, tuple[Reading, ...]]:
    """The words of every page, without their meaning. Raises InputError."""
    document = load.load(source, name=options.name, limits=options.limits, password=options.password)
    if not document.pages:
        raise EmptyInput(f"{document.source} has no page to read", hint="what an e-invoice's XML says is in its record: extractor run")
    return document, read_pages(document, options, Stopwatch())


def understand(document: Document, readings: tuple[Reading, ...], options: Options = Options()) -> Extraction:
    """The record of a document whose pages have been read, by whatever means. Raises what `extract` does, InputError too."""
    return _understand(Part(document, readings), options, None, Stopwatch(), ())


def _understand(part: Part, options: Options, table: vendors.VendorTable | None, clock: Stopwatch, notes: tuple[Issue, ...]) -> Extraction:
    document, readings = part.document, part.readings
    if options.page_only and not document.pages:
        raise EmptyInput(f"{document.source} has no page: without its XML there is nothing to read", hint="leave out --page-only")
    template = find.recognised(partial(catalog.templates, options.templates, options.schema), readings)
    model = model_for(options.schema, template, readings, einvoice=lambda: not options.page_only and find.holds_einvoice(document))
    book, language = catalog.label_book(model), options.language
    task = find.Task.of(model, book, page_only=options.page_only, language=language, template=template)
    echoes = settled(readings, book, task.specs)
    found = find.find(document, echoes.readings, task)
    clock.lap("find")
    models = learned.with_own(options.scorer)
    scored = agreed(marked(scorer.score(found.candidates, task.specs, models), echoes), task.specs, readings)
    scored = readdressed(scored, task.specs, readings, book.line_words.get("mailbox", ()))
    scored = of_one_account(others_accounts(scored, task.specs, readings, book), task.specs)
    scored = second_look(scored, task.specs, echoes.readings, find.line_words_of(book)) if options.entities else scored
    choice = compare.compare(
        scored, task.specs, lambda candidates: choose.choose(candidates, task.specs, model.rules), model.rules, readings, found.besides
    )
    clock.lap("choose")
    known = vendors.recognise(scorer.trusted(choice.values, task.specs, models), scored, readings, task.specs, table)
    notes = (*notes, *found.notes, *choice.issues, *find.overruled(scored, choice.values), *known.issues)
    notes = (*notes, *doubts(readings, len(document.pages), book, task.specs, model.rules, known.values, scored))
    checked = check.check(model, task.specs, known.values, choice.fails, options.accept_above, notes)
    clock.lap("check")
    said = document.source, len(document.pages), model.schema_name(), checked.status, checked.record, checked.fields, checked.issues
    return Extraction(*said, vendor=known.vendor, sha256=document.sha256, timings=dict(clock.laps), readings=readings, candidates=scored)
