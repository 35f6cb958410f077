"""Templates at work: recognised, found by each way, weighed against all else, and never silent."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from extractor import batch, catalog, inputs
from extractor.cli import app
from extractor.pipeline import Options, extract
from extractor.results import Extraction, Status

Put = tuple[float, float, str]
WIDTH, HEIGHT = A4
# An invoice that any schema of invoices reads without a template.
PLAIN: tuple[Put, ...] = (
    (60, 60, "Acme Ltd"),
    (60, 74, "1 Mill Lane, Leeds LS1 4AB"),
    (60, 200, "INVOICE"),
    (60, 220, "Invoice number: A-1001"),
    (60, 236, "Invoice date: 2 March 2026"),
    (60, 300, "Net total"),
    (300, 300, "100.00"),
    (60, 316, "VAT 20%"),
    (300, 316, "20.00"),
    (60, 332, "Total GBP"),
    (300, 332, "120.00"),
)
ACME = "schema: invoice\nrecognise: {all: Acme Ltd}\n"

Run = Callable[..., Extraction]


def pdf(*pages: Sequence[Put]) -> bytes:
    """Texts at points from the top left corner."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for puts in pages:
        for x, y, text in puts:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def made(template: str | Sequence[str], *pages: Sequence[Put], **options: Any) -> Extraction:
        paths = []
        for number, text in enumerate([template] if isinstance(template, str) else template):
            path = tmp_path / f"t{number}.yaml"
            path.write_text(text)
            paths.append(path)
        catalog._templates.cache_clear()
        return extract(pdf(*(pages or (PLAIN,))), Options(templates=tuple(paths), name="a.pdf", **options))

    return made


def notes(extraction: Extraction) -> list[str]:
    return [issue.message for issue in extraction.issues if issue.code == "template_found_nothing"]


# Recognising


@pytest.mark.parametrize(
    "recognise",
    [
        "{all: Acme Ltd}",
        "{all: [acme ltd, MILL LANE]}",
        "{any: [Nobody, Acme Ltd]}",
        "{regex: 'LS1\\s+4AB'}",
        "{regex: ['nothing', '(?i)acme']}",
        "{all: [Acme Ltd], regex: 'A-\\d{4}'}",
        "{vat_id: DE 136695976}",
        "{vat_id: [FR40303265045, DE136695976]}",
        "{iban: DE89370400440532013000}",
        "{email_domain: acme.example}",
        "{email_domain: billing@ACME.example}",
    ],
)
def test_a_document_is_recognised(run: Run, recognise: str) -> None:
    foot = ((60, 700, "USt-IdNr. DE136695976"), (60, 714, "IBAN DE89 3704 0044 0532 0130 00"), (60, 728, "billing@acme.example"))
    found = run(f"schema: invoice\nrecognise: {recognise}\nfields: {{order_reference: {{value: PO-7}}}}", [*PLAIN, *foot])
    assert found.fields["order_reference"].source == "fixed"


@pytest.mark.parametrize(
    "recognise",
    [
        "{all: [Acme Ltd, Elsewhere]}",
        "{any: [Nobody, Elsewhere]}",
        "{all: Acme Ltd, vat_id: DE136695976}",
        "{regex: 'LS2'}",
        "{any: Me Ltd}",
        "{email_domain: acme.example}",
        "{email_domain: me.example}",
    ],
)
def test_a_document_of_another_is_not(run: Run, recognise: str) -> None:
    foot = (60, 728, "billing@notme.example of-acme.example.org")
    found = run(f"schema: invoice\nrecognise: {recognise}\nfields: {{order_reference: {{value: PO-7}}}}", [*PLAIN, foot])
    assert found.status is not Status.FAILED
    assert "order_reference" not in found.fields
    assert not notes(found)


def test_the_template_tells_the_schema_where_none_is_asked_for(run: Run) -> None:
    receipt = "schema: receipt\nrecognise: {all: Acme Ltd}\nfields: {total: {label: Total GBP}}"
    assert run(receipt).schema == "receipt"
    assert run(receipt, schema="invoice").schema == "invoice"


def test_two_that_claim_one_document_fail_it_and_are_named(run: Run) -> None:
    other = "schema: invoice\nrecognise: {any: Mill Lane}\nfields: {currency: {value: EUR}}"
    found = run([ACME + "fields: {currency: {value: GBP}}", other])
    assert found.status is Status.FAILED
    assert found.error is not None
    assert found.error.code == "template_error"
    assert "two templates claim the document: t0 (" in found.error.message
    assert "t1.yaml" in found.error.message
    receipt = other.replace("invoice", "receipt").replace("currency", "receipt_number")
    assert run([ACME + "fields: {currency: {value: GBP}}", receipt], schema="invoice").status is not Status.FAILED


def test_the_rest_of_the_batch_goes_on(tmp_path: Path) -> None:
    for name, word in (("one", "Acme Ltd"), ("two", "Mill Lane")):
        (tmp_path / f"{name}.yaml").write_text(f"schema: invoice\nrecognise: {{all: {word}}}\nfields: {{currency: {{value: GBP}}}}")
    (tmp_path / "a.pdf").write_bytes(pdf(PLAIN))
    (tmp_path / "b.pdf").write_bytes(pdf([put for put in PLAIN if "Mill" not in put[2]]))
    two = inputs.gather([str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")]).inputs
    found = list(batch.extract_all(two, Options(templates=(tmp_path,))))
    assert [result.status is Status.FAILED for result in found] == [True, False]
    assert found[1].fields["currency"].value == "GBP"


# The ways to a value


@pytest.mark.parametrize(
    ("puts", "field", "value", "evidence"),
    [
        ([(60, 500, "Our ref PX-77")], "order_reference: {label: Our ref}", "PX-77", "right of 'Our ref'"),
        ([(60, 500, "Our ref:"), (250, 500, "PX-77")], "order_reference: {label: Our ref}", "PX-77", "right of 'Our ref:'"),
        ([(60, 500, "Our ref"), (60, 514, "PX-77")], "order_reference: {label: Our ref}", "PX-77", "below 'Our ref'"),
        ([(60, 500, "PX-77"), (60, 514, "our ref")], "order_reference: {label: Our ref, direction: above}", "PX-77", "above 'our ref'"),
        ([(60, 500, "PX-77"), (200, 500, "our ref")], "order_reference: {label: Our ref, direction: left}", "PX-77", "left of 'our ref'"),
        ([(60, 500, "Ref 1"), (60, 514, "XY-2")], "order_reference: {label: Ref, direction: below}", "XY-2", "below 'Ref'"),
        ([(60, 500, "Vr. PX-77")], "order_reference: {label: [Ref, Vr.]}", "PX-77", "right of 'Vr.'"),
        ([(60, 500, "Wir buchen GBP 1,120.50 ab")], "prepaid_amount: {label: Wir buchen}", "1120.50", "right of 'Wir buchen'"),
        ([(60, 500, "Job Roof of the old barn")], "payment.terms: {label: Job}", "Roof of the old barn", "right of 'Job'"),
        ([(60, 500, "for PX-77 only")], "order_reference: {regex: 'for (\\S+) only'}", "PX-77", "matches for (\\S+) only"),
        ([(60, 500, "for PX-77 or PY-1")], "order_reference: {regex: '(for) (?P<value>\\S+)'}", "PX-77", "matches "),
        ([(60, 500, "Job"), (300, 500, "PX-77")], "order_reference: {regex: 'Job  (\\S+)'}", "PX-77", "matches Job  (\\S+)"),
        ([(70, 505, "PX-77")], "order_reference: {region: {box: [0.1, 0.57, 0.3, 0.61]}}", "PX-77", "in the template's box on page 1"),
        ([(70, 505, "from"), (70, 519, "4 April 2026")], "delivery_date: {region: {box: [0.1, 0.57, 0.4, 0.64]}}", "2026-04-04", "in the"),
    ],
)  # fmt: skip
def test_each_way_finds_its_value_with_its_place(run: Run, puts: list[Put], field: str, value: str, evidence: str) -> None:
    found = run(ACME + f"fields:\n  {field}", [*PLAIN, *puts])
    path = field.split(":")[0]
    shown = found.to_json()["fields"][path]
    assert shown["value"] == value
    assert shown["source"] == "template:t0"
    assert shown["evidence"].startswith(evidence)
    assert shown["confidence"] >= 0.95
    assert shown["page"] == 1
    left, top, right, bottom = shown["box"]
    x, y, _ = next(put for put in puts if set(shown["text"].split()) & set(put[2].split()))
    assert left >= x / WIDTH - 0.01
    assert top < y / HEIGHT < bottom + 0.03
    assert 0 < right - left < 0.4
    assert not notes(found)


def test_a_fixed_value_has_no_place(run: Run) -> None:
    shown = run(ACME + "fields: {payment.method: {value: direct debit}}").to_json()["fields"]["payment.method"]
    assert (shown["value"], shown["source"], shown["page"], shown["box"]) == ("direct debit", "fixed", None, None)
    assert shown["evidence"] == "fixed by the template t0"


def test_the_page_is_the_one_that_the_template_names(run: Run) -> None:
    second = [(60, 100, "Ref PX-2"), (60, 200, "Sheet 2")]
    for how in ("{label: Ref, page: 2}", "{regex: 'Ref (\\S+)', page: 2}", "{region: {box: [0.13, 0.1, 0.4, 0.13], page: 2}}"):
        value = run(ACME + f"fields: {{order_reference: {how}}}", [*PLAIN, (60, 500, "Ref PX-1")], second).fields["order_reference"]
        assert (value.value, value.page) == ("PX-2", 2)


def test_a_longer_label_of_another_field_is_not_taken_for_the_templates(run: Run) -> None:
    page = [put for put in PLAIN if put[1] < 300] + [(60, 300, "Total net 100.00"), (60, 316, "VAT 20.00"), (60, 332, "Total 120.00")]
    assert str(run(ACME + "fields: {gross_total: {label: Total}}", page).record.gross_total) == "120.00"


def test_the_templates_label_is_no_other_fields(run: Run) -> None:
    """What the schema calls the net total is this vendor's tax."""
    page = [put for put in PLAIN if put[1] < 300] + [(60, 300, "Ware 100.00"), (60, 316, "Net total 20.00"), (60, 332, "Total 120.00")]
    record = run(ACME + "fields: {tax_total: {label: Net total}, net_total: {label: Ware}}", page).record
    assert (str(record.net_total), str(record.tax_total)) == ("100.00", "20.00")


@pytest.mark.parametrize(("order", "day"), [("day_first", "2026-04-03"), ("month_first", "2026-03-04")])
def test_the_templates_habits_decide(run: Run, order: str, day: str) -> None:
    page = [*PLAIN[:4], (60, 236, "Invoice date: 03/04/2026"), (60, 500, "Paid 1.234")]
    found = run(ACME + f"date_order: {order}\ndecimal_mark: ','\nfields: {{prepaid_amount: {{label: Paid}}}}", page)
    assert str(found.record.issue_date) == day
    assert str(found.record.prepaid_amount) == "1234"
    # What a person asks for on the command line stands over the template's language.
    german = ACME + f"language: de\ndate_order: {order}\nfields: {{currency: {{value: GBP}}}}"
    assert str(run(german, page, language="en").record.issue_date) == day


def test_columns_of_a_table(run: Run) -> None:
    table = [(60, 400, "Gut"), (250, 400, "Sack"), (350, 400, "je Sack"), (450, 400, "zusammen")]
    table += [(60, 416, "Roggen"), (250, 416, "4"), (350, 416, "20.00"), (450, 416, "80.00")]
    table += [(60, 432, "Fracht"), (250, 432, "1"), (350, 432, "20.00"), (450, 432, "20.00")]
    columns = "tables: {line_items: {description: Gut, quantity: [Kiste, Sack], unit_price: je Sack, amount: zusammen}}"
    found = run(ACME + columns, [*PLAIN[:5], *table, *[(x, y + 200, text) for x, y, text in PLAIN[5:]]])
    rows = [(row.description, str(row.quantity), str(row.unit_price), str(row.amount)) for row in found.record.line_items]
    assert rows == [("Roggen", "4", "20.00", "80.00"), ("Fracht", "1", "20.00", "20.00")]
    cell = found.fields["line_items.0.amount"]
    assert cell.source == "template:t0"
    assert cell.box is not None
    assert not notes(found)


# By its evidence alone


def test_a_template_that_contradicts_the_page_does_not_win_by_being_one(run: Run) -> None:
    """The label it names stands beside a figure that breaks the sum; the page's own total makes it hold."""
    page = [*PLAIN, (60, 500, "Points 99.00")]
    found = run(ACME + "fields: {gross_total: {label: Points}}", page)
    value = found.fields["gross_total"]
    assert str(value.value) == "120.00"
    assert "99.00" in [str(other.value) for other in value.alternatives]
    (issue,) = (issue for issue in found.issues if issue.code == "template_overruled")
    assert issue.fields == ("gross_total",)
    assert "the template finds '99.00' (right of 'Points'), but '120.00' agrees better" in issue.message
    assert found.status is Status.REVIEW


def test_a_template_wins_where_its_evidence_is_the_better(run: Run) -> None:
    page = [*PLAIN, (60, 500, "Vorgang VG-55")]
    value = run(ACME + "fields: {invoice_number: {label: Vorgang}}", page).fields["invoice_number"]
    assert value.value == "VG-55"
    assert "A-1001" in {other.value for other in value.alternatives}


def test_agreement_is_the_templates_and_no_doubt(run: Run) -> None:
    value = run(ACME + "fields: {invoice_number: {label: Invoice number}}").fields["invoice_number"]
    assert (value.value, value.source) == ("A-1001", "template:t0")
    assert value.confidence >= 0.95


# Never silent


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("order_reference: {label: [Our ref, Job]}", "its label 'Our ref' or 'Job' is not there"),
        ("order_reference: {label: Acme Ltd, page: 2}", "its label 'Acme Ltd' is not on page 2"),
        ("due_date: {label: Total GBP}", "no date stands beside its label 'Total GBP'"),
        ("order_reference: {regex: 'Ref (\\d+)'}", "its regular expression Ref (\\d+) matches nothing"),
        ("due_date: {regex: 'Acme (\\w+)'}", "matches Acme (\\w+) stands 'Ltd', which is no date"),
        ("order_reference: {region: {box: [0.1, 0.9, 0.2, 0.95]}}", "no word stands in its box on page 1"),
        ("order_reference: {region: {box: [0, 0, 1, 1], page: 3}}", "there is no page 3"),
        ("due_date: {region: {box: [0.1, 0.05, 0.4, 0.08]}}", "in the template's box on page 1 stands 'Acme Ltd', which is no date"),
    ],
)
def test_what_is_promised_and_not_there_is_an_issue(run: Run, field: str, why: str) -> None:
    found = run(ACME + f"fields:\n  {field}")
    path = field.split(":")[0]
    (note,) = notes(found)
    assert note.startswith("template t0 (")
    assert f"finds nothing for {path}: " in note
    assert why in note
    assert next(issue for issue in found.issues if issue.code == "template_found_nothing").fields == (path,)
    assert found.status is Status.REVIEW
    assert found.record.invoice_number == "A-1001"  # the rest of the record is not lost with it


def test_what_is_optional_may_be_missing(run: Run) -> None:
    assert not notes(run(ACME + "fields: {order_reference: {label: Our ref, optional: true}}"))


def test_columns_that_are_not_there_are_issues_and_the_rows_are_found_without(run: Run) -> None:
    table = [(60, 400, "Description"), (250, 400, "Qty"), (350, 400, "Unit price"), (450, 400, "Amount")]
    table += [(60, 416, "Rye"), (250, 416, "4"), (350, 416, "20.00"), (450, 416, "80.00")]
    table += [(60, 432, "Freight"), (250, 432, "1"), (350, 432, "20.00"), (450, 432, "20.00")]
    page = [*PLAIN[:5], *table, *[(x, y + 200, text) for x, y, text in PLAIN[5:]]]
    found = run(ACME + "tables: {line_items: {description: Gut, amount: zusammen}}", page)
    assert [note.rpartition(": ")[2] for note in notes(found)] == ["its column 'Gut' is not there", "its column 'zusammen' is not there"]
    assert [str(row.amount) for row in found.record.line_items] == ["80.00", "20.00"]


@pytest.mark.parametrize("place", ["fields: {order_reference: {regex: '((?:A|AA)+)[#;]'}}", "recognise"])
def test_a_regular_expression_that_runs_away_is_stopped(run: Run, place: str) -> None:
    page = [*PLAIN, (60, 500, "A" * 60)]
    told = ACME.replace("Ltd}", "Ltd, regex: '(?:A|AA)+[#;]'}") + "fields: {currency: {value: GBP}}"
    template = told if place == "recognise" else ACME + place
    start = time.process_time()
    found = run(template, page)
    assert time.process_time() - start < 10
    said = notes(found)[0] if place != "recognise" else found.error and found.error.message
    assert "takes too long" in (said or "")
    if place == "recognise":
        assert found.error is not None
        assert found.error.code == "template_error"


def test_the_same_bytes_twice(run: Run) -> None:
    template = ACME + "fields: {invoice_number: {label: Vorgang}, gross_total: {regex: 'GBP +(\\S+)'}}"
    once, again = (json.dumps({**run(template).to_json(), "timings": {}}) for _ in range(2))
    assert once == again


# The command line


def test_list_and_check_on_the_command_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(ACME + "fields: {currency: {value: GBP}}")
    bad.write_text("schema: invoice\nrecognise: {al: Acme}\nfields: {total: {label: T}}")
    listed = CliRunner().invoke(app, ["templates", "list", "--template", str(good)])
    assert listed.exit_code == 0
    assert [line.split("\t")[:2] for line in listed.stdout.splitlines()] == [
        ["cash-voucher", "receipt"], ["good", "invoice"], ["nordlicht-saatgut", "invoice"],
    ]  # fmt: skip
    right = CliRunner().invoke(app, ["templates", "check", str(good)])
    assert (right.exit_code, right.stdout) == (0, f"ok: {good}: good, for invoice\n")
    wrong = CliRunner().invoke(app, ["templates", "check", str(good), str(bad), str(tmp_path / "none.yaml")])
    assert wrong.exit_code == 4
    assert right.stdout in wrong.stdout
    told = wrong.stderr.splitlines()
    assert [line.removeprefix(f"error: {tmp_path}/").split(": ")[0] for line in told] == ["bad.yaml:2", "bad.yaml:3", "none.yaml"]


def test_check_finds_one_name_in_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"name: acme\n{ACME}fields: {{currency: {{value: GBP}}}}")
    checked = CliRunner().invoke(app, ["templates", "check", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")])
    assert checked.exit_code == 4
    assert "'acme' is also the name of" in checked.stderr


def test_a_wrong_template_ends_the_run_before_any_work(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: invoice\n")
    (tmp_path / "a.pdf").write_bytes(pdf(PLAIN))
    ended = CliRunner().invoke(app, ["run", str(tmp_path / "a.pdf"), "--template", str(bad)])
    assert ended.exit_code == 4
    assert ended.stdout == ""
    assert f"{bad}:1: recognise: is missing" in ended.stderr
    checked = CliRunner().invoke(app, ["templates", "check", str(bad)])
    assert ended.stderr == checked.stderr  # a line for each mistake, nothing else
    assert all(line.startswith(f"error: {bad}:1: ") for line in ended.stderr.splitlines())


def test_a_document_that_two_claim_ends_with_status_1(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"{ACME}fields: {{currency: {{value: GBP}}}}")
    (tmp_path / "a.pdf").write_bytes(pdf(PLAIN))
    ended = CliRunner().invoke(app, ["run", str(tmp_path / "a.pdf"), "--template", str(tmp_path)])
    assert ended.exit_code == 1
    assert json.loads(ended.stdout)["error"]["code"] == "template_error"
