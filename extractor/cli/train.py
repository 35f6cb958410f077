"""`extractor train`: fit the scorer to documents of one's own, where that gains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import common
from extractor.cli.common import Chosen, complain, note, reported
from extractor.errors import ScorerError

if TYPE_CHECKING:
    from extractor.train import Trained

Truths = Annotated[Path, typer.Argument(metavar="TRUTH.jsonl", help="True values, a JSON object for each document, which lie beside it.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="OUT.json", help="Where what is learned is written, for --scorer.")]
Schema = Annotated[str | None, typer.Option(metavar="NAME", help="The document type, where the truth names none that is known.")]


@reported
def train(
    truth: Truths,
    output: Output = Path("scorer.json"),
    schema: Schema = None,
    engine: common.Engine = "auto",
    jobs: common.Jobs = None,
    force_ocr: common.ForceOcr = False,
    language: common.Language = None,
    time_limit: common.TimeLimit = None,
    quiet: common.Quiet = False,
) -> None:
    """Fit the scorer to documents of your own.

    Each third is kept back in turn, whole vendors where they are known, to show the gain. Without one nothing is written.
    """
    from extractor import train as training
    from extractor.export.whole import translated, whole_file
    from extractor.learned import own_json
    from extractor.truth import read_truth

    rows = read_truth(truth)
    common.may_write(output)
    options = Chosen(engine=engine, page_only=True, force_ocr=force_ocr, language=language, time_limit=time_limit).options()
    with common.progress(len(rows), shown=not quiet) as advancing:
        labelled = training.gather(rows, options, schema, jobs, complain, advancing)
    trained = training.train(labelled)
    if not quiet:
        typer.echo(_told(trained))
    if not trained.gains:
        raise ScorerError(
            "nothing is gained on the documents kept back, so nothing is written", hint="label more documents, or leave it", code="no_gain"
        )
    content = own_json(trained.additions, training.about(trained))
    with whole_file(str(output)) as file, translated(str(output)):
        file.write((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    if not quiet:
        note(f"written to {output}; use it with --scorer {output}")


def _told(trained: Trained) -> str:
    """The gain on the documents kept back, field by field."""
    by = "vendor" if trained.by_vendor else "document"
    lines = [
        f"{trained.documents} documents, each third shown to what was learned from the others (kept apart by {by})",
        "",
        f"{'field':30}{'n':>6}{'F1 without':>12}{'F1 with':>9}",
        "-" * 57,
    ]
    for name, before in sorted(trained.before.fields.items()):
        after = trained.after.fields[name]
        mark = "  *" if name in trained.additions else ""
        lines.append(f"{name:30}{before.n:>6}{before.f1:>12.3f}{after.f1:>9.3f}{mark}")
    before, after = trained.before.micro, trained.after.micro
    lines += ["-" * 57, f"{'all fields (micro)':30}{before.n:>6}{before.f1:>12.3f}{after.f1:>9.3f}", ""]
    lines.append(
        f"{trained.mended} answers mended, {trained.spoiled} spoiled; wrong and accepted {before.let_through} -> {after.let_through}"
        "; * fields that something was learned for"
    )
    return "\n".join(lines)
