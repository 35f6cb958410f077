"""Documents made to be taken wrongly: what would be a wrong figure in an accepted record, must come out right or go to review."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor import Extraction, Options, Status, extract
from extractor.document import Document, Severity, Word
from extractor.geometry import Box
from extractor.ocr.replay import write_recording
from extractor.pipeline import understand
from tools.train.documents import transcript

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]
Alter = Callable[..., Page]

IBAN, OTHERS_IBAN = "GB29 NWBK 6016 1331 9268 19", "GB82 WEST 1234 5698 7654 32"
TOTALS_BELOW = 310  # points from the top


def read(content: bytes) -> Extraction:
    result = extract(content, Options(schema="invoice"))
    assert result.error is None
    return result


def asked(result: Extraction) -> dict[str, str]:
    """What holds a record back: code -> message."""
    return {issue.code: issue.message for issue in result.issues if issue.severity is not Severity.INFO}


def without(page: Page, *texts: str) -> Page:
    return tuple(entry for entry in page if entry[2] not in texts)


def paid_to(page: Page, iban: str = IBAN) -> Page:
    return (*page, (56, 700, "*Payment details"), (56, 714, f"IBAN: {iban}"))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((280, 820, "Page 1 of 2"), "pages_missing"),
        ((280, 820, "Seite 2 / 3"), "pages_missing"),
        ((56, 640, "All amounts in thousands of GBP."), "amounts_scaled"),
        ((280, 820, "Continued overleaf"), "pages_missing"),
        ((56, 640, "DRAFT - NOT AN INVOICE"), "other_document"),
        ((56, 640, "CANCELLED"), "other_document"),
        ((56, 640, "Rechnungsentwurf"), "other_document"),
        ((56, 640, "Projet de facture"), "other_document"),
        ((56, 640, "For information only."), "other_document"),
    ],
)
def test_what_the_paper_says_of_itself_holds_it_back(draw: Draw, invoice_page: Page, more: tuple[float, float, str], code: str) -> None:
    assert set(asked(read(draw((*invoice_page, more))))) == {code}


@pytest.mark.parametrize("said", ["Sample Street 12", "Fac-simile 02 9800 9975", "Void where prohibited by law."])
def test_words_for_void_papers_among_others_are_no_doubt(draw: Draw, invoice_page: Page, said: str) -> None:
    assert read(draw((*invoice_page, (56, 640, said)))).status is Status.ACCEPTED


def test_an_account_for_gifts_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    result = read(draw((*invoice_page, (56, 640, f"Donations for the flood victims: IBAN {IBAN}"))))
    assert set(asked(result)) == {"ambiguous_account"}


def test_pages_that_are_all_there_are_no_doubt(draw: Draw, invoice_page: Page) -> None:
    result = read(draw((*invoice_page, (280, 820, "Page 1 of 2")), ((56, 60, "Our terms of sale apply."), (280, 820, "Page 2 of 2"))))
    assert result.status is Status.ACCEPTED


def titled(page: Page, title: str, size: float) -> bytes:
    """The invoice with a title in large letters in the place of its own."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)
    for left, top, text in (*without(page, "*INVOICE"), (340.0, 62.0, title)):
        canvas.setFont("Helvetica", size if text == title else 10)
        canvas.drawString(left, 842 - top, text.removeprefix("*"))
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("title", ["Delivery Note", "REMITTANCE ADVICE", "Lieferschein", "Bon de livraison"])
def test_a_paper_that_asks_for_no_payment_is_no_invoice(invoice_page: Page, title: str) -> None:
    assert "other_document" in asked(read(titled(invoice_page, title, 18)))


def test_the_number_of_a_delivery_note_makes_no_delivery_note(draw: Draw, invoice_page: Page) -> None:
    assert read(draw((*invoice_page, (340, 132, "Delivery note"), (440, 132, "4711")))).status is Status.ACCEPTED


def test_a_total_that_its_lines_do_not_make_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    bare = without(invoice_page, "Net total", "100.00", "VAT 20%", "20.00")
    lines = (*bare, (480.0, 284.0, "20.00"), (380.0, 284.0, "20.00"))
    result = read(draw(alter(lines, **{"120_00": "720.00"})))
    assert "differ, and nothing on the page says by what" in asked(result)["ambiguous_amount"]


def test_a_tax_that_is_not_its_rate_of_the_net_total_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    raised = {(480, 336): "30.00", (480, 352): "130.00"}  # tax and total agree with each other
    page = tuple((left, top, raised.get((int(left), int(top)), text)) for left, top, text in invoice_page)
    assert "is not 20 % of" in asked(read(draw(page)))["tax_disagrees"]


def test_a_tax_that_is_its_rate_of_the_total_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    """Then the total is the base: what is called the net total is another figure."""
    raised = {(480, 336): "24.00", (480, 352): "120.00"}
    page = tuple(
        (left, top, raised.get((int(left), int(top)), text)) for left, top, text in invoice_page if text not in ("Net total", "100.00")
    )
    assert "is not 20 % of" in asked(read(draw((*page, (380, 320, "Net total"), (480, 320, "96.00")))))["tax_disagrees"]


def test_prices_without_tax_make_no_total_with_it(draw: Draw, invoice_page: Page) -> None:
    page = tuple(entry for entry in invoice_page if entry[1] < TOTALS_BELOW)
    page = (*page, (380, 352, "Total GBP"), (480, 352, "100.00"), (56, 640, "All prices exclude VAT, which is charged separately."))
    assert "may be without tax" in asked(read(draw(page)))["ambiguous_amount"]


def test_a_total_to_which_the_printed_rate_was_not_added_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    """Without the tax nothing leads on, and the net total is called as a gross one may be."""
    page = alter(invoice_page, Net_total="Total amount", Total_GBP="GBP", **{"20_00": "see below"})
    assert "which is that with the 20 %" in asked(read(draw(page)))["ambiguous_amount"]


def test_a_total_whose_printed_rate_makes_another_printed_figure_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    """The total with it is cut in two at a line's end, and the tax's label is misread."""
    page = alter(invoice_page, Net_total="Total amount", Total_GBP="GBP", VAT_20_="V4l 20%", **{"120_00": "1"})
    assert "it may be what that is added to" in asked(read(draw(page)))["ambiguous_amount"]


def test_the_currency_is_that_of_the_total(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = (*alter(invoice_page, Total_GBP="Total"), (380, 366, "Equivalent in EUR"), (480, 366, "EUR 140.40"))
    result = read(draw(tuple((left, top, "£120.00" if text == "120.00" else text) for left, top, text in page)))
    assert (result.record.currency, result.status) == ("GBP", Status.ACCEPTED)


def test_a_balance_of_before_is_no_part_of_the_invoice(draw: Draw, invoice_page: Page) -> None:
    page = tuple(entry for entry in invoice_page if entry[1] < TOTALS_BELOW)
    sums = ((380, 336, "Previous balance"), (480, 336, "55.00"), (380, 352, "New charges"), (480, 352, "100.00"))
    result = read(draw((*page, *sums, (380, 368, "Total GBP"), (480, 368, "155.00"))))
    assert result.status is Status.REVIEW or str(result.record.gross_total) == "100.00"


def test_an_account_with_wrong_check_digits_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    assert read(draw(paid_to(invoice_page))).status is Status.ACCEPTED
    assert set(asked(read(draw(paid_to(invoice_page, "GB29 NWBK 6016 1331 9268 13"))))) == {"bad_check_digits"}


def test_an_account_of_somebody_else_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    page = (*paid_to(invoice_page), (56, 206, f"IBAN: {OTHERS_IBAN}"))
    assert set(asked(read(draw(page)))) == {"ambiguous_account"}


def test_the_readers_own_account_is_not_the_sellers(draw: Draw, invoice_page: Page) -> None:
    page = (*paid_to(invoice_page), (56, 420, f"The amount will be collected from your account {OTHERS_IBAN}."))
    result = read(draw(page))
    assert (result.record.payment.iban, result.status) == (IBAN.replace(" ", ""), Status.ACCEPTED)


def test_an_account_that_nobody_sees_is_not_read(invoice_page: Page) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    for left, top, text in paid_to(invoice_page):
        canvas.drawString(left, 842 - top, text.removeprefix("*"))
    canvas.drawString(56, 150, f"IBAN: {OTHERS_IBAN}", mode=3)
    canvas.showPage()
    canvas.save()
    result = read(file.getvalue())
    assert result.record.payment.iban == IBAN.replace(" ", "")


@pytest.mark.parametrize("apart", [0.3, 2.0])
def test_an_amount_whose_glyphs_are_drawn_twice_is_read_once(invoice_page: Page, apart: float) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    for left, top, text in invoice_page:
        for sign in text.removeprefix("*"):
            canvas.drawString(left, 842 - top, sign)
            if text == "120.00":
                canvas.drawString(left + apart, 842 - top, sign)
            left += canvas.stringWidth(sign, "Helvetica", 10)
    canvas.showPage()
    canvas.save()
    assert str(read(file.getvalue()).record.gross_total) == "120.00"


@pytest.mark.parametrize(("due", "code"), [("13 April 2027", "dates_far_apart"), ("2 March 2025", "due_before_issue")])
def test_days_that_do_not_follow_each_other_are_asked_after(draw: Draw, alter: Alter, invoice_page: Page, due: str, code: str) -> None:
    result = read(draw(alter(invoice_page, **{"13_April_2025": due})))
    assert code in asked(result)
    assert result.record.issue_date == date(2025, 3, 14)


def test_a_number_that_is_repeated_with_one_sign_changed_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = (*alter(invoice_page, NT_2291="NT-202291"), (56, 728, "Payment reference: NT-202297"))
    assert set(asked(read(draw(page)))) == {"mentions_differ"}


def test_a_total_that_is_a_cent_off_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    result = read(draw(alter(invoice_page, **{"120_00": "120.02"})))
    assert "is 0.02 off" in asked(result)["ambiguous_amount"]


def test_a_day_that_cannot_be_read_is_not_replaced_by_another(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = (
        *alter(invoice_page, **{"14_March_2025": "14/83/2025", "13_April_2025": "13/04/2025"}),
        (56, 640, "Goods left our house 02/03/2025."),
    )
    result = read(draw(page))
    assert result.record.issue_date is None or "14/83/2025" in asked(result)["ambiguous_date"]


def test_an_earlier_balance_with_which_no_sum_is_printed_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    balance = ((56, 560, "Previous balance"), (300, 560, "40.00"))
    assert "is reckoned with" in asked(read(draw((*invoice_page, *balance))))["ambiguous_amount"]
    both = (*balance, (56, 576, "Amount due"), (300, 576, "160.00"))
    assert "is reckoned with" not in asked(read(draw((*invoice_page, *both)))).get("ambiguous_amount", "")


def read_cells(cells: Sequence[tuple[str, int, int]]) -> Extraction:
    """A receipt of texts at places in pixels."""
    pieces = [{"text": text, "box": [x, y, x + 9 * len(text), y + 20]} for text, x, y in cells]
    return understand(Document("a.jpg", "image", ()), (transcript(pieces),), Options(schema="receipt", entities=False))


def test_of_a_column_of_days_none_is_the_documents_in_silence() -> None:
    rows = [
        (day, text, amount)
        for day in ("02/18/24", "02/19/24")
        for text, amount in (("Room", "112.00"), ("City tax", "8.00"), ("Breakfast", "9.00"))
    ]
    cells = [
        ("THE WINSLOW INN", 300, 40),
        ("1440 Airport Blvd, Mobile AL 36608", 260, 70),
        ("Date", 40, 120),
        ("Description", 300, 120),
        ("Charges", 560, 120),
    ]
    for at, row in enumerate(rows):
        cells += [(text, x, 150 + 30 * at) for text, x in zip(row, (40, 300, 560), strict=True)]
    cells += [("Total Charges", 300, 350), ("258.00", 560, 350), ("Printed 02/20/2024 07:12", 40, 400)]
    found = read_cells(cells)
    assert found.fields["date"].value == date(2024, 2, 20) or any(issue.code == "ambiguous_date" for issue in found.issues)


@pytest.mark.parametrize(
    ("lines", "day", "asked_after"),
    [
        (
            ("48 Kerbau Lane", "Singapore 219174", "No GST", "01/11/2024 18:50", "IDLI RICE $14.80", "TOTAL $14.80"),
            date(2024, 11, 1),
            False,
        ),
        (
            ("Taqueria Lupe", "hecho a mano", "con amor para todos", "4/5/25, 12:33 PM", "Taco $3.00", "Tax (8.25%) $0.25", "TOTAL $3.25"),
            None,
            True,
        ),
    ],
    ids=["a tax over a day", "a language of days first and a tax of months first"],
)
def test_the_order_of_a_day_is_told_from_all_signs(lines: Sequence[str], day: date | None, asked_after: bool) -> None:
    found = read_cells([(text, 40, 60 + 30 * at) for at, text in enumerate(lines)])
    assert day is None or found.fields["date"].value == day
    assert ("ambiguous_date" in {issue.code for issue in found.issues} or found.fields["date"].confidence < 0.9) is asked_after


def test_what_is_asked_for_a_card_is_no_tax() -> None:
    rows = (
        ("Flat White", "55.80"),
        ("Subtotal", "55.80"),
        ("Card surcharge 1.5%", "0.84"),
        ("Total (inc GST)", "56.64"),
        ("GST included", "5.15"),
    )
    cells = [("TWO WOMBATS", 200, 40), ("Wed 14 Aug 2024", 40, 80)]
    for at, (text, amount) in enumerate(rows):
        cells += [(text, 40, 140 + 30 * at), (amount, 400, 140 + 30 * at)]
    found = read_cells(cells).fields
    assert (str(found["tax_total"].value), str(found["service_charge"].value), str(found["total"].value)) == ("5.15", "0.84", "56.64")


def test_the_code_of_a_bank_is_no_day_that_cannot_be_read(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = (*without(alter(invoice_page, **{"14_March_2025": "Bristol, 14 March 2025"}), "Invoice date:"), (56, 640, "Sort code 30-94-21"))
    assert "ambiguous_date" not in asked(read(draw(page)))
    assert "ambiguous_date" in asked(read(draw((*page[:-1], (56, 640, "Delivered 30-94-21")))))


def test_a_day_in_another_year_than_all_others_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    page = (*alter(invoice_page, **{"14_March_2025": "14 March 2023"}), (340, 132, "Delivery date:"), (440, 132, "12 March 2025"))
    assert "dates_far_apart" in asked(read(draw(page)))


def stamped(page: Page, text: str, angle: float, size: float) -> bytes:
    """The invoice with words printed across it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica", 10)
    for left, top, said in page:
        canvas.drawString(left, 842 - top, said.removeprefix("*"))
    canvas.translate(120, 480)
    canvas.rotate(angle)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(0, 0, text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "angle", "size"), [("VOID", 60, 90), ("CANCELLED", 0, 70), ("STORNIERT", -35, 60), ("NOT AN INVOICE", 45, 40)]
)
def test_what_is_stamped_across_a_page_holds_it_back(invoice_page: Page, text: str, angle: float, size: float) -> None:
    result = read(stamped(invoice_page, text, angle, size))
    assert set(asked(result)) == {"other_document"}
    assert len(result.record.line_items) == 2  # whatever runs across them


def test_a_stamp_that_says_nothing_against_the_paper_is_no_doubt(invoice_page: Page) -> None:
    assert read(stamped(invoice_page, "DUPLICATE", 45, 60)).status is Status.ACCEPTED


@pytest.fixture
def scanned(tmp_path: Path) -> Callable[..., Extraction]:
    """A page as an engine read it off a picture; `stamp`: words with the boxes (in points) of what stands aslant."""

    def made(page: Page, stamp: Sequence[tuple[str, float, float, float, float]] = ()) -> Extraction:
        words = [Word(text, Box(left / 595, top / 842, right / 595, bottom / 842), 0.95) for text, left, top, right, bottom in stamp]
        for left, top, text in page:
            for part in text.removeprefix("*").split():
                words.append(Word(part, Box(left / 595, (top - 9) / 842, (left + 5.5 * len(part)) / 595, (top + 2) / 842), 0.95))
                left += 5.5 * (len(part) + 1)
        write_recording(words, tmp_path / "reading.json")
        Image.new("L", (595, 842), 255).save(tmp_path / "scan.png")
        return extract(tmp_path / "scan.png", Options(schema="invoice", engine=f"replay:{tmp_path / 'reading.json'}"))

    return made


Scanned = Callable[..., Extraction]
NOT_AN_INVOICE = (("INVOICE", 232, 318, 388, 475), ("AN", 179, 454, 254, 528), ("NOT", 107, 506, 203, 602))


@pytest.mark.parametrize(
    ("stamp", "code"),
    [
        ((), ""),
        ((("VOID", 160, 410, 345, 640),), "other_document"),
        ((("UNGÜLTK", 150, 270, 410, 690),), "other_document"),  # misread
        ((("ENTW", 200, 350, 340, 480),), "other_document"),  # a part of ENTWURF
        ((("COP", 200, 350, 320, 490),), ""),  # of COPY
        (NOT_AN_INVOICE, "other_document"),
        ((("DUPLICATE", 150, 350, 410, 690),), ""),
    ],
)
def test_what_is_stamped_aslant_on_a_scan_is_read_apart(
    scanned: Scanned, invoice_page: Page, stamp: tuple[tuple[str, float, float, float, float], ...], code: str
) -> None:
    result = scanned(paid_to(invoice_page), stamp)
    assert set(asked(result)) == {code} - {""}
    assert result.record.payment.iban == IBAN.replace(" ", "")  # whatever reaches into its line


def test_a_total_whose_figure_is_under_a_stamp_is_asked_after(scanned: Scanned, invoice_page: Page) -> None:
    hidden = without(invoice_page, "20.00", "120.00")
    result = scanned((*hidden, (480, 284, "20.00")), (("PAID", 460, 325, 560, 356),))
    assert set(asked(result)) == {"ambiguous_amount"}
    assert "VAT 20%" in asked(result)["ambiguous_amount"]


@pytest.mark.parametrize("label", ["Order Date", "Printed On", "Delivery Date"])
def test_the_day_of_something_else_is_not_the_invoices(draw: Draw, alter: Alter, invoice_page: Page, label: str) -> None:
    page = without(alter(invoice_page, Invoice_date=f"{label}:"), "Due date:", "13 April 2025")
    result = read(draw(page))
    assert result.status is Status.REVIEW
    assert {"ambiguous_date", "missing_required", "low_confidence"} & set(asked(result))


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        ("Payable within 30 days.", Status.ACCEPTED),
        ("Payable within 60 days.", Status.REVIEW),
        ("Payable within 60 days, end of month.", Status.ACCEPTED),
        ("2% discount if paid within 10 days.", Status.ACCEPTED),
    ],
)
def test_terms_that_make_another_day_are_asked_after(draw: Draw, invoice_page: Page, terms: str, status: Status) -> None:
    result = read(draw((*invoice_page, (56, 640, terms))))
    assert result.status is status
    assert status is Status.ACCEPTED or set(asked(result)) == {"ambiguous_date"}


def test_a_tax_that_no_rate_makes_is_asked_after_where_none_is_printed(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    bare = alter(invoice_page, VAT_20_="VAT")
    assert read(draw(bare)).status is Status.ACCEPTED
    raised = {(480, 336): "27.44", (480, 352): "127.44"}
    page = tuple((left, top, raised.get((int(left), int(top)), text)) for left, top, text in bare)
    assert "which is no rate" in asked(read(draw(page)))["ambiguous_amount"]


@pytest.mark.parametrize(
    ("part", "result", "status"),
    [
        (("Loyalty discount", "-12.00"), ("Final amount", "108.00"), Status.REVIEW),
        (("Suggested Tip", "12.00"), ("Total with tip", "132.00"), Status.ACCEPTED),
    ],
)
def test_a_sum_that_goes_on_under_the_total_is_asked_after(
    draw: Draw, invoice_page: Page, part: tuple[str, str], result: tuple[str, str], status: Status
) -> None:
    more = ((380, 368, part[0]), (480, 368, part[1]), (380, 384, result[0]), (480, 384, result[1]))
    assert read(draw((*invoice_page, *more))).status is status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Amount in words: one hundred and twenty pounds", Status.ACCEPTED),
        ("Amount in words: one hundred and seventy pounds", Status.REVIEW),
        ("in Worten: einhundertzwanzig", Status.ACCEPTED),
        ("in Worten: siebenhundertzwanzig", Status.REVIEW),
        ("in Worten: zweitausenddreihundertünfundvierzig", Status.REVIEW),  # a letter is missing
        ("in Worten: siehe Rechnungsbetrag", Status.ACCEPTED),
        ("in Worten: " + 40 * "dreizehn" + "x", Status.ACCEPTED),  # and in no time
        ("Słownie: sto dwadzieścia funtów", Status.ACCEPTED),
        ("Arrêté à la somme de quatre-vingt-dix-sept livres", Status.REVIEW),
        ("Five, six and seven are our opening hours.", Status.ACCEPTED),
    ],
)
def test_a_total_that_is_another_in_words_is_asked_after(draw: Draw, invoice_page: Page, words: str, status: Status) -> None:
    result = read(draw((*invoice_page, (56, 640, words))))
    assert result.status is status
    assert status is Status.ACCEPTED or "says in words" in asked(result)["ambiguous_amount"]


@pytest.mark.parametrize("said", ["(pro forma)", "CREDIT NOTE to invoice 2025-118", "This is a pro forma invoice."])
def test_a_paper_of_another_kind_than_its_title_is_asked_after(draw: Draw, invoice_page: Page, said: str) -> None:
    assert "other_document" in asked(read(draw((*invoice_page, (340, 76, said)))))


def test_a_quantity_ten_times_its_own_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    result = read(draw(alter(invoice_page, **{"2": "20"})))
    assert result.status is Status.REVIEW or result.record.line_items[0].quantity == 2


def test_taxes_whose_sum_stands_nowhere_are_asked_after(draw: Draw, invoice_page: Page) -> None:
    page = tuple(entry for entry in invoice_page if entry[1] < TOTALS_BELOW)
    sums = ((56, 330, "VAT 20 %"), (480, 330, "16.40"), (56, 344, "Tax 5 %"), (480, 344, "3.10"), (56, 386, "Total"), (480, 386, "120.00"))
    result = read(draw((*page, *sums)))
    assert result.fields["tax_total"].value == Decimal("19.50")
    assert "19.50 was added up" in asked(result)["ambiguous_amount"]


def test_a_total_that_stands_nowhere_where_the_rows_of_taxes_make_a_printed_one(draw: Draw, invoice_page: Page) -> None:
    """What is called paid was taken off before the tax."""
    page = tuple(entry for entry in invoice_page if entry[1] < TOTALS_BELOW)
    sums = (
        (56, 330, "Subtotal"),
        (480, 330, "100.00"),
        (56, 344, "Paid"),
        (480, 344, "10.00"),
        (56, 386, "Amount due"),
        (480, 386, "108.00"),
    )
    taxes = (
        (56, 420, "VAT rate"),
        (200, 420, "Net"),
        (300, 420, "VAT amount"),
        (56, 434, "20.00 %"),
        (200, 434, "90.00"),
        (300, 434, "18.00"),
    )
    result = read(draw((*page, *sums, *taxes)))
    assert result.status is Status.REVIEW
    assert "108.00" in asked(result)["ambiguous_amount"]


def test_a_sender_who_is_named_as_the_recipient_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    page = tuple((x, y, text.replace("Harbour Bakery Ltd", "Northgate Tools Ltd")) for x, y, text in invoice_page)
    assert "ambiguous_party" in asked(read(draw(page)))


def test_a_sender_whose_mail_address_is_anothers_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    page = (*without(invoice_page, "*Northgate Tools Ltd"), (56, 44, "*Bluebell Joinery"), (56, 30, "Sold by: Northgate Tools Ltd"))
    mailed = (*page, (56, 800, "office@bluebelljoinery.example"))
    assert "ambiguous_party" not in asked(read(draw(page)))
    assert "ambiguous_party" in asked(read(draw(mailed)))


ASKS_FOR_LESS = (
    ("de", "Restforderung 45.00"),
    ("de", "Wir bitten um Überweisung der Restforderung von 45.00 bis spätestens 13.04.2025 ohne Abzug."),
    ("en", "Please transfer the balance due of 45.00 by 13 April."),
    ("nl", "Gelieve het openstaande bedrag van 45.00 over te maken."),
)


@pytest.mark.parametrize(("language", "said"), ASKS_FOR_LESS)
def test_a_smaller_amount_named_as_what_is_due_is_asked_after(
    draw: Draw, alter: Alter, invoice_page: Page, language: str, said: str
) -> None:
    page = (*alter(invoice_page, Total_GBP="Rechnungsbetrag" if language == "de" else "Total GBP"), (56, 420, said))
    result = extract(draw(page), Options(schema="invoice", page_only=True, language=language))
    assert result.status is Status.REVIEW


def test_a_payment_named_and_not_taken_off_is_asked_after(draw: Draw, alter: Alter, invoice_page: Page) -> None:
    more = ((380, 368, "Anzahlung"), (480, 368, "24.00"), (380, 384, "Rundungsdifferenz"), (480, 384, "-0.01"), (380, 400, "Zu zahlen"))
    page = (*alter(invoice_page, Total_GBP="Endbetrag"), *more, (480, 400, "I95.99"))
    result = extract(draw(page), Options(schema="invoice", page_only=True, language="de"))
    assert value(result, "amount_due") in (None, Decimal("95.99")) or result.status is Status.REVIEW


def value(result: Extraction, path: str) -> object:
    return result.fields[path].value if path in result.fields else None


def test_what_is_taken_off_one_total_and_not_the_other_is_asked_after(draw: Draw) -> None:
    head = ((56, 60, "Nimbus LLC"), (56, 72, "548 Market St"), (56, 84, "San Francisco, CA 94104"), (300, 60, "Invoice number: 518220946"))
    days = ((300, 72, "Date of issue: November 1, 2026"), (300, 84, "Payment due on: November 1, 2026"))
    sums = (("Total usage charges", "$281.28"), ("Credits applied", "-$25.00"), ("Subtotal", "$256.28"), ("Total due", "$256.28"))
    page = (*head, *days, *((x, 200 + 14 * n, text) for n, line in enumerate(sums) for x, text in zip((56, 480), line, strict=True)))
    result = read(draw((*page, (56, 300, "Credits"), (56, 314, "Promotional credit"), (480, 314, "-$25.00"))))
    assert result.status is Status.REVIEW or result.record.gross_total == Decimal("256.28")


@pytest.mark.parametrize(("printed", "code"), [("119'98", "ambiguous_amount"), ("118'98", None)])
def test_a_figure_some_cents_from_a_total_that_is_not_printed_is_asked_after(
    draw: Draw, invoice_page: Page, printed: str, code: str | None
) -> None:
    result = read(draw((*invoice_page, (56, 600, printed))))
    assert result.fields["amount_due"].box is None
    assert (code in asked(result)) if code else not asked(result)
