"""The base of a single rate; what leads from the total to what is due; accounts in the next line, in groups, at the end of a sentence."""

from __future__ import annotations

from decimal import Decimal

from tests.find.typed_invoice import values

HEAD = "Abc Trading Ltd\n1 High Street\nBristol BS1 6DZ\n\nInvoice No. 4711\n\n"


def row(label: str, amount: str) -> str:
    return f"{label:<60}{amount:>12}\n"


def test_the_only_rate_is_of_the_total_without_tax() -> None:
    found = values(HEAD + row("Net total", "2,137.16") + row("VAT 19 %", "406.06") + row("Total", "2,543.22"))
    assert found["tax_breakdown.0.base"] == Decimal("2137.16")


def test_of_two_rates_no_base_is_made_up() -> None:
    found = values(HEAD + row("Net total", "300.00") + row("VAT 20 %", "40.00") + row("VAT 5 %", "5.00") + row("Total", "345.00"))
    assert "tax_breakdown.0.base" not in found


def test_a_total_beside_a_rate_is_no_tax() -> None:
    found = values(HEAD + row("Net total", "100.00") + row("VAT", "22.00") + row("Total incl. VAT 22 %", "122.00"))
    assert found.get("tax_breakdown.0.tax") != Decimal("122.00")


def test_amounts_under_the_total_with_their_signs_lead_to_what_is_due() -> None:
    rows = row("Total", "12,307.08") + row("wool levy", "(73.18)") + row("cartage", "(147.00)") + row("testing", "(88.50)")
    assert values(HEAD + rows + row("to your account", "11,998.40"))["amount_due"] == Decimal("11998.40")


def test_an_account_goes_on_in_the_next_line() -> None:
    found = values(f"{HEAD}Please pay EUR 100.00 to our account IBAN DE89 3704\n0044 0532 0130 00 within 14 days")
    assert found["payment.iban"] == "DE89370400440532013000"


def test_an_account_ends_with_its_sentence() -> None:
    assert "payment.iban" not in values(f"{HEAD}VAT no. GB 290 7715 39. Call 0330 555 0199 for help")


def test_an_account_is_all_its_groups() -> None:
    found = values(f"{HEAD}EFT: BSB 062-184  Account 1028 4471  Name: Abc Trading Ltd")
    assert found["payment.account_number"] == "1028 4471"
