"""`extractor schemas` and `extractor templates`: what there is, and whether a template of one's own is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.common import complain, reported
from extractor.errors import TemplateError

schemas = typer.Typer(name="schemas", help="List the document types, or show one as JSON Schema.", rich_markup_mode=None)
templates = typer.Typer(name="templates", help="List the templates, or check your own.", no_args_is_help=True, rich_markup_mode=None)


@schemas.callback(invoke_without_command=True)
@reported
def _schemas(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        _list_schemas()


@schemas.command("list")
@reported
def list_schemas() -> None:
    """The names that --schema knows, and what each is."""
    _list_schemas()


@schemas.command("show")
@reported
def show_schema(name: Annotated[str, typer.Argument(metavar="NAME", help="A name, module:Class or file.py:Class.")]) -> None:
    """A document type as JSON Schema."""
    from extractor import catalog

    typer.echo(json.dumps(catalog.schema(name).model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))


@templates.command("list")
@reported
def list_templates(
    template: Annotated[list[Path] | None, typer.Option(metavar="FILE|DIR", help="Templates of your own, beside those that ship.")] = None,
) -> None:
    """The templates that ship, and your own."""
    from extractor import catalog

    for found in catalog.templates(tuple(template or ())):
        typer.echo(f"{found.name}\t{found.schema}\t{found.file}")


@templates.command("check")
@reported
def check_templates(files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Templates, or folders of them.")]) -> None:
    """Whether templates are right. Each mistake is one line: file, line, key, what is wrong."""
    from extractor import catalog

    checked = [catalog.check_templates(file) for file in files]
    mistakes = [mistake for _, found in checked for mistake in found]
    names: dict[str, str] = {}
    for template in (template for right, _ in checked for template in right):
        if names.setdefault(template.name, template.file) == template.file:
            typer.echo(f"ok: {template.file}: {template.name}, for {template.schema}")
        else:
            mistakes.append(catalog.same_name(template, names[template.name]))
    for mistake in dict.fromkeys(mistakes):
        complain(str(mistake))
    if mistakes:
        raise typer.Exit(TemplateError.exit_code)


def _list_schemas() -> None:
    from extractor import catalog

    for name in sorted(catalog.schemas()):
        said = (catalog.schema(name).__doc__ or "").strip().splitlines()
        typer.echo(f"{name:12}{said[0] if said else ''}")
