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
