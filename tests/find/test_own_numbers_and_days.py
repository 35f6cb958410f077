"""The document's own number and day among others of its kind, and references and days in the words of letters and headers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.find.typed_invoice import values

FOOT = "\n\nSumme     120,00\n"


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Kostenrechnung Nr. 2700418", "2700418"),
        ("Reparaturrechnung R-20418", "R-20418"),
        ("Warengutschrift Nr. 88120", "88120"),
        ("Onderhoudsfactuur 2026-4417", "2026-4417"),
        ("Factura comercial n.º 88/2026", "88/2026"),
        ("Tax Credit Note CR-0088", "CR-0088"),
        ("Gutschrift 4711", "4711"),
    ],
)
def test_a_title_with_its_number_beats_the_senders_file(title: str, number: str) -> None:
    assert values(f"Unser Zeichen: 00977/25 T/bk\n\n{title}\n{FOOT}")["invoice_number"] == number


@pytest.mark.parametrize("line", ["Jahresrechnung 2025", "Teilrechnung 4410 vom 01.02.2026          1.200,00", "Abrechnung 55120"])
def test_a_year_a_row_and_another_word_are_no_title_with_a_number(line: str) -> None:
    assert values(f"{line}\n\nRechnungs-Nr. 77120\n{FOOT}")["invoice_number"] == "77120"


def test_the_senders_file_is_not_the_bills_number() -> None:
    assert values("Our ref: QTB/LM/HAR0077-1\nBill No: 25/00911\n\nTotal     120.00\n")["invoice_number"] == "25/00911"


def test_letters_within_a_number_are_no_month() -> None:
    assert values("Faktura VAT FS 2203/MAG/10/2026\n\nRazem     120,00\n")["invoice_number"] == "FS 2203/MAG/10/2026"


LETTER = "Abc Trading Ltd\n\nInvoice No. 4711\nDate: 01.04.2026\n\n{}\n\nTotal     120.00\n"


@pytest.mark.parametrize(
    "told",
    [
        "Der Betrag wird aufgrund Ihrer SEPA-Lastschrift (Mandat 77120418) am 14.04.2026 eingezogen.",
        "Der Betrag wird nicht vor dem 14.04.2026 von Ihrem Konto DE** **** **** 55 abgebucht.",
        "Der Betrag wird zum 14.04.2026 per SEPA-Basislastschrift von Ihrem Konto eingezogen.",
        "The amount will be charged to your card ending 4417 on 14/04/2026.",
        "Payment terms 14 days, i.e. by 14/04/2026.",
        "TERMS: 20TH OF MONTH FOLLOWING. DUE 14.04.26",
        "If paid by 04/10/26 you may deduct 2.40. Net due 14.04.26.",
        "Règlement par virement à 14 jours, soit le 14 avril 2026.",
        "Le montant sera prélevé sur votre compte le 14/04/2026.",
        "Lo cargaremos el 14/04/2026 en tu cuenta",
        "L'importo sarà addebitato sul Suo conto il 14/04/2026.",
        "Het bedrag wordt omstreeks 14-04-2026 van uw rekening afgeschreven.",
        "Płatność w ciągu 14 dni, tj. do 14.04.2026",
        "O valor será debitado na sua conta em 14/04/2026.",
    ],
)
def test_sentences_of_debits_and_of_terms_tell_the_day(told: str) -> None:
    assert values(LETTER.format(told))["due_date"] == date(2026, 4, 14)


@pytest.mark.parametrize(
    "told",
    ["Am 03.03.2026 wurden 50,00 EUR von Ihrem Konto abgebucht.", "Your last payment of 50.00 was debited on 14/03/2026. Thank you."],
)
def test_what_was_debited_before_is_no_day_to_pay(told: str) -> None:
    assert "due_date" not in values(LETTER.format(told))


@pytest.mark.parametrize(
    ("told", "reference"),
    [
        ("Ihre Bestellung     BV Lindenweg 3 / Kr\nAuftrag             70044120", "BV Lindenweg 3 / Kr"),
        ("Your Order     PHONE/BERTA", "PHONE/BERTA"),
        ("Reference: sprint 9 / Ilse", "sprint 9 / Ilse"),
        ("Your reference     PO 5512/KM", "PO 5512/KM"),
        ("Uw referentie     : web-order 5512", "web-order 5512"),
        ("Account     Your Reference     Tax Ref.\nNIE009      Olaf / GATE 4      88120", "Olaf / GATE 4"),
        ("Data           Vencimento     V/ Ref.\n2025-04-30     2025-05-15     Contrato 77/24", "Contrato 77/24"),
        ("Votre référence : devis 88/A toiture", "devis 88/A toiture"),
        ("Ihre Referenz     TT 55120 / Hr. Muster", "TT 55120"),
        ("Ihre Bestellung     WD-2031/44 vom 03.03.2026", "WD-2031/44"),
    ],
)
def test_a_reference_is_taken_in_the_words_of_who_gave_it(told: str, reference: str) -> None:
    assert values(f"Invoice No. 4711\n\n{told}\n\nTotal     120.00\n")["order_reference"] == reference


@pytest.mark.parametrize("told", ["Ihr Zeichen     Frau Muster", "Your reference: info@example.com", "Ref.: your mail of 3 May"])
def test_a_person_and_an_address_are_no_reference(told: str) -> None:
    assert "order_reference" not in values(f"Invoice No. 4711\n\n{told}\n\nTotal     120.00\n")


def test_the_invoices_own_number_is_no_reference_of_an_order() -> None:
    assert "order_reference" not in values("Invoice No. 4711\n\nTotal     120.00\n\nReference: Invoice 4711\n")


def test_what_a_column_of_rows_says_is_no_reference() -> None:
    head = "Referencia     Descripción      Cantidad     Precio     Importe\n"
    rows = "MO 12/B        Mano de obra     2            30,00      60,00\nMO 14/C        Revisión         1            20,00      20,00\n"
    assert "order_reference" not in values(f"Factura nº 4711\n\n{head}{rows}")


HEAD = "Abc Trading Ltd\n\nInvoice No. 4711     Date: 22.04.2026\n\n"
ROWS = """Description          Qty     Price     Amount
Widget, small        2       30,00     60,00
Widget, large        1       60,00     60,00

Total     120,00
"""


@pytest.mark.parametrize(
    "told",
    [
        "BL 660214 DU 21/04/2026",
        "Lieferschein 660214 vom 21.04.2026",
        "Guia de Remessa GR 2026A/3340 de 2026-04-21",
        "Albarán n.º 26/004418 de 21/04/2026",
        "Remis le     21.04.2026",
        "Job done 21/04/2026",
        "Veranstaltung: 10 Jahre Muster KG, 21.04.2026, Alte Halle",
        "ACCOUNT     ORDER NO     DESPATCHED     TERMS\nP00418      HB/20884     21/04/26       30 DAYS",
        "ACCOUNT     CUST ORDER     DOCKET     REP     DEL DATE\nP00418      LOT88-F2       D448102    JT      21.04.26",
    ],
)
def test_the_day_of_delivery_is_told_in_many_ways(told: str) -> None:
    assert values(f"{HEAD}{told}\n\n\n{ROWS}")["delivery_date"] == date(2026, 4, 21)


def test_the_next_delivery_is_not_this_one() -> None:
    assert "delivery_date" not in values(f"{HEAD}Next delivery 21.05.2026\n\n\n{ROWS}")


def test_of_several_delivery_notes_none_is_the_day() -> None:
    notes = "Lieferschein 660214 vom 07.04.2026\nLieferschein 660377 vom 21.04.2026"
    assert "delivery_date" not in values(f"{HEAD}{notes}\n\n\n{ROWS}")


def test_a_delivery_note_over_some_rows_is_theirs() -> None:
    head, first, *others = ROWS.split("\n")
    assert "delivery_date" not in values("\n".join([HEAD + head, "DDT n. 1187 del 21/04/2026", first, *others]))


def test_the_day_of_a_credited_invoice_is_not_the_credit_notes() -> None:
    head = "CREDIT NOTE\n\nCredit note number     CN 02231\nDate and tax point     6 March 2026\n"
    assert values(f"{head}Against invoice        40112 dated 20 February 2026\n")["issue_date"] == date(2026, 3, 6)


def test_the_day_of_a_provisional_receipt_is_not_the_invoices() -> None:
    head = "RPS Nº 3310 Série 1, emitido em 02/10/2026          Data e Hora de Emissão\n"
    assert values(f"NOTA FISCAL ELETRÔNICA DE SERVIÇOS - NFS-e\n\n{head}{' ' * 52}05/10/2026 09:14:52\n")["issue_date"] == date(2026, 10, 5)


def test_a_faxs_day_is_not_the_invoices() -> None:
    fax = "28/03/26 09:14     +31 10 555 0199     S. 003\n\nFreight Invoice\n\n"
    assert values(f"{fax}Invoice          Invoice date\nRTM2603-4410     27-MAR-2026\n")["issue_date"] == date(2026, 3, 27)


def test_a_day_behind_the_invoices_own_number_is_its_own() -> None:
    assert values("Rechnung     4711 vom 03.05.2026\n\nSumme     120,00\n")["issue_date"] == date(2026, 5, 3)


def test_a_columns_head_in_capitals_is_no_code_of_a_bank() -> None:
    head = "ACCOUNT     INVOICE     DATE/TAX PT     ORDER NO     DESPATCH     TERMS\n"
    row = "H02231      0774410     22/09/26        HB/30117     19/09/26     30 DAYS\n"
    assert values(f"INVOICE\n\n{head}{row}\nTOTAL GBP     120.00\n")["customer_number"] == "H02231"


@pytest.mark.parametrize(
    "told",
    [
        "1. Rate 60,00 fällig am 15.04.2026, 2. Rate 60,00 fällig am 15.05.2026",
        "First instalment 40.00 due 15/04/2026\nSecond instalment 80.00 due 15/05/2026",
        "Termin 1: 15.04.2026   60,00\nTermin 2: 15.05.2026   60,00",
    ],
)
def test_of_several_instalments_the_first_is_due(told: str) -> None:
    assert values(LETTER.format(told))["due_date"] == date(2026, 4, 15)


def test_a_day_of_another_sentence_is_not_told() -> None:
    told = "This bill is payable by the client. Interest may be charged. Payment to Vale Bank, sort code 09-01-29."
    assert "due_date" not in values(LETTER.format(told))


@pytest.mark.parametrize(
    "told",
    [
        "Zahlbar innert 10 Tagen netto, 11.04.2026",
        "ZAHLBAR SOFORT, SPAETESTENS 11.04.26, OHNE ABZUG",
        "Terms: payment to reach us not later than 11/04/2026.",
        "Payable immediately, latest 11 April 2026",
        "Pagabile subito, al più tardi il 11/04/2026",
        "Płatne natychmiast, najpóźniej 11.04.2026",
        "We will collect 120.00 by Direct Debit on 11 April 2026. Your new monthly payment of 80.00 is first due on 20 April 2026.",
        "Nous prélèverons 120,00 EUR le 11 avril 2026. Votre mensualité de 80,00 EUR sera due pour la première fois le 20 avril 2026.",
        "Ihre Nachzahlung: 120,00 € – wird am 11.04.2026 fällig. Neuer Abschlag ab 01.05.2026: 80,00 €",
        "Den Betrag buchen wir zum 11.04.2026 von Ihrem Konto ab.\n\nIhr neuer Abschlag beträgt 80,00 EUR, erstmals fällig am 20.04.2026.",
    ],
)
def test_a_day_told_to_be_the_last_is_due(told: str) -> None:
    assert values(LETTER.format(told))["due_date"] == date(2026, 4, 11)


def test_a_day_that_terms_count_from_is_not_due() -> None:
    assert "due_date" not in values(LETTER.format("Zahlbar innert 10 Tagen netto ab dem 01.04.2026"))


def test_a_number_that_a_label_names_comes_before_a_reference_in_words() -> None:
    lines = "Reference            Site 7 / Thandi\n"
    assert values(f"TAX INVOICE\n\n{lines}\n\nTotal     120.00\n")["order_reference"] == "Site 7 / Thandi"
    more = f"{lines}Order No             PO-BM/3349\n"
    assert values(f"TAX INVOICE\n\n{more}\n\nTotal     120.00\n")["order_reference"] == "PO-BM/3349"
