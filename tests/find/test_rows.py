"""Rows of tables through the public door: pages drawn as text in columns, records of rows back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.catalog import label_book
from extractor.document import Candidate, Reading
from extractor.find.rows.candidates import row_candidates
from extractor.geometry import Transform
from extractor.schemas.invoice import Invoice
from extractor.schemas.receipt import Receipt
from extractor.schemas.record import Labels, Money, Part, Product, Quantity, Record, Rule, field_specs
from extractor.values import UNKNOWN, Habits
from tests.find.typewriter import page


def found(pages: Sequence[Reading], model: type[Record] = Invoice, group: str = "line_items", habits: Habits = UNKNOWN) -> list[Candidate]:
    specs = field_specs(model)
    columns = [spec for spec in specs if spec.rows == group]
    return list(row_candidates(pages, columns, label_book(model), habits, model.rules, specs))


def rows(pages: Sequence[Reading] | str, model: type[Record] = Invoice, group: str = "line_items") -> list[dict[str, Any]]:
    """The best candidates as one dict a row."""
    candidates = found([page(pages)] if isinstance(pages, str) else pages, model, group)
    table: dict[int, dict[str, Any]] = {}
    for candidate in sorted(candidates, key=lambda c: c.score):
        _, number, name = candidate.path.split(".", 2)
        table.setdefault(int(number), {})[name] = candidate.value
    assert sorted(table) == list(range(len(table)))
    return [table[number] for number in sorted(table)]


def money(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


ENGLISH = """
Invoice 4711                                        Date 2024-03-01

Pos   Description                 Qty   Unit Price      Amount

1     Widget, blue                  2        10.00       20.00
2     Gadget with a long name       3         1.50        4.50
      in two lines
3     Service hour                1.5        80.00      120.00

                                        Net total       144.50
                                        VAT 20 %         28.90
                                        Total           173.40
"""


def test_columns_are_told_by_their_names() -> None:
    table = rows(ENGLISH)
    assert [row["amount"] for row in table] == money("20.00", "4.50", "120.00")
    assert [row["quantity"] for row in table] == money("2", "3", "1.5")
    assert [row["unit_price"] for row in table] == money("10.00", "1.50", "80.00")
    assert [row["description"] for row in table] == ["Widget, blue", "Gadget with a long name\nin two lines", "Service hour"]
    assert [row["position"] for row in table] == ["1", "2", "3"]


def test_every_candidate_has_its_proof() -> None:
    reading = page(ENGLISH)
    for candidate in found([reading]):
        assert candidate.source == "table"
        assert candidate.page == 1
        assert 0 < candidate.score < 1
        assert candidate.evidence
        assert candidate.box is not None
        assert 0 <= candidate.box.left < candidate.box.right <= 1
    amount = next(c for c in found([reading]) if c.path == "line_items.0.amount")
    assert amount.evidence == "column 'Amount', row 1"
    word = next(w for w in reading.words if w.text == "20.00")
    assert amount.box == word.box


def test_boxes_are_of_the_page_as_given() -> None:
    moved = Transform(((1.0, 0.0, 0.0), (0.0, 0.5, 0.25), (0.0, 0.0, 1.0)))
    straight = next(c for c in found([page(ENGLISH)]) if c.path == "line_items.0.amount")
    given_page = next(c for c in found([page(ENGLISH, transform=moved)]) if c.path == "line_items.0.amount")
    assert straight.box is not None
    assert given_page.box is not None
    assert given_page.box.top == pytest.approx(straight.box.top * 0.5 + 0.25)


GERMAN = """
Pos.  Artikelnr.   Bezeichnung                Menge   Einzelpreis   USt. %   Gesamtpreis

Abteilung Einkauf
1     A-1001       Kopierpapier A4              100          4,95     19          495,00
2     A-1002       Bürostuhl                      2     1.299,50     19        2.599,00
                   mit Armlehnen

                                              Zwischensumme                    3.094,00
3     B-7          Montage                     1,50         80,00     19          120,00

                                              Nettobetrag                      3.214,00
                                              19 % MwSt.                          610,66
                                              Gesamtbetrag                     3.824,66
"""


def test_decimal_commas_sections_and_subtotals() -> None:
    table = rows(GERMAN)
    assert [row["amount"] for row in table] == money("495.00", "2599.00", "120.00")
    assert [row["unit_price"] for row in table] == money("4.95", "1299.50", "80.00")
    assert table[1]["description"] == "Bürostuhl\nmit Armlehnen"
    assert [row["item_code"] for row in table] == ["A-1001", "A-1002", "B-7"]
    price = next(c for c in found([page(GERMAN)]) if c.path == "line_items.1.unit_price")
    assert price.convention == "decimal_comma"


def test_header_of_two_lines() -> None:
    table = rows("""
                                  Unit
Item                   Qty       price        Line total

Hammer                   4        5.00             20.00
Nails                   10        0.25              2.50
""")
    assert [row["unit_price"] for row in table] == money("5.00", "0.25")
    assert [row["description"] for row in table] == ["Hammer", "Nails"]


def test_names_unknown_the_arithmetic_tells_the_columns() -> None:
    table = rows("""
Kuvaus                 Mrax       Hintax         Yhtx

Vasara                    4        5.25         21.00
Naulat                   10        0.25          2.50
Saha                      3       12.00         36.00
""")
    assert [(row["quantity"], row["unit_price"], row["amount"]) for row in table] == [
        tuple(money("4", "5.25", "21.00")),
        tuple(money("10", "0.25", "2.50")),
        tuple(money("3", "12.00", "36.00")),
    ]
    assert [row["description"] for row in table] == ["Vasara", "Naulat", "Saha"]


def test_table_goes_on_on_the_next_page() -> None:
    first = page("""
Description                 Qty   Unit Price      Amount
Alpha                         2        10.00       20.00
Beta                          3         2.00        6.00
                          carried forward          26.00
""")
    bare = page(
        """
                          brought forward          26.00
Gamma                         4         5.00       20.00
                                   Net total       46.00
""",
        2,
    )
    headed = page(
        """
Description                 Qty   Unit Price      Amount
Gamma                         4         5.00       20.00
                                   Net total       46.00
""",
        2,
    )
    for second in (bare, headed):
        table = rows([first, second])
        assert [row["description"] for row in table] == ["Alpha", "Beta", "Gamma"]
        assert [row["amount"] for row in table] == money("20.00", "6.00", "20.00")


def test_charges_under_the_rows_are_none() -> None:
    table = rows("""
Description                 Qty   Unit Price      Amount
Alpha                         2        10.00       20.00
Beta                          3         2.00        6.00
Shipping                                            5.00
Net total                                          31.00
""")
    assert [row["description"] for row in table] == ["Alpha", "Beta"]


def test_credit_note_has_negative_rows() -> None:
    table = rows("""
Description                 Qty   Unit Price      Amount
Alpha                        -2        10.00      -20.00
Beta                          3        -2.00       -6.00
""")
    assert [row["amount"] for row in table] == money("-20.00", "-6.00")
    assert [row["quantity"] for row in table] == money("-2", "3")


MISREAD = """
Description                 Qty   Unit Price      Amount
Alpha                         2        10.00       20.00
Beta                          3         7.00       24.00
Gamma                         4         5.00       20.00
                                   Net total       {total}
"""


def test_misread_amount_is_mended_where_product_and_sum_prove_it() -> None:
    candidates = found([page(MISREAD.format(total="61.00"))])
    mended = next(c for c in candidates if c.path == "line_items.1.amount")
    assert (mended.value, mended.text, mended.repaired) == (Decimal("21.00"), "24.00", True)
    assert "mended" in mended.evidence


def test_misread_price_is_mended_where_the_sum_proves_the_amount() -> None:
    candidates = found([page(MISREAD.format(total="64.00"))])
    price = next(c for c in candidates if c.path == "line_items.1.unit_price")
    assert (price.value, price.repaired) == (Decimal("8.00"), True)


def test_without_proof_the_figure_as_read_stays_first() -> None:
    cells = [c for c in found([page(MISREAD.format(total="99.99"))]) if c.path == "line_items.1.amount"]
    best = max(cells, key=lambda c: c.score)
    assert (best.value, best.repaired) == (Decimal("24.00"), False)
    assert any(c.repaired and c.value == Decimal("21.00") for c in cells)


def test_discount_in_the_row_explains_the_amount() -> None:
    candidates = found(
        [
            page("""
Description                 Qty   Unit Price   Discount      Amount
Alpha                         2        10.00       1.00       19.00
Beta                          3         2.00                   6.00
""")
        ]
    )
    amount = next(c for c in candidates if c.path == "line_items.0.amount")
    assert (amount.value, amount.repaired) == (Decimal("19.00"), False)
    assert next(c for c in candidates if c.path == "line_items.0.discount").value == Decimal("1.00")


def test_tax_rows_by_their_header() -> None:
    table = rows(
        """
VAT rate     Net amount    VAT amount
20%              100.00         20.00
5%                40.00          2.00
                 140.00         22.00
""",
        group="tax_breakdown",
    )
    assert [(row["rate"], row["base"], row["tax"]) for row in table] == [
        tuple(money("20", "100.00", "20.00")),
        tuple(money("5", "40.00", "2.00")),
    ]


def test_tax_rows_in_a_line_and_no_others() -> None:
    table = rows(
        """
Beschreibung            Menge    Einzelpreis     Gesamt
Ware                        2          50,00     100,00
                              Nettobetrag        100,00
                  zzgl. 19 % MwSt. auf 100,00     19,00
                              Gesamtbetrag       119,00
""",
        group="tax_breakdown",
    )
    assert [(row["rate"], row["base"], row["tax"]) for row in table] == [tuple(money("19", "100.00", "19.00"))]


def test_page_without_a_table_has_no_rows() -> None:
    assert rows("Dear Sir or Madam,\nthank you for your letter of 12 March 2024.\nYours, J. Doe") == []
    assert row_candidates([], [], label_book(Invoice), UNKNOWN) == ()


class Shift(Part):
    worker: Annotated[str | None, Labels("Worker", "Employee")] = None
    hours: Annotated[Quantity | None, Labels("Hours")] = None
    hourly_wage: Annotated[Money | None, Labels("Wage per hour")] = None
    pay: Annotated[Money | None, Labels("Pay")] = None


class Timesheet(Record):
    shifts: list[Shift] = []

    rules: ClassVar[tuple[Rule, ...]] = (Product("pay_disagrees", "shifts", "pay", ("hours", "hourly_wage")),)


def test_list_of_a_users_own_model() -> None:
    table = rows(
        """
Employee              Hours    Wage per hour       Pay
Ada Lovelace            7.5            20.00    150.00
Grace Hopper              8            25.00    200.00
""",
        Timesheet,
        "shifts",
    )
    assert [row["worker"] for row in table] == ["Ada Lovelace", "Grace Hopper"]
    assert [row["pay"] for row in table] == money("150.00", "200.00")


RECEIPT = """
CORNER SHOP
12 High Street
Tel 020 7946 0018
14/03/2024  17:02

MILK 1L                 1.20 A
2 x 0.75
ROLLS                   1.50 A
4006381333931
PEN BLUE
3 @ 2.00                6.00 B
COUPON 5               -0.50

SUBTOTAL                8.20
TOTAL                   8.20
CASH                   10.00
CHANGE                  1.80
"""


def test_receipt_lines() -> None:
    table = rows(RECEIPT, Receipt)
    assert [row["amount"] for row in table[:3]] == money("1.20", "1.50", "6.00")
    assert [row["description"] for row in table[:3]] == ["MILK 1L", "ROLLS", "PEN BLUE"]
    assert (table[2]["quantity"], table[2]["unit_price"]) == tuple(money("3", "2.00"))
    assert (table[1]["quantity"], table[1]["unit_price"]) == tuple(money("2", "0.75"))
    assert all(row["amount"] < 8 for row in table)


def test_count_before_the_text() -> None:
    table = rows(
        """
2 CAPPUCCINO             6.00
1 CROISSANT              2.40
TOTAL                    8.40
""",
        Receipt,
    )
    assert [(row["quantity"], row["description"]) for row in table] == [(Decimal(2), "CAPPUCCINO"), (Decimal(1), "CROISSANT")]


def test_a_price_behind_its_sign_and_a_word_like_a_sum() -> None:
    table = rows(
        """
ALE (2 @12.00)          24.00
SUMMER ALE               2.00
TEA (3@1.50)             4.50
TOTAL                   30.50
""",
        Receipt,
    )
    assert [(row["description"], row["amount"]) for row in table] == [
        ("ALE", Decimal("24.00")),
        ("SUMMER ALE", Decimal("2.00")),
        ("TEA", Decimal("4.50")),
    ]
    assert (table[0]["quantity"], table[0]["unit_price"]) == (Decimal(2), Decimal("12.00"))
    assert (table[2]["quantity"], table[2]["unit_price"]) == (Decimal(3), Decimal("1.50"))


def test_a_count_near_its_price_is_no_group_of_thousands() -> None:
    table = rows(
        """
Item            Qty   Unit   Price
Kebab             1 200.00  200.00
Kehwa             2  50.00  100.00
TOTAL                       300.00
""",
        Receipt,
    )
    assert [(row["quantity"], row["unit_price"], row["amount"]) for row in table] == [
        (Decimal(1), Decimal("200.00"), Decimal("200.00")),
        (Decimal(2), Decimal("50.00"), Decimal("100.00")),
    ]


def test_the_same_page_gives_the_same_candidates() -> None:
    assert found([page(GERMAN)]) == found([page(GERMAN)])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(1, 99_999), st.sampled_from(["Apples", "Blue pens", "Chair", "Desk lamp"])),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_any_figures_come_back(items: list[tuple[int, int, str]], comma: bool) -> None:
    def shown(value: Decimal) -> str:
        text = f"{value:,.2f}"
        return text.translate(str.maketrans(",.", ".,")) if comma else text

    lines = [f"{'Description':<24}{'Qty':>6}{'Unit price':>16}{'Amount':>18}"]
    expected = []
    for count, cents, name in items:
        price = Decimal(cents) / 100
        expected.append((name, Decimal(count), price, count * price))
        lines.append(f"{name:<24}{count:>6}{shown(price):>16}{shown(count * price):>18}")
    table = rows("\n".join(lines))
    assert [(row["description"], row["quantity"], row["unit_price"], row["amount"]) for row in table] == expected


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcXYZ 0123456789.,%€-\n:", max_size=400))
def test_no_page_breaks_it(text: str) -> None:
    for candidate in found([page(text or "x")]):
        assert 0 <= candidate.score <= 1
