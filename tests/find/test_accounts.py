"""The account to pay to: of several banks, in sentences, beside what only looks like a bank's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor import Extraction, Options, extract

Page = tuple[tuple[float, float, str], ...]
Draw = Callable[..., bytes]


def value(result: Extraction, path: str) -> Any:
    return result.fields[path].value if path in result.fields else None


def read(draw: Draw, page: Page, language: str = "en") -> Extraction:
    return extract(draw(page), Options(schema="invoice", page_only=True, language=language))


FIRST = ((330, 790, "Bank of Ayr"), (330, 800, "IBAN GB29 NWBK 6016 1331 9268 19"), (330, 810, "BIC NWBKGB2L"))
SECOND = ((470, 790, "Bank of Fife"), (470, 800, "IBAN GB33 BUKB 2020 1555 5555 55"), (470, 810, "BIC BUKBGB22"))


@pytest.mark.parametrize("banks", [(*FIRST, *SECOND), (*SECOND, *FIRST)])
def test_of_two_banks_in_a_footer_account_code_and_name_are_of_the_first(draw: Draw, invoice_page: Page, banks: Page) -> None:
    page = draw((*invoice_page, *banks), size=6)
    found = extract(page, Options(schema="invoice", page_only=True))
    assert value(found, "payment.iban") == "GB29NWBK60161331926819"
    assert value(found, "payment.bic") == "NWBKGB2L"
    assert value(found, "payment.bank_name") == "Bank of Ayr"


@pytest.mark.parametrize(
    ("language", "lines", "name"),
    [
        ("en", ("Transfer to sort code 60-16-13 (from abroad: GB29 NWBK 6016 1331 9268 19, BIC NWBKGB2L).",), None),
        ("fr", ("Virement sur le compte n° LU28 0019 4006 4475 0000 (BCEELULL) en indiquant le numéro.",), None),
        ("it", ("IBAN IT60 X054 2811 1010 0000 0123 456", "Banca Lariana di Credito"), "Banca Lariana di Credito"),
        ("de", ("Unsere Bankverbindung: Sparkasse Allgäu · IBAN DE02 1203 0000 0000 2020 51 · BIC BYLADEM1001",), "Sparkasse Allgäu"),
        ("en", ("Bank: sort 20-05-77", "IBAN GB29 NWBK 6016 1331 9268 19"), None),
        ("de", ("Ihrem Konto DE•• •••• •••• •••• ••31 07 eingezogen.", "IBAN DE02 1203 0000 0000 2020 51"), None),
    ],
)
def test_the_name_of_a_bank_is_whole_and_no_code(
    draw: Draw, invoice_page: Page, language: str, lines: tuple[str, ...], name: str | None
) -> None:
    page = (*invoice_page, *((56.0, 500.0 + 12 * n, line) for n, line in enumerate(lines)))
    found = read(draw, page, language)
    assert value(found, "payment.iban")
    assert value(found, "payment.bank_name") == name


def test_a_mandate_in_parentheses_behind_a_sentence_is_read(draw: Draw, invoice_page: Page) -> None:
    line = "Der Betrag wird am 14.02.2025 per SEPA-Firmenlastschrift (Mandat ANV-20417, Gläubiger-ID DE98ZZZ00000512288) eingezogen."
    assert value(read(draw, (*invoice_page, (56, 500, line)), "de"), "payment.mandate") == "ANV-20417"


def test_the_name_of_a_specification_is_no_web_address(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 700, "Profile urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0")))
    assert value(found, "seller.website") is None


def test_the_end_of_an_account_on_two_lines_is_no_telephone_and_its_head_no_account(draw: Draw, invoice_page: Page) -> None:
    lines = ((330, 140, "NL56 KNAB 0255 8190 34"), (56, 500, "Betaling op rekening NL56"), (56, 512, "KNAB 0255 8190 34 t.n.v. P. Dekker"))
    found = read(draw, (*invoice_page, *lines), "nl")
    assert value(found, "payment.iban") == "NL56KNAB0255819034"
    assert value(found, "seller.phone") is None
    assert value(found, "payment.account_number") is None


def test_words_before_a_colon_are_no_part_of_a_banks_name(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 500, "Banking: Bank of Knysna, Branch 632005, Acc 405 118 2290")))
    assert value(found, "payment.bank_name") == "Bank of Knysna"


def test_a_web_address_of_the_buyers_name_is_not_the_sellers(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 297, "Domain harbourbakery.example, one year")))
    assert value(found, "seller.website") is None


def test_the_share_capital_is_no_register_and_three_figures_are_no_tax_number(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 790, "Capital social 2.100.000 €"), (56, 802, "PAN 820")), "pt")
    assert value(found, "seller.registration_number") is None
    assert value(found, "seller.tax_number") is None


def test_an_abbreviation_is_not_made_of_other_words_letters(draw: Draw, invoice_page: Page) -> None:
    street = (*(one for one in invoice_page if one[:2] != (56, 76)), (56, 76, "Pol. Ind. Malpica, c/ F, 28-50016"))
    assert value(read(draw, street, "it"), "seller.tax_number") is None
    number = (*invoice_page, (56, 116, "C. F. 01234567890"))
    assert value(read(draw, number, "it"), "seller.tax_number") == "01234567890"


@pytest.mark.parametrize(("language", "said"), [("fr", "Comptes: "), ("de", "Zu überweisen an: "), ("nl", "Onze rekeningen: ")])
def test_of_accounts_under_each_other_the_first_is_meant_though_words_stand_before_it(
    draw: Draw, invoice_page: Page, language: str, said: str
) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    left = 56 + stringWidth(said, "Helvetica", 10)
    lines = ((56, 500, f"{said}BE71 0961 2345 6769"), (left, 512, "BE62 5100 0754 7061"))
    assert value(read(draw, (*invoice_page, *lines), language), "payment.iban") == "BE71096123456769"


@pytest.mark.parametrize(
    ("language", "blocked"),
    [
        ("nl", "€ 24,00 op onze G-rekening NL91 ABNA 0417 1643 00"),
        ("nl", "G-rekening: NL91 ABNA 0417 1643 00"),
        ("de", "davon 24,00 EUR auf das G-Konto NL91 ABNA 0417 1643 00"),
    ],
)
def test_a_blocked_account_is_not_the_one_to_pay_to(draw: Draw, invoice_page: Page, language: str, blocked: str) -> None:
    lines = ((56, 500, blocked), (56, 512, "€ 96,00 op rekening NL56 KNAB 0255 8190 34"))
    assert value(read(draw, (*invoice_page, *lines), language), "payment.iban") == "NL56KNAB0255819034"


def test_of_two_accounts_in_a_line_the_blocked_one_is_not_meant(draw: Draw, invoice_page: Page) -> None:
    line = "€ 24,00 op G-rekening NL91 ABNA 0417 1643 00 en € 96,00 op NL56 KNAB 0255 8190 34"
    assert value(read(draw, (*invoice_page, (56, 500, line)), "nl"), "payment.iban") == "NL56KNAB0255819034"


def test_a_blocked_account_that_goes_on_in_the_next_line_is_not_meant(draw: Draw, invoice_page: Page) -> None:
    lines = (
        (56, 500, "Gelieve 20 % over te maken op onze G-rekening NL91 ABNA 0417 16"),
        (56, 512, "43 00 en de rest op NL56 KNAB 0255 8190 34"),
    )
    assert value(read(draw, (*invoice_page, *lines), "nl"), "payment.iban") == "NL56KNAB0255819034"


def test_a_blocked_account_alone_is_asked_after(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 500, "Betaling op G-rekening NL91 ABNA 0417 1643 00")), "nl")
    assert "ambiguous_account" in {issue.code for issue in found.issues}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Wir buchen den Betrag von Ihrem Konto ab:"),
        ("de", "Ihre Bankverbindung:"),
        ("en", "Your bank details"),
        ("en", "Customer IBAN:"),
        ("fr", "Vos coordonnées bancaires :"),
        ("es", "Cargo en la cuenta:"),
        ("it", "Addebito sul conto:"),
        ("nl", "Uw IBAN:"),
        ("pl", "Pobrane z rachunku:"),
        ("pt", "Débito direto na conta:"),
    ],
)
@pytest.mark.parametrize("where", ["before", "left of", "over"])
def test_the_readers_own_account_is_not_taken_for_the_payees(draw: Draw, invoice_page: Page, language: str, said: str, where: str) -> None:
    theirs = {
        "before": ((56, 500, f"{said} DE89 3704 0044 0532 0130 00"),),
        "left of": ((56, 500, said), (320, 500, "DE89 3704 0044 0532 0130 00")),
        "over": ((56, 500, said), (56, 512, "IBAN DE89 3704 0044 0532 0130 00")),
    }[where]
    ours = (56, 800, "IBAN DE02 1203 0000 0000 2020 51")
    assert value(read(draw, (*invoice_page, *theirs, ours), language), "payment.iban") == "DE02120300000000202051"
    alone = read(draw, (*invoice_page, *theirs), language)
    assert value(alone, "payment.iban") is None or "ambiguous_account" in {issue.code for issue in alone.issues}


def test_the_payees_account_under_a_heading_of_its_own_is_theirs(draw: Draw, invoice_page: Page) -> None:
    lines = ((56, 500, "Ihre Bankverbindung:"), (56, 512, "Unsere Bankverbindung:"), (56, 524, "IBAN DE89 3704 0044 0532 0130 00"))
    found = read(draw, (*invoice_page, *lines), "de")
    assert value(found, "payment.iban") == "DE89370400440532013000"
    assert "ambiguous_account" not in {issue.code for issue in found.issues}


@pytest.mark.parametrize("line", ["FRUITBOX box of 12", "Collection AUTUMN24", "Cheque or into the bank: J TREMBATH, 43317708"])
def test_a_word_of_eight_letters_is_no_banks_code(draw: Draw, invoice_page: Page, line: str) -> None:
    assert value(read(draw, (*invoice_page, (56, 500, line))), "payment.bic") is None


def test_a_code_beside_an_account_needs_no_label(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 500, "Sparkasse Allgäu, DE02 1203 0000 0000 2020 51, BYLADEMM")), "de")
    assert value(found, "payment.bic") == "BYLADEMM"


def test_a_banks_name_in_capitals_beside_an_account_is_no_code(draw: Draw, invoice_page: Page) -> None:
    found = read(draw, (*invoice_page, (56, 500, "Nuestra cuenta: OLMECAJA ES91 2100 0418 4502 0005 1332")), "es")
    assert value(found, "payment.bic") is None


def test_the_code_is_the_one_of_the_account_that_is_meant(draw: Draw, invoice_page: Page) -> None:
    lines = ((56, 500, "Comptes: BE71 0961 2345 6769 BIC GKCCBEBB"), (104, 512, "BE62 5100 0754 7061 BIC TRIOBEBB"))
    found = read(draw, (*invoice_page, *lines), "fr")
    assert (value(found, "payment.iban"), value(found, "payment.bic")) == ("BE71096123456769", "GKCCBEBB")
