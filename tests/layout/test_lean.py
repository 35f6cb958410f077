"""Words of leaning pages set level, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Word
from extractor.geometry import Bend, Box
from extractor.layout import levelled

WIDTH, HEIGHT = 300.0, 600.0
climbs = st.floats(-0.12, 0.12)


def till(rows: int = 12) -> list[Word]:
    """A level receipt: two words on the left, a price on the right, rows 24 points apart."""
    words = []
    for row in range(rows):
        top = 0.2 + 0.04 * row
        row_of = (("Large", 0.1, 0.12), ("tea", 0.24, 0.1), ("4.50", 0.8, 0.1))
        words += [Word(text, Box(left, top, left + wide, top + 0.02)) for text, left, wide in row_of]
    return words


def leaning(words: list[Word], bend: Bend) -> list[Word]:
    return [replace(word, box=bend.box(word.box)) for word in words]


@pytest.mark.parametrize(("upper", "lower"), [(0.06, 0.06), (-0.05, 0.05), (0.08, 0.02)])
def test_prices_stand_beside_their_text_again(upper: float, lower: float) -> None:
    words = till()
    found, bend = levelled(leaning(words, Bend(0.2, 0.7, upper, lower, 0.2)), WIDTH, HEIGHT)
    assert bend is not None
    for text, price in zip(found[1::3], found[2::3], strict=True):
        assert abs(text.box.center[1] - price.box.center[1]) < 0.01  # a quarter of a row


def test_a_level_page_is_left_alone() -> None:
    words = till()
    found, bend = levelled(words, WIDTH, HEIGHT)
    assert bend is None
    assert list(found) == words


def test_few_words_say_nothing() -> None:
    words = leaning(till(2), Bend(0.0, 1.0, 0.1, 0.1, 0.2))
    assert levelled(words, WIDTH, HEIGHT) == (tuple(words), None)
    assert levelled([], WIDTH, HEIGHT) == ((), None)


@given(climbs, climbs, st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 0.8))
def test_the_way_back_is_exact(upper: float, lower: float, x: float, y: float, centre: float) -> None:
    bend = Bend(0.1, 0.9, upper, lower, centre)
    assert bend.level(*bend.point(x, y)) == pytest.approx(y, abs=1e-9)


@given(climbs, climbs, st.floats(0.05, 0.8), st.floats(0.2, 0.7))
def test_a_box_goes_where_its_middle_goes(upper: float, lower: float, left: float, top: float) -> None:
    bend, box = Bend(0.1, 0.9, upper, lower, 0.5), Box(left, top, left + 0.1, top + 0.02)
    moved = bend.box(box)
    x, y = bend.point(*box.center)
    assert moved.contains_point(x, y)
    assert 0.5 * box.height < moved.height < box.height + 0.2
