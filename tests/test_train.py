"""`extractor train`: documents of one's own teach the scorer what gains, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import Options, extract
from extractor.cli import app
from extractor.document import Candidate
from extractor.errors import ScorerError
from extractor.learned import own_json, version, with_own
from extractor.train import Labelled, train
from extractor.truth import Truth
from tests.conftest import drawn

MODEL = """
from typing import Annotated
from extractor import Identifier, Labels, Record

class Slip(Record):
    code: Annotated[Identifier | None, Labels("Reference", "Order No")] = None
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Slips that say two numbers, of which this user means the one after the label that the model names second."""
    (tmp_path / "slip.py").write_text(MODEL)
    (tmp_path / "docs").mkdir()
    rows = []
    for number in range(24):
        page = [(60, 80, "*Slip"), (60, 120, f"Order No: AB-{9300 + number}"), (60, 140, f"Reference: KX-{4711 + number}")]
        (tmp_path / "docs" / f"{number}.pdf").write_bytes(drawn(page))
        rows.append({"file": f"docs/{number}.pdf", "vendor": f"vendor {number % 5}", "fields": {"code": f"AB-{9300 + number}"}})
    write(tmp_path / "truth.jsonl", rows)
    return tmp_path


def write(path: Path, rows: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def run(folder: Path, *more: str) -> tuple[int, str]:
    command = ["train", str(folder / "truth.jsonl"), "--schema", f"{folder / 'slip.py'}:Slip", "-o", str(folder / "own.json")]
    result = CliRunner().invoke(app, [*command, "--jobs", "1", *more])
    return result.exit_code, result.output


def test_what_is_learned_is_shown_and_used(folder: Path) -> None:
    status, said = run(folder)
    assert status == 0, said
    assert "kept apart by vendor" in said
    assert next(line for line in said.splitlines() if line.startswith("code")).split()[2:] == ["0.000", "1.000", "*"]
    assert json.loads((folder / "own.json").read_text())["about"]["f1_with"] == 1.0
    schema = f"{folder / 'slip.py'}:Slip"
    without = extract(folder / "docs" / "3.pdf", Options(schema=schema))
    taught = extract(folder / "docs" / "3.pdf", Options(schema=schema, scorer=folder / "own.json"))
    assert without.fields["code"].value == "KX-4714"
    assert taught.fields["code"].value == "AB-9303"
    assert [other.value for other in taught.fields["code"].alternatives] == ["KX-4714"]


def test_the_command_line_takes_the_file(folder: Path) -> None:
    run(folder, "--quiet")
    command = ["evaluate", str(folder / "truth.jsonl"), "--schema", f"{folder / 'slip.py'}:Slip", "--jobs", "1", "--quiet"]
    result = CliRunner().invoke(app, [*command, "--scorer", str(folder / "own.json")])
    assert "24 documents, 24 answered, 24 wholly right" in result.output
    result = CliRunner().invoke(app, [*command, "--scorer", str(folder / "truth.jsonl")])
    assert result.exit_code == 4
    assert "truth.jsonl is no file of extractor train" in result.output


def test_what_gains_nothing_is_not_taken(folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    write(folder / "truth.jsonl", [row | {"fields": {"code": f"KX-{4711 + number}"}} for number, row in enumerate(rows)])
    status, said = run(folder)
    assert status == 4
    assert "nothing is gained" in said
    assert not (folder / "own.json").exists()


def test_too_few_documents_are_said_to_be(folder: Path) -> None:
    rows = (folder / "truth.jsonl").read_text().splitlines()
    (folder / "truth.jsonl").write_text("\n".join(rows[:11]))
    status, said = run(folder)
    assert status == 4
    assert "11 documents with truth are too few" in said


def test_a_document_that_cannot_be_read_is_told_and_passed_over(folder: Path) -> None:
    (folder / "docs" / "5.pdf").write_bytes(b"no PDF")
    status, said = run(folder)
    assert status == 0
    assert "5.pdf" in said


def slip(number: int, vendor: str, *, second: bool) -> Labelled:
    """A slip with two candidates that look alike but for what points at them."""
    values = (f"KX{number}", f"AB{number}")
    found = tuple(
        Candidate("receipt_number", value, value, "label", f"right of '{label}'", features={"strength": 0.8}, family="identifier")
        for value, label in zip(values, ("reference", "order no"), strict=True)
    )
    fields = {"receipt_number": values[second], "merchant.name": vendor}
    return Labelled(Truth(f"{number}.pdf", Path(f"{number}.pdf"), "receipt", fields, {}, {}), "receipt", 1, found)


def test_no_vendor_is_learned_from_and_shown() -> None:
    trained = train([slip(number, f"Shop {number % 4}", second=False) for number in range(20)])
    assert trained.by_vendor
    assert trained.documents == trained.before.documents == trained.after.documents == 20
    assert trained.gains
    assert trained.spoiled == 0 < trained.mended


def test_one_vendor_is_split_by_document() -> None:
    trained = train([slip(number, "The Shop", second=False) for number in range(20)])
    assert not trained.by_vendor
    assert trained.after.documents == 20


def test_chance_teaches_nothing() -> None:
    trained = train([slip(number, f"Shop {number % 4}", second=number % 3 == 0 or number % 7 == 1) for number in range(40)])
    assert trained.spoiled == 0 or not trained.gains


def test_the_same_documents_teach_the_same() -> None:
    slips = [slip(number, f"Shop {number % 4}", second=False) for number in range(20)]
    assert train(slips).additions == train(slips).additions


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"on": "x"}', '{"on": "%s", "fields": {"a": {"slope": "no", "shift": 0, "weights": {}}}}',
    '{"on": "%s", "fields": {"a": {"slope": NaN, "shift": 0, "weights": {}}}}', "\x00\x01"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "own.json").write_text(content.replace("%s", version()))
    with pytest.raises(ScorerError, match="is no file of"):
        with_own(tmp_path / "own.json")


def test_a_file_for_other_models_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text(json.dumps(own_json({}, {}) | {"on": "0123456789abcdef"}))
    with pytest.raises(ScorerError, match="other models"):
        with_own(tmp_path / "own.json")
    with pytest.raises(ScorerError, match="cannot be read"):
        with_own(tmp_path / "nowhere.json")
