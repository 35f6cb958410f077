"""Totals as bills and tills of many trades print them: taxes within the price, roundings, rates in columns, payments taken off."""

from __future__ import annotations

from decimal import Decimal

from tests.find.typed_invoice import values

HEAD = "Abc Trading Ltd\n1 High Street\nBristol BS1 6DZ\n\nInvoice No. 4711\n\n"


def row(label: str, said: str, amount: str) -> str:
    return f"{label:<34}{said:<28}{amount:>12}\n"


def test_a_tax_within_the_price_is_no_tax_of_the_invoice() -> None:
    lines = row("Energía", "143,90 kWh x 0,278 €/kWh", "40,00 €") + row("Impuesto sobre la electricidad", "5,112 % s/ 40,00 €", "2,04 €")
    sums = row("Base", "", "42,04 €") + row("IVA", "21 % s/ 42,04 €", "8,83 €") + row("TOTAL FACTURA", "", "50,87 €")
    found = values(HEAD + lines + sums + row("Lectura anterior", "4.112,35", "9.047,90"))
    assert (found["gross_total"], found["tax_total"], found["net_total"]) == tuple(map(Decimal, ("50.87", "8.83", "42.04")))
    assert [value for path, value in found.items() if path.endswith(".tax")] == [Decimal("8.83")]


def test_a_credit_note_whose_net_amount_stands_under_its_total_gives_all_of_it_back() -> None:
    sums = row("Total incl. VAT", "", "-120.00") + row("Of which VAT 20 %", "", "-20.00") + row("Total excl. VAT", "", "-100.00")
    assert values(HEAD + sums)["amount_due"] == Decimal("-120.00")


def test_what_a_weak_word_says_was_paid_leads_to_the_rest() -> None:
    sums = row("Imponibile", "", "100,00") + row("IVA 22%", "", "22,00") + row("TOTALE", "", "122,00")
    found = values(HEAD + sums + row("Pagato con POS 08.05.2025", "", "30,00") + row("QUALCOSA", "", "92,00"))
    assert (found["gross_total"], found["prepaid_amount"], found["amount_due"]) == tuple(map(Decimal, ("122.00", "30.00", "92.00")))


def test_a_total_beside_the_last_row_of_a_table_of_taxes_is_no_cell_of_it() -> None:
    page = (
        "BASE IMPONIBLE     % IVA     CUOTA IVA                    TOTAL FACTURA\n"
        "        100,00     21,00         21,00\n"
        "         50,00     10,00          5,00                       176,00 EUR\n"
    )
    assert values(HEAD + "Total albarán          150,00\n" + page)["gross_total"] == Decimal("176.00")


def test_a_total_that_is_rounded_itself_is_due() -> None:
    sums = row("Zwischentotal", "", "100.03") + row("MWST 8.1 %", "", "8.10") + row("Rundung", "", "0.02") + row("Total CHF", "", "108.15")
    found = values(HEAD + sums)
    assert (found["gross_total"], found["rounding_amount"], found["amount_due"]) == tuple(map(Decimal, ("108.15", "0.02", "108.15")))


def test_taxes_of_the_state_and_of_the_union_are_one_tax() -> None:
    sums = row("Taxable Value", "", "2,29,616.00") + row("CGST", "", "17,841.24") + row("SGST", "", "17,841.24")
    found = values(HEAD + sums + row("Round Off", "", "(-)0.48") + row("Total", "", "Rs. 2,65,298.00"))
    assert (found["tax_total"], found["rounding_amount"]) == (Decimal("35682.48"), Decimal("-0.48"))
    assert (found["gross_total"], found["amount_due"]) == (Decimal("265298.00"), Decimal("265298.00"))


def test_the_sum_of_the_goods_is_the_net_total_where_the_total_less_its_tax_is_it() -> None:
    lines = "Qty  Description            Unit price     Amount\n2    Copper pipe                 30.00      60.00\n"
    lines += "1    Brass valve                 40.00      40.00\n\n"
    found = values(HEAD + lines + row("Total goods", "", "100.00") + row("Total VAT", "", "20.00") + row("Invoice total", "", "120.00"))
    assert (found["line_total"], found["net_total"]) == (Decimal("100.00"), Decimal("100.00"))


def test_the_total_under_each_column_of_amounts_with_spaces_is_the_invoices() -> None:
    page = (
        "Stawka            Netto           VAT        Brutto\n"
        "8%             6 000,00        480,00      6 480,00\n"
        "23%            2 000,00        460,00      2 460,00\n"
        "np                80,00          0,00         80,00\n"
        "Razem          8 080,00        940,00      9 020,00\n"
    )
    found = values(HEAD + page + "\nWpłacony zadatek (02.05.2025): 2 000,00 zł\nPozostało do zapłaty: 7 020,00 zł\n")
    assert [found[name] for name in ("net_total", "tax_total", "gross_total")] == [Decimal(v) for v in ("8080.00", "940.00", "9020.00")]
    assert (found["prepaid_amount"], found["amount_due"]) == (Decimal("2000.00"), Decimal("7020.00"))


SPLIT = (
    "Totale imponibile   Totale imposta     Totale documento\n"
    "         1.000,00           220,00             1.220,00\n\n"
    "Modalità            Scadenza            Importo\n"
    "MP05 Bonifico       29-04-2026         {left}\n"
)


def test_a_tax_that_the_buyer_keeps_back_is_not_due() -> None:
    found = values(HEAD + "S (scissione dei pagamenti)\n" + SPLIT.format(left="1.000,00"))
    assert (found["gross_total"], found["withheld_amount"], found["amount_due"]) == tuple(map(Decimal, ("1220.00", "220.00", "1000.00")))
    assert "amount_due" not in values(HEAD + "S (scissione dei pagamenti)\n" + SPLIT.format(left=""))
    plain = values(HEAD + SPLIT.format(left="1.220,00"))
    assert (plain.get("withheld_amount"), plain["amount_due"]) == (None, Decimal("1220.00"))


def test_a_share_of_a_fee_is_no_tax() -> None:
    lines = row("saldo 40% su compenso pattuito", "di 6.500,00", "2.600,00") + row("Imponibile IVA", "", "2.600,00")
    found = values(HEAD + lines + row("IVA 22%", "", "572,00") + row("TOTALE PARCELLA", "", "3.172,00"))
    assert [value for path, value in found.items() if path.endswith(".tax")] == [Decimal("572.00")]
    assert found["tax_total"] == Decimal("572.00")


def test_a_rate_before_the_name_of_a_tax_is_no_part_of_it() -> None:
    lines = row("Base imponible", "", "2.067,50") + row("21 % I.V.A.", "", "434,18") + row("15 % retención I.R.P.F.", "", "-310,13")
    found = values(HEAD + lines + row("Suplidos", "", "327,12") + row("TOTAL MINUTA", "", "2.518,67"))
    assert found["tax_total"] == Decimal("434.18")


def test_a_nothing_that_proves_a_total_leaves_taxes_as_they_are() -> None:
    sums = row("VAT 20 %", "", "17.94") + row("VAT 5 %", "", "4.08") + row("Total", "", "560.50") + row("Cash", "", "560.50")
    found = values(HEAD + sums + row("Change 0 %", "", "0.00"))
    assert [value for path, value in found.items() if path.endswith(".tax")] == [Decimal("17.94"), Decimal("4.08")]


def test_costs_that_bear_no_tax_lead_to_the_total() -> None:
    sums = row("Net total", "", "500.00") + row("VAT 22 %", "", "110.00") + row("Surcharges", "", "32.00")
    found = values(HEAD + sums + row("Invoice total", "", "642.00"))
    assert [found[name] for name in ("net_total", "tax_total", "charge_total", "gross_total")] == [Decimal(v) for v in (500, 110, 32, 642)]


def test_a_net_total_that_a_label_calls_the_rest_too_is_not_due() -> None:
    sums = row("Total ilíquido", "", "120,00") + row("Descontos comerciais", "", "20,00") + row("Total líquido", "", "100,00")
    found = values(HEAD + sums + row("IVA 23 %", "", "23,00") + row("Total EUR", "", "123,00"))
    assert (found["net_total"], found["gross_total"], found["amount_due"]) == (Decimal("100.00"), Decimal("123.00"), Decimal("123.00"))


def test_the_last_of_the_totals_under_columns_may_have_its_currency_behind_it() -> None:
    def cells(*texts: str, unit: str = "  ") -> str:
        return f"{texts[0]:<28}" + "".join(f"{text:>14}" for text in texts[1:]) + unit

    rows = [
        cells("Libellé", "Base HT", "Montant TVA", "Montant TTC"),
        cells("Loyer chariot électrique", "1 187,40", "237,48", "1 424,88"),
        cells("Prestation maintenance", "142,00", "28,40", "170,40"),
        cells("Assurance (exonérée)", "38,65", "-", "38,65"),
    ]
    for last in (cells("TOTAL", "1 368,05", "265,88", "1 633,93"), cells("TOTAL", "1 368,05", "265,88", "1 633,93 €", unit="")):
        found = values(HEAD + "\n".join([*rows, last]) + "\n")
        assert (found["net_total"], found["tax_total"], found["gross_total"]) == tuple(map(Decimal, ("1368.05", "265.88", "1633.93")))


def test_all_of_it_is_not_due_where_the_page_says_that_nothing_is() -> None:
    sums = row("Net total", "", "100.00") + row("VAT 20 %", "", "20.00") + row("Total", "", "120.00")
    said = row("Kept back in October", "", "(120.00)") + row("Amount due", "", "0.00")
    assert values(HEAD + sums + said).get("amount_due") in (None, Decimal(0))
    known = values(HEAD + sums + row("Amount already deducted", "", "(120.00)") + row("Amount due", "", "0.00"))
    assert (known["prepaid_amount"], known["amount_due"]) == (Decimal("120.00"), Decimal(0))
