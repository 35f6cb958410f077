"""`extractor read`: the words of documents, without their meaning."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import common
from extractor.cli.common import Chosen, complain, counted, note, reported, told_of
from extractor.errors import ExtractorError, OutputError
from extractor.quick import dataclass

if TYPE_CHECKING:
    from extractor.export.readings import ReadingFormat
    from extractor.inputs import Input
    from extractor.pipeline import Options

Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help="A file; a folder where several documents make a file each (hocr, alto, pdf)."),
]
Format = Annotated[str | None, typer.Option(metavar="F", help="text, jsonl, hocr, alto or pdf (searchable); else told by OUT, else text.")]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document's text in the format asked for, or why there is none."""

    source: str
    label: str
    content: bytes = b""
    problem: str = ""


@reported
def read(
    inputs: common.Inputs,
    output: Output = None,
    format: Format = None,
    engine: common.Engine = "auto",
    jobs: common.Jobs = None,
    force_ocr: common.ForceOcr = False,
    password: common.Password = None,
    language: common.Language = None,
    layout_model: common.LayoutModel = None,
    max_pages: common.MaxPages = None,
    max_bytes: common.MaxBytes = None,
    max_pixels: common.MaxPixels = None,
    time_limit: common.TimeLimit = None,
    quiet: common.Quiet = False,
) -> None:
    """Print the text of documents, or words with their boxes.

    The exit status is 1 when a document could not be read.
    """
    from extractor import batch
    from extractor.export.readings import reading_format
    from extractor.inputs import gather

    chosen = reading_format(format, None if _is_folder(output) else output)
    options = Chosen(
        "auto", engine, False, force_ocr, password, None, language, None, max_pages, max_bytes, max_pixels, time_limit, layout_model
    ).options()
    begun = time.monotonic()
    found = gather(inputs, max_bytes=options.limits.bytes)
    apart = not chosen.many and (len(found.inputs) > 1 or _is_folder(output))
    if apart and output is None:
        raise OutputError(f"{chosen.name} makes a file of each document", hint="name a folder with -o")
    if apart and not _is_folder(output) and Path(str(output)).suffix.lower() in chosen.suffixes:
        raise OutputError(f"{output}: {chosen.name} makes a file of each document", hint="name a folder with -o, and --format")
    if chosen.name == "pdf" and output is None and sys.stdout.isatty():
        raise OutputError("a PDF is not for a terminal", hint="name a file with -o")
    batch.check_tools(options)
    one = partial(_read_one, options=options, form=chosen)
    results = batch.work(one, found.inputs, partial(_failed, form=chosen), jobs=jobs, seconds=options.limits.seconds)
    bar = not quiet and not (output is None and sys.stdout.isatty())
    with common.progress(len(found.inputs), shown=bar) as advancing:
        told = _told(advancing(results))
        failures = _to_folder(told, str(output), chosen) if apart or _is_folder(output) else _to_file(told, output)
    if not quiet:
        count = len(found.inputs)
        note(f"{counted(count, 'document')}: {count - failures} read, {failures} failed; {time.monotonic() - begun:.1f} s")
    if failures:
        raise typer.Exit(1)


def _read_one(item: Input, *, options: Options, form: ReadingFormat) -> Rendered:
    from extractor.export.readings import ReadDocument
    from extractor.pipeline import read as read_pages

    source = item.source
    document, readings = read_pages(source, replace(options, name=item.name))
    original = None
    if form.name == "pdf" and document.kind == "pdf":
        original = source.read_bytes() if isinstance(source, Path) else source
    return Rendered(item.name, item.label, form.render(ReadDocument(document, readings, original, options.password)))


def _failed(item: Input, error: ExtractorError, *, form: ReadingFormat) -> Rendered:
    content = b""
    if form.name == "jsonl":  # one line a document, whatever happens to it
        from extractor.export.reading_jsonl import render_failure
        from extractor.results import Failure

        content = render_failure(item.name, Failure(error.code, str(error)))
    return Rendered(item.name, item.label, content, str(error))


def _told(results: Iterator[Rendered]) -> Iterator[Rendered]:
    for result in results:
        if result.problem:
            complain(told_of(result.source, result.problem))
        yield result


def _to_file(results: Iterator[Rendered], output: str | None) -> int:
    from extractor.export.whole import translated, whole_file

    failures = 0
    if output is None or output == "-":
        for result in results:
            failures += bool(result.problem)
            with translated("standard output"):
                sys.stdout.buffer.write(result.content)
                sys.stdout.buffer.flush()
        return failures
    with whole_file(output) as file:
        for result in results:
            failures += bool(result.problem)
            with translated(output):
                file.write(result.content)
    return failures


def _to_folder(results: Iterator[Rendered], output: str, form: ReadingFormat) -> int:
    from extractor.cli.run import make_folder
    from extractor.export.whole import translated, whole_file

    if os.path.exists(output) and not os.path.isdir(output):
        raise OutputError(f"{output}: {form.name} makes a file of each document", hint="name a folder with -o")
    make_folder(Path(output))
    failures = 0
    for result in results:
        failures += bool(result.problem)
        if result.content:
            target = os.path.join(output, f"{result.label}{form.suffixes[0]}")
            with whole_file(target) as file, translated(target):
                file.write(result.content)
    return failures


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(os.sep) or os.path.isdir(output))
