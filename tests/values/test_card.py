"""Masked card numbers."""

import pytest

from extractor.values import card

HIDDEN = ["**** **** **** 1234", "XXXX XXXX XXXX 1234", "************1234", "VISA xxxxxxxxxxxx1234", "4539 12** **** 1234"]


@pytest.mark.parametrize("text", HIDDEN)
def test_the_digits_that_are_shown_at_the_end_are_the_value(text: str) -> None:
    assert [match.value for match in card.find(text)] == ["1234"]


@pytest.mark.parametrize("text", ["2 x 3 2024", "AUTH 906098", "1 x 1500", "TAX 2024"])
def test_what_hides_nothing_is_no_card(text: str) -> None:
    assert card.find(text) == ()
