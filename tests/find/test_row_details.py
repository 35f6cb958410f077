"""What a row says beside its figures: its time, its article number; and columns that nothing names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.find.test_rows import rows

HOSTING = """
Invoice 4711                                        Date 2024-04-02

Description                       Qty   Unit Price      Amount

Web hosting                         1        10.00       10.00
01.03.2024 - 31.03.2024
Licence, three seats                3         1.50        4.50
Period: 1 April 2024 to 30 April 2024
Article No: KX-4711
Service hour of 02.03.2024          2        80.00      160.00

                                        Net total       174.50
"""


def test_the_time_of_a_row_is_told_by_its_text() -> None:
    hosting, licence, hour = rows(HOSTING)
    assert (hosting["period_start"], hosting["period_end"]) == (date(2024, 3, 1), date(2024, 3, 31))
    assert (licence["period_start"], licence["period_end"]) == (date(2024, 4, 1), date(2024, 4, 30))
    assert "period_start" not in hour  # one date is no period


def test_lines_that_say_only_a_time_or_a_number_are_no_description() -> None:
    hosting, licence, hour = rows(HOSTING)
    assert [row["description"] for row in (hosting, licence)] == ["Web hosting", "Licence, three seats"]
    assert licence["item_code"] == "KX-4711"
    assert hour["description"] == "Service hour of 02.03.2024"


def test_a_text_around_a_time_stays_as_printed() -> None:
    around = HOSTING.replace("Web hosting        ", "Hosting 01.03.2024 to 31.03.2024").replace("01.03.2024 - 31.03.2024\n", "", 1)
    row = rows(around)[0]
    assert row["description"] == "Hosting 01.03.2024 to 31.03.2024"
    assert (row["period_start"], row["period_end"]) == (date(2024, 3, 1), date(2024, 3, 31))


HEADLESS = """
Invoice 4711                                        Date 2024-04-02

 1   4006769082609    Coffee beans, dark       12   kg       27.00    4%    324.00
 2   4006606149169    Filter paper              2   box     214.90   21%    429.80
 3   4006786726915    Grinder                   1   pc      177.95   21%    177.95

                                                   Net total         931.75
"""


def test_columns_of_codes_and_rates_need_no_name() -> None:
    table = rows(HEADLESS)
    assert [row["item_code"] for row in table] == ["4006769082609", "4006606149169", "4006786726915"]
    assert [row["tax_rate"] for row in table] == [Decimal(4), Decimal(21), Decimal(21)]
    assert [row["quantity"] for row in table] == [Decimal(12), Decimal(2), Decimal(1)]
    assert [row["unit"] for row in table] == ["kg", "box", "pc"]
    assert all(row.get("position", "1") in ("1", "2", "3") for row in table)  # never a rate


def test_a_discounted_row_says_nothing_against_its_columns() -> None:
    """The only row whose product is its amount tells which figures are counts, whatever the names say."""
    table = rows("""
Fattura 4711                                        Data 02.04.2024

N.        Descrizione                  Prezzo     Sconto      Importo

2 pz      Lamiera inox                   79,00                158,00
4 ore     Consulenza tecnica            100,00       10%      360,00
5 pz      Pulizia uffici                 20,00       20%       80,00

                                        Imponibile            598,00
""")
    assert [row["quantity"] for row in table] == [Decimal(2), Decimal(4), Decimal(5)]
    assert [row["unit"] for row in table] == ["pz", "ore", "pz"]


def test_a_name_of_two_words_over_one_text_is_one_column() -> None:
    """ "Service item" names two columns, but the texts under it run through."""
    table = rows("""
Invoice 4711                                        Date 2024-04-02

Service Item                      Qty   Unit Price      Amount

Cleaning of the office windows      1        10.00       10.00
Repair of both heating pumps        3         1.50        4.50
Advice about the paper feed         2        80.00      160.00

                                        Net total       174.50
""")
    described = ["Cleaning of the office windows", "Repair of both heating pumps", "Advice about the paper feed"]
    assert [row["description"] for row in table] == described
    assert not any("item_code" in row for row in table)


def test_a_section_and_its_sum_are_no_rows() -> None:
    table = rows("""
Invoice 4711                                        Date 2024-04-02

Pos   Description                 Qty   Unit Price      Amount

1     Widget, blue                  2        10.00       20.00
2     Gadget                        3         1.50        4.50
3     Service hour                1.5        80.00      120.00
      Second phase in all                               124.50
4     Sheet of steel, 1000          1        30.00       30.00
      x 2000

                                        Net total       174.50
""")
    assert [row["amount"] for row in table] == [Decimal(text) for text in ("20.00", "4.50", "120.00", "30.00")]
    assert [row["description"] for row in table][2:] == ["Service hour", "Sheet of steel, 1000\nx 2000"]


WITH_TAX = """
VAT invoice 4711                                    Date 02/10/2026

Details                                      Net £    VAT %     VAT £

Supply and fit replacement extractor fan    412.00       20     82.40
Call-out on a Saturday                       95.00       20     19.00
Books for the waiting area                   30.00        0      0.00

                                   Total net                   537.00
                                   Total VAT                   101.40
"""


def test_goods_with_their_tax_are_no_table_of_rates() -> None:
    """Net, rate and VAT name a tax table's columns; but the texts are named as those of goods."""
    assert rows(WITH_TAX, group="tax_breakdown") == []
    table = rows(WITH_TAX)
    assert [row["amount"] for row in table] == [Decimal("412.00"), Decimal("95.00"), Decimal("30.00")]
    assert [row["tax_rate"] for row in table] == [Decimal(20), Decimal(20), Decimal(0)]
    assert table[0]["description"] == "Supply and fit replacement extractor fan"
