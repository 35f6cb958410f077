"""The documents name all there is: commands, options, errors, issues, fields. And what they show runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from extractor import catalog, errors
from extractor.cli import app
from extractor.schemas.record import field_specs
from tools import schema_docs

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(DOCS.glob("*.md"))
COMMAND_LINE, ERRORS = DOCS / "command-line.md", DOCS / "errors.md"


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """(words of a command, its options) of every command below one."""
    for name, below in getattr(command, "commands", {}).items():
        options = [param for param in below.params if param.param_type_name == "option"]
        yield (*path, name), [spelled for option in options for spelled in (*option.opts, *option.secondary_opts)]
        yield from commands(below, (*path, name))


ALL_COMMANDS = dict(commands(typer.main.get_command(app)))


def marked(page: Path) -> set[str]:
    """Everything that stands between backticks, and the words of it."""
    spans = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    return set(spans) | {word for span in spans for word in re.split(r"[\s,=]+", span)}


@pytest.mark.parametrize("path", ALL_COMMANDS, ids=" ".join)
def test_every_command_and_option_is_described(path: tuple[str, ...]) -> None:
    text = COMMAND_LINE.read_text(encoding="utf-8")
    assert f"extractor {' '.join(path)}" in text
    words = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", text))
    missing = set(ALL_COMMANDS[path]) - words
    assert not missing, f"docs/command-line.md does not name {sorted(missing)} of extractor {' '.join(path)}"


def test_every_option_that_is_described_exists() -> None:
    known = {"--help", "-h", "--version"}.union(*ALL_COMMANDS.values())
    for page in (COMMAND_LINE, ROOT / "README.md"):
        shown = {word for span in marked(page) for word in re.findall(r"(?<![\w-])--[a-z][\w-]*", span)}
        foreign = {"--no-deps", "--require-hashes"}
        assert shown - foreign <= known, f"{page.name} shows options that there are not"


def error_classes() -> list[type[errors.ExtractorError]]:
    return [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.ExtractorError)]


def codes() -> tuple[set[str], set[str]]:
    """(codes of errors, codes of issues) as the program's own text makes them."""
    of_errors = {kind.code for kind in error_classes()} - {errors.ExtractorError.code}
    of_issues = {rule.code for name in catalog.BUILT_IN for rule in catalog.schema(name).rules}
    for path in (ROOT / "extractor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name == "Issue" and node.args and isinstance(node.args[0], ast.Constant):
                    of_issues.add(str(node.args[0].value))
                if name.endswith("Error") or name in vars(errors):
                    of_errors |= {str(k.value.value) for k in node.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)}
    return of_errors, of_issues


def test_every_error_and_exit_status_is_described() -> None:
    text = ERRORS.read_text(encoding="utf-8")
    named = marked(ERRORS)
    for kind in error_classes():
        assert kind.__name__ in text, f"docs/errors.md does not name {kind.__name__}"
        row = next((line for line in text.splitlines() if f"`{kind.code}`" in line), "")
        assert kind is errors.ExtractorError or str(kind.exit_code) in row, (
            f"docs/errors.md: {kind.code} without its exit status {kind.exit_code}"
        )
    assert codes()[0] <= named, f"docs/errors.md does not name {sorted(codes()[0] - named)}"


def test_every_issue_is_described() -> None:
    missing = codes()[1] - marked(ERRORS)
    assert not missing, f"docs/errors.md does not name {sorted(missing)}"


def test_no_code_is_described_that_nothing_makes() -> None:
    rows = [line.split("|")[1:3] for line in ERRORS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    described = {code for cells in rows for cell in cells for code in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", cell)}
    assert described <= set.union(*codes())


def test_every_field_is_described_as_the_models_say() -> None:
    text = (DOCS / "schemas.md").read_text(encoding="utf-8")
    for name in catalog.BUILT_IN:
        for spec in field_specs(catalog.schema(name)):
            assert f"| `{spec.path}` |" in text
    by_hand = text.partition(schema_docs.MARKER)[0]
    assert schema_docs.page(by_hand) == text, "run python -m tools.schema_docs"


def test_the_template_that_is_shown_is_right(tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", (DOCS / "templates.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks
    for number, block in enumerate(blocks):
        whole = block if block.startswith("schema:") else f"schema: invoice\nrecognise: {{any: Acme Ltd}}\n{block}"
        (tmp_path / f"shown-{number}.yaml").write_text(whole, encoding="utf-8")
    command = [sys.executable, "-m", "extractor.cli", "templates", "check", *sorted(map(str, tmp_path.iterdir()))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_every_key_of_a_template_is_described() -> None:
    from extractor import template_reader

    keys = {*template_reader.TOP, *template_reader.RECOGNISE, *template_reader.FIELD, *template_reader.DATE_ORDERS, "box"}
    assert keys <= marked(DOCS / "templates.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_path_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
    for path in re.findall(r"`((?:extractor|schemas|templates|tools|tests|docs|sample_docs)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), f"{page.name} names {path}"


def examples() -> list[tuple[str, str]]:
    found = []
    for page in (ROOT / "README.md", DOCS / "own-models.md"):
        blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        found += [(f"{page.stem}-{number}", block) for number, block in enumerate(blocks, 1)]
    return found


@pytest.mark.engine
@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in examples()])
def test_what_is_shown_runs(code: str, tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(DOCS)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_sample_is_described() -> None:
    described = (ROOT / "sample_docs" / "README.md").read_text(encoding="utf-8")
    samples = [path.name for path in (ROOT / "sample_docs").iterdir() if path.suffix in (".pdf", ".jpg", ".png")]
    assert samples
    assert [name for name in samples if f"`{name}`" not in described] == []


def test_there_are_examples_to_run() -> None:
    assert {name.rpartition("-")[0] for name, _ in examples()} == {"README", "own-models"}
