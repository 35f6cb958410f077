"""Headers of invoices as houses word them: names in two lines, a credit note's own number, by what is paid, who is paid instead."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.find.typed_invoice import values

HEAD = "Abc GmbH\n\nInvoice No: 4711\nInvoice date: 2024-05-01\n\n"


def test_two_lines_that_the_document_says_in_one_are_one_name() -> None:
    page = "Dental Practice\nThe Old Mill\n\nInvoice No: 4711\n\nPlease pay to our account, Dental Practice The Old Mill, quoting 4711"
    assert values(page)["seller.name"] == "Dental Practice The Old Mill"


def test_a_line_that_opens_with_a_word_from_within_names_ends_the_name_over_it() -> None:
    page = "OFFICINA AURORA\ndi Bianchi Marco & C. S.n.c.\nVia Roma 12\n41122 Modena\n\nFattura n. 418/A"
    assert values(page)["seller.name"] == "OFFICINA AURORA di Bianchi Marco & C. S.n.c."


def test_a_department_is_no_buyer() -> None:
    page = HEAD + "Bill to\nAccounts Payable\nHarbour Cold Chain DAC\n12 Main Street\nD02 X285 Dublin"
    assert values(page)["buyer.name"] == "Harbour Cold Chain DAC"


def test_a_credit_notes_own_number_stands_under_its_title_and_the_invoices_beside_it() -> None:
    page = "Abc SARL\n\n" + " " * 60 + "AVOIR\n" + " " * 60 + "N° AR 0250611\n\n\nOrigine\nFacture FA 0248870\n"
    found = values(page)
    assert (found["invoice_number"], found["preceding_invoice"]) == ("AR 0250611", "FA 0248870")


def test_a_credit_note_may_call_its_own_number_an_invoices() -> None:
    found = values("Abc Ltd\n\nCREDIT NOTE\nNo. CN-0012\n\nInvoice No: CN-0012\nInvoice date: 2024-05-01")
    assert (found["invoice_number"], found.get("preceding_invoice")) == ("CN-0012", None)


def test_a_number_that_looks_like_a_day_is_a_number_behind_its_label() -> None:
    assert values("Abc Sp. z o.o.\n\nFaktura nr 22/05/2025\n\nData wystawienia: 2025-05-05")["invoice_number"] == "22/05/2025"


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Règlement par virement à 30 jours", "virement"),
        ("Sposób zapłaty: przelew 21 dni", "przelew"),
        ("The amount due will be collected by Direct Debit on 4 May 2024", "Direct Debit"),
        ("Forma de pago: giro a 60 días. Domiciliación: Banco del Este", "giro"),
        ("You may pay by credit card, bank transfer or PayPal", None),
        ("Transferencia de datos", None),
    ],
)
def test_by_what_is_paid_is_told_by_its_words(line: str, means: str | None) -> None:
    assert values(HEAD + line).get("payment.method") == means


def test_words_may_be_the_terms_and_the_means() -> None:
    found = values(HEAD + "Forma de pago: Contado")
    assert (found["payment.terms"], found["payment.method"]) == ("Contado", "Contado")


def test_complaints_are_no_terms_of_payment() -> None:
    assert values(HEAD + "Eventuali contestazioni entro 8 giorni dal ricevimento della merce.").get("payment.terms") is None


def test_terms_begin_behind_their_label() -> None:
    assert values(HEAD + "Payment terms 14 days net")["payment.terms"] == "14 days net"


def test_who_is_paid_instead_is_told_in_a_sentence() -> None:
    said = "This debt has been assigned to and is payable only to Harbour Receivables Finance plc, PO Box 118, Limerick."
    assert values(HEAD + "\n" + said)["payee.name"] == "Harbour Receivables Finance plc"


def test_a_reference_in_groups_is_one() -> None:
    assert values(HEAD + "betalingskenmerk 3041 7250 8821 0006.")["payment.reference"] == "3041 7250 8821 0006"


def test_totals_under_columns_prove_each_other_whatever_the_rates() -> None:
    rows = [
        ("Net", "VAT %", "VAT", "Gross"),
        ("112.00", "20", "22.40", "134.40"),
        ("14.90", "0", "0.00", "14.90"),
        ("126.90", "", "22.40", "149.30"),
    ]
    page = HEAD + "\n".join("Rent".ljust(12) + "".join(cell.rjust(12) for cell in row) for row in rows)
    found = values(page)
    assert [found[name] for name in ("net_total", "tax_total", "gross_total")] == [Decimal(v) for v in ("126.90", "22.40", "149.30")]


def test_a_deposit_that_is_taken_off_leads_to_what_is_left_to_pay() -> None:
    rows = [("Rechnungsbetrag", "1.156,92 €"), ("abzüglich Vorschuss vom 22.04.2025", "-400,00 €"), ("noch zu zahlen", "756,92 €")]
    found = values("Abc GmbH\n\nRechnung Nr. 4711\n\n" + "\n".join(f"{label:<45}{amount:>15}" for label, amount in rows))
    assert (found["prepaid_amount"], found["amount_due"]) == (Decimal("400.00"), Decimal("756.92"))


def test_a_reference_opens_the_line_under_an_abbreviation_that_ends_a_sentence() -> None:
    said = "Graag betalen binnen 14 dagen op rekening NL91 ABNA 0417 1643 00 t.n.v. Abc, o.v.v.\n20250188."
    assert values(HEAD + said)["payment.reference"] == "20250188"


def test_a_web_address_behind_a_senders_name_does_not_speak_against_it() -> None:
    foot = "BOOKS-WEST SARL au capital de 152 000 € - RCS Tours 388201170 - www.books-west.example"
    assert values("BOOKS-WEST\nZI Nord\n37230 Fondettes\n\nFacture n° 4711" + "\n" * 30 + foot)["seller.name"] == "BOOKS-WEST SARL"


def test_lines_of_several_invoices_numbers_are_a_list_and_no_title() -> None:
    rows = "Factura 12636014, 10/04/2023   1.044,95\n\nFactura F-85484, 13/04/2023   205,50\n\nFactura 23-652-6, 15/03/2023   134,00"
    page = f"Abc S.L.\n\n                 Reclamación de pago\n\nEmitida\n25/05/2023\n\n{rows}\n\nSaldo   1.384,45"
    assert values(page)["document_type"] == "reminder"
