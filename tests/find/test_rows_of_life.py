"""Tables as they come in: fees without a count, work and parts apart, notes between rows, rates in columns of amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.find.test_rows import money, rows
from tests.find.typewriter import page as typed


def told(text: str, name: str) -> list[Any]:
    return [row.get(name) for row in rows(text)]


def test_a_fee_without_a_count_is_a_row_where_the_total_needs_it() -> None:
    page = """
Description                        Hours        Rate       Amount

Study of the files                  3.50      280.00       980.00
Meeting with the owners             2.75      280.00       770.00
Expenses, flat                                              86.10

                                   Net total             1,836.10
"""
    assert told(page, "amount") == money("980.00", "770.00", "86.10")
    assert told(page, "quantity") == [Decimal("3.50"), Decimal("2.75"), None]
    assert told(page.replace("1,836.10", "1,750.00"), "amount") == money("980.00", "770.00")


def test_work_and_parts_under_headers_of_their_own_are_one_list() -> None:
    page = """
Labour            Description of work          Qty     Price    Amount
9001              Inspection                    14      9.80    137.20
4610              Brake pads, front              8      9.80     78.40

Part No           Description                  Qty     Price    Amount
06A115561B        Oil filter                     1     11.45     11.45
5K0698151         Brake pads, set                1     89.00     89.00

                                            Net total             316.05
"""
    assert told(page, "amount") == money("137.20", "78.40", "11.45", "89.00")


def test_a_column_of_discounts_in_percent_holds_no_amounts() -> None:
    page = """
Description                  Qty      Price     Discount      Amount
Paper, A4                     40       5.90           15      200.60
Folders                       24       3.20            0       76.80
"""
    assert told(page, "discount") == [None, None]
    assert told(page, "discount_rate") == money("15", "0")
    assert told(page.replace(" Discount", "Disc. %"), "discount_rate") == money("15", "0")
    assert told(page, "amount") == money("200.60", "76.80")
    assert told(page.replace("     15      200.60", "  35.40      200.60"), "discount") == money("35.40", "0")


def test_a_currency_names_a_column() -> None:
    page = """
Task                              Hrs        £/hr           £
Surgery, cleaned                 2.50       16.00       40.00
Windows, cleaned                 3.50       16.00       56.00
"""
    assert told(page, "unit_price") == money("16.00", "16.00")
    assert told(page, "quantity") == money("2.50", "3.50")


def test_names_set_too_close_are_two() -> None:
    page = """
Description                UnitQuantity       Price      Amount
Screws, 4x40                PK    10.00       12.80      128.00
Silicone                    PC    24.00        4.15       99.60
"""
    assert told(page, "unit") == ["PK", "PC"]
    assert told(page, "quantity") == money("10", "24")


def test_three_digits_behind_the_mark_are_a_price() -> None:
    page = """
Artigo    Descrição                     Qtd.       Pr. Unitário     Valor
CIM325    Cimento em saco              80,00              4,350    348,00
ARE       Areia lavada                 12,50             17,000    212,50
"""
    assert told(page, "quantity") == money("80", "12.5")
    assert told(page, "unit_price") == money("4.35", "17")


def test_notes_of_delivery_between_rows_are_of_none() -> None:
    page = """
Description                            Qty      Price     Amount
Flour, 25 kg                            20      19.80     396.00
Delivery note 77301 of 18/09/2026
Butter, 2 kg                            40       8.45     338.00
"""
    assert told(page, "description") == ["Flour, 25 kg", "Butter, 2 kg"]


def test_the_part_now_due_is_the_amount_where_the_total_counts_it() -> None:
    page = """
Description             Qty      Price    Contract        Done
Sliding frames            4   1,850.00    7,400.00    3,700.00
Shutters                  6     620.00    3,720.00    1,860.00

                                          Net total   5,560.00
"""
    assert told(page, "amount") == money("3700.00", "1860.00")


def test_a_payment_among_the_charges_is_of_no_row() -> None:
    page = """
Date          Description                     Charges      Credits
10/10/2026    Room for one                      78.00
12/10/2026    Breakfast                         11.00
12/10/2026    Card ending in 4410                            89.00
"""
    assert told(page, "description") == ["Room for one", "Breakfast"]
    assert told(page, "amount") == money("78.00", "11.00")


def test_a_text_that_mentions_a_day_is_a_row() -> None:
    page = """
Fee as agreed upon in our letter of 12/08/2026       1,200.00
Net total                                            1,200.00
VAT 20 %                                               240.00
Total                                                1,440.00
"""
    assert told(page, "amount") == money("1200.00")


def test_count_and_price_named_under_the_text() -> None:
    page = """
Merino wool, heather                        43.50
Quantity: 6   7.25 each
Stitch markers                               6.20
Quantity: 2   3.10 each
Subtotal                                    49.70
"""
    assert told(page, "quantity") == money("6", "2")
    assert told(page, "unit_price") == money("7.25", "3.10")


def test_a_column_of_taxes_holds_no_rates() -> None:
    page = """
Qty   Item                          Price        GST       Total
10    Star picket, 165 cm            7.90       7.90       79.00
2     Barbed wire, 500 m            98.00      19.60      196.00
"""
    assert told(page, "tax_rate") == [None, None]
    assert told(page.replace("      7.90       79", "        10       79").replace("19.60", "   10"), "tax_rate") == money("10", "10")


def test_a_credit_is_less() -> None:
    page = """
Qty   Item                              Price          Total
2     Barbed wire, 500 m                98.00         196.00
-1    Gate, 3.6 m, returned            145.00         145.00 CR
"""
    assert told(page, "amount") == money("196.00", "-145.00")


def test_a_table_that_its_total_counts_stands_though_no_product_proves_it() -> None:
    page = """
Pos   Code        Description            Ordered     Packed    UM     Price      Net EUR
10    0933-8      Hexagon screw            1.000      1.000    PC      8,45        84,50
20    0125-8      Washer                   2.000      1.500    PC      1,20        18,00
30    9900        Drill, 8 mm                  5          5    PC      4,80        24,00

                                                               Net total          126,50
"""
    assert told(page, "item_code") == ["0933-8", "0125-8", "9900"]
    assert told(page, "amount") == money("84.50", "18.00", "24.00")


def test_a_bold_line_over_each_row_is_its_text() -> None:
    text = """
Pos   Description                       Qty      Price     Amount

      Sound, two speakers
1     hired for a weekend                 1     420.00     420.00

      Light, 16 lamps
2     with stands                         2     190.00     380.00
"""
    plain = typed(text)
    bold = replace(
        plain,
        regions=tuple(
            replace(
                region,
                lines=tuple(
                    replace(line, words=tuple(replace(word, bold=line.words[0].text in ("Sound,", "Light,")) for word in line.words))
                    for line in region.lines
                ),
            )
            for region in plain.regions
        ),
    )
    assert [row["description"] for row in rows([bold])] == ["Sound, two speakers\nhired for a weekend", "Light, 16 lamps\nwith stands"]


def test_a_word_in_the_place_of_an_amount() -> None:
    page = """
Description                  Qty       Price       Total
Marquee, 12 x 18 m             1    1,650.00    1,650.00
Coconut matting                1       incl.       incl.
Chairs, gold                 120        3.75      450.00
"""
    assert told(page, "description") == ["Marquee, 12 x 18 m", "Coconut matting", "Chairs, gold"]
    assert told(page, "amount") == [Decimal("1650.00"), None, Decimal("450.00")]


def test_a_charge_that_is_numbered_as_the_rows_are_is_one() -> None:
    page = """
No    Description                       Qty      Rate     Amount
1     Checking of the plans              12     96.00   1,152.00
2     Visits to the site                  3    140.00     420.00
3     Surcharge                                           288.60

                                        Net total       1,860.60
"""
    assert told(page, "amount") == money("1152.00", "420.00", "288.60")


def test_numbers_that_count_no_rows_are_codes() -> None:
    page = """
No    Description                  Qty      Price     Amount
204   Cod, fillet                   12      18.90     226.80
211   Shrimps                        3      46.50     139.50
990   Box, foam                      6       2.50      15.00
"""
    assert told(page, "item_code") == ["204", "211", "990"]
    assert told(page, "position") == [None, None, None]
    assert told(page.replace("204 ", "1   ").replace("211 ", "2   ").replace("990 ", "4   "), "position") == ["1", "2", "4"]


def test_words_before_the_figures_are_the_text() -> None:
    page = """
Energy 1,240 kWh x 0.3120 /kWh                        386.88
Basic fee 3 months x 12.50                             37.50
Net total                                             424.38
"""
    assert told(page, "description") == ["Energy", "Basic fee"]
    assert told(page, "quantity") == money("1240", "3")


def test_a_charge_for_a_time_is_a_row() -> None:
    page = """
Description                   Period                         Amount due
Service charge                29/09/2026 - 24/12/2026            612.40
Reserve fund                  29/09/2026 - 24/12/2026            150.00
Total now due                                                    762.40
"""
    assert told(page, "amount") == money("612.40", "150.00")
    assert told(page, "period_start") == [date(2026, 9, 29)] * 2
    assert told(page, "period_end") == [date(2026, 12, 24)] * 2


def test_whole_numbers_without_a_name_are_no_amounts() -> None:
    page = """
Data          Serviço                          Bag.     Valor EUR
04-09-2026    Hotel - aeroporto                   3         75,00
11-09-2026    Aeroporto - hotel                   2         75,00
19-09-2026    Ponte de Lima, espera               4         58,50
"""
    assert told(page, "amount") == money("75.00", "75.00", "58.50")
    assert told(page, "quantity") == [None, None, None]


def test_a_heading_that_the_sum_of_its_section_names_is_no_part_of_a_text() -> None:
    page = """
Description                         Qty      Price     Amount
Boards, oak                           4      20.00      80.00
cut to length
Labour
Fitting                               3      50.00     150.00
on site
                           Labour total                150.00
Screws                               10       0.50       5.00
"""
    assert told(page, "description") == ["Boards, oak\ncut to length", "Fitting\non site", "Screws"]
    assert told(page, "amount") == money("80.00", "150.00", "5.00")


def test_a_measure_goes_on_below() -> None:
    page = """
Description                         Qty      Price     Amount
Sheet 1.5 mm, 1000 x                  2      93.99     187.98
2000 mm
"""
    assert told(page, "description") == ["Sheet 1.5 mm, 1000 x\n2000 mm"]


def test_a_taxs_name_in_every_row_is_no_articles_number() -> None:
    page = """
Qty     Item No.     Description                Price       Amount    Code
24      AX-6310      Shackle, galvanised         8.95       214.80    GST
6       FRT          Strap, 9 m                 31.40       188.40    GST
"""
    assert told(page, "item_code") == ["AX-6310", "FRT"]
    assert told(page, "position") == [None, None]


def test_the_number_of_a_page_in_its_running_head_is_no_amount() -> None:
    first = """
Pos   Description                         Qty      Price     Amount   Tax
1     Apples, box of 5 kg                   4      20.00      80.00     7
2     Pears, box of 5 kg                    3      50.00     150.00     7
"""
    second = """
Corner    Greengrocers & Co.                        Page         2 of 2

Pos   Description                         Qty      Price     Amount   Tax
3     Plums                                10       0.50       5.00     7
"""
    pages = [typed(first), typed(second, 2)]
    assert [row.get("amount") for row in rows(pages)] == money("80.00", "150.00", "5.00")


def test_numbered_rows_go_on_under_what_looks_like_the_total() -> None:
    page = """
Pos   Description                         Tax      Amount
1     Laying of stones                      7       35.00
2     Cutting of hedges                     7       48.00
                         Total                      83.00
3     Cabling, 10 m                         7       12.50
4     Fitting of a lamp                     7       20.00
                         Total                      32.50
"""
    assert told(page, "amount") == money("35.00", "48.00", "12.50", "20.00")


def test_totals_under_their_names_end_the_rows() -> None:
    page = """
Description                                        Amount
Invoice R99416 of 17 May                          1,529.58
Invoice R99257 of 19 April                          509.00
Subtotal               Tax                Total
2,038.58             10.00             2,048.58
"""
    assert told(page, "amount") == money("1529.58", "509.00")


def test_a_count_stuck_to_the_text_is_told_by_the_product() -> None:
    page = """
Qty     Description                            Price      Amount
       5Labels, printed, 3 sheets            18.4000       92.00
1000    Cards, matt                           0.0590       59.00
2       Banner, 2 m, with eyelets            46.5000       93.00
"""
    assert told(page, "quantity") == money("5", "1000", "2")
    assert told(page, "description") == ["Labels, printed, 3 sheets", "Cards, matt", "Banner, 2 m, with eyelets"]
    assert told(page.replace("92.00", "93.00"), "quantity")[0] is None


def test_a_product_beside_its_description_is_a_code() -> None:
    page = """
Qty    Unit   Product       Description                      Price     Amount
30     EA     TIM4722C24    Timber, treated                   3.95     118.50
12     SHT    PLY18SP       Plywood, 18 mm                   38.60     463.20
"""
    assert told(page, "item_code") == ["TIM4722C24", "PLY18SP"]


def test_credits_without_a_count_are_rows_though_the_page_ends_in_an_amount() -> None:
    page = """
Description                                   Qty    Unit price     Amount
Unused days of the small plan                                      -208.80
Mar 14 - Apr 1, 2026
Remaining days of the large plan                                    522.00
Mar 14 - Apr 1, 2026
Large plan                                     20         45.00     900.00
Calls                                      37,450         0.002      74.90

                                        Subtotal                  1,288.10
                                        Total                     1,288.10

QX-0019 - 1,288.10 due April 15, 2026                        Page 1 of 1
"""
    assert told(page, "amount") == money("-208.80", "522.00", "900.00", "74.90")


def test_a_surcharge_on_each_journey_is_a_row_as_the_journeys_are() -> None:
    page = """
DATE          SERVICE                            UNITS          AMOUNT EUR
03/06/25      Transport Brugge - Lille           7 pal.             612.00
              Fuel surcharge 11.40 %                                 69.77
05/06/25      Transport Brugge - Amiens          5 pal.             548.50
              Fuel surcharge 11.40 %                                 62.53
05/06/25      Waiting at the dock, 2 h                              101.25
              Road toll                          389 km              47.18

BASE              VAT RATE         VAT              TO PAY EUR
1,441.23            0.00 %        0.00                1,441.23
"""
    assert told(page, "amount") == money("612.00", "69.77", "548.50", "62.53", "101.25", "47.18")


def test_charges_are_rows_within_sections_and_none_under_all_rows() -> None:
    page = """
Description of charge                Currency       Rate        Amount USD
FREIGHT
OCEAN FREIGHT 1 X 40HC               EUR 2,150.00   1.0872        2,337.48
LOW SULPHUR                          EUR 96.00      1.0872          104.37
                                                                  2,441.85
ON ARRIVAL
HARBOUR FEE                                                          79.29
PROCESSING FEE                                                      219.85
CUSTOMS DUTY                                                      1,966.40
ALLOWANCE AS QUOTED                                                -150.00
                                                                  2,115.54

                                     Invoice total                4,557.39
"""
    every = money("2337.48", "104.37", "79.29", "219.85", "1966.40", "-150.00")
    assert told(page, "amount") == every
    plain = """
Description                          Qty          Price             Amount
Desk                                   1         100.00             100.00
Chair                                  2          60.00             120.00
Discount                                                            -20.00

                                     Net total                      200.00
"""
    assert told(plain, "amount") == money("100.00", "120.00")


def test_counts_with_their_sign_stand_before_the_texts_under_no_name() -> None:
    page = """
         Omschrijving                          Tarief        Bedrag    Btw
32 x     Begeleiding van het overleg          € 97,50    € 3.120,00    21%
         week 14 t/m 17
6,5 x    Voorbereiding op afstand             € 97,50      € 633,75    21%
412 km   Reiskosten eigen auto                 € 0,23       € 94,76    21%
         Korting                                          € -150,00    21%
         Subtotaal                                       € 3.698,51
"""
    assert told(page, "quantity")[:3] == money("32", "6.5", "412")
    assert told(page, "unit")[:3] == [None, None, "km"]
    assert told(page, "description")[1] == "Voorbereiding op afstand"


def test_a_minus_sign_before_the_currency_takes_off() -> None:
    page = """
         Omschrijving                          Totaal        Btw      Stukprijs
-2 x     Retour bureaustoel                 -€ 698,00        21%       € 349,00
1 x      Ophaalkosten                         € 45,00        21%        € 45,00

         Subtotaal                          -€ 653,00
"""
    assert told(page, "amount") == money("-698.00", "45.00")
    assert told(page, "quantity") == money("-2", "1")


def test_texts_over_lines_of_figures_are_the_rows() -> None:
    page = """
Invoice 25-118

1.  Concept and wireframes
    Workshop in April, changes after it
    18.50 Std. à CHF 165.00                         8.1%      3'052.50

2.  Guidance of the project
    6.75 Std. à CHF 180.00 abzüglich 10% Rabatt     8.1%      1'093.50

3.  A book on signs, third edition
    4 Ex. à CHF 48.90                               2.6%        195.60

4.  The name of the site
    in the subscription
    1 Jahr à CHF 0.00                               8.1%          0.00

                                      Zwischentotal           4'341.60
"""
    assert told(page, "description")[0] == "Concept and wireframes\nWorkshop in April, changes after it"
    assert told(page, "position") == ["1", "2", "3", "4"]
    assert told(page, "quantity") == money("18.50", "6.75", "4", "1")
    assert told(page, "unit") == ["Std.", "Std.", "Ex.", "Jahr"]
    assert told(page, "unit_price") == money("165.00", "180.00", "48.90", "0.00")
    assert told(page, "discount_rate") == [None, Decimal(10), None, None]
    assert told(page, "tax_rate") == money("8.1", "8.1", "2.6", "8.1")
    assert told(page, "amount") == money("3052.50", "1093.50", "195.60", "0.00")


def test_texts_over_counts_with_units_set_far_to_the_right() -> None:
    page = """
Hire of a small car
12/08/2025 09:30 Harbour
                                 6 days     x     38.90        233.40

Further driver
                                 6 days     x      4.00         24.00

Fuel not refilled
                                 1 tank     x     24.60         24.60

                                            Total              282.00
"""
    assert told(page, "description") == ["Hire of a small car\n12/08/2025 09:30 Harbour", "Further driver", "Fuel not refilled"]
    assert told(page, "unit") == ["days", "days", "tank"]


def test_a_table_of_totals_under_names_of_its_own_is_none_of_the_rows() -> None:
    page = """
Pos.   Leistung                             Menge              EP         GP
1.1    Fliesen abschlagen                   24,60   m²      19,80     487,08
1.2    Leitungen verlegen                   17,35   lfdm    28,40     492,74
       Summe Titel 1                                                  979,82
2.1    Meisterstunde                         3,50   Std.    72,00     252,00
       Summe Titel 2                                                  252,00

       Zusammenstellung                     Netto      19 % MwSt.    Brutto
       Gesamtleistung                    1.231,82          234,05  1.465,87
abzgl. 1. Abschlagsrechnung vom 03.02.   -500,00           -95,00   -595,00
       Restzahlung                         731,82          139,05    870,87
"""
    assert told(page, "amount") == money("487.08", "492.74", "252.00")


def test_a_column_of_the_sender_beside_the_rows_is_none_of_them() -> None:
    page = """
Ilse Vogt
                     Invoice 2025-09
Photographer
                     6 May 2025
22 Quay Street
                     Studio Poppy Ltd
Nantes
06 55 51 08 44       40 Long Street
SIRET
812 664 109
                     Studio work, half a day                     640.00
APE 7420Z            2 x 320
Freed of the
                     Retouching of pictures                      299.00
register             46 pictures x 6.5
IBAN
FR69 2004 1010       Way there and back                           64.48
8441 7703            124 km x 0.52
BIC PSSTFRPP

                     Total                                     1,003.48
"""
    texts = [text.splitlines()[0] for text in told(page, "description")]
    assert texts == ["Studio work, half a day", "Retouching of pictures", "Way there and back"]
    assert told(page, "quantity") == money("2", "46", "124")


def test_a_row_without_a_discount_has_its_list_price() -> None:
    page = """
Artikel-Nr.  Bezeichnung              Menge      Listenpreis   PE   Rabatt %   Nettopreis      Betrag
10022015     Kupferrohr, Stange 5 m      50         1.284,00  100      38,00       796,08      398,04
20122090     Bogen 90 Grad               40             9,72    1      52,50         4,62      184,68
99000010     Frachtpauschale              1            14,90    1                               14,90
99000077     Zuschlag für Kupfer      31,25            1,184    1                               37,00
99500001     Leihgestell zurück          -1            75,00    1                              -75,00
60150001     Muster, kostenlos            1             0,00    1                                0,00
"""
    assert told(page, "unit_price") == money("796.08", "4.62", "14.90", "1.184", "75.00", "0.00")
    assert told(page, "amount") == money("398.04", "184.68", "14.90", "37.00", "-75.00", "0.00")


def test_a_tax_between_the_rows_is_one_of_them_where_the_total_counts_it() -> None:
    page = """
Power, high tariff             4,600 kW x 31 days x 0,088223        12,58
Energy, high tariff            71,25 kWh x 0,198604                 14,15
Tax on electricity             5,11 % of 26,73                       1,37
Hire of the meter              31 days x 0,026557                    0,82
Maintenance of the house       monthly                               6,95

Total without VAT                                                   35,87
VAT                            21 % of 35,87                         7,53
Total                                                               43,40
"""
    assert told(page, "amount") == money("12.58", "14.15", "1.37", "0.82", "6.95")


def test_a_share_of_an_agreed_fee_is_a_row_though_one_of_its_words_may_name_a_total() -> None:
    page = """
Progetto esecutivo e particolari costruttivi
saldo 40% su compenso pattuito di 6.500,00                        2.600,00
Direzione lavori
20% su compenso pattuito di 5.200,00                              1.040,00

Totale compensi                                                   3.640,00
IVA 22% su 3.640,00                                                 800,80
Totale                                                            4.440,80
"""
    assert told(page, "amount") == money("2600.00", "1040.00")


def test_codes_of_taxes_are_the_rates_that_a_table_gives_them() -> None:
    page = """
Référence   Désignation                 Qté     P.U. HT    Montant HT    TVA
PRL400      Pompe de relevage             2      318.50        637.00      1
CAR050      Clapet anti-retour           10       11.24        112.40      1
TPV100      Pose et raccordement          4       50.00        200.00      4

Code        Base HT       Taux      Montant TVA
1            749.40      20.00           149.88
4            200.00       5.50            11.00
"""
    assert told(page, "tax_rate") == money("20.00", "20.00", "5.50")
    assert told(page.replace("  1\n", " 20\n").replace("  4\n", "5.5\n"), "tax_rate") == money("20", "20", "5.5")


def test_a_column_of_each_rows_tax_is_none_of_rates() -> None:
    page = """
Code     Description                 Qty     Unit     Net       VAT
GR1180   Blend of tea, 600 bags        4    22.80    91.20      0.00
GR2204   Cookies with chocolate        6    19.45   116.70     15.75
DR0024   Still water, 24 bottles      15     5.60    84.00     19.32
HY0310   Bleach of the kitchen         3     6.95    20.85      4.80
HY0106   Blue roll                     5    14.20    71.00     16.33
BK0500   Mix for scones                2    31.75    63.50      8.57
"""
    assert told(page, "tax_rate") == [None] * 6


def test_dollars_of_any_country_are_amounts() -> None:
    page = """
Description                        Qty     Unit price       Amount

Seats, one year                     14       CA$96.00   CA$1,344.00
Unused time                         10       -NZ$3.12      -NZ$31.20
"""
    assert told(page, "amount") == money("1344.00", "-31.20")


def test_a_price_in_pence_is_the_price_though_the_product_cannot_tell() -> None:
    page = """
Electricity charges 1 September - 30 September 2026

Day units             4,812.0 kWh      x 27.431p       1,319.98
Night units           1,903.0 kWh      x 19.080p         363.09
Standing charge            30 days     x 96.550p          28.97
Capacity charge            30 days     x 41.200p          12.36

Total charges                                          1,724.40
"""
    assert told(page, "quantity") == [Decimal("4812.0"), Decimal("1903.0"), Decimal(30), Decimal(30)]
    assert told(page, "unit_price") == money("27.431", "19.080", "96.550", "41.200")


def test_units_in_a_column_without_a_name_are_no_part_of_the_texts() -> None:
    page = """
25            kg   Elstar apples, loose              1.79     A       44.75
12.5          kg   Cox apples                        2.29     A       28.63
6             pc   Juice, bag in box                11.90     B       71.40
4             cs   Juice, six bottles               13.74     B       54.96

                                       Total                         199.74
"""
    assert told(page, "unit") == ["kg", "kg", "pc", "cs"]
    assert told(page, "description") == ["Elstar apples, loose", "Cox apples", "Juice, bag in box", "Juice, six bottles"]


def test_texts_between_two_names_under_none_are_the_descriptions() -> None:
    page = """
  Qty      Price                                         VAT        Amount

   86      68.00     Wedding menu, four courses           10 %     5,848.00
    9      22.00     Menu for children                    10 %       198.00
   38       9.80     Red wine, bottle                     20 %       372.40

                                                   Total           6,418.40
"""
    assert told(page, "description") == ["Wedding menu, four courses", "Menu for children", "Red wine, bottle"]
    assert told(page, "quantity") == [Decimal(86), Decimal(9), Decimal(38)]
