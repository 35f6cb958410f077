from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.detector import DetectorSettings, TextBox, map_to_boxes, seen
from extractor.ocr.ink import fit_words, ink_columns
from extractor.ocr.lines import crop, in_rows, part_of, ways
from extractor.ocr.recogniser import ReadWord


def upright(left: float, top: float, right: float, bottom: float) -> TextBox:
    return TextBox(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32), 1.0)


def test_a_blob_becomes_a_box_that_is_grown_back() -> None:
    probability = np.zeros((100, 200), np.float32)
    probability[40:50, 60:140] = 0.9
    (box,) = map_to_boxes(probability, 400, 200, DetectorSettings(unclip=1.5))
    left, top = box.corners.min(axis=0)
    right, bottom = box.corners.max(axis=0)
    assert left < 120
    assert top < 80
    assert right > 280
    assert bottom > 100
    assert left == pytest.approx(400 - right, abs=4)
    assert box.score > 0.7


def test_a_faint_blob_and_a_speck_are_no_text() -> None:
    probability = np.zeros((100, 200), np.float32)
    probability[10:20, 10:60] = 0.35
    probability[60:62, 60:62] = 0.9
    assert map_to_boxes(probability, 200, 100, DetectorSettings()) == []


@given(st.floats(-40, 40))
def test_a_slanted_blob_keeps_its_corners_in_order(angle: float) -> None:
    import cv2

    mask = np.zeros((300, 300), np.float32)
    corners = cv2.boxPoints(((150, 150), (160, 16), angle))
    cv2.fillPoly(mask, [np.asarray(corners, np.int32)], 0.9)
    (box,) = map_to_boxes(mask, 300, 300, DetectorSettings())
    tl, tr, br, bl = box.corners
    assert tl[0] < tr[0]
    assert bl[0] < br[0]
    assert tl[1] < bl[1]
    assert tr[1] < br[1]
    assert math.degrees(math.atan2(tr[1] - tl[1], tr[0] - tl[0])) == pytest.approx(angle, abs=3)


def test_rows_are_read_from_the_top_and_from_the_left() -> None:
    name, price, below, title = upright(10, 50, 60, 64), upright(200, 53, 240, 67), upright(10, 80, 60, 94), upright(50, 5, 150, 30)
    assert in_rows([below, price, title, name]) == [title, name, price, below]


@given(st.permutations([upright(10 * n % 70, 13 * n, 10 * n % 70 + 30, 13 * n + 9) for n in range(6)]))
def test_the_order_does_not_depend_on_the_order_given(boxes: list[TextBox]) -> None:
    assert [box.corners[0].tolist() for box in in_rows(boxes)] == [[10 * n % 70, 13 * n] for n in range(6)]


def test_a_level_crop_is_the_pixels_themselves() -> None:
    image = np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)
    assert np.array_equal(crop(image, upright(5, 6, 50, 20)), image[6:20, 5:50])


def test_a_tall_box_is_read_upwards_and_downwards_too() -> None:
    image = np.zeros((100, 40, 3), np.uint8)
    image[80:, :] = 200
    as_it_stands, upwards, downwards = ways(upright(10, 0, 30, 100))
    assert crop(image, as_it_stands).shape[:2] == (100, 20)
    first = crop(image, upwards)
    assert first.shape[:2] == (20, 100)
    assert first[:, :20].min() == 200
    assert first[:, 20:].max() == 0
    assert part_of(upwards, 0.0, 0.2, 40, 100).rounded(3) == (0.25, 0.8, 0.75, 1.0)
    last = crop(image, downwards)
    assert last[:, :80].max() == 0
    assert last[:, 80:].min() == 200
    assert part_of(downwards, 0.8, 1.0, 40, 100).rounded(3) == (0.25, 0.8, 0.75, 1.0)


def test_a_wide_box_is_read_one_way() -> None:
    assert len(ways(upright(0, 0, 30, 20))) == 1


@given(st.floats(0, 0.5), st.floats(0.5, 1))
def test_a_part_of_a_level_line_is_its_share_of_the_width(start: float, end: float) -> None:
    box = part_of(upright(20, 10, 120, 30), start, end, 200, 100)
    assert box.left == pytest.approx(0.1 + 0.5 * start, abs=1e-5)
    assert box.right == pytest.approx(0.1 + 0.5 * end, abs=1e-5)
    assert box.top == pytest.approx(0.1)
    assert box.bottom == pytest.approx(0.3)


def line_of_ink(*spans: tuple[int, int]) -> np.ndarray:
    image = np.full((20, 100, 3), 240, np.uint8)
    for start, end in spans:
        image[4:16, start:end] = 20
    return image


def test_words_get_the_edges_of_their_ink() -> None:
    ink = ink_columns(line_of_ink((10, 40), (60, 90)))
    words = fit_words([ReadWord("one", 0.14, 0.36, 1.0), ReadWord("two", 0.62, 0.84, 1.0)], ink)
    assert [(round(word.start * 100), round(word.end * 100)) for word in words] == [(10, 40), (60, 90)]


def test_light_letters_on_a_dark_ground_are_ink_too() -> None:
    image = 255 - line_of_ink((10, 40))
    assert np.flatnonzero(ink_columns(image)).tolist() == list(range(10, 40))


def test_ink_under_a_shadow_and_beside_it_is_ink() -> None:
    image = np.repeat(np.repeat(line_of_ink((10, 40), (60, 90)), 2, axis=0), 8, axis=1)
    image[:4] = image[-4:] = 255
    light = np.interp(np.arange(image.shape[1]), [300, 500], [0.35, 1.0])[None, :, None]
    shaded = (np.maximum(image, 100) * light).astype(np.uint8)
    inked = np.flatnonzero(ink_columns(shaded)) // 8
    assert sorted(set(inked.tolist())) == [*range(10, 40), *range(60, 90)]


def test_a_ruling_is_no_ink() -> None:
    image = line_of_ink((10, 40))
    image[:, 2:4] = 0
    assert np.flatnonzero(ink_columns(image)).tolist() == list(range(10, 40))


spans = st.lists(st.floats(0, 1), min_size=2, max_size=10).map(sorted)


@given(spans, st.binary(min_size=2, max_size=120))
def test_edges_stay_in_order_and_on_the_line(edges: list[float], pattern: bytes) -> None:
    words = [ReadWord("w", a, b, 1.0) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    fitted = fit_words(words, np.array([byte % 2 == 0 for byte in pattern]))
    assert len(fitted) == len(words)
    for word in fitted:
        assert word.start < word.end
    assert all(one.start <= other.start for one, other in itertools.pairwise(fitted))


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(0, 31))
def test_blank_bands_are_left_out_and_nothing_that_is_inked(bands: list[bool], within: int) -> None:
    darkest = np.full(32 * len(bands), 255, np.uint8)
    for number, inked in enumerate(bands):
        darkest[32 * number + within] = 0 if inked else 255
    rows = seen(np.full_like(darkest, 255), darkest)
    assert len(rows) % 32 == 0
    assert len(rows) > 0
    assert list(rows) == sorted(set(rows))
    assert set(np.flatnonzero(darkest == 0)) <= set(rows)
    if not any(bands):
        assert len(rows) == 32


def test_a_page_without_a_blank_band_is_seen_whole() -> None:
    darkest = np.zeros(96, np.uint8)
    assert list(seen(np.full_like(darkest, 255), darkest)) == list(range(96))
