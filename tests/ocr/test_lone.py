"""Lone signs beside lines of text: found where the detector's boxes leave them out, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.ocr.detector import TextBox
from extractor.ocr.lone import MOST, is_sure, lone_boxes


def sheet(*strokes: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """A white picture with black strokes: left, top, right, bottom."""
    image = np.full((400, 800, 3), 255, np.uint8)
    for left, top, right, bottom in strokes:
        image[top:bottom, left:right] = 0
    return image


def line(left: float, top: float, right: float, bottom: float) -> TextBox:
    return TextBox(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32), 1.0)


LINE = line(50, 100, 300, 130)
ONE = (500, 106, 506, 124)


def test_a_stroke_beside_a_line_is_found_with_a_margin_and_no_taller_than_a_line_that_runs_upwards() -> None:
    (box,) = lone_boxes(sheet((60, 106, 290, 124), ONE), [LINE])
    left, top = box.corners.min(axis=0)
    right, bottom = box.corners.max(axis=0)
    assert left < 500 < 506 < right
    assert top < 106 < 124 < bottom
    assert box.height <= 1.5 * box.width


def test_two_figures_side_by_side_are_one_run() -> None:
    assert len(lone_boxes(sheet(ONE, (511, 106, 521, 124)), [LINE])) == 1


@pytest.mark.parametrize(
    "stroke",
    [
        (100, 106, 106, 124),  # inside the line's box
        (500, 206, 506, 224),  # no line in its row
        (500, 113, 503, 116),  # dust
        (500, 112, 600, 115),  # a ruling
        (500, 80, 540, 150),  # taller than the line's letters
    ],
)
def test_other_ink_is_left_alone(stroke: tuple[int, int, int, int]) -> None:
    assert lone_boxes(sheet(stroke), [LINE]) == []


def test_a_row_of_words_is_no_lone_sign() -> None:
    letters = [(500 + 14 * number, 106, 506 + 14 * number, 124) for number in range(6)]
    assert lone_boxes(sheet(*letters), [LINE]) == []


def test_a_page_of_specks_is_not_read_sign_by_sign() -> None:
    lines = [line(10, 8 + 30 * row, 100, 32 + 30 * row) for row in range(12)]
    specks = [(120 + 60 * column, 12 + 30 * row, 126 + 60 * column, 28 + 30 * row) for row in range(12) for column in range(11)]
    assert len(specks) > MOST
    assert lone_boxes(sheet(*specks), lines) == []


def test_no_lines_no_signs() -> None:
    assert lone_boxes(sheet(ONE), []) == []


@pytest.mark.parametrize(
    ("text", "sureness", "expected"),
    [("1", 1.0, True), ("A", 0.97, True), ("1", 0.6, False), ("e", 1.0, False), ("", 0.0, False), ("-", 1.0, False)],
)
def test_figures_and_capitals_alone_are_believed(text: str, sureness: float, expected: bool) -> None:
    assert is_sure(text, sureness) is expected
