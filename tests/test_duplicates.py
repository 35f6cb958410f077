"""The same document again: what is told, how it is named, and what only looks like one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor import Extraction, Form, Invoice, Receipt, Record, Status, TableError, Ticket
from extractor.cli import app
from extractor.document import FieldValue, Severity
from extractor.duplicates import Register
from extractor.export import write

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]
Alter = Callable[..., Page]

INVOICE: dict[str, Any] = {
    "document_type": "invoice",
    "invoice_number": "RE-2026-0117",
    "issue_date": date(2026, 3, 14),
    "gross_total": Decimal("119.00"),
    "net_total": Decimal("100.00"),
    "seller": {"name": "Northgate Tools Ltd", "vat_id": "GB434031494"},
    "line_items": [{"description": "Vice", "quantity": "2", "unit_price": "50", "amount": "100.00"}],
}
RECEIPT: dict[str, Any] = {
    "merchant": {"name": "Corner Shop", "phone": "0113 496 0000"},
    "date": date(2026, 3, 14),
    "total": Decimal("9.40"),
    "subtotal": Decimal("9.00"),
    "paid_amount": Decimal("10.00"),
    "change_amount": Decimal("0.60"),
    "line_items": [{"description": "Tea", "amount": "4.00"}, {"description": "Milk", "amount": "5.00"}],
}


def result(source: str, record: Record, sha256: str | None = None) -> Extraction:
    """An accepted result of that record."""
    digest = sha256 or hashlib.sha256(source.encode()).hexdigest()
    return Extraction(source, 1, record.schema_name(), Status.ACCEPTED, record, sha256=digest)


def invoice(source: str, **changes: Any) -> Extraction:
    return result(source, Invoice.model_validate({**INVOICE, **changes}))


def receipt(source: str, **changes: Any) -> Extraction:
    return result(source, Receipt.model_validate({**RECEIPT, **changes}))


def filled(source: str, pairs: list[dict[str, str]]) -> Extraction:
    return result(source, Form.model_validate({"pairs": pairs}))


def told(*results: Extraction) -> list[Extraction]:
    register = Register()
    return [register.seen(one) for one in results]


def repeats(*results: Extraction) -> list[str | None]:
    return [None if one.repeats is None else one.repeats.source for one in told(*results)]


def test_the_same_invoice_in_another_file_is_named_and_goes_to_review() -> None:
    first, again = told(invoice("a.pdf"), invoice("scan.jpg"))
    assert first.status is Status.ACCEPTED
    assert first.repeats is None
    assert again.status is Status.REVIEW
    assert again.repeats is not None
    assert (again.repeats.source, again.repeats.but, again.repeats.known_from) == ("a.pdf", (), None)
    assert set(again.repeats.by) == {"seller.name", "invoice_number", "issue_date", "gross_total", "document_type"}
    (issue,) = again.issues
    assert (issue.code, issue.severity) == ("duplicate_document", Severity.ERROR)
    assert "a.pdf" in issue.message


@pytest.mark.parametrize(
    "changes",
    [
        {"invoice_number": "RE-2026-0118"},  # the next one of the day, for the same amount
        {"invoice_number": "RE-2026-0217", "issue_date": date(2026, 4, 14)},  # a monthly fee
        {"issue_date": date(2026, 4, 14)},
        {"invoice_number": "RE-2026-0117-1"},  # a correction
        {"document_type": "credit_note", "invoice_number": "GS-2026-0004", "preceding_invoice": "RE-2026-0117"},
        {"document_type": "reminder", "net_total": None, "line_items": []},  # it names the invoice and its total
        {"gross_total": Decimal("238.00"), "net_total": Decimal("200.00"), "line_items": []},
        {"seller": {"name": "Quayside Catering", "vat_id": "GB980780684"}},
        {"invoice_number": None, "issue_date": None},
    ],
)
def test_what_differs_in_one_thing_is_another_document(changes: dict[str, Any]) -> None:
    assert repeats(invoice("a.pdf"), invoice("b.pdf", **changes)) == [None, None]


@pytest.mark.parametrize(
    ("changes", "but"),
    [
        ({"invoice_number": "RE-2O26-O117"}, ("invoice_number",)),
        ({"invoice_number": "RE-2026-017"}, ("invoice_number",)),
        ({"issue_date": date(2026, 3, 4)}, None),
        ({"invoice_number": "2026-0117"}, ("invoice_number",)),
        ({"issue_date": None}, ()),
        ({"gross_total": None}, ()),
        ({"document_type": None}, ()),
        ({"invoice_number": None}, ()),
        ({"seller": {"name": "N0rthgate Tools L1d"}}, ()),
        ({"seller": {}}, ()),
        ({"seller": {"name": "Tools for everybody", "vat_id": "GB434031494"}}, ()),
    ],
)
def test_what_a_scan_lacks_or_misreads_does_not_hide_it(changes: dict[str, Any], but: tuple[str, ...] | None) -> None:
    again = told(invoice("a.pdf"), invoice("scan.jpg", **changes))[1]
    assert (None if again.repeats is None else again.repeats.but) == but
    if but:
        assert again.issues[0].severity is Severity.WARNING
        assert again.status is Status.REVIEW


def test_day_and_month_may_be_exchanged() -> None:
    again = told(invoice("a.pdf", issue_date=date(2026, 3, 4)), invoice("b.pdf", issue_date=date(2026, 4, 3)))[1]
    assert again.repeats is not None
    assert again.repeats.but == ("issue_date",)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"time": time(9, 30)}, True),
        ({"merchant": {"name": "Corner Sh0p"}}, True),
        ({"total": Decimal("9.50")}, False),
        ({"date": date(2026, 3, 15)}, False),
        ({"merchant": {"name": "Harbour Bakery"}}, False),
        ({"merchant": {}}, False),
        ({"subtotal": None, "paid_amount": Decimal(20), "change_amount": Decimal("10.60"), "line_items": [{"amount": "9.40"}]}, False),
    ],
)
def test_receipts_without_a_number_are_told_by_all_that_they_say(changes: dict[str, Any], same: bool) -> None:
    assert (repeats(receipt("a.jpg"), receipt("b.jpg", **changes))[1] is not None) is same


def test_a_figure_of_the_number_may_be_misread_where_the_minute_is_the_same() -> None:
    first = receipt("a.jpg", receipt_number="4711", time=time(9, 30))
    assert repeats(first, receipt("b.jpg", receipt_number="4717", time=time(9, 30, 12))) == [None, "a.jpg"]
    assert repeats(first, receipt("b.jpg", receipt_number="4717")) == [None, None]


@pytest.mark.parametrize(("misread", "same"), [("940", True), ("9", True), ("9.00", True), ("9.50", False), ("94", False)])
def test_an_amount_may_lose_its_decimal_mark_or_its_cents(misread: str, same: bool) -> None:
    first, again = (receipt(name, time=time(9, 30), total=Decimal(total)) for name, total in (("a.jpg", "9.40"), ("b.jpg", misread)))
    assert (repeats(first, again)[1] is not None) is same


@pytest.mark.parametrize("changes", [{"gross_total": Decimal("1.19")}, {"document_type": "reminder"}])
def test_a_total_or_a_title_may_be_misread_whole_where_nearly_all_else_agrees(changes: dict[str, Any]) -> None:
    again = told(invoice("a.pdf"), invoice("b.pdf", **changes))[1]
    assert again.repeats is not None
    assert again.repeats.but == tuple(changes)


def test_shop_date_minute_and_total_are_enough() -> None:
    bare: dict[str, Any] = {"subtotal": None, "paid_amount": None, "change_amount": None, "line_items": []}
    first = receipt("a.jpg", time=time(9, 30))
    assert repeats(first, receipt("b.jpg", time=time(9, 30), **bare)) == [None, "a.jpg"]
    assert repeats(first, receipt("b.jpg", **bare)) == [None, None]


def test_a_misread_shop_does_not_hide_a_receipt_that_agrees_in_all_else() -> None:
    first = receipt("a.jpg", time=time(9, 30))
    assert repeats(first, receipt("b.jpg", time=time(9, 30), merchant={"name": "WELCOME!"})) == [None, "a.jpg"]


def test_two_equal_purchases_of_one_day_differ_by_time_or_number() -> None:
    assert repeats(receipt("a.jpg", time=time(9, 30)), receipt("b.jpg", time=time(12, 5))) == [None, None]
    assert repeats(receipt("a.jpg", receipt_number="4711"), receipt("b.jpg", receipt_number="4712")) == [None, None]


def test_the_same_bytes_are_the_same_document_whatever_was_read() -> None:
    one = result("a.pdf", Form(), sha256="1" * 64)
    again = told(one, result("b.pdf", Form(), sha256="1" * 64))[1]
    assert again.repeats is not None
    assert again.repeats.by == ("bytes",)


def test_forms_and_tickets_are_told_by_the_whole() -> None:
    pairs = [{"label": f"Box {number}", "value": f"value {number}"} for number in range(10)]
    others = [{**pair, "value": "other"} for pair in pairs]
    misread = [{**pair, "value": pair["value"].replace("lue 3", "1ue 3")} for pair in pairs]
    assert repeats(*(filled(f"{n}.pdf", rows) for n, rows in enumerate((pairs, others, misread)))) == [None, None, "0.pdf"]
    legs = [{"reservation_number": "XKCD42", "number": f"ICE {n}", "departure": f"2026-03-{n:02} 10:00:00"} for n in range(1, 8)]
    later = [{**leg, "departure": leg["departure"].replace("2026", "2027")} for leg in legs]
    trips = (result(f"{n}.pdf", Ticket.model_validate({"reservations": rows})) for n, rows in enumerate((legs, later, legs)))
    assert repeats(*trips) == [None, None, "0.pdf"]


class Permit(Record):
    """A type of one's own, which says nothing of identity."""

    permit_number: str | None = None
    holder: str | None = None
    valid_until: date | None = None
    fee: Decimal | None = None


def test_a_type_of_ones_own_is_told_by_its_numbers_and_dates() -> None:
    first = Permit(permit_number="P-10442", holder="A. Smith", valid_until=date(2026, 1, 1))
    other = Permit(permit_number="P-10443", holder="A. Smith", valid_until=date(2026, 1, 1))
    assert repeats(result("a", first), result("b", other), result("c", first)) == [None, None, None]  # too little to go by
    assert repeats(result("a", first, "1"), result("b", first, "1")) == [None, "a"]


def test_every_further_copy_names_the_first() -> None:
    assert repeats(*(invoice(f"{name}.pdf") for name in "abcd")) == [None, "a.pdf", "a.pdf", "a.pdf"]


def earlier(tmp_path: Path, name: str, *results: Extraction) -> Register:
    write(results, str(tmp_path / name))
    register = Register()
    register.learn(str(tmp_path / name), {model.schema_name(): model for model in (Invoice, Receipt, Form)})
    return register


@pytest.mark.parametrize("name", ["old.jsonl", "old.json", "old.csv", "old.db"])
def test_earlier_results_are_known(tmp_path: Path, name: str) -> None:
    pairs = [{"label": f"Box {number}", "value": f"value {number}"} for number in range(10)]
    leaves = {f"pairs.{number}.{key}": value for number, pair in enumerate(pairs) for key, value in pair.items()}
    proofs = {path: FieldValue(path, value, value, 0.9, "label", "right of 'X'") for path, value in leaves.items()}
    form = replace(filled("f.pdf", pairs), fields=proofs)
    whole = invoice("a.pdf")
    register = earlier(tmp_path, name, whole, receipt("r.jpg"), form)
    again = register.seen(invoice("moved/a.pdf"))
    assert again.repeats is not None
    assert again.repeats.source == "a.pdf"
    assert again.repeats.known_from == str(tmp_path / name)
    assert name in again.issues[0].message
    assert register.seen(invoice("c.pdf", invoice_number="RE-2026-0118")).repeats is None
    lists_are_there = name != "old.csv"
    assert (register.seen(filled("g.pdf", pairs)).repeats is not None) is lists_are_there


@pytest.mark.parametrize("amount", ["1e999999999", "1e999999", "NaN", "abc"])
def test_an_amount_that_is_none_is_no_trouble(tmp_path: Path, amount: str) -> None:
    row = {"source": "a.pdf", "schema": "invoice", "record": {**json.loads(Invoice(**INVOICE).model_dump_json()), "gross_total": amount}}
    (tmp_path / "old.jsonl").write_text(json.dumps(row) + "\n")
    register = Register()
    register.learn(str(tmp_path / "old.jsonl"), {"invoice": Invoice})
    assert register.seen(invoice("b.pdf", invoice_number="RE-2026-0200")).repeats is None


def test_a_run_again_over_the_same_files_is_no_repetition(tmp_path: Path) -> None:
    first = told(invoice("a.pdf"), invoice("b.pdf"))
    for order in (("a.pdf", "b.pdf"), ("b.pdf", "a.pdf")):
        register = earlier(tmp_path, "old.db", *first)
        again = {source: register.seen(invoice(source)) for source in order}
        assert again["a.pdf"].repeats is None
        assert again["b.pdf"].repeats is not None
        assert again["b.pdf"].repeats.source == "a.pdf"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.jsonl", None, "cannot be read"),
        ("none.db", None, "no such file"),
        ("a.pdf", b"%PDF-", "cannot tell"),
        ("a.jsonl", b"{}\n", "no result"),
        ("a.jsonl", b"not json\n", "no result"),
        ("a.json", b"[" * 100_000, "no result"),
        ("a.csv", b"x,y\n1,2\n", "no result"),
        ("a.csv", b"x,y\n", "no result"),
        ("a.db", b"not a database, but long enough to be one" * 100, "not a database"),
    ],
)
def test_what_is_no_earlier_result_is_one_error(tmp_path: Path, name: str, content: bytes | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=complaint):
        Register().learn(str(tmp_path / name), {})


@pytest.fixture
def inbox(draw: Draw, invoice_page: Page, alter: Alter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An invoice, its bytes again, the same drawn anew, the next one, and a file of two copies."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(draw(invoice_page))
    (folder / "b.pdf").write_bytes(draw(invoice_page))
    (folder / "c.pdf").write_bytes(draw(invoice_page, size=9))
    (folder / "d.pdf").write_bytes(draw(alter(invoice_page, NT_2291="NT-2292")))
    copies = alter(invoice_page, NT_2291="NT-2300")
    (folder / "e.pdf").write_bytes(draw(copies, copies))
    return folder


def run(*arguments: str) -> tuple[list[dict[str, Any]], str]:
    done = CliRunner().invoke(app, ["run", "--schema", "invoice", *arguments])
    assert done.exit_code == 0, done.stderr
    return [{**json.loads(line), "timings": None} for line in done.stdout.splitlines()], done.stderr


def named(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(row["source"], row["repeats"] and row["repeats"]["source"]) for row in rows]


def test_a_batch_tells_its_repetitions_however_many_workers_there_are(inbox: Path) -> None:
    rows, said = run("in", "--jobs", "1")
    assert named(rows) == [("in/a.pdf", None), ("in/b.pdf", "in/a.pdf"), ("in/c.pdf", "in/a.pdf"), ("in/d.pdf", None), ("in/e.pdf", None)]
    assert [row["status"] for row in rows[:3]] == ["accepted", "review", "review"]
    assert "2 repeat another" in said
    assert run("in", "--jobs", "2")[0] == rows


def test_a_database_is_asked_for_what_it_holds_and_a_run_again_says_the_same(inbox: Path) -> None:
    assert "2 repeat another" in run("in", "-o", "books.db")[1]
    assert "2 repeat another" in run("in", "-o", "books.db")[1]
    (inbox.parent / "again.pdf").write_bytes((inbox / "d.pdf").read_bytes())
    assert "1 repeats another" in run("again.pdf", "-o", "books.db")[1]
    (row,), _ = run("again.pdf", "--known", "books.db")
    assert row["repeats"] == {"source": "in/d.pdf", "by": ["bytes"], "but": [], "known_from": "books.db"}
