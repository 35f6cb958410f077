"""Straightening through its public door: pages set in type, turned and skewed by known amounts, and the exact way back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.geometry import Box, Transform
from extractor.straighten import Straightened, straighten, warp
from extractor.straighten.sheet import Sheet

WORDS = (
    "Invoice number 4711 of the fifth of March. Please pay the amount below within thirty days to the account given at the "
    "foot of this page; quote the number of your order with every payment. Quantity Description Price Total Shipping"
).split()


@cache
def letter(capitals: bool = False) -> NDArray[np.uint8]:
    """A page of ordinary text, 850 x 1100."""
    sheet = Image.new("RGB", (850, 1100), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(17)
    for row in range(36):
        words = [WORDS[(row * 7 + n) % len(WORDS)] for n in range(3 + (row * 5) % 7)]
        text = " ".join(words)
        draw.text((70, 60 + row * 27), text.upper() if capitals else text, fill="black", font=font)
    return np.array(sheet)


def moved(image: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    plane, wide, high = warp.rotation(image.shape[1], image.shape[0], degrees)
    return warp.apply(image, plane, round(wide), round(high))


def turned_by(result: Straightened, image: NDArray[np.uint8]) -> float:
    """Degrees clockwise by which straightening turned the picture it was given."""
    (x0, y0), (x1, y1) = result.transform.point(0.4, 0.5), result.transform.point(0.6, 0.5)
    return -math.degrees(math.atan2((y1 - y0) * image.shape[0], (x1 - x0) * image.shape[1]))


def test_a_level_page_comes_back_untouched() -> None:
    page = letter()
    result = straighten(page)
    assert result.image is page
    assert result.transform.is_identity
    assert result.steps == ()


@pytest.mark.parametrize("capitals", [False, True])
@pytest.mark.parametrize("degrees", [3.3, -1.2, 90, 180, 270, 92.5, 176.4, 271.8])
def test_turned_and_skewed_pages_come_back_level(degrees: float, capitals: bool) -> None:
    given_page = moved(letter(capitals), degrees)
    result = straighten(given_page)
    rest = (turned_by(result, given_page) + degrees + 180) % 360 - 180
    assert abs(rest) < 0.2
    assert result.steps
    assert result.image.shape[0] > result.image.shape[1]


@cache
def till_roll() -> NDArray[np.uint8]:
    """Short lines in three columns, 600 x 900: the columns are as sharp as the lines."""
    sheet = Image.new("RGB", (600, 900), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(22)
    for row in range(22):
        for column, text in enumerate((str(row % 9 + 1), str(row * 3 % 7 + 1), f"{3 + row % 6}.{row * 7 % 90 + 10}")):
            draw.text((90 + 170 * column, 70 + row * 36), text, fill="black", font=font)
    return np.array(sheet)


@pytest.mark.parametrize("slant", [-0.17, 0.2])
def test_columns_that_lean_do_not_turn_level_lines(slant: float) -> None:
    page = till_roll()
    seen = np.array([[1.0, slant, -slant * 450], [0, 1, 0], [0, 0, 1]])
    result = straighten(warp.apply(page, seen, 600, 900))
    assert abs(turned_by(result, page)) < 0.3


@pytest.mark.parametrize("degrees", [-4.2, -2.1, 1.3, 4.6])
def test_a_folded_page_is_levelled_alike_however_it_lies(degrees: float) -> None:
    """Its upper third leans by a degree and a half one way, the rest by one the other way: the answer is the page's own."""
    page = letter()
    height, width = page.shape[:2]
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    climb = np.where(rows < 360, math.tan(math.radians(1.5)), -math.tan(math.radians(1.0)))
    along, down = np.asarray(columns, np.float32), np.asarray(rows + climb * (columns - 425), np.float32)
    folded = cv2.remap(page, along, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    given_page = moved(np.asarray(folded, dtype=np.uint8), degrees)
    rest = turned_by(straighten(given_page), given_page) + degrees
    assert abs(rest - turned_by(straighten(np.asarray(folded, dtype=np.uint8)), page)) < 0.3


def test_a_page_without_colour_is_straightened_as_one_with_a_spot_of_it() -> None:
    page = moved(letter(), 2.7)
    spotted = page.copy()
    spotted[3:9, 3:9] = (255, 250, 240)
    plain, coloured = straighten(page), straighten(spotted)
    assert plain.transform == coloured.transform
    assert np.array_equal(plain.image[100:], coloured.image[100:])


def test_quarter_turns_cost_no_sharpness() -> None:
    page = letter()
    result = straighten(np.ascontiguousarray(np.rot90(page)))
    assert result.steps == ("turn 90",)
    assert np.array_equal(result.image, page)


@pytest.mark.parametrize("shape", [(1, 1, 3), (40, 30, 3), (2000, 3, 3), (300, 400, 3)])
@pytest.mark.parametrize("kind", ["white", "black", "noise"])
def test_pages_without_writing_are_left_as_they_are(shape: tuple[int, int, int], kind: str) -> None:
    noise = np.random.default_rng(5).integers(0, 255, shape, dtype=np.uint8)
    page = {"white": np.full(shape, 255, np.uint8), "black": np.zeros(shape, np.uint8), "noise": noise}[kind]
    result = straighten(page)
    assert result.image.dtype == np.uint8
    if kind != "noise":
        assert result.transform.is_identity


def test_the_given_picture_is_not_written_to() -> None:
    page = moved(letter(), 2.0)
    before = page.copy()
    page.flags.writeable = False
    first, second = straighten(page), straighten(page)
    assert np.array_equal(page, before)
    assert np.array_equal(first.image, second.image)
    assert first.transform == second.transform


def test_shadows_do_not_hide_the_skew() -> None:
    page = moved(letter(), 2.4)
    shade = np.linspace(1.0, 0.35, page.shape[1])[None, :, None]
    shaded = (page * shade).astype(np.uint8)
    assert turned_by(straighten(shaded), shaded) == pytest.approx(-2.4, abs=0.2)


def test_a_reader_is_asked_only_in_doubt_and_then_believed() -> None:
    def never(_: Sequence[NDArray[np.uint8]]) -> list[float]:
        raise AssertionError("a clear page needs no reader")

    straighten(letter(), never)

    sheet = Image.new("RGB", (600, 800), "white")
    draw = ImageDraw.Draw(sheet)
    for row in range(6):
        draw.text((80, 60 + 55 * row), " ".join(WORDS[row : row + 4]), fill="black", font=ImageFont.load_default(20))
    # The same once more upside down: only a reader could tell.
    page = np.minimum(np.array(sheet), np.array(sheet)[::-1, ::-1])

    def scorer(best: int, sure: float = 0.9, other: float = 0.1) -> tuple[list[int], Callable[[Sequence[NDArray[np.uint8]]], list[float]]]:
        """One that likes what it is shown at the `best`th time, and is so sure of it."""
        asked: list[int] = []

        def score(crops: Sequence[NDArray[np.uint8]]) -> list[float]:
            asked.append(len(crops))
            return [sure if len(asked) == best else other] * len(crops)

        return asked, score

    asked, first = scorer(1)
    _, second = scorer(2)
    one, other = straighten(page, first), straighten(page, second)
    assert len(asked) == 2
    assert min(asked) > 0
    assert one.steps != other.steps
    # So sure a reader is of lines that are upside down.
    assert straighten(page, scorer(1, 0.7, 0.5)[1]).steps == straighten(page, scorer(2, 0.7, 0.5)[1]).steps


sizes = st.integers(40, 400)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes, st.floats(-180, 180), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_a_spot_maps_back_within_a_pixel(width: int, height: int, degrees: float, x: float, y: float) -> None:
    page = np.zeros((height, width, 3), np.uint8)
    column, row = int(x * width), int(y * height)
    page[row - 2 : row + 3, column - 2 : column + 3] = 255
    plane, wide, high = warp.rotation(width, height, degrees)
    new = warp.apply(page, plane, round(wide), round(high))
    transform = warp.in_fractions(plane, (height, width), new.shape[:2])
    weights = new[:, :, 0].astype(np.float64)
    ys, xs = np.mgrid[0 : new.shape[0], 0 : new.shape[1]]
    cx, cy = (float((weights * c).sum() / weights.sum()) + 0.5 for c in (xs, ys))
    back_x, back_y = transform.point(cx / new.shape[1], cy / new.shape[0])
    assert abs(back_x * width - (column + 0.5)) < 1
    assert abs(back_y * height - (row + 0.5)) < 1


@settings(max_examples=100, deadline=None)
@given(sizes, sizes, st.floats(-180, 180), st.integers(-4, 4), st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_again(width: int, height: int, degrees: float, turns: int, x: float, y: float) -> None:
    for plane, wide, high in (warp.rotation(width, height, degrees), warp.quarter(width, height, turns)):
        transform = warp.in_fractions(plane, (height, width), (round(high), round(wide)))
        there = transform.point(x, y)
        assert transform.inverse().point(*there) == pytest.approx((x, y), abs=1e-9)


@given(st.integers(-4, 4))
def test_quarter_planes_agree_with_turned_arrays(turns: int) -> None:
    page = np.arange(35, dtype=np.uint8).reshape(5, 7)
    page = np.repeat(page[:, :, None], 3, axis=2)
    plane, wide, high = warp.quarter(7, 5, turns)
    assert np.array_equal(warp.apply(page, plane, int(wide), int(high)), np.rot90(page, -turns))
    transform = warp.in_fractions(plane, (5, 7), (int(high), int(wide)))
    assert transform.box(Box(0, 0, 1, 1)).rounded() == (0, 0, 1, 1)
    assert isinstance(transform, Transform)


def test_colours_are_turned_one_like_the_other() -> None:
    page = np.random.default_rng(4).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    plane, wide, high = warp.rotation(120, 90, 3.3)
    turned = warp.apply(page, plane, round(wide), round(high))
    for channel in range(3):
        alone = warp.apply(np.ascontiguousarray(page[:, :, channel]), plane, round(wide), round(high))
        assert np.array_equal(turned[:, :, channel], alone)


def on_a_desk(page: NDArray[np.uint8], corners: Sequence[tuple[float, float]], size: tuple[int, int], desk: int = 70) -> NDArray[np.uint8]:
    """The page as a camera sees it: its corners (clockwise from the top left) at these places of a picture of that size."""
    height, width = page.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    to_desk = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    noise = np.random.default_rng(3).normal(desk, 4, (size[1], size[0], 3)).clip(0, 255).astype(np.uint8)
    seen = cv2.warpPerspective(page, to_desk, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), to_desk, size)
    return np.where(cover[..., None] > 127, seen, noise).astype(np.uint8)


LEANING = [(150, 120), (880, 180), (940, 1220), (90, 1180)]


def test_a_sheet_on_a_desk_is_cut_out() -> None:
    photo = on_a_desk(letter(), LEANING, (1050, 1350))
    result = straighten(photo)
    assert result.steps[0] == "sheet"
    for (x, y), (column, row) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), LEANING, strict=True):
        back = result.transform.point(x, y)
        assert abs(back[0] * 1050 - column) < 12
        assert abs(back[1] * 1350 - row) < 12


@pytest.mark.parametrize("desk", [30, 150, 215, 235])
def test_a_sheet_is_cut_out_however_light_the_desk(desk: int) -> None:
    assert straighten(on_a_desk(letter(), LEANING, (1050, 1350), desk)).steps[0] == "sheet"


def test_a_coloured_band_belongs_to_its_sheet() -> None:
    page = letter().copy()
    page[:110] = (40, 40, 90)
    result = straighten(on_a_desk(page, LEANING, (1050, 1350), desk=150))
    assert result.steps[0] == "sheet"
    assert abs(result.transform.point(0, 0)[1] * 1350 - 120) < 20


def test_a_band_as_dark_as_the_desk_belongs_to_its_sheet() -> None:
    page = letter().copy()
    page[60:170] = 90
    result = straighten(on_a_desk(page, LEANING, (1050, 1350), desk=90))
    assert result.steps[0] == "sheet"
    assert abs(result.transform.point(0, 0)[1] * 1350 - 120) < 20


def test_what_is_no_sheet_with_four_edges_is_left_whole() -> None:
    framed = letter().copy()
    framed[40:44, 30:820] = framed[1050:1054, 30:820] = 0
    framed[40:1054, 30:34] = framed[40:1054, 816:820] = 0
    cut_off = on_a_desk(letter(), [(-40, -60), (700, -60), (720, 1450), (-20, 1450)], (1050, 1350))
    for page in (letter(), framed, cut_off):
        assert "sheet" not in straighten(page).steps


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.floats(-0.12, 0.12)] * 8),
    sizes,
    sizes,
    st.floats(0.02, 0.9),
    st.floats(0.02, 0.9),
    st.floats(0.03, 0.1),
    st.floats(-4, 4),
)
def test_boxes_of_a_cut_out_sheet_map_back_within_a_pixel(
    bend: tuple[float, ...], width: int, height: int, left: float, top: float, side: float, degrees: float
) -> None:
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    corners = (flat * 0.7 + 0.15 + np.array(bend).reshape(4, 2)) * (width, height)
    sheet = Sheet(corners, 0.7 * width, 0.7 * height)
    turn, wide, high = warp.rotation(sheet.width, sheet.height, degrees)
    plane = sheet.plane() @ turn
    transform = warp.in_fractions(plane, (height, width), (round(high), round(wide)))
    box = Box(left, top, min(left + side, 1), min(top + side, 1))
    # The truth, corner by corner, by the plane between pixels.
    spots = np.array([[x * round(wide), y * round(high), 1] for x in (box.left, box.right) for y in (box.top, box.bottom)]) @ plane.T
    xs, ys = np.clip(spots[:, 0] / spots[:, 2], 0, width), np.clip(spots[:, 1] / spots[:, 2], 0, height)
    back = transform.box(box)
    assert abs(back.left * width - xs.min()) < 1
    assert abs(back.right * width - xs.max()) < 1
    assert abs(back.top * height - ys.min()) < 1
    assert abs(back.bottom * height - ys.max()) < 1
    there = transform.point(left, top)
    assert transform.inverse().point(*there) == pytest.approx((left, top), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.floats(-0.06, 0.06), st.floats(-0.06, 0.06))
def test_a_spot_of_a_sheet_maps_back_within_a_pixel(x: float, y: float, dx: float, dy: float) -> None:
    photo = np.zeros((360, 300, 3), np.uint8)
    column, row = int(x * 300), int(y * 360)
    photo[row - 2 : row + 3, column - 2 : column + 3] = 255
    corners = np.array([[20 + 300 * dx, 20.0], [280, 20 + 360 * dy], [285, 340], [15, 345]])
    sheet = Sheet(corners, 290, 350)
    new = warp.apply(photo, sheet.plane(), 290, 350)
    weights = new[:, :, 0].astype(np.float64)
    ys, xs = np.mgrid[0:350, 0:290]
    cx, cy = (float((weights * c).sum() / weights.sum()) + 0.5 for c in (xs, ys))
    back = warp.in_fractions(sheet.plane(), (360, 300), (350, 290)).point(cx / 290, cy / 350)
    assert abs(back[0] * 300 - (column + 0.5)) < 1
    assert abs(back[1] * 360 - (row + 0.5)) < 1


def test_dark_edges_of_a_scan_are_trimmed_and_boxes_come_back() -> None:
    page = letter().copy()
    page[:, :30] = 20
    page[1060:] = 35
    result = straighten(page)
    assert result.steps == ("borders",)
    assert result.image.mean() > letter().mean() - 2
    height, width = result.image.shape[:2]
    assert (width, height) == pytest.approx((820, 1060), abs=4)
    box = result.transform.box(Box(0, 0, 1, 1))
    assert box.left * 850 == pytest.approx(30, abs=3)
    assert box.bottom * 1100 == pytest.approx(1060, abs=3)
    back = [round(share * side) for share, side in zip((box.left, box.top), (850, 1100), strict=True)]
    assert np.array_equal(page[back[1] : back[1] + height, back[0] : back[0] + width], result.image)


def test_edges_with_writing_and_dark_pages_stay() -> None:
    band, side = letter().copy(), letter().copy()
    band[:100] = (60, 20, 70)
    cv2.putText(band, "The name of the house", (100, 65), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (255, 255, 255), 2)
    side[:, :60] = 30
    for row in range(12):
        cv2.putText(side, "No", (8, 80 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 255), 2)
    for page in (255 - letter(), band, side):
        assert "borders" not in straighten(page).steps
