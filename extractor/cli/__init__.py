"""The command line: a thin skin. Each command is a file; what it needs is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli.catalogue import schemas, templates
from extractor.cli.common import OneLineErrors
from extractor.cli.doctor import doctor
from extractor.cli.evaluate import evaluate
from extractor.cli.read import read
from extractor.cli.run import run
from extractor.cli.serve import serve
from extractor.cli.train import train
from extractor.garbage import collect_seldom

app = typer.Typer(
    name="extractor",
    cls=OneLineErrors,
    help="Invoices, receipts, tickets and forms to validated records, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)] = False,
) -> None:
    pass


app.command()(run)
app.command()(read)
app.command()(evaluate)
app.command()(train)
app.command()(doctor)
app.add_typer(schemas)
app.add_typer(templates)
app.command()(serve)


def main() -> None:
    collect_seldom()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else all that is installed is asked whether it is one
    app()
