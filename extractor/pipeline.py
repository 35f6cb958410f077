"""The order of the stages, and only that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor import catalog, check, choose, compare, find, load, scorer, vendors
from extractor.document import Document, Extraction, Failure, Reading, Status
from extractor.errors import ExtractorError, InputError, ProcessingError, TemplateError
from extractor.options import ACCEPT_ABOVE as ACCEPT_ABOVE
from extractor.options import Options as Options
from extractor.readings import read_pages
from extractor.recognition import model_for
from extractor.timing import Stopwatch


def extract(source: Path | bytes, options: Options = Options()) -> Extraction:
    """One document to its record. A document that cannot be read, or that two templates claim, comes back with status failed and
    the reason; SchemaError, TemplateError, EngineError and OutputError are the caller's to mend, and are raised."""
    return extract_with_document(source, options)[1]


def extract_with_document(source: Path | bytes, options: Options) -> tuple[Document | None, Extraction]:
    """The same, with the loaded document for those who draw on its pages."""
    name = options.name or (str(source) if isinstance(source, Path) else "-")
    document: Document | None = None
    schema = None if options.schema == catalog.AUTO else catalog.schema(options.schema).schema_name()
    catalog.templates(options.templates, options.schema)
    table = vendors.vendor_table(options.vendors) if options.vendors else None
    clock = Stopwatch()
    try:
        document = load.load(source, name=name, limits=options.limits, password=options.password)
        clock.lap("load")
        readings = read_pages(document, options, clock)
        return document, _understand(document, readings, options, table, clock)
    except (InputError, ProcessingError, TemplateError) as error:  # a template's own mistakes were told before
        failure = Failure(error.code, str(error))
    except ExtractorError:
        raise
    except Exception as error:
        failure = Failure(ProcessingError.code, f"{name}: {type(error).__name__}: {error}")
    pages = len(document.pages) if document is not None else 0
    digest = document.sha256 if document is not None else None
    return document, Extraction(name, pages, schema, Status.FAILED, None, error=failure, sha256=digest, timings=clock.laps)


def read(source: Path | bytes, options: Options = Options()) -> tuple[Document, tuple[Reading, ...]]:
    """The words of every page, without their meaning. Raises InputError."""
    document = load.load(source, name=options.name, limits=options.limits, password=options.password)
    return document, read_pages(document, options, Stopwatch())


def _understand(
    document: Document, readings: Sequence[Reading], options: Options, table: vendors.VendorTable | None, clock: Stopwatch
) -> Extraction:
    template = find.recognised(catalog.templates(options.templates, options.schema), readings)
    model = model_for(options.schema, template, readings)
    task = find.Task.of(model, catalog.label_book(model), page_only=options.page_only, language=options.language, template=template)
    found = find.find(document, readings, task)
    clock.lap("find")
    scored = scorer.score(found.candidates, task.specs)
    choice = compare.compare(scored, task.specs, lambda candidates: choose.choose(candidates, task.specs, model.rules))
    clock.lap("choose")
    known = vendors.recognise(choice.values, scored, readings, task.specs, table)
    notes = (*found.notes, *choice.issues, *find.overruled(scored, choice.values), *known.issues)
    checked = check.check(model, task.specs, known.values, choice.fails, options.accept_above, notes)
    clock.lap("check")
    done = Extraction(document.source, len(document.pages), model.schema_name(), checked.status, checked.record, checked.fields)
    done = replace(done, issues=checked.issues, vendor=known.vendor, sha256=document.sha256, timings=clock.laps)
    return replace(done, readings=tuple(readings), candidates=scored)
