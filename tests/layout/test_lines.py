"""Words become lines, lines regions: no word is lost, columns stay apart, and the page's place and size do not matter."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Region, Ruling, Word
from extractor.geometry import Box
from extractor.layout import arrange

SIDE = 1024.0  # a page of a power of two: moving and scaling by powers of two is exact


def word(text: str, left: float, top: float, right: float, bottom: float) -> Word:
    return Word(text, Box(left / SIDE, top / SIDE, right / SIDE, bottom / SIDE))


def typed(text: str, left: float, top: float, size: float = 10.0) -> list[Word]:
    """A text in letters half as wide as tall, words by single spaces."""
    words, x = [], left
    for part in text.split(" "):
        if part:
            words.append(word(part, x, top, x + len(part) * size / 2, top + size))
        x += (len(part) + 1) * size / 2
    return words


def texts(regions: tuple[Region, ...]) -> list[str]:
    return [line.text for region in regions for line in region.lines]


def test_words_on_one_baseline_are_one_line() -> None:
    regions = arrange(typed("the quick brown fox", 100, 100) + typed("jumps over it", 100, 113), (), SIDE, SIDE)
    assert texts(regions) == ["the quick brown fox", "jumps over it"]
    assert len(regions) == 1


def test_a_wide_gap_parts_lines() -> None:
    regions = arrange(typed("Invoice No:", 100, 100) + typed("4711", 300, 100), (), SIDE, SIDE)
    assert texts(regions) == ["Invoice No:", "4711"]


def test_words_with_and_without_descenders_are_one_line() -> None:
    """Boxes as tight as their letters: the figure's reaches lower than the words', and than those of what stands further right."""
    words = [word("3", 100, 100, 105, 111), word("Patrick", 108, 100, 140, 108), word("Street", 143, 100, 170, 108)]
    words += [word("1827-25", 400, 100, 440, 111)]
    assert texts(arrange(words, (), SIDE, SIDE)) == ["3 Patrick Street", "1827-25"]


def test_words_of_two_sizes_are_two_cells_where_more_than_a_space_parts_them() -> None:
    small = [Word("period", Box(0.1, 0.1, 0.13, 0.11), 1.0, 7.0), Word("31", Box(0.133, 0.1, 0.14, 0.11), 1.0, 7.0)]
    large = [Word("D", Box(0.146, 0.1, 0.15, 0.11), 1.0, 10.0), Word("71", Box(0.153, 0.1, 0.16, 0.11), 1.0, 10.0)]
    alike = [Word(each.text, each.box, 1.0, 10.0) for each in [*small, *large]]
    assert texts(arrange([*small, *large], (), SIDE, SIDE)) == ["period 31", "D 71"]
    assert texts(arrange(alike, (), SIDE, SIDE)) == ["period 31 D 71"]


def test_a_vertical_ruling_parts_words_that_nearly_touch() -> None:
    words = typed("Qty", 100, 100) + typed("Price", 118, 100)
    ruling = Ruling(Box(116 / SIDE, 90 / SIDE, 116.5 / SIDE, 120 / SIDE), horizontal=False)
    assert texts(arrange(words, (), SIDE, SIDE)) == ["Qty Price"]
    assert texts(arrange(words, (ruling,), SIDE, SIDE)) == ["Qty", "Price"]


def test_a_doubtful_gap_is_a_column_where_other_lines_show_one() -> None:
    words = typed("Rate", 100, 100) + typed("19", 129, 100)
    assert texts(arrange(words, (), SIDE, SIDE)) == ["Rate 19"]
    more = words + typed("20", 129, 112) + typed("21", 129, 124)
    assert "Rate" in texts(arrange(more, (), SIDE, SIDE))


def test_a_climbing_line_stays_one_line() -> None:
    words = [word(f"w{i}", 100 + i * 30, 200 - i * 1.5, 126 + i * 30, 210 - i * 1.5) for i in range(20)]
    assert texts(arrange(words, (), SIDE, SIDE)) == [" ".join(f"w{i}" for i in range(20))]


def test_a_large_amount_stays_on_the_line_of_its_small_label() -> None:
    words = [word("Total", 100, 106, 130, 114), word("99.00", 134, 100, 180, 116)]
    assert texts(arrange(words, (), SIDE, SIDE)) == ["Total 99.00"]


def test_three_address_blocks_side_by_side_come_one_after_another() -> None:
    words = []
    for column, name in enumerate(("Seller", "Buyer", "Carrier")):
        for row, text in enumerate((f"{name} Ltd", f"{name} Street 1", "12345 Town", "Germany")):
            words += typed(text, 100 + 250 * column, 100 + 13 * row)
    assert [t.split(" ")[0] for t in texts(arrange(words, (), SIDE, SIDE))] == [
        "Seller", "Seller", "12345", "Germany", "Buyer", "Buyer", "12345", "Germany", "Carrier", "Carrier", "12345", "Germany",
    ]  # fmt: skip


def test_a_page_without_words_has_no_text_regions() -> None:
    assert texts(arrange((), (), SIDE, SIDE)) == []


coordinate = st.integers(0, 256)
boxes = st.tuples(coordinate, coordinate, st.integers(0, 60), st.integers(0, 20))
pages = st.lists(st.tuples(st.sampled_from(["a", "Total:", "1,234.50", "x y", "", "%"]), boxes), max_size=40)
lines_drawn = st.lists(st.tuples(boxes, st.booleans()), max_size=12)


def page(content: list[tuple[str, tuple[int, int, int, int]]], shift: float = 0.0, by: float = 1.0) -> list[Word]:
    return [word(text, x * by + shift, y * by + shift, (x + w) * by + shift, (y + h) * by + shift) for text, (x, y, w, h) in content]


def drawn(content: list[tuple[tuple[int, int, int, int], bool]], shift: float = 0.0) -> list[Ruling]:
    rulings = []
    for (x, y, w, h), horizontal in content:
        right, bottom = (x + 4 * w, y) if horizontal else (x, y + 8 * h)
        rulings.append(Ruling(Box((x + shift) / SIDE, (y + shift) / SIDE, (right + shift) / SIDE, (bottom + shift) / SIDE), horizontal))
    return rulings


@settings(deadline=None, max_examples=150)
@given(pages, lines_drawn)
def test_every_word_stands_in_exactly_one_line_of_one_region(
    content: list[tuple[str, tuple[int, int, int, int]]], rules: list[tuple[tuple[int, int, int, int], bool]]
) -> None:
    words = page(content)
    regions = arrange(words, drawn(rules), SIDE, SIDE)
    assert Counter(id(w) for region in regions for line in region.lines for w in line.words) == Counter(id(w) for w in words)
    for region in regions:
        assert all(region.box.contains(line.box, slack=1e-9) for line in region.lines)
        if region.table is not None:
            in_cells = Counter(id(w) for cell in region.table.cells for line in cell.lines for w in line.words)
            assert in_cells == Counter(id(w) for line in region.lines for w in line.words)


@settings(deadline=None, max_examples=80)
@given(pages, lines_drawn)
def test_moving_or_scaling_the_page_changes_nothing(
    content: list[tuple[str, tuple[int, int, int, int]]], rules: list[tuple[tuple[int, int, int, int], bool]]
) -> None:
    here = arrange(page(content), drawn(rules), SIDE, SIDE)
    moved = arrange(page(content, shift=256.0), drawn(rules, shift=256.0), SIDE, SIDE)
    larger = arrange(page(content), drawn(rules), 4 * SIDE, 4 * SIDE)
    assert texts(here) == texts(moved) == texts(larger)
    assert [region.kind for region in here] == [region.kind for region in moved] == [region.kind for region in larger]


@settings(deadline=None, max_examples=40)
@given(pages, st.randoms(use_true_random=False))
def test_the_order_of_the_words_given_changes_nothing_where_they_differ(
    content: list[tuple[str, tuple[int, int, int, int]]], random: object
) -> None:
    distinct = list({box: (text, box) for text, box in content}.values())
    shuffled = list(distinct)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert texts(arrange(page(distinct), (), SIDE, SIDE)) == texts(arrange(page(shuffled), (), SIDE, SIDE))


def test_figures_over_one_another_are_columns_however_near_they_stand() -> None:
    """A typist's spaces are as wide as what parts the columns."""
    words = typed("the spaces of this page are wide and so are its columns", 100, 60)
    for row, figures in enumerate((("4.31", "4.59", "4.09"), ("3.60", "3.42", "3.73"), ("3.64", "4.94", "3.58"))):
        for column, figure in enumerate(figures):
            words += typed(figure, 300 + 26 * column, 100 + 30 * row)
    assert texts(arrange(words, (), SIDE, SIDE))[1:] == "4.31 4.59 4.09 3.60 3.42 3.73 3.64 4.94 3.58".split()


def test_what_stands_under_a_row_of_small_heads_is_cut_where_they_stand() -> None:
    heads = typed("FROM", 100, 100, 6) + typed("TO", 160, 100, 6)
    values = typed("LISBON LIS", 100, 108) + typed("MANCHESTER MAN", 160, 108)
    assert texts(arrange(values, (), SIDE, SIDE)) == ["LISBON LIS MANCHESTER MAN"]
    assert sorted(texts(arrange(heads + values, (), SIDE, SIDE))) == ["FROM", "LISBON LIS", "MANCHESTER MAN", "TO"]
