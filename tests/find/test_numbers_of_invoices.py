"""Whose a number and a day are: the document's own, an order's, a customer's, or no one's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.find.typed_invoice import values


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
