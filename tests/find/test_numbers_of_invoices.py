"""Whose a number and a day are: the document's own, an order's, a customer's, or no one's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.find.typed_invoice import values

HEAD = "Abc Trading Ltd\n1 High Street\nBristol BS1 6DZ\n\nInvoice No. 4711\nInvoice date: 2024-05-01\n\n"
IBAN = "IBAN DE89 3704 0044 0532 0130 00"


def test_the_papers_kind_may_head_the_column_of_its_number() -> None:
    head = "FACTURA         FECHA           AGENTE     HOJA\nA 2600913       31/03/2026      04         1\n"
    foot = "Inscrita en el Registro Mercantil de Cádiz, Tomo 2188, Folio 47, Hoja CA-19.402.\n"
    found = values(f"Almacenes Roble, S.L.\n\n{head}\nTotal factura     120,00\n\n{foot}")
    assert found["invoice_number"] == "A 2600913"


def test_a_deferred_invoice_is_numbered_under_its_kind() -> None:
    head = "FATTURA DIFF.      DATA           COD. CL.     PAGAMENTO\n\n2026/2/803         31/05/2026     C00921       RB 30/60\n"
    rows = "CODICE       DESCRIZIONE                              Q.TÀ     IMPORTE\n             Rif. D.D.T. n. 1391 del 05/05/2026\n"
    assert values(f"{head}\n{rows}")["invoice_number"] == "2026/2/803"


@pytest.mark.parametrize(("title", "part"), [("Eindfactuur", "factuur 2026-051"), ("Creditfactuur", "Factuur 2025-0398, regel 3")])
def test_a_compound_of_the_word_for_invoice_names_its_number(title: str, part: str) -> None:
    text = f"{title}         2026-214\nDatum            24-06-2026\n\nAf: termijn 2 (50%) {part}        1.250,00\n\nTotaal     950,00\n"
    assert values(text)["invoice_number"] == "2026-214"


def test_a_lone_number_sign_with_a_colon_is_the_invoices_number() -> None:
    left = ["#                : QX/26-27/0093", "Invoice Date     : 02/05/2026", "P.O.#            : 4500118301"]
    right = ["    Place Of    : Other Territory (97)", "    Supply", ""]
    found = values("TAX INVOICE\n\n" + "\n".join(a.ljust(44) + b for a, b in zip(left, right, strict=True)))
    assert (found["invoice_number"], found["order_reference"]) == ("QX/26-27/0093", "4500118301")


def test_a_column_of_positions_is_no_number_of_the_invoice() -> None:
    assert values("#    Item          Qty    Amount\n471  Widget        2      20.00\n").get("invoice_number") != "471"


def test_a_number_sign_under_the_title_is_one_text_with_it() -> None:
    assert values("FREIGHT INVOICE\n# KLM2506-00731\n\nInvoice date: 2025-06-18\n")["invoice_number"] == "KLM2506-00731"


def test_a_code_behind_its_own_words_is_not_what_stands_above() -> None:
    found = values("FATURA N. FAC 1/25004472\nATCUD: 8JKWR4TB-25004472\nDATA 2025-03-31\n")
    assert found["invoice_number"] == "FAC 1/25004472"


def test_what_an_order_says_of_itself_is_not_the_invoices() -> None:
    head = "Tipologia documento       Numero documento       Data documento\n\nTD01              000083/PA              30-03-2026\n"
    foot = "Dati ordine acquisto – CIG: Z8C3A11F99 Id documento: 6641902 Data: 14-01-2026\n"
    found = values(f"{head}\nTotale documento     1.278,44\n\n{foot}")
    assert (found["invoice_number"], found["issue_date"]) == ("000083/PA", date(2026, 3, 30))
    assert found["order_reference"] == "6641902"


def test_a_date_in_the_line_of_an_order_is_still_better_than_none() -> None:
    assert values("Invoice No. 4711\n\nOrder No. 8812 Date: 2024-05-03\n")["issue_date"] == date(2024, 5, 3)


@pytest.mark.parametrize("code", ["IDR-45", "ART-USD-7"])
def test_the_code_of_a_currency_within_an_articles_is_none(code: str) -> None:
    head = "Codice       Descrizione         Q.tà     Importo\n"
    assert "currency" not in values(f"Fattura n. 4711\n\n{head}{code:<12} Collaudo            2        20,00\n\nTotale     20,00\n")


def test_a_currency_beside_a_credit_is_one() -> None:
    assert values("Credit note 4711\n\nTotal    USD-45.00\n")["currency"] == "USD"


def test_an_account_may_be_told_by_the_french_word_for_its_particulars() -> None:
    text = "Facture n° 4711\ndu 01/05/2025\n\nRIB : FR14 2004 1010 0505 0001 3M02 606 BIC CCBPFRPPTLS\n"
    assert values(text)["payment.iban"] == "FR1420041010050500013M02606"


@pytest.mark.parametrize(
    "terms",
    [
        "Zahlungsbedingungen: bis 11.05.2025 2,00 % Skonto (EUR 12,28), bis 31.05.2025 ohne Abzug.",
        "ZAHLBAR BIS 11.05.25 MIT 3% SKONTO = EUR 116,40, BIS 31.05.25 NETTO",
        "Der Betrag wird am 31.05.2025 per SEPA-Firmenlastschrift (Mandat KRN-201, Gläubiger-ID DE98ZZZ00000512299) von\n"
        "Ihrem Konto eingezogen.",
        "Terms of payment: 30 days net, i.e. until 2025-05-31 without deduction. Please quote the invoice number.",
        "Forma de pago: pagaré a 30 días. Vto. 31-05-25. Conforme cliente:",
        "Płatność / Payment      przelew, 2025-05-31",
    ],
)
def test_the_last_day_to_pay_is_told_beside_a_discounts(terms: str) -> None:
    text = f"Rechnung 4711\nRechnungsdatum: 01.05.2025\nValuta: 01.05.2025\n\nRechnungsbetrag   120,00 EUR\n\n{terms}\n"
    assert values(text)["due_date"] == date(2025, 5, 31)


@pytest.mark.parametrize(
    "line",
    [
        "Os bens foram colocados à disposição do adquirente em 2025-05-01.",
        "Date of taxable supply:     2025-05-01",
        "Invoice no. 4711-1 · shipped May 1, 2025",
    ],
)
def test_a_day_of_delivery_in_the_words_of_trade(line: str) -> None:
    assert values(f"Invoice No. 8812\nInvoice date: 2025-05-09\n\n{line}\n")["delivery_date"] == date(2025, 5, 1)


def test_a_day_without_its_year_is_no_customers_number() -> None:
    text = "Fatura n.º FT A/1\n\nCliente                0091822\n\nLeitura atual (cliente) 08/06          1.218\n"
    assert values(text)["customer_number"] == "0091822"


def test_a_note_of_delivery_is_no_order() -> None:
    line = "Bon de livraison BL00044182 du 24/04/2025 - Votre commande 25-207/LYON\n"
    assert values(f"Facture n° 4711\nDate : 30/04/2025\n\n{line}")["order_reference"] == "25-207/LYON"


def test_the_word_for_number_belongs_to_the_label_before_it() -> None:
    found = values("FATTURA nr. 131 del 14/05/2025\n\nCodice cliente: 0522\nRif. Vs. ordine n. 6643 del 02/05/2025\n")
    assert (found["invoice_number"], found["order_reference"]) == ("131", "6643")


def test_a_label_may_end_in_the_letters_that_open_its_number() -> None:
    text = "Faktura VAT\nnr FV 131/2025\noryginał\n\nData zakończenia dostawy/usług: 09.05.2025\nZamówienie klienta nr ZK 6643\n"
    found = values(text)
    assert (found["invoice_number"], found["order_reference"]) == ("FV 131/2025", "ZK 6643")
    assert found["delivery_date"] == date(2025, 5, 9)


@pytest.mark.parametrize(
    ("title", "label"), [("Factuur 2025-0131", "Referentie"), ("Rechnung Nr. 0131", "Referenz"), ("Invoice No. 0131", "Reference")]
)
def test_a_reference_in_the_head_is_the_orders(title: str, label: str) -> None:
    found = values(f"{title}\n\n{label:<30}INK-6643\n")
    assert (found["order_reference"], found.get("payment.reference")) == ("INK-6643", None)


def test_a_reference_beside_an_account_is_to_be_quoted() -> None:
    found = values(f"{HEAD}Bank: Muster Volksbank\n{IBAN}\nReference: INK-6643\n")
    assert (found["payment.reference"], found.get("order_reference")) == ("INK-6643", None)


def test_the_customers_reference_comes_before_the_sellers_own_order() -> None:
    head = "Date de la facture     Origine        Référence\n08-05-2025             S02291         PO/KL/25-31\n"
    assert values(f"Facture FAC/2025/00419\n\n{head}")["order_reference"] == "PO/KL/25-31"


def test_an_account_with_letters_is_the_customers() -> None:
    head = "Account        Your Reference        Sales Code\nKAR004         OB 771                05\n"
    assert values(f"{HEAD}{head}\nBank: First Meridian Bank, branch 250655\n")["customer_number"] == "KAR004"


def test_an_account_in_short_is_the_customers() -> None:
    assert (
        values(f"{HEAD}A/C                               B0522\nTERMS                             30 DAYS\n")["customer_number"] == "B0522"
    )


@pytest.mark.parametrize(
    "terms",
    [
        "Wir werden den Betrag am 31.05.2025 mittels SEPA-Lastschrift einziehen.",
        "Règlement à 30 jours, soit le 31/05/2025 au plus tard.",
        "We'll take £120.00 from your bank account on or after 31 May 2025",
    ],
)
def test_a_debit_or_a_reckoned_day_is_the_last_to_pay(terms: str) -> None:
    found = values(f"Bill number: 0041731\nBill date: 1 May 2025\nAccount number: 118209\n\n{terms}\n")
    assert (found["due_date"], found["customer_number"]) == (date(2025, 5, 31), "118209")


def test_a_comma_parts_two_labels() -> None:
    found = values(f"{HEAD}Muster Coast Bank, Acct # : 38017899, BSB : 863-509\n")
    assert (found["payment.account_number"], found["payment.bank_name"]) == ("38017899", "Muster Coast Bank")


def test_letters_before_a_number_in_its_cell_are_part_of_it() -> None:
    head = "CREDIT NOTE\nPage 1\n\nCredit No          CN 20714\nCredit Date        05/11/2026\n\n"
    assert values(f"{head}Against our invoice 61140 dated 21/10/2026\n\nCredit Total     120.00\n")["invoice_number"] == "CN 20714"


def test_a_code_of_the_papers_kind_is_not_its_number() -> None:
    head = "TIPO DOCUMENTO         NUMERO        DATA\nFATT. DIFF. TD24       4402/A        31/10/2026\n"
    assert values(f"FARINE LODI S.R.L.\n\n{head}\nTOTALE DOCUMENTO     120,00\n")["invoice_number"] == "4402/A"


def test_a_correction_has_a_number_of_its_own() -> None:
    head = "Korrektur-Nr.     KR-2207\nZu Rechnung       RE-3310 vom 07.10.2026\n\nDatum             04.11.2026\n"
    assert values(f"{head}\nGutschriftbetrag     -120,00\n")["invoice_number"] == "KR-2207"


def test_numbers_of_two_groups_of_figures() -> None:
    found = values("Rechnung 318 402\n\nZürich, 6.11.2026     Kunden-Nr. 50 118     Lieferung vom 5.11.2026\n\nSumme     120,00\n")
    assert (found["invoice_number"], found["customer_number"]) == ("318 402", "50 118")
