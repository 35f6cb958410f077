"""The rules of EN 16931 that an e-invoice's figures must keep among themselves.

Programs wrote these figures: nothing is off by a cent, as a printed page's sums may be. The rules are named as in the standard (BR-CO-10
to 16, BR-S-8) and in Peppol (R046). That quantity and price make a line's amount is not asked: something may be taken off in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from extractor.document import Issue, Severity
from extractor.find.einvoice_besides import Besides

LONGEST = 10  # years of a period: domains and warranties are billed for so long
MOST_YEARS = 50  # from the day of issue to any other of an invoice


def far_days(told: Mapping[str, date]) -> Iterator[Issue]:
    """An error for each day that lies so far from that of the invoice that its year cannot be right, and for each period that ends before
    it starts, or lasts longer than anything is billed for. `told`: what the e-invoice says of the record's days."""
    issued = told.get("issue_date")
    for path, day in told.items():
        start = told.get(path.replace("period_end", "period_start"))
        if start is None:  # a period without a beginning may be as long after the invoice as one with it
            start = min(issued, day) if path.endswith("period_end") and issued is not None else day
        if issued is not None and abs(day.year - issued.year) > MOST_YEARS:
            yield Issue("xml_inexact", Severity.ERROR, f"{path}: the e-invoice says {day}, and was issued on {issued}", (path,))
        elif start > day or day.year - start.year > LONGEST:
            yield Issue("xml_inexact", Severity.ERROR, f"{path}: the e-invoice says {day}, and that it starts on {start}", (path,))
    yield from _beyond_the_whole(told)


def _beyond_the_whole(told: Mapping[str, date]) -> Iterator[Issue]:
    """An error for a period of the whole that a row's starts before or ends after (Peppol BIS Billing 3, R110 and R111)."""
    for path, further in (("period_start", min), ("period_end", max)):
        days = [day for row, day in told.items() if row.startswith("line_items.") and row.endswith(f".{path}")]
        whole = told.get(path)
        if whole is not None and days and further(*days, whole) != whole:
            said = f"{path}: the e-invoice says {whole}, and {further(days)} of a row"
            yield Issue("xml_inexact", Severity.ERROR, said, (path,))


def broken(told: Mapping[str, Decimal], besides: Besides) -> Iterator[Issue]:
    """An error for each rule that the e-invoice's own figures break. `told`: what it says of the record's fields."""
    rows = range(len(besides.gross))
    amounts = [told.get(f"line_items.{row}.amount") for row in rows]
    lines = sum((amount for amount in amounts if amount is not None), Decimal(0))
    off = sum((-one.signed for one in besides.document if not one.is_charge), Decimal(0))
    added = sum((one.signed for one in besides.document if one.is_charge), Decimal(0))
    taxes = [told[path] for path in told if path.startswith("tax_breakdown.") and path.endswith(".tax")]

    def value(path: str) -> Decimal:
        return told.get(path, Decimal(0))

    of_lines = value("line_total") - value("allowance_total") + value("charge_total")
    due = value("gross_total") - value("prepaid_amount") - value("withheld_amount") + value("rounding_amount")
    sums = [
        ("line_total", lines, "the sum of the lines", bool(rows) and None not in amounts),
        ("allowance_total", abs(off), "the sum of the allowances", any(not one.is_charge for one in besides.document)),
        ("charge_total", abs(added), "the sum of the charges", any(one.is_charge for one in besides.document)),
        ("net_total", of_lines, "the lines with charges and without allowances", "line_total" in told),
        ("tax_total", sum(taxes, Decimal(0)), "the sum of the taxes", bool(taxes)),
        ("gross_total", value("net_total") + value("tax_total"), "net and tax", "net_total" in told and "tax_total" in told),
        ("amount_due", due, "the gross total without what is paid", "gross_total" in told),
    ]
    for path, made, of_what, is_asked in sums:
        if is_asked and path in told and made not in (told[path], abs(told[path])):  # a credit note's signs are written either way
            yield _issue(path, told[path], made, of_what)
    yield from _broken_prices(told, besides)
    known = value("allowance_total") in (off, -off) and value("charge_total") in (added, -added)
    yield from _broken_rates(told, besides, rows, known and all(one.rate is not None for one in besides.document))


def _broken_prices(told: Mapping[str, Decimal], besides: Besides) -> Iterator[Issue]:
    for row, (gross, off) in enumerate(zip(besides.gross, besides.off, strict=True)):
        path = f"line_items.{row}.unit_price"
        if path in told and gross is not None and off and gross - off != told[path]:
            yield _issue(path, told[path], gross - off, "the gross price without what is taken off")


def _broken_rates(told: Mapping[str, Decimal], besides: Besides, rows: Iterable[int], known: bool) -> Iterator[Issue]:
    """`known`: whether all is told of what the document takes off and adds."""
    bases = {told[path]: path.replace(".rate", ".base") for path in told if path.startswith("tax_breakdown.") and path.endswith(".rate")}
    rates = {row: told.get(f"line_items.{row}.tax_rate") for row in rows}
    for row, rate in rates.items():
        if bases and rate is not None and rate not in bases:
            path = f"line_items.{row}.tax_rate"
            yield Issue("xml_inexact", Severity.ERROR, f"{path}: the e-invoice has no tax of {rate} %", (path,))
    taxes = sum(path.startswith("tax_breakdown.") and path.endswith(".base") for path in told)
    if not known or not rates or None in rates.values() or len(bases) != taxes:  # several taxes of one rate, for several reasons
        return
    for rate, path in bases.items():
        lines = sum((told.get(f"line_items.{row}.amount", Decimal(0)) for row, other in rates.items() if other == rate), Decimal(0))
        off = sum((one.signed for one in besides.document if one.rate == rate and not one.is_charge), Decimal(0))
        added = sum((one.signed for one in besides.document if one.rate == rate and one.is_charge), Decimal(0))
        either_way = [lines + one + other for one in (off, -off) for other in (added, -added)]  # signs of a credit note's differ
        if path in told and told[path] not in either_way:
            yield _issue(path, told[path], either_way[0], f"what is taxed with {rate} %")


def _issue(path: str, says: Decimal, made: Decimal, of_what: str) -> Issue:
    return Issue("xml_inexact", Severity.ERROR, f"{path}: the e-invoice says {says}, and {made} by {of_what}", (path,))
