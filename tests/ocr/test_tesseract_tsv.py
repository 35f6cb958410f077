from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.tesseract import CODES, parse_tsv

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def test_words_of_two_images() -> None:
    tsv = HEAD + (
        "1\t1\t0\t0\t0\t0\t0\t0\t100\t50\t-1\t\n5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tTotal\n5\t2\t1\t1\t3\t2\t4\t5\t6\t7\t88\t9,50\n"
    )
    first, second = parse_tsv(tsv)
    assert (first.image, first.left, first.top, first.width, first.height) == (0, 10, 20, 30, 12)
    assert first.confidence == 0.965
    assert (second.image, second.text, second.line) == (1, "9,50", (1, 1, 3))


def test_what_is_no_word_is_left_out() -> None:
    tsv = HEAD + "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t95\t  \n5\t1\tx\t1\t1\t1\t1\t2\t3\t1\t9\ta\n5\t1\n"
    assert parse_tsv(tsv) == ()
    assert parse_tsv("") == ()


def test_a_quote_or_a_tab_in_the_text_does_not_shift_the_cells() -> None:
    (word,) = parse_tsv(HEAD + '5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t95\t"a\n')
    assert word.text == '"a'


@given(st.text())
def test_any_text_gives_confidences_within_bounds(text: str) -> None:
    assert all(0.0 <= word.confidence <= 1.0 for word in parse_tsv(HEAD + text))


def test_language_codes_are_what_tesseract_calls_them() -> None:
    assert all(re.fullmatch("[a-z]{2}", short) and re.fullmatch("[a-z]{3}", long) for short, long in CODES.items())
