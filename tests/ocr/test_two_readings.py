"""Two readings of a page joined: nothing is lost where only one has words, and the surer one stands where both have."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Word
from extractor.geometry import Box
from extractor.ocr.two_readings import joined


def word(text: str, left: float, confidence: float = 0.9, *, top: float = 0.1, width: float = 0.1) -> Word:
    return Word(text, Box(left, top, left + width, top + 0.02), confidence)


def texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


def test_what_one_reading_alone_has_is_kept() -> None:
    assert texts(joined([word("Total", 0.1)], [word("Total", 0.1), word("9,50", 0.5), word("EUR", 0.7)])) == ["Total", "9,50", "EUR"]
    assert texts(joined([], [word("9,50", 0.5)])) == texts(joined([word("9,50", 0.5)], [])) == ["9,50"]


def test_the_surer_reading_stands_and_keeps_the_other_as_an_alternative() -> None:
    (read,) = joined([word("T0tal", 0.1, 0.6)], [word("Total", 0.1, 0.95)])
    assert (read.text, read.confidence, read.alternatives) == ("Total", 0.95, ("T0tal",))
    (read,) = joined([word("Total", 0.1, 0.95)], [word("T0tal", 0.1, 0.6)])
    assert (read.text, read.alternatives) == ("Total", ("T0tal",))
    (read,) = joined([word("Total", 0.1, 0.6)], [word("Total", 0.1, 0.9)])
    assert (read.text, read.alternatives) == ("Total", ())


def test_a_word_read_as_two_is_one_place() -> None:
    apart, whole = [word("Gross", 0.1, 0.9), word("total", 0.2, 0.9)], [word("Grosstotal", 0.1, 0.7, width=0.2)]
    assert texts(joined(apart, whole)) == ["Gross", "total"]
    assert texts(joined([word("Gro", 0.1, 0.4), word("$$total", 0.2, 0.5)], whole)) == ["Grosstotal"]


def test_the_first_readings_order_holds() -> None:
    first = [word("b", 0.5, 0.5), word("a", 0.1)]
    assert texts(joined(first, [word("B", 0.5, 0.9), word("c", 0.8)])) == ["B", "a", "c"]


places = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 3), st.floats(0, 1))


@given(st.lists(places, max_size=12), st.lists(places, max_size=12))
def test_no_place_of_either_reading_is_left_out_or_read_twice(
    one: list[tuple[int, int, int, float]], two: list[tuple[int, int, int, float]]
) -> None:
    def read(name: str, found: list[tuple[int, int, int, float]]) -> list[Word]:
        distinct = {(x, y): (size, sure) for x, y, size, sure in found}
        return [
            Word(f"{name}{x}{y}", Box(x / 10, y / 10, x / 10 + 0.09, y / 10 + 0.03 * size), sure)
            for (x, y), (size, sure) in distinct.items()
        ]

    first, second = read("a", one), read("b", two)
    together = joined(first, second)
    standing = {word.text[1:] for word in together}
    assert standing == {word.text[1:] for word in (*first, *second)}
    assert len(together) == len(standing)
