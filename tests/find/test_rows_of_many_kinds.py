"""Kinds of tables that the world's bills have beside the plain one."""

from __future__ import annotations

from decimal import Decimal

from tests.find.test_rows import money, rows


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    got = rows("""
        Labour           Hours    Rate    Amount        Materials       Qty    Price   Amount

        Clearing beds        6   32.00    192.00        Turf, m2         60     4.20   252.00
        Turf laying          9   32.00    288.00        Topsoil, bag     12     6.50    78.00
        Edging               4   32.00    128.00        Steel edging     20     5.10   102.00

                                          Net total                            1040.00
    """)
    assert [row["description"] for row in got] == ["Clearing beds", "Turf laying", "Edging", "Turf, m2", "Topsoil, bag", "Steel edging"]
    assert [row["amount"] for row in got] == money("192.00", "288.00", "128.00", "252.00", "78.00", "102.00")
    assert got[3]["quantity"] == 60


def test_net_and_gross_beside_each_other_are_one_table() -> None:
    got = rows("""
        Description      Qty   Price excl.   Total excl.   Price incl.   Total incl.

        Paint, white       2         10.00         20.00         12.00         24.00
        Brush, flat        3          5.00         15.00          6.00         18.00
    """)
    assert [row["description"] for row in got] == ["Paint, white", "Brush, flat"]
    assert [row["amount"] for row in got] == money("20.00", "15.00")


def test_a_figure_that_a_narrow_column_breaks_is_one() -> None:
    got = rows("""
        Lp.  Nazwa towaru           Ilość    Cena netto     Wartość netto

        1    Profil stalowy            36      1 240,00              44
                                                                 640,00
        2    Blacha trapezowa         480         46,50              22
                                                                 320,00
        3    Transport                  1        850,00          850,00
    """)
    assert [row["amount"] for row in got] == money("44640.00", "22320.00", "850.00")
    assert [row["description"] for row in got] == ["Profil stalowy", "Blacha trapezowa", "Transport"]


def test_a_broken_figure_is_not_made_of_two_rows() -> None:
    got = rows("""
        Description        Qty   Amount

        Tea                  2    12.00
        Coffee             150   300.00
    """)
    assert [row["quantity"] for row in got] == [2, 150]


def test_texts_left_of_all_names_are_the_descriptions() -> None:
    got = rows("""
                                  Quantité     Prix unitaire HT     Montant HT

        Consommation eau                61               1,3820          84,30
        Redevance réseau                61               0,0740           4,51
        Assainissement                  61               1,7455         106,48
    """)
    assert [row["description"] for row in got] == ["Consommation eau", "Redevance réseau", "Assainissement"]


def test_numbers_of_rows_need_no_name_but_must_count_from_one() -> None:
    text = """
             Description            Qty    Price    Amount

        {}   Wash, wall unit          4    95.00    380.00
        {}   Gas top-up               2    60.00    120.00
        {}   New pump                 1   185.00    185.00
    """
    assert [row["position"] for row in rows(text.format(1, 2, 3))] == ["1", "2", "3"]
    assert all("position" not in row for row in rows(text.format(36, 37, 38)))


def test_codes_under_the_name_of_numbers_are_the_articles() -> None:
    got = rows("""
        Pos      Bezeichnung              Menge   Einzelpreis   Betrag

        34.220   Bremsbeläge vorne            1        120,00   120,00
        01.100   Inspektion                   2         80,00   160,00
        09.001   Motoröl                      4         12,50    50,00
    """)
    assert [row["item_code"] for row in got] == ["34.220", "01.100", "09.001"]


def test_what_a_column_is_reckoned_with_is_no_count() -> None:
    got = rows("""
        Ziffer   Leistung                 Einfachsatz   Faktor   Anzahl    Betrag

        410      Ultraschall Organ              11,66      2,3        1     26,82
        250      Blutentnahme                    2,33      1,8        1      4,19
        651      Elektrokardiographie           14,75      1,8        1     26,55
    """)
    assert [row["quantity"] for row in got] == [1, 1, 1]


def test_a_price_may_be_in_hundredths_or_of_a_hundred() -> None:
    milk = rows("""
        Bezeichnung               Menge kg     ct/kg        EUR

        Grundpreis Milch            41.286     48,35   19.961,78
        Fettkorrektur               41.286      1,12      462,40
        Eiweißkorrektur             41.286      0,68      280,74
    """)
    assert [(row["unit_price"], row["unit"]) for row in milk] == [(price, "kg") for price in money("48.35", "1.12", "0.68")]
    bolts = rows("""
        Réf.      Désignation         Quantité   P.U. / cent    Montant

        VM12      Vis zinguées            200         34,60       69,20
        EM12      Écrous zingués          400          8,90       35,60
    """)
    assert [row["unit_price"] for row in bolts] == money("34.60", "8.90")


def test_a_count_its_unit_and_a_price_may_share_a_cell() -> None:
    got = rows("""
        Charge description       Basis                   Currency       Amount

        Air freight              744.0 KG @ 31.20        HKD         23,212.80
        Fuel surcharge           744.0 KG @ 6.40         HKD          4,761.60
        Terminal handling        611.5 KG @ 1.87         HKD          1,143.51
        Documents                per set                 HKD            150.00

                                 Total payable           HKD         29,267.91
    """)
    assert [row["description"] for row in got] == ["Air freight", "Fuel surcharge", "Terminal handling", "Documents"]
    assert [(row.get("quantity"), row.get("unit"), row.get("unit_price")) for row in got[:3]] == [
        (Decimal("744.0"), "KG", Decimal("31.20")),
        (Decimal("744.0"), "KG", Decimal("6.40")),
        (Decimal("611.5"), "KG", Decimal("1.87")),
    ]


def test_a_gift_may_be_the_last_row() -> None:
    got = rows("""
        Prestation                  Qté       Prix         Total

        Retouches photo              14      12,50        175,00
        Carte de visite               1     220,00        220,00
        Réunion de lancement          1       0,00        offert
    """)
    assert [row["description"] for row in got] == ["Retouches photo", "Carte de visite", "Réunion de lancement"]
    assert "amount" not in got[2]


def test_a_row_of_nothing_makes_the_next_one_no_sum() -> None:
    got = rows("""
        Concepto                               Euros

        Enseñanza bachillerato                385,00
        Comedor                               162,80
        Enseñanza primaria                      0,00
        Comedor                               162,80
        Robótica                               54,00

        Total                                 764,60
    """)
    assert [row["amount"] for row in got] == money("385.00", "162.80", "0.00", "162.80", "54.00")


def test_of_nameless_columns_of_amounts_the_last_that_a_total_counts_is_the_rows() -> None:
    got = rows("""
        Item   Description                 Contract value   Claimed to date   Less previous     This claim

        1      Preliminaries                  48,000.00           48,000.00       43,200.00       4,800.00
        2      Demolition                     31,500.00           31,500.00       31,500.00           0.00
        3      Concrete slab                 126,400.00          107,440.00       75,840.00      31,600.00
        4      Structural steel               98,750.00           39,500.00        9,875.00      29,625.00

               Totals                        304,650.00          226,440.00      160,415.00      66,025.00
    """)
    assert [row["amount"] for row in got] == money("4800.00", "0.00", "31600.00", "29625.00")


def test_the_table_that_a_total_counts_comes_before_a_longer_one() -> None:
    calls = "\n".join(f"0{day}/05/25    09:1{day}   0044 7700 90000{day}          0:14:3{day}      0.01{day}" for day in range(1, 8))
    got = rows(f"""
        Charge                                Amount

        Business Unlimited                     28.46
        Calls to premium numbers                4.11
        Line rental                            43.90

        Total charges                          76.47

        Date        Time    Number                   Duration     Amount

        {calls}
    """)
    assert [row["description"] for row in got] == ["Business Unlimited", "Calls to premium numbers", "Line rental"]


def test_sentences_under_an_open_table_are_no_rows() -> None:
    got = rows("""
        Usage type                  Rate          Usage         Charge

        Storage                   0.0230     18,340.512         421.83
        Compute                   0.1920        744.000         142.85

        Charges are metered in UTC and rounded to the nearest cent per line and 8,760 hours count as one year for all of these 37 plans
    """)
    assert [row["amount"] for row in got] == money("421.83", "142.85")


def test_a_number_may_stand_over_or_under_its_text() -> None:
    over = rows("""
        Pos  Description                     Qty     Price     Amount

        10   7310-0412                         2     18.45      36.90
             Servo drive, 4 kW
        20   7310-0419                         4      6.12      24.48
             Encoder cable 10 m
    """)
    assert [(row["item_code"], row["description"]) for row in over] == [
        ("7310-0412", "Servo drive, 4 kW"),
        ("7310-0419", "Encoder cable 10 m"),
    ]
    under = rows("""
        Concepto
        Referencia                      Unidades     Precio     Importe

        Revisión de frenos eje trasero
        MO-11                                3,5      42,00      147,00
        Líquido de frenos
        P-0042                                 3      11,40       34,20
    """)
    assert [(row["item_code"], row["description"]) for row in under] == [
        ("MO-11", "Revisión de frenos eje trasero"),
        ("P-0042", "Líquido de frenos"),
    ]


def test_without_a_header_the_text_has_a_column_of_its_own() -> None:
    got = rows("""
        03/11       CMR Gent Reims                24 pal         480,00
        05/11       CMR Antwerpen Lille           12 pal         310,00
        11/11       Attente de nuit               33 pal          95,00

                    Total                                        885,00
    """)
    assert [row["description"] for row in got] == ["CMR Gent Reims", "CMR Antwerpen Lille", "Attente de nuit"]


def test_sections_with_totals_of_their_own_are_all_rows() -> None:
    got = rows("""
        Front pads fitted                             255.60
        Pad set ceramic                                68.40
        Total line A                                  324.00

        Misfire found                                 170.40
        Ignition coil                                  74.25
        Total line B                                  244.65
    """)
    assert [row["amount"] for row in got] == money("255.60", "68.40", "170.40", "74.25")


def test_names_before_a_rows_figures_are_not_its_text() -> None:
    got = rows("""
        Posters A1, satin
        Quantity: 40      Unit price: 6.50     Amount: 260.00

        Programmes, 16 pages
        Quantity: 500     Unit price: 1.10     Amount: 550.00

        Total                                          810.00
    """)
    assert [row["description"] for row in got] == ["Posters A1, satin", "Programmes, 16 pages"]
    assert [row["quantity"] for row in got] == [40, 500]


def test_a_column_of_text_down_the_page_is_none_of_the_rows() -> None:
    left = [
        "Thym & Braise",
        "traiteur",
        "ZA du Moulin",
        "",
        "49400 Saumur",
        "",
        "Tél.",
        "02 41 55 50 88",
        "",
        "RCS Angers",
        "532118742",
        "SAS",
    ]
    right = [
        "",
        "",
        "Désignation                 Qté     PU HT    Montant HT",
        "",
        "",
        "Pièces cocktail salées       85     14,40      1 224,00",
        "",
        "",
        "Atelier découpe jambon        1    390,00        390,00",
        "",
        "",
        "Softs et eaux, forfait       85      3,20        272,00",
    ]
    text = "\n".join(f"{one:<24}{other}" for one, other in zip(left, right, strict=True))
    assert [row["description"] for row in rows(text)] == ["Pièces cocktail salées", "Atelier découpe jambon", "Softs et eaux, forfait"]


def test_names_that_run_together_after_a_stroke_are_of_two_columns() -> None:
    got = rows("""
        Anz.   Text                  Preis/Einheit Steuersatz      Summe

        10     Apfelsaft, Kiste              15.50 8.1            155.00
        4      Softwarelizenz                33.76 2.6            135.04
        2      Schulung                     197.57 8.1            395.14
    """)
    assert [row["tax_rate"] for row in got] == [Decimal("8.1"), Decimal("2.6"), Decimal("8.1")]
    assert [row["unit_price"] for row in got] == money("15.50", "33.76", "197.57")
