"""`extractor run`: documents to records."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import common
from extractor.cli.common import Chosen, complain, counted, note, reported, told_of
from extractor.errors import OutputError

if TYPE_CHECKING:
    from extractor.results import Status

Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help="A .jsonl, .json, .csv, .xlsx, .db or .txt file, or a database URL."),
]
Format = Annotated[str | None, typer.Option(metavar="F", help="jsonl (without -o), json, csv, xlsx, sql or table; else told by OUT.")]
Known = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE|URL", help="Earlier results, to tell documents that come again; may be given more than once."),
]
Explain = Annotated[Path | None, typer.Option(metavar="DIR", help="Draw every page with what was found, and list the candidates.")]


@reported
def run(
    inputs: common.Inputs,
    schema: common.Schema = "auto",
    output: Output = None,
    format: Format = None,
    engine: common.Engine = "auto",
    jobs: common.Jobs = None,
    explain: Explain = None,
    page_only: common.PageOnly = False,
    force_ocr: common.ForceOcr = False,
    password: common.Password = None,
    template: common.Template = None,
    vendors: common.Vendors = None,
    known: Known = None,
    language: common.Language = None,
    layout_model: common.LayoutModel = None,
    entities: common.Entities = True,
    scorer: common.Scorer = None,
    accept_above: common.AcceptAbove = None,
    max_pages: common.MaxPages = None,
    max_bytes: common.MaxBytes = None,
    max_pixels: common.MaxPixels = None,
    time_limit: common.TimeLimit = None,
    quiet: common.Quiet = False,
) -> None:
    """Extract records from documents.

    Prints one JSON object a line, or writes what -o names. The exit status is 1 when a document could not be read.
    """
    from extractor import batch, export
    from extractor.inputs import gather
    from extractor.results import Status

    target = output or export.STDOUT
    chosen = export.exporter(format) if format else export.exporter_for(target)
    if target == export.STDOUT and not chosen.to_stdout:
        raise OutputError(f"{chosen.name} cannot go to standard output", hint="name a file with -o")
    if explain is not None:
        make_folder(explain)
    options = Chosen(
        schema,
        engine,
        page_only,
        force_ocr,
        password,
        template,
        language,
        accept_above,
        max_pages,
        max_bytes,
        max_pixels,
        time_limit,
        layout_model=layout_model,
        entities=entities,
        vendors=vendors,
        scorer=scorer,
    ).options()
    begun = time.monotonic()
    found = gather(inputs, max_bytes=options.limits.bytes, but=explain)
    counts: Counter[Status] = Counter()
    repeats = 0
    # On a terminal a bar and lines of JSON would overwrite each other; a table comes when the bar is gone.
    bar = not quiet and not (target == export.STDOUT and sys.stdout.isatty() and chosen.name != "table")
    results = batch.extract_all(found.inputs, options, jobs=jobs, explain=explain)
    results = batch.repeats_told(results, options, known=known or (), target=target)
    try:
        with chosen.open(target) as sink, common.progress(len(found.inputs), shown=bar) as advancing:
            for extraction in advancing(results):
                sink.write(extraction)
                counts[extraction.status] += 1
                repeats += extraction.repeats is not None
                if extraction.error is not None:
                    complain(told_of(extraction.source, extraction.error.message))
    except KeyboardInterrupt:
        complain(f"interrupted after {counts.total()} of {counted(len(found.inputs), 'document')}; {_left(chosen.name, target)}")
        raise typer.Exit(common.INTERRUPTED) from None
    if not quiet:
        note(summary(counts, repeats, found.skipped, time.monotonic() - begun))
        if target == export.STDOUT and chosen.name == "csv":
            note("line items and other lists are left out on standard output; -o OUT.csv writes them too")
    if counts[Status.FAILED]:
        raise typer.Exit(1)


def _left(form: str, target: str) -> str:
    """What an interrupted run leaves behind."""
    if form == "sql":
        return "the database has those"
    if target == "-":
        return "those are printed" if form == "jsonl" else "what is printed is not whole"
    return f"{target} was left as it was"


def summary(counts: Counter[Status], repeats: int, skipped: int, seconds: float) -> str:
    """`12 documents: 9 accepted, 2 review, 1 failed; 1 repeats another; 3.4 s`."""
    from extractor.results import Status

    said = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    again = f"; {repeats} repeat{'s' if repeats == 1 else ''} another" if repeats else ""
    passed = f"; {counted(skipped, 'other file')} passed over" if skipped else ""
    return f"{counted(counts.total(), 'document')}: {said}{again}{passed}; {seconds:.1f} s"


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder cannot be made: {error.strerror}", hint="choose another place") from error
