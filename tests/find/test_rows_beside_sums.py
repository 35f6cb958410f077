"""Rows that sums, charges, notes and numbers without a name stand beside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.document import Line, Reading
from extractor.geometry import Box
from tests.find.test_rows import money, rows
from tests.find.typewriter import page


def test_numbers_of_articles_may_stand_under_the_name_of_the_texts() -> None:
    got = rows("""
        Travaux                                     Qté       Prix      Total

        01 0010      Service annuel                 2.0      14.20      28.40
        5Q0698151    Plaquettes AV                  1.0     138.50     138.50
        G052195      Huile moteur 5W-30             5.0      20.00     100.00
                     Petites fournitures            1.0      18.00      18.00

                                              Total HT                284.90
    """)
    assert [row.get("item_code") for row in got] == ["01 0010", "5Q0698151", "G052195", None]
    assert [row["description"] for row in got] == ["Service annuel", "Plaquettes AV", "Huile moteur 5W-30", "Petites fournitures"]


def test_sections_go_on_under_their_sums_to_a_row_of_nothing() -> None:
    got = rows("""
        Leistungen                              Anzahl    USt %     Netto

        Anschluss 0711 5550173
        Glasfaser 500                                1       19     64.95
        Rabatt                                       1       19    -10.00
        Summe 0711 5550173                                          54.95
        Mobilfunk 0151 5550112
        Flat M                                       1       19     29.37
        Datenpass                                    2       19      8.40
        Summe 0151 5550112                                          37.77
        Karte, Ersatz                                1       19      0.00
        Summe Nettobetrag                                           92.72
    """)
    assert [row["description"] for row in got] == ["Glasfaser 500", "Rabatt", "Flat M", "Datenpass", "Karte, Ersatz"]


SHIPPED = """
    Description                 Qty   Unit price   VAT rate     Amount

    Lever arch file               3        41.99       20 %     125.97
    Handbook, 4th edition         2        18.50        0 %      37.00
    Shipping                                           {}      4.99

                                  Invoice total                 167.96
"""


def test_a_charge_with_a_rate_as_the_rows_have_one_is_a_row_of_them() -> None:
    assert [row["amount"] for row in rows(SHIPPED.format("20 %"))] == money("125.97", "37.00", "4.99")
    assert [row["amount"] for row in rows(SHIPPED.format("    "))] == money("125.97", "37.00")


def test_what_a_row_lacks_is_not_taken_from_the_sums_under_it() -> None:
    got = rows("""
        Description                      Qty   Unit price      Amount

        Team plan                         23        38.00      874.00
        Support                            1       150.00      150.00
        Unused time                        1                   -34.32
                                   Subtotal                    989.68
                             Total without tax                 989.68
                      Sales tax (8.81 % on 989.68)              87.19
                                      Total                   1076.87
    """)
    assert [row["amount"] for row in got] == money("874.00", "150.00", "-34.32")
    assert "unit_price" not in got[2]


def _with_small_print(reading: Reading, text: str) -> Reading:
    """The page with one line in small letters, nearer to the next line than to the one above."""

    def smaller(line: Line) -> Line:
        words = []
        for word in line.words:
            box = word.box
            words.append(replace(word, box=Box(box.left, box.top - 0.3 * box.height, box.right, box.bottom - 0.67 * box.height)))
        return Line(tuple(words))

    regions = tuple(replace(r, lines=tuple(smaller(x) if x.text.startswith(text) else x for x in r.lines)) for r in reading.regions)
    return replace(reading, regions=regions)


def test_small_print_between_two_rows_is_of_the_upper_one() -> None:
    drawn = page(
        """
        Item    Product                         Qty    Price     Value

        30221   Chicken thigh                14.860     6.35     94.36

        Batch   Batch L6041-7 use by 16/02
        30234   Lamb shoulder                 9.435    12.40    116.99
        30310   Beef mince                   10.000     7.90     79.00

                                        Total goods             290.35
    """.replace("Batch   Batch", "        Batch")
    )
    got = rows([_with_small_print(drawn, "Batch")])
    assert [row["description"].split("\n")[0] for row in got] == ["Chicken thigh", "Lamb shoulder", "Beef mince"]
    assert got[0]["description"].endswith("use by 16/02")


def test_a_note_of_a_gift_ends_no_table() -> None:
    got = rows("""
        Codice   Descrizione                UM    Quantita    Prezzo   Sconti    Importo   C.IVA

        GE0018   Gelato vaschetta           PZ           4    21,300       25      63,90      10
        VN0207   Prosecco treviso           BT           6     5,900      100       0,00      22
                 Omaggio - sconto merce
        BI0077   Birra artigianale          CT           5    41,520       20     166,08      22

                                        Totale merce                          229,98
    """)
    assert [row["amount"] for row in got] == money("63.90", "0.00", "166.08")


def test_a_count_may_stand_in_the_column_of_units() -> None:
    got = rows("""
        Übersetzung DE > FR                    1284 Zeilen à     2.65      3402.60
        Übersetzung DE > IT                     316 Zeilen à     2.80       884.80
        Korrektorat                              4.25 Std. à   110.00       467.50
        Expresszuschlag                                  1 à   180.00       180.00

                                                        Total              4934.90
    """)
    assert [row.get("quantity") for row in got] == [Decimal(1284), Decimal(316), Decimal("4.25"), Decimal(1)]


def test_a_product_that_is_the_page_s_total_is_its_one_row() -> None:
    got = rows("""
        Sustentação de sistema - 48 horas x R$ 180,00 = R$ 8.640,00
        Retenções: IRRF 1,5% R$ 129,60 / PIS 4,65% R$ 401,76
        Valor total R$ 8.640,00

        Valor das Deduções (R$)     Base de Cálculo (R$)     Alíquota (%)     Valor do ISS (R$)     Crédito (R$)
        0,00                        8.640,00                 2,90%            250,56                0,00
    """)
    assert [(row["description"], row["quantity"], row["unit_price"], row["amount"]) for row in got] == [
        ("Sustentação de sistema", Decimal(48), Decimal(180), Decimal(8640))
    ]


def test_the_sums_of_the_sections_told_again_are_no_rows() -> None:
    bill = """
        Pos.    Leistung                        Menge    EP         GP

        01.01   Baustelle einrichten            1,000    1.450,00   1.450,00
        01.02   Gerüst stellen                286,500        9,80   2.807,70
                Summe Titel 01                                      4.257,70
        02.01   Altdeckung entsorgen          212,750       14,60   3.106,15
        02.02   Unterdeckbahn verlegen        212,750        8,95   1.904,11
                Summe Titel 02                                      5.010,26
    """
    again = """
        01      Baustelleneinrichtung                               {}
        02      Dachdeckungsarbeiten                                5.010,26
                Gesamtsumme                                         9.267,96
    """
    assert [row["amount"] for row in rows([page(bill), page(again.format("4.257,70"), 2)])] == money(
        "1450", "2807.70", "3106.15", "1904.11"
    )
    assert len(rows([page(bill), page(again.format("4.257,00"), 2)])) == 6


def test_units_tell_which_of_two_columns_without_names_is_the_count() -> None:
    got = rows("""
        Gerüst stellen, vorhalten             186,00 m²         8,90      1.655,40
        Altdeckung aufnehmen                  124,50 m²        14,20      1.767,90
        Schneefang verzinkt                    11,80 lfm       38,40        453,12
        Facharbeiter im Tagelohn                6,25 Std.      61,50        384,38

                                                 Summe netto      4.260,80
    """)
    assert [row["quantity"] for row in got] == money("186", "124.5", "11.8", "6.25")
    assert [row["unit_price"] for row in got] == money("8.90", "14.20", "38.40", "61.50")
