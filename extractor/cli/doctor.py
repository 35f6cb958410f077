"""`extractor doctor`: what is installed, what is missing and how to get it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from extractor.cli.common import reported
from extractor.errors import EngineError

MARKS = {"ok": "ok", "missing": "!!", "broken": "XX", "not installed": "--"}


@reported
def doctor(as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False) -> None:
    """Say what is installed, what is missing, and how to get it.

    The exit status is 0 when documents of every kind can be extracted, else 5.
    """
    from extractor.doctor import State, can_run, examine

    findings = examine()
    runs = can_run(findings)
    if as_json:
        typer.echo(json.dumps({"can_run": runs, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        group = ""
        for finding in findings:
            if finding.group != group:
                group = finding.group
                typer.echo(f"{group}:")
            remedy = f"   ->  {finding.remedy}" if finding.remedy and finding.state is not State.OK else ""
            typer.echo(f"  {MARKS[finding.state.value]}  {finding.name:24} {finding.detail}{remedy}".rstrip())
        typer.echo()
        lacking = sum(finding.state is State.MISSING for finding in findings)
        if not runs:
            typer.echo("Documents cannot be extracted before what is marked XX is mended.")
        elif lacking:
            typer.echo(f"The main job can run. To be mended: {lacking} (marked !!).")
        else:
            typer.echo("All is well.")
    if not runs:
        raise typer.Exit(EngineError.exit_code)
