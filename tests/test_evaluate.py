"""Scores, against sums done by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.scores import report
from extractor.errors import DamagedInput, InputNotFound
from extractor.evaluate import Score, score
from extractor.export.explain import RED
from extractor.export.reliability_diagram import write_diagram
from extractor.truth import Truth, read_predictions, read_truth


def truth(name: str = "a.pdf", visible: Mapping[str, bool] | None = None, schema: str | None = None, **fields: Any) -> Truth:
    return Truth(name, Path(name), schema, {key.replace("__", "."): value for key, value in fields.items()}, visible or {}, {})


def answer(name: str = "a.pdf", status: str = "review", confidence: float = 0.9, **record: Any) -> dict[str, Any]:
    fields = {key: {"confidence": confidence} for key in record}
    return {"source": f"docs/{name}", "status": status, "record": record, "fields": fields}


def counts(result: Score, name: str) -> tuple[int, int, int, int, int]:
    tally = (result.fields | result.lists)[name]
    return tally.n, tally.right, tally.wrong, tally.missed, tally.spurious


@pytest.mark.parametrize(
    ("expected", "found", "right"),
    [
        ("119.00", "119", True),
        ("119.00", "119.004", True),
        ("1,119.00", "1119.00", True),
        ("119.00", "118.99", False),
        ("2026-11-21", "2026-11-21T00:00:00", True),
        ("2026-11-21", "2026-11-12", False),
        ("ACME  Ltd.", "acme ltd", True),
        ("ACME", "ACMF", False),
        ("Ｆｕｌｌ", "full", True),
        ("A-17", "A 17", True),
        ("017", "17", False),
    ],
)
def test_values_are_compared_as_people_would(expected: str, found: str, right: bool) -> None:
    assert counts(score([truth(x=expected)], [answer(x=found)]), "x") == (1, int(right), int(not right), 0, 0)


def test_the_schema_tells_a_fields_kind_where_it_is_known() -> None:
    assert counts(score([truth(schema="invoice", net_total="7")], [answer(net_total="7.00")]), "net_total")[1] == 1
    assert counts(score([truth(net_total="7")], [answer(net_total="7.00")]), "net_total")[1] == 0


def test_a_missing_answer_is_missed_and_one_too_many_is_spurious() -> None:
    result = score([truth(x="1", y=None, z="2")], [answer(x=None, y="new", other="?")])
    assert counts(result, "x") == (1, 0, 0, 1, 0)
    assert counts(result, "y") == (0, 0, 0, 0, 1)
    assert counts(result, "z") == (1, 0, 0, 1, 0)
    assert "other" not in result.fields
    assert [mistake.field for mistake in result.mistakes] == ["x", "y", "z"]


def test_what_cannot_be_seen_is_not_scored() -> None:
    result = score([truth(x="1", y="2", visible={"x": False})], [answer(y="2")])
    assert list(result.fields) == ["y"]
    assert result.wholly_right == 1


def test_precision_recall_and_f1() -> None:
    truths = [truth(f"{n}.pdf", x="right") for n in range(4)]
    result = score(truths, [answer("0.pdf", x="right"), answer("1.pdf", x="right"), answer("2.pdf", x="wrong")])
    tally = result.fields["x"]
    assert tally.precision == pytest.approx(2 / 3)
    assert tally.recall == 0.5
    assert tally.f1 == pytest.approx(4 / 7)
    assert result.micro.f1 == tally.f1
    assert (result.documents, result.answered, result.wholly_right) == (4, 3, 2)


def test_a_mistake_in_an_accepted_record_is_counted_as_let_through() -> None:
    truths = [truth("0.pdf", x="right"), truth("1.pdf", x="right"), truth("2.pdf", x="right")]
    made = [answer("0.pdf", "accepted", x="wrong"), answer("1.pdf", "review", x="wrong"), answer("2.pdf", "accepted", x="right")]
    result = score(truths, made)
    assert result.fields["x"].let_through == 1
    assert result.statuses == {"accepted": (2, 1), "review": (1, 0)}


ROW = {"description": "Blue pen, box of ten", "quantity": "2", "amount": "7.00"}


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([ROW], 1),
        ([{**ROW, "amount": 7.0, "unit": "box"}], 1),
        ([{**ROW, "description": "Blue pen, box of"}], 1),
        ([{**ROW, "description": "A red chair"}], 0),
        ([{**ROW, "quantity": "3"}], 0),
        ([{**ROW, "quantity": None}], 0),
        ([], 0),
        (None, 0),
    ],
)
def test_a_row_is_right_when_every_cell_of_the_truth_is(found: Any, right: int) -> None:
    result = score([truth(schema="invoice", line_items=[ROW])], [answer(line_items=found)])
    assert counts(result, "line_items") == (1, right, len(found or []) - right, 1 - right, 0)


def test_rows_are_paired_off_one_to_one() -> None:
    result = score([truth(schema="invoice", line_items=[ROW, ROW])], [answer(line_items=[ROW, ROW, ROW])])
    assert counts(result, "line_items") == (2, 2, 1, 0, 0)
    assert result.wholly_right == 0
    assert "line_items" not in result.fields


def test_values_of_pairs_are_compared_whole() -> None:
    pair = {"label": "Name", "value": "Ada Lovelace of London"}
    result = score([truth(schema="form", pairs=[pair])], [answer(pairs=[{**pair, "value": "Ada"}])])
    assert counts(result, "pairs") == (1, 0, 1, 1, 0)


def test_calibration_by_hand() -> None:
    truths = [truth(f"{n}.pdf", x="right") for n in range(4)]
    answers = [(0.95, "right"), (0.95, "right"), (0.85, "wrong"), (0.1, "right")]
    made = [answer(f"{n}.pdf", confidence=confidence, x=value) for n, (confidence, value) in enumerate(answers)]
    result = score(truths, made)
    assert [(b.low, b.answers, b.right) for b in result.reliability()] == [(0.1, 1, 1.0), (0.8, 1, 0.0), (0.9, 2, 1.0)]
    assert result.calibration_error == pytest.approx((0.9 + 0.85 + 2 * 0.05) / 4)
    assert result.straight_through == pytest.approx(0.5)


def test_answers_of_one_confidence_go_through_together_or_not_at_all() -> None:
    truths = [truth(f"{n}.pdf", x="right") for n in range(2)]
    assert score(truths, [answer("0.pdf", x="right"), answer("1.pdf", x="wrong")]).straight_through == 0


def test_two_predictions_of_one_name_are_refused() -> None:
    with pytest.raises(DamagedInput, match=r"docs/a\.pdf and other/a\.pdf"):
        score([truth(x="1")], [answer(x="1"), {**answer(x="1"), "source": "other/a.pdf"}])


@pytest.mark.parametrize("line", ["no json", "[]", '{"file": "a.pdf"}', '{"fields": {}}'])
def test_a_bad_row_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "t.jsonl").write_text('{"file": "a.pdf", "fields": {}}\n' + line)
    with pytest.raises(DamagedInput, match="line 2"):
        read_truth(tmp_path / "t.jsonl")


def test_files_that_are_not_there_or_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match=r"nowhere\.jsonl"):
        read_predictions(tmp_path / "nowhere.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DamagedInput, match="not UTF-8"):
        read_predictions(tmp_path / "b.jsonl")


def test_documents_lie_beside_their_truth(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"file": "docs/a.pdf", "schema": "invoice", "fields": {}}) + "\n\n")
    (row,) = read_truth(tmp_path / "t.jsonl")
    assert (row.name, row.path, row.schema) == ("a.pdf", tmp_path / "docs" / "a.pdf", "invoice")


def test_the_report_and_the_json_say_the_same() -> None:
    result = score([truth(x="1.00", line_items=[ROW])], [answer(status="accepted", x="2.00", line_items=[ROW])])
    said = report(result)
    assert "x" in said.splitlines()[2]
    assert "line_items (rows)" in said
    assert "1 document, 1 answered, 0 wholly right" in said
    assert "accepted" in said
    content = json.loads(json.dumps(result.to_json()))
    assert content["fields"]["x"]["let_through"] == 1
    assert content["lists"]["line_items"]["f1"] == 1.0
    assert content["calibration"]["bins"][0]["answers"] == 1


def test_confidence_is_told_by_field() -> None:
    truths = [truth(f"{n}.pdf", x="right", y="right") for n in range(2)]
    made = [answer(f"{n}.pdf", confidence=0.9, x="right", y=value) for n, value in enumerate(("right", "wrong"))]
    by_field = score(truths, made).to_json()["calibration"]["fields"]
    assert by_field["x"] == {"answers": 2, "expected_error": 0.1, "straight_through_at_99": 1.0}
    assert by_field["y"] == {"answers": 2, "expected_error": 0.4, "straight_through_at_99": 0.0}
    assert any(line.split() == ["y", "2", "0.500", "0.900", "0.400", "0.0%"] for line in report(score(truths, made)).splitlines())


def test_the_diagram_is_drawn_with_what_there_is(tmp_path: Path) -> None:
    from PIL import Image

    for name, answers in (("none", []), ("some", [(0.95, True), (0.95, False), (0.2, False), (1.0, True)])):
        target = tmp_path / f"{name}.png"
        write_diagram(answers, name, str(target))
        picture = Image.open(target).convert("RGB")
        colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
        assert (RED in colours) == bool(answers)  # half of those at 0.95 and above are wrong
