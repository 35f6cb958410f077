"""Tables to cells, ruled and not, as they stand on invoices; labels with their values; what is no table stays text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.document import Region, RegionKind, Ruling, Table, Word
from extractor.geometry import Box
from extractor.layout import arrange

SIDE = 1024.0


def typed(text: str, left: float, top: float, size: float = 10.0) -> list[Word]:
    """A text in letters half as wide as tall, words by single spaces."""
    words, x = [], left
    for part in text.split(" "):
        words.append(Word(part, Box(x / SIDE, top / SIDE, (x + len(part) * size / 2) / SIDE, (top + size) / SIDE)))
        x += (len(part) + 1) * size / 2
    return words


def texts(regions: Sequence[Region]) -> list[str]:
    return [line.text for region in regions for line in region.lines]


def horizontal(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(Box(x0 / SIDE, y / SIDE, x1 / SIDE, y / SIDE), horizontal=True)


def vertical(x: float, y0: float, y1: float) -> Ruling:
    return Ruling(Box(x / SIDE, y0 / SIDE, x / SIDE, y1 / SIDE), horizontal=False)


def net(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    return [horizontal(y, xs[0], xs[-1]) for y in ys] + [vertical(x, ys[0], ys[-1]) for x in xs]


def right(text: str, edge: float, top: float) -> list[Word]:
    """A text that ends at the edge."""
    return typed(text, edge - 5 * len(text), top)


def page(words: list[Word], rulings: Sequence[Ruling] = ()) -> tuple[Region, ...]:
    return arrange(words, rulings, SIDE, SIDE)


def only_table(regions: Sequence[Region]) -> Table:
    (table,) = [region.table for region in regions if region.table is not None]
    return table


def grid_of(table: Table) -> list[list[str]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def items(x: Sequence[float] = (100, 400, 500, 600), top: float = 200, pitch: float = 16) -> list[Word]:
    words = typed("Description", x[0], top) + typed("Qty", x[1] - 15, top) + right("Price", x[2], top) + right("Amount", x[3], top)
    for n, (name, qty, price, amount) in enumerate(
        [("Trennblatt A4", "20", "9.90", "198.00"), ("Stift blau", "3", "1.50", "4.50"), ("Joghurt", "10", "5.50", "55.00")], start=1
    ):
        y = top + n * pitch
        words += typed(name, x[0], y) + right(qty, x[1], y) + right(price, x[2], y) + right(amount, x[3], y)
    return words


ITEMS = [
    ["Description", "Qty", "Price", "Amount"],
    ["Trennblatt A4", "20", "9.90", "198.00"],
    ["Stift blau", "3", "1.50", "4.50"],
    ["Joghurt", "10", "5.50", "55.00"],
]


def test_an_unruled_table_is_taken_apart() -> None:
    table = only_table(page(items()))
    assert grid_of(table) == ITEMS
    assert table.header_rows == 1
    assert not table.ruled


def test_a_ruled_table_has_the_cells_that_were_drawn() -> None:
    words = items(x=(105, 395, 495, 595), top=204)
    table = only_table(page(words, net((100, 350, 400, 500, 600), (200, 216, 232, 248, 264))))
    assert grid_of(table) == ITEMS
    assert table.header_rows == 1
    assert table.ruled


def test_a_missing_ruling_merges_cells() -> None:
    rulings = net((100, 200, 300), (100, 120, 140))
    rulings[-2] = vertical(200, 120, 140)  # the middle one, below the first row only
    words = typed("Both columns", 105, 105) + typed("left", 105, 125) + typed("right", 205, 125)
    table = only_table(page(words, rulings))
    assert [(cell.row, cell.column, cell.row_end, cell.column_end, cell.text) for cell in table.cells] == [
        (0, 0, 0, 1, "Both columns"),
        (1, 0, 1, 0, "left"),
        (1, 1, 1, 1, "right"),
    ]


def test_an_outer_border_that_was_not_drawn_is_supposed() -> None:
    rulings = [horizontal(y, 100, 300) for y in (100, 120, 140, 160)] + [vertical(200, 100, 160)]
    words = [w for n in range(3) for w in typed(f"name {n}", 105, 105 + 20 * n) + typed(f"{n}.00", 205, 105 + 20 * n)]
    assert grid_of(only_table(page(words, rulings))) == [["name 0", "0.00"], ["name 1", "1.00"], ["name 2", "2.00"]]


def test_a_row_ruled_around_several_rows_of_figures_is_parted() -> None:
    words = typed("Rate", 105, 104) + typed("Base", 205, 104) + typed("Tax", 305, 104)
    for n, (rate, base, tax) in enumerate([("7 %", "100.00", "7.00"), ("19 %", "200.00", "38.00")]):
        words += typed(rate, 105, 124 + 14 * n) + typed(base, 205, 124 + 14 * n) + typed(tax, 305, 124 + 14 * n)
    table = only_table(page(words, net((100, 200, 300, 400), (100, 120, 200))))
    assert grid_of(table) == [["Rate", "Base", "Tax"], ["7 %", "100.00", "7.00"], ["19 %", "200.00", "38.00"]]


def test_a_wrapped_description_belongs_to_its_row() -> None:
    words = items(pitch=34)
    words += typed("with a long name", 100, 200 + 34 + 11) + typed("and a number", 100, 200 + 34 + 22) + typed("blue", 100, 200 + 68 + 11)
    rows = grid_of(only_table(page(words)))
    assert [row[0] for row in rows] == ["Description", "Trennblatt A4\nwith a long name\nand a number", "Stift blau\nblue", "Joghurt"]
    assert [row[3] for row in rows] == ["Amount", "198.00", "4.50", "55.00"]


def test_sums_under_a_table_are_labels_with_values() -> None:
    words = items()
    for n, (label, value) in enumerate([("Net", "257.50"), ("VAT 19 %", "48.93"), ("Total", "306.43")]):
        words += typed(label, 440, 290 + 14 * n) + right(value, 600, 290 + 14 * n)
    regions = page(words, [horizontal(280, 100, 600)])
    assert grid_of(only_table(regions)) == ITEMS
    (sums,) = [region for region in regions if region.kind is RegionKind.KEY_VALUE]
    assert [line.text for line in sums.lines] == ["Net", "257.50", "VAT 19 %", "48.93", "Total", "306.43"]


def test_an_address_over_a_table_is_not_its_header() -> None:
    words = typed("Muster AG", 100, 100) + typed("Shop Ltd", 500, 100) + typed("Weg 1", 100, 113) + typed("Road 2", 500, 113)
    words += typed("12345 Ort", 100, 126) + typed("Town", 500, 126)
    regions = page(words + items(top=180))
    assert grid_of(only_table(regions)) == ITEMS
    assert texts(regions)[:6] == ["Muster AG", "Weg 1", "12345 Ort", "Shop Ltd", "Road 2", "Town"]


def test_labels_stand_with_their_values_beside_an_address() -> None:
    words = []
    for n, text in enumerate(["Muster AG", "Weg 1", "12345 Ort"]):
        words += typed(text, 100, 100 + 14 * n)
    for n, (label, value) in enumerate([("Invoice No:", "4711"), ("Date:", "1 May 2020"), ("Customer:", "K-12")]):
        words += typed(label, 500, 100 + 14 * n) + typed(value, 620, 100 + 14 * n)
    regions = page(words)
    assert [region.kind for region in regions] == [RegionKind.TEXT, RegionKind.KEY_VALUE]
    assert [line.text for line in regions[1].lines] == ["Invoice No:", "4711", "Date:", "1 May 2020", "Customer:", "K-12"]


def test_columns_of_running_text_are_no_table() -> None:
    words = []
    for n in range(8):
        words += typed("all the words of a line in the left column", 60, 100 + 13 * n)
        words += typed("and those of the right column beside it", 540, 100 + 13 * n)
    regions = page(words)
    assert [region.kind for region in regions] == [RegionKind.TEXT, RegionKind.TEXT]
    assert texts(regions)[:8] == ["all the words of a line in the left column"] * 8


def test_a_stack_of_boxes_is_one_block() -> None:
    words = []
    for n, text in enumerate(["Bill to", "Muster AG", "Weg 1", "12345 Ort"]):
        words += typed(text, 105, 104 + 18 * n)
    (region,) = page(words, net((100, 300), (100, 118, 136, 154, 172)))
    assert region.kind is RegionKind.TEXT
    assert [line.text for line in region.lines] == ["Bill to", "Muster AG", "Weg 1", "12345 Ort"]


def test_words_in_tight_boxes_side_by_side_do_not_run_together() -> None:
    words = typed("Date", 102, 104) + typed("Number", 124, 104) + typed("1.5.20", 102, 124) + typed("4711", 134, 124)
    rulings = net((100, 123.5, 160), (100, 118)) + net((100, 133, 160), (120, 138))
    assert texts(page(words, rulings)) == ["Date", "Number", "1.5.20", "4711"]


def test_columns_a_single_space_apart_are_parted_where_the_table_shows_them() -> None:
    words = []
    for n in range(3):
        y = 100 + 39 * n
        words += typed(f"41234560000{n} WA99{n}", 100, y) + right("10,00", 400, y) + right("1", 450, y) + right(f"{n}5,00", 600, y)
        words += typed("Wirkarbeit HT", 165, y + 13)
    table = only_table(page(words))
    assert table.columns == 5
    assert [row[1] for row in grid_of(table)] == [f"WA99{n}\nWirkarbeit HT" for n in range(3)]


def test_groups_of_one_figure_are_not_parted_where_a_column_begins() -> None:
    """Sums in boxes under a table, whose last columns meet where the first group of a sum ends."""
    rows = [
        ("Container with three drawers", "23%", "388.95", "1166.85"),
        ("Lamp", "23%", "1518.71", "4556.13"),
        ("Rack", "23%", "21.99", "219.90"),
    ]
    words = typed("Item", 100, 80) + typed("VAT", 300, 80) + typed("Net", 425, 80) + typed("Sum", 475, 80)
    for row, (name, rate, price, amount) in enumerate(rows):
        top = 100 + 20 * row
        words += (
            typed(name, 100, top)
            + typed(rate, 300, top)
            + typed(price, 440 - 5 * len(price), top)
            + typed(amount, 490 - 5 * len(amount), top)
        )
    words += typed("5 942.88 PLN", 170, 165) + typed("1 366.86 PLN", 280, 165) + typed("7 309.74 PLN", 430, 165)
    assert "7 309.74 PLN" in texts(arrange(words, [], SIDE, SIDE))


def test_words_on_their_side_stay_out_of_the_rows_beside_them() -> None:
    upwards = [("Copyright", 200, 250), ("2020", 170, 195)]
    regions = page(items() + [Word(text, Box(50 / SIDE, top / SIDE, 58 / SIDE, end / SIDE)) for text, top, end in upwards])
    assert grid_of(only_table(regions)) == ITEMS
    assert texts(regions)[-1] == "Copyright 2020"


@pytest.mark.parametrize("tilt", [0.0, 0.002, -0.002])
def test_a_slightly_tilted_table_is_the_same(tilt: float) -> None:
    tilted = [Word(w.text, Box(w.box.left, w.box.top + tilt * w.box.left, w.box.right, w.box.bottom + tilt * w.box.left)) for w in items()]
    assert grid_of(only_table(page(tilted))) == ITEMS


def test_an_address_over_the_columns_of_a_table_is_not_cut_by_them() -> None:
    words = [*typed("Hof-Tor Alzenau", 50, 100), *typed("Kontakt", 400, 100), *typed("Meier", 600, 100)]
    words += typed("Wir haben Ihre Ware geprüft und schreiben Ihnen folgende Positionen gut:", 50, 130)
    for top, row in ((160, ("Pos.", "Artikel", "Menge", "Preis", "Summe")), (180, ("10", "Ringe", "25", "1,00", "25,00"))):
        words += [word for text, left in zip(row, (50, 92, 400, 600, 700), strict=True) for word in typed(text, left, top)]
    words += [
        word
        for text, left in zip(("20", "Haken", "10", "2,00", "20,00"), (50, 92, 400, 600, 700), strict=True)
        for word in typed(text, left, 200)
    ]
    assert "Hof-Tor Alzenau" in texts(page(words))


def test_a_totals_name_of_two_words_is_not_cut_where_two_columns_meet() -> None:
    words = [*typed("Concepto", 40, 100), *right("Precio", 395, 100), *typed("Dto.", 417, 100), *right("Total", 600, 100)]
    for n, (name, price, amount) in enumerate(
        [("Identidad", "1.450,00", "1.305,00"), ("Piezas", "38,00", "34,20"), ("Foto", "680,00", "612,00")]
    ):
        top = 120 + 20 * n
        words += [*typed(name, 40, top), *right(price, 395, top), *typed("10%", 417, top), *right(amount, 600, top)]
    words += [*typed("LIQUIDABLE", 354.5, 180), *typed("IMPONIBLE", 407.2, 180), *right("1.951,20", 600, 180)]
    assert "LIQUIDABLE IMPONIBLE" in texts(page(words))
