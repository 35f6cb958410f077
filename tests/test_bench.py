"""The benchmarks' own arithmetic: a wrong yardstick would flatter or shame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.bench import report, scoring
from tools.bench.peers import naive
from tools.bench.sets import SETS, BenchSet, truth_rows


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_wrong_total_counts_only_where_it_was_accepted_and_can_be_seen(tmp_path: Path) -> None:
    truth = [
        {"file": "docs/a.pdf", "fields": {"total": "10.00", "due": "9.00"}},
        {"file": "docs/b.pdf", "fields": {"total": "10.00"}, "visible": {"total": False}},
        {"file": "docs/c.pdf", "fields": {"total": "10.00"}},
        {"file": "docs/d.pdf", "fields": {"total": "1,000.00"}},
        {"file": "docs/e.pdf", "fields": {"total": "10.00"}},
    ]
    answers = [
        ("a", "accepted", "11.00"),
        ("b", "accepted", "11.00"),
        ("c", "review", "11.00"),
        ("d", "accepted", "1000.00"),
        ("e", "accepted", None),
    ]
    rows = [{"source": f"/x/{name}.pdf", "status": status, "record": {"total": total, "due": "8.00"}} for name, status, total in answers]
    assert scoring.wrong_totals_accepted(truth, written(tmp_path, rows), ("total", "due")) == 1


def test_official_comparison_is_strict_but_for_case_and_spaces(tmp_path: Path) -> None:
    truth = [{"file": "a.jpg", "fields": {"merchant.name": "BIG  SHOP", "total": "9.00", "date": "2020-01-02"}}]
    rows = [{"source": "a.jpg", "record": {"merchant": {"name": "Big Shop"}, "total": "9.0"}}]
    assert scoring.official_f1(truth, written(tmp_path, rows)) == pytest.approx(2 * 1 / (3 + 2))


def test_tables_are_paired_with_the_likest_and_unmarked_ones_cost_nothing(tmp_path: Path) -> None:
    truth = [
        {"file": "a.pdf", "fields": {"tables": [{"page": 1, "cells": [{"text": "a b"}, {"text": "c"}, {"text": ""}]}]}},
    ]
    cells = [{"table": 0, "text": "zzz"}, {"table": 1, "text": "A  B"}, {"table": 1, "text": "d"}, {"table": 1, "text": None}]
    result = scoring.score_tables(truth, written(tmp_path, [{"source": "a.pdf", "record": {"tables": cells}}]))
    assert result["cells_f1"] == pytest.approx(0.5)


def test_a_line_that_was_cut_short_counts_as_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"source": "a"}\n{"source": ')
    assert scoring.rows(path) == [{"source": "a"}]


def test_a_limit_spreads_over_the_set(tmp_path: Path) -> None:
    chosen = BenchSet("s", "s", "receipt", "receipt", "S", (), where=(("kind", "scan"),))
    (tmp_path / "s").mkdir()
    rows: list[dict[str, Any]] = [{"file": f"{n}.pdf", "kind": "scan" if n % 2 else "digital", "fields": {}} for n in range(20)]
    written(tmp_path / "s", rows).rename(tmp_path / "s" / "truth.jsonl")
    assert [row["file"] for row in truth_rows(tmp_path, chosen, 3)] == ["1.pdf", "7.pdf", "13.pdf"]


def test_the_page_says_when_a_system_did_not_answer_everything() -> None:
    score: dict[str, Any] = {"documents": 2, "answered": 1, "wholly_right": 0, "fields": {}, "lists": {}, "statuses": {}, "calibration": {}}
    score["micro"] = {"f1": 0.5, "precision": 0.5, "recall": 0.5, "right": 1, "wrong": 1, "spurious": 0}
    system = {"command": "extractor run", "documents": 2, "status": 1, "cpu": 3.0, "score": score, "wrong_totals": 0, "official": 0.25}
    page = report.write({SETS[0].name: {"documents": 2, "systems": {report.US: system}}}, "a machine")
    assert f"{report.US} answered 1 of 2" in page
    assert "| 1.50 |" in page


@pytest.mark.parametrize(("text", "value"), [("1.234,50", "1234.50"), ("1 234.50", "1234.50"), ("12,50", "12.50"), ("-3.00", "-3.00")])
def test_the_naive_rule_reads_amounts(text: str, value: str) -> None:
    assert naive.number(text) == value


@pytest.mark.parametrize(("text", "value"), [("2020-01-31", "2020-01-31"), ("31/01/20", "2020-01-31"), ("1 Feb 2020", "2020-02-01")])
def test_the_naive_rule_reads_dates(text: str, value: str) -> None:
    assert naive.iso(text, month_first=False) == value
