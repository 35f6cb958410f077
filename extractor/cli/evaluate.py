"""`extractor evaluate`: how right the records are, against truth."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli import common
from extractor.cli.common import Chosen, complain, counted, note, reported, told_of
from extractor.errors import DamagedInput, OutputError, SchemaError

if TYPE_CHECKING:
    from extractor.truth import Truth

Truths = Annotated[Path, typer.Argument(metavar="TRUTH.jsonl", help="True values, a JSON object for each document.")]
Predictions = Annotated[
    Path | None,
    typer.Argument(metavar="[PREDICTIONS.jsonl]", help="What `extractor run` printed; without it the documents are run now."),
]
Schema = Annotated[str | None, typer.Option(metavar="NAME", help="The document type, where the truth names none that is known.")]
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="OUT", help="Keep the predictions made, as `run -o` would.")]
Json = Annotated[Path | None, typer.Option("--json", metavar="OUT", help="Write the whole result, mistakes included, as JSON.")]
Diagram = Annotated[Path | None, typer.Option(metavar="OUT.png", help="Draw how far the confidences can be trusted.")]
Where = Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="Only documents whose truth says so; may be repeated.")]
Fields = Annotated[str | None, typer.Option(metavar="A,B", help="Only these fields.")]
Errors = Annotated[int, typer.Option(min=0, metavar="N", help="Show the first N mistakes.")]


@reported
def evaluate(
    truth: Truths,
    predictions: Predictions = None,
    schema: Schema = None,
    output: Output = None,
    json_out: Json = None,
    diagram: Diagram = None,
    where: Where = None,
    fields: Fields = None,
    errors: Errors = 0,
    engine: common.Engine = "auto",
    jobs: common.Jobs = None,
    page_only: common.PageOnly = False,
    force_ocr: common.ForceOcr = False,
    template: common.Template = None,
    vendors: common.Vendors = None,
    language: common.Language = None,
    layout_model: common.LayoutModel = None,
    entities: common.Entities = True,
    scorer: common.Scorer = None,
    accept_above: common.AcceptAbove = None,
    time_limit: common.TimeLimit = None,
    quiet: common.Quiet = False,
) -> None:
    """Score records against truth, field by field."""
    from extractor.cli.scores import report
    from extractor.evaluate import score
    from extractor.export.whole import translated, whole_file
    from extractor.truth import read_predictions, read_truth

    truths = _wanted(truth, read_truth(truth), where or ())
    only = _known_fields(truths, fields)
    for target in (json_out, diagram):
        common.may_write(target)
    if diagram is not None and diagram.suffix.lower() != ".png":
        raise OutputError(f"{diagram}: a diagram is a PNG file", hint="let its name end in .png", code="unknown_format")
    failed = 0
    if predictions is not None:
        made: Sequence[dict[str, Any]] = read_predictions(predictions)
    else:
        chosen = Chosen(
            engine=engine,
            page_only=page_only,
            force_ocr=force_ocr,
            template=template,
            language=language,
            accept_above=accept_above,
            time_limit=time_limit,
            layout_model=layout_model,
            entities=entities,
            vendors=vendors,
            scorer=scorer,
        )
        made = _run(truths, schema, chosen, jobs, output, quiet)
        failed = sum(prediction["status"] == "failed" for prediction in made)
    result = score(truths, made, schema=schema, fields=only)
    typer.echo(report(result))
    for mistake in result.mistakes[:errors]:
        row = {"file": mistake.file, "field": mistake.field, "expected": mistake.expected, "found": mistake.found}
        typer.echo(json.dumps(row, ensure_ascii=False))
    if diagram is not None:
        from extractor.export.reliability_diagram import write_diagram

        write_diagram(result.answers, f"{truth.parent.name or truth.stem}: {result.documents} documents", str(diagram))
    if json_out is not None:
        with whole_file(str(json_out)) as file, translated(str(json_out)):
            file.write(json.dumps(result.to_json(), ensure_ascii=False, indent=1).encode())
    if failed:
        raise typer.Exit(1)


def _wanted(file: Path, rows: Sequence[Truth], conditions: Sequence[str]) -> list[Truth]:
    """The rows of truth that say all of the conditions. Raises DamagedInput where there are no rows, BadParameter where none says so."""
    if not rows:
        raise DamagedInput(f"{file} has no rows of truth", hint="write one JSON object a line, with a file and its fields")
    wanted = [row for row in rows if all(_holds(row, condition) for condition in conditions)]
    if not wanted:
        raise typer.BadParameter(f"no row of {file} says {' and '.join(conditions)}", param_hint="--where")
    return wanted


def _known_fields(truths: Sequence[Truth], fields: str | None) -> frozenset[str]:
    """The fields that alone are scored. Raises BadParameter where the truth names no such field: a score of nothing would look like one."""
    named = dict.fromkeys(name for row in truths for name in row.fields)
    only = [name for name in (part.strip() for part in (fields or "").split(",")) if name]
    if unknown := [name for name in only if name not in named]:
        raise typer.BadParameter(f"the truth names no {', '.join(unknown)}; it names {', '.join(named)}", param_hint="--fields")
    return frozenset(only)


def _holds(row: Truth, condition: str) -> bool:
    key, mark, value = condition.partition("=")
    if not mark:
        raise typer.BadParameter(f"{condition!r} is not KEY=VALUE", param_hint="--where")
    return str(row.facts.get(key)) == value


def _run(
    truths: Sequence[Truth], schema: str | None, chosen: Chosen, jobs: int | None, output: str | None, quiet: bool
) -> list[dict[str, Any]]:
    """Extract the documents that the truth names, each as the schema that it names."""
    from contextlib import ExitStack
    from dataclasses import replace

    from extractor import batch, export
    from extractor.inputs import gather

    wanted: dict[str, list[Truth]] = {}
    for row in truths:
        name = schema or row.schema
        if name is None:
            raise SchemaError(f"{row.name}: the truth names no schema", hint="name it with --schema")
        wanted.setdefault(name, []).append(row)
    made = []
    begun, cpu = time.monotonic(), _cpu_seconds()
    with ExitStack() as stack:
        sink = stack.enter_context(export.exporter_for(output).open(output)) if output else None
        advancing = stack.enter_context(common.progress(len(truths), shown=not quiet))
        for name, rows in wanted.items():
            inputs = gather([str(row.path) for row in rows]).inputs
            results = batch.extract_all(inputs, replace(chosen, schema=name).options(), jobs=jobs)
            for extraction in advancing(results):
                if extraction.error is not None:
                    complain(told_of(extraction.source, extraction.error.message))
                if sink is not None:
                    sink.write(extraction)
                made.append(extraction.to_json())
    if not quiet:
        note(f"{counted(len(made), 'document')} in {time.monotonic() - begun:.1f} s, {_cpu_seconds() - cpu:.1f} CPU s")
    return made


def _cpu_seconds() -> float:
    """User and system time of this process and of its workers that have ended."""
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
