"""Regions and rulings from a picture alone: what has ink is in exactly one region, with a margin."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.document import RegionKind
from extractor.layout import draw_regions, figures_in_picture, regions_in_picture, rulings_in_picture

Image = NDArray[np.uint8]


def sheet(height: int = 1400, width: int = 1000, shade: int = 255) -> Image:
    return np.full((height, width, 3), shade, dtype=np.uint8)


def write(image: Image, text: str, x: int, y: int, colour: int = 20) -> tuple[int, int, int, int]:
    """Writes the text with its baseline's left end at (x, y); its box in pixels."""
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.6, 1)
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (colour, colour, colour), 1, cv2.LINE_AA)
    return x, y - height, x + width, y + below // 2


def covering(image: Image, box: tuple[int, int, int, int]) -> int:
    """How many regions hold the whole box."""
    height, width = image.shape[:2]
    left, top, right, bottom = box[0] / width, box[1] / height, box[2] / width, box[3] / height
    boxes = [region.box for region in regions_in_picture(image)]
    return sum(b.left <= left and b.top <= top and b.right >= right and b.bottom >= bottom for b in boxes)


@pytest.mark.parametrize(("shade", "ink"), [(255, 20), (190, 150), (40, 230)], ids=["clean", "faded", "inverted"])
@pytest.mark.parametrize("scale", [1, 2])
def test_every_text_lies_in_exactly_one_region(shade: int, ink: int, scale: int) -> None:
    image = sheet(shade=shade)
    texts = [write(image, f"Invoice {row}", 80, 120 + 30 * row, ink) for row in range(8)]
    texts += [write(image, f"{row}.00", 800, 600 + 60 * row, ink) for row in range(5)] + [write(image, "7", 500, 1300, ink)]
    large = np.asarray(cv2.resize(image, None, fx=scale, fy=scale), dtype=np.uint8)
    for left, top, right, bottom in texts:
        assert covering(large, (left * scale, top * scale, right * scale, bottom * scale)) == 1


def test_regions_do_not_overlap_and_columns_stay_apart() -> None:
    image = sheet()
    for row in range(10):
        write(image, "left column text", 60, 100 + 22 * row)
        write(image, "right column text", 600, 100 + 22 * row)
    left, right = regions_in_picture(image)
    assert left.box.right < right.box.left
    assert left.lines == ()


def test_a_blank_page_has_neither_regions_nor_rulings() -> None:
    assert regions_in_picture(sheet()) == ()
    assert rulings_in_picture(sheet()) == ()
    assert regions_in_picture(np.zeros((1, 1, 3), dtype=np.uint8)) == ()
    assert rulings_in_picture(np.zeros((0, 0, 3), dtype=np.uint8)) == ()


def ruled(slope: int = 0) -> Image:
    image = sheet()
    for k in range(5):
        cv2.line(image, (100, 300 + 60 * k), (900, 300 + 60 * k + slope), (0, 0, 0), 2)
        cv2.line(image, (100 + 200 * k, 300), (100 + 200 * k - slope // 3, 540), (0, 0, 0), 2)
    for row in range(4):
        for column in range(4):
            write(image, f"{row}{column}", 160 + 200 * column, 342 + 60 * row)
    return image


@pytest.mark.parametrize("slope", [0, 4, 10])
def test_rulings_are_found_where_they_were_drawn(slope: int) -> None:
    found = rulings_in_picture(ruled(slope))
    for k in range(5):
        y = (300 + 60 * k) / 1400
        along = [r.box for r in found if r.horizontal and abs(r.box.center[1] - y) < 0.008]
        assert sum(box.width for box in along) > 0.75
        x = (100 + 200 * k) / 1000
        assert sum(r.box.height for r in found if not r.horizontal and abs(r.box.center[0] - x) < 0.008) > 0.14


def test_text_gives_no_rulings() -> None:
    image = sheet()
    for row in range(30):
        write(image, "HILFE: Illiteral EFTH, 1111.11", 80, 100 + 30 * row)
    assert rulings_in_picture(image) == ()


def test_the_cells_of_a_ruled_table_are_read_as_one_region() -> None:
    regions = regions_in_picture(ruled())
    assert [region.kind for region in regions] == [RegionKind.TABLE]


def test_a_logo_is_a_figure() -> None:
    image = sheet()
    cv2.circle(image, (200, 200), 80, (30, 60, 120), -1)
    for row in range(20):
        write(image, "some text of the letter", 100, 500 + 30 * row)
    (figure,) = figures_in_picture(image)
    assert figure.box.contains_point(0.2, 200 / 1400)


def test_grey_pictures_are_taken_as_they_are() -> None:
    grey = np.asarray(cv2.cvtColor(ruled(), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    assert len(rulings_in_picture(grey)) >= 10


def test_drawing_leaves_the_picture_given_alone() -> None:
    image = ruled()
    before = image.copy()
    drawn = draw_regions(image, regions_in_picture(image))
    assert drawn.shape == image.shape
    assert (image == before).all()
    assert (drawn != before).any()
