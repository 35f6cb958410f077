"""Known vendors, through the public door: who is recognised by what, what is flagged, and what is left as printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import Extraction, Options, Record, Status, TableError, extract
from extractor.schemas.record import Iban, Name

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]
Run = Callable[..., Extraction]

ON_FILE, OTHER, MISREAD = "GB29NWBK60161331926819", "GB33BUKB20201555555555", "GB29NWBK60161331926818"
HEADINGS = "Supplier No;Name;VAT ID;IBAN;Phone;Reg. No."


@pytest.fixture
def run(draw: Draw, invoice_page: Page, tmp_path: Path) -> Run:
    """The invoice of conftest, with lines at its foot, against a table of vendors written as CSV."""

    def made(*rows: str, foot: tuple[str, ...] = (), headings: str = HEADINGS, **options: Any) -> Extraction:
        table = tmp_path / f"vendors-{len(list(tmp_path.iterdir()))}.csv"
        table.write_text("\n".join([headings, *rows]), encoding="utf-8")
        page = invoice_page + tuple((56.0, 400.0 + 16 * place, text) for place, text in enumerate(foot))
        result = extract(draw(page), Options(schema="invoice", vendors=str(table), **options))
        assert result.error is None
        return result

    return made


def issues(result: Extraction) -> dict[str, str]:
    return {issue.code: issue.message for issue in result.issues}


def test_a_vat_id_proves_the_vendor_and_the_printed_name_stays(run: Run) -> None:
    result = run("7001;Northgate Tools Limited;GB 434 0314 94;;;")
    assert result.vendor is not None
    assert (result.vendor.id, result.vendor.name, result.vendor.proof) == ("7001", "Northgate Tools Limited", ("vat_id",))
    assert result.vendor.score == 1
    assert result.record.seller.name == "Northgate Tools Ltd"
    assert result.status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("row", "foot", "proof"),
    [
        (f"1;Northgate Tools;;{ON_FILE};;", f"IBAN: {ON_FILE}", ("iban",)),
        ("1;Northgate Tools;;;+44 113 496 0000;", "Tel. 0113 496 0000", ("phone",)),
        ("1;Northgate Tools;;;;0123 4567", "Company No. 01234567", ("registration",)),
        (
            "1;Northgate Tools;GB434031494;;+44 113 496 0000;01234567",
            "Reg. 01234567 Tel. 0113 4960000",
            ("vat_id", "registration", "phone"),
        ),
        ("1;Northgate Tools;;;;", "", ()),
    ],
)
def test_what_stands_on_the_page_is_the_proof(run: Run, row: str, foot: str, proof: tuple[str, ...]) -> None:
    result = run("0;Southgate Foods Ltd;GB980780684;;;", row, foot=(foot,))
    assert result.vendor is not None
    assert (result.vendor.id, result.vendor.proof) == ("1", proof)


def test_an_account_that_is_not_on_file_is_an_error_however_the_vendor_is_known(run: Run) -> None:
    for row in (f"7;Northgate Tools Ltd;GB434031494;{OTHER};;", f"7;Northgate Tools Ltd;;{OTHER};;"):
        result = run(row, f"8;Southgate Foods Ltd;;{ON_FILE};;", foot=(f"IBAN: {ON_FILE}",))
        assert result.status is Status.REVIEW
        assert result.record.payment.iban == ON_FILE
        said = issues(result)["bank_account_differs"]
        assert OTHER in said
        assert "Southgate Foods Ltd (8)" in said


def test_an_account_on_file_is_no_issue_and_several_may_be_on_file(run: Run) -> None:
    result = run(f"7;Northgate Tools Ltd;GB434031494;{OTHER} | {ON_FILE};;", foot=(f"IBAN: {ON_FILE}",))
    assert issues(result) == {}
    assert result.status is Status.ACCEPTED


def test_of_several_printed_accounts_the_one_on_file_is_taken_and_the_other_told(run: Run) -> None:
    result = run(f"7;Northgate Tools Ltd;GB434031494;{OTHER};;", foot=(f"IBAN: {ON_FILE}", f"IBAN: {OTHER}"))
    assert result.record.payment.iban == OTHER
    assert result.fields["payment.iban"].box is not None
    assert ON_FILE in issues(result)["bank_account_not_on_file"]
    assert result.status is Status.ACCEPTED


def test_a_vat_id_that_is_not_on_file_is_an_error(run: Run) -> None:
    result = run("7;Northgate Tools Ltd;GB980780684;;;")
    assert "GB980780684" in issues(result)["vat_id_differs"]
    assert result.status is Status.REVIEW


def test_the_buyer_is_not_taken_for_the_vendor(run: Run) -> None:
    result = run("9;Harbour Bakery Ltd;GB980780684;;;", foot=("Your VAT No: GB980780684",))
    assert result.vendor is None
    assert "Northgate Tools Ltd" in issues(result)["unknown_vendor"]
    assert result.status is Status.ACCEPTED


def test_the_buyers_own_account_is_no_other_account(run: Run) -> None:
    own = f"0;Harbour Bakery Ltd;;{ON_FILE};;"
    debit = f"We debit your account IBAN: {ON_FILE}"
    assert "bank_account_differs" not in issues(run(f"7;Northgate Tools Ltd;GB434031494;{OTHER};;", own, foot=(debit,)))
    assert "bank_account_differs" in issues(run(f"7;Northgate Tools Ltd;GB434031494;{OTHER};;", foot=(debit,)))


def test_another_ones_name_with_a_known_telephone_number_proves_nothing(run: Run) -> None:
    assert run("9;Quayside Catering;;;0113 496 0000;", foot=("Tel. 0113 496 0000",)).vendor is None


def test_a_filler_number_of_many_vendors_is_no_proof(run: Run) -> None:
    rows = [f"{number};Vendor {number};GB434031494;;;" for number in range(30)]
    assert run(*rows).vendor is None


def test_without_a_table_nothing_is_said_of_vendors(draw: Draw, invoice_page: Page) -> None:
    result = extract(draw(invoice_page), Options(schema="invoice"))
    assert result.vendor is None
    assert result.to_json()["vendor"] is None
    assert issues(result) == {}


@pytest.fixture
def scan(tmp_path: Path) -> Run:
    """The same invoice as an engine read it off a picture, some of it wrongly."""
    from PIL import Image

    from extractor.document import Word
    from extractor.geometry import Box
    from extractor.ocr.replay import write_recording

    def made(row: str, name: str = "Northgate Tools Ltd", account: str = ON_FILE) -> Extraction:
        texts = {
            (0.1, 0.05): name, (0.1, 0.07): "14 Mill Lane", (0.1, 0.09): "Leeds LS1 4AP", (0.1, 0.11): "VAT No: GB434031494",
            (0.6, 0.05): "INVOICE", (0.6, 0.10): "Invoice No: NT-2291", (0.6, 0.12): "Invoice date: 14 March 2025",
            (0.6, 0.40): "Net total 100.00", (0.6, 0.42): "VAT 20% 20.00", (0.6, 0.44): "Total GBP 120.00", (0.1, 0.60): f"IBAN: {account}",
        }  # fmt: skip
        words = []
        for (left, top), text in texts.items():
            for word in text.split():
                words.append(Word(word, Box(left, top, left + 0.009 * len(word), top + 0.012), 0.95))
                left += 0.009 * (len(word) + 1)
        write_recording(tuple(words), tmp_path / "reading.json")
        Image.new("L", (1000, 1414), 255).save(tmp_path / "scan.png")
        table = tmp_path / f"vendors-{len(list(tmp_path.iterdir()))}-{len(row)}.csv"  # a table is read once in a process
        table.write_text(f"{HEADINGS}\n{row}\n")
        options = Options(schema="invoice", engine=f"replay:{tmp_path / 'reading.json'}", vendors=str(table))
        return extract(tmp_path / "scan.png", options)

    return made


def test_a_misread_name_is_mended_with_a_proof_and_only_then(scan: Run) -> None:
    proved = scan("1;Northgate Tools Ltd;GB434031494;;;", name="NORTHGATE T00LS LTD")
    assert proved.record.seller.name == "NORTHGATE TOOLS LTD"
    assert proved.fields["seller.name"].text == "NORTHGATE T00LS LTD"
    assert "repaired" in issues(proved)
    alone = scan("1;Northgate Tools Ltd;;;;", name="NORTHGATE T00LS LTD")
    assert alone.vendor is not None
    assert alone.vendor.proof == ()
    assert alone.record.seller.name == "NORTHGATE T00LS LTD"


def test_a_misread_account_is_mended_and_another_right_one_is_not(scan: Run) -> None:
    misread = scan(f"1;Northgate Tools Ltd;GB434031494;{ON_FILE};;", account=MISREAD)
    assert misread.record.payment.iban == ON_FILE
    assert "bank_account_differs" not in issues(misread)
    near = scan(f"1;Northgate Tools Ltd;GB434031494;{MISREAD};;", account=ON_FILE)
    assert near.record.payment.iban == ON_FILE
    assert "bank_account_differs" in issues(near)


def test_a_text_layer_is_never_mended(run: Run) -> None:
    result = run(f"1;Northgate Toolz Ltd;GB434031494;{ON_FILE};;", foot=(f"IBAN: {MISREAD}",))
    assert result.record.seller.name == "Northgate Tools Ltd"
    assert result.record.payment.iban == MISREAD
    assert "bank_account_differs" in issues(result)


class Slip(Record):
    """A document type of one's own: its one name is the vendor's."""

    issued_by: Name | None = None
    iban: Iban | None = None


def test_a_document_type_of_ones_own_has_vendors_too(draw: Draw, tmp_path: Path) -> None:
    table = tmp_path / "v.csv"
    table.write_text(f"vendor,iban\nNorthgate Tools,{OTHER}\n")
    page = ((56.0, 60.0, "Issued by: Northgate Tools Ltd"), (56.0, 90.0, f"IBAN: {ON_FILE}"))
    result = extract(draw(page), Options(schema=Slip, vendors=str(table)))
    assert result.vendor is not None
    assert result.vendor.name == "Northgate Tools"
    assert "bank_account_differs" in issues(result)


def test_tables_of_many_spellings(run: Run) -> None:
    german = run("70001\tNorthgate Tools\tGB434031494", headings="Kreditorennummer\tFirmenname\tUSt-IdNr.")
    assert german.vendor is not None
    assert (german.vendor.id, german.vendor.proof) == ("70001", ("vat_id",))
    alias = run('1,"Holding plc","Northgate Tools; Southgate"', headings="key,legal name,aliases")
    assert alias.vendor is not None
    assert (alias.vendor.name, alias.vendor.score, alias.vendor.proof) == ("Holding plc", 1, ())


def test_a_table_in_a_database(draw: Draw, invoice_page: Page, tmp_path: Path) -> None:
    place = tmp_path / "books.db"
    connection = sqlite3.connect(place)
    connection.execute("create table other (x int)")
    connection.execute("create table creditors (number integer, company text, vat_number text)")
    connection.execute("insert into creditors values (42, 'Northgate Tools', 'GB434031494')")
    connection.commit()
    connection.close()
    for target in (str(place), f"sqlite:///{place}#creditors"):
        result = extract(draw(invoice_page), Options(schema="invoice", vendors=target))
        assert result.vendor is not None
        assert result.vendor.id == "42"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        (b"", "no column is for the name; it is empty"),
        (b"a;b\n1;2\n", "no column is for the name; its columns are a, b"),
        (b"name;vat id\n;DE123456788\n", "row 2: the vendor has no name"),
        (b"name;vat id\n\n", "there is no vendor in it"),
        (b"\x89PNG\0\0\0\0", "no text"),
    ],
)
def test_a_table_that_cannot_be_used_is_one_error(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    table = tmp_path / "v.csv"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(TableError, match=complaint):
        extract(b"%PDF-", Options(vendors=str(table)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_that_spreadsheets_save_in(run: Run, tmp_path: Path, draw: Draw, invoice_page: Page, encoding: str) -> None:
    table = tmp_path / "v.csv"
    table.write_text("Straße;Name;MwSt-Nr\nÖlweg;Northgate Töols;GB434031494\n\n;;\n", encoding=encoding)
    result = extract(draw(invoice_page), Options(schema="invoice", vendors=str(table)))
    assert result.vendor is not None
    assert result.vendor.name == "Northgate Töols"


@pytest.mark.parametrize(
    ("document", "vendor", "proof", "code"),
    [
        ("invoice_it.pdf", "70001", {"vat_id", "iban", "phone"}, None),
        ("invoice_de_two_pages.pdf", "70002", {"vat_id", "iban", "phone"}, None),
        ("credit_note_nl.pdf", "70003", {"vat_id"}, None),
        ("invoice_fr.pdf", "70005", {"vat_id", "phone"}, "bank_account_differs"),
    ],
)
def test_the_list_that_is_shown_knows_the_samples(document: str, vendor: str, proof: set[str], code: str | None) -> None:
    root = Path(__file__).resolve().parents[2]
    result = extract(root / "sample_docs" / document, Options(vendors=str(root / "docs" / "examples" / "vendors.csv")))
    assert result.vendor is not None
    assert result.vendor.id == vendor
    assert set(result.vendor.proof) == proof
    assert {"bank_account_differs", "vat_id_differs"} & set(issues(result)) == ({code} if code else set())
