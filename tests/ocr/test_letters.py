from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.letters import fold, letters


def likelihood(word: str) -> float:
    text = " " + fold(word)
    return sum(letters().chance(text[:number], text[number]) for number in range(1, len(text)))


def test_a_word_is_likelier_than_its_misreading() -> None:
    pairs = [("Invoice", "lnvoice"), ("Total", "Tota1"), ("Rechnung", "Rechnunq"), ("facture", "factnre"), ("RM0.50", "RMO.50")]
    for right, wrong in pairs:
        assert likelihood(right) > likelihood(wrong)


@given(st.text(alphabet="0123456789.,- ", min_size=1), st.integers(0, 9), st.integers(0, 9))
def test_no_digit_is_likelier_than_another(before: str, one: int, other: int) -> None:
    context = fold(" " + before)
    assert letters().chance(context, fold(str(one))) == letters().chance(context, fold(str(other)))


def test_a_comma_is_as_likely_as_a_full_stop() -> None:
    assert fold("1.234,56") == fold("9,876.54")


@given(st.text(max_size=8), st.characters())
def test_a_chance_is_a_chance(before: str, sign: str) -> None:
    assert all(-200 < letters().chance(fold(before), folded) < 1e-6 for folded in fold(sign))


def test_chances_of_what_may_follow_sum_to_one_at_most() -> None:
    signs = "abcdefghijklmnopqrstuvwxyz .0'-"
    for context in (" in", " tot", "e", ""):
        assert sum(math.exp(letters().chance(context, sign)) for sign in signs) < 1.1
